//! Straight pieces of several routes that would lie on each other are moved apart, in an order that makes few crossings.

use super::search::Room;
use crate::layout::shape::{Area, Spot};

/// Points between two pieces that run beside each other, where there is room.
const APART: f32 = 8.0;
/// Pieces nearer than this, in points, count as one on the other.
pub(super) const NEAR: f32 = 6.0;
/// Bundles of more pieces than this are left as they are.
const MOST: usize = 4_000;

/// An inner piece of a route.
#[derive(Clone, Copy, Debug)]
pub(super) struct Track {
    pub(super) b: Spot,
    pub(super) c: Spot,
    /// Where the pieces before and after come from and go to, on the axis across this one.
    before: f32,
    after: f32,
    pub(super) room: Room,
}

impl Track {
    /// The inner pieces of a polyline with the room of each.
    pub(super) fn all<'a>(spots: &'a [Spot], rooms: &'a [Room]) -> impl Iterator<Item = Track> + 'a {
        spots.windows(4).zip(rooms).filter_map(|(window, room)| {
            let &[a, b, c, d] = window else { return None };
            let upright = b.x == c.x;
            let value = |spot: Spot| if upright { spot.x } else { spot.y };
            Some(Track { b, c, before: value(a), after: value(d), room: *room })
        })
    }

    pub(super) fn upright(&self) -> bool {
        self.b.x == self.c.x
    }

    /// Where it stands, on the axis across it.
    pub(super) fn at(&self) -> f32 {
        if self.upright() { self.b.x } else { self.b.y }
    }

    fn span(&self) -> (f32, f32) {
        let (b, c) = if self.upright() { (self.b.y, self.c.y) } else { (self.b.x, self.c.x) };
        (b.min(c), b.max(c))
    }

    /// The area in which another piece would lie on it.
    pub(super) fn area(&self) -> Area {
        let piece = Area::between(self.b, self.c);
        if self.upright() { piece.grown_by(NEAR / 2.0, 0.0) } else { piece.grown_by(0.0, NEAR / 2.0) }
    }

    /// Whether the two lie on each other for a part of their way.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.upright() == other.upright() && (self.at() - other.at()).abs() < NEAR && self.runs_beside(other)
    }

    fn runs_beside(&self, other: &Self) -> bool {
        let (a, b) = (self.span(), other.span());
        a.0 < b.1 - 0.5 && b.0 < a.1 - 0.5
    }

    /// The order of pieces across a bundle: what encloses others on one side stands farthest to that side, and of steps
    /// aside the one that turns first stands farthest on.
    fn order(&self) -> (u8, f32) {
        let (low, high) = self.span();
        let forward = if self.upright() { self.b.y <= self.c.y } else { self.b.x <= self.c.x };
        let (first, last) = if forward { (self.before, self.after) } else { (self.after, self.before) };
        let (first_less, last_less) = (first < self.at(), last < self.at());
        match (first_less, last_less) {
            // Opens toward more on both ends: the longest is the outermost, at less.
            (false, false) => (0, -(high - low)),
            // From more at the low end to less at the high end.
            (false, true) => (1, low + high),
            (true, false) => (2, -(low + high)),
            (true, true) => (3, high - low),
        }
    }
}

/// Where each of a bundle of pieces goes, on the axis across them. `names` decide between equals.
pub(super) fn spread<N: Ord>(bundle: &[(N, Track)]) -> Vec<f32> {
    let mut out: Vec<f32> = bundle.iter().map(|(_, track)| track.at()).collect();
    if bundle.len() < 2 || bundle.len() > MOST {
        return out;
    }
    let mut order: Vec<usize> = (0..bundle.len()).collect();
    let key = |i: usize| bundle.get(i).map(|(name, track)| (track.order(), name));
    order.sort_by(|&i, &j| match (key(i), key(j)) {
        (Some(((a, b), m)), Some(((c, d), n))) => a.cmp(&c).then(b.total_cmp(&d)).then_with(|| m.cmp(n)),
        _ => i.cmp(&j),
    });
    // The lane of a piece is beyond the lanes of all before it that run beside it.
    let mut lanes = vec![0_u16; bundle.len()];
    for (n, &i) in order.iter().enumerate() {
        let Some((_, track)) = bundle.get(i) else { continue };
        let lane = order
            .iter()
            .take(n)
            .filter(|&&j| bundle.get(j).is_some_and(|(_, other)| track.runs_beside(other)))
            .filter_map(|&j| lanes.get(j).map(|lane| lane + 1))
            .max()
            .unwrap_or(0);
        if let Some(own) = lanes.get_mut(i) {
            *own = lane;
        }
    }
    let most = lanes.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return out;
    }
    let tracks = || bundle.iter().map(|(_, track)| track);
    let low = tracks().map(|track| track.at() - track.room.less).fold(f32::NEG_INFINITY, f32::max);
    let high = tracks().map(|track| track.at() + track.room.more).fold(f32::INFINITY, f32::min);
    if low >= high {
        return out;
    }
    let width = (f32::from(most) * APART).min(high - low);
    let middle = tracks().map(Track::at).sum::<f32>() / bundle.len() as f32;
    let first = (middle - width / 2.0).clamp(low, high - width);
    for (out, lane) in out.iter_mut().zip(&lanes) {
        *out = first + width * f32::from(*lane) / f32::from(most);
    }
    out
}
