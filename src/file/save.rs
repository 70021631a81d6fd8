//! Saving so that nothing is ever lost: the old file stays whole until the new one is.
//!
//! Steps: the target of a symbolic link is found; a temporary file in the same folder is written and synced, given
//! the old file's permissions, and renamed over it; the folder is synced. If any step fails the old file is as it was.

use super::{OpenError, SaveError};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Saves a text, or says why not.
pub(super) fn save(path: &Path, text: &str) -> Result<(), SaveError> {
    let failed =
        |step: &'static str| move |source: std::io::Error| SaveError { path: path.display().to_string(), step, source };
    let target = resolve(path);
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let old = fs::metadata(&target).ok();
    if let Some(old) = &old {
        if old.is_dir() {
            return Err(failed("it is a folder")(std::io::ErrorKind::IsADirectory.into()));
        }
        if old.permissions().readonly() {
            return Err(failed("it is read-only: save under another name")(
                std::io::ErrorKind::PermissionDenied.into(),
            ));
        }
    }
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut builder = tempfile::Builder::new();
    let prefix = format!(".{name}.");
    builder.prefix(&prefix).suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What any new file would get; the mask of the process applies.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut temporary = builder.tempfile_in(&folder).map_err(failed("no temporary file can be made beside it"))?;
    temporary.write_all(text.as_bytes()).map_err(failed("it cannot be written: is the disk full?"))?;
    temporary.as_file().sync_all().map_err(failed("it cannot be written to the disk"))?;
    if let Some(old) = old {
        fs::set_permissions(temporary.path(), old.permissions()).map_err(failed("its permissions cannot be kept"))?;
    }
    temporary.persist(&target).map_err(|error| failed("it cannot be replaced")(error.error))?;
    // The name is only safe once the folder is on the disk too. Not every system can sync a folder.
    #[cfg(unix)]
    if let Ok(folder) = File::open(&folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Where a symbolic link leads; a link to a file that does not exist yet is followed one step.
fn resolve(path: &Path) -> PathBuf {
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    match fs::read_link(path) {
        Ok(target) if target.is_absolute() => target,
        Ok(target) => path.parent().map_or(target.clone(), |folder| folder.join(target)),
        Err(_) => path.to_owned(),
    }
}

/// The bytes of a file, refused beyond the largest size.
pub(super) fn load(path: &Path) -> Result<Vec<u8>, OpenError> {
    use std::io::Read as _;
    let unreadable = |source| OpenError::System { path: path.display().to_string(), source };
    let mut bytes = Vec::new();
    let limit = super::LARGEST_FILE as u64 + 1;
    File::open(path).map_err(unreadable)?.take(limit).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}
