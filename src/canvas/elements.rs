//! What has a place on the board: frames, notes, strokes and components as widgets that are selected and dragged.

use super::access;
use super::board::Board;
use super::geometry::{GRID, component_rect, frame_rect, note_rect, stroke_rect};
use super::gesture::{self, Gesture};
use super::paint::{Brush, FAR, Look, Spots};
use super::{MOST_OUTSIDE, MOST_WIDGETS, Request};
use crate::design::{Component, ElementId, Id, Placement};
use crate::estimate::Figure;
use egui::{Key, PointerButton, Pos2, Rect, Response, Role, Sense, WidgetInfo, vec2};

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

    pub(super) fn begin_move(&mut self, origin: Pos2, copy: bool) {
        let number = self.view.next_gesture();
        let from = self.view.camera.transform(self.area).inverse() * origin;
        let design = self.scene.design;
        let mut start = gesture::places(design, &design.with_contents(&self.view.selection));
        if copy {
            let elements = design.fragment(&self.view.selection);
            let (edit, made) = design.put_in(&elements, Placement::Offset(0, 0));
            start = gesture::inserted(&edit);
            self.requests.push(Request::Edit { edit, gesture: Some(number) });
            self.view.selection = made;
        }
        self.view.gesture = Gesture::Move { number, from, start, steps: (0, 0), moved: copy };
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
        for stroke in self.scene.design.strokes() {
            let rect = stroke_rect(stroke);
            if !seen.intersects(rect) {
                continue;
            }
            let id = ElementId::Stroke(stroke.id.clone());
            let name = format!("stroke {}", stroke.id);
            let response = self.widget(&id, brush.transform * rect, Sense::click_and_drag(), &name);
            brush.stroke(stroke, self.look(&id, response.hovered()));
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
        let mut shown: Vec<&Component> = design.components().filter(|c| margin.intersects(component_rect(c))).collect();
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
