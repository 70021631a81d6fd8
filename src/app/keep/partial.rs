//! A file of which some elements cannot be read: opened without them, if the person says so.

use super::super::state::App;
use crate::file::Opened;
use egui::{Id, Modal, ScrollArea};
use std::path::PathBuf;

/// The question whether to open a file without what cannot be read.
pub(in crate::app) struct Partial {
    /// The file.
    pub path: PathBuf,
    /// What can be read.
    pub opened: Box<Opened>,
}

impl Partial {
    /// Asks. False once it is answered.
    pub fn show(&mut self, ctx: &egui::Context, app: &mut App) -> bool {
        let (mut open, mut cancel) = (false, false);
        let modal = Modal::new(Id::unique("partly readable")).show(ctx, |ui| {
            ui.set_width(520.0);
            ui.strong(format!("Parts of {} cannot be read", self.path.display()));
            let components = self.opened.design.components().len();
            ui.label(format!(
                "{components} components can be opened. What cannot be read is left out; the file stays as it is until \
                 you save over it, and you are asked before."
            ));
            ScrollArea::vertical().max_height(200.0).show(ui, |ui| {
                for error in &self.opened.left_out {
                    ui.colored_label(ui.visuals().warn_fg_color, format!("line {error}"));
                }
            });
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                open = ui.button("Open the rest").clicked();
                cancel = ui.button("Cancel").clicked();
            });
        });
        if open {
            app.put_opened(self.path.clone(), std::mem::take(&mut *self.opened));
        }
        !(open || cancel || modal.should_close())
    }
}
