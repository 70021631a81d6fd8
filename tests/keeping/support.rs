//! A window that keeps what it has to keep in a folder of the test, and hands for it.

pub use egui::accesskit::Role;
pub use egui_kittest::Harness;
pub use egui_kittest::kittest::Queryable;
pub use loadline::app::App;
pub use loadline::app::command::{Action, Command};
pub use loadline::catalog::Catalog;
pub use loadline::design::{Arrangement, Design, Edit, Element, ElementId, History, Id, Note, Point};
pub use loadline::file::{self, Comments};
pub use std::fs;
pub use std::path::{Path, PathBuf};
pub use std::thread::sleep;
pub use std::time::{Duration, Instant};

pub type Window = Harness<'static, Option<App>>;

/// A window that keeps what it has to keep in a folder of the test.
pub fn window(state: &Path, file: Option<PathBuf>) -> Window {
    let state = state.to_owned();
    Harness::builder().with_size([1400.0, 1000.0]).with_max_steps(60).build_ui_state(
        move |ui, app: &mut Option<App>| {
            let app = app.get_or_insert_with(|| {
                ui.ctx().all_styles_mut(|style| style.animation_time = 0.0);
                let mut app = App::new(ui.ctx(), History::default(), Catalog::built_in().clone());
                app.use_built_in_dialogs(true);
                app.keep_work_in(ui.ctx(), &state);
                if let Some(file) = file.clone() {
                    app.open(ui.ctx(), file);
                }
                app
            });
            app.ui(ui);
        },
        None,
    )
}

pub fn app(window: &Window) -> &App {
    window.state().as_ref().unwrap()
}

/// Runs frames until something holds, for at most ten seconds.
pub fn until(window: &mut Window, what: &str, holds: impl Fn(&Window) -> bool) {
    let end = Instant::now() + Duration::from_secs(10);
    while !holds(window) {
        assert!(
            Instant::now() < end,
            "waited in vain for {what}: {:?} unsaved {}",
            app(window).messages().collect::<Vec<_>>(),
            app(window).history().is_unsaved()
        );
        window.run_steps(1);
        sleep(Duration::from_millis(10));
    }
}

pub fn shows(window: &Window, part: &str) -> bool {
    window.query_all_by(|node| node.label().is_some_and(|label| label.contains(part))).next().is_some()
        || window.query_all_by(|node| node.value().is_some_and(|value| value.contains(part))).next().is_some()
}

pub fn edit(window: &mut Window, edit: Edit) {
    let ctx = window.ctx.clone();
    window.state_mut().as_mut().unwrap().apply(&ctx, Command::Edit(edit));
    window.run_steps(2);
}

pub fn act(window: &mut Window, action: Action) {
    let ctx = window.ctx.clone();
    window.state_mut().as_mut().unwrap().act(&ctx, action);
    window.run_steps(2);
}

pub fn press(window: &mut Window, button: &str) {
    window.get_by_role_and_label(Role::Button, button).click();
    window.run_steps(3);
}

pub fn note(name: &str) -> Edit {
    Edit::insert(Element::Note(Note {
        id: Id::new(name).unwrap(),
        at: Point::new(0, 20),
        size: Point::new(6, 3),
        text: name.to_owned(),
        plain: false,
        arrangement: Arrangement::default(),
    }))
}

pub fn has(design: &Design, name: &str) -> bool {
    design.note(&Id::new(name).unwrap()).is_some()
}

pub fn designs(window: &Window) -> &Design {
    app(window).history().design()
}

/// A file with a design of its own.
pub fn a_file(folder: &Path) -> PathBuf {
    let path = folder.join("plan.ron");
    fs::copy("designs/500-gb-daily-in-2-h.ron", &path).unwrap();
    path
}

pub fn opened(state: &Path, path: &Path) -> Window {
    let mut window = window(state, Some(path.to_owned()));
    until(&mut window, "the file", |window| app(window).path() == Some(path));
    window
}

/// What somebody else does to the file.
pub fn change_outside(path: &Path, edit: Edit) {
    let opened = file::open(path).unwrap();
    let mut history = History::new(opened.design);
    history.apply(edit).unwrap();
    fs::write(path, file::write(history.design(), &opened.comments)).unwrap();
}

pub fn entries(state: &Path) -> Vec<PathBuf> {
    let Ok(folder) = fs::read_dir(state.join("journal")) else { return Vec::new() };
    folder.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "ron")).collect()
}
