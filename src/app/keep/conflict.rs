//! A file that was changed outside: reloaded if nothing is lost by it; else merged, kept or taken as the person says.

use super::super::dialogs::{Dialog, Purpose};
use super::super::files::Then;
use super::super::state::App;
use super::words;
use crate::compare::{Diff, Merged, diff, merge};
use crate::design::Design;
use crate::file::{self, OpenError, Opened};
use egui::{Id, Modal, ScrollArea};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// The person was about to save.
#[derive(Clone, Debug)]
pub(in crate::app) struct Saving {
    /// What was to be done then.
    pub then: Option<Then>,
}

/// A file that is read again because it was changed outside.
pub(super) struct Loading {
    number: u64,
    path: PathBuf,
    /// Set if the person was about to save.
    saving: Option<Saving>,
    result: Receiver<Result<Opened, OpenError>>,
}

/// The question what to do with a file and a design that have both changed.
pub(in crate::app) struct Conflicting {
    number: u64,
    path: PathBuf,
    theirs: Box<Opened>,
    base: Arc<Design>,
    /// What was done outside.
    done: Diff,
    saving: Option<Saving>,
}

/// What was answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Merge,
    Mine,
    Theirs,
    SaveAs,
    Later,
}

impl App {
    /// Reads a file that was changed outside, on a thread.
    pub(in crate::app) fn load_outside(
        &mut self,
        ctx: &egui::Context,
        number: u64,
        path: PathBuf,
        saving: Option<Saving>,
    ) {
        if saving.is_none() && self.keep.loading.iter().any(|loading| loading.number == number) {
            return;
        }
        let (sender, result) = channel();
        let (wake, from) = (ctx.clone(), path.clone());
        std::thread::spawn(move || {
            // The window may be gone.
            let _ = sender.send(file::open(&from));
            wake.request_repaint();
        });
        self.keep.loading.push(Loading { number, path, saving, result });
    }

    /// Looks whether files have been read.
    pub(super) fn tend_loading(&mut self, ctx: &egui::Context) {
        let mut waiting = Vec::new();
        for loading in std::mem::take(&mut self.keep.loading) {
            match loading.result.try_recv() {
                Err(TryRecvError::Empty) => waiting.push(loading),
                Err(TryRecvError::Disconnected) => {}
                Ok(result) => self.loaded(ctx, loading, result),
            }
        }
        self.keep.loading.append(&mut waiting);
    }

    fn loaded(&mut self, ctx: &egui::Context, loading: Loading, result: Result<Opened, OpenError>) {
        let theirs = match result {
            Ok(theirs) => theirs,
            Err(error) => {
                let text = format!("{error}\n\nWhat is on the board is as it was. Save it under another name.");
                self.dialog = Some(Dialog::Error { title: "The file was changed outside".to_owned(), text });
                return;
            }
        };
        let Some(document) = self.documents_mut().find(|document| document.number == loading.number) else { return };
        let base = document.kept.base.clone().unwrap_or_default();
        if *document.history.design() == theirs.design {
            // Both have come to the same, but for comments: the file's, and those that are only here.
            let mut comments = theirs.comments.clone();
            if document.history.is_unsaved() {
                comments.adopt(document.comments.now(), |_| true);
            }
            document.kept.saved_as(&theirs);
            if comments != *document.comments.now() {
                document.put(theirs.design, comments);
            }
            if *document.comments.now() == theirs.comments {
                document.history.mark_saved();
            }
        } else if !document.history.is_unsaved() && loading.saving.is_none() {
            let done = diff(&base, &theirs.design);
            document.take(theirs);
            self.show_document(loading.number);
            let text = format!("{} was changed outside: {}", loading.path.display(), words::counts(&done));
            self.tell_undoable(text);
            ctx.request_repaint();
        } else {
            self.show_document(loading.number);
            let done = diff(&base, &theirs.design);
            let Loading { number, path, saving, .. } = loading;
            self.dialog = Some(Dialog::Conflict(Box::new(Conflicting {
                number,
                path,
                theirs: Box::new(theirs),
                base,
                done,
                saving,
            })));
        }
    }

    /// Does what was answered.
    fn resolve(&mut self, ctx: &egui::Context, conflict: &Conflicting, choice: Choice) {
        if self.doc.number != conflict.number {
            return;
        }
        let theirs = &conflict.theirs;
        match choice {
            Choice::Later => return,
            Choice::Theirs => {
                self.doc.take((**theirs).clone());
                self.tell_undoable("took the file as it is now");
                return;
            }
            Choice::SaveAs => {
                let then = conflict.saving.clone().and_then(|saving| saving.then);
                self.ask_for_file(ctx, Purpose::Save, then);
                return;
            }
            Choice::Mine => self.doc.kept.stamp = theirs.stamp,
            Choice::Merge => {
                let Merged { design, conflicts } = merge(&conflict.base, self.doc.history.design(), &theirs.design);
                let mut comments = self.doc.comments.now().clone();
                comments.adopt(&theirs.comments, |id| !self.doc.history.design().contains(id));
                self.doc.put(design, comments);
                self.doc.kept.saved_as(theirs);
                if conflicts.is_empty() {
                    self.tell_undoable(format!("merged with the file: {}", words::counts(&conflict.done)));
                } else {
                    let lines: Vec<String> = conflicts.iter().map(|conflict| format!("• {conflict}")).collect();
                    let text = format!(
                        "Both sides have changed these; yours was kept:\n{}\n\nUndo takes the merge back.",
                        lines.join("\n")
                    );
                    self.dialog = Some(Dialog::Error { title: "Merged, with conflicts".to_owned(), text });
                    return;
                }
            }
        }
        if let Some(saving) = conflict.saving.clone() {
            self.save_to(ctx, conflict.path.clone(), saving.then);
        }
    }
}

impl Conflicting {
    /// Asks. False once it is answered.
    pub fn show(&mut self, ctx: &egui::Context, app: &mut App) -> bool {
        let mut choice = None;
        let modal = Modal::new(Id::unique("changed outside")).show(ctx, |ui| {
            ui.set_width(480.0);
            ui.strong(format!("{} was changed outside", self.path.display()));
            ui.label("You have changes that are not saved. In the file, since you opened or saved it:");
            ScrollArea::vertical().max_height(160.0).show(ui, |ui| {
                ui.label(words::counts(&self.done));
                words::list(ui, &self.done, &self.base, &self.theirs.design, 50);
            });
            ui.add_space(8.0);
            let buttons = [
                ("Merge", Choice::Merge, "Both: what the file has got, and what you have done. Can be undone."),
                (
                    "Keep mine",
                    Choice::Mine,
                    "The next save writes over what was done outside; it is kept among the earlier saves.",
                ),
                ("Take the file", Choice::Theirs, "What you have done is put aside; Undo brings it back."),
                ("Save mine as…", Choice::SaveAs, "Leaves the file as it is."),
                ("Later", Choice::Later, "Asks again when you save."),
            ];
            ui.horizontal_wrapped(|ui| {
                for (word, meaning, help) in buttons {
                    if ui.button(word).on_hover_text(help).clicked() {
                        choice = Some(meaning);
                    }
                }
            });
        });
        if modal.should_close() {
            choice = choice.or(Some(Choice::Later));
        }
        if let Some(choice) = choice {
            app.resolve(ctx, self, choice);
        }
        choice.is_none()
    }
}
