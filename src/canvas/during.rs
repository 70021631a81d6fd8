//! Gestures that go on from frame to frame, what is dropped, and the arrow keys.

use super::board::{Board, corner_for};
use super::geometry::{box_at, component_rect, grid_steps, note_rect};
use super::gesture::{self, Gesture};
use super::paint::Brush;
use super::{DraggedProduct, Request};
use crate::design::ElementId;
use egui::{CornerRadius, DragAndDrop, Key, Pos2, Rect, Stroke, StrokeKind};

impl Board<'_, '_> {
    /// The gesture under way goes on, or ends.
    pub(super) fn go_on(&mut self, brush: &Brush<'_>, pointer: Option<Pos2>) {
        let (down, focused) = self.ui.input(|i| (i.pointer.primary_down(), i.focused));
        let ended = !down || !focused;
        let at = pointer.map(|at| brush.transform.inverse() * at);
        let mut gesture = std::mem::take(&mut self.view.gesture);
        match &mut gesture {
            Gesture::None | Gesture::Over => {}
            Gesture::Move { number, from, start, steps, moved } => {
                if let Some(at) = at {
                    let now = grid_steps(at - *from);
                    if now != *steps {
                        *steps = now;
                        *moved = true;
                        self.requests.push(Request::Edit { edit: gesture::moved(start, now), gesture: Some(*number) });
                    }
                }
                self.ui.set_cursor_icon(egui::CursorIcon::Grabbing);
            }
            Gesture::Marquee { from, before } => {
                if let Some(at) = at {
                    let rect = Rect::from_two_pos(*from, at);
                    self.view.selection.clone_from(before);
                    let design = self.scene.design;
                    let inside = |other: Rect| rect.intersects(other);
                    self.view.selection.extend(
                        design
                            .components()
                            .filter(|c| inside(component_rect(c)))
                            .map(|c| ElementId::Component(c.id.clone())),
                    );
                    self.view
                        .selection
                        .extend(design.notes().filter(|n| inside(note_rect(n))).map(|n| ElementId::Note(n.id.clone())));
                    let shown = brush.transform * rect;
                    brush.painter.rect(
                        shown,
                        CornerRadius::ZERO,
                        brush.palette.accent.gamma_multiply(0.12),
                        Stroke::new(1.0, brush.palette.accent),
                        StrokeKind::Inside,
                    );
                }
            }
            Gesture::Connect { .. } | Gesture::Reconnect { .. } => {
                self.view.gesture = gesture.clone();
                self.draw_link(brush, at, pointer, ended);
                gesture = std::mem::take(&mut self.view.gesture);
            }
        }
        self.view.gesture = if ended { Gesture::None } else { gesture };
    }

    /// A product from the palette, over the board or let go on it.
    pub(super) fn dropped(&mut self, brush: &Brush<'_>) {
        if !DragAndDrop::has_payload_of_type::<DraggedProduct>(self.ui.ctx()) {
            return;
        }
        let Some(pointer) = self.ui.input(|i| i.pointer.interact_pos()).filter(|at| self.area.contains(*at)) else {
            return;
        };
        let at = corner_for(brush.transform.inverse() * pointer);
        let ghost = brush.transform * box_at(at);
        brush.painter.rect(
            ghost,
            CornerRadius::same(8),
            brush.palette.accent.gamma_multiply(0.15),
            Stroke::new(1.5, brush.palette.accent),
            StrokeKind::Inside,
        );
        let released = self.ui.input(|i| i.pointer.any_released());
        if released && let Some(product) = DragAndDrop::take_payload::<DraggedProduct>(self.ui.ctx()) {
            self.requests.push(Request::AddProduct { product: product.0.clone(), at });
        }
    }

    /// Arrow keys move the selection, a burst of them as one step.
    pub(super) fn keys(&mut self) {
        if self.ui.text_edit_focused() || self.view.selection.is_empty() || !self.alone() {
            return;
        }
        let ours = self.ui.memory(egui::Memory::focused).is_none_or(|focused| {
            self.view.selection.iter().any(|id| egui::Id::unique(("board element", id)) == focused)
        });
        if !ours {
            return;
        }
        if let Some(focused) = self.ui.memory(egui::Memory::focused) {
            let filter = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
            self.ui.memory_mut(|memory| memory.set_focus_lock_filter(focused, filter));
        }
        let (dx, dy, now) = self.ui.input(|i| {
            let step = if i.modifiers.shift { 4 } else { 1 };
            let plain = !i.modifiers.command && !i.modifiers.alt;
            let pressed = |key| i32::from(plain && i.key_pressed(key)) * step;
            (
                pressed(Key::ArrowRight) - pressed(Key::ArrowLeft),
                pressed(Key::ArrowDown) - pressed(Key::ArrowUp),
                i.time,
            )
        });
        if (dx, dy) == (0, 0) {
            return;
        }
        // Another selection is another burst, however quick: its step of undo is its own.
        let number = match &self.view.nudge {
            Some((number, at, moved)) if now - at < 1.0 && *moved == self.view.selection => *number,
            _ => self.view.next_gesture(),
        };
        self.view.nudge = Some((number, now, self.view.selection.clone()));
        // A frame takes along what it holds, as it does under the pointer.
        let start = gesture::places(self.scene.design, &self.scene.design.with_contents(&self.view.selection));
        if !start.is_empty() {
            self.requests.push(Request::Edit { edit: gesture::moved(&start, (dx, dy)), gesture: Some(number) });
        }
    }
}
