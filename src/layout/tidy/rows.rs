//! How far down each thing stands, its order in its column being given: links straight, above all the long ones.
//!
//! Sweeps through the columns put each cell at the middle of what it is joined to, as near as its neighbours allow (pool
//! adjacent violators, exact for one column). In whole steps, what is left of small slants is then taken out by moving
//! cells, long links and straight chains as far as their neighbours leave room.

use super::chart::{Cell, Chart, Joint};
use super::layers::{at, set};
use crate::layout::index::Quick;

/// Above so many cells fewer rounds are made.
const LARGE: usize = 4_000;

/// Steps between two components of a column.
pub(super) const GAP: i32 = 3;

/// Which joints a sweep goes by.
#[derive(Clone, Copy, PartialEq)]
enum Look {
    Left,
    Right,
    Both,
}

/// Steps from the top of one cell to the top of the next below, at the least.
fn apart(items_frame: &[bool], above: Cell, below: Cell) -> i32 {
    let frame = |cell: Cell| cell.item.is_some_and(|item| at(items_frame, item));
    let gap = match (above.item, below.item) {
        (None, None) => 1,
        (Some(_), Some(_)) if !frame(above) && !frame(below) => GAP,
        _ => 2,
    };
    above.height + gap
}

/// The top of each item in steps, the highest at 0. `frames` says which items are frames.
pub(super) fn tops(chart: &Chart, frames: &[bool]) -> Vec<i32> {
    let mut rows = Rows { chart, frames, y: vec![0.0; chart.cells.len()] };
    rows.pack();
    let rounds = if chart.cells.len() > LARGE { 3 } else { 10 };
    for _ in 0..rounds {
        rows.sweep(Look::Left);
        rows.sweep(Look::Right);
    }
    for _ in 0..rounds {
        rows.sweep(Look::Both);
    }
    let mut steps = rows.in_steps();
    rows.part(&mut steps);
    Straight::new(&rows, &mut steps).run();
    let mut tops: Vec<i32> =
        chart.of_item.iter().map(|cells| cells.first().map_or(0, |&cell| at(&steps, cell))).collect();
    let highest = tops.iter().copied().min().unwrap_or(0);
    for top in &mut tops {
        *top -= highest;
    }
    tops
}

struct Rows<'a> {
    chart: &'a Chart,
    frames: &'a [bool],
    y: Vec<f64>,
}

impl Rows<'_> {
    fn apart(&self, above: usize, below: usize) -> i32 {
        apart(self.frames, at(&self.chart.cells, above), at(&self.chart.cells, below))
    }

    /// Each column packed from the top.
    fn pack(&mut self) {
        for column in &self.chart.columns {
            let mut before: Option<usize> = None;
            for &cell in column {
                let y = before.map_or(0.0, |before| at(&self.y, before) + f64::from(self.apart(before, cell)));
                set(&mut self.y, cell, y);
                before = Some(cell);
            }
        }
    }

    fn joints(&self, cell: usize, look: Look) -> impl Iterator<Item = &Joint> {
        let left = self.chart.left.get(cell).filter(|_| look != Look::Right);
        let right = self.chart.right.get(cell).filter(|_| look != Look::Left);
        left.into_iter().flatten().chain(right.into_iter().flatten())
    }

    /// Where a cell would make its links straight, and how much that weighs.
    fn wish(&self, cell: usize, look: Look) -> Option<(f64, f64)> {
        let mut wishes: Vec<(f64, f64)> = self
            .joints(cell, look)
            .map(|joint| {
                let there = at(&self.y, joint.cell) + f64::from(joint.theirs - joint.own);
                (there, f64::from(joint.weight))
            })
            .collect();
        let weight: f64 = wishes.iter().map(|wish| wish.1).sum();
        if wishes.len() < 3 {
            let sum: f64 = wishes.iter().map(|(there, weight)| there * weight).sum();
            return (weight > 0.0).then(|| (sum / weight, weight));
        }
        // The middle wish: one far end does not pull.
        wishes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut left = weight / 2.0;
        let mut before: Option<f64> = None;
        for (there, own) in wishes {
            if let Some(before) = before {
                return Some((f64::midpoint(before, there), weight));
            }
            left -= own;
            if left < -1e-9 {
                return Some((there, weight));
            }
            if left <= 1e-9 {
                before = Some(there);
            }
        }
        before.map(|there| (there, weight))
    }

    /// Wide frames go where their links from outside are straight.
    fn settle_frames(&mut self, mean: bool) {
        for cells in self.chart.of_item.iter().filter(|cells| cells.len() > 1) {
            let (mut sum, mut total) = (0.0, 0.0);
            for &cell in cells {
                if mean {
                    sum += at(&self.y, cell);
                    total += 1.0;
                    continue;
                }
                for joint in self.joints(cell, Look::Both) {
                    if at(&self.chart.cells, joint.cell).rigid != at(&self.chart.cells, cell).rigid {
                        let weight = f64::from(joint.weight);
                        sum += (at(&self.y, joint.cell) + f64::from(joint.theirs - joint.own)) * weight;
                        total += weight;
                    }
                }
            }
            if total > 0.0 {
                for &cell in cells {
                    set(&mut self.y, cell, sum / total);
                }
            }
        }
    }

    fn sweep(&mut self, look: Look) {
        self.settle_frames(false);
        let count = self.chart.columns.len();
        for n in 0..count {
            let n = if look == Look::Right { count - 1 - n } else { n };
            let Some(column) = self.chart.columns.get(n) else { continue };
            // Pools of cells that touch: sum of wishes by weight, weight, how many cells.
            let mut pools: Vec<(f64, f64, usize)> = Vec::new();
            let mut down = Vec::with_capacity(column.len());
            let (mut below, mut before) = (0.0, None);
            for &cell in column {
                if let Some(before) = before {
                    below += f64::from(self.apart(before, cell));
                }
                before = Some(cell);
                down.push(below);
                let here = at(&self.y, cell);
                let (wish, weight) = if at(&self.chart.cells, cell).rigid.is_some() {
                    (here, 1e4)
                } else {
                    self.wish(cell, look).unwrap_or((here, 0.05))
                };
                pools.push(((wish - below) * weight, weight, 1));
                while let [.., a, b] = pools.as_slice()
                    && a.0 / a.1 > b.0 / b.1
                {
                    let joined = (a.0 + b.0, a.1 + b.1, a.2 + b.2);
                    pools.truncate(pools.len() - 2);
                    pools.push(joined);
                }
            }
            let mut cells = column.iter().zip(down);
            for (sum, weight, many) in pools {
                for (&cell, below) in cells.by_ref().take(many) {
                    set(&mut self.y, cell, sum / weight + below);
                }
            }
        }
        self.settle_frames(true);
    }

    #[expect(clippy::cast_possible_truncation, reason = "a drawing is far below 2^31 steps; casts saturate")]
    fn in_steps(&self) -> Vec<i32> {
        self.y.iter().map(|y| y.round().clamp(-1e9, 1e9) as i32).collect()
    }

    /// Pushes down what is too near to the cell above, until nothing is.
    fn part(&self, steps: &mut [i32]) {
        loop {
            for column in &self.chart.columns {
                let mut before: Option<usize> = None;
                for &cell in column {
                    if let Some(before) = before {
                        let least = at(steps, before) + self.apart(before, cell);
                        let here = at(steps, cell).max(least);
                        set(steps, cell, here);
                    }
                    before = Some(cell);
                }
            }
            let mut moved = false;
            for cells in self.chart.of_item.iter().filter(|cells| cells.len() > 1) {
                let lowest = cells.iter().map(|&cell| at(steps, cell)).max().unwrap_or(0);
                for &cell in cells {
                    moved |= at(steps, cell) != lowest;
                    set(steps, cell, lowest);
                }
            }
            if !moved {
                break;
            }
        }
    }
}

/// Takes small slants out by moving groups of cells as one.
struct Straight<'a, 'b> {
    rows: &'a Rows<'a>,
    steps: &'b mut [i32],
    above: Vec<Option<usize>>,
    below: Vec<Option<usize>>,
    /// Which group a cell was last part of.
    mark: Vec<usize>,
    groups: usize,
}

/// Straight chains of more cells than this are not moved as one.
const MOST_IN_CHAIN: usize = 64;
/// More cells than this are not pushed by one move.
const MOST_PUSHED: usize = 48;

impl<'a, 'b> Straight<'a, 'b> {
    fn new(rows: &'a Rows<'a>, steps: &'b mut [i32]) -> Self {
        let count = rows.chart.cells.len();
        let (mut above, mut below) = (vec![None; count], vec![None; count]);
        for column in &rows.chart.columns {
            for (&a, &b) in column.iter().zip(column.iter().skip(1)) {
                set(&mut below, a, Some(b));
                set(&mut above, b, Some(a));
            }
        }
        Self { rows, steps, above, below, mark: vec![0; count], groups: 0 }
    }

    fn run(mut self) {
        let chart = self.rows.chart;
        let rounds = if chart.cells.len() > LARGE { 1 } else { 4 };
        for _ in 0..rounds {
            let mut moved = false;
            for column in &chart.columns {
                for &cell in column {
                    if at(&chart.cells, cell).rigid.is_none() {
                        moved |= self.shift(&[cell]);
                    }
                }
            }
            for group in chart.passes.iter().chain(chart.of_item.iter().filter(|cells| cells.len() > 1)) {
                moved |= self.shift(group);
            }
            for column in &chart.columns {
                for &cell in column {
                    let chain = self.chain(cell);
                    if chain.len() > 1 {
                        moved |= self.shift(&chain);
                    }
                }
            }
            if !moved {
                break;
            }
        }
    }

    /// The cells that straight links join to one, with whole frames.
    fn chain(&mut self, first: usize) -> Vec<usize> {
        let chart = self.rows.chart;
        self.groups += 1;
        let mut chain = vec![];
        let mut open = vec![first];
        while let Some(cell) = open.pop() {
            if at(&self.mark, cell) == self.groups {
                continue;
            }
            set(&mut self.mark, cell, self.groups);
            chain.push(cell);
            if chain.len() > MOST_IN_CHAIN {
                return Vec::new();
            }
            if let Some(item) = at(&chart.cells, cell).rigid {
                open.extend(chart.of_item.get(item).into_iter().flatten());
            }
            for joint in self.rows.joints(cell, Look::Both) {
                if at(self.steps, cell) + joint.own == at(self.steps, joint.cell) + joint.theirs {
                    open.push(joint.cell);
                }
            }
        }
        chain
    }

    /// Moves a group to where its links outward are straightest, and what is in the way along with it, if links become
    /// straighter on the whole.
    fn shift(&mut self, group: &[usize]) -> bool {
        self.groups += 1;
        for &cell in group {
            set(&mut self.mark, cell, self.groups);
        }
        let mut ways: Vec<(i32, i32)> = Vec::new();
        for &cell in group {
            let here = at(self.steps, cell);
            for joint in self.rows.joints(cell, Look::Both) {
                if at(&self.mark, joint.cell) != self.groups {
                    ways.push((at(self.steps, joint.cell) + joint.theirs - here - joint.own, joint.weight));
                }
            }
        }
        ways.sort_unstable();
        let mut left: i64 = ways.iter().map(|way| i64::from(way.1)).sum();
        let mut way = 0;
        for &(there, weight) in &ways {
            way = there;
            left -= 2 * i64::from(weight);
            if left <= 0 {
                break;
            }
        }
        way != 0 && (self.push(group, way, MOST_PUSHED) || self.push(group, self.slack(group, way), 0))
    }

    /// How much of a way a group can go with nothing in its way moved.
    fn slack(&self, group: &[usize], way: i32) -> i32 {
        let (mut up, mut down) = (i32::MIN / 4, i32::MAX / 4);
        let inside = |cell: usize| at(&self.mark, cell) == self.groups;
        for &cell in group {
            let here = at(self.steps, cell);
            if let Some(other) = at(&self.above, cell).filter(|other| !inside(*other)) {
                up = up.max(at(self.steps, other) + self.rows.apart(other, cell) - here);
            }
            if let Some(other) = at(&self.below, cell).filter(|other| !inside(*other)) {
                down = down.min(at(self.steps, other) - self.rows.apart(cell, other) - here);
            }
        }
        way.clamp(up.min(0), down.max(0))
    }

    /// Moves a group by that way and pushes at most so many others, if that makes links straighter.
    fn push(&mut self, group: &[usize], way: i32, most: usize) -> bool {
        if way == 0 {
            return false;
        }
        let chart = self.rows.chart;
        let mut there: Quick<usize, i32> = Quick::default();
        let mut open: Vec<usize> = Vec::new();
        for &cell in group {
            there.insert(cell, at(self.steps, cell) + way);
            open.push(cell);
        }
        while let Some(cell) = open.pop() {
            let Some(&here) = there.get(&cell) else { continue };
            let next = if way > 0 { at(&self.below, cell) } else { at(&self.above, cell) };
            let Some(next) = next else { continue };
            let old = there.get(&next).copied().unwrap_or_else(|| at(self.steps, next));
            let new = if way > 0 {
                old.max(here + self.rows.apart(cell, next))
            } else {
                old.min(here - self.rows.apart(next, cell))
            };
            if new == old {
                continue;
            }
            let rigid = at(&chart.cells, next).rigid.and_then(|item| chart.of_item.get(item));
            for &cell in rigid.map_or(std::slice::from_ref(&next), Vec::as_slice) {
                there.insert(cell, new);
                open.push(cell);
            }
            if there.len() > group.len() + most {
                return false;
            }
        }
        // Twice the change of slants: links between two that move are seen from both.
        let mut change = 0_i64;
        for (&cell, &new) in &there {
            let old = at(self.steps, cell);
            for joint in self.rows.joints(cell, Look::Both) {
                let (other, both) = match there.get(&joint.cell) {
                    Some(new) => (*new, 1),
                    None => (at(self.steps, joint.cell), 2),
                };
                let before = old + joint.own - at(self.steps, joint.cell) - joint.theirs;
                let after = new + joint.own - other - joint.theirs;
                change += i64::from(after.abs() - before.abs()) * i64::from(joint.weight) * both;
            }
        }
        if change >= 0 {
            return false;
        }
        for (cell, new) in there {
            set(self.steps, cell, new);
        }
        true
    }
}
