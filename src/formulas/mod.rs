//! The arithmetic of queues, schedules, backlogs and distributions, each formula with its source and where it holds.
//!
//! Seconds, bytes and records as plain numbers inside the crate; whoever calls from outside asks through [`calc`] or
//! gets the figures of an estimate.
//!
//! [`calc`]: crate::calc

pub(crate) mod backlog;
pub(crate) mod class;
pub(crate) mod completeness;
pub(crate) mod law;
pub(crate) mod periodic;
pub(crate) mod steps;
pub(crate) mod uniforms;
pub(crate) mod waiting;
