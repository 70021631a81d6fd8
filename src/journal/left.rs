//! Work that a crash has left behind: found by the lock that nobody holds, offered, compared, taken or let go.

use super::JournalError;
use super::entry::{self, About};
use crate::compare::{Diff, diff};
use crate::file::{self, Fingerprint, OpenError, Opened, Stamp};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How long an entry is offered before it goes: 90 days.
pub const KEPT: Duration = Duration::from_hours(90 * 24);
/// A lock without an entry, or a temporary file, that is older than this belongs to nobody.
const STALE: Duration = Duration::from_mins(1);

/// An entry that a crash has left behind. While it is held, no other window is offered it.
#[derive(Debug)]
pub struct LeftBehind {
    /// The file of the entry.
    pub entry: PathBuf,
    /// Whose work it is, as far as its first line can be read.
    pub about: About,
    /// When it was last written.
    pub written: SystemTime,
    /// Held so that nobody else takes it; none if there was no lock.
    lock: Option<File>,
}

/// How work that was left behind stands to its file.
#[derive(Clone, Debug)]
pub enum Against {
    /// It has never been saved.
    NeverSaved,
    /// Its file is gone.
    Gone,
    /// Its file cannot be read; the message says why.
    Unreadable(String),
    /// Its file says the same: nothing is lost if it goes.
    Same,
    /// Its file says something else.
    Differs {
        /// What to do to the file to get the work.
        diff: Box<Diff>,
        /// Whether the file has been changed since the work began.
        changed_since: bool,
    },
}

/// An entry that has been offered for long enough and is gone now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expired {
    /// Whose work it was.
    pub about: About,
    /// The sentence for the notice.
    pub notice: String,
}

impl LeftBehind {
    /// The work. What cannot be read of it is left out and listed.
    ///
    /// # Errors
    /// [`OpenError`] if nothing can be read of it, as when a newer Loadline wrote it.
    pub fn read(&self) -> Result<Opened, OpenError> {
        let text = text_of(&self.entry)?;
        // Without its first line, so that the work has the comments that it had.
        file::read_what_can_be(entry::design(&text))
            .map_err(|source| OpenError::Text { path: self.entry.display().to_string(), source })
    }

    /// What the file of the work was when it was opened or last saved, for [`Expect`](file::Expect): whoever goes on with
    /// the work still notices a change from outside.
    pub fn base(&self) -> Option<Stamp> {
        let content = self.about.base.as_deref().and_then(Fingerprint::read)?;
        Some(Stamp::of_content(self.about.base_length?, content))
    }

    /// Holds the work against the file it belongs to.
    ///
    /// # Errors
    /// [`OpenError`] if nothing can be read of the work itself.
    pub fn against(&self) -> Result<Against, OpenError> {
        let work = self.read()?;
        let Some(path) = &self.about.path else { return Ok(Against::NeverSaved) };
        let file = match file::open_what_can_be(path) {
            Ok(file) => file,
            Err(OpenError::System { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                return Ok(Against::Gone);
            }
            Err(error) => return Ok(Against::Unreadable(error.to_string())),
        };
        if file.is_whole() && file.design == work.design {
            return Ok(Against::Same);
        }
        let base = self.about.base.as_deref().and_then(Fingerprint::read);
        let changed_since = file.stamp.map(|stamp| stamp.content) != base;
        Ok(Against::Differs { diff: Box::new(diff(&file.design, &work.design)), changed_since })
    }

    /// Lets the entry go: after the work has been saved or noted by another journal, or when nobody wants it.
    ///
    /// # Errors
    /// What the system says; the entry is then offered again.
    pub fn discard(self) -> io::Result<()> {
        fs::remove_file(&self.entry)?;
        if let Some(lock) = &self.lock {
            // A process that is being started just now may hold a copy of it for a moment.
            let _ = lock.unlock();
        }
        let _ = fs::remove_file(self.entry.with_extension("lock"));
        Ok(())
    }
}

/// Lists what crashes have left behind in a folder, the newest first. Entries of windows that run, here or elsewhere,
/// are not among them. An entry that cannot be read, as one of a newer Loadline, is listed and stays.
///
/// # Errors
/// [`JournalError`] if the folder cannot be looked into; one that is not there holds nothing.
pub fn left_behind(folder: &Path) -> Result<Vec<LeftBehind>, JournalError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(JournalError::at(folder, "cannot look into")(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(JournalError::at(folder, "cannot look into"))?.path();
        match path.extension().and_then(OsStr::to_str) {
            Some("ron") => found.extend(one(path)),
            Some("lock") => sweep(&path, !path.with_extension("ron").exists()),
            // Of a writing that was cut short.
            Some("tmp") => sweep(&path, true),
            _ => {}
        }
    }
    found.sort_by(|a, b| b.written.cmp(&a.written).then_with(|| a.entry.cmp(&b.entry)));
    Ok(found)
}

fn one(entry: PathBuf) -> Option<LeftBehind> {
    let lock = match File::open(entry.with_extension("lock")) {
        Ok(lock) => match lock.try_lock() {
            Ok(()) => Some(lock),
            // A window that runs.
            Err(fs::TryLockError::WouldBlock) => return None,
            // Where there are no locks, what stands there is offered rather than forgotten.
            Err(fs::TryLockError::Error(_)) => None,
        },
        Err(_) => None,
    };
    let metadata = fs::metadata(&entry).ok().filter(fs::Metadata::is_file)?;
    let about = text_of(&entry).ok().and_then(|text| entry::about(&text)).unwrap_or_default();
    let written = metadata.modified().unwrap_or_else(|_| about.time());
    Some(LeftBehind { entry, about, written, lock })
}

/// Removes a file that is of no use and that nobody holds.
fn sweep(path: &Path, of_no_use: bool) {
    let age = fs::metadata(path).and_then(|metadata| metadata.modified()).ok().and_then(|time| time.elapsed().ok());
    if of_no_use && age.is_some_and(|age| age > STALE) && File::open(path).is_ok_and(|file| file.try_lock().is_ok()) {
        let _ = fs::remove_file(path);
    }
}

/// Lets entries go that have been kept for [`KEPT`], and says which. What a newer Loadline wrote stays.
pub fn remove_expired(left: Vec<LeftBehind>, now: SystemTime) -> (Vec<LeftBehind>, Vec<Expired>) {
    let (mut kept, mut expired) = (Vec::new(), Vec::new());
    for entry in left {
        let old = now.duration_since(entry.written).is_ok_and(|age| age > KEPT);
        if !old || entry.read().is_err() {
            kept.push(entry);
            continue;
        }
        let about = entry.about.clone();
        let of = match &about.path {
            Some(path) => path.display().to_string(),
            None if about.name.is_empty() => "a design without a name".to_owned(),
            None => format!("`{}`", about.name),
        };
        let days = KEPT.as_secs() / (24 * 3600);
        if entry.discard().is_ok() {
            let notice = format!("Unsaved work of {of} was offered for {days} days and is gone now");
            expired.push(Expired { about, notice });
        }
    }
    (kept, expired)
}

fn text_of(path: &Path) -> Result<String, OpenError> {
    let unreadable = |source| OpenError::System { path: path.display().to_string(), source };
    let length = fs::metadata(path).map_err(unreadable)?.len();
    if length > file::LARGEST_FILE as u64 + (64 << 10) {
        return Err(unreadable(io::ErrorKind::FileTooLarge.into()));
    }
    fs::read_to_string(path).map_err(unreadable)
}
