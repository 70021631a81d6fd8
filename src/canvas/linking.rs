//! Links without aiming at ports: the arrows beside a component under the pointer, and links chosen by keyboard.

use super::board::Board;
use super::geometry::{GRID, component_rect, curve, in_port, out_port};
use super::gesture::{self, Gesture};
use super::keyboard::{Way, best_in_direction, reading_order};
use super::paint::Brush;
use super::{Tool, Wish};
use crate::design::{Component, Id};
use egui::{
    Color32, CornerRadius, CursorIcon, Key, Modifiers, PointerButton, Pos2, Rect, Role, Sense, Shape, Stroke,
    StrokeKind, Vec2, WidgetInfo, epaint::CubicBezierShape, vec2,
};

/// How far the middle of an arrow is from the edge of its component, in points of the screen.
const ASIDE: f32 = 26.0;
const RADIUS: f32 = 11.0;
/// How far below a link it stands, so that neither line nor label is covered.
const BELOW: f32 = 18.0;
/// Below this scale there is no room for arrows between components.
const LEAST_SCALE: f32 = 0.5;

impl Board<'_, '_> {
    /// Arrows beside the component under the pointer: a click puts in what comes next, a drag draws a link.
    pub(super) fn hover_arrows(&mut self, brush: &Brush<'_>, pointer: Option<Pos2>) {
        let calm = self.alone()
            && self.pointing
            && !self.panning
            && self.view.hand.tool == Tool::Select
            && self.view.hand.editing.is_none()
            && brush.transform.scaling >= LEAST_SCALE;
        // While a button is down they stay where it went down: a drag begins only once the pointer has left.
        let held = self.ui.input(|i| if i.pointer.any_down() { i.pointer.press_origin() } else { None });
        let pointer = held.or(pointer);
        let on_board = |at: &Pos2| self.area.contains(*at) && self.ui.rect_contains_pointer(self.area);
        let Some(pointer) = pointer.filter(on_board).filter(|_| calm) else { return };
        // The arrow counts as part of its component, so that the pointer can go there.
        let around = |component: &&Component| {
            let rect = brush.transform * component_rect(component);
            rect.expand2(vec2(ASIDE + RADIUS + 2.0, RADIUS)).contains(pointer)
        };
        let design = self.scene.design;
        let to_board = brush.transform.inverse();
        let reach = to_board * Rect::from_center_size(pointer, Vec2::splat(2.0 * (ASIDE + RADIUS + 2.0)));
        let near = self.components_in(reach).into_iter().filter(around).min_by(|a, b| {
            let far = |c: &Component| (brush.transform * component_rect(c)).distance_to_pos(pointer);
            far(a).total_cmp(&far(b))
        });
        let Some(component) = near.cloned() else { return };
        let rect = component_rect(&component);
        // Before what is fed already there is a link in the way, and seldom something missing.
        let fed = component.role.carries_data()
            && component.role != crate::catalog::Role::Source
            && design.incoming(&component.id).next().is_none();
        let sides = [(Way::Right, out_port(rect), 1.0, true), (Way::Left, in_port(rect), -1.0, fed)];
        for (way, port, sign, there) in sides {
            let linked = way == Way::Right && design.outgoing(&component.id).next().is_some();
            let middle = brush.transform * port + vec2(sign * ASIDE, if linked { BELOW } else { 0.0 });
            let spot = Rect::from_center_size(middle, Vec2::splat(2.0 * RADIUS));
            let beside = self.components_in(to_board * spot);
            let taken = beside.into_iter().any(|other| (brush.transform * component_rect(other)).intersects(spot));
            if !there || taken {
                continue;
            }
            let id = egui::Id::unique(("board arrow", &component.id, way == Way::Right));
            let response = self.ui.interact(spot, id, Sense::click_and_drag());
            let place = if way == Way::Right { "after" } else { "before" };
            let name = format!("Add {place} {}", component.name);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            let (fill, ink) = if response.hovered() {
                (brush.palette.accent, brush.palette.card)
            } else {
                (brush.palette.card, brush.palette.accent)
            };
            brush.painter.circle(middle, RADIUS, fill, Stroke::new(1.2, brush.palette.accent));
            let tip = middle + vec2(5.0, 0.0);
            brush.painter.line_segment([middle - vec2(5.0, 0.0), tip], Stroke::new(1.8, ink));
            let head = vec![tip + vec2(-4.0, -3.5), tip, tip + vec2(-4.0, 3.5)];
            brush.painter.add(Shape::line(head, Stroke::new(1.8, ink)));
            if response.hovered() {
                self.ui.set_cursor_icon(CursorIcon::PointingHand);
            }
            if response.clicked() {
                self.browse_beside(&component, way);
            }
            if response.drag_started_by(PointerButton::Primary) {
                let from = component.id.clone();
                self.view.gesture = Gesture::Connect { from, backwards: way == Way::Left, by_click: false };
            }
            response.on_hover_text(format!("{name}: click for the list, drag to draw a link"));
        }
    }

    /// Components that a link under way could reach, in reading order.
    fn targets(&self, from: &Id) -> Vec<&Component> {
        let fits = |component: &&Component| gesture::objection(self.scene.design, from, &component.id).is_none();
        reading_order(self.scene.design).into_iter().filter(fits).collect()
    }

    /// Tab and the arrows choose where the link goes, Enter draws it.
    pub(super) fn linking_keys(&mut self) {
        let Some(linking) = self.view.hand.linking.clone() else { return };
        let design = self.scene.design;
        let Some(from) = design.component(&linking.from) else {
            self.view.hand.linking = None;
            return;
        };
        let pressed = |modifiers: Modifiers, key: Key| self.pressed(modifiers, key);
        let targets = self.targets(&linking.from);
        let at = linking.target.as_ref().and_then(|id| targets.iter().position(|target| target.id == *id));
        let here = linking.target.as_ref().and_then(|id| design.component(id)).unwrap_or(from);
        let arrows = [
            (Way::Left, Key::ArrowLeft),
            (Way::Right, Key::ArrowRight),
            (Way::Up, Key::ArrowUp),
            (Way::Down, Key::ArrowDown),
        ];
        let arrow = arrows.into_iter().find(|(_, key)| pressed(Modifiers::NONE, *key)).map(|(way, _)| way);
        let next = if pressed(Modifiers::NONE, Key::Tab) {
            // The first is what follows the component in reading order.
            let after = || {
                let order = reading_order(design);
                let own = order.iter().position(|component| component.id == from.id)?;
                order.into_iter().skip(own).find(|component| targets.iter().any(|target| target.id == component.id))
            };
            let first = targets.first().copied();
            at.map_or_else(|| after().or(first), |at| targets.get(at + 1).copied().or(first))
        } else if pressed(Modifiers::SHIFT, Key::Tab) {
            let last = targets.last().copied();
            at.and_then(|at| at.checked_sub(1)).and_then(|at| targets.get(at).copied()).or(last)
        } else {
            arrow.and_then(|way| best_in_direction(here, way, targets.iter().copied()))
        };
        if let Some((target, rect)) = next.map(|next| (Some(next.id.clone()), component_rect(next))) {
            self.view.wish = Some(Wish::Reveal(rect));
            self.view.hand.linking = Some(super::tool::Linking { target, ..linking });
            self.ui.request_repaint();
        } else if let Some(target) = linking.target.as_ref()
            && (linking.confirmed || pressed(Modifiers::NONE, Key::Enter))
        {
            self.requests.push(gesture::connect(design, &linking.from, target));
            let target = target.clone();
            self.view.used_tool();
            self.go_to(&target);
        }
    }

    /// Shows the link that is being chosen with the keyboard, and says it to a screen reader.
    pub(super) fn linking_preview(&mut self, brush: &Brush<'_>) {
        let Some(linking) = self.view.hand.linking.clone() else { return };
        if !self.alone() {
            return;
        }
        let design = self.scene.design;
        let Some(from) = design.component(&linking.from) else { return };
        let target = linking.target.as_ref().and_then(|id| design.component(id));
        for component in self.targets(&linking.from) {
            let rect = brush.transform * component_rect(component);
            if self.area.intersects(rect) {
                let stroke = Stroke::new(1.5, brush.palette.calm);
                brush.painter.rect_stroke(rect.expand(3.0), CornerRadius::same(8), stroke, StrokeKind::Outside);
            }
        }
        let words = match target {
            Some(target) => {
                let (a, b) = (component_rect(from), component_rect(target));
                let points = curve(out_port(a), in_port(b)).map(|point| brush.transform * point);
                let stroke = Stroke::new(2.5, brush.palette.accent);
                brush.painter.add(CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke));
                let rect = (brush.transform * b).expand(4.0);
                let stroke = Stroke::new(3.0, brush.palette.accent);
                brush.painter.rect_stroke(rect, CornerRadius::same(8), stroke, StrokeKind::Outside);
                format!("Link from {} to {}. Enter links, Tab chooses another, Esc cancels.", from.name, target.name)
            }
            None => format!("Link from {}. Tab or arrows choose where to, Esc cancels.", from.name),
        };
        let at = brush.transform * (component_rect(from).center_bottom() + vec2(0.0, GRID / 2.0));
        let size = egui::FontId::proportional(12.0);
        let galley = brush.painter.layout_no_wrap(words.clone(), size, brush.palette.text);
        let rect = Rect::from_min_size(at - vec2(galley.size().x / 2.0, 0.0), galley.size()).expand(5.0);
        let edge = Stroke::new(1.0, brush.palette.accent);
        brush.painter.rect(rect, CornerRadius::same(4), brush.palette.card, edge, StrokeKind::Inside);
        brush.painter.galley(rect.min + Vec2::splat(5.0), galley, brush.palette.text);
        let id = egui::Id::unique("board linking");
        let response = self.ui.interact(rect, id, Sense::focusable_noninteractive());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
        self.ui.ctx().accesskit_node_builder(id, |node| node.set_live(egui::accesskit::Live::Polite));
        // It holds Tab and the arrows while the choice is made; a click elsewhere ends it.
        if !response.has_focus() {
            response.request_focus();
        }
    }
}
