//! One frame of the board: reads the pointer and the keys, paints, and says what the person meant.

use super::geometry::{GRID, box_at, component_rect, frame_rect, grid_point, note_rect, stroke_rect};
use super::gesture::Gesture;
use super::paint::Brush;
use super::palette::Palette;
use super::{Request, Scene, View, Wish};
use crate::design::{Component, ElementId, Point};
use egui::{
    Align2, FontId, Key, PointerButton, Pos2, Rect, Response, Role, Sense, Vec2, WidgetInfo, emath::TSTransform, vec2,
};
use std::collections::BTreeSet;

pub(super) struct Board<'a, 'b> {
    pub ui: &'b mut egui::Ui,
    pub scene: Scene<'a>,
    pub view: &'b mut View,
    pub area: Rect,
    pub requests: Vec<Request>,
    /// Space, the middle or the right button moves the board.
    pub panning: bool,
}

/// Paints the board into what is left of `ui`, and says what the person meant.
pub(super) fn show(ui: &mut egui::Ui, scene: Scene<'_>, view: &mut View) -> Vec<Request> {
    let (area, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, "Board"));
    let mut board = Board { ui, scene, view, area, requests: Vec::new(), panning: false };
    board.frame(&response);
    board.requests
}

impl Board<'_, '_> {
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
        self.strokes(&brush, seen);
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

    pub(super) fn alone(&self) -> bool {
        matches!(self.view.gesture, Gesture::None)
    }

    /// The wheel, pinching, dragging with Space, the middle or the right button; then what was asked of the view.
    pub(super) fn camera(&mut self, response: &Response) {
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

    pub(super) fn content(&self) -> Option<Rect> {
        let design = self.scene.design;
        let boxes = design.components().map(component_rect);
        let all = boxes
            .chain(design.notes().map(note_rect))
            .chain(design.frames().map(frame_rect))
            .chain(design.strokes().map(stroke_rect));
        all.reduce(Rect::union)
    }

    pub(super) fn rect_of(&self, id: &ElementId) -> Option<Rect> {
        let design = self.scene.design;
        match id {
            ElementId::Component(id) => design.component(id).map(component_rect),
            ElementId::Note(id) => design.note(id).map(note_rect),
            ElementId::Frame(id) => design.frame(id).map(frame_rect),
            ElementId::Stroke(id) => design.stroke(id).map(stroke_rect),
            ElementId::Link(id) => {
                let link = design.link(id)?;
                let (from, to) = (design.component(&link.from)?, design.component(&link.to)?);
                Some(component_rect(from).union(component_rect(to)))
            }
            ElementId::Scenario(_) => None,
        }
    }

    pub(super) fn selected_rect(&self) -> Option<Rect> {
        self.view.selection.iter().filter_map(|id| self.rect_of(id)).reduce(Rect::union)
    }

    pub(super) fn forget_what_is_gone(&mut self) {
        let design = self.scene.design;
        self.view.selection.retain(|id| design.contains(id));
    }

    /// Clicks and drags that hit nothing.
    pub(super) fn empty_board(&mut self, response: &Response, pointer: Option<Pos2>, transform: TSTransform) {
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

    /// What an empty board says.
    pub(super) fn hint(&self, brush: &Brush<'_>) {
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
pub(super) fn corner_for(middle: Pos2) -> Point {
    grid_point(middle - vec2(Component::SIZE.x as f32, Component::SIZE.y as f32) * GRID / 2.0)
}
