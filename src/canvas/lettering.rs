//! Lines of text, kept as they were laid out: while the board is painted anew, most of them are as they were, and laying
//! out is what painting costs most.

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, FontId, Galley, Painter};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

/// Paintings for which a line is kept that is not used.
const KEPT: u64 = 3;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Line {
    text: String,
    color: Color32,
    /// Size and width, in points of the screen, as bits.
    size: u32,
    width: u32,
}

/// The lines that are kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Lettering {
    /// Each line with the painting that used it last.
    lines: RefCell<HashMap<Line, (Arc<Galley>, u64)>>,
    painting: Cell<u64>,
    /// Laid out in every frame: egui gives back the same as long as its letters are where they were.
    proof: Option<Arc<Galley>>,
    pixels: f32,
}

impl Lettering {
    /// Begins a frame. False if no text that was laid out before can be used any more.
    pub fn begin(&mut self, painter: &Painter) -> bool {
        let proof = painter.layout_no_wrap("Board".to_owned(), FontId::proportional(13.0), Color32::PLACEHOLDER);
        let pixels = painter.pixels_per_point();
        let holds = self.pixels == pixels && self.proof.as_ref().is_some_and(|known| Arc::ptr_eq(known, &proof));
        if !holds {
            self.lines.get_mut().clear();
            self.proof = Some(proof);
            self.pixels = pixels;
        }
        holds
    }

    /// Pixels a point on the screen of the last frame.
    pub fn pixels(&self) -> f32 {
        self.pixels
    }

    /// Everything is painted anew: what has not been used for a while goes.
    pub fn begin_painting(&self) {
        let painting = self.painting.get() + 1;
        self.painting.set(painting);
        self.lines.borrow_mut().retain(|_, (_, used)| *used + KEPT >= painting);
    }

    /// One line of text, cut with an ellipsis at a width.
    pub fn line(&self, painter: &Painter, text: &str, size: f32, color: Color32, width: f32) -> Arc<Galley> {
        let line = Line { text: text.to_owned(), color, size: size.to_bits(), width: width.to_bits() };
        if let Some((galley, used)) = self.lines.borrow_mut().get_mut(&line) {
            *used = self.painting.get();
            return Arc::clone(galley);
        }
        let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(FontId::proportional(size), color));
        job.wrap = TextWrapping { max_width: width.max(1.0), max_rows: 1, break_anywhere: true, ..Default::default() };
        let galley = painter.layout_job(job);
        self.lines.borrow_mut().insert(line, (Arc::clone(&galley), self.painting.get()));
        galley
    }
}
