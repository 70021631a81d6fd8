//! Short messages of what happened, that go away by themselves; those of a step can take it back.

use super::command::Command;
use egui::accesskit::Live;
use egui::{Align2, Button, Frame, Rect, Role, WidgetInfo, vec2};
use std::time::Duration;

/// Seconds for which a message stays.
const STAYS: f64 = 5.0;
/// Seconds for which a message stays that can take a step back.
const STAYS_WITH_UNDO: f64 = 9.0;

#[derive(Debug)]
struct Toast {
    text: String,
    until: Option<f64>,
    /// The revision of the document that the message tells of: its step can be taken back while that is the last.
    undo: Option<u64>,
}

/// The messages that are shown now.
#[derive(Debug, Default)]
pub struct Toasts(Vec<Toast>);

impl Toasts {
    /// Shows a message; of a step, with the revision that the step led to.
    pub fn tell(&mut self, text: impl Into<String>, undo: Option<u64>) {
        let text = text.into();
        // Said again is not said twice.
        self.0.retain(|toast| toast.text != text);
        // Only the last step can be taken back: what was said of the one before is old.
        self.0.retain(|toast| undo.is_none() || toast.undo.is_none());
        self.0.push(Toast { text, until: None, undo });
        let extra = self.0.len().saturating_sub(4);
        self.0.drain(..extra);
    }

    /// Forgets the messages of steps: one has just been taken back or made again.
    pub fn forget_steps(&mut self) {
        self.0.retain(|toast| toast.undo.is_none());
    }

    /// The texts shown, oldest first.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|toast| toast.text.as_str())
    }

    /// Shows the messages above the foot of the board, and forgets those that are over. `revision` is that of the
    /// document.
    pub fn show(&mut self, ctx: &egui::Context, board: Rect, revision: u64, commands: &mut Vec<Command>) {
        if self.0.is_empty() {
            return;
        }
        let now = ctx.input(|input| input.time);
        self.0.retain(|toast| toast.until.is_none_or(|until| until > now));
        let foot = if board.is_positive() { board } else { ctx.content_rect() };
        let area = egui::Area::new(egui::Id::unique("toasts"))
            .fixed_pos(foot.center_bottom() - vec2(0.0, 20.0))
            .pivot(Align2::CENTER_BOTTOM)
            .order(egui::Order::Foreground)
            .show(ctx, |ui| {
                let (mut closed, mut busy) = (None, false);
                for (place, toast) in self.0.iter().enumerate() {
                    Frame::popup(ui.style()).show(ui, |ui| {
                        ui.set_max_width(520.0);
                        ui.horizontal(|ui| {
                            let label = ui.add(egui::Label::new(&toast.text).wrap());
                            label.widget_info(|| WidgetInfo::labeled(Role::Status, true, &toast.text));
                            ctx.accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
                            if toast.undo == Some(revision) {
                                let undo = ui.button("Undo").accessible_name(format!("Undo: {}", toast.text));
                                busy |= undo.has_focus();
                                if undo.clicked() {
                                    commands.push(Command::UndoToast(revision));
                                    closed = Some(place);
                                }
                            }
                            let close = ui.add(Button::new("×").frame(false)).accessible_name("Close the message");
                            busy |= close.has_focus();
                            if close.clicked() {
                                closed = Some(place);
                            }
                        });
                    });
                }
                (closed, busy)
            });
        let (closed, busy) = area.inner;
        // Read or reached by the keyboard, a message does not go away under the hand.
        let busy = busy || area.response.contains_pointer();
        for toast in &mut self.0 {
            let stays = if toast.undo.is_some() { STAYS_WITH_UNDO } else { STAYS };
            let until = toast.until.get_or_insert(now + stays);
            if busy {
                *until = until.max(now + STAYS / 2.0);
            }
        }
        if let Some(closed) = closed {
            self.0.remove(closed);
            ctx.request_repaint();
        }
        let next = self.0.iter().filter_map(|toast| toast.until).fold(f64::INFINITY, f64::min);
        if next.is_finite() {
            ctx.request_repaint_after(Duration::from_secs_f64((next - now).max(0.05)));
        }
    }
}
