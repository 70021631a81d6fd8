//! Short messages in a corner, that go away by themselves.

use egui::{Align2, Frame, vec2};
use std::time::Duration;

/// Seconds for which a message stays.
const STAYS: f64 = 5.0;

#[derive(Debug)]
struct Toast {
    text: String,
    until: Option<f64>,
}

/// The messages that are shown now.
#[derive(Debug, Default)]
pub struct Toasts(Vec<Toast>);

impl Toasts {
    /// Shows a message.
    pub fn tell(&mut self, text: impl Into<String>) {
        let text = text.into();
        // Said again is not said twice.
        self.0.retain(|toast| toast.text != text);
        self.0.push(Toast { text, until: None });
        let extra = self.0.len().saturating_sub(4);
        self.0.drain(..extra);
    }

    /// The texts shown, oldest first.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|toast| toast.text.as_str())
    }

    /// Paints the messages, and forgets those that are over.
    pub fn show(&mut self, ctx: &egui::Context) {
        if self.0.is_empty() {
            return;
        }
        let now = ctx.input(|input| input.time);
        self.0.retain(|toast| toast.until.is_none_or(|until| until > now));
        egui::Area::new(egui::Id::unique("toasts"))
            .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -48.0))
            .order(egui::Order::Tooltip)
            .interactable(false)
            .show(ctx, |ui| {
                for toast in &mut self.0 {
                    let until = *toast.until.get_or_insert(now + STAYS);
                    Frame::popup(ui.style()).show(ui, |ui| {
                        ui.set_max_width(480.0);
                        ui.label(&toast.text)
                    });
                    ctx.request_repaint_after(Duration::from_secs_f64((until - now).max(0.05)));
                }
            });
    }
}
