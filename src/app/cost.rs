//! The bill: by kind and by component, the dearest first. A click unfolds how a cost was computed.

use super::command::Command;
use crate::design::{Design, ElementId};
use crate::estimate::{Estimate, Figure};
use crate::units::{Measure, write};
use egui::{Grid, Ui};

/// Most components shown.
const MOST: usize = 200;

/// Shows the bill.
pub fn show(ui: &mut Ui, design: &Design, estimate: &Estimate, commands: &mut Vec<Command>) {
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.strong("By kind");
            Grid::new("cost by kind").striped(true).num_columns(3).show(ui, |ui| {
                for (kind, cost) in &estimate.cost_by_kind {
                    ui.label(kind.name());
                    ui.label(write(*cost));
                    share(ui, cost.base(), estimate.cost.base());
                    ui.end_row();
                }
                ui.strong("total");
                ui.strong(write(estimate.cost));
                ui.end_row();
            });
        });
        ui.separator();
        ui.vertical(|ui| {
            ui.strong("By component");
            by_component(ui, design, estimate, commands);
        });
    });
}

fn by_component(ui: &mut Ui, design: &Design, estimate: &Estimate, commands: &mut Vec<Command>) {
    let mut lines: Vec<_> = estimate.components.iter().filter(|(_, figures)| figures.cost.base() > 0.0).collect();
    lines.sort_by(|(_, a), (_, b)| b.cost.base().total_cmp(&a.cost.base()));
    if lines.is_empty() {
        ui.weak("Nothing here costs anything.");
        return;
    }
    Grid::new("cost by component").striped(true).num_columns(4).show(ui, |ui| {
        for (id, figures) in lines.into_iter().take(MOST) {
            let name = design.component(id).map_or(id.as_str(), |component| component.name.as_str());
            if ui.link(name).clicked() {
                commands.push(Command::Reveal(ElementId::Component(id.clone())));
            }
            if ui.link(write(figures.cost)).on_hover_text("Click to see how this was computed").clicked() {
                commands.push(Command::Explain(id.clone(), Figure::Cost));
            }
            share(ui, figures.cost.base(), estimate.cost.base());
            let bill: Vec<_> = figures.bill.iter().map(|line| format!("{} {}", line.what, write(line.cost))).collect();
            ui.weak(bill.join("; "));
            ui.end_row();
        }
    });
}

fn share(ui: &mut Ui, part: f64, whole: f64) {
    let percent = if whole > 0.0 { 100.0 * part / whole } else { 0.0 };
    ui.weak(format!("{percent:.0} %"));
}
