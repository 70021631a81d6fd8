//! Marks on the board what differs from another design: added, removed, changed, moved; the rest is dimmed.

use super::super::state::App;
use super::picture::place;
use crate::canvas::Palette;
use crate::compare::Change;
use crate::design::{Component, Design, ElementId, Point};
use egui::{
    Align2, Color32, CornerRadius, FontId, Painter, Rect, Shape, Stroke, StrokeKind, Ui, emath::TSTransform, vec2,
};
use std::collections::HashMap;

/// How an element differs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Added,
    Changed,
    Moved,
}

impl Mark {
    fn sign(self) -> &'static str {
        match self {
            Self::Added => "+",
            Self::Changed => "~",
            Self::Moved => ">",
        }
    }

    fn color(self, palette: &Palette) -> Color32 {
        match self {
            Self::Added => palette.calm,
            Self::Changed => palette.warning,
            Self::Moved => palette.accent,
        }
    }
}

/// Where an element stands, if it has a place of its own.
fn place_of(design: &Design, id: &ElementId) -> Option<Rect> {
    match id {
        ElementId::Component(id) => design.component(id).map(|component| place(component.at, Component::SIZE)),
        ElementId::Note(id) => design.note(id).map(|note| place(note.at, note.size)),
        ElementId::Frame(id) => design.frame(id).map(|frame| place(frame.at, frame.size)),
        ElementId::Link(id) => {
            let link = design.links().find(|link| link.id == *id)?;
            let end = |id| design.component(id).map(|component| place(component.at, Component::SIZE).center());
            Some(Rect::from_center_size(end(&link.from)?.lerp(end(&link.to)?, 0.5), vec2(20.0, 16.0)))
        }
        ElementId::Stroke(_) | ElementId::Scenario(_) => None,
    }
}

impl App {
    /// Paints the marks over the board.
    pub(in crate::app) fn paint_differences(&self, ui: &Ui) {
        let Some(comparison) = &self.keep.comparing else { return };
        let Some(diff) = comparison.diff() else { return };
        let (before, after) = (&comparison.before, self.doc.history.design());
        let palette = Palette::of(ui.visuals());
        let painter = ui.painter_at(self.doc.view.area());
        let origin = self.doc.view.on_screen(Point::new(0, 0));
        let to = TSTransform::new(origin.to_vec2(), self.doc.view.zoom());
        let mut marks: HashMap<&ElementId, Mark> = HashMap::new();
        let mut gone = Vec::new();
        for change in &diff.changes {
            match change {
                Change::Added { id, .. } => {
                    marks.insert(id, Mark::Added);
                }
                Change::Changed { id, fields } => {
                    let moved = fields.iter().all(|field| field.field == "at");
                    marks.insert(id, if moved { Mark::Moved } else { Mark::Changed });
                }
                Change::Removed { id, .. } => gone.push(id),
                Change::Design(_) | Change::Order { .. } => {}
            }
        }
        dim(&painter, &palette, to, after, &marks);
        for id in gone {
            ghost(&painter, &palette, to, before, id);
        }
        for (id, mark) in marks {
            let Some(rect) = place_of(after, id) else { continue };
            let rect = to * rect;
            let color = mark.color(&palette);
            if mark == Mark::Moved
                && let Some(old) = place_of(before, id)
            {
                let old = to * old;
                dashed(&painter, old, color);
                painter.line_segment([old.center(), rect.center()], Stroke::new(1.0, color));
            }
            painter.rect_stroke(rect.expand(3.0), CornerRadius::same(6), Stroke::new(2.0, color), StrokeKind::Outside);
            badge(&painter, &palette, rect, mark.sign(), color);
        }
    }
}

/// Dims what is the same in both.
fn dim(painter: &Painter, palette: &Palette, to: TSTransform, design: &Design, marks: &HashMap<&ElementId, Mark>) {
    let veil = palette.board.gamma_multiply(0.55);
    for component in design.components() {
        if !marks.contains_key(&ElementId::Component(component.id.clone())) {
            painter.rect_filled(to * place(component.at, Component::SIZE), CornerRadius::same(6), veil);
        }
    }
}

/// What is only in the other design.
fn ghost(painter: &Painter, palette: &Palette, to: TSTransform, before: &Design, id: &ElementId) {
    if let ElementId::Link(id) = id {
        let Some(link) = before.links().find(|link| link.id == *id) else { return };
        let end = |id| before.component(id).map(|component| to * place(component.at, Component::SIZE).center());
        if let (Some(from), Some(end)) = (end(&link.from), end(&link.to)) {
            painter.extend(Shape::dashed_line(&[from, end], Stroke::new(1.5, palette.alarm), 6.0, 4.0));
        }
        return;
    }
    let Some(rect) = place_of(before, id) else { return };
    let rect = to * rect;
    dashed(painter, rect, palette.alarm);
    badge(painter, palette, rect, "−", palette.alarm);
    if let ElementId::Component(id) = id
        && let Some(component) = before.component(id)
        && rect.width() > 60.0
    {
        let inside = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
        inside.text(rect.center(), Align2::CENTER_CENTER, &component.name, FontId::proportional(12.0), palette.faint);
    }
}

fn dashed(painter: &Painter, rect: Rect, color: Color32) {
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    painter.extend(Shape::dashed_line(&corners, Stroke::new(1.5, color), 6.0, 4.0));
}

/// The sign at the corner: nothing is told by colour alone.
fn badge(painter: &Painter, palette: &Palette, rect: Rect, sign: &str, color: Color32) {
    let center = rect.right_top() + vec2(0.0, -2.0);
    painter.circle(center, 9.0, palette.card, Stroke::new(1.5, color));
    painter.text(center, Align2::CENTER_CENTER, sign, FontId::proportional(14.0), color);
}
