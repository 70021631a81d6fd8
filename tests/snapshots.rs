//! Earlier saves: the last of each file, no more than agreed, and back by one command.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use assert_cmd::Command;
use loadline::snapshots::{LARGEST, MOST, SnapshotError, Snapshots};
use std::fs;
use std::path::Path;

fn plan(name: &str) -> String {
    format!("Design(\n    version: 1,\n    name: \"{name}\",\n)\n")
}

#[test]
fn the_last_twenty_saves_are_kept_each_once() {
    let folder = tempfile::tempdir().unwrap();
    let saves = Snapshots::in_folder(&folder.path().join("saves"));
    let path = folder.path().join("plan.ron");
    saves.keep(&path).unwrap();
    assert!(saves.list(&path).unwrap().is_empty(), "nothing is there to keep");
    for number in 0..30 {
        fs::write(&path, plan(&number.to_string())).unwrap();
        saves.keep(&path).unwrap();
        // Once more changes nothing.
        saves.keep(&path).unwrap();
    }
    let list = saves.list(&path).unwrap();
    assert_eq!(list.len(), MOST);
    assert_eq!(list[0].length, plan("29").len() as u64);
    for number in 1..=MOST {
        assert_eq!(saves.read(&path, number).unwrap(), plan(&(30 - number).to_string()));
    }
    for number in [0, MOST + 1] {
        let error = saves.read(&path, number).unwrap_err();
        assert!(error.to_string().contains("has 20 earlier saves"), "{error}");
    }
    // Twenty contents, one list, one lock.
    assert_eq!(fs::read_dir(folder.path().join("saves")).unwrap().count(), MOST + 2);
}

#[test]
fn all_saves_together_keep_to_their_room_and_the_oldest_go_first() {
    let folder = tempfile::tempdir().unwrap();
    let saves = Snapshots::in_folder(&folder.path().join("saves"));
    let large = usize::try_from(LARGEST).unwrap() / 5;
    for number in 0..8_u8 {
        let path = folder.path().join(format!("plan-{number}.ron"));
        fs::write(&path, vec![b'a' + number; large - 100]).unwrap();
        saves.keep(&path).unwrap();
    }
    let total: u64 = fs::read_dir(folder.path().join("saves"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ron"))
        .map(|path| fs::metadata(path).unwrap().len())
        .sum();
    assert!(total <= LARGEST && total > LARGEST / 2, "{total}");
    let there = (0..8).filter(|number| {
        let path = folder.path().join(format!("plan-{number}.ron"));
        !saves.list(&path).unwrap().is_empty() && saves.read(&path, 1).is_ok()
    });
    assert_eq!(there.count(), 5);
}

#[test]
fn what_was_damaged_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("saves");
    let saves = Snapshots::in_folder(&store);
    let path = folder.path().join("plan.ron");
    fs::write(&path, plan("one")).unwrap();
    saves.keep(&path).unwrap();
    let kept = fs::read_dir(&store).unwrap().map(|entry| entry.unwrap().path());
    let kept = kept.into_iter().find(|path| path.extension().is_some_and(|extension| extension == "ron")).unwrap();
    fs::write(kept, plan("two")).unwrap();
    assert!(matches!(saves.read(&path, 1), Err(SnapshotError::Damaged { .. })));
}

fn loadline(state: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("loadline")
        .unwrap()
        .env("XDG_STATE_HOME", state)
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_line_lists_shows_compares_and_restores() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ron");
    let file = path.to_str().unwrap();
    let saves = Snapshots::in_folder(&folder.path().join("loadline/saves"));
    let (code, out, _) = loadline(folder.path(), &["history", file]);
    assert_eq!((code, out.contains("no earlier saves")), (0, true));
    for name in ["first", "second"] {
        fs::write(&path, plan(name)).unwrap();
        saves.keep(&path).unwrap();
    }
    fs::write(&path, plan("third")).unwrap();

    let (code, out, _) = loadline(folder.path(), &["history", file]);
    assert_eq!(code, 0);
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines.len() == 3 && lines[1].contains("second") && lines[2].contains("first"), "{out}");
    assert_eq!(loadline(folder.path(), &["history", file, "--show", "2"]).1, plan("first"));
    let (code, out, _) = loadline(folder.path(), &["history", file, "--diff", "1"]);
    assert_eq!((code, out.as_str()), (1, "~ design, name: \"second\" -> \"third\"\n"));

    let (code, ..) = loadline(folder.path(), &["history", file, "--restore", "2"]);
    assert_eq!((code, fs::read_to_string(&path).unwrap()), (0, plan("first")));
    assert_eq!(loadline(folder.path(), &["history", file, "--show", "1"]).1, plan("third"), "it was kept first");
    let (code, _, err) = loadline(folder.path(), &["history", file, "--show", "9"]);
    assert!(code == 2 && err.contains("expected a number from 1"), "{err}");
}
