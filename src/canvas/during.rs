//! Gestures that go on from frame to frame, and what is dropped.

use super::board::{Board, corner_for};
use super::geometry::box_at;
use super::gesture::Gesture;
use super::paint::{Brush, Look};
use super::{DraggedProduct, Request};
use crate::design::{Component, Id};
use egui::{CornerRadius, DragAndDrop, Pos2, Stroke, StrokeKind};

impl Board<'_, '_> {
    /// The gesture under way goes on, or ends.
    pub(super) fn go_on(&mut self, brush: &Brush<'_>, pointer: Option<Pos2>) {
        let (down, focused) = self.ui.input(|i| (i.pointer.primary_down(), i.focused));
        let ended = !down || !focused;
        let at = pointer.map(|at| brush.transform.inverse() * at);
        let mut gesture = std::mem::take(&mut self.view.gesture);
        match &mut gesture {
            Gesture::None | Gesture::Over => {}
            Gesture::Move(moving) => {
                self.move_on(brush, moving, at, ended);
                if matches!(self.view.gesture, Gesture::Over) {
                    gesture = Gesture::Over;
                }
            }
            Gesture::Marquee { from, before, mark } => {
                if let Some(at) = at {
                    self.marquee(brush, *from, at, before, *mark);
                }
            }
            Gesture::Resize(resizing) => self.resize_on(resizing, at),
            Gesture::Draw { tool, from } => self.draw_box(brush, *tool, *from, at, ended && focused),
            Gesture::Pen { points } => self.draw_stroke(brush, points, ended),
            Gesture::Connect { .. } | Gesture::Reconnect { .. } => {
                self.view.gesture = gesture;
                self.draw_link(brush, at, pointer, ended && focused);
                // It ends by itself where it ends by a click.
                let by_click = matches!(&self.view.gesture, Gesture::Connect { by_click: true, .. });
                gesture = std::mem::take(&mut self.view.gesture);
                if by_click && focused {
                    self.view.gesture = gesture;
                    return;
                }
            }
        }
        self.view.gesture = if ended { Gesture::None } else { gesture };
    }

    /// A product from the palette, over the board or let go on it.
    pub(super) fn dropped(&mut self, brush: &Brush<'_>) {
        let Some(dragged) = DragAndDrop::payload::<DraggedProduct>(self.ui.ctx()) else { return };
        let Some(pointer) = self.ui.input(|i| i.pointer.interact_pos()).filter(|at| self.area.contains(*at)) else {
            return;
        };
        let at = corner_for(brush.transform.inverse() * pointer);
        let link = self.splice_of_product(&dragged.0, at);
        if let Some(link) = link.as_ref().and_then(|id| self.scene.design.link(id)) {
            self.splice_ghost(brush, link, box_at(at));
        }
        // The ghost is the component as it will stand there.
        if let Some(product) = self.scene.catalog.product(&dragged.0) {
            let id = Id::from_name(&product.name);
            let ghost = Component::new(id, &product.name, product.role, &product.id, at);
            brush.component(&ghost, &product.name, box_at(at), None, Look { target: true, ..Look::default() });
        }
        brush.painter.rect(
            brush.transform * box_at(at),
            CornerRadius::same(8),
            brush.palette.accent.gamma_multiply(0.15),
            Stroke::new(1.5, brush.palette.accent),
            StrokeKind::Inside,
        );
        let released = self.ui.input(|i| i.pointer.any_released());
        if released && let Some(product) = DragAndDrop::take_payload::<DraggedProduct>(self.ui.ctx()) {
            let product = product.0.clone();
            self.requests.push(match link {
                Some(link) => Request::SpliceProduct { product, at, link },
                None => Request::AddProduct { product, at },
            });
        }
    }
}
