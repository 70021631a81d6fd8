//! The way of one link around the boxes, found from the boxes alone.
//!
//! First a smooth curve, then one step aside, then the shortest way with few corners (A* over the lines beside the boxes
//! near by, in a region that grows until there is a way). What was looked at is remembered as the `reach` of the way:
//! boxes outside of it cannot change the result, which is how the router knows what to search again.

use super::ports::{End, Side, curve};
use super::shape::{Route, flat_curve};
use crate::layout::index::Index;
use crate::layout::shape::{Area, GRID, Spot};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Points that a curve keeps from boxes.
const CLEAR: f32 = 6.0;
/// Points that straight pieces keep from boxes, wished and least.
const MARGINS: [f32; 2] = [GRID, GRID / 2.0];
/// What a corner costs, in points of length.
const BEND: f32 = 4.0 * GRID;
/// How far the search looks beyond the two boxes, in points; then everywhere.
const REGIONS: [f32; 3] = [10.0 * GRID, 50.0 * GRID, 400.0 * GRID];
/// More crossings of lines than this are not searched.
const MOST_NODES: usize = 1_500_000;
/// How far a piece may be moved to the middle of its channel or beside others, in points.
pub(super) const CHANNEL: f32 = 8.0 * GRID;

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) route: Route,
    /// Boxes that lie outside have no say.
    pub(super) reach: Area,
}

/// What one search asks of the board.
pub(super) struct Board<'a> {
    boxes: &'a Index<u32>,
    reach: Area,
}

impl Board<'_> {
    /// The boxes that touch an area.
    fn boxes(&mut self, area: Area) -> Vec<(u32, Area)> {
        self.reach = self.reach.with(area);
        let mut found = Vec::new();
        self.boxes.visit(area, |key, area| {
            found.push((key, area));
            true
        });
        found
    }

    /// Whether no box lies within `clear` points of a straight piece.
    fn free(&mut self, a: Spot, b: Spot, clear: f32) -> bool {
        let area = Area::between(a, b).grown(clear);
        self.reach = self.reach.with(area);
        self.boxes.is_free(area, |_| false)
    }
}

/// Room for the arrays of a search, used again for the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    blocked: Vec<bool>,
    cost: Vec<f32>,
    before: Vec<u32>,
    open: BinaryHeap<Open>,
}

/// The way of a link between two ends on the boxes `own`.
pub(super) fn find(boxes: &Index<u32>, from: End, to: End, own: [u32; 2], scratch: &mut Scratch) -> Found {
    let mut board = Board { boxes, reach: Area::between(from.at, to.at) };
    if let Some(curve) = curve(from, to)
        && curve_is_free(&mut board, curve, own)
    {
        return Found { route: Route::Curve(curve), reach: board.reach };
    }
    for margin in MARGINS {
        let spots = aside(&mut board, from, to, margin).or_else(|| around(&mut board, from, to, margin, scratch));
        if let Some(spots) = spots {
            let spots = centred(&mut board, spots);
            return Found { route: Route::Polyline(spots), reach: board.reach };
        }
    }
    // Walled in: the line is drawn all the same.
    Found { route: Route::Curve(super::ports::loose(from, to)), reach: board.reach }
}

fn curve_is_free(board: &mut Board<'_>, curve: [Spot; 4], own: [u32; 2]) -> bool {
    let Some(around) = Area::of(curve) else { return false };
    let near = board.boxes(around.grown(CLEAR));
    if near.iter().all(|(key, _)| own.contains(key)) {
        return true;
    }
    let spots: Vec<Spot> = flat_curve(curve, 24).collect();
    near.iter().filter(|(key, _)| !own.contains(key)).all(|(_, area)| {
        let area = area.grown(CLEAR);
        !super::shape::pieces(&spots).any(|(a, b)| area.cut_by(a, b))
    })
}

/// Across, once up or down, and across again; or the same on its side.
fn aside(board: &mut Board<'_>, from: End, to: End, margin: f32) -> Option<Vec<Spot>> {
    let turned = match (from.side, to.side) {
        (Side::Right, Side::Left) => false,
        (Side::Bottom, Side::Top) | (Side::Top, Side::Bottom) => true,
        _ => return None,
    };
    let (a, b) = (from.stub(margin), to.stub(margin));
    let ahead = match from.side {
        Side::Right => b.x - a.x,
        Side::Bottom => b.y - a.y,
        _ => a.y - b.y,
    };
    if ahead < 0.0 {
        return None;
    }
    let clear = margin - 1.0;
    for t in [0.5, 0.0, 1.0] {
        let middle = a.toward(b, t);
        let (c, d) = if turned {
            (Spot::new(a.x, middle.y), Spot::new(b.x, middle.y))
        } else {
            (Spot::new(middle.x, a.y), Spot::new(middle.x, b.y))
        };
        let stubs = |board: &mut Board<'_>, own: Spot, corner: Spot| {
            let piece = Area::between(own, corner);
            let piece = if turned { piece.grown_by(clear, 0.0) } else { piece.grown_by(0.0, clear) };
            board.reach = board.reach.with(piece);
            board.boxes.is_free(piece, |_| false)
        };
        if stubs(board, from.at, c) && stubs(board, d, to.at) && board.free(c, d, clear) {
            return Some(vec![from.at, c, d, to.at]);
        }
    }
    None
}

/// A crossing of lines that is open in the search.
#[derive(Clone, Copy, Debug)]
struct Open {
    guess: f32,
    cost: f32,
    state: u32,
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open {}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Open {
    /// The greatest is the one to go on with: the least guess, then the farthest, then the first.
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .guess
            .total_cmp(&self.guess)
            .then(self.cost.total_cmp(&other.cost))
            .then_with(|| other.state.cmp(&self.state))
    }
}

/// The lines of a search, sorted.
struct Lines {
    xs: Vec<f32>,
    ys: Vec<f32>,
}

impl Lines {
    fn spot(&self, node: usize) -> Spot {
        let width = self.xs.len().max(1);
        let x = self.xs.get(node % width).copied().unwrap_or_default();
        let y = self.ys.get(node / width).copied().unwrap_or_default();
        Spot::new(x, y)
    }

    fn node(&self, spot: Spot) -> Option<usize> {
        let x = self.xs.binary_search_by(|x| x.total_cmp(&spot.x)).ok()?;
        let y = self.ys.binary_search_by(|y| y.total_cmp(&spot.y)).ok()?;
        Some(y * self.xs.len() + x)
    }
}

fn sorted(mut lines: Vec<f32>) -> Vec<f32> {
    lines.sort_by(f32::total_cmp);
    lines.dedup();
    lines
}

/// The shortest way with few corners around all boxes of a region that grows.
fn around(board: &mut Board<'_>, from: End, to: End, margin: f32, scratch: &mut Scratch) -> Option<Vec<Spot>> {
    let (start, goal) = (from.stub(margin), to.stub(margin));
    let span = Area::between(start, goal);
    let mut seen = usize::MAX;
    for beyond in REGIONS {
        let boxes = board.boxes(span.grown(beyond));
        if boxes.len() == seen {
            continue;
        }
        seen = boxes.len();
        let mut xs = vec![start.x, goal.x];
        let mut ys = vec![start.y, goal.y];
        for (_, area) in &boxes {
            let center = area.center();
            xs.extend([area.min.x - margin, center.x, area.max.x + margin]);
            ys.extend([area.min.y - margin, center.y, area.max.y + margin]);
        }
        let lines = Lines { xs: sorted(xs), ys: sorted(ys) };
        if lines.xs.len().saturating_mul(lines.ys.len()) > MOST_NODES {
            return None;
        }
        block(&lines, &boxes, margin - 0.5, scratch);
        if let Some(path) = shortest(&lines, (start, from.side), (goal, to.side), scratch) {
            let mut spots = vec![from.at];
            spots.extend(path);
            spots.push(to.at);
            return Some(without_straight(&spots));
        }
    }
    None
}

fn block(lines: &Lines, boxes: &[(u32, Area)], grown: f32, scratch: &mut Scratch) {
    let width = lines.xs.len();
    scratch.blocked.clear();
    scratch.blocked.resize(width * lines.ys.len(), false);
    for (_, area) in boxes {
        let area = area.grown(grown);
        let x = lines.xs.partition_point(|x| *x < area.min.x)..lines.xs.partition_point(|x| *x <= area.max.x);
        let y = lines.ys.partition_point(|y| *y < area.min.y)..lines.ys.partition_point(|y| *y <= area.max.y);
        for row in y {
            if let Some(blocked) = scratch.blocked.get_mut(row * width + x.start..row * width + x.end) {
                blocked.fill(true);
            }
        }
    }
}

fn shortest(lines: &Lines, from: (Spot, Side), to: (Spot, Side), scratch: &mut Scratch) -> Option<Vec<Spot>> {
    let (start, goal) = (lines.node(from.0)?, lines.node(to.0)?);
    let open_at = |scratch: &Scratch, node: usize| scratch.blocked.get(node) == Some(&false);
    if !open_at(scratch, start) || !open_at(scratch, goal) {
        return None;
    }
    let (width, height) = (lines.xs.len(), lines.ys.len());
    // A state is a crossing and whether it was reached across (0) or up or down (1).
    let axis_of = |side: Side| usize::from(!side.level());
    let goal_axis = axis_of(to.1);
    let guess = |at: Spot, axis: usize| {
        let (dx, dy) = ((to.0.x - at.x).abs(), (to.0.y - at.y).abs());
        let aside = if axis == 0 { dy } else { dx };
        let bends = match (axis == goal_axis, aside > 0.0) {
            (true, true) => 2.0,
            (true, false) => 0.0,
            (false, _) => 1.0,
        };
        dx + dy + BEND * bends
    };
    let states = width * height * 2;
    scratch.cost.clear();
    scratch.cost.resize(states, f32::INFINITY);
    scratch.before.clear();
    scratch.before.resize(states, u32::MAX);
    scratch.open.clear();
    let first = start * 2 + axis_of(from.1);
    if let Some(cost) = scratch.cost.get_mut(first) {
        *cost = 0.0;
    }
    scratch.open.push(Open { guess: guess(from.0, first % 2), cost: 0.0, state: u32::try_from(first).ok()? });
    let last = goal * 2 + goal_axis;
    while let Some(open) = scratch.open.pop() {
        let state = open.state as usize;
        if open.cost > scratch.cost.get(state).copied().unwrap_or(0.0) {
            continue;
        }
        if state == last {
            return Some(walk(lines, last, scratch));
        }
        let (node, axis) = (state / 2, state % 2);
        let at = lines.spot(node);
        let (column, row) = (node % width, node / width);
        let steps = [
            (column + 1 < width).then_some((node + 1, 0)),
            (column > 0).then(|| (node - 1, 0)),
            (row + 1 < height).then_some((node + width, 1)),
            (row > 0).then(|| (node - width, 1)),
            // A corner at the goal itself.
            (node == goal && axis != goal_axis).then_some((node, goal_axis)),
        ];
        for (next, way) in steps.into_iter().flatten() {
            if !open_at(scratch, next) {
                continue;
            }
            let there = lines.spot(next);
            let step = (there.x - at.x).abs() + (there.y - at.y).abs();
            let cost = open.cost + step + if way == axis { 0.0 } else { BEND };
            let state = next * 2 + way;
            let Some(known) = scratch.cost.get_mut(state) else { continue };
            if cost < *known {
                *known = cost;
                if let Some(before) = scratch.before.get_mut(state) {
                    *before = open.state;
                }
                if let Ok(state) = u32::try_from(state) {
                    scratch.open.push(Open { guess: cost + guess(there, way), cost, state });
                }
            }
        }
    }
    None
}

fn walk(lines: &Lines, last: usize, scratch: &Scratch) -> Vec<Spot> {
    let mut path = vec![lines.spot(last / 2)];
    let mut state = last;
    while let Some(&before) = scratch.before.get(state) {
        if before == u32::MAX {
            break;
        }
        state = before as usize;
        path.push(lines.spot(state / 2));
    }
    path.reverse();
    path
}

/// The line without places between two pieces of one direction, and without pieces of no length.
pub(super) fn without_straight(spots: &[Spot]) -> Vec<Spot> {
    let mut out: Vec<Spot> = Vec::with_capacity(spots.len());
    for &spot in spots {
        if out.last() == Some(&spot) {
            continue;
        }
        if let [.., a, b] = out.as_slice()
            && ((a.x == b.x && b.x == spot.x) || (a.y == b.y && b.y == spot.y))
        {
            out.pop();
        }
        out.push(spot);
    }
    out
}

/// How far a piece may be moved aside, toward less and toward more, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Room {
    pub(super) less: f32,
    pub(super) more: f32,
}

/// The room beside the piece from `b` to `c` before it comes within `keep` points of a box.
fn room(board: &mut Board<'_>, b: Spot, c: Spot, upright: bool, keep: f32) -> Room {
    let piece = Area::between(b, c);
    let beside =
        if upright { piece.grown_by(CHANNEL, GRID / 2.0 - 1.0) } else { piece.grown_by(GRID / 2.0 - 1.0, CHANNEL) };
    let at = if upright { b.x } else { b.y };
    let mut room = Room { less: CHANNEL, more: CHANNEL };
    for (_, area) in board.boxes(beside) {
        if !area.overlaps(&beside) {
            continue;
        }
        let (low, high) = if upright { (area.min.x, area.max.x) } else { (area.min.y, area.max.y) };
        if high <= at {
            room.less = room.less.min(at - high - keep);
        } else if low >= at {
            room.more = room.more.min(low - at - keep);
        } else {
            room = Room::default();
        }
    }
    Room { less: room.less.max(0.0), more: room.more.max(0.0) }
}

/// Steps aside go to the middle of their channel.
fn centred(board: &mut Board<'_>, mut spots: Vec<Spot>) -> Vec<Spot> {
    for i in 1..spots.len().saturating_sub(2) {
        let Some(&[a, b, c, d]) = spots.get(i - 1..i + 3) else { continue };
        let upright = b.x == c.x;
        let value = |spot: Spot| if upright { spot.x } else { spot.y };
        let (before, here, after) = (value(a), value(b), value(d));
        // Only a piece between two of one direction is as long wherever it stands.
        if (here - before).signum() != (after - here).signum() {
            continue;
        }
        let room = room(board, b, c, upright, 0.0);
        let keep = GRID / 2.0;
        let low = (here - room.less).max(before.min(after) + keep);
        let high = (here + room.more).min(before.max(after) - keep);
        if low > high {
            continue;
        }
        let middle = f32::midpoint(low, high);
        for spot in spots.iter_mut().skip(i).take(2) {
            if upright {
                spot.x = middle;
            } else {
                spot.y = middle;
            }
        }
    }
    spots
}

/// The room of each inner piece of a polyline, and the area that was looked at.
pub(super) fn rooms(boxes: &Index<u32>, spots: &[Spot]) -> (Vec<Room>, Area) {
    let mut board = Board { boxes, reach: Area::of(spots.iter().copied()).unwrap_or_default() };
    let mut out = Vec::new();
    for window in spots.windows(4) {
        let &[a, b, c, d] = window else { continue };
        let upright = b.x == c.x;
        let value = |spot: Spot| if upright { spot.x } else { spot.y };
        let mut room = room(&mut board, b, c, upright, 6.0);
        // The pieces before and after must not shrink to nothing.
        for other in [value(a), value(d)] {
            let length = (value(b) - other).abs() * 0.45;
            if other < value(b) {
                room.less = room.less.min(length);
            } else {
                room.more = room.more.min(length);
            }
        }
        out.push(room);
    }
    (out, board.reach)
}
