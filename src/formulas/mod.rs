//! The arithmetic of queues, schedules, backlogs and distributions, each formula with its source and where it holds.
//!
//! Seconds, bytes and records as plain numbers inside the crate; whoever calls from outside asks through [`calc`] or
//! gets the figures of an estimate.
//!
//! [`calc`]: crate::calc

pub(crate) mod availability;
pub(crate) mod backlog;
pub(crate) mod bound;
pub(crate) mod class;
pub(crate) mod delayed;
pub(crate) mod finite;
pub(crate) mod general;
pub(crate) mod lateness;
pub(crate) mod law;
pub(crate) mod network;
pub(crate) mod normal;
pub(crate) mod periodic;
pub(crate) mod recovery;
pub(crate) mod reuse;
pub(crate) mod scaling;
pub(crate) mod steps;
pub(crate) mod storage;
pub(crate) mod tandem;
pub(crate) mod uniforms;
pub(crate) mod waiting;
