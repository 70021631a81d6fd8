//! One setting of a component or a link: its text, the catalogue's default with its source, and the reason.

use super::text::{self, Drafts};
use super::{Inspector, Read};
use crate::app::command::Command;
use crate::catalog::{Catalog, Confidence, Field, FieldDefault, FieldKind, Setting, Shape, Value};
use crate::design::{Edit, ElementId, Settings};
use crate::units::Kind;
use egui::{ComboBox, Id, RichText, Ui};
use std::fmt::Write as _;

/// Width of the mark that tells of a default's source.
const MARK: f32 = 12.0;
/// Width of the button that unfolds the reason.
const WHY: f32 = 38.0;

/// Narrower fields have no example in them.
const LEAST_FOR_EXAMPLE: f32 = 110.0;

/// The id of the widget of a field.
pub fn id(element: &ElementId, field: Field) -> Id {
    Id::unique(("field", element, field))
}

/// What a field stands on: the element, what is set there, and its product's default.
#[derive(Clone, Copy)]
pub struct Of<'a> {
    /// The id of the widget.
    pub id: Id,
    /// The element.
    pub element: &'a ElementId,
    /// Its settings.
    pub settings: &'a Settings,
    /// The default of the field, if the product has one.
    pub default: Option<&'a FieldDefault>,
}

/// Shows a field.
pub fn show(ui: &mut Ui, read: Read<'_>, of: Of<'_>, field: Field, state: &mut Inspector, commands: &mut Vec<Command>) {
    let set = of.settings.get(field);
    let wanted = (of.element.clone(), field);
    let mut error = None;
    let row = ui.horizontal(|ui| {
        text::label(ui, field.label(), set.is_some()).on_hover_text(field.doc());
        let space = ui.spacing().item_spacing.x;
        let mark = if of.default.is_some() { MARK + space } else { 0.0 };
        let why = if set.is_some() { WHY + space } else { 0.0 };
        let width = (ui.available_width() - mark - why).max(60.0);
        let (response, wrong) = widget(ui, read.catalog, of, field, width, &mut state.drafts, commands);
        error = wrong;
        if let Some(default) = of.default {
            origin(ui, default);
        }
        if let Some(set) = set {
            let word = if set.reason.is_some() { RichText::new("why").strong() } else { RichText::new("why") };
            let open = state.reason.as_ref() == Some(&wanted);
            let button = egui::Button::selectable(open, word);
            let button = ui.add_sized([WHY, ui.spacing().interact_size.y], button);
            if button.on_hover_text("The reason for this setting").clicked() {
                state.reason = (!open).then(|| wanted.clone());
            }
        }
        response
    });
    if state.wanted.as_ref() == Some(&wanted) {
        row.inner.scroll_to_me(Some(egui::Align::Center));
        row.inner.request_focus();
        // What is typed next takes the place of what is there.
        text::select_all(ui.ctx(), row.inner.id, set.map_or(0, |set| set.text().chars().count()));
        state.wanted = None;
    }
    text::show_error(ui, error.as_deref());
    if let Some(set) = set.filter(|_| state.reason.as_ref() == Some(&wanted)) {
        reason(ui, of, field, set, &mut state.drafts, commands);
    }
}

/// The widget of a field alone, and what is wrong with what is typed in it.
pub fn widget(
    ui: &mut Ui,
    catalog: &Catalog,
    of: Of<'_>,
    field: Field,
    width: f32,
    drafts: &mut Drafts,
    commands: &mut Vec<Command>,
) -> (egui::Response, Option<String>) {
    match field.kind() {
        FieldKind::Choice(words) => (choice(ui, of, field, words, width, commands), None),
        FieldKind::Product => (products(ui, catalog, of, field, width, commands), None),
        FieldKind::Quantity(_) | FieldKind::Load | FieldKind::Shape => quantity(ui, of, field, width, drafts, commands),
    }
}

/// The edit that sets a field from a text; an empty text goes back to the default.
fn edit(of: Of<'_>, field: Field, text: &str) -> Option<Edit> {
    let setting = if text.trim().is_empty() {
        None
    } else {
        let mut setting = Setting::read(field, text).ok()?;
        setting.reason = of.settings.get(field).and_then(|old| old.reason.clone());
        Some(setting)
    };
    Some(Edit::Set { element: of.element.clone(), field, setting })
}

fn quantity(
    ui: &mut Ui,
    of: Of<'_>,
    field: Field,
    width: f32,
    drafts: &mut Drafts,
    commands: &mut Vec<Command>,
) -> (egui::Response, Option<String>) {
    let current = of.settings.get(field).map(Setting::text).unwrap_or_default();
    let hint = match (of.default, field.kind()) {
        (Some(default), _) => default.setting.text().to_owned(),
        // Half an example says nothing.
        (None, _) if width < LEAST_FOR_EXAMPLE => String::new(),
        (None, FieldKind::Quantity(kind)) => format!("such as {}", kind.example()),
        (None, FieldKind::Load) => format!("such as {}", Kind::InformationRate.example()),
        (None, _) => Shape::NAMES.first().copied().unwrap_or_default().to_owned(),
    };
    let check = |text: &str| {
        if text.trim().is_empty() {
            return Ok(String::new());
        }
        Setting::read(field, text).map(|setting| setting.text().to_owned()).map_err(|error| error.to_string())
    };
    let typed =
        text::bare(ui, drafts, of.id, field.label(), current, check, |edit| edit.hint_text(hint).desired_width(width));
    let told = of.default.map(|default| format!("\n\n{}", told(default))).unwrap_or_default();
    let response = typed.response.on_hover_text(format!("{}{told}", field.doc()));
    if let Some(edit) = typed.text.and_then(|text| edit(of, field, &text)) {
        commands.push(Command::Type(of.id, edit));
    }
    (response, typed.error)
}

/// The word that a choice without a setting shows.
fn unset(default: Option<&FieldDefault>) -> String {
    default.map_or_else(|| "not set".to_owned(), |default| format!("{} (default)", default.setting.text()))
}

/// A list that is no wider than that, whatever is chosen: egui cuts the text where the row ends, not the list.
fn combo(ui: &mut Ui, of: Of<'_>, shown: String, width: f32, list: impl FnOnce(&mut Ui)) -> egui::Response {
    let combo = ComboBox::from_id_salt(of.id).selected_text(shown).width(width).truncate();
    ui.scope(|ui| {
        ui.set_max_width(width);
        combo.show_ui(ui, list).response
    })
    .inner
}

fn choice(
    ui: &mut Ui,
    of: Of<'_>,
    field: Field,
    words: &[&'static str],
    width: f32,
    commands: &mut Vec<Command>,
) -> egui::Response {
    let current = of.settings.get(field).and_then(Setting::choice);
    let shown = current.map_or_else(|| unset(of.default), str::to_owned);
    let mut chosen: Option<Option<&str>> = None;
    let list = |ui: &mut Ui| {
        if ui.selectable_label(current.is_none(), unset(of.default)).clicked() {
            chosen = Some(None);
        }
        for word in words {
            if ui.selectable_label(current == Some(word), *word).clicked() {
                chosen = Some(Some(word));
            }
        }
    };
    let response = combo(ui, of, shown, width, list).accessible_name(field.label());
    if let Some(word) = chosen.filter(|word| *word != current) {
        commands.extend(edit(of, field, word.unwrap_or_default()).map(Command::Edit));
    }
    response.on_hover_text(field.doc())
}

fn products(
    ui: &mut Ui,
    catalog: &Catalog,
    of: Of<'_>,
    field: Field,
    width: f32,
    commands: &mut Vec<Command>,
) -> egui::Response {
    let current = of.settings.get(field).and_then(|setting| match setting.value() {
        Value::Product(product) => Some(product.as_ref()),
        _ => None,
    });
    let name = |id: &str| catalog.product(id).map_or_else(|| id.to_owned(), |product| product.name.clone());
    let mut chosen: Option<Option<&str>> = None;
    let list = |ui: &mut Ui| {
        if ui.selectable_label(current.is_none(), unset(of.default)).clicked() {
            chosen = Some(None);
        }
        let stores = |product: &&crate::catalog::Product| product.role == crate::catalog::Role::Store;
        for product in catalog.products().filter(stores) {
            if ui.selectable_label(current == Some(product.id.as_str()), &product.name).clicked() {
                chosen = Some(Some(&product.id));
            }
        }
    };
    let shown = current.map_or_else(|| unset(of.default), name);
    let response = combo(ui, of, shown, width, list).accessible_name(field.label());
    if let Some(product) = chosen.filter(|product| *product != current) {
        commands.extend(edit(of, field, product.unwrap_or_default()).map(Command::Edit));
    }
    response.on_hover_text(field.doc())
}

/// A default with its source, date and confidence.
fn told(default: &FieldDefault) -> String {
    let provenance = &default.provenance;
    let mut told = format!("default {}", default.setting.text());
    if let Some((low, high)) = &default.band {
        let _ = write!(told, " (sources from {low} to {high})");
    }
    let _ = write!(told, "\n{}\nsource: {}\ndate: {}", provenance.nature.name(), provenance.source, provenance.date);
    let _ = write!(told, "\nconfidence: {}", provenance.confidence);
    if !provenance.condition.is_empty() {
        let _ = write!(told, "\nholds for: {}", provenance.condition);
    }
    told
}

/// A small mark: where the default comes from, told on hover. Unverified figures have another mark.
fn origin(ui: &mut Ui, default: &FieldDefault) {
    let provenance = &default.provenance;
    let unverified = provenance.confidence == Confidence::Unverified;
    let mark = if unverified {
        RichText::new("!").strong().color(ui.visuals().warn_fg_color)
    } else {
        RichText::new("i").color(ui.visuals().hyperlink_color)
    };
    let size = [MARK, ui.spacing().interact_size.y];
    ui.add_sized(size, egui::Label::new(mark).sense(egui::Sense::hover())).on_hover_text(told(default));
}

fn reason(ui: &mut Ui, of: Of<'_>, field: Field, set: &Setting, drafts: &mut Drafts, commands: &mut Vec<Command>) {
    let id = Id::unique(("reason", of.element, field));
    let current = set.reason.as_deref().unwrap_or_default();
    let name = format!("Why {}", field.label().to_lowercase());
    if let Some(text) = text::line(ui, drafts, id, &name, current, "because…", text::any) {
        let mut setting = set.clone();
        setting.reason = (!text.is_empty()).then(|| text.into());
        commands.push(Command::Type(id, Edit::Set { element: of.element.clone(), field, setting: Some(setting) }));
    }
}
