//! The one place that changes anything: commands of the panels, requests of the board.

use super::adding::Beside;
use super::clipboard;
use super::command::{Action, Command};
use super::context_menu;
use super::dialogs::{AddComponent, CommandPalette, Dialog};
use super::files::Then;
use super::state::{App, Tab, Unfolded};
use crate::canvas::Request;
use crate::design::{Edit, Element, ElementId, Frame, Gesture, Id, Note, Placement, Point, Scenario};
use crate::file;
use egui::{Theme, ThemePreference, ViewportCommand};
use std::collections::BTreeSet;

/// How far a duplicate stands from what it was made of, in grid steps.
const ASIDE: i32 = 2;

impl App {
    /// Does what a panel asked for.
    pub(super) fn apply(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::Act(action) => self.act(ctx, action),
            Command::Edit(edit) => {
                self.edit(edit, None);
            }
            Command::Type(field, edit) => {
                let gesture = match self.typing {
                    Some((id, gesture)) if id == field => gesture,
                    _ => self.history.begin(),
                };
                self.typing = Some((field, gesture));
                self.edit(edit, Some(gesture));
            }
            Command::Reveal(element) => self.reveal(element),
            Command::Focus(element, field) => {
                self.view.selection = BTreeSet::from([element.clone()]);
                self.view.fit_selection();
                self.panels.hidden = false;
                self.panels.inspector.focus(ctx, &element, field);
            }
            Command::Explain(id, figure) => self.unfold(Unfolded::Figure(id, figure)),
            Command::Agree(conventions) => self.conventions = conventions,
            Command::Unfold(derivation) => self.unfold(Unfolded::Fixed(derivation)),
            Command::Choose(scenario) => self.scenario = scenario,
            Command::AddScenario(scenario) => {
                let id = scenario.id.clone();
                if self.edit(Edit::insert(Element::Scenario(*scenario)), None) {
                    self.scenario = Some(id);
                }
            }
            Command::AddProduct { product, at, from } => {
                let at = at.unwrap_or_else(|| self.view.focus_point());
                self.put_product(&product, at, &from.map_or(Beside::Nothing, Beside::After));
            }
            Command::AddBefore { product, at, to } => self.put_product(&product, at, &Beside::Before(to)),
            Command::Paste(text) => self.paste(&text),
            Command::Tell(text) => self.tell(text),
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
                    if let Some((_, gesture)) = self.board_gesture.take_if(|(number, _)| *number == gesture) {
                        self.history.cancel(gesture);
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
                Request::Tell(text) => self.tell(text),
            }
        }
    }

    /// The history's gesture for a gesture of the board.
    fn board_gesture(&mut self, number: u64) -> Gesture {
        match self.board_gesture {
            Some((last, gesture)) if last == number => gesture,
            _ => {
                let gesture = self.history.begin();
                self.board_gesture = Some((number, gesture));
                gesture
            }
        }
    }

    /// Applies an edit; says why if it is refused.
    pub(super) fn edit(&mut self, edit: Edit, gesture: Option<Gesture>) -> bool {
        let done = match gesture {
            Some(gesture) => self.history.apply_in(gesture, edit),
            None => self.history.apply(edit),
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
        if !self.history.design().contains(&element) {
            return;
        }
        if let ElementId::Scenario(id) = element {
            // A scenario is not on the board; the inspector shows the chosen one when nothing is selected.
            self.view.selection.clear();
            self.scenario = Some(id);
        } else {
            self.view.selection = BTreeSet::from([element]);
            self.view.fit_selection();
        }
    }

    fn unfold(&mut self, what: Unfolded) {
        self.panels.unfolded = Some(what);
        self.panels.tab = Tab::Derivation;
        self.panels.hidden = false;
    }

    fn gathered(&self) -> Vec<Element> {
        self.history.design().fragment(&self.view.selection)
    }

    fn copy(&mut self, ctx: &egui::Context) {
        let elements = self.gathered();
        if elements.is_empty() {
            self.tell("nothing is selected that could be copied");
        } else {
            ctx.copy_text(file::write_fragment(&elements));
            self.tell(format!("copied {}", clipboard::count(&elements)));
        }
    }

    fn paste(&mut self, text: &str) {
        let in_place = std::mem::take(&mut self.paste_in_place);
        match file::read_fragment(text) {
            Ok(elements) if !elements.is_empty() => {
                let placement = if in_place { Placement::Offset(0, 0) } else { Placement::At(self.view.focus_point()) };
                self.put_in(&elements, placement, "pasted");
            }
            Ok(_) => self.tell("nothing to paste"),
            Err(error) => self.tell(format!("nothing to paste: the clipboard holds no components ({error})")),
        }
    }

    /// Puts elements in as one step, with fresh ids, and selects them: what paste and duplicate do.
    pub fn insert_elements(&mut self, elements: &[Element]) {
        self.put_in(elements, Placement::Offset(ASIDE, ASIDE), "added");
    }

    fn put_in(&mut self, elements: &[Element], placement: Placement, verb: &str) {
        let (edit, selection) = self.history.design().put_in(elements, placement);
        if self.edit(edit, None) {
            if !selection.is_empty() {
                self.view.selection = selection;
            }
            self.tell(format!("{verb} {}", clipboard::count(elements)));
        }
    }

    fn delete(&mut self) {
        let design = self.history.design();
        let doomed = &self.view.selection;
        // Links that go with a component are not removed twice.
        let goes_along = |id: &ElementId| match id {
            ElementId::Link(link) => design.link(link).is_some_and(|link| {
                [&link.from, &link.to].into_iter().any(|end| doomed.contains(&ElementId::Component(end.clone())))
            }),
            _ => false,
        };
        let edits: Vec<Edit> = doomed.iter().filter(|id| !goes_along(id)).cloned().map(Edit::Remove).collect();
        if !edits.is_empty() {
            self.edit(Edit::All(edits), None);
            self.view.selection.clear();
        }
    }

    fn select_all(&mut self) {
        self.view.selection = self.history.design().placed().collect();
    }

    fn add_note(&mut self) {
        let id = self.history.design().fresh_note_id(&Id::from_name("note"));
        let note = Note::new(id.clone(), self.view.focus_point(), Point::new(10, 4), "");
        // What is typed into it joins the same step.
        let number = self.view.begin_gesture();
        let gesture = self.board_gesture(number);
        if self.edit(Edit::insert(Element::Note(note)), Some(gesture)) {
            self.view.selection = BTreeSet::from([ElementId::Note(id.clone())]);
            self.view.edit_new_text(ElementId::Note(id), number);
        }
    }

    /// Puts a frame around the selected components and notes.
    fn add_frame(&mut self) {
        let design = self.history.design();
        let corners: Vec<Point> = self
            .gathered()
            .iter()
            .flat_map(|element| match element {
                // A component is at most this large on the board.
                Element::Component(component) => vec![component.at, component.at.moved(10, 5)],
                Element::Note(note) => vec![note.at, note.at.moved(note.size.x, note.size.y)],
                Element::Frame(frame) => vec![frame.at, frame.at.moved(frame.size.x, frame.size.y)],
                Element::Stroke(stroke) => {
                    let (at, size) = stroke.extent();
                    vec![at, at.moved(size.x, size.y)]
                }
                Element::Link(_) | Element::Scenario(_) => Vec::new(),
            })
            .collect();
        let least = corners.iter().copied().reduce(|a, b| Point::new(a.x.min(b.x), a.y.min(b.y)));
        let most = corners.iter().copied().reduce(|a, b| Point::new(a.x.max(b.x), a.y.max(b.y)));
        let (Some(least), Some(most)) = (least, most) else { return };
        let at = least.moved(-2, -3);
        let size =
            Point::new(most.x.saturating_sub(at.x).saturating_add(2), most.y.saturating_sub(at.y).saturating_add(2));
        let id = design.fresh_frame_id(&Id::from_name("frame"));
        let frame = Frame::new(id.clone(), "Frame", at, size);
        let number = self.view.begin_gesture();
        let gesture = self.board_gesture(number);
        if self.edit(Edit::insert(Element::Frame(frame)), Some(gesture)) {
            self.view.selection = BTreeSet::from([ElementId::Frame(id.clone())]);
            self.view.edit_new_text(ElementId::Frame(id), number);
        }
    }

    fn step_scenario(&mut self, forward: bool) {
        let mut all: Vec<Option<Id>> = vec![None];
        all.extend(self.history.design().scenarios().map(|scenario| Some(scenario.id.clone())));
        let here = all.iter().position(|id| *id == self.scenario).unwrap_or(0);
        let next = if forward { here + 1 } else { here + all.len() - 1 } % all.len();
        if let Some(next) = all.get(next) {
            self.scenario.clone_from(next);
        }
    }

    /// Does a command of the table.
    pub fn act(&mut self, ctx: &egui::Context, action: Action) {
        if !action.enabled(self) {
            return;
        }
        match action {
            Action::New => self.guard(ctx, Then::New),
            Action::Open => self.guard(ctx, Then::Open),
            Action::Save => self.save(ctx, None),
            Action::SaveAs => self.save_as(ctx, None),
            Action::Quit => self.guard(ctx, Then::Quit),
            Action::Undo => {
                self.history.undo();
            }
            Action::Redo => {
                self.history.redo();
            }
            Action::Cut => {
                self.copy(ctx);
                self.delete();
            }
            Action::Copy => self.copy(ctx),
            Action::Paste | Action::PasteInPlace => {
                self.paste_in_place = action == Action::PasteInPlace;
                ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
            }
            Action::Duplicate => {
                let elements = self.gathered();
                self.put_in(&elements, Placement::Offset(ASIDE, ASIDE), "duplicated");
            }
            Action::Delete => self.delete(),
            Action::SelectAll => self.select_all(),
            Action::SelectNone => {
                if !self.view.cancel_gesture() {
                    self.view.selection.clear();
                }
            }
            Action::Rename => {
                if let Some(element) = self.view.selection.first().cloned() {
                    self.view.edit_text(element);
                }
            }
            Action::AddComponent => {
                self.dialog = Some(Dialog::Add(
                    AddComponent::at(self.view.focus_point(), None).repeating(self.last_product.clone()),
                ));
            }
            Action::AddNote => self.add_note(),
            Action::AddFrame => self.add_frame(),
            Action::AddScenario => {
                let id = self.history.design().fresh_scenario_id(&Id::from_name("scenario"));
                let scenario = Scenario::new(id, "Scenario");
                self.view.selection.clear();
                self.apply(ctx, Command::AddScenario(Box::new(scenario)));
            }
            Action::Fit => self.view.fit(),
            Action::FitSelection => self.view.fit_selection(),
            Action::ZoomIn => self.view.zoom_by(1.25),
            Action::ZoomOut => self.view.zoom_by(0.8),
            Action::ZoomReset => self.view.reset_zoom(),
            Action::ThemeDark => ctx.set_theme(ThemePreference::Dark),
            Action::ThemeLight => ctx.set_theme(ThemePreference::Light),
            Action::ThemeSystem => ctx.set_theme(ThemePreference::System),
            Action::ThemeToggle => ctx.set_theme(match ctx.theme() {
                Theme::Dark => ThemePreference::Light,
                Theme::Light => ThemePreference::Dark,
            }),
            Action::HidePanels => self.panels.hidden = !self.panels.hidden,
            Action::NextScenario => self.step_scenario(true),
            Action::PreviousScenario => self.step_scenario(false),
            Action::Check => self.engine.forget(),
            Action::ShowProblems => self.show_tab(Tab::Problems),
            Action::ShowCost => self.show_tab(Tab::Cost),
            Action::ShowDerivation => self.show_tab(Tab::Derivation),
            Action::ShowRanges => self.show_tab(Tab::Ranges),
            Action::CommandPalette => self.dialog = Some(Dialog::Commands(CommandPalette::default())),
            Action::Keys => self.dialog = Some(Dialog::Keys),
        }
        ctx.request_repaint();
    }

    fn show_tab(&mut self, tab: Tab) {
        self.panels.tab = tab;
        self.panels.hidden = false;
    }
}
