//! The palette: products by family, to drag onto the board or to add where the board is looking.

use super::command::Command;
use super::search;
use crate::canvas::DraggedProduct;
use crate::catalog::{Catalog, Family, Product};
use egui::{Align2, Key, Sense, TextEdit, Tooltip};

/// What the palette looks like.
#[derive(Debug)]
pub struct Palette {
    search: String,
    /// Where the board is on the screen: over it, it shows by itself what would be dropped.
    pub board: egui::Rect,
}

impl Default for Palette {
    fn default() -> Self {
        Self { search: String::new(), board: egui::Rect::NOTHING }
    }
}

/// Shows the palette.
pub fn show(ui: &mut egui::Ui, catalog: &Catalog, state: &mut Palette, commands: &mut Vec<Command>) {
    ui.add_space(4.0);
    let search = ui.add(TextEdit::singleline(&mut state.search).hint_text("Search parts").desired_width(f32::INFINITY));
    let search = search.accessible_name("Search parts");
    if search.lost_focus()
        && ui.input(|input| input.key_pressed(Key::Enter))
        && !state.search.trim().is_empty()
        && let Some(best) = search::products(catalog, &state.search).first()
    {
        commands.push(add(best));
    }
    egui::ScrollArea::vertical().id_salt("palette").auto_shrink(false).show(ui, |ui| {
        let searching = !state.search.trim().is_empty();
        let mut none = true;
        for family in Family::ALL {
            let products: Vec<_> = catalog
                .products()
                .filter(|product| product.family == *family)
                .filter(|product| !searching || search::rank_product(&state.search, product).is_some())
                .collect();
            if products.is_empty() {
                continue;
            }
            none = false;
            egui::CollapsingHeader::new(family.name())
                .id_salt(("family", family.name()))
                .default_open(true)
                .open(searching.then_some(true))
                .show(ui, |ui| {
                    for product in products {
                        item(ui, product, state.board, commands);
                    }
                });
        }
        if none {
            ui.weak(if searching { "No part has this name." } else { "The catalogue is empty." });
        }
    });
}

fn add(product: &Product) -> Command {
    Command::AddProduct { product: product.id.clone(), at: None, from: None }
}

fn item(ui: &mut egui::Ui, product: &Product, board: egui::Rect, commands: &mut Vec<Command>) {
    let button = egui::Button::new(&product.name)
        .sense(Sense::click_and_drag())
        .min_size(egui::vec2(ui.available_width(), 0.0))
        .truncate()
        .frame_when_inactive(false)
        // Pushes the name to the left.
        .right_text("");
    let response = ui.add(button).accessible_name(&product.name);
    if response.drag_started() {
        response.dnd_set_drag_payload(DraggedProduct(product.id.clone()));
    }
    if response.dragged() {
        ghost(ui, product, board);
    }
    let by_key = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if response.double_clicked() || by_key {
        commands.push(add(product));
    }
    response.context_menu(|ui| {
        if ui.button("Add to the board").clicked() {
            commands.push(add(product));
        }
    });
    Tooltip::for_enabled(&response).show(|ui| {
        ui.strong(&product.name);
        if !product.vendor.is_empty() {
            ui.weak(&product.vendor);
        }
        ui.label(&product.summary);
        ui.weak("Drag onto the board, or double-click to add.");
    });
}

/// The name at the pointer while a part is dragged.
fn ghost(ui: &egui::Ui, product: &Product, board: egui::Rect) {
    let Some(at) = ui.ctx().pointer_latest_pos().filter(|at| !board.contains(*at)) else { return };
    let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("palette ghost")));
    let galley =
        painter.layout_no_wrap(product.name.clone(), egui::FontId::proportional(13.0), ui.visuals().text_color());
    let rect = Align2::LEFT_TOP.anchor_size(at + egui::vec2(10.0, 10.0), galley.size()).expand(5.0);
    painter.rect(rect, 4.0, ui.visuals().window_fill, ui.visuals().widgets.active.bg_stroke, egui::StrokeKind::Inside);
    painter.galley(rect.min + egui::vec2(5.0, 5.0), galley, ui.visuals().text_color());
}
