//! The inspector of what is no component and no link: notes, frames, strokes; and how anything lies on the board.

use super::text::{self, line};
use super::{Inspector, Read};
use crate::app::clipboard::plural;
use crate::app::command::{Action, Command, Entry};
use crate::design::{Boundary, Edit, Element, ElementId, Frame, Note, Stroke};
use crate::units::{Measure, MoneyRate, write};
use egui::{ComboBox, Id, Ui};

/// Shows a note.
pub fn note(ui: &mut Ui, read: Read<'_>, note: Note, state: &mut Inspector, commands: &mut Vec<Command>) {
    ui.strong(if note.plain { "Text" } else { "Note" });
    let id = Id::unique(("note text", &note.id));
    if let Some(text) = text::block(ui, &mut state.drafts, id, "Text", &note.text) {
        commands.push(Command::Type(id, Edit::Replace(Element::Note(Note { text, ..note.clone() }))));
    }
    let mut paper = !note.plain;
    if ui.checkbox(&mut paper, "On paper").on_hover_text("Or as a text on the board itself").changed() {
        commands.push(Command::Edit(Edit::Replace(Element::Note(Note { plain: !paper, ..note }))));
    }
    lies(ui, read, commands);
}

/// Shows a frame: its name, what its edge means for data that crosses it, and what it holds.
pub fn frame(ui: &mut Ui, read: Read<'_>, frame: &Frame, state: &mut Inspector, commands: &mut Vec<Command>) {
    ui.strong("Frame");
    let id = Id::unique(("frame name", &frame.id));
    if let Some(name) = line(ui, &mut state.drafts, id, "Name", &frame.name, "", text::any) {
        commands.push(Command::Type(id, Edit::Replace(Element::Frame(Frame { name, ..frame.clone() }))));
    }
    ui.horizontal(|ui| {
        text::label(ui, "Boundary", false);
        let mut chosen = None;
        ComboBox::from_id_salt("boundary")
            .selected_text(words(frame.boundary))
            .width(ui.available_width())
            .truncate()
            .show_ui(ui, |ui| {
                for boundary in Boundary::ALL {
                    if ui.selectable_label(frame.boundary == *boundary, words(*boundary)).clicked() {
                        chosen = Some(*boundary);
                    }
                }
            })
            .response
            .on_hover_text(
                "Data that goes from one zone or region to another is paid for, as the products' prices say.",
            )
            .accessible_name("Boundary");
        if let Some(boundary) = chosen.filter(|boundary| *boundary != frame.boundary) {
            commands.push(Command::Edit(Edit::Replace(Element::Frame(Frame { boundary, ..frame.clone() }))));
        }
    });
    let held: Vec<_> = read
        .design
        .held_by(frame)
        .filter_map(|id| match id {
            ElementId::Component(id) => Some(id),
            _ => None,
        })
        .collect();
    if held.is_empty() {
        ui.weak("It holds no components. What is drawn or moved inside moves with it.");
    } else {
        let cost: f64 = held.iter().filter_map(|id| read.estimate?.component(id)).map(|of| of.cost.base()).sum();
        ui.label(format!("holds {}: {}", plural(held.len(), "component"), write(MoneyRate::from_base(cost))));
        if ui.button("Select what it holds").clicked() {
            commands.push(Command::Select(held.into_iter().map(ElementId::Component).collect()));
        }
    }
    let crossing = read.design.links().filter(|link| read.design.crossing(link) == frame.boundary).count();
    if frame.boundary != Boundary::None {
        ui.weak(format!("{} from one {} to another", plural(crossing, "link"), frame.boundary.name()));
    }
    lies(ui, read, commands);
}

const fn words(boundary: Boundary) -> &'static str {
    match boundary {
        Boundary::None => "nothing: a team, a step",
        Boundary::Zone => "availability zone",
        Boundary::Region => "region",
    }
}

/// Shows a stroke.
pub fn stroke(ui: &mut Ui, read: Read<'_>, stroke: &Stroke, commands: &mut Vec<Command>) {
    ui.strong("Freehand stroke");
    ui.weak(plural(stroke.points.len(), "point"));
    lies(ui, read, commands);
}

/// How what is selected lies on the board: locked, in a group, over or under other things.
pub fn lies(ui: &mut Ui, read: Read<'_>, commands: &mut Vec<Command>) {
    let (mut count, mut locked, mut grouped) = (0, true, false);
    for own in read.selection.iter().filter_map(|id| read.design.arrangement(id)) {
        count += 1;
        locked &= own.locked;
        grouped |= own.group.is_some();
    }
    if count == 0 {
        return;
    }
    ui.separator();
    ui.horizontal_wrapped(|ui| {
        let response = ui.checkbox(&mut locked, "Locked").on_hover_text(Entry::of(Action::Lock).map_or("", |e| e.help));
        if response.changed() {
            commands.push(Command::Act(Action::Lock));
        }
        if grouped {
            button(ui, Action::Ungroup, commands);
        } else if count > 1 {
            button(ui, Action::Group, commands);
        }
        for action in [Action::Forward, Action::Backward, Action::ToFront, Action::ToBottom] {
            button(ui, action, commands);
        }
    });
}

/// A command of the table as a small button, with its keys told on hover.
pub fn button(ui: &mut Ui, action: Action, commands: &mut Vec<Command>) {
    let Some(entry) = Entry::of(action) else { return };
    let keys = entry.first_keys(ui.ctx());
    let response = ui.small_button(entry.name);
    let response = if keys.is_empty() { response } else { response.on_hover_text(keys) };
    if response.clicked() {
        commands.push(Command::Act(action));
    }
}
