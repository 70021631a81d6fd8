//! Saving: the old file is whole until the new one is; permissions and links are kept; refusals say what to do.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::design::Design;
use loadline::file::{Comments, OpenError, open, save, write};
use std::fs;
use std::path::Path;

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

#[cfg(unix)]
mod unix {
    use super::{names, text};
    use loadline::file::save;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt as _, symlink};

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
        // Whatever the answer, it must come, and leave no temporary file.
        let _ = save(&link, &text());
        assert_eq!(names(folder.path()), ["plan.ron"]);
    }
}
