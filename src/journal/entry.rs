//! The text of an entry: a first line that says whose work it is, then the design as a file.

use super::Work;
use crate::file;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// What the first line begins with: a comment, as far as the design is concerned.
const MARK: &str = "// loadline journal ";
/// The form of the first line that is written. One of a newer form is listed all the same.
const FORM: u32 = 1;
/// Longest first line that is read, in bytes.
const LONGEST_LINE: usize = 64 << 10;

/// Whose work an entry holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct About {
    /// The form of the line.
    pub form: u32,
    /// The version of Loadline that wrote it.
    pub version: String,
    /// The process that wrote it.
    pub pid: u32,
    /// Seconds since 1970 when it was written.
    pub written: u64,
    /// The file that the work belongs to; none if it has never been saved.
    pub path: Option<PathBuf>,
    /// Length of that file when it was opened or last saved, in bytes.
    pub base_length: Option<u64>,
    /// Fingerprint of that file when it was opened or last saved.
    pub base: Option<String>,
    /// The name of the design.
    pub name: String,
    /// How many components it has.
    pub components: usize,
    /// How many links it has.
    pub links: usize,
}

impl About {
    /// When it was written.
    pub fn time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(self.written)).unwrap_or(SystemTime::UNIX_EPOCH)
    }

    fn of(work: &Work) -> Self {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Self {
            form: FORM,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            pid: std::process::id(),
            written: now.as_secs(),
            path: work.path.clone(),
            base_length: work.base.map(|base| base.length),
            base: work.base.map(|base| base.content.to_string()),
            name: work.design.name().to_owned(),
            components: work.design.components().len(),
            links: work.design.links().len(),
        }
    }
}

/// The text of an entry.
pub(super) fn text(work: &Work) -> String {
    let mut about = About::of(work);
    let line = serde_json::to_string(&about).or_else(|_| {
        // A path that is no Unicode text cannot be said in JSON: its nearest text can.
        about.path = about.path.as_ref().map(|path| PathBuf::from(path.to_string_lossy().into_owned()));
        serde_json::to_string(&about)
    });
    format!("{MARK}{}\n{}", line.unwrap_or_default(), file::write(&work.design, &work.comments))
}

/// The first line of an entry, as far as it can be read; none if it is no entry.
pub(super) fn about(text: &str) -> Option<About> {
    let line = text.lines().next()?.strip_prefix(MARK)?;
    if line.len() > LONGEST_LINE {
        return None;
    }
    // Of a newer form at least the fields that are still there.
    Some(serde_json::from_str(line).unwrap_or_default())
}

/// The design of an entry, without the first line.
pub(super) fn design(text: &str) -> &str {
    match text.split_once('\n') {
        Some((line, rest)) if line.starts_with(MARK) => rest,
        _ => text,
    }
}
