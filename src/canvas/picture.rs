//! What is kept of links and components as they were painted: while nothing about them changes they are not painted anew,
//! and while the board moves they are moved.
//!
//! Near, boxes and lines are kept as meshes and texts as they were laid out, in the order in which they were painted; far
//! away all is one mesh. With them is kept what can be seen, for the widgets that lie over it.

use super::board::Board;
use super::far::{self, Far};
use super::geometry::component_rect;
use super::gesture::{End, Gesture};
use super::paint::{Brush, FAR, Spots, readable};
use super::palette::Palette;
use super::routes::{along, area};
use super::{MOST_UNHEARD, MOST_WIDGETS};
use crate::design::{Component, ElementId, Id};
use egui::emath::TSTransform;
use egui::epaint::{ClippedShape, Mesh, TessellationOptions, Tessellator};
use egui::layers::PaintList;
use egui::{LayerId, Order, Pos2, Rect, Shape, TextureId, Vec2};
use std::collections::BTreeSet;

/// How much is painted beyond what is seen while the board moves, as a share of that.
const MARGIN: f32 = 0.3;
/// How much larger or smaller a picture may be shown than it was painted, while the board is being zoomed.
const STRETCH: f32 = 1.25;
/// Seconds after which zooming is over and the picture is painted as it shall be.
const SETTLED: f64 = 0.12;

/// How much can be told from a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Detail {
    /// Coloured boxes.
    Boxes,
    /// Boxes with ports and links with arrows.
    Shapes,
    /// With texts.
    Texts,
}

impl Detail {
    pub fn at(zoom: f32, pixels: f32) -> Self {
        if zoom < FAR {
            Self::Boxes
        } else if readable(zoom, pixels) {
            Self::Texts
        } else {
            Self::Shapes
        }
    }
}

/// Everything but the selection on which a picture depends: if it changes, the picture is painted anew.
#[derive(Clone, Debug, PartialEq)]
struct Of {
    revision: u64,
    estimated: u64,
    /// The revision of the routes, of that of which labels are, and of where components lie.
    routes: (u64, u64, u64),
    palette: Palette,
    pixels: f32,
    detail: Detail,
    /// What the pointer is over.
    hovered: Option<ElementId>,
    /// The link under way: where it is fixed, and to which side; or which end of which link is taken elsewhere.
    linking: Option<(Id, bool, bool)>,
    /// How many widgets there may be.
    widgets: usize,
}

/// A component that can be seen.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub id: ElementId,
    pub widget: egui::Id,
    /// On the board.
    pub rect: Rect,
    /// Where its figures stand on the screen.
    pub spots: Spots,
}

/// A link that can be seen.
#[derive(Clone, Debug)]
pub(super) struct Wire {
    pub id: ElementId,
    pub widget: egui::Id,
    /// On the screen: its label, or its middle.
    pub rect: Rect,
}

/// A shape that is kept, and where it is.
#[derive(Clone, Debug)]
struct Piece {
    shape: Shape,
    clip: Rect,
    bounds: Rect,
}

impl Piece {
    fn new(shape: Shape, clip: Rect) -> Self {
        let bounds = shape.visual_bounding_rect().intersect(clip);
        Self { shape, clip, bounds }
    }
}

/// What is kept.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    of: Option<Of>,
    selection: BTreeSet<ElementId>,
    pieces: Vec<Piece>,
    /// From the board to the screen, as it was painted, and at the last frame.
    transform: TSTransform,
    last: TSTransform,
    /// What of the board has been painted.
    covers: Rect,
    /// When the scale last changed.
    zoomed: f64,
    far: Far,
    /// What can be seen, from the bottom to the top; `None` if that is too much for widgets.
    pub seen: Option<Seen>,
}

/// What can be seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    pub components: Vec<Part>,
    pub links: Vec<Wire>,
}

impl Default for Picture {
    fn default() -> Self {
        Self {
            of: None,
            selection: BTreeSet::new(),
            pieces: Vec::new(),
            transform: TSTransform::IDENTITY,
            last: TSTransform::IDENTITY,
            covers: Rect::NOTHING,
            zoomed: f64::NEG_INFINITY,
            far: Far::default(),
            seen: None,
        }
    }
}

/// The widget of an element.
pub(super) fn widget_of(id: &ElementId) -> egui::Id {
    egui::Id::unique(("board element", id))
}

/// From where the board was painted to where it is.
fn way(from: TSTransform, to: TSTransform) -> TSTransform {
    if from.scaling == to.scaling {
        return TSTransform::from_translation(to.translation - from.translation);
    }
    to * from.inverse()
}

impl Picture {
    /// From the screen when it was painted to the screen as it is now.
    pub fn moved(&self, now: TSTransform) -> TSTransform {
        way(self.transform, now)
    }

    fn paint(&self, brush: &Brush<'_>) {
        if !brush.painter.is_visible() {
            return;
        }
        let moved = self.moved(brush.transform);
        let area = brush.painter.clip_rect();
        let layer = brush.painter.layer_id();
        brush.painter.ctx().graphics_mut(|graphics| {
            let list = graphics.entry(layer);
            // Where a piece is was found out when it was painted: what is out of view is not handed on.
            for kept in self.pieces.iter().filter(|kept| area.intersects(moved * kept.bounds)) {
                let clip = if kept.clip == Rect::EVERYTHING { area } else { area.intersect(moved * kept.clip) };
                let at = list.add(clip, kept.shape.clone());
                if moved != TSTransform::IDENTITY {
                    list.mutate_shape(at, |shape| shape.transform_after_tessellation = moved);
                }
            }
        });
    }
}

impl Board<'_, '_> {
    /// Paints links and components, as they are kept if nothing has changed. `nearest` is the link under the pointer;
    /// without `valid` letters are not where they were.
    pub(super) fn picture(
        &mut self,
        brush: &Brush<'_>,
        valid: bool,
        seen: Rect,
        pointer: Option<Pos2>,
        nearest: Option<&ElementId>,
    ) {
        let mut picture = std::mem::take(&mut self.view.picture);
        let of = self.depends_on(brush, pointer, nearest);
        let detail = of.detail;
        let scale = brush.transform.scaling;
        let now = self.ui.input(|i| i.time);
        // While the board is being zoomed, a picture that is a little too large or too small will do.
        let zooming = now - picture.zoomed < SETTLED;
        let moves = picture.last != brush.transform;
        if picture.last.scaling != scale {
            picture.zoomed = now;
        }
        picture.last = brush.transform;
        let stretch = scale / picture.transform.scaling;
        let fits = stretch == 1.0 || (zooming && (1.0 / STRETCH..=STRETCH).contains(&stretch));
        let kept = valid
            && fits
            && picture.of.as_ref() == Some(&of)
            && picture.covers.contains_rect(seen)
            && picture.selection == self.view.selection;
        if !kept {
            let room = if moves { seen.expand2(seen.size() * MARGIN) } else { seen };
            self.paint_anew(&mut picture, brush, &of, room);
            if picture.selection != self.view.selection {
                picture.selection.clone_from(&self.view.selection);
            }
            picture.of = Some(of);
        } else if stretch != 1.0 {
            self.ui.request_repaint_after(std::time::Duration::from_secs_f64(1.1 * SETTLED));
        }
        picture.paint(brush);
        if let (Detail::Boxes, Some(id)) = (detail, nearest) {
            // For this alone a far picture is not painted anew.
            self.paint_link(brush, id.id(), true);
        }
        self.view.picture = picture;
    }

    fn depends_on(&self, brush: &Brush<'_>, pointer: Option<Pos2>, nearest: Option<&ElementId>) -> Of {
        let detail = Detail::at(brush.transform.scaling, brush.painter.pixels_per_point());
        let linking = match &self.view.gesture {
            Gesture::Connect { from, backwards, .. } => Some((from.clone(), *backwards, false)),
            Gesture::Reconnect { link, end } => Some((link.clone(), *end == End::From, true)),
            _ => None,
        };
        let hovered = (detail > Detail::Boxes).then(|| self.hovered(brush, pointer).or_else(|| nearest.cloned()));
        Of {
            revision: self.scene.revision,
            estimated: self.scene.estimated,
            routes: self.view.routes.state(),
            palette: brush.palette,
            pixels: brush.painter.pixels_per_point(),
            detail,
            hovered: hovered.flatten(),
            linking,
            widgets: if self.is_heard() { MOST_WIDGETS } else { MOST_UNHEARD },
        }
    }

    /// The component that the pointer is over, as its widget will find.
    fn hovered(&self, brush: &Brush<'_>, pointer: Option<Pos2>) -> Option<ElementId> {
        let at = brush.transform.inverse() * pointer?;
        // Widgets are hovered from a little beside them, too.
        let near = Rect::from_center_size(at, Vec2::splat(16.0 / brush.transform.scaling));
        let over = |id: &ElementId| self.ui.ctx().read_response(widget_of(id)).is_some_and(|widget| widget.hovered());
        let near = self.components_in(near).into_iter();
        near.map(|component| ElementId::Component(component.id.clone())).find(over)
    }

    /// Whether somebody hears what is on the board: a screen reader, or a test.
    pub(super) fn is_heard(&self) -> bool {
        self.ui.ctx().accesskit_node_builder(self.ground, |_| ()).is_some()
    }

    fn paint_anew(&mut self, picture: &mut Picture, brush: &Brush<'_>, of: &Of, room: Rect) {
        picture.transform = brush.transform;
        picture.covers = room;
        let router = &self.view.routes.router;
        if of.detail == Detail::Boxes {
            let moved = matches!(self.view.gesture, Gesture::Move(_));
            picture.far.refresh(self.scene, router, &brush.palette, moved);
            let view = far::Shown {
                selection: &self.view.selection,
                palette: &brush.palette,
                transform: brush.transform,
                room,
                pixels: of.pixels,
            };
            let (mesh, whole) = picture.far.paint(router, &view);
            if whole {
                picture.covers = Rect::EVERYTHING;
            }
            picture.pieces = vec![Piece::new(Shape::mesh(mesh), Rect::EVERYTHING)];
            let listed = !router.has_more_within(area(room), of.widgets);
            picture.seen = listed.then(|| self.list(brush, room));
            return;
        }
        brush.letters.begin_painting();
        let layer = LayerId::new(Order::Background, egui::Id::unique("board picture"));
        // Recorded even while nothing is to be seen of it.
        let mut painter = self.ui.painter().clone().with_layer_id(layer);
        painter.set_clip_rect(Rect::EVERYTHING);
        let recorder = Brush { painter: &painter, ..*brush };
        let hovered = of.hovered.as_ref();
        let links = self.paint_links(&recorder, room, hovered);
        let components = self.paint_components(&recorder, room, hovered);
        let painted = self.ui.ctx().graphics_mut(|graphics| std::mem::take(graphics.entry(layer)));
        picture.pieces = flat(&painted, self.ui.ctx().options(|o| o.tessellation_options), of.pixels);
        let listed = links.len() + components.len() <= of.widgets;
        picture.seen = listed.then_some(Seen { components, links });
    }

    /// What is in a rectangle of the board, where it is too small for figures and labels.
    fn list(&self, brush: &Brush<'_>, room: Rect) -> Seen {
        let components = self.layered(room).into_iter().map(|component| {
            let id = ElementId::Component(component.id.clone());
            Part { widget: widget_of(&id), id, rect: component_rect(component), spots: Spots::default() }
        });
        let links = self.view.routes.links_in(room).into_iter().filter_map(|link| {
            let middle = along(&self.line_of(link)?, 0.5).0;
            let id = ElementId::Link(link.clone());
            let rect = Rect::from_center_size(brush.transform * middle, Vec2::splat(12.0));
            Some(Wire { widget: widget_of(&id), id, rect })
        });
        Seen { components: components.collect(), links: links.collect() }
    }
}

impl<'a> Board<'a, '_> {
    /// The components in a rectangle of the board, from the bottom to the top.
    pub(super) fn layered(&self, room: Rect) -> Vec<&'a Component> {
        let mut found = self.components_in(room);
        if !found.is_sorted_by_key(|component| component.arrangement.layer) {
            found.sort_by_key(|component| component.arrangement.layer);
        }
        found
    }
}

/// What was painted, with boxes and lines as meshes; texts stay as they are, because egui moves letters about.
fn flat(painted: &PaintList, options: TessellationOptions, pixels: f32) -> Vec<Piece> {
    // Discs are part of the texture of letters; without it they are made of triangles.
    let options = TessellationOptions { prerasterized_discs: false, coarse_tessellation_culling: false, ..options };
    let mut tessellator = Tessellator::new(pixels, options, [1, 1], Vec::new());
    let mut kept: Vec<Piece> = Vec::new();
    let mut mesh = Mesh::default();
    for ClippedShape { clip_rect, shape, .. } in painted.all_entries() {
        let plain = match shape {
            Shape::Noop => continue,
            Shape::Text(_) | Shape::Vec(_) | Shape::Callback(_) => false,
            _ => shape.texture_id() == TextureId::default() && *clip_rect == Rect::EVERYTHING,
        };
        if plain {
            tessellator.tessellate_shape(shape.clone(), &mut mesh);
            continue;
        }
        if !mesh.is_empty() {
            kept.push(Piece::new(Shape::mesh(std::mem::take(&mut mesh)), Rect::EVERYTHING));
        }
        kept.push(Piece::new(shape.clone(), *clip_rect));
    }
    if !mesh.is_empty() {
        kept.push(Piece::new(Shape::mesh(mesh), Rect::EVERYTHING));
    }
    kept
}
