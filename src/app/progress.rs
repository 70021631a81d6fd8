//! One strip for everything that takes longer than a blink: what goes on, how far it is, and a way to stop it.

use super::state::App;
use egui::{Align2, Frame, ProgressBar, vec2};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// From the top of the board: the tool bar stays free.
const BELOW_TOOLS: f32 = 56.0;
/// What is over sooner is not shown.
const BLINK: Duration = Duration::from_millis(200);

/// Something that goes on.
#[derive(Clone, Debug)]
pub(super) struct Task {
    /// What, in words.
    pub what: String,
    pub begun: Instant,
    /// The share that is done, from 0 to 1, where it is known.
    pub done: Option<f32>,
    /// How to stop it; none for what cannot be stopped.
    pub cancel: Option<Cancel>,
}

/// What can be stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cancel {
    Opening(PathBuf),
    /// Reading a file to compare with.
    Comparing,
    Estimate,
    Fixes,
    Ranges,
    Tidying,
}

impl App {
    /// Everything that goes on now.
    fn tasks(&self) -> Vec<Task> {
        let mut tasks: Vec<Task> = self.files.tasks().collect();
        tasks.extend(self.keep.task());
        tasks.extend(self.exporting_task());
        let one = |what: &str, begun, done, cancel| Task { what: what.to_owned(), begun, done, cancel: Some(cancel) };
        tasks.extend(self.doc.engine.working_since().map(|begun| one("Estimating", begun, None, Cancel::Estimate)));
        tasks.extend(self.doc.engine.fixing_since().map(|begun| one("Looking for fixes", begun, None, Cancel::Fixes)));
        tasks.extend(
            self.doc.ranges.progress().map(|(begun, done)| one("Drawing ranges", begun, Some(done), Cancel::Ranges)),
        );
        tasks.extend(
            self.doc
                .tidying
                .as_ref()
                .map(|tidying| one("Putting the design in order", tidying.begun, None, Cancel::Tidying)),
        );
        tasks
    }

    /// Shows what goes on, above the board; nothing for what is over in a blink.
    pub(super) fn show_progress(&mut self, ctx: &egui::Context) {
        let tasks = self.tasks();
        let soonest =
            tasks.iter().map(|task| BLINK.saturating_sub(task.begun.elapsed())).filter(|wait| !wait.is_zero());
        if let Some(wait) = soonest.min() {
            ctx.request_repaint_after(wait);
        }
        let shown: Vec<Task> = tasks.into_iter().filter(|task| task.begun.elapsed() >= BLINK).collect();
        if shown.is_empty() {
            return;
        }
        let board = self.doc.view.area();
        let at = if board.is_positive() { board.center_top() } else { ctx.content_rect().center_top() };
        let mut stopped = None;
        egui::Area::new(egui::Id::unique("progress"))
            .fixed_pos(at + vec2(0.0, BELOW_TOOLS))
            .pivot(Align2::CENTER_TOP)
            .order(egui::Order::Foreground)
            .show(ctx, |ui| {
                Frame::popup(ui.style()).show(ui, |ui| {
                    ui.set_max_width(520.0);
                    for task in &shown {
                        ui.horizontal(|ui| {
                            match task.done {
                                Some(done) => {
                                    ui.add(ProgressBar::new(done).desired_width(120.0).show_percentage());
                                }
                                None => {
                                    ui.spinner();
                                }
                            }
                            ui.add(egui::Label::new(&task.what).truncate()).on_hover_text(&task.what);
                            if let Some(cancel) = &task.cancel
                                && ui.button("Cancel").accessible_name(format!("Cancel: {}", task.what)).clicked()
                            {
                                stopped = Some(cancel.clone());
                            }
                        });
                    }
                });
            });
        if let Some(stopped) = stopped {
            self.stop(stopped);
            ctx.request_repaint();
        }
    }

    fn stop(&mut self, what: Cancel) {
        match what {
            Cancel::Opening(path) => self.files.stop_opening(&path),
            Cancel::Comparing => self.keep.stop_reading(),
            Cancel::Estimate => {
                self.doc.engine.stop_estimate();
                self.tell("the figures are those of the design before its last change: Ctrl+Enter estimates again");
            }
            Cancel::Fixes => self.doc.engine.stop_fixing(),
            Cancel::Ranges => self.doc.ranges.stop(),
            Cancel::Tidying => self.doc.tidying = None,
        }
    }
}
