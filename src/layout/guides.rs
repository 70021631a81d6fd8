//! What is in line with what: guides while something is moved, and commands that put things in line.

use super::index::Index;
use super::shape::{Area, GRID, Spot};
use crate::design::{Component, Design, ElementId, Point};
use std::collections::BTreeSet;
use std::hash::Hash;

/// Why a guide is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GuideKind {
    /// Sides are in line.
    Edge,
    /// Middles are in line.
    Center,
    /// Gaps between neighbours are equal; the line lies in one of the gaps.
    Gap,
}

/// A line to show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guide {
    /// Where it begins.
    pub from: Spot,
    /// Where it ends.
    pub to: Spot,
    /// Why it is shown.
    pub kind: GuideKind,
}

/// Where something that is moved falls into line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snap {
    /// What to add to its place, in points; its corner is on the grid then.
    pub offset: Spot,
    /// What is in line there.
    pub guides: Vec<Guide>,
}

/// Things at most so far beside count as neighbours, in points.
const NEIGHBOUR: f32 = 30.0 * GRID;

/// Where `moving`, the rectangle around what is moved, falls into line with what is in view.
///
/// `tolerance` is how far it may be drawn, in points; where nothing is in line so near it goes to the nearest grid point.
/// `skip` names what is moved itself.
pub fn snap<K: Copy + Eq + Hash>(
    moving: Area,
    others: &Index<K>,
    view: Area,
    tolerance: f32,
    skip: impl Fn(K) -> bool,
) -> Snap {
    let mut seen: Vec<Area> = Vec::new();
    others.visit(view, |key, area| {
        if !skip(key) {
            seen.push(area);
        }
        true
    });
    // The index gives them in no particular order.
    seen.sort_by(|a, b| {
        a.min.x.total_cmp(&b.min.x).then(a.min.y.total_cmp(&b.min.y)).then(a.max.x.total_cmp(&b.max.x))
    });
    let x = offset(moving, &seen, tolerance);
    let turned: Vec<Area> = seen.iter().map(|area| turn(*area)).collect();
    let y = offset(turn(moving), &turned, tolerance);
    let placed = moving.moved(x, y);
    let mut guides = lines(placed, &seen);
    guides.extend(lines(turn(placed), &turned).into_iter().map(|guide| Guide {
        from: Spot::new(guide.from.y, guide.from.x),
        to: Spot::new(guide.to.y, guide.to.x),
        kind: guide.kind,
    }));
    Snap { offset: Spot::new(x, y), guides }
}

/// The rectangle with across and down exchanged.
fn turn(area: Area) -> Area {
    Area { min: Spot::new(area.min.y, area.min.x), max: Spot::new(area.max.y, area.max.x) }
}

/// Left, middle and right.
fn stops(area: &Area) -> [(f32, GuideKind); 3] {
    [(area.min.x, GuideKind::Edge), (area.center().x, GuideKind::Center), (area.max.x, GuideKind::Edge)]
}

fn on_grid(at: f32) -> bool {
    (at / GRID - (at / GRID).round()).abs() < 1e-3
}

/// How far across the rectangle goes to be in line, or to the grid.
fn offset(moving: Area, others: &[Area], tolerance: f32) -> f32 {
    let to_grid = (moving.min.x / GRID).round() * GRID - moving.min.x;
    let mut best: Option<f32> = None;
    let mut offer = |way: f32| {
        let nearer = best.is_none_or(|best| (way.abs(), way) < (best.abs(), best));
        if way.abs() <= tolerance && on_grid(moving.min.x + way) && nearer {
            best = Some(way);
        }
    };
    for other in others {
        for (there, kind) in stops(other) {
            for (here, own) in stops(&moving) {
                if kind == own {
                    offer(there - here);
                }
            }
        }
    }
    for (left, right) in gaps(moving, others) {
        offer(left - moving.min.x);
        offer(right - moving.max.x);
    }
    best.unwrap_or(to_grid)
}

/// Others that stand in the same row, from left to right.
fn row(moving: &Area, others: &[Area]) -> Vec<Area> {
    let wide = Area {
        min: Spot::new(moving.min.x - NEIGHBOUR, moving.min.y),
        max: Spot::new(moving.max.x + NEIGHBOUR, moving.max.y),
    };
    others.iter().copied().filter(|other| other.overlaps(&wide)).collect()
}

/// Left sides, and right sides, at which gaps would be equal.
fn gaps(moving: Area, others: &[Area]) -> Vec<(f32, f32)> {
    let row = row(&moving, others);
    let width = moving.width();
    let mut found = Vec::new();
    let left = row.iter().filter(|o| o.max.x <= moving.center().x).max_by(|a, b| a.max.x.total_cmp(&b.max.x));
    let right = row.iter().filter(|o| o.min.x >= moving.center().x).min_by(|a, b| a.min.x.total_cmp(&b.min.x));
    let mut offer = |at: f32| found.push((at, at + width));
    if let (Some(left), Some(right)) = (left, right) {
        // In the middle between two.
        let free = right.min.x - left.max.x - width;
        if free >= 0.0 {
            offer(left.max.x + free / 2.0);
        }
    }
    if let Some(left) = left {
        let before = row.iter().filter(|o| o.max.x <= left.min.x).max_by(|a, b| a.max.x.total_cmp(&b.max.x));
        if let Some(before) = before {
            offer(left.max.x + left.min.x - before.max.x);
        }
    }
    if let Some(right) = right {
        let after = row.iter().filter(|o| o.min.x >= right.max.x).min_by(|a, b| a.min.x.total_cmp(&b.min.x));
        if let Some(after) = after {
            offer(right.min.x - (after.min.x - right.max.x) - width);
        }
    }
    found
}

/// What is in line across with a rectangle, and the equal gaps beside it.
fn lines(placed: Area, others: &[Area]) -> Vec<Guide> {
    let mut found = Vec::new();
    for (here, own) in stops(&placed) {
        let in_line = others
            .iter()
            .filter(|other| stops(other).iter().any(|(there, kind)| *kind == own && (there - here).abs() < 0.5));
        if let Some(all) = in_line.copied().reduce(Area::with) {
            let all = all.with(placed);
            found.push(Guide { from: Spot::new(here, all.min.y), to: Spot::new(here, all.max.y), kind: own });
        }
    }
    let equal = gaps(placed, others).iter().any(|(left, _)| (left - placed.min.x).abs() < 0.5);
    if equal {
        let row = row(&placed, others);
        let mut all: Vec<Area> = row.iter().copied().filter(|other| !other.overlaps(&placed)).collect();
        all.push(placed);
        all.sort_by(|a, b| a.min.x.total_cmp(&b.min.x));
        let gaps: Vec<(Area, Area)> =
            all.iter().copied().zip(all.iter().skip(1).copied()).filter(|(a, b)| b.min.x > a.max.x).collect();
        let beside = |(a, b): &&(Area, Area)| *a == placed || *b == placed;
        let lengths: Vec<f32> = gaps.iter().filter(beside).map(|(a, b)| b.min.x - a.max.x).collect();
        for (a, b) in &gaps {
            let length = b.min.x - a.max.x;
            let near = (a.min.x - placed.max.x).max(placed.min.x - b.max.x) <= NEIGHBOUR;
            let twice = gaps.iter().filter(|(a, b)| (b.min.x - a.max.x - length).abs() < 0.5).count() > 1;
            if near && twice && lengths.iter().any(|own| (own - length).abs() < 0.5) {
                let y = f32::midpoint(a.min.y.max(b.min.y), a.max.y.min(b.max.y));
                found.push(Guide { from: Spot::new(a.max.x, y), to: Spot::new(b.min.x, y), kind: GuideKind::Gap });
            }
        }
    }
    found
}

/// What is put in line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Align {
    /// Left sides, with the leftmost.
    Left,
    /// Right sides, with the rightmost.
    Right,
    /// Tops, with the highest.
    Top,
    /// Bottoms, with the lowest.
    Bottom,
    /// Middles from left to right, at the middle of all.
    CenterX,
    /// Middles from top to bottom, at the middle of all.
    CenterY,
}

/// Along which way gaps are made equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Distribute {
    /// From left to right.
    Horizontal,
    /// From top to bottom.
    Vertical,
}

/// One of the two numbers of a point.
type Side = fn(&Point) -> i32;

/// Corner and size of a component, note or frame, in grid steps.
fn rectangle(design: &Design, id: &ElementId) -> Option<(Point, Point)> {
    match id {
        ElementId::Component(id) => design.component(id).map(|component| (component.at, Component::SIZE)),
        ElementId::Note(id) => design.note(id).map(|note| (note.at, note.size)),
        ElementId::Frame(id) => design.frame(id).map(|frame| (frame.at, frame.size)),
        _ => None,
    }
}

fn rectangles(design: &Design, ids: &BTreeSet<ElementId>) -> Vec<(ElementId, Point, Point)> {
    ids.iter().filter_map(|id| rectangle(design, id).map(|(at, size)| (id.clone(), at, size))).collect()
}

/// The moves that put components, notes and frames in line; only what moves.
pub fn align(design: &Design, ids: &BTreeSet<ElementId>, how: Align) -> Vec<(ElementId, Point)> {
    let all = rectangles(design, ids);
    let low = |of: Side| all.iter().map(|(_, at, _)| of(at)).min().unwrap_or(0);
    let high = |of: Side| all.iter().map(|(_, at, size)| of(at) + of(size)).max().unwrap_or(0);
    let (x, y): (Side, Side) = (|point| point.x, |point| point.y);
    let moved = |at: Point, size: Point| match how {
        Align::Left => Point::new(low(x), at.y),
        Align::Right => Point::new(high(x) - size.x, at.y),
        Align::Top => Point::new(at.x, low(y)),
        Align::Bottom => Point::new(at.x, high(y) - size.y),
        Align::CenterX => Point::new((low(x) + high(x) - size.x).div_euclid(2), at.y),
        Align::CenterY => Point::new(at.x, (low(y) + high(y) - size.y).div_euclid(2)),
    };
    all.iter()
        .map(|(id, at, size)| (id.clone(), *at, moved(*at, *size)))
        .filter(|(_, at, to)| at != to)
        .map(|(id, _, to)| (id, to))
        .collect()
}

/// The moves that make the gaps between components, notes and frames equal to a step; the outermost stay.
pub fn distribute(design: &Design, ids: &BTreeSet<ElementId>, how: Distribute) -> Vec<(ElementId, Point)> {
    let across = how == Distribute::Horizontal;
    let value = |point: &Point| if across { point.x } else { point.y };
    let mut all = rectangles(design, ids);
    all.sort_by_key(|(id, at, size)| (2 * value(at) + value(size), id.clone()));
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return Vec::new() };
    let gaps = i64::try_from(all.len() - 1).unwrap_or(i64::MAX).max(1);
    let (from, to) = (value(&first.1), value(&last.1) + value(&last.2));
    let full: i64 = all.iter().map(|(_, _, size)| i64::from(value(size))).sum();
    let free = i64::from(to) - i64::from(from) - full;
    let mut out = Vec::new();
    let mut before = 0_i64;
    for (n, (id, at, size)) in (0_i64..).zip(&all) {
        // Whole steps, as even as they can be.
        let here = i64::from(from) + before + (free * n * 2 + gaps).div_euclid(2 * gaps);
        before += i64::from(value(size));
        let here = i32::try_from(here).unwrap_or(value(at));
        let to = if across { Point::new(here, at.y) } else { Point::new(at.x, here) };
        if to != *at {
            out.push((id.clone(), to));
        }
    }
    out
}
