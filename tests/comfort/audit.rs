//! The keys that people expect, row by row, and bugs of other boards. Each row is also shown at work: the keys in
//! `tests/commands`, the pointer in `tests/gestures.rs` and `tests/canvas.rs`; what follows is the list of it.
//!
//! | what | shown by |
//! |---|---|
//! | undo, redo | `clipboard::undo_and_redo_have_their_keys_and_one_step_for_each_thing_done` |
//! | cut, copy, paste at the pointer, in place | `clipboard::copied_text_is_readable_…`, `clipboard::paste_goes_to_the_pointer_…` |
//! | duplicate, delete | `clipboard::cut_duplicate_and_delete_are_one_step_each`, `canvas::a_drag_with_alt_copies_…` |
//! | select all, none | `keys::ctrl_a_selects_all_and_escape_none` |
//! | next, previous, walks, new connected | `gestures::tab_walks_…`, `gestures::alt_and_arrows_…`, `gestures::ctrl_and_an_arrow_…` |
//! | upstream, downstream, connected | `keys::alt_s_and_a_letter_select_along_the_links` |
//! | group, frame, lock, order | `order::ctrl_g_…`, `order::ctrl_alt_g_…`, `order::what_is_locked_…`, `order::brackets_…` |
//! | align, distribute, tidy | `order::alt_and_a_letter_align`, `order::alt_shift_h_and_v_…`, `order::tidy_…` |
//! | zoom, grid, theme, panels | `keys::zoom_and_fit_…`, `keys::the_grid_the_theme_and_the_panels_are_switched` |
//! | find, palette, help | `panels::ctrl_f_finds_…`, `table::the_palette_lists_…`, `table::the_sheet_of_keys_…` |
//! | files | `keys::new_open_and_save_ask_…` |
//! | rename, nudge, check, outage, tools | `keys::f2_…`, `keys::arrows_nudge_…`, `panels::ctrl_enter_…`, `panels::m_asks_…`, `keys::letters_take_tools_…` |
//! | wheel, pinch, panning | `gestures::the_wheel_pans_…`, `gestures::ctrl_and_the_wheel_…`, `gestures::middle_drag_…` |
//! | menu, marquee, adding, ports, copies | `gestures::a_right_click_…`, `gestures::a_marquee_…`, `gestures::shift_click_…`, `canvas::a_drag_between_ports_makes_a_link` |
//! | steps that melt together | `window_panels::typing_in_two_fields_is_two_steps`, `canvas::arrow_keys_on_another_selection_…` |
//! | Space after the focus is lost, Esc in a drag | `gestures::space_does_not_pan_…`, `gestures::escape_in_the_middle_…` |
//! | Delete in a text, paste of fifty, keyboard moves | `keys::in_a_text_field_…`, `clipboard::fifty_…`, `gestures::moves_by_pointer_and_by_keys_…` |
//! | Open without a portal | `.ci/session`, in the real window |

use crate::support::*;
use egui::KeyboardShortcut;
use loadline::app::command::BOARD;
use loadline::canvas::Tool;
use loadline::layout::{Align, Distribute};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const NONE: Modifiers = Modifiers::NONE;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;
const CTRL: Modifiers = Modifiers::COMMAND;

#[test]
fn every_test_of_the_list_above_is_there() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut texts = Vec::new();
    for folder in [tests.clone(), tests.join("commands")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|it| it == "rs") {
                let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
                texts.push((module, std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    let mut count = 0;
    for line in include_str!("audit.rs").lines().filter(|line| line.starts_with("//! |")) {
        for (module, name) in line.split('`').filter_map(|word| word.split_once("::")) {
            let begins = name.trim_end_matches('…');
            let found = texts.iter().any(|(it, text)| it == module && text.contains(&format!("fn {begins}")));
            assert!(found, "{module}::{name} is not there");
            count += 1;
        }
    }
    assert!(count > 30, "{count}");
}

fn has(action: Action, modifiers: Modifiers, key: Key) {
    let entry = Entry::of(action).unwrap();
    assert!(
        entry.shortcuts.contains(&KeyboardShortcut::new(modifiers, key)),
        "{} has not {modifiers:?} {key:?}",
        entry.name
    );
}

#[test]
#[rustfmt::skip]
fn every_key_that_people_expect_is_in_the_table() {
    use Action as A;
    for (action, modifiers, key) in [
        (A::Undo, CTRL, Key::Z), (A::Redo, CTRL_SHIFT, Key::Z), (A::Redo, CTRL, Key::Y),
        (A::Cut, CTRL, Key::X), (A::Copy, CTRL, Key::C), (A::Paste, CTRL, Key::V), (A::PasteInPlace, CTRL_SHIFT, Key::V),
        (A::Duplicate, CTRL, Key::D), (A::Delete, NONE, Key::Delete), (A::Delete, NONE, Key::Backspace),
        (A::SelectAll, CTRL, Key::A), (A::SelectNone, NONE, Key::Escape),
        (A::Group, CTRL, Key::G), (A::Ungroup, CTRL_SHIFT, Key::G), (A::AddFrame, CTRL_ALT, Key::G),
        (A::Lock, CTRL_SHIFT, Key::L), (A::Forward, CTRL, Key::CloseBracket), (A::Backward, CTRL, Key::OpenBracket),
        (A::ToFront, CTRL_SHIFT, Key::CloseBracket), (A::ToBottom, CTRL_SHIFT, Key::OpenBracket),
        (A::Align(Align::Left), ALT, Key::A), (A::Align(Align::Right), ALT, Key::D), (A::Align(Align::Top), ALT, Key::W),
        (A::Align(Align::CenterX), ALT, Key::H), (A::Align(Align::CenterY), ALT, Key::V),
        (A::Distribute(Distribute::Horizontal), ALT_SHIFT, Key::H), (A::Distribute(Distribute::Vertical), ALT_SHIFT, Key::V),
        (A::Tidy, CTRL_ALT, Key::T), (A::Tidy, SHIFT, Key::T),
        (A::ZoomIn, CTRL, Key::Plus), (A::ZoomIn, NONE, Key::Plus), (A::ZoomOut, CTRL, Key::Minus), (A::ZoomOut, NONE, Key::Minus),
        (A::ZoomReset, CTRL, Key::Num0), (A::ZoomReset, SHIFT, Key::Num0), (A::Fit, SHIFT, Key::Num1),
        (A::FitSelection, SHIFT, Key::Num2), (A::Grid, CTRL, Key::Quote), (A::Find, CTRL, Key::F),
        (A::CommandPalette, CTRL_SHIFT, Key::P), (A::CommandPalette, CTRL, Key::K), (A::CommandPalette, CTRL, Key::Slash),
        (A::Keys, NONE, Key::Questionmark), (A::Keys, NONE, Key::F1), (A::ThemeToggle, ALT_SHIFT, Key::D),
        (A::HidePanels, CTRL, Key::Period), (A::New, CTRL, Key::N), (A::Open, CTRL, Key::O), (A::Save, CTRL, Key::S),
        (A::SaveAs, CTRL_SHIFT, Key::S), (A::Export, CTRL_SHIFT, Key::E), (A::Rename, NONE, Key::F2),
        (A::Check, CTRL, Key::Enter), (A::Outage, NONE, Key::M), (A::AddComponent, NONE, Key::Slash),
        (A::Tool(Tool::Select), NONE, Key::V), (A::Tool(Tool::Hand), NONE, Key::H), (A::Tool(Tool::Connect), NONE, Key::C),
        (A::Tool(Tool::Note), NONE, Key::N), (A::Tool(Tool::Text), NONE, Key::T), (A::Tool(Tool::Frame), NONE, Key::F),
        (A::Tool(Tool::Pen), NONE, Key::P),
        (A::AddFamily(Role::Source), NONE, Key::Num1), (A::AddFamily(Role::Queue), NONE, Key::Num2),
        (A::AddFamily(Role::Compute), NONE, Key::Num3), (A::AddFamily(Role::Store), NONE, Key::Num4),
        (A::AddFamily(Role::Serve), NONE, Key::Num5), (A::AddFamily(Role::Monitor), NONE, Key::Num6),
        (A::AddFamily(Role::Control), NONE, Key::Num7),
    ] {
        has(action, modifiers, key);
    }
    // Alt+S is the first of two strokes already: the bottom is aligned by Alt+S, S.
    for (action, then) in [
        (A::SelectUpstream, Key::U), (A::SelectDownstream, Key::D), (A::SelectConnected, Key::G), (A::Align(Align::Bottom), Key::S),
    ] {
        let chord = Entry::of(action).unwrap().chord;
        assert_eq!(chord, Some((KeyboardShortcut::new(ALT, Key::S), then)), "{action:?}");
    }
    for (modifiers, key) in [
        (NONE, Key::ArrowLeft), (SHIFT, Key::ArrowLeft), (ALT, Key::ArrowLeft), (CTRL, Key::ArrowLeft),
        (NONE, Key::Tab), (SHIFT, Key::Tab), (NONE, Key::Enter),
    ] {
        let shortcut = KeyboardShortcut::new(modifiers, key);
        assert!(BOARD.iter().any(|line| line.shortcuts.contains(&shortcut)), "{modifiers:?} {key:?}");
    }
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

fn until(window: &mut Window, what: &str, holds: impl Fn(&Window) -> bool) {
    for _ in 0..200 {
        window.run_steps(2);
        if holds(window) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("{what} did not come");
}

const TEXT: &str = "// Kept by hand.\nDesign(version: 1, name: \"Small\", components: [\n  // The only one.\n  (id: \"events\", \
                    name: \"Events\", role: source, product: \"event-source\", at: (0, 0), set: (load: \"1 GB/day\")),\n])\n";

#[test]
fn a_file_dropped_on_the_window_opens() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.ron");
    std::fs::write(&path, TEXT).unwrap();
    let mut window = window();
    window.input_mut().dropped_files.push(Arc::new(Dropped(path.clone())));
    until(&mut window, "the file", |window| app(window).path() == Some(path.as_path()));
    assert_eq!(design(&window).name(), "Small");
}

#[test]
fn saving_an_opened_unchanged_file_changes_no_byte_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.ron");
    let canonical = {
        let opened = loadline::file::read(TEXT).unwrap();
        loadline::file::write(&opened.design, &opened.comments)
    };
    std::fs::write(&path, &canonical).unwrap();
    let mut window = window();
    let ctx = window.ctx.clone();
    app_mut(&mut window).open(&ctx, path.clone());
    until(&mut window, "the file", |window| app(window).path() == Some(path.as_path()));
    // Looking about is no change.
    ctrl(&mut window, Key::A);
    press_with(&mut window, Modifiers::SHIFT, Key::Num1);
    assert!(!app(&window).history().is_unsaved());
    ctrl(&mut window, Key::S);
    until(&mut window, "the save", |window| told(window, "saved "));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), canonical);
    assert!(canonical.contains("// Kept by hand."));
}

#[test]
fn what_is_typed_before_a_list_is_there_is_typed_into_it() {
    let mut window = window_of(History::new(Design::new("Quick")));
    // All of it in one frame, as on a slow machine.
    for (modifiers, key, text) in
        [(CTRL, Key::K, ""), (NONE, Key::A, "a"), (NONE, Key::D, "d"), (NONE, Key::D, "d"), (NONE, Key::C, "c")]
    {
        window.event(Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers });
        if !text.is_empty() {
            window.event(Event::Text(text.to_owned()));
        }
        window.event(Event::Key { key, physical_key: None, pressed: false, repeat: false, modifiers });
    }
    window.event(Event::ModifiersChanged(NONE));
    window.run_steps(8);
    assert_eq!(app(&window).view().tool(), Tool::Select, "no letter became a command");
    press(&mut window, Key::Enter);
    window.run_steps(4);
    assert!(shows(&window, "Add a component"), "the list that was searched for is open");
}

/// The strokes that type a text, and those with a modifier.
fn stroke(window: &Window, modifiers: Modifiers, key: Key) {
    for pressed in [true, false] {
        window.event(Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
    }
}

fn letters(window: &Window, text: &str) {
    for letter in text.chars() {
        let key = Key::from_name(&letter.to_uppercase().to_string()).unwrap_or(Key::Space);
        window.event(Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: NONE });
        window.event(Event::Text(letter.to_string()));
        window.event(Event::Key { key, physical_key: None, pressed: false, repeat: false, modifiers: NONE });
    }
}

#[test]
fn a_quick_hand_is_followed_from_list_to_field_though_all_comes_in_one_frame() {
    let mut window = window();
    select(&mut window, &["log"]);
    let before = design(&window).components().len();
    stroke(&window, CTRL, Key::K);
    letters(&window, "set retention");
    stroke(&window, NONE, Key::Enter);
    letters(&window, "3 days");
    stroke(&window, NONE, Key::Enter);
    stroke(&window, CTRL, Key::K);
    letters(&window, "set units");
    stroke(&window, NONE, Key::Enter);
    letters(&window, "4");
    stroke(&window, NONE, Key::Enter);
    window.run_steps(40);
    let log = design(&window).component(&id("log")).unwrap();
    assert_eq!(log.settings.get(Field::Retention).map(Setting::text), Some("3 days"));
    assert_eq!(log.settings.get(Field::Units).map(Setting::text), Some("4"));
    assert_eq!(design(&window).components().len(), before);
    // And on, out of a field into the list of what comes next.
    stroke(&window, CTRL, Key::K);
    letters(&window, "set units");
    stroke(&window, NONE, Key::Enter);
    letters(&window, "5");
    stroke(&window, NONE, Key::Enter);
    stroke(&window, CTRL, Key::ArrowRight);
    letters(&window, "msk");
    stroke(&window, NONE, Key::Enter);
    window.run_steps(40);
    assert!(selected(&window)[0].starts_with("msk"), "{:?}", selected(&window));
}

#[test]
fn a_quick_hand_is_followed_whichever_frame_a_stroke_falls_into() {
    for pause in 0..4 {
        let mut window = window();
        select(&mut window, &["log"]);
        stroke(&window, CTRL, Key::K);
        window.run_steps(pause);
        // Strokes come a few in a frame, however long frames take.
        for part in ["se", "t ret", "ention"] {
            letters(&window, part);
            window.run_steps(pause);
        }
        stroke(&window, NONE, Key::Enter);
        for part in ["3", "0 d", "ays"] {
            letters(&window, part);
            window.run_steps(pause);
        }
        stroke(&window, NONE, Key::Enter);
        window.run_steps(20);
        let log = design(&window).component(&id("log")).unwrap();
        let kept = log.settings.get(Field::Retention).map(Setting::text);
        assert_eq!(kept, Some("30 days"), "{pause} frames between");
    }
}

#[test]
fn letters_right_after_ctrl_arrow_are_typed_into_the_list_and_are_no_commands() {
    let mut window = window();
    select(&mut window, &["log"]);
    let before = design(&window).components().len();
    stroke(&window, CTRL, Key::ArrowRight);
    letters(&window, "msk");
    stroke(&window, NONE, Key::Enter);
    window.run_steps(30);
    assert_eq!(design(&window).components().len(), before + 1);
    assert!(selected(&window)[0].starts_with("msk"), "{:?}", selected(&window));
    assert!(design(&window).scenarios().next().is_none(), "M took nothing out of service");
}
