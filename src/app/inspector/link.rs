//! The inspector of one link: how much it takes, its words, its settings and what flows over it.

use super::field::{self, Of};
use super::text::{self, line};
use super::{Inspector, Read};
use crate::app::command::Command;
use crate::catalog::{Field, Place};
use crate::design::{Design, Edit, Element, ElementId, Link, LinkKind};
use crate::units::{Kind, Stated, write};
use egui::{ComboBox, Id, Ui};

/// Shows the inspector of a link.
pub fn show(ui: &mut Ui, read: Read<'_>, link: &Link, state: &mut Inspector, commands: &mut Vec<Command>) {
    let element = ElementId::Link(link.id.clone());
    state.remember(&element, link.settings.iter().map(|(field, _)| field));
    ui.strong("Link");
    ui.horizontal_wrapped(|ui| {
        let ends = [("from", &link.from), ("to", &link.to)];
        for (word, end) in ends {
            ui.weak(word);
            let name = read.design.component(end).map_or(end.as_str(), |component| component.name.as_str());
            if ui.link(name).clicked() {
                commands.push(Command::Reveal(ElementId::Component(end.clone())));
            }
        }
    });
    kind(ui, read.design, link, state, commands);
    let id = Id::unique(("link label", &link.id));
    if let Some(label) = line(ui, &mut state.drafts, id, "Label", &link.label, "", text::any) {
        commands.push(Command::Type(id, Edit::Replace(Element::Link(Link { label, ..link.clone() }))));
    }
    if let Some(figures) = read.estimate.and_then(|estimate| estimate.links.get(&link.id)) {
        ui.separator();
        for (name, value) in [
            ("Flow", format!("{}, peak {}", write(figures.flow.bytes.mean), write(figures.flow.bytes.peak))),
            ("Records", write(figures.flow.records.mean)),
            ("Cost", write(figures.cost)),
        ] {
            ui.horizontal(|ui| {
                text::label(ui, name, false);
                ui.label(value);
            });
        }
        if figures.over_capacity {
            text::show_error(ui, Some("What it leads to cannot take its peak."));
        }
    }
    ui.separator();
    if link.kind.carries_data() {
        for field in Field::ALL.iter().copied().filter(|field| field.fits(Place::Link)) {
            let of = Of { id: field::id(&element, field), element: &element, settings: &link.settings, default: None };
            field::show(ui, read, of, field, state, commands);
        }
    }
}

/// What each kind of link means.
const KINDS: &[(&str, &str)] = &[
    ("copy", "all of it, as every consumer of a topic gets all"),
    ("split", "a part by weight, the rest to its brothers"),
    ("share", "a fixed share, beside what other links take"),
    ("watch", "nothing: a monitor or a controller looks"),
];

fn kind(ui: &mut Ui, design: &Design, link: &Link, state: &mut Inspector, commands: &mut Vec<Command>) {
    let mut put = |kind: LinkKind, typed: Option<Id>| {
        let edit = Edit::Replace(Element::Link(Link { kind, ..link.clone() }));
        commands.push(typed.map_or_else(|| Command::Edit(edit.clone()), |id| Command::Type(id, edit.clone())));
    };
    ui.horizontal(|ui| {
        text::label(ui, "Takes", false);
        let mut chosen = None;
        ComboBox::from_id_salt("link kind")
            .selected_text(link.kind.name())
            .width(ui.available_width())
            .truncate()
            .show_ui(ui, |ui| {
                for (name, meaning) in KINDS {
                    let objection = design.link_objection(&link.from, &link.to, *name == "watch");
                    let current = *name == link.kind.name();
                    let entry = egui::Button::selectable(current, *name);
                    let entry = ui.add_enabled(objection.is_none() || current, entry).on_hover_text(*meaning);
                    let entry = entry.on_disabled_hover_text(objection.unwrap_or_default());
                    if entry.clicked() && !current {
                        chosen = Some(*name);
                    }
                }
            })
            .response
            .accessible_name("Takes");
        let stated = |text, kind| Stated::read(text, kind).ok();
        match chosen {
            Some("copy") => put(LinkKind::Copy, None),
            Some("split") => {
                if let Some(weight) = stated("1x", Kind::Ratio) {
                    put(LinkKind::Split(weight), None);
                }
            }
            Some("share") => {
                if let Some(share) = stated("10 %", Kind::Share) {
                    put(LinkKind::Share(share), None);
                }
            }
            Some("watch") => put(LinkKind::Watch, None),
            _ => {}
        }
    });
    let (name, current, of) = match &link.kind {
        LinkKind::Split(weight) => ("Weight", weight, Kind::Ratio),
        LinkKind::Share(share) => ("Share", share, Kind::Share),
        LinkKind::Copy | LinkKind::Watch => return,
    };
    let id = Id::unique(("link weight", &link.id));
    let check = |text: &str| Stated::read(text, of).map(|s| s.text().to_owned()).map_err(|error| error.to_string());
    if let Some(new) = line(ui, &mut state.drafts, id, name, current.text(), "", check)
        && let Ok(stated) = Stated::read(&new, of)
    {
        let kind = if of == Kind::Share { LinkKind::Share(stated) } else { LinkKind::Split(stated) };
        put(kind, Some(id));
    }
}
