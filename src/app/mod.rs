//! The window: panels around the canvas, commands, shortcuts, dialogs.

use std::path::PathBuf;
use thiserror::Error;

/// Why the window did not open.
#[derive(Debug, Error)]
#[error("no window could be opened: {0}")]
pub struct WindowError(pub String);

/// Opens the window, on a file or on the example.
pub fn run(file: Option<PathBuf>) -> Result<(), WindowError> {
    let _ = file;
    Ok(())
}
