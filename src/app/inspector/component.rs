//! The inspector of one component: name, product, figures, settings, note.

use super::field::{self, Of};
use super::text::{self, line};
use super::{Inspector, Read, figures};
use crate::app::command::Command;
use crate::catalog::{Field, Place, Product, Role};
use crate::design::{Component, Edit, Element, ElementId};
use egui::{CollapsingHeader, ComboBox, Id, Ui};

/// The fields that a person sets most often, by role.
pub const fn usual(role: Role) -> &'static [Field] {
    match role {
        Role::Source => &[Field::Load, Field::Record, Field::Shape, Field::Peak],
        Role::Queue => &[Field::Units, Field::Retention, Field::Throughput],
        Role::Compute => {
            &[Field::Mode, Field::Every, Field::Units, Field::Throughput, Field::Selectivity, Field::SizeRatio]
        }
        Role::Store => &[Field::Mode, Field::Every, Field::Retention, Field::Compression],
        Role::Serve => &[Field::Mode, Field::Every, Field::Units, Field::Queries, Field::Scan],
        Role::Monitor => &[Field::Every, Field::Datapoints, Field::Threshold],
        Role::Control => &[Field::Units, Field::ExtraCost],
    }
}

/// Shows the inspector of a component.
pub fn show(ui: &mut Ui, read: Read<'_>, component: &Component, state: &mut Inspector, commands: &mut Vec<Command>) {
    let element = ElementId::Component(component.id.clone());
    state.remember(&element, component.settings.iter().map(|(field, _)| field));
    ui.horizontal(|ui| {
        ui.strong("Component");
        ui.weak(format!("{}, {}", component.id, component.role.name()));
    });
    let id = Id::unique(("component name", &component.id));
    if let Some(name) = line(ui, &mut state.drafts, id, "Name", &component.name, "", text::some) {
        let renamed = Component { name, ..component.clone() };
        commands.push(Command::Type(id, Edit::Replace(Element::Component(renamed))));
    }
    product(ui, read, component, commands);
    ui.separator();
    figures::show(ui, read, component, commands);
    ui.separator();
    fields(ui, read, component, &element, state, commands);
    ui.separator();
    let id = Id::unique(("component note", &component.id));
    if let Some(note) = text::block(ui, &mut state.drafts, id, "Note", &component.note) {
        let noted = Component { note, ..component.clone() };
        commands.push(Command::Type(id, Edit::Replace(Element::Component(noted))));
    }
    super::shape::lies(ui, read, commands);
    if let Some(product) = read.catalog.product(&component.product) {
        about(ui, product);
    }
}

fn fields(
    ui: &mut Ui,
    read: Read<'_>,
    component: &Component,
    element: &ElementId,
    state: &mut Inspector,
    commands: &mut Vec<Command>,
) {
    let product = read.catalog.product(&component.product);
    let of = |field| Of {
        id: field::id(element, field),
        element,
        settings: &component.settings,
        default: product.and_then(|product| product.default_of(field)),
    };
    let all = || Field::ALL.iter().copied().filter(|field| field.fits(Place::Component(component.role)));
    let usual = usual(component.role);
    let is_main = |field: &Field, state: &Inspector| usual.contains(field) || state.stands_first(*field);
    for field in usual.iter().copied().chain(all().filter(|field| !usual.contains(field))) {
        if is_main(&field, state) {
            field::show(ui, read, of(field), field, state, commands);
        }
    }
    let more: Vec<Field> = all().filter(|field| !is_main(field, state)).collect();
    let changed = more.iter().filter(|field| component.settings.get(**field).is_some()).count();
    let title = if changed == 0 { "More settings".to_owned() } else { format!("More settings ({changed} set)") };
    CollapsingHeader::new(title).id_salt("more settings").show(ui, |ui| {
        for field in more {
            field::show(ui, read, of(field), field, state, commands);
        }
    });
}

/// The products of the same role, to choose among.
fn product(ui: &mut Ui, read: Read<'_>, component: &Component, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        text::label(ui, "Product", false);
        let shown = read.catalog.name_of(&component.product);
        let mut chosen = None;
        let combo = ComboBox::from_id_salt("product").selected_text(shown).width(ui.available_width()).truncate();
        let response = combo
            .show_ui(ui, |ui| {
                for product in read.catalog.products().filter(|product| product.role == component.role) {
                    let current = product.id == component.product;
                    let line = ui.selectable_label(current, &product.name).on_hover_text(&product.summary);
                    if line.clicked() && !current {
                        chosen = Some(product.id.clone());
                    }
                }
            })
            .response;
        response.accessible_name("Product");
        if let Some(product) = chosen {
            let changed = Component { product, ..component.clone() };
            commands.push(Command::Edit(Edit::Replace(Element::Component(changed))));
        }
    });
    if read.catalog.product(&component.product).is_none() {
        text::show_error(ui, Some("The catalogue has no product of this name: its figures are missing."));
    }
}

/// What the catalogue says about a product beyond its defaults.
fn about(ui: &mut Ui, product: &Product) {
    CollapsingHeader::new(format!("About {}", product.name)).id_salt("about product").show(ui, |ui| {
        ui.label(&product.summary);
        let mut fact = |what: String, value: String, provenance: &crate::catalog::Provenance| {
            ui.horizontal_wrapped(|ui| {
                ui.weak(what);
                ui.label(value).on_hover_text(format!("{provenance}; {}", provenance.nature.name()));
            });
        };
        for limit in &product.limits {
            fact(limit.resource.name().to_owned(), limit.value.to_string(), &limit.provenance);
        }
        for price in &product.prices {
            fact(format!("price of {}", price.meter.name()), price.value.to_string(), &price.provenance);
        }
        if let Some((share, provenance)) = &product.availability {
            fact("availability".to_owned(), share.to_string(), provenance);
        }
        for remark in &product.remarks {
            fact(remark.about.clone(), remark.value.clone(), &remark.provenance);
        }
    });
}
