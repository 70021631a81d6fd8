//! Things that are put elsewhere all at once glide there.

use super::support::*;
use super::*;

/// A window in which things move, and components that are not tidy.
fn window() -> Window {
    let mut history = history();
    history.apply(Edit::Move { element: component("warehouse"), to: Point::new(2, 20) }).unwrap();
    let window = window_of(History::new(history.into_design()));
    window.ctx.all_styles_mut(|style| style.animation_time = 0.2);
    window
}

/// Where the name of a component is painted.
fn name_at(window: &Window, name: &str) -> Pos2 {
    let area = app(window).view().area();
    let all = texts(window);
    all.iter().find(|(text, at)| text == name && area.contains(*at)).unwrap().1
}

#[test]
fn tidy_changes_the_design_at_once_and_the_board_glides_there() {
    let mut window = window();
    let before = name_at(&window, "warehouse");
    let ctx = window.ctx.clone();
    app_mut(&mut window).act(&ctx, Action::Tidy);
    let tidy = at(&window, "warehouse");
    assert_ne!(tidy, (2, 20), "the design is tidy already");
    assert_eq!(steps(&window), 1);
    window.run_steps(4);
    assert!(app(&window).view().is_gliding());
    let between = name_at(&window, "warehouse");
    window.run_steps(12);
    assert!(!app(&window).view().is_gliding(), "over after a quarter of a second");
    let after = name_at(&window, "warehouse");
    assert!(before.distance(between) > 10.0 && between.distance(after) > 10.0, "{before} {between} {after}");
    assert!(on_screen(&window, "warehouse").contains(after));
    assert_eq!((at(&window, "warehouse"), steps(&window)), (tidy, 1));
    window.run_steps(500);
    assert!(rests(&window));
    undo(&mut window);
    assert_eq!(at(&window, "warehouse"), (2, 20), "one step");
    assert!(app(&window).view().is_gliding(), "and back in the same way");
    window.run_steps(20);
    assert!(!app(&window).view().is_gliding());
}

#[test]
fn with_reduced_motion_nothing_glides() {
    let mut window = window();
    act(&mut window, Action::ReducedMotion);
    act(&mut window, Action::Tidy);
    assert!(!app(&window).view().is_gliding());
    assert!(on_screen(&window, "warehouse").contains(name_at(&window, "warehouse")));
}

#[test]
fn a_press_ends_the_glide_and_is_a_gesture_as_ever() {
    let mut window = window();
    act(&mut window, Action::Tidy);
    assert!(app(&window).view().is_gliding());
    let at = on_screen(&window, "warehouse").center();
    click_at(&mut window, at);
    assert!(!app(&window).view().is_gliding());
    assert_eq!(selected(&window), ["warehouse"], "it is clicked where it is");
}

#[test]
fn components_keep_their_widgets_and_the_keyboard_on_their_way() {
    let mut window = window();
    window.get_by_label_contains("warehouse, store").focus();
    window.run_steps(3);
    let focused = window.ctx.memory(egui::Memory::focused);
    assert!(focused.is_some());
    act(&mut window, Action::Tidy);
    assert!(app(&window).view().is_gliding());
    assert_eq!(window.ctx.memory(egui::Memory::focused), focused);
    assert!(window.query_by_label_contains("warehouse, store").is_some());
}

#[test]
fn a_lens_goes_along_with_what_glides() {
    let mut window = window();
    act(&mut window, Action::Lens(loadline::canvas::Lens::Load));
    let before = name_at(&window, "warehouse");
    act(&mut window, Action::Tidy);
    assert!(app(&window).view().is_gliding());
    assert!(before.distance(name_at(&window, "warehouse")) > 1.0);
    assert!(paints(&window, "Lens: load"));
}

#[test]
fn what_is_aligned_glides_too() {
    let mut window = window();
    select(&mut window, &["devices", "warehouse"]);
    alt(&mut window, Key::A);
    assert!(app(&window).view().is_gliding());
    window.run_steps(20);
    assert_eq!(at(&window, "devices").0, at(&window, "warehouse").0);
}
