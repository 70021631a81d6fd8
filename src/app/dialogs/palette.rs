//! The command palette: type to find a command, Enter runs it.

use crate::app::command::{Command, Entry, TABLE};
use crate::app::search;
use crate::app::state::App;
use egui::{Key, Modal, TextEdit};

/// The palette: what is typed and which line is chosen.
#[derive(Clone, Debug, Default)]
pub struct CommandPalette {
    search: String,
    choice: usize,
}

impl CommandPalette {
    /// Shows the palette; false once it is over.
    pub fn show(&mut self, ctx: &egui::Context, app: &App, commands: &mut Vec<Command>) -> bool {
        let mut chosen = None;
        let modal = Modal::new(egui::Id::unique("command palette")).show(ctx, |ui| {
            ui.set_width(420.0);
            let mut found: Vec<(usize, &Entry)> = TABLE
                .iter()
                .filter(|entry| entry.action.enabled(app))
                .filter_map(|entry| search::rank(&self.search, entry.name).map(|rank| (rank, entry)))
                .collect();
            found.sort_by_key(|(rank, _)| *rank);
            let moved = super::move_choice(ui, &mut self.choice, found.len());
            let field = TextEdit::singleline(&mut self.search).hint_text("Type a command").desired_width(f32::INFINITY);
            let field = ui.add(field).accessible_name("Command");
            if field.changed() {
                self.choice = 0;
            }
            if ui.memory(|memory| memory.focused().is_none()) {
                field.request_focus();
            }
            egui::ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
                if found.is_empty() {
                    ui.weak("No command has this name.");
                }
                for (line, (_, entry)) in found.iter().enumerate() {
                    let keys = entry.shortcuts.first().map(|keys| ui.ctx().format_shortcut(keys)).unwrap_or_default();
                    let button = egui::Button::selectable(line == self.choice, entry.name)
                        .shortcut_text(keys)
                        .min_size(egui::vec2(ui.available_width(), 0.0));
                    let response = ui.add(button).accessible_name(entry.name);
                    if moved && line == self.choice {
                        response.scroll_to_me(None);
                    }
                    if response.clicked() {
                        chosen = Some(entry.action);
                    }
                }
            });
            if ui.input(|input| input.key_pressed(Key::Enter)) {
                chosen = chosen.or_else(|| found.get(self.choice).map(|(_, entry)| entry.action));
            }
        });
        if let Some(action) = chosen {
            commands.push(Command::Act(action));
            return false;
        }
        !modal.should_close()
    }
}
