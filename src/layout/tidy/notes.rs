//! Notes, and frames with nothing in them, go with the component that they are nearest to.

use super::{FARTHEST, Layout};
use crate::design::{Component, Design, ElementId, Id, Point};
use crate::layout::index::Index;
use crate::layout::shape::{Area, GRID, Spot};
use std::collections::{BTreeSet, HashMap};

/// Something without links: its name, corner and size.
struct Loose {
    id: ElementId,
    at: Point,
    size: Point,
}

/// Moves what is loose along with components that moved, and beside what lies there now.
pub(super) fn follow(
    design: &Design,
    layout: &mut Layout,
    chosen: &impl Fn(&ElementId) -> bool,
    fixed: &BTreeSet<ElementId>,
) {
    let new: HashMap<ElementId, Point> = layout.places.iter().cloned().collect();
    let sizes: HashMap<Id, Point> = layout.sizes.iter().cloned().collect();
    let place = |id: &ElementId, old: Point| new.get(id).copied().unwrap_or(old);
    let components: Vec<(Area, Point, Point)> = design
        .components()
        .map(|component| {
            let to = place(&ElementId::Component(component.id.clone()), component.at);
            (Area::of_component(component.at), component.at, to)
        })
        .collect();
    let filled: BTreeSet<&Id> = design
        .frames()
        .filter(|frame| design.components().any(|component| frame.holds(component.at, Component::SIZE)))
        .map(|frame| &frame.id)
        .collect();
    let notes = design.notes().map(|note| Loose { id: ElementId::Note(note.id.clone()), at: note.at, size: note.size });
    let empty = design.frames().filter(|frame| !filled.contains(&frame.id)).map(|frame| Loose {
        id: ElementId::Frame(frame.id.clone()),
        at: frame.at,
        size: frame.size,
    });
    let mut loose: Vec<Loose> = notes.chain(empty).collect();
    loose.sort_by(|a, b| (a.at.y, a.at.x, &a.id).cmp(&(b.at.y, b.at.x, &b.id)));

    let mut old_places: Index<usize> = Index::default();
    let mut taken: Index<usize> = Index::default();
    for (n, (old, _, to)) in components.iter().enumerate() {
        old_places.insert(n, *old);
        taken.insert(n, Area::of_component(*to));
    }
    // Frames are in the way of what was not in them.
    let frames: Vec<(Area, Area)> = design
        .frames()
        .filter(|frame| filled.contains(&frame.id))
        .map(|frame| {
            let id = ElementId::Frame(frame.id.clone());
            let size = sizes.get(&frame.id).copied().unwrap_or(frame.size);
            (Area::of_steps(frame.at, frame.size), Area::of_steps(place(&id, frame.at), size))
        })
        .collect();
    let mut next = components.len();
    let (may_move, stays): (Vec<Loose>, Vec<Loose>) =
        loose.into_iter().partition(|item| chosen(&item.id) && !fixed.contains(&item.id));
    for item in stays {
        taken.insert(next, Area::of_steps(item.at, item.size));
        next += 1;
    }
    for item in may_move {
        let own = Area::of_steps(item.at, item.size);
        let Some(nearest) = nearest(&old_places, &components, own) else { continue };
        let Some((_, from, to)) = components.get(nearest) else { continue };
        let wish = item.at.moved(to.x - from.x, to.y - from.y);
        let free = |at: Point| {
            let area = Area::of_steps(at, item.size);
            taken.is_free(area.grown(GRID), |_| false)
                && frames.iter().all(|(old, new)| old.overlaps(&own) || !new.overlaps(&area))
        };
        let at = beside(wish, free);
        taken.insert(next, Area::of_steps(at, item.size));
        next += 1;
        if at != item.at {
            layout.places.push((item.id, at));
        }
    }
}

/// The nearest free place, straight down, up, right or left first.
fn beside(wish: Point, free: impl Fn(Point) -> bool) -> Point {
    let ways = (0..FARTHEST).flat_map(|n| [(0, n), (0, -n), (n, 0), (-n, 0)]);
    ways.map(|(x, y)| wish.moved(x, y)).find(|at| free(*at)).unwrap_or(wish)
}

/// The component that is nearest to a rectangle; the first of equals.
fn nearest(index: &Index<usize>, components: &[(Area, Point, Point)], own: Area) -> Option<usize> {
    let gap = |area: &Area| {
        let x = (area.min.x - own.max.x).max(own.min.x - area.max.x).max(0.0);
        let y = (area.min.y - own.max.y).max(own.min.y - area.max.y).max(0.0);
        Spot::new(x, y).distance(Spot::default())
    };
    let mut reach = 10.0 * GRID;
    while reach < 1.0e6 {
        let near = index.within(own.grown(reach));
        let found = near
            .into_iter()
            .filter_map(|n| components.get(n).map(|(area, ..)| (gap(area), n)))
            .filter(|(gap, _)| *gap <= reach)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        if let Some((_, n)) = found {
            return Some(n);
        }
        reach *= 4.0;
    }
    let all = components.iter().enumerate();
    all.map(|(n, (area, ..))| (gap(area), n)).min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|(_, n)| n)
}
