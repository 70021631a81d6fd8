//! The verdict strip: the scenario, whether it is met, each requirement, what binds, and the cost.

use super::command::{Action, Command};
use super::worker::Engine;
use super::{fixing, theme};
use crate::design::{Design, ElementId, Id};
use crate::estimate::{Estimate, Severity, Verdict};
use crate::units::{Measure, write};
use egui::{ComboBox, RichText, Ui};

/// Height of the list of requirements, beyond which it scrolls: about six lines.
const MOST_HEIGHT: f32 = 140.0;

/// Shows the strip.
pub fn show(ui: &mut Ui, design: &Design, engine: &Engine, scenario: Option<&Id>, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        chooser(ui, design, scenario, commands);
        let Some(estimate) = engine.estimate() else {
            ui.weak("Nothing has been estimated yet.");
            return;
        };
        whole(ui, estimate, scenario);
        ui.separator();
        ui.label(format!("total {}", write(estimate.cost)));
        if engine.is_working() {
            ui.weak("estimating…");
        } else if engine.is_fixing() {
            ui.weak("looking for fixes…");
            if ui.small_button("Stop").accessible_name("Stop looking for fixes").clicked() {
                commands.push(Command::Act(Action::StopSearch));
            }
        }
    });
    if let Some(estimate) = engine.estimate() {
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

fn whole(ui: &mut Ui, estimate: &Estimate, scenario: Option<&Id>) {
    if estimate.verdicts.is_empty() {
        ui.weak(if scenario.is_none() {
            "no requirements: choose or add a scenario for a verdict"
        } else {
            "this scenario has no requirements"
        });
        return;
    }
    let errors = estimate.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let met = estimate.verdicts.iter().filter(|verdict| verdict.met).count();
    let all = estimate.verdicts.len();
    let (text, good) = match (estimate.is_met(), errors) {
        (true, _) => ("met".to_owned(), true),
        (false, 0) => (format!("not met: {met} of {all} requirements hold"), false),
        (false, 1) => (format!("not met: {met} of {all} requirements hold, 1 error"), false),
        (false, n) => (format!("not met: {met} of {all} requirements hold, {n} errors"), false),
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
            commands.push(Command::ExplainVerdict(Box::new(verdict.requirement.clone())));
            if let Some(id) = &verdict.binds {
                commands.push(Command::Reveal(ElementId::Component(id.clone())));
            }
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
