//! Saving: the old file is whole until the new one is; permissions and links are kept; refusals say what to do.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::design::Design;
use loadline::file::{
    Comments, Expect, OpenError, Outside, SaveError, Stamp, open, open_what_can_be, save, save_design, save_text, write,
};
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

fn text() -> String {
    write(&Design::new("Plan"), &Comments::default())
}

/// The names in a folder: a temporary file left behind would be among them.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_is_saved_can_be_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plän.ron");
    save(&path, &text()).unwrap();
    assert_eq!(open(&path).unwrap().design.name(), "Plan");
    save(&path, &text().replace("Plan", "Other plan")).unwrap();
    assert_eq!(open(&path).unwrap().design.name(), "Other plan");
    assert_eq!(names(folder.path()), ["plän.ron"]);
}

#[test]
fn a_missing_folder_is_named_and_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nowhere").join("plan.ron");
    let error = save(&path, &text()).unwrap_err();
    assert!(error.to_string().contains("nowhere"), "{error}");
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_folder_is_not_replaced_by_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plans");
    fs::create_dir(&path).unwrap();
    let error = save(&path, &text()).unwrap_err();
    assert!(error.to_string().contains("it is a folder"), "{error}");
    assert!(path.is_dir());
}

#[test]
fn a_read_only_file_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ron");
    fs::write(&path, "as it was").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let error = save(&path, &text()).unwrap_err();
    assert!(error.to_string().contains("read-only: save under another name"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "as it was");
    assert_eq!(names(folder.path()), ["plan.ron"]);
}

#[test]
fn a_file_that_cannot_be_opened_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.ron");
    let error = open(&missing).unwrap_err();
    assert!(matches!(error, OpenError::System { .. }), "{error}");
    assert!(error.to_string().contains("missing.ron"), "{error}");

    let broken = folder.path().join("broken.ron");
    fs::write(&broken, "Design(\n    version: 1,\n    nam: \"Plan\",\n)\n").unwrap();
    let error = open(&broken).unwrap_err();
    assert!(error.to_string().contains("broken.ron:3:5: "), "{error}");
}

#[test]
fn what_somebody_else_has_changed_is_not_saved_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ron");
    save(&path, &text()).unwrap();
    let opened = open(&path).unwrap();
    let stamp = opened.stamp.unwrap();
    let theirs = text().replace("Plan", "Their plan");
    fs::write(&path, &theirs).unwrap();

    let error = save_design(&path, &Design::new("Mine"), &opened.comments, Expect::Unchanged(&stamp)).unwrap_err();
    assert!(matches!(error, SaveError::ChangedOutside { outside: Outside::Changed(_), .. }), "{error:?}");
    assert!(error.to_string().contains("changed since it was opened"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
    assert_eq!(names(folder.path()), ["plan.ron"]);

    // Asked, and told to.
    let saved = save_design(&path, &Design::new("Mine"), &opened.comments, Expect::Anything).unwrap();
    assert!(saved.notes.is_empty());
    // What was saved last is what is expected next.
    let saved = save_text(&path, &theirs, Expect::Unchanged(&saved.stamp)).unwrap();
    assert_eq!(saved.stamp.look(&path).unwrap(), Outside::Same(Stamp::read(&path).unwrap()));
}

#[test]
fn a_change_of_the_same_length_in_the_same_moment_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ron");
    let saved = save_text(&path, "one", Expect::Nothing).unwrap();
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, "two").unwrap();
    File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    assert!(matches!(saved.stamp.look(&path).unwrap(), Outside::Changed(_)));
}

#[test]
fn a_file_that_was_replaced_by_an_older_one_is_not_saved_over() {
    let folder = tempfile::tempdir().unwrap();
    let (path, older) = (folder.path().join("plan.ron"), folder.path().join("older.ron"));
    fs::write(&older, "older").unwrap();
    let past = SystemTime::now() - Duration::from_hours(48);
    File::options().write(true).open(&older).unwrap().set_modified(past).unwrap();
    let saved = save_text(&path, "newer", Expect::Nothing).unwrap();
    fs::rename(&older, &path).unwrap();
    let error = save_text(&path, "next", Expect::Unchanged(&saved.stamp)).unwrap_err();
    assert!(matches!(error, SaveError::ChangedOutside { outside: Outside::Changed(_), .. }), "{error:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "older");
}

#[test]
fn a_file_that_was_only_touched_counts_as_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ron");
    let saved = save_text(&path, &text(), Expect::Nothing).unwrap();
    let later = SystemTime::now() + Duration::from_hours(1);
    File::options().write(true).open(&path).unwrap().set_modified(later).unwrap();
    assert!(matches!(saved.stamp.look(&path).unwrap(), Outside::Same(_)));
    save_text(&path, "next", Expect::Unchanged(&saved.stamp)).unwrap();
}

#[test]
fn a_file_that_is_gone_is_told_and_a_new_name_that_is_taken_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ron");
    let saved = save_text(&path, &text(), Expect::Nothing).unwrap();
    fs::rename(&path, folder.path().join("moved.ron")).unwrap();
    let error = save_text(&path, "next", Expect::Unchanged(&saved.stamp)).unwrap_err();
    assert!(matches!(error, SaveError::ChangedOutside { outside: Outside::Gone, .. }), "{error:?}");
    let error = save_text(&folder.path().join("moved.ron"), "next", Expect::Nothing).unwrap_err();
    assert!(matches!(error, SaveError::ChangedOutside { outside: Outside::Changed(_), .. }), "{error:?}");
    assert_eq!(fs::read_to_string(folder.path().join("moved.ron")).unwrap(), text());
}

#[test]
fn temporary_files_that_were_left_behind_go_and_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ron");
    let old = SystemTime::now() - Duration::from_hours(1);
    let make = |name: &str, modified| {
        let file = File::create(folder.path().join(name)).unwrap();
        file.set_modified(modified).unwrap();
        file
    };
    make(".plan.ron.aB3dE6.tmp", old);
    make(".plan.ron.notes.tmp", old);
    make(".other.ron.aB3dE6.tmp", old);
    make(".plan.ron.fresh1.tmp", SystemTime::now());
    // Somebody is writing it.
    let held = make(".plan.ron.inuse1.tmp", old);
    held.lock().unwrap();
    save(&path, &text()).unwrap();
    let expected =
        [".other.ron.aB3dE6.tmp", ".plan.ron.fresh1.tmp", ".plan.ron.inuse1.tmp", ".plan.ron.notes.tmp", "plan.ron"];
    assert_eq!(names(folder.path()), expected);
}

#[test]
fn the_longest_name_that_the_system_takes_can_be_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("{}.ron", "ä".repeat(125)));
    save(&path, &text()).unwrap();
    save(&path, &text()).unwrap();
    assert_eq!(names(folder.path()).len(), 1);
}

#[test]
fn a_file_opened_in_part_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ron");
    fs::write(
        &path,
        "Design(version: 1, name: \"P\", notes: [(id: \"a\"), (id: \"b\", at: (0, 0), size: (1, 1), text: \"t\")])",
    )
    .unwrap();
    assert!(open(&path).is_err());
    let opened = open_what_can_be(&path).unwrap();
    assert!(!opened.is_whole());
    assert_eq!((opened.left_out.len(), opened.design.notes().len()), (1, 1));
    assert!(opened.stamp.is_some());
}

#[cfg(unix)]
mod unix {
    use super::{names, text};
    use loadline::file::{Expect, open, save, save_text};
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    #[test]
    fn a_chain_of_links_stays_one_and_its_end_is_saved() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("a")).unwrap();
        symlink("a/two.ron", at("one.ron")).unwrap();
        symlink("../three.ron", at("a/two.ron")).unwrap();
        symlink("a/plan.ron", at("three.ron")).unwrap();
        // First the chain ends at nothing, then at a file.
        for round in ["first", "second"] {
            save(&at("one.ron"), round).unwrap();
            assert_eq!(fs::read_to_string(at("a/plan.ron")).unwrap(), round);
        }
        for link in ["one.ron", "a/two.ron", "three.ron"] {
            assert!(fs::symlink_metadata(at(link)).unwrap().is_symlink(), "{link}");
        }
        assert_eq!(names(&at("a")), ["plan.ron", "two.ron"]);
    }

    #[test]
    fn the_other_names_of_a_file_keep_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("plan.ron"), folder.path().join("other.ron"));
        fs::write(&path, "old").unwrap();
        fs::hard_link(&path, &other).unwrap();
        let saved = save_text(&path, &text(), Expect::Anything).unwrap();
        assert!(saved.notes.iter().any(|note| note.contains("hard links")), "{:?}", saved.notes);
        assert_eq!(fs::read_to_string(&other).unwrap(), "old");
        assert_eq!(fs::read_to_string(&path).unwrap(), text());
    }

    #[test]
    fn the_owner_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.ron");
        fs::write(&path, "old").unwrap();
        // Only who may do everything may give files away; elsewhere the owner is the same anyway.
        let given = std::os::unix::fs::chown(&path, Some(12345), Some(12346)).is_ok();
        let before = fs::metadata(&path).unwrap();
        save(&path, &text()).unwrap();
        let after = fs::metadata(&path).unwrap();
        assert_eq!((before.uid(), before.gid()), (after.uid(), after.gid()));
        assert!(!given || after.uid() == 12345);
    }

    #[test]
    fn a_pipe_and_a_device_are_neither_waited_for_nor_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.ron");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        let error = open(&path).unwrap_err();
        assert!(error.to_string().contains("a pipe or a device"), "{error}");
        let error = save(&path, &text()).unwrap_err();
        assert!(error.to_string().contains("a device or a pipe"), "{error}");
        assert!(save(std::path::Path::new("/dev/null"), &text()).is_err());
    }

    #[test]
    fn permissions_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.ron");
        for mode in [0o600, 0o640, 0o664, 0o755] {
            fs::write(&path, "old").unwrap();
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            save(&path, &text()).unwrap();
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode);
        }
    }

    #[test]
    fn a_new_file_gets_what_any_new_file_gets() {
        let folder = tempfile::tempdir().unwrap();
        let (ours, other) = (folder.path().join("ours.ron"), folder.path().join("other.ron"));
        save(&ours, &text()).unwrap();
        fs::write(&other, "").unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(ours), mode(other));
    }

    #[test]
    fn a_symbolic_link_stays_one_and_its_target_is_saved() {
        let folder = tempfile::tempdir().unwrap();
        let kept = folder.path().join("kept");
        fs::create_dir(&kept).unwrap();
        let (target, link) = (kept.join("plan.ron"), folder.path().join("link.ron"));
        fs::write(&target, "old").unwrap();
        symlink("kept/plan.ron", &link).unwrap();
        save(&link, &text()).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), text());
        assert_eq!(
            (names(folder.path()), names(&kept)),
            (vec!["kept".into(), "link.ron".into()], vec!["plan.ron".into()])
        );
    }

    #[test]
    fn a_symbolic_link_to_nothing_yet_makes_its_target() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link.ron");
        symlink("plan.ron", &link).unwrap();
        save(&link, &text()).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(folder.path().join("plan.ron")).unwrap(), text());
    }

    #[test]
    fn a_link_that_leads_to_itself_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("plan.ron");
        symlink("plan.ron", &link).unwrap();
        let error = save(&link, &text()).unwrap_err();
        assert!(error.to_string().contains("symbolic links lead nowhere"), "{error}");
        assert_eq!(names(folder.path()), ["plan.ron"]);
    }
}
