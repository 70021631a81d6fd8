//! One window at a time on a file: the second is told, and may open it knowing that.

use super::JournalError;
use super::writer::make_private;
use crate::file::Fingerprint;
use std::fs::{self, File, TryLockError};
use std::path::Path;

/// Says that a window works on a file, for as long as it is held.
#[derive(Debug)]
pub struct Claim {
    lock: File,
}

impl Drop for Claim {
    fn drop(&mut self) {
        // A process that is being started just now may hold a copy of the file for a moment.
        let _ = self.lock.unlock();
    }
}

/// Claims a file for a window; none if another window, of this process or another, has it. The file itself is not
/// touched: the claim is a lock in the folder of the journal, so that it disturbs nobody who synchronises the file.
///
/// # Errors
/// [`JournalError`] if the folder cannot be made or written to; where a system has no locks every claim is given.
pub fn claim(folder: &Path, path: &Path) -> Result<Option<Claim>, JournalError> {
    make_private(folder).map_err(JournalError::at(folder, "cannot make the folder"))?;
    // One file by whatever way it is reached.
    let real = fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    let place = folder.join(format!("{}.open", Fingerprint::of(real.as_os_str().as_encoded_bytes())));
    let file =
        File::options().create(true).append(true).open(&place).map_err(JournalError::at(&place, "cannot open"))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Ok(None),
        Ok(()) | Err(TryLockError::Error(_)) => Ok(Some(Claim { lock: file })),
    }
}
