//! The menu bar, made from the table of commands.

use super::command::{Command, Entry, Menu};
use super::state::App;
use egui::{Button, MenuBar, Ui};

/// Shows the menus.
pub fn show(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    MenuBar::new().ui(ui, |ui| {
        for menu in Menu::ALL.iter().filter(|menu| menu.entries().next().is_some()) {
            ui.menu_button(menu.name(), |ui| one(ui, app, *menu, commands));
        }
        ui.separator();
        let unsaved = if app.history().is_unsaved() { " (not saved)" } else { "" };
        ui.weak(format!("{}{unsaved}", app.file_name()));
    });
}

fn one(ui: &mut Ui, app: &App, menu: Menu, commands: &mut Vec<Command>) {
    ui.set_min_width(250.0);
    let mut under = "";
    for entry in menu.entries() {
        if entry.line {
            ui.separator();
        }
        if entry.under.is_empty() {
            item(ui, app, entry, commands);
        } else if entry.under != under {
            ui.menu_button(entry.under, |ui| {
                ui.set_min_width(230.0);
                for entry in menu.entries().filter(|other| other.under == entry.under) {
                    item(ui, app, entry, commands);
                }
            });
        }
        under = entry.under;
    }
}

/// A command as a line of a menu: its name, its keys, and what it does when the pointer rests on it.
pub fn item(ui: &mut Ui, app: &App, entry: &'static Entry, commands: &mut Vec<Command>) {
    let mut button = match entry.action.is_on(app) {
        Some(on) => Button::selectable(on, entry.name),
        None => Button::new(entry.name),
    };
    let keys = entry.first_keys(ui.ctx());
    if !keys.is_empty() {
        button = button.shortcut_text(keys);
    }
    let response = ui.add_enabled(entry.action.enabled(app), button).accessible_name(entry.name);
    let response = if entry.help.is_empty() { response } else { response.on_hover_text(entry.help) };
    if response.clicked() {
        commands.push(Command::Act(entry.action));
        ui.close();
    }
}
