//! A stranger's file: damaged anywhere, with hostile numbers, of extreme shapes. Read, read in part, or refused at a
//! place; never a panic, never a figure that is no number.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::catalog::{Catalog, Field, FieldKind, Place, Role, Setting};
use loadline::design::{Component, Design, Edit, Element, History, Id, Link, Point};
use loadline::estimate::{Conditions, Estimate, estimate};
use loadline::file::{Comments, read, read_bytes, read_what_can_be, write};
use std::path::Path;

/// A linear congruence: the same numbers in every run.
struct Numbers(u32);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % end.max(1)
    }
}

/// How many times as much is done: once here, more before a release.
fn times() -> usize {
    std::env::var("LOADLINE_TIMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

fn example(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("designs").join(name)).unwrap()
}

/// Reads whole and in part. Whether it could be read whole.
fn meet(bytes: Vec<u8>, what: &str) -> bool {
    let text = String::from_utf8(bytes.clone()).ok();
    let whole = read_bytes(bytes);
    if let Some(text) = &text
        && let Ok(part) = read_what_can_be(text)
    {
        assert_eq!(part.is_whole(), whole.is_ok(), "{what}");
        assert!(part.left_out.iter().all(|error| error.line >= 1 && !error.message.is_empty()), "{what}");
        let again = write(&part.design, &part.comments);
        assert_eq!(
            read(&again).unwrap_or_else(|error| panic!("{what}: {error}\n{again}")).design,
            part.design,
            "{what}"
        );
    }
    match whole {
        Ok(_) => true,
        Err(error) => {
            assert!(error.line >= 1 && error.column >= 1 && !error.message.is_empty(), "{what}: {error}");
            false
        }
    }
}

#[test]
fn ten_thousand_damaged_files_are_read_or_refused_at_a_place() {
    let bytes = example("hourly-aggregates.ron");
    let mut numbers = Numbers(7);
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let mut table = Vec::new();
    for kind in ["flip a bit", "replace", "delete", "insert", "delete a line", "double a line", "zero a block", "swap"]
    {
        let mut accepted = 0;
        for round in 0..1_250 * times() {
            let mut damaged = bytes.clone();
            let at = numbers.below(damaged.len());
            let line = numbers.below(lines.len());
            match kind {
                "flip a bit" => damaged[at] ^= 1 << numbers.below(8),
                "replace" => damaged[at] = numbers.below(256).to_le_bytes()[0],
                "delete" => drop(damaged.remove(at)),
                "insert" => damaged.insert(at, numbers.below(256).to_le_bytes()[0]),
                "delete a line" | "double a line" => {
                    let times = if kind == "double a line" { 2 } else { 0 };
                    damaged = lines
                        .iter()
                        .enumerate()
                        .flat_map(|(place, text)| text.repeat(if place == line { times } else { 1 }))
                        .collect();
                }
                "zero a block" => {
                    let end = (at + 512).min(damaged.len());
                    damaged[at..end].fill(0);
                }
                _ => {
                    let other = numbers.below(damaged.len());
                    for step in 0..64.min(damaged.len() - at.max(other)) {
                        damaged.swap(at + step, other + step);
                    }
                }
            }
            accepted += usize::from(meet(damaged, &format!("{kind} {round}")));
        }
        table.push(format!("{kind}: {accepted} of {} read whole", 1_250 * times()));
    }
    println!("{}", table.join("\n"));
}

#[test]
fn a_file_cut_anywhere_is_refused_whole_and_in_part_harms_nothing() {
    let bytes = example("cold-archive.ron");
    for end in 0..bytes.len() - 1 {
        assert!(!meet(bytes[..end].to_vec(), &format!("cut at {end}")), "cut at {end}");
    }
}

#[test]
fn one_bad_component_does_not_take_the_others_with_it() {
    let good =
        |number: usize| format!("(id: \"c{number}\", role: queue, product: \"kafka\", at: (0, 0), set: (units: 3))");
    let bad = [
        "()",
        "(id: \"c50\", role: topic, product: \"kafka\", at: (0, 0))",
        "(id: \"c50\", role: queue, product: \"kafka\", at: (0, NaN))",
        "(id: \"c49\", role: queue, product: \"kafka\", at: (0, 0))",
        "(id: \"c50\", role: queue, product: \"kafka\", at: (0, 0), colour: \"red\")",
        "(id: \"c50\", role: queue, product: \"kafka\", at: (0, 0), set: (units: \"1e999\"))",
        "(id: \"c50\", role: queue, product: \"kafka\", at: (0, 419000000000000))",
        "null",
    ];
    // Wherever it stands.
    for (bad, place) in bad.into_iter().flat_map(|bad| (1..100).map(move |place| (bad, place))) {
        let bad = bad.replace("c50", &format!("c{place}")).replace("c49", &format!("c{}", place - 1));
        let components: Vec<String> =
            (0..100).map(|number| if number == place { bad.clone() } else { good(number) }).collect();
        let (a, b) = ((place + 10) % 100, (place + 20) % 100);
        let links = format!("(from: \"c{a}\", to: \"c{b}\"), (from: \"c{place}\", to: \"c{a}\")");
        let text =
            format!("Design(\nversion: 1,\ncomponents: [\n{}\n],\nlinks: [{links}],\n)\n", components.join(",\n"));
        assert!(read(&text).is_err(), "{bad}");
        let opened = read_what_can_be(&text).unwrap();
        assert_eq!((opened.design.components().len(), opened.design.links().len()), (99, 1), "{bad}");
        // The component, and the link that hung on it.
        assert_eq!(opened.left_out.len(), 2, "{bad}: {:?}", opened.left_out);
        assert_eq!(opened.left_out[0].line, place + 4, "{bad}: {}", opened.left_out[0]);
        assert!(!opened.is_whole());
    }
    // What cannot be made out at all is refused: the places of its elements are not known.
    assert!(read_what_can_be("Design(version: 1, components: [(id: \"a\"").is_err());
    assert!(read_what_can_be("Design(version: 2)").unwrap_err().message.contains("newer Loadline"));
}

#[test]
fn a_fault_of_the_whole_file_behind_a_hundred_others_is_told_with_a_place() {
    let text = format!("Design(\n{})", "colour: 1,\n".repeat(150));
    let error = read_what_can_be(&text).unwrap_err();
    assert_eq!((error.line, error.column), (2, 1));
    assert!(error.message.contains("no field `colour`"), "{error}");
}

fn finite(found: &Estimate, what: &str) {
    for (id, figures) in &found.components {
        let mut all = vec![
            figures.input.bytes.peak.value,
            figures.output.bytes.peak.value,
            figures.output.records.peak.value,
            figures.backlog.value,
            figures.state.value,
            figures.stored.value,
            figures.late.value,
            figures.cost.value,
        ];
        all.extend(figures.utilization.map(|load| load.peak.value));
        all.extend(figures.staleness.into_iter().flat_map(|s| [s.min.value, s.mean.value, s.p95.value, s.max.value]));
        all.extend(figures.units.needed_peak);
        assert!(all.iter().all(|value| value.is_finite()), "{what}: {id}: {all:?}");
    }
    assert!(found.cost.value.is_finite(), "{what}");
}

#[test]
fn hostile_numbers_are_refused_with_a_place_or_give_finite_figures() {
    let numbers = ["NaN", "inf", "-inf", "1e999", "-1", "-0.0", "5e-324", "1e308", "1e29", "1e-29", "0"];
    let (mut refused, mut estimated) = (0, 0);
    for &role in Role::ALL {
        for field in Field::ALL.iter().copied().filter(|field| field.fits(Place::Component(role))) {
            let unit = match field.kind() {
                FieldKind::Quantity(kind) => unit_of(kind.example()),
                FieldKind::Load => "GB/day".to_owned(),
                _ => continue,
            };
            for number in numbers {
                let value = if let Some(unit) = unit.strip_prefix('$') {
                    format!("${number}{unit}")
                } else {
                    format!("{number} {unit}")
                };
                for quoted in [format!("\"{}\"", value.trim()), number.to_owned()] {
                    let what = format!("{} {field}: {quoted}", role.name());
                    let text = format!(
                        "Design(\nversion: 1,\ncomponents: [\n(id: \"events\", role: source, product: \"event-source\", at: (0, 0)),\n\
                         (id: \"c\", role: {}, product: \"{}\", at: (9, 0), set: ({field}: {quoted})),\n\
                         (id: \"end\", role: store, product: \"s3\", at: (19, 0)),\n],\n{}\n)\n",
                        role.name(),
                        product_of(role),
                        if role.carries_data() && role != Role::Source {
                            "links: [(from: \"events\", to: \"c\"), (from: \"c\", to: \"end\")],"
                        } else {
                            ""
                        },
                    );
                    match read(&text) {
                        Err(error) => {
                            assert_eq!(error.line, 5, "{what}: {error}");
                            refused += 1;
                        }
                        Ok(opened) => {
                            finite(&estimate(&opened.design, Catalog::built_in(), Conditions::default()), &what);
                            assert_eq!(
                                read(&write(&opened.design, &Comments::default())).unwrap().design,
                                opened.design
                            );
                            estimated += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(refused > 500 && estimated > 500, "{refused} refused, {estimated} estimated");
    println!("{refused} refused, {estimated} estimated");
}

#[test]
fn hostile_numbers_of_links_and_requirements_are_refused_or_give_finite_figures() {
    let mut places: Vec<(String, String)> = Vec::new();
    for field in Field::ALL.iter().copied().filter(|field| field.fits(Place::Link)) {
        if let FieldKind::Quantity(kind) = field.kind() {
            places.push((format!("LINK, set: ({field}: \"VALUE\")"), kind.example().to_owned()));
        }
    }
    for (kind, example) in [("split", "3x"), ("share", "70 %")] {
        places.push((format!("LINK, kind: {kind}(\"VALUE\")"), example.to_owned()));
    }
    for (requirement, example) in [
        ("staleness(at: \"end\", statistic: p95, limit: \"VALUE\")", "2 h"),
        ("completion(at: \"end\", volume: \"VALUE\", within: \"2 h\")", "500 GB"),
        ("completion(at: \"end\", volume: \"500 GB\", within: \"VALUE\")", "2 h"),
        ("throughput(at: \"end\", rate: \"VALUE\")", "500 GB/day"),
        ("cost(limit: \"VALUE\")", "$5/month"),
        ("completeness(at: \"end\", share: \"VALUE\")", "70 %"),
        ("availability(at: \"end\", share: \"VALUE\")", "70 %"),
        ("recovery(of: \"log\", outage: \"VALUE\", within: \"1 h\")", "5 min"),
        ("recovery(of: \"log\", outage: \"1 h\", within: \"VALUE\")", "5 min"),
        ("backfill(at: \"log\", history: \"VALUE\", within: \"1 days\")", "6 h"),
        ("backfill(at: \"log\", history: \"6 h\", within: \"1 days\", throttle: \"VALUE\")", "5 MB/s"),
        ("detection(at: \"end\", within: \"VALUE\")", "5 min"),
    ] {
        places.push((format!("REQUIRE{requirement}"), example.to_owned()));
    }
    let (mut refused, mut estimated) = (0, 0);
    for (place, example) in places {
        let unit = unit_of(&example);
        for number in ["NaN", "inf", "-inf", "1e999", "-1", "-0.0", "5e-324", "1e308", "9e29", "1e-29", "0", "1"] {
            let value = if let Some(unit) = unit.strip_prefix('$') {
                format!("${number}{unit}")
            } else {
                format!("{number} {unit}")
            };
            let filled = place.replace("VALUE", value.trim());
            let link = filled.strip_prefix("LINK").unwrap_or_default();
            let require = filled.strip_prefix("REQUIRE").unwrap_or_default();
            let text = format!(
                "Design(version: 1, components: [\n\
                 (id: \"app\", role: source, product: \"event-source\", at: (0, 0), set: (load: \"500 GB/day\")),\n\
                 (id: \"log\", role: queue, product: \"kafka\", at: (9, 0)),\n\
                 (id: \"end\", role: store, product: \"s3\", at: (19, 0)),\n],\n\
                 links: [(from: \"app\", to: \"log\"{link}), (from: \"log\", to: \"end\")],\n\
                 scenarios: [(id: \"s\", require: [{require}])])\n"
            );
            match read(&text) {
                Err(error) => {
                    assert!(error.line >= 6, "{filled}: {error}");
                    refused += 1;
                }
                Ok(opened) => {
                    let scenario = Id::new("s").unwrap();
                    let conditions = Conditions { scenario: Some(&scenario), ..Conditions::default() };
                    let found = estimate(&opened.design, Catalog::built_in(), conditions);
                    finite(&found, &filled);
                    for verdict in &found.verdicts {
                        let figures =
                            [verdict.value.map(loadline::units::Amount::base), verdict.headroom.map(|room| room.value)];
                        assert!(figures.iter().flatten().all(|figure| figure.is_finite()), "{filled}: {figures:?}");
                    }
                    estimated += 1;
                }
            }
        }
    }
    assert!(refused > 60 && estimated > 60, "{refused} refused, {estimated} estimated");
    println!("{refused} refused, {estimated} estimated");
}

fn product_of(role: Role) -> &'static str {
    Catalog::built_in().products().find(|product| product.role == role).map_or("none", |product| product.id.as_str())
}

fn unit_of(example: &str) -> String {
    let rest =
        example.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '$' || c == 'k').trim_start();
    if example.starts_with('$') { format!("${rest}") } else { rest.trim_start_matches("M ").to_owned() }
}

#[test]
fn a_burst_round_a_cycle_that_is_hardly_fed_stays_finite() {
    let opened = read(include_str!("data/bursts-in-a-cycle.ron")).unwrap();
    let scenario = Id::new("c0").unwrap();
    let conditions = Conditions { scenario: Some(&scenario), ..Conditions::default() };
    finite(&estimate(&opened.design, Catalog::built_in(), conditions), "bursts in a cycle");
}

#[test]
fn hostile_places_are_refused_or_held_on_the_board() {
    for (x, good) in [
        ("1000000", true),
        ("-1000000", true),
        ("1000001", false),
        ("2147483647", false),
        ("2147483648", false),
        ("-9223372036854775809", false),
        ("1e9", false),
        ("NaN", false),
        ("0.5", false),
        ("-0", true),
    ] {
        let text =
            format!("Design(\nversion: 1,\nnotes: [\n(id: \"n\", at: ({x}, 0), size: (1, 1), text: \"\"),\n],\n)\n");
        match read(&text) {
            Ok(_) => assert!(good, "{x}"),
            Err(error) => assert!(!good && error.line == 4, "{x}: {error}"),
        }
    }
    // By an edit, a place is held within the board.
    let far = Point::new(i32::MAX, i32::MIN).moved(i32::MAX, i32::MIN);
    assert_eq!((far.x, far.y), (Point::LIMIT, -Point::LIMIT));
}

/// Components `c0`, `c1`, ... and links between them, estimated, written and read on a thread with a stack of 2 MiB.
fn shape(what: &'static str, components: usize, links: Vec<(usize, usize)>) {
    let work = move || {
        let id = |number: usize| Id::new(&format!("c{number}")).unwrap();
        let mut history = History::new(Design::new(what));
        for number in 0..components {
            let (role, product) = if number == 0 { (Role::Source, "event-source") } else { (Role::Queue, "kafka") };
            let mut component = Component::new(id(number), "C", role, product, Point::new(0, 0));
            if number == 0 {
                component.settings.put(Field::Load, Some(Setting::read(Field::Load, "1 GB/day").unwrap()));
            }
            history.apply(Edit::insert(Element::Component(component))).unwrap();
        }
        for (number, (from, to)) in links.into_iter().enumerate() {
            let mut link = Link::new(id(from), id(to));
            link.id = Id::new(&format!("l{number}")).unwrap();
            history.apply(Edit::insert(Element::Link(link))).unwrap();
        }
        let design = history.into_design();
        finite(&estimate(&design, Catalog::built_in(), Conditions::default()), what);
        let text = write(&design, &Comments::default());
        assert_eq!(read(&text).unwrap().design, design, "{what}");
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap().join().unwrap();
}

/// Components of a large design; before a release as many as there may be.
fn large() -> usize {
    100_000 * times().min(2)
}

#[test]
fn a_chain_of_a_hundred_thousand() {
    shape("chain", large(), (1..large()).map(|n| (n - 1, n)).collect());
}

#[test]
fn a_cycle_of_a_hundred_thousand() {
    shape("cycle", large(), (1..large()).map(|n| (n - 1, n)).chain([(large() - 1, 1)]).collect());
}

#[test]
fn a_star_of_a_hundred_thousand_out_and_in() {
    let half = large() / 2;
    let out = (2..half).map(|n| (1, n));
    let back = (half..large()).map(|n| (n, half - 1));
    shape("star", large(), out.chain(back).chain([(0, 1)]).collect());
}

#[test]
fn everything_linked_with_everything() {
    let all = (1..320).flat_map(|a| (1..320).filter(move |b| *b != a).map(move |b| (a, b)));
    shape("complete", 320, all.chain([(0, 1)]).collect());
}

#[test]
fn a_hundred_thousand_links_side_by_side() {
    shape("parallel", 3, (0..large()).map(|_| (1, 2)).chain([(0, 1)]).collect());
}

#[test]
fn a_component_that_feeds_itself_is_refused_and_the_rest_is_read() {
    let text = "Design(version: 1, components: [(id: \"a\", role: queue, product: \"kafka\", at: (0, 0))], links: [(from: \"a\", to: \"a\")])";
    assert!(read(text).unwrap_err().message.contains("cannot feed itself"));
    let opened = read_what_can_be(text).unwrap();
    assert_eq!((opened.design.components().len(), opened.left_out.len()), (1, 1));
}
