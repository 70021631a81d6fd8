//! Cut, copy, paste, duplicate, delete and undo: each one step, readable outside, and taken back where it happened.

use super::support::*;

#[test]
fn undo_and_redo_have_their_keys_and_one_step_for_each_thing_done() {
    let mut window = window();
    select(&mut window, &["archive"]);
    press(&mut window, Key::Delete);
    select(&mut window, &["job"]);
    press(&mut window, Key::ArrowRight);
    assert_eq!(steps(&window), 2, "what is done is not merged into the step before");
    undo(&mut window);
    assert_eq!(at(&window, "job"), (30, 0));
    assert!(design(&window).component(&id("archive")).is_none());
    undo(&mut window);
    assert!(design(&window).component(&id("archive")).is_some());
    press_with(&mut window, CTRL_SHIFT, Key::Z);
    assert!(design(&window).component(&id("archive")).is_none());
    ctrl(&mut window, Key::Y);
    assert_eq!(at(&window, "job"), (31, 0));
}

#[test]
fn undo_selects_what_it_brought_back_and_brings_it_into_view() {
    let mut history = history();
    put(&mut history, "far", Role::Queue, 900, 0);
    let mut window = window_of(History::new(history.into_design()));
    ctrl(&mut window, Key::Num0);
    select(&mut window, &["far"]);
    press(&mut window, Key::Delete);
    select(&mut window, &["devices"]);
    press_by_place(&mut window, Modifiers::SHIFT, Key::Num2, Key::Num2);
    let inside = |window: &Window| {
        let view = app(window).view();
        view.area().contains(view.on_screen(Point::new(904, 2)))
    };
    assert!(!inside(&window));
    undo(&mut window);
    window.run();
    assert_eq!(selected(&window), ["far"]);
    assert!(inside(&window));
}

#[test]
fn copied_text_is_readable_and_pasted_with_settings_and_inner_links() {
    let mut history = history();
    let units = Setting::read(Field::Units, "6").unwrap();
    history.apply(Edit::Set { element: component("job"), field: Field::Units, setting: Some(units) }).unwrap();
    let mut window = window_of(history);
    select(&mut window, &["job", "warehouse"]);
    let text = copied(&mut window, Event::Copy);
    assert!(text.contains("\"job\"") && text.contains("units") && text.lines().count() > 3, "{text}");
    let (before, links) = (steps(&window), design(&window).links().len());
    window.event(Event::Paste(text.clone()));
    window.run_steps(3);
    assert_eq!(steps(&window), before + 1);
    assert_eq!(design(&window).links().len(), links + 1, "only the link between the two comes along");
    let copy = design(&window).component(&id("job-2")).unwrap();
    assert_eq!(copy.settings.get(Field::Units).unwrap().text(), "6");
    assert_eq!(selected(&window), ["job-2", "warehouse-2"]);
    // Another window understands it as well.
    let mut other = window_of(History::new(Design::new("Other")));
    other.event(Event::Paste(text));
    other.run_steps(3);
    assert_eq!(design(&other).components().len(), 2);
}

#[test]
fn paste_goes_to_the_pointer_and_paste_in_place_where_it_was() {
    let mut window = window();
    ctrl(&mut window, Key::Num0);
    select(&mut window, &["job"]);
    let text = copied(&mut window, Event::Copy);
    let pointer = app(&window).view().area().center();
    window.hover_at(pointer);
    window.run_steps(2);
    window.event(Event::Paste(text.clone()));
    window.run_steps(3);
    let copy = design(&window).component(&id("job-2")).unwrap().at;
    let middle = app(&window).view().on_screen(copy.moved(4, 2));
    assert!(middle.distance(pointer) < 40.0, "{middle:?} {pointer:?}");
    press_with(&mut window, CTRL_SHIFT, Key::V);
    window.event(Event::Paste(text.clone()));
    window.run_steps(3);
    assert_eq!(at(&window, "job-3"), at(&window, "job"));
    window.event(Event::Paste(text));
    window.run_steps(3);
    assert_ne!(at(&window, "job-4"), at(&window, "job"), "the next paste is at the pointer again");
}

#[test]
fn fifty_components_are_pasted_as_one_step() {
    let mut history = History::new(Design::new("Fifty"));
    for i in 0..50 {
        put(&mut history, &format!("q{i}"), Role::Queue, 12 * i, 0);
    }
    let mut window = window_of(history);
    let before = steps(&window);
    ctrl(&mut window, Key::A);
    let text = copied(&mut window, Event::Copy);
    window.event(Event::Paste(text));
    window.run_steps(3);
    assert_eq!((design(&window).components().len(), steps(&window)), (100, before + 1));
    undo(&mut window);
    assert_eq!(design(&window).components().len(), 50);
}

#[test]
fn copies_have_names_of_their_own() {
    let mut window = window();
    select(&mut window, &["job"]);
    for _ in 0..3 {
        ctrl(&mut window, Key::D);
    }
    let names: Vec<&str> = design(&window).components().map(|component| component.name.as_str()).collect();
    for name in ["job", "job 2", "job 3", "job 4"] {
        assert_eq!(names.iter().filter(|other| **other == name).count(), 1, "{names:?}");
    }
}

#[test]
fn cut_duplicate_and_delete_are_one_step_each() {
    let mut window = window();
    select(&mut window, &["log", "job"]);
    ctrl(&mut window, Key::D);
    assert_eq!((design(&window).components().len(), design(&window).links().len(), steps(&window)), (8, 6, 1));
    press(&mut window, Key::Backspace);
    assert_eq!((design(&window).components().len(), steps(&window)), (6, 2));
    select(&mut window, &["log"]);
    let text = copied(&mut window, Event::Cut);
    assert!(text.contains("\"log\""));
    assert_eq!((design(&window).components().len(), design(&window).links().len(), steps(&window)), (5, 2, 3));
}

#[test]
fn what_is_locked_is_not_deleted_and_delete_says_why() {
    let mut window = window();
    select(&mut window, &["log"]);
    press_with(&mut window, CTRL_SHIFT, Key::L);
    assert!(design(&window).component(&id("log")).unwrap().arrangement.locked);
    press(&mut window, Key::Delete);
    assert!(design(&window).component(&id("log")).is_some());
    assert!(told(&window, "log is locked"));
    // What lies between two that are locked stays with them.
    let all = design(&window).links().len();
    let between = design(&window).outgoing(&id("log")).find(|link| link.to == id("job")).unwrap().id.clone();
    select(&mut window, &["job"]);
    press_with(&mut window, CTRL_SHIFT, Key::L);
    app_mut(&mut window).view_mut().selection =
        [ElementId::Component(id("log")), ElementId::Component(id("job")), ElementId::Link(between)].into();
    press(&mut window, Key::Delete);
    assert_eq!(design(&window).links().len(), all);
    select(&mut window, &["job"]);
    press_with(&mut window, CTRL_SHIFT, Key::L);
    select(&mut window, &["log", "job"]);
    press(&mut window, Key::Delete);
    assert!(design(&window).component(&id("job")).is_none());
    assert!(told(&window, "deleted 1 component; log is locked"));
    select(&mut window, &["log"]);
    ctrl(&mut window, Key::D);
    assert!(!design(&window).component(&id("log-2")).unwrap().arrangement.locked, "a copy is free");
    select(&mut window, &["log"]);
    press_with(&mut window, CTRL_SHIFT, Key::L);
    press(&mut window, Key::Delete);
    assert!(design(&window).component(&id("log")).is_none());
}

#[test]
fn a_message_takes_its_step_back_as_long_as_it_is_the_last() {
    let mut window = window();
    select(&mut window, &["log"]);
    press(&mut window, Key::Delete);
    window.get_by_label("Undo: deleted 1 component").click();
    window.run_steps(3);
    assert!(design(&window).component(&id("log")).is_some());
    assert!(!told(&window, "deleted"));
    press(&mut window, Key::Delete);
    assert!(window.query_by_label("Undo: deleted 1 component").is_some());
    select(&mut window, &["job"]);
    press(&mut window, Key::ArrowRight);
    window.run_steps(1);
    assert!(window.query_by_label("Undo: deleted 1 component").is_none(), "something else has been done since");
    undo(&mut window);
    assert!(!told(&window, "deleted"), "what is taken back is not told any longer");
}

#[test]
fn messages_are_said_aloud_reached_by_keyboard_and_gone_after_a_while() {
    let mut window = window();
    select(&mut window, &["log"]);
    press(&mut window, Key::Delete);
    let message = window.get_by_label("deleted 1 component");
    assert_eq!(message.accesskit_node().role(), egui::accesskit::Role::Status);
    window.get_by_label("Undo: deleted 1 component").focus();
    window.run_steps(2);
    // As long as it has the keyboard it stays.
    window.run_steps(600);
    assert!(told(&window, "deleted"));
    press(&mut window, Key::Enter);
    assert!(design(&window).component(&id("log")).is_some());
    press(&mut window, Key::Delete);
    window.run_steps(600);
    assert!(!told(&window, "deleted"));
    window.run();
}

#[test]
fn settings_are_copied_to_what_can_have_them() {
    let mut history = history();
    for (field, text) in [(Field::Units, "6"), (Field::Startup, "2 min"), (Field::Throughput, "5 MB/s")] {
        let setting = Some(Setting::read(field, text).unwrap());
        history.apply(Edit::Set { element: component("job"), field, setting }).unwrap();
    }
    let mut window = window_of(history);
    let before = steps(&window);
    select(&mut window, &["job"]);
    press_with(&mut window, CTRL_ALT, Key::C);
    assert!(told(&window, "copied 3 settings of job"));
    select(&mut window, &["log", "archive", "devices"]);
    press_with(&mut window, CTRL_ALT, Key::V);
    assert_eq!(steps(&window), before + 1);
    let has = |name: &str, field| design(&window).component(&id(name)).unwrap().settings.get(field).is_some();
    assert!(has("log", Field::Units) && has("log", Field::Throughput) && !has("log", Field::Startup));
    assert!(has("archive", Field::Startup));
    assert!(design(&window).component(&id("devices")).unwrap().settings.is_empty());
    assert!(told(&window, "of job to 2 elements") && told(&window, "not suit"));
    select(&mut window, &["log"]);
    press_with(&mut window, CTRL_ALT, Key::V);
    assert_eq!(steps(&window), before + 1, "what is there already is no step");
}

#[test]
fn nothing_but_looking_is_done_in_the_middle_of_a_drag_and_undo_takes_the_drag_back() {
    let mut window = window();
    let middle = {
        let view = app(&window).view();
        view.on_screen(Point::new(34, 1))
    };
    window.hover_at(middle);
    window.run_steps(2);
    window.drag_at(middle);
    window.run_steps(1);
    for i in 1..=6_u8 {
        window.hover_at(middle + egui::vec2(0.0, 20.0) * f32::from(i));
        window.run_steps(1);
    }
    assert_ne!(at(&window, "job"), (30, 0));
    press(&mut window, Key::Delete);
    assert!(design(&window).component(&id("job")).is_some(), "what is held is not deleted");
    undo(&mut window);
    assert_eq!(at(&window, "job"), (30, 0));
    assert!(!app(&window).history().can_redo() && !app(&window).history().can_undo());
}
