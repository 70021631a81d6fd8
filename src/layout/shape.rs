//! Points and rectangles of the board as plain numbers, 20 points to a step of the grid, y down.

use crate::design::{Component, Point};

/// Points to a step of the grid.
pub const GRID: f32 = 20.0;

/// A place on the board, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spot {
    /// Points to the right.
    pub x: f32,
    /// Points down.
    pub y: f32,
}

impl Spot {
    /// A place on the board.
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// The place of a grid point.
    #[expect(clippy::cast_precision_loss, reason = "grid points are below a million")]
    pub fn of(point: Point) -> Self {
        Self { x: point.x as f32 * GRID, y: point.y as f32 * GRID }
    }

    /// The place moved by so many points.
    #[must_use]
    pub fn moved(self, dx: f32, dy: f32) -> Self {
        Self { x: self.x + dx, y: self.y + dy }
    }

    /// How far another place is, in points.
    pub fn distance(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// The place at `t` of the way to another, 0 here and 1 there.
    #[must_use]
    pub fn toward(self, other: Self, t: f32) -> Self {
        Self { x: self.x + (other.x - self.x) * t, y: self.y + (other.y - self.y) * t }
    }

    /// How far the straight piece between two places is, in points.
    pub fn distance_to_piece(self, a: Self, b: Self) -> f32 {
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let length = dx * dx + dy * dy;
        let t = if length > 0.0 { (((self.x - a.x) * dx + (self.y - a.y) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
        self.distance(a.toward(b, t))
    }
}

impl From<Spot> for [f32; 2] {
    fn from(spot: Spot) -> Self {
        [spot.x, spot.y]
    }
}

impl From<[f32; 2]> for Spot {
    fn from([x, y]: [f32; 2]) -> Self {
        Self { x, y }
    }
}

/// A rectangle on the board, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// The top left corner.
    pub min: Spot,
    /// The bottom right corner.
    pub max: Spot,
}

impl Area {
    /// A rectangle from its top left corner, width and height, in points.
    pub fn new(min: Spot, width: f32, height: f32) -> Self {
        Self { min, max: min.moved(width, height) }
    }

    /// The rectangle of that middle, width and height, in points.
    pub fn around(middle: Spot, width: f32, height: f32) -> Self {
        Self::new(middle.moved(-width / 2.0, -height / 2.0), width, height)
    }

    /// The smallest rectangle that holds two places.
    pub fn between(a: Spot, b: Spot) -> Self {
        Self { min: Spot::new(a.x.min(b.x), a.y.min(b.y)), max: Spot::new(a.x.max(b.x), a.y.max(b.y)) }
    }

    /// The smallest rectangle that holds all places, if there is one.
    pub fn of(spots: impl IntoIterator<Item = Spot>) -> Option<Self> {
        spots.into_iter().map(|spot| Self::between(spot, spot)).reduce(Self::with)
    }

    /// The box of a component whose top left corner is at a grid point.
    pub fn of_component(at: Point) -> Self {
        Self::of_steps(at, Component::SIZE)
    }

    /// The rectangle of a corner and a size in grid steps.
    pub fn of_steps(at: Point, size: Point) -> Self {
        let size = Spot::of(size);
        Self::new(Spot::of(at), size.x, size.y)
    }

    /// The width, in points.
    pub fn width(&self) -> f32 {
        self.max.x - self.min.x
    }

    /// The height, in points.
    pub fn height(&self) -> f32 {
        self.max.y - self.min.y
    }

    /// The middle.
    pub fn center(&self) -> Spot {
        self.min.toward(self.max, 0.5)
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            min: Spot::new(self.min.x.min(other.min.x), self.min.y.min(other.min.y)),
            max: Spot::new(self.max.x.max(other.max.x), self.max.y.max(other.max.y)),
        }
    }

    /// The rectangle with each side moved outwards; inwards if negative.
    #[must_use]
    pub fn grown(self, by: f32) -> Self {
        self.grown_by(by, by)
    }

    /// The rectangle with the sides moved outwards by so much, and top and bottom by so much.
    #[must_use]
    pub fn grown_by(self, x: f32, y: f32) -> Self {
        Self { min: self.min.moved(-x, -y), max: self.max.moved(x, y) }
    }

    /// The rectangle moved by so many points.
    #[must_use]
    pub fn moved(self, dx: f32, dy: f32) -> Self {
        Self { min: self.min.moved(dx, dy), max: self.max.moved(dx, dy) }
    }

    /// Whether a place lies inside or on the border.
    pub fn contains(&self, spot: Spot) -> bool {
        self.min.x <= spot.x && spot.x <= self.max.x && self.min.y <= spot.y && spot.y <= self.max.y
    }

    /// Whether another rectangle lies inside.
    pub fn holds(&self, other: &Self) -> bool {
        self.contains(other.min) && self.contains(other.max)
    }

    /// Whether the two share more than a border.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.min.x < other.max.x && other.min.x < self.max.x && self.min.y < other.max.y && other.min.y < self.max.y
    }

    /// Whether the two share at least a border.
    pub fn touches(&self, other: &Self) -> bool {
        self.min.x <= other.max.x && other.min.x <= self.max.x && self.min.y <= other.max.y && other.min.y <= self.max.y
    }

    /// What both cover, in square points.
    pub fn shared(&self, other: &Self) -> f32 {
        let x = self.max.x.min(other.max.x) - self.min.x.max(other.min.x);
        let y = self.max.y.min(other.max.y) - self.min.y.max(other.min.y);
        x.max(0.0) * y.max(0.0)
    }

    /// How far a place is, in points; 0 inside.
    pub fn distance(&self, spot: Spot) -> f32 {
        let x = (self.min.x - spot.x).max(spot.x - self.max.x).max(0.0);
        let y = (self.min.y - spot.y).max(spot.y - self.max.y).max(0.0);
        x.hypot(y)
    }

    /// Whether the straight piece between two places passes through the inside.
    pub fn cut_by(&self, a: Spot, b: Spot) -> bool {
        // Liang and Barsky: the part of the piece between each pair of sides.
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let (mut from, mut to) = (0.0_f32, 1.0_f32);
        for (way, start, low, high) in [(dx, a.x, self.min.x, self.max.x), (dy, a.y, self.min.y, self.max.y)] {
            if way == 0.0 {
                if start <= low || start >= high {
                    return false;
                }
                continue;
            }
            let (one, two) = ((low - start) / way, (high - start) / way);
            from = from.max(one.min(two));
            to = to.min(one.max(two));
        }
        from < to
    }
}
