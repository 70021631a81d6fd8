//! Looks once a second whether files have been changed from outside, on a thread. The window is woken only if one has.

use super::super::state::App;
use crate::file::{Outside, Stamp};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

/// Time between two looks.
const PACE: Duration = Duration::from_secs(1);

/// A file that is looked at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Watched {
    /// The document.
    pub number: u64,
    pub path: PathBuf,
    pub stamp: Stamp,
}

/// What has become of a file.
#[derive(Debug)]
pub(super) struct Seen {
    pub of: Watched,
    pub outside: Outside,
}

/// The look at files.
pub(super) struct Watcher {
    wanted: Arc<Mutex<Vec<Watched>>>,
    found: Receiver<Seen>,
    /// What was found while the file was being saved.
    waiting: Vec<Seen>,
}

impl Watcher {
    pub fn start(ctx: &egui::Context) -> Self {
        let wanted = Arc::default();
        let (sender, found) = channel();
        let (weak, wake) = (Arc::downgrade(&wanted), ctx.clone());
        std::thread::spawn(move || look(&weak, &sender, &wake));
        Self { wanted, found, waiting: Vec::new() }
    }

    /// Looks at these from now on.
    fn want(&self, files: impl Iterator<Item = Watched>) {
        let files: Vec<Watched> = files.collect();
        let mut wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        if *wanted != files {
            *wanted = files;
        }
    }
}

/// The work of the thread, until the window is gone.
fn look(wanted: &Weak<Mutex<Vec<Watched>>>, sender: &Sender<Seen>, wake: &egui::Context) {
    // What has been told already, by document: once more only if it has been changed once more.
    let mut told: HashMap<u64, (Stamp, Outside)> = HashMap::new();
    loop {
        std::thread::sleep(PACE);
        let Some(files) = wanted.upgrade() else { return };
        let files = files.lock().unwrap_or_else(PoisonError::into_inner).clone();
        told.retain(|number, _| files.iter().any(|file| file.number == *number));
        for of in files {
            // A file that cannot be looked at now is looked at again.
            let Ok(outside) = of.stamp.look(&of.path) else { continue };
            let said = match &outside {
                Outside::Same(stamp) if *stamp == of.stamp => {
                    told.remove(&of.number);
                    continue;
                }
                Outside::Same(_) => None,
                Outside::Gone | Outside::Changed(_) => Some((of.stamp, outside)),
            };
            if said.is_some() && told.get(&of.number) == said.as_ref() {
                continue;
            }
            if let Some(said) = said {
                told.insert(of.number, said);
            }
            if sender.send(Seen { of, outside }).is_err() {
                return;
            }
            if said.is_some() {
                wake.request_repaint();
            }
        }
    }
}

impl App {
    /// Tells the thread what to look at, and does what follows from what it has found.
    pub(super) fn tend_outside(&mut self, ctx: &egui::Context) {
        self.tend_loading(ctx);
        let Some(watcher) = &self.keep.watcher else { return };
        watcher.want(self.documents().filter_map(|document| {
            let (path, stamp) = (document.path.clone()?, document.kept.stamp?);
            Some(Watched { number: document.number, path, stamp })
        }));
        let Some(watcher) = &mut self.keep.watcher else { return };
        let mut seen = std::mem::take(&mut watcher.waiting);
        seen.extend(watcher.found.try_iter());
        for seen in seen {
            let busy = self.files.is_busy() || self.dialog.is_some() || self.doc.view.in_gesture();
            let Some(document) = self.documents_mut().find(|document| document.number == seen.of.number) else {
                continue;
            };
            if document.kept.stamp != Some(seen.of.stamp) || document.path.as_ref() != Some(&seen.of.path) {
                // Saved or opened anew since.
                continue;
            }
            match seen.outside {
                Outside::Same(stamp) => {
                    document.kept.stamp = Some(stamp);
                    // It may have been gone, and be there again as it was.
                    if document.kept.base.as_deref() == Some(document.history.design()) {
                        document.history.mark_saved();
                    }
                }
                _ if busy => {
                    if let Some(watcher) = &mut self.keep.watcher {
                        watcher.waiting.push(seen);
                    }
                }
                Outside::Gone => {
                    // Nothing is lost as long as the window is open; closing it would be the end of it.
                    document.history.mark_unsaved();
                    let path = seen.of.path.display();
                    self.tell(format!("{path} is no longer there; save to write it again"));
                }
                Outside::Changed(_) => self.load_outside(ctx, seen.of.number, seen.of.path, None),
            }
        }
    }
}
