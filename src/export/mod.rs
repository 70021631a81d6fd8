//! A design on its way to other people and tools: pictures, reports, tables, graphs, a line of text.
//!
//! Everything is the same to the byte whenever it is exported again. PNG, SVG, text and RON carry the design itself:
//! [`crate::file::open_or_carried`] opens it again.

mod board;
mod graph;
mod html;
mod markdown;
mod measure;
#[cfg(feature = "pictures")]
mod raster;
mod report;
mod svg;
mod table;

use crate::catalog::Catalog;
use crate::design::{Design, Edit, Element, ElementId, History, Id};
use crate::estimate::{Conditions, Estimate, estimate};
use crate::file::{self, Comments, carried};
use crate::look::Colors;
use crate::units::{MoneyRate, write};
use std::collections::BTreeSet;
use thiserror::Error;

/// What a design is exported as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A picture in dots, with the design inside.
    Png,
    /// A picture in lines, with the design inside.
    Svg,
    /// A page.
    Pdf,
    /// A report as text.
    Markdown,
    /// A report as one page for a browser.
    Html,
    /// All figures.
    Csv,
    /// A flowchart for Mermaid.
    Mermaid,
    /// A graph for Graphviz.
    Dot,
    /// The design as one line to be pasted anywhere.
    Text,
    /// The design as a file.
    Ron,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] = &[
        Self::Png,
        Self::Svg,
        Self::Pdf,
        Self::Markdown,
        Self::Html,
        Self::Csv,
        Self::Mermaid,
        Self::Dot,
        Self::Text,
        Self::Ron,
    ];

    /// The ending of files.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Mermaid => "mmd",
            Self::Dot => "dot",
            Self::Text => "txt",
            Self::Ron => "ron",
        }
    }

    /// The format of a file by its ending.
    pub fn of_ending(ending: &str) -> Option<Self> {
        let ending = ending.to_ascii_lowercase();
        match ending.as_str() {
            "gv" => Some(Self::Dot),
            "htm" => Some(Self::Html),
            "markdown" => Some(Self::Markdown),
            "mermaid" => Some(Self::Mermaid),
            _ => Self::ALL.iter().copied().find(|format| format.ending() == ending),
        }
    }

    /// What it is, in words.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Png => "PNG picture",
            Self::Svg => "SVG picture",
            Self::Pdf => "PDF",
            Self::Markdown => "Markdown report",
            Self::Html => "HTML report",
            Self::Csv => "CSV of all figures",
            Self::Mermaid => "Mermaid flowchart",
            Self::Dot => "Graphviz graph",
            Self::Text => "Line of text",
            Self::Ron => "Loadline design",
        }
    }
}

/// The colours of pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// On a light board: for documents.
    #[default]
    Light,
    /// On a dark board.
    Dark,
}

/// How a design is exported.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The colours of pictures.
    pub theme: Theme,
    /// Dots to a point in PNG, size in SVG and PDF: 0.1 to 10.
    pub scale: f32,
    /// Without the board behind it.
    pub transparent: bool,
    /// Only these elements, with the links among them; none for the whole design.
    pub only: Option<&'a BTreeSet<ElementId>>,
    /// The scenario whose figures are shown; none for the design as drawn.
    pub scenario: Option<&'a Id>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { theme: Theme::Light, scale: 1.0, transparent: false, only: None, scenario: None }
    }
}

/// Why a design was not exported.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ExportError {
    /// The picture could not be made.
    #[error("the picture could not be made: {0}")]
    Picture(String),
    /// The table could not be made.
    #[error("the table could not be made: {0}")]
    Table(String),
    /// The program was built without what makes pictures.
    #[error("this program was built without PNG and PDF; export SVG, or build it with the feature `pictures`")]
    NotBuilt,
    /// A scale that makes no picture.
    #[error("expected a scale from 0.1 to 10, found {0}")]
    Scale(String),
}

/// Dollars a month of 730 h.
fn monthly(cost: MoneyRate) -> f64 {
    use crate::units::Measure as _;
    cost.base() * 730.0 * 3600.0
}

/// Exports a design. Its figures are estimated once more, so that what is written fits together.
///
/// # Errors
/// [`ExportError`] if a picture cannot be made.
pub fn export(
    design: &Design,
    comments: &Comments,
    catalog: &Catalog,
    format: Format,
    options: &Options<'_>,
) -> Result<Vec<u8>, ExportError> {
    if !(0.1..=10.0).contains(&options.scale) {
        return Err(ExportError::Scale(options.scale.to_string()));
    }
    let part = options.only.map(|only| part_of(design, only));
    let shown = part.as_ref().unwrap_or(design);
    let text = || file::write(shown, if part.is_some() { &NO_COMMENTS } else { comments });
    let conditions = Conditions { scenario: options.scenario, ..Conditions::default() };
    let found = || estimate(design, catalog, conditions);
    Ok(match format {
        Format::Ron => text().into_bytes(),
        Format::Text => format!("{}\n", carried::pack(&text())).into_bytes(),
        Format::Csv => table::write(shown, catalog, &found())?,
        Format::Mermaid => graph::mermaid(shown, catalog, &found()).into_bytes(),
        Format::Dot => graph::dot(shown, catalog, &found()).into_bytes(),
        Format::Markdown => {
            markdown::write_report(&report::Report::of(design, catalog, &found(), options)).into_bytes()
        }
        Format::Html => {
            let found = found();
            let picture = picture(shown, catalog, &found, options, None);
            html::write_report(&report::Report::of(design, catalog, &found, options), &picture).into_bytes()
        }
        Format::Svg => picture(shown, catalog, &found(), options, Some(&carried::pack(&text()))).into_bytes(),
        Format::Png => png(&picture(shown, catalog, &found(), options, None), &carried::pack(&text()))?,
        Format::Pdf => pdf(&picture(shown, catalog, &found(), options, None))?,
    })
}

static NO_COMMENTS: std::sync::LazyLock<Comments> = std::sync::LazyLock::new(Comments::default);

/// A design of just these elements and the links among them.
fn part_of(design: &Design, only: &BTreeSet<ElementId>) -> Design {
    let mut history = History::new(Design::new(design.name()));
    let elements = design.fragment(only);
    let by_sort = |links: bool| elements.iter().filter(move |e| matches!(e, Element::Link(_)) == links);
    for element in by_sort(false).chain(by_sort(true)) {
        // A link whose ends are not among the elements stays behind.
        let _ = history.apply(Edit::insert(element.clone()));
    }
    history.into_design()
}

fn picture(
    design: &Design,
    catalog: &Catalog,
    found: &Estimate,
    options: &Options<'_>,
    carried: Option<&str>,
) -> String {
    let colors = match options.theme {
        Theme::Light => Colors::LIGHT,
        Theme::Dark => Colors::DARK,
    };
    let scenario = found.scenario.as_ref().and_then(|id| design.scenario(id));
    let mut caption = Vec::new();
    if !design.name().is_empty() {
        caption.push((design.name().to_owned(), None));
    }
    if let Some(scenario) = scenario
        && !found.verdicts.is_empty()
    {
        let (word, color) = if found.is_met() { ("met", colors.calm) } else { ("NOT MET", colors.alarm) };
        caption.push((format!("{}: {word}, {}", scenario.name, write(found.cost)), Some(color)));
    } else if options.only.is_none() && design.components().len() > 0 {
        caption.push((write(found.cost), None));
    }
    let painter = board::Painter {
        design,
        catalog,
        estimate: Some(found),
        colors,
        measure: measure::Measure::new(),
        caption,
        transparent: options.transparent,
    };
    let (svg, view) = painter.draw();
    let title = if design.name().is_empty() { "A data system" } else { design.name() };
    svg.finish(view, options.scale, title, carried)
}

#[cfg(feature = "pictures")]
fn png(svg: &str, packed: &str) -> Result<Vec<u8>, ExportError> {
    let picture = raster::png(svg)?;
    carried::put_into_png(&picture, packed).ok_or_else(|| ExportError::Picture("it has no header".to_owned()))
}

#[cfg(feature = "pictures")]
fn pdf(svg: &str) -> Result<Vec<u8>, ExportError> {
    raster::pdf(svg)
}

#[cfg(not(feature = "pictures"))]
fn png(_svg: &str, _packed: &str) -> Result<Vec<u8>, ExportError> {
    Err(ExportError::NotBuilt)
}

#[cfg(not(feature = "pictures"))]
fn pdf(_svg: &str) -> Result<Vec<u8>, ExportError> {
    Err(ExportError::NotBuilt)
}

/// A picture in dots for the clipboard: width, height, and red, green, blue and alpha of each dot.
#[cfg(feature = "pictures")]
pub fn dots(design: &Design, catalog: &Catalog, options: &Options<'_>) -> Result<(usize, usize, Vec<u8>), ExportError> {
    let part = options.only.map(|only| part_of(design, only));
    let shown = part.as_ref().unwrap_or(design);
    let found = estimate(design, catalog, Conditions { scenario: options.scenario, ..Conditions::default() });
    let pixels = raster::pixels(&picture(shown, catalog, &found, options, None))?;
    let dots = pixels.pixels().iter().flat_map(|dot| {
        let dot = dot.demultiply();
        [dot.red(), dot.green(), dot.blue(), dot.alpha()]
    });
    Ok((pixels.width() as usize, pixels.height() as usize, dots.collect()))
}
