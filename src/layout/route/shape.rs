//! The line of a link on the board: a smooth curve, or straight pieces with corners.

use crate::layout::shape::{Area, Spot};

/// Pieces that stand for a curve where its length or distance is asked.
const PIECES: u8 = 24;

/// The line of a link, from the component that gives to the one that takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// A cubic curve: start, two handles, end.
    Curve([Spot; 4]),
    /// Straight pieces, across and down in turns; painters round the corners, see [`Route::path`].
    Polyline(Vec<Spot>),
}

/// One piece of the outline of a route, drawn from where the last one ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Piece {
    /// A straight piece to a place.
    Line(Spot),
    /// A cubic curve: two handles and the end.
    Cubic([Spot; 3]),
}

impl Route {
    /// Where the route begins.
    pub fn start(&self) -> Spot {
        match self {
            Self::Curve([a, ..]) => *a,
            Self::Polyline(spots) => spots.first().copied().unwrap_or_default(),
        }
    }

    /// Where the route ends.
    pub fn end(&self) -> Spot {
        match self {
            Self::Curve([.., d]) => *d,
            Self::Polyline(spots) => spots.last().copied().unwrap_or_default(),
        }
    }

    /// The route as straight pieces; the corners of a polyline are not rounded.
    pub fn flat(&self) -> Vec<Spot> {
        match self {
            Self::Curve(curve) => flat_curve(*curve, PIECES).collect(),
            Self::Polyline(spots) => spots.clone(),
        }
    }

    /// The outline to draw, from [`Route::start`], with corners rounded by at most that radius in points.
    pub fn path(&self, radius: f32) -> Vec<Piece> {
        let spots = match self {
            Self::Curve([_, b, c, d]) => return vec![Piece::Cubic([*b, *c, *d])],
            Self::Polyline(spots) => spots,
        };
        let mut out = Vec::with_capacity(2 * spots.len());
        for corner in spots.windows(3) {
            let [a, b, c] = corner else { continue };
            let (before, after) = (a.distance(*b), b.distance(*c));
            let round = radius.min(before / 2.0).min(after / 2.0);
            if round < 0.5 {
                out.push(Piece::Line(*b));
                continue;
            }
            // Handles at 0.5523 of the radius make a quarter of a circle.
            let near = |spot: Spot, length: f32, way: f32| b.toward(spot, way * round / length);
            out.push(Piece::Line(near(*a, before, 1.0)));
            out.push(Piece::Cubic([near(*a, before, 0.4477), near(*c, after, 0.4477), near(*c, after, 1.0)]));
        }
        out.push(Piece::Line(self.end()));
        out
    }

    /// A rectangle that holds the route. That of a curve holds its handles too.
    pub fn bounds(&self) -> Area {
        match self {
            Self::Curve(curve) => Area::of(*curve),
            Self::Polyline(spots) => Area::of(spots.iter().copied()),
        }
        .unwrap_or_default()
    }

    /// How far a place is from the route, in points.
    pub fn distance(&self, spot: Spot) -> f32 {
        pieces(&self.flat()).map(|(a, b)| spot.distance_to_piece(a, b)).fold(f32::INFINITY, f32::min)
    }

    /// Whether the route passes through the inside of a rectangle.
    pub fn cuts(&self, area: &Area) -> bool {
        self.bounds().touches(area) && pieces(&self.flat()).any(|(a, b)| area.cut_by(a, b))
    }

    /// The length of the route, in points.
    pub fn length(&self) -> f32 {
        pieces(&self.flat()).map(|(a, b)| a.distance(b)).sum()
    }

    /// The place after that share of the length: 0 is the start, 1 the end.
    pub fn along(&self, share: f32) -> Spot {
        along(&self.flat(), share)
    }

    /// The number of corners.
    pub fn bends(&self) -> usize {
        match self {
            Self::Curve(_) => 0,
            Self::Polyline(spots) => spots.len().saturating_sub(2),
        }
    }
}

/// The straight pieces between places.
pub(in crate::layout) fn pieces(spots: &[Spot]) -> impl Iterator<Item = (Spot, Spot)> {
    spots.iter().copied().zip(spots.iter().skip(1).copied())
}

/// The place after that share of the length of a line of places.
pub(in crate::layout) fn along(spots: &[Spot], share: f32) -> Spot {
    let whole: f32 = pieces(spots).map(|(a, b)| a.distance(b)).sum();
    let mut left = share.clamp(0.0, 1.0) * whole;
    for (a, b) in pieces(spots) {
        let length = a.distance(b);
        if left <= length && length > 0.0 {
            return a.toward(b, left / length);
        }
        left -= length;
    }
    spots.last().copied().unwrap_or_default()
}

/// The places of a curve at even steps.
pub(super) fn flat_curve([a, b, c, d]: [Spot; 4], pieces: u8) -> impl Iterator<Item = Spot> {
    (0..=pieces).map(move |i| {
        let t = f32::from(i) / f32::from(pieces.max(1));
        let s = 1.0 - t;
        let (i, j, k, l) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
        Spot::new(a.x * i + b.x * j + c.x * k + d.x * l, a.y * i + b.y * j + c.y * k + d.y * l)
    })
}
