//! Dialogs over the window, one at a time.

mod add;
mod browser;
mod native;
mod palette;

pub use add::AddComponent;
pub use browser::Browser;
pub use native::{Answer, Native, Purpose};
pub use palette::CommandPalette;

use super::command::{Command, Menu, TABLE};
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
    Keys,
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
            Dialog::Keys => keys_sheet(ctx),
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

fn keys_sheet(ctx: &egui::Context) -> bool {
    let mut closed = false;
    let modal = Modal::new(Id::unique("keys")).show(ctx, |ui| {
        ui.set_width(760.0);
        ui.horizontal(|ui| {
            ui.heading("Keys");
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                closed = ui.button("Close").clicked();
            });
        });
        let height = (ctx.content_rect().height() - 120.0).max(200.0);
        egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 28.0;
            ui.columns(2, |columns| {
                let (left, right) = columns.split_at_mut(1);
                let (Some(left), Some(right)) = (left.first_mut(), right.first_mut()) else { return };
                for menu in Menu::ALL {
                    let column = if matches!(menu, Menu::File | Menu::Edit) { &mut *left } else { &mut *right };
                    menu_keys(column, *menu);
                }
                left.add_space(6.0);
                left.strong("On the board");
                for (what, keys) in BOARD {
                    line(left, what, keys);
                }
            });
        });
    });
    !(closed || modal.should_close())
}

/// Keys and gestures that the board itself understands.
const BOARD: &[(&str, &str)] = &[
    ("Pan", "Wheel, Space, middle or right drag"),
    ("Zoom at the pointer", "Ctrl + wheel, pinch"),
    ("Select several", "Drag on empty, Shift + click"),
    ("Take from the selection", "Alt + drag on empty"),
    ("Copy", "Alt + drag"),
    ("Move along one axis", "Shift + drag"),
    ("Move without guides", "Ctrl + drag"),
    ("Nudge", "Arrows, Shift + arrows"),
    ("Next, previous component", "Tab, Shift + Tab"),
    ("Walk along links", "Alt + arrows"),
    ("New connected component", "Ctrl + arrows"),
    ("Add a component", "Double-click on empty"),
    ("Add one of a family", "1 to 7"),
];

fn menu_keys(ui: &mut egui::Ui, menu: Menu) {
    ui.add_space(6.0);
    ui.strong(menu.name());
    for entry in TABLE.iter().filter(|entry| entry.menu == menu && !entry.shortcuts.is_empty()) {
        let keys: Vec<_> = entry.shortcuts.iter().map(|shortcut| ui.ctx().format_shortcut(shortcut)).collect();
        line(ui, entry.name, &keys.join(", "));
    }
}

fn line(ui: &mut egui::Ui, what: &str, keys: &str) {
    ui.horizontal(|ui| {
        ui.label(what);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| ui.weak(keys));
    });
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
