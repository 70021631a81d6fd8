//! The whole board, small, in a corner of what is seen of it: where one is, and a way to be elsewhere.

use super::View;
use super::board::Board;
use super::geometry::{component_rect, frame_rect, note_rect};
use super::paint::Brush;
use super::palette::Palette;
use crate::estimate::Status;
use egui::{
    Color32, ColorImage, CornerRadius, CursorIcon, EventFilter, Key, Pos2, Rect, Response, Role, Sense, Stroke,
    StrokeKind, TextureHandle, TextureOptions, Vec2, WidgetInfo, emath::RectTransform, pos2, vec2,
};

/// Largest size, in points of the screen.
const SIZE: Vec2 = vec2(190.0, 126.0);
/// Between it and the edge of the board.
const ASIDE: f32 = 12.0;
const PAD: f32 = 6.0;
/// Boards smaller than this have no room for it.
const LEAST: Vec2 = vec2(420.0, 300.0);
/// Components beyond which they are painted as cells: no more of them than points of the screen.
const MANY: usize = 3000;
/// Side of a cell, in points of the screen.
const CELL: f32 = 2.0;

/// What is kept of it between frames.
#[derive(Clone, Debug, Default)]
pub struct Minimap {
    hidden: bool,
    content: Option<(u64, Option<Rect>)>,
    kept: Option<Kept>,
    /// How many components are over capacity.
    bad: (u64, usize),
    /// While it is dragged: from the pointer to the middle of what is seen, on the board.
    grabbed: Option<Vec2>,
    /// Where it was on the screen at the last frame.
    shown: Option<Rect>,
}

/// What the blocks are of: revision, estimate, whether it is dark, where they are painted, and how finely.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Of {
    revision: u64,
    estimated: u64,
    dark: bool,
    map: Rect,
    pixels: f32,
}

/// The blocks as a picture: in a frame it costs the same for one component and for a hundred thousand.
#[derive(Clone)]
struct Kept {
    of: Of,
    texture: TextureHandle,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept").field("of", &self.of).finish_non_exhaustive()
    }
}

impl View {
    /// Whether the minimap is shown where not all is in view.
    pub fn has_minimap(&self) -> bool {
        !self.minimap.hidden
    }

    /// Shows the minimap where not all is in view, or never.
    pub fn show_minimap(&mut self, shown: bool) {
        self.minimap.hidden = !shown;
    }

    /// Where the minimap is on the screen; none while it is not shown.
    pub fn minimap(&self) -> Option<Rect> {
        self.minimap.shown
    }
}

impl Board<'_, '_> {
    /// Shows the minimap, and moves the board where it is clicked or dragged.
    pub(super) fn minimap(&mut self, brush: &Brush<'_>) {
        self.view.minimap.shown = None;
        if self.view.minimap.hidden || self.area.width() < LEAST.x || self.area.height() < LEAST.y {
            return;
        }
        let seen = self.view.camera.transform(self.area).inverse() * self.area;
        let Some(content) = self.content_kept() else { return };
        let dragged = self.view.minimap.grabbed.is_some();
        if seen.contains_rect(content) && !dragged {
            return;
        }
        let content = content.expand(content.size().max_elem() * 0.02 + 1.0);
        let scale = (SIZE.x / content.width()).min(SIZE.y / content.height());
        let size = content.size() * scale + Vec2::splat(2.0 * PAD);
        let place = Rect::from_min_size(self.area.max - Vec2::splat(ASIDE) - size, size);
        self.view.minimap.shown = Some(place);
        let map = place.shrink(PAD);
        let to_screen = RectTransform::from_to(content, map);
        let response = self.minimap_widget(place, seen, content);
        let strong = response.hovered() || response.has_focus() || dragged;
        let edge = Stroke::new(
            if response.has_focus() { 2.0 } else { 1.0 },
            if strong { brush.palette.accent } else { brush.palette.edge },
        );
        brush.painter.rect(place, CornerRadius::same(6), brush.palette.card, edge, StrokeKind::Inside);
        let texture = self.blocks(brush.palette, to_screen, brush.painter.pixels_per_point());
        let whole = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
        brush.painter.image(texture.id(), map, whole, Color32::WHITE);
        // Small as the part may be, it must be found.
        let window = at_least(to_screen.transform_rect(seen), 7.0).intersect(place.shrink(2.0));
        if window.is_positive() {
            let fill = brush.palette.accent.gamma_multiply(0.12);
            let edge = Stroke::new(1.5, brush.palette.accent);
            brush.painter.rect(window, CornerRadius::same(2), fill, edge, StrokeKind::Inside);
        }
        self.steer(&response, to_screen, seen);
    }

    fn content_kept(&mut self) -> Option<Rect> {
        let revision = self.scene.revision;
        // While something is dragged the map stays as it was: it follows when the drag is over.
        let waits = self.view.in_gesture() && self.view.minimap.content.is_some_and(|(_, content)| content.is_some());
        if !waits && self.view.minimap.content.is_none_or(|(of, _)| of != revision) {
            self.view.minimap.content = Some((revision, self.content()));
        }
        self.view.minimap.content.and_then(|(_, content)| content)
    }

    /// How many components are over capacity, counted once for each estimate.
    fn over_capacity(&mut self) -> usize {
        let number = self.scene.estimated;
        if self.view.minimap.bad.0 != number {
            let over = |status| matches!(status, Status::OverCapacity | Status::FallsBehind);
            let all = self.scene.estimate.iter().flat_map(|estimate| estimate.components.values());
            self.view.minimap.bad = (number, all.filter(|figures| over(figures.status)).count());
        }
        self.view.minimap.bad.1
    }

    fn minimap_widget(&mut self, place: Rect, seen: Rect, content: Rect) -> Response {
        let id = egui::Id::unique("board minimap");
        let response = self.ui.interact(place, id, Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Minimap"));
        let bad = self.over_capacity();
        self.ui.ctx().accesskit_node_builder(id, |node| {
            let part = seen.intersect(content);
            let share = if part.is_positive() { part.area() / content.area().max(1.0) } else { 0.0 };
            node.set_description(format!(
                "{:.0} % of the board is in view; {bad} over capacity; arrows move the view",
                share * 100.0
            ));
        });
        response.on_hover_text("Click or drag to go elsewhere; with the keyboard on it, arrows do.")
    }

    /// Frames, notes and components as blocks: by role, those in trouble by status and larger.
    fn blocks(&mut self, palette: Palette, to_screen: RectTransform, pixels: f32) -> TextureHandle {
        let map = *to_screen.to();
        let of = Of {
            revision: self.scene.revision,
            estimated: self.scene.estimated,
            dark: self.ui.visuals().dark_mode,
            map,
            pixels,
        };
        let waits = |known: &Of| known.map == of.map && known.dark == of.dark && known.pixels == of.pixels;
        if let Some(kept) = &self.view.minimap.kept
            && (kept.of == of || (self.view.in_gesture() && waits(&kept.of)))
        {
            return kept.texture.clone();
        }
        let design = self.scene.design;
        let mut picture = Picture::new(map, pixels);
        for frame in design.frames() {
            picture.rect(to_screen.transform_rect(frame_rect(frame)), palette.edge.gamma_multiply(0.35));
        }
        for note in design.notes() {
            picture.rect(to_screen.transform_rect(note_rect(note)), palette.note.lerp_to_gamma(palette.edge, 0.3));
        }
        let blocks = design.components().map(|component| {
            let status = self.scene.estimate.and_then(|estimate| estimate.component(&component.id)).map(|it| it.status);
            let bad = status.filter(|status| status.is_trouble());
            let color = bad.map_or_else(|| palette.role(component.role), |status| palette.status(status));
            (to_screen.transform_rect(component_rect(component)), color, bad)
        });
        if design.components().len() > MANY {
            cells(&mut picture, map, blocks);
        } else {
            let (bad, good): (Vec<_>, Vec<_>) = blocks.partition(|(.., bad)| bad.is_some());
            for (rect, color, _) in good {
                picture.rect(at_least(rect, CELL), color);
            }
            for (rect, color, _) in bad {
                // A dark rim around what is in trouble: not colour alone.
                picture.rect(at_least(rect, CELL).expand(2.0), palette.text);
                picture.rect(at_least(rect, CELL).expand(1.0), color);
            }
        }
        let texture = match self.view.minimap.kept.take() {
            Some(Kept { mut texture, .. }) => {
                texture.set(picture.image, TextureOptions::NEAREST);
                texture
            }
            None => self.ui.ctx().load_texture("board minimap", picture.image, TextureOptions::NEAREST),
        };
        self.view.minimap.kept = Some(Kept { of, texture: texture.clone() });
        texture
    }

    /// A press within what is seen takes hold of it; elsewhere it jumps there. Arrows move by a quarter of the view.
    fn steer(&mut self, response: &Response, to_screen: RectTransform, seen: Rect) {
        if response.hovered() {
            self.ui.set_cursor_icon(CursorIcon::PointingHand);
        }
        let down = response.is_pointer_button_down_on() && self.ui.input(|i| i.pointer.primary_down());
        let pointer = self.ui.input(|i| i.pointer.interact_pos()).filter(|_| down);
        let before = self.view.camera;
        match pointer {
            Some(pointer) => {
                let at = to_screen.inverse().transform_pos(pointer);
                let within = if seen.contains(at) { seen.center() - at } else { Vec2::ZERO };
                let hold = *self.view.minimap.grabbed.get_or_insert(within);
                self.view.camera.look_at(self.area, at + hold);
            }
            None => self.view.minimap.grabbed = None,
        }
        if response.has_focus() {
            let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
            self.ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
            let ways = [
                (Key::ArrowLeft, Vec2::LEFT),
                (Key::ArrowRight, Vec2::RIGHT),
                (Key::ArrowUp, Vec2::UP),
                (Key::ArrowDown, Vec2::DOWN),
            ];
            for (key, way) in ways {
                if self.ui.input(|i| i.key_pressed(key) && i.modifiers.is_none()) {
                    let middle: Pos2 = seen.center() + way * seen.size() / 4.0;
                    self.view.camera.look_at(self.area, middle);
                }
            }
        }
        if self.view.camera != before {
            self.ui.request_repaint();
        }
    }
}

/// A rectangle that can be seen, about the same middle.
fn at_least(rect: Rect, side: f32) -> Rect {
    Rect::from_center_size(rect.center(), rect.size().max(Vec2::splat(side)))
}

/// Blocks of many components: one for each small cell, the worst in it.
fn cells(picture: &mut Picture, map: Rect, blocks: impl Iterator<Item = (Rect, Color32, Option<Status>)>) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred")]
    let (columns, rows) = ((map.width() / CELL).ceil() as usize + 1, (map.height() / CELL).ceil() as usize + 1);
    let mut cells: Vec<Option<(Option<Status>, Color32)>> = vec![None; columns * rows];
    for (rect, color, bad) in blocks {
        let at = (rect.center() - map.min) / CELL;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred")]
        let place = (at.y.max(0.0) as usize).min(rows - 1) * columns + (at.x.max(0.0) as usize).min(columns - 1);
        if let Some(cell) = cells.get_mut(place)
            && cell.is_none_or(|(there, _)| bad > there)
        {
            *cell = Some((bad, color));
        }
    }
    for (place, cell) in cells.iter().enumerate() {
        let Some((_, color)) = cell else { continue };
        #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
        let corner = map.min + vec2((place % columns) as f32, (place / columns) as f32) * CELL;
        picture.rect(Rect::from_min_size(corner, Vec2::splat(CELL)), *color);
    }
}

/// Pixels over a rectangle of the screen.
struct Picture {
    image: ColorImage,
    map: Rect,
    pixels: f32,
}

impl Picture {
    fn new(map: Rect, pixels: f32) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred")]
        let size = [map.width(), map.height()].map(|side| ((side * pixels).round() as usize).max(1));
        Self { image: ColorImage::filled(size, Color32::TRANSPARENT), map, pixels }
    }

    /// Fills what of a rectangle is on the picture, a pixel at least.
    fn rect(&mut self, rect: Rect, color: Color32) {
        let [wide, high] = self.image.size;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 0 is 0")]
        let span = |from: f32, to: f32, most: usize| {
            let from = ((from * self.pixels).round() as usize).min(most - 1);
            from..((to * self.pixels).round() as usize).clamp(from + 1, most)
        };
        let (columns, rows) = (
            span(rect.left() - self.map.left(), rect.right() - self.map.left(), wide),
            span(rect.top() - self.map.top(), rect.bottom() - self.map.top(), high),
        );
        for row in rows {
            let row = self.image.pixels.get_mut(row * wide..).and_then(|row| row.get_mut(columns.clone()));
            for pixel in row.into_iter().flatten() {
                *pixel = pixel.blend(color);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_in_a_cell_the_worst_is_seen() {
        let map = Rect::from_min_size(pos2(10.0, 10.0), vec2(20.0, 10.0));
        let block = |x: f32, color, bad| (Rect::from_center_size(pos2(x, 15.0), Vec2::splat(0.5)), color, bad);
        let blocks = [
            block(11.0, Color32::GREEN, None),
            block(11.5, Color32::RED, Some(Status::OverCapacity)),
            block(11.2, Color32::GREEN, None),
            block(25.0, Color32::GREEN, None),
        ];
        let mut picture = Picture::new(map, 1.0);
        cells(&mut picture, map, blocks.into_iter());
        assert_eq!((picture.image[(0, 4)], picture.image[(1, 5)]), (Color32::RED, Color32::RED));
        assert_eq!(picture.image[(14, 4)], Color32::GREEN);
        let painted = picture.image.pixels.iter().filter(|pixel| **pixel != Color32::TRANSPARENT).count();
        assert_eq!(painted, 8, "two cells of two by two");
    }

    #[test]
    fn what_is_beside_the_picture_or_very_small_does_no_harm() {
        let map = Rect::from_min_size(pos2(10.0, 10.0), vec2(20.0, 10.0));
        let mut picture = Picture::new(map, 2.0);
        for place in [pos2(-500.0, -500.0), pos2(15.0, 12.0), pos2(29.99, 19.99), pos2(5000.0, 5000.0)] {
            picture.rect(Rect::from_min_size(place, Vec2::splat(0.01)), Color32::RED);
        }
        assert_eq!(picture.image.size, [40, 20]);
        assert_eq!(picture.image[(10, 4)], Color32::RED, "a pixel is left of it");
    }
}
