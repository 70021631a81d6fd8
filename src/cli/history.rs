//! `loadline history`: earlier saves of a file, to look at, to compare, to have back.

use super::table::Table;
use super::{FAILED, NOT_MET, OK, Streams, diff};
use crate::compare;
use crate::file::{self, Expect};
use crate::snapshots::{SnapshotError, Snapshots};
use crate::state::utc;
use clap::Args;
use std::io;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Saves are numbered from 1, the newest. The last 20 of each file are kept, at most 50 MiB of all files together.
Exit codes: 0 done, or no difference; 1 with --diff: they differ; 2 it could not be done.

Examples:
  loadline history design.ron                  when the earlier saves were made, and what is in them
  loadline history design.ron --diff 1         from the newest of them to the file as it is
  loadline history design.ron --show 3 > old.ron
  loadline history design.ron --restore 3      the file as it is becomes save 1")]
pub(super) struct History {
    /// The design.
    file: PathBuf,
    /// Write an earlier save to the output.
    #[arg(long, value_name = "N", group = "what")]
    show: Option<usize>,
    /// Save an earlier save over the file. What is there now is kept first.
    #[arg(long, value_name = "N", group = "what")]
    restore: Option<usize>,
    /// What has been done since an earlier save.
    #[arg(long, value_name = "N", group = "what")]
    diff: Option<usize>,
}

pub(super) fn run(history: &History, streams: &mut Streams<'_>) -> io::Result<u8> {
    let done = Snapshots::of_platform().map_err(Trouble::Kept).and_then(|saves| match history {
        History { show: Some(number), .. } => {
            let text = saves.read(&history.file, *number)?;
            write!(streams.out, "{text}")?;
            Ok(OK)
        }
        History { restore: Some(number), .. } => {
            // Read first: keeping what is there now changes the numbers.
            let text = saves.read(&history.file, *number)?;
            saves.keep(&history.file)?;
            file::save_text(&history.file, &text, Expect::Anything)?;
            writeln!(streams.out, "{} is as it was in save {number}; what it was is save 1", history.file.display())?;
            Ok(OK)
        }
        History { diff: Some(number), .. } => {
            let text = saves.read(&history.file, *number)?;
            let old = file::read_what_can_be(&text)
                .map_err(|error| Trouble::Said(format!("save {number} of {}: {error}", history.file.display())))?;
            let Some(new) = super::open(&history.file, streams)? else { return Ok(FAILED) };
            let found = compare::diff(&old.design, &new.design);
            diff::write(streams.out, &found)?;
            Ok(if found.is_empty() { OK } else { NOT_MET })
        }
        _ => list(&saves, history, streams),
    });
    match done {
        Ok(code) => Ok(code),
        Err(Trouble::Output(error)) => Err(error),
        Err(Trouble::Kept(error)) => said(&error.to_string(), streams),
        Err(Trouble::Said(message)) => said(&message, streams),
    }
}

fn said(message: &str, streams: &mut Streams<'_>) -> io::Result<u8> {
    writeln!(streams.err, "loadline: {message}")?;
    Ok(FAILED)
}

/// Why there is no answer.
enum Trouble {
    Output(io::Error),
    Kept(SnapshotError),
    Said(String),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<SnapshotError> for Trouble {
    fn from(error: SnapshotError) -> Self {
        Self::Kept(error)
    }
}

impl From<file::SaveError> for Trouble {
    fn from(error: file::SaveError) -> Self {
        Self::Said(error.to_string())
    }
}

fn list(saves: &Snapshots, history: &History, streams: &mut Streams<'_>) -> Result<u8, Trouble> {
    let found = saves.list(&history.file)?;
    if found.is_empty() {
        writeln!(streams.out, "{}: no earlier saves are kept", history.file.display())?;
        return Ok(OK);
    }
    let mut table = Table::new(&["save", "replaced at (UTC)", "name", "components", "links", "bytes"], 3);
    for (number, save) in (1..).zip(&found) {
        let design = saves.read(&history.file, number).ok().and_then(|text| file::read_what_can_be(&text).ok());
        let count = |of: fn(&crate::design::Design) -> usize| {
            design.as_ref().map_or_else(|| "-".to_owned(), |opened| of(&opened.design).to_string())
        };
        table.row(vec![
            number.to_string(),
            utc(save.time()),
            design.as_ref().map_or_else(|| "cannot be read".to_owned(), |opened| opened.design.name().to_owned()),
            count(|design| design.components().len()),
            count(|design| design.links().len()),
            save.length.to_string(),
        ]);
    }
    table.write(streams.out)?;
    Ok(OK)
}
