//! Elements that are pointed out for a while: what a search has found, what a fix would change.

use super::View;
use super::Wish;
use super::board::Board;
use super::geometry::{component_rect, frame_rect, note_rect, stroke_rect};
use super::paint::{Brush, readable};
use crate::design::{Design, ElementId};
use egui::{CornerRadius, FontId, Rect, Shape, Stroke, StrokeKind, vec2};

/// Where an element is on the board.
pub(super) fn place(design: &Design, id: &ElementId) -> Option<Rect> {
    Some(match id {
        ElementId::Component(id) => component_rect(design.component(id)?),
        ElementId::Note(id) => note_rect(design.note(id)?),
        ElementId::Frame(id) => frame_rect(design.frame(id)?),
        ElementId::Stroke(id) => stroke_rect(design.stroke(id)?),
        ElementId::Link(id) => {
            let link = design.link(id)?;
            component_rect(design.component(&link.from)?).union(component_rect(design.component(&link.to)?))
        }
        ElementId::Scenario(_) => return None,
    })
}

impl View {
    /// Moves the board at the next frame, just as far as brings these elements into view; not at all if they are.
    pub fn reveal<'a>(&mut self, design: &Design, elements: impl IntoIterator<Item = &'a ElementId>) {
        let all = elements.into_iter().filter_map(|id| place(design, id)).reduce(Rect::union);
        if let Some(rect) = all {
            self.wish = Some(if self.fits(rect) { Wish::Reveal(rect) } else { Wish::Show(rect) });
        }
    }

    /// Brings an element into view at the next frame: by moving the board no further than needed, or by a closer look
    /// where it could not be read.
    pub fn look_at(&mut self, design: &Design, element: &ElementId) {
        match place(design, element) {
            Some(rect) if readable(self.camera.zoom(), self.letters.pixels()) && self.fits(rect) => {
                self.wish = Some(Wish::Reveal(rect));
            }
            Some(rect) => self.wish = Some(Wish::Show(rect)),
            None => {}
        }
    }

    /// Whether any element is in view; so it is if there are none.
    pub fn sees_any(&self, design: &Design) -> bool {
        let seen = self.camera.transform(self.area).inverse() * self.area;
        let mut placed = design.placed().peekable();
        placed.peek().is_none() || placed.any(|id| place(design, &id).is_some_and(|rect| rect.intersects(seen)))
    }

    /// Whether a rectangle of the board is no larger than what is seen of it.
    fn fits(&self, rect: Rect) -> bool {
        let seen = self.camera.transform(self.area).inverse() * self.area;
        rect.width() <= seen.width() && rect.height() <= seen.height()
    }

    /// Whether the pointer is in the middle of a drag.
    pub fn in_gesture(&self) -> bool {
        !matches!(self.gesture, super::gesture::Gesture::None | super::gesture::Gesture::Over)
    }

    /// Whether the dots of the grid are shown.
    pub fn shows_grid(&self) -> bool {
        !self.grid_hidden
    }

    /// Shows the dots of the grid, or hides them.
    pub fn show_grid(&mut self, shown: bool) {
        self.grid_hidden = !shown;
    }
}

impl Board<'_, '_> {
    /// A broken line around what is pointed out, and words above it.
    pub(super) fn highlights(&self, brush: &Brush<'_>) {
        let seen = brush.transform.inverse() * self.area;
        let color = brush.palette.accent;
        for (id, words) in &self.view.highlight {
            let Some(rect) = place(self.scene.design, id).filter(|rect| rect.intersects(seen)) else { continue };
            let rect = match id {
                // A link is pointed out in its middle: the rectangle around it holds more than itself.
                ElementId::Link(_) => Rect::from_center_size(rect.center(), vec2(60.0, 30.0)),
                _ => rect,
            };
            let rect = (brush.transform * rect).expand(4.0);
            brush.painter.rect_stroke(
                rect,
                CornerRadius::same(10),
                Stroke::new(1.0, color.gamma_multiply(0.5)),
                StrokeKind::Outside,
            );
            let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
            brush.painter.extend(Shape::dashed_line(&corners, Stroke::new(2.0, color), 7.0, 5.0));
            if words.is_empty() {
                continue;
            }
            let galley = brush.painter.layout_no_wrap(words.clone(), FontId::proportional(13.0), brush.palette.text);
            let tag = Rect::from_min_size(rect.left_top() - vec2(0.0, galley.size().y + 8.0), galley.size())
                .expand2(vec2(6.0, 3.0));
            let edge = Stroke::new(1.0, color);
            brush.painter.rect(tag, CornerRadius::same(4), brush.palette.card, edge, StrokeKind::Inside);
            brush.painter.galley(tag.min + vec2(6.0, 3.0), galley, brush.palette.text);
        }
    }
}
