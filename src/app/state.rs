//! The application: the document, the engine's last result, the view; and the order of one frame.

use super::ahead::Ahead;
use super::command::{Action, Command};
use super::dialogs::Dialog;
use super::document::Document;
use super::exporting::Exporting;
use super::files::Files;
use super::focus::Focus;
use super::keep::Keep;
use super::opening::Opening;
use super::palette_panel::Palette;
use super::panels::{self, Side, Sides};
use super::ranges;
use super::settings::Remembered;
use super::start::Start;
use super::tabs::{self, Tabs};
use super::toast::Toasts;
use super::{
    context_menu, cost, derivation, find, inspector, keys, menu, palette_panel, problems, settings_clip, staleness,
    start, table, theme, verdicts,
};
use crate::canvas::{self, Scene};
use crate::catalog::Catalog;
use crate::design::{ElementId, History, Id, Requirement};
use crate::estimate::{Conditions, Estimate, Explainer, Figure};
use egui::{CentralPanel, Panel};
use std::path::PathBuf;
use std::sync::Arc;

/// Which list stands below the board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) enum Tab {
    #[default]
    Problems,
    Components,
    Cost,
    Staleness,
    Derivation,
    Ranges,
}

/// What is unfolded in the derivation panel; it follows the estimate.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Unfolded {
    /// A figure of a component.
    Figure(Id, Figure),
    /// The value of a requirement.
    Verdict(Box<Requirement>),
}

/// What the panels look like: not part of the document.
#[derive(Default)]
pub(super) struct Panels {
    pub hidden: bool,
    /// The design is shown as text.
    pub as_text: bool,
    pub sides: Sides,
    pub tab: Tab,
    pub palette: Palette,
    /// The start page, while it stands in place of the lists.
    pub start: Option<Start>,
    /// What has the keyboard.
    pub focus: Focus,
    /// Whether all verdicts are unfolded, or the one that matters most.
    pub verdicts_open: bool,
}

/// The window's application: the document with its past, the estimate, the view.
///
/// ```no_run
/// use loadline::{app::App, catalog::Catalog, design::History};
/// let ctx = egui::Context::default();
/// let mut app = App::new(&ctx, History::default(), Catalog::built_in().clone());
/// let output = ctx.run_ui(egui::RawInput::default(), |ui| app.ui(ui));
/// # let mut output = output; output.textures_delta.clear();
/// ```
pub struct App {
    /// The document in front.
    pub(super) doc: Document,
    /// The other documents that are open.
    pub(super) tabs: Tabs,
    /// What keeps work from being lost.
    pub(super) keep: Keep,
    /// What is remembered from one day to the next.
    pub(super) remembered: Remembered,
    /// What is being exported.
    pub(super) exporting: Option<Exporting>,
    pub(super) catalog: Arc<Catalog>,
    pub(super) panels: Panels,
    pub(super) files: Files,
    pub(super) dialog: Option<Dialog>,
    pub(super) toasts: Toasts,
    /// When a text was asked for that goes where its components were.
    pub(super) paste_in_place: Option<f64>,
    /// What is typed for a dialog before it is there.
    pub(super) ahead: Ahead,
    /// What the keys are heard with.
    pub(super) listening: keys::Listening,
    /// The product that was put in last.
    pub(super) last_product: Option<String>,
    /// Where the menu of the board was last opened.
    pub(super) menu_at: egui::Pos2,
    /// Settings that were copied.
    pub(super) copied_settings: Option<settings_clip::Copied>,
    /// What panels ask to be pointed out in this frame.
    pub(super) pointed_out: Vec<(ElementId, String)>,
    /// Another document is in front: no field keeps the keyboard.
    pub(super) drop_focus: bool,
}

impl App {
    /// An application on a document. The first scenario that is no what-if is chosen.
    pub fn new(ctx: &egui::Context, history: History, catalog: impl Into<Arc<Catalog>>) -> Self {
        theme::install(ctx);
        Self {
            doc: Document::new(0, history),
            tabs: Tabs::default(),
            keep: Keep::default(),
            remembered: Remembered::default(),
            exporting: None,
            catalog: catalog.into(),
            panels: Panels::default(),
            files: Files::default(),
            dialog: None,
            toasts: Toasts::default(),
            paste_in_place: None,
            ahead: Ahead::default(),
            listening: keys::Listening::default(),
            last_product: None,
            menu_at: egui::Pos2::ZERO,
            copied_settings: None,
            pointed_out: Vec::new(),
            drop_focus: false,
        }
    }

    /// The document with its past.
    pub fn history(&self) -> &History {
        &self.doc.history
    }

    /// The last estimate.
    pub fn estimate(&self) -> Option<&Estimate> {
        self.doc.engine.estimate()
    }

    /// How the board is looked at, and what is selected.
    pub fn view(&self) -> &canvas::View {
        &self.doc.view
    }

    /// The same, to change.
    pub fn view_mut(&mut self) -> &mut canvas::View {
        &mut self.doc.view
    }

    /// The scenario against which the design is checked; none for the design as drawn.
    pub fn scenario(&self) -> Option<&Id> {
        self.doc.scenario.as_ref()
    }

    /// The file that the document was opened from or last saved to.
    pub fn path(&self) -> Option<&std::path::Path> {
        self.doc.path.as_deref()
    }

    /// The short messages that are shown now, oldest first.
    pub fn messages(&self) -> impl Iterator<Item = &str> {
        self.toasts.texts()
    }

    /// Shows a short message.
    pub fn tell(&mut self, text: impl Into<String>) {
        self.toasts.tell(text, None);
    }

    /// Says what the last step did; the message can take it back.
    pub(super) fn tell_undoable(&mut self, text: impl Into<String>) {
        self.toasts.tell(text, Some(self.doc.history.revision()));
    }

    /// What the find bar has found; none while it is closed.
    pub fn found(&self) -> Option<&[ElementId]> {
        self.doc.find.as_ref().map(find::Find::found)
    }

    /// Opens a file in a tab, on a thread; one that is open already comes to the front.
    pub fn open(&mut self, ctx: &egui::Context, path: PathBuf) {
        if !self.show_file(&path) {
            self.files.await_opening(ctx, Opening::begin(path, &self.catalog));
        }
    }

    /// Always asks for files in the built-in dialog rather than the system's.
    pub fn use_built_in_dialogs(&mut self, always: bool) {
        self.files.built_in_always = always;
    }

    /// One frame: keys, panels, board, dialogs; then what they asked for is done.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        let mut commands = Vec::new();
        if std::mem::take(&mut self.drop_focus) {
            ctx.memory_mut(egui::Memory::stop_text_input);
        }
        self.tend_ahead(&ctx);
        self.tend_files(&ctx);
        self.tend_keep(&ctx);
        self.tend_exporting(&ctx);
        self.watch_window(&ctx);
        self.doc.ranges.collect();
        self.settle();
        self.tend_start();
        self.doc.engine.refresh(
            &ctx,
            self.doc.number,
            &self.doc.history,
            &self.catalog,
            self.doc.scenario.as_ref(),
            self.doc.conventions,
        );
        // An open menu or list has the keys to itself, as a dialog has: Esc closes it and nothing else.
        if self.dialog.is_none() && !egui::Popup::is_any_open(&ctx) {
            // What ends a text on the board is no command.
            let held = self.doc.view.edits_text().then(|| take_enter(&ctx)).flatten();
            // Esc has taken the focus from a field by now, but is still that field's.
            self.listening.typing |= ctx.text_edit_focused();
            self.listening.aside = self.keyboard_is_aside(&ctx);
            self.listening.free = Action::Rename.enabled(self) && ctx.memory(|memory| memory.focused().is_none());
            commands.extend(keys::read(&ctx, &mut self.listening));
            if let Some(ahead) = self.listening.ahead.take() {
                self.hold_ahead(ahead);
            }
            ctx.input_mut(|input| input.events.extend(held));
        } else {
            self.listening.awaiting = None;
        }
        self.show_panels(ui, &mut commands);
        let halo = !self.panels.hidden && self.panels.tab == Tab::Ranges;
        let of = self.subject();
        // Not in every frame of a drag: the draws of before it are shown until it is over.
        if self.doc.view.lens() == Some(canvas::Lens::Uncertainty) && !self.doc.view.in_gesture() {
            self.doc.ranges.tend(&ctx, self.doc.history.design(), &self.catalog, &of);
        }
        let requests = CentralPanel::no_frame()
            .show(ui, |ui| {
                let scene = Scene {
                    design: self.doc.history.design(),
                    catalog: &self.catalog,
                    estimate: self.doc.engine.estimate(),
                    revision: (self.doc.number << 40) + self.doc.history.revision(),
                    estimated: self.doc.engine.made(),
                    ranges: self.doc.ranges.seen(&of, halo),
                };
                // Under a dialog the board hears nothing, under an open list no keys.
                let (under, list) = (self.dialog.is_some(), egui::Popup::is_any_open(&ctx));
                let is_key = |event: &mut egui::Event| under || (list && matches!(event, egui::Event::Key { .. }));
                let held: Vec<egui::Event> = ctx.input_mut(|input| input.events.extract_if(.., is_key).collect());
                let requests = canvas::show(ui, scene, &mut self.doc.view);
                ctx.input_mut(|input| drop(input.events.splice(..0, held)));
                self.paint_differences(ui);
                requests
            })
            .inner;
        context_menu::show(&ctx, self, self.menu_at, &mut commands);
        self.answer(&ctx, requests);
        if let Some(typed) = self.listening.after_board.take() {
            self.hold_after_board(&ctx, typed);
        }
        self.show_find(&ctx);
        keys::show_awaiting(&ctx, self);
        self.tend_tidying();
        self.tell_report();
        self.toasts.show(&ctx, self.doc.view.area(), self.doc.history.revision(), &mut commands);
        self.show_dialog(&ctx, &mut commands);
        self.show_progress(&ctx);
        self.show_comparing(&ctx, &mut commands);
        self.show_trouble(&ctx);
        let before = self.doc.history.revision();
        for command in commands {
            self.apply(&ctx, command);
        }
        self.note_work(&ctx);
        if self.doc.history.revision() != before
            || self.doc.engine.is_stale(
                self.doc.number,
                &self.doc.history,
                self.doc.scenario.as_ref(),
                self.doc.conventions,
            )
        {
            ctx.request_repaint();
        }
        // Typing ends with the focus: what is typed later is a new step. Esc takes it back.
        let escaped = inspector::take_escaped(&ctx);
        if let Some((_, gesture)) = self.doc.typing.take_if(|(id, _)| ctx.memory(egui::Memory::focused) != Some(*id))
            && escaped
        {
            self.doc.history.cancel(gesture);
            ctx.request_repaint();
        }
        self.listening.typing = ctx.text_edit_focused();
        self.show_focus(&ctx);
        self.point_out(&ctx);
        self.tend_settings(&ctx);
        self.files.show_title(&ctx, &self.doc);
    }

    fn show_panels(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        Panel::top("menu").show(ui, |ui| menu::show(ui, self, commands));
        if self.documents().count() > 1 {
            Panel::top("tabs").show(ui, |ui| tabs::show(ui, self, commands));
        }
        Panel::top("verdicts").show(ui, |ui| {
            let (doc, open) = (&self.doc, self.panels.verdicts_open);
            verdicts::show(ui, doc.history.design(), &doc.engine, doc.scenario.as_ref(), open, commands);
        });
        if self.panels.hidden {
            return;
        }
        let (panel, mut open) = self.panels.sides.begin(ui, Side::Palette);
        let shown = panel.show_collapsible(ui, &mut open, |ui| {
            self.panels.palette.board = self.doc.view.area();
            panels::inside(ui, |ui| palette_panel::show(ui, &self.catalog, &mut self.panels.palette, commands));
        });
        self.panels.sides.end(ui, Side::Palette, open, shown.map(|shown| shown.response.rect));
        let (panel, mut open) = self.panels.sides.begin(ui, Side::Inspector);
        let shown = panel.show_collapsible(ui, &mut open, |ui| {
            let (read, state, _) = self.doc.panels(&self.catalog);
            panels::inside(ui, |ui| inspector::show(ui, read, state, commands));
        });
        self.panels.sides.end(ui, Side::Inspector, open, shown.map(|shown| shown.response.rect));
        self.show_text(ui, commands);
        let (panel, mut open) = self.panels.sides.begin(ui, Side::Lists);
        let shown = panel.show_collapsible(ui, &mut open, |ui| {
            panels::inside(ui, |ui| self.show_lists(ui, commands));
        });
        self.panels.sides.end(ui, Side::Lists, open, shown.map(|shown| shown.response.rect));
    }

    /// What the panels show figures of.
    fn subject(&self) -> ranges::Of {
        (self.doc.number, self.doc.history.substance(), self.doc.scenario.clone(), self.doc.conventions)
    }

    /// Unfolds the figure that was asked for, once for each change of the design.
    fn explain(&mut self) {
        let (of, unfolded) = (self.subject(), self.doc.unfolded.clone());
        let Some(wanted) = unfolded else { return };
        if self.doc.explained.as_ref().is_some_and(|(known, what, _)| *known == of && *what == wanted) {
            return;
        }
        let conditions =
            Conditions { scenario: self.doc.scenario.as_ref(), changes: &[], conventions: self.doc.conventions };
        let explainer = Explainer::new(self.doc.history.design(), &self.catalog, conditions);
        let found = match &wanted {
            Unfolded::Figure(id, figure) => explainer.figure(id, *figure),
            Unfolded::Verdict(requirement) => {
                // As it is now, if its limit has been changed since.
                let verdicts =
                    self.doc.engine.estimate().map(|estimate| estimate.verdicts.as_slice()).unwrap_or_default();
                let now =
                    verdicts.iter().map(|verdict| &verdict.requirement).find(|now| now.is_about_the_same(requirement));
                Some(explainer.requirement(now.unwrap_or(requirement)))
            }
        };
        self.doc.explained = Some((of, wanted, found));
    }

    fn show_lists(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        if self.panels.tab == Tab::Derivation {
            self.explain();
        }
        let of = self.subject();
        if self.panels.tab == Tab::Staleness {
            self.find_way(ui.ctx(), &of);
        }
        let estimate = self.doc.engine.estimate();
        let problems = estimate.map_or(0, |estimate| estimate.problems.len());
        ui.horizontal_wrapped(|ui| {
            let tabs = [
                (Tab::Problems, format!("Problems ({problems})"), Action::ShowProblems),
                (Tab::Components, "Components".to_owned(), Action::ShowComponents),
                (Tab::Cost, "Cost".to_owned(), Action::ShowCost),
                (Tab::Staleness, "Staleness".to_owned(), Action::ShowStaleness),
                (Tab::Derivation, "Derivation".to_owned(), Action::ShowDerivation),
                (Tab::Ranges, "Ranges".to_owned(), Action::ShowRanges),
            ];
            let start = self.panels.start.is_some();
            if start {
                let _ = ui.selectable_label(true, "Start");
            }
            for (tab, name, action) in tabs {
                if ui.selectable_label(!start && self.panels.tab == tab, name).clicked() {
                    commands.push(Command::Act(action));
                }
            }
        });
        ui.separator();
        if self.panels.start.is_some() {
            start::show(ui, self, commands);
            return;
        }
        if self.panels.tab == Tab::Components {
            let stamp = (self.doc.history.revision(), self.doc.engine.made());
            let (read, _, state) = self.doc.panels(&self.catalog);
            table::show(ui, read, stamp, state, commands);
            return;
        }
        let scrolls = egui::ScrollArea::both().id_salt(("list", self.panels.tab as u8)).auto_shrink(false);
        if let (Tab::Problems, Some(estimate)) = (self.panels.tab, estimate) {
            let design = self.doc.history.design();
            problems::show(ui, scrolls, design, &self.catalog, estimate, self.doc.scenario.as_ref(), commands);
            return;
        }
        scrolls.show(ui, |ui| {
            match (self.panels.tab, estimate) {
                (_, None) => {
                    ui.weak("Nothing has been estimated yet.");
                }
                // Shown above, with scroll areas of their own.
                (Tab::Components | Tab::Problems, Some(_)) => {}
                (Tab::Cost, Some(estimate)) => {
                    cost::show(ui, self.doc.history.design(), estimate, self.doc.conventions, commands);
                }
                (Tab::Staleness, Some(estimate)) => {
                    staleness::show(ui, self.doc.history.design(), estimate, &self.doc.way, commands);
                }
                (Tab::Derivation, Some(_)) => {
                    let unfolded = self.doc.unfolded.as_ref();
                    let explained = self.doc.explained.as_ref().and_then(|(.., found)| found.as_ref());
                    let (design, scenario) = (self.doc.history.design(), self.doc.scenario.as_ref());
                    let read = derivation::Read { design, scenario, explained, unfolded };
                    derivation::show(ui, read, &mut self.doc.drafts, commands);
                }
                (Tab::Ranges, Some(_)) => {
                    self.doc.ranges.show(ui, self.doc.history.design(), &self.catalog, &of);
                }
            }
        });
    }

    /// Whether something beside the board has the keyboard, and is no text field.
    fn keyboard_is_aside(&self, ctx: &egui::Context) -> bool {
        let view = &self.doc.view;
        let focused = ctx.memory(egui::Memory::focused).filter(|id| !ctx.text_edit_focused() && !view.shows_as(*id));
        focused.and_then(|id| ctx.read_response(id)).is_some_and(|response| {
            response.layer_id.order == egui::Order::Background && !view.area().contains(response.rect.center())
        })
    }

    /// Forgets what has gone from the design: selected elements, the scenario.
    fn settle(&mut self) {
        let design = self.doc.history.design();
        self.doc.view.settle(design, (self.doc.number << 40) + self.doc.history.revision());
        if self.doc.scenario.as_ref().is_some_and(|id| design.scenario(id).is_none()) {
            let before = self.doc.scenario_before.take().filter(|id| design.scenario(id).is_some());
            self.doc.scenario = before.or_else(|| design.scenarios().next().map(|scenario| scenario.id.clone()));
        }
    }
}

/// Takes Enter out of the input.
fn take_enter(ctx: &egui::Context) -> Option<egui::Event> {
    let enter = |event: &egui::Event| matches!(event, egui::Event::Key { key: egui::Key::Enter, pressed: true, modifiers, .. } if modifiers.command);
    ctx.input_mut(|input| input.events.iter().position(enter).map(|at| input.events.remove(at)))
}
