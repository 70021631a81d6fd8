//! "Add component": type to find a product, Enter puts it in, linked with the component that a link was dragged from.

use crate::app::command::Command;
use crate::app::search;
use crate::catalog::{Catalog, Product, Role};
use crate::design::{Design, Id, Point};
use egui::{Key, RichText, TextEdit};

/// Most products listed.
const MOST: usize = 60;

/// The dialog: what is typed, which line is chosen, and where the component goes.
#[derive(Clone, Debug)]
pub struct AddComponent {
    at: Point,
    from: Option<Id>,
    to: Option<Id>,
    role: Option<Role>,
    last: Option<String>,
    search: String,
    choice: usize,
}

impl AddComponent {
    /// For a component at a place, linked from another.
    pub fn at(at: Point, from: Option<Id>) -> Self {
        Self { at, from, to: None, role: None, last: None, search: String::new(), choice: 0 }
    }

    /// The new component is linked to this one.
    #[must_use]
    pub fn before(mut self, to: Option<Id>) -> Self {
        self.to = to;
        self
    }

    /// Only products of a role.
    #[must_use]
    pub fn of_role(mut self, role: Option<Role>) -> Self {
        self.role = role;
        self
    }

    /// This product stands first as long as nothing is typed: Enter repeats it.
    #[must_use]
    pub fn repeating(mut self, last: Option<String>) -> Self {
        self.last = last;
        self
    }

    /// The products that fit, the best first.
    fn found<'a>(&self, catalog: &'a Catalog, design: &Design) -> Vec<&'a Product> {
        let role = |id: &Option<Id>| id.as_ref().and_then(|id| design.component(id)).map(|component| component.role);
        let (from, to) = (role(&self.from), role(&self.to));
        let fits = |product: &&Product| {
            self.role.is_none_or(|role| product.role == role)
                // What comes after data takes data; a monitor watches anything.
                && from.is_none_or(|from| {
                    !from.carries_data() || (product.role.carries_data() && product.role != Role::Source)
                })
                && to.is_none_or(|to| to.carries_data() || !product.role.carries_data())
        };
        let mut found: Vec<&Product> = search::products(catalog, &self.search).into_iter().filter(fits).collect();
        if self.search.trim().is_empty()
            && let Some(at) = self.last.as_ref().and_then(|last| found.iter().position(|p| p.id == *last))
        {
            let last = found.remove(at);
            found.insert(0, last);
        }
        found.truncate(MOST);
        found
    }

    fn title(&self, design: &Design) -> String {
        let name = |id: &Id| design.component(id).map_or("nothing", |component| component.name.as_str()).to_owned();
        let what = self.role.map_or_else(|| "component".to_owned(), |role| format!("{} component", role.name()));
        match (&self.from, &self.to) {
            (Some(from), _) => format!("Add a {what} after {}", name(from)),
            (None, Some(to)) => format!("Add a {what} before {}", name(to)),
            (None, None) => format!("Add a {what}"),
        }
    }

    /// Shows the dialog; false once it is over.
    pub fn show(
        &mut self,
        ctx: &egui::Context,
        catalog: &Catalog,
        design: &Design,
        commands: &mut Vec<Command>,
    ) -> bool {
        let mut chosen = None;
        let listed = self.found(catalog, design);
        let modal = super::from_the_top("add component").show(ctx, |ui| {
            ui.set_width(440.0);
            ui.strong(self.title(design));
            let moved = super::move_choice(ui, &mut self.choice, listed.len());
            let field = TextEdit::singleline(&mut self.search).hint_text("Type a name").desired_width(f32::INFINITY);
            let field = ui.add(field).accessible_name("Name of the product");
            if field.changed() {
                self.choice = 0;
            }
            // Letters and Enter may come in one frame: the list is that of what is typed by now.
            let found = if field.changed() { self.found(catalog, design) } else { listed };
            if ui.memory(|memory| memory.focused().is_none()) {
                field.request_focus();
            }
            egui::ScrollArea::vertical().max_height(320.0).auto_shrink([false, true]).show(ui, |ui| {
                if found.is_empty() {
                    ui.weak("No product that fits here has this name.");
                }
                for (line, product) in found.iter().enumerate() {
                    let response = item(ui, line == self.choice, product).on_hover_text(&product.summary);
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
            let at = Some(self.at);
            commands.push(match self.to.clone() {
                Some(to) => Command::AddBefore { product, at: self.at, to },
                None => Command::AddProduct { product, at, from: self.from.clone() },
            });
            return false;
        }
        !modal.should_close()
    }
}

/// A product: its name and vendor, and at the right what it is for.
fn item(ui: &mut egui::Ui, chosen: bool, product: &Product) -> egui::Response {
    let name = if product.vendor.is_empty() {
        product.name.clone()
    } else {
        format!("{}  ({})", product.name, product.vendor)
    };
    let button = egui::Button::selectable(chosen, &name)
        .min_size(egui::vec2(ui.available_width(), 0.0))
        .right_text(RichText::new(product.role.name()).weak());
    ui.add(button).accessible_name(name)
}
