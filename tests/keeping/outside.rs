//! Changes from outside: clean or dirty, changed, deleted, renamed or replaced by an older one, in one window or with a
//! second one beside it. Nothing is lost in silence.

use crate::support::*;

/// What happens to the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Event {
    Changed,
    Deleted,
    Renamed,
    Older,
}

struct Cell {
    folder: tempfile::TempDir,
    path: PathBuf,
    /// What the file says after the event; none if it is gone.
    outside: Option<String>,
    first: Window,
    second: Option<Window>,
}

fn text_with(text: &str, name: &str) -> String {
    let opened = file::read(text).unwrap();
    let mut history = History::new(opened.design);
    history.apply(note(name)).unwrap();
    file::write(history.design(), &opened.comments)
}

/// A file that has a note `newer`, one or two windows on it, and the event.
fn cell(event: Event, dirty: bool, windows: usize) -> Cell {
    let folder = tempfile::tempdir().unwrap();
    let path = a_file(folder.path());
    let older = fs::read_to_string(&path).unwrap();
    fs::write(&path, text_with(&older, "newer")).unwrap();
    let mut first = opened(folder.path(), &path);
    let mut second = (windows == 2).then(|| opened(folder.path(), &path));
    if dirty {
        edit(&mut first, note("mine"));
    }
    match event {
        Event::Changed => match &mut second {
            Some(other) => {
                edit(other, note("theirs"));
                act(other, Action::Save);
                until(other, "the save", |window| !app(window).history().is_unsaved());
            }
            None => change_outside(&path, note("theirs")),
        },
        Event::Deleted => fs::remove_file(&path).unwrap(),
        Event::Renamed => fs::rename(&path, folder.path().join("renamed.ron")).unwrap(),
        Event::Older => {
            fs::write(&path, older).unwrap();
            let day = Duration::from_hours(24);
            fs::File::options()
                .write(true)
                .open(&path)
                .unwrap()
                .set_modified(std::time::SystemTime::now() - day)
                .unwrap();
        }
    }
    let outside = fs::read_to_string(&path).ok();
    Cell { folder, path, outside, first, second }
}

fn on_disk(cell: &Cell) -> Option<String> {
    fs::read_to_string(&cell.path).ok()
}

fn save(window: &mut Window) {
    act(window, Action::Save);
    until(window, "the save", |window| !app(window).history().is_unsaved());
}

/// The file has another text than what was opened.
fn another_text(event: Event) {
    let there = |design: &Design| has(design, if event == Event::Changed { "theirs" } else { "newer" });
    let after = event == Event::Changed;
    for windows in [1, 2] {
        // Nothing was changed here: what is there now is shown, and can be taken back.
        let mut cell = cell(event, false, windows);
        until(&mut cell.first, "the change", |window| there(designs(window)) == after);
        assert!(!app(&cell.first).history().is_unsaved());
        act(&mut cell.first, Action::Undo);
        assert_ne!(there(designs(&cell.first)), after, "{event:?}: undo brings back what was there");
        if let Some(other) = &mut cell.second {
            until(other, "the change", |window| there(designs(window)) == after);
        }
        assert_eq!(on_disk(&cell), cell.outside);
    }
    for windows in [1, 2] {
        // Something was: it is asked, and until it is answered nothing is written.
        let mut cell = self::cell(event, true, windows);
        until(&mut cell.first, "the question", |window| shows(window, "was changed outside"));
        press(&mut cell.first, "Later");
        act(&mut cell.first, Action::Save);
        until(&mut cell.first, "the question again", |window| shows(window, "was changed outside"));
        assert_eq!(on_disk(&cell), cell.outside, "{event:?}: nothing was written");
        assert!(has(designs(&cell.first), "mine"));
        press(&mut cell.first, "Merge");
        until(&mut cell.first, "the save", |window| !app(window).history().is_unsaved());
        let saved = file::open(&cell.path).unwrap().design;
        assert!(has(&saved, "mine") && there(&saved) == after, "{event:?}: both are there");
        if let Some(other) = &mut cell.second {
            until(other, "what the first has saved", |window| has(designs(window), "mine"));
        }
    }
}

/// The file is no longer where it was.
fn no_file(event: Event) {
    for (dirty, windows) in [(false, 1), (true, 1), (false, 2), (true, 2)] {
        let mut cell = cell(event, dirty, windows);
        let renamed = cell.folder.path().join("renamed.ron");
        let elsewhere = fs::read_to_string(&renamed).ok();
        until(&mut cell.first, "the notice", |window| shows(window, "is no longer there"));
        assert!(app(&cell.first).history().is_unsaved(), "closing would lose it: it is asked");
        if let Some(other) = &mut cell.second {
            until(other, "the notice", |window| shows(window, "is no longer there"));
            assert!(app(other).history().is_unsaved());
        }
        assert_eq!(on_disk(&cell), None, "nobody makes it anew unasked");
        save(&mut cell.first);
        let saved = file::open(&cell.path).unwrap().design;
        assert!(has(&saved, "newer") && has(&saved, "mine") == dirty);
        assert_eq!(fs::read_to_string(&renamed).ok(), elsewhere, "the file under its new name is as it was");
        if let Some(other) = &mut cell.second {
            // Either both have the same, or it is asked.
            until(other, "what the first has saved", |window| {
                shows(window, "was changed outside") || !app(window).history().is_unsaved()
            });
            assert!(has(designs(other), "newer"));
        }
    }
}

#[test]
fn a_file_that_was_changed() {
    another_text(Event::Changed);
}

#[test]
fn a_file_that_was_replaced_by_an_older_one() {
    another_text(Event::Older);
}

#[test]
fn a_file_that_was_deleted() {
    no_file(Event::Deleted);
}

#[test]
fn a_file_that_was_renamed() {
    no_file(Event::Renamed);
}
