//! Guides while something is moved: what it is in line with, and lines that show it.

use super::geometry::{GRID, component_rect, frame_rect, grid_steps, note_rect, place};
use super::gesture::Moving;
use super::paint::Brush;
use crate::design::{Component, Design, ElementId};
use crate::layout::{Area, Guide, GuideKind, Index, Spot, snap};
use egui::{Pos2, Rect, Stroke, Vec2, pos2, vec2};

/// How far a guide draws, in points of the board. More than half a step: a guide wins over the nearest grid line.
const PULL: f32 = 0.75 * GRID;
/// Among more than this nobody can tell what is in line.
pub(super) const MOST: usize = 1_500;

/// What is in line with something, and where that puts the move.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The whole steps of the move.
    pub steps: (i32, i32),
    guides: Vec<Guide>,
}

/// Where a move of so far, in points of the board, shall end: at a guide if one is near, on the grid in any case.
/// `near` are the components that may be seen: no more than [`MOST`] beside those that are moved.
pub(super) fn find(design: &Design, moving: &Moving, way: Vec2, seen: Rect, near: &[&Component]) -> Found {
    let mut found = Found::on_the_grid(way);
    let Some(start) = moving.bounds else { return found };
    let held = |id: &ElementId| moving.start.binary_search_by(|(other, _)| other.cmp(id)).is_ok();
    let components = near.iter().map(|c| (ElementId::Component(c.id.clone()), component_rect(c)));
    let frames = design.frames().map(|f| (ElementId::Frame(f.id.clone()), frame_rect(f)));
    let notes = design.notes().map(|n| (ElementId::Note(n.id.clone()), note_rect(n)));
    let mut others = Index::default();
    for (id, rect) in components.chain(notes).chain(frames) {
        if seen.intersects(rect) && !held(&id) {
            others.insert(others.len(), area(rect));
        }
        if others.len() > MOST {
            return found;
        }
    }
    let snap = snap(area(start.translate(way)), &others, area(seen), PULL, |_| false);
    found.steps = grid_steps(way + vec2(snap.offset.x, snap.offset.y));
    found.guides = snap.guides;
    found
}

/// The rectangle around elements.
pub(super) fn bounds<'a>(design: &Design, elements: impl Iterator<Item = &'a ElementId>) -> Option<Rect> {
    elements.filter_map(|id| rect_of(design, id)).reduce(Rect::union)
}

fn rect_of(design: &Design, id: &ElementId) -> Option<Rect> {
    match id {
        ElementId::Component(id) => design.component(id).map(component_rect),
        ElementId::Note(id) => design.note(id).map(note_rect),
        ElementId::Frame(id) => design.frame(id).map(frame_rect),
        ElementId::Stroke(id) => design.stroke(id).map(|stroke| {
            let (at, size) = stroke.extent();
            Rect::from_min_max(place(at), place(at.moved(size.x, size.y)))
        }),
        ElementId::Link(_) | ElementId::Scenario(_) => None,
    }
}

fn area(rect: Rect) -> Area {
    Area::between(Spot::new(rect.left(), rect.top()), Spot::new(rect.right(), rect.bottom()))
}

impl Found {
    /// In line with nothing but the grid.
    pub(super) fn on_the_grid(way: Vec2) -> Self {
        Self { steps: grid_steps(way), ..Self::default() }
    }

    pub(super) fn paint(&self, brush: &Brush<'_>) {
        let color = brush.palette.alarm;
        let shown = |at: Spot| -> Pos2 { brush.transform * pos2(at.x, at.y) };
        for guide in &self.guides {
            let (a, b) = (shown(guide.from), shown(guide.to));
            brush.painter.line_segment([a, b], Stroke::new(1.0, color));
            if guide.kind == GuideKind::Gap {
                let side = (b - a).normalized().rot90() * 4.0;
                for end in [a, b] {
                    brush.painter.line_segment([end - side, end + side], Stroke::new(1.0, color));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Role;
    use crate::design::{Component, Edit, Element, History, Id, Point};

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
        let bounds = bounds(design, start.iter().map(|(id, _)| id));
        let before = std::collections::BTreeSet::new();
        let from = Pos2::ZERO;
        let moving = Moving { number: 1, from, start, bounds, steps: (0, 0), changed: false, before, lone: None };
        let near: Vec<&Component> = design.components().collect();
        find(design, &moving, way * GRID, Rect::from_min_max(pos2(-2e3, -2e3), pos2(2e3, 2e3)), &near)
    }

    #[test]
    fn a_move_that_ends_near_a_line_ends_on_it() {
        let design = design(&[(0, 0), (20, 11)]);
        // 10.4 steps down is nearest to 10, but 11 is in line with the other.
        let found = end_of(&design, vec2(3.0, 10.4));
        assert_eq!(found.steps, (3, 11));
        assert!(!found.guides.is_empty());
        assert_eq!(end_of(&design, vec2(3.0, 4.9)).steps, (3, 5));
    }

    #[test]
    fn the_same_gap_as_between_others_draws_too() {
        let design = design(&[(0, 40), (20, 1), (34, 1)]);
        // Boxes are 9 wide: the gap between the others is 5, so the third of the row stands at 48.
        assert_eq!(end_of(&design, vec2(47.4, -38.8)).steps.0, 48);
    }
}
