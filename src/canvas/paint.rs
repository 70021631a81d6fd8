//! Paints the board: grid, frames, notes, links, boxes. Nothing here decides anything.

use super::geometry::{GRID, in_port, out_port, stroke_points};
use super::lettering::Lettering;
use super::palette::Palette;
use super::routes::{WIDEST, along};
use super::soft;
use crate::catalog::Role;
use crate::design::{Component, Frame, Link, LinkKind, Note};
use crate::estimate::{ComponentEstimate, LinkEstimate, Status, Utilization};
use crate::look::{link_words, thickness};
use crate::units::{Amount, Kind, Measure as _};
use egui::emath::GuiRounding as _;
use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align2, Color32, CornerRadius, FontId, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2,
    emath::TSTransform, pos2, vec2,
};

/// Below this scale no text is laid out on a screen of one pixel a point.
const READABLE: f32 = 0.4;
/// Whether text is laid out at a scale, on a screen of so many pixels a point.
pub(super) fn readable(zoom: f32, pixels: f32) -> bool {
    zoom * pixels.max(1.0).sqrt() >= READABLE
}

/// Around the text of a note, and its size, in points of the board.
pub(super) const NOTE_PAD: f32 = 10.0;
pub(super) const NOTE_SIZE: f32 = 12.5;
/// Radius of a port, in points of the board.
const PORT: f32 = 3.5;
/// Size of the name on a box that is too small for more, in points of the screen, and the smallest box that has one.
const SMALL: f32 = 10.0;
const LEAST_NAMED: Vec2 = vec2(34.0, 15.0);

/// Below this scale boxes have neither edges nor ports, and links are straight.
pub(super) const FAR: f32 = 0.2;

/// What all painting needs.
pub(super) struct Brush<'a> {
    pub painter: &'a Painter,
    pub palette: Palette,
    /// From the board to the screen.
    pub transform: TSTransform,
    pub letters: &'a Lettering,
}

/// The colour of a link.
pub(super) fn link_color(palette: &Palette, marked: bool, over: bool, watch: bool) -> Color32 {
    match (marked, over, watch) {
        (true, ..) => palette.accent,
        (_, true, _) => palette.alarm,
        (_, _, true) => palette.role(Role::Monitor),
        _ => palette.link,
    }
}

/// The colour of a component from far away.
pub(super) fn far_fill(palette: &Palette, role: Role, status: Option<Status>) -> Color32 {
    match status {
        Some(status) if status.is_trouble() => palette.status(status),
        _ => palette.role(role),
    }
}

/// How an element stands out.
#[derive(Clone, Copy, Default)]
pub(super) struct Look {
    pub selected: bool,
    pub hovered: bool,
    /// A link could end here.
    pub target: bool,
}

impl Brush<'_> {
    fn zoom(&self) -> f32 {
        self.transform.scaling
    }

    /// Whether words on the board can be read: on a screen of twice as many pixels a point, smaller ones can.
    pub fn reads(&self) -> bool {
        readable(self.zoom(), self.painter.pixels_per_point())
    }

    fn rect(&self, rect: Rect) -> Rect {
        self.transform * rect
    }

    /// One line of text, cut with an ellipsis at a width on the screen.
    pub fn line(&self, text: &str, size: f32, color: Color32, width: f32) -> std::sync::Arc<egui::Galley> {
        self.letters.line(self.painter, text, size * self.zoom(), color, width)
    }

    /// The dots of the grid, fading as they come too close to each other.
    pub fn grid(&self, area: Rect, dots: bool) {
        self.painter.rect_filled(area, CornerRadius::ZERO, self.palette.board);
        let step = 2.0 * GRID * self.zoom();
        if step < 14.0 || !dots {
            return;
        }
        let fade = ((step - 14.0) / 20.0).clamp(0.0, 1.0);
        let color = self.palette.grid.gamma_multiply(0.75 * fade);
        let origin = self.transform * Pos2::ZERO;
        let first = |from: f32, origin: f32| from + (origin - from).rem_euclid(step);
        // One mesh of whole pixels: a thousand shapes with soft edges cost more than all that is drawn on the board.
        let pixels = self.painter.pixels_per_point();
        let side = Vec2::splat((1.5 * pixels).round().max(1.0) / pixels);
        let mut dots = Mesh::default();
        let mut y = first(area.top(), origin.y);
        while y < area.bottom() {
            let mut x = first(area.left(), origin.x);
            while x < area.right() {
                let corner = (pos2(x, y) - side / 2.0).round_to_pixels(pixels);
                dots.add_colored_rect(Rect::from_min_size(corner, side), color);
                x += step;
            }
            y += step;
        }
        self.painter.add(dots);
    }

    pub fn frame(&self, frame: &Frame, rect: Rect, look: Look) {
        let rect = self.rect(rect);
        let color = if look.selected { self.palette.accent } else { self.palette.edge };
        self.painter.rect(
            rect,
            CornerRadius::same(8),
            self.palette.card.gamma_multiply(0.35),
            Stroke::new(if look.selected { 2.0 } else { 1.0 }, color),
            StrokeKind::Inside,
        );
        if self.reads() {
            let galley = self.line(&frame.title(), 13.0, self.palette.faint, self.title_width(frame, rect));
            self.painter.galley(rect.min + vec2(8.0, 6.0), galley, self.palette.faint);
            if frame.arrangement.locked {
                self.locked(rect);
            }
        }
    }

    /// Whether there is no room for the whole title of a frame.
    pub fn cuts_title(&self, frame: &Frame, rect: Rect) -> bool {
        let width = self.title_width(frame, self.rect(rect));
        self.reads() && self.line(&frame.title(), 13.0, self.palette.faint, width).elided
    }

    /// Room for the title of a frame, in points of the screen.
    fn title_width(&self, frame: &Frame, rect: Rect) -> f32 {
        rect.width() - 16.0 - if frame.arrangement.locked { 16.0 * self.zoom().clamp(0.5, 2.0) } else { 0.0 }
    }

    pub fn note(&self, note: &Note, rect: Rect, look: Look) {
        let rect = self.rect(rect);
        let edge = match (look.selected, note.plain && look.hovered) {
            (true, _) => Stroke::new(2.0, self.palette.accent),
            (_, true) => Stroke::new(1.0, self.palette.edge),
            _ => Stroke::NONE,
        };
        let (paper, ink) = if note.plain {
            (Color32::TRANSPARENT, self.palette.text)
        } else {
            (self.palette.note, self.palette.note_text)
        };
        self.painter.rect(rect, CornerRadius::same(4), paper, edge, StrokeKind::Inside);
        if !self.reads() {
            return;
        }
        let pad = NOTE_PAD * self.zoom();
        let font = FontId::proportional(NOTE_SIZE * self.zoom());
        let high = self.painter.fonts_mut(|fonts| fonts.row_height(&font)).max(1.0);
        let mut job = LayoutJob::single_section(note.text.clone(), TextFormat::simple(font, ink));
        job.wrap.max_width = (rect.width() - 2.0 * pad).max(1.0);
        // What there is no room for is told by an ellipsis, not by half a line.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few lines")]
        let rows = ((rect.height() - pad - 0.3 * pad) / high).max(1.0) as usize;
        job.wrap.max_rows = rows;
        let galley = self.painter.layout_job(job);
        self.painter.with_clip_rect(rect.intersect(self.painter.clip_rect())).galley(
            rect.min + Vec2::splat(pad),
            galley,
            ink,
        );
        if note.arrangement.locked {
            self.locked(rect);
        }
    }

    pub fn stroke(&self, stroke: &crate::design::Stroke, look: Look) {
        let points: Vec<Pos2> = stroke_points(stroke).into_iter().map(|point| self.transform * point).collect();
        let color = if look.selected || look.hovered { self.palette.accent } else { self.palette.text };
        let width = (2.0 * self.zoom()).clamp(1.0, 8.0);
        match points.as_slice() {
            [] => {}
            [dot] => {
                self.painter.circle_filled(*dot, width, color);
            }
            _ => {
                self.painter.add(Shape::line(points, Stroke::new(width, color)));
            }
        }
    }

    /// A link along a line of the board, and the rectangle of its label on the screen, if it has one. `room` is where
    /// the label was given room.
    pub fn link(
        &self,
        link: &Link,
        line: &[Pos2],
        room: Option<Rect>,
        figures: Option<&LinkEstimate>,
        look: Look,
    ) -> Option<Rect> {
        let watch = link.kind == LinkKind::Watch;
        let over = figures.is_some_and(|figures| figures.over_capacity);
        let color = link_color(&self.palette, look.selected || look.hovered, over, watch);
        if self.zoom() < FAR {
            let points: Vec<Pos2> = line.iter().map(|point| self.transform * *point).collect();
            self.painter.add(Shape::line(points, Stroke::new(1.0, color)));
            return None;
        }
        let mut points: Vec<Pos2> = line.iter().map(|point| self.transform * *point).collect();
        let scale = self.zoom().clamp(0.4, 1.5);
        if let [.., before, tip] = points.as_mut_slice() {
            // The head ends before the ring of the port, not under it.
            *tip -=
                (*tip - *before).normalized() * (PORT * self.zoom().clamp(0.3, 2.0)).min(tip.distance(*before) / 2.0);
        }
        let width = if watch { 1.2 } else { figures.map_or(1.5, |figures| thickness(figures.flow.bytes.mean.base())) };
        let stroke = Stroke::new(width * scale + if look.selected { 1.0 } else { 0.0 }, color);
        if over {
            bars(self, &points, width * scale, color);
        }
        self.arrow(&points, color, scale);
        if watch {
            self.painter.extend(Shape::dashed_line(&points, stroke, 6.0 * scale, 4.0 * scale));
        } else {
            self.painter.add(Shape::line(points, stroke));
        }
        let middle = room.map_or_else(|| along(line, 0.5).0, |room| room.center());
        let length: f32 = line.iter().zip(line.iter().skip(1)).map(|(a, b)| a.distance(*b)).sum();
        // On a short link the label stands above the line, or nothing would be seen of it.
        let short = room.is_some_and(|room| length < room.width() + 2.0 * GRID);
        self.label(link, self.transform * middle, short, figures, color)
    }

    pub fn arrow(&self, points: &[Pos2], color: Color32, scale: f32) {
        let [.., before, tip] = points else { return };
        let ahead = (*tip - *before).normalized();
        let back = ahead * (-9.0 * scale);
        let side = ahead.rot90() * (4.5 * scale);
        self.painter.add(Shape::convex_polygon(
            vec![*tip, *tip + back - side, *tip + back + side],
            color,
            Stroke::NONE,
        ));
    }

    fn label(
        &self,
        link: &Link,
        middle: Pos2,
        short: bool,
        figures: Option<&LinkEstimate>,
        color: Color32,
    ) -> Option<Rect> {
        if !self.reads() {
            return None;
        }
        let words = link_words(link, figures);
        if words.is_empty() {
            return None;
        }
        let text_color = if color == self.palette.alarm { color } else { self.palette.faint };
        let lines: Vec<_> = words.iter().map(|word| self.line(word, 11.0, text_color, WIDEST * self.zoom())).collect();
        let width = lines.iter().map(|galley| galley.size().x).fold(0.0, f32::max);
        let height: f32 = lines.iter().map(|galley| galley.size().y).sum();
        let middle = if short { middle - vec2(0.0, height / 2.0 + 5.0 * self.zoom()) } else { middle };
        let rect = Rect::from_center_size(middle, vec2(width + 8.0 * self.zoom(), height + 2.0 * self.zoom()));
        let ground = self.palette.board.gamma_multiply(0.92);
        self.painter.add(soft::rounded(rect, 3.0, ground, Stroke::NONE, self.painter.pixels_per_point()));
        let mut y = rect.top() + self.zoom();
        for galley in lines {
            let at = pos2(middle.x - galley.size().x / 2.0, y);
            y += galley.size().y;
            self.painter.galley(at, galley, text_color);
        }
        Some(rect)
    }

    /// A component. Gives back where its load, rate and staleness stand on the screen.
    pub fn component(
        &self,
        component: &Component,
        product: &str,
        rect: Rect,
        figures: Option<&ComponentEstimate>,
        look: Look,
    ) -> Spots {
        let rect = self.rect(rect);
        let zoom = self.zoom();
        let role = self.palette.role(component.role);
        if zoom < FAR {
            let fill = far_fill(&self.palette, component.role, figures.map(|figures| figures.status));
            self.painter.rect_filled(rect, CornerRadius::ZERO, fill);
            if look.selected {
                self.painter.rect_stroke(
                    rect.expand(1.5),
                    CornerRadius::ZERO,
                    Stroke::new(2.0, self.palette.accent),
                    StrokeKind::Outside,
                );
            }
            return Spots::default();
        }
        let pixels = self.painter.pixels_per_point();
        let edge = match (look.selected, look.target, look.hovered) {
            (true, ..) => Stroke::new(2.0, self.palette.accent),
            (_, true, _) => Stroke::new(2.0, self.palette.calm),
            (_, _, true) => Stroke::new(1.5, self.palette.accent.gamma_multiply(0.7)),
            _ => Stroke::new(1.0, self.palette.edge),
        };
        self.painter.add(soft::rounded(rect, (8.0 * zoom).max(1.0), self.palette.card, edge, pixels));
        let band = Rect::from_min_size(rect.min + vec2(2.0, 6.0) * zoom, vec2(4.0 * zoom, rect.height() - 12.0 * zoom));
        self.painter.add(soft::rounded(band, 2.0, role, Stroke::NONE, pixels));
        if component.role.carries_data() {
            self.port(out_port(rect), look, role);
            if component.role != Role::Source {
                self.port(in_port(rect), look, role);
            }
        } else {
            self.port(out_port(rect), look, role);
        }
        if !self.reads() {
            self.small_figures(component, rect, figures);
            return Spots::default();
        }
        super::icon::paint(self.painter, component.role, rect.min + vec2(22.0, 19.0) * zoom, 8.0 * zoom, role);
        let left = rect.left() + 36.0 * zoom;
        let mut width = rect.right() - 10.0 * zoom - left;
        if component.arrangement.locked {
            self.locked(rect);
            width -= 14.0 * zoom;
        }
        let name = self.line(&component.name, 14.0, self.palette.text, width);
        self.painter.galley(pos2(left, rect.top() + 7.0 * zoom), name, self.palette.text);
        let status = figures.map_or(Status::Ok, |figures| figures.status);
        width = rect.right() - 10.0 * zoom - left;
        let mut product_width = width;
        if status != Status::Ok {
            let color = self.palette.status(status);
            // The status comes before the product, where there is no room for both.
            let word = self.line(status.in_words(), 11.0, color, width);
            product_width -= word.size().x + 6.0 * zoom;
            let at = pos2(rect.right() - 10.0 * zoom - word.size().x, rect.top() + 26.0 * zoom);
            self.painter.galley(at, word, color);
        }
        if product_width > 24.0 * zoom {
            let product = self.line(product, 11.0, self.palette.faint, product_width);
            self.painter.galley(pos2(left, rect.top() + 26.0 * zoom), product, self.palette.faint);
        }
        figures.map_or_else(Spots::default, |figures| self.figures(component, rect, figures))
    }

    /// What a box that is too small for its figures tells: its name as far as there is room, its load as a bar, and a sign
    /// where it is too much.
    fn small_figures(&self, component: &Component, rect: Rect, figures: Option<&ComponentEstimate>) {
        let status = figures.map_or(Status::Ok, |figures| figures.status);
        let bad = status.is_trouble();
        let color = self.palette.status(status);
        let named = rect.width() >= LEAST_NAMED.x && rect.height() >= LEAST_NAMED.y;
        let half = 0.24 * rect.height();
        if named {
            let left = rect.left() + 8.0 * self.zoom();
            let room = rect.right() - left - 3.0 - if bad { 2.0 * half + 2.0 } else { 0.0 };
            let name = self.letters.line(self.painter, &component.name, SMALL, self.palette.text, room);
            self.painter.galley(pos2(left, rect.top() + 1.0), name, self.palette.text);
        }
        if let Some(load) = figures.and_then(|figures| figures.utilization) {
            let room = rect.shrink2(rect.size() * vec2(0.1, 0.0));
            let (top, bottom) = (rect.bottom() - 0.26 * rect.height(), rect.bottom() - 0.12 * rect.height());
            let bar = Rect::from_min_max(pos2(room.left(), top), pos2(room.right(), bottom));
            self.load_bar(bar, 0.0, load, color);
        }
        if bad {
            let x = if named { rect.right() - half - 3.0 } else { rect.center().x };
            let middle = pos2(x, rect.top() + 0.38 * rect.height());
            let corners = [vec2(0.0, -half), vec2(half, 0.8 * half), vec2(-half, 0.8 * half)];
            self.painter.add(Shape::convex_polygon(
                corners.map(|corner| middle + corner).to_vec(),
                color,
                Stroke::NONE,
            ));
        }
    }

    /// The load at peak as a bar. Gives back what of it is full.
    fn load_bar(&self, bar: Rect, radius: f32, load: Utilization, color: Color32) -> Rect {
        let paint = |bar: Rect, color: Color32| match radius {
            0.0 => Shape::rect_filled(bar, CornerRadius::ZERO, color),
            _ => soft::rounded(bar, radius, color, Stroke::NONE, self.painter.pixels_per_point()),
        };
        self.painter.add(paint(bar, self.palette.edge.gamma_multiply(0.5)));
        #[expect(clippy::cast_possible_truncation, reason = "0 to 1")]
        let part = load.peak.base().clamp(0.0, 1.0) as f32;
        let mut full = bar;
        full.set_width(bar.width() * part);
        self.painter.add(paint(full, color));
        full
    }

    /// A small lock in the upper right corner of what is held fast.
    fn locked(&self, rect: Rect) {
        let side = self.zoom().clamp(0.5, 2.0);
        let at = rect.right_top() + vec2(-13.0, 12.0) * side;
        super::icon::lock(self.painter, at, 0.7 * side, true, self.palette.faint);
    }

    fn port(&self, at: Pos2, look: Look, color: Color32) {
        let near = look.hovered || look.selected || look.target;
        let radius = if near { 5.0 } else { PORT } * self.zoom().clamp(0.3, 2.0);
        let fill = if near { color } else { self.palette.card };
        self.painter.add(soft::disc(at, radius, fill, Stroke::new(1.2, color), self.painter.pixels_per_point()));
    }

    /// Load bar, rate and staleness at the foot of a box.
    fn figures(&self, component: &Component, rect: Rect, figures: &ComponentEstimate) -> Spots {
        let zoom = self.zoom();
        let left = rect.left() + 14.0 * zoom;
        let right = rect.right() - 10.0 * zoom;
        let mut spots = Spots::default();
        if let Some(load) = figures.utilization {
            let bar = Rect::from_min_max(
                pos2(left, rect.bottom() - 31.0 * zoom),
                pos2(right - 52.0 * zoom, rect.bottom() - 25.0 * zoom),
            );
            let color = self.palette.status(figures.status);
            let full = self.load_bar(bar, 2.0, load, color);
            if figures.status > Status::Ok {
                // Hatched as well as coloured.
                let mut x = full.left();
                while x < full.right() - 3.0 {
                    self.painter.line_segment(
                        [pos2(x, full.bottom()), pos2(x + 3.0, full.top())],
                        Stroke::new(1.0, self.palette.card),
                    );
                    x += 5.0;
                }
            }
            #[expect(clippy::cast_possible_truncation, reason = "0 to 1")]
            let target = load.target.base().clamp(0.0, 1.0) as f32;
            let mark = bar.left() + bar.width() * target;
            self.painter.line_segment(
                [pos2(mark, bar.top() - 2.0), pos2(mark, bar.bottom() + 2.0)],
                Stroke::new(1.0, self.palette.faint),
            );
            let color = if figures.status > Status::Ok { color } else { self.palette.faint };
            let share = Amount::of(load.peak).shown_as(Kind::Share).to_string();
            let share = self.line(&share, 10.5, color, f32::INFINITY);
            let place = Align2::RIGHT_CENTER.anchor_size(pos2(right, bar.center().y), share.size());
            self.painter.galley(place.min, share, color);
            spots.load =
                Some(Rect::from_min_max(bar.min - vec2(0.0, 5.0 * zoom), pos2(right, bar.bottom() + 4.0 * zoom)));
        }
        let y = rect.bottom() - 19.0 * zoom;
        let half = (right - left) / 2.0;
        if component.role.carries_data() {
            let rate = self.line(&Amount::of(figures.input.bytes.mean).to_string(), 11.0, self.palette.text, half);
            spots.rate = Some(Rect::from_min_size(pos2(left, y), rate.size()));
            self.painter.galley(pos2(left, y), rate, self.palette.text);
        }
        if let Some(staleness) = figures.staleness {
            let text = format!("{} old", Amount::of(staleness.max));
            let stale = self.line(&text, 11.0, self.palette.text, half);
            let at = pos2(right - stale.size().x, y);
            spots.staleness = Some(Rect::from_min_size(at, stale.size()));
            self.painter.galley(at, stale, self.palette.text);
        }
        spots
    }
}

/// Crosses a line by slanted bars, all along: what is over capacity is not told by red alone.
pub(super) fn bars(brush: &Brush<'_>, points: &[Pos2], width: f32, color: Color32) {
    let scale = brush.zoom().clamp(0.4, 1.5);
    let length: f32 = points.iter().zip(points.iter().skip(1)).map(|(a, b)| a.distance(*b)).sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 40")]
    let count = (length / (14.0 * scale)).clamp(1.0, 40.0) as u8;
    for bar in 1..=count {
        let (at, ahead) = along(points, f32::from(bar) / f32::from(count + 1));
        let side = (ahead.rot90() + ahead) * (2.5 * scale + width / 2.0);
        brush.painter.line_segment([at - side, at + side], Stroke::new(1.3 * scale, color));
    }
}

/// Where the figures of a component stand on the screen.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spots {
    pub load: Option<Rect>,
    pub rate: Option<Rect>,
    pub staleness: Option<Rect>,
    /// Only in the lens of cost.
    pub cost: Option<Rect>,
}

impl Spots {
    /// Where they stand once the board has moved.
    pub fn moved(self, by: TSTransform) -> Self {
        let rect = |spot: Option<Rect>| spot.map(|rect| by * rect);
        Self { load: rect(self.load), rate: rect(self.rate), staleness: rect(self.staleness), cost: rect(self.cost) }
    }
}
