//! Which components are in which frame, and the rectangle of a frame around what is in it.
//!
//! A frame decides what a link costs (zones and regions), so a component that a frame holds is held by it afterwards, and
//! one that it does not hold is not.

use super::layers::at;
use crate::design::{Component, Design, Frame, Id, Point};
use std::collections::BTreeSet;

/// Steps between the border of a frame and what is in it.
const SIDE: i32 = 1;
/// Steps above, where the name stands.
const HEAD: i32 = 2;

/// A rectangle in grid steps: left, top, right, bottom.
pub(super) type Steps = (i32, i32, i32, i32);

pub(super) fn steps(at: Point, size: Point) -> Steps {
    (at.x, at.y, at.x + size.x, at.y + size.y)
}

pub(super) fn with(a: Steps, b: Steps) -> Steps {
    (a.0.min(b.0), a.1.min(b.1), a.2.max(b.2), a.3.max(b.3))
}

/// A frame with components in it.
#[derive(Clone, Debug)]
pub(super) struct Enclosure {
    pub(super) id: Id,
    /// The smallest frame around it.
    pub(super) parent: Option<usize>,
}

/// The frames of a design that have components in them, inner ones first, and the innermost frame of each component.
pub(super) fn enclosures(design: &Design, parts: &[(Id, Point)]) -> (Vec<Enclosure>, Vec<Option<usize>>) {
    let room = |frame: &Frame| i64::from(frame.size.x) * i64::from(frame.size.y);
    let chosen: BTreeSet<&Id> = parts.iter().map(|(id, _)| id).collect();
    let whole = chosen.len() == design.components().len();
    let mut frames: Vec<&Frame> = design.frames().filter(|frame| whole || !is_split(design, frame, &chosen)).collect();
    frames.sort_by(|a, b| room(a).cmp(&room(b)).then_with(|| a.id.cmp(&b.id)));
    let innermost = |place: Point, size: Point, after: usize| {
        (after..frames.len()).find(|&n| frames.get(n).is_some_and(|frame| frame.holds(place, size)))
    };
    let inside: Vec<Option<usize>> = parts.iter().map(|(_, place)| innermost(*place, Component::SIZE, 0)).collect();
    let parents: Vec<Option<usize>> =
        frames.iter().enumerate().map(|(n, frame)| innermost(frame.at, frame.size, n + 1)).collect();
    // Only frames with components in them take part.
    let mut used = vec![false; frames.len()];
    for mut next in inside.iter().copied() {
        while let Some(n) = next
            && let Some(flag) = used.get_mut(n)
            && !*flag
        {
            *flag = true;
            next = at(&parents, n);
        }
    }
    // Inner ones first, then by name: sizes change when a design is put in order, and its frames must not change places.
    let deep = |n: usize| std::iter::successors(at(&parents, n), |outer| at(&parents, *outer)).count();
    let mut order: Vec<usize> = (0..frames.len()).filter(|&n| at(&used, n)).collect();
    order.sort_by_key(|&n| (std::cmp::Reverse(deep(n)), frames.get(n).map(|frame| &frame.id)));
    let mut number = vec![None; frames.len()];
    let mut found = Vec::new();
    for n in order {
        if let Some(frame) = frames.get(n) {
            super::layers::set(&mut number, n, Some(found.len()));
            found.push(Enclosure { id: frame.id.clone(), parent: at(&parents, n) });
        }
    }
    for enclosure in &mut found {
        enclosure.parent = enclosure.parent.and_then(|n| at(&number, n));
    }
    (found, inside.into_iter().map(|n| n.and_then(|n| at(&number, n))).collect())
}

/// The rectangle of each frame around what is in it.
pub(super) fn fitted(frames: &[Enclosure], inside: &[Option<usize>], places: &[(i32, i32)]) -> Vec<Option<Steps>> {
    let mut content: Vec<Option<Steps>> = vec![None; frames.len()];
    let mut add = |frame: usize, area: Steps| {
        if let Some(known) = content.get_mut(frame) {
            *known = Some(known.map_or(area, |known| with(known, area)));
        }
    };
    for (place, frame) in places.iter().zip(inside) {
        if let Some(frame) = frame {
            add(*frame, steps(Point { x: place.0, y: place.1 }, Component::SIZE));
        }
    }
    for (n, frame) in frames.iter().enumerate() {
        // Inner frames come first, so what is in this one is complete.
        let Some(known) = at(&content, n) else { continue };
        let fitted = padded(known);
        super::layers::set(&mut content, n, Some(fitted));
        if let Some(parent) = frame.parent
            && let Some(outer) = content.get_mut(parent)
        {
            *outer = Some(outer.map_or(fitted, |outer| with(outer, fitted)));
        }
    }
    content
}

/// A rectangle with what a frame needs around it.
pub(super) const fn padded(area: Steps) -> Steps {
    (area.0 - SIDE, area.1 - HEAD, area.2 + SIDE, area.3 + SIDE)
}

/// Whether a frame holds components that are chosen and others that are not.
pub(super) fn is_split(design: &Design, frame: &Frame, chosen: &BTreeSet<&Id>) -> bool {
    let held = || design.components().filter(|component| frame.holds(component.at, Component::SIZE));
    held().any(|component| chosen.contains(&component.id)) && held().any(|component| !chosen.contains(&component.id))
}

/// How deep frames stand in each other, at the most.
pub(super) fn depth(frames: &[Enclosure]) -> i32 {
    let mut depths = vec![1; frames.len()];
    for (n, frame) in frames.iter().enumerate() {
        if let Some(parent) = frame.parent {
            let deeper = at(&depths, parent).max(at(&depths, n) + 1);
            super::layers::set(&mut depths, parent, deeper);
        }
    }
    depths.into_iter().max().unwrap_or(0)
}

/// Steps from the top of a frame to the top of what is in it, and from the bottom of that to its own.
pub(super) const fn padding() -> (i32, i32) {
    (HEAD, SIDE)
}
