//! The system's file dialog, on a thread. Where there is none it answers at once as if it was cancelled; the built-in
//! browser takes over then.

use crate::app::files::Then;
use crate::app::opening::FROM_ELSEWHERE;
use crate::export::Format;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

/// No person sees a dialog and cancels it faster than this.
const AT_ONCE: Duration = Duration::from_millis(700);

/// After this time without an answer the built-in dialog is offered: the system's may never have come up.
const PATIENCE: Duration = Duration::from_secs(3);

/// What a file is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To open it.
    Open,
    /// To save to it.
    Save,
    /// To compare with it.
    Compare,
    /// To export the design to it.
    Export,
    /// To export what is selected to it.
    ExportSelection,
}

impl Purpose {
    /// Whether the file is written to.
    pub const fn writes(self) -> bool {
        matches!(self, Self::Save | Self::Export | Self::ExportSelection)
    }
}

/// What came of asking for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing yet.
    Waiting,
    /// No file.
    Cancelled,
    /// This file.
    Path(PathBuf),
    /// There is no dialog of the system, or it is not wanted.
    UseBuiltIn,
}

/// A dialog of the system that is open.
pub struct Native {
    /// What for.
    pub purpose: Purpose,
    /// What is to be done after saving.
    pub then: Option<Then>,
    begun: Instant,
    /// The file, and how long it took to be chosen; a frame may look much later.
    result: Receiver<(Option<PathBuf>, Duration)>,
}

impl Native {
    /// Opens the system's dialog.
    pub fn ask(ctx: &egui::Context, purpose: Purpose, near: Option<&Path>, name: &str, then: Option<Then>) -> Self {
        let (sender, result) = channel();
        let mut dialog = rfd::FileDialog::new();
        dialog = match purpose {
            Purpose::Open | Purpose::Compare => {
                let all: Vec<&str> = ["ron"].iter().chain(FROM_ELSEWHERE).copied().collect();
                dialog.add_filter("Designs, pictures and graphs", &all).add_filter("Loadline design", &["ron"])
            }
            Purpose::Save => dialog.add_filter("Loadline design", &["ron"]),
            Purpose::Export | Purpose::ExportSelection => {
                // The one that was chosen comes first: that is what the dialog begins with.
                let chosen = Path::new(name).extension().and_then(std::ffi::OsStr::to_str).and_then(Format::of_ending);
                let others = Format::ALL.iter().copied().filter(|format| Some(*format) != chosen);
                chosen
                    .into_iter()
                    .chain(others)
                    .fold(dialog, |dialog, format| dialog.add_filter(format.in_words(), &[format.ending()]))
            }
        };
        if let Some(folder) = near.and_then(Path::parent).filter(|folder| folder.is_dir()) {
            dialog = dialog.set_directory(folder);
        }
        if purpose.writes() {
            dialog = dialog.set_file_name(name);
        }
        let wake = ctx.clone();
        let run = move || {
            let asked = Instant::now();
            let path = match purpose {
                Purpose::Open | Purpose::Compare => dialog.pick_file(),
                Purpose::Save | Purpose::Export | Purpose::ExportSelection => dialog.save_file(),
            };
            // The built-in dialog may have been chosen meanwhile.
            let _ = sender.send((path, asked.elapsed()));
            wake.request_repaint();
        };
        // macOS shows dialogs on the main thread only.
        if cfg!(target_os = "macos") {
            run();
        } else {
            std::thread::spawn(run);
        }
        Self { purpose, then, begun: Instant::now(), result }
    }

    /// Looks whether there is an answer; offers the built-in dialog after a while. Call in each frame.
    pub fn tend(&mut self, ctx: &egui::Context) -> Answer {
        match self.result.try_recv() {
            Ok((Some(path), _)) => Answer::Path(path),
            Ok((None, took)) if took >= AT_ONCE => Answer::Cancelled,
            // Nobody was asked.
            Ok((None, _)) | Err(TryRecvError::Disconnected) => Answer::UseBuiltIn,
            Err(TryRecvError::Empty) if self.is_late() => offer(ctx),
            Err(TryRecvError::Empty) => {
                // In each frame: a frame forgets what was asked for in the one before.
                ctx.request_repaint_after(PATIENCE.saturating_sub(self.begun.elapsed()));
                Answer::Waiting
            }
        }
    }

    /// Whether it has had its time.
    pub fn is_late(&self) -> bool {
        self.begun.elapsed() >= PATIENCE
    }
}

/// Offers the built-in dialog instead.
fn offer(ctx: &egui::Context) -> Answer {
    let mut answer = Answer::Waiting;
    egui::Window::new("Waiting for the system's file dialog")
        .collapsible(false)
        .resizable(false)
        .anchor(egui::Align2::CENTER_CENTER, egui::Vec2::ZERO)
        .show(ctx, |ui| {
            ui.horizontal(|ui| {
                if ui.button("Use the built-in dialog").clicked() {
                    answer = Answer::UseBuiltIn;
                }
                if ui.button("Cancel").clicked() {
                    answer = Answer::Cancelled;
                }
            });
        });
    answer
}
