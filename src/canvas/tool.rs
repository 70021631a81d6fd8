//! The tools of the board, and which one is in the hand.

use super::View;
use super::text::Editing;
use crate::design::{ElementId, Id};
use egui::Key;
use std::cell::RefCell;

/// What a press on the board does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tool {
    /// Selects, moves, draws rectangles that select.
    #[default]
    Select,
    /// Moves the board.
    Hand,
    /// Links one component to another.
    Connect,
    /// Puts in a note.
    Note,
    /// Puts in a text without paper.
    Text,
    /// Puts in a frame.
    Frame,
    /// Draws freehand.
    Pen,
}

impl Tool {
    /// Every tool, in the order of the tool bar.
    pub const ALL: &'static [Self] =
        &[Self::Select, Self::Hand, Self::Connect, Self::Note, Self::Text, Self::Frame, Self::Pen];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Select => "Select",
            Self::Hand => "Hand",
            Self::Connect => "Connect",
            Self::Note => "Note",
            Self::Text => "Text",
            Self::Frame => "Frame",
            Self::Pen => "Pen",
        }
    }

    /// The key that takes it.
    pub const fn key(self) -> Key {
        match self {
            Self::Select => Key::V,
            Self::Hand => Key::H,
            Self::Connect => Key::C,
            Self::Note => Key::N,
            Self::Text => Key::T,
            Self::Frame => Key::F,
            Self::Pen => Key::P,
        }
    }

    /// How it is used, in a sentence.
    pub const fn help(self) -> &'static str {
        match self {
            Self::Select => "Click selects, a drag moves; a drag on empty board selects what it touches.",
            Self::Hand => "A drag moves the board.",
            Self::Connect => "Drag from one component to another, or click both. With one selected, Tab chooses.",
            Self::Note => "Click, or drag as large as it shall be.",
            Self::Text => "Click and type: a text without paper.",
            Self::Frame => "Drag a frame around what belongs together: a team, a zone, a region.",
            Self::Pen => "Draw freehand.",
        }
    }

    /// Whether the hand goes back to [`Tool::Select`] after one use.
    pub const fn is_one_shot(self) -> bool {
        matches!(self, Self::Connect | Self::Note | Self::Text | Self::Frame)
    }
}

/// What the hand holds, and what goes on that is no drag.
#[derive(Clone, Debug, Default)]
pub(super) struct Hand {
    pub tool: Tool,
    /// The tool stays after its use.
    pub keep: bool,
    /// The text that is being edited on the board.
    pub editing: Option<Editing>,
    /// The element whose text shall be edited from the next frame on; with the gesture that put it in.
    pub edit_next: Option<(ElementId, Option<u64>)>,
    /// A link that is being chosen with the keyboard.
    pub linking: Option<Linking>,
    /// When the pointer of a drag came to the edge of the board.
    pub at_edge: Option<f64>,
    /// Where the pointer was last, and the revision of the design when it came there.
    pub pointed: Option<(Option<egui::Pos2>, u64)>,
    /// The right button has moved the board since it went down.
    pub panned: bool,
    /// What had the keyboard at the end of the last frame.
    pub focus_before: Option<egui::Id>,
    /// The element of a widget that had the keyboard, at a revision of the design.
    pub element: RefCell<Option<(egui::Id, u64, Option<ElementId>)>>,
    /// Whether Tab walks on from what has the keyboard, at a revision of the design.
    pub walk: Option<(egui::Id, u64, Option<bool>)>,
    /// What shall have the keyboard, against what egui makes of the same key; for so many frames.
    pub focus_wish: Option<(egui::Id, u8)>,
}

/// A link that is being chosen with the keyboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Linking {
    pub from: Id,
    pub target: Option<Id>,
    /// Enter was pressed.
    pub confirmed: bool,
}

impl View {
    /// The tool in the hand.
    pub fn tool(&self) -> Tool {
        self.hand.tool
    }

    /// Takes a tool. The same one-shot tool taken twice stays in the hand. [`Tool::Connect`] with one component
    /// selected also lets the keyboard choose where a link from it goes.
    pub fn set_tool(&mut self, tool: Tool) {
        self.abort_gesture();
        let again = tool == self.hand.tool;
        self.hand.keep = (self.hand.keep && tool != Tool::Select) || (again && tool.is_one_shot());
        self.hand.tool = tool;
        self.hand.linking = None;
        if tool == Tool::Connect
            && let Some(ElementId::Component(from)) = self.selection.first()
            && self.selection.len() == 1
        {
            self.hand.linking = Some(Linking { from: from.clone(), target: None, confirmed: false });
        }
    }

    /// Whether a tool stays in the hand after its use.
    pub fn keeps_tool(&self) -> bool {
        self.hand.keep
    }

    /// Says whether a tool stays in the hand after its use.
    pub fn keep_tool(&mut self, keep: bool) {
        self.hand.keep = keep;
    }

    /// Back to [`Tool::Select`] after one use, unless the tool is kept.
    pub(super) fn used_tool(&mut self) {
        if self.hand.tool.is_one_shot() && !self.hand.keep {
            self.hand.tool = Tool::Select;
        }
        self.hand.linking = None;
    }

    /// Edits the name or text of an element on the board, from the next frame on. While a link is being chosen with the
    /// keyboard this is the answer yes: both are on Enter.
    pub fn edit_text(&mut self, element: ElementId) {
        if let Some(linking) = &mut self.hand.linking
            && linking.target.is_some()
        {
            linking.confirmed = true;
        } else {
            self.hand.edit_next = Some((element, None));
        }
    }

    /// The same for an element that was just put in by a gesture: what is typed joins its step of undo, and a note
    /// left empty is taken back.
    pub fn edit_new_text(&mut self, element: ElementId, gesture: u64) {
        self.hand.edit_next = Some((element, Some(gesture)));
    }

    /// Whether a text is being edited on the board.
    pub fn edits_text(&self) -> bool {
        self.hand.editing.is_some()
    }

    /// The number of a new gesture: edits under it are one step of undo.
    pub fn begin_gesture(&mut self) -> u64 {
        self.next_gesture()
    }

    /// Where the board was on the screen at the last frame.
    pub fn area(&self) -> egui::Rect {
        self.area
    }
}
