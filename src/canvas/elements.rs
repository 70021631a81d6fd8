//! What has a place on the board: frames, notes, strokes and components as widgets that are selected and dragged.

use super::access;
use super::board::Board;
use super::geometry::{GRID, component_rect, frame_rect, note_rect, stroke_points, stroke_rect, to_segment};
use super::paint::{Brush, FAR, Look, Spots};
use super::picture::{Part, widget_of};
use super::wires::Ending;
use super::{MOST_OUTSIDE, Request, Tool, select, teach};
use crate::design::{Component, ElementId, Id};
use crate::look::line_under_name;
use egui::{CursorIcon, Key, PointerButton, Pos2, Rect, Response, Role, Sense, Vec2, WidgetInfo, vec2};

/// Where there are too many components for widgets, so many selected ones still have them.
const FEW: usize = 20;

impl Board<'_, '_> {
    pub(super) fn look(&self, id: &ElementId, hovered: bool) -> Look {
        Look { selected: self.view.selection.contains(id), hovered, target: false }
    }

    /// A widget for an element: found by the pointer, by the keyboard and by a screen reader. Its name is made only if
    /// somebody hears it.
    pub(super) fn widget(
        &self,
        id: &ElementId,
        widget: egui::Id,
        rect: Rect,
        sense: Sense,
        name: impl Fn() -> String,
    ) -> Response {
        let response = self.ui.interact(rect, widget, sense);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, self.view.selection.contains(id), name()));
        response
    }

    /// A widget for an element that has no kept one.
    fn placed(&self, id: &ElementId, rect: Rect, sense: Sense, name: impl Fn() -> String) -> Response {
        self.widget(id, widget_of(id), rect, sense, name)
    }

    /// What a screen reader says of a component or a link.
    pub(super) fn heard(&self, id: &ElementId) -> String {
        let (design, estimate) = (self.scene.design, self.scene.estimate);
        match id {
            ElementId::Component(id) => design
                .component(id)
                .map(|component| access::component(component, estimate.and_then(|estimate| estimate.component(id)))),
            ElementId::Link(id) => design
                .link(id)
                .map(|link| access::link(link, design, estimate.and_then(|estimate| estimate.links.get(id)))),
            _ => None,
        }
        .unwrap_or_default()
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
                self.placed(&id, brush.transform * title, Sense::click_and_drag(), || format!("frame {}", frame.name));
            brush.frame(frame, rect, self.look(&id, response.hovered()));
            let response = if response.hovered() && self.alone() && self.pointing && brush.cuts_title(frame, rect) {
                response.on_hover_text(frame.title())
            } else {
                response
            };
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
            // Only the line itself is held, not all that it runs around.
            let line = stroke_points(stroke);
            let near = under.is_some_and(|at| near_line(&line, at, 6.0 / brush.transform.scaling));
            let sense = if near { Sense::click_and_drag() } else { Sense::focusable_noninteractive() };
            let response = self.placed(&id, brush.transform * rect, sense, || format!("stroke {}", stroke.id));
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
            let name = || format!("note {}", note.text.lines().next().unwrap_or_default());
            let response = self.placed(&id, brush.transform * rect, Sense::click_and_drag(), name);
            brush.note(note, rect, self.look(&id, response.hovered()));
            self.handle(&id, &response, true);
        }
    }

    /// Paints the components of which a part is in a rectangle of the board.
    pub(super) fn paint_components(&self, brush: &Brush<'_>, room: Rect, hovered: Option<&ElementId>) -> Vec<Part> {
        let paint = |component: &Component| {
            let id = ElementId::Component(component.id.clone());
            let rect = component_rect(component);
            let figures = self.scene.estimate.and_then(|estimate| estimate.component(&component.id));
            let mut look = self.look(&id, hovered == Some(&id));
            look.target = self.ending(component) == Ending::Allowed;
            let under = line_under_name(component, self.scene.catalog);
            let spots = brush.component(component, under, rect, figures, look);
            Part { widget: widget_of(&id), id, rect, spots }
        };
        self.layered(room.expand(GRID)).into_iter().map(paint).collect()
    }

    /// Components as widgets: all that are seen, or those that somebody may have to do with.
    pub(super) fn components(&mut self, brush: &Brush<'_>, seen: Rect, pointer: Option<Pos2>, board: &Response) {
        let design = self.scene.design;
        let margin = seen.expand(GRID);
        if design.components().len() <= MOST_OUTSIDE && self.is_heard() {
            for component in design.components().filter(|c| !margin.intersects(component_rect(c))) {
                self.out_of_view(brush, component);
            }
        }
        let picture = std::mem::take(&mut self.view.picture);
        let moved = picture.moved(brush.transform);
        if let Some(visible) = &picture.seen {
            for part in visible.components.iter().filter(|part| margin.intersects(part.rect)) {
                self.component(part, brush.transform * part.rect, part.spots.moved(moved), pointer);
            }
        } else {
            for part in self.wanted(brush, margin, pointer) {
                self.component(&part, brush.transform * part.rect, part.spots, pointer);
            }
            self.without_widgets(brush, pointer, board);
        }
        if brush.transform.scaling >= FAR && picture.seen.is_some() {
            self.ports(brush, seen);
        }
        self.view.picture = picture;
        self.keep_focus(brush, margin);
    }

    fn out_of_view(&mut self, brush: &Brush<'_>, component: &Component) {
        let id = ElementId::Component(component.id.clone());
        let rect = brush.transform * component_rect(component);
        let response = self.placed(&id, rect, Sense::click(), || self.heard(&id));
        self.handle(&id, &response, false);
    }

    /// A component that has the keyboard keeps its widget while it is out of view.
    fn keep_focus(&mut self, brush: &Brush<'_>, margin: Rect) {
        if self.is_heard() && self.scene.design.components().len() <= MOST_OUTSIDE {
            return;
        }
        if let Some(component) = self.focused().and_then(|id| self.scene.design.component(&id))
            && !margin.intersects(component_rect(component))
        {
            self.out_of_view(brush, component);
        }
    }

    fn component(&mut self, part: &Part, on_screen: Rect, spots: Spots, pointer: Option<Pos2>) {
        let ElementId::Component(id) = &part.id else { return };
        let Some(component) = self.scene.design.component(id) else { return };
        let sense = Sense::click_and_drag();
        let response = self.widget(&part.id, part.widget, on_screen, sense, || self.heard(&part.id));
        let spots = self.lens_spots(on_screen).unwrap_or(spots);
        let response = if response.hovered() && self.alone() && self.pointing {
            let figures = self.scene.estimate.and_then(|estimate| estimate.component(id));
            let spot = pointer.and_then(|at| spots.at(at)).zip(figures);
            response.on_hover_ui(|ui| {
                if let Some((spot, figures)) = spot {
                    teach::figure(ui, spot, figures);
                    return;
                }
                ui.strong(&component.name);
                let product = self.scene.catalog.name_of(&component.product);
                if product != component.name {
                    ui.weak(product);
                }
                let words = self.heard(&part.id);
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
        self.handle(&part.id, &response, true);
        self.explain(id, &response, spots);
    }

    /// Where there are too many for widgets: what the pointer is over, what is selected and what has the keyboard.
    fn wanted(&self, brush: &Brush<'_>, margin: Rect, pointer: Option<Pos2>) -> Vec<Part> {
        let to_board = brush.transform.inverse();
        let top = self.top_at(pointer.map(|at| to_board * at));
        // What was pressed keeps its widget though the pointer has left it: else its drag would not begin.
        let pressed = self.ui.input(|i| i.pointer.press_origin()).and_then(|at| self.top_at(Some(to_board * at)));
        let mut wanted: Vec<Id> = pressed.into_iter().collect();
        if self.view.selection.len() <= FEW {
            wanted.extend(self.view.selection.iter().filter_map(|id| match id {
                ElementId::Component(id) => Some(id.clone()),
                _ => None,
            }));
        }
        wanted.extend(self.focused());
        wanted.sort();
        wanted.dedup();
        // What lies on top comes last, and so is what is hit.
        wanted.retain(|id| Some(id) != top.as_ref());
        wanted.extend(top);
        let parts = wanted.into_iter().filter_map(|id| {
            let rect = component_rect(self.scene.design.component(&id)?);
            let id = ElementId::Component(id);
            margin.intersects(rect).then(|| Part { widget: widget_of(&id), id, rect, spots: Spots::default() })
        });
        parts.collect()
    }

    /// The topmost component at a place of the board.
    fn top_at(&self, at: Option<Pos2>) -> Option<Id> {
        let under = Rect::from_center_size(at?, Vec2::ZERO);
        self.layered(under).last().map(|component| component.id.clone())
    }

    /// What is clicked or dragged before it has a widget: the pointer may come with the button already down.
    fn without_widgets(&mut self, brush: &Brush<'_>, pointer: Option<Pos2>, board: &Response) {
        let began = board.drag_started_by(PointerButton::Primary);
        let hit = board.clicked() || board.secondary_clicked() || board.double_clicked();
        if !began && !hit {
            return;
        }
        let origin = self.ui.input(|i| i.pointer.press_origin()).filter(|_| began);
        let at = origin.or(pointer).map(|at| brush.transform.inverse() * at);
        if let Some(id) = self.top_at(at) {
            self.view.took_click |= hit;
            self.handle(&ElementId::Component(id), board, true);
        }
    }

    pub(super) fn explain(&mut self, id: &Id, response: &Response, spots: Spots) {
        let Some(at) = response.interact_pointer_pos().filter(|_| response.clicked()) else { return };
        if let Some(spot) = spots.at(at) {
            self.requests.push(Request::Explain(id.clone(), spot.figure()));
        }
    }
}

fn near_line(line: &[Pos2], at: Pos2, reach: f32) -> bool {
    line.windows(2).any(|pair| match pair {
        [a, b] => to_segment(*a, *b, at) <= reach,
        _ => false,
    }) || line.first().is_some_and(|first| first.distance(at) <= reach)
}
