//! The one table of commands: menus, shortcuts, the command palette and the sheet of keys are made from it.

mod board;
mod enabled;
mod table;

pub use board::{BOARD, BoardKeys};
pub use table::TABLE;

use super::panels::Side;
use crate::canvas::{Lens, Tool};
use crate::catalog::{Field, Role};
use crate::design::{Design, Edit, ElementId, Id, Point, Requirement, Scenario};
use crate::estimate::{Conventions, Figure};
use crate::file::Comments;
use crate::layout::{Align, Distribute};
use egui::{Key, KeyboardShortcut};
use std::path::PathBuf;

/// What a command of the table does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each stands in the table with its name")]
pub enum Action {
    New,
    Open,
    StartPage,
    Save,
    SaveAs,
    Autosave,
    EarlierSaves,
    CompareSaved,
    CompareFile,
    Export,
    ExportSelection,
    CopyPicture,
    CopyAsText,
    Close,
    NextTab,
    PreviousTab,
    Quit,
    Undo,
    Redo,
    Cut,
    Copy,
    Paste,
    PasteInPlace,
    Duplicate,
    Delete,
    CopySettings,
    PasteSettings,
    SelectAll,
    SelectNone,
    SelectInverse,
    SelectUpstream,
    SelectDownstream,
    SelectConnected,
    SelectSameProduct,
    SelectSameRole,
    NextComponent,
    PreviousComponent,
    Find,
    Rename,
    AddComponent,
    AddFamily(Role),
    AddNote,
    AddFrame,
    AddScenario,
    AddRequirement,
    Tool(Tool),
    Group,
    Ungroup,
    Lock,
    Forward,
    Backward,
    ToFront,
    ToBottom,
    Align(Align),
    Distribute(Distribute),
    Tidy,
    Fit,
    FitSelection,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    Grid,
    Minimap,
    /// Looks through a lens until chosen again.
    Lens(Lens),
    CriticalPath,
    WheelZooms,
    ThemeDark,
    ThemeLight,
    ThemeSystem,
    ThemeToggle,
    HidePanels,
    Panel(Side),
    NextPane,
    PreviousPane,
    AllVerdicts,
    ScaleUp,
    ScaleDown,
    ScaleReset,
    ReducedMotion,
    NextScenario,
    PreviousScenario,
    Check,
    Outage,
    StopSearch,
    ShowProblems,
    ShowComponents,
    ShowCost,
    ShowStaleness,
    ShowDerivation,
    /// Shows what ranges make of the figures.
    ShowRanges,
    /// The design as text beside the board.
    AsText,
    CommandPalette,
    Keys,
}

/// A shortcut as it is written on keys: `Ctrl+Shift+Z`, `Ctrl+]`, `?`.
pub fn in_words(ctx: &egui::Context, shortcut: KeyboardShortcut) -> String {
    let words = ctx.format_shortcut(&shortcut);
    let key = shortcut.logical_key;
    let sign = match key {
        Key::Plus => "+",
        Key::Minus => "-",
        Key::Equals => "=",
        Key::Slash => "/",
        Key::Questionmark => "?",
        Key::Period => ".",
        Key::Quote => "'",
        Key::OpenBracket => "[",
        Key::CloseBracket => "]",
        Key::Escape => "Esc",
        Key::PageUp => "Page Up",
        Key::PageDown => "Page Down",
        _ => return words,
    };
    match words.strip_suffix(key.name()) {
        Some(modifiers) => format!("{modifiers}{sign}"),
        None => words,
    }
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
    /// How things lie.
    Arrange,
    /// What is asked of the design.
    Estimate,
    /// Learning by doing.
    Practice,
    /// Help.
    Help,
}

impl Menu {
    /// Every menu, from left to right. One without commands is not shown.
    pub const ALL: &'static [Self] =
        &[Self::File, Self::Edit, Self::View, Self::Insert, Self::Arrange, Self::Estimate, Self::Practice, Self::Help];

    /// The word on the bar.
    pub const fn name(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::View => "View",
            Self::Insert => "Insert",
            Self::Arrange => "Arrange",
            Self::Estimate => "Estimate",
            Self::Practice => "Practice",
            Self::Help => "Help",
        }
    }

    /// Its commands, in order.
    pub fn entries(self) -> impl Iterator<Item = &'static Entry> {
        TABLE.iter().filter(move |entry| entry.menu == self)
    }
}

/// A command: its name, its keys and what it does.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What it does.
    pub action: Action,
    /// Where it stands.
    pub menu: Menu,
    /// The submenu in which it stands there; empty for the menu itself.
    pub under: &'static str,
    /// Whether a line stands above it.
    pub line: bool,
    /// Its name.
    pub name: &'static str,
    /// What it does, in a sentence; empty where the name says it all.
    pub help: &'static str,
    /// Its shortcuts; the first is the one that menus show.
    pub shortcuts: &'static [KeyboardShortcut],
    /// A shortcut of two strokes: the first, then a letter.
    pub chord: Option<(KeyboardShortcut, Key)>,
    /// Whether the shortcut works while a text field has the keyboard. Keys that text fields use do not.
    pub while_typing: bool,
}

impl Entry {
    /// The entry of an action.
    pub fn of(action: Action) -> Option<&'static Self> {
        TABLE.iter().find(|entry| entry.action == action)
    }

    /// The keys that menus show, in words: `Ctrl+Z`, `Alt+S U`; empty if there are none.
    pub fn first_keys(&self, ctx: &egui::Context) -> String {
        match (self.shortcuts.first(), self.chord) {
            (Some(shortcut), _) => in_words(ctx, *shortcut),
            (None, Some((first, then))) => format!("{} {}", in_words(ctx, first), then.name()),
            (None, None) => String::new(),
        }
    }

    /// All of its keys, in words.
    pub fn all_keys(&self, ctx: &egui::Context) -> String {
        let mut words: Vec<String> = self.shortcuts.iter().map(|shortcut| in_words(ctx, *shortcut)).collect();
        words.extend(self.chord.map(|(first, then)| format!("{} {}", in_words(ctx, first), then.name())));
        words.join(", ")
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
    /// Unfold how the value of a requirement was computed.
    ExplainVerdict(Box<Requirement>),
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
    /// Bring the document of this number to the front.
    ShowDocument(u64),
    /// Close the document of this number; asks if it has unsaved changes.
    CloseDocument(u64),
    /// Paste this text.
    Paste(String),
    /// Say this.
    Tell(String),
    /// Take the design that was typed as text, as typing in that field.
    TakeText(egui::Id, Box<(Design, Comments)>),
    /// Point these elements out for as long as it is asked in every frame, each with words above it.
    PointOut(Vec<(ElementId, String)>),
    /// Apply a fix, and say so.
    Fix {
        /// The change.
        edit: Edit,
        /// What it does, in words.
        sentence: String,
    },
    /// Take back what a message tells of, if nothing has been done since.
    UndoToast(u64),
    /// Select these, and bring them into view.
    Select(Vec<ElementId>),
    /// Open a file.
    OpenFile(PathBuf),
    /// Begin with the template of this name.
    NewFrom(&'static str),
}
