//! The ranges panel: what uncertain inputs make of the figures. Drawn on a thread when the panel is open, with its
//! progress; dropped when the design has moved on.

use crate::canvas;
use crate::catalog::Catalog;
use crate::design::{Design, Id};
use crate::estimate::{Conditions, Conventions, Driver, SAMPLES, Spread, Uncertainty, uncertainty};
use crate::units::{Amount, Kind};
use egui::{Grid, Ui};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Instant;

/// What draws are of: the subject of the estimate.
pub(super) type Of = (u64, u64, Option<Id>, Conventions);

struct Job {
    of: Of,
    result: Receiver<Uncertainty>,
    stop: Arc<AtomicBool>,
    /// Thousandths that are done.
    done: Arc<AtomicU32>,
    begun: Instant,
}

/// The last draws, and those under way.
#[derive(Default)]
pub(super) struct Ranges {
    found: Option<(Of, Uncertainty)>,
    /// How many draws have been made.
    number: u64,
    running: Option<Job>,
    /// Draws that a person stopped: not begun again until something changes.
    stopped: Option<Of>,
}

impl Drop for Job {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl Ranges {
    /// Begins the draws of the design as it is if need be, and takes them over when they are done.
    pub fn tend(&mut self, ctx: &egui::Context, design: &Design, catalog: &Arc<Catalog>, of: &Of) {
        // A job that is dropped stops by itself.
        self.running.take_if(|job| job.of != *of);
        let current = self.found.as_ref().is_some_and(|(found, _)| found == of);
        if !current && self.running.is_none() && self.stopped.as_ref() != Some(of) {
            self.running = Some(spawn(ctx, design.clone(), catalog, of.clone()));
        }
    }

    /// Shows the draws of the design as it is, and begins them if need be.
    pub fn show(&mut self, ui: &mut Ui, design: &Design, catalog: &Arc<Catalog>, of: &Of) {
        self.tend(ui.ctx(), design, catalog, of);
        if self.running.is_some() {
            ui.weak("Drawing…");
        } else if self.stopped.as_ref() == Some(of) && ui.button("Draw again").clicked() {
            self.draw_again();
        }
        if let Some((_, found)) = &self.found {
            table(ui, design, found);
        }
    }

    /// What the board may show: the draws of this design in this scenario, if only of before its last change.
    pub fn seen(&self, of: &Of, halo: bool) -> canvas::Ranges<'_> {
        let like = |(number, _, scenario, conventions): &Of| (*number, scenario.clone(), *conventions);
        let found = self.found.as_ref().filter(|(found, _)| like(found) == like(of)).map(|(_, found)| found);
        let drawing = self.progress().map(|(_, done)| done);
        canvas::Ranges { found, number: self.number, drawing, halo }
    }

    /// Lets draws begin that were stopped.
    pub fn draw_again(&mut self) {
        self.stopped = None;
    }

    /// When the draws under way were begun, and the share that is done.
    pub fn progress(&self) -> Option<(Instant, f32)> {
        let job = self.running.as_ref()?;
        #[expect(clippy::cast_precision_loss, reason = "thousandths")]
        let done = job.done.load(Ordering::Relaxed) as f32 / 1000.0;
        Some((job.begun, done))
    }

    /// Ends the draws under way; they are begun again when asked for, or when something changes.
    pub fn stop(&mut self) {
        self.stopped = self.running.take().map(|job| job.of.clone());
    }

    /// Takes over what has been drawn, wherever it is shown.
    pub fn collect(&mut self) {
        let Some(job) = &self.running else { return };
        match job.result.try_recv() {
            Ok(found) => {
                self.found = Some((job.of.clone(), found));
                self.number += 1;
                self.running = None;
            }
            Err(TryRecvError::Disconnected) => {
                self.stopped = Some(job.of.clone());
                self.running = None;
            }
            Err(TryRecvError::Empty) => {}
        }
    }
}

fn spawn(ctx: &egui::Context, design: Design, catalog: &Arc<Catalog>, of: Of) -> Job {
    let (sender, result) = channel();
    let (stop, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
    let (ctx, catalog, scenario, conventions) = (ctx.clone(), Arc::clone(catalog), of.2.clone(), of.3);
    let (stopped, progress) = (Arc::clone(&stop), Arc::clone(&done));
    std::thread::spawn(move || {
        let conditions = Conditions { scenario: scenario.as_ref(), changes: &[], conventions };
        let go_on = |share: f64| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1,000")]
            let now = (share * 1000.0) as u32;
            // A hundred repaints are enough for a bar.
            if progress.fetch_max(now, Ordering::Relaxed) / 10 != now / 10 {
                ctx.request_repaint();
            }
            !stopped.load(Ordering::Relaxed)
        };
        // A large design gets fewer draws, so that an answer comes within seconds.
        let samples = (2_000_000 / design.components().len().max(1)).clamp(200, SAMPLES);
        if let Some(found) = uncertainty(&design, &catalog, conditions, samples, &go_on) {
            // The window may have gone on without it.
            let _ = sender.send(found);
        }
        ctx.request_repaint();
    });
    Job { of, result, stop, done, begun: Instant::now() }
}

fn table(ui: &mut Ui, design: &Design, found: &Uncertainty) {
    if found.inputs.is_empty() {
        ui.weak("Nothing here is a range. State an input as low..high, for example 200..800 GB/day, to let it vary.");
        return;
    }
    ui.weak(format!(
        "{} draws of {} uncertain inputs; each figure as 5 % .. 50 % .. 95 %",
        found.samples,
        found.inputs.len()
    ));
    let drivers = |list: &[Driver]| -> String {
        let named = list.iter().take(3).filter_map(|driver| {
            Some(format!("{} ({:+.2})", found.inputs.get(driver.input)?.name, driver.correlation))
        });
        named.collect::<Vec<_>>().join(", ")
    };
    Grid::new("chances").striped(true).num_columns(4).show(ui, |ui| {
        for head in ["Requirement", "Met", "Figure", "Driven by"] {
            ui.strong(head);
        }
        ui.end_row();
        for chance in &found.verdicts {
            ui.label(&chance.title);
            ui.label(Amount::of(chance.met).shown_as(Kind::Share).to_string());
            ui.label(cell(chance.value.as_ref()));
            ui.weak(drivers(&chance.drivers));
            ui.end_row();
        }
        ui.label("cost");
        ui.label("");
        ui.label(cell(Some(&found.cost)));
        ui.weak(drivers(&found.cost_drivers));
        ui.end_row();
    });
    ui.add_space(6.0);
    Grid::new("spreads").striped(true).num_columns(5).show(ui, |ui| {
        for head in ["Component", "Load at peak", "Staleness max", "Stored", "Cost"] {
            ui.strong(head);
        }
        ui.end_row();
        for (id, figures) in found.components.iter().take(200) {
            ui.label(design.component(id).map_or(id.as_str(), |component| component.name.as_str()));
            for spread in [&figures.utilization, &figures.staleness, &figures.stored, &figures.cost] {
                ui.label(cell(spread.as_ref()));
            }
            ui.end_row();
        }
    });
}

fn cell(spread: Option<&Spread>) -> String {
    match spread {
        None => "-".to_owned(),
        Some(spread) if spread.p5 == spread.p95 => spread.p50.to_string(),
        Some(spread) => format!("{} .. {} .. {}", spread.p5, spread.p50, spread.p95),
    }
}
