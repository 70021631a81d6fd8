//! Files of the window: new, open, save, and the question before unsaved changes are lost. Reading and writing
//! happen on threads; a frame only looks whether they are done.

use super::dialogs::{Browser, Dialog, Native, Purpose};
use super::document::Document;
use super::keep::{Kept, Partial, With};
use super::opening::Opening;
use super::progress::{Cancel, Task};
use super::state::App;
use crate::design::{Design, Edit, History};
use crate::file::{self, Comments, Expect, Opened, Outside, SaveError, Saved};
use crate::templates::template;
use egui::ViewportCommand;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Instant;

/// What is to be done once unsaved changes are saved or given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// Close the document of this number.
    Close(u64),
    /// Close the window.
    Quit,
}

struct Saving {
    path: PathBuf,
    begun: Instant,
    /// Document and revision that are being written: what is changed meanwhile is not saved.
    of: (u64, u64),
    then: Option<Then>,
    /// What is being written.
    design: Arc<Design>,
    /// Nobody asked for it: nothing is said if all goes well.
    quiet: bool,
    result: Receiver<Result<Saved, SaveError>>,
}

/// The file of the document, and what is being done with files.
#[derive(Default)]
pub struct Files {
    /// Always the built-in dialog, never the system's.
    pub built_in_always: bool,
    opening: Vec<Opening>,
    saving: Option<Saving>,
    /// What is saved after that: document, file, what then, and whether nobody asked for it.
    waiting: Vec<(u64, PathBuf, Option<Then>, bool)>,
    native: Option<Native>,
    /// The title that the window has.
    title: String,
    /// The window may close: the question has been answered.
    closing: bool,
}

impl Files {
    /// Waits for a file that is being read.
    pub fn await_opening(&mut self, ctx: &egui::Context, opening: Opening) {
        opening.wake(ctx);
        self.opening.push(opening);
    }

    /// Whether a file is being written or a dialog for files is open.
    pub fn is_busy(&self) -> bool {
        self.saving.is_some() || self.native.is_some()
    }

    /// What goes on with files, for the strip of progress.
    pub fn tasks(&self) -> impl Iterator<Item = Task> {
        let opening = self.opening.iter().map(|opening| Task {
            what: format!("Opening {}", opening.path.display()),
            begun: opening.begun,
            done: None,
            cancel: Some(Cancel::Opening(opening.path.clone())),
        });
        // A file that is half written is never seen: there is nothing to be won by stopping.
        let saving = self.saving.iter().map(|saving| Task {
            what: format!("Saving {}", saving.path.display()),
            begun: saving.begun,
            done: None,
            cancel: None,
        });
        opening.chain(saving)
    }

    /// Gives up opening a file.
    pub fn stop_opening(&mut self, path: &Path) {
        self.opening.retain(|opening| opening.path != path);
    }

    /// Gives the window its title, when it has changed.
    pub fn show_title(&mut self, ctx: &egui::Context, document: &Document) {
        let mark = if document.history.is_unsaved() { "• " } else { "" };
        let title = format!("{mark}{} — Loadline", document.name());
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}

impl App {
    /// The name of the file, or of the design if it has none.
    pub fn file_name(&self) -> String {
        self.doc.name()
    }

    /// Asks about unsaved changes that would be lost, of one document after the other; then goes on.
    pub(super) fn guard(&mut self, ctx: &egui::Context, then: Then) {
        let asked = |document: &&Document| {
            document.asks_to_be_kept() && (then == Then::Quit || then == Then::Close(document.number))
        };
        let number = self.documents().find(asked).map(|document| document.number);
        if let Some(number) = number {
            self.show_document(number);
            self.dialog = Some(Dialog::Question(then));
        } else {
            self.go_on(ctx, then);
        }
    }

    /// The unsaved changes of the document in front are given up.
    pub(super) fn give_up(&mut self, ctx: &egui::Context, then: Then) {
        self.doc.given_up = true;
        self.doc.kept.give_up();
        self.guard(ctx, then);
    }

    /// Nothing is to be closed after all.
    pub(super) fn stay(&mut self) {
        for document in self.documents_mut() {
            (document.given_up, document.draft_given_up) = (false, false);
        }
    }

    /// Does what was waiting for the question. Unsaved changes are gone.
    fn go_on(&mut self, ctx: &egui::Context, then: Then) {
        match then {
            Then::Close(number) => self.drop_document(number),
            Then::Quit => {
                self.files.closing = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// Begins an empty design, in a tab of its own.
    pub(super) fn begin_new(&mut self) {
        let mut history = History::new(Design::default());
        // Dating a new design cannot be refused; it is no step of the person's.
        let _ = history.apply(Edit::CatalogDate(Some(self.catalog.date().to_owned())));
        self.put_document(History::new(history.into_design()), None, Comments::default());
    }

    /// Begins with a template, in a tab of its own.
    pub(super) fn new_from(&mut self, name: &str) {
        let Some(template) = template(name) else { return };
        match file::read(template.text) {
            Ok(opened) => self.put_document(History::new(opened.design), None, opened.comments),
            Err(error) => self.tell(format!("the template could not be read: {error}")),
        }
    }

    /// Asks for a file to open.
    pub(super) fn ask_to_open(&mut self, ctx: &egui::Context) {
        self.ask_for_file(ctx, Purpose::Open, None);
    }

    /// Saves to the document's file, or asks for one.
    pub(super) fn save(&mut self, ctx: &egui::Context, then: Option<Then>) {
        match self.doc.path.clone() {
            Some(path) => self.save_to(ctx, path, then),
            None => self.save_as(ctx, then),
        }
    }

    /// Asks for a file to save to.
    pub(super) fn save_as(&mut self, ctx: &egui::Context, then: Option<Then>) {
        self.ask_for_file(ctx, Purpose::Save, then);
    }

    /// Saves to a file, on a thread; asks first if something would be lost by it.
    pub(super) fn save_to(&mut self, ctx: &egui::Context, path: PathBuf, then: Option<Then>) {
        if self.doc.path.as_ref() == Some(&path) && !self.doc.kept.left_out.is_empty() {
            self.dialog = Some(Dialog::LeftOut { path, then });
        } else {
            self.save_now(ctx, path, then);
        }
    }

    /// Saves a document, in front or not, to its own file without a word.
    pub(super) fn save_quietly(&mut self, ctx: &egui::Context, number: u64) {
        let Some(document) = self.documents_mut().find(|document| document.number == number) else { return };
        document.kept.tries_to_save(document.history.revision());
        if let Some(path) = document.path.clone() {
            self.save_document(ctx, number, path, None, true);
        }
    }

    /// Saves the document in front to a file, on a thread.
    pub(super) fn save_now(&mut self, ctx: &egui::Context, path: PathBuf, then: Option<Then>) {
        self.save_document(ctx, self.doc.number, path, then, false);
    }

    /// Saves a document to a file, on a thread. Over its own file, only if that is what was seen last.
    fn save_document(&mut self, ctx: &egui::Context, number: u64, path: PathBuf, then: Option<Then>, quiet: bool) {
        if self.files.saving.is_some() {
            // One after the other: what is being written must be known before it is written over.
            self.files.waiting.push((number, path, then, quiet));
            return;
        }
        let snapshots = self.keep.snapshots.clone();
        let Some(document) = self.documents_mut().find(|document| document.number == number) else { return };
        let (sender, result) = channel();
        let (design, comments) = (Arc::new(document.history.design().clone()), document.comments.now().clone());
        let stamp = document.kept.stamp.filter(|_| document.path.as_ref() == Some(&path));
        let (wake, to, written) = (ctx.clone(), path.clone(), Arc::clone(&design));
        std::thread::spawn(move || {
            // What it replaces is kept first; if that cannot be, saving is more important.
            let kept = snapshots.map_or(Ok(()), |snapshots| snapshots.keep(&to));
            let expect = stamp.as_ref().map_or(Expect::Anything, Expect::Unchanged);
            let mut done = file::save_design(&to, &written, &comments, expect);
            if let (Ok(saved), Err(error)) = (&mut done, kept) {
                saved.notes.push(format!("the save before is not kept: {error}"));
            }
            // The window may be gone.
            let _ = sender.send(done);
            wake.request_repaint();
        });
        document.given_up = false;
        let of = (number, document.history.revision());
        self.files.saving = Some(Saving { path, begun: Instant::now(), of, then, design, quiet, result });
    }

    pub(super) fn ask_for_file(&mut self, ctx: &egui::Context, purpose: Purpose, then: Option<Then>) {
        let asked = self.files.native.take();
        if asked.as_ref().is_some_and(|native| native.purpose == purpose && !native.is_late()) {
            // Pressed twice: one dialog is on its way.
            self.files.native = asked;
        } else if self.files.built_in_always || asked.is_some() {
            // Who asks again while the system's does not answer means the other one.
            self.browse(purpose, then);
        } else {
            let (near, name) = (self.doc.path.clone(), self.name_for(purpose));
            self.files.native = Some(Native::ask(ctx, purpose, near.as_deref(), &name, then));
        }
    }

    /// Opens the built-in dialog.
    fn browse(&mut self, purpose: Purpose, then: Option<Then>) {
        let browser = Browser::new(purpose, self.doc.path.as_deref(), &self.name_for(purpose), then);
        self.dialog = Some(Dialog::Browse(browser));
    }

    fn name_for(&self, purpose: Purpose) -> String {
        let name = self.suggested_name();
        match purpose {
            Purpose::Export | Purpose::ExportSelection => {
                Path::new(&name).with_extension(self.pictures().format().ending()).display().to_string()
            }
            Purpose::Open | Purpose::Save | Purpose::Compare => name,
        }
    }

    fn suggested_name(&self) -> String {
        if let Some(path) = &self.doc.path {
            return path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        }
        let name = self.doc.history.design().name();
        format!("{}.ron", crate::design::Id::from_name(if name.is_empty() { "design" } else { name }))
    }

    /// A file was chosen.
    pub(super) fn chosen(&mut self, ctx: &egui::Context, purpose: Purpose, path: PathBuf, then: Option<Then>) {
        match purpose {
            Purpose::Open => self.open(ctx, path),
            Purpose::Compare => self.compare_with(ctx, With::File(path)),
            Purpose::Export | Purpose::ExportSelection => {
                self.export_to(ctx, path, purpose == Purpose::ExportSelection);
            }
            Purpose::Save => {
                let path = if path.extension().is_none() { path.with_extension("ron") } else { path };
                self.save_to(ctx, path, then);
            }
        }
    }

    /// Looks what has become of dialogs and threads.
    pub(super) fn tend_files(&mut self, ctx: &egui::Context) {
        self.tend_opening();
        self.tend_saving(ctx);
        if self.files.saving.is_none() && !self.files.waiting.is_empty() {
            let (number, path, then, quiet) = self.files.waiting.remove(0);
            self.save_document(ctx, number, path, then, quiet);
        }
        self.tend_native(ctx);
    }

    fn tend_opening(&mut self) {
        let mut done = Vec::new();
        self.files.opening.retain(|opening| match opening.result() {
            Err(TryRecvError::Empty) => true,
            result => {
                done.push((opening.path.clone(), result.ok()));
                false
            }
        });
        for (path, result) in done {
            let text = match result {
                Some(Ok(opened)) if opened.is_whole() => {
                    self.put_opened(path, opened);
                    continue;
                }
                Some(Ok(opened)) => {
                    self.dialog = Some(Dialog::Partial(Partial { path, opened: Box::new(opened) }));
                    continue;
                }
                Some(Err(error)) => error.to_string(),
                None => format!("{}: reading it broke off; the designs that are open are as they were", path.display()),
            };
            self.dialog = Some(Dialog::Error { title: "The file was not opened".to_owned(), text });
        }
    }

    fn tend_saving(&mut self, ctx: &egui::Context) {
        let Some(saving) = &self.files.saving else { return };
        let result = match saving.result.try_recv() {
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => None,
            Ok(result) => Some(result),
        };
        let Some(saving) = self.files.saving.take() else { return };
        let failed = match result {
            Some(Ok(saved)) => {
                self.has_saved(&saving, saved);
                if let Some(then) = saving.then {
                    // Changed while it was being written: ask again.
                    self.guard(ctx, then);
                }
                return;
            }
            Some(Err(SaveError::ChangedOutside { outside: Outside::Gone, .. })) => {
                // Nothing is lost by writing what is no longer there.
                if let Some(document) = self.documents_mut().find(|document| document.number == saving.of.0) {
                    document.kept.stamp = None;
                }
                self.save_document(ctx, saving.of.0, saving.path, saving.then, saving.quiet);
                return;
            }
            Some(Err(SaveError::ChangedOutside { outside: Outside::Changed(_), .. })) => {
                let wanted = super::keep::Saving { then: saving.then };
                self.load_outside(ctx, saving.of.0, saving.path, Some(wanted));
                return;
            }
            Some(Err(error)) => error.to_string(),
            None => format!("{}: writing it broke off", saving.path.display()),
        };
        self.dialog = Some(Dialog::Error { title: "The file was not saved".to_owned(), text: failed });
    }

    fn has_saved(&mut self, saving: &Saving, saved: Saved) {
        if !saving.quiet {
            self.tell(format!("saved {}", saving.path.display()));
        }
        for note in saved.notes {
            self.tell(note);
        }
        self.remember_file(&saving.path);
        let Some(document) = self.documents_mut().find(|document| document.number == saving.of.0) else { return };
        if saving.of.1 == document.history.revision() {
            document.history.mark_saved();
        }
        let moved = document.path.as_ref() != Some(&saving.path);
        document.path = Some(saving.path.clone());
        document.kept.saved(saved.stamp, Arc::clone(&saving.design));
        if moved && self.doc.number == saving.of.0 {
            self.claim();
        }
    }

    /// Shows a file that was read, in a tab of its own.
    pub(super) fn put_opened(&mut self, path: PathBuf, opened: Opened) {
        if opened.stamp.is_none() {
            // It came out of a picture or another tool's graph: that is not to be saved over.
            let mut history = History::new(opened.design);
            history.mark_unsaved();
            self.put_document(history, None, opened.comments);
            self.tell(format!("took the design out of {}; it has no file of its own yet", path.display()));
            return;
        }
        self.remember_file(&path);
        let kept = Kept::opened(&opened);
        self.put_document(History::new(opened.design), Some(path), opened.comments);
        self.doc.kept = kept;
        self.claim();
    }

    fn tend_native(&mut self, ctx: &egui::Context) {
        let Some(native) = &mut self.files.native else { return };
        match native.tend(ctx) {
            super::dialogs::Answer::Waiting => {}
            super::dialogs::Answer::Cancelled => self.files.native = None,
            super::dialogs::Answer::Path(path) => {
                if let Some(native) = self.files.native.take() {
                    self.chosen(ctx, native.purpose, path, native.then);
                }
            }
            super::dialogs::Answer::UseBuiltIn => {
                if let Some(native) = self.files.native.take() {
                    self.browse(native.purpose, native.then);
                }
            }
        }
    }

    /// Looks at what the window was asked for: to close, to take a dropped file.
    pub(super) fn watch_window(&mut self, ctx: &egui::Context) {
        if ctx.input(|input| input.viewport().close_requested())
            && !self.files.closing
            && self.documents().any(|document| document.history.is_unsaved())
        {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            if !matches!(self.dialog, Some(Dialog::Question(_))) {
                self.guard(ctx, Then::Quit);
            }
        }
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        for path in dropped {
            self.open(ctx, path);
        }
    }
}
