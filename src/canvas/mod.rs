//! The whiteboard: camera, scene, hit testing, tools, painting. Knows the design and egui, not the panels.

mod access;
mod board;
mod camera;
mod creating;
mod critical;
mod during;
mod elements;
mod far;
mod geometry;
mod gesture;
mod glide;
mod guides;
mod halo;
mod highlight;
mod icon;
mod keyboard;
mod lens;
mod lettering;
mod linking;
mod minimap;
mod moving;
mod paint;
mod palette;
mod panning;
mod pen;
mod picture;
mod resize;
mod routes;
mod select;
mod soft;
mod tag;
mod teach;
mod text;
mod tool;
mod toolbar;
mod wires;

pub use camera::{LEAST_ZOOM, MOST_ZOOM};
pub use geometry::GRID;
pub use icon::paint as paint_icon;
pub use keyboard::reading_order;
pub use lens::{Lens, Ranges};
pub use palette::{Palette, contrast};
pub use tool::Tool;

use crate::catalog::{Catalog, Role};
use crate::design::{Component, Design, Edit, ElementId, Id, Point};
use crate::estimate::{Estimate, Figure};
use camera::Camera;
use egui::{Pos2, Rect};
use gesture::Gesture;
use std::collections::{BTreeMap, BTreeSet};
use tool::Hand;

/// Elements that are reachable for a screen reader even while out of view. In larger designs only what is in view
/// is: laying out tens of thousands of invisible widgets in every frame would be felt.
const MOST_OUTSIDE: usize = 2000;
/// Elements in view that are widgets of their own; beyond, the board finds by itself what is clicked.
const MOST_WIDGETS: usize = 3000;

/// The same while nobody hears them: only what the pointer is over and what is selected needs a widget then.
const MOST_UNHEARD: usize = 600;

/// What the board shows.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The design.
    pub design: &'a Design,
    /// The catalogue, for names of products.
    pub catalog: &'a Catalog,
    /// The figures; none before the first estimate.
    pub estimate: Option<&'a Estimate>,
    /// Rises with every change of the design: what is kept between frames is dropped when it moves on.
    pub revision: u64,
    /// Rises with every new estimate.
    pub estimated: u64,
    /// What is known of ranges.
    pub ranges: Ranges<'a>,
}

/// How the board is looked at: camera, selection, tool and the gesture under way. Not part of the document.
#[derive(Clone, Debug)]
pub struct View {
    /// What is selected.
    pub selection: BTreeSet<ElementId>,
    camera: Camera,
    gesture: Gesture,
    /// Where the board was at the last frame.
    area: Rect,
    /// The pointer on the board at the last frame.
    pointer: Option<Pos2>,
    /// What the next frame shall bring into view.
    wish: Option<Wish>,
    /// A gesture that was cancelled after it had changed the design.
    reverted: Option<u64>,
    last_gesture: u64,
    /// The last burst of arrow keys: its gesture, when, and what it moved.
    nudge: Option<(u64, f64, BTreeSet<ElementId>)>,
    /// A click on the board that hit a link or a box after all.
    took_click: bool,
    /// Whether the wheel alone zooms. It pans otherwise.
    pub wheel_zooms: bool,
    /// The tool, and what goes on that is no drag.
    hand: Hand,
    /// What is pointed out, each with words that stand above it.
    pub highlight: BTreeMap<ElementId, String>,
    /// Whether the dots of the grid are left out.
    grid_hidden: bool,
    /// Where links run and their labels stand.
    routes: routes::Routes,
    /// Links and components as they were painted.
    picture: picture::Picture,
    /// The revision, size, first and last of the selection that was last looked at.
    settled: Option<(u64, select::Ends)>,
    /// Texts as they were laid out.
    letters: lettering::Lettering,
    /// The one figure that is looked at, and what is kept for it.
    lens: lens::Chosen,
    lens_kept: lens::Kept,
    halo: halo::Kept,
    minimap: minimap::Minimap,
    /// What is on its way to where it has been put.
    glide: Option<glide::Glide>,
    /// The board that the whole design was fitted into, as revision, place and camera: as long as nobody has moved
    /// anything since, the design is fitted again when the board becomes larger or smaller.
    fitted: Option<(u64, Rect, Camera)>,
}

/// What shall be brought into view.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Wish {
    Fit,
    FitSelection,
    Zoom(f32),
    /// Moves the board just as far as brings this into view.
    Reveal(Rect),
    /// Fits this into the board.
    Show(Rect),
}

impl Default for View {
    fn default() -> Self {
        Self {
            selection: BTreeSet::new(),
            camera: Camera::default(),
            gesture: Gesture::None,
            area: Rect::ZERO,
            pointer: None,
            // The first frame shows the whole design.
            wish: Some(Wish::Fit),
            reverted: None,
            last_gesture: 0,
            nudge: None,
            took_click: false,
            wheel_zooms: false,
            hand: Hand::default(),
            highlight: BTreeMap::new(),
            grid_hidden: false,
            routes: routes::Routes::default(),
            picture: picture::Picture::default(),
            settled: None,
            letters: lettering::Lettering::default(),
            lens: lens::Chosen::default(),
            lens_kept: lens::Kept::default(),
            halo: halo::Kept::default(),
            minimap: minimap::Minimap::default(),
            glide: None,
            fitted: None,
        }
    }
}

impl View {
    /// Brings the whole design into view at the next frame.
    pub fn fit(&mut self) {
        self.wish = Some(Wish::Fit);
    }

    /// Brings the selection into view at the next frame.
    pub fn fit_selection(&mut self) {
        self.wish = Some(Wish::FitSelection);
    }

    /// Scales to 100 % about the middle of the board at the next frame.
    pub fn reset_zoom(&mut self) {
        self.wish = Some(Wish::Zoom(1.0 / self.camera.zoom()));
    }

    /// Scales by a factor about the middle of the board at the next frame.
    pub fn zoom_by(&mut self, factor: f32) {
        let already = match self.wish {
            Some(Wish::Zoom(already)) => already,
            _ => 1.0,
        };
        self.wish = Some(Wish::Zoom(already * factor));
    }

    /// Scale: 1.0 is 100 %.
    pub fn zoom(&self) -> f32 {
        self.camera.zoom()
    }

    /// The corner for a box about the pointer, or in the middle of the board if the pointer is elsewhere.
    pub fn focus_point(&self) -> Point {
        let at = self.pointer.unwrap_or_else(|| self.camera.middle(self.area));
        let corner = geometry::grid_point(at);
        corner.moved(-Component::SIZE.x / 2, -Component::SIZE.y / 2)
    }

    /// A place of the design on the screen, as of the last frame.
    pub fn on_screen(&self, point: Point) -> Pos2 {
        self.camera.transform(self.area) * geometry::place(point)
    }

    /// Cancels the gesture under way, or else the link that is being chosen, or else puts the tool away; true if
    /// there was any of these.
    pub fn cancel_gesture(&mut self) -> bool {
        if self.abort_gesture() {
            return true;
        }
        let tool = std::mem::take(&mut self.hand.tool);
        self.hand.keep = false;
        self.hand.linking.take().is_some() || tool != Tool::Select
    }

    /// Cancels the gesture under way and nothing else; true if there was one.
    fn abort_gesture(&mut self) -> bool {
        match std::mem::replace(&mut self.gesture, Gesture::Over) {
            Gesture::None => {
                self.gesture = Gesture::None;
                return false;
            }
            Gesture::Move(moving) => {
                self.reverted = moving.changed.then_some(moving.number);
                self.selection = moving.before;
            }
            Gesture::Resize(resizing) => self.reverted = resizing.changed.then_some(resizing.number),
            Gesture::Marquee { before, .. } => self.selection = before,
            // The button is up already.
            Gesture::Connect { by_click: true, .. } => self.gesture = Gesture::None,
            Gesture::Over
            | Gesture::Connect { .. }
            | Gesture::Reconnect { .. }
            | Gesture::Draw { .. }
            | Gesture::Pen { .. } => {}
        }
        true
    }

    fn next_gesture(&mut self) -> u64 {
        self.last_gesture += 1;
        self.last_gesture
    }
}

/// What the person meant by a gesture on the board. The application applies it.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Change the design. Edits of one `gesture` are one step of undo; `None` is a step of its own.
    Edit {
        /// The change.
        edit: Edit,
        /// Number of the gesture, new for each drag.
        gesture: Option<u64>,
    },
    /// A gesture was cancelled after edits of it were applied: take that step back.
    Revert {
        /// Number of the gesture.
        gesture: u64,
    },
    /// Unfold how a figure was computed.
    Explain(Id, Figure),
    /// A product was dropped from the palette.
    AddProduct {
        /// The product's id.
        product: String,
        /// Where.
        at: Point,
    },
    /// A product was dropped from the palette on a link: it goes in between.
    SpliceProduct {
        /// The product's id.
        product: String,
        /// Where.
        at: Point,
        /// The link.
        link: Id,
    },
    /// Open the list of products to add one here.
    Browse {
        /// Where.
        at: Point,
        /// The component to link from, if a link was dropped on empty board.
        from: Option<Id>,
        /// The component to link to, if the link was drawn backwards.
        to: Option<Id>,
        /// Only products of this role.
        role: Option<Role>,
    },
    /// Open the menu of what is selected, or of the board if nothing is.
    Menu {
        /// Where on the screen.
        at: Pos2,
    },
    /// Draw the ranges, though they were stopped.
    DrawRanges,
    /// Say this to the person: why a link was refused.
    Tell(String),
}

/// What is dragged from the palette: set as egui drag-and-drop payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraggedProduct(pub String);

/// Paints the board into what is left of `ui`, and says what the person meant. Changes only the view.
pub fn show(ui: &mut egui::Ui, scene: Scene<'_>, view: &mut View) -> Vec<Request> {
    board::show(ui, scene, view)
}
