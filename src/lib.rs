//! Loadline is a whiteboard for data systems that tells, live, whether the design holds: throughput against capacity,
//! staleness and cost at every component, checked against scenarios.
//!
//! This page walks one design through the rooms of the crate, in the order in which they depend on each other.
//!
//! # Quantities
//! [`units`] reads and writes quantities as people do. Everything beyond it takes and gives uom quantities.
//!
//! ```
//! use loadline::units::{read, write, InformationRate};
//! let rate: InformationRate = read("500 GB/2 h")?;
//! assert_eq!(write(rate), "69.44 MB/s");
//! # Ok::<(), loadline::units::ReadError>(())
//! ```
//!
//! # Catalogue
//! [`catalog`] knows what a component of each product can do and what it costs, each figure with its source.
//!
//! ```
//! use loadline::catalog::{Catalog, Resource};
//! let shard = Catalog::built_in().product("kinesis-provisioned").ok_or("no such product")?;
//! let limit = shard.limits.iter().find(|limit| limit.resource == Resource::RecordsIn).ok_or("no such limit")?;
//! assert_eq!(limit.value.text(), "1000 records/s");
//! # Ok::<(), &str>(())
//! ```
//!
//! # Design
//! [`design`] is the document. It changes only by an [`Edit`](design::Edit) through a
//! [`History`](design::History), which can take every edit back.
//!
//! ```
//! use loadline::catalog::{Field, Role};
//! use loadline::design::{Component, Design, Edit, Element, History, Id, Link, Point};
//! let mut history = History::new(Design::new("Clicks"));
//! let events = Component::new(Id::new("events")?, "Events", Role::Source, "event-source", Point::new(0, 0))
//!     .with(Field::Load, "500 GB/day")?;
//! let stream = Component::new(Id::new("stream")?, "Stream", Role::Queue, "kinesis-provisioned", Point::new(13, 0))
//!     .with(Field::Units, "12")?;
//! let link = Link::new(events.id.clone(), stream.id.clone());
//! history.apply(Edit::insert(Element::Component(events)))?;
//! history.apply(Edit::insert(Element::Component(stream)))?;
//! history.apply(Edit::insert(Element::Link(link)))?;
//!
//! // Estimate: figures for every component, each of which can be unfolded.
//! use loadline::catalog::Catalog;
//! use loadline::estimate::{Conditions, Explainer, Figure, estimate};
//! let found = estimate(history.design(), Catalog::built_in(), Conditions::default());
//! let stream = Id::new("stream")?;
//! let load = found.component(&stream).and_then(|figures| figures.utilization).ok_or("no load")?;
//! assert!((load.mean.value - 5.787 / 12.0).abs() < 0.001);
//! let explainer = Explainer::new(history.design(), Catalog::built_in(), Conditions::default());
//! let how = explainer.figure(&stream, Figure::Utilization).ok_or("no derivation")?;
//! assert!(how.to_string().contains("1000 records/s") || how.to_string().contains("1 MB/s"));
//!
//! // File: one element a line, quantities as typed.
//! use loadline::file;
//! let text = file::write(history.design(), &file::Comments::default());
//! assert_eq!(file::read(&text)?.design, *history.design());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Comparison
//! [`compare`] tells what differs between two designs and merges three; [`journal`] keeps unsaved work through a crash,
//! [`snapshots`] keeps earlier saves.
//!
//! ```
//! use loadline::{compare, file};
//! let text = |units| format!("Design(version: 1, notes: [(id: \"n\", at: (0, 0), size: (4, 2), text: \"{units}\")])");
//! let (before, after) = (file::read(&text("three"))?.design, file::read(&text("four"))?.design);
//! let found = compare::diff(&before, &after);
//! assert_eq!(found.to_string(), "~ note `n`\n    text: \"three\" -> \"four\"\n");
//! assert_eq!(found.apply(&before)?, after);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Faces
//! [`cli`] is the command line; the modules `canvas` and `app`, with the feature `window`, are the whiteboard and the
//! window around it. Both call the same functions as above.

#[macro_use]
extern crate uom;

#[cfg(feature = "window")]
pub mod app;
pub mod calc;
#[cfg(feature = "window")]
pub mod canvas;
pub mod catalog;
pub mod cli;
pub mod compare;
pub mod design;
pub mod estimate;
pub mod export;
pub mod file;
mod formulas;
pub mod import;
pub mod journal;
pub mod layout;
pub mod look;
pub mod snapshots;
pub mod state;
pub mod templates;
pub mod units;
