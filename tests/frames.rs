//! What is painted again and what is not; a board that is too full for widgets; what is kept looks like what is new.
#![cfg(feature = "window")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use egui::epaint::{ClippedPrimitive, Primitive};
use egui::{Context, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, Theme, ViewportId, pos2, vec2};
use loadline::app::App;
use loadline::app::command::Action;
use loadline::canvas::{self, Scene, View};
use loadline::catalog::{Catalog, Role};
use loadline::design::{Component, Design, Edit, Element, ElementId, History, Id, Link, Point};
use loadline::file;
use std::collections::BTreeSet;
use std::path::Path;

const SIZE: egui::Vec2 = vec2(1400.0, 900.0);

fn id(n: usize) -> Id {
    Id::new(&format!("part-{n}")).unwrap()
}

fn component(n: usize) -> ElementId {
    ElementId::Component(id(n))
}

/// So many components in rows of fifty, each row a pipeline.
fn many(count: usize) -> History {
    let steps = |n: usize| i32::try_from(n).unwrap();
    let mut edits: Vec<Edit> = (0..count)
        .map(|n| {
            let at = Point::new(steps(n % 50) * 13, steps(n / 50) * 7);
            let role = if n % 50 == 0 { Role::Source } else { Role::Queue };
            Edit::insert(Element::Component(Component::new(id(n), &format!("Part {n}"), role, "none", at)))
        })
        .collect();
    let links = (0..count).filter(|n| (n + 1) % 50 != 0 && n + 1 < count);
    edits.extend(links.map(|n| Edit::insert(Element::Link(Link::new(id(n), id(n + 1))))));
    let mut history = History::new(Design::new("Many"));
    history.apply(Edit::All(edits)).unwrap();
    History::new(history.into_design())
}

/// A window as the system would run it: frames only when something has happened or one was asked for.
struct Window {
    ctx: Context,
    app: App,
    time: f64,
    /// When the next frame is due.
    due: f64,
    painted: Vec<ClippedPrimitive>,
}

impl Window {
    fn new(history: History) -> Self {
        let ctx = Context::default();
        let app = App::new(&ctx, history, Catalog::built_in().clone());
        let mut window = Self { ctx, app, time: 0.0, due: 0.0, painted: Vec::new() };
        window.frame(Vec::new());
        window.wait(4.0);
        window
    }

    fn board_alone(history: History) -> Self {
        let mut window = Self::new(history);
        window.act(Action::HidePanels);
        window
    }

    fn frame(&mut self, events: Vec<Event>) {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.time),
            events,
            ..RawInput::default()
        };
        let mut output = self.ctx.run_ui(input, |ui| self.app.ui(ui));
        output.textures_delta.clear();
        self.painted = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let delay = output.viewport_output[&ViewportId::ROOT].repaint_delay.as_secs_f64();
        self.due = self.time + delay.max(1.0 / 60.0);
    }

    /// So many seconds go by in which nobody does anything: the number of frames that are shown.
    fn wait(&mut self, seconds: f64) -> usize {
        let until = self.time + seconds;
        let mut frames = 0;
        while self.due < until {
            self.time = self.due;
            self.frame(Vec::new());
            frames += 1;
        }
        self.time = until;
        frames
    }

    fn does(&mut self, events: Vec<Event>) {
        self.time += 1.0 / 60.0;
        self.frame(events);
    }

    fn act(&mut self, action: Action) {
        self.app.act(&self.ctx.clone(), action);
        self.does(Vec::new());
        self.wait(4.0);
    }

    fn button(&mut self, at: Pos2, pressed: bool) {
        let event =
            |pos| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
        self.does(vec![Event::PointerMoved(at), event(at)]);
    }

    fn drag(&mut self, from: Pos2, to: Pos2) {
        // Nothing was under the pointer before: it comes with the button down, as a finger does.
        self.button(from, true);
        for share in [0.1, 0.4, 0.7, 1.0] {
            self.does(vec![Event::PointerMoved(from + (to - from) * share)]);
        }
        self.button(to, false);
        self.does(Vec::new());
    }

    fn at(&self, n: usize) -> Point {
        self.app.history().design().component(&id(n)).unwrap().at
    }

    /// The middle of a component on the screen.
    fn middle(&self, n: usize) -> Pos2 {
        let (a, b) = (self.at(n), self.at(n).moved(Component::SIZE.x, Component::SIZE.y));
        self.app.view().on_screen(a).lerp(self.app.view().on_screen(b), 0.5)
    }
}

#[test]
fn in_two_seconds_of_rest_no_frame_is_shown_whatever_is_open() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("designs/500-gb-daily-in-2-h.ron"));
    let design = file::read(&text.unwrap()).unwrap().design;
    for heard in [false, true] {
        let mut window = Window::new(History::new(design.clone()));
        if heard {
            window.ctx.enable_accesskit();
            window.does(Vec::new());
            window.wait(4.0);
        }
        assert_eq!(window.wait(2.0), 0, "just opened");
        let first = window.app.history().design().components().next().unwrap().clone();
        for theme in [Theme::Dark, Theme::Light] {
            window.ctx.set_theme(theme);
            for tab in [Action::ShowCost, Action::ShowDerivation, Action::ShowRanges, Action::ShowProblems] {
                window.act(tab);
                // Ranges are drawn on a thread, which takes its own time.
                for _ in 0..400 {
                    if window.wait(2.0) == 0 {
                        break;
                    }
                    std::thread::sleep(std::time::Duration::from_millis(20));
                }
                assert_eq!(window.wait(2.0), 0, "{tab:?}");
            }
        }
        window.app.view_mut().selection = BTreeSet::from([ElementId::Component(first.id.clone())]);
        let at = window.app.view().on_screen(first.at.moved(3, 1));
        window.does(vec![Event::PointerMoved(at)]);
        window.wait(4.0);
        assert_eq!(window.wait(2.0), 0, "a component is selected and the pointer is over it");
        for action in [Action::ZoomOut, Action::ZoomReset, Action::Fit] {
            window.act(action);
            assert_eq!(window.wait(2.0), 0, "{action:?}");
        }
    }
}

#[test]
fn on_a_full_board_the_rest_is_as_still() {
    let mut window = Window::new(many(1_500));
    assert_eq!(window.wait(2.0), 0);
    let at = window.middle(700);
    window.does(vec![Event::PointerMoved(at)]);
    window.wait(4.0);
    assert_eq!(window.wait(2.0), 0);
    // The wheel has zoomed: what was shown a little too large is painted once more, and then there is rest.
    window.does(vec![Event::Zoom(1.05)]);
    window.does(vec![Event::Zoom(1.05)]);
    assert!(window.wait(1.0) > 0);
    assert_eq!(window.wait(2.0), 0);
}

#[test]
fn where_there_is_no_room_for_widgets_a_component_is_dragged_all_the_same() {
    let mut window = Window::board_alone(many(1_500));
    let before: Vec<Point> = (0..1_500).map(|n| window.at(n)).collect();
    let (from, to) = (window.middle(720), window.middle(720) + vec2(0.0, 200.0));
    window.drag(from, to);
    let moved: Vec<usize> = (0..1_500).filter(|n| window.at(*n) != before[*n]).collect();
    assert_eq!(moved, [720]);
    assert_eq!(window.app.history().undo_len(), 1);
    assert_eq!(window.app.view().selection, BTreeSet::from([component(720)]));
    // The pointer rests on another first, and leaves it at once.
    let (from, before) = (window.middle(740), window.at(740));
    window.does(vec![Event::PointerMoved(from)]);
    window.wait(1.0);
    window.drag(from, from + vec2(0.0, 300.0));
    assert_ne!(window.at(740), before);
    assert_eq!(window.app.history().undo_len(), 2);
    // A press on empty board is a marquee, and a click there selects nothing.
    window.button(pos2(20.0, 300.0), true);
    window.button(pos2(20.0, 300.0), false);
    assert!(window.app.view().selection.is_empty());
}

#[test]
fn a_thousand_are_dragged_at_once_and_brought_back_at_once() {
    let mut window = Window::board_alone(many(2_500));
    window.app.view_mut().selection = (500..1_500).map(component).collect();
    let before: Vec<Point> = (0..2_500).map(|n| window.at(n)).collect();
    let from = window.middle(1_020);
    window.drag(from, from + vec2(40.0, 60.0));
    let way = (window.at(1_020).x - before[1_020].x, window.at(1_020).y - before[1_020].y);
    assert!(way.1 > 0, "{way:?}");
    for (n, before) in before.iter().enumerate() {
        let (dx, dy) = if (500..1_500).contains(&n) { way } else { (0, 0) };
        assert_eq!(window.at(n), before.moved(dx, dy), "{n}");
    }
    assert_eq!(window.app.view().selection.len(), 1_000);
    window.act(Action::Undo);
    assert!((0..2_500).all(|n| window.at(n) == before[n]));
}

#[test]
fn a_move_asks_for_no_new_figures() {
    let mut window = Window::board_alone(many(60));
    let figures = window.app.estimate().unwrap().clone();
    let (from, seen) = (window.middle(7), window.app.history().substance());
    window.drag(from, from + vec2(0.0, 150.0));
    assert_eq!(window.app.history().substance(), seen);
    assert_eq!(*window.app.estimate().unwrap(), figures);
    assert_eq!(window.app.history().undo_len(), 1);
}

/// Everything that is painted in a rectangle: place to an eighth of a point, and colour.
fn marks(painted: &[ClippedPrimitive], inside: Rect) -> Vec<(i32, i32, [u8; 4])> {
    let mut marks = Vec::new();
    for ClippedPrimitive { primitive, .. } in painted {
        let Primitive::Mesh(mesh) = primitive else { continue };
        let vertices = mesh.vertices.iter().filter(|vertex| inside.contains(vertex.pos));
        #[expect(clippy::cast_possible_truncation, reason = "points of a screen")]
        let eighth = |at: f32| (at * 8.0).round() as i32;
        marks.extend(vertices.map(|vertex| (eighth(vertex.pos.x), eighth(vertex.pos.y), vertex.color.to_array())));
    }
    marks.sort_unstable();
    marks
}

/// The board alone, at a revision that one can choose.
struct Bare {
    ctx: Context,
    history: History,
    view: View,
    time: f64,
}

impl Bare {
    fn frame(&mut self, revision: u64, events: Vec<Event>) -> Vec<ClippedPrimitive> {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.time),
            events,
            ..RawInput::default()
        };
        let mut output = self.ctx.run_ui(input, |ui| {
            let catalog = Catalog::built_in();
            let design = self.history.design();
            canvas::show(
                ui,
                Scene { design, catalog, estimate: None, ranges: canvas::Ranges::default(), revision, estimated: 0 },
                &mut self.view,
            );
        });
        output.textures_delta.clear();
        self.ctx.tessellate(output.shapes, output.pixels_per_point)
    }
}

#[test]
fn a_picture_that_was_kept_and_moved_looks_like_a_new_one() {
    // Coloured boxes, boxes without text, boxes with text, large ones.
    for zoom in [0.12, 0.3, 1.0, 1.7] {
        let mut bare = Bare { ctx: Context::default(), history: many(900), view: View::default(), time: 0.0 };
        for _ in 0..40 {
            bare.frame(1, Vec::new());
        }
        bare.view.zoom_by(zoom / bare.view.zoom());
        bare.frame(1, vec![Event::PointerMoved(pos2(640.3, 420.9))]);
        bare.frame(1, Vec::new());
        let button = |pressed| Event::PointerButton {
            pos: pos2(640.3, 420.9),
            button: PointerButton::Middle,
            pressed,
            modifiers: Modifiers::NONE,
        };
        bare.frame(1, vec![button(true)]);
        for n in 1..=9_u8 {
            let at = pos2(640.3, 420.9) + vec2(7.3, 3.1) * f32::from(n);
            bare.frame(1, vec![Event::PointerMoved(at)]);
        }
        let kept = bare.frame(1, Vec::new());
        let new = bare.frame(2, Vec::new());
        // A margin is painted around what is seen of the one, and not of the other.
        let inside = Rect::from_min_size(Pos2::ZERO, SIZE).shrink(1.0);
        let (kept, new) = (marks(&kept, inside), marks(&new, inside));
        assert!(kept.len() > 500, "{}", kept.len());
        let differ = kept.iter().zip(&new).filter(|(a, b)| a != b).count();
        assert!(kept.len() == new.len() && differ * 100 <= kept.len(), "{zoom}: {differ} of {} differ", kept.len());
    }
}
