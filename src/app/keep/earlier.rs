//! The earlier saves of the file: looked at, compared, brought back.

use super::super::state::App;
use super::{With, picture, words};
use crate::compare::{Diff, diff};
use crate::design::{Design, History};
use crate::file::{self, Opened};
use crate::snapshots::{Snapshot, Snapshots};
use crate::state::{utc, utc_to_the_second};
use egui::{Align, Id, Layout, Modal, ScrollArea, vec2};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// What was read of one earlier save, and how the design on the board differs from it.
struct Read {
    number: usize,
    opened: Opened,
    diff: Diff,
    now: Design,
}

/// The list of earlier saves.
pub(in crate::app) struct Earlier {
    path: PathBuf,
    saves: Snapshots,
    list: Vec<Snapshot>,
    chosen: usize,
    reading: Option<(usize, Receiver<Result<Read, String>>)>,
    read: Option<Result<Read, String>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Restore,
    Compare,
    Copy,
    Close,
}

impl App {
    /// Shows the earlier saves of the file of the document in front.
    pub(in crate::app) fn show_earlier_saves(&mut self, ctx: &egui::Context) {
        let (Some(path), Some(saves)) = (self.doc.path.clone(), self.keep.snapshots.clone()) else {
            self.tell("there are no earlier saves: the design has not been saved yet");
            return;
        };
        match saves.list(&path) {
            Err(error) => self.tell(error.to_string()),
            Ok(list) if list.is_empty() => {
                self.tell("there are no earlier saves yet; each save keeps what it replaces");
            }
            Ok(list) => {
                let mut earlier = Earlier { path, saves, list, chosen: 0, reading: None, read: None };
                earlier.choose(ctx, 0, self.doc.history.design());
                self.dialog = Some(super::super::dialogs::Dialog::Earlier(Box::new(earlier)));
            }
        }
    }
}

impl Earlier {
    /// Reads an earlier save and compares it, on a thread.
    fn choose(&mut self, ctx: &egui::Context, place: usize, now: &Design) {
        self.chosen = place;
        self.read = None;
        let number = place + 1;
        let (sender, result) = channel();
        let (saves, path, now, wake) = (self.saves.clone(), self.path.clone(), now.clone(), ctx.clone());
        std::thread::spawn(move || {
            let read = saves.read(&path, number).map_err(|error| error.to_string()).and_then(|text| {
                let opened = file::read_what_can_be(&text).map_err(|error| error.to_string())?;
                let diff = diff(&opened.design, &now);
                Ok(Read { number, opened, diff, now })
            });
            // The window may be gone.
            let _ = sender.send(read);
            wake.request_repaint();
        });
        self.reading = Some((number, result));
    }

    fn tend(&mut self) {
        let Some((number, reading)) = &self.reading else { return };
        match reading.try_recv() {
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => {
                self.read = Some(Err(format!("reading save {number} broke off")));
                self.reading = None;
            }
            Ok(read) => {
                self.read = Some(read);
                self.reading = None;
            }
        }
    }

    /// Shows the list. False once something was chosen.
    pub fn show(&mut self, ctx: &egui::Context, app: &mut App) -> bool {
        self.tend();
        let mut choice = None;
        let modal = Modal::new(Id::unique("earlier saves")).show(ctx, |ui| {
            ui.set_width(680.0);
            ui.strong(format!("Earlier saves of {}", self.path.display()));
            ui.add_space(4.0);
            // What is read later shall not move what is under the pointer.
            let (size, row) = (vec2(676.0, 340.0), Layout::left_to_right(Align::Min));
            ui.allocate_ui_with_layout(size, row, |ui| {
                ui.set_height(size.y);
                let mut chosen = None;
                ScrollArea::vertical().max_height(320.0).min_scrolled_height(320.0).show(ui, |ui| {
                    ui.vertical(|ui| {
                        ui.set_width(220.0);
                        for (place, save) in self.list.iter().enumerate() {
                            let size = save.length.div_ceil(1000);
                            let words = format!("until {} (UTC), {size} KB", utc_to_the_second(save.time()));
                            if ui.selectable_label(self.chosen == place, words).clicked() {
                                chosen = Some(place);
                            }
                        }
                    });
                });
                if let Some(place) = chosen {
                    self.choose(ctx, place, app.doc.history.design());
                }
                ui.separator();
                ui.vertical(|ui| self.details(ui, &mut choice));
            });
            ui.separator();
            if ui.button("Close").clicked() {
                choice = Some(Choice::Close);
            }
        });
        if modal.should_close() {
            choice = choice.or(Some(Choice::Close));
        }
        match choice {
            None => return true,
            Some(choice) => self.answer(ctx, app, choice),
        }
        false
    }

    fn details(&self, ui: &mut egui::Ui, choice: &mut Option<Choice>) {
        match &self.read {
            None => {
                ui.spinner();
            }
            Some(Err(why)) => {
                ui.colored_label(ui.visuals().error_fg_color, why);
            }
            Some(Ok(read)) => {
                picture::show(ui, &read.opened.design, vec2(400.0, 160.0));
                if !read.opened.is_whole() {
                    let text = format!("{} of its elements cannot be read", read.opened.left_out.len());
                    ui.colored_label(ui.visuals().warn_fg_color, text);
                }
                ui.label(format!("Since then: {}", words::counts(&read.diff)));
                ScrollArea::vertical().max_height(110.0).show(ui, |ui| {
                    words::list(ui, &read.diff, &read.opened.design, &read.now, 50);
                });
                ui.horizontal(|ui| {
                    let buttons = [
                        (
                            "Restore",
                            Choice::Restore,
                            "The board shows it again; Undo takes that back. The file changes when you save.",
                        ),
                        ("Compare on the board", Choice::Compare, "Marks on the board what has changed since."),
                        ("Open a copy", Choice::Copy, "In a tab of its own, without a file."),
                    ];
                    for (word, meaning, help) in buttons {
                        if ui.button(word).on_hover_text(help).clicked() {
                            *choice = Some(meaning);
                        }
                    }
                });
            }
        }
    }

    fn answer(&mut self, ctx: &egui::Context, app: &mut App, choice: Choice) {
        let Some(Ok(read)) = self.read.take() else { return };
        let title = self.list.get(read.number - 1).map(|save| utc(save.time())).unwrap_or_default();
        match choice {
            Choice::Close => {}
            Choice::Restore => {
                app.doc.put(read.opened.design, read.opened.comments);
                app.tell_undoable(format!("restored the save of {title}"));
            }
            Choice::Compare => {
                app.compare_with(ctx, With::Design(format!("the save of {title}"), Box::new(read.opened.design)));
            }
            Choice::Copy => app.put_document(History::new(read.opened.design), None, read.opened.comments),
        }
    }
}
