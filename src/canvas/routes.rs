//! Where links run and where their labels stand, kept between frames and routed anew where something has changed.

use super::board::Board;
use super::geometry::{frame_rect, to_segment};
use super::gesture::Gesture;
use crate::design::{Component, Design, ElementId, Id};
use crate::layout::{Area, Budget, Labels, Piece, Route, Router, Spot};
use crate::look::link_words;
use egui::{Pos2, Rect, pos2, vec2};
use std::collections::HashMap;
use std::time::Duration;

/// Time that a frame may spend on routes.
const A_FRAME: Duration = Duration::from_millis(5);
/// Radius of corners, in points of the board.
const ROUND: f32 = 10.0;
/// Straight pieces that stand for a curve: of a whole link, of a corner.
const PIECES: (u8, u8) = (20, 5);
/// Width of a letter and height of a line of a label, in points of the board: what labels keep free is known before
/// they are painted.
const LETTER: (f32, f32) = (5.6, 14.0);
/// Longest line of a label, in points of the board.
pub(super) const WIDEST: f32 = 150.0;
/// Links beyond which no room is kept for labels: nobody reads them all.
const MOST_LABELS: usize = 20_000;
/// Links beyond which labels find their places only once their links have theirs.
const MANY_LABELS: usize = 2_000;
/// So many components at most are minded by the labels of others while they are dragged.
const MINDED: usize = 20;

/// What is kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Routes {
    pub router: Router,
    labels: Labels,
    /// The revision of the design that is routed, and whether all routes are final.
    of: Option<u64>,
    settled: bool,
    /// Revision of the routes and number of the estimate of which the labels are.
    labelled: Option<(u64, u64, u64)>,
    /// Sizes of labels, and of which revision and estimate they are.
    sizes: HashMap<Id, (f32, f32)>,
    sized: Option<(u64, u64)>,
}

fn spot(at: Pos2) -> Spot {
    Spot::new(at.x, at.y)
}

fn pos(spot: Spot) -> Pos2 {
    pos2(spot.x, spot.y)
}

/// A rectangle of the board, as the layout knows it.
pub(super) fn area(rect: Rect) -> Area {
    Area::new(spot(rect.min), rect.width(), rect.height())
}

fn rect(area: Area) -> Rect {
    Rect::from_min_max(pos(area.min), pos(area.max))
}

/// A route as straight pieces, with round corners.
pub(super) fn line(route: &Route) -> Vec<Pos2> {
    let mut points = vec![pos(route.start())];
    let pieces = if matches!(route, Route::Curve(_)) { PIECES.0 } else { PIECES.1 };
    for piece in route.path(ROUND) {
        match piece {
            Piece::Line(end) => points.push(pos(end)),
            Piece::Cubic([b, c, d]) => {
                let a = points.last().copied().unwrap_or_default();
                let curve = [a, pos(b), pos(c), pos(d)];
                points.extend((1..=pieces).map(|i| super::geometry::on_curve(curve, f32::from(i) / f32::from(pieces))));
            }
        }
    }
    points.dedup();
    points
}

/// The place after a share of a line, and the way on from there.
pub(super) fn along(line: &[Pos2], share: f32) -> (Pos2, egui::Vec2) {
    let pieces = || line.iter().zip(line.iter().skip(1));
    let whole: f32 = pieces().map(|(a, b)| a.distance(*b)).sum();
    let mut left = whole * share;
    for (a, b) in pieces() {
        let length = a.distance(*b);
        if left <= length && length > 0.0 {
            return (*a + (*b - *a) * (left / length), (*b - *a) / length);
        }
        left -= length;
    }
    (line.last().copied().unwrap_or_default(), vec2(1.0, 0.0))
}

impl Routes {
    /// Changes whenever a route, a label or a component is elsewhere.
    pub fn state(&self) -> (u64, u64, u64) {
        (self.router.revision(), self.labelled.map_or(0, |(routes, ..)| routes), self.router.placing())
    }

    /// The line of a link on the board.
    pub fn line(&self, link: &Id) -> Option<Vec<Pos2>> {
        self.router.route(link).map(line)
    }

    /// Where the label of a link stands, if room is kept for one.
    pub fn label(&self, link: &Id) -> Option<Rect> {
        self.labels.area(&self.router, link).map(rect)
    }

    /// The components of which a part is in a rectangle of the board, in the order in which they came.
    pub fn components_in<'a>(&self, design: &'a Design, seen: Rect) -> Vec<&'a Component> {
        self.router.components_within(area(seen)).into_iter().filter_map(|id| design.component(id)).collect()
    }

    /// The ids of links that may be seen in a rectangle of the board, in the order in which they came.
    pub fn links_in(&self, seen: Rect) -> Vec<&Id> {
        self.router.links_within(area(seen))
    }

    /// The link that is nearest to a place of the board, if it is within reach.
    pub fn nearest(&self, at: Pos2, reach: f32) -> Option<&Id> {
        self.router.nearest(spot(at), reach).map(|(id, _)| id)
    }
}

impl<'a> Board<'a, '_> {
    /// Takes over what has changed in the design.
    pub(super) fn route(&mut self) {
        let scene = self.scene;
        let dragging: Option<Vec<&Id>> = match &self.view.gesture {
            // Copies have just come.
            Gesture::Move(moving) if self.view.routes.of.is_some() => Some(
                moving
                    .start
                    .iter()
                    .filter_map(|(id, _)| match id {
                        ElementId::Component(id) => Some(id),
                        _ => None,
                    })
                    .collect(),
            ),
            _ => None,
        };
        let routes = &mut self.view.routes;
        if routes.of != Some(scene.revision) || !routes.settled {
            let known = routes.router.routes().count();
            routes.settled = match dragging {
                // Nothing but these has moved, unless links or components have come or gone.
                Some(moved) if known == scene.design.links().len() && routes.knows(&moved) => {
                    routes.router.update_moved(scene.design, moved, Budget::Drag);
                    // What is left is done when the drag is over.
                    false
                }
                _ => routes.router.update(scene.design, Budget::Time(A_FRAME)),
            };
            routes.of = Some(scene.revision);
            if !routes.settled && !matches!(self.view.gesture, Gesture::Move(_)) {
                self.ui.request_repaint();
            }
        }
        self.place_labels();
    }

    fn place_labels(&mut self) {
        let scene = self.scene;
        let (moving, many) = match &self.view.gesture {
            Gesture::Move(moving) => (true, moving.start.len() > MINDED),
            _ => (false, !self.view.routes.settled && scene.design.links().len() > MANY_LABELS),
        };
        if many {
            // Until then the labels of links that run elsewhere now stand in their middles.
            return;
        }
        let routes = &mut self.view.routes;
        let wanted = (routes.router.revision(), scene.estimated, if moving { 0 } else { scene.revision });
        if routes.labelled == Some(wanted) || scene.design.links().len() > MOST_LABELS {
            return;
        }
        let of = (scene.revision, scene.estimated);
        if routes.sized != Some(of) && !moving {
            routes.sizes = scene
                .design
                .links()
                .filter_map(|link| {
                    let figures = scene.estimate.and_then(|estimate| estimate.links.get(&link.id));
                    let words = link_words(link, figures);
                    #[expect(clippy::cast_precision_loss, reason = "a few hundred letters")]
                    let width = words.iter().map(|word| word.chars().count()).max()? as f32 * LETTER.0;
                    #[expect(clippy::cast_precision_loss, reason = "a few lines")]
                    let height = words.len() as f32 * LETTER.1;
                    Some((link.id.clone(), (width.min(WIDEST) + 8.0, height + 2.0)))
                })
                .collect();
            routes.sized = Some(of);
        }
        let titles: Vec<Area> = scene
            .design
            .frames()
            .map(|frame| {
                let rect = frame_rect(frame);
                #[expect(clippy::cast_precision_loss, reason = "names are short")]
                let width = (frame.title().chars().count() as f32 * 7.0 + 16.0).min(rect.width());
                area(Rect::from_min_size(rect.min, vec2(width, 24.0)))
            })
            .collect();
        let sizes = &routes.sizes;
        routes.labels.update(&routes.router, &titles, |id| sizes.get(id).copied());
        routes.labelled = Some(wanted);
    }

    /// The components in a rectangle of the board.
    pub(super) fn components_in(&self, seen: Rect) -> Vec<&'a Component> {
        self.view.routes.components_in(self.scene.design, seen)
    }

    /// Where the label of a link stands on the board, or would.
    pub(super) fn middle_of(&self, link: &Id) -> Option<Pos2> {
        let label = self.view.routes.label(link).map(|label| label.center());
        label.or_else(|| Some(along(&self.line_of(link)?, 0.5).0))
    }

    /// The line of a link on the board.
    pub(super) fn line_of(&self, link: &Id) -> Option<Vec<Pos2>> {
        self.view.routes.line(link)
    }
}

impl Routes {
    fn knows(&self, components: &[&Id]) -> bool {
        components.iter().all(|id| self.router.knows(id))
    }
}

/// How far a place is from a line.
pub(super) fn distance(line: &[Pos2], at: Pos2) -> f32 {
    line.iter().zip(line.iter().skip(1)).map(|(a, b)| to_segment(*a, *b, at)).fold(f32::INFINITY, f32::min)
}
