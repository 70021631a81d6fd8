//! Earlier saves of a file, so that a save that should not have been is no loss: the last [`MOST`] of each file, in
//! the state folder, at most [`LARGEST`] bytes of all files together.
//!
//! Contents lie under their fingerprint, each once; the list of a file lies under the fingerprint of its path.

use crate::file::{self, Fingerprint, SaveError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use thiserror::Error;

/// Most earlier saves of one file.
pub const MOST: usize = 20;
/// Most bytes of all files together; the oldest go first.
pub const LARGEST: u64 = 50 << 20;
/// Longest wait for another Loadline that is keeping something.
const PATIENCE: Duration = Duration::from_secs(2);

/// Why an earlier save could not be kept, listed or read.
#[derive(Debug, Error)]
pub enum SnapshotError {
    /// The platform has no folder for them.
    #[error("earlier saves are not kept: there is no home folder and XDG_STATE_HOME is not set")]
    NoFolder,
    /// The system refused.
    #[error("{path}: {step} ({source})")]
    System {
        /// The file or folder.
        path: String,
        /// What was being done with it.
        step: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// It could not be written.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// There is no such save.
    #[error("{path} has {there} earlier saves; expected a number from 1, the newest, to {there}, found {found}")]
    Number {
        /// The file.
        path: String,
        /// How many there are.
        there: usize,
        /// The number asked for.
        found: usize,
    },
    /// What was kept is not what is there now.
    #[error("{path}: what was kept is damaged: expected the fingerprint {expected}")]
    Damaged {
        /// Where it is kept.
        path: String,
        /// Its fingerprint.
        expected: String,
    },
}

impl SnapshotError {
    fn at(path: &Path, step: &'static str) -> impl FnOnce(io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::System { path, step, source }
    }
}

/// One earlier save.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Seconds since 1970 when it was replaced by another save.
    kept: u64,
    /// Its length in bytes.
    pub length: u64,
    content: String,
}

impl Snapshot {
    /// When it was kept: when another save took its place.
    pub fn time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(self.kept)).unwrap_or(SystemTime::UNIX_EPOCH)
    }
}

/// The earlier saves of one file, the newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct List {
    path: String,
    saves: Vec<Snapshot>,
}

/// Where earlier saves are kept.
#[derive(Clone, Debug)]
pub struct Snapshots {
    folder: PathBuf,
}

impl Snapshots {
    /// Those of the person, in the platform's state folder.
    ///
    /// # Errors
    /// [`SnapshotError::NoFolder`] if the platform has none.
    pub fn of_platform() -> Result<Self, SnapshotError> {
        crate::state::folder().map(|folder| Self::in_folder(&folder.join("saves"))).ok_or(SnapshotError::NoFolder)
    }

    /// Those in a folder, which need not be there yet.
    pub fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Keeps what stands in a file now; call it before saving over it. A file that is not there yet, or that says what
    /// the newest save says, adds nothing.
    ///
    /// # Errors
    /// [`SnapshotError`] with the step that failed. The file is not touched in any case.
    pub fn keep(&self, path: &Path) -> Result<(), SnapshotError> {
        let bytes = match fs::metadata(path) {
            Ok(metadata) if metadata.len() > LARGEST => return Ok(()),
            Ok(metadata) if metadata.is_file() => fs::read(path).map_err(SnapshotError::at(path, "cannot be read"))?,
            Ok(_) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(SnapshotError::at(path, "cannot be read")(error)),
        };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let _lock = self.lock()?;
        let mut list = self.read_list(path)?;
        let content = Fingerprint::of(text.as_bytes()).to_string();
        if list.saves.first().is_some_and(|newest| newest.content == content) {
            return Ok(());
        }
        file::save(&self.content(&content), &text)?;
        let kept = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        list.saves.insert(0, Snapshot { kept, length: text.len() as u64, content });
        list.saves.truncate(MOST);
        self.write_list(path, &list)?;
        self.tidy()
    }

    /// The earlier saves of a file, the newest first.
    ///
    /// # Errors
    /// [`SnapshotError`] if the list is there and cannot be read.
    pub fn list(&self, path: &Path) -> Result<Vec<Snapshot>, SnapshotError> {
        Ok(self.read_list(path)?.saves)
    }

    /// The text of an earlier save of a file; 1 is the newest.
    ///
    /// # Errors
    /// [`SnapshotError`] if there is none of that number, or it cannot be read.
    pub fn read(&self, path: &Path, number: usize) -> Result<String, SnapshotError> {
        let saves = self.list(path)?;
        let Some(save) = number.checked_sub(1).and_then(|place| saves.get(place)) else {
            return Err(SnapshotError::Number { path: path.display().to_string(), there: saves.len(), found: number });
        };
        let place = self.content(&save.content);
        let text = fs::read_to_string(&place).map_err(SnapshotError::at(&place, "cannot be read"))?;
        if Fingerprint::of(text.as_bytes()).to_string() == save.content {
            Ok(text)
        } else {
            Err(SnapshotError::Damaged { path: place.display().to_string(), expected: save.content.clone() })
        }
    }

    fn content(&self, content: &str) -> PathBuf {
        self.folder.join(format!("{content}.ron"))
    }

    fn list_path(&self, path: &Path) -> PathBuf {
        // One file by whatever way it is reached.
        let path = fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
        self.folder.join(format!("{}.list", Fingerprint::of(path.as_os_str().as_encoded_bytes())))
    }

    fn read_list(&self, path: &Path) -> Result<List, SnapshotError> {
        let place = self.list_path(path);
        match fs::read_to_string(&place) {
            // A list that is damaged is begun anew; the contents stay until they are the oldest.
            Ok(text) => Ok(serde_json::from_str(&text).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(List::default()),
            Err(error) => Err(SnapshotError::at(&place, "cannot be read")(error)),
        }
    }

    fn write_list(&self, path: &Path, list: &List) -> Result<(), SnapshotError> {
        let list = List { path: path.to_string_lossy().into_owned(), saves: list.saves.clone() };
        let text = serde_json::to_string(&list).unwrap_or_default();
        Ok(file::save(&self.list_path(path), &text)?)
    }

    /// One Loadline at a time changes lists. Where there are no locks, it goes on without.
    fn lock(&self) -> Result<Option<File>, SnapshotError> {
        crate::journal::make_private(&self.folder)
            .map_err(SnapshotError::at(&self.folder, "the folder cannot be made"))?;
        let place = self.folder.join("lock");
        let file = File::create(&place).map_err(SnapshotError::at(&place, "cannot be made"))?;
        let begin = std::time::Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(file)),
                Err(fs::TryLockError::Error(_)) => return Ok(None),
                Err(fs::TryLockError::WouldBlock) if begin.elapsed() > PATIENCE => {
                    return Err(SnapshotError::at(&place, "another Loadline holds it")(
                        io::ErrorKind::WouldBlock.into(),
                    ));
                }
                Err(fs::TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(10)),
            }
        }
    }

    /// Removes the oldest saves of all files until they fit, and contents that no list names.
    fn tidy(&self) -> Result<(), SnapshotError> {
        let looking = || SnapshotError::at(&self.folder, "cannot be looked into");
        let (mut lists, mut contents): (Vec<(PathBuf, List)>, Vec<PathBuf>) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(&self.folder).map_err(looking())? {
            let path = entry.map_err(looking())?.path();
            match path.extension().and_then(std::ffi::OsStr::to_str) {
                Some("list") => {
                    let text = fs::read_to_string(&path).unwrap_or_default();
                    lists.push((path, serde_json::from_str(&text).unwrap_or_default()));
                }
                Some("ron") => contents.push(path),
                // Of a writing that was cut short: whoever writes here holds the lock.
                Some("tmp") => drop(fs::remove_file(path)),
                _ => {}
            }
        }
        let mut all: Vec<(u64, String, u64)> = Vec::new();
        for save in lists.iter().flat_map(|(_, list)| &list.saves) {
            all.push((save.kept, save.content.clone(), save.length));
        }
        all.sort_by(|a, b| b.cmp(a));
        let (mut total, mut fitting) = (0, BTreeSet::new());
        for (_, content, length) in all {
            if fitting.contains(&content) {
                continue;
            }
            total += length;
            if total > LARGEST {
                break;
            }
            fitting.insert(content);
        }
        for (path, mut list) in lists {
            let before = list.saves.len();
            list.saves.retain(|save| fitting.contains(&save.content));
            if list.saves.len() < before {
                file::save(&path, &serde_json::to_string(&list).unwrap_or_default())?;
            }
        }
        for path in contents {
            let named = path.file_stem().and_then(std::ffi::OsStr::to_str).is_some_and(|stem| fitting.contains(stem));
            if !named {
                let _ = fs::remove_file(path);
            }
        }
        Ok(())
    }
}
