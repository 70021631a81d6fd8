//! The legend of a lens, in a corner of the board: what is seen, what the colours mean, how it ends.

use super::reading::Scale;
use super::{Lens, Ranges};
use crate::canvas::Request;
use crate::canvas::board::Board;
use crate::canvas::paint::Brush;
use crate::canvas::palette::Palette;
use egui::{Align2, Button, Color32, Frame, Mesh, RichText, Sense, Shape, Stroke, StrokeKind, Ui, pos2, vec2};

const WIDTH: f32 = 230.0;

impl Board<'_, '_> {
    pub(super) fn legend(&mut self, brush: &Brush<'_>, scale: &Scale) {
        let (design, ranges) = (self.scene.design, self.scene.ranges);
        let name = |id: &crate::design::Id| {
            design.component(id).map_or_else(|| id.to_string(), |component| component.name.clone())
        };
        let ([calm, middle, alarm], sentence) = scale.legend(name);
        let (palette, lens) = (brush.palette, scale.lens);
        let stays = self.view.kept_lens() == Some(lens);
        let mut asked = Asked::default();
        // Above the scale of the board.
        let corner = self.area.left_bottom() + vec2(12.0, -12.0);
        let at = super::super::toolbar::zoom_place(self.area).map_or(corner, |bar| bar.left_top() - vec2(0.0, 8.0));
        egui::Area::new(egui::Id::unique("lens legend"))
            .fixed_pos(at)
            .pivot(Align2::LEFT_BOTTOM)
            .order(egui::Order::Middle)
            .constrain_to(self.area)
            .show(self.ui.ctx(), |ui| {
                Frame::popup(ui.style()).show(ui, |ui| {
                    ui.set_width(WIDTH);
                    ui.horizontal(|ui| {
                        ui.strong(format!("Lens: {}", lens.name().to_lowercase()));
                        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                            if stays {
                                asked.over =
                                    ui.add(Button::new("×").frame(false)).accessible_name("End the lens").clicked();
                            } else {
                                ui.weak(format!("while {} is held", lens.key().name()));
                            }
                        });
                    });
                    if lens == Lens::Uncertainty && !drawn(ui, ranges, &mut asked) {
                        return;
                    }
                    bar(ui, &palette);
                    ui.horizontal(|ui| {
                        ui.small(&calm);
                        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| ui.small(&alarm));
                        let at = pos2(ui.min_rect().left() + WIDTH / 2.0, ui.min_rect().center().y);
                        let font = egui::TextStyle::Small.resolve(ui.style());
                        ui.painter().text(at, Align2::CENTER_CENTER, &middle, font, ui.visuals().text_color());
                    });
                    ui.label(RichText::new(&sentence).size(12.0));
                });
            });
        if asked.over {
            self.view.keep_lens(None);
            self.ui.request_repaint();
        }
        if asked.draw {
            self.requests.push(Request::DrawRanges);
        }
    }
}

#[derive(Default)]
struct Asked {
    over: bool,
    draw: bool,
}

/// Says how far the draws are; true if there is something to show.
fn drawn(ui: &mut Ui, ranges: Ranges<'_>, asked: &mut Asked) -> bool {
    let found = ranges.found;
    if let Some(done) = ranges.drawing {
        let again = if found.is_some() { ", again after the last change" } else { "" };
        ui.label(format!("Drawing ranges{again}: {:.0} %", done * 100.0));
        ui.add(egui::ProgressBar::new(done).desired_height(6.0)).accessible_name("Drawing ranges");
        return found.is_some();
    }
    match found {
        Some(found) if found.inputs.is_empty() => {
            ui.label(
                "Nothing here is a range. State an input as low..high, for example 200..800 GB/day, to let it vary.",
            );
            false
        }
        Some(_) => true,
        None => {
            ui.label("The ranges have not been drawn.");
            asked.draw = ui.button("Draw ranges").clicked();
            false
        }
    }
}

/// The scale as a strip of colour, hatched at its end.
fn bar(ui: &mut Ui, palette: &Palette) {
    let (rect, _) = ui.allocate_exact_size(vec2(WIDTH, 10.0), Sense::hover());
    let steps = 24_u8;
    let mut mesh = Mesh::default();
    for step in 0..=steps {
        let share = f32::from(step) / f32::from(steps);
        let x = rect.left() + rect.width() * share;
        mesh.colored_vertex(pos2(x, rect.top()), palette.heat(share));
        mesh.colored_vertex(pos2(x, rect.bottom()), palette.heat(share));
        if step > 0 {
            let at = 2 * u32::from(step);
            mesh.add_triangle(at - 2, at - 1, at);
            mesh.add_triangle(at - 1, at, at + 1);
        }
    }
    ui.painter().add(Shape::mesh(mesh));
    let edge = Stroke::new(1.0, ui.visuals().widgets.noninteractive.bg_stroke.color);
    ui.painter().rect(rect, 0.0, Color32::TRANSPARENT, edge, StrokeKind::Outside);
}
