//! One frame of the board: reads the pointer and the keys, paints, and says what the person meant.

use super::access;
use super::geometry::{
    BOX, GRID, box_at, component_rect, curve, distance, frame_rect, grid_point, grid_steps, in_port, note_rect,
    on_curve, out_port,
};
use super::gesture::{self, End, Gesture};
use super::paint::{Brush, FAR, Look, Spots};
use super::palette::Palette;
use super::{DraggedProduct, Request, Scene, View, Wish};
use crate::design::{Component, ElementId, Id, Link, Point};
use crate::estimate::Figure;
use egui::{
    Align2, CornerRadius, DragAndDrop, FontId, Key, PointerButton, Pos2, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Vec2, WidgetInfo, emath::TSTransform, vec2,
};
use std::collections::BTreeSet;

/// Elements that are reachable for a screen reader even while out of view. In larger designs only what is in view
/// is: laying out tens of thousands of invisible widgets in every frame would be felt.
const MOST_OUTSIDE: usize = 2000;
/// Elements in view that are widgets of their own; beyond, the board finds by itself what is clicked.
const MOST_WIDGETS: usize = 3000;

/// Whether the link that is being drawn could end at a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// No link is being drawn.
    NoLink,
    Allowed,
    Refused(&'static str),
}

pub(super) struct Board<'a, 'b> {
    ui: &'b mut egui::Ui,
    scene: Scene<'a>,
    view: &'b mut View,
    area: Rect,
    requests: Vec<Request>,
    /// Space, the middle or the right button moves the board.
    panning: bool,
}

/// Paints the board into what is left of `ui`, and says what the person meant.
pub(super) fn show(ui: &mut egui::Ui, scene: Scene<'_>, view: &mut View) -> Vec<Request> {
    let (area, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, "Board"));
    let mut board = Board { ui, scene, view, area, requests: Vec::new(), panning: false };
    board.frame(&response);
    board.requests
}

impl<'a> Board<'a, '_> {
    fn frame(&mut self, response: &Response) {
        if let Some(number) = self.view.reverted.take() {
            self.requests.push(Request::Revert { gesture: number });
        }
        self.view.area = self.area;
        self.camera(response);
        self.forget_what_is_gone();
        let transform = self.view.camera.transform(self.area);
        let painter = self.ui.painter_at(self.area);
        let palette = Palette::of(self.ui.visuals());
        let brush = Brush { painter: &painter, palette, transform };
        brush.grid(self.area);
        let seen = transform.inverse() * self.area;
        self.frames(&brush, seen);
        self.notes(&brush, seen);
        let pointer = response.hover_pos().or(self.ui.input(|i| i.pointer.interact_pos()));
        self.links(&brush, seen, pointer, response);
        self.components(&brush, seen, pointer, response);
        self.handles(&brush);
        self.empty_board(response, pointer, transform);
        self.go_on(&brush, pointer);
        self.dropped(&brush);
        self.keys();
        self.hint(&brush);
    }

    fn alone(&self) -> bool {
        matches!(self.view.gesture, Gesture::None)
    }

    /// The wheel, pinching, dragging with Space, the middle or the right button; then what was asked of the view.
    fn camera(&mut self, response: &Response) {
        let area = self.area;
        let typing = self.ui.text_edit_focused();
        let over =
            response.contains_pointer() || self.ui.input(|i| i.pointer.hover_pos()).is_some_and(|at| area.contains(at));
        let (scroll, zoom, pointer, delta, space, middle, right, from, focused) = self.ui.input(|i| {
            (
                i.smooth_scroll_delta(),
                i.zoom_delta(),
                i.pointer.hover_pos(),
                i.pointer.delta(),
                i.key_down(Key::Space) && i.pointer.primary_down(),
                i.pointer.button_down(PointerButton::Middle),
                i.pointer.button_down(PointerButton::Secondary),
                i.pointer.press_origin(),
                i.focused,
            )
        });
        let covered = self.ui.ctx().egui_is_using_pointer() && !self.ui.input(|i| i.pointer.any_down());
        if over && !covered && self.ui.rect_contains_pointer(area) {
            if zoom != 1.0
                && let Some(pointer) = pointer
            {
                self.view.camera.zoom_about(area, pointer, zoom);
            } else if scroll != Vec2::ZERO {
                self.view.camera.pan(scroll);
            }
        }
        let began_here = from.is_some_and(|at| area.contains(at));
        let far = from.zip(pointer).is_some_and(|(from, now)| from.distance(now) > 4.0);
        self.panning = focused && began_here && (middle || (right && far) || (space && !typing));
        if self.panning {
            self.view.camera.pan(delta);
            self.ui.set_cursor_icon(egui::CursorIcon::Grabbing);
        }
        let content = self.content();
        match self.view.wish.take() {
            Some(Wish::Fit) => {
                let content = content.unwrap_or_else(|| box_at(Point::default()));
                self.view.camera.fit(area, content, 1.0);
            }
            Some(Wish::FitSelection) => {
                if let Some(content) = self.selected_rect() {
                    self.view.camera.fit(area, content, 1.5);
                }
            }
            Some(Wish::Zoom(factor)) => self.view.camera.zoom_about(area, area.center(), factor),
            None => {}
        }
        self.view.pointer =
            pointer.filter(|at| area.contains(*at)).map(|at| self.view.camera.transform(area).inverse() * at);
    }

    fn content(&self) -> Option<Rect> {
        let design = self.scene.design;
        let boxes = design.components().map(component_rect);
        let all = boxes.chain(design.notes().map(note_rect)).chain(design.frames().map(frame_rect));
        all.reduce(Rect::union)
    }

    fn rect_of(&self, id: &ElementId) -> Option<Rect> {
        let design = self.scene.design;
        match id {
            ElementId::Component(id) => design.component(id).map(component_rect),
            ElementId::Note(id) => design.note(id).map(note_rect),
            ElementId::Frame(id) => design.frame(id).map(frame_rect),
            ElementId::Link(id) => {
                let link = design.link(id)?;
                let (from, to) = (design.component(&link.from)?, design.component(&link.to)?);
                Some(component_rect(from).union(component_rect(to)))
            }
            ElementId::Scenario(_) => None,
        }
    }

    fn selected_rect(&self) -> Option<Rect> {
        self.view.selection.iter().filter_map(|id| self.rect_of(id)).reduce(Rect::union)
    }

    fn forget_what_is_gone(&mut self) {
        let design = self.scene.design;
        self.view.selection.retain(|id| design.contains(id));
    }

    fn look(&self, id: &ElementId, hovered: bool) -> Look {
        Look { selected: self.view.selection.contains(id), hovered, target: false }
    }

    /// A widget for an element: found by the pointer, by the keyboard and by a screen reader.
    fn widget(&self, id: &ElementId, rect: Rect, sense: Sense, name: &str) -> Response {
        let response = self.ui.interact(rect, egui::Id::unique(("board element", id)), sense);
        let selected = self.view.selection.contains(id);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, name));
        response
    }

    /// Selecting and dragging, the same for every element.
    fn handle(&mut self, id: &ElementId, response: &Response, movable: bool) {
        if self.panning {
            return;
        }
        let (add, alt) = self.ui.input(|i| (i.modifiers.shift || i.modifiers.command, i.modifiers.alt));
        // egui reports Enter and Space on what has the focus as clicks; Enter renames, Space is for panning.
        let (enter, space) = self.ui.input(|i| (i.key_pressed(Key::Enter), i.key_pressed(Key::Space)));
        if response.has_focus() && enter {
            self.requests.push(Request::Rename(id.clone()));
        } else if response.clicked() && !space {
            if add {
                if !self.view.selection.remove(id) {
                    self.view.selection.insert(id.clone());
                }
            } else {
                self.view.selection = [id.clone()].into();
            }
        }
        if response.double_clicked() {
            self.requests.push(Request::Rename(id.clone()));
        }
        if response.secondary_clicked() && !self.view.selection.contains(id) {
            self.view.selection = [id.clone()].into();
        }
        if movable && self.alone() && response.drag_started_by(PointerButton::Primary) {
            let origin = self.ui.input(|i| i.pointer.press_origin());
            let Some(origin) = origin else { return };
            if !self.view.selection.contains(id) {
                if !add {
                    self.view.selection.clear();
                }
                self.view.selection.insert(id.clone());
            }
            self.begin_move(origin, alt);
        }
    }

    fn begin_move(&mut self, origin: Pos2, copy: bool) {
        let number = self.view.next_gesture();
        let from = self.view.camera.transform(self.area).inverse() * origin;
        let mut start = gesture::places(self.scene.design, &self.with_contents());
        if copy {
            let (edit, made) = gesture::copies(self.scene.design, &self.view.selection);
            self.requests.push(Request::Edit { edit, gesture: Some(number) });
            self.view.selection = made.iter().map(|(id, _)| id.clone()).collect();
            start = made;
        }
        self.view.gesture = Gesture::Move { number, from, start, steps: (0, 0), moved: copy };
    }

    /// The selection, with what selected frames hold.
    fn with_contents(&self) -> BTreeSet<ElementId> {
        let design = self.scene.design;
        let mut all = self.view.selection.clone();
        for frame in design.frames().filter(|frame| self.view.selection.contains(&ElementId::Frame(frame.id.clone()))) {
            let rect = frame_rect(frame);
            let inside = |other: Rect| rect.contains_rect(other);
            all.extend(
                design.components().filter(|c| inside(component_rect(c))).map(|c| ElementId::Component(c.id.clone())),
            );
            all.extend(design.notes().filter(|n| inside(note_rect(n))).map(|n| ElementId::Note(n.id.clone())));
        }
        all
    }

    fn frames(&mut self, brush: &Brush<'_>, seen: Rect) {
        for frame in self.scene.design.frames() {
            let rect = frame_rect(frame);
            if !seen.intersects(rect) {
                continue;
            }
            let id = ElementId::Frame(frame.id.clone());
            // A frame is held by its title: inside it, the marquee must still work.
            let title = Rect::from_min_size(rect.min, vec2(rect.width(), 1.5 * GRID));
            let response =
                self.widget(&id, brush.transform * title, Sense::click_and_drag(), &format!("frame {}", frame.name));
            brush.frame(frame, rect, self.look(&id, response.hovered()));
            self.handle(&id, &response, true);
        }
    }

    fn notes(&mut self, brush: &Brush<'_>, seen: Rect) {
        for note in self.scene.design.notes() {
            let rect = note_rect(note);
            if !seen.intersects(rect) {
                continue;
            }
            let id = ElementId::Note(note.id.clone());
            let name = format!("note {}", note.text.lines().next().unwrap_or_default());
            let response = self.widget(&id, brush.transform * rect, Sense::click_and_drag(), &name);
            brush.note(note, rect, self.look(&id, response.hovered()));
            self.handle(&id, &response, true);
        }
    }

    fn curve_of(&self, link: &Link) -> Option<[Pos2; 4]> {
        let design = self.scene.design;
        let from = component_rect(design.component(&link.from)?);
        let to = component_rect(design.component(&link.to)?);
        if link.kind.carries_data() {
            return Some(curve(out_port(from), in_port(to)));
        }
        // A watcher stands above or below what it watches more often than beside it.
        if to.center().y < from.top() && (to.center().x - from.center().x).abs() < 1.5 * from.width() {
            let (a, d) = (from.center_top(), to.center_bottom());
            let bend = vec2(0.0, ((a.y - d.y) / 2.0).clamp(GRID, 6.0 * GRID));
            return Some([a, a - bend, d + bend, d]);
        }
        if to.center().y > from.bottom() && (to.center().x - from.center().x).abs() < 1.5 * from.width() {
            let (a, d) = (from.center_bottom(), to.center_top());
            let bend = vec2(0.0, ((d.y - a.y) / 2.0).clamp(GRID, 6.0 * GRID));
            return Some([a, a + bend, d - bend, d]);
        }
        Some(curve(out_port(from), in_port(to)))
    }

    fn links(&mut self, brush: &Brush<'_>, seen: Rect, pointer: Option<Pos2>, board: &Response) {
        let design = self.scene.design;
        let outside = design.links().len() + design.components().len() <= MOST_OUTSIDE;
        let at = pointer.filter(|_| board.hovered()).map(|at| brush.transform.inverse() * at);
        let reach = 7.0 / brush.transform.scaling;
        let mut widgets = 0;
        let mut nearest: Option<(f32, ElementId)> = None;
        for link in design.links() {
            let Some(curve) = self.curve_of(link) else { continue };
            let [a, b, c, d] = curve;
            let around = Rect::from_points(&[a, b, c, d]).expand(GRID);
            let visible = seen.intersects(around);
            if !visible && !outside {
                continue;
            }
            let id = ElementId::Link(link.id.clone());
            let figures = self.scene.estimate.and_then(|estimate| estimate.links.get(&link.id));
            let hit = at.filter(|at| around.contains(*at)).map(|at| distance(curve, at)).filter(|d| *d < reach);
            if let Some(hit) = hit
                && nearest.as_ref().is_none_or(|(least, _)| hit < *least)
            {
                nearest = Some((hit, id.clone()));
            }
            let label = if visible { brush.link(link, curve, figures, self.look(&id, hit.is_some())) } else { None };
            widgets += 1;
            if widgets > MOST_WIDGETS {
                continue;
            }
            let rect = label.unwrap_or_else(|| {
                Rect::from_center_size(
                    brush.transform * on_curve(curve, 0.5),
                    Vec2::splat(if visible { 12.0 } else { 1.0 }),
                )
            });
            let response = self.widget(&id, rect, Sense::click(), &access::link(link, design, figures));
            self.handle(&id, &response, false);
        }
        if let Some((_, id)) = nearest {
            if board.clicked() {
                self.view.took_click = true;
                self.handle(&id, board, false);
            }
            self.ui.set_cursor_icon(egui::CursorIcon::PointingHand);
        }
    }

    fn components(&mut self, brush: &Brush<'_>, seen: Rect, pointer: Option<Pos2>, board: &Response) {
        let design = self.scene.design;
        let margin = seen.expand(GRID);
        let mut shown: Vec<&Component> = design.components().filter(|c| margin.intersects(component_rect(c))).collect();
        if !shown.is_sorted_by_key(|component| component.layer) {
            shown.sort_by_key(|component| component.layer);
        }
        if design.components().len() <= MOST_OUTSIDE {
            for component in design.components().filter(|c| !margin.intersects(component_rect(c))) {
                let id = ElementId::Component(component.id.clone());
                let rect = brush.transform * component_rect(component);
                let figures = self.scene.estimate.and_then(|estimate| estimate.component(&component.id));
                let response = self.widget(&id, rect, Sense::click(), &access::component(component, figures));
                self.handle(&id, &response, false);
            }
        }
        let widgets = shown.len() <= MOST_WIDGETS;
        let under = pointer.map(|at| brush.transform.inverse() * at);
        for component in shown {
            let id = ElementId::Component(component.id.clone());
            let rect = component_rect(component);
            let figures = self.scene.estimate.and_then(|estimate| estimate.component(&component.id));
            let on_screen = brush.transform * rect;
            let response = widgets
                .then(|| self.widget(&id, on_screen, Sense::click_and_drag(), &access::component(component, figures)));
            let hovered = response.as_ref().is_some_and(Response::hovered);
            let mut look = self.look(&id, hovered);
            look.target = self.is_target(component, under);
            let product = self.scene.catalog.product(&component.product);
            let product_name = product.map_or(component.product.as_str(), |product| product.name.as_str());
            let spots = brush.component(component, product_name, rect, figures, look);
            if let Some(response) = response {
                let response = if response.hovered() && self.alone() {
                    response.on_hover_ui(|ui| {
                        ui.strong(&component.name);
                        ui.label(product_name);
                        ui.label(access::component(component, figures));
                        if !component.note.is_empty() {
                            ui.separator();
                            ui.label(&component.note);
                        }
                    })
                } else {
                    response
                };
                self.handle(&id, &response, true);
                self.explain(&component.id, &response, spots);
            } else if board.clicked() && under.is_some_and(|at| rect.contains(at)) {
                self.view.took_click = true;
                self.handle(&id, board, false);
            }
        }
        if brush.transform.scaling >= FAR && widgets {
            self.ports(brush, seen);
        }
    }

    fn explain(&mut self, id: &Id, response: &Response, spots: Spots) {
        let Some(at) = response.interact_pointer_pos().filter(|_| response.clicked()) else { return };
        let hit = |spot: Option<Rect>| spot.is_some_and(|spot| spot.expand(2.0).contains(at));
        let figure = if hit(spots.load) {
            Figure::Utilization
        } else if hit(spots.rate) {
            Figure::Input
        } else if hit(spots.staleness) {
            Figure::Staleness
        } else {
            return;
        };
        self.requests.push(Request::Explain(id.clone(), figure));
    }

    /// Whether a link that is being drawn could end at the component under the pointer.
    fn is_target(&self, component: &Component, under: Option<Pos2>) -> bool {
        let over = under.is_some_and(|at| component_rect(component).expand(GRID / 2.0).contains(at));
        over && self.ending(component) == Ending::Allowed
    }

    /// Whether the link under way could end at a component.
    fn ending(&self, component: &Component) -> Ending {
        let design = self.scene.design;
        let objection = match &self.view.gesture {
            Gesture::Connect { from, backwards } => {
                let (from, to) = if *backwards { (&component.id, from) } else { (from, &component.id) };
                let watches = design.component(from).is_some_and(|c| !c.role.carries_data());
                design.link_objection(from, to, watches)
            }
            Gesture::Reconnect { link, end } => {
                let Some(link) = design.link(link) else { return Ending::NoLink };
                let watches = !link.kind.carries_data();
                match end {
                    End::From => design.link_objection(&component.id, &link.to, watches),
                    End::To => design.link_objection(&link.from, &component.id, watches),
                }
            }
            _ => return Ending::NoLink,
        };
        objection.map_or(Ending::Allowed, Ending::Refused)
    }

    /// Ports lie over the boxes, so that a drag from a port draws a link.
    fn ports(&mut self, brush: &Brush<'_>, seen: Rect) {
        let size = Vec2::splat((16.0 * brush.transform.scaling).clamp(8.0, 28.0));
        for component in self.scene.design.components() {
            let rect = component_rect(component);
            if !seen.intersects(rect) {
                continue;
            }
            let sides: &[(bool, Pos2)] = &[(false, out_port(rect)), (true, in_port(rect))];
            for (left, at) in sides {
                if *left && (!component.role.carries_data() || component.role == crate::catalog::Role::Source) {
                    continue;
                }
                let id = egui::Id::unique(("board port", &component.id, *left));
                let response = self.ui.interact(Rect::from_center_size(brush.transform * *at, size), id, Sense::drag());
                if response.hovered() {
                    self.ui.set_cursor_icon(egui::CursorIcon::Crosshair);
                }
                if self.alone() && !self.panning && response.drag_started_by(PointerButton::Primary) {
                    self.view.gesture = Gesture::Connect { from: component.id.clone(), backwards: *left };
                }
            }
        }
    }

    /// The ends of a selected link can be taken elsewhere.
    fn handles(&mut self, brush: &Brush<'_>) {
        let selected: Vec<&Link> = self
            .scene
            .design
            .links()
            .filter(|link| {
                self.view.selection.len() == 1 && self.view.selection.contains(&ElementId::Link(link.id.clone()))
            })
            .collect();
        for link in selected {
            let Some([a, _, _, d]) = self.curve_of(link) else { continue };
            for (end, at) in [(End::From, a), (End::To, d)] {
                let at = brush.transform * at;
                let id = egui::Id::unique(("board link end", &link.id, end == End::From));
                let response = self.ui.interact(Rect::from_center_size(at, Vec2::splat(16.0)), id, Sense::drag());
                brush.painter.circle(at, 5.0, brush.palette.card, Stroke::new(2.0, brush.palette.accent));
                if self.alone() && response.drag_started_by(PointerButton::Primary) {
                    self.view.gesture = Gesture::Reconnect { link: link.id.clone(), end };
                }
            }
        }
    }

    /// Clicks and drags that hit nothing.
    fn empty_board(&mut self, response: &Response, pointer: Option<Pos2>, transform: TSTransform) {
        let took = std::mem::take(&mut self.view.took_click);
        if self.panning {
            return;
        }
        let add = self.ui.input(|i| i.modifiers.shift || i.modifiers.command);
        if response.clicked() && !took && !add {
            self.view.selection.clear();
        }
        if response.double_clicked()
            && !took
            && let Some(at) = pointer
        {
            self.requests.push(Request::Browse { at: corner_for(transform.inverse() * at), from: None });
        }
        if self.alone() && response.drag_started_by(PointerButton::Primary) {
            let Some(origin) = self.ui.input(|i| i.pointer.press_origin()) else { return };
            let before = if add { self.view.selection.clone() } else { BTreeSet::new() };
            self.view.gesture = Gesture::Marquee { from: transform.inverse() * origin, before };
        }
    }

    /// The gesture under way goes on, or ends.
    fn go_on(&mut self, brush: &Brush<'_>, pointer: Option<Pos2>) {
        let (down, focused) = self.ui.input(|i| (i.pointer.primary_down(), i.focused));
        let ended = !down || !focused;
        let at = pointer.map(|at| brush.transform.inverse() * at);
        let mut gesture = std::mem::take(&mut self.view.gesture);
        match &mut gesture {
            Gesture::None | Gesture::Over => {}
            Gesture::Move { number, from, start, steps, moved } => {
                if let Some(at) = at {
                    let now = grid_steps(at - *from);
                    if now != *steps {
                        *steps = now;
                        *moved = true;
                        self.requests.push(Request::Edit { edit: gesture::moved(start, now), gesture: Some(*number) });
                    }
                }
                self.ui.set_cursor_icon(egui::CursorIcon::Grabbing);
            }
            Gesture::Marquee { from, before } => {
                if let Some(at) = at {
                    let rect = Rect::from_two_pos(*from, at);
                    self.view.selection.clone_from(before);
                    let design = self.scene.design;
                    let inside = |other: Rect| rect.intersects(other);
                    self.view.selection.extend(
                        design
                            .components()
                            .filter(|c| inside(component_rect(c)))
                            .map(|c| ElementId::Component(c.id.clone())),
                    );
                    self.view
                        .selection
                        .extend(design.notes().filter(|n| inside(note_rect(n))).map(|n| ElementId::Note(n.id.clone())));
                    let shown = brush.transform * rect;
                    brush.painter.rect(
                        shown,
                        CornerRadius::ZERO,
                        brush.palette.accent.gamma_multiply(0.12),
                        Stroke::new(1.0, brush.palette.accent),
                        StrokeKind::Inside,
                    );
                }
            }
            Gesture::Connect { .. } | Gesture::Reconnect { .. } => {
                self.view.gesture = gesture.clone();
                self.draw_link(brush, at, pointer, ended);
                gesture = std::mem::take(&mut self.view.gesture);
            }
        }
        self.view.gesture = if ended { Gesture::None } else { gesture };
    }

    fn component_at(&self, at: Pos2) -> Option<&'a Component> {
        let hit = |component: &&Component| component_rect(component).expand(GRID / 2.0).contains(at);
        self.scene.design.components().filter(hit).max_by_key(|component| component.layer)
    }

    /// A link that follows the pointer, and what it means when it is let go.
    fn draw_link(&mut self, brush: &Brush<'_>, at: Option<Pos2>, pointer: Option<Pos2>, ended: bool) {
        let Some(at) = at else { return };
        let design = self.scene.design;
        let target = self.component_at(at);
        let (fixed, forwards) = match &self.view.gesture {
            Gesture::Connect { from, backwards } => {
                let Some(component) = design.component(from) else { return };
                let rect = component_rect(component);
                (if *backwards { in_port(rect) } else { out_port(rect) }, !*backwards)
            }
            Gesture::Reconnect { link, end } => {
                let Some([a, _, _, d]) = design.link(link).and_then(|link| self.curve_of(link)) else { return };
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
        let request = match (&self.view.gesture, target) {
            // Let go where it began: nothing was meant.
            (Gesture::Connect { from, .. }, Some(target)) if target.id == *from => None,
            (Gesture::Connect { from, backwards: false }, Some(target)) => {
                Some(gesture::connect(design, from, &target.id))
            }
            (Gesture::Connect { from, backwards: true }, Some(target)) => {
                Some(gesture::connect(design, &target.id, from))
            }
            (Gesture::Connect { from, backwards: false }, None) => {
                Some(Request::Browse { at: corner_for(at), from: Some(from.clone()) })
            }
            (Gesture::Reconnect { link, end }, Some(target)) => gesture::reconnect(design, link, *end, &target.id),
            _ => None,
        };
        self.requests.extend(request);
    }

    /// A product from the palette, over the board or let go on it.
    fn dropped(&mut self, brush: &Brush<'_>) {
        if !DragAndDrop::has_payload_of_type::<DraggedProduct>(self.ui.ctx()) {
            return;
        }
        let Some(pointer) = self.ui.input(|i| i.pointer.interact_pos()).filter(|at| self.area.contains(*at)) else {
            return;
        };
        let at = corner_for(brush.transform.inverse() * pointer);
        let ghost = brush.transform * box_at(at);
        brush.painter.rect(
            ghost,
            CornerRadius::same(8),
            brush.palette.accent.gamma_multiply(0.15),
            Stroke::new(1.5, brush.palette.accent),
            StrokeKind::Inside,
        );
        let released = self.ui.input(|i| i.pointer.any_released());
        if released && let Some(product) = DragAndDrop::take_payload::<DraggedProduct>(self.ui.ctx()) {
            self.requests.push(Request::AddProduct { product: product.0.clone(), at });
        }
    }

    /// Arrow keys move the selection, a burst of them as one step.
    fn keys(&mut self) {
        if self.ui.text_edit_focused() || self.view.selection.is_empty() || !self.alone() {
            return;
        }
        let ours = self.ui.memory(egui::Memory::focused).is_none_or(|focused| {
            self.view.selection.iter().any(|id| egui::Id::unique(("board element", id)) == focused)
        });
        if !ours {
            return;
        }
        if let Some(focused) = self.ui.memory(egui::Memory::focused) {
            let filter = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
            self.ui.memory_mut(|memory| memory.set_focus_lock_filter(focused, filter));
        }
        let (dx, dy, now) = self.ui.input(|i| {
            let step = if i.modifiers.shift { 4 } else { 1 };
            let plain = !i.modifiers.command && !i.modifiers.alt;
            let pressed = |key| i32::from(plain && i.key_pressed(key)) * step;
            (
                pressed(Key::ArrowRight) - pressed(Key::ArrowLeft),
                pressed(Key::ArrowDown) - pressed(Key::ArrowUp),
                i.time,
            )
        });
        if (dx, dy) == (0, 0) {
            return;
        }
        // Another selection is another burst, however quick: its step of undo is its own.
        let number = match &self.view.nudge {
            Some((number, at, moved)) if now - at < 1.0 && *moved == self.view.selection => *number,
            _ => self.view.next_gesture(),
        };
        self.view.nudge = Some((number, now, self.view.selection.clone()));
        // A frame takes along what it holds, as it does under the pointer.
        let start = gesture::places(self.scene.design, &self.with_contents());
        if !start.is_empty() {
            self.requests.push(Request::Edit { edit: gesture::moved(&start, (dx, dy)), gesture: Some(number) });
        }
    }

    /// What an empty board says.
    fn hint(&self, brush: &Brush<'_>) {
        if self.scene.design.components().len() > 0 || self.scene.design.notes().len() > 0 {
            return;
        }
        let middle = self.area.center();
        brush.painter.text(
            middle,
            Align2::CENTER_BOTTOM,
            "Drag a part from the left, or double-click to add one",
            FontId::proportional(18.0),
            brush.palette.text,
        );
        brush.painter.text(
            middle + vec2(0.0, 8.0),
            Align2::CENTER_TOP,
            "Draw links from port to port. The figures appear as you go.",
            FontId::proportional(13.0),
            brush.palette.faint,
        );
    }
}

/// The corner of a box whose middle is there.
#[expect(clippy::cast_precision_loss, reason = "nine by four")]
fn corner_for(middle: Pos2) -> Point {
    grid_point(middle - vec2(BOX.0 as f32, BOX.1 as f32) * GRID / 2.0)
}
