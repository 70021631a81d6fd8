//! `loadline export` and `loadline import`: designs to and from other formats, with no display.

use super::{FAILED, OK, Streams, open};
use crate::catalog::{Catalog, did_you_mean, nearest};
use crate::design::{Design, ElementId, Id};
use crate::export::{Format, Options, Theme, export};
use crate::file::{self, Comments};
use crate::import;
use clap::Args;
use std::collections::BTreeSet;
use std::io::{self, Read as _};
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
The format follows from the ending of the output: png, svg, pdf, md, html, csv, mmd, dot, txt, ron.
PNG, SVG, txt and ron carry the design itself, and are opened again like a design file.

Examples:
  loadline export d.ron -o d.png --scale 2
  loadline export d.ron -o d.svg --theme dark --select log,job
  loadline export d.ron -o report.html --scenario tenfold
  loadline export d.ron --format txt")]
pub(super) struct Export {
    /// The design; `-` reads it from the input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where to write; `-`, or nothing with `--format`, writes to the output.
    #[arg(short, long, value_name = "OUT", required_unless_present = "format")]
    output: Option<PathBuf>,
    /// The format, if the ending does not say it.
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Dots to a point: 0.1 to 10.
    #[arg(long, default_value_t = 1.0)]
    scale: f32,
    /// Colours of pictures.
    #[arg(long, default_value = "light", value_parser = ["light", "dark"])]
    theme: String,
    /// Pictures without the board behind.
    #[arg(long)]
    transparent: bool,
    /// Only these components, notes and frames, by id, with the links among them.
    #[arg(long, value_name = "ID,ID...", value_delimiter = ',')]
    select: Vec<String>,
    /// The scenario whose figures are shown, by id or name; the first that is no what-if otherwise.
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
}

pub(super) fn run(arguments: &Export, catalog: &Catalog, streams: &mut Streams<'_>) -> io::Result<u8> {
    let ending = || arguments.output.as_deref()?.extension()?.to_str();
    let wanted = arguments.format.as_deref().or_else(ending).unwrap_or_default();
    let Some(format) = Format::of_ending(wanted) else {
        let all: Vec<&str> = Format::ALL.iter().map(|format| format.ending()).collect();
        writeln!(streams.err, "loadline: expected one of the formats {}, found `{wanted}`", all.join(", "))?;
        return Ok(FAILED);
    };
    let Some(opened) = open(&arguments.file, streams)? else { return Ok(FAILED) };
    let design = opened.design;
    let scenario = match scenario(&design, arguments.scenario.as_deref()) {
        Ok(scenario) => scenario,
        Err(message) => return refuse(&message, streams),
    };
    let only = match selected(&design, &arguments.select) {
        Ok(only) => only,
        Err(message) => return refuse(&message, streams),
    };
    let options = Options {
        theme: if arguments.theme == "dark" { Theme::Dark } else { Theme::Light },
        scale: arguments.scale,
        transparent: arguments.transparent,
        only: only.as_ref(),
        scenario: scenario.as_ref(),
    };
    let bytes = match export(&design, &opened.comments, catalog, format, &options) {
        Ok(bytes) => bytes,
        Err(error) => return refuse(&error.to_string(), streams),
    };
    put(arguments.output.as_deref(), &bytes, streams)
}

fn refuse(message: &str, streams: &mut Streams<'_>) -> io::Result<u8> {
    writeln!(streams.err, "loadline: {message}")?;
    Ok(FAILED)
}

fn put(output: Option<&std::path::Path>, bytes: &[u8], streams: &mut Streams<'_>) -> io::Result<u8> {
    match output.filter(|path| path.as_os_str() != "-") {
        None => streams.out.write_all(bytes).map(|()| OK),
        Some(path) => match file::save_bytes(path, bytes) {
            Ok(()) => Ok(OK),
            Err(error) => refuse(&error.to_string(), streams),
        },
    }
}

fn scenario(design: &Design, name: Option<&str>) -> Result<Option<Id>, String> {
    let Some(name) = name else {
        return Ok(design.scenarios().find(|scenario| !scenario.what_if).map(|scenario| scenario.id.clone()));
    };
    let found = design.scenarios().find(|scenario| scenario.id.as_str() == name || scenario.name == name);
    found.map(|scenario| Some(scenario.id.clone())).ok_or_else(|| {
        let ids: Vec<&str> = design.scenarios().map(|scenario| scenario.id.as_str()).collect();
        format!("there is no scenario `{name}`{}", did_you_mean(nearest(name, ids.iter().copied())))
    })
}

fn selected(design: &Design, names: &[String]) -> Result<Option<BTreeSet<ElementId>>, String> {
    if names.is_empty() {
        return Ok(None);
    }
    let mut found = BTreeSet::new();
    for name in names {
        let id = Id::new(name.trim()).map_err(|error| format!("--select {name}: {error}"))?;
        let sorts: [fn(Id) -> ElementId; 4] =
            [ElementId::Component, ElementId::Note, ElementId::Frame, ElementId::Stroke];
        let Some(element) = sorts.into_iter().map(|sort| sort(id.clone())).find(|element| design.contains(element))
        else {
            let ids: Vec<&str> = design.components().map(|component| component.id.as_str()).collect();
            let near = did_you_mean(nearest(name, ids.iter().copied()));
            return Err(format!("--select {name}: there is no component, note or frame of that id{near}"));
        };
        found.insert(element);
    }
    Ok(Some(found))
}

#[derive(Args)]
#[command(after_help = "\
Reads Mermaid flowcharts (.mmd, .md with a mermaid block), Graphviz digraphs (.dot, .gv), and what `export` has written with
a design inside (.png, .svg, .txt, .ron). What is not understood is told with its line.

Examples:
  loadline import pipeline.mmd -o pipeline.ron
  loadline import d.png -o d.ron")]
pub(super) struct Import {
    /// What to read; `-` reads from the input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where to write; the output otherwise.
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

pub(super) fn read(arguments: &Import, catalog: &Catalog, streams: &mut Streams<'_>) -> io::Result<u8> {
    let mut bytes = Vec::new();
    let most = file::LARGEST_FILE as u64 + 1;
    let done = if arguments.file.as_os_str() == "-" {
        (&mut *streams.input).take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(&arguments.file).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    let shown = arguments.file.display();
    if let Err(error) = done {
        return refuse(&format!("{shown}: cannot be read: {error}"), streams);
    }
    let imported = match import::read(&bytes, catalog) {
        Ok(imported) => imported,
        Err(error) => return refuse(&format!("{shown}:{error}"), streams),
    };
    for warning in &imported.warnings {
        writeln!(streams.err, "loadline: {shown}:{warning}")?;
    }
    let text = file::write(&imported.design, &imported.comments.unwrap_or_else(Comments::default));
    put(arguments.output.as_deref(), text.as_bytes(), streams)
}
