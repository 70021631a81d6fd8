//! Unsaved work, written down within a second of each edit, so that no crash takes more than that.
//!
//! A running window keeps one [`Journal`]. It writes the work into one file of the state folder, on a thread,
//! atomically, and holds a lock beside it. A file whose lock is free was left behind by a crash: [`left_behind()`]
//! lists those, with what they hold. An entry goes only after a save, after somebody has said that it may, or when it
//! has been offered for [`KEPT`].
//!
//! An entry is a design file with a first line of its own, so that any version of Loadline, or a person, can open it.
//! [`on_panic`] writes the last work down before a panic ends the process.
//!
//! What a window does with it: [`on_panic`], [`left_behind()`] and [`remove_expired`] when it starts; [`Journal::start`];
//! [`Journal::note`] each frame; [`Journal::saved`] after a save, with the revision that was saved; [`Journal::discard`]
//! before another document takes the place of this one, once somebody was asked; [`Journal::trouble`] to show what is
//! wrong. To go on with work that was left behind: [`LeftBehind::read`], note it in the own journal,
//! [`Journal::flush`], and only then [`LeftBehind::discard`].

mod claim;
mod entry;
mod left;
mod panic;
mod writer;

pub use claim::{Claim, claim};
pub use entry::About;
pub use left::{Against, Expired, KEPT, LeftBehind, left_behind, remove_expired};
pub use panic::on_panic;
pub(crate) use writer::make_private;
pub use writer::{Journal, PACE};

use crate::design::Design;
use crate::file::{Comments, Stamp};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;

/// Work that is not saved yet.
#[derive(Clone, Debug)]
pub struct Work {
    /// The design.
    pub design: Arc<Design>,
    /// The comments of its file.
    pub comments: Arc<Comments>,
    /// Its file; none if it has never been saved.
    pub path: Option<PathBuf>,
    /// What the file was when it was opened or last saved.
    pub base: Option<Stamp>,
}

/// Why unsaved work cannot be written down. The window shows it for as long as it lasts.
#[derive(Debug, Error)]
pub enum JournalError {
    /// The platform has no folder for it.
    #[error("unsaved work is not kept: there is no home folder and XDG_STATE_HOME is not set")]
    NoFolder,
    /// The system refused.
    #[error("unsaved work is not kept: {step} {path} ({source}); save often until this is mended")]
    System {
        /// The file or folder.
        path: String,
        /// What was being done with it.
        step: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// The entry could not be written.
    #[error("unsaved work is not kept: {0}; save often until this is mended")]
    Save(#[from] crate::file::SaveError),
}

impl JournalError {
    fn at(path: &Path, step: &'static str) -> impl FnOnce(io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::System { path, step, source }
    }
}

/// The folder of the journal inside the state folder.
///
/// # Errors
/// [`JournalError::NoFolder`] if the platform has none.
pub fn folder() -> Result<PathBuf, JournalError> {
    crate::state::folder().map(|folder| folder.join("journal")).ok_or(JournalError::NoFolder)
}
