//! The menu bar, made from the table of commands.

use super::command::{Action, Command, Menu, TABLE};
use super::state::App;
use egui::{Button, MenuBar};

/// Commands before which a menu has a line.
const LINES_BEFORE: &[Action] = &[
    Action::Save,
    Action::Quit,
    Action::Cut,
    Action::SelectAll,
    Action::Rename,
    Action::ZoomIn,
    Action::NextScenario,
    Action::ShowProblems,
    Action::ThemeToggle,
];

/// Shows the menus.
pub fn show(ui: &mut egui::Ui, app: &App, commands: &mut Vec<Command>) {
    MenuBar::new().ui(ui, |ui| {
        for menu in Menu::ALL {
            ui.menu_button(menu.name(), |ui| {
                ui.set_min_width(220.0);
                for entry in TABLE.iter().filter(|entry| entry.menu == *menu) {
                    if LINES_BEFORE.contains(&entry.action) {
                        ui.separator();
                    }
                    let mut button = Button::new(entry.name);
                    if let Some(shortcut) = entry.shortcuts.first() {
                        button = button.shortcut_text(ui.format_shortcut(shortcut));
                    }
                    let button = ui.add_enabled(entry.action.enabled(app), button).accessible_name(entry.name);
                    if button.clicked() {
                        commands.push(Command::Act(entry.action));
                    }
                }
            });
        }
        ui.separator();
        let unsaved = if app.history().is_unsaved() { " (not saved)" } else { "" };
        ui.weak(format!("{}{unsaved}", app.file_name()));
    });
}
