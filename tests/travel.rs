//! Designs out of the window and into it: exported files, pictures that are opened, a line of text that is pasted.
#![cfg(all(feature = "window", feature = "pictures"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use egui::{Event, Key, OutputCommand};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use loadline::app::App;
use loadline::app::command::Action;
use loadline::catalog::Catalog;
use loadline::design::{Design, History};
use loadline::file;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

type Window = Harness<'static, Option<App>>;

const DESIGN: &str = "designs/500-gb-daily-in-2-h.ron";

fn window(file: PathBuf) -> Window {
    let mut window: Window = Harness::builder().with_size([1400.0, 1000.0]).with_max_steps(60).build_ui_state(
        move |ui, app: &mut Option<App>| {
            let app = app.get_or_insert_with(|| {
                ui.ctx().all_styles_mut(|style| style.animation_time = 0.0);
                let mut app = App::new(ui.ctx(), History::default(), Catalog::built_in().clone());
                app.use_built_in_dialogs(true);
                app.open(ui.ctx(), file.clone());
                app
            });
            app.ui(ui);
        },
        None,
    );
    until(&mut window, "the design", |window| design(window).components().len() > 0);
    window
}

fn app(window: &Window) -> &App {
    window.state().as_ref().unwrap()
}

fn design(window: &Window) -> &Design {
    app(window).history().design()
}

fn until(window: &mut Window, what: &str, holds: impl Fn(&Window) -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !holds(window) {
        assert!(Instant::now() < end, "waited in vain for {what}: {:?}", app(window).messages().collect::<Vec<_>>());
        window.run_steps(1);
        sleep(Duration::from_millis(10));
    }
}

fn act(window: &mut Window, action: Action) {
    let ctx = window.ctx.clone();
    window.state_mut().as_mut().unwrap().act(&ctx, action);
    window.run_steps(2);
}

fn told(window: &Window, part: &str) -> bool {
    app(window).messages().any(|text| text.contains(part))
}

#[test]
fn what_is_exported_is_opened_again_and_has_no_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    for ending in ["png", "svg"] {
        let path = folder.path().join(format!("plan.{ending}"));
        let mut first = window(DESIGN.into());
        act(&mut first, Action::Export);
        first.get_by_label("Path of the file").focus();
        first.run_steps(2);
        first.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
        first.run_steps(1);
        first.event(Event::Text(path.display().to_string()));
        first.run_steps(2);
        first.key_press(Key::Enter);
        until(&mut first, "the export", |window| told(window, "exported"));
        let second = window(path.clone());
        assert_eq!(design(&second), &file::open(Path::new(DESIGN)).unwrap().design);
        assert_eq!(app(&second).path(), None, "saving would write over the picture");
        assert!(app(&second).history().is_unsaved());
        assert!(told(&second, "took the design out of"));
    }
}

#[test]
fn a_line_of_text_is_pasted_with_its_links() {
    let mut first = window(DESIGN.into());
    act(&mut first, Action::CopyAsText);
    let copied = first.output().platform_output.commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let line = copied.unwrap_or_else(|| {
        // The text went out a frame ago.
        loadline::file::carried::pack(&file::write(design(&first), &file::Comments::default()))
    });
    assert!(line.starts_with("loadline:1:") && !line.contains('\n'));
    act(&mut first, Action::New);
    assert_eq!(design(&first).components().len(), 0);
    first.event(Event::Paste(line));
    first.run_steps(3);
    let whole = file::open(Path::new(DESIGN)).unwrap().design;
    assert_eq!(design(&first).components().len(), whole.components().len());
    assert_eq!(design(&first).links().len(), whole.links().len());
}

#[test]
fn a_flowchart_is_opened_and_what_is_not_understood_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chart.mmd");
    std::fs::write(&path, "flowchart LR\n  app([App]) --> k[Kafka topic]\n  k --> dw[(Warehouse)]\n  ?? what\n")
        .unwrap();
    let mut window: Window = {
        let mut window = window(DESIGN.into());
        let ctx = window.ctx.clone();
        window.state_mut().as_mut().unwrap().open(&ctx, path);
        window
    };
    until(&mut window, "the question", |window| window.query_by_label("Open the rest").is_some());
    window.get_by_label("Open the rest").click();
    window.run_steps(3);
    assert_eq!((design(&window).components().len(), design(&window).links().len()), (3, 2));
    assert_eq!(app(&window).path(), None);
}

#[test]
fn a_picture_goes_to_the_clipboard() {
    let mut window = window(DESIGN.into());
    act(&mut window, Action::CopyPicture);
    until(&mut window, "the picture", |window| told(window, "copied a picture of"));
}
