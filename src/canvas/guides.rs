//! Guides while something is moved: edges and middles in line with others, and gaps equal to theirs.

use super::geometry::{GRID, component_rect, frame_rect, note_rect, stroke_rect};
use super::paint::Brush;
use crate::design::{Design, ElementId, Point};
use egui::{Pos2, Rect, Stroke, Vec2, pos2, vec2};
use std::collections::HashSet;

/// How far a guide draws, in steps of the grid. More than half a step: a guide wins over the nearest grid line.
const PULL: f32 = 0.75;
/// Among more than this nobody can tell what is in line.
const MOST: usize = 1_500;

/// What is in line with something, and where that puts the move.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The whole steps of the move.
    pub steps: (i32, i32),
    lines: Vec<[Pos2; 2]>,
    gaps: Vec<[Pos2; 2]>,
}

/// A stretch of one axis: from, to, and across it from, to. In steps of the grid.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Span {
    from: f32,
    to: f32,
    across: (f32, f32),
}

impl Span {
    fn x(rect: Rect) -> Self {
        Self { from: rect.left(), to: rect.right(), across: (rect.top(), rect.bottom()) }
    }

    fn y(rect: Rect) -> Self {
        Self { from: rect.top(), to: rect.bottom(), across: (rect.left(), rect.right()) }
    }

    fn moved(self, by: f32, aside: f32) -> Self {
        let (a, b) = self.across;
        Self { from: self.from + by, to: self.to + by, across: (a + aside, b + aside) }
    }

    fn marks(self) -> [f32; 3] {
        [self.from, f32::midpoint(self.from, self.to), self.to]
    }

    fn faces(self, other: Self) -> bool {
        self.across.0 < other.across.1 && other.across.0 < self.across.1
    }
}

/// Where a move of so far, in points of the board, shall end: at a guide if one is near, on the grid in any case.
pub(super) fn find(design: &Design, start: &[(ElementId, Point)], way: Vec2, seen: Rect, locked: bool) -> Found {
    let raw = way / GRID;
    let mut found = Found { steps: super::geometry::grid_steps(way), ..Found::default() };
    // The places of the start and those of now differ by one shift, the same for all.
    let Some(shift) = start.first().and_then(|(id, at)| design.place(id).map(|now| (now.x - at.x, now.y - at.y)))
    else {
        return found;
    };
    let moving: HashSet<&ElementId> = start.iter().map(|(id, _)| id).collect();
    let rect_of = |id: &ElementId| match id {
        ElementId::Component(id) => design.component(id).map(component_rect),
        ElementId::Note(id) => design.note(id).map(note_rect),
        ElementId::Frame(id) => design.frame(id).map(frame_rect),
        ElementId::Stroke(id) => design.stroke(id).map(stroke_rect),
        ElementId::Link(_) | ElementId::Scenario(_) => None,
    };
    let Some(now) = start.iter().filter_map(|(id, _)| rect_of(id)).reduce(Rect::union) else { return found };
    let rect = scaled(now).translate(-steps(shift));
    let seen = scaled(seen);
    let near = |rect: &Rect| seen.intersects(*rect);
    let frames = design.frames().map(|f| (ElementId::Frame(f.id.clone()), frame_rect(f)));
    let notes = design.notes().map(|n| (ElementId::Note(n.id.clone()), note_rect(n)));
    let components = design
        .components()
        .filter(|c| near(&scaled(component_rect(c))))
        .map(|c| (ElementId::Component(c.id.clone()), component_rect(c)));
    let others: Vec<Rect> = components
        .chain(notes)
        .chain(frames)
        .filter(|(id, _)| !moving.contains(id))
        .map(|(_, rect)| scaled(rect))
        .filter(near)
        .take(MOST + 1)
        .collect();
    if others.len() > MOST {
        return found;
    }
    let xs: Vec<Span> = others.iter().copied().map(Span::x).collect();
    let ys: Vec<Span> = others.iter().copied().map(Span::y).collect();
    if !locked || way.x != 0.0 {
        found.steps.0 = best(Span::x(rect).moved(0.0, whole(found.steps.1)), &xs, raw.x).unwrap_or(found.steps.0);
    }
    if !locked || way.y != 0.0 {
        found.steps.1 = best(Span::y(rect).moved(0.0, whole(found.steps.0)), &ys, raw.y).unwrap_or(found.steps.1);
    }
    let there = rect.translate(steps(found.steps));
    found.draw(Span::x(there), &xs, pos2);
    found.draw(Span::y(there), &ys, |y, x| pos2(x, y));
    found
}

fn scaled(rect: Rect) -> Rect {
    Rect::from_min_max((rect.min.to_vec2() / GRID).to_pos2(), (rect.max.to_vec2() / GRID).to_pos2())
}

fn steps((x, y): (i32, i32)) -> Vec2 {
    vec2(whole(x), whole(y))
}

#[expect(clippy::cast_precision_loss, reason = "grid points are below a million")]
fn whole(steps: i32) -> f32 {
    steps as f32
}

/// The whole steps nearest to a way that put a stretch in line with another, or at the same gap as others have.
#[expect(clippy::cast_possible_truncation, reason = "a drag is shorter than the board")]
fn best(span: Span, others: &[Span], raw: f32) -> Option<i32> {
    let lines = others.iter().flat_map(|other| other.marks()).flat_map(|mark| span.marks().map(|own| mark - own));
    let facing = facing(span, others);
    let gaps = facing.windows(2).flat_map(|pair| match pair {
        [a, b] if b.from > a.to => {
            let (gap, length) = (b.from - a.to, span.to - span.from);
            let between = f32::midpoint(a.to, b.from) - length / 2.0;
            vec![b.to + gap - span.from, a.from - gap - span.to, between - span.from]
        }
        _ => Vec::new(),
    });
    lines
        .chain(gaps)
        .filter(|offset| (offset - raw).abs() <= PULL && (offset - offset.round()).abs() < 0.01)
        .min_by(|a, b| (a - raw).abs().total_cmp(&(b - raw).abs()))
        .map(|offset| offset.round() as i32)
}

/// The others of a row or column, in their order.
fn facing(span: Span, others: &[Span]) -> Vec<Span> {
    let mut facing: Vec<Span> = others.iter().copied().filter(|other| span.faces(*other)).collect();
    facing.sort_by(|a, b| a.from.total_cmp(&b.from));
    facing
}

impl Found {
    /// The guides for a stretch where it now is. `place` makes a point of a place along the axis and one across.
    fn draw(&mut self, span: Span, others: &[Span], place: impl Fn(f32, f32) -> Pos2) {
        for mark in span.marks() {
            let same = |other: &&Span| other.marks().iter().any(|other| (other - mark).abs() < 0.01);
            let reach = others.iter().filter(same).fold(None, |reach: Option<(f32, f32)>, other| {
                let (from, to) = reach.unwrap_or(span.across);
                Some((from.min(other.across.0), to.max(other.across.1)))
            });
            if let Some((from, to)) = reach {
                self.lines.push([place(mark, from), place(mark, to)]);
            }
        }
        let mut row = facing(span, others);
        let at = row.partition_point(|other| other.from < span.from);
        row.insert(at, span);
        let gap = |a: &Span, b: &Span| b.from - a.to;
        let mut equal = |a: &Span, b: &Span, c: &Span| {
            if gap(a, b) > 0.0 && (gap(a, b) - gap(b, c)).abs() < 0.01 {
                for (left, right) in [(a, b), (b, c)] {
                    let across = f32::midpoint(left.across.0.max(right.across.0), left.across.1.min(right.across.1));
                    self.gaps.push([place(left.to, across), place(right.from, across)]);
                }
            }
        };
        // Only the gaps that the moved thing has a part in.
        for (first, three) in row.windows(3).enumerate() {
            if let [a, b, c] = three
                && (first..first + 3).contains(&at)
            {
                equal(a, b, c);
            }
        }
    }

    pub(super) fn paint(&self, brush: &Brush<'_>) {
        let color = brush.palette.alarm;
        let shown = |at: Pos2| brush.transform * (at.to_vec2() * GRID).to_pos2();
        for [a, b] in &self.lines {
            brush.painter.line_segment([shown(*a), shown(*b)], Stroke::new(1.0, color));
        }
        for [a, b] in &self.gaps {
            let (a, b) = (shown(*a), shown(*b));
            let side = (b - a).normalized().rot90() * 4.0;
            brush.painter.line_segment([a, b], Stroke::new(1.0, color));
            for end in [a, b] {
                brush.painter.line_segment([end - side, end + side], Stroke::new(1.0, color));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Role;
    use crate::design::{Component, Edit, Element, History, Id};

    fn design(places: &[(i32, i32)]) -> Design {
        let mut history = History::default();
        for (x, y) in places {
            let id = history.design().fresh_component_id(&Id::from_name("part"));
            let part = Component::new(id, "part", Role::Queue, "none", Point::new(*x, *y));
            assert!(history.apply(Edit::insert(Element::Component(part))).is_ok());
        }
        history.into_design()
    }

    fn end_of(design: &Design, way: Vec2) -> Found {
        let start: Vec<_> = design.components().take(1).map(|c| (ElementId::Component(c.id.clone()), c.at)).collect();
        find(design, &start, way * GRID, Rect::from_min_max(pos2(-2e3, -2e3), pos2(2e3, 2e3)), false)
    }

    #[test]
    fn a_move_that_ends_near_a_line_ends_on_it() {
        let design = design(&[(0, 0), (20, 11)]);
        // 10.4 steps down is nearest to 10, but 11 is in line with the other.
        let found = end_of(&design, vec2(3.0, 10.4));
        assert_eq!(found.steps, (3, 11));
        assert_eq!(found.lines.len(), 3, "top, middle and bottom");
        assert_eq!(end_of(&design, vec2(3.0, 5.1)).steps, (3, 5));
    }

    #[test]
    fn the_same_gap_as_between_others_draws_too() {
        let design = design(&[(0, 40), (20, 1), (34, 1)]);
        // Boxes are 9 wide: the gap between the others is 5, so the third of the row stands at 48.
        let found = end_of(&design, vec2(47.6, -38.0));
        assert_eq!(found.steps.0, 48);
        assert_eq!(found.gaps.len(), 2);
    }
}
