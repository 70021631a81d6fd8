//! A design built in the window by gestures alone: dragged from the palette, linked from port to port, filled in by
//! typing, read, taken back to empty, made again, saved and opened.
#![cfg(feature = "window")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use loadline::app::App;
use loadline::catalog::Catalog;
use loadline::design::{Design, History, Id};
use loadline::estimate::Status;
use loadline::file;

type Window = Harness<'static, Option<App>>;

fn window() -> Window {
    let mut window: Window = Harness::builder().with_size([1600.0, 1000.0]).with_max_steps(60).build_ui_state(
        |ui, app: &mut Option<App>| {
            let app = app.get_or_insert_with(|| {
                ui.ctx().all_styles_mut(|style| style.animation_time = 0.0);
                let mut app = App::new(ui.ctx(), History::new(Design::new("Sketch")), Catalog::built_in().clone());
                app.use_built_in_dialogs(true);
                app
            });
            app.ui(ui);
        },
        None,
    );
    window.run();
    window
}

fn app(window: &Window) -> &App {
    window.state().as_ref().unwrap()
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn carry(window: &mut Window, from: Pos2, to: Pos2) {
    window.hover_at(from);
    window.run_steps(1);
    window.drag_at(from);
    window.run_steps(1);
    for i in 1..=8_u8 {
        window.hover_at(from + (to - from) * f32::from(i) / 8.0);
        window.run_steps(1);
    }
    window.drop_at(to);
    window.run();
}

fn type_in(window: &mut Window, field: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, field).focus();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run();
    for letter in text.chars() {
        window.event(Event::Text(letter.to_string()));
        window.run();
    }
}

/// Drags a part out of the palette to a place on the screen.
fn place(window: &mut Window, product: &str, to: Pos2) {
    type_in(window, "Search parts", product);
    let from = window.get_by_role_and_label(Role::Button, product).rect().center();
    carry(window, from, to);
}

/// The ends of a link on the screen: the right port of one box, the left port of another.
fn connect(window: &mut Window, from: &str, to: &str) {
    let corner = |window: &Window, name: &str| {
        let app = app(window);
        let at = app.history().design().component(&id(name)).unwrap().at;
        (app.view().on_screen(at), 20.0 * app.view().zoom())
    };
    let (giver, step) = corner(window, from);
    let (taker, _) = corner(window, to);
    carry(window, giver + vec2(9.0, 2.0) * step, taker + vec2(0.0, 2.0) * step);
}

fn click_on(window: &mut Window, name: &str) {
    let app = app(window);
    let at = app.history().design().component(&id(name)).unwrap().at;
    let middle = app.view().on_screen(at) + vec2(4.5, 0.6) * 20.0 * app.view().zoom();
    window.hover_at(middle);
    window.run();
    window.drag_at(middle);
    window.drop_at(middle);
    window.run();
}

#[test]
fn a_design_is_built_by_gestures_read_undone_redone_saved_and_opened() {
    let mut window = window();
    let parts = [
        ("Event source", Pos2::new(330.0, 400.0)),
        ("Message log", Pos2::new(570.0, 400.0)),
        ("Batch job", Pos2::new(810.0, 400.0)),
        ("Columnar warehouse", Pos2::new(1050.0, 400.0)),
    ];
    for (product, at) in parts {
        place(&mut window, product, at);
    }
    assert_eq!(app(&window).history().design().components().len(), 4);
    for (from, to) in
        [("event-source", "message-log"), ("message-log", "batch-job"), ("batch-job", "columnar-warehouse")]
    {
        connect(&mut window, from, to);
    }
    assert_eq!(app(&window).history().design().links().len(), 3);

    click_on(&mut window, "event-source");
    type_in(&mut window, "Load", "500 GB/day");
    click_on(&mut window, "batch-job");
    type_in(&mut window, "Every", "30 min");
    type_in(&mut window, "Units", "4");
    window.key_press(Key::Enter);
    window.run();

    // The figures are there without asking: on the board, for the eye and for a screen reader.
    let estimate = app(&window).estimate().unwrap().clone();
    let job = estimate.component(&id("batch-job")).unwrap();
    assert_eq!(job.status, Status::Ok);
    let staleness = job.staleness.unwrap();
    // 30 min of 5.787 MB/s at 48 MB/s, and 2 min of start-up.
    let run = 120.0 + 1800.0 * 5.787_037 / 48.0;
    assert!((staleness.max.value - staleness.min.value - 1800.0).abs() < 1.0);
    assert!((staleness.min.value - run).abs() < 1.0, "{} is not {run}", staleness.min.value);
    assert!(window.query_all_by_label_contains("Batch job, compute, load").next().is_some());
    assert!(window.query_all_by_label_contains("link Event source to Message log, 5.787 MB/s").next().is_some());

    let built = app(&window).history().design().clone();
    let steps = app(&window).history().undo_len();
    window.key_press(Key::Escape);
    window.run();
    for _ in 0..steps {
        window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        window.run();
    }
    assert_eq!(*app(&window).history().design(), Design::new("Sketch"));
    for _ in 0..steps {
        window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
        window.run();
    }
    assert_eq!(*app(&window).history().design(), built);

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sketch.ron");
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.run();
    type_in(&mut window, "Path of the file", &path.display().to_string());
    window.key_press(Key::Enter);
    for _ in 0..100 {
        // While the file is being written or read, the window goes on repainting.
        window.run_steps(2);
        if !app(&window).history().is_unsaved() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert!(!app(&window).history().is_unsaved(), "{:?}", app(&window).messages().collect::<Vec<_>>());
    assert_eq!(file::open(&path).unwrap().design, built);

    let ctx = window.ctx.clone();
    window.state_mut().as_mut().unwrap().open(&ctx, path.clone());
    for _ in 0..100 {
        // While the file is being written or read, the window goes on repainting.
        window.run_steps(2);
        if app(&window).path() == Some(path.as_path()) && !app(&window).history().can_undo() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert_eq!(*app(&window).history().design(), built);
    assert!(!app(&window).history().is_unsaved());
}
