//! A window with no display: the board alone or the whole application, and a hand that moves over it.

use crate::grid;
use egui::{Event, Modifiers, PointerButton, Pos2, RawInput, Rect, Vec2, pos2, vec2};
use loadline::app::App;
use loadline::canvas::{self, Request, Scene, View};
use loadline::catalog::Catalog;
use loadline::design::{Component, Design, ElementId, Gesture, History};
use loadline::estimate::{Conditions, Estimate, estimate};
use std::time::Duration;

const SIZE: Vec2 = vec2(1600.0, 1000.0);

/// What is shown in a window.
pub trait Shown {
    fn new(ctx: &egui::Context, design: Design) -> Self;
    fn ui(&mut self, ui: &mut egui::Ui);
    fn view(&mut self) -> &mut View;
    fn design(&self) -> &Design;
    fn revision(&self) -> u64;
    /// Whether what runs on threads is done.
    fn is_ready(&self) -> bool;
}

/// The board alone, with the figures of the design as it was.
pub struct Bare {
    history: History,
    catalog: Catalog,
    view: View,
    figures: Estimate,
    gesture: Option<(u64, Gesture)>,
}

impl Shown for Bare {
    fn new(_: &egui::Context, design: Design) -> Self {
        let catalog = Catalog::built_in().clone();
        let figures = estimate(&design, &catalog, Conditions::default());
        Self { history: History::new(design), catalog, view: View::default(), figures, gesture: None }
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        let scene = Scene {
            design: self.history.design(),
            catalog: &self.catalog,
            estimate: Some(&self.figures),
            ranges: loadline::canvas::Ranges::default(),
            revision: self.history.revision(),
            estimated: 1,
        };
        for request in canvas::show(ui, scene, &mut self.view) {
            if let Request::Edit { edit, gesture: Some(number) } = request {
                let gesture = match self.gesture {
                    Some((last, gesture)) if last == number => gesture,
                    _ => self.history.begin(),
                };
                self.gesture = Some((number, gesture));
                self.history.apply_in(gesture, edit).expect("a move");
            }
        }
    }

    fn view(&mut self) -> &mut View {
        &mut self.view
    }

    fn design(&self) -> &Design {
        self.history.design()
    }

    fn revision(&self) -> u64 {
        self.history.revision()
    }

    fn is_ready(&self) -> bool {
        true
    }
}

/// The whole application.
pub struct Whole(App);

impl Shown for Whole {
    fn new(ctx: &egui::Context, design: Design) -> Self {
        Self(App::new(ctx, History::new(design), Catalog::built_in().clone()))
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        self.0.ui(ui);
    }

    fn view(&mut self) -> &mut View {
        self.0.view_mut()
    }

    fn design(&self) -> &Design {
        self.0.history().design()
    }

    fn revision(&self) -> u64 {
        self.0.history().revision()
    }

    fn is_ready(&self) -> bool {
        self.0.estimate().is_some()
    }
}

/// A window on a grid of components.
pub struct Window<S> {
    ctx: egui::Context,
    shown: S,
    time: f64,
    count: u32,
    pointer: Pos2,
    before: u64,
}

impl<S: Shown> Window<S> {
    /// A window on so many components; everything that happens once is over.
    pub fn new(components: usize) -> Self {
        // An allocator that has seen nothing large gives the memory of each frame back to the system and asks for it
        // again, which takes three times as long as the frame. A real window has loaded fonts and pictures before.
        drop(std::hint::black_box(vec![1_u8; 16 << 20]));
        let ctx = egui::Context::default();
        let shown = S::new(&ctx, grid::design(components));
        let pointer = pos2(800.0, 450.0);
        let mut window = Self { ctx, shown, time: 0.0, count: 0, pointer, before: 0 };
        window.frame(vec![Event::PointerMoved(pointer)]);
        window.settle();
        window
    }

    /// Runs frames until nothing is pending.
    fn settle(&mut self) {
        for _ in 0..5_000 {
            let calm = self.run(Vec::new());
            if !self.shown.is_ready() {
                std::thread::sleep(Duration::from_millis(5));
            } else if calm {
                return;
            }
        }
    }

    fn run(&mut self, events: Vec<Event>) -> bool {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.time),
            events,
            ..RawInput::default()
        };
        let mut output = self.ctx.run_ui(input, |ui| self.shown.ui(ui));
        output.textures_delta.clear();
        let calm = output.viewport_output.values().all(|viewport| viewport.repaint_delay > Duration::from_secs(1));
        std::hint::black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
        calm
    }

    /// One frame.
    pub fn frame(&mut self, events: Vec<Event>) {
        self.run(events);
        self.count += 1;
    }

    /// Looks at the middle at 100 %, or at everything.
    pub fn look(&mut self, near: bool) {
        if near {
            self.shown.view().reset_zoom();
        } else {
            self.shown.view().fit();
        }
        self.settle();
    }

    /// To and fro, so many frames each way, so that the place stays the same.
    fn goes_on(&mut self, by: Vec2, frames: u32) -> Event {
        let way = if (self.count / frames).is_multiple_of(2) { by } else { -by };
        self.pointer += way;
        Event::PointerMoved(self.pointer)
    }

    /// The pointer goes on by some points.
    pub fn point(&mut self) {
        let event = self.goes_on(vec2(3.0, 1.0), 50);
        self.frame(vec![event]);
    }

    fn button(&mut self, button: PointerButton, pressed: bool) {
        let event = Event::PointerButton { pos: self.pointer, button, pressed, modifiers: Modifiers::NONE };
        self.frame(vec![event]);
    }

    /// The middle button takes the board.
    pub fn hold(&mut self) {
        self.count = 0;
        self.button(PointerButton::Middle, true);
        self.count = 0;
    }

    /// The board goes on with the pointer.
    pub fn pull(&mut self) {
        let event = self.goes_on(vec2(7.0, 3.0), 50);
        self.frame(vec![event]);
    }

    /// The board is let go.
    pub fn let_go(&mut self) {
        self.button(PointerButton::Middle, false);
        self.pointer = pos2(800.0, 450.0);
        self.frame(vec![Event::PointerMoved(self.pointer)]);
        self.settle();
        self.count = 0;
    }

    /// The wheel zooms by two hundredths.
    pub fn zoom(&mut self) {
        let factor = if (self.count / 20).is_multiple_of(2) { 1.02 } else { 1.0 / 1.02 };
        self.frame(vec![Event::Zoom(factor)]);
    }

    /// Selects so many components around the middle of the board and takes hold of one of them.
    pub fn take_hold_of(&mut self, count: usize) {
        let middle = self.pointer;
        let mut all: Vec<(f32, Component)> = self
            .shown
            .design()
            .components()
            .cloned()
            .collect::<Vec<_>>()
            .into_iter()
            .map(|component| (self.shown.view().on_screen(component.at).distance(middle), component))
            .collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        all.truncate(count);
        let nearest = all[0].1.at;
        self.shown.view().selection =
            all.into_iter().map(|(_, component)| ElementId::Component(component.id)).collect();
        let corner = self.shown.view().on_screen(nearest);
        let next = self.shown.view().on_screen(nearest.moved(1, 1));
        // Beside the figures and the port.
        self.pointer = corner + (next - corner) * vec2(5.0, 0.6);
        self.frame(vec![Event::PointerMoved(self.pointer)]);
        self.frame(Vec::new());
        self.button(PointerButton::Primary, true);
        self.before = self.shown.revision();
        self.count = 0;
        // Past what counts as a click.
        self.pointer += vec2(9.0, 0.0);
        self.frame(vec![Event::PointerMoved(self.pointer)]);
        self.count = 0;
    }

    /// What is held goes on by two steps of the grid.
    pub fn drag(&mut self) {
        let step = 40.0 * self.shown.view().zoom();
        let event = self.goes_on(vec2(step, step), 6);
        self.frame(vec![event]);
    }

    /// How often the design has changed since it was taken hold of.
    pub fn edits(&self) -> u64 {
        self.shown.revision() - self.before
    }
}
