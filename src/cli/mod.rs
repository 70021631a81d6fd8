//! The command line: one file a subcommand. Everything that the window shows can be had here, with no display.

mod calc;
mod catalog;
mod check;
mod ci;
mod diff;
mod export;
mod fmt;
mod forecast;
mod history;
mod json;
mod manual;
mod merge;
mod new;
mod table;

use crate::catalog::Catalog;
use crate::file::{self, Opened};
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// All is well, or all requirements are met.
const OK: u8 = 0;
/// A requirement is not met, or a file is not formatted.
const NOT_MET: u8 = 1;
/// It could not be found out.
const FAILED: u8 = 2;

/// A whiteboard for data systems that tells, live, whether the design holds.
#[derive(Parser)]
#[command(
    name = "loadline",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  loadline                                   open the window on a computed example
  loadline designs/late-events.ron           open the window on a design
  loadline check designs/*.ron               check designs without a display
  loadline check d.ron --set events.load='5 TB/day'
  loadline calc mmc arrivals=18/s service=1/s servers=20
  loadline new 500-gb-daily-in-2-h -o mine.ron"
)]
struct Cli {
    /// A design to open in the window.
    file: Option<PathBuf>,
    /// A catalogue of your own, which adds products or replaces them. May be given more than once.
    #[arg(long, global = true, value_name = "FILE")]
    catalog: Vec<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Estimate designs and hold them against their scenarios.
    Check(check::Check),
    /// Write designs in their canonical form.
    Fmt(fmt::Fmt),
    /// List the products of the catalogue, or tell everything that is known of one.
    Catalog(catalog::Show),
    /// Answer one question of arithmetic: waits, batches, backlogs, storage.
    Calc(calc::Calc),
    /// Tell what differs between two designs, and what that does to verdicts and cost.
    Diff(diff::Compare),
    /// Merge what two sides have made of a design.
    Merge(merge::Merge),
    /// Write a design as a picture, a report, a table, a graph or a line of text.
    Export(export::Export),
    /// Make a design of a Mermaid flowchart, a Graphviz graph, or what was exported with a design inside.
    Import(export::Import),
    /// List earlier saves of a design, show one, compare with one, or have one back.
    History(history::History),
    /// Begin a design from a template.
    New(new::New),
    /// Write the completions for a shell.
    Completions(manual::Completions),
    /// Write the manual pages: one for the program and one for each command.
    Manual(manual::Manual),
}

/// Where a command reads from and writes to.
struct Streams<'a> {
    input: &'a mut dyn Read,
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
}

/// Runs the program with the arguments it was started with.
pub fn main() -> ExitCode {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut streams = Streams { input: &mut io::stdin().lock(), out: &mut out, err: &mut io::stderr() };
    let code = run(std::env::args_os(), &mut streams);
    // A reader that has gone away, as `head` does, has what it wanted.
    match code.and_then(|code| out.flush().map(|()| code)) {
        Ok(code) => ExitCode::from(code),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(OK),
        Err(error) => {
            let _ = writeln!(io::stderr(), "loadline: cannot write: {error}");
            ExitCode::from(FAILED)
        }
    }
}

fn run(arguments: impl Iterator<Item = OsString>, streams: &mut Streams<'_>) -> io::Result<u8> {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let text = error.render();
            return if error.use_stderr() {
                write!(streams.err, "{text}")?;
                Ok(FAILED)
            } else {
                write!(streams.out, "{text}")?;
                Ok(OK)
            };
        }
    };
    let Some(products) = load_catalog(&cli.catalog, streams)? else { return Ok(FAILED) };
    match cli.command {
        None => window(cli.file, products, streams),
        Some(Command::Check(check)) => check::run(&check, &products, streams),
        Some(Command::Fmt(fmt)) => fmt::run(&fmt, streams),
        Some(Command::Catalog(show)) => catalog::run(&show, &products, streams),
        Some(Command::Calc(calc)) => calc::run(&calc, streams),
        Some(Command::Diff(compare)) => diff::run(&compare, &products, streams),
        Some(Command::Merge(arguments)) => merge::run(&arguments, streams),
        Some(Command::Export(arguments)) => export::run(&arguments, &products, streams),
        Some(Command::Import(arguments)) => export::read(&arguments, &products, streams),
        Some(Command::History(saves)) => history::run(&saves, streams),
        Some(Command::New(new)) => new::run(&new, streams),
        Some(Command::Completions(completions)) => manual::completions(&completions, streams),
        Some(Command::Manual(manual)) => manual::pages(&manual, streams),
    }
}

/// The built-in catalogue, the person's own from the platform's config folder, and those of `--catalog`.
fn load_catalog(files: &[PathBuf], streams: &mut Streams<'_>) -> io::Result<Option<Catalog>> {
    let mut catalog = Catalog::built_in().clone();
    let own = own_catalog().filter(|path| path.exists());
    for path in own.iter().chain(files) {
        if let Err(error) = catalog.add_file(path) {
            writeln!(streams.err, "loadline: {error}")?;
            return Ok(None);
        }
    }
    Ok(Some(catalog))
}

/// A person's own catalogue: `loadline/catalog.ron` in the platform's config folder.
fn own_catalog() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.config_dir().join("loadline").join("catalog.ron"))
}

#[cfg(feature = "window")]
fn window(file: Option<PathBuf>, catalog: Catalog, streams: &mut Streams<'_>) -> io::Result<u8> {
    let display = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !display("DISPLAY") && !display("WAYLAND_DISPLAY") {
        return no_window(file.as_deref(), "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)", streams);
    }
    match crate::app::run(file.clone(), catalog) {
        Ok(()) => Ok(OK),
        Err(error) => no_window(file.as_deref(), &error.to_string(), streams),
    }
}

#[cfg(not(feature = "window"))]
fn window(file: Option<PathBuf>, _catalog: Catalog, streams: &mut Streams<'_>) -> io::Result<u8> {
    no_window(file.as_deref(), "this program was built without the window", streams)
}

fn no_window(file: Option<&Path>, why: &str, streams: &mut Streams<'_>) -> io::Result<u8> {
    let file = file.map_or_else(|| "FILE".to_owned(), |file| file.display().to_string());
    writeln!(streams.err, "loadline: no window: {why}")?;
    writeln!(streams.err, "To check a design without a display: loadline check {file}")?;
    Ok(FAILED)
}

/// Opens a design file, or reads it from the input for `-`. Says on the error stream why not.
fn open(path: &Path, streams: &mut Streams<'_>) -> io::Result<Option<Opened>> {
    if path.as_os_str() != "-" {
        return match file::open_or_carried(path) {
            Ok(opened) => Ok(Some(opened)),
            Err(error) => {
                writeln!(streams.err, "loadline: {error}")?;
                Ok(None)
            }
        };
    }
    let mut bytes = Vec::new();
    streams.input.take(file::LARGEST_FILE as u64 + 1).read_to_end(&mut bytes)?;
    match file::read_bytes(bytes) {
        Ok(opened) => Ok(Some(opened)),
        Err(error) => {
            writeln!(streams.err, "loadline: <stdin>:{error}")?;
            Ok(None)
        }
    }
}

/// As [`open`]; a file of no bytes is an empty design, as git gives where there is no file.
fn open_or_empty(path: &Path, streams: &mut Streams<'_>) -> io::Result<Option<Opened>> {
    if path.as_os_str() != "-"
        && let Err(file::OpenError::Text { .. }) = file::open(path)
        && std::fs::read(path).is_ok_and(|bytes| bytes.is_empty())
    {
        return Ok(Some(Opened::default()));
    }
    open(path, streams)
}
