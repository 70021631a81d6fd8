//! The board under the pointer, the keyboard and a screen reader, with no display.
#![cfg(feature = "window")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use egui::{DragAndDrop, Event, Key, Modifiers, MouseWheelUnit, Pos2, TouchPhase, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use loadline::canvas::{self, DraggedProduct, Request, Scene, View};
use loadline::catalog::{Catalog, Role};
use loadline::design::{
    Component, Design, Edit, Element, ElementId, Frame, Gesture, History, Id, Link, LinkKind, Point,
};
use loadline::units::{Kind, Stated};
use std::collections::BTreeSet;

/// What an application does with the board, and nothing else.
struct Bench {
    history: History,
    catalog: Catalog,
    view: View,
    gesture: Option<(u64, Gesture)>,
    asked: Vec<Request>,
    /// A product on its way from the palette.
    dragging: Option<String>,
}

impl Bench {
    fn ui(&mut self, ui: &mut egui::Ui) {
        ui.ctx().all_styles_mut(|style| style.animation_time = 0.0);
        if let Some(product) = self.dragging.take() {
            DragAndDrop::set_payload(ui.ctx(), DraggedProduct(product));
        }
        let scene = Scene {
            design: self.history.design(),
            catalog: &self.catalog,
            estimate: None,
            revision: self.history.revision(),
            estimated: 0,
            ranges: loadline::canvas::Ranges::default(),
        };
        for request in canvas::show(ui, scene, &mut self.view) {
            match &request {
                Request::Edit { edit, gesture: None } => self.history.apply(edit.clone()).unwrap(),
                Request::Edit { edit, gesture: Some(number) } => {
                    let gesture = match self.gesture {
                        Some((last, gesture)) if last == *number => gesture,
                        _ => self.history.begin(),
                    };
                    self.gesture = Some((*number, gesture));
                    self.history.apply_in(gesture, edit.clone()).unwrap();
                }
                Request::Revert { gesture } => {
                    assert_eq!(self.gesture.map(|(number, _)| number), Some(*gesture));
                    assert!(self.history.undo());
                }
                _ => {}
            }
            self.asked.push(request);
        }
    }

    fn at(&self, name: &str) -> Point {
        self.history.design().component(&id(name)).unwrap().at
    }

    fn selected(&self) -> Vec<String> {
        self.view.selection.iter().map(|element| element.id().to_string()).collect()
    }
}

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
        ("log", Role::Queue, 15, 0),
        ("warehouse", Role::Store, 30, 0),
        ("monitor", Role::Monitor, 0, 10),
    ];
    for (name, role, x, y) in parts {
        let part = Component::new(id(name), name, role, "none", Point::new(x, y));
        history.apply(Edit::insert(Element::Component(part))).unwrap();
    }
    history.apply(Edit::insert(Element::Link(Link::new(id("devices"), id("log"))))).unwrap();
    history
}

type Board = Harness<'static, Bench>;

fn board_of(history: History) -> Board {
    let bench = Bench {
        history,
        catalog: Catalog::default(),
        view: View::default(),
        gesture: None,
        asked: Vec::new(),
        dragging: None,
    };
    let mut board = Harness::builder()
        .with_size([1200.0, 800.0])
        .with_max_steps(30)
        .build_ui_state(|ui, bench: &mut Bench| bench.ui(ui), bench);
    board.run();
    board
}

fn board() -> Board {
    board_of(history())
}

/// The place on the screen of a point of the grid, and so many steps from it.
fn screen(board: &Board, x: f32, y: f32) -> Pos2 {
    let view = &board.state().view;
    let (origin, step) = (view.on_screen(Point::new(0, 0)), 20.0 * view.zoom());
    origin + vec2(x, y) * step
}

/// Presses, moves in eight steps, and leaves the button down.
fn carry(board: &mut Board, from: Pos2, to: Pos2) {
    board.hover_at(from);
    board.run_steps(1);
    board.drag_at(from);
    board.run_steps(1);
    for i in 1..=8_u8 {
        board.hover_at(from + (to - from) * f32::from(i) / 8.0);
        board.run_steps(1);
    }
}

fn drag(board: &mut Board, from: Pos2, to: Pos2) {
    carry(board, from, to);
    board.drop_at(to);
    board.run();
}

fn wheel(board: &mut Board, at: Pos2, delta: Vec2, modifiers: Modifiers) {
    board.hover_at(at);
    board.event(Event::ModifiersChanged(modifiers));
    board.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        source: egui::MouseWheelSource::Wheel,
        delta,
        phase: TouchPhase::Move,
        modifiers,
    });
    board.run_steps(12);
    board.event(Event::ModifiersChanged(Modifiers::NONE));
    board.run();
}

#[test]
fn a_click_selects_and_shift_adds() {
    let mut board = board();
    board.get_by_label("devices, source").click();
    board.run();
    assert_eq!(board.state().selected(), ["devices"]);
    board.get_by_label("log, queue").click_modifiers(Modifiers::SHIFT);
    board.run();
    assert_eq!(board.state().selected(), ["devices", "log"]);
    let empty = screen(&board, 20.0, 9.0);
    drag(&mut board, empty, empty);
    assert!(board.state().selected().is_empty());
}

#[test]
fn a_screen_reader_finds_and_selects_everything() {
    let mut board = board();
    board.get_by_label("link devices to log").click_accesskit();
    board.run();
    assert_eq!(board.state().selected(), ["devices>log"]);
    // Far out of view everything is still there.
    let middle = screen(&board, 20.0, 9.0);
    wheel(&mut board, middle, vec2(0.0, 9000.0), Modifiers::NONE);
    for name in ["devices, source", "log, queue", "warehouse, store", "monitor, monitor", "link devices to log"] {
        board.get_by_label(name);
    }
    board.get_by_label("warehouse, store").click_accesskit();
    board.run();
    assert_eq!(board.state().selected(), ["warehouse"]);
    let node = board.get_by_label("warehouse, store");
    assert_eq!(node.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True));
}

#[test]
fn a_marquee_selects_what_it_touches() {
    let mut board = board();
    let (from, to) = (screen(&board, -1.0, -1.0), screen(&board, 25.0, 5.0));
    drag(&mut board, from, to);
    let selected = board.state().selected();
    assert!(selected.contains(&"devices".to_owned()) && selected.contains(&"log".to_owned()), "{selected:?}");
    assert!(!selected.contains(&"warehouse".to_owned()) && !selected.contains(&"monitor".to_owned()));
}

#[test]
fn a_drag_moves_the_selection_by_whole_steps_in_one_step_of_undo() {
    let mut board = board();
    board.state_mut().view.selection = BTreeSet::from([component("devices"), component("log")]);
    let steps = board.state().history.undo_len();
    let (from, to) = (screen(&board, 3.0, 0.7), screen(&board, 6.1, 5.8));
    drag(&mut board, from, to);
    assert_eq!((board.state().at("devices"), board.state().at("log")), (Point::new(3, 5), Point::new(18, 5)));
    assert_eq!(board.state().history.undo_len(), steps + 1);
    board.state_mut().history.undo();
    assert_eq!((board.state().at("devices"), board.state().at("log")), (Point::new(0, 0), Point::new(15, 0)));
}

#[test]
fn cancelling_in_the_middle_of_a_drag_takes_it_back() {
    let mut board = board();
    let (from, to) = (screen(&board, 3.0, 0.7), screen(&board, 3.0, 6.7));
    carry(&mut board, from, to);
    assert_eq!(board.state().at("devices"), Point::new(0, 6));
    // The window hands Esc on through this method.
    assert!(board.state_mut().view.cancel_gesture());
    board.run_steps(2);
    assert_eq!(board.state().at("devices"), Point::new(0, 0));
    board.drop_at(to);
    board.run();
    assert_eq!(board.state().at("devices"), Point::new(0, 0));
}

#[test]
fn a_drag_between_ports_makes_a_link() {
    let mut board = board();
    let (from, to) = (screen(&board, 24.0, 2.0), screen(&board, 33.0, 2.0));
    drag(&mut board, from, to);
    let design = board.state().history.design();
    assert!(design.outgoing(&id("log")).any(|link| link.to == id("warehouse")));
    // Drawn from a monitor it watches.
    let (from, to) = (screen(&board, 9.0, 12.0), screen(&board, 18.0, 2.0));
    drag(&mut board, from, to);
    let design = board.state().history.design();
    assert!(design.outgoing(&id("monitor")).any(|link| link.kind == LinkKind::Watch));
}

#[test]
fn a_link_that_cannot_be_is_refused_with_the_reason() {
    let mut board = board();
    let (from, to) = (screen(&board, 9.0, 2.0), screen(&board, 5.0, 12.0));
    drag(&mut board, from, to);
    let told = board.state().asked.iter().find_map(|request| match request {
        Request::Tell(text) => Some(text.clone()),
        _ => None,
    });
    assert!(told.expect("a reason").contains("draw the link from it to watch"));
    assert_eq!(board.state().history.design().links().len(), 1);
}

#[test]
fn a_link_let_go_on_empty_board_asks_what_to_add() {
    let mut board = board();
    let (from, to) = (screen(&board, 39.0, 2.0), screen(&board, 30.0, 10.0));
    drag(&mut board, from, to);
    let asked = &board.state().asked;
    assert!(
        asked.iter().any(|r| matches!(r, Request::Browse { from: Some(from), .. } if *from == id("warehouse"))),
        "{asked:?}"
    );
}

#[test]
fn a_product_dropped_on_the_board_is_asked_for_on_the_grid() {
    let mut board = board();
    let (from, to) = (screen(&board, 15.0, 9.0), screen(&board, 20.5, 12.0));
    board.hover_at(from);
    board.drag_at(from);
    board.run_steps(1);
    board.state_mut().dragging = Some("kafka".to_owned());
    board.hover_at(to);
    board.run_steps(2);
    board.drop_at(to);
    board.run();
    // Held by its middle: 4.5 steps to the left and 2 up is its corner.
    let wanted = Request::AddProduct { product: "kafka".to_owned(), at: Point::new(16, 10) };
    assert_eq!(board.state().asked, [wanted]);
}

#[test]
fn the_wheel_pans_and_with_ctrl_it_scales_about_the_pointer() {
    let mut board = board();
    let before = screen(&board, 0.0, 0.0);
    let at = screen(&board, 15.0, 0.0);
    wheel(&mut board, at, vec2(0.0, -60.0), Modifiers::NONE);
    let after = screen(&board, 0.0, 0.0);
    assert!((after - before - vec2(0.0, -60.0)).length() < 1.0, "{before:?} {after:?}");
    let zoom = board.state().view.zoom();
    let at = screen(&board, 15.0, 0.0);
    wheel(&mut board, at, vec2(0.0, 80.0), Modifiers::COMMAND);
    assert!(board.state().view.zoom() > 1.1 * zoom);
    assert!((screen(&board, 15.0, 0.0) - at).length() < 1.0);
}

#[test]
fn a_burst_of_arrow_keys_is_one_step_of_undo() {
    let mut board = board();
    board.state_mut().view.selection = BTreeSet::from([component("log")]);
    let steps = board.state().history.undo_len();
    board.key_press(Key::ArrowRight);
    board.key_press(Key::ArrowRight);
    board.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    board.run_steps(1);
    assert_eq!(board.state().at("log"), Point::new(17, 4));
    assert_eq!(board.state().history.undo_len(), steps + 1);
}

#[test]
fn arrow_keys_on_another_selection_are_another_step_of_undo() {
    let mut board = board();
    board.state_mut().view.selection = BTreeSet::from([component("log")]);
    board.key_press(Key::ArrowRight);
    board.run_steps(1);
    board.state_mut().view.selection = BTreeSet::from([component("warehouse")]);
    board.key_press(Key::ArrowRight);
    board.run_steps(1);
    board.state_mut().history.undo();
    assert_eq!((board.state().at("log"), board.state().at("warehouse")), (Point::new(16, 0), Point::new(30, 0)));
}

#[test]
fn a_frame_takes_along_what_it_holds() {
    let mut history = history();
    let frame = Frame::new(id("zone"), "Zone", Point::new(-1, -2), Point::new(12, 8));
    history.apply(Edit::insert(Element::Frame(frame))).unwrap();
    let mut board = board_of(history);
    board.state_mut().view.selection = BTreeSet::from([ElementId::Frame(id("zone"))]);
    board.key_press(Key::ArrowDown);
    board.run_steps(1);
    assert_eq!((board.state().at("devices"), board.state().at("log")), (Point::new(0, 1), Point::new(15, 0)));
    let (from, to) = (screen(&board, 5.0, -0.4), screen(&board, 5.0, 2.6));
    drag(&mut board, from, to);
    assert_eq!((board.state().at("devices"), board.state().at("log")), (Point::new(0, 4), Point::new(15, 0)));
}

#[test]
fn a_drag_with_alt_copies_with_every_inner_link() {
    let mut history = history();
    // A second link between the same two: it takes a fixed share, as dead letters do.
    let mut share = Link::new(id("devices"), id("log"));
    share.id = history.design().fresh_link_id(&share.from, &share.to);
    share.kind = LinkKind::Share(Stated::read("2 %", Kind::Share).unwrap());
    history.apply(Edit::insert(Element::Link(share))).unwrap();
    let mut board = board_of(history);
    board.state_mut().view.selection = BTreeSet::from([component("devices"), component("log")]);
    let steps = board.state().history.undo_len();
    board.event(Event::ModifiersChanged(Modifiers::ALT));
    let (from, to) = (screen(&board, 3.0, 0.7), screen(&board, 3.0, 20.7));
    drag(&mut board, from, to);
    let design = board.state().history.design();
    assert_eq!((design.components().len(), design.links().len()), (6, 4));
    assert_eq!((board.state().at("devices"), board.state().at("devices-2")), (Point::new(0, 0), Point::new(0, 20)));
    assert_eq!(board.state().history.undo_len(), steps + 1);
}

#[test]
fn at_rest_nothing_is_painted_again() {
    let mut board = board();
    board.run_steps(8);
    for viewport in board.output().viewport_output.values() {
        assert!(viewport.repaint_delay.as_secs_f64() > 60.0, "repaint after {:?}", viewport.repaint_delay);
    }
}
