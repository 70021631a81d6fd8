//! The one place that changes anything: commands of the panels, requests of the board.

use super::adding::Beside;
use super::command::Command;
use super::context_menu;
use super::dialogs::{AddComponent, Dialog};
use super::panels::Side;
use super::state::{App, Tab, Unfolded};
use crate::canvas::Request;
use crate::design::{Edit, Element, ElementId, Gesture};
use std::collections::BTreeSet;

impl App {
    /// Does what a panel asked for.
    pub fn apply(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::Act(action) => self.act(ctx, action),
            Command::Edit(edit) => {
                self.edit(edit, None);
            }
            Command::Type(field, edit) => {
                let gesture = match self.doc.typing {
                    Some((id, gesture)) if id == field => gesture,
                    _ => self.doc.history.begin(),
                };
                self.doc.typing = Some((field, gesture));
                self.edit(edit, Some(gesture));
            }
            Command::TakeText(field, text) => self.take_text(ctx, field, *text),
            Command::Reveal(element) => self.reveal(element),
            Command::Focus(element, field) => {
                self.doc.view.selection = BTreeSet::from([element.clone()]);
                self.doc.view.look_at(self.doc.history.design(), &element);
                self.open_panel(Side::Inspector);
                self.doc.inspector.focus(ctx, &element, field);
                self.await_field();
            }
            Command::Explain(id, figure) => self.unfold(Unfolded::Figure(id, figure)),
            Command::Agree(conventions) => self.doc.conventions = conventions,
            Command::ExplainVerdict(requirement) => self.unfold(Unfolded::Verdict(requirement)),
            Command::Choose(scenario) => self.doc.scenario = scenario,
            Command::AddScenario(scenario) => {
                let id = scenario.id.clone();
                if self.edit(Edit::insert(Element::Scenario(*scenario)), None) {
                    self.doc.scenario = Some(id);
                }
            }
            Command::AddProduct { product, at, from } => {
                let at = at.unwrap_or_else(|| self.free_place());
                self.put_product(&product, at, &from.map_or(Beside::Nothing, Beside::After));
            }
            Command::AddBefore { product, at, to } => self.put_product(&product, at, &Beside::Before(to)),
            Command::ShowDocument(number) => self.show_document(number),
            Command::CloseDocument(number) => self.guard(ctx, super::files::Then::Close(number)),
            Command::OpenFile(path) => self.open(ctx, path),
            Command::NewFrom(name) => self.new_from(name),
            Command::Paste(text) => self.paste(ctx, &text),
            Command::Tell(text) => self.tell(text),
            Command::PointOut(elements) => self.pointed_out.extend(elements),
            Command::Fix { edit, sentence } => {
                if self.edit(edit, None) {
                    self.tell_undoable(format!("applied: {sentence}"));
                }
            }
            Command::UndoToast(revision) => {
                if self.doc.history.revision() == revision {
                    self.travel(true);
                }
            }
            Command::Select(elements) => {
                self.doc.view.selection = elements.into_iter().collect();
                self.doc.view.reveal(self.doc.history.design(), &self.doc.view.selection.clone());
            }
        }
    }

    /// Does what the board asked for.
    pub(super) fn answer(&mut self, ctx: &egui::Context, requests: Vec<Request>) {
        for request in requests {
            match request {
                Request::Edit { edit, gesture } => {
                    let gesture = gesture.map(|number| self.board_gesture(number));
                    self.edit(edit, gesture);
                }
                Request::Revert { gesture } => {
                    if let Some((_, gesture)) = self.doc.board_gesture.take_if(|(number, _)| *number == gesture) {
                        self.doc.history.cancel(gesture);
                    }
                }
                Request::Explain(id, figure) => self.apply(ctx, Command::Explain(id, figure)),
                Request::AddProduct { product, at } => self.put_product(&product, at, &Beside::Nothing),
                Request::SpliceProduct { product, at, link } => self.put_product(&product, at, &Beside::On(link)),
                Request::Browse { at, from, to, role } => {
                    let list = AddComponent::at(at, from).before(to).of_role(role).repeating(self.last_product.clone());
                    self.dialog = Some(Dialog::Add(list));
                }
                Request::Menu { at } => {
                    self.menu_at = at;
                    context_menu::open(ctx);
                }
                Request::DrawRanges => self.doc.ranges.draw_again(),
                Request::Tell(text) => self.tell(text),
            }
        }
    }

    /// The history's gesture for a gesture of the board.
    pub(super) fn board_gesture(&mut self, number: u64) -> Gesture {
        match self.doc.board_gesture {
            Some((last, gesture)) if last == number => gesture,
            _ => {
                let gesture = self.doc.history.begin();
                self.doc.board_gesture = Some((number, gesture));
                gesture
            }
        }
    }

    /// Applies an edit; says why if it is refused.
    pub(super) fn edit(&mut self, edit: Edit, gesture: Option<Gesture>) -> bool {
        let done = match gesture {
            Some(gesture) => self.doc.history.apply_in(gesture, edit),
            None => self.doc.history.apply(edit),
        };
        match done {
            Ok(()) => true,
            Err(error) => {
                self.tell(error.to_string());
                false
            }
        }
    }

    fn reveal(&mut self, element: ElementId) {
        if !self.doc.history.design().contains(&element) {
            return;
        }
        if let ElementId::Scenario(id) = element {
            // A scenario is not on the board; the inspector shows the chosen one when nothing is selected.
            self.doc.view.selection.clear();
            self.doc.scenario = Some(id);
        } else {
            self.doc.view.look_at(self.doc.history.design(), &element);
            self.doc.view.selection = BTreeSet::from([element]);
        }
    }

    fn unfold(&mut self, what: Unfolded) {
        self.doc.unfolded = Some(what);
        self.panels.tab = Tab::Derivation;
        self.panels.start = None;
        self.open_panel(Side::Lists);
    }
}
