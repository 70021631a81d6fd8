//! Boxes and rings with soft edges, of as few corners as the eye needs. What a frame of a quiet board costs is the copying
//! of what was painted: egui spends more than twice as many vertices on a box, because it does not know that its corners are
//! so small.

use egui::emath::GuiRounding as _;
use egui::epaint::{Vertex, WHITE_UV};
use egui::{Color32, Mesh, Pos2, Rect, Shape, Stroke, Vec2};
use std::f32::consts::TAU;

/// How far a corner of a polygon may be from the arc that it stands for, in pixels of the screen.
const CLOSE: f32 = 0.2;

/// Pieces of a quarter of a circle.
fn pieces(radius: f32, pixels: f32) -> u8 {
    // A chord over an angle a is r (1 - cos a/2) from its arc.
    let angle = 2.0 * (1.0 - (CLOSE / (radius * pixels).max(CLOSE)).min(1.0)).acos();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 16")]
    let pieces = (TAU / 4.0 / angle.max(0.01)).ceil().clamp(1.0, 16.0) as u8;
    pieces
}

/// Lines around a shape, from the outside to the inside, each so far outside it and of a colour; what is inside the last is
/// of its colour.
struct Rings<'a> {
    mesh: Mesh,
    levels: &'a [(f32, Color32)],
}

impl Rings<'_> {
    /// A point around the shape: about a center, in a direction, at the radius of the shape there.
    fn point(&mut self, center: Pos2, way: Vec2, radius: f32) {
        let on = |(beyond, color): &(f32, Color32)| Vertex {
            pos: center + way * (radius + beyond),
            uv: WHITE_UV,
            color: *color,
        };
        self.mesh.vertices.extend(self.levels.iter().map(on));
    }

    fn closed(mut self) -> Shape {
        let (Ok(levels), Ok(all)) = (u32::try_from(self.levels.len()), u32::try_from(self.mesh.vertices.len())) else {
            return Shape::Noop;
        };
        if levels == 0 {
            return Shape::Noop;
        }
        let points = all / levels;
        for at in 0..points {
            let next = (at + 1) % points;
            for level in 1..levels {
                let (a, b) = (at * levels + level, next * levels + level);
                self.mesh.indices.extend([a - 1, b - 1, a, a, b - 1, b]);
            }
            if (1..points - 1).contains(&at) {
                let inner = levels - 1;
                self.mesh.indices.extend([inner, at * levels + inner, next * levels + inner]);
            }
        }
        Shape::mesh(self.mesh)
    }
}

/// The lines around what is filled and has an edge: `outside` of the shape, the edge is so wide.
fn levels(fill: Color32, edge: Stroke, outside: f32, pixel: f32) -> Vec<(f32, Color32)> {
    let soft = pixel / 2.0;
    if edge.width <= 0.0 {
        return vec![(outside + soft, Color32::TRANSPARENT), (outside - soft, fill)];
    }
    let inside = outside - edge.width;
    let mut levels = vec![(outside + soft, Color32::TRANSPARENT), (outside - soft, edge.color)];
    // An edge of a pixel is a ridge; what is wider has a flat top.
    if edge.width > pixel {
        levels.push((inside + soft, edge.color));
    }
    levels.push((inside - soft, fill));
    levels
}

/// A box with round corners, its edge inside it.
pub fn rounded(rect: Rect, radius: f32, fill: Color32, edge: Stroke, pixels: f32) -> Shape {
    let rect = rect.round_to_pixels(pixels);
    let pixel = 1.0 / pixels;
    let half = rect.size().min_elem() / 2.0;
    if half < 2.0 * edge.width + pixel {
        return Shape::rect_filled(rect, 0.0, if edge.width > 0.0 { edge.color } else { fill });
    }
    // Lines inside a corner must not cross.
    let radius = radius.max(edge.width + pixel).min(half);
    let levels = levels(fill, edge, 0.0, pixel);
    let mut rings = Rings { mesh: Mesh::default(), levels: &levels };
    let inner = rect.shrink(radius);
    let pieces = pieces(radius, pixels);
    for (quarter, corner) in
        [inner.right_bottom(), inner.left_bottom(), inner.left_top(), inner.right_top()].into_iter().zip(0_u8..)
    {
        for piece in 0..=pieces {
            let share = f32::from(corner) + f32::from(piece) / f32::from(pieces);
            rings.point(quarter, Vec2::angled(share * TAU / 4.0), radius);
        }
    }
    rings.closed()
}

/// A disc with an edge, half of it outside the radius.
pub fn disc(center: Pos2, radius: f32, fill: Color32, edge: Stroke, pixels: f32) -> Shape {
    let outside = edge.width / 2.0;
    let levels = levels(fill, edge, outside, 1.0 / pixels);
    let mut rings = Rings { mesh: Mesh::default(), levels: &levels };
    let points = 4 * pieces(radius + outside, pixels).max(2);
    for point in 0..points {
        rings.point(center, Vec2::angled(f32::from(point) / f32::from(points) * TAU), radius);
    }
    rings.closed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{pos2, vec2};

    const RED: Color32 = Color32::RED;

    fn mesh(shape: Shape) -> Mesh {
        match shape {
            Shape::Mesh(mesh) => (*mesh).clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_box_fills_its_rectangle_and_half_a_pixel_around() {
        let rect = Rect::from_min_size(pos2(10.0, 20.0), vec2(180.0, 80.0));
        for pixels in [1.0, 2.0] {
            let mesh = mesh(rounded(rect, 8.0, RED, Stroke::new(1.0, Color32::BLUE), pixels));
            assert!(mesh.is_valid());
            let bounds = mesh.calc_bounds();
            let wanted = rect.expand(0.5 / pixels);
            assert!(bounds.min.distance(wanted.min) < 1e-3 && bounds.max.distance(wanted.max) < 1e-3, "{bounds:?}");
        }
    }

    #[test]
    fn a_box_of_a_hundred_points_has_less_than_a_hundred_corners() {
        let rect = Rect::from_min_size(pos2(10.0, 20.0), vec2(180.0, 80.0));
        let mesh = mesh(rounded(rect, 8.0, RED, Stroke::new(1.0, Color32::BLUE), 1.0));
        assert!(mesh.vertices.len() < 80, "{}", mesh.vertices.len());
    }

    #[test]
    fn a_disc_is_as_wide_as_its_edge_makes_it() {
        let mesh = mesh(disc(pos2(50.0, 50.0), 3.5, RED, Stroke::new(1.2, Color32::BLUE), 1.0));
        assert!(mesh.is_valid());
        let bounds = mesh.calc_bounds();
        assert!((bounds.width() - 2.0 * (3.5 + 0.6 + 0.5)).abs() < 0.01, "{bounds:?}");
    }

    #[test]
    fn a_box_that_is_all_edge_is_of_the_colour_of_its_edge() {
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(3.0, 2.0));
        let shape = rounded(rect, 8.0, RED, Stroke::new(1.0, Color32::BLUE), 1.0);
        assert!(matches!(shape, Shape::Rect(rect) if rect.fill == Color32::BLUE), "no mesh that folds over itself");
    }
}
