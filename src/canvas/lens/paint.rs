//! What is seen through a lens: a veil over the board, and over it the links and the boxes with their one figure.

use super::Lens;
use super::reading::{Reading, Scale};
use crate::canvas::board::Board;
use crate::canvas::geometry::{GRID, component_rect};
use crate::canvas::paint::{Brush, FAR, Spots};
use crate::canvas::routes::along;
use crate::design::{Component, Id, LinkKind};
use crate::look::thickness;
use crate::units::Measure as _;
use egui::{Color32, CornerRadius, FontId, Galley, Mesh, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};
use std::sync::Arc;

/// How much of the board is left to see behind what the lens shows.
const VEIL: f32 = 0.8;
/// Pieces of a link along which its colour changes.
const PIECES: u8 = 12;
/// Boxes in view beyond which nobody reads their figures: colours tell enough.
const MOST_READ: usize = 800;
/// Below this size a figure cannot be read, and is left out.
const LEAST_LETTER: f32 = 9.0;

/// What is kept while nothing changes: revision, estimate, draws, and whether the board is dark.
type Of = (Lens, u64, u64, u64, bool);

/// The scale of a lens and the boxes as they are seen from far away.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    scale: Option<(Of, Arc<Scale>)>,
    far: Option<(Of, Arc<Mesh>)>,
}

/// A line of letters that fits a width, smaller if need be; none if it could not be read.
fn fitting(brush: &Brush<'_>, text: &str, size: f32, color: Color32, width: f32) -> Option<Arc<Galley>> {
    let lay = |size: f32| brush.painter.layout_no_wrap(text.to_owned(), FontId::proportional(size), color);
    if size < LEAST_LETTER || text.is_empty() {
        return None;
    }
    let galley = lay(size);
    let wide = galley.size().x;
    if wide <= width {
        return Some(galley);
    }
    let smaller = (size * width / wide).floor();
    (smaller >= LEAST_LETTER).then(|| lay(smaller))
}

/// Slanted lines over a rectangle: what is over its limit is not told by colour alone.
fn hatch(brush: &Brush<'_>, rect: Rect, color: Color32) {
    let painter = brush.painter.with_clip_rect(rect.intersect(brush.painter.clip_rect()));
    let step = (9.0 * brush.transform.scaling).clamp(4.0, 14.0);
    let mut x = rect.left() - rect.height();
    while x < rect.right() {
        painter.line_segment([pos2(x, rect.bottom()), pos2(x + rect.height(), rect.top())], Stroke::new(1.0, color));
        x += step;
    }
}

impl Board<'_, '_> {
    /// Where the figure of a lens stands in a box on the screen; none without a lens. The figures of the box itself are
    /// veiled then, and not clicked.
    pub(in crate::canvas) fn lens_spots(&self, rect: Rect) -> Option<Spots> {
        let lens = self.view.lens()?;
        let spot = Some(Rect::from_min_max(pos2(rect.left(), rect.top() + rect.height() * 0.3), rect.max));
        let mut spots = Spots::default();
        match lens {
            Lens::Load => spots.load = spot,
            Lens::Staleness => spots.staleness = spot,
            Lens::Cost => spots.cost = spot,
            Lens::Uncertainty => {}
        }
        Some(spots)
    }

    /// Paints what the lens shows, if one is looked through.
    pub(in crate::canvas) fn lens(&mut self, brush: &Brush<'_>) {
        let Some(lens) = self.view.lens() else { return };
        let scene = self.scene;
        let of = (lens, scene.revision, scene.estimated, scene.ranges.number, self.ui.visuals().dark_mode);
        let scale = match &self.view.lens_kept.scale {
            Some((known, scale)) if *known == of => Arc::clone(scale),
            _ => {
                let scale = Arc::new(Scale::of(lens, scene));
                self.view.lens_kept.scale = Some((of, Arc::clone(&scale)));
                scale
            }
        };
        brush.painter.rect_filled(self.area, CornerRadius::ZERO, brush.palette.board.gamma_multiply(VEIL));
        let seen = brush.transform.inverse() * self.area;
        // From far away the arrows would hide the blocks.
        if lens != Lens::Uncertainty && brush.transform.scaling >= FAR {
            self.lens_links(brush, seen, &scale);
        }
        if brush.transform.scaling < FAR && !self.is_gliding() {
            self.lens_from_afar(brush, of, &scale);
        } else {
            self.lens_boxes(brush, seen, &scale);
        }
        self.legend(brush, &scale);
    }

    fn lens_boxes(&self, brush: &Brush<'_>, seen: Rect, scale: &Scale) {
        let shown = self.components_about(seen);
        let read = shown.len() <= MOST_READ;
        for component in shown {
            let figures = self.scene.estimate.and_then(|estimate| estimate.component(&component.id));
            let reading = scale.component(component, figures, self.scene.ranges);
            let selected = self.view.selection.contains(&crate::design::ElementId::Component(component.id.clone()));
            lens_box(brush, component, brush.transform * self.box_of(component), &reading, (selected, read));
            if read {
                self.describe(component, &said(&reading));
            }
        }
    }

    /// Blocks of colour, kept as one mesh of the whole board.
    fn lens_from_afar(&mut self, brush: &Brush<'_>, of: Of, scale: &Scale) {
        let scene = self.scene;
        let mesh = match &self.view.lens_kept.far {
            Some((known, mesh)) if *known == of => Arc::clone(mesh),
            _ => {
                let mut mesh = Mesh::default();
                for component in scene.design.components() {
                    let figures = scene.estimate.and_then(|estimate| estimate.component(&component.id));
                    let reading = scale.component(component, figures, scene.ranges);
                    let color = reading.heat.map_or(brush.palette.edge, |heat| brush.palette.heat(heat));
                    let rect = component_rect(component);
                    mesh.add_colored_rect(rect, color);
                    if reading.over {
                        // A bar across: seen where nothing smaller would be.
                        let bar = Rect::from_center_size(rect.center(), vec2(rect.width(), rect.height() * 0.25));
                        mesh.add_colored_rect(bar, brush.palette.text);
                    }
                }
                let mesh = Arc::new(mesh);
                self.view.lens_kept.far = Some((of, Arc::clone(&mesh)));
                mesh
            }
        };
        let mut shape = Shape::mesh(mesh);
        shape.transform(brush.transform);
        brush.painter.add(shape);
    }

    fn lens_links(&self, brush: &Brush<'_>, seen: Rect, scale: &Scale) {
        let (design, estimate) = (self.scene.design, self.scene.estimate);
        let of = |id: &Id| estimate.and_then(|estimate| estimate.component(id));
        for id in self.links_about(seen) {
            let Some(link) = design.link(&id).filter(|link| link.kind != LinkKind::Watch) else { continue };
            let figures = estimate.and_then(|estimate| estimate.links.get(&id));
            let reading = scale.link(figures, of(&link.from), of(&link.to));
            let Some((heat, line)) = reading.heat.zip(self.line_about(&id)) else { continue };
            let points: Vec<Pos2> = line.iter().map(|point| brush.transform * *point).collect();
            let bytes = figures.map_or(1.0, |figures| figures.flow.bytes.mean.base());
            let width = (thickness(bytes) + 1.0) * brush.transform.scaling.clamp(0.4, 1.5);
            let end = scale.arrival(of(&link.to)).unwrap_or(heat);
            warm_line(brush, &points, (heat, end), width, reading.over);
            if brush.reads() {
                let words = format!("{} {}", reading.figure, reading.words);
                let room = self.view.routes.label(&id).filter(|_| !self.is_gliding());
                link_label(brush, room.map(|room| brush.transform * room), &points, words.trim());
            }
        }
    }
}

/// A line whose colour goes from one place of the scale to another.
fn warm_line(brush: &Brush<'_>, points: &[Pos2], (from, to): (f32, f32), width: f32, over: bool) {
    let palette = brush.palette;
    if (from - to).abs() < 0.02 || points.len() < 2 {
        brush.painter.add(Shape::line(points.to_vec(), Stroke::new(width, palette.heat(from))));
    } else {
        let share = |piece: u8| f32::from(piece) / f32::from(PIECES);
        for piece in 0..PIECES {
            let part = part_of(points, share(piece), share(piece + 1));
            let color = palette.heat(egui::lerp(from..=to, share(piece)));
            brush.painter.add(Shape::line(part, Stroke::new(width, color)));
        }
    }
    if let [.., before, tip] = points {
        let ahead = (*tip - *before).normalized();
        let (back, side) = (ahead * (-5.0 - 2.0 * width), ahead.rot90() * (2.5 + width));
        let arrow = vec![*tip, *tip + back - side, *tip + back + side];
        brush.painter.add(Shape::convex_polygon(arrow, palette.heat(to), Stroke::NONE));
    }
    if over {
        crate::canvas::paint::bars(brush, points, width, palette.heat(to));
    }
}

/// The part of a line between two shares of its length.
fn part_of(points: &[Pos2], from: f32, to: f32) -> Vec<Pos2> {
    let pieces = || points.iter().zip(points.iter().skip(1));
    let whole: f32 = pieces().map(|(a, b)| a.distance(*b)).sum();
    let mut part = vec![along(points, from).0];
    let mut passed = 0.0;
    for (a, b) in pieces() {
        passed += a.distance(*b);
        if passed > whole * from && passed < whole * to {
            part.push(*b);
        }
    }
    part.push(along(points, to).0);
    part
}

/// A reading in one line: "88 %, over target".
pub(super) fn said(reading: &Reading) -> String {
    match (reading.figure.as_str(), reading.words.as_str()) {
        (figure, "") => figure.to_owned(),
        ("", words) => words.to_owned(),
        (figure, words) => format!("{figure}, {words}"),
    }
}

/// What a link says, over the label that it has without the lens.
fn link_label(brush: &Brush<'_>, room: Option<Rect>, points: &[Pos2], words: &str) {
    let (zoom, palette) = (brush.transform.scaling, &brush.palette);
    let size = (12.0 * zoom).max(LEAST_LETTER);
    let Some(galley) = fitting(brush, words, size, palette.text, f32::INFINITY) else { return };
    let size = galley.size() + vec2(6.0, 0.0);
    let room = room.unwrap_or_else(|| Rect::from_center_size(along(points, 0.5).0, size));
    let length: f32 = points.iter().zip(points.iter().skip(1)).map(|(a, b)| a.distance(*b)).sum();
    // On a short link labels stand above the line, or nothing would be seen of it.
    let short = length < room.width().max(size.x) + 2.0 * GRID * zoom;
    let up = |height: f32| if short { height / 2.0 + 5.0 * zoom } else { 0.0 };
    let rect = Rect::from_center_size(room.center() - vec2(0.0, up(size.y)), size);
    let before = room.translate(vec2(0.0, -up(room.height())));
    brush.painter.rect_filled(rect.union(before), CornerRadius::same(3), palette.board);
    brush.painter.galley(rect.min + vec2(3.0, 0.0), galley, palette.text);
}

/// A box with its one figure.
fn lens_box(brush: &Brush<'_>, component: &Component, rect: Rect, reading: &Reading, (selected, read): (bool, bool)) {
    let (palette, zoom) = (&brush.palette, brush.transform.scaling);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 64")]
    let radius = CornerRadius::same((8.0 * zoom).clamp(1.0, 64.0) as u8);
    let Some(heat) = reading.heat else {
        // Without a figure a box stays behind, but says why.
        let edge = Stroke::new(1.0, palette.edge.gamma_multiply(0.6));
        brush.painter.rect(rect, radius, palette.board, edge, StrokeKind::Inside);
        lens_name(brush, component, rect, palette.faint);
        if brush.reads() {
            let words = brush.line(&reading.words, 12.0, palette.faint, rect.width() - 20.0 * zoom);
            brush.painter.galley(rect.min + vec2(10.0, 32.0) * zoom, words, palette.faint);
        }
        return;
    };
    let color = palette.heat(heat);
    brush.painter.rect(
        rect,
        radius,
        palette.warm(heat),
        Stroke::new(2.0_f32.min(6.0 * zoom), color),
        StrokeKind::Inside,
    );
    if reading.over {
        hatch(brush, rect.shrink(2.0), color.gamma_multiply(0.45));
    }
    // A gauge at the foot: how far along the scale.
    let pad = 10.0 * zoom;
    let gauge = Rect::from_min_max(
        pos2(rect.left() + pad, rect.bottom() - 11.0 * zoom),
        pos2(rect.right() - pad, rect.bottom() - 6.0 * zoom),
    );
    brush.painter.rect_filled(gauge, CornerRadius::same(2), palette.board.gamma_multiply(0.7));
    let full = Rect::from_min_size(gauge.min, vec2(gauge.width() * heat.clamp(0.0, 1.0), gauge.height()));
    brush.painter.rect_filled(full, CornerRadius::same(2), color);
    if selected {
        let edge = Stroke::new(2.0, palette.accent);
        brush.painter.rect_stroke(rect.expand(2.0), radius, edge, StrokeKind::Outside);
    }
    let width = rect.width() - 2.0 * pad;
    if !read {
        return;
    }
    if !brush.reads() {
        // From here on the figure is all that can be read.
        if let Some(galley) = fitting(brush, &reading.figure, 40.0 * zoom, palette.text, width) {
            let at = pos2(rect.center().x, rect.center().y - 3.0 * zoom) - galley.size() / 2.0;
            brush.painter.galley(at, galley, palette.text);
        }
        return;
    }
    lens_name(brush, component, rect, palette.text);
    if let Some(galley) = fitting(brush, &reading.figure, 23.0 * zoom, palette.text, width) {
        let middle = rect.top() + 37.0 * zoom;
        brush.painter.galley(pos2(rect.left() + pad, middle - galley.size().y / 2.0), galley, palette.text);
    }
    let words = brush.line(&reading.words, 11.0, palette.text, width);
    brush.painter.galley(pos2(rect.left() + pad, rect.top() + 52.0 * zoom), words, palette.text);
}

fn lens_name(brush: &Brush<'_>, component: &Component, rect: Rect, color: Color32) {
    let zoom = brush.transform.scaling;
    if !brush.reads() {
        return;
    }
    let pad = 10.0 * zoom;
    let name = brush.line(&component.name, 14.0, color, rect.width() - 2.0 * pad);
    brush.painter.galley(rect.min + vec2(pad, 6.0 * zoom), name, color);
}
