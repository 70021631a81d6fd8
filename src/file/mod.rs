//! Design files: RON that a person can read aloud, edit by hand, diff and merge.
//!
//! One element a line, in the order in which they were made; quantities as typed; defaults left out; no results. The
//! comments of a hand-edited file are kept. Opening reads one file and touches nothing else; saving is atomic.
//!
//! Limits: [`LARGEST_FILE`], [`MOST_COMPONENTS`], [`MOST_LINKS`], [`MOST_OTHERS`], [`LONGEST_TEXT`], [`DEEPEST`].

mod comments;
mod outline;
mod raw;
mod reading;
mod save;
mod writing;

pub use comments::Comments;
pub use outline::DEEPEST;

use crate::design::{Design, Edit, Element, History};
use std::path::Path;
use thiserror::Error;

/// The version of the format that is written, and the newest that is read.
pub const VERSION: u32 = 1;
/// Largest file, in bytes.
pub const LARGEST_FILE: usize = 128 << 20;
/// Most components of a design.
pub const MOST_COMPONENTS: usize = 200_000;
/// Most links of a design.
pub const MOST_LINKS: usize = 400_000;
/// Most notes, frames or scenarios of a design.
pub const MOST_OTHERS: usize = 10_000;
/// Longest name, note or label, in bytes.
pub const LONGEST_TEXT: usize = 64 << 10;

/// Why a text is not a design: where, what was expected and what was found.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{line}:{column}: {message}")]
pub struct FileError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What was expected and what was found.
    pub message: String,
}

impl FileError {
    /// An error at a byte of a text.
    fn at(text: &str, byte: usize, message: impl Into<String>) -> Self {
        let mut end = byte.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(..end).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        Self { line, column, message: message.into() }
    }
}

/// A design as read from a file, with what a rewrite must keep.
#[derive(Clone, Debug, Default)]
pub struct Opened {
    /// The design.
    pub design: Design,
    /// The comments of the file, for [`write()`].
    pub comments: Comments,
}

/// Why a file could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The system refused.
    #[error("{path}: cannot be read: {source}")]
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

/// Why a file could not be saved. What stood there before is whole.
#[derive(Debug, Error)]
#[error("{path} is not saved: {step} ({source}); what stood there before is unchanged")]
pub struct SaveError {
    /// The file.
    pub path: String,
    /// Which step failed, in words, and what to do.
    pub step: &'static str,
    /// What the system said.
    pub source: std::io::Error,
}

/// Reads the text of a design file.
///
/// # Errors
/// [`FileError`] with line, column, what was expected and what was found.
pub fn read(text: &str) -> Result<Opened, FileError> {
    reading::design(text)
}

/// Reads the bytes of a design file, for sources that may not be text.
///
/// # Errors
/// [`FileError`] with line, column, what was expected and what was found.
pub fn read_bytes(bytes: Vec<u8>) -> Result<Opened, FileError> {
    read(&reading::text_of(bytes)?)
}

/// The canonical text of a design: UTF-8, LF, one element a line, a final newline.
pub fn write(design: &Design, comments: &Comments) -> String {
    writing::design(design, comments)
}

/// Opens a design file. Reads that one file and nothing else.
///
/// # Errors
/// [`OpenError`] with the path, and line and column if the text is at fault.
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    let bytes = save::load(path)?;
    read_bytes(bytes).map_err(|source| OpenError::Text { path: path.display().to_string(), source })
}

/// Saves a text atomically: written beside the target, synced, renamed over it, the folder synced. Permissions and a
/// symbolic link's target are kept.
///
/// # Errors
/// [`SaveError`] says which step failed; the old file is then as it was.
pub fn save(path: &Path, text: &str) -> Result<(), SaveError> {
    save::save(path, text)
}

/// Elements as readable RON for the clipboard: a design of just these.
pub fn write_fragment(elements: &[Element]) -> String {
    let mut history = History::new(Design::new("fragment"));
    let by_sort = |links: bool| elements.iter().filter(move |e| matches!(e, Element::Link(_)) == links);
    for element in by_sort(false).chain(by_sort(true)) {
        // A link whose ends are not among the elements stays behind.
        let _ = history.apply(Edit::insert(element.clone()));
    }
    write(history.design(), &Comments::default())
}

/// Elements from the clipboard: components first, so that links find their ends.
///
/// # Errors
/// [`FileError`] if the text is anything else.
pub fn read_fragment(text: &str) -> Result<Vec<Element>, FileError> {
    let design = read(text)?.design;
    let mut elements: Vec<Element> = design.components().cloned().map(Element::Component).collect();
    elements.extend(design.links().cloned().map(Element::Link));
    elements.extend(design.notes().cloned().map(Element::Note));
    elements.extend(design.frames().cloned().map(Element::Frame));
    elements.extend(design.strokes().cloned().map(Element::Stroke));
    Ok(elements)
}
