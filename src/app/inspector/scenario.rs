//! The scenarios of the design: to choose, add, name and delete; the changes and requirements of the chosen one.

use super::text::{self, bare, line, show_error};
use super::{Inspector, Read, requirement};
use crate::app::command::{Action, Command};
use crate::design::{Edit, Element, ElementId, Id, Override, Scenario};
use egui::{ComboBox, Ui};

/// Shows the scenarios.
pub fn list(ui: &mut Ui, read: Read<'_>, state: &mut Inspector, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.strong("Scenarios");
        if ui.button("Add scenario").clicked() {
            commands.push(Command::Act(Action::AddScenario));
        }
    });
    if read.design.scenarios().len() == 0 {
        ui.weak("A scenario holds the loads and requirements against which the design is checked. Add one to get a verdict.");
        return;
    }
    for scenario in read.design.scenarios() {
        let chosen = read.scenario == Some(&scenario.id);
        let name = if scenario.what_if { format!("{} (what if)", scenario.name) } else { scenario.name.clone() };
        if ui.selectable_label(chosen, name).clicked() && !chosen {
            commands.push(Command::Choose(Some(scenario.id.clone())));
        }
    }
    if let Some(scenario) = read.scenario.and_then(|id| read.design.scenario(id)) {
        ui.separator();
        one(ui, read, scenario, state, commands);
    }
}

fn replace(scenario: Scenario) -> Edit {
    Edit::Replace(Element::Scenario(scenario))
}

fn one(ui: &mut Ui, read: Read<'_>, scenario: &Scenario, state: &mut Inspector, commands: &mut Vec<Command>) {
    let id = egui::Id::unique(("scenario name", &scenario.id));
    if let Some(name) = line(ui, &mut state.drafts, id, "Scenario", &scenario.name, "", text::some) {
        commands.push(Command::Type(id, replace(Scenario { name, ..scenario.clone() })));
    }
    based_on(ui, read, scenario, commands);
    ui.horizontal(|ui| {
        let mut what_if = scenario.what_if;
        let told = "A question rather than a promise: checked only when asked for";
        if ui.checkbox(&mut what_if, "What if").on_hover_text(told).changed() {
            commands.push(Command::Edit(replace(Scenario { what_if, ..scenario.clone() })));
        }
        if ui.button("Delete scenario").clicked() {
            commands.push(Command::Edit(Edit::Remove(ElementId::Scenario(scenario.id.clone()))));
        }
    });
    ui.add_space(4.0);
    requirement::list(ui, read, scenario, state, commands);
    ui.add_space(4.0);
    changes(ui, read, scenario, state, commands);
    let id = egui::Id::unique(("scenario note", &scenario.id));
    if let Some(note) = text::block(ui, &mut state.drafts, id, "Scenario note", &scenario.note) {
        commands.push(Command::Type(id, replace(Scenario { note, ..scenario.clone() })));
    }
}

fn based_on(ui: &mut Ui, read: Read<'_>, scenario: &Scenario, commands: &mut Vec<Command>) {
    if read.design.scenarios().len() < 2 {
        return;
    }
    ui.horizontal(|ui| {
        text::label(ui, "Based on", false);
        let name = |id: &Id| read.design.scenario(id).map_or_else(|| id.to_string(), |other| other.name.clone());
        let mut chosen = None;
        ComboBox::from_id_salt("based on")
            .selected_text(scenario.based_on.as_ref().map_or_else(|| "nothing".to_owned(), name))
            .width(ui.available_width())
            .truncate()
            .show_ui(ui, |ui| {
                if ui.selectable_label(scenario.based_on.is_none(), "nothing").clicked() {
                    chosen = Some(None);
                }
                for other in read.design.scenarios().filter(|other| !leads_to(read, other, &scenario.id)) {
                    if ui.selectable_label(scenario.based_on.as_ref() == Some(&other.id), &other.name).clicked() {
                        chosen = Some(Some(other.id.clone()));
                    }
                }
            })
            .response
            .accessible_name("Based on");
        if let Some(based_on) = chosen.filter(|based_on| *based_on != scenario.based_on) {
            commands.push(Command::Edit(replace(Scenario { based_on, ..scenario.clone() })));
        }
    });
}

/// Whether a scenario is, or is based on, the other: basing that one on it would make a ring.
fn leads_to(read: Read<'_>, scenario: &Scenario, other: &Id) -> bool {
    let mut here = Some(scenario);
    for _ in 0..=read.design.scenarios().len() {
        match here {
            Some(scenario) if scenario.id == *other => return true,
            Some(scenario) => here = scenario.based_on.as_ref().and_then(|id| read.design.scenario(id)),
            None => return false,
        }
    }
    true
}

/// Reads a change and refuses one that names nothing of the design.
fn check(read: Read<'_>, text: &str) -> Result<Override, String> {
    let change = Override::read(text).map_err(|error| error.to_string())?;
    let fits = match (read.design.component(&change.element), read.design.link(&change.element)) {
        (Some(component), _) => change.check_role(component.role),
        (None, Some(_)) => crate::catalog::check_place(change.field, crate::catalog::Place::Link),
        (None, None) => {
            let names = read.design.components().map(|component| component.id.as_str());
            let near = crate::catalog::nearest(change.element.as_str(), names);
            let near = crate::catalog::did_you_mean(near);
            return Err(format!("there is no component or link `{}`{near}", change.element));
        }
    };
    fits.map(|()| change).map_err(|error| error.to_string())
}

fn changes(ui: &mut Ui, read: Read<'_>, scenario: &Scenario, state: &mut Inspector, commands: &mut Vec<Command>) {
    ui.label("Changes to the design");
    let with = |changes: Vec<Override>| replace(Scenario { changes, ..scenario.clone() });
    for place in 0..=scenario.changes.len() {
        let change = scenario.changes.get(place);
        let current = change.map(ToString::to_string).unwrap_or_default();
        let id = egui::Id::unique(("scenario change", &scenario.id, place));
        let name = format!("Change {}", place + 1);
        let good = |text: &str| {
            if text.trim().is_empty() { Ok(String::new()) } else { check(read, text).map(|change| change.to_string()) }
        };
        let typed = bare(ui, &mut state.drafts, id, &name, &current, good, |edit| {
            edit.hint_text("events.load=5 TB/day").desired_width(f32::INFINITY)
        });
        show_error(ui, typed.error.as_deref());
        let Some(text) = typed.text else { continue };
        let mut changes = scenario.changes.clone();
        match (check(read, &text), place < changes.len()) {
            (Ok(change), true) => {
                changes.splice(place..=place, [change]);
            }
            (Ok(change), false) => changes.push(change),
            // An emptied line goes away.
            (Err(_), true) => {
                changes.remove(place);
            }
            (Err(_), false) => continue,
        }
        commands.push(Command::Type(id, with(changes)));
    }
}
