//! Names and texts, edited where they stand on the board.

use super::Request;
use super::board::Board;
use super::geometry::{GRID, component_rect, frame_rect, note_rect};
use super::paint::{Brush, NOTE_PAD, NOTE_SIZE};
use crate::design::{Design, Edit, Element, ElementId, Note};
use egui::text::{CCursor, CCursorRange};
use egui::{FontId, Key, Margin, Modifiers, Rect, TextEdit, UiBuilder, Vec2, pos2, vec2};

/// A text that is being edited.
#[derive(Clone, Debug)]
pub(super) struct Editing {
    element: ElementId,
    text: String,
    begun: bool,
    /// The gesture that put the element in.
    gesture: Option<u64>,
}

/// The name or text of an element; `None` if it has none.
fn slot(element: &mut Element) -> Option<&mut String> {
    match element {
        Element::Component(component) => Some(&mut component.name),
        Element::Link(link) => Some(&mut link.label),
        Element::Note(note) => Some(&mut note.text),
        Element::Frame(frame) => Some(&mut frame.name),
        Element::Stroke(_) | Element::Scenario(_) => None,
    }
}

impl Editing {
    fn of(design: &Design, element: ElementId, gesture: Option<u64>) -> Option<Self> {
        let text = slot(&mut design.element(&element)?)?.clone();
        Some(Self { element, text, begun: false, gesture })
    }

    /// In a note Enter is a line break, as everywhere in a text of several lines.
    fn is_long(&self) -> bool {
        matches!(self.element, ElementId::Note(_))
    }

    /// What was typed, as an edit; `None` if nothing changes.
    fn edit(&self, design: &Design) -> Option<Edit> {
        let text = if self.is_long() { self.text.trim_end() } else { self.text.trim() };
        let mut element = design.element(&self.element)?;
        let slot = slot(&mut element)?;
        // A component without a name could not be spoken of.
        if *slot == text || (text.is_empty() && matches!(self.element, ElementId::Component(_))) {
            return None;
        }
        text.clone_into(slot);
        Some(Edit::Replace(element))
    }

    fn title(&self) -> String {
        match &self.element {
            ElementId::Link(_) => "Words beside the link".to_owned(),
            ElementId::Note(_) => "Text of the note".to_owned(),
            other => format!("Name of the {}", other.sort()),
        }
    }
}

impl Board<'_, '_> {
    /// Begins what was asked for in the last frame: what is put in by a gesture is not in the design before.
    pub(super) fn begin_text(&mut self) {
        if let Some((element, gesture)) = self.view.hand.edit_next.take() {
            self.finish_text(false);
            self.view.hand.editing = Editing::of(self.scene.design, element, gesture);
        }
    }

    /// The field over the text that is being edited, and what ends it.
    pub(super) fn text_field(&mut self, brush: &Brush<'_>) {
        if self.view.hand.edit_next.is_some() {
            self.ui.request_repaint();
        }
        let Some(mut editing) = self.view.hand.editing.take() else { return };
        let Some((rect, size)) = self.field_place(brush, &editing.element) else { return };
        let (long, title) = (editing.is_long(), editing.title());
        let paper = self.scene.design.note(editing.element.id()).is_some_and(|note| long && !note.plain);
        let (paper, ink) = if paper {
            (brush.palette.note, brush.palette.note_text)
        } else {
            (brush.palette.card, brush.palette.text)
        };
        let finish =
            self.ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter)) || self.ui.input(|i| !i.focused);
        let mut output = self
            .ui
            .scope_builder(UiBuilder::new().max_rect(rect), |ui| {
                ui.set_clip_rect(self.area);
                let field =
                    if long { TextEdit::multiline(&mut editing.text) } else { TextEdit::singleline(&mut editing.text) };
                field
                    .id(egui::Id::unique("board text"))
                    .background_color(paper)
                    .text_color(ink)
                    .font(FontId::proportional(size))
                    .margin(Margin::symmetric(4, 2))
                    .desired_width(rect.width())
                    .desired_rows(1)
                    .min_size(if long { rect.size() } else { Vec2::ZERO })
                    .show(ui)
            })
            .inner;
        let field = output.response.response.clone().accessible_name(title);
        if !editing.begun {
            editing.begun = true;
            field.request_focus();
            let all = CCursorRange::two(CCursor::new(0), CCursor::new(editing.text.chars().count()));
            output.state.cursor.set_char_range(Some(all));
            output.state.store(self.ui.ctx(), field.id);
            self.view.hand.editing = Some(editing);
            return;
        }
        let escaped = self.ui.input(|i| i.key_pressed(Key::Escape));
        let over = finish || !field.has_focus();
        self.view.hand.editing = Some(editing);
        if over {
            field.surrender_focus();
            // A name that is not meant goes back to what it was; a note of several lines is work, and work is kept.
            self.finish_text(escaped && !finish && !long);
            self.ui.request_repaint();
        }
    }

    /// Ends the editing of a text: what was typed becomes an edit, unless it is cancelled.
    fn finish_text(&mut self, cancelled: bool) {
        let Some(editing) = self.view.hand.editing.take() else { return };
        let design = self.scene.design;
        // A note that has just been put in and says nothing was not meant.
        let empty = editing.text.trim().is_empty();
        let before = design.note(editing.element.id()).is_some_and(|note| note.text.is_empty());
        if editing.is_long()
            && (empty || cancelled)
            && before
            && let Some(gesture) = editing.gesture
        {
            self.requests.push(Request::Revert { gesture });
        } else if !cancelled && let Some(mut edit) = editing.edit(design) {
            if let Edit::Replace(Element::Note(note)) = &mut edit {
                self.make_room(note);
            }
            self.requests.push(Request::Edit { edit, gesture: editing.gesture });
        }
    }

    /// A note grows with what is typed into it; it never shrinks by itself.
    fn make_room(&self, note: &mut Note) {
        let width = note_rect(note).width() - 2.0 * NOTE_PAD;
        let font = FontId::proportional(NOTE_SIZE);
        let text = self.ui.painter().layout(note.text.clone(), font, egui::Color32::PLACEHOLDER, width.max(1.0));
        #[expect(clippy::cast_possible_truncation, reason = "a text of some thousand lines")]
        let steps = ((text.size().y + 2.0 * NOTE_PAD) / GRID).ceil() as i32;
        note.size.y = note.size.y.max(steps);
    }

    /// Where the field of an element is on the screen, and the size of its letters.
    fn field_place(&self, brush: &Brush<'_>, element: &ElementId) -> Option<(Rect, f32)> {
        let design = self.scene.design;
        let zoom = brush.transform.scaling;
        let letters = |size: f32| (size * zoom).clamp(12.0, 96.0);
        Some(match element {
            ElementId::Component(id) => {
                let rect = brush.transform * component_rect(design.component(id)?);
                let left = rect.left() + 30.0 * zoom;
                let top = rect.top() + 5.0 * zoom;
                let right = (rect.right() - 4.0 * zoom).max(left + 140.0);
                (Rect::from_min_max(pos2(left, top), pos2(right, top + 24.0 * zoom)), letters(14.0))
            }
            ElementId::Frame(id) => {
                let rect = brush.transform * frame_rect(design.frame(id)?);
                let width = (rect.width() - 8.0).clamp(140.0, 420.0);
                (Rect::from_min_size(rect.min + vec2(4.0, 4.0), vec2(width, 24.0)), letters(13.0))
            }
            ElementId::Note(id) => {
                let rect = brush.transform * note_rect(design.note(id)?);
                (Rect::from_min_size(rect.min, rect.size().max(vec2(140.0, 30.0))), letters(12.5))
            }
            ElementId::Link(id) => {
                let middle = brush.transform * self.middle_of(id)?;
                (Rect::from_center_size(middle, vec2(180.0, 24.0)), letters(12.0))
            }
            ElementId::Stroke(_) | ElementId::Scenario(_) => return None,
        })
    }
}
