//! Designs out of the window and into it: exported files, pictures that are opened, a line of text that is pasted.
#![cfg(all(feature = "window", feature = "pictures"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use egui::accesskit::Role;
use egui::{Event, Key, OutputCommand};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use loadline::app::command::Action;
use loadline::app::{App, Settings};
use loadline::catalog::Catalog;
use loadline::design::{Design, ElementId, History};
use loadline::export::{Format, Options, Theme, export};
use loadline::file;
use std::collections::BTreeSet;
use std::fs;
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

fn press(window: &mut Window, role: Role, name: &str) {
    window.get_by_role_and_label(role, name).click();
    window.run_steps(3);
}

/// Types the path into the built-in dialog, and waits until something is told.
fn write_to(window: &mut Window, path: &Path) {
    window.get_by_label("Path of the file").focus();
    window.run_steps(2);
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    window.run_steps(1);
    window.event(Event::Text(path.display().to_string()));
    window.run_steps(2);
    window.key_press(Key::Enter);
    until(window, "the export", |window| told(window, "exported"));
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
        press(&mut first, Role::Button, "Export…");
        write_to(&mut first, &path);
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

#[test]
fn a_picture_has_the_scale_the_colours_and_the_part_that_were_chosen_and_they_are_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, part, again) =
        (folder.path().join("whole.png"), folder.path().join("part.png"), folder.path().join("again.png"));
    let mut window = window(DESIGN.into());
    let ctx = window.ctx.clone();
    window.state_mut().as_mut().unwrap().remember_in(&ctx, folder.path(), Settings::default());
    act(&mut window, Action::Export);
    press(&mut window, Role::RadioButton, "Dark");
    press(&mut window, Role::Button, "1 ×");
    press(&mut window, Role::CheckBox, "Transparent");
    press(&mut window, Role::Button, "Export…");
    write_to(&mut window, &whole);

    let opened = file::open(Path::new(DESIGN)).unwrap();
    let scenario = app(&window).scenario().cloned();
    let made = |only: Option<&BTreeSet<ElementId>>| {
        let options = Options { theme: Theme::Dark, scale: 1.0, transparent: true, only, scenario: scenario.as_ref() };
        export(&opened.design, &opened.comments, Catalog::built_in(), Format::Png, &options).unwrap()
    };
    assert!(fs::read(&whole).unwrap() == made(None), "it is what the command line makes with these choices");

    // What is selected alone, with the choices of before.
    act(&mut window, Action::NextComponent);
    let selected = app(&window).view().selection.clone();
    assert_eq!(selected.len(), 1);
    act(&mut window, Action::ExportSelection);
    press(&mut window, Role::Button, "Export…");
    write_to(&mut window, &part);
    until(&mut window, "the part", |_| part.exists());
    assert!(fs::read(&part).unwrap() == made(Some(&selected)), "the part that is selected");

    // The next window has them too.
    let kept = folder.path().join("settings.ron");
    until(&mut window, "the settings", |_| {
        fs::read_to_string(&kept).is_ok_and(|text| text.contains("transparent: true"))
    });
    let settings = Settings::load(folder.path()).0;
    let mut second = self::window(DESIGN.into());
    let ctx = second.ctx.clone();
    second.state_mut().as_mut().unwrap().remember_in(&ctx, folder.path(), settings);
    act(&mut second, Action::Export);
    press(&mut second, Role::Button, "Export…");
    write_to(&mut second, &again);
    assert!(fs::read(&again).unwrap() == made(None), "with the choices of the window before");
}

#[test]
fn damaged_choices_are_put_right() {
    let folder = tempfile::tempdir().unwrap();
    let text = "(pictures: (format: \"exe\", scale: inf, transparent: true))";
    fs::write(folder.path().join("settings.ron"), text).unwrap();
    let (settings, notice) = Settings::load(folder.path());
    assert_eq!(notice, None);
    let mut window = window(DESIGN.into());
    let ctx = window.ctx.clone();
    window.state_mut().as_mut().unwrap().remember_in(&ctx, folder.path(), settings);
    act(&mut window, Action::Export);
    let path = folder.path().join("out.png");
    press(&mut window, Role::Button, "Export…");
    write_to(&mut window, &path);
    assert!(fs::read(&path).unwrap().starts_with(b"\x89PNG"));
}
