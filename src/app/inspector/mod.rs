//! The inspector: what is selected, as fields; nothing selected, the design and its scenarios.

mod component;
mod field;
mod figures;
mod link;
pub mod requirement;
mod scenario;
mod several;
mod shape;
mod text;

pub use component::usual;
pub use field::{Of, widget};
pub use text::{Drafts, bare, show_error, take_escaped};

use super::command::Command;
use crate::catalog::{Catalog, Field};
use crate::design::{Design, Edit, Element, ElementId, Id};
use crate::estimate::Estimate;
use std::collections::BTreeSet;
use text::line;

/// What the inspector reads.
#[derive(Clone, Copy)]
pub struct Read<'a> {
    /// The design.
    pub design: &'a Design,
    /// The catalogue.
    pub catalog: &'a Catalog,
    /// The figures.
    pub estimate: Option<&'a Estimate>,
    /// What is selected.
    pub selection: &'a BTreeSet<ElementId>,
    /// The scenario chosen.
    pub scenario: Option<&'a Id>,
}

/// What the inspector looks like: texts that are being typed, fields that are unfolded.
#[derive(Debug, Default)]
pub struct Inspector {
    drafts: Drafts,
    /// The element shown last, and the fields that were set when it was selected: they stand with the main ones.
    /// Fields do not change their places while one types in them.
    shown: Option<(ElementId, BTreeSet<Field>)>,
    /// The field whose reason is unfolded.
    reason: Option<(ElementId, Field)>,
    /// The field to be scrolled to.
    wanted: Option<(ElementId, Field)>,
    /// The limit of a requirement that the keyboard shall go to, once it is there.
    wanted_limit: Option<egui::Id>,
}

impl Inspector {
    /// Puts the keyboard into a field of an element.
    pub fn focus(&mut self, ctx: &egui::Context, element: &ElementId, field: Field) {
        ctx.memory_mut(|memory| memory.request_focus(field::id(element, field)));
        self.wanted = Some((element.clone(), field));
        // Unfolds the fields that are set less often if it is one of them.
        self.shown = None;
    }

    /// Puts the keyboard into the limit of a requirement, once it is shown.
    pub fn focus_limit(&mut self, id: egui::Id) {
        self.wanted_limit = Some(id);
    }

    /// Remembers which fields stand with the main ones of an element.
    fn remember(&mut self, element: &ElementId, set: impl Iterator<Item = Field>) {
        if self.shown.as_ref().is_none_or(|(shown, _)| shown != element) {
            let mut fields: BTreeSet<Field> = set.collect();
            fields.extend(self.wanted.iter().filter(|(wanted, _)| wanted == element).map(|(_, field)| *field));
            self.shown = Some((element.clone(), fields));
            self.reason = None;
        }
    }

    /// Whether a field stands with the main ones.
    fn stands_first(&self, field: Field) -> bool {
        self.shown.as_ref().is_some_and(|(_, fields)| fields.contains(&field))
    }
}

/// Shows the inspector.
pub fn show(ui: &mut egui::Ui, read: Read<'_>, state: &mut Inspector, commands: &mut Vec<Command>) {
    egui::ScrollArea::vertical().id_salt("inspector").auto_shrink(false).show(ui, |ui| {
        ui.add_space(4.0);
        let mut selected = read.selection.iter();
        match (selected.next(), selected.next()) {
            (None, _) => nothing(ui, read, state, commands),
            (Some(element), None) => one(ui, read, element, state, commands),
            (Some(_), Some(_)) => several::show(ui, read, state, commands),
        }
    });
}

fn one(ui: &mut egui::Ui, read: Read<'_>, element: &ElementId, state: &mut Inspector, commands: &mut Vec<Command>) {
    match read.design.element(element) {
        Some(Element::Component(component)) => component::show(ui, read, &component, state, commands),
        Some(Element::Link(link)) => link::show(ui, read, &link, state, commands),
        Some(Element::Note(note)) => shape::note(ui, read, note, state, commands),
        Some(Element::Frame(frame)) => shape::frame(ui, read, &frame, state, commands),
        Some(Element::Stroke(stroke)) => shape::stroke(ui, read, &stroke, commands),
        Some(Element::Scenario(_)) | None => {}
    }
}

fn nothing(ui: &mut egui::Ui, read: Read<'_>, state: &mut Inspector, commands: &mut Vec<Command>) {
    ui.strong("Design");
    let id = egui::Id::unique("design name");
    if let Some(name) = line(ui, &mut state.drafts, id, "Name", read.design.name(), "untitled", text::any) {
        commands.push(Command::Type(id, Edit::Name(name)));
    }
    let id = egui::Id::unique("design about");
    if let Some(about) = text::block(ui, &mut state.drafts, id, "About", read.design.about()) {
        commands.push(Command::Type(id, Edit::About(about)));
    }
    ui.weak("Select a component or a link to see and change its settings.");
    ui.separator();
    scenario::list(ui, read, state, commands);
}
