//! The window: panels around the canvas, commands, shortcuts, dialogs.
//!
//! [`App`] holds the document, the estimate and the view. Each frame, every panel reads them and says what is asked
//! for as [`Command`]s; `apply` is the one place that does it. The table of all commands is [`command::TABLE`].

mod act;
mod adding;
mod ahead;
mod apply;
mod arrange;
mod as_text;
mod bill;
mod clipboard;
pub mod command;
mod commented;
mod context_menu;
mod cost;
mod derivation;
mod dialogs;
mod document;
mod example;
mod exporting;
mod files;
mod find;
mod fixing;
mod focus;
mod inspector;
mod keep;
mod keys;
mod looking;
mod menu;
mod opening;
mod outage;
mod palette_panel;
mod panels;
mod picture;
mod press;
mod problems;
mod progress;
mod ranges;
mod requiring;
mod search;
mod selecting;
mod settings;
mod settings_clip;
mod staleness;
mod start;
mod state;
mod table;
mod tabs;
mod theme;
mod toast;
mod verdicts;
mod worker;

pub use command::Command;
pub use panels::Side;
pub use settings::Settings;
pub use state::App;
pub use tabs::Tab;

use crate::catalog::Catalog;
use crate::design::{Design, History};
use crate::journal;
use opening::Opening;
use std::path::PathBuf;
use std::sync::Arc;
use thiserror::Error;

/// Why the window did not open.
#[derive(Debug, Error)]
#[error("no window could be opened: {0}")]
pub struct WindowError(pub String);

/// Opens the window, on a file or on the example, and returns when it is closed.
///
/// # Errors
/// [`WindowError`] if there is no display or no way to draw on it. A file that cannot be opened is told in the
/// window.
pub fn run(file: Option<PathBuf>, catalog: Catalog) -> Result<(), WindowError> {
    let folder = settings_folder();
    let (settings, notice) = folder.as_deref().map(Settings::load).unwrap_or_default();
    let (width, height) = settings.size().unwrap_or((1440.0, 900.0));
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Loadline")
            .with_app_id("loadline")
            .with_inner_size([width, height])
            .with_min_inner_size([720.0, 480.0])
            .with_drag_and_drop(true),
        ..Default::default()
    };
    journal::on_panic();
    let catalog = Arc::new(catalog);
    // Reading takes less time than the window takes to come up.
    let opening = file.map(|path| Opening::begin(path, &catalog));
    let start = move |context: &eframe::CreationContext<'_>| {
        // The example is only for those who open nothing.
        let example = if opening.is_none() { example::read() } else { Ok(Design::default()) };
        let (design, trouble) = match example {
            Ok(design) => (design, None),
            Err(error) => (Design::default(), Some(format!("the example could not be read: {error}"))),
        };
        let mut app = App::new(&context.egui_ctx, History::new(design), catalog);
        if let Some(trouble) = trouble {
            app.tell(trouble);
        }
        if let Some(folder) = folder {
            app.remember_in(&context.egui_ctx, &folder, settings);
        }
        if let Some(notice) = notice {
            app.tell(notice);
        }
        match crate::state::folder() {
            Some(folder) => app.keep_work_in(&context.egui_ctx, &folder),
            None => app.keep_nothing(),
        }
        match opening {
            Some(opening) => app.files.await_opening(&context.egui_ctx, opening),
            None => app.show_start(),
        }
        Ok(Box::new(Window { app, later: Vec::new() }) as Box<dyn eframe::App>)
    };
    eframe::run_native("Loadline", options, Box::new(start)).map_err(|error| WindowError(error.to_string()))
}

/// Where the window's settings are: `loadline` in the platform's config folder.
fn settings_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.config_dir().join("loadline"))
}

/// The application as eframe sees it.
struct Window {
    app: App,
    /// What has happened and is for the next frame.
    later: Vec<egui::Event>,
}

impl eframe::App for Window {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.app.ui(ui);
    }

    fn raw_input_hook(&mut self, ctx: &egui::Context, input: &mut egui::RawInput) {
        input.events.splice(..0, std::mem::take(&mut self.later));
        self.later = press::split(&mut input.events);
        if !self.later.is_empty() {
            ctx.request_repaint();
        }
    }
}
