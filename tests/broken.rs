//! Broken files: each is refused at the place that a person has to mend, with what was expected there; none panics.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::file::{FileError, read_bytes};
use std::path::{Path, PathBuf};

/// File, line, column, and a part of the message.
const EXPECTED: &[(&str, usize, usize, &str)] = &[];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken")
}

#[test]
fn print() {
    let mut names: Vec<_> = std::fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path()).collect();
    names.sort();
    for path in names {
        let r = read_bytes(std::fs::read(&path).unwrap());
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        match r {
            Ok(_) => println!("{name} OK?!"),
            Err(e) => println!("(\"{name}\", {}, {}, {:?}),", e.line, e.column, e.message),
        }
    }
}
