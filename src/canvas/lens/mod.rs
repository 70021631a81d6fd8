//! Lenses: one figure at a time, large on every component, the rest dimmed. Seen while a key is held, or until
//! another is chosen.

mod legend;
mod paint;
mod reading;

pub(super) use paint::Kept;
pub(super) use reading::{between, brief};

use super::View;
use super::board::Board;
use crate::estimate::Uncertainty;
use egui::{Event, Key, Modifiers};

/// The one figure that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lens {
    /// Load at peak, against the target and the capacity.
    Load,
    /// How old the data is, from the source to where it is read.
    Staleness,
    /// What each component costs.
    Cost,
    /// How far the figures may be off, and what drives them.
    Uncertainty,
}

impl Lens {
    /// Every lens.
    pub const ALL: &'static [Self] = &[Self::Load, Self::Staleness, Self::Cost, Self::Uncertainty];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Load => "Load",
            Self::Staleness => "Staleness",
            Self::Cost => "Cost",
            Self::Uncertainty => "Uncertainty",
        }
    }

    /// The key that shows it for as long as it is held: `D` is for dollars.
    pub const fn key(self) -> Key {
        match self {
            Self::Load => Key::L,
            Self::Staleness => Key::S,
            Self::Cost => Key::D,
            Self::Uncertainty => Key::U,
        }
    }
}

/// What is known of ranges: they are drawn by the application, on a thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ranges<'a> {
    /// The last draws of this design in this scenario.
    pub found: Option<&'a Uncertainty>,
    /// Rises with every draw.
    pub number: u64,
    /// The share that is done of those under way.
    pub drawing: Option<f32>,
    /// Whether what drives the result is marked though no lens is used.
    pub halo: bool,
}

/// The lens that was chosen to stay, and the one whose key is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    stays: Option<Lens>,
    held: Option<Lens>,
    /// Whether the way of the stalest data is shown too.
    pub way: bool,
}

impl View {
    /// The lens that is looked through: that of the key that is held, else the one that stays.
    pub fn lens(&self) -> Option<Lens> {
        self.lens.held.or(self.lens.stays)
    }

    /// The lens that stays.
    pub fn kept_lens(&self) -> Option<Lens> {
        self.lens.stays
    }

    /// Looks through a lens until told otherwise; through none without one.
    pub fn keep_lens(&mut self, lens: Option<Lens>) {
        self.lens.stays = lens;
    }
}

impl Board<'_, '_> {
    /// A lens is looked through from the stroke of its key until the key is up, the window loses the keyboard or a text
    /// gets it.
    pub(super) fn lens_keys(&mut self) {
        let typing = self.ui.text_edit_focused() || self.view.hand.editing.is_some();
        let deaf = typing || egui::Popup::is_any_open(self.ui.ctx());
        let held = self.view.lens.held;
        self.view.lens.held = self.ui.input(|input| {
            let mut pressed = input.events.iter().filter_map(|event| match event {
                // What the commands have taken is no event any more: the second stroke of Alt+S U is no lens.
                Event::Key { key, pressed: true, repeat: false, modifiers: Modifiers::NONE, .. } => {
                    Lens::ALL.iter().copied().find(|lens| lens.key() == *key)
                }
                _ => None,
            });
            let now = pressed.next_back().or(held);
            now.filter(|lens| !deaf && input.focused && input.key_down(lens.key()))
        });
    }
}
