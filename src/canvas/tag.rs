//! Words on a small card beside something on the board.

use super::paint::Brush;
use egui::{Color32, CornerRadius, FontId, Pos2, Rect, Stroke, StrokeKind, vec2};

const PAD: egui::Vec2 = vec2(6.0, 3.0);
const LETTERS: f32 = 12.5;

/// A tag that stands on a rectangle of the screen, at its left.
pub(super) fn above(brush: &Brush<'_>, rect: Rect, words: &str, color: Color32) -> Rect {
    at(brush, words, color, f32::INFINITY, |size| rect.left_top() - vec2(0.0, size.y + 3.0))
}

/// A tag that hangs under a rectangle of the screen, at its left, in lines no wider than this.
pub(super) fn below(brush: &Brush<'_>, rect: Rect, words: &str, color: Color32, width: f32) -> Rect {
    at(brush, words, color, width, |_| rect.left_bottom() + vec2(0.0, 3.0))
}

fn at(brush: &Brush<'_>, words: &str, color: Color32, width: f32, corner: impl Fn(egui::Vec2) -> Pos2) -> Rect {
    let galley = brush.painter.layout(words.to_owned(), FontId::proportional(LETTERS), brush.palette.text, width);
    let size = galley.size() + 2.0 * PAD;
    let card = Rect::from_min_size(corner(size), size);
    brush.painter.rect(card, CornerRadius::same(4), brush.palette.card, Stroke::new(1.0, color), StrokeKind::Inside);
    brush.painter.galley(card.min + PAD, galley, brush.palette.text);
    card
}
