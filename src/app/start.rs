//! The start page: what one can begin with, files that were open before, templates. It stands in place of the lists
//! below the board, where it hides nothing of the example, and goes with the first change, Esc, or a choice.

use super::command::{Action, Command, Entry};
use super::panels::Side;
use super::state::App;
use crate::file;
use crate::templates::TEMPLATES;
use egui::{Button, Grid, RichText, Ui, vec2};
use std::path::Path;

/// Files that are offered at most.
const MOST_FILES: usize = 8;
/// Widths of the columns, in points.
const BEGIN_WIDTH: f32 = 150.0;
const FILES_WIDTH: f32 = 180.0;
const TEMPLATE_WIDTH: f32 = 200.0;
/// What lies between them.
const BETWEEN: f32 = 44.0;

/// Commands to begin with.
const BEGIN: &[Action] = &[Action::New, Action::Open, Action::AddComponent, Action::Keys];

/// The start page, with what was in front when it was opened: document and revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start {
    of: (u64, u64),
}

impl App {
    /// Shows the start page below the board.
    pub fn show_start(&mut self) {
        self.panels.start = Some(Start { of: (self.doc.number, self.doc.history.revision()) });
    }

    /// Shows the start page, or puts it away.
    pub(super) fn toggle_start(&mut self) {
        if self.shows_start() {
            self.panels.start = None;
        } else {
            self.open_panel(Side::Lists);
            self.show_start();
        }
    }

    /// Whether the start page is to be seen.
    pub fn shows_start(&self) -> bool {
        self.panels.start.is_some() && self.shows_panel(Side::Lists)
    }

    /// Puts the start page away; false if it was not to be seen.
    pub(super) fn close_start(&mut self) -> bool {
        let seen = self.shows_start();
        self.panels.start = None;
        seen
    }

    /// The start page goes once something was begun.
    pub(super) fn tend_start(&mut self) {
        let of = (self.doc.number, self.doc.history.revision());
        self.panels.start.take_if(|start| start.of != of);
    }
}

/// Shows the page.
pub(super) fn show(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    egui::ScrollArea::vertical().id_salt("start").auto_shrink(false).show(ui, |ui| {
        let room = ui.available_width() - BEGIN_WIDTH - FILES_WIDTH - BETWEEN;
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| begin(ui, commands));
            ui.separator();
            ui.vertical(|ui| {
                recent(ui, app, commands);
                // Where there is no room beside them, templates stand below the files.
                if room < TEMPLATE_WIDTH {
                    ui.add_space(8.0);
                    templates(ui, TEMPLATE_WIDTH, commands);
                }
            });
            if room >= TEMPLATE_WIDTH {
                ui.separator();
                ui.vertical(|ui| templates(ui, room, commands));
            }
        });
    });
}

/// A line that can be clicked: its words at the left, others at the right.
fn line(ui: &mut Ui, width: f32, name: &str, aside: &str) -> egui::Response {
    let button = Button::new(name)
        .frame_when_inactive(false)
        .truncate()
        .min_size(vec2(width, 0.0))
        .right_text(RichText::new(aside).weak());
    ui.allocate_ui(vec2(width, ui.spacing().interact_size.y), |ui| ui.add(button)).inner.accessible_name(name)
}

fn begin(ui: &mut Ui, commands: &mut Vec<Command>) {
    ui.strong("Begin");
    for action in BEGIN {
        let Some(entry) = Entry::of(*action) else { continue };
        let response = line(ui, BEGIN_WIDTH, entry.name, &entry.first_keys(ui.ctx()));
        let response = if entry.help.is_empty() { response } else { response.on_hover_text(entry.help) };
        if response.clicked() {
            commands.push(Command::Act(entry.action));
        }
    }
}

fn recent(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    ui.strong("Recent files");
    let files = app.recent_files();
    if files.is_empty() {
        ui.allocate_ui(vec2(FILES_WIDTH, 0.0), |ui| {
            ui.add(egui::Label::new(RichText::new("Files that you open or save stand here.").weak()).wrap());
        });
    }
    for path in files.iter().take(MOST_FILES) {
        let part = |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned());
        let name = part(path.file_name()).unwrap_or_default();
        let folder = part(path.parent().and_then(Path::file_name)).unwrap_or_default();
        if line(ui, FILES_WIDTH, &name, &folder).on_hover_text(path.display().to_string()).clicked() {
            commands.push(Command::OpenFile(path.clone()));
        }
    }
}

fn templates(ui: &mut Ui, room: f32, commands: &mut Vec<Command>) {
    ui.strong("Templates");
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 4")]
    let columns = (room / (TEMPLATE_WIDTH + 6.0)).floor().clamp(1.0, 4.0) as usize;
    Grid::new("start templates").num_columns(columns).spacing(vec2(6.0, 4.0)).show(ui, |ui| {
        for (place, template) in TEMPLATES.iter().enumerate() {
            let response = line(ui, TEMPLATE_WIDTH, template.title, "").on_hover_ui(|ui| {
                // Read while it is pointed at: a page of text.
                if let Ok(opened) = file::read(template.text) {
                    ui.set_max_width(420.0);
                    ui.label(opened.design.about());
                }
            });
            if response.clicked() {
                commands.push(Command::NewFrom(template.name));
            }
            if place % columns + 1 == columns {
                ui.end_row();
            }
        }
    });
}
