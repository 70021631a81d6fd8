//! Design files: what is written is read back the same, and a rewrite touches only what was changed.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::catalog::{Field, FieldKind, Place, Role, Setting};
use loadline::design::{
    Arrangement, Boundary, Component, Design, Edit, Element, ElementId, Frame, History, Id, Link, LinkKind, Note,
    Override, Point, Requirement, Scenario, Settings, Statistic, Stroke,
};
use loadline::file::{Comments, FileError, open, read, read_bytes, read_fragment, write, write_fragment};
use loadline::units::{Kind, Stated};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use std::path::{Path, PathBuf};

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn stated(text: &str, kind: Kind) -> Stated {
    Stated::read(text, kind).unwrap()
}

/// Texts that a file could stumble over: quotes, escapes, line ends, comment marks, brackets, control characters.
fn any_text() -> impl Strategy<Value = String> {
    let hard = "\"\\\n\r\t\0\u{1b}\u{7f}\u{85}\u{2028}\u{202e}\u{feff}/*()[]{},:'#r漢é🦀".chars().collect::<Vec<_>>();
    prop_oneof![
        2 => Just(String::new()),
        3 => "[A-Za-z ]{1,12}",
        3 => vec(prop_oneof![select(hard), any::<char>()], 0..12).prop_map(|chars| chars.into_iter().collect()),
        1 => select(vec!["// no comment", "/* nor this */", "r#\"raw\"#", "version: 7", "Design(", "\\n", "\\u{41}"])
            .prop_map(str::to_owned),
    ]
}

/// What people write in a field of a kind.
fn texts_of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Information => &["64 MiB", "1 GB", "0.5..2 KB", "0 B"],
        Kind::InformationRate => &["500 GB/day", "69.44 MB/s", "1..3 TB / day", "10 Mbps"],
        Kind::RecordRate => &["10k events/s", "300/s", "2 million records per day"],
        Kind::RecordSize => &["1 KB", "0.5..2 KB", "100 B/record"],
        Kind::Records => &["2 M records", "12"],
        Kind::Time => &["2 h", "1 h 30 min", "90s", "6 months", "10..90 ms"],
        Kind::Frequency => &["300/day"],
        Kind::Ratio => &["3x", "0.1", "5 x", "1..4x"],
        Kind::Share => &["70 %", "0.5", "100%", "0 %"],
        Kind::Count => &["12", "0", "007", "1e3", "12 shards"],
        Kind::Money => &["$250"],
        Kind::MoneyRate => &["$0.11/h", "$4.1k/month"],
        Kind::InformationPrice => &["$0.08/GB"],
        Kind::StoragePrice => &["$0.023/GB-month"],
        Kind::RecordPrice => &["$0.40/M requests"],
    }
}

fn texts_of_field(field: Field) -> Vec<&'static str> {
    match field.kind() {
        FieldKind::Quantity(kind) => texts_of(kind).to_vec(),
        FieldKind::Load => vec!["500 GB/day", "10k events/s"],
        FieldKind::Choice(words) => words.to_vec(),
        FieldKind::Shape => vec!["flat", "evening peak", "1 1 1 1 1 1 2 2 2 2 2 2 3 3 3 3 3 3 1 1 1 1 1 0"],
        FieldKind::Product => vec!["s3-standard", "a product of nobody's"],
    }
}

fn setting_of(field: Field) -> impl Strategy<Value = Setting> {
    let plain = select(texts_of_field(field)).prop_map(move |text| Setting::read(field, text).unwrap());
    (plain, option::weighted(0.2, any_text())).prop_map(|(setting, reason)| match reason {
        Some(reason) => setting.because(&reason),
        None => setting,
    })
}

fn settings_at(place: Place) -> BoxedStrategy<Settings> {
    let fields: Vec<Field> = Field::ALL.iter().copied().filter(|field| field.fits(place)).collect();
    let most = fields.len().min(6);
    subsequence(fields, 0..=most)
        .prop_flat_map(|fields| fields.into_iter().map(|f| (Just(f), setting_of(f))).collect::<Vec<_>>())
        .prop_map(|chosen| {
            let mut settings = Settings::default();
            for (field, setting) in chosen {
                settings.put(field, Some(setting));
            }
            settings
        })
        .boxed()
}

fn any_point() -> impl Strategy<Value = Point> {
    (-Point::LIMIT..=Point::LIMIT, -200..200).prop_map(|(x, y)| Point::new(x, y))
}

fn any_arrangement() -> impl Strategy<Value = Arrangement> {
    let group = option::of(select(vec!["group", "größe"]).prop_map(id));
    (any::<i32>(), any::<bool>(), group).prop_map(|(layer, locked, group)| Arrangement { layer, locked, group })
}

fn any_component() -> impl Strategy<Value = Component> {
    let roles = [Role::Source, Role::Queue, Role::Compute, Role::Store, Role::Serve, Role::Monitor, Role::Control];
    select(roles.to_vec()).prop_flat_map(|role| {
        let parts =
            (any_text(), any_text(), any_point(), any_arrangement(), settings_at(Place::Component(role)), any_text());
        parts.prop_map(move |(name, product, at, arrangement, settings, note)| Component {
            arrangement,
            settings,
            note,
            // The id is given where the component's place in the order is known.
            ..Component::new(id("unnamed"), &name, role, &product, at)
        })
    })
}

/// A link whose ends are drawn from the components of the design.
type LinkParts = (Index, Index, bool, LinkKind, Settings, String);

fn any_link() -> impl Strategy<Value = LinkParts> {
    let kind = prop_oneof![
        Just(LinkKind::Copy),
        select(texts_of(Kind::Ratio)).prop_map(|text| LinkKind::Split(stated(text, Kind::Ratio))),
        select(texts_of(Kind::Share)).prop_map(|text| LinkKind::Share(stated(text, Kind::Share))),
    ];
    (any::<Index>(), any::<Index>(), any::<bool>(), kind, settings_at(Place::Link), any_text())
}

fn any_requirement() -> impl Strategy<Value = Requirement> {
    let at = || select(vec!["c0", "c1", "gone", "größe"]).prop_map(id);
    let of = |kind: Kind| select(texts_of(kind)).prop_map(move |text| stated(text, kind));
    let time = move || of(Kind::Time);
    let rate =
        prop_oneof![of(Kind::InformationRate), select(vec!["10k events/s"]).prop_map(|t| stated(t, Kind::RecordRate))];
    prop_oneof![
        (at(), select(Statistic::ALL), time()).prop_map(|(at, statistic, limit)| Requirement::Staleness {
            at,
            statistic,
            limit
        }),
        (at(), of(Kind::Information), time()).prop_map(|(at, volume, within)| Requirement::Completion {
            at,
            volume,
            within
        }),
        (at(), rate).prop_map(|(at, rate)| Requirement::Throughput { at, rate }),
        (option::of(at()), of(Kind::MoneyRate)).prop_map(|(at, limit)| Requirement::Cost { at, limit }),
        (at(), of(Kind::Share)).prop_map(|(at, share)| Requirement::Completeness { at, share }),
        (at(), time(), time()).prop_map(|(of, outage, within)| Requirement::Recovery { of, outage, within }),
        (at(), time(), time(), option::of(of(Kind::InformationRate)))
            .prop_map(|(at, history, within, throttle)| Requirement::Backfill { at, history, within, throttle }),
        (at(), time()).prop_map(|(at, within)| Requirement::Detection { at, within }),
    ]
}

fn any_scenario() -> impl Strategy<Value = Scenario> {
    let change = select(Field::ALL).prop_flat_map(|field| {
        select(texts_of_field(field)).prop_map(move |text| Override {
            element: id("c0>c1"),
            field,
            setting: Setting::read(field, text).unwrap(),
        })
    });
    let base = option::of(select(vec!["s0", "gone"]).prop_map(id));
    (any_text(), any::<bool>(), base, vec(change, 0..4), vec(any_requirement(), 0..5), any_text()).prop_map(
        |(name, what_if, based_on, changes, requirements, note)| Scenario {
            name,
            what_if,
            based_on,
            changes,
            requirements,
            note,
            id: id("unnamed"),
        },
    )
}

fn any_design() -> impl Strategy<Value = Design> {
    let header = (any_text(), any_text(), option::of(any_text()));
    let note = (any_text(), any_point(), any_point(), any::<bool>(), any_arrangement());
    let frame = (any_text(), any_point(), any_point(), select(Boundary::ALL), any_arrangement());
    let stroke = (vec(any_point(), 0..9), any_point(), any_arrangement());
    let board = (vec(note, 0..3), vec(frame, 0..3), vec(stroke, 0..3));
    let parts = (header, vec(any_component(), 0..7), vec(any_link(), 0..8), board, vec(any_scenario(), 0..4));
    parts.prop_map(|((name, about, date), components, links, (notes, frames, strokes), scenarios)| {
        let mut history = History::new(Design::new(&name));
        let mut put = |edit: Edit| history.apply(edit).is_ok();
        assert!(put(Edit::About(about)) && put(Edit::CatalogDate(date)));
        let roles: Vec<Role> = components.iter().map(|component| component.role).collect();
        for (n, component) in components.into_iter().enumerate() {
            assert!(put(Edit::insert(Element::Component(Component { id: id(&format!("c{n}")), ..component }))));
        }
        for (n, (from, to, named, kind, settings, label)) in links.into_iter().enumerate().filter(|_| !roles.is_empty())
        {
            let (from, to) = (from.index(roles.len()), to.index(roles.len()));
            let mut link = Link::new(id(&format!("c{from}")), id(&format!("c{to}")));
            if named {
                link.id = id(&format!("link-{n}"));
            }
            link.kind = if roles[from].carries_data() { kind } else { LinkKind::Watch };
            // Not every pair can be linked; those that cannot are left out.
            put(Edit::insert(Element::Link(Link { settings, label, ..link })));
        }
        for (n, (text, at, size, plain, arrangement)) in notes.into_iter().enumerate() {
            let note = Note { plain, arrangement, ..Note::new(id(&format!("n{n}")), at, size, &text) };
            assert!(put(Edit::insert(Element::Note(note))));
        }
        for (n, (name, at, size, boundary, arrangement)) in frames.into_iter().enumerate() {
            let frame = Frame { boundary, arrangement, ..Frame::new(id(&format!("größe{n}")), &name, at, size) };
            assert!(put(Edit::insert(Element::Frame(frame))));
        }
        for (n, (points, at, arrangement)) in strokes.into_iter().enumerate() {
            let stroke = Stroke { id: id(&format!("stroke{n}")), at, points, arrangement };
            assert!(put(Edit::insert(Element::Stroke(stroke))));
        }
        for (n, scenario) in scenarios.into_iter().enumerate() {
            assert!(put(Edit::insert(Element::Scenario(Scenario { id: id(&format!("s{n}")), ..scenario }))));
        }
        history.into_design()
    })
}

/// A design's text with comments of all kinds between its lines.
fn commented(text: &str, comments: &[(Index, String)]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (place, comment) in comments {
        let place = place.index(lines.len() + 1);
        lines.insert(place, comment.clone());
    }
    lines.join("\n") + "\n"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(design in any_design()) {
        let text = write(&design, &Comments::default());
        let opened = read(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(&opened.design, &design);
        prop_assert!(opened.comments.is_empty());
        prop_assert_eq!(write(&opened.design, &opened.comments), text);
    }

    #[test]
    fn a_rewrite_keeps_every_comment(
        design in any_design(),
        comments in vec((any::<Index>(), "// [a-z \"(\\[{,:é]{0,12}[a-z]|/\\* [a-z)\"]{0,9} \\*/|/\\* a /\\* b \\*/\n   c \\*/"), 0..6),
    ) {
        let text = commented(&write(&design, &Comments::default()), &comments);
        let opened = read(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(&opened.design, &design);
        let again = write(&opened.design, &opened.comments);
        for (_, comment) in &comments {
            prop_assert!(again.contains(comment.as_str()), "`{}` is lost from\n{}", comment, again);
        }
        let reread = read(&again).map_err(|error| TestCaseError::fail(format!("{error}\n{again}")))?;
        prop_assert_eq!(write(&reread.design, &reread.comments), again);
    }

    #[test]
    fn the_clipboard_gives_back_what_it_took(design in any_design()) {
        let mut elements: Vec<Element> = design.components().cloned().map(Element::Component).collect();
        elements.extend(design.links().cloned().map(Element::Link));
        elements.extend(design.notes().cloned().map(Element::Note));
        elements.extend(design.frames().cloned().map(Element::Frame));
        prop_assert_eq!(read_fragment(&write_fragment(&elements)).unwrap(), elements);
    }
}

fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("designs");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "ron"));
    paths.sort();
    paths
}

#[test]
fn every_example_stands_as_it_would_be_written() {
    let paths = examples();
    assert!(paths.len() >= 12, "{paths:?}");
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let opened = open(&path).unwrap();
        assert_eq!(write(&opened.design, &opened.comments), text, "{}", path.display());
    }
}

#[test]
fn moving_a_component_changes_its_line_and_no_other() {
    for path in examples() {
        let opened = open(&path).unwrap();
        let before = write(&opened.design, &opened.comments);
        let moved: Vec<Id> = opened.design.components().map(|component| component.id.clone()).collect();
        for component in moved {
            let mut history = History::new(opened.design.clone());
            let to = opened.design.component(&component).unwrap().at.moved(3, -7);
            history.apply(Edit::Move { element: ElementId::Component(component.clone()), to }).unwrap();
            let after = write(history.design(), &opened.comments);
            let changed: Vec<(&str, &str)> = before.lines().zip(after.lines()).filter(|(a, b)| a != b).collect();
            assert_eq!(before.lines().count(), after.lines().count());
            assert_eq!(changed.len(), 1, "{}: {component}: {changed:#?}", path.display());
            assert!(changed[0].1.contains(&format!("\"{component}\"")), "{changed:#?}");
        }
    }
}

#[test]
fn comments_stay_where_they_stood() {
    let text = "\
// The header.
Design(
    version: 1, // the only one
    // What it is called.
    name: \"Plan\",
    components: [ // before the first
        // Before the queue.
        (id: \"q\", role: queue, product: \"kafka\", at: (0, 0)), // behind the queue
        (id: \"c\", role: compute, product: \"lambda\", at: (9, 0), /* inside */ set: (units: 2)),
        // At the end of the list.
    ], // behind the list
    // At the end of the design.
)
// The footer.
";
    let opened = read(text).unwrap();
    let again = write(&opened.design, &opened.comments);
    for line in text.lines().filter(|line| !line.contains("inside") && !line.contains("before the first")) {
        assert!(again.lines().any(|other| other == line), "`{line}` is not in\n{again}");
    }
    assert!(again.contains("/* inside */") && again.contains("// before the first"), "{again}");

    let mut history = History::new(opened.design);
    history.apply(Edit::Remove(ElementId::Component(id("q")))).unwrap();
    let without = write(history.design(), &opened.comments);
    assert!(!without.contains("the queue"), "comments of an element that is gone go with it:\n{without}");
    assert!(without.contains("/* inside */"), "{without}");
}

#[test]
fn a_design_may_speak_of_versions() {
    let text = "// Our plan, version: 3 of the year\nDesign(\n    version: 1,\n    name: \"version: 2\",\n)\n";
    let opened = read(text).unwrap();
    assert_eq!(opened.design.name(), "version: 2");
    assert_eq!(write(&opened.design, &opened.comments), text);
}

#[test]
fn lists_may_stand_in_any_order() {
    let text = "Design(links: [(from: \"a\", to: \"b\")], scenarios: [(id: \"s\")], components: [
        (id: \"a\", role: source, product: \"x\", at: (0, 0)), (id: \"b\", role: queue, product: \"y\", at: (9, 0)),
    ], version: 1)";
    let opened = read(text).unwrap();
    assert_eq!((opened.design.components().len(), opened.design.links().len()), (2, 1));
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_obstacle() {
    let text = "Design(\n    version: 1,\n    // Kept.\n    name: \"Plan\",\n)\n";
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let opened = read_bytes(windows.into_bytes()).unwrap();
    assert_eq!(write(&opened.design, &opened.comments), text);
}

#[test]
fn text_is_kept_to_the_letter() {
    let component = "(id: \"s\", role: source, product: \"event-source\", at: (0, 0), set: (load: \"500 GB/2 h\", record: \"0.5..2 KB\"))";
    let text =
        format!("Design(\n    version: 1,\n    name: \"Plan\",\n    components: [\n        {component},\n    ],\n)\n");
    let opened = read(&text).unwrap();
    assert_eq!(write(&opened.design, &opened.comments), text);
}

#[test]
fn the_place_of_an_error_counts_characters_and_lines() {
    let text = "Design(\n    version: 1,\n    name: \"größer 🦀\", colour: \"red\",\n)\n";
    let Err(FileError { line, column, message }) = read(text) else { panic!("that is no design") };
    assert_eq!((line, column), (3, 23), "{message}");
    assert!(message.contains("`colour`"), "{message}");
}

#[test]
fn ten_thousand_components_are_read_and_written() {
    let mut history = History::new(Design::new("Large"));
    for n in 0..10_000 {
        let (role, field, value) =
            if n == 0 { (Role::Source, Field::Load, "1 MB/s") } else { (Role::Queue, Field::Units, "3") };
        let at = Point::new(n % 100 * 12, n / 100 * 6);
        let component = Component::new(id(&format!("c{n}")), "Part", role, "kafka", at).with(field, value).unwrap();
        history.apply(Edit::insert(Element::Component(component))).unwrap();
        if n > 0 {
            let link = Link::new(id(&format!("c{}", n - 1)), id(&format!("c{n}")));
            history.apply(Edit::insert(Element::Link(link))).unwrap();
        }
    }
    let text = write(history.design(), &Comments::default());
    let opened = read(&text).unwrap();
    assert_eq!(opened.design.components().len(), 10_000);
    assert_eq!(opened.design.links().len(), 9_999);
    assert_eq!(write(&opened.design, &opened.comments), text);
}
