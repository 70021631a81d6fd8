//! The last thing that a panic does: the work that is not saved is written down first.

use super::Work;
use super::writer::Shared;
use std::io::Write as _;
use std::sync::{Arc, Mutex, Once, PoisonError, Weak};

/// The work of every journal that runs, as it was last noted.
static LAST: Mutex<Vec<(Weak<Shared>, Work)>> = Mutex::new(Vec::new());

pub(super) fn remember(shared: &Arc<Shared>, work: &Work) {
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    last.retain(|(of, _)| of.strong_count() > 0 && !std::ptr::eq(of.as_ptr(), Arc::as_ptr(shared)));
    last.push((Arc::downgrade(shared), work.clone()));
}

pub(super) fn forget(shared: &Arc<Shared>) {
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    last.retain(|(of, _)| !std::ptr::eq(of.as_ptr(), Arc::as_ptr(shared)));
}

/// From now on a panic of any thread writes the work of every journal down as it was last noted, and says where, after
/// it has said what it says anyway. Call it once, when the window starts; further calls do nothing.
pub fn on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            before(info);
            // The thread that panics may hold the lock: then what the journal wrote itself must do.
            let Ok(last) = LAST.try_lock() else { return };
            let mut err = std::io::stderr().lock();
            for (shared, work) in last.iter().filter_map(|(of, work)| Some((of.upgrade()?, work))) {
                let _ = match shared.write(work) {
                    Ok(path) => writeln!(err, "Unsaved work is kept and offered at the next start: {}", path.display()),
                    Err(error) => writeln!(err, "{error}"),
                };
            }
        }));
    });
}
