//! The whiteboard: camera, scene, hit testing, tools, painting. Knows the design and egui, not the panels.

use crate::catalog::Catalog;
use crate::design::{Design, Edit, ElementId, Id, Point};
use crate::estimate::{Estimate, Figure};
use std::collections::BTreeSet;

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
}

/// How the board is looked at: camera, selection, tool and the gesture under way. Not part of the document.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// What is selected.
    pub selection: BTreeSet<ElementId>,
}

impl View {
    /// Brings the whole design into view at the next frame.
    pub fn fit(&mut self) {}

    /// Brings the selection into view at the next frame.
    pub fn fit_selection(&mut self) {}

    /// Scales to 100 % about the middle of the board at the next frame.
    pub fn reset_zoom(&mut self) {}

    /// Scales by a factor about the middle of the board at the next frame.
    pub fn zoom_by(&mut self, factor: f32) {
        let _ = factor;
    }

    /// Scale: 1.0 is 100 %.
    pub fn zoom(&self) -> f32 {
        1.0
    }

    /// The grid point under the pointer, or in the middle of the board if the pointer is elsewhere.
    pub fn focus_point(&self) -> Point {
        Point::default()
    }

    /// Cancels the gesture under way; true if there was one.
    pub fn cancel_gesture(&mut self) -> bool {
        false
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
    /// Edit the name or text of an element.
    Rename(ElementId),
    /// A product was dropped from the palette.
    AddProduct {
        /// The product's id.
        product: String,
        /// Where.
        at: Point,
    },
    /// Open the list of products to add one here (double-click on empty board).
    Browse {
        /// Where.
        at: Point,
        /// The component to link from, if a link was dropped on empty board.
        from: Option<Id>,
    },
    /// Say this to the person: why a link was refused.
    Tell(String),
}

/// What is dragged from the palette: set as egui drag-and-drop payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraggedProduct(pub String);

/// Paints the board into what is left of `ui`, and says what the person meant. Changes only the view.
pub fn show(ui: &mut egui::Ui, scene: Scene<'_>, view: &mut View) -> Vec<Request> {
    let _ = (scene, view);
    ui.take_available_space();
    Vec::new()
}
