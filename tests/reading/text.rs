//! The design as text beside the board.

use super::*;
use egui::accesskit::Role as Access;
use loadline::file::{Comments, write};

fn pane(window: &Window) -> egui_kittest::Node<'_> {
    window.get_by_role_and_label(Access::MultilineTextInput, "Design as text")
}

fn open() -> Window {
    let mut window = window();
    ctrl(&mut window, Key::E);
    window.run();
    window
}

fn text(window: &Window) -> String {
    pane(window).accesskit_node().value().unwrap()
}

fn canonical(window: &Window) -> String {
    write(design(window), &Comments::default())
}

/// Puts another text into the field.
fn put_text(window: &mut Window, text: &str) {
    pane(window).focus();
    window.run();
    ctrl(window, Key::A);
    window.event(Event::Paste(text.to_owned()));
    window.run();
}

fn leave(window: &mut Window) {
    press(window, Key::Escape);
    window.run();
}

#[test]
fn the_text_is_that_of_the_file_and_follows_the_board() {
    let mut window = open();
    assert_eq!(text(&window), canonical(&window));
    leave(&mut window);
    select(&mut window, &["archive"]);
    act(&mut window, Action::Delete);
    assert!(!text(&window).contains("id: \"archive\""));
    assert_eq!(text(&window), canonical(&window));
    ctrl(&mut window, Key::E);
    assert!(window.query_by_role_and_label(Access::MultilineTextInput, "Design as text").is_none());
}

#[test]
fn what_is_typed_is_on_the_board_at_once_and_is_one_step() {
    let mut window = open();
    let before = design(&window).clone();
    let first = text(&window);
    let once = first.replace("(id: \"log\",", "(id: \"log\", name: \"Event log\",");
    put_text(&mut window, &once);
    assert_eq!(design(&window).component(&id("log")).unwrap().name, "Event log");
    let twice = once.replace("Event log", "Log of events");
    put_text(&mut window, &twice);
    assert_eq!(design(&window).component(&id("log")).unwrap().name, "Log of events");
    assert_eq!(steps(&window), 1);
    leave(&mut window);
    undo(&mut window);
    assert_eq!(*design(&window), before);
    assert_eq!(text(&window), first);
}

#[test]
fn a_text_that_cannot_be_read_changes_nothing_and_says_where() {
    let mut window = open();
    let before = design(&window).clone();
    let wrong = text(&window).replace("product: \"none\"", "prodct: \"none\"");
    put_text(&mut window, &wrong);
    assert_eq!(*design(&window), before);
    assert_eq!(steps(&window), 0);
    assert_eq!(text(&window), wrong, "what was typed stays");
    let line = wrong.lines().position(|line| line.contains("prodct")).unwrap() + 1;
    assert!(shows(&window, &format!("Go to line {line}, column ")));
    assert!(shows(&window, "prodct"));
    leave(&mut window);
    assert_eq!(text(&window), wrong, "also when the keyboard is elsewhere");
    click(&mut window, "Give up the changes");
    assert_eq!(text(&window), canonical(&window));
}

#[test]
fn a_text_that_cannot_be_read_is_not_lost_without_a_question() {
    let mut window = open();
    let wrong = text(&window).replacen("Design(", "Design", 1);
    put_text(&mut window, &wrong);
    leave(&mut window);
    act(&mut window, Action::Quit);
    assert!(window.query_by_label_contains("is not part of the design and is not saved").is_some());
    click(&mut window, "Cancel");
    assert_eq!(text(&window), wrong, "it is still there");
}

#[test]
fn what_changed_on_the_board_meanwhile_is_not_written_over_unasked() {
    let mut window = open();
    let first = text(&window);
    put_text(&mut window, &first.replace("Design(", "Desgn("));
    leave(&mut window);
    select(&mut window, &["archive"]);
    act(&mut window, Action::Delete);
    put_text(&mut window, &first.replace("\"Events\"", "\"Other events\""));
    assert!(shows(&window, "has changed on the board"));
    assert!(design(&window).component(&id("archive")).is_none(), "nothing is taken before somebody says so");
    click(&mut window, "Take this text");
    assert!(design(&window).component(&id("archive")).is_some());
    assert_eq!(design(&window).name(), "Other events");
}

#[test]
fn comments_that_are_typed_are_kept() {
    let mut window = open();
    let with = text(&window).replace("        (id: \"log\"", "        // The heart of it.\n        (id: \"log\"");
    put_text(&mut window, &with);
    leave(&mut window);
    assert_eq!(text(&window), with);
    assert!(app(&window).history().is_unsaved(), "there is something to save");
}

fn redo(window: &mut Window) {
    ctrl(window, Key::Y);
}

#[test]
fn undo_brings_comments_back_and_redo_takes_them_again() {
    let mut window = open();
    let first = text(&window);
    let with = first.replace("        (id: \"log\"", "        // The heart.\n        (id: \"log\"");
    put_text(&mut window, &with);
    leave(&mut window);
    assert_eq!(steps(&window), 1, "comments alone are a step");
    undo(&mut window);
    assert_eq!(text(&window), first);
    assert!(!app(&window).history().is_unsaved(), "it is what was opened");
    redo(&mut window);
    assert_eq!(text(&window), with);
    // A step of the board between; then a comment goes with its element, and both come back.
    select(&mut window, &["archive"]);
    act(&mut window, Action::Delete);
    let without = text(&window);
    put_text(&mut window, &without.replace("        // The heart.\n", "").replace("Events", "Other events"));
    leave(&mut window);
    assert!(!text(&window).contains("// The heart."));
    undo(&mut window);
    assert_eq!(text(&window), without);
    undo(&mut window);
    assert_eq!(text(&window), with);
    undo(&mut window);
    assert_eq!(text(&window), first);
    // What could be made again is not any more, and its comments do not come back by another way.
    put_text(&mut window, &first.replace("Events", "Third events"));
    leave(&mut window);
    assert!(!text(&window).contains("// The heart."));
    undo(&mut window);
    assert_eq!(text(&window), first);
}

#[test]
fn a_comment_typed_after_other_letters_of_the_same_step_goes_with_it() {
    let mut window = open();
    let first = text(&window);
    let once = first.replace("\"Events\"", "\"Other events\"");
    put_text(&mut window, &once);
    let twice = once.replace("        (id: \"log\"", "        // The heart.\n        (id: \"log\"");
    put_text(&mut window, &twice);
    let thrice = twice.replace("Other events", "Others");
    put_text(&mut window, &thrice);
    assert_eq!(steps(&window), 1);
    leave(&mut window);
    undo(&mut window);
    assert_eq!(text(&window), first);
    redo(&mut window);
    assert_eq!(text(&window), thrice);
}

#[test]
fn a_text_typed_loosely_is_written_as_the_file_has_it_when_the_field_is_left() {
    let mut window = open();
    let loose = text(&window).replace("        (id: \"job\", role", "    (id:   \"job\",   role");
    assert_ne!(loose, text(&window));
    put_text(&mut window, &loose);
    assert_eq!(text(&window), loose);
    leave(&mut window);
    assert_eq!(text(&window), canonical(&window));
    assert_eq!(steps(&window), 0, "it says the same design");
}

#[test]
fn a_large_design_is_to_read_only_and_written_when_asked_for() {
    let mut history = History::new(Design::new("many"));
    let parts = (0..2_100).map(|n| {
        let name = format!("part-{n:04}");
        let part = Component::new(id(&name), &name, Role::Queue, "none", Point::new(n % 50 * 14, n / 50 * 8));
        Edit::insert(Element::Component(part))
    });
    history.apply(Edit::All(parts.collect())).unwrap();
    let mut window = window_of(history);
    ctrl(&mut window, Key::E);
    window.run_steps(4);
    assert!(shows(&window, "2100 elements: to read only"));
    assert!(!shows(&window, "(id: \"part-0003\""));
    window.get_by_label("Write it").click();
    window.run_steps(4);
    assert!(shows(&window, "(id: \"part-0003\""));
    assert!(!shows(&window, "(id: \"part-2099\""), "only what is in view");
}

#[test]
fn nothing_is_painted_while_the_text_rests() {
    let mut window = open();
    leave(&mut window);
    assert_eq!(frames_at_rest(&mut window), 0);
}
