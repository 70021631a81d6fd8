//! `loadline merge`: three designs become one; what clashes is named and stays as in ours.

use super::{FAILED, NOT_MET, OK, Streams, open_or_empty};
use crate::compare::merge;
use crate::file::{self, Expect};
use clap::Args;
use std::io;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Exit codes: 0 merged, 1 merged with conflicts (named on the error stream, each resolved as in OURS), 2 not merged.
An empty file counts as an empty design. The comments of OURS are kept.

Examples:
  loadline merge base.ron ours.ron theirs.ron -o merged.ron
  git config merge.loadline.driver 'loadline merge %O %A %B -o %A'")]
pub(super) struct Merge {
    /// What both come from.
    base: PathBuf,
    /// One side, which wins where they clash.
    ours: PathBuf,
    /// The other side.
    theirs: PathBuf,
    /// Where to write; the output if it is left out.
    #[arg(short, value_name = "OUT")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Merge, streams: &mut Streams<'_>) -> io::Result<u8> {
    let Some(base) = open_or_empty(&arguments.base, streams)? else { return Ok(FAILED) };
    let Some(ours) = open_or_empty(&arguments.ours, streams)? else { return Ok(FAILED) };
    let Some(theirs) = open_or_empty(&arguments.theirs, streams)? else { return Ok(FAILED) };
    let merged = merge(&base.design, &ours.design, &theirs.design);
    let mut comments = ours.comments;
    comments.adopt(&theirs.comments, |id| !ours.design.contains(id));
    for conflict in &merged.conflicts {
        writeln!(streams.err, "conflict: {conflict}")?;
    }
    match &arguments.out {
        None => write!(streams.out, "{}", file::write(&merged.design, &comments))?,
        Some(path) => match file::save_design(path, &merged.design, &comments, Expect::Anything) {
            Ok(saved) => saved.notes.iter().try_for_each(|note| writeln!(streams.err, "loadline: {note}"))?,
            Err(error) => {
                writeln!(streams.err, "loadline: {error}")?;
                return Ok(FAILED);
            }
        },
    }
    Ok(if merged.conflicts.is_empty() { OK } else { NOT_MET })
}
