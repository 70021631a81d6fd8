//! One open design with all that belongs to it alone: its past, its view, its estimate, its file.

use super::as_text::AsText;
use super::commented::{Before, Commented};
use super::inspector::{Drafts, Inspector, Read};
use super::keep::Kept;
use super::ranges::{self, Ranges};
use super::state::Unfolded;
use super::table::Table;
use super::worker::Engine;
use super::{arrange, find, outage, staleness};
use crate::canvas;
use crate::catalog::Catalog;
use crate::design::{Design, Edit, Gesture, History, Id};
use crate::estimate::{Conventions, Derivation};
use crate::file::{Comments, Opened};
use std::path::{Path, PathBuf};

/// An open design.
#[derive(Default)]
pub(super) struct Document {
    /// Tells documents apart: no two that were ever open have the same.
    pub number: u64,
    pub history: History,
    /// The file; none for a document that was never saved.
    pub path: Option<PathBuf>,
    /// Tells those without a file and a name apart, from 1.
    pub untitled: usize,
    /// The comments of the file, which a rewrite keeps.
    pub comments: Commented,
    pub scenario: Option<Id>,
    pub engine: Engine,
    /// What bills mean by a gigabyte and a month.
    pub conventions: Conventions,
    pub view: canvas::View,
    pub inspector: Inspector,
    /// What is being typed in the derivation.
    pub drafts: Drafts,
    pub unfolded: Option<Unfolded>,
    /// The derivation of the unfolded figure, and what it is of.
    pub explained: Option<(ranges::Of, Unfolded, Option<Derivation>)>,
    pub ranges: Ranges,
    /// The table of components.
    pub table: Table,
    /// The way of the stalest data to the component that is looked at.
    pub way: staleness::Kept,
    /// The design as text, while it is shown.
    pub as_text: AsText,
    /// The field that is being typed in, and its step of undo.
    pub typing: Option<(egui::Id, Gesture)>,
    /// The last gesture of the board, by the board's number.
    pub board_gesture: Option<(u64, Gesture)>,
    /// The bar that finds, while it is open.
    pub find: Option<find::Find>,
    /// What is to be told once the estimate is up to date.
    pub report: Option<outage::Report>,
    /// The scenario before components were taken out of service.
    pub scenario_before: Option<Id>,
    /// The layout that is being made.
    pub tidying: Option<arrange::Tidying>,
    /// Its unsaved changes were given up: closing the window asks no more.
    pub given_up: bool,
    /// So was what was typed into its text and could not be read.
    pub draft_given_up: bool,
    /// What keeps its work from being lost.
    pub kept: Kept,
}

impl Document {
    /// A document. The first scenario that is no what-if is chosen.
    pub fn new(number: u64, history: History) -> Self {
        let scenarios = || history.design().scenarios();
        let scenario =
            scenarios().find(|scenario| !scenario.what_if).or(scenarios().next()).map(|scenario| scenario.id.clone());
        let mut view = canvas::View::default();
        view.fit();
        Self { number, history, scenario, view, ..Self::default() }
    }

    /// What panels read, and the state of those that show components.
    pub fn panels<'a>(&'a mut self, catalog: &'a Catalog) -> (Read<'a>, &'a mut Inspector, &'a mut Table) {
        let read = Read {
            design: self.history.design(),
            catalog,
            estimate: self.engine.estimate(),
            selection: &self.view.selection,
            scenario: self.scenario.as_ref(),
        };
        (read, &mut self.inspector, &mut self.table)
    }

    /// Takes a file as it is now in place of what is on the board, as one step that can be taken back.
    pub fn take(&mut self, opened: Opened) {
        self.kept.saved_as(&opened);
        self.put(opened.design, opened.comments);
        self.history.mark_saved();
    }

    /// Takes a design and its comments in place of what is on the board, as one step that can be taken back.
    pub fn put(&mut self, design: Design, comments: Comments) {
        let before = Before::of(&self.history);
        // A whole design is never refused.
        let _ = self.history.apply(Edit::Whole(Box::new(design)));
        self.comments.step(before, &self.history, comments);
    }

    /// The name of the file, or of the design if it has none.
    pub fn name(&self) -> String {
        let file = self.path.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        match (file, self.history.design().name()) {
            (Some(file), _) => file,
            (None, "") if self.untitled > 1 => format!("untitled {}", self.untitled),
            (None, "") => "untitled".to_owned(),
            (None, name) => name.to_owned(),
        }
    }

    /// Whether closing it would lose something that nobody has given up.
    pub fn asks_to_be_kept(&self) -> bool {
        let draft = self.as_text.holds_more() && !self.draft_given_up;
        !self.given_up && (self.history.is_unsaved() || draft)
    }

    /// Whether nothing has been done with it and it came from no file: another may take its place.
    pub fn is_untouched(&self) -> bool {
        self.path.is_none()
            && !self.history.is_unsaved()
            && !self.history.can_undo()
            && !self.history.can_redo()
            && !self.view.in_gesture()
    }
}
