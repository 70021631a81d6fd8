//! The name of a component, frame or scenario, the words beside a link, the text of a note: one field over the board.

use crate::app::command::Command;
use crate::design::{Design, Edit, Element, ElementId};
use egui::{Key, Modal, TextEdit};

/// The dialog: which element, and what is typed.
#[derive(Clone, Debug)]
pub struct Rename {
    element: ElementId,
    text: String,
    begun: bool,
}

impl Rename {
    /// For an element of a design; none if it is not there.
    pub fn of(design: &Design, element: ElementId) -> Option<Self> {
        let text = match design.element(&element)? {
            Element::Component(component) => component.name,
            Element::Link(link) => link.label,
            Element::Note(note) => note.text,
            Element::Frame(frame) => frame.name,
            Element::Stroke(_) => return None,
            Element::Scenario(scenario) => scenario.name,
        };
        Some(Self { element, text, begun: false })
    }

    /// Shows the dialog; false once it is over.
    pub fn show(&mut self, ctx: &egui::Context, design: &Design, commands: &mut Vec<Command>) -> bool {
        let note = matches!(self.element, ElementId::Note(_));
        let title = match &self.element {
            ElementId::Link(_) => "Words beside the link".to_owned(),
            ElementId::Note(_) => "Text of the note".to_owned(),
            other => format!("Name of the {}", other.sort()),
        };
        let mut done = false;
        let modal = Modal::new(egui::Id::unique("rename")).show(ctx, |ui| {
            ui.set_width(360.0);
            ui.strong(&title);
            let field = if note { TextEdit::multiline(&mut self.text) } else { TextEdit::singleline(&mut self.text) };
            let mut output = field.desired_width(f32::INFINITY).show(ui);
            let field = output.response.response.clone().accessible_name(&title);
            if !self.begun {
                self.begun = true;
                field.request_focus();
                let all = egui::text::CCursorRange::two(
                    egui::text::CCursor::new(0),
                    egui::text::CCursor::new(self.text.chars().count()),
                );
                output.state.cursor.set_char_range(Some(all));
                output.state.store(ui.ctx(), field.id);
            }
            ui.horizontal(|ui| {
                done = ui.button("OK").clicked();
                if ui.button("Cancel").clicked() {
                    ui.close();
                }
            });
            // In a note Enter is a line break, as everywhere in a text of several lines.
            done |= !note && ui.input(|input| input.key_pressed(Key::Enter));
        });
        if done {
            commands.extend(self.edit(design).map(Command::Edit));
            return false;
        }
        !modal.should_close()
    }

    fn edit(&self, design: &Design) -> Option<Edit> {
        let text =
            if matches!(self.element, ElementId::Note(_)) { self.text.clone() } else { self.text.trim().to_owned() };
        let mut element = design.element(&self.element)?;
        let slot = match &mut element {
            Element::Component(component) => &mut component.name,
            Element::Link(link) => &mut link.label,
            Element::Note(note) => &mut note.text,
            Element::Frame(frame) => &mut frame.name,
            Element::Stroke(_) => return None,
            Element::Scenario(scenario) => &mut scenario.name,
        };
        // A component without a name could not be spoken of.
        if *slot == text
            || (text.is_empty() && matches!(self.element, ElementId::Component(_) | ElementId::Scenario(_)))
        {
            return None;
        }
        *slot = text;
        Some(Edit::Replace(element))
    }
}
