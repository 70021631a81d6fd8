//! Keeps the estimate of the design as it is now: at once for designs of usual size, on a thread for large ones.
//! Fixes for unmet requirements are always looked for on a thread. What is finished too late is dropped.

use crate::catalog::Catalog;
use crate::design::{Design, History, Id};
use crate::estimate::{Conditions, Conventions, Estimate, estimate, find_fixes_until};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Instant;

/// Components above which the estimate leaves the frame.
const LARGE: usize = 2_000;

/// What an estimate is of: which document, what of it figures depend on, scenario, conventions.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Subject {
    document: u64,
    substance: u64,
    scenario: Option<Id>,
    conventions: Conventions,
}

struct Job {
    of: Subject,
    result: Receiver<Estimate>,
    /// Told to end early.
    stop: Arc<AtomicBool>,
    begun: Instant,
}

/// The estimate and the threads that work on it.
#[derive(Default)]
pub struct Engine {
    estimate: Option<Estimate>,
    /// How many estimates there have been.
    made: u64,
    of: Option<Subject>,
    running: Option<Job>,
    fixing: Option<Job>,
    fixed: Option<Subject>,
    /// An estimate that a person stopped: not begun again until something changes.
    stopped: Option<Subject>,
}

impl Engine {
    /// The last estimate; it may be of the revision before while a large design is being worked on.
    pub fn estimate(&self) -> Option<&Estimate> {
        self.estimate.as_ref()
    }

    /// Rises with every new estimate.
    pub fn made(&self) -> u64 {
        self.made
    }

    /// Whether a newer estimate is on its way.
    pub fn is_working(&self) -> bool {
        self.running.is_some()
    }

    /// Whether fixes are being looked for.
    pub fn is_fixing(&self) -> bool {
        self.fixing.is_some()
    }

    /// When the estimate that is on its way was begun.
    pub fn working_since(&self) -> Option<Instant> {
        self.running.as_ref().map(|job| job.begun)
    }

    /// When the search for fixes was begun.
    pub fn fixing_since(&self) -> Option<Instant> {
        self.fixing.as_ref().map(|job| job.begun)
    }

    /// Waits no more for the estimate that is on its way; the next begins with the next change.
    pub fn stop_estimate(&mut self) {
        self.stopped = self.running.take().map(|job| job.of);
    }

    /// Ends the search for fixes; it begins again with the next change.
    pub fn stop_fixing(&mut self) {
        if let Some(job) = self.fixing.take() {
            job.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Whether the estimate is of another document, revision or scenario, and nothing is under way to mend it.
    pub fn is_stale(&self, document: u64, history: &History, scenario: Option<&Id>, conventions: Conventions) -> bool {
        let now = Subject { document, substance: history.substance(), scenario: scenario.cloned(), conventions };
        self.running.is_none() && self.of.as_ref() != Some(&now) && self.stopped.as_ref() != Some(&now)
    }

    /// Makes everything be estimated again.
    pub fn forget(&mut self) {
        self.of = None;
        self.fixed = None;
        self.stopped = None;
    }

    /// Brings the estimate up to date with the design. Call once a frame.
    ///
    /// `document` is the number of the document: revisions of different documents are different.
    pub fn refresh(
        &mut self,
        ctx: &egui::Context,
        document: u64,
        history: &History,
        catalog: &Arc<Catalog>,
        scenario: Option<&Id>,
        conventions: Conventions,
    ) {
        let now = Subject { document, substance: history.substance(), scenario: scenario.cloned(), conventions };
        self.collect(&now);
        if self.of.as_ref() != Some(&now) && self.running.is_none() && self.stopped.as_ref() != Some(&now) {
            let design = history.design();
            if design.components().len() > LARGE {
                self.running = Some(spawn(ctx, now.clone(), design.clone(), catalog, None));
            } else {
                let conditions = Conditions { scenario, changes: &[], conventions };
                self.estimate = Some(estimate(design, catalog, conditions));
                self.made += 1;
                self.of = Some(now.clone());
            }
        }
        self.look_for_fixes(ctx, &now, history.design(), catalog);
    }

    fn collect(&mut self, now: &Subject) {
        if let Some(job) = &self.running {
            match job.result.try_recv() {
                Ok(result) => {
                    // Even a late result is better than the one before it; `of` says whose it is.
                    if job.of.document == now.document {
                        self.estimate = Some(result);
                        self.made += 1;
                        self.of = Some(job.of.clone());
                    }
                    self.running = None;
                }
                Err(TryRecvError::Disconnected) => {
                    self.of = Some(job.of.clone());
                    self.running = None;
                }
                Err(TryRecvError::Empty) => {}
            }
        }
        if let Some(job) = &self.fixing {
            match job.result.try_recv() {
                Ok(result) => {
                    if job.of == *now && self.of.as_ref() == Some(now) {
                        self.estimate = Some(result);
                        self.made += 1;
                    }
                    self.fixing = None;
                }
                Err(TryRecvError::Disconnected) => self.fixing = None,
                Err(TryRecvError::Empty) => {}
            }
        }
    }

    fn look_for_fixes(&mut self, ctx: &egui::Context, now: &Subject, design: &Design, catalog: &Arc<Catalog>) {
        let Some(found) = self.estimate.as_ref().filter(|_| self.of.as_ref() == Some(now)) else { return };
        let wanted = found.verdicts.iter().any(|verdict| !verdict.met && verdict.fix.is_none());
        // What is out of service cannot be enlarged.
        let scenario = now.scenario.as_ref().and_then(|id| design.scenario(id));
        let wanted = wanted && !scenario.is_some_and(super::outage::is_outage);
        // One search at a time: while one types, the search of an older revision is ended and a new one follows.
        if let Some(job) = self.fixing.as_ref().filter(|job| job.of != *now) {
            job.stop.store(true, Ordering::Relaxed);
        }
        if wanted && self.fixing.is_none() && self.fixed.as_ref() != Some(now) {
            self.fixed = Some(now.clone());
            self.fixing = Some(spawn(ctx, now.clone(), design.clone(), catalog, Some(found.clone())));
        }
    }
}

/// Estimates on a thread, or looks for the fixes of an estimate that is there.
fn spawn(ctx: &egui::Context, of: Subject, design: Design, catalog: &Arc<Catalog>, to_fix: Option<Estimate>) -> Job {
    let (sender, result) = channel();
    let (ctx, catalog, scenario) = (ctx.clone(), Arc::clone(catalog), of.scenario.clone());
    let conventions = of.conventions;
    let stop = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&stop);
    std::thread::spawn(move || {
        let conditions = Conditions { scenario: scenario.as_ref(), changes: &[], conventions };
        let found = match to_fix {
            Some(mut found) => {
                find_fixes_until(&mut found, &design, &catalog, conditions, &told);
                found
            }
            None => estimate(&design, &catalog, conditions),
        };
        // The window may have gone on without it.
        let _ = sender.send(found);
        ctx.request_repaint();
    });
    Job { of, result, stop, begun: Instant::now() }
}
