//! The inspector of several elements: what they come to together, and the settings that all of them can have.

use super::component::usual;
use super::shape::{button, lies};
use super::text::{self, bare, show_error};
use super::{Inspector, Read};
use crate::app::clipboard::plural;
use crate::app::command::{Action, Command};
use crate::catalog::{Field, FieldKind, Place, Role, Setting};
use crate::design::{Component, Edit, ElementId, Link, Settings};
use crate::units::{Amount, Kind, Measure, MoneyRate, Ratio, Time, write};
use egui::{CollapsingHeader, ComboBox, Id, Ui};
use std::collections::BTreeSet;

/// What of the selection has settings.
struct Chosen<'a> {
    components: Vec<&'a Component>,
    links: Vec<&'a Link>,
    /// The roles of the components.
    roles: BTreeSet<Role>,
    /// The fields that any of them has a setting of.
    set: BTreeSet<Field>,
}

impl<'a> Chosen<'a> {
    fn of(read: Read<'a>) -> Self {
        let mut chosen =
            Self { components: Vec::new(), links: Vec::new(), roles: BTreeSet::new(), set: BTreeSet::new() };
        for id in read.selection {
            match id {
                ElementId::Component(id) => chosen.components.extend(read.design.component(id)),
                ElementId::Link(id) => chosen.links.extend(read.design.link(id)),
                _ => {}
            }
        }
        // Whoever selects components with a marquee means them and not the links among them.
        if !chosen.components.is_empty() {
            chosen.links.clear();
        }
        chosen.roles = chosen.components.iter().map(|component| component.role).collect();
        chosen.set = chosen.settings().flat_map(Settings::iter).map(|(field, _)| field).collect();
        chosen
    }

    fn settings(&self) -> impl Iterator<Item = &'a Settings> {
        let components = self.components.iter().map(|component| &component.settings);
        components.chain(self.links.iter().map(|link| &link.settings))
    }

    fn elements(&self) -> impl Iterator<Item = ElementId> {
        let components = self.components.iter().map(|component| ElementId::Component(component.id.clone()));
        components.chain(self.links.iter().map(|link| ElementId::Link(link.id.clone())))
    }

    fn fits(&self, field: Field) -> bool {
        self.roles.iter().all(|role| field.fits(Place::Component(*role)))
            && (self.links.is_empty() || field.fits(Place::Link))
    }

    /// The setting that all have, none meaning the default; `Err` if they differ.
    fn common(&self, field: Field) -> Result<Option<&'a Setting>, ()> {
        if !self.set.contains(&field) {
            return Ok(None);
        }
        let mut all = self.settings().map(|settings| settings.get(field));
        let first = all.next().flatten();
        if all.all(|other| other.map(Setting::text) == first.map(Setting::text)) { Ok(first) } else { Err(()) }
    }

    /// Sets a field of all of them, or clears it; each keeps its reason.
    fn set(&self, field: Field, text: &str) -> Option<Edit> {
        let setting = if text.trim().is_empty() { None } else { Some(Setting::read(field, text).ok()?) };
        let edits = self.elements().zip(self.settings()).map(|(element, own)| {
            let mut setting = setting.clone();
            if let Some(setting) = &mut setting {
                setting.reason = own.get(field).and_then(|old| old.reason.clone());
            }
            Edit::Set { element, field, setting }
        });
        Some(Edit::All(edits.collect()))
    }
}

/// Shows the inspector of several elements.
pub fn show(ui: &mut Ui, read: Read<'_>, state: &mut Inspector, commands: &mut Vec<Command>) {
    ui.strong(format!("{} selected", read.selection.len()));
    // The selection is in the order of the sorts.
    let mut counts: Vec<(usize, &str)> = Vec::new();
    for id in read.selection {
        match counts.last_mut() {
            Some((count, sort)) if *sort == id.sort() => *count += 1,
            _ => counts.push((1, id.sort())),
        }
    }
    let counts: Vec<String> = counts.into_iter().map(|(count, sort)| plural(count, sort)).collect();
    ui.label(counts.join(", "));
    let chosen = Chosen::of(read);
    totals(ui, read, &chosen);
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        for action in [Action::Duplicate, Action::Copy, Action::Delete, Action::Tidy, Action::FitSelection] {
            button(ui, action, commands);
        }
    });
    lies(ui, read, commands);
    if chosen.components.len() + chosen.links.len() > 1 {
        ui.separator();
        fields(ui, &chosen, state, commands);
    }
}

/// What they cost together, and which of them is loaded most.
fn totals(ui: &mut Ui, read: Read<'_>, chosen: &Chosen<'_>) {
    let Some(estimate) = read.estimate else { return };
    let mut cost: f64 =
        chosen.links.iter().filter_map(|link| estimate.links.get(&link.id)).map(|figures| figures.cost.base()).sum();
    let (mut fullest, mut stalest) = (None::<(f64, &Component)>, None::<(f64, &Component)>);
    for component in &chosen.components {
        let Some(figures) = estimate.component(&component.id) else { continue };
        cost += figures.cost.base();
        let worse = |than: Option<(f64, _)>, value: f64| than.is_none_or(|(most, _)| value > most);
        if let Some(load) = figures.utilization.as_ref().map(|load| load.peak.base()).filter(|l| worse(fullest, *l)) {
            fullest = Some((load, component));
        }
        if let Some(age) = figures.staleness.as_ref().map(|age| age.max.base()).filter(|age| worse(stalest, *age)) {
            stalest = Some((age, component));
        }
    }
    if chosen.components.len() + chosen.links.len() > 0 {
        row(ui, "Cost", &format!("{} together", write(MoneyRate::from_base(cost))));
    }
    if let Some((load, most)) = fullest {
        let load = Amount::of(Ratio::from_base(load)).shown_as(Kind::Share);
        row(ui, "Highest load", &format!("{load}, {}", most.name));
    }
    if let Some((age, most)) = stalest {
        row(ui, "Stalest", &format!("{}, {}", write(Time::from_base(age)), most.name));
    }
}

fn row(ui: &mut Ui, name: &str, value: &str) {
    ui.horizontal(|ui| {
        text::label(ui, name, false);
        ui.add(egui::Label::new(value).wrap());
    });
}

fn fields(ui: &mut Ui, chosen: &Chosen<'_>, state: &mut Inspector, commands: &mut Vec<Command>) {
    let all: Vec<Field> = Field::ALL
        .iter()
        .copied()
        .filter(|field| chosen.fits(*field) && !matches!(field.kind(), FieldKind::Product))
        .collect();
    if all.is_empty() {
        ui.weak("They have no setting in common.");
        return;
    }
    ui.weak("What is typed here is set on all of them.");
    let first = |field: &Field| {
        chosen.roles.iter().any(|role| usual(*role).contains(field))
            || !chosen.links.is_empty()
            || chosen.common(*field) != Ok(None)
    };
    let (main, more): (Vec<Field>, Vec<Field>) = all.into_iter().partition(first);
    for field in main {
        one(ui, chosen, field, state, commands);
    }
    if !more.is_empty() {
        CollapsingHeader::new("More settings").id_salt("more settings of several").show(ui, |ui| {
            for field in more {
                one(ui, chosen, field, state, commands);
            }
        });
    }
}

fn one(ui: &mut Ui, chosen: &Chosen<'_>, field: Field, state: &mut Inspector, commands: &mut Vec<Command>) {
    let common = chosen.common(field);
    let current = common.ok().flatten().map(Setting::text).unwrap_or_default();
    let hint = if common.is_err() { "different" } else { "default" };
    let id = Id::unique(("several", field));
    let mut error = None;
    ui.horizontal(|ui| {
        text::label(ui, field.label(), common != Ok(None)).on_hover_text(field.doc());
        if let FieldKind::Choice(words) = field.kind() {
            let shown = if current.is_empty() { hint } else { current };
            let mut picked = None;
            ComboBox::from_id_salt(id)
                .selected_text(shown)
                .width(ui.available_width())
                .truncate()
                .show_ui(ui, |ui| {
                    if ui.selectable_label(common == Ok(None), "default").clicked() {
                        picked = Some("");
                    }
                    for word in words {
                        if ui.selectable_label(current == *word, *word).clicked() {
                            picked = Some(*word);
                        }
                    }
                })
                .response
                .accessible_name(field.label());
            commands.extend(picked.and_then(|word| chosen.set(field, word)).map(Command::Edit));
            return;
        }
        let check = |text: &str| {
            if text.trim().is_empty() {
                return Ok(String::new());
            }
            Setting::read(field, text).map(|setting| setting.text().to_owned()).map_err(|error| error.to_string())
        };
        let typed = bare(ui, &mut state.drafts, id, field.label(), current, check, |edit| {
            edit.hint_text(hint).desired_width(f32::INFINITY)
        });
        commands.extend(typed.text.and_then(|text| chosen.set(field, &text)).map(|edit| Command::Type(id, edit)));
        error = typed.error;
    });
    show_error(ui, error.as_deref());
}
