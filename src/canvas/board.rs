//! One frame of the board: reads the pointer and the keys, paints, and says what the person meant.

use super::geometry::{GRID, component_rect, frame_rect, grid_point, note_rect, stroke_rect};
use super::gesture::Gesture;
use super::paint::Brush;
use super::palette::Palette;
use super::{Request, Scene, View};
use crate::design::{Component, ElementId, Point};
use egui::emath::{GuiRounding as _, TSTransform};
use egui::{Align2, CursorIcon, FontId, PointerButton, Pos2, Rect, Response, Role, Sense, WidgetInfo, vec2};

pub(super) struct Board<'a, 'b> {
    pub ui: &'b mut egui::Ui,
    pub scene: Scene<'a>,
    pub view: &'b mut View,
    pub area: Rect,
    /// The widget of the board itself.
    pub ground: egui::Id,
    pub requests: Vec<Request>,
    /// Space, the middle or the right button moves the board.
    pub panning: bool,
    /// The button went down where nothing lay over the board.
    pub pressed_here: bool,
    /// The pointer has moved since the design last changed: what came under a pointer at rest, by keys or by a drop, says
    /// nothing until somebody points at it.
    pub pointing: bool,
}

/// Paints the board into what is left of `ui`, and says what the person meant.
pub(super) fn show(ui: &mut egui::Ui, scene: Scene<'_>, view: &mut View) -> Vec<Request> {
    let (area, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
    let empty = scene.design.placed().next().is_none();
    let name = if empty { "Board, empty: press / to add a component, N for a note" } else { "Board" };
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, name));
    let (ground, requests) = (response.id, Vec::new());
    let mut board =
        Board { ui, scene, view, area, ground, requests, panning: false, pressed_here: false, pointing: true };
    board.frame(&response);
    board.requests
}

impl Board<'_, '_> {
    fn frame(&mut self, response: &Response) {
        if let Some(number) = self.view.reverted.take() {
            self.requests.push(Request::Revert { gesture: number });
        }
        self.view.area = self.area;
        self.begin_text();
        let layer = self.ui.layer_id();
        let began = self.ui.input(|i| i.pointer.press_origin());
        self.pressed_here = began.is_some_and(|at| self.ui.ctx().layer_id_at(at) == Some(layer));
        let at = self.ui.input(|i| i.pointer.latest_pos());
        if self.view.hand.pointed.is_none_or(|(before, _)| before != at) {
            self.view.hand.pointed = Some((at, self.scene.revision));
        }
        self.pointing = self.view.hand.pointed.is_some_and(|(_, revision)| revision == self.scene.revision);
        self.camera(response);
        self.view.settle(self.scene.design, self.scene.revision);
        self.route();
        let transform = self.on_pixels(self.view.camera.transform(self.area));
        let shown = self.ui.painter_at(self.area);
        let mut painter = shown.clone();
        let palette = Palette::of(self.ui.visuals());
        let mut letters = std::mem::take(&mut self.view.letters);
        let valid = letters.begin(&painter);
        self.lens_keys();
        let gliding = self.glide_on();
        if gliding.is_some() {
            // What has a place is a widget where it will be, and is painted on its way there.
            painter.set_invisible();
        }
        let brush = Brush { painter: &painter, palette, transform, letters: &letters };
        let moving = Brush { painter: &shown, palette, transform: gliding.unwrap_or(transform), letters: &letters };
        moving.grid(self.area, self.view.shows_grid());
        let seen = transform.inverse() * self.area;
        self.frames(&brush, seen);
        self.notes(&brush, seen);
        self.strokes(&brush, seen);
        let pointer = response.hover_pos().or(self.ui.input(|i| i.pointer.interact_pos()));
        let nearest = self.link_under(&brush, pointer, response);
        self.picture(&brush, valid, seen, pointer, nearest.as_ref());
        self.links(&brush, seen, nearest, response);
        self.components(&brush, seen, pointer, response);
        if gliding.is_some() {
            self.paint_glide(&moving);
        }
        self.lens(&moving);
        self.critical_path(&moving);
        self.halo(&moving);
        self.highlights(&brush);
        self.hover_arrows(&brush, pointer);
        self.handles(&brush);
        self.resize_handles(&brush);
        self.tool_at_work(&brush, pointer);
        self.empty_board(response, pointer, transform);
        self.go_on(&brush, pointer);
        self.dropped(&brush);
        self.linking_preview(&brush);
        self.text_field(&brush);
        self.keys();
        let over = Brush { painter: &shown, palette, transform, letters: &letters };
        self.hint(&over);
        self.minimap(&over);
        self.tool_bar(&over);
        self.zoom_bar(&over);
        self.hold_keys();
        self.view.letters = letters;
    }

    /// The board lies on whole pixels: what is painted once can be moved without a blur.
    fn on_pixels(&self, transform: TSTransform) -> TSTransform {
        let pixels = self.ui.pixels_per_point();
        TSTransform::new(transform.translation.round_to_pixels(pixels), transform.scaling)
    }

    pub(super) fn alone(&self) -> bool {
        matches!(self.view.gesture, Gesture::None)
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

    /// Clicks and drags that hit nothing.
    pub(super) fn empty_board(&mut self, response: &Response, pointer: Option<Pos2>, transform: TSTransform) {
        let took = std::mem::take(&mut self.view.took_click);
        if self.panning {
            return;
        }
        let add = self.ui.input(|i| i.modifiers.shift || i.modifiers.command);
        let clicked = (response.clicked() || response.secondary_clicked()) && !took;
        let edge = pointer.filter(|_| response.hovered()).and_then(|at| self.frame_edge_at(at, transform));
        if edge.is_some() && self.alone() {
            self.ui.set_cursor_icon(CursorIcon::Move);
        }
        if let Some(id) = edge.as_ref().filter(|_| clicked) {
            self.handle(id, response, false);
        } else {
            if clicked && !add {
                self.view.selection.clear();
            }
            if response.secondary_clicked() && !took {
                self.ask_for_menu();
            }
            if response.double_clicked()
                && !took
                && let Some(at) = pointer
            {
                self.browse_at(transform.inverse() * at, None, None);
            }
        }
        if self.alone() && response.drag_started_by(PointerButton::Primary) {
            let Some(origin) = self.ui.input(|i| i.pointer.press_origin()) else { return };
            match self.frame_edge_at(origin, transform) {
                Some(id) => self.take_hold(&id, origin),
                None => self.begin_marquee(origin),
            }
        }
    }

    /// The frame whose edge is under a place on the screen: a frame is held by its title and its edge.
    fn frame_edge_at(&self, at: Pos2, transform: TSTransform) -> Option<ElementId> {
        let hit = |frame: &&crate::design::Frame| {
            let rect = transform * frame_rect(frame);
            rect.expand(5.0).contains(at) && !rect.shrink(5.0).contains(at)
        };
        self.scene.design.frames().filter(hit).last().map(|frame| ElementId::Frame(frame.id.clone()))
    }

    /// Asks for the menu of what is selected, unless the right button has moved the board.
    pub(super) fn ask_for_menu(&mut self) {
        if self.view.hand.panned {
            return;
        }
        if let Some(at) = self.ui.input(|i| i.pointer.interact_pos()) {
            self.requests.push(Request::Menu { at });
        }
    }

    /// What an empty board says.
    pub(super) fn hint(&self, brush: &Brush<'_>) {
        if self.scene.design.placed().next().is_some() || !self.alone() {
            return;
        }
        let middle = self.area.center();
        brush.painter.text(
            middle,
            Align2::CENTER_BOTTOM,
            "Drag a part from the left, or press / to add one",
            FontId::proportional(18.0),
            brush.palette.text,
        );
        brush.painter.text(
            middle + vec2(0.0, 8.0),
            Align2::CENTER_TOP,
            "A double-click adds one, too. Ctrl+arrow adds the next, linked; the figures appear as you go. ? shows all keys.",
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
