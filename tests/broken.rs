//! Broken files: each is refused at the place that a person has to mend, with what was expected there; none panics.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::file::read_bytes;
use std::path::{Path, PathBuf};

/// File in `tests/broken`, line, column, and a part of the message.
const EXPECTED: &[(&str, usize, usize, &str)] = &[
    ("another-name", 1, 1, "expected `Design(`, found `Catalog`"),
    ("bad-id", 5, 14, "found `the log`"),
    ("binary", 1, 11, "found the byte 0x9c"),
    ("cut-after-a-list", 13, 1, "it may be cut off"),
    ("cut-in-the-middle", 11, 9, "this `(` is never closed"),
    ("dangling-link", 9, 30, "did you mean `log`?"),
    ("deeply-nested", 3, 44, "at most 32 brackets"),
    ("duplicate-field", 4, 5, "`name` stands here twice"),
    ("duplicate-id", 7, 14, "there is a component `log` already"),
    ("empty", 1, 1, "found an empty file"),
    ("far-away", 5, 56, "within 1000000 of the origin"),
    ("float-count", 5, 78, "expected a whole number, for example `12`, found `1.5`"),
    ("infinite", 5, 87, "expected a finite number"),
    ("json", 1, 1, "found what looks like JSON"),
    ("link-to-a-source", 9, 29, "passes no data on"),
    ("missing-comma", 5, 117, "expected a `,` between two elements"),
    ("missing-parenthesis", 6, 9, "this `(` is never closed: expected `)`, found `]`"),
    ("missing-quote", 5, 113, "a closing `\"` is missing here"),
    ("misspelt-setting", 6, 93, "did you mean `retention`?"),
    ("negative", 5, 87, "expected zero or more, found `-500 GB/day`"),
    ("newer-version", 2, 14, "open it with a newer Loadline"),
    ("no-version", 1, 1, "expected `version: 1` as the first field"),
    ("not-a-number", 5, 87, "found `NaN GB/day`"),
    ("not-utf-8", 3, 14, "found the byte 0xf6"),
    ("only-a-comment", 2, 1, "found an empty file"),
    ("requirement-without-limit", 5, 43, "expected a field `limit`"),
    ("self-link", 10, 27, "a component cannot feed itself directly"),
    ("setting-on-the-wrong-role", 5, 112, "`retention` is not a field of a component of role `source`"),
    ("setting-twice", 5, 78, "`units` is set twice"),
    ("share-over-100", 7, 102, "found `120 %`"),
    ("text-after-the-end", 14, 1, "expected nothing after the design"),
    ("too-large-a-number", 5, 87, "found `1e999 GB/day`"),
    ("unknown-choice", 7, 90, "expected `stream`, `micro-batch`, `batch`"),
    ("unknown-field-of-the-design", 4, 5, "did you mean `components`?"),
    ("unknown-field", 5, 63, "a component has no field `colour`"),
    ("unknown-link-kind", 9, 43, "did you mean `split`?"),
    ("unknown-requirement", 5, 29, "there is no requirement `freshness`"),
    ("unknown-role", 5, 27, "there is no role `topic`"),
    ("unknown-statistic", 9, 61, "found `p98`"),
    ("utf-16", 1, 1, "save the file as UTF-8"),
    ("wrong-change", 8, 52, "found `events.load`"),
    ("wrong-dimension", 6, 93, "`7 GB`, which is an amount of data"),
    ("wrong-unit", 5, 87, "`GG` is not a unit"),
    ("zero-byte", 3, 14, "found a zero byte"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

#[test]
fn each_broken_file_is_refused_where_it_is_broken() {
    for (name, line, column, part) in EXPECTED {
        let path = root().join("tests/broken").join(format!("{name}.ron"));
        let error = read_bytes(std::fs::read(&path).unwrap()).expect_err(name);
        assert_eq!((error.line, error.column), (*line, *column), "{name}: {error}");
        assert!(error.message.contains(part), "{name}: expected `{part}` in `{error}`");
    }
}

#[test]
fn every_broken_file_is_in_the_table() {
    let files = std::fs::read_dir(root().join("tests/broken")).unwrap().count();
    assert_eq!(files, EXPECTED.len());
}

fn good() -> Vec<u8> {
    std::fs::read(root().join("designs/freshness-slo.ron")).unwrap()
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let bytes = good();
    // Without its last line end it is whole.
    for end in 0..bytes.len() - 1 {
        let error = read_bytes(bytes[..end].to_vec()).expect_err("half a design is no design");
        assert!(error.line >= 1 && error.column >= 1 && !error.message.is_empty(), "{end}: {error}");
    }
}

#[test]
fn a_changed_byte_is_read_or_refused() {
    let bytes = good();
    // A linear congruence: the same two thousand changes in every run.
    let mut state = 0x2545_f491_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 8
    };
    for _ in 0..2_000 {
        let mut changed = bytes.clone();
        let place = next() as usize % changed.len();
        changed[place] = next().to_le_bytes()[0];
        if let Err(error) = read_bytes(changed) {
            assert!(error.line >= 1 && error.column >= 1 && !error.message.is_empty(), "{place}: {error}");
        }
    }
}
