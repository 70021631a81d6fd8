//! From key strokes to commands of the table. Keys that text fields use do nothing here while one has the keyboard.

use super::command::{Action, Command, Entry, TABLE};
use egui::{Event, Key, KeyboardShortcut, Modifiers};

/// Takes the key strokes that are commands out of the input, and gives back the commands.
///
/// `typing` says that a text field has the keyboard.
pub fn read(ctx: &egui::Context, typing: bool) -> Vec<Command> {
    let mut commands = Vec::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let command = match event {
                Event::Copy if !typing => Some(Command::Act(Action::Copy)),
                Event::Cut if !typing => Some(Command::Act(Action::Cut)),
                Event::Paste(text) if !typing => Some(Command::Paste(text.clone())),
                Event::Key { key, pressed: true, modifiers, .. } => {
                    meaning(*key, *modifiers, typing).map(|entry| Command::Act(entry.action))
                }
                _ => None,
            };
            let keep = command.is_none();
            commands.extend(command);
            keep
        });
    });
    commands
}

/// The command of a key stroke.
fn meaning(key: Key, modifiers: Modifiers, typing: bool) -> Option<&'static Entry> {
    TABLE.iter().find(|entry| {
        let bare =
            |shortcut: &&KeyboardShortcut| shortcut.modifiers.is_none() && !is_function_key(shortcut.logical_key);
        entry
            .shortcuts
            .iter()
            .filter(|shortcut| !typing || (entry.while_typing && !bare(shortcut)))
            .any(|shortcut| matches(*shortcut, key, modifiers))
            // The system turns these into events of their own, with the text of the clipboard.
            && !matches!(entry.action, Action::Copy | Action::Cut | Action::Paste)
    })
}

fn is_function_key(key: Key) -> bool {
    matches!(key, Key::F1 | Key::F2)
}

/// A stroke is a shortcut's with exactly its modifiers. Signs may need Shift to be typed at all.
fn matches(shortcut: KeyboardShortcut, key: Key, mut modifiers: Modifiers) -> bool {
    if matches!(key, Key::Plus | Key::Questionmark | Key::Equals | Key::Slash) {
        modifiers.shift = false;
    }
    shortcut.logical_key == key && modifiers.matches_exact(shortcut.modifiers)
}
