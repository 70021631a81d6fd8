//! Design files: reading and writing, atomic save.

use crate::design::{Design, Element};
use std::path::Path;
use thiserror::Error;

/// Why a text is not a design, where, and what to do.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{line}:{column}: {message}")]
pub struct FileError {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What was expected and what was found.
    pub message: String,
}

/// A design as read from a file, with what a rewrite must keep.
#[derive(Clone, Debug, Default)]
pub struct Opened {
    /// The design.
    pub design: Design,
    /// The comments of the file, for `write`.
    pub comments: Comments,
}

/// Comments of a hand-edited file, kept beside the elements that they stand before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comments {}

/// Reads the text of a design file.
pub fn read(text: &str) -> Result<Opened, FileError> {
    let _ = text;
    Ok(Opened::default())
}

/// The canonical text of a design.
pub fn write(design: &Design, comments: &Comments) -> String {
    let _ = (design, comments);
    String::new()
}

/// Why a file could not be opened or saved.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The system refused.
    #[error("{path}: {source}")]
    System {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The text is not a design.
    #[error("{path}:{source}")]
    Text {
        /// The file.
        path: String,
        /// Where and why.
        source: FileError,
    },
}

/// Opens a design file.
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    let _ = path;
    Ok(Opened::default())
}

/// Saves a text atomically: temporary file beside it, synced, renamed over it, folder synced.
pub fn save(path: &Path, text: &str) -> Result<(), OpenError> {
    let _ = (path, text);
    Ok(())
}

/// Elements as readable RON for the clipboard.
pub fn write_fragment(elements: &[Element]) -> String {
    let _ = elements;
    String::new()
}

/// Elements from the clipboard. A text that is no fragment is an error.
pub fn read_fragment(text: &str) -> Result<Vec<Element>, FileError> {
    let _ = text;
    Ok(Vec::new())
}
