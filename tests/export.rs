//! Designs on their way to other people and back: what carries a design gives it back, nothing changes from one export
//! to the next, and no text of a design breaks out of what it stands in.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::catalog::{Catalog, Role};
use loadline::design::{Component, Design, Edit, Element, ElementId, Frame, History, Id, Link, Note, Point};
use loadline::estimate::{Conditions, estimate};
use loadline::export::{ExportError, Format, Options, Theme, export};
use loadline::file::{self, Comments, Opened, carried};
use loadline::import;
use loadline::units::Measure;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn designs() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir("designs").unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

fn out(opened: &Opened, format: Format) -> Result<Vec<u8>, ExportError> {
    let scenario = opened.design.scenarios().find(|scenario| !scenario.what_if).map(|scenario| scenario.id.clone());
    let options = Options { scenario: scenario.as_ref(), ..Options::default() };
    export(&opened.design, &opened.comments, Catalog::built_in(), format, &options)
}

fn text(opened: &Opened, format: Format) -> String {
    String::from_utf8(out(opened, format).unwrap()).unwrap()
}

fn formats() -> impl Iterator<Item = Format> {
    let pictures = cfg!(feature = "pictures");
    Format::ALL.iter().copied().filter(move |format| pictures || !matches!(format, Format::Png | Format::Pdf))
}

/// Names that would do harm where they are not escaped.
fn hostile() -> Opened {
    let names = [
        "<script>alert(1)</script>",
        "\"quotes\" & 'more' \\ back",
        "two\nlines\tand a tab",
        "\u{202e}turned around",
        "=HYPERLINK(\"x\")",
        "--> end; subgraph ]]>",
        "a very long name that goes on and on and on and on until nobody wants to read it any more",
        "|pipes| `ticks` *stars* [links](x) #heads",
        "\u{0}\u{7}control",
    ];
    let mut history = History::new(Design::new("]]></title><script>"));
    for (place, name) in (0..).zip(names) {
        let id = Id::new(&format!("n{place}")).unwrap();
        let component = Component::new(id, name, Role::Queue, "message-log", Point::new(place * 12, 0));
        history.apply(Edit::insert(Element::Component(component))).unwrap();
        if place > 0 {
            let mut link =
                Link::new(Id::new(&format!("n{}", place - 1)).unwrap(), Id::new(&format!("n{place}")).unwrap());
            name.clone_into(&mut link.label);
            history.apply(Edit::insert(Element::Link(link))).unwrap();
        }
    }
    let note = Note {
        id: Id::new("note").unwrap(),
        at: Point::new(0, 9),
        size: Point::new(12, 4),
        text: names.join("\n"),
        plain: false,
        arrangement: loadline::design::Arrangement::default(),
    };
    history.apply(Edit::insert(Element::Note(note))).unwrap();
    let frame = Frame::new(Id::new("f").unwrap(), "<b>&", Point::new(-1, -2), Point::new(24, 8));
    history.apply(Edit::insert(Element::Frame(frame))).unwrap();
    Opened { design: history.into_design(), ..Opened::default() }
}

#[test]
fn what_carries_a_design_gives_it_back_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    for path in designs() {
        let opened = file::open(&path).unwrap();
        for format in
            formats().filter(|format| matches!(format, Format::Png | Format::Svg | Format::Text | Format::Ron))
        {
            let carrier = folder.path().join(format!("design.{}", format.ending()));
            fs::write(&carrier, out(&opened, format).unwrap()).unwrap();
            let back = file::open_or_carried(&carrier).unwrap();
            let written = file::write(&back.design, &back.comments);
            assert_eq!(written, fs::read_to_string(&path).unwrap(), "{} as {format:?}", path.display());
            // What was carried is not to be saved over what carried it.
            assert_eq!(back.stamp.is_none(), format != Format::Ron, "{format:?}");
        }
    }
}

#[test]
fn the_same_design_gives_the_same_bytes() {
    for path in designs() {
        let opened = file::open(&path).unwrap();
        for format in formats() {
            assert!(out(&opened, format) == out(&opened, format), "{} as {format:?}", path.display());
        }
    }
}

#[test]
fn pictures_are_well_formed_and_their_text_is_text() {
    for path in designs() {
        let opened = file::open(&path).unwrap();
        let svg = text(&opened, Format::Svg);
        let tree = roxmltree::Document::parse(&svg).unwrap();
        let words: Vec<&str> =
            tree.descendants().filter(|node| node.has_tag_name("text")).filter_map(|node| node.text()).collect();
        let titles: Vec<&str> =
            tree.descendants().filter(|node| node.has_tag_name("title")).filter_map(|node| node.text()).collect();
        for component in opened.design.components() {
            let short: String = component.name.chars().take(6).collect();
            assert!(
                words.iter().any(|word| word.starts_with(&short)),
                "{}: {} in {words:?}",
                path.display(),
                component.name
            );
            assert!(titles.contains(&component.name.as_str()));
        }
    }
}

#[test]
fn no_text_breaks_out_of_what_it_stands_in() {
    let opened = hostile();
    let tree = text(&opened, Format::Svg);
    let tree = roxmltree::Document::parse(&tree).unwrap();
    assert!(tree.descendants().all(|node| !node.has_tag_name("script") && !node.has_tag_name("b")));
    let html = text(&opened, Format::Html);
    assert!(!html.contains("<script") && !html.contains("<b>"));
    assert!(!html.contains('\u{202e}') && !html.contains('\u{0}'));
    let markdown = text(&opened, Format::Markdown);
    assert!(!markdown.contains("<script") && markdown.contains("\\|pipes\\|"));
    for line in markdown.lines().filter(|line| line.starts_with("| <") || line.starts_with("| a very")) {
        assert!([3, 10].contains(&line.matches(" | ").count()), "{line}");
    }
    let csv = text(&opened, Format::Csv);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    for record in reader.records() {
        let record = record.unwrap();
        assert!(record.iter().take(7).all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{record:?}");
    }
    let back = import::read(text(&opened, Format::Mermaid).as_bytes(), Catalog::built_in()).unwrap();
    assert_eq!(back.warnings, []);
    let back = import::read(text(&opened, Format::Dot).as_bytes(), Catalog::built_in()).unwrap();
    assert_eq!(back.warnings, []);
    for format in formats() {
        assert!(!out(&opened, format).unwrap().is_empty(), "{format:?}");
    }
}

#[test]
fn a_report_says_every_verdict_and_loads_nothing() {
    for path in designs() {
        let opened = file::open(&path).unwrap();
        let scenario = opened.design.scenarios().find(|scenario| !scenario.what_if).unwrap();
        let conditions = Conditions { scenario: Some(&scenario.id), ..Conditions::default() };
        let found = estimate(&opened.design, Catalog::built_in(), conditions);
        let (html, markdown) = (text(&opened, Format::Html), text(&opened, Format::Markdown));
        for verdict in &found.verdicts {
            assert!(html.contains(&verdict.title()), "{}", path.display());
            assert!(markdown.contains(&verdict.title().replace('_', "\\_")), "{}", path.display());
        }
        for outside in ["<script", "<link", "<img", "src=", "href=", "@import", "url("] {
            assert!(!html.contains(outside), "{}: {outside}", path.display());
        }
        assert!(html.contains("<svg") && html.contains("What the figures rest on"));
    }
}

#[test]
fn the_costs_of_the_table_add_up_to_the_bill() {
    for path in designs() {
        let opened = file::open(&path).unwrap();
        let scenario = opened.design.scenarios().find(|scenario| !scenario.what_if).unwrap();
        let conditions = Conditions { scenario: Some(&scenario.id), ..Conditions::default() };
        let found = estimate(&opened.design, Catalog::built_in(), conditions);
        let table = text(&opened, Format::Csv);
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let costs = reader.records().map(|record| record.unwrap().iter().next_back().unwrap().parse::<f64>().unwrap());
        let (sum, whole) = (costs.sum::<f64>(), found.cost.base() * 730.0 * 3600.0);
        assert!((sum - whole).abs() <= 1e-6 * whole.abs(), "{}: {sum} of {whole}", path.display());
    }
}

#[test]
fn graphs_come_back_with_the_same_nodes_links_and_products() {
    for path in designs() {
        let opened = file::open(&path).unwrap();
        for format in [Format::Mermaid, Format::Dot] {
            let back = import::read(text(&opened, format).as_bytes(), Catalog::built_in()).unwrap();
            assert_eq!(back.warnings, [], "{} as {format:?}", path.display());
            let of = |design: &Design| {
                let name = |id: &Id| design.component(id).unwrap().name.clone();
                let mut parts: Vec<(String, String)> =
                    design.components().map(|c| (c.name.clone(), c.product.clone())).collect();
                let mut links: Vec<(String, String, String, String)> = design
                    .links()
                    .map(|link| (name(&link.from), name(&link.to), format!("{:?}", link.kind), link.label.clone()))
                    .collect();
                parts.sort();
                links.sort();
                (parts, links)
            };
            assert_eq!(of(&back.design), of(&opened.design), "{} as {format:?}", path.display());
        }
    }
}

#[test]
fn a_flowchart_that_a_person_wrote_becomes_a_design_in_order() {
    let text = "%% from the wiki\nflowchart TD\n  subgraph ingest [Ingestion]\n    app([Mobile app]) -->|events| k[\"Kafka topic\"]\n  end\n  k --> spark[Spark job] & arch[(S3 archive)]\n  spark -- hourly --> dw[(Warehouse)]\n  dw --> dash(Dashboard)\n  mon{{Alerts}} -.-> dw\n  style app fill:#f9f\n  this is ?? nothing\n";
    let imported = import::read(text.as_bytes(), Catalog::built_in()).unwrap();
    let design = &imported.design;
    assert_eq!(design.components().len(), 7);
    assert_eq!(design.links().len(), 6);
    assert_eq!(design.frames().len(), 1);
    let role = |name: &str| design.components().find(|c| c.name == name).unwrap().role;
    assert_eq!(role("Mobile app"), Role::Source);
    assert_eq!(role("Kafka topic"), Role::Queue);
    assert_eq!(role("Spark job"), Role::Compute);
    assert_eq!(role("S3 archive"), Role::Store);
    assert_eq!(role("Warehouse"), Role::Store);
    assert_eq!(role("Alerts"), Role::Monitor);
    assert_eq!(imported.warnings.len(), 1);
    assert_eq!(imported.warnings[0].line, 11);
    // In the direction of the flow, and nothing over anything else.
    let at = |name: &str| design.components().find(|c| c.name == name).unwrap().at;
    assert!(at("Mobile app").x < at("Kafka topic").x && at("Kafka topic").x < at("Spark job").x);
    let frame = design.frames().next().unwrap();
    let inside = |at: Point| {
        at.x >= frame.at.x && at.x < frame.at.x + frame.size.x && at.y >= frame.at.y && at.y < frame.at.y + frame.size.y
    };
    assert!(inside(at("Mobile app")) && inside(at("Kafka topic")) && !inside(at("Dashboard")));
}

#[test]
fn a_digraph_that_a_person_wrote_becomes_a_design() {
    let text = "strict digraph pipeline { rankdir=LR; node [shape=box]\n /* groups */ subgraph cluster_0 { label = \"Zone A\"; a [label=<Web <b>shop</b>>]; \"b c\" [shape=cylinder, label=\"Orders\\nS3 Standard\"] }\n a -> \"b c\":port -> {d e} [label=\"each hour\", style=dashed]; d [label=\"Flink job\"] }";
    let imported = import::read(text.as_bytes(), Catalog::built_in()).unwrap();
    assert_eq!(imported.warnings, []);
    let design = &imported.design;
    assert_eq!(design.name(), "pipeline");
    assert_eq!((design.components().len(), design.links().len(), design.frames().len()), (4, 3, 1));
    let orders = design.components().find(|c| c.name == "Orders").unwrap();
    assert_eq!((orders.role, orders.product.as_str()), (Role::Store, "s3-standard"));
    assert!(design.components().any(|c| c.name == "Web shop"));
    assert!(design.links().all(|link| link.label == "each hour"));
}

#[test]
fn a_box_that_says_nothing_is_called_by_its_name_or_unnamed() {
    let text = "digraph { \" \\n\u{b}\" -> b; c [label=\"\u{1}\"] }";
    let imported = import::read(text.as_bytes(), Catalog::built_in()).unwrap();
    let mut names: Vec<&str> = imported.design.components().map(|component| component.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["b", "c", "unnamed"], "a label that says nothing leaves the name");
}

#[test]
fn a_selection_is_exported_alone() {
    let opened = file::open(Path::new("designs/500-gb-daily-in-2-h.ron")).unwrap();
    let two: BTreeSet<ElementId> =
        opened.design.components().take(2).map(|component| ElementId::Component(component.id.clone())).collect();
    let options = Options { only: Some(&two), theme: Theme::Dark, ..Options::default() };
    let packed = export(&opened.design, &Comments::default(), Catalog::built_in(), Format::Text, &options).unwrap();
    let back = carried::read_carrier(&packed).unwrap().design;
    assert_eq!((back.components().len(), back.links().len()), (2, 1));
    let svg = export(&opened.design, &Comments::default(), Catalog::built_in(), Format::Svg, &options).unwrap();
    let svg = String::from_utf8(svg).unwrap();
    // With the figures that it has in the whole.
    assert!(svg.contains("5.787 MB/s") && !svg.contains("Dashboards"));
}

#[test]
fn a_bomb_is_refused_and_damage_is_told() {
    // A megabyte that would become a gigabyte.
    let bomb = carried::pack(&" ".repeat(100 << 20));
    let error = carried::unpack(&bomb).unwrap_err();
    assert!(error.to_string().contains("at most 16 MiB"), "{error}");
    let whole = carried::pack("Design(version: 1)");
    for damaged in [&whole[..whole.len() - 4], "loadline:1:!!!", "loadline:1:", "loadline:2:abc", "hello"] {
        assert!(carried::unpack(damaged).is_err(), "{damaged}");
    }
    // Broken over lines by a mail.
    let broken: String = whole
        .chars()
        .enumerate()
        .flat_map(|(n, c)| if n > 12 && n % 9 == 0 { vec!['\n', c] } else { vec![c] })
        .collect();
    assert_eq!(carried::unpack(&broken).unwrap(), "Design(version: 1)");
    assert!(
        carried::read_carrier(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
            .unwrap_err()
            .to_string()
            .contains("carries no design")
    );
    assert!(
        carried::read_carrier(b"\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXt")
            .unwrap_err()
            .to_string()
            .contains("carries no design")
    );
}

#[test]
fn a_scale_that_makes_no_picture_is_refused() {
    let opened = hostile();
    for scale in [0.0, -1.0, f32::NAN, f32::INFINITY, 11.0] {
        let options = Options { scale, ..Options::default() };
        let refused = export(&opened.design, &opened.comments, Catalog::built_in(), Format::Svg, &options);
        assert!(matches!(refused, Err(ExportError::Scale(_))), "{scale}");
    }
}

#[test]
fn an_empty_design_is_exported_too() {
    let opened = Opened::default();
    for format in formats() {
        assert!(!out(&opened, format).unwrap().is_empty() || format == Format::Csv, "{format:?}");
    }
}

#[cfg(feature = "pictures")]
#[test]
fn a_png_has_the_size_that_was_asked_for_and_a_pdf_its_text() {
    let opened = file::open(Path::new("designs/1-tb-daily-1-h-sla.ron")).unwrap();
    let size = |scale: f32| {
        let options = Options { scale, ..Options::default() };
        let png = export(&opened.design, &opened.comments, Catalog::built_in(), Format::Png, &options).unwrap();
        let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        (side(16), side(20))
    };
    let (one, two) = (size(1.0), size(2.0));
    assert!(two.0.abs_diff(2 * one.0) <= 1 && two.1.abs_diff(2 * one.1) <= 1, "{one:?} {two:?}");
    let pdf = out(&opened, Format::Pdf).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    // Letters are glyphs of an embedded font, not outlines.
    assert!(
        pdf.windows(10).any(|window| window == b"/FontFile2") || pdf.windows(10).any(|window| window == b"/FontFile3")
    );
}

mod command_line {
    use assert_cmd::Command;
    use std::fs;

    fn loadline() -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_loadline"));
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        command
    }

    #[test]
    fn every_ending_is_written_and_an_unknown_one_is_told() {
        let folder = tempfile::tempdir().unwrap();
        for format in super::formats() {
            let path = folder.path().join("out").with_extension(format.ending());
            loadline().args(["export", "designs/late-events.ron", "-o"]).arg(&path).assert().success();
            assert!(fs::metadata(&path).unwrap().len() > 100, "{format:?}");
        }
        let refused = loadline().args(["export", "designs/late-events.ron", "-o", "x.gif"]).assert().code(2);
        assert!(String::from_utf8_lossy(&refused.get_output().stderr).contains("expected one of the formats png, svg"));
    }

    #[test]
    fn a_picture_is_checked_like_the_file_and_never_formatted_away() {
        let folder = tempfile::tempdir().unwrap();
        let svg = folder.path().join("d.svg");
        loadline().args(["export", "designs/late-events.ron", "-o"]).arg(&svg).assert().success();
        loadline().arg("check").arg(&svg).assert().success();
        let before = fs::read(&svg).unwrap();
        loadline().arg("fmt").arg(&svg).assert().code(2);
        assert_eq!(fs::read(&svg).unwrap(), before);
        let back = loadline().arg("import").arg(&svg).assert().success();
        assert_eq!(back.get_output().stdout, fs::read("designs/late-events.ron").unwrap());
    }

    #[test]
    fn a_check_is_read_by_machines_that_build() {
        let junit = loadline()
            .args(["check", "designs/1-tb-daily-1-h-sla.ron", "--scenario", "slow", "--format", "junit"])
            .assert()
            .code(1);
        let xml = String::from_utf8(junit.get_output().stdout.clone()).unwrap();
        let tree = roxmltree::Document::parse(&xml).unwrap();
        let count = |tag: &str| tree.descendants().filter(|node| node.has_tag_name(tag)).count();
        assert!(count("testcase") >= 4 && count("failure") >= 1);
        let said = tree.root_element().attribute("failures").unwrap().parse::<usize>().unwrap();
        assert_eq!(said, count("failure"));
        let github = loadline()
            .args(["check", "designs/1-tb-daily-1-h-sla.ron", "--scenario", "slow", "--format", "github"])
            .assert()
            .code(1);
        let lines = String::from_utf8(github.get_output().stdout.clone()).unwrap();
        let text = fs::read_to_string("designs/1-tb-daily-1-h-sla.ron").unwrap();
        let error = lines.lines().find(|line| line.starts_with("::error ")).unwrap();
        assert!(error.contains("file=designs/1-tb-daily-1-h-sla.ron,line="), "{error}");
        let line: usize = error.split("line=").nth(1).unwrap().split(',').next().unwrap().parse().unwrap();
        assert!(text.lines().nth(line - 1).unwrap().contains("id: \""), "{error}");
    }

    /// The commands of the workflow in the docs do what it says, run as they stand there.
    #[cfg(unix)]
    #[test]
    fn the_workflow_in_the_docs_runs() {
        let page = fs::read_to_string("docs/ci.md").unwrap();
        let bin = std::path::Path::new(env!("CARGO_BIN_EXE_loadline")).parent().unwrap();
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(fs::canonicalize("designs").unwrap(), folder.path().join("designs")).unwrap();
        let runs: Vec<&str> = page
            .lines()
            .filter_map(|line| line.trim().strip_prefix("run: "))
            .filter(|run| run.contains("loadline"))
            .collect();
        assert!(runs.len() >= 3, "{runs:?}");
        for run in runs.into_iter().filter(|run| !run.starts_with("cargo install")) {
            Command::new("bash")
                .args(["-euo", "pipefail", "-c", run])
                .env("PATH", &path)
                .current_dir(folder.path())
                .assert()
                .success();
        }
        assert!(folder.path().join("report.html").exists() && folder.path().join("junit.xml").exists());
    }
}
