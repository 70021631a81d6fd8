//! Loadline: a whiteboard for data systems that tells, live, whether the design holds.

#[macro_use]
extern crate uom;

#[cfg(feature = "window")]
pub mod app;
#[cfg(feature = "window")]
pub mod canvas;
pub mod catalog;
pub mod cli;
pub mod design;
pub mod estimate;
pub mod file;
pub mod units;
