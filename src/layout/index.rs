//! Which rectangles lie here? A uniform grid over the board, for culling, hit tests and routing.
//!
//! A query visits the cells of its rectangle and what lies in them, whatever the size of the board: looking at a
//! screenful of 100,000 components costs as much as of 100. Rectangles over many cells (frames, long links) are kept on a
//! coarser grid, so that an insertion touches few cells.

use super::shape::{Area, Spot};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

/// Sides of the cells of the grids, in points; each rectangle lies on the first whose cell is at least as large, so that it
/// touches four cells at the most, even if it covers the whole board.
const SIDES: [f32; 10] =
    [256.0, 1024.0, 4096.0, 16_384.0, 65_536.0, 262_144.0, 1_048_576.0, 4_194_304.0, 16_777_216.0, 67_108_864.0];
/// Beyond so many cells, whatever lies on a grid is searched through instead.
const MOST_CELLS: i64 = 4_096;

/// Mixes the words of a small key by one multiplication each: cells are looked up in the innermost loops.
#[derive(Default)]
pub(super) struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }

    fn write_i32(&mut self, word: i32) {
        self.write_u64(u64::from(word.cast_unsigned()));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
        self.0 ^= self.0 >> 29;
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }
}

/// A map hashed by [`Mixer`].
pub(super) type Quick<K, V> = HashMap<K, V, BuildHasherDefault<Mixer>>;

/// What lies in each cell of a grid.
type Grid<K> = Quick<(i32, i32), Vec<(K, Area)>>;

/// Rectangles of the board by name, found by place.
///
/// ```
/// use loadline::layout::{Area, Index, Spot};
/// let mut index = Index::default();
/// index.insert("a", Area::new(Spot::new(0.0, 0.0), 180.0, 80.0));
/// index.insert("b", Area::new(Spot::new(260.0, 0.0), 180.0, 80.0));
/// assert_eq!(index.at(Spot::new(300.0, 40.0)), ["b"]);
/// assert_eq!(index.within(Area::new(Spot::new(100.0, 0.0), 200.0, 10.0)).len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct Index<K> {
    areas: Quick<K, Area>,
    grids: [Grid<K>; SIDES.len()],
    held: [usize; SIDES.len()],
}

impl<K> Default for Index<K> {
    fn default() -> Self {
        Self { areas: Quick::default(), grids: Default::default(), held: [0; SIDES.len()] }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "clamped; beyond the board all is one cell")]
fn cell(at: f32, side: f32) -> i32 {
    (at / side).floor().clamp(-1.0e9, 1.0e9) as i32
}

fn cells(area: &Area, side: f32) -> ((i32, i32), (i32, i32)) {
    ((cell(area.min.x, side), cell(area.min.y, side)), (cell(area.max.x, side), cell(area.max.y, side)))
}

fn level(area: &Area) -> usize {
    let long = area.width().max(area.height());
    SIDES.iter().position(|side| long <= *side).unwrap_or(SIDES.len() - 1)
}

impl<K: Copy + Eq + Hash> Index<K> {
    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// How many rectangles are held.
    pub fn len(&self) -> usize {
        self.areas.len()
    }

    /// The rectangle of that name.
    pub fn get(&self, key: K) -> Option<Area> {
        self.areas.get(&key).copied()
    }

    /// Puts a rectangle in, or moves the one of that name; gives back the old one. One that is not finite is left out.
    pub fn insert(&mut self, key: K, area: Area) -> Option<Area> {
        if self.get(key) == Some(area) {
            return Some(area);
        }
        let finite = [area.min.x, area.min.y, area.max.x, area.max.y].iter().all(|side| side.is_finite());
        if finite && self.stays(key, area) {
            return self.areas.insert(key, area);
        }
        let old = self.remove(key);
        if !finite {
            return old;
        }
        self.areas.insert(key, area);
        let level = level(&area);
        let (Some(grid), Some(side)) = (self.grids.get_mut(level), SIDES.get(level)) else { return old };
        if let Some(held) = self.held.get_mut(level) {
            *held += 1;
        }
        let (low, high) = cells(&area, *side);
        for x in low.0..=high.0 {
            for y in low.1..=high.1 {
                grid.entry((x, y)).or_default().push((key, area));
            }
        }
        old
    }

    /// Moves the rectangle of that name, if it stays in the same cells: most that are dragged do from frame to frame.
    fn stays(&mut self, key: K, area: Area) -> bool {
        let Some(old) = self.areas.get(&key) else { return false };
        let at = level(&area);
        let (Some(grid), Some(side)) = (self.grids.get_mut(at), SIDES.get(at)) else { return false };
        let (low, high) = cells(&area, *side);
        if level(old) != at || cells(old, *side) != (low, high) {
            return false;
        }
        for x in low.0..=high.0 {
            for y in low.1..=high.1 {
                let held = grid.get_mut(&(x, y)).and_then(|keys| keys.iter_mut().find(|(other, _)| *other == key));
                if let Some((_, held)) = held {
                    *held = area;
                }
            }
        }
        true
    }

    /// Takes a rectangle out.
    pub fn remove(&mut self, key: K) -> Option<Area> {
        let area = self.areas.remove(&key)?;
        let level = level(&area);
        if let (Some(grid), Some(side)) = (self.grids.get_mut(level), SIDES.get(level)) {
            if let Some(held) = self.held.get_mut(level) {
                *held -= 1;
            }
            let (low, high) = cells(&area, *side);
            for x in low.0..=high.0 {
                for y in low.1..=high.1 {
                    if let Some(keys) = grid.get_mut(&(x, y)) {
                        keys.retain(|(other, _)| *other != key);
                        if keys.is_empty() {
                            grid.remove(&(x, y));
                        }
                    }
                }
            }
        }
        Some(area)
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Calls `visit` once with each rectangle that shares at least a border with `area`, in no particular order, until
    /// it answers false. Whether it never did.
    pub fn visit(&self, area: Area, mut visit: impl FnMut(K, Area) -> bool) -> bool {
        for ((grid, side), held) in self.grids.iter().zip(SIDES).zip(self.held) {
            if held == 0 {
                continue;
            }
            let (low, high) = cells(&area, side);
            let across = i64::from(high.0) - i64::from(low.0) + 1;
            let down = i64::from(high.1) - i64::from(low.1) + 1;
            // A rectangle in several cells counts in the first of them that the query visits.
            let mut look = |x: i32, y: i32, keys: &[(K, Area)]| {
                keys.iter().all(|(key, held)| {
                    let first = (cell(held.min.x, side).max(low.0), cell(held.min.y, side).max(low.1));
                    first != (x, y) || !held.touches(&area) || visit(*key, *held)
                })
            };
            if across.saturating_mul(down) > MOST_CELLS.min(4 * i64::try_from(grid.len()).unwrap_or(i64::MAX)) {
                for (&(x, y), keys) in grid {
                    let inside = (low.0..=high.0).contains(&x) && (low.1..=high.1).contains(&y);
                    if inside && !look(x, y, keys) {
                        return false;
                    }
                }
                continue;
            }
            for x in low.0..=high.0 {
                for y in low.1..=high.1 {
                    if let Some(keys) = grid.get(&(x, y))
                        && !look(x, y, keys)
                    {
                        return false;
                    }
                }
            }
        }
        true
    }

    /// The rectangles that share at least a border with `area`, in no particular order.
    pub fn within(&self, area: Area) -> Vec<K> {
        let mut found = Vec::new();
        self.visit(area, |key, _| {
            found.push(key);
            true
        });
        found
    }

    /// The rectangles under a place, in no particular order.
    pub fn at(&self, spot: Spot) -> Vec<K> {
        self.within(Area::between(spot, spot))
    }

    /// Whether nothing lies across the inside of `area`, but what `skip` names.
    pub fn is_free(&self, area: Area, skip: impl Fn(K) -> bool) -> bool {
        self.visit(area, |key, held| !held.overlaps(&area) || skip(key))
    }
}
