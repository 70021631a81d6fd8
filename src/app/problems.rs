//! The list of problems: how bad, where, and what to do. A click goes there.

use super::command::Command;
use super::theme;
use crate::design::{Design, ElementId};
use crate::estimate::{Estimate, Severity};
use egui::Ui;

/// Most problems shown; the worst stand first.
const MOST: usize = 300;

/// Shows the list.
pub fn show(ui: &mut Ui, design: &Design, estimate: &Estimate, commands: &mut Vec<Command>) {
    if estimate.problems.is_empty() {
        ui.weak("No problems found.");
        return;
    }
    for problem in estimate.problems.iter().take(MOST) {
        ui.horizontal(|ui| {
            let color = theme::of_severity(ui.visuals(), problem.severity);
            theme::mark(ui, problem.severity == Severity::Hint, color);
            ui.colored_label(color, problem.severity.name());
            match &problem.at {
                Some(at) => {
                    let name = name(design, at);
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
        });
    }
    let rest = estimate.problems.len().saturating_sub(MOST);
    if rest > 0 {
        ui.weak(format!("and {rest} more"));
    }
}

fn name(design: &Design, element: &ElementId) -> String {
    match element {
        ElementId::Component(id) => design.component(id).map_or_else(|| id.to_string(), |found| found.name.clone()),
        ElementId::Frame(id) => design.frame(id).map_or_else(|| id.to_string(), |found| found.name.clone()),
        ElementId::Scenario(id) => design.scenario(id).map_or_else(|| id.to_string(), |found| found.name.clone()),
        ElementId::Link(id) | ElementId::Note(id) | ElementId::Stroke(id) => id.to_string(),
    }
}
