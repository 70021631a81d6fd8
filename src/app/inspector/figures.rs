//! The figures of a component, each of which unfolds how it was computed.

use super::Read;
use super::text::label;
use crate::app::command::Command;
use crate::app::theme;
use crate::design::Component;
use crate::estimate::{Class, ComponentEstimate, Figure, Flow, Units};
use crate::units::{Amount, Information, Kind, Measure, write};
use egui::{RichText, Ui};

/// Shows the figures.
pub fn show(ui: &mut Ui, read: Read<'_>, component: &Component, commands: &mut Vec<Command>) {
    let Some(figures) = read.estimate.and_then(|estimate| estimate.component(&component.id)) else {
        ui.weak("No figures yet.");
        return;
    };
    ui.horizontal(|ui| {
        label(ui, "Status", false);
        let color = theme::of_status(ui.visuals(), figures.status);
        theme::mark(ui, figures.status == crate::estimate::Status::Ok, color);
        ui.colored_label(color, figures.status.in_words());
    });
    for (figure, name, value) in lines(figures, component, read) {
        beside(ui, name, |ui| {
            let text = RichText::new(value).color(ui.visuals().hyperlink_color);
            let link = ui.add(egui::Link::new(text)).on_hover_text("Click to see how this was computed");
            if link.clicked() {
                commands.push(Command::Explain(component.id.clone(), figure));
            }
            let class = figures.class(figure);
            match (figure, class) {
                (_, Class::Exact) => {}
                (Figure::Units, Class::Unknown) => {
                    ui.weak("how many it needs is unknown");
                }
                _ => {
                    ui.weak(class.to_string());
                }
            }
        });
    }
    for part in &figures.staleness_parts {
        beside(ui, "", |ui| {
            ui.weak(format!("{}: {} to {}", part.what, write(part.min), write(part.max)));
        });
    }
}

/// A label, and beside it a text that breaks into lines where the panel ends.
fn beside(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        label(ui, name, false);
        ui.vertical(|ui| {
            // The first line stands beside the label, which stands in the middle of its row.
            ui.add_space(2.0);
            add(ui);
        });
    });
}

fn lines(figures: &ComponentEstimate, component: &Component, read: Read<'_>) -> Vec<(Figure, &'static str, String)> {
    let mut lines = vec![(Figure::Input, "In", flow(&figures.input)), (Figure::Output, "Out", flow(&figures.output))];
    if let Some(load) = &figures.utilization {
        let share = |ratio| Amount::of(ratio).shown_as(Kind::Share);
        let text = format!("{}, peak {} ({})", share(load.mean), share(load.peak), load.resource.name());
        lines.push((Figure::Utilization, "Utilization", text));
    }
    let unit = read.catalog.product(&component.product).map_or("unit", |product| product.unit.as_str());
    lines.extend(units(&figures.units, unit).map(|text| (Figure::Units, "Units", text)));
    if let Some(staleness) = &figures.staleness {
        let text = format!("{} to {}, p95 {}", write(staleness.min), write(staleness.max), write(staleness.p95));
        lines.push((Figure::Staleness, "Staleness", text));
    }
    lines.push((Figure::Stored, "Stored", write(figures.stored)));
    lines.push((Figure::Cost, "Cost", write(figures.cost)));
    lines
}

/// "5.787 MB/s (500 GB/day), peak 5.787 MB/s, 5,787 records/s": the day's sum is what people have in their heads.
fn flow(flow: &Flow) -> String {
    let mean = flow.bytes.mean;
    let day = Information::from_base(mean.base() * 86_400.0);
    format!("{} ({}/day), peak {}, {}", write(mean), write(day), write(flow.bytes.peak), write(flow.records.mean))
}

fn units(units: &Units, unit: &str) -> Option<String> {
    let plural = |n: f64| if n == 1.0 { format!("{n} {unit}") } else { format!("{n} {unit}s") };
    match (units.needed_peak, units.needed_mean) {
        (Some(needed), _) => Some(format!("{}, {needed} needed at peak", plural(units.given))),
        (None, Some(needed)) => Some(format!("{}, {needed} needed on average", plural(units.given))),
        (None, None) if units.given > 0.0 => Some(plural(units.given)),
        (None, None) => None,
    }
}
