//! The way of the stalest data, step by step, and the component that binds: shown on demand.

use super::board::Board;
use super::lens::brief;
use super::paint::Brush;
use super::{View, tag};
use crate::catalog::Field;
use crate::design::{Component, Id, Link, Requirement};
use crate::estimate::{ComponentEstimate, Estimate, Verdict};
use crate::units::{Amount, Measure as _, Time};
use egui::{Align2, CornerRadius, FontId, Pos2, Shape, Stroke, StrokeKind, vec2};

impl View {
    /// Whether the way of the stalest data is shown.
    pub fn shows_critical_path(&self) -> bool {
        self.lens.way
    }

    /// Shows the way of the stalest data, or hides it.
    pub fn show_critical_path(&mut self, shown: bool) {
        self.lens.way = shown;
    }
}

/// What a stage adds to the age of data at most, and the largest part of it: "adds 35 min: waits for the next run".
pub fn adds(figures: &ComponentEstimate) -> String {
    let parts = &figures.staleness_parts;
    let sum: f64 = parts.iter().map(|part| part.max.base()).sum();
    if sum <= 0.0 {
        return "adds nothing".to_owned();
    }
    let said = brief(Amount::of(Time::from_base(sum)));
    match parts.iter().max_by(|a, b| a.max.base().total_cmp(&b.max.base())) {
        Some(most) if parts.len() > 1 => format!("adds {said}, mostly {}", most.what),
        Some(only) => format!("adds {said}: {}", only.what),
        None => format!("adds {said}"),
    }
}

/// The verdicts whose binding components are pointed out: that of the way, and the one that matters most (not met, else
/// with the least room).
fn binding(estimate: &Estimate) -> Vec<&Verdict> {
    let room = |verdict: &Verdict| verdict.headroom.map_or(0.0, crate::units::Ratio::base);
    let bound = || estimate.verdicts.iter().filter(|verdict| verdict.binds.is_some());
    let worst = bound().min_by(|a, b| a.met.cmp(&b.met).then_with(|| room(a).total_cmp(&room(b))));
    let way = bound().find(|verdict| matches!(verdict.requirement, Requirement::Staleness { .. }));
    let mut found: Vec<&Verdict> = way.into_iter().collect();
    found.extend(worst.filter(|worst| way.is_none_or(|way| way.binds != worst.binds)));
    found
}

impl Board<'_, '_> {
    /// A thick line along the way of the stalest data, numbers on its steps, what each adds, and where it binds.
    pub(super) fn critical_path(&self, brush: &Brush<'_>) {
        if !self.view.lens.way {
            return;
        }
        let Some(estimate) = self.scene.estimate else { return };
        let way = &estimate.critical_path;
        if way.len() < 2 {
            return;
        }
        for (from, to) in way.iter().zip(way.iter().skip(1)) {
            if let Some(link) = self.link_between(from, to) {
                self.step_along(brush, link);
            }
        }
        for verdict in binding(estimate) {
            if let Some(component) = verdict.binds.as_ref().and_then(|id| self.scene.design.component(id)) {
                self.binds(brush, component, verdict);
            }
        }
        for (place, id) in way.iter().enumerate() {
            if let (Some(component), Some(figures)) = (self.scene.design.component(id), estimate.component(id)) {
                self.step_at(brush, component, figures, (place + 1, way.len()));
            }
        }
    }

    /// The link on the way from one component to another: the slowest, if there are several.
    fn link_between(&self, from: &Id, to: &Id) -> Option<&Link> {
        let delay = |link: &&Link| delay(link).map_or(0.0, Time::base);
        let all = self.scene.design.outgoing(from).filter(|link| link.to == *to && link.kind.carries_data());
        all.max_by(|a, b| delay(a).total_cmp(&delay(b)))
    }

    fn step_along(&self, brush: &Brush<'_>, link: &Link) {
        let Some(line) = self.line_about(&link.id) else { return };
        let points: Vec<Pos2> = line.iter().map(|point| brush.transform * *point).collect();
        let (color, scale) = (brush.palette.halo, brush.transform.scaling.clamp(0.4, 1.5));
        brush.painter.add(Shape::line(points.clone(), Stroke::new(11.0 * scale, color.gamma_multiply(0.3))));
        brush.painter.add(Shape::line(points.clone(), Stroke::new(4.0 * scale, color)));
        brush.arrow(&points, color, 1.5 * scale);
        if let Some(delay) = delay(link).filter(|delay| delay.base() > 0.0 && brush.reads()) {
            let middle = super::routes::along(&points, 0.5).0;
            let under = egui::Rect::from_center_size(middle, vec2(0.0, 34.0 * brush.transform.scaling));
            tag::below(brush, under, &format!("adds {} on the way", brief(Amount::of(delay))), color, f32::INFINITY);
        }
    }

    fn step_at(
        &self,
        brush: &Brush<'_>,
        component: &Component,
        figures: &ComponentEstimate,
        (step, of): (usize, usize),
    ) {
        let rect = (brush.transform * self.box_of(component)).expand(2.0);
        let (color, scale) = (brush.palette.halo, brush.transform.scaling.clamp(0.4, 1.5));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 66")]
        let radius = CornerRadius::same((8.0 * brush.transform.scaling + 2.0).clamp(1.0, 66.0) as u8);
        brush.painter.rect_stroke(rect, radius, Stroke::new(3.0 * scale, color), StrokeKind::Outside);
        let adds = adds(figures);
        self.describe(component, &format!("step {step} of {of} of the critical path, {adds}"));
        if !brush.reads() {
            return;
        }
        let number = rect.left_top();
        brush.painter.circle(number, 11.0, brush.palette.card, Stroke::new(2.0, color));
        let font = FontId::proportional(13.0);
        brush.painter.text(number, Align2::CENTER_CENTER, step.to_string(), font, brush.palette.text);
        tag::below(brush, rect.expand(2.0), &adds, color, (rect.width() - 4.0).max(90.0));
    }

    /// The word on the component that binds.
    fn binds(&self, brush: &Brush<'_>, component: &Component, verdict: &Verdict) {
        let rect = (brush.transform * self.box_of(component)).expand(6.0);
        let color = if verdict.met { brush.palette.halo } else { brush.palette.alarm };
        let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
        brush.painter.extend(Shape::dashed_line(&corners, Stroke::new(2.0, color), 7.0, 4.0));
        let not = if verdict.met { "" } else { ", not met" };
        let words = format!("binds {}{not}", verdict.requirement.name());
        self.describe(component, &words);
        if brush.reads() {
            // Beside the number of the step.
            tag::above(brush, rect.translate(vec2(14.0, 0.0)), &words, color);
        }
    }
}

/// The time on the way that a link is said to take.
fn delay(link: &Link) -> Option<Time> {
    link.settings.get(Field::Delay)?.amount()?.get()
}
