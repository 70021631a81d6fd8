//! What the figures on a box mean and how they are read, said where the pointer rests on them.

use super::paint::Spots;
use crate::design::Link;
use crate::estimate::{ComponentEstimate, Figure, Utilization};
use crate::units::{Amount, Kind};
use egui::{Pos2, Ui};

/// A figure on a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    Load,
    Rate,
    Age,
    Cost,
}

impl Spot {
    /// The figure that a click on it unfolds.
    pub(super) const fn figure(self) -> Figure {
        match self {
            Self::Load => Figure::Utilization,
            Self::Rate => Figure::Input,
            Self::Age => Figure::Staleness,
            Self::Cost => Figure::Cost,
        }
    }
}

impl Spots {
    /// The figure under a place on the screen.
    pub(super) fn at(&self, at: Pos2) -> Option<Spot> {
        let all =
            [(self.load, Spot::Load), (self.rate, Spot::Rate), (self.staleness, Spot::Age), (self.cost, Spot::Cost)];
        all.into_iter().find(|(rect, _)| rect.is_some_and(|rect| rect.expand(2.0).contains(at))).map(|(_, spot)| spot)
    }
}

/// Says what a figure is and how to read it.
pub(super) fn figure(ui: &mut Ui, spot: Spot, figures: &ComponentEstimate) {
    ui.set_max_width(300.0);
    match spot {
        Spot::Load => {
            ui.strong("Load at peak");
            if let Some(load) = &figures.utilization {
                ui.label(load_words(load));
            }
            ui.label(
                "What is asked of it in the busiest hour, as a share of what it can do. The tick on the bar is the \
                 target: beyond it queues grow long. At 100 % work piles up.",
            );
        }
        Spot::Rate => {
            ui.strong("What comes in");
            let bytes = figures.input.bytes;
            ui.label(format!("{} on average, {} at peak", Amount::of(bytes.mean), Amount::of(bytes.peak)));
            ui.label("Bytes a second over the whole day. A source shows what it sends.");
        }
        Spot::Age => {
            ui.strong("Age of the data");
            if let Some(age) = figures.staleness {
                ui.label(format!(
                    "{} on average, {} in 95 % of the time, {} at most",
                    Amount::of(age.mean),
                    Amount::of(age.p95),
                    Amount::of(age.max)
                ));
            }
            ui.label("How long ago it happened in the world what can be read here now: all waits and work on the way.");
        }
        Spot::Cost => {
            ui.strong("Cost");
            ui.label(Amount::of(figures.cost).to_string());
            ui.label("List prices on demand; the list of costs says what is paid for.");
        }
    }
    ui.weak("Click to see how it was computed.");
}

/// Says what a link is, with its words in full.
pub(super) fn link(ui: &mut Ui, link: &Link, said: &str) {
    ui.set_max_width(300.0);
    ui.strong(said);
    if !link.label.is_empty() {
        ui.label(&link.label);
    }
    if link.kind.carries_data() {
        ui.weak("A link is thicker by a step for each tenfold of bytes; bars across it: more than its end can take.");
    }
}

fn load_words(load: &Utilization) -> String {
    let share = |ratio| Amount::of(ratio).shown_as(Kind::Share);
    format!(
        "{} of its {}; {} on average; target {}",
        share(load.peak),
        load.resource.name(),
        share(load.mean),
        share(load.target)
    )
}
