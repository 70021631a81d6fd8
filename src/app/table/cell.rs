//! The cells of the component table: its name, its figures, and its settings to change in place.

use super::column::Column;
use crate::app::command::Command;
use crate::app::inspector::{Drafts, Of, Read, usual, widget};
use crate::app::theme;
use crate::catalog::{Field, Place};
use crate::design::{Component, ElementId};
use crate::estimate::Status;
use egui::{Align, Area, Button, Frame, Id, Label, Layout, Order, Rect, RichText, Ui, vec2};

/// Widest a message stands beside a field, in points.
const MESSAGE: f32 = 300.0;
/// Width of the label of a setting.
const LABEL: f32 = 80.0;

/// One row.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    pub read: Read<'a>,
    pub component: &'a Component,
    pub element: &'a ElementId,
    /// Its component is selected.
    pub selected: bool,
}

/// The name, to click on; true if it was clicked.
pub fn name(ui: &mut Ui, row: Row<'_>) -> bool {
    let name = RichText::new(&row.component.name);
    let name = if row.selected { name.strong() } else { name };
    let response = ui.add(Button::selectable(row.selected, name).truncate());
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let response = response.on_hover_text(&row.component.name).accessible_name(row.component.name.as_str());
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(egui::accesskit::Role::RowHeader);
        node.set_selected(row.selected);
    });
    response.clicked()
}

/// A figure or a word.
pub fn figure(ui: &mut Ui, row: Row<'_>, column: Column) {
    let figures = row.read.estimate.and_then(|estimate| estimate.component(&row.component.id));
    let text = column.text(row.read.catalog, row.component, figures);
    if column == Column::Status
        && let Some(figures) = figures
    {
        // On the ground of a selected row only its own colour of text can be read for certain.
        let color = match ui.visuals().override_text_color {
            Some(color) if row.selected => color,
            _ => theme::of_status(ui.visuals(), figures.status),
        };
        theme::mark(ui, figures.status == Status::Ok, color);
        ui.add(Label::new(RichText::new(text).color(color)).selectable(false).truncate());
        return;
    }
    let layout = if column.is_at_right() { Layout::right_to_left(Align::Center) } else { *ui.layout() };
    ui.with_layout(layout, |ui| ui.add(Label::new(text).selectable(false).truncate()));
}

/// The units; true if somebody types there.
pub fn units(ui: &mut Ui, row: Row<'_>, drafts: &mut Drafts, commands: &mut Vec<Command>) -> bool {
    let width = ui.available_width();
    field(ui, row, Field::Units, width, drafts, commands)
}

/// One of the main settings of the role with its label; true if somebody types there.
pub fn setting(ui: &mut Ui, row: Row<'_>, place: usize, drafts: &mut Drafts, commands: &mut Vec<Command>) -> bool {
    let Some(set) = usual(row.component.role).get(place).copied() else { return false };
    let text = RichText::new(set.label());
    let text = if row.component.settings.get(set).is_some() { text.strong() } else { text.weak() };
    let size = vec2(LABEL, ui.available_height());
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_width(LABEL);
        ui.add(Label::new(text).selectable(false).truncate()).on_hover_text(set.doc());
    });
    let width = ui.available_width();
    field(ui, row, set, width, drafts, commands)
}

/// A field of the inspector, small: what is wrong stands below it, over the next rows.
fn field(
    ui: &mut Ui,
    row: Row<'_>,
    field: Field,
    width: f32,
    drafts: &mut Drafts,
    commands: &mut Vec<Command>,
) -> bool {
    if !field.fits(Place::Component(row.component.role)) {
        return false;
    }
    let product = row.read.catalog.product(&row.component.product);
    let of = Of {
        id: Id::unique(("table", row.element, field)),
        element: row.element,
        settings: &row.component.settings,
        default: product.and_then(|product| product.default_of(field)),
    };
    // A row that is selected has text of another colour, which the ground of a field does not go with.
    ui.visuals_mut().override_text_color = None;
    let (response, wrong) = widget(ui, row.read.catalog, of, field, width - 8.0, drafts, commands);
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let response = response.accessible_name(format!("{} of {}", field.label(), row.component.name));
    if let Some(wrong) = wrong {
        message(ui, of.id, response.rect, &wrong);
    }
    response.has_focus()
}

/// What is wrong with a field, right below it.
fn message(ui: &Ui, id: Id, field: Rect, wrong: &str) {
    if !ui.clip_rect().intersects(field) {
        return;
    }
    let color = ui.visuals().error_fg_color;
    ui.painter().rect_stroke(field, 2.0, (1.5, color), egui::StrokeKind::Outside);
    let area = Area::new(id.with("wrong")).order(Order::Middle).fixed_pos(field.left_bottom() + vec2(0.0, 3.0));
    area.interactable(false).show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_max_width(MESSAGE);
            ui.horizontal_wrapped(|ui| {
                theme::mark(ui, false, color);
                ui.colored_label(color, wrong);
            });
        });
    });
}
