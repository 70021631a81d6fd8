//! Links: where they run, how they are hit, drawn and taken elsewhere.

use super::board::Board;
use super::geometry::{GRID, component_rect, curve, in_port, out_port};
use super::gesture::{self, End, Gesture};
use super::paint::Brush;
use super::picture::{Wire, widget_of};
use super::routes::along;
use super::{MOST_OUTSIDE, Tool, teach};
use crate::design::{Component, ElementId, Id};
use egui::{
    CornerRadius, CursorIcon, FontId, PointerButton, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Vec2, vec2,
};
use std::collections::HashSet;

/// Whether the link that is being drawn could end at a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// No link is being drawn.
    NoLink,
    Allowed,
    Refused(&'static str),
}

impl<'a> Board<'a, '_> {
    /// The link that the pointer is over, if nothing else is.
    pub(super) fn link_under(&self, brush: &Brush<'_>, pointer: Option<Pos2>, board: &Response) -> Option<ElementId> {
        let at = brush.transform.inverse() * pointer.filter(|_| board.hovered())?;
        self.view.routes.nearest(at, 7.0 / brush.transform.scaling).cloned().map(ElementId::Link)
    }

    /// Paints the links that may be seen in a rectangle of the board.
    pub(super) fn paint_links(&self, brush: &Brush<'_>, room: Rect, hovered: Option<&ElementId>) -> Vec<Wire> {
        let marked = match hovered {
            Some(ElementId::Link(id)) => Some(id),
            _ => None,
        };
        let visible = self.view.routes.links_in(room.expand(GRID));
        visible.into_iter().filter_map(|id| self.paint_link(brush, id, marked == Some(id))).collect()
    }

    /// Paints a link.
    pub(super) fn paint_link(&self, brush: &Brush<'_>, link: &Id, hovered: bool) -> Option<Wire> {
        let (link, line) = (self.scene.design.link(link)?, self.line_of(link)?);
        let room = self.view.routes.label(&link.id);
        let id = ElementId::Link(link.id.clone());
        let figures = self.scene.estimate.and_then(|estimate| estimate.links.get(&link.id));
        let label = brush.link(link, &line, room, figures, self.look(&id, hovered));
        let rect =
            label.unwrap_or_else(|| Rect::from_center_size(brush.transform * along(&line, 0.5).0, Vec2::splat(12.0)));
        Some(Wire { widget: widget_of(&id), id, rect })
    }

    /// Links as widgets, and the one that the pointer is over.
    pub(super) fn links(&mut self, brush: &Brush<'_>, seen: Rect, nearest: Option<ElementId>, board: &Response) {
        let design = self.scene.design;
        let picture = std::mem::take(&mut self.view.picture);
        let moved = picture.moved(brush.transform);
        let visible = picture.seen.as_ref().map(|seen| seen.links.as_slice()).unwrap_or_default();
        for wire in visible {
            let rect = moved * wire.rect;
            if self.area.intersects(rect) {
                self.link_widget(&wire.id, wire.widget, rect);
            }
        }
        let outside = design.links().len() + design.components().len() <= MOST_OUTSIDE && self.is_heard();
        if outside {
            let shown: HashSet<&ElementId> = visible.iter().map(|wire| &wire.id).collect();
            for link in design.links() {
                let id = ElementId::Link(link.id.clone());
                let Some((middle, _)) = self.line_of(&link.id).map(|line| along(&line, 0.5)) else { continue };
                let place = brush.transform * middle;
                if !shown.contains(&id) || !seen.expand(GRID).contains(middle) {
                    self.link_widget(&id, widget_of(&id), Rect::from_center_size(place, Vec2::splat(1.0)));
                }
            }
        }
        self.view.picture = picture;
        if let Some(id) = nearest {
            if board.clicked() || board.secondary_clicked() {
                self.view.took_click = true;
                self.handle(&id, board, false);
            }
            self.ui.set_cursor_icon(CursorIcon::PointingHand);
        }
    }

    fn link_widget(&mut self, id: &ElementId, widget: egui::Id, rect: Rect) {
        let response = self.widget(id, widget, rect, Sense::click(), || self.heard(id));
        let response = match self.scene.design.link(id.id()) {
            Some(link) if response.hovered() && self.alone() && self.pointing => {
                response.on_hover_ui(|ui| teach::link(ui, link, &self.heard(id)))
            }
            _ => response,
        };
        self.handle(id, &response, false);
    }

    /// Whether the link under way could end at a component.
    pub(super) fn ending(&self, component: &Component) -> Ending {
        let design = self.scene.design;
        let objection = match &self.view.gesture {
            // Its own component is no target, and no wrong one either: a link is let go there to drop it.
            Gesture::Connect { from, .. } if *from == component.id => return Ending::NoLink,
            Gesture::Connect { from, backwards: false, .. } => gesture::objection(design, from, &component.id),
            Gesture::Connect { from, backwards: true, .. } => gesture::objection(design, &component.id, from),
            Gesture::Reconnect { link, end } => {
                let Some(link) = design.link(link) else { return Ending::NoLink };
                let stays = if *end == End::From { &link.from } else { &link.to };
                if *stays == component.id {
                    return Ending::Allowed;
                }
                gesture::objection_to_end(design, link, *end, &component.id)
            }
            _ => return Ending::NoLink,
        };
        objection.map_or(Ending::Allowed, Ending::Refused)
    }

    /// Ports lie over the boxes, so that a drag from a port draws a link.
    pub(super) fn ports(&mut self, brush: &Brush<'_>, seen: Rect) {
        let size = Vec2::splat((16.0 * brush.transform.scaling).clamp(8.0, 28.0));
        for component in self.components_in(seen) {
            let rect = component_rect(component);
            let sides: &[(bool, Pos2)] = &[(false, out_port(rect)), (true, in_port(rect))];
            for (left, at) in sides {
                if *left && (!component.role.carries_data() || component.role == crate::catalog::Role::Source) {
                    continue;
                }
                let id = egui::Id::unique(("board port", &component.id, *left));
                let response = self.ui.interact(Rect::from_center_size(brush.transform * *at, size), id, Sense::drag());
                if response.hovered() {
                    self.ui.set_cursor_icon(CursorIcon::Crosshair);
                }
                if self.alone() && !self.panning && response.drag_started_by(PointerButton::Primary) {
                    let from = component.id.clone();
                    self.view.gesture = Gesture::Connect { from, backwards: *left, by_click: false };
                }
            }
        }
    }

    /// The ends of a selected link can be taken elsewhere.
    pub(super) fn handles(&mut self, brush: &Brush<'_>) {
        let link = match self.view.selection.first() {
            Some(ElementId::Link(id)) if self.view.selection.len() == 1 => self.scene.design.link(id),
            _ => None,
        };
        if let Some(link) = link {
            let Some((a, d)) = self.ends_of(&link.id) else { return };
            for (end, at) in [(End::From, a), (End::To, d)] {
                let at = brush.transform * at;
                let id = egui::Id::unique(("board link end", &link.id, end == End::From));
                let response = self.ui.interact(Rect::from_center_size(at, Vec2::splat(16.0)), id, Sense::drag());
                brush.painter.circle(at, 5.0, brush.palette.card, Stroke::new(2.0, brush.palette.accent));
                if response.hovered() {
                    self.ui.set_cursor_icon(CursorIcon::Grab);
                }
                if self.alone() && !self.panning && response.drag_started_by(PointerButton::Primary) {
                    self.view.gesture = Gesture::Reconnect { link: link.id.clone(), end };
                }
            }
        }
    }

    /// Where a link begins and ends on the board.
    fn ends_of(&self, link: &Id) -> Option<(Pos2, Pos2)> {
        let line = self.line_of(link)?;
        Some((*line.first()?, *line.last()?))
    }

    pub(super) fn component_at(&self, at: Pos2) -> Option<&'a Component> {
        let hit = |component: &&Component| component_rect(component).expand(GRID / 2.0).contains(at);
        let near = Rect::from_center_size(at, Vec2::splat(GRID));
        self.components_in(near).into_iter().filter(hit).max_by_key(|component| component.arrangement.layer)
    }

    /// A link that follows the pointer, and what it means when it is let go.
    pub(super) fn draw_link(&mut self, brush: &Brush<'_>, at: Option<Pos2>, pointer: Option<Pos2>, ended: bool) {
        let Some(at) = at else { return };
        let design = self.scene.design;
        let target = self.component_at(at);
        let (fixed, forwards) = match &self.view.gesture {
            Gesture::Connect { from, backwards, .. } => {
                let Some(component) = design.component(from) else { return };
                let rect = component_rect(component);
                (if *backwards { in_port(rect) } else { out_port(rect) }, !*backwards)
            }
            Gesture::Reconnect { link, end } => {
                let Some((a, d)) = self.ends_of(link) else { return };
                if *end == End::To { (a, true) } else { (d, false) }
            }
            _ => return,
        };
        let line = if forwards { curve(fixed, at) } else { curve(at, fixed) };
        let points = line.map(|point| brush.transform * point);
        let objection = match target.map(|component| self.ending(component)) {
            Some(Ending::Refused(why)) => Some(why),
            _ => None,
        };
        let color = if objection.is_some() { brush.palette.alarm } else { brush.palette.accent };
        brush.painter.add(egui::epaint::CubicBezierShape::from_points_stroke(
            points,
            false,
            egui::Color32::TRANSPARENT,
            Stroke::new(2.0, color),
        ));
        if let Some(target) = target.filter(|target| self.ending(target) != Ending::NoLink) {
            // The one that would be taken, or that refuses, stands out among all that light up.
            let rect = (brush.transform * component_rect(target)).expand(3.0);
            let color = if objection.is_some() { brush.palette.alarm } else { brush.palette.calm };
            brush.painter.rect_stroke(rect, CornerRadius::same(9), Stroke::new(3.0, color), StrokeKind::Outside);
            self.ui.set_cursor_icon(if objection.is_some() { CursorIcon::NotAllowed } else { CursorIcon::Crosshair });
        } else {
            self.ui.set_cursor_icon(CursorIcon::Crosshair);
        }
        if let (Some(why), Some(pointer)) = (objection, pointer) {
            let galley = brush.painter.layout_no_wrap(why.to_owned(), FontId::proportional(12.0), brush.palette.alarm);
            let rect = Rect::from_min_size(pointer + vec2(14.0, 10.0), galley.size()).expand(4.0);
            brush.painter.rect(
                rect,
                CornerRadius::same(4),
                brush.palette.card,
                Stroke::new(1.0, brush.palette.alarm),
                StrokeKind::Inside,
            );
            brush.painter.galley(rect.min + Vec2::splat(4.0), galley, brush.palette.alarm);
        }
        if !ended {
            return;
        }
        let connecting = self.view.hand.tool == Tool::Connect;
        let target = target.map(|target| target.id.clone());
        match (self.view.gesture.clone(), target) {
            (Gesture::Connect { by_click: true, .. }, _) => return,
            // Let go where it began: with the tool that was a click, and the next click ends the link.
            (Gesture::Connect { from, backwards, .. }, Some(target)) if target == from && connecting => {
                self.view.gesture = Gesture::Connect { from, backwards, by_click: true };
                return;
            }
            (Gesture::Connect { from, .. }, Some(target)) if target == from => {}
            (Gesture::Connect { from, backwards, .. }, Some(target)) => {
                let (from, to) = if backwards { (&target, &from) } else { (&from, &target) };
                self.requests.push(gesture::connect(design, from, to));
            }
            (Gesture::Connect { from, backwards, .. }, None) => {
                let (from, to) = if backwards { (None, Some(from)) } else { (Some(from), None) };
                self.browse_at(at, from, to);
            }
            (Gesture::Reconnect { link, end }, Some(target)) => {
                self.requests.extend(gesture::reconnect(design, &link, end, &target));
            }
            _ => {}
        }
        if connecting {
            self.view.used_tool();
        }
    }
}
