//! A panic anywhere in the window: what was done last is on the disk before the program ends.

use crate::support::*;
use loadline::catalog::Role as Part;
use loadline::design::Component;
use std::process::{Command as Program, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

const FOLDER: &str = "LOADLINE_TEST_FOLDER";
const SITE: &str = "LOADLINE_TEST_SITE";

/// Where it happens. What wakes the window breaks in the moment in which it does, while what it is part of is half done.
const IN_THE_WINDOW: [&str; 6] = [
    "before a frame",
    "in the frame of the edit, after it",
    "at the end of a frame",
    "in a command",
    "while the board is painted",
    "while a dialog closes",
];
const IN_A_THREAD: [&str; 9] = [
    "a thread of its own",
    "the thread that opens",
    "the thread that saves",
    "the thread that exports",
    "the thread that puts in order",
    "the thread that looks for fixes",
    "the thread that draws ranges",
    "the thread that compares",
    "the thread of the journal",
];

/// A design that is put in order on a thread.
fn a_large_file(folder: &Path) -> PathBuf {
    let mut history = History::new(Design::new("large"));
    let parts = (0..1_200).map(|n| {
        let id = Id::new(&format!("part-{n}")).unwrap();
        let part = Component::new(id, "a part", Part::Queue, "none", Point::new(n % 50 * 14, n / 50 * 8));
        Edit::insert(Element::Component(part))
    });
    history.apply(Edit::All(parts.collect())).unwrap();
    let path = folder.join("large.ron");
    fs::write(&path, file::write(history.design(), &Comments::default())).unwrap();
    path
}

/// When a request for a frame breaks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Breaks {
    Never,
    InTheWindow,
    InAThread,
}

/// Not a test of its own: a window that is at work and breaks. The first thing after the panic's own work is the end of
/// the process, so that nothing else can have saved anything.
#[test]
fn broken_window() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let site = std::env::var(SITE).unwrap();
    loadline::journal::on_panic();
    let before = std::panic::take_hook();
    let told = folder.join("told");
    std::panic::set_hook(Box::new(move |info| {
        before(info);
        let way = std::backtrace::Backtrace::force_capture();
        fs::write(&told, way.to_string()).unwrap();
        std::process::abort();
    }));
    let path = if site == "the thread that puts in order" { a_large_file(&folder) } else { a_file(&folder) };
    let breaks = Arc::new(Mutex::new(Breaks::Never));
    let mut window = opened(&folder, &path);
    // Now the journal has something, and will not write again for a while.
    edit(&mut window, note("first"));
    until(&mut window, "the journal", |_| entries(&folder).len() == 1);
    let (main, when) = (thread::current().id(), Arc::clone(&breaks));
    window.ctx.set_repaint_observer(Box::new(move |_| {
        let here = if thread::current().id() == main { Breaks::InTheWindow } else { Breaks::InAThread };
        assert!(*when.lock().unwrap() != here, "as a fault would");
    }));
    let on = |now: Breaks| *breaks.lock().unwrap() = now;
    if site == "in the frame of the edit, after it" {
        in_the_frame_of_the_edit(&mut window);
    }
    let ctx = window.ctx.clone();
    let journals = folder.join("journal");
    if site == "the thread of the journal" {
        // It cannot write, and says so; then it can again, and says that.
        fs::rename(&journals, folder.join("away")).unwrap();
        fs::write(&journals, "no folder").unwrap();
    }
    window.state_mut().as_mut().unwrap().apply(&ctx, Command::Edit(note("last")));
    // What was applied outside of a frame is seen by the next.
    window.run_steps(1);
    match site.as_str() {
        "before a frame" => panic!("as a fault would"),
        "at the end of a frame" => {
            ctx.on_end_pass("fault", Arc::new(|_| panic!("as a fault would")));
            window.run_steps(1);
        }
        "in a command" => {
            on(Breaks::InTheWindow);
            window.state_mut().as_mut().unwrap().act(&ctx, Action::CompareSaved);
        }
        "while the board is painted" => {
            // What is moved back glides there.
            act(&mut window, Action::HidePanels);
            ctx.all_styles_mut(|style| style.animation_time = 0.1);
            let first = designs(&window).components().next().unwrap().id.clone();
            let app = window.state_mut().as_mut().unwrap();
            let to = Point::new(3, 40);
            app.apply(&ctx, Command::Edit(Edit::Move { element: ElementId::Component(first), to }));
            app.act(&ctx, Action::Undo);
            // After the frame's own beginning, which asks for what the last one did.
            let now = Arc::clone(&breaks);
            ctx.on_begin_pass("fault", Arc::new(move |_| *now.lock().unwrap() = Breaks::InTheWindow));
            window.run_steps(1);
        }
        "while a dialog closes" => {
            act(&mut window, Action::Keys);
            window.run_steps(4);
            window.key_press(egui::Key::Escape);
            let now = Arc::clone(&breaks);
            ctx.on_begin_pass("fault", Arc::new(move |_| *now.lock().unwrap() = Breaks::InTheWindow));
            window.run_steps(1);
        }
        "the thread of the journal" => {
            until(&mut window, "the trouble", |window| shows(window, "journal"));
            fs::remove_file(&journals).unwrap();
            fs::rename(folder.join("away"), &journals).unwrap();
            on(Breaks::InAThread);
            sleep(Duration::from_secs(10));
        }
        _ => on(Breaks::InAThread),
    }
    // Again if there was nothing to do.
    for number in 0..30 {
        begin_in_a_thread(&mut window, &site, &folder, number);
        sleep(Duration::from_millis(300));
        window.run_steps(2);
    }
    std::process::exit(3);
}

/// A key does the last edit: it is applied at the end of the frame, and the fault comes before the next.
fn in_the_frame_of_the_edit(window: &mut Window) {
    act(window, Action::SelectAll);
    let ctx = window.ctx.clone();
    let app = window.state_mut().as_mut().unwrap();
    let mut input = egui::RawInput::default();
    input.events.push(egui::Event::Key {
        key: egui::Key::Delete,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: egui::Modifiers::NONE,
    });
    let mut output = ctx.run_ui(input, |ui| app.ui(ui));
    output.textures_delta.clear();
    assert_eq!(app.history().design().components().len(), 0, "the key has deleted everything");
    panic!("as a fault would");
}

/// Begins the work of a thread, the `number`th time.
fn begin_in_a_thread(window: &mut Window, site: &str, folder: &Path, number: u32) {
    let ctx = window.ctx.clone();
    let app = window.state_mut().as_mut().unwrap();
    match site {
        "a thread of its own" => {
            thread::spawn(|| panic!("as a fault would")).join().unwrap_err();
        }
        "the thread that opens" => app.open(&ctx, folder.join("none.ron")),
        "the thread that saves" => {
            app.apply(&ctx, Command::Edit(Edit::About(format!("the {number}th time"))));
            window.run_steps(1);
            window.state_mut().as_mut().unwrap().act(&ctx, Action::Save);
        }
        "the thread that exports" => app.act(&ctx, Action::CopyPicture),
        "the thread that puts in order" => app.act(&ctx, Action::Tidy),
        "the thread that looks for fixes" => {
            // One of the two is not met.
            let scenario = if number.is_multiple_of(2) { "tenfold" } else { "two-hours" };
            app.apply(&ctx, Command::Choose(Some(Id::new(scenario).unwrap())));
            window.run_steps(1);
        }
        "the thread that draws ranges" => {
            app.act(&ctx, Action::ShowRanges);
            window.run_steps(2);
        }
        "the thread that compares" => {
            app.act(&ctx, Action::CompareSaved);
            window.run_steps(1);
        }
        _ => {}
    }
}

/// What is on the way to a fault: where the names of functions can be told, it is seen that it is the place that is meant.
fn place(site: &str) -> &'static str {
    match site {
        "in a command" => "compare_with",
        "while the board is painted" => "loadline::canvas",
        "while a dialog closes" => "show_dialog",
        "the thread that opens" => "opening::Opening::begin",
        "the thread that saves" => "save_document",
        "the thread that exports" => "exporting",
        "the thread that puts in order" => "arrange",
        "the thread that looks for fixes" => "worker",
        "the thread that draws ranges" => "ranges",
        "the thread that compares" => "tend_comparing",
        "the thread of the journal" => "writer",
        _ => "panics",
    }
}

fn broken(site: &str) {
    let folder = tempfile::tempdir().unwrap();
    let status = Program::new(std::env::current_exe().unwrap())
        .args(["panics::broken_window", "--exact", "--nocapture"])
        .env(FOLDER, folder.path())
        .env(SITE, site)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_ne!(status.code(), Some(3), "{site}: nothing broke");
    let left = loadline::journal::left_behind(&folder.path().join("journal")).unwrap();
    let kept: Vec<Design> = left.iter().map(|left| left.read().unwrap().design).collect();
    if cfg!(debug_assertions) {
        let way = fs::read_to_string(folder.path().join("told")).unwrap();
        assert!(way.contains(place(site)), "{site}: broke elsewhere:\n{way}");
    }
    if site == IN_THE_WINDOW[1] {
        assert!(kept.iter().any(|design| design.components().len() == 0), "{site}: the last command is kept");
    } else {
        assert!(kept.iter().any(|design| has(design, "last")), "{site}: the last command is kept");
    }
}

#[test]
fn a_panic_of_the_window_keeps_the_last_command() {
    IN_THE_WINDOW.into_iter().for_each(broken);
}

#[test]
fn a_panic_of_a_thread_keeps_the_last_command() {
    IN_A_THREAD.into_iter().for_each(broken);
}
