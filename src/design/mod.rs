//! The document: components, links, notes, frames, strokes and scenarios, in a petgraph behind stable ids.
//!
//! All change goes through [`Edit`] and [`History`]; everything else reads. A [`Component`] has a [`Role`](crate::catalog::Role), which
//! decides how it behaves, a product of the catalogue, which gives its figures, and settings by [`Field`](crate::catalog::Field), which a
//! person made. [`Scenario`]s hold the loads and requirements against which a design is checked.

mod boundary;
mod component;
mod document;
mod edit;
mod fragment;
mod history;
mod id;
mod limits;
mod naming;
mod scenario;
mod splice;

pub use component::{Arrangement, Boundary, Component, Frame, Link, LinkKind, Note, Point, Settings, Stroke};
pub use document::Design;
pub use edit::{Edit, EditError, Element};
pub use fragment::Placement;
pub use history::{Gesture, History};
pub use id::{ById, ElementId, Id, IdError};
pub use limits::{LONGEST_TEXT, MOST_COMPONENTS, MOST_LINKS, MOST_OTHERS};
pub use scenario::{Override, OverrideError, Requirement, Scenario, Statistic};
