//! Every command by its keys, in the window and with no display: the rows of the table of keys, the clipboard, undo,
//! what is said in messages, the bar that finds, the palette, the inspector of several.
#![cfg(feature = "window")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "commands/clipboard.rs"]
mod clipboard;
#[path = "commands/keys.rs"]
mod keys;
#[path = "commands/order.rs"]
mod order;
#[path = "commands/panels.rs"]
mod panels;
#[path = "commands/support.rs"]
mod support;
#[path = "commands/table.rs"]
mod table;
