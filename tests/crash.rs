//! Saves that are cut short: killed at any moment, or out of room. A whole file is there each time, and what was
//! reported as saved is saved.
#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::design::Design;
use loadline::file::{Comments, open, save, write};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const FOLDER: &str = "LOADLINE_TEST_FOLDER";

/// A design of a few hundred kilobytes whose name is a number.
fn plan(number: u64) -> String {
    let text = write(&Design::new(&number.to_string()), &Comments::default());
    // A comment of changing length, so that half a file would be noticed.
    let filler = "// as long as the number says\n".repeat(2_000 + usize::try_from(number % 7_000).unwrap());
    format!("{filler}{text}")
}

fn number_in(path: &Path) -> u64 {
    open(path).unwrap_or_else(|error| panic!("{error}")).design.name().parse().unwrap()
}

/// Not a test of its own: what the test below starts and kills. Saves one plan after the other and says so.
#[test]
fn saver() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let path = Path::new(&folder).join("plan.ron");
    let first = number_in(&path) + 1;
    for number in first.. {
        save(&path, &plan(number)).unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "saved {number}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn a_thousand_saves_killed_at_random_moments_leave_a_whole_file_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ron");
    save(&path, &plan(0)).unwrap();
    let begin = Instant::now();
    // A linear congruence: moments from 1 to 64 ms after the first save of each round.
    let mut state = 0x2545_f491_u32;
    let (mut kills, mut saves) = (0, 0);
    while (saves < 1_000 || kills < 40) && begin.elapsed() < Duration::from_secs(30) {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["saver", "--exact", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let reported = |line: &str| line.split("saved ").nth(1).and_then(|n| n.trim().parse::<u64>().ok());
        let first = lines.by_ref().map_while(Result::ok).find_map(|line| reported(&line)).expect("it saves");
        std::thread::sleep(Duration::from_micros(1_000 + u64::from(state >> 16)));
        child.kill().unwrap();
        child.wait().unwrap();
        let last = lines.map_while(Result::ok).filter_map(|line| reported(&line)).last().unwrap_or(first);
        let there = number_in(&path);
        assert!(there == last || there == last + 1, "reported {last}, found {there}");
        kills += 1;
        saves = there;
    }
    assert!(kills >= 20, "{kills} kills");
    // Each kill leaves one temporary file at most.
    let left = std::fs::read_dir(folder.path()).unwrap().count() - 1;
    assert!(left <= kills, "{left} left of {kills} kills");
    println!("{saves} saves, {kills} kills, {left} temporary files left");
}

#[test]
fn a_full_disk_leaves_the_old_file_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ron");
    // Not canonical, and larger than the limit of 64 KiB that stands for a full disk.
    let old = plan(1).replace("version: 1", "version:  1");
    std::fs::write(&path, &old).unwrap();
    // The signal of the limit is ignored, as it would end the program where a full disk only refuses.
    let script = "trap '' XFSZ; ulimit -f 64; exec \"$0\" fmt \"$1\"";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_loadline"), path.to_str().unwrap()])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("is the disk full?") && said.contains("unchanged"), "{said}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), old);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
}
