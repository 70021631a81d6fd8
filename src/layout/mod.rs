//! Where do things go, and how do links run?
//!
//! Plain data in plain units: grid steps ([`Point`](crate::design::Point)) for places, points of the board ([`Spot`],
//! [`Area`]; 20 points to a step) for lines. No display is needed: pictures are made by the same functions as the board.

mod guides;
mod index;
mod labels;
mod route;
mod shape;
mod tidy;

pub use guides::{Align, Distribute, Guide, GuideKind, Snap, align, distribute, snap};
pub use index::Index;
pub use labels::Labels;
pub use route::{Budget, Piece, Route, Router};
pub use shape::{Area, GRID, Spot};
pub use tidy::{Layout, tidy};
