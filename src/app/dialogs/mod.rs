//! Dialogs over the window, one at a time.

mod add;
mod browser;
mod keys;
mod native;
mod palette;

pub use add::AddComponent;
pub use browser::Browser;
pub use keys::KeysSheet;
pub use native::{Answer, Native, Purpose};
pub use palette::CommandPalette;

use super::command::Command;
use super::files::Then;
use super::state::App;
use egui::{Id, Key, Modal};

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
            Dialog::Add(add) => add.show(ctx, &self.catalog, self.history.design(), commands),
            Dialog::Commands(palette) => palette.show(ctx, self, commands),
            Dialog::Keys(sheet) => sheet.show(ctx),
            Dialog::Error { title, text } => error(ctx, title, text),
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

    fn question(&mut self, ctx: &egui::Context, then: Then) -> bool {
        let name = self.file_name();
        let (mut save, mut discard, mut cancel) = (false, false, false);
        let modal = Modal::new(Id::unique("question")).show(ctx, |ui| {
            ui.set_width(360.0);
            ui.strong(format!("Save the changes to {name}?"));
            ui.label("They are lost otherwise.");
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                save = ui.button("Save").clicked();
                discard = ui.button("Discard").clicked();
                cancel = ui.button("Cancel").clicked();
            });
        });
        if save {
            self.save(ctx, Some(then));
        } else if discard {
            self.go_on(ctx, then);
        }
        !(save || discard || cancel || modal.should_close())
    }
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
