//! Keys that select, look, and take tools; letters in text fields; what Esc ends.

use super::support::*;
use loadline::canvas::Tool;

#[test]
fn ctrl_a_selects_all_and_escape_none() {
    let mut window = window();
    ctrl(&mut window, Key::A);
    assert_eq!(selected(&window).len(), 6);
    press(&mut window, Key::Escape);
    assert!(selected(&window).is_empty());
}

#[test]
fn alt_s_and_a_letter_select_along_the_links() {
    let mut window = window();
    select(&mut window, &["job"]);
    alt(&mut window, Key::S);
    assert!(shows(&window, "upstream") && shows(&window, "downstream"), "what can follow is shown");
    press(&mut window, Key::U);
    assert_eq!(selected(&window), ["devices", "job", "log"]);
    assert!(!shows(&window, "same product"), "the second stroke ends it");
    select(&mut window, &["log"]);
    alt(&mut window, Key::S);
    press(&mut window, Key::D);
    assert_eq!(selected(&window), ["archive", "job", "log", "warehouse"]);
    select(&mut window, &["archive"]);
    alt(&mut window, Key::S);
    press(&mut window, Key::G);
    assert_eq!(selected(&window).len(), 6, "a monitor is connected too");
    select(&mut window, &["archive"]);
    alt(&mut window, Key::S);
    press(&mut window, Key::R);
    assert_eq!(selected(&window), ["archive", "warehouse"]);
    alt(&mut window, Key::S);
    press(&mut window, Key::P);
    assert_eq!(selected(&window).len(), 6, "all are of the product `none`");
}

#[test]
fn a_first_stroke_ends_with_escape_or_any_other_key_and_does_nothing() {
    let mut window = window();
    select(&mut window, &["job"]);
    alt(&mut window, Key::S);
    press(&mut window, Key::Escape);
    assert_eq!(selected(&window), ["job"], "Esc ends the stroke and nothing else");
    press(&mut window, Key::U);
    assert_eq!(selected(&window), ["job"]);
    alt(&mut window, Key::S);
    press(&mut window, Key::Delete);
    assert!(design(&window).component(&id("job")).is_some());
    press(&mut window, Key::H);
    assert_eq!(app(&window).view().tool(), Tool::Hand, "the stroke after it is heard as always");
}

#[test]
fn the_selection_is_inverted_and_stepped_through_by_command() {
    let mut window = window();
    let ctx = window.ctx.clone();
    select(&mut window, &["job", "log"]);
    app_mut(&mut window).act(&ctx, Action::SelectInverse);
    assert_eq!(selected(&window), ["archive", "devices", "monitor", "warehouse"]);
    select(&mut window, &["devices"]);
    app_mut(&mut window).act(&ctx, Action::NextComponent);
    assert_eq!(selected(&window), ["log"]);
    app_mut(&mut window).act(&ctx, Action::PreviousComponent);
    app_mut(&mut window).act(&ctx, Action::PreviousComponent);
    assert_eq!(selected(&window), ["monitor"], "before the first is the last");
}

#[test]
fn tab_alt_arrow_and_ctrl_arrow_are_the_boards() {
    let mut window = window();
    select(&mut window, &["log"]);
    press(&mut window, Key::Tab);
    assert_eq!(selected(&window), ["job"]);
    press_with(&mut window, Modifiers::SHIFT, Key::Tab);
    assert_eq!(selected(&window), ["log"]);
    alt(&mut window, Key::ArrowLeft);
    assert_eq!(selected(&window), ["devices"]);
    ctrl(&mut window, Key::ArrowDown);
    assert!(shows(&window, "Add a component after devices"));
}

#[test]
fn a_chain_that_grows_by_keyboard_stays_in_view() {
    let mut window = window_of(History::new(Design::new("Chain")));
    press(&mut window, Key::Num2);
    press(&mut window, Key::Enter);
    for _ in 0..5 {
        ctrl(&mut window, Key::ArrowRight);
        press(&mut window, Key::Enter);
        window.run();
        let last = app(&window).view().selection.first().unwrap().clone();
        let at = design(&window).place(&last).unwrap();
        let view = app(&window).view();
        assert!(view.area().contains(view.on_screen(at)) && view.area().contains(view.on_screen(at.moved(9, 4))));
    }
    assert_eq!(design(&window).components().len(), 6);
    assert_eq!(design(&window).links().len(), 5);
}

#[test]
fn zoom_and_fit_have_their_keys_whatever_sign_shift_makes_of_them() {
    let mut window = window();
    let zoom = |window: &Window| app(window).view().zoom();
    let before = zoom(&window);
    for (modifiers, key) in [(Modifiers::COMMAND, Key::Plus), (Modifiers::NONE, Key::Plus)] {
        let start = zoom(&window);
        press_with(&mut window, modifiers, key);
        assert!(zoom(&window) > start * 1.2);
    }
    for (modifiers, key) in [(Modifiers::COMMAND, Key::Minus), (Modifiers::NONE, Key::Minus)] {
        let start = zoom(&window);
        press_with(&mut window, modifiers, key);
        assert!(zoom(&window) < start * 0.9);
    }
    ctrl(&mut window, Key::Num0);
    assert!((zoom(&window) - 1.0).abs() < 1e-3);
    press_by_place(&mut window, Modifiers::SHIFT, Key::Exclamationmark, Key::Num1);
    assert!((zoom(&window) - before).abs() < 1e-3, "Shift+1 fits all");
    press_with(&mut window, Modifiers::SHIFT, Key::Num0);
    assert!((zoom(&window) - 1.0).abs() < 1e-3);
    select(&mut window, &["job"]);
    press_by_place(&mut window, Modifiers::SHIFT, Key::Quote, Key::Num2);
    assert!(zoom(&window) > 1.2, "Shift+2 fits the selection");
}

#[test]
fn the_grid_the_theme_and_the_panels_are_switched() {
    let mut window = window();
    assert!(app(&window).view().shows_grid());
    ctrl(&mut window, Key::Quote);
    assert!(!app(&window).view().shows_grid());
    ctrl(&mut window, Key::Quote);
    assert!(app(&window).view().shows_grid());
    let theme = window.ctx.theme();
    press_with(&mut window, ALT_SHIFT, Key::D);
    assert_ne!(window.ctx.theme(), theme);
    assert!(window.query_by_label("Search parts").is_some());
    ctrl(&mut window, Key::Period);
    assert!(window.query_by_label("Search parts").is_none());
}

#[test]
fn letters_take_tools_and_numbers_open_families() {
    let mut window = window();
    let tools = [
        (Key::H, Tool::Hand),
        (Key::C, Tool::Connect),
        (Key::N, Tool::Note),
        (Key::T, Tool::Text),
        (Key::F, Tool::Frame),
        (Key::P, Tool::Pen),
        (Key::V, Tool::Select),
    ];
    for (key, tool) in tools {
        press(&mut window, key);
        assert_eq!(app(&window).view().tool(), tool);
    }
    let numbers = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7];
    for (key, role) in numbers.into_iter().zip(Role::ALL) {
        press(&mut window, key);
        assert!(shows(&window, &format!("Add a {} component", role.name())), "{role:?}");
        press(&mut window, Key::Escape);
    }
    press(&mut window, Key::Slash);
    assert!(shows(&window, "Add a component"));
}

#[test]
fn in_a_text_field_letters_are_letters_and_delete_deletes_letters() {
    let mut window = window();
    select(&mut window, &["job"]);
    window.get_by_role_and_label(egui::accesskit::Role::TextInput, "Name").focus();
    window.run_steps(2);
    let before = design(&window).components().len();
    for key in [Key::M, Key::H, Key::Delete, Key::Backspace, Key::Num1, Key::Questionmark, Key::Slash] {
        press(&mut window, key);
    }
    for key in [Key::D, Key::G, Key::T, Key::Num1] {
        press_with(&mut window, Modifiers::SHIFT, key);
    }
    alt(&mut window, Key::S);
    alt(&mut window, Key::A);
    assert_eq!(design(&window).components().len(), before);
    assert_eq!(app(&window).view().tool(), Tool::Select);
    assert_eq!(design(&window).scenarios().len(), 0);
    assert_eq!(selected(&window), ["job"]);
    assert!(!shows(&window, "Add a component") && !shows(&window, "downstream"));
}

#[test]
fn escape_ends_the_tool_then_the_find_bar_then_the_selection() {
    let mut window = window();
    select(&mut window, &["job"]);
    ctrl(&mut window, Key::F);
    window.ctx.memory_mut(egui::Memory::stop_text_input);
    window.run_steps(2);
    press(&mut window, Key::H);
    press(&mut window, Key::Escape);
    assert_eq!(app(&window).view().tool(), Tool::Select);
    assert!(app(&window).found().is_some());
    press(&mut window, Key::Escape);
    assert!(app(&window).found().is_none());
    assert_eq!(selected(&window), ["job"]);
    press(&mut window, Key::Escape);
    assert!(selected(&window).is_empty());
}

#[test]
fn arrows_nudge_by_a_step_and_with_shift_by_four() {
    let mut window = window();
    select(&mut window, &["job"]);
    let (x, y) = at(&window, "job");
    press(&mut window, Key::ArrowRight);
    press_with(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(at(&window, "job"), (x + 1, y + 4));
    assert!(app(&window).history().is_unsaved(), "a move by keyboard is a change");
    undo(&mut window);
    assert_eq!(at(&window, "job"), (x, y), "a burst is one step");
}

#[test]
fn f2_edits_the_name() {
    let mut window = window();
    select(&mut window, &["job"]);
    press(&mut window, Key::F2);
    type_text(&mut window, "Aggregates");
    press(&mut window, Key::Enter);
    assert_eq!(design(&window).component(&id("job")).unwrap().name, "Aggregates");
    // So does Enter, with nothing else that would hear it.
    window.ctx.memory_mut(egui::Memory::stop_text_input);
    window.run_steps(2);
    press(&mut window, Key::Enter);
    assert!(app(&window).view().edits_text());
    type_text(&mut window, "Hourly aggregates");
    press(&mut window, Key::Enter);
    assert_eq!(design(&window).component(&id("job")).unwrap().name, "Hourly aggregates");
}

#[test]
fn new_open_and_save_ask_where_there_is_something_to_ask() {
    let mut window = window();
    ctrl(&mut window, Key::O);
    assert!(shows(&window, "Open a design"));
    press(&mut window, Key::Escape);
    press_with(&mut window, CTRL_SHIFT, Key::S);
    assert!(shows(&window, "Save the design as"));
    press(&mut window, Key::Escape);
    ctrl(&mut window, Key::S);
    assert!(shows(&window, "Save the design as"), "a design without a file is asked for one");
    press(&mut window, Key::Escape);
    select(&mut window, &["job"]);
    press(&mut window, Key::Delete);
    ctrl(&mut window, Key::W);
    assert!(shows(&window, "Save the changes"));
}
