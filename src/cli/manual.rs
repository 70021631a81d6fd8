//! `loadline completions` and `loadline manual`: what packages install beside the program.

use super::{Cli, FAILED, OK, Streams};
use clap::{Args, CommandFactory as _};
use clap_complete::Shell;
use std::io;
use std::path::PathBuf;

#[derive(Args)]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

#[derive(Args)]
pub(super) struct Manual {
    /// The folder to write the pages to; it must exist. The page of the program alone goes to the output without it.
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
}

pub(super) fn completions(asked: &Completions, streams: &mut Streams<'_>) -> io::Result<u8> {
    // Made in memory first: the generator ends the program if the output is closed.
    let mut script = Vec::new();
    clap_complete::generate(asked.shell, &mut Cli::command(), "loadline", &mut script);
    streams.out.write_all(&script)?;
    Ok(OK)
}

pub(super) fn pages(asked: &Manual, streams: &mut Streams<'_>) -> io::Result<u8> {
    let Some(folder) = &asked.into else {
        clap_mangen::Man::new(Cli::command()).render(streams.out)?;
        return Ok(OK);
    };
    match clap_mangen::generate_to(Cli::command(), folder) {
        Ok(()) => Ok(OK),
        Err(error) => {
            writeln!(streams.err, "loadline: cannot write the manual to {}: {error}", folder.display())?;
            Ok(FAILED)
        }
    }
}
