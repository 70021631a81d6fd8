//! Saving so that nothing is ever lost: the old file stays whole until the new one is.
//!
//! Steps: the target of symbolic links is found; what is on the disk is held against what was loaded; a temporary file
//! in the same folder is written, given the old file's owner and permissions, and synced; it is renamed over the old
//! one; the folder is synced. If any step before the renaming fails the old file is as it was and the temporary file
//! is gone. A process that is killed leaves a temporary file at most; the next save in that folder removes it.

use super::stamp::{Outside, Stamp};
use super::{Expect, OpenError, SaveError, Saved};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Symbolic links that are followed one after the other; as many as Linux follows.
const MOST_LINKS: usize = 40;
/// A temporary file that nobody holds and that is older than this was left behind.
const STALE: Duration = Duration::from_mins(1);
/// Bytes of the name that the name of a temporary file takes over, so that it is no longer than a name may be.
const LONGEST_STEM: usize = 200;

/// Saves bytes, or says why not.
pub(super) fn save(path: &Path, bytes: &[u8], expect: Expect<'_>) -> Result<Saved, SaveError> {
    let shown = || path.display().to_string();
    let failed = |step: &'static str| move |source: io::Error| SaveError::System { path: shown(), step, source };
    let target = resolve(path).map_err(failed("its symbolic links lead nowhere"))?;
    let folder = folder_of(&target);
    let old = look_at(&target).map_err(|(step, source)| failed(step)(source))?;
    check(path, &target, expect)?;

    let stem = target.file_name().map(stem).unwrap_or_default();
    let mut temporary = temporary(&folder, &stem).map_err(failed(
        "no temporary file can be made in its folder: is it there, and may you write in it? Save under another name",
    ))?;
    // Whoever sweeps this folder sees by the lock that the file is in use. Not every system has locks.
    let _ = temporary.as_file().try_lock();
    temporary.write_all(bytes).map_err(failed("it cannot be written: is the disk full?"))?;
    if let Some(old) = &old {
        keep_owner(temporary.path(), old);
        fs::set_permissions(temporary.path(), old.permissions()).map_err(failed("its permissions cannot be kept"))?;
    }
    temporary.as_file().sync_all().map_err(failed("it cannot be brought onto the disk"))?;
    // Somebody may have saved in the meantime.
    check(path, &target, expect)?;
    let file = replace(temporary, &target).map_err(failed("it cannot be replaced"))?;

    let mut notes = Vec::new();
    // The name is only safe once the folder is on the disk too.
    if let Err(error) = sync_folder(&folder) {
        notes.push(format!(
            "{} is saved, but its folder cannot be synced ({error}): a power cut in the next seconds may undo it",
            path.display()
        ));
    }
    if old.as_ref().is_some_and(|old| names_of(old) > 1) {
        notes.push(format!(
            "{} had other names (hard links): they keep what was there before this save",
            path.display()
        ));
    }
    sweep(&folder, &stem);
    let metadata = file.metadata().ok();
    Ok(Saved { stamp: Stamp::of(bytes, metadata.as_ref()), notes })
}

fn folder_of(target: &Path) -> PathBuf {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// What stands at the target, if it can be saved over.
fn look_at(target: &Path) -> Result<Option<fs::Metadata>, (&'static str, io::Error)> {
    match fs::metadata(target) {
        Ok(old) if old.is_dir() => Err(("it is a folder", io::ErrorKind::IsADirectory.into())),
        Ok(old) if !old.is_file() => {
            Err(("it is a device or a pipe: save under another name", io::ErrorKind::InvalidInput.into()))
        }
        Ok(old) if old.permissions().readonly() => {
            Err(("it is read-only: save under another name", io::ErrorKind::PermissionDenied.into()))
        }
        Ok(old) => Ok(Some(old)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(("it cannot be looked at", error)),
    }
}

/// Whether the disk holds what the saver thinks it does.
fn check(path: &Path, target: &Path, expect: Expect<'_>) -> Result<(), SaveError> {
    let changed = |outside| Err(SaveError::ChangedOutside { path: path.display().to_string(), outside });
    let unreadable = |source| SaveError::System {
        path: path.display().to_string(),
        step: "what is on the disk cannot be held against what was opened",
        source,
    };
    match expect {
        Expect::Anything => Ok(()),
        Expect::Nothing => match fs::symlink_metadata(target) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(unreadable(error)),
            Ok(_) => match Stamp::read(target) {
                Ok(stamp) => changed(Outside::Changed(stamp)),
                Err(error) => Err(unreadable(error)),
            },
        },
        Expect::Unchanged(stamp) => match stamp.look(target).map_err(unreadable)? {
            Outside::Same(_) => Ok(()),
            outside => changed(outside),
        },
    }
}

/// What the name of a temporary file begins with.
fn stem(name: &OsStr) -> String {
    let name = name.to_string_lossy();
    let mut end = name.len().min(LONGEST_STEM);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!(".{}.", name.get(..end).unwrap_or_default())
}

fn temporary(folder: &Path, stem: &str) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(stem).suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What any new file would get; the mask of the process applies.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Renames the temporary file over the target. On Windows whoever looks at the target for a moment, as a scanner of
/// viruses or a synchroniser does, stands in the way: it is tried again.
fn replace(mut temporary: tempfile::NamedTempFile, target: &Path) -> io::Result<File> {
    for pause in [10, 25, 50, 100] {
        match temporary.persist(target) {
            Err(error) if cfg!(windows) && error.error.kind() == io::ErrorKind::PermissionDenied => {
                temporary = error.file;
                std::thread::sleep(Duration::from_millis(pause));
            }
            done => return done.map_err(|error| error.error),
        }
    }
    temporary.persist(target).map_err(|error| error.error)
}

/// Gives a file the owner and group of the one it replaces, as far as the process may.
#[cfg(unix)]
fn keep_owner(path: &Path, old: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let Ok(new) = fs::metadata(path) else { return };
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) && chown(path, Some(old.uid()), Some(old.gid())).is_err() {
        // Who may not give a file away may still give it to a group of theirs.
        let _ = chown(path, None, Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &fs::Metadata) {}

#[cfg(unix)]
fn names_of(metadata: &fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    metadata.nlink()
}

#[cfg(not(unix))]
fn names_of(_: &fs::Metadata) -> u64 {
    1
}

/// Brings the names in a folder onto the disk. Systems other than Unix do so by themselves.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Removes temporary files that saves of the same file have left behind when they were killed.
fn sweep(folder: &Path, stem: &str) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let ours = name
            .strip_prefix(stem)
            .and_then(|rest| rest.strip_suffix(".tmp"))
            .is_some_and(|middle| middle.len() == 6 && middle.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let old = entry.metadata().ok().filter(fs::Metadata::is_file).and_then(|metadata| metadata.modified().ok());
        let stale = old.and_then(|old| SystemTime::now().duration_since(old).ok()).is_some_and(|age| age > STALE);
        if ours && stale && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Where symbolic links lead, whether or not there is a file yet.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Ok(real) => return Ok(real),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        // A circle of links, or a folder that may not be looked into.
        Err(error) => return Err(error),
    }
    let mut here = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&here) {
            Ok(target) => here = here.parent().map_or_else(|| target.clone(), |folder| folder.join(&target)),
            Err(_) => return Ok(here),
        }
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "too many symbolic links one after the other"))
}

/// The bytes of a file up to just beyond the largest size, and what the system says of it.
pub(super) fn bytes_of(path: &Path) -> io::Result<(Vec<u8>, fs::Metadata)> {
    let found = fs::metadata(path)?;
    if found.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    // Opening a pipe waits until somebody writes into it. Those of a shell stand under /dev.
    if !found.is_file() && !path.starts_with("/dev") {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a pipe or a device, expected a file"));
    }
    let mut bytes = Vec::new();
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    file.take(super::LARGEST_FILE as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes, metadata))
}

/// The bytes of a file for reading, with their stamp.
pub(super) fn load(path: &Path) -> Result<(Vec<u8>, Stamp), OpenError> {
    let (bytes, metadata) =
        bytes_of(path).map_err(|source| OpenError::System { path: path.display().to_string(), source })?;
    let stamp = Stamp::of(&bytes, Some(&metadata));
    Ok((bytes, stamp))
}
