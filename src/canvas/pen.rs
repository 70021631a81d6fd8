//! The pen: from the points that the pointer went through to a stroke that is smooth and short.

use super::Request;
use super::board::Board;
use super::geometry::{GRID, grid_point, place};
use super::gesture::Gesture;
use super::paint::Brush;
use crate::design::{Edit, Element, Id, Point, Stroke};
use egui::{Pos2, Shape, Vec2};

/// Points nearer than this to the one before are not kept, in points of the screen.
const STEP: f32 = 1.5;
/// How far a simplified stroke may be from what was drawn, in points of the screen.
const TOLERANCE: f32 = 0.8;
/// Points that are kept while drawing: hours of it.
const MOST_RAW: usize = 200_000;

impl Board<'_, '_> {
    /// The stroke goes on; when the button is let go it is put in.
    pub(super) fn draw_stroke(&mut self, brush: &Brush<'_>, points: &mut Vec<Pos2>, ended: bool) {
        let to_board = brush.transform.inverse();
        // A fast hand makes several moves in one frame.
        let moves: Vec<Pos2> = self.ui.input(|i| {
            let moved = |event: &egui::Event| match event {
                egui::Event::PointerMoved(at) => Some(*at),
                _ => None,
            };
            i.events.iter().filter_map(moved).collect()
        });
        for at in moves {
            let at = to_board * at;
            let far = points.last().is_none_or(|last| last.distance(at) * brush.transform.scaling >= STEP);
            if far && points.len() < MOST_RAW {
                points.push(at);
            }
        }
        let shown: Vec<Pos2> = points.iter().map(|at| brush.transform * *at).collect();
        let width = (2.0 * brush.transform.scaling).clamp(1.0, 6.0);
        brush.painter.add(Shape::line(shown, egui::Stroke::new(width, brush.palette.text)));
        if ended {
            let stroke = stroke(points, TOLERANCE / brush.transform.scaling);
            let id = self.scene.design.fresh_stroke_id(&Id::from_name("stroke"));
            let edit = Edit::insert(Element::Stroke(Stroke { id, ..stroke }));
            self.requests.push(Request::Edit { edit, gesture: None });
            self.view.used_tool();
        }
    }

    /// The pen was put on the board.
    pub(super) fn begin_stroke(&mut self, at: Pos2) {
        self.view.gesture = Gesture::Pen { points: vec![at] };
    }
}

/// A stroke through points of the board, not farther from them than a tolerance.
fn stroke(raw: &[Pos2], tolerance: f32) -> Stroke {
    let smooth = smoothed(raw);
    let mut tolerance = tolerance.max(0.1);
    let mut kept = simplified(&smooth, tolerance);
    while kept.len() > Stroke::MOST_POINTS {
        tolerance *= 1.5;
        kept = simplified(&smooth, tolerance);
    }
    let least = kept.iter().copied().reduce(Pos2::min).unwrap_or_default();
    let at = grid_point((least / GRID).floor() * GRID);
    let points = kept.iter().map(|point| fine(*point - place(at))).collect();
    Stroke { id: Id::from_name("stroke"), at, points, arrangement: crate::design::Arrangement::default() }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a stroke is smaller than the board")]
fn fine(from: Vec2) -> Point {
    let part = |way: f32| (way / GRID * Stroke::FINE as f32).round() as i32;
    Point::new(part(from.x), part(from.y))
}

/// Each point drawn a little to the middle of its neighbours: the tremble of a hand goes, corners stay corners.
fn smoothed(points: &[Pos2]) -> Vec<Pos2> {
    let middle = |three: &[Pos2]| match three {
        [a, b, c] => (a.to_vec2() * 0.25 + b.to_vec2() * 0.5 + c.to_vec2() * 0.25).to_pos2(),
        _ => Pos2::ZERO,
    };
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    if points.len() < 3 {
        return points.to_vec();
    }
    std::iter::once(*first).chain(points.windows(3).map(middle)).chain(std::iter::once(*last)).collect()
}

/// Most points that are simplified together: the work grows with their square if they are wild.
const TOGETHER: usize = 400;

/// Ramer, Douglas and Peucker's simplification, piece by piece and with a stack of its own: neither a long nor a wild
/// stroke is felt.
fn simplified(points: &[Pos2], tolerance: f32) -> Vec<Pos2> {
    let mut kept: Vec<Pos2> = points.first().copied().into_iter().collect();
    let mut rest = points;
    while rest.len() > 1 {
        let piece = rest.get(..TOGETHER.min(rest.len())).unwrap_or(rest);
        kept.extend(simplified_piece(piece, tolerance).skip(1));
        // The last point of a piece is the first of the next.
        rest = rest.get(piece.len() - 1..).unwrap_or_default();
    }
    kept
}

fn simplified_piece(points: &[Pos2], tolerance: f32) -> impl Iterator<Item = Pos2> {
    let last = points.len().saturating_sub(1);
    let mut keep = std::collections::BTreeSet::from([0, last]);
    let mut open = vec![(0, last)];
    while let Some((from, to)) = open.pop() {
        let (Some(a), Some(b)) = (points.get(from), points.get(to)) else { continue };
        let between = points.iter().enumerate().take(to).skip(from + 1);
        let farthest = between
            .map(|(index, point)| (index, super::geometry::to_segment(*a, *b, *point)))
            .max_by(|(_, x), (_, y)| x.total_cmp(y));
        if let Some((index, distance)) = farthest
            && distance > tolerance
        {
            keep.insert(index);
            open.extend([(from, index), (index, to)]);
        }
    }
    keep.into_iter().filter_map(|index| points.get(index).copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    #[test]
    fn a_straight_stroke_is_two_points_and_a_corner_one_more() {
        let line: Vec<Pos2> = (0..200_u8).map(|i| pos2(f32::from(i), 40.0)).collect();
        assert_eq!(stroke(&line, 1.0).points.len(), 2);
        let mut corner = line.clone();
        corner.extend((0..200_u8).map(|i| pos2(199.0, 40.0 + f32::from(i))));
        assert!((3..=5).contains(&stroke(&corner, 1.0).points.len()));
    }

    #[test]
    fn a_stroke_stays_near_what_was_drawn() {
        let circle: Vec<Pos2> =
            (0..=360_u16).map(|i| pos2(500.0, -300.0) + Vec2::angled(f32::from(i).to_radians()) * 100.0).collect();
        let stroke = stroke(&circle, 1.0);
        assert!(stroke.points.len() < 60, "{}", stroke.points.len());
        for point in super::super::geometry::stroke_points(&stroke) {
            assert!((point.distance(pos2(500.0, -300.0)) - 100.0).abs() < 2.0, "{point:?}");
        }
    }

    #[test]
    fn no_stroke_has_more_points_than_a_stroke_can_have() {
        let mut wild = Vec::new();
        for i in 0..10_000_u32 {
            #[expect(clippy::cast_precision_loss, reason = "small")]
            let x = i as f32 * 3.0;
            wild.push(pos2(x, if i % 4 < 2 { 0.0 } else { 900.0 }));
        }
        let points = stroke(&wild, 0.5).points.len();
        assert!((2..=Stroke::MOST_POINTS).contains(&points), "{points}");
    }
}
