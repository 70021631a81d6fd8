//! A design built, read and changed by the keyboard alone, as one does who has no pointer; and where the keyboard is.

use crate::support::*;
use egui::accesskit::Role as Kind;
use loadline::estimate::Status;

fn empty() -> Window {
    window_of(History::new(Design::new("By hand")))
}

/// Types as a keyboard does.
fn write(window: &mut Window, text: &str) {
    type_text(window, text);
    window.run_steps(2);
}

/// Adds what is found by these letters: the key opens the list, Enter takes the best.
fn put_in(window: &mut Window, letters: &str) {
    write(window, letters);
    press(window, Key::Enter);
    window.run_steps(4);
}

fn after(window: &mut Window, letters: &str) {
    press_with(window, Modifiers::COMMAND, Key::ArrowRight);
    put_in(window, letters);
}

/// Sets a setting of what is selected through the command palette.
fn set(window: &mut Window, setting: &str, value: &str) {
    ctrl(window, Key::K);
    put_in(window, &format!("set {setting}"));
    write(window, value);
    press(window, Key::Enter);
    window.run_steps(4);
}

fn build(window: &mut Window) {
    press(window, Key::Slash);
    put_in(window, "event source");
    set(window, "load", "500 GB/day");
    after(window, "message log");
    set(window, "units", "6");
    after(window, "glue");
    set(window, "every", "30 min");
    set(window, "units", "6");
    set(window, "selectivity", "0.02x");
    after(window, "redshift");
    set(window, "units", "2");
    after(window, "dashboard");
    set(window, "queries", "2 queries/s");
    ctrl(window, Key::K);
    put_in(window, "requirement");
    write(window, "2 h");
    press(window, Key::Enter);
    window.run_steps(10);
}

#[test]
fn a_pipeline_with_settings_and_a_requirement_is_built_by_keys_alone() {
    let mut window = empty();
    build(&mut window);
    let roles: Vec<Role> = design(&window).components().map(|component| component.role).collect();
    assert_eq!(roles, [Role::Source, Role::Queue, Role::Compute, Role::Store, Role::Serve]);
    assert_eq!(design(&window).links().len(), 4);
    let scenario = design(&window).scenarios().next().unwrap();
    assert_eq!(scenario.requirements[0].limit().text(), "2 h");
    let estimate = app(&window).estimate().unwrap();
    assert!(estimate.is_met(), "{:?}", estimate.verdicts);
    let source = design(&window).components().next().unwrap();
    assert_eq!(source.settings.get(Field::Load).unwrap().text(), "500 GB/day");
    assert!(estimate.components.iter().all(|(_, figures)| figures.status == Status::Ok));
}

#[test]
fn what_was_built_is_read_and_changed_by_keys_alone() {
    let mut window = empty();
    build(&mut window);
    // Read: the tree says name, role and figures of each, and the verdict.
    let store = design(&window).components().nth(3).unwrap().name.clone();
    assert!(shows(&window, &format!("{store}, store, load ")));
    assert!(shows(&window, "met"));
    assert!(shows(&window, "staleness p95 at "));
    // Walk back along the links, and change.
    press(&mut window, Key::Tab);
    let first = design(&window).components().next().unwrap().id.clone();
    assert_eq!(selected(&window), [first.to_string()]);
    alt(&mut window, Key::ArrowRight);
    set(&mut window, "retention", "3 days");
    let log = design(&window).components().nth(1).unwrap();
    assert_eq!(log.settings.get(Field::Retention).unwrap().text(), "3 days");
    undo(&mut window);
    assert!(design(&window).components().nth(1).unwrap().settings.get(Field::Retention).is_none());
    // Take away and bring back.
    let parts = design(&window).components().len();
    press(&mut window, Key::Escape);
    press(&mut window, Key::Tab);
    press(&mut window, Key::Delete);
    assert_eq!(design(&window).components().len(), parts - 1);
    undo(&mut window);
    assert_eq!(design(&window).components().len(), parts);
}

#[test]
fn f6_goes_round_the_panels_and_back_to_the_board() {
    let mut window = window();
    select(&mut window, &["log"]);
    let place = |window: &Window| {
        let id = window.ctx.memory(egui::Memory::focused);
        id.and_then(|id| window.ctx.read_response(id)).map(|response| response.rect.center())
    };
    let board = app(&window).view().area();
    let mut seen = Vec::new();
    for _ in 0..5 {
        press(&mut window, Key::F6);
        window.run_steps(3);
        let at = place(&window).unwrap();
        seen.push(match at {
            at if board.contains(at) => "board",
            at if at.x > board.right() => "inspector",
            at if at.y > board.bottom() => "lists",
            at if at.x < board.left() && at.y > board.top() => "parts",
            _ => "top",
        });
    }
    assert_eq!(seen, ["inspector", "lists", "parts", "top", "board"]);
    assert_eq!(selected(&window), ["log"], "and what is selected has the keyboard again");
    press_with(&mut window, Modifiers::SHIFT, Key::F6);
    assert!(place(&window).unwrap().y < board.top());
}

#[test]
fn what_has_the_keyboard_has_a_ring_around_it_and_not_after_a_click() {
    let mut window = window();
    let ring = |window: &Window| {
        let id = window.ctx.memory(egui::Memory::focused)?;
        let rect = window.ctx.read_response(id)?.rect;
        let accent = loadline::canvas::Palette::of(&window.ctx.global_style().visuals).accent;
        window.output().shapes.iter().find_map(|shape| match &shape.shape {
            egui::Shape::Rect(ring) => (ring.stroke.color == accent
                && ring.stroke.width >= 2.0
                && ring.rect.contains_rect(rect)
                && ring.rect.width() < rect.width() + 8.0)
                .then_some(()),
            _ => None,
        })
    };
    let mut checked = 0;
    // Through the menus, the strip, the parts and on to the inspector.
    for _ in 0..60 {
        press(&mut window, Key::Tab);
        let id = window.ctx.memory(egui::Memory::focused);
        if window.ctx.text_edit_focused() {
            continue;
        }
        let seen = id.and_then(|id| window.ctx.read_response(id)).is_some_and(|r| r.interact_rect.is_positive());
        if seen {
            checked += 1;
            assert!(ring(&window).is_some(), "stop {checked}: {id:?}");
        }
    }
    assert!(checked > 20);
    window.get_by_role_and_label(Kind::TextInput, "Search parts").click();
    window.run_steps(3);
    assert!(ring(&window).is_none());
}
