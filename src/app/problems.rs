//! The list of problems: how bad, where, and what to do. A click goes there.

use super::command::Command;
use super::{fixing, outage, theme};
use crate::catalog::Catalog;
use crate::design::{Design, ElementId, Id};
use crate::estimate::{Estimate, Severity};
use egui::Ui;
use std::collections::BTreeSet;

/// Most problems shown; the worst stand first.
const MOST: usize = 300;

/// Shows the list.
pub fn show(
    ui: &mut Ui,
    design: &Design,
    catalog: &Catalog,
    estimate: &Estimate,
    scenario: Option<&Id>,
    commands: &mut Vec<Command>,
) {
    if estimate.problems.is_empty() {
        ui.weak(if design.components().len() == 0 {
            "Nothing is drawn yet. Problems appear here as you draw."
        } else {
            "No problems found."
        });
        return;
    }
    // What is out of service cannot be enlarged.
    let down = scenario.and_then(|id| design.scenario(id)).is_some_and(outage::is_outage);
    let mut offered = BTreeSet::new();
    for problem in estimate.problems.iter().take(MOST) {
        ui.horizontal(|ui| {
            let color = theme::of_severity(ui.visuals(), problem.severity);
            theme::mark(ui, problem.severity == Severity::Hint, color);
            ui.colored_label(color, problem.severity.name());
            match &problem.at {
                Some(at) => {
                    let name = design.title(at);
                    let text = if problem.message.contains(&name) {
                        problem.message.clone()
                    } else {
                        format!("{name}: {}", problem.message)
                    };
                    if ui.link(text).clicked() {
                        commands.push(Command::Reveal(at.clone()));
                    }
                }
                None => {
                    ui.label(&problem.message);
                }
            }
            // The first problem of a component that has too few units is that.
            if let Some(ElementId::Component(id)) = &problem.at
                && !down
                && problem.severity != Severity::Hint
                && let Some(fix) = fixing::units(design, catalog, estimate, id)
                && offered.insert(id)
            {
                fixing::button(ui, &format!("Give it {}", fix.sentence), design, scenario, &fix, commands);
            }
        });
    }
    let rest = estimate.problems.len().saturating_sub(MOST);
    if rest > 0 {
        ui.weak(format!("and {rest} more"));
    }
}
