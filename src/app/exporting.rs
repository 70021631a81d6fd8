//! Designs on their way out of the window: exported files, a picture or a line of text on the clipboard. Made on a
//! thread.

use super::dialogs::{Dialog, ExportDialog};
use super::progress::Task;
use super::state::App;
use crate::catalog::Catalog;
use crate::design::{Design, ElementId, Id};
use crate::export::{Format, Options, Theme, export};
use crate::file::{self, Comments, carried};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Instant;

/// The colours of pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Background {
    /// Those of the window.
    #[default]
    Window,
    Light,
    Dark,
}

/// How the design is exported, as it was chosen last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Pictures {
    /// The ending of the format's files.
    format: String,
    /// Dots to a point, in PNG and on the clipboard.
    pub scale: f32,
    pub background: Background,
    pub transparent: bool,
}

impl Default for Pictures {
    fn default() -> Self {
        // Two dots to a point are sharp on any screen.
        Self {
            format: Format::Png.ending().to_owned(),
            scale: 2.0,
            background: Background::default(),
            transparent: false,
        }
    }
}

impl Pictures {
    /// What may be chosen; finer and coarser pictures are for the command line.
    pub const SCALES: std::ops::RangeInclusive<f32> = 0.5..=8.0;

    pub fn format(&self) -> Format {
        Format::of_ending(&self.format).unwrap_or(Format::Png)
    }

    pub fn set_format(&mut self, format: Format) {
        format.ending().clone_into(&mut self.format);
    }

    /// The same, with what a damaged file of settings may hold put right.
    #[must_use]
    pub fn sane(mut self) -> Self {
        self.set_format(self.format());
        let usual = Self::default().scale;
        self.scale =
            if self.scale.is_finite() { self.scale.clamp(*Self::SCALES.start(), *Self::SCALES.end()) } else { usual };
        self
    }
}

/// What came of it.
enum Done {
    Written(PathBuf),
    #[cfg(feature = "pictures")]
    Picture(egui::ColorImage),
    Failed(String),
}

/// What is being exported now.
pub(super) struct Exporting {
    what: String,
    begun: Instant,
    result: Receiver<Done>,
}

/// Everything that the thread needs.
struct Wanted {
    design: Design,
    comments: Comments,
    catalog: Arc<Catalog>,
    scenario: Option<Id>,
    only: Option<BTreeSet<ElementId>>,
    theme: Theme,
    scale: f32,
    transparent: bool,
}

impl Wanted {
    fn options(&self, scale: f32) -> Options<'_> {
        Options {
            theme: self.theme,
            scale,
            transparent: self.transparent,
            only: self.only.as_ref(),
            scenario: self.scenario.as_ref(),
        }
    }

    fn write(&self, path: &Path, format: Format) -> Done {
        // Lines are as sharp at any size.
        let scale = if format == Format::Png { self.scale } else { 1.0 };
        let made = export(&self.design, &self.comments, &self.catalog, format, &self.options(scale));
        match made
            .map_err(|error| error.to_string())
            .and_then(|bytes| file::save_bytes(path, &bytes).map_err(|error| error.to_string()))
        {
            Ok(()) => Done::Written(path.to_owned()),
            Err(text) => Done::Failed(text),
        }
    }

    #[cfg(feature = "pictures")]
    fn picture(&self) -> Done {
        match crate::export::dots(&self.design, &self.catalog, &self.options(self.scale)) {
            Ok((width, height, dots)) => {
                Done::Picture(egui::ColorImage::from_rgba_unmultiplied([width, height], &dots))
            }
            Err(error) => Done::Failed(error.to_string()),
        }
    }

    #[cfg(not(feature = "pictures"))]
    fn picture(&self) -> Done {
        let _ = self.options(self.scale);
        Done::Failed(crate::export::ExportError::NotBuilt.to_string())
    }
}

impl App {
    /// What is exported: what is selected, if that is wanted and anything is; else the whole design.
    fn wanted(&self, ctx: &egui::Context, selection: bool) -> Wanted {
        let chosen = &self.doc.view.selection;
        let pictures = self.pictures();
        Wanted {
            design: self.doc.history.design().clone(),
            comments: self.doc.comments.now().clone(),
            catalog: Arc::clone(&self.catalog),
            scenario: self.doc.scenario.clone(),
            only: (selection && !chosen.is_empty()).then(|| chosen.clone()),
            theme: match pictures.background {
                Background::Light => Theme::Light,
                Background::Window if !ctx.global_style().visuals.dark_mode => Theme::Light,
                Background::Dark | Background::Window => Theme::Dark,
            },
            scale: pictures.scale,
            transparent: pictures.transparent,
        }
    }

    /// How the design is exported.
    pub(super) fn pictures(&self) -> &Pictures {
        &self.remembered.now.pictures
    }

    /// How the design is exported from now on.
    pub(super) fn set_pictures(&mut self, pictures: Pictures) {
        self.remembered.now.pictures = pictures;
    }

    /// Asks as what, and how, the design or what is selected is exported.
    pub(super) fn ask_how_to_export(&mut self, selection: bool) {
        self.dialog = Some(Dialog::Export(ExportDialog::new(self, selection)));
    }

    fn begin(&mut self, ctx: &egui::Context, what: String, work: impl FnOnce() -> Done + Send + 'static) {
        let (sender, result) = channel();
        let wake = ctx.clone();
        std::thread::spawn(move || {
            // The window may be gone.
            let _ = sender.send(work());
            wake.request_repaint();
        });
        self.exporting = Some(Exporting { what, begun: Instant::now(), result });
    }

    /// Exports to a file; its ending says as what.
    pub(super) fn export_to(&mut self, ctx: &egui::Context, path: PathBuf, selection: bool) {
        let ending = path.extension().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
        let Some(format) = Format::of_ending(ending) else {
            let all: Vec<&str> = Format::ALL.iter().map(|format| format.ending()).collect();
            let text = format!("expected a name that ends with one of {}, found `{}`", all.join(", "), path.display());
            self.dialog = Some(Dialog::Error { title: "Nothing was exported".to_owned(), text });
            return;
        };
        let wanted = self.wanted(ctx, selection);
        self.begin(ctx, format!("Exporting {}", path.display()), move || wanted.write(&path, format));
    }

    /// Puts a picture of the selection, or of everything, on the clipboard.
    pub(super) fn copy_picture(&mut self, ctx: &egui::Context) {
        self.copy_picture_of(ctx, true);
    }

    /// The same, of everything if that is wanted.
    pub(super) fn copy_picture_of(&mut self, ctx: &egui::Context, selection: bool) {
        let wanted = self.wanted(ctx, selection);
        self.begin(ctx, "Making a picture".to_owned(), move || wanted.picture());
    }

    /// Puts the selection, or everything, on the clipboard as one line that can be pasted into any chat.
    pub(super) fn copy_as_text(&mut self, ctx: &egui::Context) {
        let elements = self.gathered();
        let line = if elements.is_empty() {
            carried::pack(&file::write(self.doc.history.design(), self.doc.comments.now()))
        } else {
            carried::pack_fragment(&elements)
        };
        self.tell(format!("copied as a line of {} letters; paste it into Loadline, or anywhere", line.len()));
        ctx.copy_text(line);
    }

    /// Looks whether an export is done.
    pub(super) fn tend_exporting(&mut self, ctx: &egui::Context) {
        let Some(exporting) = &self.exporting else { return };
        let done = match exporting.result.try_recv() {
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => Done::Failed("making it broke off".to_owned()),
            Ok(done) => done,
        };
        self.exporting = None;
        match done {
            Done::Written(path) => self.tell(format!("exported {}", path.display())),
            #[cfg(feature = "pictures")]
            Done::Picture(image) => {
                let [width, height] = image.size;
                ctx.copy_image(image);
                self.tell(format!("copied a picture of {width} x {height} dots"));
            }
            Done::Failed(text) => {
                self.dialog = Some(Dialog::Error { title: "Nothing was exported".to_owned(), text });
            }
        }
    }

    /// What is being exported, for the strip of progress.
    pub(super) fn exporting_task(&self) -> Option<Task> {
        let exporting = self.exporting.as_ref()?;
        Some(Task { what: exporting.what.clone(), begun: exporting.begun, done: None, cancel: None })
    }
}
