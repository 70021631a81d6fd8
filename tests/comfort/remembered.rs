//! What the window is like the next day.

use crate::support::*;
use loadline::app::{Settings, Side};
use std::path::Path;

/// A window that remembers in a folder.
fn day(folder: &Path) -> Window {
    day_of(folder, [1600.0, 1000.0])
}

fn day_of(folder: &Path, size: [f32; 2]) -> Window {
    let folder = folder.to_owned();
    let mut window: Window = Harness::builder().with_size(size).with_max_steps(400).with_step_dt(0.025).build_ui_state(
        move |ui, app: &mut Option<App>| {
            let app = app.get_or_insert_with(|| {
                ui.ctx().all_styles_mut(|style| style.animation_time = 0.0);
                let mut app = App::new(ui.ctx(), history(), Catalog::built_in().clone());
                let (settings, notice) = Settings::load(&folder);
                assert_eq!(notice, None);
                app.remember_in(ui.ctx(), &folder, settings);
                app
            });
            app.ui(ui);
        },
        None,
    );
    window.ctx.all_styles_mut(|style| style.animation_time = 0.0);
    window.run_steps(8);
    window
}

/// Lets the thread write.
fn written(window: &mut Window, folder: &Path, part: &str) {
    for _ in 0..300 {
        window.run_steps(1);
        if std::fs::read_to_string(folder.join("settings.ron")).is_ok_and(|text| text.contains(part)) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("{part} was not written");
}

fn widths(window: &Window) -> [f32; 2] {
    let board = app(window).view().area();
    [board.left(), board.right()]
}

#[test]
fn widths_and_heights_of_panels_are_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = day(folder.path());
    let before = app(&window).view().area();
    for (edge, by) in [
        (before.left_center() - egui::vec2(2.0, 0.0), egui::vec2(60.0, 0.0)),
        (before.right_center() + egui::vec2(2.0, 0.0), egui::vec2(-80.0, 0.0)),
        (before.center_bottom() + egui::vec2(0.0, 2.0), egui::vec2(0.0, -70.0)),
    ] {
        drag(&mut window, edge, edge + by);
    }
    let after = app(&window).view().area();
    assert!((after.left() - before.left() - 60.0).abs() < 6.0, "{before:?} {after:?}");
    assert!((before.right() - after.right() - 80.0).abs() < 6.0, "{before:?} {after:?}");
    assert!((before.bottom() - after.bottom() - 70.0).abs() < 6.0, "{before:?} {after:?}");
    written(&mut window, folder.path(), "size: Some");
    std::thread::sleep(std::time::Duration::from_millis(1100));
    window.run_steps(4);
    std::thread::sleep(std::time::Duration::from_millis(200));
    let next = day(folder.path());
    let board = app(&next).view().area();
    assert!((board.left() - after.left()).abs() < 2.0 && (board.right() - after.right()).abs() < 2.0, "{board:?}");
    assert!((board.bottom() - after.bottom()).abs() < 2.0, "{board:?} {after:?}");
}

fn drag(window: &mut Window, from: egui::Pos2, to: egui::Pos2) {
    window.hover_at(from);
    window.run_steps(2);
    window.drag_at(from);
    window.run_steps(2);
    for i in 1..=6_u8 {
        window.hover_at(from + (to - from) * f32::from(i) / 6.0);
        window.run_steps(1);
    }
    window.drop_at(to);
    window.run_steps(3);
}

#[test]
fn the_list_in_front_hidden_panels_and_the_unfolded_strip_are_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = day(folder.path());
    let ctx = window.ctx.clone();
    let whole = widths(&window);
    app_mut(&mut window).act(&ctx, Action::ShowCost);
    app_mut(&mut window).act(&ctx, Action::AllVerdicts);
    app_mut(&mut window).act(&ctx, Action::Panel(Side::Palette));
    window.run_steps(6);
    assert!(widths(&window)[0] < whole[0] - 100.0, "the parts are hidden");
    written(&mut window, folder.path(), "hidden: true");
    written(&mut window, folder.path(), "Cost");
    let next = day(folder.path());
    assert!(widths(&next)[0] < whole[0] - 100.0);
    assert!(shows(&next, "By kind"), "the bill is in front");
    assert_eq!(Action::AllVerdicts.is_on(app(&next)), Some(true));
    assert_eq!(Action::Panel(Side::Palette).is_on(app(&next)), Some(false));
}

#[test]
fn a_small_window_has_smaller_panels_until_somebody_says_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let (small, large) = (day_of(folder.path(), [1280.0, 800.0]), day(folder.path()));
    let board = app(&small).view().area();
    let side = |window: &Window, width: f32| {
        let board = app(window).view().area();
        (board.left(), width - board.right())
    };
    assert!(side(&small, 1280.0).0 < side(&large, 1600.0).0);
    assert!(side(&small, 1280.0).1 < side(&large, 1600.0).1);
    assert!(board.width() >= 0.6 * 1280.0 && board.height() >= 0.66 * 800.0, "{board:?}");
}

#[test]
fn a_list_that_there_is_no_more_and_sizes_that_are_none_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let text = "(tab: \"Horoscope\", panels: (palette: (size: Some(-3.0)), lists: (size: Some(1e30))))";
    std::fs::write(folder.path().join("settings.ron"), text).unwrap();
    let window = day(folder.path());
    assert!(app(&window).view().area().width() > 800.0);
    assert!(shows(&window, "Problems ("));
}
