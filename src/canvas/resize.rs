//! Handles on the edges and corners of a selected note or frame.

use super::Request;
use super::board::Board;
use super::geometry::{grid_steps, place};
use super::gesture::{Gesture, Resizing};
use super::paint::Brush;
use crate::design::{Edit, Element, ElementId, Point};
use egui::{CornerRadius, CursorIcon, PointerButton, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Vec2, WidgetInfo};

/// Smallest width and height, in steps of the grid.
const LEAST: i32 = 2;
/// Side of a handle, in points of the screen; what can be hit is larger.
const SIDE: f32 = 8.0;

const HANDLES: [((i32, i32), &str, CursorIcon); 8] = [
    ((-1, 0), "left edge", CursorIcon::ResizeHorizontal),
    ((1, 0), "right edge", CursorIcon::ResizeHorizontal),
    ((0, -1), "top edge", CursorIcon::ResizeVertical),
    ((0, 1), "bottom edge", CursorIcon::ResizeVertical),
    ((-1, -1), "top left corner", CursorIcon::ResizeNwSe),
    ((1, 1), "bottom right corner", CursorIcon::ResizeNwSe),
    ((1, -1), "top right corner", CursorIcon::ResizeNeSw),
    ((-1, 1), "bottom left corner", CursorIcon::ResizeNeSw),
];

impl Board<'_, '_> {
    /// The handles of the one element that is selected, if it has a size and is not held fast.
    pub(super) fn resize_handles(&mut self, brush: &Brush<'_>) {
        let Some(element) = self.view.selection.first().filter(|_| self.view.selection.len() == 1).cloned() else {
            return;
        };
        let Some(was) = self.extent(&element).filter(|_| !self.is_locked(&element)) else { return };
        if self.view.hand.editing.is_some() {
            return;
        }
        let rect = brush.transform * Rect::from_min_max(place(was.0), place(was.0.moved(was.1.x, was.1.y)));
        for (edges, name, cursor) in HANDLES {
            let middle = at_edge(rect, edges);
            let corner = edges.0 != 0 && edges.1 != 0;
            // An edge is held anywhere along it.
            let hit = match edges {
                (0, _) => Rect::from_center_size(middle, egui::vec2((rect.width() - 16.0).max(4.0), SIDE)),
                (_, 0) => Rect::from_center_size(middle, egui::vec2(SIDE, (rect.height() - 16.0).max(4.0))),
                _ => Rect::from_center_size(middle, Vec2::splat(16.0)),
            };
            let id = egui::Id::unique(("board handle", &element, edges));
            let response = self.ui.interact(hit, id, Sense::drag());
            response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, name));
            if corner || response.hovered() {
                brush.painter.rect(
                    Rect::from_center_size(middle, Vec2::splat(SIDE)),
                    CornerRadius::same(2),
                    brush.palette.card,
                    Stroke::new(1.5, brush.palette.accent),
                    StrokeKind::Inside,
                );
            }
            if response.hovered() {
                self.ui.set_cursor_icon(cursor);
            }
            if self.alone() && !self.panning && response.drag_started_by(PointerButton::Primary) {
                let Some(origin) = self.ui.input(|i| i.pointer.press_origin()) else { continue };
                let from = brush.transform.inverse() * origin;
                let number = self.view.next_gesture();
                let element = element.clone();
                let resizing = Resizing { number, element, edges, from, was, now: was, changed: false };
                self.view.gesture = Gesture::Resize(resizing);
            }
        }
    }

    /// The resize goes on.
    pub(super) fn resize_on(&mut self, resizing: &mut Resizing, at: Option<Pos2>) {
        let cursor = HANDLES.iter().find(|(edges, ..)| *edges == resizing.edges).map(|(.., cursor)| *cursor);
        self.ui.set_cursor_icon(cursor.unwrap_or_default());
        let Some(at) = at else { return };
        let by = grid_steps(at - resizing.from);
        let (at, size) = resizing.was;
        let (x, width) = stretched(at.x, size.x, resizing.edges.0, by.0);
        let (y, height) = stretched(at.y, size.y, resizing.edges.1, by.1);
        let now = (Point::new(x, y), Point::new(width, height));
        if now == resizing.now {
            return;
        }
        resizing.now = now;
        let Some(mut element) = self.scene.design.element(&resizing.element) else { return };
        match &mut element {
            Element::Note(note) => (note.at, note.size) = now,
            Element::Frame(frame) => (frame.at, frame.size) = now,
            _ => return,
        }
        resizing.changed = true;
        self.requests.push(Request::Edit { edit: Edit::Replace(element), gesture: Some(resizing.number) });
    }

    fn extent(&self, element: &ElementId) -> Option<(Point, Point)> {
        let design = self.scene.design;
        let (at, size) = match element {
            ElementId::Note(id) => design.note(id).map(|note| (note.at, note.size))?,
            ElementId::Frame(id) => design.frame(id).map(|frame| (frame.at, frame.size))?,
            _ => return None,
        };
        Some((at, Point::new(size.x.max(LEAST), size.y.max(LEAST))))
    }
}

fn at_edge(rect: Rect, edges: (i32, i32)) -> Pos2 {
    let part = |edge: i32, from: f32, to: f32| match edge {
        -1 => from,
        1 => to,
        _ => f32::midpoint(from, to),
    };
    Pos2::new(part(edges.0, rect.left(), rect.right()), part(edges.1, rect.top(), rect.bottom()))
}

/// One axis: where it begins and how long it is, once an edge has been taken so far.
fn stretched(from: i32, length: i32, edge: i32, by: i32) -> (i32, i32) {
    match edge {
        -1 => {
            let by = by.min(length - LEAST);
            (from.saturating_add(by), length.saturating_sub(by))
        }
        1 => (from, length.saturating_add(by).max(LEAST)),
        _ => (from, length),
    }
}
