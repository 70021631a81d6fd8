//! Keys and gestures that the board itself understands: they mean something only where the pointer or the keyboard is.

use egui::{Key, KeyboardShortcut, Modifiers};

/// What a key or a gesture does on the board.
#[derive(Clone, Copy, Debug)]
pub struct BoardKeys {
    /// What it does.
    pub name: &'static str,
    /// The keys, in words.
    pub words: &'static str,
    /// The keys themselves; none for what the pointer does.
    pub shortcuts: &'static [KeyboardShortcut],
}

const fn by_pointer(name: &'static str, words: &'static str) -> BoardKeys {
    BoardKeys { name, words, shortcuts: &[] }
}

const fn by_keys(name: &'static str, words: &'static str, shortcuts: &'static [KeyboardShortcut]) -> BoardKeys {
    BoardKeys { name, words, shortcuts }
}

macro_rules! arrows {
    ($modifiers:expr) => {
        &[
            KeyboardShortcut::new($modifiers, Key::ArrowLeft),
            KeyboardShortcut::new($modifiers, Key::ArrowRight),
            KeyboardShortcut::new($modifiers, Key::ArrowUp),
            KeyboardShortcut::new($modifiers, Key::ArrowDown),
        ]
    };
}

/// Everything that the board understands by itself.
#[rustfmt::skip]
pub const BOARD: &[BoardKeys] = &[
    by_pointer("Pan", "Wheel, Space, middle or right drag"),
    by_pointer("Zoom at the pointer", "Ctrl + wheel, pinch"),
    by_pointer("Select several", "Drag on empty, Shift + click"),
    by_pointer("Take from the selection", "Alt + drag on empty"),
    by_pointer("Copy", "Alt + drag"),
    by_pointer("Move along one axis", "Shift + drag"),
    by_pointer("Move without guides", "Ctrl + drag"),
    by_pointer("Add a component", "Double-click on empty"),
    by_pointer("Rename", "Double-click"),
    by_keys("Rename or edit; finish", "Enter", &[KeyboardShortcut::new(Modifiers::NONE, Key::Enter)]),
    by_keys("Nudge by a step", "Arrows", arrows!(Modifiers::NONE)),
    by_keys("Nudge by four steps", "Shift + arrows", arrows!(Modifiers::SHIFT)),
    by_keys("Next component", "Tab", &[KeyboardShortcut::new(Modifiers::NONE, Key::Tab)]),
    by_keys("Previous component", "Shift + Tab", &[KeyboardShortcut::new(Modifiers::SHIFT, Key::Tab)]),
    by_keys("Walk along links", "Alt + arrows", arrows!(Modifiers::ALT)),
    by_keys("New connected component", "Ctrl + arrows", arrows!(Modifiers::COMMAND)),
    by_keys("See only the load", "Hold L", &[KeyboardShortcut::new(Modifiers::NONE, Key::L)]),
    by_keys("See only the age of data", "Hold S", &[KeyboardShortcut::new(Modifiers::NONE, Key::S)]),
    by_keys("See only the cost", "Hold D", &[KeyboardShortcut::new(Modifiers::NONE, Key::D)]),
    by_keys("See only what is uncertain", "Hold U", &[KeyboardShortcut::new(Modifiers::NONE, Key::U)]),
    by_keys("Menu of the selection", "Shift + F10", &[KeyboardShortcut::new(Modifiers::SHIFT, Key::F10)]),
];
