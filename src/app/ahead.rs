//! What is typed before a dialog is there, or after it: a quick hand opens a list by a key and goes on typing in the same
//! frame, or in those before the list has the keyboard; and ends it and goes on. Nothing of it is lost, and nothing
//! typed for a list becomes a command.

use super::dialogs::Dialog;
use super::state::App;
use egui::{Context, Event, Key};

/// Passes that a dialog is given to take the keyboard; a frame may have two.
const PATIENCE: u8 = 40;

/// What was asked for and has not the keyboard yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Dialog,
    Field,
}

/// What waits for a dialog or a field that was asked for.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    events: Vec<Event>,
    wanted: Option<Wanted>,
    frames: u8,
    /// The text field that has the keyboard, and for how many passes.
    field: Option<(egui::Id, u8)>,
    /// What came after the stroke that ends a dialog: for the next frame.
    later: Vec<Event>,
}

/// Whether an event is of the keyboard.
fn is_typed(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Key { .. } | Event::Paste(_) | Event::Ime(_))
}

/// Takes the strokes out of the input from a place on: those after a stroke that opens a dialog. `letter` tells whether
/// that stroke is a letter, which comes right after it and is not meant for the dialog.
pub(super) fn split(events: &mut Vec<Event>, at: usize, mut letter: bool) -> Vec<Event> {
    let (mut kept, mut held) = (Vec::with_capacity(events.len()), Vec::new());
    for (place, event) in std::mem::take(events).into_iter().enumerate() {
        if place < at || !is_typed(&event) {
            kept.push(event);
        } else if letter && matches!(event, Event::Text(_)) {
            letter = false;
        } else {
            letter &= !matches!(event, Event::Key { pressed: true, .. });
            held.push(event);
        }
    }
    *events = kept;
    held
}

impl App {
    /// A dialog was asked for: keeps these strokes for it, and those to come until it has the keyboard.
    pub(super) fn hold_ahead(&mut self, events: Vec<Event>) {
        (self.ahead.events, self.ahead.wanted, self.ahead.frames) = (events, Some(Wanted::Dialog), PATIENCE);
    }

    /// A field will have the keyboard soon: what is typed meanwhile is for it.
    pub(super) fn await_field(&mut self) {
        self.ahead.events = std::mem::take(&mut self.ahead.later);
        (self.ahead.wanted, self.ahead.frames) = (Some(Wanted::Field), PATIENCE);
    }

    /// What was typed after a key of the board that may open a dialog: it is for that, or for the next frame if none
    /// was opened.
    pub(super) fn hold_after_board(&mut self, ctx: &Context, events: Vec<Event>) {
        if self.dialog.is_some() {
            self.hold_ahead(events);
        } else if !events.is_empty() {
            self.ahead.later = events;
            ctx.request_repaint();
        }
    }

    /// Enter ends a list or a field: what was typed after it in the same frame is for what comes then.
    fn hold_after_enter(&mut self, ctx: &Context) {
        if !matches!(self.dialog, Some(Dialog::Add(_) | Dialog::Commands(_))) && !ctx.text_edit_focused() {
            return;
        }
        let enter = |event: &Event| matches!(event, Event::Key { key: Key::Enter, pressed: true, .. });
        let later = ctx.input_mut(|input| {
            let at = input.events.iter().position(enter)?;
            Some(split(&mut input.events, at + 1, false))
        });
        self.ahead.later = later.unwrap_or_default();
        if !self.ahead.later.is_empty() {
            ctx.request_repaint();
        }
    }

    /// Gives the dialog what was typed for it, as soon as it has the keyboard. What is typed meanwhile waits as well.
    pub(super) fn tend_ahead(&mut self, ctx: &Context) {
        let later = std::mem::take(&mut self.ahead.later);
        if !later.is_empty() {
            ctx.input_mut(|input| {
                let typed = std::mem::take(&mut input.events);
                input.events = later.into_iter().chain(typed).collect();
            });
        }
        self.give_ahead(ctx);
        self.hold_after_enter(ctx);
    }

    /// Whether the field that was asked for has the keyboard, and has had it long enough to take what is typed: a field
    /// that is under a dialog, or that has only just been asked for, takes nothing.
    fn field_is_ready(&mut self, ctx: &Context, wanted: Wanted) -> bool {
        let focused = ctx.memory(egui::Memory::focused).filter(|_| ctx.text_edit_focused());
        let fits = |id: &egui::Id| {
            let under = ctx.read_response(*id).map(|response| response.layer_id.order == egui::Order::Background);
            under == Some(wanted == Wanted::Field) && self.dialog.is_some() == (wanted == Wanted::Dialog)
        };
        self.ahead.field = focused.filter(fits).map(|id| match self.ahead.field {
            Some((before, passes)) if before == id => (id, passes.saturating_add(1)),
            _ => (id, 1),
        });
        self.ahead.field.is_some_and(|(_, passes)| passes > 2)
    }

    fn give_ahead(&mut self, ctx: &Context) {
        let Some(wanted) = self.ahead.wanted else { return };
        self.ahead.frames = self.ahead.frames.saturating_sub(1);
        let there = wanted == Wanted::Field || self.dialog.is_some();
        let escape = |event: &Event| matches!(event, Event::Key { key: Key::Escape, pressed: true, .. });
        let escaped = ctx.input(|input| input.events.iter().any(escape));
        let waits = std::mem::take(&mut self.ahead.events);
        if there && !escaped && self.field_is_ready(ctx, wanted) {
            self.ahead.wanted = None;
            ctx.input_mut(|input| {
                let typed = std::mem::take(&mut input.events);
                input.events = waits.into_iter().chain(typed).collect();
            });
        } else if !there || escaped || self.ahead.frames == 0 {
            // There is nobody to give it to.
            self.ahead.wanted = None;
        } else {
            ctx.input_mut(|input| {
                let (typed, rest): (Vec<Event>, Vec<Event>) =
                    std::mem::take(&mut input.events).into_iter().partition(is_typed);
                input.events = rest;
                self.ahead.events = waits.into_iter().chain(typed).collect();
            });
            ctx.request_repaint();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::Modifiers;

    fn key(key: Key) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
    }

    #[test]
    fn what_follows_the_stroke_waits_and_its_own_letter_goes() {
        // The stroke itself has been taken out; its letter is next.
        let mut events = vec![
            Event::PointerGone,
            Event::Text("/".to_owned()),
            key(Key::K),
            Event::Text("k".to_owned()),
            key(Key::A),
            Event::Text("a".to_owned()),
        ];
        let held = split(&mut events, 1, true);
        assert_eq!(events, [Event::PointerGone]);
        assert_eq!(held, [key(Key::K), Event::Text("k".to_owned()), key(Key::A), Event::Text("a".to_owned())]);
    }
}
