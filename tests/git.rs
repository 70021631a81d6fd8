//! Designs in git: merged by what they mean, compared in words. The settings are those of docs/git.md.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs git in a folder, apart from whatever settings the person has. None if there is no git.
fn git(folder: &Path, arguments: &[&str]) -> Option<(bool, String)> {
    let bin = Path::new(env!("CARGO_BIN_EXE_loadline")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("git")
        .current_dir(folder)
        .env("PATH", path)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .args(["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .output()
        .ok()?;
    let both = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Some((output.status.success(), both))
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    let (good, said) = git(folder, arguments).unwrap();
    assert!(good, "git {arguments:?}: {said}");
    said
}

/// The settings as the page gives them.
fn settings() -> Vec<String> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/git.md")).unwrap();
    page.lines().filter_map(|line| line.strip_prefix("git config ")).map(ToOwned::to_owned).collect()
}

fn repository() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"])?;
    for setting in settings() {
        let status =
            Command::new("sh").current_dir(folder.path()).args(["-c", &format!("git config {setting}")]).status();
        assert!(status.unwrap().success(), "{setting}");
    }
    fs::write(folder.path().join(".gitattributes"), "*.ron diff=loadline merge=loadline\n").unwrap();
    write(folder.path(), &|text| text);
    run(folder.path(), &["add", "."]);
    run(folder.path(), &["commit", "-q", "-m", "first"]);
    Some(folder)
}

fn write(folder: &Path, change: &dyn Fn(String) -> String) {
    let path = folder.join("plan.ron");
    let old = fs::read_to_string(&path).unwrap_or_else(|_| {
        "Design(\n    version: 1,\n    name: \"Plan\",\n    components: [\n        (id: \"events\", role: source, product: \"event-source\", at: (0, 0), set: (load: \"500 GB/day\")),\n        (id: \"log\", role: queue, product: \"kafka\", at: (9, 0), set: (units: 6)),\n    ],\n    links: [\n        (from: \"events\", to: \"log\"),\n    ],\n)\n".to_owned()
    });
    fs::write(path, change(old)).unwrap();
}

fn commit(folder: &Path, message: &str, change: &dyn Fn(String) -> String) {
    write(folder, change);
    run(folder, &["commit", "-q", "-a", "-m", message]);
}

#[test]
fn two_branches_that_change_one_line_are_merged_by_field() {
    let Some(folder) = repository() else {
        println!("skipped: there is no git");
        return;
    };
    let at = folder.path();
    run(at, &["checkout", "-q", "-b", "side"]);
    commit(at, "moved", &|text| text.replace("at: (9, 0)", "at: (12, 4)"));
    run(at, &["checkout", "-q", "main"]);
    // The same line, which git alone cannot merge.
    commit(at, "more units", &|text| text.replace("units: 6", "units: 12"));
    run(at, &["merge", "-q", "--no-edit", "side"]);
    let text = fs::read_to_string(at.join("plan.ron")).unwrap();
    assert!(text.contains("at: (12, 4), set: (units: 12)"), "{text}");
    loadline::file::open(&at.join("plan.ron")).unwrap();
}

#[test]
fn a_clash_is_told_and_leaves_a_file_that_opens() {
    let Some(folder) = repository() else {
        println!("skipped: there is no git");
        return;
    };
    let at = folder.path();
    run(at, &["checkout", "-q", "-b", "side"]);
    commit(at, "eight", &|text| text.replace("units: 6", "units: 8"));
    run(at, &["checkout", "-q", "main"]);
    commit(at, "twelve", &|text| text.replace("units: 6", "units: 12"));
    let (good, said) = git(at, &["merge", "--no-edit", "side"]).unwrap();
    assert!(!good && said.contains("conflict: component `log`, units: ours 12, theirs 8, base 6"), "{said}");
    assert!(run(at, &["status", "--porcelain"]).contains("UU plan.ron"));
    let text = fs::read_to_string(at.join("plan.ron")).unwrap();
    assert!(text.contains("units: 12") && !text.contains("<<<<"), "{text}");
    loadline::file::open(&at.join("plan.ron")).unwrap();
}

#[test]
fn a_file_that_both_branches_begin_is_merged_from_nothing() {
    let Some(folder) = repository() else {
        println!("skipped: there is no git");
        return;
    };
    let at = folder.path();
    let begin = |name: &str| {
        let note = format!("(id: \"{name}\", at: (0, 0), size: (2, 2), text: \"{name}\")");
        fs::write(at.join("new.ron"), format!("Design(version: 1, name: \"N\", notes: [{note}])\n")).unwrap();
        run(at, &["add", "new.ron"]);
        run(at, &["commit", "-q", "-m", name]);
    };
    run(at, &["checkout", "-q", "-b", "side"]);
    begin("theirs");
    run(at, &["checkout", "-q", "main"]);
    begin("ours");
    run(at, &["merge", "-q", "--no-edit", "side"]);
    let opened = loadline::file::open(&at.join("new.ron")).unwrap();
    assert_eq!(opened.design.notes().len(), 2);
}

#[test]
fn differences_are_shown_in_words_and_as_text() {
    let Some(folder) = repository() else {
        println!("skipped: there is no git");
        return;
    };
    let at = folder.path();
    write(at, &|text| text.replace("units: 6", "units: 12"));
    let said = run(at, &["difftool", "--no-prompt", "--tool=loadline"]);
    assert!(said.contains("~ component `log`\n    units: 6 -> 12"), "{said}");
    // Another layout of the same design is no difference as text.
    write(at, &|text| text.replace("units: 12", "units: 6").replace("    ", " "));
    assert_eq!(run(at, &["diff", "plan.ron"]), "");
}
