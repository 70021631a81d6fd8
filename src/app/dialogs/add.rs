//! "Add component": type to find a product, Enter puts it in, linked from the component that a link was dragged from.

use crate::app::command::Command;
use crate::app::search;
use crate::catalog::Catalog;
use crate::design::{Design, Id, Point};
use egui::{Key, Modal, TextEdit};

/// Most products listed.
const MOST: usize = 60;

/// The dialog: what is typed, which line is chosen, and where the component goes.
#[derive(Clone, Debug)]
pub struct AddComponent {
    at: Point,
    from: Option<Id>,
    search: String,
    choice: usize,
}

impl AddComponent {
    /// For a component at a place, linked from another.
    pub fn at(at: Point, from: Option<Id>) -> Self {
        Self { at, from, search: String::new(), choice: 0 }
    }

    /// Shows the dialog; false once it is over.
    pub fn show(
        &mut self,
        ctx: &egui::Context,
        catalog: &Catalog,
        design: &Design,
        commands: &mut Vec<Command>,
    ) -> bool {
        let source = self.from.as_ref().and_then(|id| design.component(id));
        let mut chosen = None;
        let modal = Modal::new(egui::Id::unique("add component")).show(ctx, |ui| {
            ui.set_width(420.0);
            match source {
                Some(source) => ui.strong(format!("Add a component after {}", source.name)),
                None => ui.strong("Add a component"),
            };
            // From a component that carries data only to one that does; a monitor watches any.
            let mut found = search::products(catalog, &self.search);
            if let Some(source) = source.filter(|source| source.role.carries_data()) {
                found.retain(|product| product.role.carries_data() && product.id != source.product);
            }
            found.truncate(MOST);
            let moved = super::move_choice(ui, &mut self.choice, found.len());
            let field = TextEdit::singleline(&mut self.search).hint_text("Type a name").desired_width(f32::INFINITY);
            let field = ui.add(field).accessible_name("Name of the product");
            if field.changed() {
                self.choice = 0;
            }
            if ui.memory(|memory| memory.focused().is_none()) {
                field.request_focus();
            }
            egui::ScrollArea::vertical().max_height(320.0).auto_shrink([false, true]).show(ui, |ui| {
                if found.is_empty() {
                    ui.weak("No product has this name.");
                }
                for (line, product) in found.iter().enumerate() {
                    let text = if product.vendor.is_empty() {
                        product.name.clone()
                    } else {
                        format!("{}  ({})", product.name, product.vendor)
                    };
                    let response = ui.selectable_label(line == self.choice, text).on_hover_text(&product.summary);
                    if moved && line == self.choice {
                        response.scroll_to_me(None);
                    }
                    if response.clicked() {
                        chosen = Some(product.id.clone());
                    }
                }
            });
            ui.weak("Arrows choose, Enter adds, Esc closes.");
            if ui.input(|input| input.key_pressed(Key::Enter)) {
                chosen = chosen.take().or_else(|| found.get(self.choice).map(|product| product.id.clone()));
            }
        });
        if let Some(product) = chosen {
            commands.push(Command::AddProduct { product, at: Some(self.at), from: self.from.clone() });
            return false;
        }
        !modal.should_close()
    }
}
