//! Fixes: seen on the board before they are applied, and applied as one step.

use super::command::Command;
use crate::catalog::{Catalog, Field, Place, Setting};
use crate::design::{Design, Edit, Element, ElementId, Id, Override, Scenario};
use crate::estimate::{Estimate, Fix};
use crate::units::{Amount, Kind, Measure, Ratio, Stated};
use egui::Ui;

/// The button that applies a fix. With the pointer or the keyboard on it the board shows what would change.
pub fn button(ui: &mut Ui, word: &str, design: &Design, scenario: Option<&Id>, fix: &Fix, commands: &mut Vec<Command>) {
    let mut told: Vec<_> = fix.changes.iter().map(ToString::to_string).collect();
    told.push(match scenario.and_then(|id| design.scenario(id)).filter(|scenario| scenario.what_if) {
        Some(what_if) => format!("In \"{}\" alone; the design stays as it is.", what_if.name),
        None => "In the design, for every scenario.".to_owned(),
    });
    let button = ui.button(word).on_hover_text(told.join("\n"));
    if button.hovered() || button.has_focus() {
        commands.push(Command::PointOut(preview(design, fix)));
    }
    if button.clicked() {
        commands.push(Command::Fix { edit: put(design, scenario, &fix.changes), sentence: fix.sentence.clone() });
    }
}

/// What a fix would change, in words for each element.
fn preview(design: &Design, fix: &Fix) -> Vec<(ElementId, String)> {
    let mut found: Vec<(ElementId, String)> = Vec::new();
    for change in &fix.changes {
        let component = ElementId::Component(change.element.clone());
        let (id, settings) = match (design.component(&change.element), design.link(&change.element)) {
            (Some(of), _) => (component, &of.settings),
            (None, Some(of)) => (ElementId::Link(change.element.clone()), &of.settings),
            (None, None) => continue,
        };
        let from = settings.get(change.field).map(|now| format!("{} to ", now.text())).unwrap_or_default();
        let words = format!("{} {from}{}", change.field.label(), change.setting.text());
        match found.iter_mut().find(|(other, _)| *other == id) {
            Some((_, all)) => *all = format!("{all}, {words}"),
            None => found.push((id, words)),
        }
    }
    found
}

/// The units that a component needs at its peak, if it has fewer.
pub fn units(design: &Design, catalog: &Catalog, estimate: &Estimate, id: &Id) -> Option<Fix> {
    let component = design.component(id)?;
    let figures = estimate.component(id)?;
    if !figures.status.is_overloaded() {
        return None;
    }
    let needed = figures.units.needed_peak.filter(|needed| *needed > figures.units.given)?;
    if !Field::Units.fits(Place::Component(component.role)) {
        return None;
    }
    let amount = Amount::of(Ratio::from_base(needed)).shown_as(Kind::Count);
    let setting = Setting::read(Field::Units, Stated::written(amount).text()).ok()?;
    let unit = catalog.product(&component.product).map_or("unit", |product| product.unit.as_str());
    let plural = if needed > 1.0 { "s" } else { "" };
    let sentence = format!("{} {unit}{plural} for {}", setting.text(), component.name);
    Some(Fix { changes: vec![Override { element: id.clone(), field: Field::Units, setting }], sentence })
}

/// The edit that puts settings in, as one step. A field that the scenario changes is changed there, where it counts; in a
/// what-if everything is, because it must not change the design; any other on the component or link.
pub fn put(design: &Design, scenario: Option<&Id>, changes: &[Override]) -> Edit {
    let mut scenarios: Vec<Scenario> = chain(design, scenario).into_iter().cloned().collect();
    let mut touched = vec![false; scenarios.len()];
    let mut edits = Vec::new();
    for change in changes {
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
        if let (Some(nearest), Some(touched)) = (scenarios.first_mut(), touched.first_mut())
            && nearest.what_if
        {
            nearest.changes.push(change.clone());
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

/// What is set for a field: by the scenario, by the nearest that it is based on, or else on the element.
pub fn effective(design: &Design, scenario: Option<&Id>, element: &ElementId, field: Field) -> Option<Setting> {
    let same = |change: &&Override| change.element == *element.id() && change.field == field;
    let chain = chain(design, scenario);
    let changed = chain.into_iter().find_map(|scenario| scenario.changes.iter().rfind(same));
    changed.map(|change| change.setting.clone()).or_else(|| {
        let settings = match element {
            ElementId::Component(id) => &design.component(id)?.settings,
            ElementId::Link(id) => &design.link(id)?.settings,
            _ => return None,
        };
        settings.get(field).cloned()
    })
}

/// The edit that takes a setting out where it counts: a change of the scenario, or else that of the element.
pub fn take(design: &Design, scenario: Option<&Id>, element: &ElementId, field: Field) -> Edit {
    let same = |change: &Override| change.element == *element.id() && change.field == field;
    let found = chain(design, scenario).into_iter().find(|scenario| scenario.changes.iter().any(same));
    if let Some(scenario) = found {
        let mut left = scenario.clone();
        left.changes.retain(|change| !same(change));
        return Edit::Replace(Element::Scenario(left));
    }
    Edit::Set { element: element.clone(), field, setting: None }
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
