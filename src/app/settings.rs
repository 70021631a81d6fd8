//! What the window remembers from one day to the next: theme, scale, panels, size, what was opened last. Kept in the
//! platform's config folder, written on a thread, atomically.

use super::exporting::Pictures;
use super::panels;
use super::state::App;
use crate::file;
use egui::ThemePreference;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The most files that are remembered.
const MOST_RECENT: usize = 12;
/// Time between two writings.
const PACE: Duration = Duration::from_secs(1);
/// Largest file of settings, in bytes.
const LARGEST: u64 = 1 << 20;
/// Scale of the interface.
const SCALES: std::ops::RangeInclusive<f32> = 0.5..=3.0;

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Look {
    #[default]
    System,
    Dark,
    Light,
}

/// What is remembered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Settings {
    look: Look,
    scale: f32,
    /// Width and height of the window, in points.
    size: Option<(f32, f32)>,
    panels_hidden: bool,
    text_shown: bool,
    /// Sizes of panels, and those that are hidden alone.
    panels: panels::Kept,
    /// The list in front, by its name.
    tab: String,
    verdicts_open: bool,
    wheel_zooms: bool,
    minimap: bool,
    reduced_motion: bool,
    save_by_itself: bool,
    /// How the design is exported.
    pub(super) pictures: Pictures,
    /// Files, the newest first.
    pub recent: Vec<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            look: Look::System,
            scale: 1.0,
            size: None,
            panels_hidden: false,
            text_shown: false,
            panels: panels::Kept::default(),
            tab: String::new(),
            verdicts_open: false,
            wheel_zooms: false,
            minimap: true,
            reduced_motion: false,
            save_by_itself: false,
            pictures: Pictures::default(),
            recent: Vec::new(),
        }
    }
}

impl Settings {
    /// The settings in a folder, and what is to be told: a file that cannot be read is set aside, not written over.
    pub fn load(folder: &Path) -> (Self, Option<String>) {
        let path = place(folder);
        let text = match fs::metadata(&path) {
            Ok(metadata) if metadata.len() <= LARGEST => fs::read_to_string(&path),
            Ok(_) => Err(std::io::ErrorKind::FileTooLarge.into()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (Self::default(), None),
            Err(error) => Err(error),
        };
        let why = match text
            .map_err(|error| error.to_string())
            .and_then(|text| ron::from_str::<Self>(&text).map_err(|error| error.to_string()))
        {
            Ok(mut settings) => {
                settings.recent.truncate(MOST_RECENT);
                settings.panels = settings.panels.sound();
                settings.pictures = settings.pictures.sane();
                settings.scale =
                    if settings.scale.is_finite() { settings.scale.clamp(*SCALES.start(), *SCALES.end()) } else { 1.0 };
                return (settings, None);
            }
            Err(why) => why,
        };
        let aside = path.with_extension("damaged");
        let kept = fs::rename(&path, &aside)
            .map_or_else(|_| String::new(), |()| format!("; it is kept as {}", aside.display()));
        (Self::default(), Some(format!("the settings could not be read and begin anew ({why}){kept}")))
    }

    /// The size that the window had, in points.
    pub fn size(&self) -> Option<(f32, f32)> {
        self.size.filter(|(width, height)| (300.0..20_000.0).contains(width) && (200.0..20_000.0).contains(height))
    }

    /// Puts a file in front of those that were opened before.
    fn used(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.recent.retain(|other| *other != path);
        self.recent.insert(0, path);
        self.recent.truncate(MOST_RECENT);
    }
}

fn place(folder: &Path) -> PathBuf {
    folder.join("settings.ron")
}

/// The settings of a window that remembers.
#[derive(Default)]
pub(super) struct Remembered {
    folder: Option<PathBuf>,
    pub now: Settings,
    written: Settings,
    at: Option<Instant>,
    writing: Arc<AtomicBool>,
}

impl App {
    /// Remembers settings in this folder from now on.
    pub fn remember_in(&mut self, ctx: &egui::Context, folder: &Path, settings: Settings) {
        ctx.set_theme(match settings.look {
            Look::System => ThemePreference::System,
            Look::Dark => ThemePreference::Dark,
            Look::Light => ThemePreference::Light,
        });
        ctx.set_zoom_factor(settings.scale);
        self.panels.hidden = settings.panels_hidden;
        self.panels.as_text = settings.text_shown;
        self.panels.sides.kept = settings.panels;
        self.panels.verdicts_open = settings.verdicts_open;
        // A list that there is no more is not in front.
        self.panels.tab = ron::from_str(&settings.tab).unwrap_or_default();
        self.doc.view.wheel_zooms = settings.wheel_zooms;
        self.doc.view.show_minimap(settings.minimap);
        self.keep.autosave = settings.save_by_itself;
        self.reduce_motion(ctx, settings.reduced_motion);
        self.remembered = Remembered {
            folder: Some(folder.to_owned()),
            written: settings.clone(),
            now: settings,
            ..Remembered::default()
        };
    }

    /// The files that were opened or saved last, the newest first.
    pub fn recent_files(&self) -> &[PathBuf] {
        &self.remembered.now.recent
    }

    /// Whether nothing moves that need not.
    pub(super) fn motion_is_reduced(&self) -> bool {
        self.remembered.now.reduced_motion
    }

    /// Lets nothing move that need not.
    pub(super) fn reduce_motion(&mut self, ctx: &egui::Context, reduced: bool) {
        self.remembered.now.reduced_motion = reduced;
        if reduced {
            ctx.all_styles_mut(|style| style.animation_time = 0.0);
        } else {
            let usual = egui::Style::default().animation_time;
            ctx.all_styles_mut(|style| style.animation_time = usual);
        }
    }

    /// A file was opened or saved.
    pub(super) fn remember_file(&mut self, path: &Path) {
        self.remembered.now.used(path);
    }

    /// Writes down what has changed, not more often than once a second.
    pub(super) fn tend_settings(&mut self, ctx: &egui::Context) {
        let Some(folder) = self.remembered.folder.clone() else { return };
        let size =
            ctx.input(|input| input.viewport().inner_rect).map(|rect| (rect.width().round(), rect.height().round()));
        let remembered = &mut self.remembered;
        let now = &mut remembered.now;
        now.look = match ctx.options(|options| options.theme_preference) {
            ThemePreference::System => Look::System,
            ThemePreference::Dark => Look::Dark,
            ThemePreference::Light => Look::Light,
        };
        now.scale = ctx.zoom_factor();
        now.size = size.or(now.size);
        now.panels_hidden = self.panels.hidden;
        now.text_shown = self.panels.as_text;
        now.panels = self.panels.sides.kept;
        now.verdicts_open = self.panels.verdicts_open;
        now.tab = ron::to_string(&self.panels.tab).unwrap_or_default();
        now.wheel_zooms = self.doc.view.wheel_zooms;
        now.minimap = self.doc.view.has_minimap();
        now.save_by_itself = self.keep.autosave;
        if remembered.now == remembered.written || remembered.writing.load(Ordering::Acquire) {
            return;
        }
        let wait = remembered.at.map_or(Duration::ZERO, |at| PACE.saturating_sub(at.elapsed()));
        if !wait.is_zero() {
            ctx.request_repaint_after(wait);
            return;
        }
        let Ok(text) = ron::ser::to_string_pretty(&remembered.now, ron::ser::PrettyConfig::default()) else { return };
        remembered.written = remembered.now.clone();
        remembered.at = Some(Instant::now());
        let writing = Arc::clone(&remembered.writing);
        writing.store(true, Ordering::Release);
        std::thread::spawn(move || {
            // Without settings the window works as well; they are written again with the next change.
            let _ = fs::create_dir_all(&folder).is_ok() && file::save(&place(&folder), &text).is_ok();
            writing.store(false, Ordering::Release);
        });
    }
}

/// Scales the interface by a factor; to its usual size without one.
pub(super) fn scale_interface(ctx: &egui::Context, factor: Option<f32>) {
    let scale = factor.map_or(1.0, |factor| ctx.zoom_factor() * factor);
    ctx.set_zoom_factor((scale * 10.0).round().clamp(5.0, 30.0) / 10.0);
}
