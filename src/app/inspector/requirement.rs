//! The requirements of a scenario: kind, component, statistic and limit of each.

use super::text::{self, bare, show_error};
use super::{Inspector, Read};
use crate::app::command::{Action, Command};
use crate::catalog::Role;
use crate::design::{Design, Edit, Element, ElementId, Id, Requirement, Scenario, Statistic};
use crate::units::{Kind, Stated};
use egui::{Align, ComboBox, Layout, Ui};
use std::collections::BTreeSet;

/// Every kind, by its name in files.
const KINDS: &[&str] = &[
    "staleness",
    "completion",
    "throughput",
    "cost",
    "completeness",
    "recovery",
    "backfill",
    "detection",
    "availability",
];

/// Shows the requirements, and a button for one more.
pub fn list(ui: &mut Ui, read: Read<'_>, scenario: &Scenario, state: &mut Inspector, commands: &mut Vec<Command>) {
    let put = |requirements: Vec<Requirement>| {
        Edit::Replace(Element::Scenario(Scenario { requirements, ..scenario.clone() }))
    };
    ui.horizontal(|ui| {
        ui.label("Requirements");
        let possible = usual(read.design, read.selection).is_some();
        let button = ui.add_enabled(possible, egui::Button::new("Add requirement"));
        if button.on_disabled_hover_text("Draw a component first: a requirement is of one.").clicked() {
            commands.push(Command::Act(Action::AddRequirement));
        }
    });
    if scenario.requirements.is_empty() {
        let base = scenario.based_on.as_ref().and_then(|id| read.design.scenario(id));
        match base {
            Some(base) => ui.weak(format!("Held against the requirements of “{}”.", base.name)),
            None => ui.weak("Without a requirement there is no verdict."),
        };
    }
    for (place, requirement) in scenario.requirements.iter().enumerate() {
        let salt = (&scenario.id, place);
        let mut change = None;
        let mut delete = false;
        ui.push_id(salt, |ui| {
            egui::Frame::group(ui.style()).inner_margin(4.0).show(ui, |ui| {
                ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
                    let button = ui.small_button("×").on_hover_text("Delete this requirement");
                    delete = button.accessible_name("Delete requirement").clicked();
                    ui.with_layout(Layout::left_to_right(Align::Min).with_main_wrap(true), |ui| {
                        change = head(ui, read, requirement, place);
                    });
                });
                for part in parts(requirement) {
                    let id = egui::Id::unique(("requirement", &scenario.id, place, part.name));
                    if let Some(changed) = stated(ui, state, id, place, &part, requirement) {
                        let mut all = scenario.requirements.clone();
                        all.splice(place..=place, [changed]);
                        commands.push(Command::Type(id, put(all)));
                    }
                }
            });
        });
        let mut all = scenario.requirements.clone();
        if delete {
            all.remove(place);
            commands.push(Command::Edit(put(all)));
        } else if let Some(changed) = change {
            all.splice(place..=place, [changed]);
            commands.push(Command::Edit(put(all)));
        }
    }
}

/// The requirement that most people begin with: how stale the data may be that people look at. That is what is
/// selected, or what serves, or else what stands last.
pub fn usual(design: &Design, selection: &BTreeSet<ElementId>) -> Option<Requirement> {
    let selected = || selection.iter().find_map(|id| design.component(id.id()).filter(|c| c.role.carries_data()));
    let serves = || design.components().filter(|component| component.role == Role::Serve).last();
    let last = || design.components().filter(|component| component.role.carries_data()).last();
    of_kind("staleness", &selected().or_else(serves).or_else(last)?.id)
}

/// The field of the limit of a requirement: of the scenario, at this place.
pub fn limit_field(scenario: &Id, place: usize, requirement: &Requirement) -> Option<egui::Id> {
    let part = parts(requirement).into_iter().find(|part| matches!(part.which, Which::Limit))?;
    Some(egui::Id::unique(("requirement", scenario, place, part.name)))
}

/// A requirement of a kind with a usual limit.
fn of_kind(kind: &str, at: &Id) -> Option<Requirement> {
    let read = |text, kind| Stated::read(text, kind).ok();
    let at = at.clone();
    Some(match kind {
        "staleness" => Requirement::Staleness { at, statistic: Statistic::P95, limit: read("1 h", Kind::Time)? },
        "completion" => {
            Requirement::Completion { at, volume: read("500 GB", Kind::Information)?, within: read("2 h", Kind::Time)? }
        }
        "throughput" => Requirement::Throughput { at, rate: read("10 MB/s", Kind::InformationRate)? },
        "cost" => Requirement::Cost { at: None, limit: read("$5000/month", Kind::MoneyRate)? },
        "completeness" => Requirement::Completeness { at, share: read("99 %", Kind::Share)? },
        "recovery" => {
            Requirement::Recovery { of: at, outage: read("1 h", Kind::Time)?, within: read("2 h", Kind::Time)? }
        }
        "backfill" => Requirement::Backfill {
            at,
            history: read("30 days", Kind::Time)?,
            within: read("2 days", Kind::Time)?,
            throttle: None,
        },
        "detection" => Requirement::Detection { at, within: read("15 min", Kind::Time)? },
        "availability" => Requirement::Availability { at, share: read("99.9 %", Kind::Share)? },
        _ => return None,
    })
}

fn with_at(requirement: &Requirement, new: Option<Id>) -> Requirement {
    let mut changed = requirement.clone();
    match (&mut changed, new) {
        (Requirement::Cost { at, .. }, new) => *at = new,
        (
            Requirement::Staleness { at, .. }
            | Requirement::Completion { at, .. }
            | Requirement::Throughput { at, .. }
            | Requirement::Completeness { at, .. }
            | Requirement::Recovery { of: at, .. }
            | Requirement::Backfill { at, .. }
            | Requirement::Detection { at, .. }
            | Requirement::Availability { at, .. },
            Some(new),
        ) => *at = new,
        (_, None) => {}
    }
    changed
}

/// Kind, component and statistic. Gives the requirement as chosen.
fn head(ui: &mut Ui, read: Read<'_>, requirement: &Requirement, place: usize) -> Option<Requirement> {
    let mut chosen = None;
    let name = |what: &str| format!("{what} of requirement {}", place + 1);
    let here = requirement.at().cloned().or_else(|| read.design.components().last().map(|last| last.id.clone()));
    ComboBox::from_id_salt("kind")
        .selected_text(requirement.name())
        .width(90.0)
        .show_ui(ui, |ui| {
            for kind in KINDS {
                let current = *kind == requirement.name();
                if ui.selectable_label(current, *kind).clicked() && !current {
                    chosen = here.as_ref().and_then(|at| of_kind(kind, at));
                }
            }
        })
        .response
        .accessible_name(name("Kind"));
    let label = |id: &Id| read.design.component(id).map_or_else(|| id.to_string(), |found| found.name.clone());
    let whole = matches!(requirement, Requirement::Cost { .. });
    ComboBox::from_id_salt("at")
        .selected_text(requirement.at().map_or_else(|| "whole design".to_owned(), label))
        .width(110.0)
        .truncate()
        .show_ui(ui, |ui| {
            if whole && ui.selectable_label(requirement.at().is_none(), "whole design").clicked() {
                chosen = Some(with_at(requirement, None));
            }
            for component in read.design.components() {
                let current = requirement.at() == Some(&component.id);
                if ui.selectable_label(current, &component.name).clicked() && !current {
                    chosen = Some(with_at(requirement, Some(component.id.clone())));
                }
            }
        })
        .response
        .accessible_name(name("Component"));
    if let Requirement::Staleness { at, statistic, limit } = requirement {
        ComboBox::from_id_salt("statistic")
            .selected_text(statistic.name())
            .width(56.0)
            .show_ui(ui, |ui| {
                for other in Statistic::ALL {
                    if ui.selectable_label(other == statistic, other.name()).clicked() && other != statistic {
                        let (at, limit) = (at.clone(), limit.clone());
                        chosen = Some(Requirement::Staleness { at, statistic: *other, limit });
                    }
                }
            })
            .response
            .accessible_name(name("Statistic"));
    }
    chosen
}

/// A quantity of a requirement: what it is called, what it takes, and which it is.
struct Part {
    name: &'static str,
    kinds: &'static [Kind],
    current: Option<Stated>,
    which: Which,
}

#[derive(Clone, Copy)]
enum Which {
    Limit,
    Volume,
    Outage,
    History,
    Throttle,
}

const TIME: &[Kind] = &[Kind::Time];

fn parts(requirement: &Requirement) -> Vec<Part> {
    let part = |name, kinds, stated: &Stated, which| Part { name, kinds, current: Some(stated.clone()), which };
    let limit = requirement.limit();
    match requirement {
        Requirement::Staleness { .. } | Requirement::Detection { .. } => {
            vec![part("at most", TIME, limit, Which::Limit)]
        }
        Requirement::Completion { volume, .. } => {
            vec![part("volume", &[Kind::Information], volume, Which::Volume), part("within", TIME, limit, Which::Limit)]
        }
        Requirement::Throughput { .. } => {
            vec![part("at least", &[Kind::InformationRate, Kind::RecordRate], limit, Which::Limit)]
        }
        Requirement::Cost { .. } => vec![part("at most", &[Kind::MoneyRate], limit, Which::Limit)],
        Requirement::Completeness { .. } | Requirement::Availability { .. } => {
            vec![part("at least", &[Kind::Share], limit, Which::Limit)]
        }
        Requirement::Recovery { outage, .. } => {
            vec![part("outage", TIME, outage, Which::Outage), part("within", TIME, limit, Which::Limit)]
        }
        Requirement::Backfill { history, throttle, .. } => vec![
            part("history", TIME, history, Which::History),
            part("within", TIME, limit, Which::Limit),
            Part {
                name: "throttle",
                kinds: &[Kind::InformationRate],
                current: throttle.clone(),
                which: Which::Throttle,
            },
        ],
    }
}

impl Part {
    /// The quantity that a text states: of the first kind that it fits.
    fn read(&self, text: &str) -> Result<Option<Stated>, String> {
        if text.trim().is_empty() && matches!(self.which, Which::Throttle) {
            return Ok(None);
        }
        let mut first = None;
        for kind in self.kinds {
            match Stated::read(text, *kind) {
                Ok(stated) => return Ok(Some(stated)),
                Err(error) => first = first.or(Some(error.to_string())),
            }
        }
        Err(first.unwrap_or_default())
    }

    /// The requirement with another quantity here.
    fn put(&self, requirement: &Requirement, new: Option<Stated>) -> Requirement {
        let mut changed = requirement.clone();
        let slot = match (self.which, &mut changed) {
            (Which::Throttle, Requirement::Backfill { throttle, .. }) => {
                *throttle = new;
                return changed;
            }
            (Which::Volume, Requirement::Completion { volume, .. }) => volume,
            (Which::Outage, Requirement::Recovery { outage, .. }) => outage,
            (Which::History, Requirement::Backfill { history, .. }) => history,
            (
                _,
                Requirement::Staleness { limit, .. }
                | Requirement::Cost { limit, .. }
                | Requirement::Completion { within: limit, .. }
                | Requirement::Recovery { within: limit, .. }
                | Requirement::Backfill { within: limit, .. }
                | Requirement::Detection { within: limit, .. }
                | Requirement::Throughput { rate: limit, .. }
                | Requirement::Completeness { share: limit, .. }
                | Requirement::Availability { share: limit, .. },
            ) => limit,
        };
        if let Some(new) = new {
            *slot = new;
        }
        changed
    }
}

/// The field of a quantity of a requirement. Gives the requirement with another quantity, once that is typed.
fn stated(
    ui: &mut Ui,
    state: &mut Inspector,
    id: egui::Id,
    place: usize,
    part: &Part,
    requirement: &Requirement,
) -> Option<Requirement> {
    let current = part.current.as_ref().map(Stated::text).unwrap_or_default();
    let name = format!("{} of requirement {}", part.name, place + 1);
    let check = |text: &str| part.read(text).map(|new| new.map(|new| new.text().to_owned()).unwrap_or_default());
    let typed = ui
        .horizontal(|ui| {
            text::label(ui, part.name, false);
            bare(ui, &mut state.drafts, id, &name, current, check, |edit| edit.desired_width(f32::INFINITY))
        })
        .inner;
    if state.wanted_limit.take_if(|wanted| *wanted == id).is_some() {
        typed.response.request_focus();
        typed.response.scroll_to_me(None);
        text::select_all(ui.ctx(), id, current.chars().count());
    }
    show_error(ui, typed.error.as_deref());
    typed.text.and_then(|text| part.read(&text).ok()).map(|new| part.put(requirement, new))
}
