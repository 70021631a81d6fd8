//! Design files: RON that a person can read aloud, edit by hand, diff and merge.
//!
//! One element a line, in the order in which they were made; quantities as typed; defaults left out; no results. The
//! comments of a hand-edited file are kept. Opening reads one file and touches nothing else; saving is atomic.
//!
//! Limits: [`LARGEST_FILE`], [`MOST_COMPONENTS`], [`MOST_LINKS`], [`MOST_OTHERS`], [`LONGEST_TEXT`],
//! [`LONGEST_ELEMENT`], [`DEEPEST`].

pub mod carried;
mod comments;
mod outline;
mod raw;
mod reading;
mod save;
mod stamp;
mod writing;

pub use comments::Comments;
pub use outline::{DEEPEST, LONGEST_ELEMENT};
pub use stamp::{Fingerprint, Outside, Stamp};

pub use crate::design::{LONGEST_TEXT, MOST_COMPONENTS, MOST_LINKS, MOST_OTHERS};

use crate::design::{Design, Edit, Element, History};
use std::path::Path;
use thiserror::Error;

/// The version of the format that is written, and the newest that is read.
pub const VERSION: u32 = 1;
/// Largest file, in bytes.
pub const LARGEST_FILE: usize = 128 << 20;
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
    /// What the file was when it was read, to notice changes from outside; none for a text.
    pub stamp: Option<Stamp>,
    /// What was left out because it could not be read, by [`read_what_can_be`]; empty for a whole design.
    pub left_out: Vec<FileError>,
}

impl Opened {
    /// Whether the design is all of what the file says. If not, whoever saves it over the file loses the rest: ask
    /// first, or save under another name.
    pub fn is_whole(&self) -> bool {
        self.left_out.is_empty()
    }
}

/// What a saver expects to stand at the path.
#[derive(Clone, Copy, Debug)]
pub enum Expect<'a> {
    /// Whatever there is may be replaced: somebody was asked.
    Anything,
    /// Nothing yet: a new file.
    Nothing,
    /// What was loaded or saved last.
    Unchanged(&'a Stamp),
}

/// A file that was saved.
#[derive(Clone, Debug)]
pub struct Saved {
    /// What the file is now, for the next [`Expect::Unchanged`].
    pub stamp: Stamp,
    /// What a person should know although all went well, in sentences.
    pub notes: Vec<String>,
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
pub enum SaveError {
    /// The system refused.
    #[error("{path} is not saved: {step} ({source}); what stood there before is unchanged")]
    System {
        /// The file.
        path: String,
        /// Which step failed, in words, and what to do.
        step: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not what the saver thinks it is: see [`Expect`].
    #[error("{path} is not saved: {}; open it again, save under another name, or save over it knowingly", .outside.in_words())]
    ChangedOutside {
        /// The file.
        path: String,
        /// What has become of it.
        outside: Outside,
    },
    /// The text that would be written does not read as the design that it was made of. Nothing was written.
    #[error("{path} is not saved: the file could not be opened again ({source}); what stood there before is unchanged")]
    Unreadable {
        /// The file.
        path: String,
        /// Where and why.
        source: FileError,
    },
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

/// Reads what can be read of a text: elements that cannot are left out, each with its error, and so is what hangs on
/// them. One bad component does not take the others with it.
///
/// # Errors
/// [`FileError`] if there is no design to be made out: not text, too large, a newer version, brackets that do not match.
pub fn read_what_can_be(text: &str) -> Result<Opened, FileError> {
    reading::what_can_be(text)
}

/// Texts by the name of their field, in the order of the file.
pub(crate) type Texts = Vec<(String, String)>;

/// The outline of the canonical text of a design: its fields, and its lists with the fields of each element, as texts.
pub(crate) struct Written {
    /// Key and text of each field that is no list.
    pub header: Texts,
    /// Each list.
    pub lists: Vec<WrittenList>,
}

/// A list of elements as it is written.
pub(crate) struct WrittenList {
    /// Its key.
    pub key: String,
    /// All of its text.
    pub text: String,
    /// The fields of each of its elements.
    pub elements: Vec<Texts>,
}

/// Takes the canonical text of a design apart.
///
/// # Errors
/// [`FileError`] never, unless writing is at fault.
pub(crate) fn take_apart(design: &Design) -> Result<Written, FileError> {
    let text = write(design, &Comments::default());
    let outline = outline::Outline::read(&text)?;
    let owned = |(key, value): (&str, outline::Slice<'_>)| (key.to_owned(), value.text.to_owned());
    let mut written = Written { header: Vec::new(), lists: Vec::new() };
    for entry in outline.entries {
        let key = entry.key.text.to_owned();
        match entry.elements {
            None => written.header.push((key, entry.item.slice.text.to_owned())),
            Some(elements) => {
                let fields = |item: outline::Item<'_>| outline::fields(item.slice).into_iter().map(owned).collect();
                let elements = elements.into_iter().map(fields).collect();
                written.lists.push(WrittenList { key, text: entry.item.slice.text.to_owned(), elements });
            }
        }
    }
    Ok(written)
}

/// The fields of a bracketed text: key and text.
pub(crate) fn fields_of(text: &str) -> Texts {
    let fields = outline::fields(outline::Slice { at: 0, text });
    fields.into_iter().map(|(key, value)| (key.to_owned(), value.text.to_owned())).collect()
}

/// Opens a design file. Reads that one file and nothing else.
///
/// # Errors
/// [`OpenError`] with the path, and line and column if the text is at fault.
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    open_by(path, read)
}

/// Opens a design file, or the design that a PNG, an SVG or a packed line carries: [`carried`]. What was carried has no
/// stamp: it is not to be saved over what carried it.
///
/// # Errors
/// [`OpenError`] with the path, and line and column if the text is at fault.
pub fn open_or_carried(path: &Path) -> Result<Opened, OpenError> {
    let (bytes, stamp) = save::load(path)?;
    let opened = if carried::is_carrier(&bytes) {
        carried::read_carrier(&bytes)
    } else {
        reading::text_of(bytes).and_then(|text| read(&text)).map(|opened| Opened { stamp: Some(stamp), ..opened })
    };
    opened.map_err(|source| OpenError::Text { path: path.display().to_string(), source })
}

/// Opens what can be read of a design file, as [`read_what_can_be`] does.
///
/// # Errors
/// [`OpenError`] if there is no design to be made out.
pub fn open_what_can_be(path: &Path) -> Result<Opened, OpenError> {
    open_by(path, read_what_can_be)
}

fn open_by(path: &Path, read: fn(&str) -> Result<Opened, FileError>) -> Result<Opened, OpenError> {
    let (bytes, stamp) = save::load(path)?;
    let opened = reading::text_of(bytes).and_then(|text| read(&text));
    let opened = opened.map_err(|source| OpenError::Text { path: path.display().to_string(), source })?;
    Ok(Opened { stamp: Some(stamp), ..opened })
}

/// Saves a text atomically, whatever stands there: written beside the target, synced, renamed over it, the folder
/// synced. Owner, permissions and symbolic links are kept.
///
/// # Errors
/// [`SaveError`] says which step failed; the old file is then as it was.
pub fn save(path: &Path, text: &str) -> Result<(), SaveError> {
    save::save(path, text.as_bytes(), Expect::Anything).map(|_| ())
}

/// Saves a text as [`save`] does, if what stands there is what is expected.
///
/// # Errors
/// [`SaveError`] says which step failed; the old file is then as it was.
pub fn save_text(path: &Path, text: &str, expect: Expect<'_>) -> Result<Saved, SaveError> {
    save::save(path, text.as_bytes(), expect)
}

/// Saves bytes as [`save`] does: what was exported.
///
/// # Errors
/// [`SaveError`] says which step failed; the old file is then as it was.
pub fn save_bytes(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    save::save(path, bytes, Expect::Anything).map(|_| ())
}

/// Saves a design as [`save_text`] does, after a look whether what would be written reads as the same design.
///
/// # Errors
/// [`SaveError`] says which step failed; the old file is then as it was.
pub fn save_design(path: &Path, design: &Design, comments: &Comments, expect: Expect<'_>) -> Result<Saved, SaveError> {
    let text = write(design, comments);
    let unreadable = |source| SaveError::Unreadable { path: path.display().to_string(), source };
    if read(&text).map_err(unreadable)?.design != *design {
        let message = "expected the same design, found another: this is a fault of Loadline".to_owned();
        return Err(unreadable(FileError { line: 1, column: 1, message }));
    }
    save::save(path, text.as_bytes(), expect)
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
