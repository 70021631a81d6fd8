//! What keeps work from being lost: the journal of each document, earlier saves, the look at files from outside, and
//! what is offered after a crash.

mod comparing;
mod conflict;
mod earlier;
mod outside;
mod overlay;
mod partial;
mod picture;
mod recovery;
mod words;

pub(super) use comparing::{Comparison, With};
pub(super) use conflict::{Conflicting, Saving};
pub(super) use earlier::Earlier;
pub(super) use partial::Partial;
pub(super) use recovery::Recovery;

use super::document::Document;
use super::state::App;
use crate::design::Design;
use crate::file::{FileError, Opened, Stamp};
use crate::journal::{self, Claim, Journal, JournalError, LeftBehind, Work};
use crate::snapshots::Snapshots;
use egui::{Align2, Color32, RichText, vec2};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

/// Time without an edit after which the design is saved by itself, if that is wanted.
const QUIET: Duration = Duration::from_secs(2);

/// What is kept for the whole window.
#[derive(Default)]
pub(super) struct Keep {
    /// Where unsaved work is written down; none if it is not.
    journals: Option<PathBuf>,
    /// Earlier saves; none if they are not kept.
    pub snapshots: Option<Snapshots>,
    watcher: Option<outside::Watcher>,
    /// The search for work that a crash has left behind.
    searching: Option<Receiver<Recovery>>,
    loading: Vec<conflict::Loading>,
    pub comparing: Option<Comparison>,
    /// A file that is read to be compared with.
    reading: Option<comparing::Reading>,
    /// Saves designs that have a file by itself.
    pub autosave: bool,
}

/// What is kept of one document.
#[derive(Default)]
pub(super) struct Kept {
    /// What the file was when it was opened or last saved.
    pub stamp: Option<Stamp>,
    /// What the design was then: the base of a merge.
    pub base: Option<Arc<Design>>,
    /// What was left out of the file because it could not be read: to save over it loses that.
    pub left_out: Vec<FileError>,
    /// Says that this window works on the file.
    claim: Option<Claim>,
    journal: Option<Journal>,
    /// Why there is no journal.
    trouble: Option<Arc<JournalError>>,
    /// The last revision that the journal has.
    noted: Option<u64>,
    /// What was left behind by a crash and goes on here: let go once the own journal has it.
    adopted: Option<LeftBehind>,
    /// The last revision that was seen, and when.
    edited: Option<(u64, Instant)>,
    /// The revision that was last saved by itself, or was to be: what cannot be saved is told once.
    tried: Option<u64>,
}

impl Kept {
    /// What is kept of a design that was just opened.
    pub fn opened(opened: &Opened) -> Self {
        Self {
            stamp: opened.stamp,
            base: Some(Arc::new(opened.design.clone())),
            left_out: opened.left_out.clone(),
            ..Self::default()
        }
    }

    /// The file says this now.
    pub fn saved(&mut self, stamp: Stamp, design: Arc<Design>) {
        self.stamp = Some(stamp);
        self.base = Some(design);
        self.left_out.clear();
    }

    /// The file says this now, and it was read.
    pub fn saved_as(&mut self, opened: &Opened) {
        self.stamp = opened.stamp;
        self.base = Some(Arc::new(opened.design.clone()));
        self.left_out.clone_from(&opened.left_out);
    }

    /// This revision is being saved by itself.
    pub fn tries_to_save(&mut self, revision: u64) {
        self.tried = Some(revision);
    }

    /// Nobody wants the unsaved work.
    pub fn give_up(&mut self) {
        if let Some(journal) = &self.journal {
            journal.discard();
        }
        self.noted = None;
    }
}

impl Document {
    /// Has the journal note unsaved work. The answer is when to look again.
    fn note_work(&mut self, ctx: &egui::Context, folder: &Path) -> Option<Duration> {
        let revision = self.history.revision();
        if !self.history.is_unsaved() || self.given_up {
            if self.kept.noted.take().is_some()
                && let Some(journal) = &self.kept.journal
            {
                journal.saved(revision);
            }
            return None;
        }
        if self.kept.journal.is_none() && self.kept.trouble.is_none() {
            let wake = ctx.clone();
            match Journal::start(folder, move || wake.request_repaint()) {
                Ok(journal) => self.kept.journal = Some(journal),
                Err(error) => self.kept.trouble = Some(Arc::new(error)),
            }
        }
        let journal = self.kept.journal.as_ref()?;
        let (history, comments, path, base) = (&self.history, self.comments.now(), &self.path, self.kept.stamp);
        let again = journal.note(revision, || Work {
            design: Arc::new(history.design().clone()),
            comments: Arc::new(comments.clone()),
            path: path.clone(),
            base,
        });
        self.kept.noted = Some(revision);
        if self.kept.adopted.is_none() || again.is_some() {
            return again;
        }
        if !journal.flush(Duration::ZERO) {
            return Some(Duration::from_millis(50));
        }
        if let Some(left) = self.kept.adopted.take() {
            // What cannot be removed is offered again.
            let _ = left.discard();
        }
        None
    }

    /// How long until it is to be saved by itself; none if there is nothing to save, or no file that it can be saved to.
    fn until_autosave(&mut self) -> Option<Duration> {
        let revision = self.history.revision();
        let may = self.path.is_some() && self.kept.left_out.is_empty() && self.history.is_unsaved();
        if !may || self.view.in_gesture() || self.kept.tried == Some(revision) {
            return None;
        }
        let since = match self.kept.edited {
            Some((seen, since)) if seen == revision => since.elapsed(),
            _ => {
                self.kept.edited = Some((revision, Instant::now()));
                Duration::ZERO
            }
        };
        Some(QUIET.saturating_sub(since))
    }

    fn trouble(&self) -> Option<Arc<JournalError>> {
        self.kept.trouble.clone().or_else(|| self.kept.journal.as_ref()?.trouble())
    }
}

impl App {
    /// Keeps unsaved work, earlier saves and what is open in this folder from now on, and offers what a crash has left
    /// there.
    pub fn keep_work_in(&mut self, ctx: &egui::Context, state: &Path) {
        let journals = state.join("journal");
        self.keep.snapshots = Some(Snapshots::in_folder(&state.join("saves")));
        self.keep.watcher = Some(outside::Watcher::start(ctx));
        let (sender, searching) = channel();
        let (wake, folder) = (ctx.clone(), journals.clone());
        std::thread::spawn(move || {
            // The window may be gone.
            let _ = sender.send(Recovery::look(&folder));
            wake.request_repaint();
        });
        self.keep.searching = Some(searching);
        self.keep.journals = Some(journals);
        self.claim();
    }

    /// Keeps nothing: the platform has no folder for it. Said as long as the window is open.
    pub fn keep_nothing(&mut self) {
        self.doc.kept.trouble = Some(Arc::new(JournalError::NoFolder));
    }

    /// Saves designs that have a file by itself, two seconds after the last edit.
    pub fn save_by_itself(&mut self, autosave: bool) {
        self.keep.autosave = autosave;
    }

    /// Says to other windows that this one works on the file of the document in front, and is told if one does.
    pub(super) fn claim(&mut self) {
        let (Some(folder), Some(path)) = (&self.keep.journals, &self.doc.path) else { return };
        match journal::claim(folder, path) {
            Ok(Some(claim)) => self.doc.kept.claim = Some(claim),
            Ok(None) => {
                let path = path.display();
                self.tell(format!("{path} is open in another window too; who saves second is asked"));
            }
            // The journal says what is wrong with the folder.
            Err(_) => {}
        }
    }

    /// Has the journals note what was done. Before anything else is done with it: what breaks then breaks later.
    pub(super) fn note_work(&mut self, ctx: &egui::Context) {
        if let Some(folder) = self.keep.journals.clone() {
            let again = self.documents_mut().filter_map(|document| document.note_work(ctx, &folder)).min();
            if let Some(again) = again {
                ctx.request_repaint_after(again);
            }
        }
    }

    /// What is done in each frame so that nothing is lost.
    pub(super) fn tend_keep(&mut self, ctx: &egui::Context) {
        self.note_work(ctx);
        self.tend_recovery();
        self.tend_outside(ctx);
        self.tend_autosave(ctx);
        self.tend_reading(ctx);
        self.tend_comparing(ctx);
    }

    fn tend_recovery(&mut self) {
        let Some(searching) = &self.keep.searching else { return };
        match searching.try_recv() {
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => self.keep.searching = None,
            Ok(_) if self.dialog.is_some() => {}
            Ok(found) => {
                self.keep.searching = None;
                for notice in &found.notices {
                    self.tell(notice.clone());
                }
                if !found.is_empty() {
                    self.dialog = Some(super::dialogs::Dialog::Recovery(found));
                }
            }
        }
    }

    /// Saves every design that has a file once nothing has been done with it for a while, one after the other.
    fn tend_autosave(&mut self, ctx: &egui::Context) {
        if !self.keep.autosave {
            return;
        }
        let waits: Vec<(u64, Duration)> =
            self.documents_mut().filter_map(|document| Some((document.number, document.until_autosave()?))).collect();
        let busy = self.dialog.is_some() || self.files.is_busy();
        match waits.iter().find(|(_, wait)| wait.is_zero()) {
            Some((number, _)) if !busy => self.save_quietly(ctx, *number),
            _ => {
                if let Some(wait) = waits.iter().map(|(_, wait)| *wait).filter(|wait| !wait.is_zero()).min() {
                    ctx.request_repaint_after(wait);
                }
            }
        }
    }

    /// Says for as long as it lasts that unsaved work is not being written down.
    pub(super) fn show_trouble(&self, ctx: &egui::Context) {
        let Some(trouble) = self.documents().find_map(Document::trouble) else { return };
        let place = self.doc.view.area().center_top() + vec2(0.0, 8.0);
        egui::Area::new(egui::Id::unique("trouble with the journal")).fixed_pos(place).pivot(Align2::CENTER_TOP).show(
            ctx,
            |ui| {
                egui::Frame::popup(ui.style()).show(ui, |ui| {
                    ui.set_max_width(460.0);
                    let color: Color32 = ui.visuals().warn_fg_color;
                    ui.add(egui::Label::new(RichText::new(trouble.to_string()).color(color)).wrap());
                });
            },
        );
    }
}
