//! What is offered at the start after a crash: each piece of unsaved work with a picture and what differs from its
//! file.

use super::super::clipboard::plural;
use super::super::state::App;
use super::{Kept, picture, words};
use crate::compare::Diff;
use crate::design::{Design, History};
use crate::file::{self, Opened};
use crate::journal::{Against, LeftBehind, left_behind, remove_expired};
use crate::state::utc;
use egui::{Id, Modal, RichText, ScrollArea, vec2};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

/// Unsaved work that was found, and what is to be told about the search.
pub(in crate::app) struct Recovery {
    pub notices: Vec<String>,
    found: Vec<Found>,
}

struct Found {
    left: LeftBehind,
    work: Result<Opened, String>,
    against: String,
    /// The design of the file, and what was done to it.
    file: Option<(Box<Design>, Box<Diff>)>,
}

impl Recovery {
    /// Looks into the folder. For a thread.
    pub fn look(folder: &Path) -> Self {
        let left = match left_behind(folder) {
            Ok(left) => left,
            Err(error) => return Self { notices: vec![error.to_string()], found: Vec::new() },
        };
        let (left, expired) = remove_expired(left, SystemTime::now());
        let notices = expired.into_iter().map(|expired| expired.notice).collect();
        let mut found = Vec::new();
        for left in left {
            let against = left.against();
            if matches!(against, Ok(Against::Same)) {
                // What is in the file is not lost. What cannot be removed is looked at again next time.
                let _ = left.discard();
                continue;
            }
            let work = left.read().map_err(|error| error.to_string());
            let mut file = None;
            let against = match against {
                Ok(Against::Differs { diff, changed_since }) => {
                    let counts = words::counts(&diff);
                    let path = left.about.path.as_deref();
                    let opened = path.and_then(|path| file::open_what_can_be(path).ok());
                    file = opened.map(|opened| (Box::new(opened.design), diff));
                    let since = if changed_since { "; the file has been changed since" } else { "" };
                    format!("against its file: {counts}{since}")
                }
                Ok(Against::NeverSaved) => "never saved to a file".to_owned(),
                Ok(Against::Gone) => "its file is no longer there".to_owned(),
                Ok(Against::Unreadable(why)) => format!("its file cannot be read: {why}"),
                Ok(Against::Same) | Err(_) => String::new(),
            };
            found.push(Found { left, work, against, file });
        }
        Self { notices, found }
    }

    /// Whether nothing is to be offered.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Offers what was found. False once nothing is left to be asked.
    pub fn show(&mut self, ctx: &egui::Context, app: &mut App) -> bool {
        let (mut open, mut discard, mut later) = (None, None, false);
        let modal = Modal::new(Id::unique("recovery")).show(ctx, |ui| {
            ui.set_width(620.0);
            ui.strong("Work that was not saved");
            ui.label("Loadline ended without saving this. Nothing is lost: open it, or say that it may go.");
            ui.add_space(4.0);
            ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
                for (place, found) in self.found.iter().enumerate() {
                    found.show(ui, place, &mut open, &mut discard);
                }
            });
            ui.separator();
            later = ui.button("Later").on_hover_text("Asks again at the next start.").clicked();
        });
        if let Some(place) = open {
            self.found.remove(place).go_on(app);
        }
        if let Some(place) = discard {
            let left = self.found.remove(place).left;
            if let Err(error) = left.discard() {
                app.tell(format!("it could not be removed: {error}"));
            }
        }
        !(self.found.is_empty() || later || modal.should_close())
    }
}

impl Found {
    fn show(&self, ui: &mut egui::Ui, place: usize, open: &mut Option<usize>, discard: &mut Option<usize>) {
        let about = &self.left.about;
        ui.separator();
        ui.horizontal_top(|ui| {
            match &self.work {
                Ok(work) => {
                    picture::show(ui, &work.design, vec2(180.0, 110.0));
                }
                Err(_) => {
                    ui.allocate_space(vec2(180.0, 110.0));
                }
            }
            ui.vertical(|ui| {
                let name = if about.name.is_empty() { "untitled" } else { &about.name };
                ui.strong(name);
                if let Some(path) = &about.path {
                    let path = path.display().to_string();
                    ui.add(egui::Label::new(RichText::new(&path).small()).truncate()).on_hover_text(path);
                }
                let mut told = format!(
                    "{} (UTC), {}, {}",
                    utc(self.left.written),
                    plural(about.components, "component"),
                    plural(about.links, "link")
                );
                if let Some(notes) = self.work.as_ref().ok().map(|work| work.design.notes().len()).filter(|it| *it > 0)
                {
                    let _ = write!(told, ", {}", plural(notes, "note"));
                }
                ui.label(told);
                ui.label(&self.against);
                match (&self.work, &self.file) {
                    (Ok(work), Some((file, diff))) => words::list(ui, diff, file, &work.design, 6),
                    (Err(why), _) => {
                        ui.colored_label(ui.visuals().error_fg_color, why);
                    }
                    (Ok(_), None) => {}
                }
                ui.horizontal(|ui| {
                    let name = format!("Open {name}");
                    if self.work.is_ok() && ui.button("Open").accessible_name(name).clicked() {
                        *open = Some(place);
                    }
                    let help = "It is gone then.";
                    if ui.button("Discard").on_hover_text(help).clicked() {
                        *discard = Some(place);
                    }
                });
            });
        });
    }

    /// Goes on with the work: in the tab of its file if that is open with nothing to be lost, else in one of its own.
    fn go_on(self, app: &mut App) {
        let Ok(work) = self.work else { return };
        let stamp = self.left.base();
        let open = self.left.about.path.as_deref().is_some_and(|path| app.show_file(path));
        if open && !app.doc.history.is_unsaved() && work.left_out.is_empty() {
            app.doc.put(work.design, work.comments);
            app.doc.kept.stamp = stamp;
            app.doc.kept.adopted = Some(self.left);
            app.tell_undoable("this is what was not saved; Undo shows the file");
            return;
        }
        let mut history = History::new(work.design);
        history.mark_unsaved();
        app.put_document(history, self.left.about.path.clone(), work.comments);
        let base = self.file.map(|(file, _)| Arc::new(*file));
        app.doc.kept = Kept { stamp, base, left_out: work.left_out, adopted: Some(self.left), ..Kept::default() };
        app.claim();
    }
}
