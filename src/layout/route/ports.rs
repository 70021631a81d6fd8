//! Where links leave and enter: the side of each box, and a place on the side for each link.

use crate::layout::shape::{Area, GRID, Spot};

/// A side of a box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Side {
    #[default]
    Right,
    Left,
    Top,
    Bottom,
}

impl Side {
    /// The way out of the box.
    pub(super) const fn way(self) -> (f32, f32) {
        match self {
            Self::Right => (1.0, 0.0),
            Self::Left => (-1.0, 0.0),
            Self::Top => (0.0, -1.0),
            Self::Bottom => (0.0, 1.0),
        }
    }

    /// Whether links leave it across, not up or down.
    pub(super) const fn level(self) -> bool {
        matches!(self, Self::Right | Self::Left)
    }
}

/// One end of a link: where it touches its box, and on which side.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct End {
    pub(super) at: Spot,
    pub(super) side: Side,
}

impl End {
    /// The place so many points outside of the box.
    pub(super) fn stub(self, length: f32) -> Spot {
        let (x, y) = self.side.way();
        self.at.moved(x * length, y * length)
    }
}

/// Most points between two links at one port.
const APART: f32 = 8.0;

/// The sides by which a link leaves and enters.
pub(super) fn sides(from: &Area, to: &Area, data: bool) -> (Side, Side) {
    if data {
        return (Side::Right, Side::Left);
    }
    let across = (to.center().x - from.center().x).abs();
    let right = to.min.x >= from.max.x + 2.0 * GRID;
    // A watcher stands above or below what it watches more often than beside it.
    let near = across < 1.5 * from.width() || !right;
    if to.max.y <= from.min.y && near {
        (Side::Top, Side::Bottom)
    } else if to.min.y >= from.max.y && near {
        (Side::Bottom, Side::Top)
    } else if right {
        (Side::Right, Side::Left)
    } else {
        (Side::Top, Side::Top)
    }
}

/// The place on a side of the link that is `rank`th of `count` in the order along the side. The `pivot`th stands in the
/// middle, if there is one: a link that runs straight.
pub(super) fn place(area: &Area, side: Side, rank: usize, count: usize, pivot: Option<usize>) -> Spot {
    let center = area.center();
    let room = if side.level() { area.height() } else { area.width() } / 2.0 - GRID / 2.0;
    let last = count.saturating_sub(1) as f32;
    let middle = pivot.map_or(last / 2.0, |pivot| pivot as f32);
    let gap = (room / middle.max(last - middle).max(1.0)).min(APART);
    let off = (rank as f32 - middle) * gap;
    match side {
        Side::Right => Spot::new(area.max.x, center.y + off),
        Side::Left => Spot::new(area.min.x, center.y + off),
        Side::Top => Spot::new(center.x + off, area.min.y),
        Side::Bottom => Spot::new(center.x + off, area.max.y),
    }
}

/// The smooth curve between two ends, where there is one that never runs backwards.
pub(super) fn curve(from: End, to: End) -> Option<[Spot; 4]> {
    let (dx, dy) = (to.at.x - from.at.x, to.at.y - from.at.y);
    let (ahead, least, most) = match (from.side, to.side) {
        (Side::Right, Side::Left) => (dx, 2.0 * GRID, 10.0 * GRID),
        (Side::Bottom, Side::Top) => (dy, GRID, 6.0 * GRID),
        (Side::Top, Side::Bottom) => (-dy, GRID, 6.0 * GRID),
        _ => return None,
    };
    let aside = if from.side.level() { dy } else { dx };
    if ahead < least && (ahead < 4.0 || aside.abs() > 1.0) {
        return None;
    }
    let reach = (ahead / 2.0).clamp(least.min(ahead), most);
    Some([from.at, from.stub(reach), to.stub(reach), to.at])
}

/// The curve of a link while it is dragged: always there, whatever lies in its way.
pub(super) fn loose(from: End, to: End) -> [Spot; 4] {
    curve(from, to).unwrap_or_else(|| {
        let way = from.at.distance(to.at);
        let reach = (way / 2.0).clamp(2.0 * GRID, 10.0 * GRID);
        [from.at, from.stub(reach), to.stub(reach), to.at]
    })
}
