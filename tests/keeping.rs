//! Work is not lost in the window.
#![cfg(feature = "window")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "keeping/comparing.rs"]
mod comparing;
#[path = "keeping/support.rs"]
mod support;

#[path = "keeping/machine.rs"]
#[cfg(unix)]
mod machine;
#[path = "keeping/outside.rs"]
mod outside;
#[path = "keeping/panics.rs"]
mod panics;
#[path = "keeping/saving.rs"]
mod saving;
#[path = "keeping/window.rs"]
mod window;
