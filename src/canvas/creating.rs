//! Tools that put something in: what a press on the board means while one of them is in the hand.

use super::board::Board;
use super::geometry::grid_point;
use super::gesture::{self, Gesture};
use super::paint::Brush;
use super::{Request, Tool};
use crate::design::{Edit, Element, Frame, Id, Note, Point};
use egui::{CornerRadius, CursorIcon, PointerButton, Pos2, Rect, Sense, Stroke, StrokeKind};

/// The size of what is put in by a click, in steps of the grid.
const fn usual(tool: Tool) -> Point {
    match tool {
        Tool::Frame => Point { x: 24, y: 14 },
        Tool::Text => Point { x: 12, y: 2 },
        _ => Point { x: 10, y: 4 },
    }
}

impl Board<'_, '_> {
    /// While a tool is in the hand it takes every press on the board, whatever lies there.
    pub(super) fn tool_at_work(&mut self, brush: &Brush<'_>, pointer: Option<Pos2>) {
        let tool = self.view.hand.tool;
        if tool == Tool::Select || self.view.hand.editing.is_some() {
            return;
        }
        let response = self.ui.interact(self.area, egui::Id::unique("board tool"), Sense::drag());
        let (pressed, origin) =
            self.ui.input(|i| (i.pointer.button_pressed(PointerButton::Primary), i.pointer.press_origin()));
        let pressed = pressed && response.is_pointer_button_down_on() && !self.panning;
        let cursor = match tool {
            Tool::Hand => CursorIcon::Grab,
            Tool::Text => CursorIcon::Text,
            _ => CursorIcon::Crosshair,
        };
        if response.hovered() && !self.panning {
            self.ui.set_cursor_icon(cursor);
        }
        let to_board = brush.transform.inverse();
        let at = pointer.map(|at| to_board * at);
        if let (Gesture::Connect { by_click: true, from, .. }, Some(at)) = (&self.view.gesture, at) {
            // The second click: a component ends the link, empty board asks what to add.
            if pressed {
                let from = from.clone();
                self.view.gesture = Gesture::None;
                match self.component_at(at).map(|component| component.id.clone()) {
                    Some(target) if target == from => {}
                    Some(target) => {
                        self.requests.push(gesture::connect(self.scene.design, &from, &target));
                        self.view.used_tool();
                    }
                    None => {
                        self.browse_at(at, Some(from), None);
                        self.view.used_tool();
                    }
                }
            }
            return;
        }
        let Some(origin) = origin.filter(|_| pressed && self.alone()).map(|at| to_board * at) else { return };
        match tool {
            Tool::Select | Tool::Hand => {}
            Tool::Pen => self.begin_stroke(origin),
            Tool::Note | Tool::Text | Tool::Frame => self.view.gesture = Gesture::Draw { tool, from: origin },
            Tool::Connect => {
                if let Some(component) = self.component_at(origin) {
                    let from = component.id.clone();
                    self.view.hand.linking = None;
                    self.view.gesture = Gesture::Connect { from, backwards: false, by_click: false };
                }
            }
        }
    }

    /// The rectangle of a new element goes on; when the button is let go it is put in, and its text is asked for.
    pub(super) fn draw_box(&mut self, brush: &Brush<'_>, tool: Tool, from: Pos2, at: Option<Pos2>, ended: bool) {
        let Some(at) = at else { return };
        let (a, b) = (grid_point(from), grid_point(at));
        let (least, most) = (Point::new(a.x.min(b.x), a.y.min(b.y)), Point::new(a.x.max(b.x), a.y.max(b.y)));
        let drawn = Point::new(most.x - least.x, most.y - least.y);
        let click = drawn.x < 2 && drawn.y < 2;
        let (corner, size) = if click {
            (a, usual(tool))
        } else {
            (least, Point::new(drawn.x.max(2), drawn.y.max(if tool == Tool::Frame { 3 } else { 2 })))
        };
        if !ended {
            if !click {
                let end = super::geometry::place(corner.moved(size.x, size.y));
                let rect = brush.transform * Rect::from_two_pos(super::geometry::place(corner), end);
                let fill = if tool == Tool::Note { brush.palette.note } else { egui::Color32::TRANSPARENT };
                let stroke = Stroke::new(1.5, brush.palette.accent);
                brush.painter.rect(rect, CornerRadius::same(4), fill, stroke, StrokeKind::Inside);
            }
            return;
        }
        let design = self.scene.design;
        let number = self.view.next_gesture();
        let element = if tool == Tool::Frame {
            let id = design.fresh_frame_id(&Id::from_name("frame"));
            Element::Frame(Frame::new(id, &design.fresh_frame_name(), corner, size))
        } else {
            let plain = tool == Tool::Text;
            let id = design.fresh_note_id(&Id::from_name(if plain { "text" } else { "note" }));
            let mut note = Note::new(id, corner, size, "");
            note.plain = plain;
            Element::Note(note)
        };
        let id = element.id();
        self.requests.push(Request::Edit { edit: Edit::insert(element), gesture: Some(number) });
        self.view.selection = [id.clone()].into();
        self.view.edit_new_text(id, number);
        self.view.used_tool();
    }
}
