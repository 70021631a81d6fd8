//! The list of problems: how bad, where, and what to do. A click goes there.

use super::command::Command;
use super::{fixing, outage, theme};
use crate::catalog::{Catalog, Field, Role};
use crate::design::{Design, ElementId, Id};
use crate::estimate::{Estimate, Problem, Severity};
use egui::{ScrollArea, Ui};

/// Most problems shown; the worst stand first.
const MOST: usize = 300;

/// Shows the list in what scrolls; only the lines that are seen are laid out.
pub fn show(
    ui: &mut Ui,
    scrolls: ScrollArea,
    design: &Design,
    catalog: &Catalog,
    estimate: &Estimate,
    scenario: Option<&Id>,
    commands: &mut Vec<Command>,
) {
    if estimate.problems.is_empty() {
        let words = if design.components().len() == 0 {
            "Nothing is drawn yet. Problems appear here as you draw."
        } else {
            "No problems found."
        };
        scrolls.show(ui, |ui| ui.weak(words));
        return;
    }
    let shown = estimate.problems.len().min(MOST);
    let rest = estimate.problems.len() - shown;
    let lines = shown + usize::from(rest > 0);
    // What is out of service cannot be enlarged.
    let down = scenario.and_then(|id| design.scenario(id)).is_some_and(outage::is_outage);
    scrolls.show_rows(ui, ui.spacing().interact_size.y, lines, |ui, range| {
        for line in range {
            let Some(problem) = estimate.problems.get(line).filter(|_| line < shown) else {
                ui.horizontal(|ui| ui.weak(format!("and {rest} more")));
                continue;
            };
            let before = estimate.problems.get(..line).unwrap_or_default();
            ui.horizontal(|ui| {
                one(ui, design, problem, commands);
                if !down
                    && let Some(id) = lacks(problem)
                    // The first problem of a component that has too few units is that.
                    && !before.iter().any(|other| lacks(other) == Some(id))
                    && let Some(fix) = fixing::units(design, catalog, estimate, id)
                {
                    fixing::button(ui, &format!("Give it {}", fix.sentence), design, scenario, &fix, commands);
                }
            });
        }
    });
}

/// The component of a problem that more units might mend.
fn lacks(problem: &Problem) -> Option<&Id> {
    match &problem.at {
        Some(ElementId::Component(id)) if problem.severity != Severity::Hint => Some(id),
        _ => None,
    }
}

/// Whether a source has not been told what comes from it.
fn lacks_load(design: &Design, id: &Id) -> bool {
    design.component(id).is_some_and(|it| it.role == Role::Source && it.settings.get(Field::Load).is_none())
}

fn one(ui: &mut Ui, design: &Design, problem: &Problem, commands: &mut Vec<Command>) {
    let color = theme::of_severity(ui.visuals(), problem.severity);
    theme::mark(ui, problem.severity == Severity::Hint, color);
    ui.colored_label(color, problem.severity.name());
    let Some(at) = &problem.at else {
        ui.label(&problem.message);
        return;
    };
    let name = design.title(at);
    let text =
        if problem.message.contains(&name) { problem.message.clone() } else { format!("{name}: {}", problem.message) };
    if ui.link(text).clicked() {
        commands.push(match at {
            // What is missing can be typed at once.
            ElementId::Component(id) if lacks_load(design, id) => Command::Focus(at.clone(), Field::Load),
            _ => Command::Reveal(at.clone()),
        });
    }
}
