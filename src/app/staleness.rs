//! How the staleness at a component comes about, as a picture: step by step from the source on, means and maxima, which
//! add up; percentiles, which do not, as marks on the whole; and what is required.

use super::command::Command;
use super::picture::{self, Bar, Lane, Mark, Picture, Row, Scale};
use super::ranges;
use super::state::App;
use crate::canvas::Palette;
use crate::catalog::{Catalog, Role};
use crate::design::{Design, ElementId, Id, Requirement};
use crate::estimate::{Conditions, Estimate, Explainer, Way};
use crate::units::{Measure as _, Time, write};
use egui::{Grid, Sense, Ui, vec2};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// Components above which the way is found on a thread.
const LARGE: usize = 2_000;
/// Steps with a row of their own.
const MOST: usize = 40;
/// A limit that is farther away than this many times the maximum is told in words only.
const FAR: f64 = 2.5;

/// The way to a component, and what it is of.
type Found = (ranges::Of, Id, Option<Way>);

/// The last way that was found, and the one that is being looked for.
#[derive(Default)]
pub(super) struct Kept {
    found: Option<Found>,
    running: Option<(ranges::Of, Id, Receiver<Option<Way>>)>,
}

impl Kept {
    fn collect(&mut self) {
        let Some((of, at, result)) = &self.running else { return };
        let way = match result.try_recv() {
            Ok(way) => way,
            Err(TryRecvError::Disconnected) => None,
            Err(TryRecvError::Empty) => return,
        };
        self.found = Some((of.clone(), at.clone(), way));
        self.running = None;
    }

    /// Whether it is the way, or that way is being looked for already.
    fn is_of(&self, of: &ranges::Of, at: &Id) -> bool {
        let found = self.found.as_ref().is_some_and(|(known, place, _)| known == of && place == at);
        found || self.running.as_ref().is_some_and(|(known, place, _)| known == of && place == at)
    }
}

impl App {
    /// The component whose staleness is shown: the selected one, else the end of the critical path.
    fn stale_at(&self) -> Option<Id> {
        let estimate = self.doc.engine.estimate()?;
        let mut selected = self.doc.view.selection.iter().filter_map(|element| match element {
            ElementId::Component(id) => Some(id),
            _ => None,
        });
        match (selected.next(), selected.next()) {
            (Some(id), None) => Some(id.clone()),
            _ => estimate.critical_path.last().cloned(),
        }
    }

    /// Finds the way again if the design, the scenario or the component is another; in a large design on a thread.
    pub(super) fn find_way(&mut self, ctx: &egui::Context, of: &ranges::Of) {
        self.doc.way.collect();
        let Some(at) = self.stale_at() else {
            self.doc.way = Kept::default();
            return;
        };
        if self.doc.way.is_of(of, &at) {
            return;
        }
        let design = self.doc.history.design();
        if design.components().len() <= LARGE {
            let way = way(design, &self.catalog, of, &at);
            self.doc.way = Kept { found: Some((of.clone(), at, way)), running: None };
        } else if self.doc.way.running.is_none() {
            // One at a time: while one types, the next begins when this one is found.
            let (sender, result) = channel();
            let (ctx, design, catalog) = (ctx.clone(), design.clone(), Arc::clone(&self.catalog));
            self.doc.way.running = Some((of.clone(), at.clone(), result));
            let of = of.clone();
            std::thread::spawn(move || {
                // The window may have gone on without it.
                let _ = sender.send(way(&design, &catalog, &of, &at));
                ctx.request_repaint();
            });
        }
    }
}

fn way(design: &Design, catalog: &Catalog, of: &ranges::Of, at: &Id) -> Option<Way> {
    let conditions = Conditions { scenario: of.2.as_ref(), changes: &[], conventions: of.3 };
    Explainer::new(design, catalog, conditions).way(at)
}

/// Shows the panel.
pub(super) fn show(ui: &mut Ui, design: &Design, estimate: &Estimate, kept: &Kept, commands: &mut Vec<Command>) {
    let Some((_, at, way)) = &kept.found else {
        ui.weak(if kept.running.is_some() {
            "Looking for the way of the stalest data…"
        } else {
            "Nothing here has a staleness: no source sends anything."
        });
        return;
    };
    let name = name(design, &ElementId::Component(at.clone()));
    let Some(way) = way.as_ref().filter(|way| !way.steps.is_empty()) else {
        ui.weak(format!("{name} has no staleness: nothing feeds it, or something before it falls behind."));
        return;
    };
    let required = required(estimate, at);
    head(ui, &name, way, &required);
    let palette = Palette::of(ui.visuals());
    let picture = draw(design, &name, way, &required, &palette);
    ui.horizontal_top(|ui| {
        let width = (ui.clip_rect().width() - 410.0).clamp(440.0, 900.0);
        let clicked = picture::show(ui, &format!("Staleness at {name}"), &picture, width);
        if let Some(step) = clicked.and_then(|row| way.steps.get(row)) {
            commands.push(Command::Reveal(step.at.clone()));
        }
        ui.separator();
        ui.vertical(|ui| steps(ui, design, way, commands));
    });
}

fn name(design: &Design, element: &ElementId) -> String {
    match element {
        ElementId::Component(id) => design.component(id).map_or_else(|| id.to_string(), |c| c.name.clone()),
        _ => design.title(element),
    }
}

/// What is required of the staleness there: the statistic and the limit in seconds.
fn required(estimate: &Estimate, at: &Id) -> Vec<(&'static str, f64)> {
    let verdicts = estimate.verdicts.iter();
    let found = verdicts.filter_map(|verdict| match &verdict.requirement {
        Requirement::Staleness { at: place, statistic, .. } if place == at => {
            Some((statistic.name(), verdict.limit.base()))
        }
        _ => None,
    });
    found.collect()
}

/// The whole in words, and what the pieces of the picture mean.
fn head(ui: &mut Ui, name: &str, way: &Way, required: &[(&'static str, f64)]) {
    let palette = Palette::of(ui.visuals());
    let whole = &way.whole;
    ui.horizontal_wrapped(|ui| {
        ui.strong(format!("Data at {name}"));
        ui.label(format!("is {} old on average, {} at most", write(whole.mean), write(whole.max)));
        for (statistic, limit) in required {
            ui.label(format!("({statistic} required within {})", write(Time::from_base(*limit))));
        }
        ui.separator();
        for (color, pale, text) in [
            (mean_color(&palette), false, "on\u{a0}average"),
            (max_color(&palette), false, "always"),
            (max_color(&palette), true, "at\u{a0}most"),
        ] {
            swatch(ui, color, pale);
            ui.weak(text);
        }
    });
}

/// A small square of the colour of a bar.
pub(super) fn swatch(ui: &mut Ui, color: egui::Color32, pale: bool) {
    let (rect, _) = ui.allocate_exact_size(vec2(11.0, 11.0), Sense::hover());
    let fill = color.gamma_multiply(if pale { 0.16 } else { 0.42 });
    ui.painter().rect(rect, 0.0, fill, (1.0, color), egui::StrokeKind::Inside);
}

fn mean_color(palette: &Palette) -> egui::Color32 {
    palette.role(Role::Compute)
}

fn max_color(palette: &Palette) -> egui::Color32 {
    palette.role(Role::Store)
}

/// The waterfall: each step begins where the one before it ends, means above, maxima below.
fn draw(design: &Design, at: &str, way: &Way, required: &[(&'static str, f64)], palette: &Palette) -> Picture {
    let mut rows = Vec::new();
    let mut bars = Vec::new();
    let (mut mean, mut max) = (0.0, 0.0);
    for step in way.steps.iter().take(MOST) {
        let part = &step.part;
        let told = format!(
            "{}: {}\n{} to {}, on average {}",
            name(design, &step.at),
            part.what,
            write(part.min),
            write(part.max),
            write(part.mean)
        );
        let ends = Ends { mean, max, min: part.min.base(), by_mean: part.mean.base(), by_max: part.max.base() };
        cascade(&mut bars, rows.len(), &ends, &told, palette);
        (mean, max) = (mean + part.mean.base(), max + part.max.base());
        let name = format!("{}\n{}", name(design, &step.at), part.what);
        // Where a bar is too short for its figure.
        let small = part.max.base() < 0.1 * way.whole.max.base();
        let end = if small { format!("at most {}", write(part.max)) } else { String::new() };
        rows.push(Row { name, end, told });
    }
    let (rest_mean, rest_max) = (way.whole.mean.base() - mean, way.whole.max.base() - max);
    if rest_mean.abs().max(rest_max.abs()) > 1e-6 * way.whole.max.base().max(1e-9) {
        let by = |rest: f64| format!("{}{}", if rest < 0.0 { "-" } else { "" }, write(Time::from_base(rest.abs())));
        let told = format!(
            "Other inputs, and steps that do not fall together\non average {}, at most {}",
            by(rest_mean),
            by(rest_max)
        );
        let ends = Ends { mean, max, min: 0.0, by_mean: rest_mean, by_max: rest_max };
        cascade(&mut bars, rows.len(), &ends, &told, palette);
        let why = if rest_max < 0.0 { "never all at their most at once" } else { "other inputs" };
        rows.push(Row { name: format!("the rest\n{why}"), end: by(rest_max), told });
    }
    let whole = &way.whole;
    let (p50, p95) = (write(whole.p50), write(whole.p95));
    let told = format!(
        "{at}, all together: {} to {}, on average {}\np50 {p50}, p95 {p95}",
        write(whole.min),
        write(whole.max),
        write(whole.mean),
    );
    let ends =
        Ends { mean: 0.0, max: 0.0, min: whole.min.base(), by_mean: whole.mean.base(), by_max: whole.max.base() };
    cascade(&mut bars, rows.len(), &ends, &told, palette);
    rows.push(Row { name: "together".to_owned(), end: String::new(), told: told.clone() });
    // Percentiles belong to the whole alone.
    let row = Some(rows.len());
    rows.push(Row { name: "percentiles\nof the whole only".to_owned(), end: String::new(), told });
    let mark = |at: Time, label: String| Mark { row, at: at.base(), color: palette.accent, label };
    let mut marks = vec![mark(whole.p50, format!("p50 {p50}")), mark(whole.p95, format!("p95 {p95}"))];
    for (statistic, limit) in required.iter().filter(|(_, limit)| *limit <= FAR * whole.max.base().max(1e-9)) {
        let label = format!("{statistic} within {}", write(Time::from_base(*limit)));
        marks.push(Mark { row: None, at: *limit, color: palette.alarm, label });
    }
    Picture { scale: Scale::Time, rows, bars, marks }
}

/// Where a step begins, and how far it goes.
struct Ends {
    mean: f64,
    max: f64,
    min: f64,
    by_mean: f64,
    by_max: f64,
}

fn cascade(bars: &mut Vec<Bar>, row: usize, ends: &Ends, told: &str, palette: &Palette) {
    let mut put = |lane, from: f64, by: f64, color, pale| {
        let label = if pale || lane == Lane::Upper { write(Time::from_base(by.abs())) } else { String::new() };
        let label = if by < 0.0 { format!("-{label}") } else { label };
        if by != 0.0 {
            bars.push(Bar { row, lane, from, to: from + by, color, pale, label, told: told.to_owned() });
        }
    };
    put(Lane::Upper, ends.mean, ends.by_mean, mean_color(palette), false);
    put(Lane::Lower, ends.max, ends.by_max, max_color(palette), true);
    put(Lane::Lower, ends.max, ends.min.min(ends.by_max.max(0.0)), max_color(palette), false);
}

/// The same as a table, whose names lead to the board.
fn steps(ui: &mut Ui, design: &Design, way: &Way, commands: &mut Vec<Command>) {
    Grid::new("steps of staleness").striped(true).num_columns(5).show(ui, |ui| {
        for title in ["Step", "Least", "Average", "Most", ""] {
            ui.strong(title);
        }
        ui.end_row();
        for step in way.steps.iter().take(MOST) {
            let full = name(design, &step.at);
            let link = ui.link(picture::short_name(&full)).accessible_name(full.as_str());
            if link.on_hover_text(full).clicked() {
                commands.push(Command::Reveal(step.at.clone()));
            }
            for time in [step.part.min, step.part.mean, step.part.max] {
                ui.label(write(time));
            }
            ui.weak(step.part.what);
            ui.end_row();
        }
        ui.strong("together");
        for time in [way.whole.min, way.whole.mean, way.whole.max] {
            ui.strong(write(time));
        }
        ui.weak(format!("p50 {}, p95 {}: of the whole only", write(way.whole.p50), write(way.whole.p95)));
        ui.end_row();
    });
    let more = way.steps.len().saturating_sub(MOST);
    if more > 0 {
        ui.weak(format!("and {more} more steps"));
    }
}
