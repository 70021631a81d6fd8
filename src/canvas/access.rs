//! What a screen reader hears, and a test finds: every component and link by name and figures.

use super::board::Board;
use crate::design::{Component, Design, ElementId, Link};
use crate::estimate::{ComponentEstimate, LinkEstimate, Status};
use crate::units::{Amount, Kind};
use std::fmt::Write as _;

/// "Kafka, queue, load 42 %, staleness up to 3 s".
pub(super) fn component(component: &Component, figures: Option<&ComponentEstimate>) -> String {
    let mut words = format!("{}, {}", component.name, component.role.name());
    let Some(figures) = figures else { return words };
    if figures.status != Status::Ok {
        words.push_str(", ");
        words.push_str(figures.status.in_words());
    }
    if let Some(load) = figures.utilization {
        let _ = write!(words, ", load {}", Amount::of(load.peak).shown_as(Kind::Share));
    }
    if let Some(staleness) = figures.staleness {
        let _ = write!(words, ", staleness up to {}", Amount::of(staleness.max));
    }
    words
}

impl Board<'_, '_> {
    /// Adds to what a screen reader says of a component, beside its name.
    pub(super) fn describe(&self, component: &Component, words: &str) {
        let id = egui::Id::unique(("board element", &ElementId::Component(component.id.clone())));
        // What is no widget of its own, in a large design, has no node.
        if !self.ui.ctx().has_accesskit_node(id) {
            return;
        }
        self.ui.ctx().accesskit_node_builder(id, |node| {
            let said = node.description().map(|before| format!("{before}; {words}"));
            node.set_description(said.unwrap_or_else(|| words.to_owned()));
        });
    }
}

/// "link Kafka to Spark, 5.79 MB/s".
pub(super) fn link(link: &Link, design: &Design, figures: Option<&LinkEstimate>) -> String {
    let name = |id| design.component(id).map_or("nothing", |component| component.name.as_str());
    let verb = if link.kind.carries_data() { "link" } else { "watch" };
    let mut words = format!("{verb} {} to {}", name(&link.from), name(&link.to));
    if let Some(figures) = figures {
        let _ = write!(words, ", {}", Amount::of(figures.flow.bytes.mean));
        if figures.over_capacity {
            words.push_str(", over capacity");
        }
    }
    words
}
