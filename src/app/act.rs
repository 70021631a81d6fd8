//! What each command of the table does.

use super::command::{Action, Command};
use super::dialogs::{AddComponent, CommandPalette, Dialog, KeysSheet, Purpose};
use super::files::Then;
use super::find::Find;
use super::keep::With;
use super::panels::Side;
use super::settings;
use super::state::{App, Tab};
use crate::catalog::Role;
use crate::design::{Design, Edit, ElementId, Id, Placement, Scenario};
use egui::{Theme, ThemePreference, ViewportCommand};
use std::collections::BTreeSet;

/// How far a duplicate stands from what it was made of, in grid steps.
pub(super) const ASIDE: i32 = 2;

impl App {
    /// Does a command of the table.
    pub fn act(&mut self, ctx: &egui::Context, action: Action) {
        if self.doc.view.in_gesture() && !action.suits_a_gesture() {
            return;
        }
        if let Some(lacks) = action.lacks(self) {
            // A key that does nothing says why.
            if !matches!(action, Action::Undo | Action::Redo) {
                self.tell(lacks);
            }
            return;
        }
        match action {
            Action::New => self.begin_new(),
            Action::StartPage => self.toggle_start(),
            Action::Open => self.ask_to_open(ctx),
            Action::Close => self.guard(ctx, Then::Close(self.doc.number)),
            Action::NextTab => self.step_document(true),
            Action::PreviousTab => self.step_document(false),
            Action::Save => self.save(ctx, None),
            Action::SaveAs => self.save_as(ctx, None),
            Action::EarlierSaves => self.show_earlier_saves(ctx),
            Action::CompareSaved => match self.keep.comparing.take() {
                Some(_) => {}
                None => self.compare_with(ctx, With::Saved),
            },
            Action::Export => self.ask_how_to_export(false),
            Action::ExportSelection => self.ask_how_to_export(true),
            Action::CopyPicture => self.copy_picture(ctx),
            Action::CopyAsText => self.copy_as_text(ctx),
            Action::CompareFile => self.ask_for_file(ctx, Purpose::Compare, None),
            Action::Autosave => self.keep.autosave = !self.keep.autosave,
            Action::Quit => self.guard(ctx, Then::Quit),
            Action::Rename => {
                if let Some(element) = self.doc.view.selection.first().cloned() {
                    self.doc.view.edit_text(element);
                }
            }
            Action::Check => self.check(),
            Action::Outage => self.toggle_outage(),
            Action::StopSearch => self.doc.engine.stop_fixing(),
            Action::NextScenario => self.step_scenario(true),
            Action::PreviousScenario => self.step_scenario(false),
            Action::Find => self.open_find(),
            Action::CommandPalette => self.dialog = Some(Dialog::Commands(CommandPalette::default())),
            Action::Keys => self.dialog = Some(Dialog::Keys(KeysSheet::default())),
            _ => {
                let done = self.act_on_document(ctx, action)
                    || self.act_on_selection(action)
                    || self.act_on_order(ctx, action)
                    || self.act_on_view(ctx, action);
                debug_assert!(done, "{action:?} does nothing");
            }
        }
        ctx.request_repaint();
    }

    fn act_on_document(&mut self, ctx: &egui::Context, action: Action) -> bool {
        match action {
            Action::Undo => {
                // In the middle of a drag what is to be taken back is the drag.
                if self.doc.view.in_gesture() {
                    self.doc.view.cancel_gesture();
                } else {
                    self.travel(true);
                }
            }
            Action::Redo => self.travel(false),
            Action::Cut => self.cut(ctx),
            Action::Copy => self.copy(ctx),
            Action::Paste | Action::PasteInPlace => {
                self.paste_in_place = (action == Action::PasteInPlace).then(|| ctx.input(|input| input.time));
                ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
            }
            Action::Duplicate => {
                let elements = self.gathered();
                self.put_in(&elements, Placement::Offset(ASIDE, ASIDE), "duplicated");
            }
            Action::Delete => self.delete(),
            Action::CopySettings => self.copy_settings(),
            Action::PasteSettings => self.paste_settings(),
            Action::AddComponent => self.ask_for_component(None),
            Action::AddFamily(role) => self.ask_for_component(Some(role)),
            Action::AddNote => self.add_note(),
            Action::AddFrame => self.add_frame(),
            Action::AddScenario => {
                let id = self.doc.history.design().fresh_scenario_id(&Id::from_name("scenario"));
                let scenario = Scenario::new(id, "Scenario");
                self.doc.view.selection.clear();
                self.apply(ctx, Command::AddScenario(Box::new(scenario)));
            }
            Action::AddRequirement => self.add_requirement(ctx),
            Action::Tool(tool) => self.doc.view.set_tool(tool),
            _ => return false,
        }
        true
    }

    fn act_on_selection(&mut self, action: Action) -> bool {
        match action {
            Action::SelectAll => self.doc.view.selection = self.doc.history.design().placed().collect(),
            Action::SelectNone => {
                if !self.doc.view.cancel_gesture() && !self.close_find() && !self.close_start() {
                    if self.doc.view.selection.is_empty() {
                        self.put_lenses_away();
                    }
                    self.doc.view.selection.clear();
                }
            }
            Action::SelectInverse => self.select_inverse(),
            Action::SelectUpstream => self.select_along(true, false),
            Action::SelectDownstream => self.select_along(false, true),
            Action::SelectConnected => self.select_along(true, true),
            Action::SelectSameProduct => self.select_alike(|a, b| a.product == b.product),
            Action::SelectSameRole => self.select_alike(|a, b| a.role == b.role),
            Action::NextComponent => self.select_next(true),
            Action::PreviousComponent => self.select_next(false),
            _ => return false,
        }
        true
    }

    fn act_on_order(&mut self, ctx: &egui::Context, action: Action) -> bool {
        match action {
            Action::Group => self.group(),
            Action::Ungroup => self.ungroup(),
            Action::Lock => self.lock(),
            Action::Forward => self.restack(true, false),
            Action::Backward => self.restack(false, false),
            Action::ToFront => self.restack(true, true),
            Action::ToBottom => self.restack(false, true),
            Action::Align(how) => self.align(how),
            Action::Distribute(how) => self.distribute(how),
            Action::Tidy => self.tidy(ctx),
            _ => return false,
        }
        true
    }

    fn act_on_view(&mut self, ctx: &egui::Context, action: Action) -> bool {
        match action {
            Action::Fit => self.doc.view.fit(),
            Action::FitSelection => self.doc.view.fit_selection(),
            Action::ZoomIn => self.doc.view.zoom_by(1.25),
            Action::ZoomOut => self.doc.view.zoom_by(0.8),
            Action::ZoomReset => self.doc.view.reset_zoom(),
            Action::Grid => self.doc.view.show_grid(!self.doc.view.shows_grid()),
            Action::Minimap => self.doc.view.show_minimap(!self.doc.view.has_minimap()),
            Action::Lens(lens) => self.toggle_lens(lens),
            Action::CriticalPath => self.toggle_critical_path(),
            Action::WheelZooms => self.doc.view.wheel_zooms = !self.doc.view.wheel_zooms,
            Action::ThemeDark => ctx.set_theme(ThemePreference::Dark),
            Action::ThemeLight => ctx.set_theme(ThemePreference::Light),
            Action::ThemeSystem => ctx.set_theme(ThemePreference::System),
            Action::ThemeToggle => ctx.set_theme(match ctx.theme() {
                Theme::Dark => ThemePreference::Light,
                Theme::Light => ThemePreference::Dark,
            }),
            Action::ScaleUp => settings::scale_interface(ctx, Some(1.1)),
            Action::ScaleDown => settings::scale_interface(ctx, Some(1.0 / 1.1)),
            Action::ScaleReset => settings::scale_interface(ctx, None),
            Action::ReducedMotion => self.reduce_motion(ctx, !self.motion_is_reduced()),
            Action::AsText => self.toggle_text(),
            Action::HidePanels => self.panels.hidden = !self.panels.hidden,
            Action::Panel(side) => self.toggle_panel(side),
            Action::NextPane => self.step_pane(ctx, true),
            Action::PreviousPane => self.step_pane(ctx, false),
            Action::AllVerdicts => self.panels.verdicts_open = !self.panels.verdicts_open,
            Action::ShowProblems => self.show_tab(Tab::Problems),
            Action::ShowComponents => self.show_tab(Tab::Components),
            Action::ShowCost => self.show_tab(Tab::Cost),
            Action::ShowStaleness => self.show_tab(Tab::Staleness),
            Action::ShowDerivation => self.show_tab(Tab::Derivation),
            Action::ShowRanges => self.show_tab(Tab::Ranges),
            _ => return false,
        }
        true
    }

    /// Opens the list of products, or of those of one role.
    fn ask_for_component(&mut self, role: Option<Role>) {
        let list = AddComponent::at(self.free_place(), None).of_role(role).repeating(self.last_product.clone());
        self.dialog = Some(Dialog::Add(list));
    }

    fn open_find(&mut self) {
        self.doc.find.get_or_insert_with(Find::default).take_keyboard();
    }

    fn close_find(&mut self) -> bool {
        self.doc.find.take().is_some()
    }

    /// Estimates everything again, and says what came of it.
    fn check(&mut self) {
        self.doc.engine.forget();
        self.doc.report = Some(super::outage::Report::check());
    }

    fn step_scenario(&mut self, forward: bool) {
        let mut all: Vec<Option<Id>> = vec![None];
        all.extend(self.doc.history.design().scenarios().map(|scenario| Some(scenario.id.clone())));
        let here = all.iter().position(|id| *id == self.doc.scenario).unwrap_or(0);
        let next = if forward { here + 1 } else { here + all.len() - 1 } % all.len();
        if let Some(next) = all.get(next) {
            self.doc.scenario.clone_from(next);
        }
    }

    fn show_tab(&mut self, tab: Tab) {
        self.panels.tab = tab;
        self.panels.start = None;
        self.open_panel(Side::Lists);
    }

    /// Takes the last step back or makes it again, and shows what it was about.
    pub(super) fn travel(&mut self, back: bool) {
        let edit = if back { self.doc.history.next_undo() } else { self.doc.history.next_redo() };
        let touched = edit.map(Edit::elements).unwrap_or_default();
        let scenarios = |design: &Design, all: &BTreeSet<ElementId>| -> Vec<Id> {
            let there = all.iter().filter(|id| matches!(id, ElementId::Scenario(_)) && design.contains(id));
            there.map(|id| id.id().clone()).collect()
        };
        let before = scenarios(self.doc.history.design(), &touched);
        self.doc.view.glide_from(self.doc.history.design(), &touched);
        let done = if back { self.doc.history.undo() } else { self.doc.history.redo() };
        if !done {
            return;
        }
        self.doc.comments.travel(&self.doc.history);
        self.toasts.forget_steps();
        let design = self.doc.history.design();
        // A scenario that is there again is looked at again.
        if let Some(back) = scenarios(design, &touched).into_iter().find(|id| !before.contains(id)) {
            self.doc.scenario_before = self.doc.scenario.replace(back);
        }
        let there: BTreeSet<ElementId> =
            touched.into_iter().filter(|id| !matches!(id, ElementId::Scenario(_)) && design.contains(id)).collect();
        // Links come and go with what they join: they are shown only if they are all there is.
        let is_link = |id: &ElementId| matches!(id, ElementId::Link(_));
        let shown: BTreeSet<ElementId> =
            if there.iter().all(is_link) { there } else { there.into_iter().filter(|id| !is_link(id)).collect() };
        if !shown.is_empty() {
            self.doc.view.reveal(design, &shown);
            self.doc.view.selection = shown;
        } else if !self.doc.view.sees_any(design) {
            // What was taken back was all that could be seen.
            self.doc.view.fit();
        }
    }
}
