//! Several designs in one window: the row of tabs, and which one is in front.

use super::command::{Action, Command};
use super::document::Document;
use super::state::App;
use crate::design::History;
use crate::file::Comments;
use egui::{Button, RichText, Ui, vec2};
use std::path::{Path, PathBuf};

/// Longest name on a tab, in points; the rest is shown on hover.
const WIDEST: f32 = 190.0;

/// The designs that are not in front, in the order of the tabs.
#[derive(Default)]
pub(super) struct Tabs {
    before: Vec<Document>,
    after: Vec<Document>,
    /// Documents that were ever open.
    made: u64,
}

/// What a tab tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// The name of the file, or of the design.
    pub name: String,
    /// Whether it is in front.
    pub front: bool,
    /// Whether it has changes that are not saved.
    pub unsaved: bool,
}

impl App {
    /// The designs that are open, from left to right.
    pub fn tabs(&self) -> Vec<Tab> {
        self.documents()
            .map(|document| Tab {
                name: document.name(),
                front: document.number == self.doc.number,
                unsaved: document.history.is_unsaved(),
            })
            .collect()
    }

    /// Every document, in the order of the tabs.
    pub(super) fn documents(&self) -> impl Iterator<Item = &Document> {
        self.tabs.before.iter().chain(std::iter::once(&self.doc)).chain(&self.tabs.after)
    }

    /// The same, to change.
    pub(super) fn documents_mut(&mut self) -> impl Iterator<Item = &mut Document> {
        self.tabs.before.iter_mut().chain(std::iter::once(&mut self.doc)).chain(&mut self.tabs.after)
    }

    /// Opens a document in a tab of its own, at the end of the row and in front. An untouched one gives its tab.
    pub(super) fn put_document(&mut self, history: History, path: Option<PathBuf>, comments: Comments) {
        self.tabs.made += 1;
        let mut document = Document::new(self.tabs.made, history);
        (document.path, document.comments) = (path, comments.into());
        document.view.wheel_zooms = self.doc.view.wheel_zooms;
        document.view.show_minimap(self.doc.view.has_minimap());
        let untouched = self.doc.is_untouched();
        let taken = |number: &usize| {
            let others = self.documents().filter(|other| !untouched || other.number != self.doc.number);
            others.filter(|other| other.path.is_none()).any(|other| other.untitled == *number)
        };
        document.untitled = (1..usize::MAX).find(|number| !taken(number)).unwrap_or_default();
        if untouched {
            self.doc = document;
        } else {
            let old = std::mem::replace(&mut self.doc, document);
            self.tabs.before.push(old);
            self.tabs.before.append(&mut self.tabs.after);
        }
        self.changed_document();
    }

    /// Brings the document of that number to the front.
    pub(super) fn show_document(&mut self, number: u64) {
        if self.doc.number == number {
            return;
        }
        let mut all = std::mem::take(&mut self.tabs.before);
        all.push(std::mem::take(&mut self.doc));
        all.append(&mut self.tabs.after);
        let at = all.iter().position(|document| document.number == number).unwrap_or(0);
        self.tabs.after = all.split_off((at + 1).min(all.len()));
        self.doc = all.pop().unwrap_or_default();
        self.tabs.before = all;
        self.changed_document();
    }

    /// Brings the document of a file to the front. False if it is not open.
    pub(super) fn show_file(&mut self, path: &Path) -> bool {
        let full = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let wanted = full(path);
        let found = self.documents().find(|document| document.path.as_deref().is_some_and(|own| full(own) == wanted));
        let Some(number) = found.map(|document| document.number) else { return false };
        self.show_document(number);
        true
    }

    /// The next tab, or the one before; round at the ends.
    pub(super) fn step_document(&mut self, forward: bool) {
        let numbers: Vec<u64> = self.documents().map(|document| document.number).collect();
        let here = self.tabs.before.len();
        let next = if forward { here + 1 } else { here + numbers.len() - 1 } % numbers.len().max(1);
        if let Some(number) = numbers.get(next) {
            self.show_document(*number);
        }
    }

    /// Closes the document of that number, whatever it holds. The last one leaves an empty design.
    pub(super) fn drop_document(&mut self, number: u64) {
        // Whoever closes it was asked.
        for document in self.documents_mut().filter(|document| document.number == number) {
            document.kept.give_up();
        }
        if self.doc.number != number {
            self.tabs.before.retain(|document| document.number != number);
            self.tabs.after.retain(|document| document.number != number);
            return;
        }
        let after = if self.tabs.after.is_empty() { None } else { Some(self.tabs.after.remove(0)) };
        if let Some(next) = after.or_else(|| self.tabs.before.pop()) {
            self.doc = next;
        } else {
            self.tabs.made += 1;
            self.doc = Document::new(self.tabs.made, History::new(crate::design::Design::default()));
        }
        self.changed_document();
    }

    /// What belonged to the document that was in front goes.
    fn changed_document(&mut self) {
        self.toasts.forget_steps();
        self.drop_focus = true;
    }
}

/// Shows the row of tabs; nothing while one design is all there is.
pub(super) fn show(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    egui::ScrollArea::horizontal().id_salt("tabs").auto_shrink([false, true]).show(ui, |ui| {
        ui.horizontal(|ui| {
            for document in app.documents() {
                one(ui, app, document, commands);
            }
            let new = ui.add(Button::new("+").frame_when_inactive(false)).accessible_name("New tab");
            if new.on_hover_text("A new design").clicked() {
                commands.push(Command::Act(Action::New));
            }
        });
    });
}

fn one(ui: &mut Ui, app: &App, document: &Document, commands: &mut Vec<Command>) {
    let (name, front) = (document.name(), document.number == app.doc.number);
    let unsaved = document.history.is_unsaved();
    let shown = if unsaved { format!("• {name}") } else { name.clone() };
    let text = if front { RichText::new(shown).strong() } else { RichText::new(shown) };
    ui.push_id(document.number, |ui| {
        ui.spacing_mut().item_spacing.x = 1.0;
        let mut size = vec2(0.0, ui.spacing().interact_size.y);
        size.x = WIDEST.min(
            ui.painter().layout_no_wrap(name.clone(), egui::FontId::default(), egui::Color32::WHITE).size().x + 26.0,
        );
        let button = ui.add_sized(size, Button::selectable(front, text).truncate());
        let state = if unsaved { ", not saved" } else { "" };
        let button = button.accessible_name(format!("Tab {name}{state}")).on_hover_ui(|ui| {
            ui.label(document.path.as_ref().map_or_else(|| name.clone(), |path| path.display().to_string()));
            ui.weak(if unsaved { "Has changes that are not saved." } else { "Ctrl+Tab goes to the next design." });
        });
        if front {
            button.scroll_to_me(None);
        }
        if button.clicked() {
            commands.push(Command::ShowDocument(document.number));
        }
        let close = ui.add(Button::new("×").frame_when_inactive(false)).accessible_name(format!("Close {name}"));
        if close.clicked() || button.middle_clicked() {
            commands.push(Command::CloseDocument(document.number));
        }
    });
}
