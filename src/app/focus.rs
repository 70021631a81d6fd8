//! Where the keyboard is: a ring around what has it, and the keys that take it from panel to panel.

use super::panels::Side;
use super::state::App;
use crate::canvas::Palette;
use egui::{Context, CornerRadius, Event, Id, LayerId, Rect, Stroke, StrokeKind, pos2};

/// What had the keyboard at the last frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Focus {
    id: Option<Id>,
    /// It came there by a key: then it is shown. A click shows by itself where it went.
    by_key: bool,
}

impl App {
    /// A ring around what the keyboard has come to by a key.
    pub(super) fn show_focus(&mut self, ctx: &Context) {
        // A text field has an edge of its own then, and the cursor.
        let id = ctx.memory(egui::Memory::focused).filter(|_| !ctx.text_edit_focused());
        let (keyed, pressed) = ctx.input(|input| {
            let key =
                |event: &Event| matches!(event, Event::Key { pressed: true, .. } | Event::AccessKitActionRequest(_));
            (input.events.iter().any(key), input.pointer.any_pressed())
        });
        if id != self.panels.focus.id {
            self.panels.focus = Focus { id, by_key: !pressed };
        } else if keyed {
            self.panels.focus.by_key = true;
        } else if pressed {
            self.panels.focus.by_key = false;
        }
        let Some(response) = id.filter(|_| self.panels.focus.by_key).and_then(|id| ctx.read_response(id)) else {
            return;
        };
        let rect = response.interact_rect.intersect(response.rect);
        if !rect.is_positive() {
            return;
        }
        let color = Palette::of(&ctx.global_style().visuals).accent;
        ctx.layer_painter(response.layer_id).rect_stroke(
            rect.expand(1.0),
            CornerRadius::same(4),
            Stroke::new(2.0, color),
            StrokeKind::Outside,
        );
    }

    /// The keyboard goes to the next panel, or the one before: board, inspector, lists, parts, strip and menus.
    pub(super) fn step_pane(&mut self, ctx: &Context, forward: bool) {
        let board = self.doc.view.area();
        let whole = ctx.content_rect();
        let top = Rect::from_min_max(whole.min, pos2(whole.right(), board.top()));
        let side = |side| self.panels.sides.place(side).filter(|_| !self.panels.hidden);
        let panes = [Some(board), side(Side::Inspector), side(Side::Lists), side(Side::Palette), Some(top)];
        let panes: Vec<Rect> = panes.into_iter().flatten().collect();
        let focused = ctx.memory(egui::Memory::focused);
        let at = focused.and_then(|id| ctx.read_response(id)).map(|response| response.rect.center());
        let here = at.and_then(|at| panes.iter().position(|pane| pane.contains(at))).unwrap_or(0);
        for step in 1..=panes.len() {
            let next = if forward { here + step } else { here + panes.len() - step } % panes.len();
            if next == 0 {
                if let Some(id) = focused {
                    ctx.memory_mut(|memory| memory.surrender_focus(id));
                }
                self.doc.view.take_keyboard(self.doc.history.design());
                return;
            }
            if let Some(first) = panes.get(next).and_then(|pane| first_in(ctx, *pane)) {
                ctx.memory_mut(|memory| memory.request_focus(first));
                return;
            }
        }
    }
}

/// The first thing in a part of the window that takes the keyboard.
fn first_in(ctx: &Context, pane: Rect) -> Option<Id> {
    ctx.viewport(|viewport| {
        let here = |widget: &&egui::WidgetRect| {
            // The edge by which a panel is drawn wider is no part of it.
            let inside = pane.shrink(6.0).contains(widget.interact_rect.center());
            inside && widget.enabled && widget.sense.is_focusable() && widget.interact_rect.is_positive()
        };
        let first = viewport.this_pass.widgets.get_layer(LayerId::background()).find(here);
        first.map(|widget| widget.id)
    })
}
