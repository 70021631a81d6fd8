//! The camera: which part of the board is seen, and how large.

use egui::{Pos2, Rect, Vec2, emath::TSTransform, pos2};

/// Smallest scale: 5 %.
pub const LEAST_ZOOM: f32 = 0.05;
/// Smallest scale at which everything is brought into view, where that takes less.
const LEAST_FIT: f32 = 1e-4;
/// Largest scale: 800 %.
pub const MOST_ZOOM: f32 = 8.0;

/// From points of the board to points of the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Camera {
    zoom: f32,
    /// Where the origin of the board is on the screen, from the top left of the board's area.
    offset: Vec2,
}

impl Default for Camera {
    fn default() -> Self {
        Self { zoom: 1.0, offset: Vec2::ZERO }
    }
}

impl Camera {
    pub fn zoom(self) -> f32 {
        self.zoom
    }

    /// The transform for a board area.
    pub fn transform(self, area: Rect) -> TSTransform {
        TSTransform::new(area.min.to_vec2() + self.offset, self.zoom)
    }

    pub fn pan(&mut self, by: Vec2) {
        if by.x.is_finite() && by.y.is_finite() {
            self.offset += by;
        }
    }

    /// Scales by a factor; what is at `fixed` on the screen stays there.
    pub fn zoom_about(&mut self, area: Rect, fixed: Pos2, factor: f32) {
        if !factor.is_finite() || factor <= 0.0 {
            return;
        }
        // Of a design that is larger than the smallest scale shows, all is seen all the same.
        let zoom = (self.zoom * factor).clamp(LEAST_ZOOM.min(self.zoom), MOST_ZOOM);
        let from_origin = fixed - area.min - self.offset;
        self.offset += from_origin * (1.0 - zoom / self.zoom);
        self.zoom = zoom;
    }

    /// Brings a place of the board into the middle.
    pub fn look_at(&mut self, area: Rect, middle: Pos2) {
        if middle.is_finite() {
            self.offset = area.size() / 2.0 - middle.to_vec2() * self.zoom;
        }
    }

    /// Brings a part of the board into view, with a margin, not larger than `most`.
    pub fn fit(&mut self, area: Rect, content: Rect, most: f32) {
        if !content.is_finite() || content.is_negative() || !area.is_positive() {
            return;
        }
        let margin = (0.06 * area.size().min_elem()).clamp(8.0, 40.0);
        let room = (area.size() - Vec2::splat(2.0 * margin)).max(Vec2::splat(40.0));
        let scale = (room.x / content.width().max(1.0)).min(room.y / content.height().max(1.0));
        self.zoom = scale.clamp(LEAST_FIT, most.min(MOST_ZOOM));
        self.offset = area.size() / 2.0 - content.center().to_vec2() * self.zoom;
    }

    /// The middle of what is seen.
    pub fn middle(self, area: Rect) -> Pos2 {
        let seen = area.size() / 2.0 - self.offset;
        pos2(seen.x, seen.y) / self.zoom
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area() -> Rect {
        Rect::from_min_size(pos2(200.0, 50.0), egui::vec2(1000.0, 800.0))
    }

    #[test]
    fn what_is_under_the_pointer_stays_there_while_zooming() {
        let mut camera = Camera::default();
        camera.pan(egui::vec2(33.0, -12.0));
        let pointer = pos2(640.0, 480.0);
        let before = camera.transform(area()).inverse() * pointer;
        for factor in [1.1, 3.0, 0.2, 100.0, 0.0001] {
            camera.zoom_about(area(), pointer, factor);
            let after = camera.transform(area()).inverse() * pointer;
            assert!(before.distance(after) < 0.1, "{before:?} {after:?}");
        }
        assert_eq!(camera.zoom(), LEAST_ZOOM);
    }

    #[test]
    fn fitting_puts_the_middle_in_the_middle() {
        let mut camera = Camera::default();
        let content = Rect::from_min_max(pos2(-5000.0, 100.0), pos2(5000.0, 300.0));
        camera.fit(area(), content, 1.0);
        let middle = camera.transform(area()) * content.center();
        assert!(middle.distance(area().center()) < 0.1);
        assert!(camera.zoom() < 0.1);
    }

    #[test]
    fn however_large_a_design_is_all_of_it_can_be_seen() {
        let mut camera = Camera::default();
        let content = Rect::from_min_max(pos2(0.0, 0.0), pos2(80_000.0, 50_000.0));
        camera.fit(area(), content, 1.0);
        assert!(area().contains_rect(camera.transform(area()) * content));
        let zoom = camera.zoom();
        camera.zoom_about(area(), area().center(), 0.5);
        assert_eq!(camera.zoom(), zoom, "the wheel goes no further than that");
        camera.zoom_about(area(), area().center(), 2.0);
        assert!(camera.zoom() > zoom);
    }

    #[test]
    fn numbers_that_are_none_change_nothing() {
        let mut camera = Camera::default();
        camera.zoom_about(area(), pos2(1.0, 1.0), f32::NAN);
        camera.pan(egui::vec2(f32::INFINITY, 0.0));
        camera.fit(area(), Rect::NOTHING, 1.0);
        assert_eq!(camera, Camera::default());
    }
}
