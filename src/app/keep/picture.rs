//! A design at a glance: a small picture of its components and links.

use crate::canvas::{GRID, Palette};
use crate::design::{Component, Design, Id, Point};
use egui::{CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};
use std::collections::HashMap;

/// The place of something on the board, in points of the board.
pub(super) fn place(at: Point, size: Point) -> Rect {
    let point = |point: Point| {
        #[expect(clippy::cast_precision_loss, reason = "places on the board are within a million steps")]
        let (x, y) = (point.x as f32, point.y as f32);
        vec2(x, y) * GRID
    };
    Rect::from_min_size(point(at).to_pos2(), point(size))
}

/// The picture, as large as `size`.
pub(super) fn show(ui: &mut Ui, design: &Design, size: Vec2) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let name = format!("Picture of {} components and {} links", design.components().len(), design.links().len());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let palette = Palette::of(ui.visuals());
    let painter = ui.painter_at(rect);
    painter.rect(rect, CornerRadius::same(4), palette.board, Stroke::new(1.0, palette.edge), StrokeKind::Inside);
    let components: HashMap<&Id, Rect> =
        design.components().map(|component| (&component.id, place(component.at, Component::SIZE))).collect();
    let frames: Vec<Rect> = design.frames().map(|frame| place(frame.at, frame.size)).collect();
    let notes: Vec<Rect> = design.notes().map(|note| place(note.at, note.size)).collect();
    let strokes: Vec<Rect> = design
        .strokes()
        .map(|stroke| {
            let (at, size) = stroke.extent();
            place(at, size)
        })
        .collect();
    let all = components.values().chain(&frames).chain(&notes).chain(&strokes);
    let whole = all.copied().reduce(Rect::union);
    let Some(whole) = whole.filter(Rect::is_finite) else {
        painter.text(
            rect.center(),
            egui::Align2::CENTER_CENTER,
            "empty",
            egui::FontId::proportional(12.0),
            palette.faint,
        );
        return response;
    };
    let room = rect.shrink(6.0);
    let scale = (room.width() / whole.width().max(1.0)).min(room.height() / whole.height().max(1.0)).min(0.6);
    let to = |inner: Rect| {
        let corner = room.center() + (inner.min - whole.center()) * scale;
        Rect::from_min_size(corner, (inner.size() * scale).max(Vec2::splat(1.5)))
    };
    for frame in frames {
        painter.rect_stroke(to(frame), CornerRadius::same(1), Stroke::new(1.0, palette.edge), StrokeKind::Inside);
    }
    for note in notes {
        painter.rect_filled(to(note), CornerRadius::same(1), palette.note);
    }
    for stroke in strokes {
        painter.rect_stroke(to(stroke), CornerRadius::same(1), Stroke::new(1.0, palette.faint), StrokeKind::Inside);
    }
    for link in design.links() {
        if let (Some(from), Some(end)) = (components.get(&link.from), components.get(&link.to)) {
            let (from, end) = (to(*from), to(*end));
            let ends = [pos2(from.right(), from.center().y), pos2(end.left(), end.center().y)];
            painter.line_segment(ends, Stroke::new(1.0, palette.link));
        }
    }
    for component in design.components() {
        if let Some(place) = components.get(&component.id) {
            painter.rect_filled(to(*place), CornerRadius::same(1), palette.role(component.role));
        }
    }
    response
}
