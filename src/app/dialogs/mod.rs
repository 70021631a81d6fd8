//! Dialogs over the window, one at a time.

mod add;
mod browser;
mod export;
mod keys;
mod native;
mod palette;

pub use add::AddComponent;
pub use browser::Browser;
pub use export::ExportDialog;
pub use keys::KeysSheet;
pub use native::{Answer, Native, Purpose};
pub use palette::CommandPalette;

use super::command::Command;
use super::files::Then;
use super::keep::{Conflicting, Earlier, Partial, Recovery};
use super::state::App;
use egui::{Id, Key, Modal};
use std::path::PathBuf;

/// The dialog that is open.
pub enum Dialog {
    /// The list of products, to add one.
    Add(AddComponent),
    /// The list of commands, to run one.
    Commands(CommandPalette),
    /// The sheet of keys.
    Keys(KeysSheet),
    /// Unsaved changes: save, discard or cancel.
    Question(Then),
    /// The built-in file browser.
    Browse(Browser),
    /// What is exported, and how.
    Export(ExportDialog),
    /// Work that a crash has left behind.
    Recovery(Recovery),
    /// The file and the design have both changed.
    Conflict(Box<Conflicting>),
    /// Parts of a file cannot be read.
    Partial(Partial),
    /// Earlier saves.
    Earlier(Box<Earlier>),
    /// To save would lose what could not be read.
    LeftOut {
        /// The file.
        path: PathBuf,
        /// What is to be done once it is saved.
        then: Option<Then>,
    },
    /// Something failed.
    Error {
        /// What.
        title: String,
        /// Why, and where.
        text: String,
    },
}

impl App {
    /// Shows the dialog that is open, and does what was answered.
    pub(super) fn show_dialog(&mut self, ctx: &egui::Context, commands: &mut Vec<Command>) {
        let Some(mut dialog) = self.dialog.take() else { return };
        let open = match &mut dialog {
            Dialog::Add(add) => add.show(ctx, &self.catalog, self.doc.history.design(), commands),
            Dialog::Commands(palette) => palette.show(ctx, self, commands),
            Dialog::Keys(sheet) => sheet.show(ctx),
            Dialog::Error { title, text } => error(ctx, title, text),
            Dialog::Export(export) => export.show(ctx, self),
            Dialog::Recovery(recovery) => recovery.show(ctx, self),
            Dialog::Conflict(conflict) => conflict.show(ctx, self),
            Dialog::Partial(partial) => partial.show(ctx, self),
            Dialog::Earlier(earlier) => earlier.show(ctx, self),
            Dialog::LeftOut { path, then } => {
                let (path, then) = (path.clone(), then.clone());
                self.ask_about_left_out(ctx, path, then)
            }
            Dialog::Browse(browser) => match browser.show(ctx) {
                Answer::Path(path) => {
                    let (purpose, then) = (browser.purpose, browser.then.take());
                    self.chosen(ctx, purpose, path, then);
                    false
                }
                Answer::Cancelled => false,
                Answer::Waiting | Answer::UseBuiltIn => true,
            },
            Dialog::Question(then) => {
                let then = then.clone();
                self.question(ctx, then)
            }
        };
        // What was answered may have opened the next dialog.
        if open && self.dialog.is_none() {
            self.dialog = Some(dialog);
        } else {
            ctx.request_repaint();
        }
    }

    fn ask_about_left_out(&mut self, ctx: &egui::Context, path: PathBuf, then: Option<Then>) -> bool {
        let count = self.doc.kept.left_out.len();
        let (mut save_as, mut save, mut cancel) = (false, false, false);
        let modal = Modal::new(Id::unique("left out")).show(ctx, |ui| {
            ui.set_width(420.0);
            ui.strong(format!("{} holds more than what is on the board", path.display()));
            ui.label(format!("{count} of its elements could not be read. They would be lost if it were saved over."));
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                save_as = ui.button("Save under another name…").clicked();
                save = ui.button("Save without them").clicked();
                cancel = ui.button("Cancel").clicked();
            });
        });
        if save_as {
            self.save_as(ctx, then);
        } else if save {
            self.save_now(ctx, path, then);
        }
        !(save_as || save || cancel || modal.should_close())
    }

    fn question(&mut self, ctx: &egui::Context, then: Then) -> bool {
        let name = self.file_name();
        let (mut save, mut discard, mut cancel) = (false, false, false);
        let modal = Modal::new(Id::unique("question")).show(ctx, |ui| {
            ui.set_width(360.0);
            ui.strong(format!("Save the changes to {name}?"));
            ui.label("They are lost otherwise.");
            if self.doc.as_text.holds_more() {
                let color = ui.visuals().warn_fg_color;
                ui.colored_label(
                    color,
                    "What was typed into the text beside the board is not part of the design and is not saved: cancel to \
                     go back to it.",
                );
            }
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                save = ui.button("Save").clicked();
                discard = ui.button("Discard").clicked();
                cancel = ui.button("Cancel").clicked();
            });
        });
        if save {
            self.doc.draft_given_up = true;
            self.save(ctx, Some(then));
        } else if discard {
            self.give_up(ctx, then);
        } else if cancel || modal.should_close() {
            self.stay();
            return false;
        }
        !(save || discard)
    }
}

/// A list to search by typing: its field stays where it is while the list below it grows shorter.
fn from_the_top(id: &str) -> Modal {
    let id = Id::unique(id);
    let area = Modal::default_area(id).anchor(egui::Align2::CENTER_TOP, egui::vec2(0.0, 80.0));
    Modal::new(id).area(area)
}

fn error(ctx: &egui::Context, title: &str, text: &str) -> bool {
    let mut closed = false;
    let modal = Modal::new(Id::unique("error")).show(ctx, |ui| {
        ui.set_width(460.0);
        ui.strong(title);
        ui.colored_label(ui.visuals().error_fg_color, text);
        ui.add_space(8.0);
        closed = ui.button("Close").clicked() || ui.input(|input| input.key_pressed(Key::Enter));
    });
    !(closed || modal.should_close())
}

/// A list in which one line is chosen with the arrows: moves the choice and keeps it within the list.
fn move_choice(ui: &egui::Ui, choice: &mut usize, length: usize) -> bool {
    let (up, down) = ui.input_mut(|input| {
        (
            input.count_and_consume_key(egui::Modifiers::NONE, Key::ArrowUp),
            input.count_and_consume_key(egui::Modifiers::NONE, Key::ArrowDown),
        )
    });
    *choice = (*choice + down).saturating_sub(up).min(length.saturating_sub(1));
    up + down > 0
}
