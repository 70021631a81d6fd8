//! The journal of a running window: takes the work as it changes, writes it on a thread.

use super::{JournalError, Work, entry, panic};
use crate::file;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

/// Shortest time between two writings: a run of edits is written once in this time.
pub const PACE: Duration = Duration::from_millis(300);
/// Time after which a writing that failed is tried again.
const RETRY: Duration = Duration::from_secs(5);
/// A copy of the design that takes longer than this is not taken at each edit.
const QUICK: Duration = Duration::from_millis(2);
/// Longest time between an edit and the copy that is taken of it.
const SLOWEST: Duration = Duration::from_millis(600);

/// Keeps the unsaved work of one document on the disk.
#[derive(Debug)]
pub struct Journal {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    taken: Mutex<Taken>,
}

#[derive(Debug)]
struct Taken {
    revision: Option<u64>,
    at: Option<Instant>,
    took: Duration,
}

#[derive(Debug)]
pub(super) struct Shared {
    entry: PathBuf,
    lock_path: PathBuf,
    /// Held for as long as the window runs.
    lock: File,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    wanted: Wanted,
    busy: bool,
    closing: bool,
    trouble: Option<Arc<JournalError>>,
}

#[derive(Debug, Default)]
enum Wanted {
    #[default]
    Nothing,
    Write(Work),
    Remove,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // A thread that panicked while it held the lock has left a whole state: every change is one assignment.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes work down now, on this thread.
    pub(super) fn write(&self, work: &Work) -> Result<&Path, JournalError> {
        file::save(&self.entry, &entry::text(work))?;
        Ok(&self.entry)
    }

    fn remove(&self) -> Result<(), JournalError> {
        match fs::remove_file(&self.entry) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(JournalError::at(&self.entry, "cannot remove")(error))
            }
            _ => Ok(()),
        }
    }
}

impl Journal {
    /// Begins a journal in a folder, which is made if it is not there; `wake` is called whenever [`Journal::trouble`]
    /// changes, from another thread.
    ///
    /// # Errors
    /// [`JournalError`] if the folder cannot be made or nothing can be locked in it.
    pub fn start(folder: &Path, wake: impl Fn() + Send + 'static) -> Result<Self, JournalError> {
        make_private(folder).map_err(JournalError::at(folder, "cannot make the folder"))?;
        let (lock_path, lock) = lock_in(folder)?;
        let shared = Arc::new(Shared {
            entry: lock_path.with_extension("ron"),
            lock_path,
            lock,
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let of_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || keep(&of_thread, &wake))
            .map_err(JournalError::at(folder, "cannot start a thread for"))?;
        let taken = Mutex::new(Taken { revision: None, at: None, took: Duration::ZERO });
        Ok(Self { shared, thread: Some(thread), taken })
    }

    /// Takes note of the work if its revision is new. Call it after each edit and once a frame; `make` is called only
    /// when a copy is wanted. For designs whose copy takes long it is not wanted at each edit: the answer then is the
    /// time after which to call again.
    pub fn note(&self, revision: u64, make: impl FnOnce() -> Work) -> Option<Duration> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.revision == Some(revision) {
            return None;
        }
        if taken.took > QUICK
            && let Some(at) = taken.at
        {
            let pace = (taken.took * 10).clamp(PACE, SLOWEST);
            if let Some(left) = pace.checked_sub(at.elapsed()).filter(|left| !left.is_zero()) {
                return Some(left);
            }
        }
        let begin = Instant::now();
        let work = make();
        *taken = Taken { revision: Some(revision), at: Some(begin), took: begin.elapsed() };
        drop(taken);
        panic::remember(&self.shared, &work);
        self.want(Wanted::Write(work));
        None
    }

    /// The work of that revision is saved: its entry goes, unless a later revision has been noted.
    pub fn saved(&self, revision: u64) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.revision.is_none_or(|last| last <= revision) {
            taken.revision = Some(revision);
            drop(taken);
            self.forget();
        }
    }

    /// Somebody has said that the work may go, or another document takes its place, whose revisions count anew.
    pub fn discard(&self) {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).revision = None;
        self.forget();
    }

    fn forget(&self) {
        panic::forget(&self.shared);
        self.want(Wanted::Remove);
    }

    fn want(&self, wanted: Wanted) {
        self.shared.state().wanted = wanted;
        self.shared.changed.notify_all();
    }

    /// Why unsaved work is not being written down at present.
    pub fn trouble(&self) -> Option<Arc<JournalError>> {
        self.shared.state().trouble.clone()
    }

    /// Waits until what was noted is on the disk. False if it is not by then.
    pub fn flush(&self, within: Duration) -> bool {
        let end = Instant::now() + within;
        let mut state = self.shared.state();
        loop {
            if matches!(state.wanted, Wanted::Nothing) && !state.busy {
                return state.trouble.is_none();
            }
            let Some(left) = end.checked_duration_since(Instant::now()) else { return false };
            let waited = self.shared.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Where the work is written.
    pub fn entry(&self) -> &Path {
        &self.shared.entry
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.shared.state().closing = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        panic::forget(&self.shared);
        if !self.shared.entry.exists() {
            let _ = fs::remove_file(&self.shared.lock_path);
        }
        let _ = self.shared.lock.unlock();
    }
}

/// The work of the thread: what is wanted, as soon as the pace allows.
fn keep(shared: &Shared, wake: &dyn Fn()) {
    let wait = |state, time| shared.changed.wait_timeout(state, time).unwrap_or_else(PoisonError::into_inner).0;
    let mut next = Instant::now();
    loop {
        let mut state = shared.state();
        while matches!(state.wanted, Wanted::Nothing) && !state.closing {
            state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        while !state.closing
            && matches!(state.wanted, Wanted::Write(_))
            && let Some(left) = next.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
        {
            state = wait(state, left);
        }
        let wanted = std::mem::take(&mut state.wanted);
        let closing = state.closing;
        state.busy = true;
        drop(state);
        let (done, again) = match wanted {
            Wanted::Nothing => (Ok(()), Wanted::Nothing),
            Wanted::Write(work) => (shared.write(&work).map(|_| ()), Wanted::Write(work)),
            Wanted::Remove => (shared.remove(), Wanted::Remove),
        };
        next = Instant::now() + if done.is_ok() { PACE } else { RETRY };
        let mut state = shared.state();
        state.busy = false;
        let changed = done.is_err() || state.trouble.is_some();
        if done.is_err() && matches!(state.wanted, Wanted::Nothing) {
            state.wanted = again;
        }
        // Removing what cannot be removed is tried again at the same pace as writing.
        let pause = done.is_err() && !closing;
        state.trouble = done.err().map(Arc::new);
        let end = closing && (state.trouble.is_some() || matches!(state.wanted, Wanted::Nothing));
        shared.changed.notify_all();
        if pause && matches!(state.wanted, Wanted::Remove) {
            state = wait(state, PACE);
        }
        drop(state);
        if changed {
            wake();
        }
        if end {
            return;
        }
    }
}

/// Makes a folder that only its owner can look into.
pub(crate) fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// A lock of a name that nobody has.
fn lock_in(folder: &Path) -> Result<(PathBuf, File), JournalError> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let mut attempts = 0;
    loop {
        let time = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("{}-{time}-{number}.lock", std::process::id()));
        let made = File::options().write(true).create_new(true).open(&path);
        let held = made.and_then(|file| match file.try_lock() {
            Ok(()) => Ok(file),
            Err(fs::TryLockError::Error(error)) => Err(error),
            Err(fs::TryLockError::WouldBlock) => Err(std::io::ErrorKind::WouldBlock.into()),
        });
        attempts += 1;
        match held {
            Ok(file) => return Ok((path, file)),
            // Somebody who looks for what was left behind may hold it for a moment.
            Err(_) if attempts < 8 => {}
            Err(error) => return Err(JournalError::at(&path, "cannot lock")(error)),
        }
    }
}
