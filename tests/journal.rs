//! Unsaved work is on the disk within a second, is offered after a crash, and goes only when it may.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::catalog::Role;
use loadline::design::{Component, Design, Edit, Element, History, Id, Point};
use loadline::file::{Comments, open, read, save, save_design, write};
use loadline::file::{Expect, Stamp};
use loadline::journal::{Against, Journal, JournalError, KEPT, LeftBehind, Work, claim, left_behind, remove_expired};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

const FOLDER: &str = "LOADLINE_TEST_FOLDER";
const HOW: &str = "LOADLINE_TEST_HOW";
const SOON: Duration = Duration::from_secs(1);

fn design(name: &str, components: usize) -> Design {
    let mut history = History::new(Design::new(name));
    for number in 0..components {
        let id = Id::new(&format!("c{number}")).unwrap();
        let component = Component::new(id, "C", Role::Queue, "kafka", Point::new(0, 0));
        history.apply(Edit::insert(Element::Component(component))).unwrap();
    }
    history.into_design()
}

fn work(design: Design, path: Option<&Path>) -> Work {
    let base = path.and_then(|path| Stamp::read(path).ok());
    Work { design: Arc::new(design), comments: Arc::new(Comments::default()), path: path.map(Into::into), base }
}

fn start(folder: &Path) -> Journal {
    Journal::start(folder, || {}).unwrap()
}

fn only(folder: &Path) -> LeftBehind {
    let mut left = left_behind(folder).unwrap();
    assert_eq!(left.len(), 1, "{left:?}");
    left.pop().unwrap()
}

/// Not a test of its own: a window that works on a design and never ends well.
#[test]
fn window() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let how = std::env::var(HOW).unwrap();
    if how == "panics" {
        loadline::journal::on_panic();
    }
    let journal = start(&folder.join("journal"));
    let path = folder.join("plan.ron");
    for number in 1..=5 {
        assert!(journal.note(number, || work(design("Plan", usize::try_from(number).unwrap()), Some(&path))).is_none());
    }
    if how == "types" {
        for number in 6.. {
            journal.note(number, || work(design(&number.to_string(), 3), Some(&path)));
            println!("noted {number}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    if how == "panics" {
        // The thread of the journal may not have got to the last edit: the panic sees to it.
        std::thread::spawn(|| panic!("as a fault would")).join().unwrap_err();
        println!("ready");
    } else {
        assert!(journal.flush(SOON));
        println!("ready");
    }
    std::thread::sleep(Duration::from_mins(1));
}

/// Starts a window, waits until it has worked, and kills it.
fn crash(folder: &Path, how: &str) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["window", "--exact", "--nocapture"])
        .env(FOLDER, folder)
        .env(HOW, how)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line.contains("ready")));
    // While it runs it is nobody's to take.
    assert!(left_behind(&folder.join("journal")).unwrap().is_empty());
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn what_a_killed_window_worked_on_is_offered_with_a_comparison() {
    for how in ["killed", "panics"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.ron");
        save(&path, &write(&design("Plan", 2), &Comments::default())).unwrap();
        crash(folder.path(), how);
        let journal = folder.path().join("journal");
        let left = only(&journal);
        assert_eq!((left.about.name.as_str(), left.about.components, left.about.links), ("Plan", 5, 0), "{how}");
        assert_eq!(left.about.path.as_deref(), Some(path.as_path()));
        assert!(left.written.elapsed().unwrap() < Duration::from_mins(1));
        let opened = left.read().unwrap();
        assert_eq!(opened.design, design("Plan", 5), "{how}");
        assert!(opened.is_whole() && opened.comments.is_empty());
        match left.against().unwrap() {
            Against::Differs { diff, changed_since: false } => assert_eq!(diff.counts().added, 3),
            other => panic!("{other:?}"),
        }
        // Offered to one window at a time, until it is let go.
        assert!(left_behind(&journal).unwrap().is_empty());
        drop(left);
        only(&journal).discard().unwrap();
        assert!(left_behind(&journal).unwrap().is_empty());
        assert_eq!(fs::read_dir(&journal).unwrap().count(), 0, "no lock is left");
    }
}

#[test]
fn a_window_killed_while_one_types_loses_a_second_at_most() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..8_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["window", "--exact", "--nocapture"])
            .env(FOLDER, folder.path())
            .env(HOW, "types")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut noted: Vec<(Instant, u64)> = Vec::new();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for line in lines.map_while(Result::ok) {
            if let Some(number) = line.split("noted ").nth(1) {
                noted.push((Instant::now(), number.parse().unwrap()));
                if noted[0].0.elapsed() > Duration::from_millis(1_100 + 97 * round) {
                    break;
                }
            }
        }
        let killed = Instant::now();
        child.kill().unwrap();
        child.wait().unwrap();
        let left = only(&folder.path().join("journal"));
        let kept: u64 = left.read().unwrap().design.name().parse().unwrap();
        let due = noted.iter().filter(|(at, _)| killed.duration_since(*at) > SOON).map(|(_, number)| *number).max();
        assert!(kept >= due.unwrap(), "round {round}: {kept} was kept, {due:?} was due");
        left.discard().unwrap();
    }
}

#[test]
fn a_file_is_claimed_by_one_window_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let path = folder.path().join("plan.ron");
    save(&path, "a plan").unwrap();
    let first = claim(&journal, &path).unwrap();
    assert!(first.is_some());
    assert!(claim(&journal, &path).unwrap().is_none());
    // By another way to the same file too.
    assert!(claim(&journal, &folder.path().join("journal/../plan.ron")).unwrap().is_none());
    assert!(claim(&journal, &folder.path().join("other.ron")).unwrap().is_some());
    drop(first);
    assert!(claim(&journal, &path).unwrap().is_some());
    // A claim is nothing that a crash has left behind.
    assert!(left_behind(&journal).unwrap().is_empty());
}

#[test]
fn the_comparison_says_what_has_become_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ron");
    let journal = folder.path().join("journal");
    save(&path, &write(&design("Plan", 2), &Comments::default())).unwrap();
    crash(folder.path(), "killed");
    save(&path, &write(&design("Plan", 1), &Comments::default())).unwrap();
    assert!(matches!(only(&journal).against().unwrap(), Against::Differs { changed_since: true, .. }));
    save(&path, &write(&design("Plan", 5), &Comments::default())).unwrap();
    assert!(matches!(only(&journal).against().unwrap(), Against::Same));
    fs::write(&path, "broken").unwrap();
    assert!(matches!(only(&journal).against().unwrap(), Against::Unreadable(_)));
    fs::remove_file(&path).unwrap();
    assert!(matches!(only(&journal).against().unwrap(), Against::Gone));
}

#[test]
fn each_edit_is_on_the_disk_within_a_second() {
    let folder = tempfile::tempdir().unwrap();
    let journal = start(folder.path());
    for number in 1..=20_u64 {
        let made = journal.note(number, || work(design(&format!("Plan {number}"), 1), None));
        assert!(made.is_none());
    }
    assert!(journal.flush(SOON));
    let text = fs::read_to_string(journal.entry()).unwrap();
    // The entry itself is a design that anything can open.
    assert_eq!(read(&text).unwrap().design.name(), "Plan 20");
    assert!(journal.note(20, || panic!("nothing has changed")).is_none());
}

#[test]
fn a_save_or_a_word_removes_the_entry_and_a_later_edit_keeps_it() {
    let folder = tempfile::tempdir().unwrap();
    let journal = start(folder.path());
    journal.note(1, || work(design("Plan", 1), None));
    assert!(journal.flush(SOON) && journal.entry().exists());
    // Edited while it was being saved: the later edit is still unsaved.
    journal.note(2, || work(design("Plan", 2), None));
    journal.saved(1);
    assert!(journal.flush(SOON) && journal.entry().exists());
    journal.saved(2);
    assert!(journal.flush(SOON) && !journal.entry().exists());
    journal.note(3, || work(design("Plan", 3), None));
    assert!(journal.flush(SOON) && journal.entry().exists());
    journal.discard();
    assert!(journal.flush(SOON) && !journal.entry().exists());
    drop(journal);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn work_that_was_not_let_go_is_offered_after_a_window_that_ended_well() {
    let folder = tempfile::tempdir().unwrap();
    let journal = start(folder.path());
    journal.note(1, || work(design("Plan", 1), None));
    drop(journal);
    let left = only(folder.path());
    assert!(matches!(left.against().unwrap(), Against::NeverSaved));
    assert_eq!(left.read().unwrap().design, design("Plan", 1));
}

#[test]
fn a_folder_that_refuses_is_told_and_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("journal");
    fs::write(&place, "a file where the folder should be").unwrap();
    let error = Journal::start(&place, || {}).unwrap_err();
    assert!(matches!(error, JournalError::System { .. }));
    assert!(error.to_string().contains("unsaved work is not kept"), "{error}");

    fs::remove_file(&place).unwrap();
    let (sender, woken) = std::sync::mpsc::channel();
    let journal = Journal::start(&place, move || sender.send(()).unwrap_or_default()).unwrap();
    // The entry cannot be written where a folder has its name.
    fs::create_dir(journal.entry()).unwrap();
    journal.note(1, || work(design("Plan", 1), None));
    woken.recv_timeout(Duration::from_secs(5)).unwrap();
    let trouble = journal.trouble().expect("it is told");
    assert!(trouble.to_string().contains("save often until this is mended"), "{trouble}");
    fs::remove_dir(journal.entry()).unwrap();
    journal.note(2, || work(design("Plan", 2), None));
    assert!(journal.flush(Duration::from_secs(10)), "{:?}", journal.trouble());
    assert!(journal.trouble().is_none());
    assert_eq!(open(journal.entry()).unwrap().design, design("Plan", 2));
}

#[test]
fn an_entry_of_a_newer_version_is_listed_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let newer = "// loadline journal {\"form\":9,\"name\":\"Later\",\"colour\":[1,2],\"version\":\"9.0.0\"}\nDesign(version: 9)\n";
    let entry = folder.path().join("1-2-3.ron");
    fs::write(&entry, newer).unwrap();
    fs::write(folder.path().join("4-5-6.ron"), "no entry at all").unwrap();
    let left = left_behind(folder.path()).unwrap();
    assert_eq!(left.len(), 2);
    let later = left.iter().find(|left| left.entry == entry).unwrap();
    assert_eq!((later.about.name.as_str(), later.about.version.as_str()), ("Later", "9.0.0"));
    let error = later.read().unwrap_err();
    assert!(error.to_string().contains("newer Loadline"), "{error}");
    let far = SystemTime::now() + KEPT * 2;
    let (kept, expired) = remove_expired(left, far);
    assert_eq!((kept.len(), expired.len()), (2, 0));
    assert_eq!(fs::read_to_string(&entry).unwrap(), newer);
}

#[test]
fn what_has_been_offered_long_enough_goes_with_a_notice() {
    let folder = tempfile::tempdir().unwrap();
    let journal = start(folder.path());
    journal.note(1, || work(design("Old plan", 1), None));
    drop(journal);
    let (kept, expired) = remove_expired(left_behind(folder.path()).unwrap(), SystemTime::now() + KEPT / 2);
    assert_eq!((kept.len(), expired.len()), (1, 0));
    let (kept, expired) = remove_expired(kept, SystemTime::now() + KEPT + SOON);
    assert!(kept.is_empty());
    assert!(expired[0].notice.contains("`Old plan` was offered for 90 days"), "{}", expired[0].notice);
    assert!(left_behind(folder.path()).unwrap().is_empty());
}

#[test]
fn what_was_cut_short_is_swept_and_what_is_in_use_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(folder.path());
    let old = SystemTime::now() - Duration::from_hours(1);
    for name in [".1-2-3.ron.aB3dE6.tmp", "1-2-3.lock"] {
        fs::File::create(folder.path().join(name)).unwrap().set_modified(old).unwrap();
    }
    let lock = running.entry().with_extension("lock");
    fs::File::options().write(true).open(&lock).unwrap().set_modified(old).unwrap();
    assert!(left_behind(folder.path()).unwrap().is_empty());
    let names: Vec<PathBuf> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(names, [lock]);
}

#[test]
fn a_change_from_outside_is_noticed_after_a_crash_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ron");
    save(&path, &write(&design("Plan", 2), &Comments::default())).unwrap();
    crash(folder.path(), "killed");
    let left = only(&folder.path().join("journal"));
    let base = left.base().unwrap();
    let work = left.read().unwrap();
    let again = |expect| save_design(&path, &work.design, &work.comments, expect);
    let before = fs::read_to_string(&path).unwrap();
    fs::write(&path, "theirs").unwrap();
    assert!(again(Expect::Unchanged(&base)).is_err());
    fs::write(&path, before).unwrap();
    again(Expect::Unchanged(&base)).unwrap();
}

#[test]
fn the_comments_of_the_file_come_back_with_the_work() {
    let folder = tempfile::tempdir().unwrap();
    let text = "// why\nDesign(\n    version: 1,\n    name: \"Plan\",\n)\n";
    let opened = read(text).unwrap();
    let journal = start(folder.path());
    let work = Work {
        design: Arc::new(opened.design.clone()),
        comments: Arc::new(opened.comments.clone()),
        path: None,
        base: None,
    };
    journal.note(1, || work);
    drop(journal);
    let back = only(folder.path()).read().unwrap();
    assert_eq!(write(&back.design, &back.comments), text);
    let path = folder.path().join("again.ron");
    save_design(&path, &back.design, &back.comments, Expect::Nothing).unwrap();
    assert_eq!(fs::read_to_string(path).unwrap(), text);
}
