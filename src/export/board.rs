//! A design as the board shows it: frames, notes, strokes, links with what runs through them, components with their
//! figures.

use super::measure::{ASCENT, LINE, Measure};
use super::svg::{Anchor, Svg};
use crate::catalog::{Catalog, Role};
use crate::design::{Component, Design, Frame, Id, Link, LinkKind, Note, Stroke};
use crate::estimate::{ComponentEstimate, Estimate, LinkEstimate, Status};
use crate::layout::{Area, GRID, Labels, Route, Router, Spot};
use crate::look::{Colors, Rgb, line_under_name, link_words, thickness};
use crate::units::{Amount, Kind, Measure as _};
use std::f32::consts::TAU;

/// Room around the design, in points.
const MARGIN: f32 = 28.0;
/// Widest line of a label.
const LABEL: f32 = 150.0;

/// What a picture is of.
pub(super) struct Painter<'a> {
    pub design: &'a Design,
    pub catalog: &'a Catalog,
    pub estimate: Option<&'a Estimate>,
    pub colors: Colors,
    pub measure: Measure,
    /// Lines above the picture: a word in a colour, and the rest.
    pub caption: Vec<(String, Option<Rgb>)>,
    /// Whether the board is left out.
    pub transparent: bool,
}

fn spot(x: f32, y: f32) -> Spot {
    Spot::new(x, y)
}

fn area(x: f32, y: f32, width: f32, height: f32) -> Area {
    Area::new(spot(x, y), width, height)
}

impl Painter<'_> {
    /// Draws everything; the picture and what of the board it shows.
    pub fn draw(&self) -> (Svg, Area) {
        let router = Router::fresh(self.design);
        let titles: Vec<Area> = self.design.frames().map(|frame| self.title_of(frame)).collect();
        let labels = Labels::fresh(&router, &titles, |id| {
            let link = self.design.link(id)?;
            let lines = self.words(link, self.figures_of(id));
            let width = lines.iter().map(|line| self.measure.width(line, 11.0)).reduce(f32::max)?;
            #[expect(clippy::cast_precision_loss, reason = "a few lines")]
            let height = lines.len() as f32 * 11.0 * LINE;
            Some((width + 8.0, height + 2.0))
        });
        let view = self.view(&router);
        let mut svg = Svg::default();
        if !self.transparent {
            svg.rect(view, 0.0, Some((self.colors.board, 1.0)), None);
        }
        self.caption(&mut svg, view);
        for frame in self.design.frames() {
            self.frame(&mut svg, frame);
        }
        let mut notes: Vec<&Note> = self.design.notes().collect();
        notes.sort_by_key(|note| note.arrangement.layer);
        for note in notes {
            self.note(&mut svg, note);
        }
        let mut strokes: Vec<&Stroke> = self.design.strokes().collect();
        strokes.sort_by_key(|stroke| stroke.arrangement.layer);
        for stroke in strokes {
            self.stroke(&mut svg, stroke);
        }
        for link in self.design.links() {
            if let Some(route) = router.route(&link.id) {
                let room = labels.area(&router, &link.id);
                let figures = self.figures_of(&link.id);
                svg.group(&self.link_title(link), |svg| self.link(svg, link, route, room, figures));
            }
        }
        let mut components: Vec<&Component> = self.design.components().collect();
        components.sort_by_key(|component| component.arrangement.layer);
        for component in components {
            svg.group(&component.name, |svg| self.component(svg, component));
        }
        (svg, view)
    }

    fn figures_of(&self, link: &Id) -> Option<&LinkEstimate> {
        self.estimate?.links.get(link)
    }

    fn link_title(&self, link: &Link) -> String {
        let name = |id| self.design.component(id).map_or("", |component| component.name.as_str());
        format!("{} to {}", name(&link.from), name(&link.to))
    }

    fn view(&self, router: &Router) -> Area {
        let components = self.design.components().map(|component| Area::of_component(component.at));
        let notes = self.design.notes().map(|note| Area::of_steps(note.at, note.size));
        let frames = self.design.frames().map(|frame| Area::of_steps(frame.at, frame.size));
        let strokes = self.design.strokes().filter_map(|stroke| Area::of(stroke_spots(stroke)));
        let routes = router.routes().map(|(_, route, _)| Area::of(route.flat()).unwrap_or_default());
        let all = components.chain(notes).chain(frames).chain(strokes).chain(routes).reduce(Area::with);
        let mut view = all.unwrap_or_else(|| area(0.0, 0.0, 400.0, 120.0)).grown(MARGIN);
        let widest =
            self.caption.iter().map(|(text, _)| self.measure.width(text, 13.0)).fold(0.0, f32::max) + 2.0 * MARGIN;
        if view.width() < widest {
            view.max.x = view.min.x + widest.min(1200.0);
        }
        #[expect(clippy::cast_precision_loss, reason = "a few lines")]
        if !self.caption.is_empty() {
            view.min.y -= 14.0 + 20.0 * self.caption.len() as f32;
        }
        view
    }

    fn caption(&self, svg: &mut Svg, view: Area) {
        let mut y = view.min.y + MARGIN;
        for (place, (text, color)) in self.caption.iter().enumerate() {
            let size = if place == 0 { 17.0 } else { 13.0 };
            let text = self.measure.elide(text, size, view.width() - 2.0 * MARGIN);
            svg.text(spot(view.min.x + MARGIN, y), Anchor::Start, size, color.unwrap_or(self.colors.text), &text);
            y += 20.0;
        }
    }

    fn title_of(&self, frame: &Frame) -> Area {
        let place = Area::of_steps(frame.at, frame.size);
        let width = self.measure.width(&frame.title(), 13.0) + 16.0;
        Area::new(place.min, width.min(place.width()), 24.0)
    }

    fn frame(&self, svg: &mut Svg, frame: &Frame) {
        let place = Area::of_steps(frame.at, frame.size);
        svg.rect(place, 8.0, Some((self.colors.card, 0.35)), Some((self.colors.edge, 1.0)));
        let text = self.measure.elide(&frame.title(), 13.0, place.width() - 16.0);
        line(svg, spot(place.min.x + 8.0, place.min.y + 6.0), Anchor::Start, 13.0, self.colors.faint, &text);
    }

    fn note(&self, svg: &mut Svg, note: &Note) {
        let place = Area::of_steps(note.at, note.size);
        if !note.plain {
            svg.rect(place, 4.0, Some((self.colors.note, 1.0)), None);
        }
        let color = if note.plain { self.colors.text } else { self.colors.note_text };
        let (pad, size) = (10.0, 12.5);
        let mut y = place.min.y + pad;
        for words in self.measure.wrap(&note.text, size, place.width() - 2.0 * pad) {
            if y + size * LINE > place.max.y + 1.0 {
                break;
            }
            line(svg, spot(place.min.x + pad, y), Anchor::Start, size, color, &words);
            y += size * LINE;
        }
    }

    fn stroke(&self, svg: &mut Svg, stroke: &Stroke) {
        let spots = stroke_spots(stroke);
        match spots.as_slice() {
            [dot] => svg.circle(*dot, 2.0, Some(self.colors.text), None),
            _ => svg.line(&spots, self.colors.text, 2.0),
        }
    }

    fn words(&self, link: &Link, figures: Option<&LinkEstimate>) -> Vec<String> {
        link_words(link, figures).iter().map(|line| self.measure.elide(line, 11.0, LABEL)).collect()
    }

    fn link(&self, svg: &mut Svg, link: &Link, route: &Route, room: Option<Area>, figures: Option<&LinkEstimate>) {
        let watch = link.kind == LinkKind::Watch;
        let over = figures.is_some_and(|figures| figures.over_capacity);
        let color = match (over, watch) {
            (true, _) => self.colors.alarm,
            (_, true) => self.colors.role(Role::Monitor),
            _ => self.colors.link,
        };
        let width = if watch { 1.2 } else { figures.map_or(1.5, |figures| thickness(figures.flow.bytes.mean.base())) };
        svg.route(route, color, width, watch);
        if over {
            for share in [0.2, 0.3, 0.7, 0.8] {
                let (at, ahead) = (route.along(share), route.along(share + 0.01));
                let length = at.distance(ahead).max(0.01);
                let reach = (4.0 + width) / length;
                let side = spot(-(ahead.y - at.y) * reach, (ahead.x - at.x) * reach);
                svg.line(&[at.moved(-side.x, -side.y), at.moved(side.x, side.y)], color, 1.5);
            }
        }
        let flat = route.flat();
        if let [.., before, tip] = flat.as_slice() {
            let length = before.distance(*tip).max(0.01);
            let ahead = spot((tip.x - before.x) / length, (tip.y - before.y) / length);
            let back = tip.moved(-9.0 * ahead.x, -9.0 * ahead.y);
            let side = spot(-4.5 * ahead.y, 4.5 * ahead.x);
            svg.polygon(&[*tip, back.moved(-side.x, -side.y), back.moved(side.x, side.y)], color);
        }
        let words = self.words(link, figures);
        if words.is_empty() {
            return;
        }
        let mut place = room.unwrap_or_else(|| Area::around(route.along(0.5), LABEL, 14.0));
        // On a short link the label stands above the line, or nothing would be seen of it.
        if route.length() < place.width() + 2.0 * GRID {
            place = place.moved(0.0, -place.height() / 2.0 - 5.0);
        }
        svg.rect(place, 3.0, Some((self.colors.board, 0.92)), None);
        let color = if over { self.colors.alarm } else { self.colors.faint };
        let mut y = place.min.y + 1.0;
        for word in words {
            line(svg, spot(place.center().x, y), Anchor::Middle, 11.0, color, &word);
            y += 11.0 * LINE;
        }
    }

    fn component(&self, svg: &mut Svg, component: &Component) {
        let place = Area::of_component(component.at);
        let (x, y) = (place.min.x, place.min.y);
        let role = self.colors.role(component.role);
        svg.rect(place, 8.0, Some((self.colors.card, 1.0)), Some((self.colors.edge, 1.0)));
        svg.rect(area(x + 2.0, y + 6.0, 4.0, place.height() - 12.0), 2.0, Some((role, 1.0)), None);
        let middle = place.center().y;
        svg.circle(spot(place.max.x, middle), 3.5, Some(self.colors.card), Some((role, 1.2)));
        if component.role.carries_data() && component.role != Role::Source {
            svg.circle(spot(x, middle), 3.5, Some(self.colors.card), Some((role, 1.2)));
        }
        icon(svg, component.role, spot(x + 22.0, y + 19.0), role);
        let left = x + 36.0;
        let width = place.max.x - 10.0 - left;
        let name = self.measure.elide(&component.name, 14.0, width);
        line(svg, spot(left, y + 7.0), Anchor::Start, 14.0, self.colors.text, &name);
        let figures = self.estimate.and_then(|estimate| estimate.component(&component.id));
        let mut room = width;
        if let Some(status) = figures.map(|figures| figures.status).filter(|status| *status != Status::Ok) {
            let word = self.measure.elide(status.in_words(), 11.0, width * 0.7);
            room -= self.measure.width(&word, 11.0) + 6.0;
            let at = spot(place.max.x - 10.0, y + 26.0);
            line(svg, at, Anchor::End, 11.0, self.colors.status(status), &word);
        }
        let product = self.measure.elide(line_under_name(component, self.catalog), 11.0, room);
        line(svg, spot(left, y + 26.0), Anchor::Start, 11.0, self.colors.faint, &product);
        if let Some(figures) = figures {
            self.figures(svg, component, place, figures);
        }
    }

    fn figures(&self, svg: &mut Svg, component: &Component, place: Area, figures: &ComponentEstimate) {
        let (left, right, foot) = (place.min.x + 14.0, place.max.x - 10.0, place.max.y);
        if let Some(load) = figures.utilization {
            let bar = area(left, foot - 31.0, right - 52.0 - left, 6.0);
            let color = self.colors.status(figures.status);
            svg.rect(bar, 2.0, Some((self.colors.edge, 0.5)), None);
            #[expect(clippy::cast_possible_truncation, reason = "0 to 1")]
            let part = load.peak.base().clamp(0.0, 1.0) as f32;
            let full = Area::new(bar.min, bar.width() * part, bar.height());
            svg.rect(full, 2.0, Some((color, 1.0)), None);
            if figures.status > Status::Ok {
                let mut x = full.min.x;
                while x < full.max.x - 3.0 {
                    svg.line(&[spot(x, full.max.y), spot(x + 3.0, full.min.y)], self.colors.card, 1.0);
                    x += 5.0;
                }
            }
            #[expect(clippy::cast_possible_truncation, reason = "0 to 1")]
            let mark = bar.min.x + bar.width() * load.target.base().clamp(0.0, 1.0) as f32;
            svg.line(&[spot(mark, bar.min.y - 2.0), spot(mark, bar.max.y + 2.0)], self.colors.faint, 1.0);
            let text = Amount::of(load.peak).shown_as(Kind::Share).to_string();
            let shade = if figures.status > Status::Ok { color } else { self.colors.faint };
            svg.text(spot(right, bar.center().y + 3.8), Anchor::End, 10.5, shade, &text);
        }
        let y = foot - 19.0;
        if component.role.carries_data() {
            let rate = Amount::of(figures.input.bytes.mean).to_string();
            line(svg, spot(left, y), Anchor::Start, 11.0, self.colors.text, &rate);
        }
        if let Some(staleness) = figures.staleness {
            let text = format!("{} old", Amount::of(staleness.max));
            line(svg, spot(right, y), Anchor::End, 11.0, self.colors.text, &text);
        }
    }
}

/// The picture of a role about a place, eight points to each side.
fn icon(svg: &mut Svg, role: Role, at: Spot, color: Rgb) {
    let r = 8.0;
    let width = 1.6;
    let on = |x: f32, y: f32| at.moved(x * r, y * r);
    let fill = |svg: &mut Svg, x: f32, y: f32, w: f32, h: f32, round: f32| {
        svg.rect(Area::around(on(x, y), w * r, h * r), round, Some((color, 1.0)), None);
    };
    match role {
        Role::Source => {
            svg.circle(at, r * 0.35, Some(color), None);
            svg.circle(at, r * 0.85, None, Some((color, width)));
        }
        Role::Queue => [-1.0, 0.0, 1.0].into_iter().for_each(|i| fill(svg, i * 0.65, 0.0, 0.42, 1.3, 1.0)),
        Role::Compute => {
            svg.rect(Area::around(at, r * 1.1, r * 1.1), 1.0, None, Some((color, width)));
            for i in [-0.35, 0.35] {
                for (a, b) in [
                    (on(i, -1.0), on(i, -0.55)),
                    (on(i, 1.0), on(i, 0.55)),
                    (on(-1.0, i), on(-0.55, i)),
                    (on(1.0, i), on(0.55, i)),
                ] {
                    svg.line(&[a, b], color, width);
                }
            }
        }
        Role::Store => [-0.6, 0.0, 0.6].into_iter().for_each(|y| fill(svg, 0.0, y, 1.7, 0.42, 1.6)),
        Role::Serve => {
            for (i, height) in [(-0.6, 0.7), (0.0, 1.6), (0.6, 1.1)] {
                fill(svg, i, 0.8 - height / 2.0, 0.38, height, 1.0);
            }
        }
        Role::Monitor => {
            let way = [(-1.0, 0.1), (-0.45, 0.1), (-0.15, -0.8), (0.25, 0.8), (0.5, 0.1), (1.0, 0.1)];
            svg.line(&way.map(|(x, y)| on(x, y)), color, width);
        }
        Role::Control => {
            svg.circle(at, r * 0.55, None, Some((color, width)));
            for i in 0_u8..6 {
                let (sin, cos) = (f32::from(i) * TAU / 6.0).sin_cos();
                svg.line(&[on(cos * 0.55, sin * 0.55), on(cos, sin)], color, width);
            }
        }
    }
}

/// A line of text whose top is there.
fn line(svg: &mut Svg, at: Spot, anchor: Anchor, size: f32, color: Rgb, text: &str) {
    svg.text(spot(at.x, at.y + ASCENT * size), anchor, size, color, text);
}

#[expect(clippy::cast_precision_loss, reason = "places on the board are within a million steps")]
fn stroke_spots(stroke: &Stroke) -> Vec<Spot> {
    let fine = GRID / Stroke::FINE as f32;
    let origin = Spot::of(stroke.at);
    stroke.points.iter().map(|point| origin.moved(point.x as f32 * fine, point.y as f32 * fine)).collect()
}
