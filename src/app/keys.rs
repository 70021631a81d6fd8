//! From key strokes to commands of the table. Keys that text fields use do nothing here while one has the keyboard.

use super::ahead;
use super::command::{Action, Command, Entry, TABLE, in_words};
use super::state::App;
use egui::{Align2, Event, Frame, Key, KeyboardShortcut, Modifiers, RichText, vec2};

/// What the keys are heard with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listening {
    /// A text field has the keyboard.
    pub typing: bool,
    /// Nothing has the keyboard: Enter is for what is selected.
    pub free: bool,
    /// Something beside the board has the keyboard: letters and digits are not the board's.
    pub aside: bool,
    /// The first of two strokes has been made: the second is awaited.
    pub awaiting: Option<KeyboardShortcut>,
    /// What was typed in this frame after the stroke that opens a dialog, if one was opened.
    pub ahead: Option<Vec<Event>>,
    /// What was typed in this frame after a stroke by which the board may open one.
    pub after_board: Option<Vec<Event>>,
}

/// Takes the key strokes that are commands out of the input, and gives back the commands.
pub fn read(ctx: &egui::Context, listening: &mut Listening) -> Vec<Command> {
    let mut commands = Vec::new();
    let typing = listening.typing;
    let (mut bare, mut kept, mut opened, mut by_board) = (false, 0, None, false);
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            if opened.is_some() {
                return true;
            }
            let command = match event {
                Event::Copy if !typing => Some(Command::Act(Action::Copy)),
                Event::Cut if !typing => Some(Command::Act(Action::Cut)),
                Event::Paste(text) if !typing => Some(Command::Paste(text.clone())),
                Event::Key { key, physical_key, pressed: true, modifiers, .. } => {
                    let stroke = Stroke { key: *key, physical: *physical_key, modifiers: *modifiers };
                    match second(stroke, listening) {
                        Second::Command(action) => Some(Command::Act(action)),
                        Second::Over => {
                            bare = true;
                            return false;
                        }
                        Second::None if listening.free && *key == Key::Enter && modifiers.is_none() => {
                            Some(Command::Act(Action::Rename))
                        }
                        Second::None if listening.aside && stroke.writes() => None,
                        Second::None => meaning(stroke, typing).map(|entry| {
                            bare |= modifiers.is_none() || modifiers.shift_only();
                            Command::Act(entry.action)
                        }),
                    }
                }
                Event::PointerButton { pressed: true, .. } => {
                    listening.awaiting = None;
                    None
                }
                _ => None,
            };
            let keep = command.is_none();
            if matches!(&command, Some(Command::Act(action)) if action.asks_for_a_name()) {
                opened = Some(kept);
            }
            kept += usize::from(keep);
            if keep && !typing && grows(event) {
                (opened, by_board) = (Some(kept), true);
            }
            commands.extend(command);
            keep
        });
        if let Some(at) = opened {
            let held = Some(ahead::split(&mut input.events, at, bare && !by_board));
            if by_board {
                listening.after_board = held;
            } else {
                listening.ahead = held;
            }
        } else if bare && !typing {
            // The letter of a stroke that was a command is not typed into what the command opens.
            input.events.retain(|event| !matches!(event, Event::Text(_)));
        }
    });
    commands
}

/// Whether a stroke asks the board for a component beside another.
fn grows(event: &Event) -> bool {
    let arrows = [Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown];
    matches!(event, Event::Key { key, pressed: true, modifiers, .. }
        if arrows.contains(key) && modifiers.matches_exact(Modifiers::COMMAND))
}

#[derive(Clone, Copy)]
struct Stroke {
    key: Key,
    physical: Option<Key>,
    modifiers: Modifiers,
}

impl Stroke {
    /// Whether a text field would write a letter or a digit.
    fn writes(self) -> bool {
        let sign = self.key.name().len() == 1;
        sign && (self.modifiers.is_none() || self.modifiers.shift_only())
    }
}

enum Second {
    /// No second stroke is awaited.
    None,
    /// The two strokes mean this.
    Command(Action),
    /// They mean nothing, or the stroke was the first of two.
    Over,
}

/// The stroke as the first or the second of two.
fn second(stroke: Stroke, listening: &mut Listening) -> Second {
    let chords = || TABLE.iter().filter_map(|entry| entry.chord.map(|(first, then)| (first, then, entry)));
    if let Some(awaiting) = listening.awaiting.take() {
        // Alt may still be held, or not any more.
        let plain = !stroke.modifiers.command && !stroke.modifiers.shift;
        let found = chords().find(|(first, then, _)| plain && *first == awaiting && *then == stroke.key);
        return found.map_or(Second::Over, |(.., entry)| Second::Command(entry.action));
    }
    if listening.typing {
        return Second::None;
    }
    match chords().find(|(first, ..)| matches(*first, stroke)) {
        Some((first, ..)) => {
            listening.awaiting = Some(first);
            Second::Over
        }
        None => Second::None,
    }
}

/// The command of a key stroke.
fn meaning(stroke: Stroke, typing: bool) -> Option<&'static Entry> {
    TABLE.iter().find(|entry| {
        entry
            .shortcuts
            .iter()
            .filter(|shortcut| !typing || (entry.while_typing && !is_typed(**shortcut)))
            .any(|shortcut| matches(*shortcut, stroke))
            // The system turns these into events of their own, with the text of the clipboard.
            && !matches!(entry.action, Action::Copy | Action::Cut | Action::Paste)
    })
}

/// Whether a text field would write the key.
fn is_typed(shortcut: KeyboardShortcut) -> bool {
    let function = matches!(shortcut.logical_key, Key::F1 | Key::F2 | Key::F6);
    (shortcut.modifiers.is_none() || shortcut.modifiers.shift_only()) && !function
}

/// A stroke is a shortcut's with exactly its modifiers. Signs may need Shift to be typed at all.
fn matches(shortcut: KeyboardShortcut, stroke: Stroke) -> bool {
    let wanted = shortcut.logical_key;
    if wanted == Key::Escape {
        // Shift, Alt and Ctrl are held in the middle of drags that somebody wants to be rid of.
        return stroke.key == Key::Escape;
    }
    let mut modifiers = stroke.modifiers;
    if matches!(stroke.key, Key::Plus | Key::Questionmark | Key::Equals | Key::Slash) && wanted == stroke.key {
        modifiers.shift = shortcut.modifiers.shift;
    }
    // With Shift a digit or a bracket says another sign, and not the same on every keyboard: the key itself counts.
    let by_place =
        matches!(wanted, Key::Num0 | Key::Num1 | Key::Num2 | Key::OpenBracket | Key::CloseBracket | Key::Quote)
            && shortcut.modifiers != Modifiers::NONE
            && stroke.physical == Some(wanted);
    (wanted == stroke.key || by_place) && modifiers.matches_exact(shortcut.modifiers)
}

/// What can follow the stroke that was made, at the foot of the board.
pub fn show_awaiting(ctx: &egui::Context, app: &App) {
    let Some(awaiting) = app.listening.awaiting else { return };
    let middle = app.doc.view.area().center_bottom();
    egui::Area::new(egui::Id::unique("second stroke"))
        .fixed_pos(middle - vec2(0.0, 16.0))
        .pivot(Align2::CENTER_BOTTOM)
        .order(egui::Order::Foreground)
        .interactable(false)
        .show(ctx, |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.strong(format!("{}, then", in_words(ctx, awaiting)));
                    for entry in TABLE {
                        if let Some((first, then)) = entry.chord
                            && first == awaiting
                        {
                            ui.label(RichText::new(then.name()).strong().monospace());
                            let name = entry.name.strip_prefix("Select ").unwrap_or(entry.name).to_lowercase();
                            if entry.action.enabled(app) {
                                ui.label(name)
                            } else {
                                ui.weak(name)
                            };
                        }
                    }
                    ui.label(RichText::new("Esc").strong().monospace());
                    ui.label("nothing");
                });
            });
        });
}
