//! `loadline new`: begins a design from a template. The templates are the complete examples of `designs/`.

use super::{FAILED, OK, Streams};
use crate::catalog::{Catalog, did_you_mean, nearest};
use crate::design::{Design, Edit, History};
use crate::file::{self, Comments};
use clap::Args;
use std::io;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Examples:
  loadline new --list
  loadline new late-events -o mine.ron
  loadline new > empty.ron")]
pub(super) struct New {
    /// The template; an empty design if none is named.
    #[arg(default_value = "empty")]
    template: String,
    /// The file to write; the output if none is named. A file that exists is left alone.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// List the templates.
    #[arg(long)]
    list: bool,
}

macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../designs/", $name, ".ron")))),+]
    };
}

/// Complete designs by name.
const TEMPLATES: &[(&str, &str)] = templates![
    "500-gb-daily-in-2-h",
    "1-tb-daily-1-h-sla",
    "mysql-to-redshift-daily",
    "late-events",
    "backfill-without-downtime",
    "schema-evolution",
    "freshness-slo",
    "idempotent-ingestion",
    "hourly-aggregates",
    "cold-archive",
    "time-series-metrics",
    "cost-vs-latency",
];

pub(super) fn run(new: &New, streams: &mut Streams<'_>) -> io::Result<u8> {
    if new.list {
        writeln!(streams.out, "empty")?;
        for (name, _) in TEMPLATES {
            writeln!(streams.out, "{name}")?;
        }
        return Ok(OK);
    }
    let text = match TEMPLATES.iter().find(|(name, _)| *name == new.template) {
        Some((_, text)) => (*text).to_owned(),
        None if new.template == "empty" => empty(),
        None => {
            let near = nearest(&new.template, TEMPLATES.iter().map(|(name, _)| *name));
            let near = did_you_mean(near);
            writeln!(
                streams.err,
                "loadline: there is no template `{}`{near}; `loadline new --list` lists them",
                new.template
            )?;
            return Ok(FAILED);
        }
    };
    let Some(path) = &new.output else {
        write!(streams.out, "{text}")?;
        return Ok(OK);
    };
    if path.exists() {
        writeln!(streams.err, "loadline: {} exists already: name another file", path.display())?;
        return Ok(FAILED);
    }
    match file::save(path, &text) {
        Ok(()) => Ok(OK),
        Err(error) => {
            writeln!(streams.err, "loadline: {error}")?;
            Ok(FAILED)
        }
    }
}

fn empty() -> String {
    let mut history = History::new(Design::new("New design"));
    // Dating a new design cannot be refused.
    let _ = history.apply(Edit::CatalogDate(Some(Catalog::built_in().date().to_owned())));
    file::write(history.design(), &Comments::default())
}
