//! What a click and a marquee select: groups as a whole, and their members once a group is selected.

use super::View;
use super::board::Board;
use super::geometry::{component_rect, frame_rect, note_rect, stroke_points};
use super::gesture::{Gesture, Mark};
use super::paint::Brush;
use crate::design::{Design, ElementId, Id};
use egui::{CornerRadius, Pos2, Rect, Stroke, StrokeKind};
use std::collections::BTreeSet;

type Selection = BTreeSet<ElementId>;
/// Size, first and last of a selection.
pub(super) type Ends = (usize, Option<ElementId>, Option<ElementId>);

fn group<'a>(design: &'a Design, id: &ElementId) -> Option<&'a Id> {
    design.arrangement(id).and_then(|arrangement| arrangement.group.as_ref())
}

/// What is meant by an element under the pointer: its group, or itself if the group is being worked in.
pub(super) fn meant(design: &Design, selection: &Selection, id: &ElementId) -> Selection {
    let alone = Selection::from([id.clone()]);
    let Some(own) = group(design, id) else { return alone };
    let whole = design.with_groups(&alone);
    let inside = !selection.is_empty()
        && selection.iter().all(|other| group(design, other) == Some(own))
        && selection.len() < whole.len();
    if inside { alone } else { whole }
}

/// The selection after a click on an element.
pub(super) fn clicked(design: &Design, selection: &Selection, id: &ElementId, add: bool) -> Selection {
    let meant = meant(design, selection, id);
    if add {
        return if meant.is_subset(selection) { selection - &meant } else { selection | &meant };
    }
    // The second click on a group is for the element in it.
    if meant.len() > 1 && meant == *selection { Selection::from([id.clone()]) } else { meant }
}

/// What a marquee touches: frames only if it holds them, links if it holds both ends.
fn within(design: &Design, rect: Rect) -> Selection {
    let components =
        design.components().filter(|c| rect.intersects(component_rect(c))).map(|c| ElementId::Component(c.id.clone()));
    let notes = design.notes().filter(|n| rect.intersects(note_rect(n))).map(|n| ElementId::Note(n.id.clone()));
    let frames = design.frames().filter(|f| rect.contains_rect(frame_rect(f))).map(|f| ElementId::Frame(f.id.clone()));
    let strokes = design
        .strokes()
        .filter(|s| stroke_points(s).iter().any(|point| rect.contains(*point)))
        .map(|s| ElementId::Stroke(s.id.clone()));
    let mut found = design.with_groups(&components.chain(notes).chain(frames).chain(strokes).collect());
    let held = |id: &Id| found.contains(&ElementId::Component(id.clone()));
    let links: Vec<ElementId> = design
        .links()
        .filter(|link| held(&link.from) && held(&link.to))
        .map(|link| ElementId::Link(link.id.clone()))
        .collect();
    found.extend(links);
    found
}

impl View {
    /// Selects no longer what has gone from the design. Looks again only if the design or the selection may be others
    /// than at the last look.
    pub fn settle(&mut self, design: &Design, revision: u64) {
        let ends = |selection: &Selection| -> Ends {
            (selection.len(), selection.first().cloned(), selection.last().cloned())
        };
        let now = (revision, ends(&self.selection));
        if self.settled.as_ref() == Some(&now) {
            return;
        }
        self.selection.retain(|id| design.contains(id));
        self.settled = Some((revision, ends(&self.selection)));
    }
}

impl Board<'_, '_> {
    /// A press on empty board, or on what is locked, was dragged: a marquee.
    pub(super) fn begin_marquee(&mut self, origin: Pos2) {
        let (add, take) = self.ui.input(|i| (i.modifiers.shift || i.modifiers.command, i.modifiers.alt));
        let mark = match (take, add) {
            (true, _) => Mark::Take,
            (_, true) => Mark::Add,
            _ => Mark::Only,
        };
        let from = self.view.camera.transform(self.area).inverse() * origin;
        self.view.gesture = Gesture::Marquee { from, before: self.view.selection.clone(), mark };
    }

    /// The marquee goes on.
    pub(super) fn marquee(&mut self, brush: &Brush<'_>, from: Pos2, at: Pos2, before: &Selection, mark: Mark) {
        let rect = Rect::from_two_pos(from, at);
        let found = within(self.scene.design, rect);
        self.view.selection = match mark {
            Mark::Only => found,
            Mark::Add => before | &found,
            Mark::Take => before - &found,
        };
        brush.painter.rect(
            brush.transform * rect,
            CornerRadius::ZERO,
            brush.palette.accent.gamma_multiply(0.12),
            Stroke::new(1.0, brush.palette.accent),
            StrokeKind::Inside,
        );
    }
}
