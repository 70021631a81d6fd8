//! The derivation panel: how a figure was computed, down to what a person said and what the catalogue holds.

use super::command::Command;
use super::state::Unfolded;
use crate::catalog::{Confidence, Field};
use crate::design::{Design, ElementId, Id};
use crate::estimate::{Derivation, Figure, Input, Origin};
use egui::{CollapsingHeader, RichText, Ui};

/// Depth to which the tree is open at first.
const OPEN: usize = 2;

/// Shows what is unfolded.
pub fn show(
    ui: &mut Ui,
    design: &Design,
    explained: Option<&Derivation>,
    unfolded: Option<&Unfolded>,
    commands: &mut Vec<Command>,
) {
    match unfolded {
        None => {
            ui.weak("Click on a figure to see how it was computed: in the inspector, on the board or in a verdict.");
        }
        Some(Unfolded::Verdict(_)) => {
            if let Some(derivation) = explained {
                tree(ui, design, derivation, 0, commands);
            }
        }
        Some(Unfolded::Figure(id, figure)) => {
            figures(ui, design, id, *figure, commands);
            match explained {
                Some(derivation) => tree(ui, design, derivation, 0, commands),
                None => {
                    ui.weak(format!("{} has no such figure.", name(design, id)));
                }
            }
        }
    }
}

fn name(design: &Design, id: &Id) -> String {
    design.component(id).map_or_else(|| id.to_string(), |component| component.name.clone())
}

const fn word(figure: Figure) -> &'static str {
    match figure {
        Figure::Input => "in",
        Figure::Output => "out",
        Figure::Utilization => "utilization",
        Figure::Units => "units",
        Figure::Staleness => "staleness",
        Figure::Stored => "stored",
        Figure::Cost => "cost",
    }
}

/// The component, and its other figures.
fn figures(ui: &mut Ui, design: &Design, id: &Id, shown: Figure, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        if ui.link(name(design, id)).clicked() {
            commands.push(Command::Reveal(ElementId::Component(id.clone())));
        }
        for figure in Figure::ALL {
            if ui.selectable_label(*figure == shown, word(*figure)).clicked() {
                commands.push(Command::Explain(id.clone(), *figure));
            }
        }
    });
}

fn tree(ui: &mut Ui, design: &Design, derivation: &Derivation, depth: usize, commands: &mut Vec<Command>) {
    let title = RichText::new(format!("{} = {}", derivation.name, derivation.value)).strong();
    if derivation.inputs.is_empty() && derivation.formula.is_empty() {
        ui.label(title);
        return;
    }
    CollapsingHeader::new(title).id_salt((&derivation.name, depth)).default_open(depth < OPEN).show(ui, |ui| {
        if !derivation.formula.is_empty() {
            ui.horizontal_wrapped(|ui| {
                ui.weak("by");
                ui.label(RichText::new(&derivation.formula).italics());
            });
        }
        for (place, input) in derivation.inputs.iter().enumerate() {
            ui.push_id(place, |ui| one(ui, design, input, depth, commands));
        }
    });
}

fn one(ui: &mut Ui, design: &Design, input: &Input, depth: usize, commands: &mut Vec<Command>) {
    if let Origin::Computed(inner) = &input.origin {
        tree(ui, design, inner, depth + 1, commands);
        return;
    }
    ui.horizontal(|ui| {
        ui.label(format!("{} = {}", input.name, input.value));
        match &input.origin {
            Origin::Person { element, field: set, reason } => {
                ui.weak("you:");
                field(ui, element, *set, commands);
                if let Some(reason) = reason {
                    ui.weak(format!("because {reason}"));
                }
            }
            Origin::Catalog { product, field: own, provenance } => {
                let text = format!("catalogue, {product}: {}, {}", provenance.date, provenance.confidence);
                if provenance.confidence == Confidence::Unverified {
                    let color = ui.visuals().warn_fg_color;
                    ui.colored_label(color, format!("! {text}")).on_hover_text(provenance.to_string());
                } else {
                    ui.weak(text).on_hover_text(provenance.to_string());
                }
                if provenance.source.starts_with("http") {
                    ui.add(egui::Label::new(RichText::new(provenance.source.as_ref()).weak()).truncate())
                        .on_hover_text(provenance.source.as_ref());
                } else {
                    ui.weak(provenance.source.as_ref());
                }
                if let Some((element, own)) = own {
                    field(ui, element, *own, commands);
                }
            }
            Origin::Assumption { why, field: own } => {
                ui.colored_label(ui.visuals().warn_fg_color, format!("! assumed: {why}"));
                if let Some((element, own)) = own {
                    field(ui, element, *own, commands);
                }
            }
            Origin::Figure { component, figure } => {
                if ui.link(format!("see {} of {}", word(*figure), name(design, component))).clicked() {
                    commands.push(Command::Explain(component.clone(), *figure));
                    commands.push(Command::Reveal(ElementId::Component(component.clone())));
                }
            }
            Origin::Computed(_) => {}
        }
    });
}

/// The field that would replace a figure, to click on.
fn field(ui: &mut Ui, element: &ElementId, field: Field, commands: &mut Vec<Command>) {
    let link = ui.link(format!("{}.{}", element.id(), field.name())).on_hover_text("Click to change it");
    if link.clicked() {
        commands.push(Command::Focus(element.clone(), field));
    }
}
