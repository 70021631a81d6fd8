//! Moves: what a drag takes along, its copies, its axis, and a component that splices itself into a link.

use super::board::Board;
use super::geometry::{GRID, box_at, component_rect, curve, grid_steps, in_port, out_port, place};
use super::gesture::{self, Gesture, Moving};
use super::paint::Brush;
use super::routes::{area, distance};
use super::{Request, guides};
use crate::catalog::Role;
use crate::design::{Element, ElementId, Id, Link, Placement};
use egui::{Color32, CursorIcon, Pos2, Rect, Stroke, epaint::CubicBezierShape};

/// A component whose middle is this near to a link splices itself in, in points of the board.
const REACH: f32 = 1.25 * GRID;

impl Board<'_, '_> {
    pub(super) fn begin_move(&mut self, origin: Pos2, copy: bool) {
        let number = self.view.next_gesture();
        let from = self.view.camera.transform(self.area).inverse() * origin;
        let design = self.scene.design;
        let before = self.view.selection.clone();
        let mut start = gesture::places(design, &design.with_contents(&before));
        let mut lone = None;
        if copy {
            let mut elements = design.fragment(&before);
            // A copy of what is locked would be locked where nobody put it.
            elements.iter_mut().for_each(unlock);
            let (edit, made) = design.put_in(&elements, Placement::Offset(0, 0));
            start = gesture::inserted(&edit);
            self.requests.push(Request::Edit { edit, gesture: Some(number) });
            self.view.selection = made;
        } else if let [(ElementId::Component(id), _)] = start.as_slice()
            && design.incoming(id).chain(design.outgoing(id)).next().is_none()
        {
            lone = Some(id.clone());
        }
        start.sort_by(|(a, _), (b, _)| a.cmp(b));
        let moving = Moving { number, from, start, bounds: None, steps: (0, 0), changed: copy, before, lone };
        self.view.gesture = Gesture::Move(moving);
    }

    /// The move goes on, or ends.
    pub(super) fn move_on(&mut self, brush: &Brush<'_>, moving: &mut Moving, at: Option<Pos2>, ended: bool) {
        let (shift, free) = self.ui.input(|i| (i.modifiers.shift, i.modifiers.command));
        if let Some(at) = at {
            let mut way = at - moving.from;
            if shift {
                if way.x.abs() >= way.y.abs() {
                    way.y = 0.0;
                } else {
                    way.x = 0.0;
                }
            }
            let mut steps = grid_steps(way);
            if !free && !ended {
                let seen = brush.transform.inverse() * self.area;
                moving.bounds = moving.bounds.or_else(|| self.began_within(moving));
                let many =
                    self.view.routes.router.has_more_components_within(area(seen), guides::MOST + moving.start.len());
                let found = if many {
                    guides::Found::on_the_grid(way)
                } else {
                    guides::find(self.scene.design, moving, way, seen, &self.components_in(seen))
                };
                steps = found.steps;
                found.paint(brush);
            } else if !free {
                // What was shown when the button was let go is what is meant.
                steps = moving.steps;
            }
            if steps != moving.steps {
                moving.steps = steps;
                moving.changed = true;
                let edit = gesture::moved(&moving.start, steps);
                self.requests.push(Request::Edit { edit, gesture: Some(moving.number) });
                self.ui.request_repaint();
            }
        }
        self.ui.set_cursor_icon(CursorIcon::Grabbing);
        let design = self.scene.design;
        if !moving.changed && moving.start.iter().any(|(id, _)| !design.contains(id)) {
            self.view.gesture = Gesture::Over;
            return;
        }
        let Some(component) = moving.lone.as_ref().and_then(|id| design.component(id)) else { return };
        let Some(link) = self.splice_target(component_rect(component).center(), component.role) else { return };
        if !ended {
            self.splice_ghost(brush, link, component_rect(component));
        } else if let Some(edit) = design.splice(&link.id, &component.id) {
            self.requests.push(Request::Edit { edit, gesture: Some(moving.number) });
        }
    }

    /// The rectangle around what is moved, where the move began: since then all has gone the same way.
    fn began_within(&self, moving: &Moving) -> Option<Rect> {
        let design = self.scene.design;
        let (first, at) = moving.start.first()?;
        let gone = place(design.place(first)?) - place(*at);
        Some(guides::bounds(design, moving.start.iter().map(|(id, _)| id))?.translate(-gone))
    }

    /// The link into which a component of that role would splice itself there.
    pub(super) fn splice_target(&self, at: Pos2, role: Role) -> Option<&Link> {
        if !role.carries_data() || role == Role::Source {
            return None;
        }
        let design = self.scene.design;
        // Over another component nothing is spliced: its links begin there.
        let here = Rect::from_center_size(at, egui::Vec2::ZERO);
        if self.components_in(here).len() > 1 {
            return None;
        }
        let near = Rect::from_center_size(at, egui::Vec2::splat(2.0 * REACH));
        let links = self.view.routes.links_in(near).into_iter().filter_map(|id| design.link(id));
        links
            .filter(|link| link.kind.carries_data())
            .filter_map(|link| {
                let near = distance(&self.line_of(&link.id)?, at);
                (near < REACH).then_some((near, link))
            })
            .min_by(|(a, _), (b, _)| a.total_cmp(b))
            .map(|(_, link)| link)
    }

    /// How the links would run if a component spliced itself in.
    pub(super) fn splice_ghost(&self, brush: &Brush<'_>, link: &Link, rect: Rect) {
        let design = self.scene.design;
        let (Some(from), Some(to)) = (design.component(&link.from), design.component(&link.to)) else { return };
        let ways =
            [curve(out_port(component_rect(from)), in_port(rect)), curve(out_port(rect), in_port(component_rect(to)))];
        for way in ways {
            let points = way.map(|point| brush.transform * point);
            let stroke = Stroke::new(3.0, brush.palette.calm);
            brush.painter.add(CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke));
        }
    }

    /// The link into which a product that is dragged from the palette would splice itself.
    pub(super) fn splice_of_product(&self, product: &str, at: crate::design::Point) -> Option<Id> {
        let role = self.scene.catalog.product(product)?.role;
        self.splice_target(box_at(at).center(), role).map(|link| link.id.clone())
    }

    /// What is held fast stays where it is.
    pub(super) fn is_locked(&self, id: &ElementId) -> bool {
        self.scene.design.arrangement(id).is_some_and(|arrangement| arrangement.locked)
    }
}

fn unlock(element: &mut Element) {
    match element {
        Element::Component(component) => component.arrangement.locked = false,
        Element::Note(note) => note.arrangement.locked = false,
        Element::Frame(frame) => frame.arrangement.locked = false,
        Element::Stroke(stroke) => stroke.arrangement.locked = false,
        Element::Link(_) | Element::Scenario(_) => {}
    }
}
