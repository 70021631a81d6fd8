//! Where the board is looked at: wheel, pinch, drags that move it, and the edge of the board during a drag.

use super::board::Board;
use super::geometry::box_at;
use super::gesture::Gesture;
use super::{Tool, Wish};
use crate::design::Point;
use egui::{CursorIcon, Key, PointerButton, Pos2, Rect, Response, Vec2, vec2};

/// A drag that comes this near to the edge moves the board, in points of the screen.
const EDGE: f32 = 24.0;
/// How long it must stay there first, in seconds.
const PATIENCE: f64 = 0.25;
/// How fast the board then moves, in points of the screen each second.
const SPEED: f32 = 700.0;
/// How far the right button may move and still mean the menu, in points of the screen.
const STILL: f32 = 4.0;

impl Board<'_, '_> {
    /// The wheel, pinching, dragging with Space, the middle or the right button; then what was asked of the view.
    pub(super) fn camera(&mut self, response: &Response) {
        let pointer = self.ui.input(|i| i.pointer.hover_pos());
        let over = response.contains_pointer() || pointer.is_some_and(|at| self.area.contains(at));
        let covered = self.ui.ctx().egui_is_using_pointer() && !self.ui.input(|i| i.pointer.any_down());
        if let Some(pointer) = pointer
            && over
            && !covered
            && self.ui.rect_contains_pointer(self.area)
        {
            self.wheel(pointer);
        }
        self.drag_board(pointer);
        self.pan_at_the_edge();
        self.fulfil_wish();
        let to_board = self.view.camera.transform(self.area).inverse();
        self.view.pointer = pointer.filter(|at| self.area.contains(*at)).map(|at| to_board * at);
    }

    fn wheel(&mut self, pointer: Pos2) {
        let (scroll, zoom, shift) = self.ui.input(|i| (i.smooth_scroll_delta(), i.zoom_delta(), i.modifiers.shift));
        if zoom != 1.0 {
            self.view.camera.zoom_about(self.area, pointer, zoom);
        } else if self.view.wheel_zooms && !shift && scroll.y != 0.0 {
            self.view.camera.zoom_about(self.area, pointer, (scroll.y / 200.0).exp());
        } else if scroll != Vec2::ZERO {
            self.view.camera.pan(scroll);
        }
    }

    /// Space, the middle button, the right button past a few points, and the hand tool.
    fn drag_board(&mut self, pointer: Option<Pos2>) {
        let typing = self.ui.text_edit_focused();
        let (delta, space, primary, middle, right, right_pressed, from, focused) = self.ui.input(|i| {
            (
                i.pointer.delta(),
                i.key_down(Key::Space),
                i.pointer.primary_down(),
                i.pointer.button_down(PointerButton::Middle),
                i.pointer.button_down(PointerButton::Secondary),
                i.pointer.button_pressed(PointerButton::Secondary),
                i.pointer.press_origin(),
                i.focused,
            )
        });
        if right_pressed {
            self.view.hand.panned = false;
        }
        let ready = (space && !typing) || self.view.hand.tool == Tool::Hand;
        let far = from.zip(pointer).is_some_and(|(from, now)| from.distance(now) > STILL);
        let began_here = from.is_some_and(|at| self.area.contains(at)) && self.pressed_here;
        // A drag that began before Space was pressed goes on as what it is.
        let free = self.alone();
        self.panning = focused && began_here && (middle || (right && far) || (ready && primary && free));
        if self.panning {
            if right {
                // What was within the few points counts too: the board does not lag behind the pointer.
                let way = from.zip(pointer).map_or(delta, |(from, now)| now - from);
                self.view.camera.pan(if self.view.hand.panned { delta } else { way });
                self.view.hand.panned = true;
            } else {
                self.view.camera.pan(delta);
            }
            self.ui.set_cursor_icon(CursorIcon::Grabbing);
        } else if ready && pointer.is_some_and(|at| self.area.contains(at)) && free {
            self.ui.set_cursor_icon(CursorIcon::Grab);
        }
    }

    /// A drag held at the edge moves the board under it.
    fn pan_at_the_edge(&mut self) {
        let drags = match &self.view.gesture {
            Gesture::None | Gesture::Over | Gesture::Pen { .. } => false,
            Gesture::Connect { by_click, .. } => !by_click,
            _ => true,
        };
        let pointer = self.ui.input(|i| i.pointer.latest_pos()).filter(|_| drags);
        let inner = self.area.shrink(EDGE);
        let Some(pointer) = pointer.filter(|at| !inner.contains(*at) && inner.is_positive()) else {
            self.view.hand.at_edge = None;
            return;
        };
        let (now, dt) = self.ui.input(|i| (i.time, i.stable_dt.min(0.05)));
        let since = *self.view.hand.at_edge.get_or_insert(now);
        if now - since >= PATIENCE {
            let out = pointer - inner.clamp(pointer);
            let part = |way: f32| (way / EDGE).clamp(-1.0, 1.0);
            self.view.camera.pan(-vec2(part(out.x), part(out.y)) * SPEED * dt);
        }
        self.ui.request_repaint();
    }

    fn fulfil_wish(&mut self) {
        let untouched = self.view.fitted.is_some_and(|(revision, area, camera)| {
            revision == self.scene.revision && area.size() != self.area.size() && camera == self.view.camera
        });
        if untouched && self.view.wish.is_none() && self.alone() {
            self.view.wish = Some(Wish::Fit);
        }
        match self.view.wish.take() {
            Some(Wish::Fit) => {
                let content = self.content().unwrap_or_else(|| box_at(Point::default()));
                self.fit(content, 1.0);
                self.view.fitted = Some((self.scene.revision, self.area, self.view.camera));
            }
            Some(Wish::FitSelection) => {
                if let Some(content) = self.selected_rect() {
                    self.fit(content, 1.5);
                }
            }
            Some(Wish::Zoom(factor)) => self.view.camera.zoom_about(self.area, self.area.center(), factor),
            Some(Wish::Reveal(rect)) => self.reveal(rect),
            Some(Wish::Show(rect)) => self.fit(rect, 1.5),
            None => {}
        }
    }

    /// Fits a part of the board into what the tool bar leaves of it.
    fn fit(&mut self, content: Rect, most: f32) {
        let mut room = self.area;
        if let Some(bar) = super::toolbar::place(self.area) {
            room.min.y = bar.bottom() - 6.0;
        }
        self.view.camera.fit(room, content, most);
        self.view.camera.pan(room.min - self.area.min);
    }

    /// Moves the board just as far as brings a part of it into view.
    fn reveal(&mut self, rect: Rect) {
        let shown = self.view.camera.transform(self.area) * rect;
        let covered = super::toolbar::place(self.area).is_some_and(|bar| bar.intersects(shown));
        if self.area.shrink(8.0).contains_rect(shown) && !covered {
            // It is seen: the board stays where the eye has it.
            return;
        }
        let room = self.area.shrink(2.0 * EDGE);
        let needed = |from: f32, to: f32, least: f32, most: f32| {
            if from < least {
                least - from
            } else if to > most {
                (most - to).max(least - from)
            } else {
                0.0
            }
        };
        self.view.camera.pan(vec2(
            needed(shown.left(), shown.right(), room.left(), room.right()),
            needed(shown.top(), shown.bottom(), room.top(), room.bottom()),
        ));
    }
}
