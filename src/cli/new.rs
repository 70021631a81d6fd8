//! `loadline new`: begins a design from a template. The templates are the complete examples of `designs/`.

use super::{FAILED, OK, Streams};
use crate::catalog::{Catalog, did_you_mean, nearest};
use crate::design::{Design, Edit, History};
use crate::file::{self, Comments};
use crate::templates::{TEMPLATES, template};
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

pub(super) fn run(new: &New, streams: &mut Streams<'_>) -> io::Result<u8> {
    if new.list {
        writeln!(streams.out, "empty")?;
        for template in TEMPLATES {
            writeln!(streams.out, "{}", template.name)?;
        }
        return Ok(OK);
    }
    let text = match template(&new.template) {
        Some(template) => template.text.to_owned(),
        None if new.template == "empty" => empty(),
        None => {
            let near = nearest(&new.template, TEMPLATES.iter().map(|template| template.name));
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
