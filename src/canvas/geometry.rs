//! Where things are on the board: boxes, ports, curves, and what lies under a point. In points of the board at 100 %.

use crate::design::{Component, Frame, Note, Point, Stroke};
use egui::{Pos2, Rect, Vec2, pos2, vec2};

/// Points to a step of the grid.
pub const GRID: f32 = 20.0;

/// The place of a grid point on the board.
#[expect(clippy::cast_precision_loss, reason = "grid points are below a million")]
pub(super) fn place(point: Point) -> Pos2 {
    pos2(point.x as f32 * GRID, point.y as f32 * GRID)
}

/// The nearest grid point.
#[expect(clippy::cast_possible_truncation, reason = "clamped by Point::new")]
pub(super) fn grid_point(at: Pos2) -> Point {
    Point::new((at.x / GRID).round() as i32, (at.y / GRID).round() as i32)
}

/// The whole steps nearest to a way on the board.
#[expect(clippy::cast_possible_truncation, reason = "a drag is shorter than the board")]
pub(super) fn grid_steps(way: Vec2) -> (i32, i32) {
    ((way.x / GRID).round() as i32, (way.y / GRID).round() as i32)
}

/// The box of a component.
pub(super) fn component_rect(component: &Component) -> Rect {
    box_at(component.at)
}

/// The box of a component whose corner is there.
#[expect(clippy::cast_precision_loss, reason = "nine by four")]
pub(super) fn box_at(at: Point) -> Rect {
    Rect::from_min_size(place(at), vec2(Component::SIZE.x as f32 * GRID, Component::SIZE.y as f32 * GRID))
}

#[expect(clippy::cast_precision_loss, reason = "grid points are below a million")]
fn sized(at: Point, size: Point) -> Rect {
    Rect::from_min_size(place(at), vec2(size.x.max(2) as f32 * GRID, size.y.max(2) as f32 * GRID))
}

/// The rectangle of a note.
pub(super) fn note_rect(note: &Note) -> Rect {
    sized(note.at, note.size)
}

/// The rectangle of a frame.
pub(super) fn frame_rect(frame: &Frame) -> Rect {
    sized(frame.at, frame.size)
}

/// The rectangle around a freehand stroke.
pub(super) fn stroke_rect(stroke: &Stroke) -> Rect {
    let points = stroke_points(stroke);
    Rect::from_points(&points).expand(4.0)
}

/// The points of a freehand stroke.
#[expect(clippy::cast_precision_loss, reason = "grid points are below a million")]
pub(super) fn stroke_points(stroke: &Stroke) -> Vec<Pos2> {
    let fine = GRID / Stroke::FINE as f32;
    let origin = place(stroke.at);
    stroke.points.iter().map(|point| origin + vec2(point.x as f32, point.y as f32) * fine).collect()
}

/// Where links leave a box.
pub(super) fn out_port(rect: Rect) -> Pos2 {
    rect.right_center()
}

/// Where links enter a box.
pub(super) fn in_port(rect: Rect) -> Pos2 {
    rect.left_center()
}

/// The curve of a link: leaves to the right, enters from the left.
pub(super) fn curve(from: Pos2, to: Pos2) -> [Pos2; 4] {
    let reach = ((to.x - from.x).abs() / 2.0).clamp(2.0 * GRID, 10.0 * GRID);
    [from, from + vec2(reach, 0.0), to - vec2(reach, 0.0), to]
}

/// The point of a cubic curve at `t` from 0 to 1.
pub(super) fn on_curve([a, b, c, d]: [Pos2; 4], t: f32) -> Pos2 {
    let s = 1.0 - t;
    let v = a.to_vec2() * (s * s * s)
        + b.to_vec2() * (3.0 * s * s * t)
        + c.to_vec2() * (3.0 * s * t * t)
        + d.to_vec2() * (t * t * t);
    v.to_pos2()
}

pub(super) fn to_segment(a: Pos2, b: Pos2, point: Pos2) -> f32 {
    let way = b - a;
    let length = way.length_sq();
    let t = if length > 0.0 { ((point - a).dot(way) / length).clamp(0.0, 1.0) } else { 0.0 };
    (a + way * t).distance(point)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_on_the_grid_is_found_again() {
        for point in [Point::new(0, 0), Point::new(-7, 13), Point::new(40_000, -40_000)] {
            assert_eq!(grid_point(place(point)), point);
        }
    }

    #[test]
    fn a_curve_begins_and_ends_at_its_ports() {
        let curve = curve(pos2(0.0, 0.0), pos2(300.0, 100.0));
        assert_eq!(on_curve(curve, 0.0), pos2(0.0, 0.0));
        assert_eq!(on_curve(curve, 1.0), pos2(300.0, 100.0));
    }
}
