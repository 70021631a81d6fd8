//! What has a place on the board: frames, notes, strokes and components as widgets that are selected and dragged.

use super::access;
use super::board::Board;
use super::geometry::{GRID, component_rect, frame_rect, note_rect, stroke_points, stroke_rect, to_segment};
use super::paint::{Brush, FAR, Look, Spots};
use super::wires::Ending;
use super::{MOST_OUTSIDE, MOST_WIDGETS, Request, Tool, select};
use crate::design::{Component, ElementId, Id};
use crate::estimate::Figure;
use egui::{CursorIcon, Key, PointerButton, Pos2, Rect, Response, Role, Sense, WidgetInfo, vec2};

impl Board<'_, '_> {
    pub(super) fn look(&self, id: &ElementId, hovered: bool) -> Look {
        Look { selected: self.view.selection.contains(id), hovered, target: false }
    }

    /// A widget for an element: found by the pointer, by the keyboard and by a screen reader.
    pub(super) fn widget(&self, id: &ElementId, rect: Rect, sense: Sense, name: &str) -> Response {
        let response = self.ui.interact(rect, egui::Id::unique(("board element", id)), sense);
        let selected = self.view.selection.contains(id);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, name));
        response
    }

    /// Selecting and dragging, the same for every element.
    pub(super) fn handle(&mut self, id: &ElementId, response: &Response, movable: bool) {
        if self.panning {
            return;
        }
        let design = self.scene.design;
        let add = self.ui.input(|i| i.modifiers.shift || i.modifiers.command);
        // egui reports Enter and Space on what has the focus as clicks; Enter renames, Space is for panning.
        let (enter, space) = self.ui.input(|i| (i.key_pressed(Key::Enter), i.key_pressed(Key::Space)));
        let only = self.view.selection.len() == 1 && self.view.selection.contains(id);
        if response.has_focus() && enter {
            self.view.edit_text(id.clone());
        } else if response.clicked() && !space {
            self.view.selection = select::clicked(design, &self.view.selection, id, add);
        }
        // The first of the two clicks has selected it; in a group they go to what is inside first.
        if response.double_clicked() && only && !add {
            self.view.edit_text(id.clone());
        }
        if response.secondary_clicked() {
            if !self.view.selection.contains(id) {
                self.view.selection = select::meant(design, &self.view.selection, id);
            }
            self.ask_for_menu();
        }
        if movable && self.alone() && self.view.hand.tool == Tool::Select {
            if response.hovered() && !self.is_locked(id) {
                self.ui.set_cursor_icon(CursorIcon::Move);
            }
            if response.drag_started_by(PointerButton::Primary)
                && let Some(origin) = self.ui.input(|i| i.pointer.press_origin())
            {
                self.take_hold(id, origin);
            }
        }
    }

    /// An element is dragged: it moves with what is selected, is copied with Alt; what is held fast lets a marquee begin.
    pub(super) fn take_hold(&mut self, id: &ElementId, origin: Pos2) {
        if self.is_locked(id) {
            self.begin_marquee(origin);
            return;
        }
        let (add, alt) = self.ui.input(|i| (i.modifiers.shift || i.modifiers.command, i.modifiers.alt));
        if !self.view.selection.contains(id) {
            let meant = select::meant(self.scene.design, &self.view.selection, id);
            if !add {
                self.view.selection.clear();
            }
            self.view.selection.extend(meant);
        }
        self.begin_move(origin, alt);
    }

    pub(super) fn frames(&mut self, brush: &Brush<'_>, seen: Rect) {
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

    pub(super) fn strokes(&mut self, brush: &Brush<'_>, seen: Rect) {
        let under = self.ui.input(|i| i.pointer.latest_pos()).map(|at| brush.transform.inverse() * at);
        for stroke in self.scene.design.strokes() {
            let rect = stroke_rect(stroke);
            if !seen.intersects(rect) {
                continue;
            }
            let id = ElementId::Stroke(stroke.id.clone());
            let name = format!("stroke {}", stroke.id);
            // Only the line itself is held, not all that it runs around.
            let line = stroke_points(stroke);
            let near = under.is_some_and(|at| near_line(&line, at, 6.0 / brush.transform.scaling));
            let sense = if near { Sense::click_and_drag() } else { Sense::focusable_noninteractive() };
            let response = self.widget(&id, brush.transform * rect, sense, &name);
            brush.stroke(stroke, self.look(&id, near && response.hovered()));
            self.handle(&id, &response, true);
        }
    }

    pub(super) fn notes(&mut self, brush: &Brush<'_>, seen: Rect) {
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

    pub(super) fn components(&mut self, brush: &Brush<'_>, seen: Rect, pointer: Option<Pos2>, board: &Response) {
        let design = self.scene.design;
        let margin = seen.expand(GRID);
        let mut shown: Vec<&Component> = self.components_in(margin);
        if !shown.is_sorted_by_key(|component| component.arrangement.layer) {
            shown.sort_by_key(|component| component.arrangement.layer);
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
            look.target = self.ending(component) == Ending::Allowed;
            let product = self.scene.catalog.product(&component.product);
            let product_name = product.map_or(component.product.as_str(), |product| product.name.as_str());
            let spots = brush.component(component, product_name, rect, figures, look);
            if let Some(response) = response {
                let response = if response.hovered() && self.alone() {
                    response.on_hover_ui(|ui| {
                        ui.strong(&component.name);
                        if product_name != component.name {
                            ui.weak(product_name);
                        }
                        let words = access::component(component, figures);
                        let known = format!("{}, ", component.name);
                        ui.label(words.strip_prefix(known.as_str()).unwrap_or(&words));
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

    pub(super) fn explain(&mut self, id: &Id, response: &Response, spots: Spots) {
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
}

fn near_line(line: &[Pos2], at: Pos2, reach: f32) -> bool {
    line.windows(2).any(|pair| match pair {
        [a, b] => to_segment(*a, *b, at) <= reach,
        _ => false,
    }) || line.first().is_some_and(|first| first.distance(at) <= reach)
}
