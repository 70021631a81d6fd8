//! The board from far away: links are lines and components are coloured boxes, all in one mesh. What is smaller than a
//! pixel is merged with what lies under the same one.

use super::Scene;
use super::geometry::{box_at, on_curve};
use super::paint::{far_fill, link_color};
use super::palette::Palette;
use crate::design::{ElementId, LinkKind, Point};
use crate::layout::{Area, Route, Router, Spot};
use egui::emath::{GuiRounding as _, TSTransform};
use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::{Color32, Pos2, Rect, Vec2, pos2};
use std::collections::BTreeSet;

/// Lines shorter than this have no soft edges, in points of the screen.
const SOFT: f32 = 9.0;
/// Links between ends that are nearer than this are not painted: boxes so small stand side by side. In pixels.
const SHORT: f32 = 4.0;
/// Points of the screen to a straight piece of a curve.
const PIECE: f32 = 6.0;

/// The colours of everything, by the numbers of the router.
#[derive(Clone, Debug, Default)]
pub(super) struct Far {
    of: Option<(u64, u64, usize, usize, bool)>,
    boxes: Vec<Color32>,
    links: Vec<Color32>,
    /// The numbers of components from the bottom to the top, if they are not all of one layer.
    order: Option<Vec<u32>>,
}

/// What is to be painted.
pub(super) struct Shown<'a> {
    pub selection: &'a BTreeSet<ElementId>,
    pub palette: &'a Palette,
    pub transform: TSTransform,
    /// What of the board can be seen.
    pub room: Rect,
    pub pixels: f32,
}

fn put<T: Clone>(list: &mut Vec<T>, number: u32, value: T, nothing: T) {
    let at = number as usize;
    if at >= list.len() {
        list.resize(at + 1, nothing);
    }
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}

fn get<T: Copy + Default>(list: &[T], number: u32) -> T {
    list.get(number as usize).copied().unwrap_or_default()
}

impl Far {
    /// Takes colours over from the design. While something is `moved` they stay as they are.
    pub fn refresh(&mut self, scene: Scene<'_>, router: &Router, palette: &Palette, moved: bool) {
        let design = scene.design;
        let dark = *palette == Palette::DARK;
        let mut of = (scene.revision, scene.estimated, design.components().len(), design.links().len(), dark);
        if let Some(known) = self.of.filter(|_| moved) {
            of.0 = known.0;
        }
        if self.of == Some(of) {
            return;
        }
        self.of = Some(of);
        self.boxes.clear();
        self.links.clear();
        let mut layers: Vec<(i32, u32)> = Vec::with_capacity(design.components().len());
        for (number, id, _) in router.components() {
            let Some(component) = design.component(id) else { continue };
            let status = scene.estimate.and_then(|estimate| estimate.component(id)).map(|figures| figures.status);
            put(&mut self.boxes, number, far_fill(palette, component.role, status), Color32::TRANSPARENT);
            layers.push((component.arrangement.layer, number));
        }
        for (number, id, _) in router.links() {
            let Some(link) = design.link(id) else { continue };
            let over = scene.estimate.and_then(|estimate| estimate.links.get(id)).is_some_and(|f| f.over_capacity);
            let color = link_color(palette, false, over, link.kind == LinkKind::Watch);
            put(&mut self.links, number, color, Color32::TRANSPARENT);
        }
        self.order = (!layers.is_sorted_by_key(|(layer, _)| *layer)).then(|| {
            layers.sort_by_key(|(layer, _)| *layer);
            layers.into_iter().map(|(_, number)| number).collect()
        });
    }

    /// Everything that can be seen, as one mesh. Whether that is all there is.
    pub fn paint(&self, router: &Router, view: &Shown<'_>) -> (Mesh, bool) {
        let (mut boxes, mut lines) = (Vec::new(), Vec::new());
        for id in view.selection {
            match id {
                ElementId::Component(id) => boxes.extend(router.component_number(id)),
                ElementId::Link(id) => lines.extend(router.link_number(id)),
                _ => {}
            }
        }
        let mut pen = Pen::new(view, boxes.len());
        let whole_links = self.paint_links(router, view, &lines, &mut pen);
        let whole = self.paint_boxes(router, view, &boxes, &mut pen) && whole_links;
        (pen.mesh, whole)
    }

    fn paint_links(&self, router: &Router, view: &Shown<'_>, selected: &[u32], pen: &mut Pen) -> bool {
        let mut chosen = vec![false; if selected.is_empty() { 0 } else { self.links.len() }];
        for number in selected {
            put(&mut chosen, *number, true, false);
        }
        let mut whole = true;
        for (number, _, route) in router.links() {
            if !sees(view.room, route.start(), route.end(), route) {
                whole = false;
                continue;
            }
            let color = if get(&chosen, number) { view.palette.accent } else { get(&self.links, number) };
            pen.route(route, color);
        }
        whole
    }

    fn paint_boxes(&self, router: &Router, view: &Shown<'_>, selected: &[u32], pen: &mut Pen) -> bool {
        let mut chosen = vec![false; if selected.is_empty() { 0 } else { self.boxes.len() }];
        for number in selected {
            put(&mut chosen, *number, true, false);
        }
        let mut whole = true;
        let mut one = |number: u32, area: Area| {
            let rect = Rect::from_min_max(pos2(area.min.x, area.min.y), pos2(area.max.x, area.max.y));
            if view.room.intersects(rect) {
                let ring = get(&chosen, number).then_some(view.palette.accent);
                pen.component(rect, get(&self.boxes, number), ring);
            } else {
                whole = false;
            }
        };
        match &self.order {
            None => router.components().for_each(|(number, _, area)| one(number, area)),
            Some(order) => {
                for number in order {
                    if let Some(area) = router.area(*number) {
                        one(*number, area);
                    }
                }
            }
        }
        whole
    }
}

/// Whether a route may be seen: quickly, by what holds it.
fn sees(room: Rect, start: Spot, end: Spot, route: &Route) -> bool {
    if room.contains(pos2(start.x, start.y)) || room.contains(pos2(end.x, end.y)) {
        return true;
    }
    let bounds = route.bounds();
    room.intersects(Rect::from_min_max(pos2(bounds.min.x, bounds.min.y), pos2(bounds.max.x, bounds.max.y)))
}

/// Writes lines and boxes into one mesh.
struct Pen {
    mesh: Mesh,
    transform: TSTransform,
    pixels: f32,
    /// Which pixels have a dot already: only where components are smaller than that.
    dots: Option<Dots>,
    /// The line that is being painted.
    points: Vec<Pos2>,
}

/// Pixels that are taken.
struct Dots {
    min: Pos2,
    wide: usize,
    taken: Vec<bool>,
}

impl Pen {
    fn new(view: &Shown<'_>, selected: usize) -> Self {
        let transform = view.transform;
        let high = box_at(Point::default()).height() * transform.scaling * view.pixels;
        let dots = (high < 1.0 && selected == 0).then(|| {
            let shown = transform * view.room;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels of a screen")]
            let (wide, high) =
                ((shown.width() * view.pixels).ceil() as usize + 1, (shown.height() * view.pixels).ceil() as usize + 1);
            Dots { min: shown.min, wide, taken: vec![false; wide.saturating_mul(high).min(1 << 25)] }
        });
        Self { mesh: Mesh::default(), transform, pixels: view.pixels, dots, points: Vec::new() }
    }

    fn quad(&mut self, corners: [Pos2; 4], color: Color32) {
        let Ok(first) = u32::try_from(self.mesh.vertices.len()) else { return };
        self.mesh.vertices.extend(corners.map(|pos| Vertex { pos, uv: WHITE_UV, color }));
        self.mesh.indices.extend([first, first + 1, first + 2, first + 2, first + 1, first + 3]);
    }

    fn rect(&mut self, rect: Rect, color: Color32) {
        self.quad([rect.left_top(), rect.right_top(), rect.left_bottom(), rect.right_bottom()], color);
    }

    /// Whether the pixel under a place is free; it is taken then.
    fn takes(&mut self, at: Pos2) -> bool {
        let Some(dots) = &mut self.dots else { return true };
        let from = (at - dots.min) * self.pixels;
        if from.x < 0.0 || from.y < 0.0 {
            return true;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels of a screen")]
        let (x, y) = (from.x as usize, from.y as usize);
        if x >= dots.wide {
            return true;
        }
        dots.taken.get_mut(y.saturating_mul(dots.wide) + x).is_none_or(|taken| !std::mem::replace(taken, true))
    }

    fn component(&mut self, rect: Rect, fill: Color32, ring: Option<Color32>) {
        let shown = self.transform * rect;
        if !self.takes(shown.center()) {
            return;
        }
        let pixel = 1.0 / self.pixels;
        let mut shown = shown.round_to_pixels(self.pixels);
        // It is there, however small.
        shown.max = shown.max.max(shown.min + Vec2::splat(pixel));
        self.rect(shown, fill);
        let Some(ring) = ring else { return };
        let (inner, outer) = (shown.expand(1.5), shown.expand(3.5));
        let side = |min: Pos2, max: Pos2| Rect::from_min_max(min, max);
        for rect in [
            side(outer.left_top(), pos2(outer.right(), inner.top())),
            side(pos2(outer.left(), inner.bottom()), outer.right_bottom()),
            side(pos2(outer.left(), inner.top()), pos2(inner.left(), inner.bottom())),
            side(pos2(inner.right(), inner.top()), pos2(outer.right(), inner.bottom())),
        ] {
            self.rect(rect, ring);
        }
    }

    fn place(&self, spot: Spot) -> Pos2 {
        self.transform * pos2(spot.x, spot.y)
    }

    fn route(&mut self, route: &Route, color: Color32) {
        let long = self.place(route.start()).distance(self.place(route.end()));
        if long * self.pixels < SHORT {
            return;
        }
        self.points.clear();
        match route {
            Route::Curve([a, .., d]) if long < 2.0 * PIECE => {
                let ends = [self.place(*a), self.place(*d)];
                self.points.extend(ends);
            }
            Route::Curve(curve) => {
                let curve = curve.map(|spot| self.place(spot));
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "20 at most")]
                let pieces = (long / PIECE).clamp(2.0, 20.0) as u8;
                self.points.extend((0..=pieces).map(|i| on_curve(curve, f32::from(i) / f32::from(pieces))));
            }
            Route::Polyline(spots) => {
                let transform = self.transform;
                self.points.extend(spots.iter().map(|spot| transform * pos2(spot.x, spot.y)));
            }
        }
        let points = std::mem::take(&mut self.points);
        if long < SOFT && points.len() == 2 {
            self.hard(&points, color);
        } else {
            self.soft(&points, color);
        }
        self.points = points;
    }

    /// A straight line of one point.
    fn hard(&mut self, points: &[Pos2], color: Color32) {
        let [a, b] = points else { return };
        let way = *b - *a;
        let side = way.normalized().rot90() * 0.5;
        self.quad([*a - side, *a + side, *b - side, *b + side], color);
    }

    /// A line that covers as much as one of one point, with soft edges.
    fn soft(&mut self, points: &[Pos2], color: Color32) {
        let Ok(first) = u32::try_from(self.mesh.vertices.len()) else { return };
        let ahead = |n: usize| Some((*points.get(n + 1)? - *points.get(n)?).normalized());
        for (n, at) in points.iter().enumerate() {
            let (before, after) = (n.checked_sub(1).and_then(ahead), ahead(n));
            let way = before.or(after).unwrap_or_default() + after.or(before).unwrap_or_default();
            let side = way.normalized().rot90();
            let places = [(*at - side, Color32::TRANSPARENT), (*at, color), (*at + side, Color32::TRANSPARENT)];
            self.mesh.vertices.extend(places.map(|(pos, color)| Vertex { pos, uv: WHITE_UV, color }));
        }
        for n in (first..).step_by(3).take(points.len().saturating_sub(1)) {
            let piece = [n, n + 1, n + 3, n + 3, n + 1, n + 4, n + 1, n + 2, n + 4, n + 4, n + 2, n + 5];
            self.mesh.indices.extend(piece);
        }
    }
}
