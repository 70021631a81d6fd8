//! The table itself: no two commands share a key, and everything made from it shows all of it.

use super::support::*;
use loadline::app::command::BOARD;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn no_two_commands_share_a_key_not_even_with_the_board() {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    let ctx = egui::Context::default();
    let mut own = |keys: String, name: &'static str| {
        if let Some(other) = owners.insert(keys.clone(), name) {
            panic!("{keys} is both {other} and {name}");
        }
    };
    for entry in TABLE {
        for shortcut in entry.shortcuts {
            own(ctx.format_shortcut(shortcut), entry.name);
        }
        if let Some((first, then)) = entry.chord {
            own(format!("{} {then:?}", ctx.format_shortcut(&first)), entry.name);
        }
    }
    for line in BOARD {
        for shortcut in line.shortcuts {
            own(ctx.format_shortcut(shortcut), line.name);
        }
    }
    let firsts: BTreeSet<String> =
        TABLE.iter().filter_map(|entry| entry.chord).map(|(first, _)| ctx.format_shortcut(&first)).collect();
    for first in firsts {
        assert!(!owners.contains_key(&first), "{first} begins a stroke of two and is a command as well");
    }
}

#[test]
fn every_action_has_one_line_and_one_name() {
    let mut names = BTreeSet::new();
    let mut actions = std::collections::HashSet::new();
    for entry in TABLE {
        assert!(names.insert(entry.name), "{} twice", entry.name);
        assert!(actions.insert(entry.action), "{:?} twice", entry.action);
    }
}

#[test]
fn every_menu_shows_its_commands() {
    let mut window = window();
    for menu in Menu::ALL.iter().filter(|menu| menu.entries().next().is_some()) {
        window.get_by_label(menu.name()).click();
        window.run();
        for entry in menu.entries() {
            let shown = if entry.under.is_empty() { entry.name } else { entry.under };
            assert!(window.query_all_by_label(shown).next().is_some(), "{} in {}", shown, menu.name());
        }
        press(&mut window, Key::Escape);
    }
    for name in ["File", "Edit", "View", "Insert", "Arrange", "Estimate", "Help"] {
        assert!(Menu::ALL.iter().any(|menu| menu.name() == name && menu.entries().next().is_some()), "{name}");
    }
}

#[test]
fn the_sheet_of_keys_has_every_command_with_keys_and_is_searched() {
    let mut window = window();
    press(&mut window, Key::F1);
    for entry in TABLE.iter().filter(|entry| !entry.all_keys(&egui::Context::default()).is_empty()) {
        assert!(window.query_all_by_label(entry.name).next().is_some(), "{}", entry.name);
    }
    type_text(&mut window, "align");
    assert!(window.query_by_label("Align left").is_some());
    assert!(window.query_by_label("Paste in place").is_none(), "what is not searched for is left out");
    press(&mut window, Key::Escape);
    assert!(window.query_by_label("Align left").is_none());
}

#[test]
fn the_palette_lists_what_can_be_done_now_and_finds_names_of_all_sorts() {
    let mut window = window();
    ctrl(&mut window, Key::K);
    let enabled: Vec<&Entry> = TABLE.iter().filter(|entry| entry.action.enabled(app(&window))).collect();
    for entry in enabled {
        assert!(window.query_all_by_label(entry.name).next().is_some(), "{}", entry.name);
    }
    assert!(window.query_by_label("Paste settings").is_none(), "what can do nothing now is left out");
    type_text(&mut window, "wareh");
    press(&mut window, Key::Enter);
    assert_eq!(selected(&window), ["warehouse"], "a component is gone to by its name");
    let before = design(&window).components().len();
    press_with(&mut window, CTRL_SHIFT, Key::P);
    type_text(&mut window, "kinesis data streams");
    press(&mut window, Key::Enter);
    assert_eq!(design(&window).components().len(), before + 1, "a product is put in by its name");
    ctrl(&mut window, Key::Slash);
    type_text(&mut window, "select all");
    press(&mut window, Key::Enter);
    assert_eq!(selected(&window).len(), before + 1);
}

#[test]
fn keys_are_written_as_they_are_on_the_keyboard() {
    let ctx = egui::Context::default();
    let words = |action| Entry::of(action).unwrap().all_keys(&ctx);
    assert!(words(Action::Forward).ends_with("+]"));
    assert!(words(Action::Keys).ends_with("F1, ?"));
    assert!(words(Action::ZoomIn).ends_with(", +"));
    assert!(words(Action::SelectUpstream).ends_with("S U"));
    for entry in TABLE {
        let keys = entry.all_keys(&ctx);
        assert!(!keys.contains("Bracket") && !keys.contains("mark") && !keys.contains("Quote"), "{keys}");
    }
}
