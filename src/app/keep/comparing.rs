//! Comparing on the board: what differs from another design, and what that does to the figures.

use super::super::command::Command;
use super::super::opening::Opening;
use super::super::progress::{Cancel, Task};
use super::super::state::App;
use super::Keep;
use super::words;
use crate::catalog::Catalog;
use crate::compare::{Change, Diff, Effect, Moved, diff, effects};
use crate::design::{Design, ElementId, Id};
use egui::{Align2, RichText, ScrollArea, Window, vec2};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// What the design is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) enum With {
    /// What was last opened or saved.
    Saved,
    /// A file.
    File(PathBuf),
    /// A design, by what it is called.
    Design(String, Box<Design>),
}

/// What a comparison has found for one revision.
struct Found {
    diff: Diff,
    effects: Vec<Effect>,
}

/// A comparison that is shown.
pub(in crate::app) struct Comparison {
    /// The document that is compared.
    number: u64,
    title: String,
    pub before: Arc<Design>,
    of: Of,
    found: Option<Found>,
    working: Option<(Of, Receiver<Found>)>,
}

/// A file that is read to be compared with.
pub(super) struct Reading {
    /// The document that is to be compared.
    number: u64,
    opening: Opening,
}

impl Reading {
    /// Reads a file as it is read to be opened.
    fn begin(ctx: &egui::Context, catalog: &Arc<Catalog>, number: u64, path: PathBuf) -> Self {
        let opening = Opening::begin(path, catalog);
        opening.wake(ctx);
        Self { number, opening }
    }

    /// What goes on, for the strip of progress.
    fn task(&self) -> Task {
        let what = format!("Reading {}", self.opening.path.display());
        Task { what, begun: self.opening.begun, done: None, cancel: Some(Cancel::Comparing) }
    }
}

/// Revision and scenario.
type Of = Option<(u64, Option<Id>)>;

impl Comparison {
    fn begin(number: u64, title: String, before: Arc<Design>) -> Self {
        Self { number, title, before, of: None, found: None, working: None }
    }

    /// What differs, as far as that has been found.
    pub fn diff(&self) -> Option<&Diff> {
        Some(&self.found.as_ref()?.diff)
    }
}

impl Keep {
    /// The reading of a file to compare with, for the strip of progress.
    pub fn task(&self) -> Option<Task> {
        self.reading.as_ref().map(Reading::task)
    }

    /// Gives up reading it.
    pub fn stop_reading(&mut self) {
        self.reading = None;
    }
}

impl App {
    /// What is marked on the board as different from the design that it is compared with: added, removed, changed and
    /// moved elements; none while nothing is compared.
    pub fn differences(&self) -> Option<&Diff> {
        self.keep.comparing.as_ref()?.diff()
    }

    /// Compares the document in front, and marks on the board what differs.
    pub(in crate::app) fn compare_with(&mut self, ctx: &egui::Context, with: With) {
        let (title, before) = match with {
            With::Saved => {
                let Some(base) = &self.doc.kept.base else {
                    self.tell("the design has not been saved yet: there is nothing to compare it with");
                    return;
                };
                ("the file".to_owned(), Arc::clone(base))
            }
            With::Design(title, design) => (title, Arc::new(*design)),
            With::File(path) => {
                self.keep.reading = Some(Reading::begin(ctx, &self.catalog, self.doc.number, path));
                return;
            }
        };
        self.keep.comparing = Some(Comparison::begin(self.doc.number, title, before));
        ctx.request_repaint();
    }

    /// Looks whether the file to compare with has been read.
    pub(super) fn tend_reading(&mut self, ctx: &egui::Context) {
        let Some(reading) = &self.keep.reading else { return };
        let result = match reading.opening.result() {
            Err(TryRecvError::Empty) => return,
            result => result.ok(),
        };
        let Some(Reading { number, opening }) = self.keep.reading.take() else { return };
        let shown = opening.path.display().to_string();
        match result {
            // The document may have been closed meanwhile.
            Some(Ok(_)) if !self.documents().any(|document| document.number == number) => {}
            Some(Ok(opened)) => {
                if !opened.is_whole() {
                    self.tell(format!(
                        "compared without {} elements of {shown} that cannot be read",
                        opened.left_out.len()
                    ));
                }
                self.keep.comparing = Some(Comparison::begin(number, shown, Arc::new(opened.design)));
                ctx.request_repaint();
            }
            Some(Err(error)) => self.tell(error.to_string()),
            None => self.tell(format!("{shown}: reading it broke off; there is nothing to compare with")),
        }
    }

    /// Keeps the comparison up to date, on a thread.
    pub(super) fn tend_comparing(&mut self, ctx: &egui::Context) {
        let Some(comparison) = &mut self.keep.comparing else { return };
        if comparison.number != self.doc.number {
            return;
        }
        if let Some((of, working)) = &comparison.working {
            match working.try_recv() {
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => comparison.working = None,
                Ok(found) => {
                    comparison.of.clone_from(of);
                    comparison.found = Some(found);
                    comparison.working = None;
                }
            }
        }
        let wanted = Some((self.doc.history.revision(), self.doc.scenario.clone()));
        if comparison.of == wanted || self.doc.view.in_gesture() {
            return;
        }
        let (sender, result) = channel();
        let (before, after) = (Arc::clone(&comparison.before), self.doc.history.design().clone());
        let (catalog, scenario, wake) = (Arc::clone(&self.catalog), self.doc.scenario.clone(), ctx.clone());
        std::thread::spawn(move || {
            let found = Found {
                diff: diff(&before, &after),
                effects: effects(&before, &after, &catalog, |of| scenario.as_ref().is_none_or(|id| of.id == *id)),
            };
            // The window may be gone.
            let _ = sender.send(found);
            wake.request_repaint();
        });
        comparison.working = Some((wanted, result));
    }

    /// The list of what differs, beside the marks on the board.
    pub(in crate::app) fn show_comparing(&mut self, ctx: &egui::Context, commands: &mut Vec<Command>) {
        let Some(comparison) = self.keep.comparing.as_ref().filter(|it| it.number == self.doc.number) else { return };
        let after = self.doc.history.design();
        let mut open = true;
        let corner = self.doc.view.area().right_bottom() + vec2(-12.0, -12.0);
        Window::new(RichText::new(format!("Compared with {}", comparison.title)).size(14.0))
            .id(egui::Id::unique("comparing"))
            .open(&mut open)
            .pivot(Align2::RIGHT_BOTTOM)
            .default_pos(corner)
            .default_width(320.0)
            .resizable(true)
            .show(ctx, |ui| {
                let Some(found) = &comparison.found else {
                    ui.spinner();
                    return;
                };
                ui.label(words::counts(&found.diff));
                ui.weak("+ added   − removed   ~ changed   > moved");
                ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
                    for change in found.diff.changes.iter().take(200) {
                        let line = words::line(change, &comparison.before, after);
                        let there = match change {
                            Change::Added { id, .. } | Change::Changed { id, .. } => Some(id.clone()),
                            _ => None,
                        };
                        let label = egui::Button::new(&line).frame(false).truncate();
                        let clicked = ui.add(label).on_hover_text(&line).clicked();
                        if let (true, Some(id)) = (clicked, there) {
                            commands.push(Command::Reveal(id));
                        }
                    }
                });
                ui.separator();
                for effect in &found.effects {
                    show_effect(ui, effect, after);
                }
            });
        if !open {
            self.keep.comparing = None;
        }
    }
}

fn show_effect(ui: &mut egui::Ui, effect: &Effect, after: &Design) {
    let name = effect.scenario.as_ref().and_then(|id| after.scenario(id)).map_or("as drawn", |of| of.name.as_str());
    ui.strong(format!("In {name}"));
    if effect.is_none() {
        ui.label("no figure changes");
        return;
    }
    let moved = |moved: &Moved| {
        let said = |amount: &Option<crate::units::Amount>| amount.as_ref().map_or("—".to_owned(), ToString::to_string);
        format!("{} to {}", said(&moved.before), said(&moved.after))
    };
    let said = effect.verdicts.iter().any(|verdict| verdict.title.starts_with("cost"));
    if !said && !effect.cost.is_same() {
        ui.label(format!("cost: {}", moved(&effect.cost)));
    }
    for verdict in &effect.verdicts {
        let word = |met: Option<bool>| match met {
            Some(true) => "met",
            Some(false) => "not met",
            None => "unknown",
        };
        let (was, is) = (word(verdict.met.0), word(verdict.met.1));
        if was != is {
            ui.label(format!("{}: {was}, now {is}", verdict.title));
        }
        if !verdict.value.is_same() {
            ui.label(format!("{}: {}", verdict.title, moved(&verdict.value)));
        }
        if !verdict.headroom.is_same() {
            ui.weak(format!("headroom {}", moved(&verdict.headroom)));
        }
    }
    for component in effect.components.iter().take(12) {
        let name = words::name_of(after, &ElementId::Component(component.id.clone()));
        let figures = [
            ("load", &component.load),
            ("staleness", &component.staleness),
            ("cost", &component.cost),
            ("units needed", &component.units),
        ];
        let parts: Vec<String> = figures
            .into_iter()
            .filter(|(_, figure)| !figure.is_same())
            .map(|(word, figure)| format!("{word} {}", moved(figure)))
            .collect();
        ui.small(format!("{name}: {}", parts.join(", ")));
    }
}
