//! Comfort and access in the window, with no display: the start page, what is remembered, colours that can be read,
//! everything by the keyboard alone, leaves of a derivation that are changed where they stand.
#![cfg(feature = "window")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "comfort/audit.rs"]
mod audit;
#[path = "comfort/contrast.rs"]
mod contrast;
#[path = "comfort/keyboard.rs"]
mod keyboard;
#[path = "comfort/leaves.rs"]
mod leaves;
#[path = "comfort/remembered.rs"]
mod remembered;
#[path = "comfort/start.rs"]
mod start;
#[allow(dead_code, unused_imports, reason = "shared with the tests of commands")]
#[path = "commands/support.rs"]
mod support;
