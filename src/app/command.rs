//! The one table of commands: menus, shortcuts, the command palette and the sheet of keys are made from it.

use super::state::App;
use crate::catalog::Field;
use crate::design::{Edit, ElementId, Id, Point, Scenario};
use crate::estimate::{Conventions, Derivation, Figure};
use egui::{Key, KeyboardShortcut, Modifiers};

/// What a command of the table does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each stands in the table below with its name")]
pub enum Action {
    New,
    Open,
    Save,
    SaveAs,
    Quit,
    Undo,
    Redo,
    Cut,
    Copy,
    Paste,
    PasteInPlace,
    Duplicate,
    Delete,
    SelectAll,
    SelectNone,
    Rename,
    AddComponent,
    AddNote,
    AddFrame,
    AddScenario,
    Fit,
    FitSelection,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    ThemeDark,
    ThemeLight,
    ThemeSystem,
    ThemeToggle,
    HidePanels,
    NextScenario,
    PreviousScenario,
    Check,
    ShowProblems,
    ShowCost,
    ShowDerivation,
    /// Shows what ranges make of the figures.
    ShowRanges,
    CommandPalette,
    Keys,
}

/// The menu in which a command stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// Files.
    File,
    /// The document.
    Edit,
    /// How it is looked at.
    View,
    /// What is put in.
    Insert,
    /// Help.
    Help,
}

impl Menu {
    /// Every menu, from left to right.
    pub const ALL: &'static [Self] = &[Self::File, Self::Edit, Self::View, Self::Insert, Self::Help];

    /// The word on the bar.
    pub const fn name(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::View => "View",
            Self::Insert => "Insert",
            Self::Help => "Help",
        }
    }
}

/// A command: its name, its keys and what it does.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What it does.
    pub action: Action,
    /// Where it stands.
    pub menu: Menu,
    /// Its name.
    pub name: &'static str,
    /// Its shortcuts; the first is the one that menus show.
    pub shortcuts: &'static [KeyboardShortcut],
    /// Whether the shortcut works while a text field has the keyboard. Keys that text fields use do not.
    pub while_typing: bool,
}

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const ALT_SHIFT: Modifiers = Modifiers::ALT.plus(Modifiers::SHIFT);

const fn key(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

const fn entry(
    action: Action,
    menu: Menu,
    name: &'static str,
    shortcuts: &'static [KeyboardShortcut],
    while_typing: bool,
) -> Entry {
    Entry { action, menu, name, shortcuts, while_typing }
}

/// Every command, in the order of the menus.
#[rustfmt::skip]
pub const TABLE: &[Entry] = &[
    entry(Action::New, Menu::File, "New", &[key(CTRL, Key::N)], true),
    entry(Action::Open, Menu::File, "Open…", &[key(CTRL, Key::O)], true),
    entry(Action::Save, Menu::File, "Save", &[key(CTRL, Key::S)], true),
    entry(Action::SaveAs, Menu::File, "Save as…", &[key(CTRL_SHIFT, Key::S)], true),
    entry(Action::Quit, Menu::File, "Quit", &[key(CTRL, Key::Q)], true),
    entry(Action::Undo, Menu::Edit, "Undo", &[key(CTRL, Key::Z)], false),
    entry(Action::Redo, Menu::Edit, "Redo", &[key(CTRL_SHIFT, Key::Z), key(CTRL, Key::Y)], false),
    entry(Action::Cut, Menu::Edit, "Cut", &[key(CTRL, Key::X)], false),
    entry(Action::Copy, Menu::Edit, "Copy", &[key(CTRL, Key::C)], false),
    entry(Action::Paste, Menu::Edit, "Paste", &[key(CTRL, Key::V)], false),
    entry(Action::PasteInPlace, Menu::Edit, "Paste in place", &[key(CTRL_SHIFT, Key::V)], false),
    entry(Action::Duplicate, Menu::Edit, "Duplicate", &[key(CTRL, Key::D)], false),
    entry(Action::Delete, Menu::Edit, "Delete", &[key(Modifiers::NONE, Key::Delete), key(Modifiers::NONE, Key::Backspace)], false),
    entry(Action::SelectAll, Menu::Edit, "Select all", &[key(CTRL, Key::A)], false),
    entry(Action::SelectNone, Menu::Edit, "Select none", &[key(Modifiers::NONE, Key::Escape)], false),
    entry(Action::Rename, Menu::Edit, "Rename", &[key(Modifiers::NONE, Key::F2)], false),
    entry(Action::Fit, Menu::View, "Fit all", &[key(Modifiers::SHIFT, Key::Num1)], false),
    entry(Action::FitSelection, Menu::View, "Fit selection", &[key(Modifiers::SHIFT, Key::Num2)], false),
    entry(Action::ZoomIn, Menu::View, "Zoom in", &[key(CTRL, Key::Plus), key(CTRL, Key::Equals), key(Modifiers::NONE, Key::Plus)], false),
    entry(Action::ZoomOut, Menu::View, "Zoom out", &[key(CTRL, Key::Minus), key(Modifiers::NONE, Key::Minus)], false),
    entry(Action::ZoomReset, Menu::View, "Zoom to 100 %", &[key(CTRL, Key::Num0), key(Modifiers::SHIFT, Key::Num0)], false),
    entry(Action::NextScenario, Menu::View, "Next scenario", &[key(CTRL, Key::PageDown)], true),
    entry(Action::PreviousScenario, Menu::View, "Previous scenario", &[key(CTRL, Key::PageUp)], true),
    entry(Action::Check, Menu::View, "Run the check", &[key(CTRL, Key::Enter)], true),
    entry(Action::ShowProblems, Menu::View, "Show problems", &[], true),
    entry(Action::ShowCost, Menu::View, "Show cost", &[], true),
    entry(Action::ShowDerivation, Menu::View, "Show derivation", &[], true),
    entry(Action::ShowRanges, Menu::View, "Show ranges", &[], true),
    entry(Action::HidePanels, Menu::View, "Hide or show panels", &[key(CTRL, Key::Period)], true),
    entry(Action::ThemeToggle, Menu::View, "Dark or light", &[key(ALT_SHIFT, Key::D)], true),
    entry(Action::ThemeDark, Menu::View, "Theme: dark", &[], true),
    entry(Action::ThemeLight, Menu::View, "Theme: light", &[], true),
    entry(Action::ThemeSystem, Menu::View, "Theme: as the system", &[], true),
    entry(Action::AddComponent, Menu::Insert, "Add component…", &[key(Modifiers::NONE, Key::Slash)], false),
    entry(Action::AddNote, Menu::Insert, "Note", &[], false),
    entry(Action::AddFrame, Menu::Insert, "Frame around the selection", &[key(CTRL.plus(Modifiers::ALT), Key::G)], false),
    entry(Action::AddScenario, Menu::Insert, "Scenario", &[], false),
    entry(Action::CommandPalette, Menu::Help, "Command palette…", &[key(CTRL_SHIFT, Key::P), key(CTRL, Key::K), key(CTRL, Key::Slash)], true),
    entry(Action::Keys, Menu::Help, "Keys", &[key(Modifiers::NONE, Key::F1), key(Modifiers::NONE, Key::Questionmark)], true),
];

impl Action {
    /// Whether the command can do something now.
    pub fn enabled(self, app: &App) -> bool {
        let selected = !app.view.selection.is_empty();
        match self {
            Self::Undo => app.history.can_undo(),
            Self::Redo => app.history.can_redo(),
            Self::Cut | Self::Copy | Self::Duplicate | Self::Delete | Self::FitSelection | Self::AddFrame => selected,
            Self::Rename => app.view.selection.len() == 1,
            Self::NextScenario | Self::PreviousScenario => app.history.design().scenarios().len() > 0,
            _ => true,
        }
    }
}

/// What a panel asks for. The panels only read; `apply` does what they ask.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A command of the table.
    Act(Action),
    /// Change the design, as a step of its own.
    Edit(Edit),
    /// Change the design by typing in a field: one step as long as the field keeps the keyboard.
    Type(egui::Id, Edit),
    /// Select an element and bring it into view.
    Reveal(ElementId),
    /// Select an element, and put the keyboard into one of its fields.
    Focus(ElementId, Field),
    /// Unfold how a figure of a component was computed.
    Explain(Id, Figure),
    /// Unfold a derivation that stands elsewhere, as that of a verdict.
    Unfold(Box<Derivation>),
    /// Agree on what bills mean by a gigabyte and a month.
    Agree(Conventions),
    /// Check against this scenario; none for the design as drawn.
    Choose(Option<Id>),
    /// Put a scenario in, and choose it.
    AddScenario(Box<Scenario>),
    /// Put in a component of a product, and link it from another.
    AddProduct {
        /// The product's id.
        product: String,
        /// Where; none for the place that the board is looking at.
        at: Option<Point>,
        /// The component to link from.
        from: Option<Id>,
    },
    /// Put in a component of a product, and link it to another.
    AddBefore {
        /// The product's id.
        product: String,
        /// Where.
        at: Point,
        /// The component to link to.
        to: Id,
    },
    /// Paste this text.
    Paste(String),
    /// Say this.
    Tell(String),
}
