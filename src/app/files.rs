//! Files of the window: new, open, save, and the question before unsaved changes are lost. Reading and writing
//! happen on threads; a frame only looks whether they are done.

use super::dialogs::{Browser, Dialog, Native, Purpose};
use super::state::App;
use crate::design::{Design, History};
use crate::file::{self, Comments, OpenError, Opened, SaveError};
use egui::{Align2, ViewportCommand, vec2};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// What is to be done once unsaved changes are saved or given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// Begin an empty design.
    New,
    /// Ask for a file to open.
    Open,
    /// Open this file.
    OpenPath(PathBuf),
    /// Close the window.
    Quit,
}

struct Opening {
    path: PathBuf,
    result: Receiver<Result<Opened, OpenError>>,
}

struct Saving {
    path: PathBuf,
    /// Document and revision that are being written: what is changed meanwhile is not saved.
    of: (u64, u64),
    then: Option<Then>,
    result: Receiver<Result<(), SaveError>>,
}

/// The file of the document, and what is being done with files.
#[derive(Default)]
pub struct Files {
    /// The file; none for a document that was never saved.
    pub path: Option<PathBuf>,
    /// Always the built-in dialog, never the system's.
    pub built_in_always: bool,
    comments: Comments,
    opening: Option<Opening>,
    saving: Option<Saving>,
    native: Option<Native>,
    /// The title that the window has.
    title: String,
    /// The window may close: the question has been answered.
    closing: bool,
}

impl Files {
    /// Begins to read a file.
    pub fn begin_open(&mut self, ctx: &egui::Context, path: PathBuf) {
        let (sender, result) = channel();
        let (ctx, from) = (ctx.clone(), path.clone());
        std::thread::spawn(move || {
            // The window may be gone.
            let _ = sender.send(file::open(&from));
            ctx.request_repaint();
        });
        self.opening = Some(Opening { path, result });
    }

    /// Says what is going on, while it goes on.
    pub fn show_progress(&mut self, ctx: &egui::Context) {
        let text = match (&self.opening, &self.saving) {
            (Some(opening), _) => format!("Opening {}", opening.path.display()),
            (None, Some(saving)) => format!("Saving {}", saving.path.display()),
            (None, None) => return,
        };
        egui::Area::new(egui::Id::unique("progress")).anchor(Align2::CENTER_TOP, vec2(0.0, 70.0)).show(ctx, |ui| {
            egui::Frame::popup(ui.style()).show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label(text);
                });
            });
        });
    }

    /// Gives the window its title, when it has changed.
    pub fn show_title(&mut self, ctx: &egui::Context, history: &History) {
        let mark = if history.is_unsaved() { "• " } else { "" };
        let title = format!("{mark}{} — Loadline", name(self.path.as_deref(), history));
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}

fn name(path: Option<&Path>, history: &History) -> String {
    let file = path.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    match (file, history.design().name()) {
        (Some(file), _) => file,
        (None, "") => "untitled".to_owned(),
        (None, name) => name.to_owned(),
    }
}

impl App {
    /// The name of the file, or of the design if it has none.
    pub fn file_name(&self) -> String {
        name(self.files.path.as_deref(), &self.history)
    }

    /// Asks about unsaved changes if there are any; else goes on at once.
    pub(super) fn guard(&mut self, ctx: &egui::Context, then: Then) {
        if self.history.is_unsaved() {
            self.dialog = Some(Dialog::Question(then));
        } else {
            self.go_on(ctx, then);
        }
    }

    /// Does what was waiting for the question. Unsaved changes are gone.
    pub(super) fn go_on(&mut self, ctx: &egui::Context, then: Then) {
        match then {
            Then::New => {
                self.files.path = None;
                self.files.comments = Comments::default();
                self.replace_document(History::new(Design::default()));
            }
            Then::Open => self.ask_for_file(ctx, Purpose::Open, None),
            Then::OpenPath(path) => self.files.begin_open(ctx, path),
            Then::Quit => {
                self.files.closing = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// Saves to the document's file, or asks for one.
    pub(super) fn save(&mut self, ctx: &egui::Context, then: Option<Then>) {
        match self.files.path.clone() {
            Some(path) => self.save_to(ctx, path, then),
            None => self.save_as(ctx, then),
        }
    }

    /// Asks for a file to save to.
    pub(super) fn save_as(&mut self, ctx: &egui::Context, then: Option<Then>) {
        self.ask_for_file(ctx, Purpose::Save, then);
    }

    /// Saves to a file, on a thread.
    pub(super) fn save_to(&mut self, ctx: &egui::Context, path: PathBuf, then: Option<Then>) {
        let (sender, result) = channel();
        let (design, comments) = (self.history.design().clone(), self.files.comments.clone());
        let (wake, to) = (ctx.clone(), path.clone());
        std::thread::spawn(move || {
            let done = file::save(&to, &file::write(&design, &comments));
            // The window may be gone.
            let _ = sender.send(done);
            wake.request_repaint();
        });
        let of = (self.document, self.history.revision());
        self.files.saving = Some(Saving { path, of, then, result });
    }

    fn ask_for_file(&mut self, ctx: &egui::Context, purpose: Purpose, then: Option<Then>) {
        let near = self.files.path.clone();
        if self.files.built_in_always {
            self.dialog = Some(Dialog::Browse(Browser::new(purpose, near.as_deref(), &self.suggested_name(), then)));
        } else {
            let name = self.suggested_name();
            self.files.native = Some(Native::ask(ctx, purpose, near.as_deref(), &name, then));
        }
    }

    fn suggested_name(&self) -> String {
        if let Some(path) = &self.files.path {
            return path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        }
        let name = self.history.design().name();
        format!("{}.ron", crate::design::Id::from_name(if name.is_empty() { "design" } else { name }))
    }

    /// A file was chosen.
    pub(super) fn chosen(&mut self, ctx: &egui::Context, purpose: Purpose, path: PathBuf, then: Option<Then>) {
        match purpose {
            Purpose::Open => self.files.begin_open(ctx, path),
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
        self.tend_native(ctx);
    }

    fn tend_opening(&mut self) {
        let Some(opening) = &self.files.opening else { return };
        let result = match opening.result.try_recv() {
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => None,
            Ok(result) => Some(result),
        };
        let path = opening.path.clone();
        self.files.opening = None;
        match result {
            Some(Ok(opened)) => {
                self.files.path = Some(path);
                self.files.comments = opened.comments;
                self.replace_document(History::new(opened.design));
            }
            Some(Err(error)) => {
                self.dialog =
                    Some(Dialog::Error { title: "The file was not opened".to_owned(), text: error.to_string() });
            }
            None => {
                self.dialog = Some(Dialog::Error {
                    title: "The file was not opened".to_owned(),
                    text: format!("{}: reading it broke off; the design on the board is as it was", path.display()),
                });
            }
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
            Some(Ok(())) => None,
            Some(Err(error)) => Some(error.to_string()),
            None => Some(format!("{}: writing it broke off", saving.path.display())),
        };
        if let Some(text) = failed {
            self.dialog = Some(Dialog::Error { title: "The file was not saved".to_owned(), text });
            return;
        }
        self.tell(format!("saved {}", saving.path.display()));
        if saving.of.0 == self.document {
            self.files.path = Some(saving.path);
            if saving.of.1 == self.history.revision() {
                self.history.mark_saved();
            }
        }
        if let Some(then) = saving.then {
            // Changed while it was being written: ask again.
            self.guard(ctx, then);
        }
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
                    let near = self.files.path.clone();
                    let name = self.suggested_name();
                    let browser = Browser::new(native.purpose, near.as_deref(), &name, native.then);
                    self.dialog = Some(Dialog::Browse(browser));
                }
            }
        }
    }

    /// Looks at what the window was asked for: to close, to take a dropped file.
    pub(super) fn watch_window(&mut self, ctx: &egui::Context) {
        if ctx.input(|input| input.viewport().close_requested()) && !self.files.closing && self.history.is_unsaved() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.dialog = Some(Dialog::Question(Then::Quit));
        }
        let dropped: Option<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_path_buf()));
        if let Some(path) = dropped {
            self.guard(ctx, Then::OpenPath(path));
        }
    }
}
