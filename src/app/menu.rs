//! The menu bar, made from the table of commands.

use super::command::{Action, Command, Entry, Menu};
use super::state::App;
use crate::templates::TEMPLATES;
use egui::{Button, MenuBar, ThemePreference, Ui};

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
            if entry.action == Action::StartPage {
                recent(ui, app, commands);
                templates(ui, commands);
            }
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

fn recent(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let files = app.recent_files();
    ui.add_enabled_ui(!files.is_empty(), |ui| {
        ui.menu_button("Open recent", |ui| {
            ui.set_min_width(260.0);
            for path in files {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                if ui.button(name).on_hover_text(path.display().to_string()).clicked() {
                    commands.push(Command::OpenFile(path.clone()));
                    ui.close();
                }
            }
        });
    });
}

fn templates(ui: &mut Ui, commands: &mut Vec<Command>) {
    ui.menu_button("New from template", |ui| {
        ui.set_min_width(260.0);
        for template in TEMPLATES {
            if ui.button(template.title).clicked() {
                commands.push(Command::NewFrom(template.name));
                ui.close();
            }
        }
    });
}

/// A line of a menu: its name, its keys, a mark if it is on.
pub fn item(ui: &mut Ui, app: &App, entry: &'static Entry, commands: &mut Vec<Command>) {
    let theme = ui.ctx().options(|options| options.theme_preference);
    let on = match entry.action {
        Action::ThemeDark => Some(theme == ThemePreference::Dark),
        Action::ThemeLight => Some(theme == ThemePreference::Light),
        Action::ThemeSystem => Some(theme == ThemePreference::System),
        action => action.is_on(app),
    };
    let mut button = match on {
        Some(on) => Button::selectable(on, entry.name),
        None => Button::new(entry.name),
    };
    let keys = entry.first_keys(ui.ctx());
    if !keys.is_empty() {
        button = button.shortcut_text(keys);
    }
    let lacks = entry.action.lacks(app);
    let response = ui.add_enabled(lacks.is_none(), button).accessible_name(entry.name);
    let response = if entry.help.is_empty() { response } else { response.on_hover_text(entry.help) };
    let response = match lacks {
        Some(lacks) => response.on_disabled_hover_text(lacks),
        None => response,
    };
    if response.clicked() {
        commands.push(Command::Act(entry.action));
        ui.close();
    }
}
