//! The design on which the window opens when no file is named.

use crate::design::Design;
use crate::file::{self, FileError};

/// The text of the example.
const TEXT: &str = include_str!("../../designs/500-gb-daily-in-2-h.ron");

/// The example.
///
/// # Errors
/// [`FileError`] if its text is not a design.
pub fn read() -> Result<Design, FileError> {
    file::read(TEXT).map(|opened| opened.design)
}
