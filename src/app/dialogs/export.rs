//! What is exported, as what, and how pictures of it look. What was chosen is remembered.

use super::Purpose;
use crate::app::exporting::{Background, Pictures};
use crate::app::state::App;
use crate::export::Format;
use egui::{ComboBox, Id, Modal, Slider, Ui};

/// The dialog before the one that asks for a file.
#[derive(Clone, Debug)]
pub struct ExportDialog {
    /// Only what is selected.
    selection: bool,
    wanted: Pictures,
}

/// What was answered.
enum Choice {
    Write,
    Copy,
    Cancel,
}

impl ExportDialog {
    /// With what was chosen last.
    pub fn new(app: &App, selection: bool) -> Self {
        Self { selection, wanted: app.pictures().clone() }
    }

    /// Shows the dialog; false once it is over.
    pub fn show(&mut self, ctx: &egui::Context, app: &mut App) -> bool {
        let mut choice = None;
        let selected = app.view().selection.len();
        self.selection &= selected > 0;
        let modal = Modal::new(Id::unique("export")).show(ctx, |ui| {
            ui.set_width(400.0);
            ui.strong("Export the design");
            ui.add_space(4.0);
            egui::Grid::new("export").num_columns(2).spacing([16.0, 8.0]).show(ui, |ui| self.lines(ui, selected));
            ui.add_space(2.0);
            ui.weak(self.words());
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                if ui.button("Export…").on_hover_text("Asks for the file.").clicked() {
                    choice = Some(Choice::Write);
                }
                let copy = ui.button("Copy as a picture");
                if copy.on_hover_text("Puts a picture on the clipboard, with the same scale and colours.").clicked() {
                    choice = Some(Choice::Copy);
                }
                if ui.button("Cancel").clicked() {
                    choice = Some(Choice::Cancel);
                }
            });
        });
        if choice.is_none() && modal.should_close() {
            choice = Some(Choice::Cancel);
        }
        match choice {
            None => return true,
            Some(Choice::Cancel) => {}
            Some(Choice::Copy) => {
                app.set_pictures(self.wanted.clone());
                app.copy_picture_of(ctx, self.selection);
            }
            Some(Choice::Write) => {
                app.set_pictures(self.wanted.clone());
                let purpose = if self.selection { Purpose::ExportSelection } else { Purpose::Export };
                app.ask_for_file(ctx, purpose, None);
            }
        }
        false
    }

    fn lines(&mut self, ui: &mut Ui, selected: usize) {
        ui.label("What");
        ui.horizontal(|ui| {
            ui.radio_value(&mut self.selection, false, "Everything");
            ui.add_enabled_ui(selected > 0, |ui| {
                let what = if selected == 1 { "1 element".to_owned() } else { format!("{selected} elements") };
                let only = ui.radio_value(&mut self.selection, true, format!("What is selected ({what})"));
                only.on_hover_text("With the links among it.").on_disabled_hover_text("Nothing is selected.");
            });
        });
        ui.end_row();
        let label = ui.label("As");
        ComboBox::from_id_salt("format")
            .width(220.0)
            .selected_text(self.wanted.format().in_words())
            .show_ui(ui, |ui| {
                for format in Format::ALL {
                    let text = format!("{}  .{}", format.in_words(), format.ending());
                    if ui.selectable_label(self.wanted.format() == *format, text).clicked() {
                        self.wanted.set_format(*format);
                    }
                }
            })
            .response
            .labelled_by(label.id)
            .accessible_name("Format");
        ui.end_row();
        let label = ui.label("Scale").on_hover_text("Dots to a point, in PNG and on the clipboard.");
        ui.horizontal(|ui| {
            let slider = Slider::new(&mut self.wanted.scale, Pictures::SCALES).logarithmic(true).max_decimals(2);
            ui.add(slider.suffix(" ×")).labelled_by(label.id).accessible_name("Scale");
            for scale in [1.0, 2.0, 4.0] {
                let name = format!("{scale} ×");
                if ui.selectable_label((self.wanted.scale - scale).abs() < 1e-3, name).clicked() {
                    self.wanted.scale = scale;
                }
            }
        });
        ui.end_row();
        ui.label("Colours");
        ui.horizontal(|ui| {
            for (background, word) in
                [(Background::Window, "As the window"), (Background::Light, "Light"), (Background::Dark, "Dark")]
            {
                ui.radio_value(&mut self.wanted.background, background, word);
            }
        });
        ui.end_row();
        ui.label("Board");
        ui.checkbox(&mut self.wanted.transparent, "Transparent")
            .on_hover_text("The picture stands on whatever is behind it, without the colour and dots of the board.");
        ui.end_row();
    }

    /// What the choice comes to.
    fn words(&self) -> &'static str {
        match self.wanted.format() {
            Format::Png => "Dots, with the design inside: Loadline opens it again.",
            Format::Svg => "Lines and text, sharp at any size, with the design inside: Loadline opens it again.",
            Format::Pdf => "One page, sharp at any size, whose text is text.",
            Format::Html => "The report as one page; the colours are those of the picture in it.",
            Format::Markdown => "The report as text. Colours are of no account.",
            Format::Csv => "A table of all figures. Colours are of no account.",
            Format::Mermaid | Format::Dot => "Boxes and arrows for another tool. Colours are of no account.",
            Format::Text => "One line for a chat or a ticket; pasting it gives the design back.",
            Format::Ron => "A copy of the design; this one keeps its file.",
        }
    }
}
