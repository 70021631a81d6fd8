//! The built-in file browser, for machines without a file dialog of their own: a path to type, folders and designs
//! to click.

use super::native::{Answer, Purpose};
use crate::app::files::Then;
use crate::app::opening::FROM_ELSEWHERE;
use crate::app::search;
use egui::{Key, Modal, TextEdit};
use std::path::{Path, PathBuf};

/// Most lines that are read from a folder.
const MOST: usize = 10_000;

#[derive(Clone, Debug)]
struct Line {
    name: String,
    is_folder: bool,
}

/// The browser: a folder, what is in it, and the path that is typed.
#[derive(Clone, Debug)]
pub struct Browser {
    /// What for.
    pub purpose: Purpose,
    /// What is to be done after saving.
    pub then: Option<Then>,
    folder: PathBuf,
    lines: Vec<Line>,
    path: String,
    filter: String,
    error: Option<String>,
    /// The file that is there already, while it is asked whether to write over it.
    overwrite: Option<PathBuf>,
    begun: bool,
}

impl Browser {
    /// In the folder of a file, or where the program was started.
    pub fn new(purpose: Purpose, near: Option<&Path>, name: &str, then: Option<Then>) -> Self {
        let folder = near
            .and_then(Path::parent)
            .filter(|folder| folder.is_dir())
            .map(Path::to_path_buf)
            .or_else(|| std::env::current_dir().ok())
            .unwrap_or_else(|| PathBuf::from("/"));
        let mut browser = Self {
            purpose,
            then,
            folder: PathBuf::new(),
            lines: Vec::new(),
            path: String::new(),
            filter: String::new(),
            error: None,
            overwrite: None,
            begun: false,
        };
        browser.enter(&folder);
        if purpose.writes() {
            browser.path = folder.join(name).display().to_string();
        }
        browser
    }

    /// Goes to a folder, if it can be read.
    fn enter(&mut self, folder: &Path) {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.error = Some(format!("{}: {error}", folder.display()));
                return;
            }
        };
        self.lines = entries
            .filter_map(Result::ok)
            .take(MOST)
            .filter_map(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                let is_folder = entry.path().is_dir();
                let ending = entry.path().extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
                let ending = ending.unwrap_or_default();
                // Most texts are no designs: one that is can be typed.
                let other = self.purpose != Purpose::Save
                    && !matches!(ending.as_str(), "txt" | "md")
                    && FROM_ELSEWHERE.contains(&ending.as_str());
                let wanted = is_folder || ending == "ron" || other;
                (wanted && !name.starts_with('.')).then_some(Line { name, is_folder })
            })
            .collect();
        self.lines.sort_by_key(|line| (!line.is_folder, line.name.to_lowercase()));
        // The name of the file to be saved goes along.
        let name = Path::new(&self.path).file_name().map(|name| name.to_string_lossy().into_owned());
        self.path = match name.filter(|_| self.purpose.writes()) {
            Some(name) => folder.join(name).display().to_string(),
            None => String::new(),
        };
        self.folder = folder.to_path_buf();
        self.filter.clear();
        self.error = None;
    }

    /// Takes the path that is typed: a folder is entered, a file is the answer.
    fn take(&mut self) -> Answer {
        let typed = self.path.trim();
        if typed.is_empty() {
            self.error = Some("expected the path of a file, found nothing; type one or click one".to_owned());
            return Answer::Waiting;
        }
        // A path that does not begin at the root is meant from this folder on.
        let path = self.folder.join(typed);
        if path.is_dir() {
            self.enter(&path);
            return Answer::Waiting;
        }
        match self.purpose {
            Purpose::Open | Purpose::Compare if !path.is_file() => {
                self.error = Some(format!("there is no file {}", path.display()));
                Answer::Waiting
            }
            Purpose::Save | Purpose::Export | Purpose::ExportSelection if !path.parent().is_some_and(Path::is_dir) => {
                self.error = Some(format!("the folder of {} does not exist", path.display()));
                Answer::Waiting
            }
            Purpose::Save | Purpose::Export | Purpose::ExportSelection => {
                let path = if path.extension().is_none() && self.purpose == Purpose::Save {
                    path.with_extension("ron")
                } else {
                    path
                };
                if path.exists() {
                    self.overwrite = Some(path);
                    Answer::Waiting
                } else {
                    Answer::Path(path)
                }
            }
            Purpose::Open | Purpose::Compare => Answer::Path(path),
        }
    }

    /// Shows the browser.
    pub fn show(&mut self, ctx: &egui::Context) -> Answer {
        let mut answer = Answer::Waiting;
        let modal = Modal::new(egui::Id::unique("file browser")).show(ctx, |ui| {
            ui.set_width(560.0);
            if let Some(path) = self.overwrite.clone() {
                answer = self.ask_to_overwrite(ui, path);
                return;
            }
            ui.strong(match self.purpose {
                Purpose::Open => "Open a design",
                Purpose::Compare => "Compare with a design",
                Purpose::Save => "Save the design as",
                Purpose::Export | Purpose::ExportSelection => "Export: png, svg, pdf, md, html, csv, mmd, dot, txt",
            });
            self.places(ui);
            let list_answer = self.list(ui);
            let field =
                ui.add(TextEdit::singleline(&mut self.path).hint_text("Path of the file").desired_width(f32::INFINITY));
            let field = field.accessible_name("Path of the file");
            if !self.begun {
                self.begun = true;
                field.request_focus();
            }
            if let Some(error) = &self.error {
                ui.colored_label(ui.visuals().error_fg_color, error);
            }
            let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            ui.horizontal(|ui| {
                let word = match self.purpose {
                    Purpose::Open => "Open",
                    Purpose::Compare => "Compare",
                    Purpose::Save => "Save",
                    Purpose::Export | Purpose::ExportSelection => "Export",
                };
                if ui.button(word).clicked() || enter {
                    answer = self.take();
                    if answer == Answer::Waiting {
                        field.request_focus();
                    }
                }
                if ui.button("Cancel").clicked() {
                    answer = Answer::Cancelled;
                }
            });
            if list_answer != Answer::Waiting {
                answer = list_answer;
            }
        });
        // Esc leaves the question first, then the dialog.
        if answer == Answer::Waiting && modal.should_close() && self.overwrite.take().is_none() {
            return Answer::Cancelled;
        }
        answer
    }

    fn places(&mut self, ui: &mut egui::Ui) {
        ui.horizontal(|ui| {
            if ui.button("Up").clicked()
                && let Some(parent) = self.folder.parent().map(Path::to_path_buf)
            {
                self.enter(&parent);
            }
            if ui.button("Home").clicked() {
                match etcetera::home_dir() {
                    Ok(home) => self.enter(&home),
                    Err(error) => self.error = Some(format!("no home folder: {error}")),
                }
            }
            let filter = ui.add(TextEdit::singleline(&mut self.filter).hint_text("Filter").desired_width(120.0));
            let _ = filter.accessible_name("Filter the list");
            ui.add(egui::Label::new(self.folder.display().to_string()).truncate());
        });
    }

    fn list(&mut self, ui: &mut egui::Ui) -> Answer {
        let mut answer = Answer::Waiting;
        let mut enter: Option<PathBuf> = None;
        egui::ScrollArea::vertical().max_height(300.0).auto_shrink(false).show(ui, |ui| {
            let shown: Vec<_> =
                self.lines.iter().filter(|line| search::rank(&self.filter, &line.name).is_some()).collect();
            if shown.is_empty() {
                ui.weak("No folder and no design (*.ron) here.");
            }
            for line in shown {
                let path = self.folder.join(&line.name);
                let text = if line.is_folder { format!("{}/", line.name) } else { line.name.clone() };
                let selected = !line.is_folder && Path::new(&self.path) == path;
                let response = ui.selectable_label(selected, text);
                if response.double_clicked() && !line.is_folder {
                    self.path = path.display().to_string();
                    answer = Answer::Path(path);
                } else if response.clicked() {
                    if line.is_folder {
                        enter = Some(path);
                    } else {
                        self.path = path.display().to_string();
                    }
                }
            }
        });
        if let Some(folder) = enter {
            self.enter(&folder);
        }
        match answer {
            // A double click on a file that is there asks, too, before it is written over.
            Answer::Path(_) => self.take(),
            other => other,
        }
    }

    fn ask_to_overwrite(&mut self, ui: &mut egui::Ui, path: PathBuf) -> Answer {
        ui.strong(format!("Write over {}?", path.display()));
        ui.label("The file is there already.");
        let mut answer = Answer::Waiting;
        ui.horizontal(|ui| {
            if ui.button("Write over it").clicked() {
                answer = Answer::Path(path);
            }
            if ui.button("Back").clicked() {
                self.overwrite = None;
            }
        });
        answer
    }
}
