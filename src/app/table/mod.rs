//! The table of all components: their figures side by side, and their main settings to change in place.

mod cell;
mod column;
mod rows;

use super::clipboard::plural;
use super::command::Command;
use super::inspector::{Drafts, Read, usual};
use crate::catalog::Role;
use crate::design::{ElementId, Id};
use column::Column;
use egui::{Align, Button, Layout, RichText, ScrollArea, Sense, TextEdit, Ui};
use egui_extras::TableBuilder;
use rows::{Rows, Sort};
use std::collections::BTreeSet;

/// Height of a row, in points.
const ROW: f32 = 22.0;
/// Width of a setting with its label.
const SETTING: f32 = 192.0;

/// What the table shows beside the names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Side {
    #[default]
    Figures,
    Settings,
}

/// What the table looks like: not part of the document.
#[derive(Debug, Default)]
pub struct Table {
    drafts: Drafts,
    filter: String,
    sort: Option<Sort>,
    side: Side,
    rows: Rows,
    /// Somebody typed in a row at the last frame.
    typing: bool,
    /// The component that was scrolled to last.
    shown: Option<Id>,
    /// Where a range of rows begins that ends with the next Shift-click.
    anchor: Option<Id>,
}

/// Shows the table. `stamp` is the revision of the design and the number of the estimate.
pub fn show(ui: &mut Ui, read: Read<'_>, stamp: (u64, u64), state: &mut Table, commands: &mut Vec<Command>) {
    bar(ui, read, state);
    state.rows.refresh(read, stamp, &state.filter, state.sort, state.typing);
    if state.rows.ids().is_empty() {
        ui.weak(if read.design.components().len() == 0 {
            "No components yet: drag one from the palette, or press / on the board."
        } else {
            "No component answers this filter."
        });
        state.typing = false;
        return;
    }
    let typing = ScrollArea::horizontal()
        .id_salt("component table")
        .auto_shrink(false)
        .show(ui, |ui| table(ui, read, state, commands));
    if state.typing != typing.inner {
        state.typing = typing.inner;
        ui.request_repaint();
    }
}

/// The filter, how much of the design it leaves, and what is shown beside the names.
fn bar(ui: &mut Ui, read: Read<'_>, state: &mut Table) {
    ui.horizontal_wrapped(|ui| {
        let edit = TextEdit::singleline(&mut state.filter).hint_text("Filter: name, product, role, status");
        let width = if ui.available_width() < 460.0 { 150.0 } else { 230.0 };
        ui.add(edit.desired_width(width)).accessible_name("Filter components");
        if !state.filter.is_empty() && ui.small_button("×").accessible_name("Clear the filter").clicked() {
            state.filter.clear();
        }
        let all = read.design.components().len();
        let left = state.rows.ids().len();
        ui.weak(if state.filter.trim().is_empty() { plural(all, "component") } else { format!("{left} of {all}") });
        ui.separator();
        ui.selectable_value(&mut state.side, Side::Figures, "Figures");
        ui.selectable_value(&mut state.side, Side::Settings, "Settings");
    });
}

/// The table itself; true if somebody types in it.
fn table(ui: &mut Ui, read: Read<'_>, state: &mut Table, commands: &mut Vec<Command>) -> bool {
    let columns = if state.side == Side::Figures { Column::FIGURES } else { Column::BESIDE_SETTINGS };
    let settings = if state.side == Side::Settings { most_settings(read) } else { 0 };
    let gap = ui.spacing().item_spacing.x;
    let others: f32 = columns.iter().filter(|column| **column != Column::Name).map(|c| c.width() + gap).sum();
    let others = others + settings as f32 * (SETTING + gap);
    let name = (ui.clip_rect().width() - others - 16.0).clamp(Column::Name.width(), 320.0);
    let mut builder = TableBuilder::new(ui)
        .striped(true)
        .sense(Sense::CLICK)
        .cell_layout(Layout::left_to_right(Align::Center))
        .min_scrolled_height(0.0)
        .auto_shrink([true, false])
        .animate_scrolling(false);
    for column in columns {
        let width = if *column == Column::Name { name } else { column.width() };
        builder = builder.column(egui_extras::Column::exact(width));
    }
    builder = builder.columns(egui_extras::Column::exact(SETTING), settings);
    if let Some(row) = to_scroll_to(read, state) {
        builder = builder.scroll_to_row(row, None);
    }
    let mut sort = state.sort;
    let table = builder.header(20.0, |mut header| {
        for column in columns {
            header.col(|ui| {
                if head(ui, *column, state.sort) {
                    sort = Some(Sort::clicked(state.sort, *column));
                }
            });
        }
        for place in 0..settings {
            header.col(|ui| {
                if place == 0 {
                    ui.strong("Main settings");
                }
            });
        }
    });
    let mut typing = false;
    let mut clicked = None;
    table.body(|body| {
        body.rows(ROW, state.rows.ids().len(), |mut row| {
            let Some(id) = state.rows.ids().get(row.index()) else { return };
            let Some(component) = read.design.component(id) else { return };
            let element = ElementId::Component(id.clone());
            let selected = read.selection.contains(&element);
            row.set_selected(selected);
            let one = cell::Row { read, component, element: &element, selected };
            let mut chosen = false;
            for column in columns {
                row.col(|ui| match column {
                    Column::Name => chosen |= cell::name(ui, one),
                    Column::Units => typing |= cell::units(ui, one, &mut state.drafts, commands),
                    _ => cell::figure(ui, one, *column),
                });
            }
            for place in 0..settings {
                row.col(|ui| typing |= cell::setting(ui, one, place, &mut state.drafts, commands));
            }
            if chosen || row.response().clicked() {
                clicked = Some(id.clone());
            }
        });
    });
    if let Some(id) = clicked {
        choose(ui, read, state, id, commands);
    }
    if state.sort != sort {
        state.sort = sort;
        ui.request_repaint();
    }
    typing
}

/// How many settings the row with the most of them has.
fn most_settings(read: Read<'_>) -> usize {
    let roles: BTreeSet<Role> = read.design.components().map(|component| component.role).collect();
    roles.into_iter().map(|role| usual(role).len()).max().unwrap_or_default()
}

/// The row of a component that was selected elsewhere, once.
fn to_scroll_to(read: Read<'_>, state: &mut Table) -> Option<usize> {
    let selected = read.selection.iter().find_map(|element| match element {
        ElementId::Component(id) => Some(id),
        _ => None,
    });
    if state.shown.as_ref() == selected {
        return None;
    }
    state.shown = selected.cloned();
    state.rows.ids().iter().position(|id| Some(id) == selected)
}

/// The head of a column; true if it was clicked.
fn head(ui: &mut Ui, column: Column, sort: Option<Sort>) -> bool {
    let on = sort.filter(|sort| sort.column == column);
    let layout = if column.is_at_right() { Layout::right_to_left(Align::Center) } else { *ui.layout() };
    let title = Button::new(RichText::new(column.title()).strong()).frame(false).truncate();
    let response = ui
        .with_layout(layout, |ui| {
            if column.is_at_right() {
                arrow(ui, on);
            }
            let response = ui.add(title);
            if !column.is_at_right() {
                arrow(ui, on);
            }
            response
        })
        .inner;
    let response = response.on_hover_text(column.help()).accessible_name(column.title());
    ui.ctx().accesskit_node_builder(response.id, |node| {
        use egui::accesskit::{Role, SortDirection};
        node.set_role(Role::ColumnHeader);
        match on {
            Some(Sort { down: true, .. }) => node.set_sort_direction(SortDirection::Descending),
            Some(_) => node.set_sort_direction(SortDirection::Ascending),
            None => node.clear_sort_direction(),
        }
    });
    response.clicked()
}

/// A small arrow: down where the largest comes first.
fn arrow(ui: &mut Ui, sort: Option<Sort>) {
    let Some(sort) = sort else { return };
    let (rect, _) = ui.allocate_exact_size(egui::vec2(8.0, 8.0), Sense::hover());
    let points = if sort.down {
        vec![rect.left_top(), rect.right_top(), rect.center_bottom()]
    } else {
        vec![rect.left_bottom(), rect.center_top(), rect.right_bottom()]
    };
    ui.painter().add(egui::Shape::convex_polygon(points, ui.visuals().strong_text_color(), egui::Stroke::NONE));
}

/// Selects what was clicked: alone, with Ctrl beside what is selected, with Shift all rows up to it.
fn choose(ui: &Ui, read: Read<'_>, state: &mut Table, id: Id, commands: &mut Vec<Command>) {
    let modifiers = ui.input(|input| input.modifiers);
    let ids = state.rows.ids();
    let place = |wanted: &Id| ids.iter().position(|id| id == wanted);
    let range = modifiers.shift.then(|| Some((place(state.anchor.as_ref()?)?, place(&id)?))).flatten();
    let element = |id: &Id| ElementId::Component(id.clone());
    let chosen: BTreeSet<ElementId> = match range {
        Some((a, b)) => ids.get(a.min(b)..=a.max(b)).into_iter().flatten().map(element).collect(),
        None if modifiers.command => {
            let mut chosen = read.selection.clone();
            if !chosen.remove(&element(&id)) {
                chosen.insert(element(&id));
            }
            chosen
        }
        None => BTreeSet::from([element(&id)]),
    };
    if range.is_none() {
        state.anchor = Some(id);
    }
    // What is selected here is in view here.
    state.shown = chosen.iter().find_map(|element| match element {
        ElementId::Component(id) => Some(id.clone()),
        _ => None,
    });
    commands.push(Command::Select(chosen.into_iter().collect()));
}
