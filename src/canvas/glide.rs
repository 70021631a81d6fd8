//! What has been put elsewhere all at once glides there: for the eye only. The design has changed before the first
//! frame of it; widgets are where things really are.

use super::View;
use super::board::Board;
use super::camera::Camera;
use super::geometry::{component_rect, frame_rect, in_port, note_rect, out_port, stroke_rect};
use super::highlight::place;
use super::paint::Brush;
use super::routes::along;
use crate::design::{Component, Design, ElementId, Id};
use crate::look::line_under_name;
use egui::{Pos2, Rect, emath::TSTransform, lerp};
use std::collections::HashMap;

/// How long it takes, in seconds.
const TIME: f64 = 0.25;
/// Things beyond which nothing glides: a frame would take longer than the eye follows.
const MOST: usize = 5000;
/// Links beyond which they are straight on the way.
const MOST_LINKS: usize = 1000;
/// Places on a link that glide each on its own.
const PLACES: u8 = 16;

/// A glide that is to begin or goes on.
#[derive(Clone, Debug)]
pub struct Glide {
    /// Where things were on the board.
    from: HashMap<ElementId, Rect>,
    /// How links ran.
    lines: HashMap<Id, Vec<Pos2>>,
    camera: Camera,
    /// When it began, and the revision that it leads to; none before the first frame.
    begun: Option<(f64, u64)>,
    /// How far it is, from 0 to 1.
    share: f32,
}

impl View {
    /// Lets things glide from where they are now to where the next change puts them. Nothing glides under reduced
    /// motion.
    pub fn glide_from<'a>(&mut self, design: &Design, elements: impl IntoIterator<Item = &'a ElementId>) {
        let has_place = |id: &&ElementId| !matches!(id, ElementId::Link(_) | ElementId::Scenario(_));
        let from: HashMap<ElementId, Rect> = elements
            .into_iter()
            .filter(has_place)
            .filter_map(|id| Some((id.clone(), place(design, id)?)))
            .take(MOST + 1)
            .collect();
        if from.is_empty() || from.len() > MOST {
            return;
        }
        let lines = if design.links().len() <= MOST_LINKS {
            design.links().filter_map(|link| Some((link.id.clone(), self.routes.line(&link.id)?))).collect()
        } else {
            HashMap::new()
        };
        self.glide = Some(Glide { from, lines, camera: self.camera, begun: None, share: 0.0 });
    }

    /// Whether things are on their way to where they have been put.
    pub fn is_gliding(&self) -> bool {
        self.glide.is_some()
    }
}

/// Slow at both ends.
fn ease(share: f32) -> f32 {
    let share = share.clamp(0.0, 1.0);
    share * share * (3.0 - 2.0 * share)
}

fn between(from: Rect, to: Rect, share: f32) -> Rect {
    Rect::from_min_max(from.min.lerp(to.min, share), from.max.lerp(to.max, share))
}

/// A line on the way from one to another.
fn line_between(from: &[Pos2], to: &[Pos2], share: f32) -> Vec<Pos2> {
    let at = |line: &[Pos2], place: u8| along(line, f32::from(place) / f32::from(PLACES)).0;
    (0..=PLACES).map(|place| at(from, place).lerp(at(to, place), share)).collect()
}

impl<'a> Board<'a, '_> {
    pub(super) fn is_gliding(&self) -> bool {
        self.view.glide.is_some()
    }

    /// Goes on with the glide, or ends it: when it is over, when a hand is on the board, when the design has changed.
    /// Gives the transform to paint with, if something glides.
    pub(super) fn glide_on(&mut self) -> Option<TSTransform> {
        let glide = self.view.glide.as_mut()?;
        let animated = self.ui.style().animation_time > 0.0;
        let (now, meddled) = self.ui.input(|input| {
            let scrolls = input.smooth_scroll_delta() != egui::Vec2::ZERO || input.zoom_delta() != 1.0;
            (input.time, scrolls || input.pointer.any_down())
        });
        let (begun, revision) = *glide.begun.get_or_insert((now, self.scene.revision));
        #[expect(clippy::cast_possible_truncation, reason = "0 to 1")]
        let share = ((now - begun) / TIME) as f32;
        glide.share = ease(share);
        let (share_now, camera) = (glide.share, glide.camera);
        let design = self.scene.design;
        let moves = || glide.from.iter().any(|(id, from)| place(design, id).is_some_and(|to| to != *from));
        let goes_on = animated && share < 1.0 && !meddled && revision == self.scene.revision && moves();
        if !goes_on || !matches!(self.view.gesture, super::gesture::Gesture::None) {
            self.view.glide = None;
            return None;
        }
        self.ui.request_repaint();
        let (from, to) = (camera.transform(self.area), self.view.camera.transform(self.area));
        Some(TSTransform::new(
            from.translation + (to.translation - from.translation) * share_now,
            lerp(from.scaling..=to.scaling, share_now),
        ))
    }

    /// Where an element is seen now, of which this is the place.
    fn seen_at(&self, id: &ElementId, to: Rect) -> Rect {
        match self.view.glide.as_ref() {
            Some(glide) => glide.from.get(id).map_or(to, |from| between(*from, to, glide.share)),
            None => to,
        }
    }

    /// Where the box of a component is seen now.
    pub(super) fn box_of(&self, component: &Component) -> Rect {
        let rect = component_rect(component);
        if self.is_gliding() { self.seen_at(&ElementId::Component(component.id.clone()), rect) } else { rect }
    }

    /// The components that are seen now in a rectangle of the board.
    pub(super) fn components_about(&self, seen: Rect) -> Vec<&'a Component> {
        let mut all = if self.is_gliding() {
            self.scene.design.components().filter(|component| seen.intersects(self.box_of(component))).collect()
        } else {
            self.components_in(seen)
        };
        if !all.is_sorted_by_key(|component| component.arrangement.layer) {
            all.sort_by_key(|component| component.arrangement.layer);
        }
        all
    }

    /// The links that may be seen now in a rectangle of the board.
    pub(super) fn links_about(&self, seen: Rect) -> Vec<Id> {
        if self.is_gliding() {
            self.scene.design.links().map(|link| link.id.clone()).collect()
        } else {
            self.view.routes.links_in(seen).into_iter().cloned().collect()
        }
    }

    /// The line along which a link is seen now.
    pub(super) fn line_about(&self, id: &Id) -> Option<Vec<Pos2>> {
        let to = self.line_of(id);
        let Some(glide) = &self.view.glide else { return to };
        if let (Some(from), Some(to)) = (glide.lines.get(id), &to) {
            return Some(if from == to { to.clone() } else { line_between(from, to, glide.share) });
        }
        let design = self.scene.design;
        let link = design.link(id)?;
        let (from, to) = (design.component(&link.from)?, design.component(&link.to)?);
        Some(vec![out_port(self.box_of(from)), in_port(self.box_of(to))])
    }

    /// Everything on its way.
    pub(super) fn paint_glide(&self, brush: &Brush<'_>) {
        let (design, estimate) = (self.scene.design, self.scene.estimate);
        let seen = brush.transform.inverse() * self.area;
        for frame in design.frames() {
            let id = ElementId::Frame(frame.id.clone());
            brush.frame(frame, self.seen_at(&id, frame_rect(frame)), self.look(&id, false));
        }
        for note in design.notes() {
            let id = ElementId::Note(note.id.clone());
            brush.note(note, self.seen_at(&id, note_rect(note)), self.look(&id, false));
        }
        for stroke in design.strokes() {
            let id = ElementId::Stroke(stroke.id.clone());
            let rect = stroke_rect(stroke);
            let way = (self.seen_at(&id, rect).min - rect.min) * brush.transform.scaling;
            let moved = TSTransform::new(brush.transform.translation + way, brush.transform.scaling);
            let aside = Brush { transform: moved, ..*brush };
            aside.stroke(stroke, self.look(&id, false));
        }
        for id in self.links_about(seen) {
            let (Some(link), Some(line)) = (design.link(&id), self.line_about(&id)) else { continue };
            let figures = estimate.and_then(|estimate| estimate.links.get(&id));
            let bounds = Rect::from_points(&line);
            if seen.intersects(bounds) {
                brush.link(link, &line, None, figures, self.look(&ElementId::Link(id), false));
            }
        }
        for component in self.components_about(seen) {
            let id = ElementId::Component(component.id.clone());
            let figures = estimate.and_then(|estimate| estimate.component(&component.id));
            let under = line_under_name(component, self.scene.catalog);
            brush.component(component, under, self.box_of(component), figures, self.look(&id, false));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    #[test]
    fn a_line_on_its_way_begins_as_it_was_and_ends_as_it_is() {
        let from = [pos2(0.0, 0.0), pos2(160.0, 0.0)];
        let to = [pos2(0.0, 100.0), pos2(80.0, 100.0), pos2(80.0, 180.0)];
        let ends = |share| {
            let line = line_between(&from, &to, share);
            (line.first().copied(), line.last().copied())
        };
        assert_eq!(ends(0.0), (Some(pos2(0.0, 0.0)), Some(pos2(160.0, 0.0))));
        assert_eq!(ends(1.0), (Some(pos2(0.0, 100.0)), Some(pos2(80.0, 180.0))));
        assert_eq!(ends(0.5), (Some(pos2(0.0, 50.0)), Some(pos2(120.0, 90.0))));
    }

    #[test]
    fn it_begins_and_ends_slowly() {
        assert_eq!((ease(0.0), ease(0.5), ease(1.0)), (0.0, 0.5, 1.0));
        assert!(ease(0.1) < 0.05 && ease(0.9) > 0.95);
    }
}
