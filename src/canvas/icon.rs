//! Small pictures of the roles, from lines and shapes: no font has to have them.

use crate::catalog::Role;
use egui::emath::GuiRounding as _;
use egui::{Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

/// Paints the picture of a role about a point, `r` points to each side.
pub fn paint(painter: &Painter, role: Role, at: Pos2, r: f32, color: Color32) {
    let line = Stroke::new((r / 5.0).max(1.0), color);
    let square = |center: Pos2, side: f32| Rect::from_center_size(center, Vec2::splat(side));
    match role {
        Role::Source => {
            painter.circle_filled(at, r * 0.35, color);
            painter.circle_stroke(at, r * 0.85, line);
        }
        Role::Queue => {
            let size = vec2(r * 0.42, r * 1.3);
            bars(painter, at + vec2(-r * 0.86, r * 0.65), [size; 3], vec2(r * 0.65, 0.0), color);
        }
        Role::Compute => {
            painter.rect_stroke(square(at, r * 1.1), CornerRadius::same(1), line, StrokeKind::Middle);
            for i in [-0.35, 0.35] {
                for (a, b) in [
                    (vec2(i * r, -r), vec2(i * r, -0.55 * r)),
                    (vec2(i * r, r), vec2(i * r, 0.55 * r)),
                    (vec2(-r, i * r), vec2(-0.55 * r, i * r)),
                    (vec2(r, i * r), vec2(0.55 * r, i * r)),
                ] {
                    painter.line_segment([at + a, at + b], line);
                }
            }
        }
        Role::Store => {
            let size = vec2(r * 1.7, r * 0.42);
            bars(painter, at + vec2(-r * 0.85, -r * 0.39), [size; 3], vec2(0.0, r * 0.6), color);
        }
        Role::Serve => {
            let sizes = [0.7, 1.6, 1.1].map(|height| vec2(r * 0.38, r * height));
            bars(painter, at + vec2(-r * 0.79, r * 0.8), sizes, vec2(r * 0.6, 0.0), color);
        }
        Role::Monitor => {
            let way: Vec<Pos2> = [(-1.0, 0.1), (-0.45, 0.1), (-0.15, -0.8), (0.25, 0.8), (0.5, 0.1), (1.0, 0.1)]
                .into_iter()
                .map(|(x, y)| at + vec2(x * r, y * r))
                .collect();
            painter.add(Shape::line(way, line));
        }
        Role::Control => {
            painter.circle_stroke(at, r * 0.55, line);
            for i in 0_u8..6 {
                let way = Vec2::angled(f32::from(i) * std::f32::consts::TAU / 6.0);
                painter.line_segment([at + way * r * 0.55, at + way * r], line);
            }
        }
    }
}

/// Three bars, each a step from the one before, the first with its lower left corner there: equally wide and equally far
/// apart on the pixels of the screen.
fn bars(painter: &Painter, corner: Pos2, sizes: [Vec2; 3], step: Vec2, color: Color32) {
    let pixels = painter.pixels_per_point();
    let (corner, step) = (corner.round_to_pixels(pixels), step.round_to_pixels(pixels));
    for (size, before) in sizes.into_iter().zip([0.0, 1.0, 2.0]) {
        let size = size.round_to_pixels(pixels).max(Vec2::splat(1.0 / pixels));
        let min = corner + step * before - vec2(0.0, size.y);
        painter.rect_filled(Rect::from_min_size(min, size), CornerRadius::ZERO, color);
    }
}

/// Paints a lock about a point, of so many times the size that it has in the tool bar.
pub(super) fn lock(painter: &Painter, at: Pos2, size: f32, closed: bool, color: Color32) {
    let line = Stroke::new(1.6 * size, color);
    let body = Rect::from_center_size(at + vec2(0.0, 3.0) * size, vec2(11.0, 8.0) * size);
    painter.rect(body, 1.5 * size, if closed { color } else { Color32::TRANSPARENT }, line, StrokeKind::Middle);
    let lift = if closed { 0.0 } else { 4.0 };
    let bow: Vec<Pos2> = (0..=8_u8)
        .map(|i| {
            let angle = std::f32::consts::PI * (1.0 + f32::from(i) / 8.0);
            at + (vec2(lift, -3.5) + Vec2::angled(angle) * 3.5) * size
        })
        .collect();
    let (Some(first), Some(last)) = (bow.first().copied(), bow.last().copied()) else { return };
    let mut way = vec![pos2(first.x, at.y - if closed { 1.0 } else { 2.0 } * size)];
    way.extend(bow);
    way.push(pos2(last.x, at.y - size));
    if !closed {
        way.swap_remove(0);
    }
    painter.add(Shape::line(way, line));
}
