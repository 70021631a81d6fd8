//! The limits of docs/limits.md: what is at a limit is read, what is beyond it is refused with a reason, quickly.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::catalog::Catalog;
use loadline::design::{Arrangement, Design, Edit, EditError, Element, History, Id, Note, Point};
use loadline::file::{
    self, DEEPEST, FileError, LARGEST_FILE, LONGEST_ELEMENT, LONGEST_TEXT, MOST_COMPONENTS, MOST_LINKS, MOST_OTHERS,
    open, read,
};
use loadline::units::{Kind, LONGEST_TEXT as LONGEST_QUANTITY, Stated};
use std::fmt::Write as _;
use std::fs::File;

fn list(key: &str, count: usize, element: impl Fn(usize) -> String) -> String {
    let mut text = format!("Design(\n    version: 1,\n    {key}: [\n");
    for number in 0..count {
        let _ = writeln!(text, "        {},", element(number));
    }
    text + "    ],\n)\n"
}

fn note(number: usize) -> String {
    format!("(id: \"n{number}\", at: (0, 0), size: (1, 1), text: \"t\")")
}

fn refused(text: &str, part: &str) -> FileError {
    let error = read(text).expect_err(part);
    assert!(error.message.contains(part), "expected `{part}` in `{error}`");
    error
}

#[test]
fn a_file_that_is_too_large_is_not_read_into_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.ron");
    // A hole of 100 GB, which takes no room.
    File::create(&path).unwrap().set_len(100 << 30).unwrap();
    let error = open(&path).unwrap_err();
    assert!(error.to_string().contains(&format!("at most {} MiB", LARGEST_FILE >> 20)), "{error}");
    let mut catalog = Catalog::default();
    let error = catalog.add_file(&path).unwrap_err();
    assert!(error.to_string().contains("at most 4 MiB"), "{error}");
}

#[test]
fn brackets_may_stand_inside_each_other_so_deep_and_no_deeper() {
    let nested = |depth: usize| format!("Design(version: 1, name: {}\"a\"{})", "(".repeat(depth), ")".repeat(depth));
    // So deep it is not too deep, but no name either.
    let error = read(&nested(DEEPEST)).unwrap_err();
    assert!(!error.message.contains("brackets inside each other"), "{error}");
    refused(&nested(DEEPEST + 1), "brackets inside each other");
    for bracket in ["(", "[", "{", "/*", "r#\"", "Some(", "(a:["] {
        let deep = format!("Design(version: 1, name: {}", bracket.repeat(1_000_000 / bracket.len()));
        assert!(read(&deep).is_err(), "{bracket}");
        assert!(read(&bracket.repeat(1_000_000 / bracket.len())).is_err(), "{bracket}");
    }
}

#[test]
fn more_elements_than_agreed_are_counted_and_refused() {
    for (key, most) in [
        ("components", MOST_COMPONENTS),
        ("links", MOST_LINKS),
        ("notes", MOST_OTHERS),
        ("frames", MOST_OTHERS),
        ("strokes", MOST_OTHERS),
        ("scenarios", MOST_OTHERS),
    ] {
        let text = list(key, most + 1, |_| "()".to_owned());
        refused(&text, &format!("expected at most {most} {key}, found {}", most + 1));
    }
    let notes = read(&list("notes", MOST_OTHERS, note)).unwrap().design;
    assert_eq!(notes.notes().len(), MOST_OTHERS);
    // What a file cannot hold cannot be drawn either.
    let mut history = History::new(notes);
    let more = Note {
        id: Id::new("more").unwrap(),
        at: Point::new(0, 0),
        size: Point::new(1, 1),
        text: "t".into(),
        plain: false,
        arrangement: Arrangement::default(),
    };
    let error = history.apply(Edit::insert(Element::Note(more))).unwrap_err();
    assert_eq!(error, EditError::TooMany { sort: "note", most: MOST_OTHERS });
}

#[test]
fn many_small_things_do_not_take_much_memory() {
    // Each of these would become many times as large in memory as it is as text.
    for (piece, part) in [("(),", "at most 2000000 elements"), ("/**/", ""), ("1,", "at most 2000000 elements")] {
        let text = format!("Design(version: 1, links: [{}", piece.repeat(8_000_000 / piece.len()));
        refused(&text, part);
    }
    let fields = format!("Design(version: 1, {})", "a: 1, ".repeat(3_000_000));
    refused(&fields, "at most 2000000 elements");
    let long = format!("Design(version: 1, notes: [({})])", "a:1,".repeat(LONGEST_ELEMENT / 4));
    refused(&long, "at most 16 MiB");
    let settings = "units: 3, ".repeat(100_000);
    refused(
        &format!(
            "Design(version: 1, components: [(id: \"a\", role: queue, product: \"p\", at: (0, 0), set: ({settings}))])"
        ),
        "at most 1000 settings",
    );
}

#[test]
fn texts_are_as_long_as_agreed_at_most() {
    let text = |length: usize| {
        list("notes", 1, |_| format!("(id: \"n\", at: (0, 0), size: (1, 1), text: \"{}\")", "x".repeat(length)))
    };
    assert!(read(&text(LONGEST_TEXT)).is_ok());
    refused(&text(LONGEST_TEXT + 1), "a text of at most 65536 bytes");
    let mut history = History::new(Design::new("d"));
    let long = "x".repeat(LONGEST_TEXT + 1);
    let note = Note {
        id: Id::new("n").unwrap(),
        at: Point::new(0, 0),
        size: Point::new(1, 1),
        text: long.clone(),
        plain: false,
        arrangement: Arrangement::default(),
    };
    for edit in [Edit::insert(Element::Note(note)), Edit::Name(long.clone()), Edit::About(long)] {
        let error = history.apply(edit).unwrap_err();
        assert!(matches!(error, EditError::TooLong { found, .. } if found == LONGEST_TEXT + 1), "{error}");
    }
    assert!(Id::new(&"x".repeat(Id::LONGEST)).is_ok() && Id::new(&"x".repeat(Id::LONGEST + 1)).is_err());
    let blanks = " ".repeat(LONGEST_QUANTITY);
    assert!(Stated::read(&format!("1 s{blanks}"), Kind::Time).is_err());
}

#[test]
fn what_can_be_drawn_with_the_longest_ids_can_be_saved() {
    let mut history = History::new(Design::new("d"));
    let long = |end: &str| Id::new(&format!("{}{end}", "x".repeat(Id::LONGEST - 1))).unwrap();
    for end in ["a", "b"] {
        let component =
            loadline::design::Component::new(long(end), "C", loadline::catalog::Role::Queue, "kafka", Point::new(0, 0));
        history.apply(Edit::insert(Element::Component(component))).unwrap();
    }
    for _ in 0..3 {
        let mut link = loadline::design::Link::new(long("a"), long("b"));
        link.id = history.design().fresh_link_id(&link.from, &link.to);
        history.apply(Edit::insert(Element::Link(link))).unwrap();
    }
    let text = file::write(history.design(), &file::Comments::default());
    assert_eq!(read(&text).unwrap().design, *history.design());
}

#[test]
fn a_file_full_of_errors_is_read_in_time_and_lists_the_first_hundred() {
    let text = list("components", 100_000, |_| "(id: \"?\")".to_owned());
    let opened = file::read_what_can_be(&text).unwrap();
    assert_eq!(opened.left_out.len(), 101);
    assert!(opened.left_out[100].message.contains("99900 more elements"), "{}", opened.left_out[100]);
    // Links whose ends are missing, each of which would be looked for among all ids.
    let text = list("links", 100_000, |number| format!("(from: \"a{number}\", to: \"b\")"));
    assert_eq!(file::read_what_can_be(&text).unwrap().left_out.len(), 101);
}
