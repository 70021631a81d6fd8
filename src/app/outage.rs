//! Components out of service, as a question: a scenario in which they do no work, and what then still holds.

use super::clipboard::plural;
use super::state::App;
use crate::catalog::{Field, Role, Setting};
use crate::design::{Component, Design, Edit, Element, ElementId, Id, Override, Scenario};
use crate::estimate::{Estimate, Severity};
use crate::units::write;

/// What the ids of such scenarios begin with.
const PREFIX: &str = "without-";

/// Whether a scenario takes components out of service. Nobody looks for fixes in it: what is down cannot be enlarged.
pub fn is_outage(scenario: &Scenario) -> bool {
    scenario.what_if && scenario.id.as_str().starts_with(PREFIX)
}

/// What takes a component out of service: it does not work at any time, and so nothing goes through it.
fn down(component: &Component) -> Vec<Override> {
    // The next check of a monitor comes too late for anybody.
    let watch = (component.role == Role::Monitor).then_some((Field::Every, "8760 h"));
    watch
        .into_iter()
        .chain([(Field::Availability, "0 %")])
        .filter_map(|(field, text)| {
            let setting = Setting::read(field, text).ok()?;
            Some(Override { element: component.id.clone(), field, setting })
        })
        .collect()
}

/// What is told once the estimate is there.
#[derive(Clone, Debug)]
pub struct Report {
    /// What was done; none for a check.
    done: Option<String>,
    /// Requirements that were met before, and all of them.
    before: Option<(usize, usize)>,
}

fn met(estimate: &Estimate) -> (usize, usize) {
    (estimate.verdicts.iter().filter(|verdict| verdict.met).count(), estimate.verdicts.len())
}

impl Report {
    /// The report of a check.
    pub fn check() -> Self {
        Self { done: None, before: None }
    }

    fn text(&self, estimate: &Estimate) -> String {
        let (holds, all) = met(estimate);
        let now = match all {
            0 => "there are no requirements".to_owned(),
            _ if holds == all => format!("all {} hold", plural(all, "requirement")),
            _ => format!("{holds} of {} hold", plural(all, "requirement")),
        };
        match (&self.done, self.before) {
            (Some(done), Some((before, _))) if before > holds && all > 0 => {
                format!("{done}: {now}, {} fewer than before", before - holds)
            }
            (Some(done), _) => format!("{done}: {now}"),
            (None, _) => {
                let errors = estimate.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
                format!("checked: {now}, {}, total {}", plural(errors, "error"), write(estimate.cost))
            }
        }
    }
}

impl App {
    /// Takes the selected components out of service, or back if they are out: the changes stand in a what-if scenario
    /// on top of the chosen one.
    pub(super) fn toggle_outage(&mut self) {
        let design = self.doc.history.design();
        let components: Vec<&Component> = self
            .doc
            .view
            .selection
            .iter()
            .filter_map(|id| match id {
                ElementId::Component(id) => design.component(id),
                _ => None,
            })
            .collect();
        let names: Vec<&str> = components.iter().map(|component| component.name.as_str()).collect();
        let said = match names.as_slice() {
            [] => return,
            [one] => (*one).to_owned(),
            several => plural(several.len(), "component"),
        };
        let current = self.doc.scenario.as_ref().and_then(|id| design.scenario(id));
        let outage = current.filter(|scenario| is_outage(scenario)).cloned();
        let is_out = |scenario: &Scenario, id: &Id| scenario.changes.iter().any(|change| change.element == *id);
        let before = self.doc.engine.estimate().map(met);
        let (edit, chosen, done) = match outage {
            Some(mut scenario) if components.iter().all(|component| is_out(&scenario, &component.id)) => {
                scenario.changes.retain(|change| components.iter().all(|component| component.id != change.element));
                let done = format!("{said} in service again");
                if scenario.changes.is_empty() {
                    (Edit::Remove(ElementId::Scenario(scenario.id)), scenario.based_on, done)
                } else {
                    let scenario = named(design, scenario);
                    let id = scenario.id.clone();
                    (Edit::Replace(Element::Scenario(scenario)), Some(id), done)
                }
            }
            Some(mut scenario) => {
                let new = components.iter().filter(|component| !is_out(&scenario, &component.id));
                let changes: Vec<Override> = new.flat_map(|component| down(component)).collect();
                scenario.changes.extend(changes);
                let scenario = named(design, scenario);
                let id = scenario.id.clone();
                (Edit::Replace(Element::Scenario(scenario)), Some(id), format!("{said} out of service"))
            }
            None => {
                let base = Id::from_name(&format!("{PREFIX}{}", names.first().copied().unwrap_or_default()));
                let id = design.fresh_scenario_id(&base);
                let mut scenario = Scenario::new(id.clone(), "");
                scenario.what_if = true;
                scenario.based_on.clone_from(&self.doc.scenario);
                scenario.changes = components.iter().flat_map(|component| down(component)).collect();
                "What holds while these components do no work. M takes them back into service."
                    .clone_into(&mut scenario.note);
                let scenario = named(design, scenario);
                (Edit::insert(Element::Scenario(scenario)), Some(id), format!("{said} out of service"))
            }
        };
        let base = self.doc.scenario.clone();
        if self.edit(edit, None) {
            self.doc.scenario = chosen;
            // What is chosen again when the step is taken back.
            self.doc.scenario_before = base;
            self.doc.report = Some(Report { done: Some(done), before });
        }
    }

    /// Says what came of a check or an outage, once the estimate is up to date.
    pub(super) fn tell_report(&mut self) {
        let stale = self.doc.engine.is_stale(
            self.doc.number,
            &self.doc.history,
            self.doc.scenario.as_ref(),
            self.doc.conventions,
        );
        if self.doc.report.is_none() || stale || self.doc.engine.is_working() {
            return;
        }
        let (Some(report), Some(estimate)) = (self.doc.report.take(), self.doc.engine.estimate()) else { return };
        let text = report.text(estimate);
        if report.done.is_some() {
            self.tell_undoable(text);
        } else {
            self.tell(text);
        }
    }
}

/// The edits that forget outages of components that are being deleted: such a question makes no sense any more.
pub fn forget(design: &Design, gone: &[Element]) -> Vec<Edit> {
    let is_gone = |id: &Id| gone.iter().any(|element| matches!(element, Element::Component(c) if c.id == *id));
    design
        .scenarios()
        .filter(|scenario| is_outage(scenario) && scenario.changes.iter().any(|change| is_gone(&change.element)))
        .map(|scenario| {
            let mut left = scenario.clone();
            left.changes.retain(|change| !is_gone(&change.element));
            if left.changes.is_empty() {
                Edit::Remove(ElementId::Scenario(left.id))
            } else {
                Edit::Replace(Element::Scenario(named(design, left)))
            }
        })
        .collect()
}

/// The scenario with a name that says what is out.
fn named(design: &Design, mut scenario: Scenario) -> Scenario {
    let mut out: Vec<&Id> = scenario.changes.iter().map(|change| &change.element).collect();
    out.dedup();
    let name = |id: &&Id| design.component(id).map_or_else(|| id.to_string(), |component| component.name.clone());
    scenario.name = match out.as_slice() {
        [one] => format!("Without {}", name(one)),
        [one, other] => format!("Without {} and {}", name(one), name(other)),
        [one, rest @ ..] => format!("Without {} and {} more", name(one), rest.len()),
        [] => "Without nothing".to_owned(),
    };
    scenario
}
