//! A panic anywhere in the window: what was done last is on the disk before the program ends.

use crate::support::*;
use std::process::{Command as Program, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const FOLDER: &str = "LOADLINE_TEST_FOLDER";
const SITE: &str = "LOADLINE_TEST_SITE";

/// Where it happens.
const SITES: [&str; 5] = [
    "before a frame",
    "in the frame of the edit, after it",
    "at the end of a frame",
    "in a thread of its own",
    // In the moment in which it has done its work and wakes the window.
    "the thread that opens",
];

/// Not a test of its own: a window that is at work and breaks. The first thing after the panic's own work is the end of
/// the process, so that nothing else can have saved anything.
#[test]
fn broken_window() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let site = std::env::var(SITE).unwrap();
    loadline::journal::on_panic();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        before(info);
        std::process::abort();
    }));
    let path = a_file(&folder);
    let armed = Arc::new(AtomicBool::new(false));
    let mut window = opened(&folder, &path);
    // Now the journal has something, and will not write again for a while.
    edit(&mut window, note("first"));
    until(&mut window, "the journal", |_| entries(&folder).len() == 1);
    let (main, on) = (thread::current().id(), Arc::clone(&armed));
    window.ctx.set_request_repaint_callback(move |_| {
        assert!(thread::current().id() == main || !on.load(Ordering::SeqCst), "as a fault in a thread would");
    });
    let ctx = window.ctx.clone();
    if site == SITES[2] {
        let on = Arc::clone(&armed);
        ctx.on_end_pass("fault", Arc::new(move |_| assert!(!on.load(Ordering::SeqCst), "as a fault would")));
    }
    if site == SITES[1] {
        // A key does the last edit: it is applied at the end of the frame, and the fault comes before the next.
        armed.store(true, Ordering::SeqCst);
        act(&mut window, Action::SelectAll);
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
    let app = window.state_mut().as_mut().unwrap();
    app.apply(&ctx, Command::Edit(note("last")));
    // What was applied outside of a frame is seen by the next.
    window.run_steps(1);
    armed.store(true, Ordering::SeqCst);
    // The window is woken only while it sleeps: no frames between, and again if the thread came at the wrong moment.
    for _ in 0..30 {
        let app = window.state_mut().as_mut().unwrap();
        match site.as_str() {
            "before a frame" => panic!("as a fault would"),
            "in a thread of its own" => {
                thread::spawn(|| panic!("as a fault would")).join().unwrap_err();
            }
            "the thread that opens" => app.open(&ctx, folder.join("none.ron")),
            _ => {}
        }
        sleep(Duration::from_millis(300));
        window.run_steps(2);
    }
    std::process::exit(3);
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
    if site == SITES[1] {
        assert!(kept.iter().any(|design| design.components().len() == 0), "{site}: the last command is kept");
    } else {
        assert!(kept.iter().any(|design| has(design, "last")), "{site}: the last command is kept");
    }
}

#[test]
fn a_panic_of_the_window_keeps_the_last_command() {
    SITES[..3].iter().for_each(|site| broken(site));
}

#[test]
fn a_panic_of_a_thread_keeps_the_last_command() {
    SITES[3..].iter().for_each(|site| broken(site));
}
