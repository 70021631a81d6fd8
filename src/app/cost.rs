//! The bill: by kind and by component, the dearest first. A click unfolds how a cost was computed.

use super::command::Command;
use super::staleness::swatch;
use super::{bill, picture};
use crate::canvas::Palette;
use crate::catalog::CostKind;
use crate::design::{Design, ElementId};
use crate::estimate::{Conventions, Days, Estimate, Figure, Gigabyte, MonthHours};
use crate::units::{Measure, write};
use egui::{Grid, Ui};

/// Most components shown.
const MOST: usize = 200;

/// Shows the bill.
pub fn show(ui: &mut Ui, design: &Design, estimate: &Estimate, conventions: Conventions, commands: &mut Vec<Command>) {
    agree(ui, conventions, commands);
    let palette = Palette::of(ui.visuals());
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.strong("By kind");
            Grid::new("cost by kind").striped(true).num_columns(3).show(ui, |ui| {
                for (kind, cost) in &estimate.cost_by_kind {
                    ui.horizontal(|ui| {
                        swatch(ui, bill::color(&palette, *kind), false);
                        ui.label(kind.name());
                    });
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
        draw(ui, design, estimate, &palette, commands);
        ui.vertical(|ui| {
            ui.strong("By component");
            by_component(ui, design, estimate, commands);
        });
    });
}

/// The bill as a picture; a click on a bar leads to the board.
fn draw(ui: &mut Ui, design: &Design, estimate: &Estimate, palette: &Palette, commands: &mut Vec<Command>) {
    let (picture, ids) = bill::picture(design, estimate, palette);
    if picture.bars.is_empty() {
        return;
    }
    let width = (ui.clip_rect().width() - 560.0).clamp(340.0, 620.0);
    if let Some(id) = picture::show(ui, "Cost", &picture, width).and_then(|row| ids.get(row)?.clone()) {
        commands.push(Command::Reveal(ElementId::Component(id)));
    }
    ui.separator();
}

/// What the bill means by its words: switches, shown beside the answer.
fn agree(ui: &mut Ui, now: Conventions, commands: &mut Vec<Command>) {
    let mut then = now;
    ui.horizontal(|ui| {
        ui.weak("by convention:");
        choose(
            ui,
            "meaning of GB",
            &mut then.gigabyte,
            &[
                (Gigabyte::AsBilled, "GB as billed"),
                (Gigabyte::Binary, "GB = 2^30 B"),
                (Gigabyte::Decimal, "GB = 1e9 B"),
            ],
        );
        choose(
            ui,
            "hours a month",
            &mut then.month,
            &[
                (MonthHours::H730, "730 h a month"),
                (MonthHours::H720, "720 h a month"),
                (MonthHours::H744, "744 h a month"),
            ],
        );
        choose(
            ui,
            "days of traffic",
            &mut then.days,
            &[(Days::Exact, "exact days"), (Days::Rounded, "30 days of traffic")],
        );
    });
    if then != now {
        commands.push(Command::Agree(then));
    }
}

fn choose<T: Copy + PartialEq>(ui: &mut Ui, name: &str, value: &mut T, all: &[(T, &str)]) {
    let shown = all.iter().find(|(one, _)| one == value).map_or("", |(_, text)| text);
    let response = egui::ComboBox::from_id_salt(name).selected_text(shown).show_ui(ui, |ui| {
        for (one, text) in all {
            ui.selectable_value(value, *one, *text);
        }
    });
    response.response.on_hover_text(name);
}

fn by_component(ui: &mut Ui, design: &Design, estimate: &Estimate, commands: &mut Vec<Command>) {
    let lines = bill::dearest(estimate, MOST);
    if lines.is_empty() {
        ui.weak("Nothing here costs anything.");
        return;
    }
    Grid::new("cost by component").striped(true).num_columns(4).show(ui, |ui| {
        for (id, figures) in lines.into_iter().take(MOST).filter_map(|(id, _)| Some((id, estimate.component(id)?))) {
            let name = design.component(id).map_or(id.as_str(), |component| component.name.as_str());
            let link = ui.link(picture::short_name(name)).accessible_name(name);
            if link.on_hover_text(name).clicked() {
                commands.push(Command::Reveal(ElementId::Component(id.clone())));
            }
            if ui.link(write(figures.cost)).on_hover_text("Click to see how this was computed").clicked() {
                commands.push(Command::Explain(id.clone(), Figure::Cost));
            }
            share(ui, figures.cost.base(), estimate.cost.base());
            let kinds: Vec<_> = CostKind::ALL
                .iter()
                .map(|kind| (kind, figures.cost_of(*kind)))
                .filter(|(_, cost)| cost.base() > 0.0)
                .map(|(kind, cost)| format!("{} {}", kind.name(), write(cost)))
                .collect();
            ui.weak(kinds.join("; "));
            ui.end_row();
        }
    });
}

fn share(ui: &mut Ui, part: f64, whole: f64) {
    let percent = if whole > 0.0 { 100.0 * part / whole } else { 0.0 };
    ui.weak(format!("{percent:.0} %"));
}
