//! The verdict strip: the scenario, whether it is met, each requirement, what binds, and the cost.

use super::command::{Action, Command};
use super::theme;
use super::worker::Engine;
use crate::design::{Design, Edit, Element, ElementId, Id, Override, Scenario};
use crate::estimate::{Estimate, Fix, Severity, Verdict};
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
            commands.push(Command::Unfold(Box::new(verdict.derivation.clone())));
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
            let changes: Vec<_> = fix.changes.iter().map(ToString::to_string).collect();
            let button = ui.button("Apply").on_hover_text(changes.join("\n"));
            if button.hovered() || button.has_focus() {
                commands.push(Command::PointOut(preview(design, fix)));
            }
            if button.clicked() {
                let (edit, sentence) = (apply(design, scenario, fix), fix.sentence.clone());
                commands.push(Command::Fix { edit, sentence });
            }
        }
    });
}

/// What a fix would change, to be pointed out on the board before it is applied.
fn preview(design: &Design, fix: &Fix) -> Vec<(ElementId, String)> {
    let element = |id: &Id| {
        let component = ElementId::Component(id.clone());
        if design.contains(&component) { component } else { ElementId::Link(id.clone()) }
    };
    let mut found: Vec<(ElementId, String)> = Vec::new();
    for change in &fix.changes {
        let words = format!("{}: {}", change.field.label(), change.setting.text());
        let id = element(&change.element);
        match found.iter_mut().find(|(other, _)| *other == id) {
            Some((_, all)) => *all = format!("{all}, {words}"),
            None => found.push((id, words)),
        }
    }
    found
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
fn factor(value: f64) -> String {
    match value {
        v if !v.is_finite() => "unlimited".to_owned(),
        v if v >= 9.95 => format!("{v:.0}x"),
        v if v >= 0.995 => format!("{v:.1}x"),
        v => format!("{v:.2}x"),
    }
}

/// The edit that a fix is, as one step. A field that the scenario changes is changed there, where it counts;
/// any other on the component or link.
fn apply(design: &Design, scenario: Option<&Id>, fix: &Fix) -> Edit {
    let mut scenarios: Vec<Scenario> = chain(design, scenario).into_iter().cloned().collect();
    let mut touched = vec![false; scenarios.len()];
    let mut edits = Vec::new();
    for change in &fix.changes {
        let same = |other: &&mut Override| other.element == change.element && other.field == change.field;
        let overridden = scenarios
            .iter_mut()
            .zip(&mut touched)
            .find_map(|(scenario, touched)| scenario.changes.iter_mut().rfind(same).map(|other| (other, touched)));
        if let Some((other, touched)) = overridden {
            other.setting = change.setting.clone();
            *touched = true;
            continue;
        }
        let component = ElementId::Component(change.element.clone());
        let link = ElementId::Link(change.element.clone());
        if let Some(element) = [component, link].into_iter().find(|id| design.contains(id)) {
            edits.push(Edit::Set { element, field: change.field, setting: Some(change.setting.clone()) });
        }
    }
    let changed = scenarios.into_iter().zip(touched).filter(|(_, touched)| *touched);
    edits.extend(changed.map(|(scenario, _)| Edit::Replace(Element::Scenario(scenario))));
    Edit::All(edits)
}

/// A scenario and those that it is based on, nearest first.
fn chain<'a>(design: &'a Design, scenario: Option<&Id>) -> Vec<&'a Scenario> {
    let mut found: Vec<&Scenario> = Vec::new();
    let mut next = scenario.and_then(|id| design.scenario(id));
    // A scenario that comes again closes a ring.
    while let Some(scenario) = next.filter(|next| found.iter().all(|seen| seen.id != next.id)) {
        found.push(scenario);
        next = scenario.based_on.as_ref().and_then(|id| design.scenario(id));
    }
    found
}
