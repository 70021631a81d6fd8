//! Every way to draw with the pointer and the keys of the board, in the window and with no display.
#![cfg(feature = "window")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use egui::accesskit::Role as Kind;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use loadline::app::App;
use loadline::app::command::Action;
use loadline::canvas::{MOST_ZOOM, Tool};
use loadline::catalog::{Catalog, Role};
use loadline::design::{
    Arrangement, Component, Design, Edit, Element, ElementId, Frame, History, Id, Link, LinkKind, Note, Point,
};
use std::collections::BTreeSet;

type Window = Harness<'static, Option<App>>;

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn component(name: &str) -> ElementId {
    ElementId::Component(id(name))
}

/// devices -> log, a warehouse that nothing feeds, a monitor.
fn history() -> History {
    let mut history = History::new(Design::new("Events"));
    let parts = [
        ("devices", Role::Source, 0, 0),
        ("log", Role::Queue, 20, 0),
        ("warehouse", Role::Store, 40, 0),
        ("monitor", Role::Monitor, 0, 12),
    ];
    for (name, role, x, y) in parts {
        let part = Component::new(id(name), name, role, "none", Point::new(x, y));
        history.apply(Edit::insert(Element::Component(part))).unwrap();
    }
    history.apply(Edit::insert(Element::Link(Link::new(id("devices"), id("log"))))).unwrap();
    history
}

/// A window with nothing but the board in it, at 100 %.
fn window_of(history: History) -> Window {
    let mut history = Some(history);
    let mut window: Window =
        Harness::builder().with_size([1500.0, 900.0]).with_max_steps(60).with_step_dt(0.025).build_ui_state(
            move |ui, app: &mut Option<App>| {
                let app = app.get_or_insert_with(|| {
                    ui.ctx().all_styles_mut(|style| style.animation_time = 0.0);
                    let mut app = App::new(ui.ctx(), history.take().unwrap(), Catalog::built_in().clone());
                    app.act(ui.ctx(), Action::HidePanels);
                    app
                });
                app.ui(ui);
            },
            None,
        );
    window.run();
    window.state_mut().as_mut().unwrap().view_mut().reset_zoom();
    window.run();
    window
}

fn window() -> Window {
    window_of(history())
}

fn app(window: &Window) -> &App {
    window.state().as_ref().unwrap()
}

fn app_mut(window: &mut Window) -> &mut App {
    window.state_mut().as_mut().unwrap()
}

fn design(window: &Window) -> &Design {
    app(window).history().design()
}

fn at(window: &Window, name: &str) -> Point {
    design(window).component(&id(name)).unwrap().at
}

fn selected(window: &Window) -> Vec<String> {
    app(window).view().selection.iter().map(|element| element.id().to_string()).collect()
}

fn select(window: &mut Window, elements: &[ElementId]) {
    app_mut(window).view_mut().selection = elements.iter().cloned().collect();
    window.run();
}

/// The place on the screen of a point of the grid.
fn screen(window: &Window, x: f32, y: f32) -> Pos2 {
    let view = app(window).view();
    view.on_screen(Point::new(0, 0)) + vec2(x, y) * 20.0 * view.zoom()
}

fn button(window: &mut Window, pos: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) {
    window.event(Event::PointerButton { pos, button, pressed, modifiers });
}

/// Presses, moves in eight steps, and leaves the button down.
fn carry_with(window: &mut Window, from: Pos2, to: Pos2, which: PointerButton, modifiers: Modifiers) {
    window.event(Event::ModifiersChanged(modifiers));
    window.hover_at(from);
    window.run_steps(2);
    button(window, from, which, true, modifiers);
    window.run_steps(1);
    for i in 1..=8_u8 {
        window.hover_at(from + (to - from) * f32::from(i) / 8.0);
        window.run_steps(1);
    }
}

fn drag_with(window: &mut Window, from: Pos2, to: Pos2, which: PointerButton, modifiers: Modifiers) {
    carry_with(window, from, to, which, modifiers);
    button(window, to, which, false, modifiers);
    window.run_steps(1);
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    window.run();
}

fn carry(window: &mut Window, from: Pos2, to: Pos2) {
    carry_with(window, from, to, PointerButton::Primary, Modifiers::NONE);
}

fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    drag_with(window, from, to, PointerButton::Primary, Modifiers::NONE);
}

fn let_go(window: &mut Window, at: Pos2) {
    button(window, at, PointerButton::Primary, false, Modifiers::NONE);
    window.run();
}

fn click_with(window: &mut Window, at: Pos2, which: PointerButton, modifiers: Modifiers) {
    window.event(Event::ModifiersChanged(modifiers));
    window.hover_at(at);
    window.run_steps(2);
    button(window, at, which, true, modifiers);
    window.run_steps(1);
    button(window, at, which, false, modifiers);
    window.run_steps(1);
    window.event(Event::ModifiersChanged(Modifiers::NONE));
}

fn click(window: &mut Window, at: Pos2) {
    click_with(window, at, PointerButton::Primary, Modifiers::NONE);
    // So long that the next click is no double click.
    window.run_steps(24);
}

fn double_click(window: &mut Window, at: Pos2) {
    click_with(window, at, PointerButton::Primary, Modifiers::NONE);
    click_with(window, at, PointerButton::Primary, Modifiers::NONE);
    window.run_steps(4);
}

fn press(window: &mut Window, key: Key) {
    window.key_press(key);
    window.run_steps(4);
}

fn press_with(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(4);
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    window.run_steps(1);
}

fn type_text(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    window.run_steps(2);
}

fn take(window: &mut Window, tool: Tool) {
    app_mut(window).view_mut().set_tool(tool);
    window.run_steps(2);
}

fn steps(window: &Window) -> usize {
    app(window).history().undo_len()
}

fn undo(window: &mut Window) {
    press_with(window, Modifiers::COMMAND, Key::Z);
}

fn wheel(window: &mut Window, at: Pos2, delta: Vec2, modifiers: Modifiers) {
    window.hover_at(at);
    window.event(Event::ModifiersChanged(modifiers));
    window.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        source: egui::MouseWheelSource::Wheel,
        delta,
        phase: egui::TouchPhase::Move,
        modifiers,
    });
    window.run_steps(40);
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    window.run();
}

fn with_arrangement(mut history: History, element: ElementId, arrangement: Arrangement) -> History {
    history.apply(Edit::Arrange { element, arrangement }).unwrap();
    history
}

fn locked() -> Arrangement {
    Arrangement { locked: true, ..Arrangement::default() }
}

// The mouse table.

#[test]
fn the_wheel_pans_and_with_shift_sideways() {
    let mut window = window();
    let (before, over) = (screen(&window, 0.0, 0.0), screen(&window, 15.0, 8.0));
    wheel(&mut window, over, vec2(0.0, -60.0), Modifiers::NONE);
    let down = screen(&window, 0.0, 0.0);
    assert!((down - before - vec2(0.0, -60.0)).length() < 1.0, "{before:?} {down:?}");
    wheel(&mut window, over, vec2(0.0, -60.0), Modifiers::SHIFT);
    let aside = screen(&window, 0.0, 0.0);
    assert!((aside - down - vec2(-60.0, 0.0)).length() < 1.0, "{down:?} {aside:?}");
}

#[test]
fn ctrl_and_the_wheel_or_a_pinch_zoom_at_the_pointer_between_5_and_800_percent() {
    let mut window = window();
    let over = screen(&window, 15.0, 8.0);
    wheel(&mut window, over, vec2(0.0, 80.0), Modifiers::COMMAND);
    assert!(app(&window).view().zoom() > 1.1);
    assert!((screen(&window, 15.0, 8.0) - over).length() < 1.0);
    let zoom = app(&window).view().zoom();
    window.event(Event::Zoom(1.5));
    window.run();
    assert!((app(&window).view().zoom() / zoom - 1.5).abs() < 0.01);
    assert!((screen(&window, 15.0, 8.0) - over).length() < 1.0);
    for _ in 0..4 {
        window.event(Event::Zoom(20.0));
        window.run();
    }
    assert_eq!(app(&window).view().zoom(), MOST_ZOOM);
    for _ in 0..8 {
        window.event(Event::Zoom(0.05));
        window.run();
    }
    assert!((app(&window).view().zoom() - 0.05).abs() < 1e-6);
}

#[test]
fn an_option_lets_the_wheel_zoom() {
    let mut window = window();
    app_mut(&mut window).view_mut().wheel_zooms = true;
    let over = screen(&window, 15.0, 8.0);
    wheel(&mut window, over, vec2(0.0, 80.0), Modifiers::NONE);
    assert!(app(&window).view().zoom() > 1.1);
    assert!((screen(&window, 15.0, 8.0) - over).length() < 1.0);
}

#[test]
fn middle_drag_right_drag_space_drag_and_the_hand_pan_and_change_nothing() {
    let mut window = window();
    let way = vec2(-80.0, 60.0);
    let unchanged = design(&window).clone();
    for which in [PointerButton::Middle, PointerButton::Secondary] {
        // Begun on a component: it moves the board all the same.
        let (before, from) = (screen(&window, 0.0, 0.0), screen(&window, 22.0, 1.0));
        drag_with(&mut window, from, from + way, which, Modifiers::NONE);
        let moved = screen(&window, 0.0, 0.0) - before;
        assert!((moved - way).length() < 1.0, "{which:?}: {moved:?}");
    }
    assert!(!egui::Popup::is_any_open(&window.ctx), "a right drag is not the menu");
    let (before, from) = (screen(&window, 0.0, 0.0), screen(&window, 22.0, 1.0));
    window.event(Event::Key {
        key: Key::Space,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    });
    drag(&mut window, from, from - way);
    assert!((screen(&window, 0.0, 0.0) - before + way).length() < 1.0);
    window.event(Event::Key {
        key: Key::Space,
        physical_key: None,
        pressed: false,
        repeat: false,
        modifiers: Modifiers::NONE,
    });
    window.run();
    take(&mut window, Tool::Hand);
    let (before, from) = (screen(&window, 0.0, 0.0), screen(&window, 22.0, 1.0));
    drag(&mut window, from, from - way);
    assert!((screen(&window, 0.0, 0.0) - before + way).length() < 1.0);
    assert_eq!(*design(&window), unchanged);
    assert!(selected(&window).is_empty());
}

#[test]
fn space_does_not_pan_any_more_after_the_window_lost_the_focus() {
    let mut window = window();
    let from = screen(&window, 15.0, 9.0);
    window.event(Event::Key {
        key: Key::Space,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    });
    carry(&mut window, from, from + vec2(40.0, 0.0));
    window.event(Event::WindowFocused(false));
    window.input_mut().focused = false;
    window.run_steps(2);
    let before = screen(&window, 0.0, 0.0);
    window.hover_at(from + vec2(200.0, 0.0));
    window.run_steps(2);
    assert_eq!(screen(&window, 0.0, 0.0), before);
    window.event(Event::WindowFocused(true));
    window.input_mut().focused = true;
    let_go(&mut window, from);
    // The key went up elsewhere: a drag is a marquee again.
    drag(&mut window, screen_of(before, 19.0, -2.0), screen_of(before, 30.0, 5.0));
    assert_eq!(screen(&window, 0.0, 0.0), before);
    assert_eq!(selected(&window), ["log"]);
}

fn screen_of(origin: Pos2, x: f32, y: f32) -> Pos2 {
    origin + vec2(x, y) * 20.0
}

#[test]
fn the_window_losing_the_focus_ends_a_drag() {
    let mut window = window();
    let (from, to) = (screen(&window, 3.0, 0.6), screen(&window, 3.0, 6.6));
    carry(&mut window, from, to);
    window.event(Event::WindowFocused(false));
    window.input_mut().focused = false;
    window.run_steps(2);
    let stays = at(&window, "devices");
    window.hover_at(to + vec2(200.0, 200.0));
    window.run_steps(2);
    assert_eq!(at(&window, "devices"), stays);
}

#[test]
fn a_right_click_selects_and_opens_the_menu_of_what_it_hit() {
    let mut window = window();
    let on = screen(&window, 22.0, 0.6);
    click_with(&mut window, on, PointerButton::Secondary, Modifiers::NONE);
    window.run_steps(2);
    assert_eq!(selected(&window), ["log"]);
    window.get_by_label("Duplicate").click();
    window.run();
    assert_eq!(design(&window).components().len(), 5);
    let empty = screen(&window, 15.0, 9.0);
    click_with(&mut window, empty, PointerButton::Secondary, Modifiers::NONE);
    window.run_steps(2);
    assert!(selected(&window).is_empty());
    assert!(window.query_by_label("Duplicate").is_none());
    window.get_by_label("Select all").click();
    window.run();
    assert_eq!(selected(&window).len(), 5);
}

#[test]
fn a_marquee_takes_frames_it_holds_and_links_with_both_ends() {
    let mut history = history();
    let frame = |name: &str, x, y, w, h| Element::Frame(Frame::new(id(name), name, Point::new(x, y), Point::new(w, h)));
    history.apply(Edit::insert(frame("inside", 4, 6, 8, 4))).unwrap();
    history.apply(Edit::insert(frame("across", 14, 6, 40, 4))).unwrap();
    let mut window = window_of(history);
    let (from, to) = (screen(&window, -2.0, -2.0), screen(&window, 30.0, 11.0));
    drag(&mut window, from, to);
    assert_eq!(selected(&window), ["devices", "log", "devices>log", "inside"]);
    // Shift adds, Alt takes away.
    let (from, to) = (screen(&window, 39.0, -2.0), screen(&window, 45.0, 2.0));
    drag_with(&mut window, from, to, PointerButton::Primary, Modifiers::SHIFT);
    assert_eq!(selected(&window), ["devices", "log", "warehouse", "devices>log", "inside"]);
    let (from, to) = (screen(&window, 31.0, -2.0), screen(&window, 28.0, 2.0));
    drag_with(&mut window, from, to, PointerButton::Primary, Modifiers::ALT);
    assert_eq!(selected(&window), ["devices", "warehouse", "devices>log", "inside"]);
}

#[test]
fn shift_click_and_ctrl_click_add_and_take_away() {
    let mut window = window();
    let (a, b) = (screen(&window, 3.0, 0.6), screen(&window, 23.0, 0.6));
    click(&mut window, a);
    for modifiers in [Modifiers::SHIFT, Modifiers::COMMAND] {
        click_with(&mut window, b, PointerButton::Primary, modifiers);
        window.run_steps(24);
        assert_eq!(selected(&window), ["devices", "log"]);
        click_with(&mut window, b, PointerButton::Primary, modifiers);
        window.run_steps(24);
        assert_eq!(selected(&window), ["devices"]);
    }
}

#[test]
fn a_double_click_on_empty_board_opens_the_list_there_and_enter_puts_the_best_in() {
    let mut window = window();
    let empty = screen(&window, 30.0, 12.0);
    double_click(&mut window, empty);
    type_text(&mut window, "kfka");
    press(&mut window, Key::Enter);
    let new = design(&window).components().last().unwrap();
    assert!(new.name.contains("Kafka"), "{}", new.name);
    assert_eq!(new.at, Point::new(26, 10));
}

// Links.

#[test]
fn a_link_to_where_none_can_go_says_why() {
    let mut window = window();
    let (from, to) = (screen(&window, 9.0, 2.0), screen(&window, 4.0, 14.0));
    drag(&mut window, from, to);
    assert!(app(&window).messages().any(|text| text.contains("draw the link from it to watch")));
    let (from, to) = (screen(&window, 29.0, 2.0), screen(&window, 4.0, 3.0));
    drag(&mut window, from, to);
    assert!(app(&window).messages().any(|text| text.contains("a source is where data begins")));
    // The same link a second time.
    let (from, to) = (screen(&window, 9.0, 2.0), screen(&window, 24.0, 2.0));
    drag(&mut window, from, to);
    assert!(app(&window).messages().any(|text| text.contains("linked already")));
    assert_eq!(design(&window).links().len(), 1);
}

#[test]
fn the_arrow_beside_a_component_adds_by_click_and_links_by_drag() {
    let mut window = window();
    let over = screen(&window, 24.0, 0.6);
    window.hover_at(over);
    window.run_steps(3);
    let arrow = window.get_by_label("Add after log").rect().center();
    let to = screen(&window, 44.0, 2.0);
    drag(&mut window, arrow, to);
    assert!(design(&window).outgoing(&id("log")).any(|link| link.to == id("warehouse")));
    click(&mut window, over);
    window.hover_at(over);
    window.run_steps(3);
    let arrow = window.get_by_label("Add after log").rect().center();
    click(&mut window, arrow);
    type_text(&mut window, "redshift");
    press(&mut window, Key::Enter);
    let new = design(&window).components().last().unwrap();
    assert!(design(&window).incoming(&new.id).any(|link| link.from == id("log")), "{}", new.name);
    assert_eq!(new.at.x, 35);
    assert!(design(&window).components().filter(|other| other.at == new.at).count() == 1);
}

#[test]
fn the_connect_tool_links_by_two_clicks_and_by_a_drag_from_the_body() {
    let mut window = window();
    take(&mut window, Tool::Connect);
    let (log, warehouse, monitor) =
        (screen(&window, 24.0, 3.0), screen(&window, 44.0, 3.0), screen(&window, 4.0, 15.0));
    click(&mut window, log);
    click(&mut window, warehouse);
    assert!(design(&window).outgoing(&id("log")).any(|link| link.to == id("warehouse")));
    assert_eq!(app(&window).view().tool(), Tool::Select, "one use");
    take(&mut window, Tool::Connect);
    take(&mut window, Tool::Connect);
    drag(&mut window, monitor, log);
    assert!(design(&window).outgoing(&id("monitor")).any(|link| link.kind == LinkKind::Watch));
    assert_eq!(app(&window).view().tool(), Tool::Connect, "taken twice it stays");
    // The first click can be taken back, then the tool.
    click(&mut window, log);
    press(&mut window, Key::Escape);
    click(&mut window, warehouse);
    assert_eq!(design(&window).links().len(), 3);
    press(&mut window, Key::Escape);
    press(&mut window, Key::Escape);
    assert_eq!(app(&window).view().tool(), Tool::Select);
}

#[test]
fn a_link_dropped_on_empty_board_offers_only_what_fits() {
    let mut window = window();
    let (from, to) = (screen(&window, 29.0, 2.0), screen(&window, 34.0, 9.0));
    drag(&mut window, from, to);
    type_text(&mut window, "cloudwatch");
    assert!(window.query_by_label_contains("No product that fits").is_some());
    press(&mut window, Key::Escape);
    // Drawn backwards from the left port it offers what comes before.
    let (from, to) = (screen(&window, 40.0, 2.0), screen(&window, 35.0, 12.0));
    drag(&mut window, from, to);
    type_text(&mut window, "kafka");
    press(&mut window, Key::Enter);
    assert_eq!(design(&window).incoming(&id("warehouse")).count(), 1);
}

#[test]
fn an_end_of_a_link_is_taken_elsewhere_and_dropped_on_empty_stays() {
    let mut window = window();
    select(&mut window, &[ElementId::Link(id("devices>log"))]);
    let (end, empty, other) = (screen(&window, 20.0, 2.0), screen(&window, 32.0, 12.0), screen(&window, 44.0, 2.0));
    drag(&mut window, end, empty);
    assert_eq!(design(&window).links().next().unwrap().to, id("log"));
    let before = steps(&window);
    drag(&mut window, end, other);
    assert_eq!(design(&window).links().next().unwrap().to, id("warehouse"));
    assert_eq!(steps(&window), before + 1);
    undo(&mut window);
    assert_eq!(design(&window).links().next().unwrap().to, id("log"));
}

#[test]
fn an_unlinked_component_dropped_on_a_link_splices_itself_in_as_one_step() {
    let mut history = history();
    let part = Component::new(id("spare"), "spare", Role::Compute, "none", Point::new(20, 12));
    history.apply(Edit::insert(Element::Component(part))).unwrap();
    let mut window = window_of(history);
    let unchanged = design(&window).clone();
    let before = steps(&window);
    let (from, to) = (screen(&window, 24.0, 14.0), screen(&window, 15.0, 2.0));
    drag(&mut window, from, to);
    let links: Vec<String> = design(&window).links().map(|link| link.id.to_string()).collect();
    assert_eq!(links, ["devices>spare", "spare>log"]);
    // There was no room for it: what follows has moved on.
    assert_eq!((at(&window, "spare"), at(&window, "log")), (Point::new(14, 0), Point::new(28, 0)));
    assert_eq!(steps(&window), before + 1);
    undo(&mut window);
    assert_eq!(*design(&window), unchanged);
    // A monitor cannot: it passes nothing on.
    let (from, to) = (screen(&window, 4.0, 14.0), screen(&window, 15.0, 2.0));
    drag(&mut window, from, to);
    assert_eq!(design(&window).links().len(), 1);
}

#[test]
fn a_product_dropped_on_a_link_splices_itself_in_as_one_step() {
    let mut window = window();
    press_with(&mut window, Modifiers::COMMAND, Key::Period);
    window.get_by_role_and_label(Kind::TextInput, "Search parts").focus();
    window.run();
    type_text(&mut window, "Kafka");
    window.run_steps(8);
    let part = window
        .query_all_by_role(Kind::Button)
        .find(|node| {
            use egui_kittest::kittest::NodeT;
            node.accesskit_node().label().is_some_and(|label| label.contains("Kafka")) && node.rect().left() < 200.0
        })
        .unwrap();
    let from = part.rect().center();
    let before = (steps(&window), design(&window).clone());
    let to = screen(&window, 14.5, 2.0);
    drag(&mut window, from, to);
    assert_eq!(design(&window).links().len(), 2);
    assert_eq!(steps(&window), before.0 + 1);
    press(&mut window, Key::Escape);
    undo(&mut window);
    assert_eq!(*design(&window), before.1);
}

// Moving.

#[test]
fn shift_holds_a_move_to_one_axis() {
    let mut window = window();
    let (from, to) = (screen(&window, 43.0, 0.6), screen(&window, 50.0, 3.6));
    drag_with(&mut window, from, to, PointerButton::Primary, Modifiers::SHIFT);
    assert_eq!(at(&window, "warehouse"), Point::new(47, 0));
}

#[test]
fn a_move_is_drawn_to_what_is_in_line_and_ctrl_lets_it_go_free() {
    let mut window = window();
    let (from, to) = (screen(&window, 43.0, 0.6), screen(&window, 45.0, 12.0));
    // 11.4 steps down: the grid says 11, the monitor stands at 12.
    drag(&mut window, from, to);
    assert_eq!(at(&window, "warehouse"), Point::new(42, 12));
    undo(&mut window);
    drag_with(&mut window, from, to, PointerButton::Primary, Modifiers::COMMAND);
    assert_eq!(at(&window, "warehouse"), Point::new(42, 11));
}

#[test]
fn alt_drag_copies_a_frame_with_what_it_holds() {
    let mut history = history();
    let frame = Frame::new(id("zone"), "Zone", Point::new(-1, -2), Point::new(32, 8));
    history.apply(Edit::insert(Element::Frame(frame))).unwrap();
    let mut window = window_of(history);
    let before = steps(&window);
    let (from, to) = (screen(&window, 12.0, -1.5), screen(&window, 12.0, 20.5));
    drag_with(&mut window, from, to, PointerButton::Primary, Modifiers::ALT);
    assert_eq!((design(&window).components().len(), design(&window).links().len()), (6, 2));
    assert_eq!((at(&window, "log"), at(&window, "log-2")), (Point::new(20, 0), Point::new(20, 22)));
    assert_eq!(steps(&window), before + 1);
}

#[test]
fn what_is_locked_is_selected_but_not_moved_and_a_drag_on_it_is_a_marquee() {
    let mut window = window_of(with_arrangement(history(), component("log"), locked()));
    let unchanged = design(&window).clone();
    let on = screen(&window, 23.0, 0.6);
    click(&mut window, on);
    assert_eq!(selected(&window), ["log"]);
    let to = screen(&window, 44.0, 3.0);
    drag(&mut window, on, to);
    assert_eq!(selected(&window), ["log", "warehouse"]);
    press(&mut window, Key::ArrowRight);
    assert_eq!((at(&window, "log"), at(&window, "warehouse")), (Point::new(20, 0), Point::new(41, 0)));
    undo(&mut window);
    assert_eq!(*design(&window), unchanged);
}

#[test]
fn a_group_is_selected_and_moved_as_one_and_a_second_click_goes_inside() {
    let group = Arrangement { group: Some(id("pair")), ..Arrangement::default() };
    let history = with_arrangement(history(), component("log"), group.clone());
    let mut window = window_of(with_arrangement(history, component("warehouse"), group));
    let on = screen(&window, 23.0, 0.6);
    click(&mut window, on);
    assert_eq!(selected(&window), ["log", "warehouse"]);
    click(&mut window, on);
    assert_eq!(selected(&window), ["log"]);
    // Inside, its fellows are single too; elsewhere first, and it is a group again.
    let fellow = screen(&window, 43.0, 0.6);
    click(&mut window, fellow);
    assert_eq!(selected(&window), ["warehouse"]);
    let other = screen(&window, 3.0, 0.6);
    click(&mut window, other);
    let to = screen(&window, 23.0, 5.6);
    drag(&mut window, on, to);
    assert_eq!((at(&window, "log"), at(&window, "warehouse")), (Point::new(20, 5), Point::new(40, 5)));
}

#[test]
fn a_drag_held_at_the_edge_moves_the_board_along() {
    let mut window = window();
    let from = screen(&window, 3.0, 0.6);
    let edge = Pos2::new(1497.0, from.y);
    carry(&mut window, from, edge);
    let before = screen(&window, 0.0, 0.0);
    window.run_steps(40);
    assert!(screen(&window, 0.0, 0.0).x < before.x - 100.0);
    // What is dragged stays under the pointer.
    let left = app(&window).view().on_screen(at(&window, "devices")).x;
    assert!((left + 60.0 - edge.x).abs() <= 40.0, "{left}");
    let_go(&mut window, edge);
}

#[test]
fn escape_in_the_middle_of_a_drag_restores_exactly_and_leaves_nothing_to_redo() {
    for (modifiers, with) in [(Modifiers::NONE, 4), (Modifiers::ALT, 5), (Modifiers::SHIFT, 4), (Modifiers::COMMAND, 4)]
    {
        let mut window = window();
        let (unchanged, before) = (design(&window).clone(), steps(&window));
        let (from, to) = (screen(&window, 23.0, 0.6), screen(&window, 27.0, 9.6));
        carry_with(&mut window, from, to, PointerButton::Primary, modifiers);
        assert_ne!(*design(&window), unchanged);
        assert_eq!(design(&window).components().len(), with);
        // The modifier is still held.
        press_with(&mut window, modifiers, Key::Escape);
        assert_eq!(*design(&window), unchanged);
        window.event(Event::ModifiersChanged(Modifiers::NONE));
        window.hover_at(to + vec2(40.0, 40.0));
        window.run_steps(2);
        let_go(&mut window, to);
        assert_eq!(*design(&window), unchanged);
        assert_eq!((steps(&window), app(&window).history().can_redo()), (before, false));
    }
}

#[test]
fn moves_by_pointer_and_by_keys_are_steps_of_their_own_and_unsaved() {
    let mut window = window();
    app_mut(&mut window);
    let before = steps(&window);
    let (from, to) = (screen(&window, 43.0, 0.6), screen(&window, 48.0, 12.6));
    drag(&mut window, from, to);
    let there = at(&window, "warehouse");
    window.key_press(Key::ArrowRight);
    window.key_press(Key::ArrowRight);
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    window.run_steps(4);
    assert_eq!(at(&window, "warehouse"), there.moved(2, 4));
    assert_eq!(steps(&window), before + 2);
    assert!(app(&window).history().is_unsaved());
    undo(&mut window);
    assert_eq!(at(&window, "warehouse"), there);
    undo(&mut window);
    assert_eq!(at(&window, "warehouse"), Point::new(40, 0));
}

// Tools.

#[test]
fn a_note_is_drawn_and_typed_as_one_step() {
    let mut window = window();
    let before = steps(&window);
    take(&mut window, Tool::Note);
    let (from, to) = (screen(&window, 20.0, 8.0), screen(&window, 32.0, 14.0));
    drag(&mut window, from, to);
    type_text(&mut window, "one");
    press(&mut window, Key::Enter);
    type_text(&mut window, "two");
    press_with(&mut window, Modifiers::COMMAND, Key::Enter);
    let note = design(&window).notes().next().unwrap();
    assert_eq!((note.text.as_str(), note.plain), ("one\ntwo", false));
    assert_eq!((note.at, note.size), (Point::new(20, 8), Point::new(12, 6)));
    assert_eq!(app(&window).view().tool(), Tool::Select);
    assert_eq!(steps(&window), before + 1);
    undo(&mut window);
    assert_eq!(design(&window).notes().len(), 0);
}

#[test]
fn what_is_typed_in_a_note_is_kept_by_escape_too_and_the_note_grows_with_it() {
    let mut window = window();
    let before = steps(&window);
    take(&mut window, Tool::Note);
    let here = screen(&window, 20.0, 8.0);
    click(&mut window, here);
    let size = design(&window).notes().next().unwrap().size;
    for line in 0..9 {
        type_text(&mut window, &format!("line {line}"));
        press(&mut window, Key::Enter);
    }
    press(&mut window, Key::Escape);
    let note = design(&window).notes().next().unwrap().clone();
    assert!(note.text.starts_with("line 0\nline 1") && note.text.ends_with("line 8"), "{}", note.text);
    assert!(note.size.y > size.y && note.size.x == size.x, "{:?}", note.size);
    assert_eq!(steps(&window), before + 1);
    // So is what is typed into it later, and Ctrl+Enter ends it as well, whatever else it may mean.
    double_click(&mut window, here + vec2(30.0, 30.0));
    type_text(&mut window, "short");
    press_with(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(!app(&window).view().edits_text());
    assert!(!app(&window).messages().any(|text| text.starts_with("checked")));
    let shorter = design(&window).notes().next().unwrap();
    assert_eq!((shorter.text.as_str(), shorter.size), ("short", note.size), "it does not shrink");
    undo(&mut window);
    undo(&mut window);
    assert_eq!(design(&window).notes().len(), 0);
}

#[test]
fn a_text_is_put_in_by_a_click_and_left_empty_it_never_was() {
    let mut window = window();
    let before = steps(&window);
    let (here, elsewhere) = (screen(&window, 20.0, 8.0), screen(&window, 36.0, 14.0));
    take(&mut window, Tool::Text);
    click(&mut window, here);
    type_text(&mut window, "step one");
    // A click elsewhere finishes.
    click(&mut window, elsewhere);
    let text = design(&window).notes().next().unwrap();
    assert_eq!((text.text.as_str(), text.plain, text.at), ("step one", true, Point::new(20, 8)));
    assert!(!app(&window).view().edits_text());
    take(&mut window, Tool::Text);
    click(&mut window, elsewhere);
    assert!(app(&window).view().edits_text());
    press(&mut window, Key::Escape);
    assert_eq!(design(&window).notes().len(), 1);
    assert_eq!((steps(&window), app(&window).history().can_redo()), (before + 1, false));
}

#[test]
fn a_frame_is_drawn_and_named_and_holds_what_is_inside() {
    let mut window = window();
    let before = steps(&window);
    take(&mut window, Tool::Frame);
    let (from, to) = (screen(&window, 18.0, -3.0), screen(&window, 31.0, 6.0));
    drag(&mut window, from, to);
    type_text(&mut window, "eu-west-1a");
    press(&mut window, Key::Enter);
    let frame = design(&window).frames().next().unwrap();
    assert_eq!(frame.name, "eu-west-1a");
    assert!(design(&window).held_by(frame).any(|element| element == component("log")));
    assert_eq!(steps(&window), before + 1);
    // It is held by its edge too.
    let (from, to) = (screen(&window, 25.0, 6.0), screen(&window, 25.0, 11.0));
    press(&mut window, Key::Escape);
    drag(&mut window, from, to);
    assert_eq!(at(&window, "log"), Point::new(20, 5));
}

#[test]
fn two_new_frames_are_two_zones() {
    let mut window = window();
    for place in [(18.0, 20.0), (50.0, 20.0)] {
        take(&mut window, Tool::Frame);
        let here = screen(&window, place.0, place.1);
        click(&mut window, here);
        press(&mut window, Key::Enter);
    }
    let names: Vec<&str> = design(&window).frames().map(|frame| frame.name.as_str()).collect();
    assert_eq!(names, ["Frame", "Frame 2"]);
}

#[test]
fn the_pen_draws_strokes_and_stays_in_the_hand() {
    let mut window = window();
    take(&mut window, Tool::Pen);
    for y in [8.0, 10.0] {
        let (from, to) = (screen(&window, 20.0, y), screen(&window, 36.0, y));
        drag(&mut window, from, to);
    }
    assert_eq!(design(&window).strokes().len(), 2);
    assert_eq!(design(&window).strokes().next().unwrap().points.len(), 2, "a straight line is two points");
    assert_eq!(app(&window).view().tool(), Tool::Pen);
    press(&mut window, Key::Escape);
    // Only the line itself is hit.
    let beside = screen(&window, 28.0, 9.0);
    click(&mut window, beside);
    assert!(selected(&window).is_empty());
    let on = screen(&window, 28.0, 8.0);
    click(&mut window, on);
    assert_eq!(selected(&window), ["stroke"]);
}

#[test]
fn the_tool_bar_has_every_tool_by_name() {
    let mut window = window();
    for tool in Tool::ALL {
        let name = format!("{} tool", tool.name());
        window.get_by_role_and_label(Kind::Button, &name).click();
        window.run_steps(2);
        assert_eq!(app(&window).view().tool(), *tool);
    }
    window.get_by_label("Note tool").click();
    window.run_steps(2);
    window.get_by_label("Keep the tool").click();
    window.run_steps(2);
    for x in [20.0, 34.0] {
        let here = screen(&window, x, 10.0);
        click(&mut window, here);
        type_text(&mut window, "kept");
        press_with(&mut window, Modifiers::COMMAND, Key::Enter);
    }
    assert_eq!(design(&window).notes().len(), 2);
}

#[test]
fn a_frame_and_a_note_are_resized_by_edge_and_corner() {
    let mut history = history();
    let note = Note::new(id("note"), Point::new(20, 8), Point::new(8, 4), "text");
    history.apply(Edit::insert(Element::Note(note))).unwrap();
    let mut window = window_of(history);
    select(&mut window, &[ElementId::Note(id("note"))]);
    let before = steps(&window);
    let (corner, to) = (screen(&window, 28.0, 12.0), screen(&window, 31.0, 14.0));
    drag(&mut window, corner, to);
    let size = |window: &Window| design(window).notes().map(|note| (note.at, note.size)).next().unwrap();
    assert_eq!(size(&window), (Point::new(20, 8), Point::new(11, 6)));
    let (edge, to) = (screen(&window, 20.0, 11.0), screen(&window, 60.0, 11.0));
    drag(&mut window, edge, to);
    assert_eq!(size(&window), (Point::new(29, 8), Point::new(2, 6)), "never less than two steps");
    assert_eq!(steps(&window), before + 2);
    undo(&mut window);
    undo(&mut window);
    assert_eq!(size(&window), (Point::new(20, 8), Point::new(8, 4)));
}

// Text in place.

#[test]
fn a_component_is_renamed_by_f2_by_enter_and_by_double_click() {
    let mut window = window();
    let on = screen(&window, 23.0, 0.6);
    let begin: [&dyn Fn(&mut Window); 3] = [
        &|window| press(window, Key::F2),
        &|window| {
            window.get_by_label_contains(", queue").focus();
            window.run_steps(2);
            press(window, Key::Enter);
        },
        &|window| double_click(window, on),
    ];
    for (number, begin) in begin.into_iter().enumerate() {
        let before = steps(&window);
        click(&mut window, on);
        begin(&mut window);
        assert!(app(&window).view().edits_text(), "way {number}");
        type_text(&mut window, &format!("topic {number}"));
        press(&mut window, Key::Enter);
        assert_eq!(design(&window).component(&id("log")).unwrap().name, format!("topic {number}"));
        assert_eq!(steps(&window), before + 1);
    }
    press(&mut window, Key::F2);
    type_text(&mut window, "never");
    press(&mut window, Key::Escape);
    assert_eq!(design(&window).component(&id("log")).unwrap().name, "topic 2");
    assert_eq!(selected(&window), ["log"], "Esc was the field's");
}

#[test]
fn a_link_is_labelled_where_it_runs() {
    let mut window = window();
    let middle = screen(&window, 14.5, 2.0);
    double_click(&mut window, middle);
    type_text(&mut window, "clicks");
    press(&mut window, Key::Enter);
    assert_eq!(design(&window).links().next().unwrap().label, "clicks");
}

#[test]
fn delete_and_letters_in_a_text_on_the_board_are_the_texts() {
    let mut window = window();
    select(&mut window, &[component("log")]);
    press(&mut window, Key::F2);
    press(&mut window, Key::Delete);
    press(&mut window, Key::Backspace);
    press(&mut window, Key::ArrowRight);
    press(&mut window, Key::Num1);
    type_text(&mut window, "v");
    press(&mut window, Key::Enter);
    assert_eq!(design(&window).components().len(), 4);
    assert_eq!(design(&window).component(&id("log")).unwrap().name, "v");
    assert_eq!(at(&window, "log"), Point::new(20, 0));
    assert_eq!(app(&window).view().tool(), Tool::Select);
}

// The keyboard.

#[test]
fn tab_walks_in_reading_order_and_leaves_the_board_past_the_last() {
    let mut window = window();
    let mut walked = Vec::new();
    for _ in 0..4 {
        press(&mut window, Key::Tab);
        walked.extend(selected(&window));
    }
    assert_eq!(walked, ["devices", "log", "warehouse", "monitor"]);
    press_with(&mut window, Modifiers::SHIFT, Key::Tab);
    assert_eq!(selected(&window), ["warehouse"]);
    press(&mut window, Key::Tab);
    press(&mut window, Key::Tab);
    assert_eq!(selected(&window), ["monitor"]);
    let focused = window.ctx.memory(egui::Memory::focused);
    assert_ne!(focused, Some(egui::Id::unique(("board element", &component("monitor")))));
}

#[test]
fn alt_and_arrows_walk_along_links() {
    let mut window = window();
    select(&mut window, &[component("devices")]);
    press_with(&mut window, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(selected(&window), ["log"]);
    press_with(&mut window, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(selected(&window), ["log"], "no link leads on");
    press_with(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(selected(&window), ["devices"]);
    assert_eq!(at(&window, "devices"), Point::new(0, 0));
}

#[test]
fn ctrl_and_an_arrow_put_in_a_connected_component_and_enter_repeats_the_last_product() {
    let mut window = window();
    select(&mut window, &[component("warehouse")]);
    press_with(&mut window, Modifiers::COMMAND, Key::ArrowRight);
    type_text(&mut window, "redshift");
    press(&mut window, Key::Enter);
    let first = design(&window).components().last().unwrap().clone();
    assert_eq!(first.at, Point::new(55, 0));
    press_with(&mut window, Modifiers::COMMAND, Key::ArrowDown);
    press(&mut window, Key::Enter);
    let second = design(&window).components().last().unwrap().clone();
    assert_eq!(second.product, first.product);
    assert!(second.at.y > first.at.y + 4 && second.at.x > first.at.x, "a branch below");
    assert!(design(&window).incoming(&second.id).any(|link| link.from == first.id));
    // To the left it feeds.
    select(&mut window, &[component("warehouse")]);
    press_with(&mut window, Modifiers::COMMAND, Key::ArrowLeft);
    type_text(&mut window, "kafka");
    press(&mut window, Key::Enter);
    assert_eq!(design(&window).incoming(&id("warehouse")).count(), 1);
}

#[test]
fn a_family_key_opens_the_list_of_that_family() {
    let mut window = window();
    press(&mut window, Key::Num2);
    assert!(window.query_by_label_contains("Add a queue component").is_some());
    press(&mut window, Key::Enter);
    assert_eq!(design(&window).components().last().unwrap().role, Role::Queue);
}

#[test]
fn a_link_is_drawn_by_keyboard_alone_and_said_aloud() {
    let mut window = window();
    press(&mut window, Key::Tab);
    press(&mut window, Key::Tab);
    assert_eq!(selected(&window), ["log"]);
    take(&mut window, Tool::Connect);
    press(&mut window, Key::Tab);
    assert!(window.query_by_label_contains("Link from log to warehouse").is_some());
    press(&mut window, Key::Enter);
    assert!(design(&window).outgoing(&id("log")).any(|link| link.to == id("warehouse")));
    assert_eq!(selected(&window), ["warehouse"]);
    // Esc leaves it be.
    take(&mut window, Tool::Connect);
    press(&mut window, Key::ArrowLeft);
    press(&mut window, Key::Escape);
    press(&mut window, Key::Enter);
    assert_eq!(design(&window).links().len(), 2);
}

#[test]
fn escape_ends_the_gesture_then_the_tool_then_the_selection() {
    let mut window = window();
    select(&mut window, &[component("log")]);
    take(&mut window, Tool::Note);
    let (from, to) = (screen(&window, 20.0, 8.0), screen(&window, 30.0, 12.0));
    carry(&mut window, from, to);
    press(&mut window, Key::Escape);
    let_go(&mut window, to);
    assert_eq!((design(&window).notes().len(), app(&window).view().tool()), (0, Tool::Note));
    press(&mut window, Key::Escape);
    assert_eq!((selected(&window), app(&window).view().tool()), (vec!["log".to_owned()], Tool::Select));
    press(&mut window, Key::Escape);
    assert!(selected(&window).is_empty());
}

#[test]
fn with_every_tool_nothing_repaints_at_rest() {
    let mut window = window();
    for tool in Tool::ALL {
        take(&mut window, *tool);
        app_mut(&mut window).view_mut().selection = BTreeSet::from([component("log")]);
        window.hover_at(Pos2::new(700.0, 700.0));
        window.run_steps(60);
        for viewport in window.output().viewport_output.values() {
            assert!(viewport.repaint_delay.as_secs_f64() > 0.5, "{tool:?}: {:?}", viewport.repaint_delay);
        }
    }
}
