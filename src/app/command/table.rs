//! Every command, in the order of the menus.

use super::{Action, Entry, Menu};
use crate::app::panels::Side;
use crate::canvas::{Lens, Tool};
use crate::catalog::Role;
use crate::layout::{Align, Distribute};
use egui::{Key, KeyboardShortcut, Modifiers};

const NONE: Modifiers = Modifiers::NONE;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;
const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const CTRL_ALT: Modifiers = Modifiers::COMMAND.plus(Modifiers::ALT);
const ALT_SHIFT: Modifiers = Modifiers::ALT.plus(Modifiers::SHIFT);
/// The first of two strokes that select, and more.
const SELECT: KeyboardShortcut = key(ALT, Key::S);

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
    Entry { action, menu, under: "", line: false, name, help: "", shortcuts, chord: None, while_typing }
}

impl Entry {
    /// In a submenu.
    const fn under(mut self, submenu: &'static str) -> Self {
        self.under = submenu;
        self
    }

    /// Below a line.
    const fn lined(mut self) -> Self {
        self.line = true;
        self
    }

    const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    const fn chord(mut self, first: KeyboardShortcut, then: Key) -> Self {
        self.chord = Some((first, then));
        self
    }
}

/// Every command, in the order of the menus.
#[rustfmt::skip]
pub const TABLE: &[Entry] = &[
    entry(Action::New, Menu::File, "New", &[key(CTRL, Key::N)], true),
    entry(Action::Open, Menu::File, "Open…", &[key(CTRL, Key::O)], true),
    entry(Action::StartPage, Menu::File, "Start page", &[], true).help("Recent files and templates, below the board."),
    entry(Action::Save, Menu::File, "Save", &[key(CTRL, Key::S)], true).lined(),
    entry(Action::SaveAs, Menu::File, "Save as…", &[key(CTRL_SHIFT, Key::S)], true),
    entry(Action::Autosave, Menu::File, "Save automatically", &[], true).help("Two seconds after the last edit, if the design has a file."),
    entry(Action::Export, Menu::File, "Export…", &[key(CTRL_SHIFT, Key::E)], true).lined().help("As PNG, SVG, PDF, a report, a table, Mermaid, Graphviz or a line of text; scale, colours and transparency of pictures."),
    entry(Action::ExportSelection, Menu::File, "Export selection…", &[], true).help("Only what is selected, with the links among it."),
    entry(Action::EarlierSaves, Menu::File, "Earlier saves…", &[], true).lined().help("Looks at what a save has replaced, compares it, brings it back."),
    entry(Action::CompareSaved, Menu::File, "Compare with the file", &[], true).help("Marks on the board what has changed since it was opened or saved."),
    entry(Action::CompareFile, Menu::File, "Compare with…", &[], true).help("Marks on the board what differs from another file."),
    entry(Action::NextTab, Menu::File, "Next design", &[key(CTRL, Key::Tab)], true).lined().help("The tab to the right; round at the end."),
    entry(Action::PreviousTab, Menu::File, "Previous design", &[key(CTRL_SHIFT, Key::Tab)], true),
    entry(Action::Close, Menu::File, "Close design", &[key(CTRL, Key::W)], true).help("Asks if it has unsaved changes."),
    entry(Action::Quit, Menu::File, "Quit", &[key(CTRL, Key::Q)], true).lined(),

    entry(Action::Undo, Menu::Edit, "Undo", &[key(CTRL, Key::Z)], false).help("Takes the last step back, and selects what it was about."),
    entry(Action::Redo, Menu::Edit, "Redo", &[key(CTRL_SHIFT, Key::Z), key(CTRL, Key::Y)], false),
    entry(Action::Cut, Menu::Edit, "Cut", &[key(CTRL, Key::X)], false).lined(),
    entry(Action::Copy, Menu::Edit, "Copy", &[key(CTRL, Key::C)], false).help("With settings and the links among them; readable in any text editor."),
    entry(Action::CopyAsText, Menu::Edit, "Copy as a line of text", &[], false).help("The selection, or everything: for a chat or a ticket. Pasting it gives the design back."),
    entry(Action::CopyPicture, Menu::Edit, "Copy as a picture", &[key(ALT_SHIFT, Key::C)], false).help("The selection, or everything."),
    entry(Action::Paste, Menu::Edit, "Paste", &[key(CTRL, Key::V)], false).help("At the pointer."),
    entry(Action::PasteInPlace, Menu::Edit, "Paste in place", &[key(CTRL_SHIFT, Key::V)], false).help("Where it was copied."),
    entry(Action::Duplicate, Menu::Edit, "Duplicate", &[key(CTRL, Key::D)], false),
    entry(Action::Delete, Menu::Edit, "Delete", &[key(NONE, Key::Delete), key(NONE, Key::Backspace)], false),
    entry(Action::CopySettings, Menu::Edit, "Copy settings", &[key(CTRL_ALT, Key::C)], false).lined().help("Of one component or link, to give others the same."),
    entry(Action::PasteSettings, Menu::Edit, "Paste settings", &[key(CTRL_ALT, Key::V)], false).help("Those that the selected components and links can have."),
    entry(Action::SelectAll, Menu::Edit, "Select all", &[key(CTRL, Key::A)], false).lined(),
    entry(Action::SelectNone, Menu::Edit, "Select none", &[key(NONE, Key::Escape)], false).help("First ends what is under way, then puts the tool away."),
    entry(Action::SelectInverse, Menu::Edit, "Invert selection", &[], false).under("Select"),
    entry(Action::SelectUpstream, Menu::Edit, "Select upstream", &[], false).under("Select").chord(SELECT, Key::U).help("All that data comes from."),
    entry(Action::SelectDownstream, Menu::Edit, "Select downstream", &[], false).under("Select").chord(SELECT, Key::D).help("All that data goes to."),
    entry(Action::SelectConnected, Menu::Edit, "Select connected", &[], false).under("Select").chord(SELECT, Key::G).help("All that links lead to, either way."),
    entry(Action::SelectSameProduct, Menu::Edit, "Select same product", &[], false).under("Select").chord(SELECT, Key::P),
    entry(Action::SelectSameRole, Menu::Edit, "Select same role", &[], false).under("Select").chord(SELECT, Key::R),
    entry(Action::NextComponent, Menu::Edit, "Next component", &[], false).under("Select").help("Tab on the board."),
    entry(Action::PreviousComponent, Menu::Edit, "Previous component", &[], false).under("Select").help("Shift+Tab on the board."),
    entry(Action::Find, Menu::Edit, "Find…", &[key(CTRL, Key::F)], true).help("Names, products, notes, labels and ids on the board."),
    entry(Action::Rename, Menu::Edit, "Rename or edit", &[key(NONE, Key::F2)], false).help("The name, the text or the words beside a link; Enter does it too."),

    entry(Action::Fit, Menu::View, "Fit all", &[key(SHIFT, Key::Num1)], false),
    entry(Action::FitSelection, Menu::View, "Fit selection", &[key(SHIFT, Key::Num2)], false),
    entry(Action::ZoomIn, Menu::View, "Zoom in", &[key(CTRL, Key::Plus), key(CTRL, Key::Equals), key(NONE, Key::Plus)], false).lined(),
    entry(Action::ZoomOut, Menu::View, "Zoom out", &[key(CTRL, Key::Minus), key(NONE, Key::Minus)], false),
    entry(Action::ZoomReset, Menu::View, "Zoom to 100 %", &[key(CTRL, Key::Num0), key(SHIFT, Key::Num0)], false),
    entry(Action::WheelZooms, Menu::View, "Wheel zooms or pans", &[], true).help("By itself the wheel pans, and zooms with Ctrl."),
    entry(Action::Lens(Lens::Load), Menu::View, "Lens: load", &[key(SHIFT, Key::L)], false).lined().under("Lens").help("Only the load, large on every component. Holding L shows it for as long."),
    entry(Action::Lens(Lens::Staleness), Menu::View, "Lens: staleness", &[key(SHIFT, Key::S)], false).under("Lens").help("Only the age of the data, from the source to where it is read. Holding S shows it for as long."),
    entry(Action::Lens(Lens::Cost), Menu::View, "Lens: cost", &[key(SHIFT, Key::D)], false).under("Lens").help("Only what each component costs. Holding D, for dollars, shows it for as long."),
    entry(Action::Lens(Lens::Uncertainty), Menu::View, "Lens: uncertainty", &[key(SHIFT, Key::U)], false).under("Lens").help("Only how far the figures may be off, and what drives them. Holding U shows it for as long."),
    entry(Action::CriticalPath, Menu::View, "Show critical path", &[key(SHIFT, Key::P)], false).help("The way of the stalest data, what each step adds, and what binds."),
    entry(Action::Minimap, Menu::View, "Minimap", &[key(SHIFT, Key::M)], false).help("The whole board in a corner, where not all is in view. A click there goes elsewhere."),
    entry(Action::ShowProblems, Menu::View, "Show problems", &[], true).lined(),
    entry(Action::ShowComponents, Menu::View, "Show components", &[], true).help("All of them as a table, to sort, filter and change."),
    entry(Action::ShowCost, Menu::View, "Show cost", &[], true),
    entry(Action::ShowStaleness, Menu::View, "Show staleness", &[], true).help("Of what it is made, step by step, at the selected component or at the end."),
    entry(Action::ShowDerivation, Menu::View, "Show derivation", &[], true),
    entry(Action::ShowRanges, Menu::View, "Show ranges", &[], true),
    entry(Action::AsText, Menu::View, "Design as text", &[key(CTRL, Key::E)], true).help("The file beside the board, to read and to change."),
    entry(Action::HidePanels, Menu::View, "Hide or show panels", &[key(CTRL, Key::Period)], true),
    entry(Action::Panel(Side::Palette), Menu::View, "Parts", &[], true).under("Panels").help("The parts at the left of the board."),
    entry(Action::Panel(Side::Inspector), Menu::View, "Inspector", &[], true).under("Panels").help("The settings at the right of the board."),
    entry(Action::Panel(Side::Lists), Menu::View, "Lists", &[], true).under("Panels").help("What stands below the board."),
    entry(Action::AllVerdicts, Menu::View, "All requirements", &[], true).under("Panels").help("Every requirement in the strip on top, or the one that matters most."),
    entry(Action::NextPane, Menu::View, "Next panel by keyboard", &[key(NONE, Key::F6)], true).under("Panels").help("The keyboard goes from the board to the inspector, the lists, the parts, and the strip on top."),
    entry(Action::PreviousPane, Menu::View, "Previous panel by keyboard", &[key(SHIFT, Key::F6)], true).under("Panels"),
    entry(Action::ScaleUp, Menu::View, "Larger interface", &[key(CTRL_ALT, Key::Plus), key(CTRL_ALT, Key::Equals)], true).under("Interface"),
    entry(Action::ScaleDown, Menu::View, "Smaller interface", &[key(CTRL_ALT, Key::Minus)], true).under("Interface"),
    entry(Action::ScaleReset, Menu::View, "Usual size of interface", &[key(CTRL_ALT, Key::Num0)], true).under("Interface"),
    entry(Action::ReducedMotion, Menu::View, "Reduced motion", &[], true).under("Interface").help("Nothing slides or fades."),
    entry(Action::Grid, Menu::View, "Grid", &[key(CTRL, Key::Quote)], true).help("Shows the dots of the grid, or hides them."),
    entry(Action::ThemeToggle, Menu::View, "Dark or light", &[key(ALT_SHIFT, Key::D)], true).lined(),
    entry(Action::ThemeDark, Menu::View, "Theme: dark", &[], true),
    entry(Action::ThemeLight, Menu::View, "Theme: light", &[], true),
    entry(Action::ThemeSystem, Menu::View, "Theme: as the system", &[], true),

    entry(Action::AddComponent, Menu::Insert, "Add component…", &[key(NONE, Key::Slash)], false).help("Type to find a product; a double-click on empty board does it too."),
    entry(Action::AddFamily(Role::Source), Menu::Insert, "Add a source…", &[key(NONE, Key::Num1)], false).under("Component of a family"),
    entry(Action::AddFamily(Role::Queue), Menu::Insert, "Add a queue…", &[key(NONE, Key::Num2)], false).under("Component of a family"),
    entry(Action::AddFamily(Role::Compute), Menu::Insert, "Add a compute component…", &[key(NONE, Key::Num3)], false).under("Component of a family"),
    entry(Action::AddFamily(Role::Store), Menu::Insert, "Add a store…", &[key(NONE, Key::Num4)], false).under("Component of a family"),
    entry(Action::AddFamily(Role::Serve), Menu::Insert, "Add a serving component…", &[key(NONE, Key::Num5)], false).under("Component of a family"),
    entry(Action::AddFamily(Role::Monitor), Menu::Insert, "Add a monitor…", &[key(NONE, Key::Num6)], false).under("Component of a family"),
    entry(Action::AddFamily(Role::Control), Menu::Insert, "Add a control component…", &[key(NONE, Key::Num7)], false).under("Component of a family"),
    entry(Action::AddNote, Menu::Insert, "Note", &[], false).lined(),
    entry(Action::AddFrame, Menu::Insert, "Frame around the selection", &[key(CTRL_ALT, Key::G)], false),
    entry(Action::AddScenario, Menu::Insert, "Scenario", &[], false).help("Loads and requirements against which the design is checked."),
    entry(Action::AddRequirement, Menu::Insert, "Requirement", &[], false).help("Of the chosen scenario: how stale, how fast, how dear it may be. Without a scenario one is begun."),
    entry(Action::Tool(Tool::Select), Menu::Insert, "Select tool", &[key(NONE, Key::V)], false).lined().help(Tool::Select.help()),
    entry(Action::Tool(Tool::Hand), Menu::Insert, "Hand tool", &[key(NONE, Key::H)], false).help(Tool::Hand.help()),
    entry(Action::Tool(Tool::Connect), Menu::Insert, "Connect tool", &[key(NONE, Key::C)], false).help(Tool::Connect.help()),
    entry(Action::Tool(Tool::Note), Menu::Insert, "Note tool", &[key(NONE, Key::N)], false).help(Tool::Note.help()),
    entry(Action::Tool(Tool::Text), Menu::Insert, "Text tool", &[key(NONE, Key::T)], false).help(Tool::Text.help()),
    entry(Action::Tool(Tool::Frame), Menu::Insert, "Frame tool", &[key(NONE, Key::F)], false).help(Tool::Frame.help()),
    entry(Action::Tool(Tool::Pen), Menu::Insert, "Pen tool", &[key(NONE, Key::P)], false).help(Tool::Pen.help()),

    entry(Action::Tidy, Menu::Arrange, "Tidy", &[key(SHIFT, Key::T), key(CTRL_ALT, Key::T)], false).help("Columns in the direction of the flow, few crossings. Only the selection, if there is one; what is locked stays."),
    entry(Action::Group, Menu::Arrange, "Group", &[key(CTRL, Key::G)], false).lined().help("Selected and moved as one."),
    entry(Action::Ungroup, Menu::Arrange, "Ungroup", &[key(CTRL_SHIFT, Key::G)], false),
    entry(Action::Lock, Menu::Arrange, "Lock or unlock", &[key(CTRL_SHIFT, Key::L)], false).help("What is locked is neither moved nor deleted."),
    entry(Action::Forward, Menu::Arrange, "Bring forward", &[key(CTRL, Key::CloseBracket)], false).lined(),
    entry(Action::Backward, Menu::Arrange, "Send back", &[key(CTRL, Key::OpenBracket)], false),
    entry(Action::ToFront, Menu::Arrange, "Bring to front", &[key(CTRL_SHIFT, Key::CloseBracket)], false),
    entry(Action::ToBottom, Menu::Arrange, "Send to bottom", &[key(CTRL_SHIFT, Key::OpenBracket)], false),
    entry(Action::Align(Align::Left), Menu::Arrange, "Align left", &[key(ALT, Key::A)], false).lined(),
    entry(Action::Align(Align::Right), Menu::Arrange, "Align right", &[key(ALT, Key::D)], false),
    entry(Action::Align(Align::Top), Menu::Arrange, "Align top", &[key(ALT, Key::W)], false),
    entry(Action::Align(Align::Bottom), Menu::Arrange, "Align bottom", &[], false).chord(SELECT, Key::S),
    entry(Action::Align(Align::CenterX), Menu::Arrange, "Align centres across", &[key(ALT, Key::H)], false),
    entry(Action::Align(Align::CenterY), Menu::Arrange, "Align centres down", &[key(ALT, Key::V)], false),
    entry(Action::Distribute(Distribute::Horizontal), Menu::Arrange, "Distribute across", &[key(ALT_SHIFT, Key::H)], false).help("Equal gaps; the outermost stay."),
    entry(Action::Distribute(Distribute::Vertical), Menu::Arrange, "Distribute down", &[key(ALT_SHIFT, Key::V)], false).help("Equal gaps; the outermost stay."),

    entry(Action::Check, Menu::Estimate, "Run the check", &[key(CTRL, Key::Enter)], true).help("Estimates everything again and says what holds."),
    entry(Action::Outage, Menu::Estimate, "Take out of service, or back", &[key(NONE, Key::M)], false).help("Asks, as a scenario of its own, what holds while the selected components do no work."),
    entry(Action::StopSearch, Menu::Estimate, "Stop looking for fixes", &[], true),
    entry(Action::NextScenario, Menu::Estimate, "Next scenario", &[key(CTRL, Key::PageDown)], true).lined(),
    entry(Action::PreviousScenario, Menu::Estimate, "Previous scenario", &[key(CTRL, Key::PageUp)], true),

    entry(Action::CommandPalette, Menu::Help, "Command palette…", &[key(CTRL_SHIFT, Key::P), key(CTRL, Key::K), key(CTRL, Key::Slash)], true).help("Commands, and components, scenarios and products by name."),
    entry(Action::Keys, Menu::Help, "Keys", &[key(NONE, Key::F1), key(NONE, Key::Questionmark)], true),
];
