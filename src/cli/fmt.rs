//! `loadline fmt`: writes designs in their canonical form. Comments are kept.

use super::{FAILED, NOT_MET, OK, Streams, open};
use crate::file::{self, Expect};
use clap::Args;
use std::io;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Examples:
  loadline fmt designs/*.ron
  loadline fmt --check designs/*.ron     exit code 1 if a file would change
  loadline fmt - < d.ron                 to the output")]
pub(super) struct Fmt {
    /// Designs; `-` reads one from the input and writes it to the output.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Only say which files would change.
    #[arg(long)]
    check: bool,
}

pub(super) fn run(fmt: &Fmt, streams: &mut Streams<'_>) -> io::Result<u8> {
    let mut code = OK;
    for path in &fmt.files {
        let Some(opened) = open(path, streams)? else {
            code = FAILED;
            continue;
        };
        if opened.stamp.is_none() && path.as_os_str() != "-" {
            let path = path.display();
            writeln!(
                streams.err,
                "loadline: {path} carries a design and is no design file: loadline import {path} -o FILE.ron"
            )?;
            code = FAILED;
            continue;
        }
        let text = file::write(&opened.design, &opened.comments);
        if path.as_os_str() == "-" {
            write!(streams.out, "{text}")?;
            continue;
        }
        // It has just been read, so it can be read again.
        if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
            continue;
        }
        writeln!(streams.out, "{}", path.display())?;
        if fmt.check {
            code = code.max(NOT_MET);
            continue;
        }
        let expect = opened.stamp.as_ref().map_or(Expect::Anything, Expect::Unchanged);
        match file::save_design(path, &opened.design, &opened.comments, expect) {
            Ok(saved) => saved.notes.iter().try_for_each(|note| writeln!(streams.err, "loadline: {note}"))?,
            Err(error) => {
                writeln!(streams.err, "loadline: {error}")?;
                code = FAILED;
            }
        }
    }
    Ok(code)
}
