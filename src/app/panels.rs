//! The panels around the board: how large they are, by the room there is until somebody draws them otherwise, and
//! which of them are shown.

use super::state::App;
use egui::containers::PanelState;
use egui::{IdSalt, Panel, Rangef, Rect, Ui, UiBuilder, Vec2};
use serde::{Deserialize, Serialize};

/// A window that is narrower than this has narrow panels, in points.
const NARROW: f32 = 1400.0;
/// In a window that is narrower than this the board has the room of the palette until somebody asks for that.
const CROWDED: f32 = 1000.0;
/// A window that is lower than this has low lists, in points.
const LOW: f32 = 900.0;

/// A panel beside the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The parts, at the left.
    Palette,
    /// The settings of what is selected, at the right.
    Inspector,
    /// The lists below the board.
    Lists,
}

impl Side {
    /// Every panel, from the left.
    pub const ALL: &'static [Self] = &[Self::Palette, Self::Inspector, Self::Lists];

    const fn salt(self) -> &'static str {
        match self {
            Self::Palette => "palette",
            Self::Inspector => "inspector",
            Self::Lists => "lists",
        }
    }

    /// The panel at its edge, with the size that it has at first.
    fn panel(self, size: f32, room: Vec2) -> Panel {
        let panel = match self {
            Self::Palette => Panel::left(self.salt()),
            Self::Inspector => Panel::right(self.salt()),
            Self::Lists => Panel::bottom(self.salt()),
        };
        let range = self.range(room);
        panel.resizable(true).default_size(size.clamp(range.min, range.max)).size_range(range)
    }

    /// The size that suits a window of this size, in points.
    const fn usual(self, room: Vec2) -> f32 {
        match self {
            Self::Palette if room.x < NARROW => 186.0,
            Self::Palette => 210.0,
            Self::Inspector if room.x < NARROW => 296.0,
            Self::Inspector => 340.0,
            Self::Lists if room.y < LOW => 156.0,
            Self::Lists => 190.0,
        }
    }

    /// Sizes that it can be drawn to; something of the board is always left.
    fn range(self, room: Vec2) -> Rangef {
        let (least, most, share): (f32, f32, f32) = match self {
            Self::Palette => (140.0, 360.0, 0.3 * room.x),
            Self::Inspector => (250.0, 560.0, 0.45 * room.x),
            Self::Lists => (60.0, 600.0, 0.6 * room.y),
        };
        Rangef::new(least, most.min(share).max(least))
    }

    /// How large it is on the screen.
    fn extent(self, rect: Rect) -> f32 {
        if self == Self::Lists { rect.height() } else { rect.width() }
    }
}

/// What is remembered of one panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct One {
    /// The size that somebody drew it to, in points.
    size: Option<f32>,
    hidden: bool,
}

/// What is remembered of the panels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    palette: One,
    inspector: One,
    lists: One,
}

impl Kept {
    fn one(&mut self, side: Side) -> &mut One {
        match side {
            Side::Palette => &mut self.palette,
            Side::Inspector => &mut self.inspector,
            Side::Lists => &mut self.lists,
        }
    }

    /// Without sizes that are none.
    pub fn sound(mut self) -> Self {
        for side in Side::ALL {
            let one = self.one(*side);
            one.size = one.size.filter(|size| (1.0..10_000.0).contains(size));
        }
        self
    }
}

/// The panels as they are drawn.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sides {
    pub kept: Kept,
    /// The window and each panel's size in it at the last frame that showed it.
    seen: [Option<(Vec2, f32)>; 3],
    /// Where each was at the last frame, if it was shown.
    places: [Option<Rect>; 3],
    /// Whether the window is too narrow for all of them.
    crowded: bool,
    /// Whether the palette was asked for all the same.
    asked: bool,
}

impl Sides {
    /// The panel with its size, and whether it is open.
    pub fn begin(&mut self, ui: &Ui, side: Side) -> (Panel, bool) {
        let room = ui.ctx().content_rect().size();
        self.crowded = room.x < CROWDED;
        let one = *self.kept.one(side);
        let before = self.seen.get(side as usize).copied().flatten();
        // A size that nobody chose follows the window.
        if one.size.is_none() && before.is_some_and(|(before, _)| side.usual(before) != side.usual(room)) {
            let id = ui.scope_id().with_salt(IdSalt::new(side.salt()));
            ui.data_mut(|data| data.remove::<PanelState>(id));
        }
        (side.panel(one.size.unwrap_or_else(|| side.usual(room)), room), self.is_shown(side))
    }

    /// Whether a panel is not shown because there is no room for it.
    fn is_crowded_out(&self, side: Side) -> bool {
        side == Side::Palette && self.crowded && !self.asked
    }

    /// What became of a panel in this frame: where it was, and whether it has been dragged shut or open.
    pub fn end(&mut self, ui: &Ui, side: Side, open: bool, rect: Option<Rect>) {
        let room = ui.ctx().content_rect().size();
        let place = rect.filter(|_| open);
        let at = side as usize;
        let size = place.map(|rect| side.extent(rect).round());
        self.asked |= open && side == Side::Palette;
        let crowded_out = self.is_crowded_out(side);
        let one = self.kept.one(side);
        one.hidden = if crowded_out { one.hidden } else { !open };
        if let (Some(slot), Some(size)) = (self.seen.get_mut(at), size) {
            // A size that nobody chose suits the window, and may be another when it is opened next.
            let drawn = slot.is_some_and(|(before, old)| before == room && (old - size).abs() > 0.5);
            if drawn {
                one.size = Some(size);
            }
            *slot = Some((room, size));
        }
        if let Some(slot) = self.places.get_mut(at) {
            *slot = place;
        }
    }

    /// Where a panel was at the last frame; none while it is hidden.
    pub fn place(&self, side: Side) -> Option<Rect> {
        self.places.get(side as usize).copied().flatten()
    }

    /// Whether a panel is shown.
    pub fn is_shown(&self, side: Side) -> bool {
        let mut kept = self.kept;
        !kept.one(side).hidden && !self.is_crowded_out(side)
    }

    /// Shows or hides a panel.
    pub fn show(&mut self, side: Side, shown: bool) {
        self.asked |= shown && side == Side::Palette;
        self.kept.one(side).hidden = !shown;
    }
}

/// Shows the content of a panel in the room that it has: whatever is in it, the panel keeps its size.
pub(super) fn inside<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let room = ui.available_rect_before_wrap();
    let mut child = ui.new_child(UiBuilder::new().max_rect(room));
    child.shrink_clip_rect(room.expand(2.0));
    let result = add(&mut child);
    ui.advance_cursor_after_rect(room);
    result
}

impl App {
    /// Shows a panel, or hides it. While all are hidden, it is shown alone.
    pub(super) fn toggle_panel(&mut self, side: Side) {
        if self.panels.hidden {
            self.panels.hidden = false;
            for other in Side::ALL {
                self.panels.sides.show(*other, *other == side);
            }
        } else {
            let shown = self.panels.sides.is_shown(side);
            self.panels.sides.show(side, !shown);
        }
    }

    /// Sees to it that a panel is shown: something in it was asked for.
    pub(super) fn open_panel(&mut self, side: Side) {
        if self.panels.hidden || !self.panels.sides.is_shown(side) {
            self.panels.hidden = false;
            self.panels.sides.show(side, true);
        }
    }

    /// Whether a panel is shown now.
    pub(super) fn shows_panel(&self, side: Side) -> bool {
        !self.panels.hidden && self.panels.sides.is_shown(side)
    }
}
