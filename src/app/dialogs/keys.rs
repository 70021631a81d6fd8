//! The sheet of keys, made from the table of commands, with a search.

use crate::app::command::{BOARD, Menu};
use crate::app::search;
use egui::{RichText, ScrollArea, TextEdit, Ui};

/// The sheet: what is searched for on it.
#[derive(Clone, Debug, Default)]
pub struct KeysSheet {
    search: String,
}

/// A line of the sheet: what, and by which keys.
type Line = (&'static str, String, &'static str);

impl KeysSheet {
    fn fits(&self, title: &str, name: &str, keys: &str) -> bool {
        let wanted = self.search.trim();
        [name, keys, title].iter().any(|text| search::rank_whole(wanted, text).is_some())
    }

    /// The sections that have something to show.
    fn sections(&self, ctx: &egui::Context) -> Vec<(&'static str, Vec<Line>)> {
        let menus = Menu::ALL.iter().map(|menu| {
            let lines = menu.entries().map(|entry| (entry.name, entry.all_keys(ctx), entry.help));
            (menu.name(), lines.filter(|(_, keys, _)| !keys.is_empty()).collect::<Vec<Line>>())
        });
        let board = BOARD.iter().map(|line| (line.name, line.words.to_owned(), "")).collect();
        menus
            .chain([("On the board", board)])
            .map(|(title, mut lines)| {
                lines.retain(|(name, keys, _)| self.fits(title, name, keys));
                (title, lines)
            })
            .filter(|(_, lines)| !lines.is_empty())
            .collect()
    }

    /// Shows the sheet; false once it is over.
    pub fn show(&mut self, ctx: &egui::Context) -> bool {
        let mut closed = false;
        let modal = super::from_the_top("keys").show(ctx, |ui| {
            ui.set_width(880.0_f32.min(ctx.content_rect().width() - 60.0));
            ui.horizontal(|ui| {
                ui.heading("Keys");
                let field =
                    TextEdit::singleline(&mut self.search).hint_text("Search, for example: align").desired_width(260.0);
                let field = ui.add(field).accessible_name("Search the keys");
                if ui.memory(|memory| memory.focused().is_none()) {
                    field.request_focus();
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    closed = ui.button("Close").clicked();
                });
            });
            ui.separator();
            let height = (ctx.content_rect().height() - 140.0).max(200.0);
            ScrollArea::vertical()
                .max_height(height)
                .min_scrolled_height(height)
                .auto_shrink([false, false])
                .show(ui, |ui| self.columns(ui));
        });
        !(closed || modal.should_close())
    }

    /// The sections in two columns of about the same height.
    fn columns(&self, ui: &mut Ui) {
        let sections = self.sections(ui.ctx());
        if sections.is_empty() {
            ui.weak("No command has this name or these keys.");
            return;
        }
        let height = |lines: &[Line]| lines.len() + 2;
        let all: usize = sections.iter().map(|(_, lines)| height(lines)).sum();
        ui.spacing_mut().item_spacing.x = 32.0;
        ui.columns(2, |columns| {
            let (left, right) = columns.split_at_mut(1);
            let (Some(left), Some(right)) = (left.first_mut(), right.first_mut()) else { return };
            let mut used = 0;
            for (title, lines) in &sections {
                let column = if used * 2 < all { &mut *left } else { &mut *right };
                used += height(lines);
                column.add_space(6.0);
                column.strong(*title);
                for line in lines {
                    show_line(column, line);
                }
            }
        });
    }
}

fn show_line(ui: &mut Ui, (name, keys, help): &Line) {
    ui.horizontal(|ui| {
        let label = ui.label(*name);
        if !help.is_empty() {
            label.on_hover_text(*help);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(RichText::new(keys).weak());
        });
    });
}
