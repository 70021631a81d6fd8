//! The command palette: type to find a command, a setting of what is selected, a component, a scenario or a product;
//! Enter runs it.

use crate::app::command::{Command, Entry, TABLE};
use crate::app::search;
use crate::app::state::App;
use crate::catalog::{Field, Place};
use crate::design::{ElementId, Id};
use egui::{Key, RichText, TextEdit};

/// Most lines listed.
const MOST: usize = 80;

/// What a line does.
#[derive(Clone, Debug)]
enum Item {
    /// Runs a command.
    Run(&'static Entry),
    /// Puts the keyboard into a setting of what is selected.
    Set(ElementId, Field, String),
    /// Goes to a component.
    GoTo(Id, String),
    /// Checks against a scenario.
    Choose(Id, String),
    /// Adds a product.
    Add(String, String),
}

impl Item {
    fn name(&self) -> &str {
        match self {
            Self::Run(entry) => entry.name,
            Self::Set(.., name) | Self::GoTo(_, name) | Self::Choose(_, name) | Self::Add(_, name) => name,
        }
    }

    /// What it is, at the end of the line.
    fn sort(&self, ctx: &egui::Context) -> String {
        match self {
            Self::Run(entry) => entry.first_keys(ctx),
            Self::Set(..) => "setting".to_owned(),
            Self::GoTo(..) => "go to".to_owned(),
            Self::Choose(..) => "check against".to_owned(),
            Self::Add(..) => "add".to_owned(),
        }
    }

    fn command(&self) -> Command {
        match self {
            Self::Run(entry) => Command::Act(entry.action),
            Self::Set(element, field, _) => Command::Focus(element.clone(), *field),
            Self::GoTo(id, _) => Command::Reveal(ElementId::Component(id.clone())),
            Self::Choose(id, _) => Command::Choose(Some(id.clone())),
            Self::Add(product, _) => Command::AddProduct { product: product.clone(), at: None, from: None },
        }
    }
}

/// The palette: what is typed and which line is chosen.
#[derive(Clone, Debug, Default)]
pub struct CommandPalette {
    search: String,
    choice: usize,
    /// What was found, for this text and revision: names are many, frames are more.
    found: Option<(String, u64, Vec<Item>)>,
}

impl CommandPalette {
    fn refresh(&mut self, app: &App) {
        let revision = app.history().revision();
        if self.found.as_ref().is_none_or(|(text, of, _)| *text != self.search || *of != revision) {
            self.found = Some((self.search.clone(), revision, find(&self.search, app)));
        }
    }

    /// Shows the palette; false once it is over.
    pub fn show(&mut self, ctx: &egui::Context, app: &App, commands: &mut Vec<Command>) -> bool {
        let mut chosen = None;
        let modal = super::from_the_top("command palette").show(ctx, |ui| {
            ui.set_width(480.0);
            let length = self.found.as_ref().map_or(0, |(.., found)| found.len());
            let moved = super::move_choice(ui, &mut self.choice, length);
            let hint = "Type a command, or a name on the board or in the catalogue";
            let field = TextEdit::singleline(&mut self.search).hint_text(hint).desired_width(f32::INFINITY);
            let field = ui.add(field).accessible_name("Command");
            if field.changed() {
                self.choice = 0;
            }
            if ui.memory(|memory| memory.focused().is_none()) {
                field.request_focus();
            }
            self.refresh(app);
            let found = self.found.as_ref().map_or(&[][..], |(.., found)| found);
            egui::ScrollArea::vertical().max_height(380.0).auto_shrink([false, true]).show(ui, |ui| {
                if found.is_empty() {
                    ui.weak("No command, component, scenario or product has this name.");
                }
                for (line, item) in found.iter().enumerate() {
                    let button = egui::Button::selectable(line == self.choice, item.name())
                        .right_text(RichText::new(item.sort(ui.ctx())).weak())
                        .min_size(egui::vec2(ui.available_width(), 0.0));
                    let response = ui.add(button).accessible_name(item.name());
                    let response = match item {
                        Item::Run(entry) if !entry.help.is_empty() => response.on_hover_text(entry.help),
                        _ => response,
                    };
                    if moved && line == self.choice {
                        response.scroll_to_me(None);
                    }
                    if response.clicked() {
                        chosen = Some(item.command());
                    }
                }
            });
            ui.weak("Arrows choose, Enter runs, Esc closes.");
            if ui.input(|input| input.key_pressed(Key::Enter)) {
                chosen = chosen.take().or_else(|| found.get(self.choice).map(Item::command));
            }
        });
        if let Some(command) = chosen {
            commands.push(command);
            return false;
        }
        !modal.should_close()
    }
}

/// The settings of the one component or link that is selected.
fn settings(app: &App) -> impl Iterator<Item = (ElementId, Field)> {
    let selection = &app.view().selection;
    let element = selection.first().filter(|_| selection.len() == 1).cloned();
    let place = element.as_ref().and_then(|element| match element {
        ElementId::Component(id) => Some(Place::Component(app.history().design().component(id)?.role)),
        ElementId::Link(_) => Some(Place::Link),
        _ => None,
    });
    let fields = Field::ALL.iter().copied().filter(move |field| place.is_some_and(|place| field.fits(place)));
    fields.filter_map(move |field| Some((element.clone()?, field)))
}

/// What answers a search, the best first; commands alone as long as nothing is typed.
fn find(wanted: &str, app: &App) -> Vec<Item> {
    let mut found: Vec<(usize, Item)> = TABLE
        .iter()
        .filter(|entry| entry.action.enabled(app))
        .filter_map(|entry| search::rank(wanted, entry.name).map(|rank| (rank, Item::Run(entry))))
        .collect();
    if !wanted.trim().is_empty() {
        let design = app.history().design();
        found.extend(settings(app).filter_map(|(element, field)| {
            let name = format!("Set {}", field.label().to_lowercase());
            let rank = search::rank(wanted, &name)?;
            Some((rank + 5, Item::Set(element, field, name)))
        }));
        // Of names that are as near, commands come first, and what is on the board before what could be.
        found.extend(design.components().filter_map(|component| {
            let rank = search::rank(wanted, &component.name)? + 10;
            Some((rank, Item::GoTo(component.id.clone(), component.name.clone())))
        }));
        found.extend(design.scenarios().filter_map(|scenario| {
            let rank = search::rank(wanted, &scenario.name)? + 10;
            Some((rank, Item::Choose(scenario.id.clone(), scenario.name.clone())))
        }));
        found.extend(app.catalog.products().filter_map(|product| {
            let rank = search::rank_product(wanted, product)? + 20;
            Some((rank, Item::Add(product.id.clone(), product.name.clone())))
        }));
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.truncate(MOST);
    found.into_iter().map(|(_, item)| item).collect()
}
