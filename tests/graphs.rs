//! A stranger's graph: texts of a megabyte that would take their length squared, or memory without bound, if they were
//! read as one reads at first.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::catalog::Catalog;
use loadline::file::{Comments, write};
use loadline::import::{Imported, LARGEST, MOST, MOST_GROUPS, read};
use std::fmt::Write as _;
use std::time::Instant;

/// What a megabyte is to a release build is an eighth of it to one for testing.
const SLOWER: usize = if cfg!(debug_assertions) { 8 } else { 1 };
const MEGABYTE: usize = (1 << 20) / SLOWER;

fn filled(head: &str, piece: &str, tail: &str) -> String {
    let count = (MEGABYTE - head.len() - tail.len()) / piece.len();
    format!("{head}{}{tail}", piece.repeat(count))
}

fn counted(head: &str, count: usize, piece: impl Fn(usize) -> String, tail: &str) -> String {
    let mut text = head.to_owned();
    for number in 0..count {
        text.push_str(&piece(number));
    }
    text.push_str(tail);
    text
}

/// What may take long, by name.
fn texts() -> Vec<(&'static str, String)> {
    let names = |join: &str, count: usize| {
        let mut text = String::new();
        for number in 0..count {
            let _ = write!(text, "{}n{number}", if number > 0 { join } else { "" });
        }
        text
    };
    let nodes = 9_000 / SLOWER;
    // What is put in order takes most of the time where all is linked with all.
    let all = if SLOWER > 1 { 10 } else { 9_000 };
    let many = names(" & ", all);
    let few = names(" ", all);
    vec![
        ("arrows whose words never end", filled("flowchart LR\na", " -- a", "\n")),
        ("brackets that never close", filled("flowchart LR\n", "a[(", "\n")),
        ("quotes that never close", filled("flowchart LR\na[\"", "a\";", "\n")),
        ("tags that never close", filled("flowchart LR\na[\"", "<", "\"]\n")),
        ("signs that never end", filled("flowchart LR\na[\"", "#", "\"]\n")),
        ("statements that mean nothing", filled("flowchart LR\n", "a b\n", "")),
        (
            "statements that mean nothing beside many nodes",
            counted("flowchart LR\n", nodes, |n| format!("n{n}\n"), &"a b;".repeat(200_000 / SLOWER)),
        ),
        ("everything with everything", format!("flowchart LR\n{many} --> {many}\n{many} --> {many}\n")),
        ("the same with itself", filled("flowchart LR\na", " & a", &format!(" --> {}\n", "a & ".repeat(1_000)))),
        ("one long text on very many links", {
            let all = names(" & ", if SLOWER > 1 { 10 } else { 100 });
            format!("flowchart LR\n{all} -->|{}| {all}\n", "x".repeat(60_000))
        }),
        ("boxes of one name", counted("flowchart LR\n", nodes, |n| format!("n{n}[Same]\n"), "")),
        ("links of one pair", filled("flowchart LR\n", "a-->b\n", "")),
        ("groups that never end", filled("flowchart LR\n", "subgraph s\na", "\n")),
        (
            "groups of one node each",
            counted("flowchart LR\n", nodes / 2, |n| format!("subgraph g{n}\nn{n}\nend\n"), ""),
        ),
        (
            "a chain with links from its beginning",
            counted(
                "flowchart LR\n",
                nodes / (2 * SLOWER * SLOWER).min(18),
                |n| format!("n{n}-->n{}\nn0-->n{n}\n", n + 1),
                "",
            ),
        ),
        (
            "links at random",
            counted(
                "flowchart LR\n",
                nodes / SLOWER,
                |n| format!("n{}-->n{}\n", n * 7_919 % 5_003, n * 104_729 % 5_003),
                "",
            ),
        ),
        ("one graph of Graphviz in another", filled("digraph {", "{", "}")),
        ("groups that never end in Graphviz", filled("digraph {", "subgraph cluster_a {a ", "")),
        ("everything with everything in Graphviz", format!("digraph {{ {{{few}}} -> {{{few}}} -> {{{few}}} }}")),
        ("arrows and nothing", filled("digraph {", "->", "")),
        ("a tag that never closes in Graphviz", filled("digraph { a [label=", "<", "")),
        ("attributes that never end", filled("digraph { a [", "a=", "")),
        ("signs", filled("digraph {", ";[", "")),
        ("a block of Markdown", filled("# page\n```mermaid\nflowchart LR\n", "a-->b\n", "")),
        ("no graph at all", filled("# page\n", "```\n", "")),
    ]
}

/// What came of it: nodes and links, or a refusal with a place.
fn met(text: &str) -> Option<Imported> {
    match read(text.as_bytes(), Catalog::built_in()) {
        Ok(imported) => {
            assert!(imported.design.components().len() <= MOST && imported.design.links().len() <= MOST);
            assert!(imported.design.frames().len() <= MOST_GROUPS);
            let text = write(&imported.design, &Comments::default());
            assert_eq!(loadline::file::read(&text).unwrap().design, imported.design);
            Some(imported)
        }
        Err(error) => {
            assert!(error.line >= 1 && !error.message.is_empty());
            None
        }
    }
}

/// Far more than any of them takes, and far less than what grows with the square of a megabyte.
const PATIENCE: u64 = 60;

#[test]
fn a_megabyte_of_anything_is_read_or_refused_in_time() {
    for (name, text) in texts() {
        let begun = Instant::now();
        let found = met(&text).map(|imported| (imported.design.components().len(), imported.design.links().len()));
        let took = begun.elapsed();
        println!("{name}: {found:?} in {took:.2?}");
        assert!(took.as_secs() < PATIENCE, "{name}: {took:?}");
    }
}

#[test]
fn what_is_too_large_is_refused_and_what_is_too_much_left_out() {
    let comment = format!("flowchart LR\n%%{}\na-->b\n", "x".repeat(LARGEST));
    let error = read(comment.as_bytes(), Catalog::built_in()).unwrap_err();
    assert!(error.message.contains("at most 4 MiB"), "{error}");
    let many = counted("digraph {", MOST + 500, |n| format!("n{n};"), "}");
    assert_eq!(met(&many).unwrap().design.components().len(), MOST);
    // A text that is too long for a name is told, and the rest is there.
    let long = format!("flowchart LR\na[{}]-->b-->c\n", "x".repeat(70_000));
    let imported = met(&long).unwrap();
    assert_eq!((imported.design.components().len(), imported.design.links().len()), (2, 1));
    assert!(imported.warnings.iter().any(|warning| warning.message.contains("65536")), "{:?}", imported.warnings);
}

#[test]
fn words_beside_an_arrow_end_where_the_first_end_of_an_arrow_stands() {
    let text = "flowchart LR\na -- one --> b == two ==> c -. three .-> d -- four --- e\nb -- no end\n";
    let imported = read(text.as_bytes(), Catalog::built_in()).unwrap();
    let labels: Vec<&str> = imported.design.links().map(|link| link.label.as_str()).collect();
    assert_eq!(labels, ["one", "two", "three", "four", ""]);
    assert_eq!(imported.warnings.len(), 1, "{:?}", imported.warnings);
    assert_eq!(imported.warnings[0].line, 3);
}

#[test]
fn a_comment_does_not_begin_inside_of_a_text() {
    let text = "flowchart LR\na[\"9 %% of it\"] --> b %% and this is one\n%% c --> d\n";
    let imported = read(text.as_bytes(), Catalog::built_in()).unwrap();
    let names: Vec<&str> = imported.design.components().map(|component| component.name.as_str()).collect();
    assert_eq!(names, ["9 %% of it", "b"]);
    assert!(imported.warnings.is_empty(), "{:?}", imported.warnings);
}

#[test]
fn front_matter_before_a_flowchart_is_its_title() {
    let text = "---\ntitle: Orders\nconfig:\n  theme: dark\n---\nflowchart TD\n  a[App] --> b[(Kafka)]\n";
    let read = loadline::import::read(text.as_bytes(), Catalog::built_in()).unwrap();
    assert_eq!((read.design.name(), read.design.components().len()), ("Orders", 2));
}
