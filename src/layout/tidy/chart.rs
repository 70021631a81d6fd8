//! What stands in each column from top to bottom: components, frames, and the places where long links pass.
//!
//! Crossings are counted between neighbouring columns; the order begins with where things are now and changes only where
//! that makes fewer crossings, so that a small change of the design is a small change of the picture.

use super::layers::{at, set};

/// A thing to be placed: a component with its watchers, or a frame with all that is in it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Item {
    /// First and last column.
    pub(super) span: (usize, usize),
    /// Grid steps.
    pub(super) height: i32,
    /// Whether it is a frame.
    pub(super) frame: bool,
    /// Where its top is now, in grid steps.
    pub(super) top: i32,
}

/// One end of a link: the item, the column, and how far below the top of the item.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tip {
    pub(super) item: usize,
    pub(super) column: usize,
    pub(super) below: i32,
}

/// A thing in one column.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell {
    pub(super) column: usize,
    pub(super) height: i32,
    /// The item, or none where a long link passes.
    pub(super) item: Option<usize>,
    /// Cells of one number stand at one height: those of a wide frame.
    pub(super) rigid: Option<usize>,
    /// Where it is now, in half steps.
    now: i64,
}

/// A piece of a link between neighbouring columns.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Joint {
    pub(super) cell: usize,
    /// Where it touches this cell and the other, below their tops.
    pub(super) own: i32,
    pub(super) theirs: i32,
    pub(super) weight: i32,
}

/// The columns of a drawing.
#[derive(Clone, Debug, Default)]
pub(super) struct Chart {
    pub(super) cells: Vec<Cell>,
    pub(super) left: Vec<Vec<Joint>>,
    pub(super) right: Vec<Vec<Joint>>,
    /// The cells of each column from top to bottom.
    pub(super) columns: Vec<Vec<usize>>,
    /// The cells of each item.
    pub(super) of_item: Vec<Vec<usize>>,
    /// The cells of each long link.
    pub(super) passes: Vec<Vec<usize>>,
}

/// Long links beyond so many passing places are left out of the order.
const MOST_PASSES: usize = 60_000;

impl Chart {
    /// The columns of items and links, in the order of where things are now.
    pub(super) fn new(items: &[Item], links: &[(Tip, Tip)]) -> Self {
        let mut chart = Self::default();
        let width = items.iter().map(|item| item.span.1 + 1).max().unwrap_or(0);
        chart.columns.resize(width, Vec::new());
        for (n, item) in items.iter().enumerate() {
            let wide = item.span.1 > item.span.0;
            let mut own: Vec<usize> = Vec::with_capacity(item.span.1 - item.span.0 + 1);
            for column in item.span.0..=item.span.1 {
                let now = i64::from(item.top) * 2 + i64::from(item.height.min(4));
                let cell = Cell { column, height: item.height, item: Some(n), rigid: wide.then_some(n), now };
                let cell = chart.add(cell);
                if let Some(&before) = own.last() {
                    chart.join(before, cell, 0, 0, 16);
                }
                own.push(cell);
            }
            chart.of_item.push(own);
        }
        // The shortest of the long links get their passing places first.
        let mut order: Vec<usize> = (0..links.len()).collect();
        let length = |n: usize| links.get(n).map_or(0, |(a, b)| b.column.saturating_sub(a.column));
        order.sort_by_key(|&n| (length(n), n));
        let mut room = MOST_PASSES.max(items.len() * 3);
        for n in order {
            let Some(&(a, b)) = links.get(n) else { continue };
            let passes = length(n).saturating_sub(1);
            if a.column >= b.column || passes > room {
                continue;
            }
            room -= passes;
            chart.link(items, a, b);
        }
        for n in 0..chart.columns.len() {
            let cells = &chart.cells;
            if let Some(column) = chart.columns.get_mut(n) {
                column.sort_by_key(|&cell| at(cells, cell).now);
            }
        }
        chart.keep_frames_in_order();
        chart
    }

    fn add(&mut self, cell: Cell) -> usize {
        if let Some(column) = self.columns.get_mut(cell.column) {
            column.push(self.cells.len());
        }
        self.cells.push(cell);
        self.left.push(Vec::new());
        self.right.push(Vec::new());
        self.cells.len() - 1
    }

    fn join(&mut self, a: usize, b: usize, below_a: i32, below_b: i32, weight: i32) {
        if let Some(right) = self.right.get_mut(a) {
            right.push(Joint { cell: b, own: below_a, theirs: below_b, weight });
        }
        if let Some(left) = self.left.get_mut(b) {
            left.push(Joint { cell: a, own: below_b, theirs: below_a, weight });
        }
    }

    fn cell_of(&self, tip: Tip, items: &[Item]) -> Option<usize> {
        let first = items.get(tip.item)?.span.0;
        self.of_item.get(tip.item)?.get(tip.column.checked_sub(first)?).copied()
    }

    fn link(&mut self, items: &[Item], a: Tip, b: Tip) {
        let (Some(first), Some(last)) = (self.cell_of(a, items), self.cell_of(b, items)) else { return };
        let height = |tip: Tip| i64::from(at(items, tip.item).top + tip.below) * 2;
        let (from, to) = (height(a), height(b));
        let steps = i64::try_from(b.column - a.column).unwrap_or(1).max(1);
        let (mut before, mut below) = (first, a.below);
        let mut passes = Vec::new();
        for (step, column) in (1_i64..).zip(a.column + 1..b.column) {
            let now = from + (to - from) * step / steps;
            let cell = self.add(Cell { column, height: 0, item: None, rigid: None, now });
            self.join(before, cell, below, 0, if passes.is_empty() { 2 } else { 8 });
            passes.push(cell);
            (before, below) = (cell, 0);
        }
        self.join(before, last, below, b.below, if passes.is_empty() { 1 } else { 2 });
        if !passes.is_empty() {
            self.passes.push(passes);
        }
    }

    /// Wide frames stand in one order in all columns that they share.
    fn keep_frames_in_order(&mut self) {
        let mut height = vec![(0.0_f64, 0_u32); self.of_item.len()];
        for column in &self.columns {
            for (place, &cell) in column.iter().enumerate() {
                if let Some(rigid) = at(&self.cells, cell).rigid
                    && let Some((sum, count)) = height.get_mut(rigid)
                {
                    *sum += (place as f64 + 0.5) / column.len() as f64;
                    *count += 1;
                }
            }
        }
        let key = |rigid: usize| height.get(rigid).map_or(0.0, |(sum, count)| sum / f64::from((*count).max(1)));
        for column in &mut self.columns {
            let rigid = |cell: usize| at(&self.cells, cell).rigid;
            let places: Vec<usize> = (0..column.len()).filter(|&n| rigid(at(column, n)).is_some()).collect();
            if places.len() < 2 {
                continue;
            }
            let mut frames: Vec<usize> = places.iter().map(|&n| at(column, n)).collect();
            frames.sort_by(|&a, &b| {
                let (a, b) = (rigid(a).unwrap_or(0), rigid(b).unwrap_or(0));
                key(a).total_cmp(&key(b)).then(a.cmp(&b))
            });
            for (place, cell) in places.into_iter().zip(frames) {
                set(column, place, cell);
            }
        }
    }

    /// The place of each cell in its column.
    fn places(&self) -> Vec<usize> {
        let mut places = vec![0; self.cells.len()];
        for column in &self.columns {
            for (place, &cell) in column.iter().enumerate() {
                set(&mut places, cell, place);
            }
        }
        places
    }

    /// How many pairs of links cross.
    pub(super) fn crossings(&self) -> u64 {
        let places = self.places();
        let mut total = 0;
        let mut joints: Vec<((usize, i32), (usize, i32))> = Vec::new();
        let mut buffer = Vec::new();
        for column in &self.columns {
            joints.clear();
            for &cell in column {
                for joint in self.right.get(cell).into_iter().flatten() {
                    joints.push(((at(&places, cell), joint.own), (at(&places, joint.cell), joint.theirs)));
                }
            }
            joints.sort_unstable();
            let mut ends: Vec<(usize, i32)> = joints.iter().map(|joint| joint.1).collect();
            total += inversions(&mut ends, &mut buffer);
        }
        total
    }

    /// Puts the cells of each column in an order with few crossings; how many there were.
    pub(super) fn untangle(&mut self) -> u64 {
        let before = self.crossings();
        let mut least = before;
        let large = self.cells.len() > 20_000;
        // Swaps lead to orders from which sweeps go on.
        for _ in 0..if large { 1 } else { 6 } {
            let start = least;
            let mut best = self.columns.clone();
            let mut idle = 0;
            for round in 0..if large { 6 } else { 24 } {
                if least == 0 || idle >= 6 {
                    break;
                }
                self.sweep(round % 2 == 0);
                self.keep_frames_in_order();
                let now = self.crossings();
                if now < least {
                    least = now;
                    best.clone_from(&self.columns);
                    idle = 0;
                } else {
                    idle += 1;
                }
            }
            self.columns = best;
            if least > 0 {
                self.swap_neighbours();
                least = self.crossings();
            }
            if least == 0 || least == start {
                break;
            }
        }
        before
    }

    /// Each column is sorted by the middle of the places that its cells are joined to in the column before.
    fn sweep(&mut self, rightward: bool) {
        let mut places: Vec<f64> = self.places().into_iter().map(|place| place as f64).collect();
        let count = self.columns.len();
        for n in 0..count {
            let n = if rightward { n } else { count - 1 - n };
            let Some(column) = self.columns.get(n) else { continue };
            let mut keys: Vec<(f64, usize)> = Vec::with_capacity(column.len());
            for (place, &cell) in column.iter().enumerate() {
                let joints = if rightward { self.left.get(cell) } else { self.right.get(cell) };
                let (mut sum, mut weight) = (0.0, 0.0);
                for joint in joints.into_iter().flatten() {
                    // Where on the other cell it is joined decides between links of one frame.
                    let height = f64::from(at(&self.cells, joint.cell).height.max(1));
                    let part = f64::from(joint.theirs) / height * 0.9;
                    sum += (at(&places, joint.cell) + part) * f64::from(joint.weight);
                    weight += f64::from(joint.weight);
                }
                keys.push((if weight > 0.0 { sum / weight } else { place as f64 }, cell));
            }
            keys.sort_by(|a, b| a.0.total_cmp(&b.0));
            let column: Vec<usize> = keys.into_iter().map(|(_, cell)| cell).collect();
            for (place, &cell) in column.iter().enumerate() {
                set(&mut places, cell, place as f64);
            }
            set(&mut self.columns, n, column);
        }
    }

    /// Neighbours in a column change places where that makes fewer crossings.
    fn swap_neighbours(&mut self) {
        let mut places = self.places();
        let rounds = if self.cells.len() > 20_000 { 2 } else { 12 };
        for _ in 0..rounds {
            let mut changed = false;
            for n in 0..self.columns.len() {
                let long = self.columns.get(n).map_or(0, Vec::len);
                for place in 1..long {
                    let Some(&[a, b]) = self.columns.get(n).and_then(|column| column.get(place - 1..=place)) else {
                        continue;
                    };
                    if at(&self.cells, a).rigid.is_some() && at(&self.cells, b).rigid.is_some() {
                        continue;
                    }
                    let (now, then) = self.between(a, b, &places);
                    if then < now {
                        if let Some(column) = self.columns.get_mut(n) {
                            column.swap(place - 1, place);
                        }
                        set(&mut places, a, place);
                        set(&mut places, b, place - 1);
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
    }

    /// Crossings between the links of two neighbours as they stand, and with their places changed.
    fn between(&self, a: usize, b: usize, places: &[usize]) -> (usize, usize) {
        let (mut now, mut then) = (0, 0);
        for joints in [&self.left, &self.right] {
            let (Some(one), Some(two)) = (joints.get(a), joints.get(b)) else { continue };
            if one.len() * two.len() > 4_096 {
                continue;
            }
            for i in one {
                for j in two {
                    let (p, q) = ((at(places, i.cell), i.theirs), (at(places, j.cell), j.theirs));
                    now += usize::from(p > q);
                    then += usize::from(p < q);
                }
            }
        }
        (now, then)
    }
}

/// How many pairs stand in the wrong order; sorts the list.
fn inversions<T: Ord + Copy>(list: &mut [T], buffer: &mut Vec<T>) -> u64 {
    // Bottom-up merging: for each value taken from the right, all that are left on the left were greater.
    let mut found = 0;
    let mut width = 1;
    while width < list.len() {
        for part in list.chunks_mut(2 * width) {
            if part.len() <= width {
                continue;
            }
            buffer.clear();
            {
                let (left, right) = part.split_at(width);
                let (mut left, mut right) = (left, right);
                while let (Some((a, rest_a)), Some((b, rest_b))) = (left.split_first(), right.split_first()) {
                    if b < a {
                        found += left.len() as u64;
                        buffer.push(*b);
                        right = rest_b;
                    } else {
                        buffer.push(*a);
                        left = rest_a;
                    }
                }
                buffer.extend_from_slice(left);
                buffer.extend_from_slice(right);
            }
            part.copy_from_slice(buffer);
        }
        width *= 2;
    }
    found
}
