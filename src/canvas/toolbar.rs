//! The tool bar: a small strip at the top of the board. Its pictures are painted; no font has to have them.

use super::Tool;
use super::board::Board;
use super::paint::Brush;
use egui::{
    Color32, CornerRadius, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Vec2, WidgetInfo,
    pos2, vec2,
};

/// Side of a button, in points of the screen.
const SIDE: f32 = 30.0;
const GAP: f32 = 2.0;
const PAD: f32 = 4.0;

/// Where the bar is on a board; none where there is no room for it.
pub(super) fn place(board: Rect) -> Option<Rect> {
    let buttons = 8.0;
    let size = vec2(buttons * (SIDE + GAP) - GAP + 2.0 * PAD + 6.0, SIDE + 2.0 * PAD);
    let room = size.x <= board.width() && size.y * 4.0 <= board.height();
    room.then(|| Rect::from_min_size(pos2(board.center().x - size.x / 2.0, board.top() + 8.0), size))
}

/// Width of a button that zooms and of the one that tells the scale, and their height, in points of the screen.
const SMALLER: f32 = 28.0;
const PERCENT: f32 = 58.0;
const ZOOM_HIGH: f32 = 26.0;

/// Where the scale is shown on a board; nowhere on one that is too small.
pub(super) fn zoom_place(board: Rect) -> Option<Rect> {
    let size = vec2(2.0 * SMALLER + PERCENT, ZOOM_HIGH);
    let room = size.x * 3.0 <= board.width() && size.y * 8.0 <= board.height();
    room.then(|| Rect::from_min_size(board.left_bottom() + vec2(12.0, -12.0 - size.y), size))
}

impl Board<'_, '_> {
    /// Shows the tools, and takes the one that is clicked.
    pub(super) fn tool_bar(&mut self, brush: &Brush<'_>) {
        let Some(bar) = place(self.area) else { return };
        // What lies under the strip is not clicked through it.
        self.ui.interact(bar, egui::Id::unique("board tool bar"), Sense::click_and_drag());
        let edge = Stroke::new(1.0, brush.palette.edge);
        brush.painter.rect(bar, CornerRadius::same(8), brush.palette.card, edge, StrokeKind::Inside);
        let mut at = bar.min + Vec2::splat(PAD);
        for tool in Tool::ALL {
            let rect = Rect::from_min_size(at, Vec2::splat(SIDE));
            at.x += SIDE + GAP;
            let selected = self.view.hand.tool == *tool;
            let name = format!("{} tool", tool.name());
            let response = self.bar_button(brush, rect, Some(selected), &name);
            let color = if selected { brush.palette.accent } else { brush.palette.text };
            icon(brush.painter, *tool, rect.center(), color);
            if response.clicked() {
                self.view.set_tool(*tool);
            }
            response.on_hover_ui(|ui| {
                ui.strong(format!("{} ({})", tool.name(), tool.key().name()));
                ui.label(tool.help());
                if tool.is_one_shot() {
                    ui.weak("Twice keeps it in the hand.");
                }
            });
        }
        let x = at.x + 1.0;
        brush.painter.line_segment([pos2(x, bar.top() + 8.0), pos2(x, bar.bottom() - 8.0)], edge);
        let rect = Rect::from_min_size(at + vec2(6.0, 0.0), Vec2::splat(SIDE));
        let keep = self.view.hand.keep;
        let response = self.bar_button(brush, rect, Some(keep), "Keep the tool");
        let color = if keep { brush.palette.accent } else { brush.palette.text };
        super::icon::lock(brush.painter, rect.center(), 1.0, keep, color);
        if response.clicked() {
            self.view.hand.keep = !keep;
        }
        response.on_hover_text("Keep the tool in the hand after its use");
    }

    /// Shows the scale in a corner, and changes it: smaller, 100 %, larger.
    pub(super) fn zoom_bar(&mut self, brush: &Brush<'_>) {
        let Some(bar) = zoom_place(self.area) else { return };
        self.ui.interact(bar, egui::Id::unique("board zoom bar"), Sense::click_and_drag());
        let edge = Stroke::new(1.0, brush.palette.edge);
        brush.painter.rect(bar, CornerRadius::same(6), brush.palette.card, edge, StrokeKind::Inside);
        let percent = 100.0 * self.view.camera.zoom();
        let percent = if percent < 9.95 { format!("{percent:.1} %") } else { format!("{percent:.0} %") };
        let mut at = bar.min;
        let parts = [
            (SMALLER, "\u{2212}".to_owned(), "Smaller", "Zoom out"),
            (PERCENT, percent, "Scale of the board", "Zoom to 100 %"),
            (SMALLER, "+".to_owned(), "Larger", "Zoom in"),
        ];
        for (place, (width, words, name, told)) in parts.into_iter().enumerate() {
            let rect = Rect::from_min_size(at, vec2(width, ZOOM_HIGH));
            at.x += width;
            let response = self.bar_button(brush, rect.shrink(2.0), None, name);
            if place == 1 {
                self.ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(words.as_str()));
            }
            let font = egui::FontId::proportional(12.5);
            brush.painter.text(rect.center(), egui::Align2::CENTER_CENTER, words, font, brush.palette.text);
            if response.clicked() {
                match place {
                    0 => self.view.zoom_by(0.8),
                    1 => self.view.reset_zoom(),
                    _ => self.view.zoom_by(1.25),
                }
                self.ui.request_repaint();
            }
            response.on_hover_text(told);
        }
    }

    /// A button of a bar; `chosen` tells whether it is, of one that can be.
    fn bar_button(&self, brush: &Brush<'_>, rect: Rect, chosen: Option<bool>, name: &str) -> Response {
        let response = self.ui.interact(rect, egui::Id::unique(("board tool", name)), Sense::click());
        response.widget_info(|| match chosen {
            Some(chosen) => WidgetInfo::selected(Role::Button, true, chosen, name),
            None => WidgetInfo::labeled(Role::Button, true, name),
        });
        let selected = chosen == Some(true);
        let fill = match (selected, response.hovered()) {
            (true, _) => brush.palette.accent.gamma_multiply(0.22),
            (_, true) => brush.palette.edge.gamma_multiply(0.45),
            _ => Color32::TRANSPARENT,
        };
        brush.painter.rect_filled(rect, CornerRadius::same(5), fill);
        if selected || response.has_focus() {
            // Said by a frame too, not by colour alone.
            let width = if response.has_focus() { 2.0 } else { 1.0 };
            let stroke = Stroke::new(width, brush.palette.accent);
            brush.painter.rect_stroke(rect, CornerRadius::same(5), stroke, StrokeKind::Inside);
        }
        response
    }
}

fn icon(painter: &Painter, tool: Tool, at: Pos2, color: Color32) {
    let line = Stroke::new(1.6, color);
    let p = |x: f32, y: f32| at + vec2(x, y);
    let way = |points: &[(f32, f32)]| Shape::line(points.iter().map(|(x, y)| p(*x, *y)).collect(), line);
    match tool {
        Tool::Select => {
            let outline = [(-5.0, -8.0), (-5.0, 6.0), (-1.5, 3.0), (1.0, 8.0), (3.2, 7.0), (0.9, 2.1), (5.5, 1.8)];
            painter.add(Shape::closed_line(outline.iter().map(|(x, y)| p(*x, *y)).collect(), line));
        }
        Tool::Hand => {
            // Four arrows: the board goes where the hand goes.
            painter.add(way(&[(-8.0, 0.0), (8.0, 0.0)]));
            painter.add(way(&[(0.0, -8.0), (0.0, 8.0)]));
            for (x, y) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
                let tip = vec2(x, y) * 8.0;
                let (back, side) = (vec2(x, y) * 5.0, vec2(-y, x) * 3.0);
                painter.add(Shape::line(vec![at + back + side, at + tip, at + back - side], line));
            }
        }
        Tool::Connect => {
            painter.rect_stroke(Rect::from_center_size(p(-6.0, -4.0), Vec2::splat(6.0)), 1.0, line, StrokeKind::Middle);
            painter.rect_stroke(Rect::from_center_size(p(6.0, 4.0), Vec2::splat(6.0)), 1.0, line, StrokeKind::Middle);
            painter.add(way(&[(-3.0, -4.0), (0.0, -4.0), (0.0, 4.0), (3.0, 4.0)]));
        }
        Tool::Note => {
            painter.add(Shape::closed_line(
                [(-7.0, -7.0), (7.0, -7.0), (7.0, 3.0), (3.0, 7.0), (-7.0, 7.0)]
                    .iter()
                    .map(|(x, y)| p(*x, *y))
                    .collect(),
                line,
            ));
            painter.add(way(&[(7.0, 3.0), (3.0, 3.0), (3.0, 7.0)]));
            painter.add(way(&[(-4.0, -3.0), (4.0, -3.0)]));
            painter.add(way(&[(-4.0, 0.5), (1.0, 0.5)]));
        }
        Tool::Text => {
            painter.add(way(&[(-6.0, -4.0), (-6.0, -7.0), (6.0, -7.0), (6.0, -4.0)]));
            painter.add(way(&[(0.0, -7.0), (0.0, 7.0)]));
            painter.add(way(&[(-2.5, 7.0), (2.5, 7.0)]));
        }
        Tool::Frame => {
            for (x, y) in [(-4.5, 0.0), (4.5, 0.0)] {
                painter.add(way(&[(x, y - 8.0), (x, y + 8.0)]));
            }
            for y in [-4.5, 4.5] {
                painter.add(way(&[(-8.0, y), (8.0, y)]));
            }
        }
        Tool::Pen => {
            painter.add(Shape::closed_line(
                [(-7.0, 7.0), (-5.5, 2.5), (4.0, -7.0), (7.0, -4.0), (-2.5, 5.5)]
                    .iter()
                    .map(|(x, y)| p(*x, *y))
                    .collect(),
                line,
            ));
            painter.add(way(&[(1.5, -4.5), (4.5, -1.5)]));
        }
    }
}
