//! The same graph on the board of egui-snarl.

use crate::grid;
use egui_snarl::ui::{PinInfo, SnarlPin, SnarlViewer, SnarlWidget};
use egui_snarl::{InPin, InPinId, NodeId, OutPin, OutPinId, Snarl};
use egui36::emath::TSTransform;
use egui36::{Context, Pos2, RawInput, Rect, Ui, Vec2, pos2, vec2};
use std::hint::black_box;

const SIZE: Vec2 = vec2(1600.0, 1000.0);

struct Viewer {
    camera: TSTransform,
}

impl SnarlViewer<String> for Viewer {
    fn title(&mut self, node: &String) -> String {
        node.clone()
    }

    fn inputs(&mut self, _: &String) -> usize {
        1
    }

    fn show_input(&mut self, _: &InPin, ui: &mut Ui, _: &mut Snarl<String>) -> impl SnarlPin + 'static {
        ui.label("in");
        PinInfo::circle()
    }

    fn outputs(&mut self, _: &String) -> usize {
        1
    }

    fn show_output(&mut self, _: &OutPin, ui: &mut Ui, _: &mut Snarl<String>) -> impl SnarlPin + 'static {
        ui.label("579 kB/s");
        PinInfo::circle()
    }

    fn current_transform(&mut self, to_global: &mut TSTransform, _: &mut Snarl<String>) {
        *to_global = self.camera;
    }
}

/// A window with nothing but the board.
pub struct Board {
    ctx: Context,
    snarl: Snarl<String>,
    viewer: Viewer,
    bounds: Rect,
    frames: u32,
}

impl Board {
    pub fn new(count: usize) -> Self {
        let design = grid::design(count);
        let mut snarl = Snarl::new();
        let mut bounds = Rect::NOTHING;
        let nodes: Vec<NodeId> = design
            .components()
            .map(|component| {
                let at = pos2(component.at.x as f32 * 20.0, component.at.y as f32 * 20.0);
                bounds.extend_with(at);
                snarl.insert_node(at, component.name.clone())
            })
            .collect();
        for (from, to) in grid::links(count) {
            snarl.connect(OutPinId { node: nodes[from], output: 0 }, InPinId { node: nodes[to], input: 0 });
        }
        let viewer = Viewer { camera: TSTransform::IDENTITY };
        bounds.max += vec2(180.0, 80.0);
        Self { ctx: Context::default(), snarl, viewer, bounds, frames: 0 }
    }

    /// Looks at the middle at 100 %, or at everything.
    pub fn look(&mut self, near: bool) {
        let scale = if near { 1.0 } else { (SIZE.x / self.bounds.width()).min(SIZE.y / self.bounds.height()) };
        self.viewer.camera = TSTransform::new(SIZE / 2.0 - self.bounds.center().to_vec2() * scale, scale);
        self.frame();
        self.frame();
    }

    pub fn frame(&mut self) {
        self.frames += 1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(f64::from(self.frames) / 60.0),
            ..RawInput::default()
        };
        let mut output = self.ctx.run_ui(input, |ui| {
            SnarlWidget::new().id(egui36::Id::new("board")).show(&mut self.snarl, &mut self.viewer, ui);
        });
        output.textures_delta.clear();
        black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
    }

    /// The board goes on by a few points, to and fro.
    pub fn pull(&mut self) {
        let way = if self.frames / 50 % 2 == 0 { vec2(7.0, 3.0) } else { vec2(-7.0, -3.0) };
        self.viewer.camera.translation += way;
        self.frame();
    }
}
