//! The verdict strip: the scenario, whether it is met, each requirement, what binds, and the cost.

use super::clipboard::plural;
use super::command::{Action, Command};
use super::worker::Engine;
use super::{fixing, theme};
use crate::design::{Design, ElementId, Id};
use crate::estimate::{Estimate, Fix, Severity, Verdict};
use crate::units::{Measure, write};
use egui::{Align, Button, ComboBox, Layout, RichText, TextWrapMode, Ui};

/// Height of the list of requirements, beyond which it scrolls: about six lines.
const MOST_HEIGHT: f32 = 140.0;

/// Shows the strip: one line with the requirement that matters most, or all of them if it is open.
pub fn show(
    ui: &mut Ui,
    design: &Design,
    engine: &Engine,
    scenario: Option<&Id>,
    open: bool,
    commands: &mut Vec<Command>,
) {
    ui.horizontal(|ui| {
        chooser(ui, design, scenario, commands);
        let Some(estimate) = engine.estimate() else {
            ui.weak("Nothing has been estimated yet.");
            return;
        };
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            unfold(ui, estimate.verdicts.len(), open, commands);
            ui.label(format!("total {}", write(estimate.cost)));
            if engine.is_fixing() && !engine.is_working() {
                if ui.small_button("Stop").accessible_name("Stop looking for fixes").clicked() {
                    commands.push(Command::Act(Action::StopSearch));
                }
                ui.weak("looking for fixes…");
            } else if engine.is_working() {
                ui.weak("estimating…");
            }
            let worst = worst(estimate).filter(|_| !open);
            let fix = worst.filter(|verdict| !verdict.met).and_then(|verdict| verdict.fix.as_ref());
            if let Some(fix) = fix {
                fixing::button(ui, "Apply", design, scenario, fix, commands);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                whole(ui, design, estimate, scenario, commands);
                if let Some(worst) = worst {
                    brief(ui, design, estimate, worst, fix, commands);
                }
            });
        });
    });
    if let Some(estimate) = engine.estimate().filter(|_| open) {
        egui::ScrollArea::vertical().id_salt("verdicts").max_height(MOST_HEIGHT).auto_shrink([false, true]).show(
            ui,
            |ui| {
                for verdict in &estimate.verdicts {
                    one(ui, design, scenario, verdict, commands);
                }
            },
        );
    }
    ui.add_space(2.0);
}

/// The button that unfolds all requirements.
fn unfold(ui: &mut Ui, count: usize, open: bool, commands: &mut Vec<Command>) {
    if count == 0 {
        return;
    }
    let button = Button::selectable(open, plural(count, "requirement"));
    let response = ui.add(button).on_hover_text(if open { "Shows one line" } else { "Shows each on a line" });
    if response.clicked() {
        commands.push(Command::Act(Action::AllVerdicts));
    }
}

/// The requirement that matters most: the first that is not met, or else the one with the least headroom.
fn worst(estimate: &Estimate) -> Option<&Verdict> {
    let room = |verdict: &&Verdict| verdict.headroom.map_or(f64::INFINITY, Measure::base);
    let all = || estimate.verdicts.iter();
    all().find(|verdict| !verdict.met).or_else(|| all().min_by(|a, b| room(a).total_cmp(&room(b))))
}

/// A requirement in what is left of the line, and how to meet it; the others on hover.
fn brief(
    ui: &mut Ui,
    design: &Design,
    estimate: &Estimate,
    verdict: &Verdict,
    fix: Option<&Fix>,
    commands: &mut Vec<Command>,
) {
    let name = |id: &Id| design.component(id).map_or_else(|| id.to_string(), |component| component.name.clone());
    let in_words = |verdict: &Verdict| {
        let binds = verdict.binds.as_ref().map(|id| format!("; binds at {}", name(id))).unwrap_or_default();
        format!("{}{binds}", sentence(verdict, name))
    };
    let room = ui.available_width() * if fix.is_some() { 0.6 } else { 1.0 };
    let link = ui
        .scope(|ui| {
            ui.set_max_width(room);
            ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
            ui.link(in_words(verdict))
        })
        .inner;
    let link = link.on_hover_ui(|ui| {
        for verdict in &estimate.verdicts {
            ui.horizontal(|ui| {
                let color = if verdict.met { theme::good(ui.visuals()) } else { ui.visuals().error_fg_color };
                theme::mark(ui, verdict.met, color);
                ui.colored_label(color, if verdict.met { "met" } else { "not met" });
                ui.label(in_words(verdict));
            });
        }
        ui.weak("Click to see how this was computed.");
    });
    if link.clicked() {
        look_into(verdict, commands);
    }
    if let Some(fix) = fix {
        ui.add(egui::Label::new(format!("fix: {}", fix.sentence)).truncate());
    }
}

fn look_into(verdict: &Verdict, commands: &mut Vec<Command>) {
    commands.push(Command::ExplainVerdict(Box::new(verdict.requirement.clone())));
    if let Some(id) = &verdict.binds {
        commands.push(Command::Reveal(ElementId::Component(id.clone())));
    }
}

fn chooser(ui: &mut Ui, design: &Design, scenario: Option<&Id>, commands: &mut Vec<Command>) {
    let label = ui.label("Scenario");
    let name = scenario.and_then(|id| design.scenario(id)).map_or("as drawn", |scenario| scenario.name.as_str());
    let response = ComboBox::from_id_salt("scenario")
        .selected_text(name)
        .width(190.0)
        .truncate()
        .show_ui(ui, |ui| {
            if ui.selectable_label(scenario.is_none(), "as drawn").clicked() {
                commands.push(Command::Choose(None));
            }
            for other in design.scenarios() {
                let name = if other.what_if { format!("{} (what if)", other.name) } else { other.name.clone() };
                if ui.selectable_label(scenario == Some(&other.id), name).clicked() {
                    commands.push(Command::Choose(Some(other.id.clone())));
                }
            }
        })
        .response;
    response.labelled_by(label.id);
}

fn whole(ui: &mut Ui, design: &Design, estimate: &Estimate, scenario: Option<&Id>, commands: &mut Vec<Command>) {
    if estimate.verdicts.is_empty() {
        // What to do about it, at hand.
        if scenario.is_some() {
            ui.weak("This scenario has no requirements: nothing is held against the figures.");
            if ui.link("Add one in the inspector").clicked() {
                commands.push(Command::Select(Vec::new()));
            }
        } else if design.scenarios().len() > 0 {
            ui.weak("As drawn, nothing is required: choose a scenario for a verdict.");
        } else {
            ui.weak("Nothing is required yet.");
            if ui.link("Add a scenario").clicked() {
                commands.push(Command::Act(Action::AddScenario));
            }
            ui.weak("to get a verdict.");
        }
        return;
    }
    let errors = estimate.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let met = estimate.verdicts.iter().filter(|verdict| verdict.met).count();
    let all = estimate.verdicts.len();
    let (text, good) = match (estimate.is_met(), errors) {
        (true, _) => ("met".to_owned(), true),
        (false, 0) => (format!("not met: {met} of {all} hold"), false),
        (false, errors) => (format!("not met: {met} of {all} hold, {}", plural(errors, "error")), false),
    };
    let color = if good { theme::good(ui.visuals()) } else { ui.visuals().error_fg_color };
    theme::mark(ui, good, color);
    ui.label(RichText::new(text).strong().color(color));
}

fn one(ui: &mut Ui, design: &Design, scenario: Option<&Id>, verdict: &Verdict, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        let color = if verdict.met { theme::good(ui.visuals()) } else { ui.visuals().error_fg_color };
        theme::mark(ui, verdict.met, color);
        ui.colored_label(color, if verdict.met { "met" } else { "not met" });
        let name = |id: &Id| design.component(id).map_or_else(|| id.to_string(), |component| component.name.clone());
        let text = sentence(verdict, name);
        let link = ui.link(text).on_hover_text("Click to see how this was computed");
        if link.clicked() {
            look_into(verdict, commands);
        }
        if verdict.class != crate::estimate::Class::Exact && verdict.value.is_some() {
            ui.weak(format!("({})", verdict.class));
        }
        if let Some(id) = &verdict.binds {
            ui.weak("binds at");
            if ui.link(name(id)).on_hover_text(&verdict.because).clicked() {
                commands.push(Command::Reveal(ElementId::Component(id.clone())));
            }
            if !verdict.because.is_empty() {
                ui.weak(&verdict.because);
            }
        }
        if let Some(fix) = verdict.fix.as_ref().filter(|_| !verdict.met) {
            ui.label(format!("fix: {}", fix.sentence));
            fixing::button(ui, "Apply", design, scenario, fix, commands);
        }
    });
}

/// "staleness p95 at Dashboards: 41 min of 2 h, headroom 2.9x".
fn sentence(verdict: &Verdict, name: impl Fn(&Id) -> String) -> String {
    let title = verdict.title();
    // People know a component by its name, not by its id.
    let named = verdict
        .requirement
        .at()
        .and_then(|id| title.strip_suffix(id.as_str()).map(|stem| format!("{stem}{}", name(id))));
    let title = named.unwrap_or(title);
    let limit = verdict.limit;
    let Some(value) = verdict.value else { return format!("{title}: no value, limit {limit}") };
    let headroom = verdict.headroom.map(|headroom| format!(", headroom {}", factor(headroom.base())));
    format!("{title}: {value} of {limit}{}", headroom.unwrap_or_default())
}

/// A factor to two digits: `2.9x`, `0.07x`, `14x`.
pub fn factor(value: f64) -> String {
    match value {
        v if !v.is_finite() => "unlimited".to_owned(),
        v if v >= 9.95 => format!("{v:.0}x"),
        v if v >= 0.995 => format!("{v:.1}x"),
        v => format!("{v:.2}x"),
    }
}
