//! Designs out of what other tools write: Mermaid flowcharts and Graphviz digraphs; and out of what Loadline has
//! exported. What is not understood is told with its line, and never stops the rest.

mod dot;
mod guess;
mod mermaid;

use crate::catalog::Catalog;
use crate::design::{Component, Design, Edit, Element, Frame, History, Id, Link, LinkKind, Point};
use crate::file::{self, Comments, FileError, carried};
use crate::layout;
use crate::units::{Kind, Stated};
use std::collections::{BTreeSet, HashMap};
use std::fmt;

/// The most nodes and the most links that are taken over.
pub const MOST: usize = 10_000;
/// The most groups.
pub const MOST_GROUPS: usize = 1_000;
/// The most that a graph may have, in bytes.
pub const LARGEST: usize = 4 << 20;
/// Components side by side before they are put in order.
const COLUMNS: i32 = 40;
/// The most of what is not understood that is told line by line.
const MOST_WARNINGS: usize = 100;

/// Something that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Line, from 1.
    pub line: usize,
    /// What was passed over, and why.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.message)
    }
}

/// A design that was read.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// The design, put in order if it had no places of its own.
    pub design: Design,
    /// Comments, of a design file.
    pub comments: Option<Comments>,
    /// What was not understood.
    pub warnings: Vec<Warning>,
}

impl Imported {
    fn from_file(opened: file::Opened) -> Self {
        Self { design: opened.design, comments: Some(opened.comments), warnings: Vec::new() }
    }
}

/// A graph as another tool has it.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    pub title: String,
    pub nodes: Vec<Node>,
    pub links: Vec<Edge>,
    /// Names of groups.
    pub groups: Vec<String>,
    pub warnings: Vec<Warning>,
    /// The length of what links say.
    said: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Node {
    pub name: String,
    pub label: String,
    pub shape: String,
    pub group: Option<usize>,
    /// Where it stands first.
    pub line: usize,
}

#[derive(Debug)]
pub(crate) struct Edge {
    pub from: usize,
    pub to: usize,
    pub label: String,
    pub dashed: bool,
    pub line: usize,
}

impl Graph {
    pub fn warn(&mut self, line: usize, message: impl Into<String>) {
        if self.warnings.len() < MOST_WARNINGS {
            self.warnings.push(Warning { line, message: message.into() });
        }
    }

    /// The node of a name, made if it is not there yet, in a group and at a line.
    pub fn node(
        &mut self,
        known: &mut HashMap<String, usize>,
        name: &str,
        place: (Option<usize>, usize),
    ) -> Option<usize> {
        if let Some(place) = known.get(name) {
            return Some(*place);
        }
        if self.nodes.len() >= MOST {
            return None;
        }
        known.insert(name.to_owned(), self.nodes.len());
        let (group, line) = place;
        self.nodes.push(Node { name: name.to_owned(), group, line, ..Node::default() });
        Some(self.nodes.len() - 1)
    }

    /// Links from each of these to each of those, as many as there may be. One text may label very many: once what they
    /// say together is larger than a graph may be, the rest says nothing.
    pub fn join(&mut self, these: &[usize], those: &[usize], line: usize, (label, dashed): (&str, bool)) {
        let pairs = these.iter().flat_map(|from| those.iter().map(move |to| (*from, *to)));
        let room = MOST - self.links.len().min(MOST);
        for (from, to) in pairs.take(room) {
            self.said += label.len();
            let label = if self.said <= LARGEST { label.to_owned() } else { String::new() };
            self.links.push(Edge { from, to, label, dashed, line });
        }
    }
}

/// Reads whatever it is: a design file, something that carries one, Mermaid or Graphviz. What has no places of its own is
/// put in order.
///
/// # Errors
/// [`FileError`] with line and column if it is none of these.
pub fn read(bytes: &[u8], catalog: &Catalog) -> Result<Imported, FileError> {
    let (mut imported, is_graph) = read_in_rows(bytes, catalog)?;
    if is_graph {
        let edit = layout::tidy(&imported.design, None, &BTreeSet::new()).edit(&imported.design);
        let mut history = History::new(imported.design);
        // What cannot be put in order stays as it is.
        let _ = history.apply(edit);
        imported.design = history.into_design();
    }
    Ok(imported)
}

/// The same, and whether it was a graph; the boxes of a graph stand in rows, in no order. By far the greatest part of the
/// time that a large graph takes is that of putting it in order.
///
/// # Errors
/// [`FileError`] with line and column if it is nothing that can be read.
pub fn read_in_rows(bytes: &[u8], catalog: &Catalog) -> Result<(Imported, bool), FileError> {
    if carried::is_carrier(bytes) {
        return Ok((Imported::from_file(carried::read_carrier(bytes)?), false));
    }
    let wrong = |line, message: &str| FileError { line, column: 1, message: message.to_owned() };
    let text = std::str::from_utf8(bytes).map_err(|_| wrong(1, "expected text in UTF-8, found other bytes"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("%%")).peekable();
    if lines.peek() == Some(&"---") {
        // Front matter goes on to the next such line.
        lines.next();
        lines.by_ref().take_while(|line| *line != "---").for_each(drop);
    }
    let first = lines.find(|line| !is_comment(line)).unwrap_or_default();
    let word = first.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
    let most = |text: &str| match text.len() {
        length if length > LARGEST => {
            Err(wrong(1, &format!("expected a graph of at most {} MiB, found {length} bytes", LARGEST >> 20)))
        }
        _ => Ok(()),
    };
    let is_graph = matches!(word, "flowchart" | "graph" | "digraph" | "strict");
    if is_graph {
        most(text)?;
    }
    let graph = match word {
        "flowchart" => mermaid::read(text),
        "graph" if !first.contains('{') => mermaid::read(text),
        "digraph" | "graph" | "strict" => dot::read(text),
        _ => {
            let Some(block) = mermaid_block(text) else {
                return Ok((Imported::from_file(file::read(text)?), false));
            };
            most(&block)?;
            mermaid::read(&block)
        }
    };
    if graph.nodes.is_empty() {
        return Err(wrong(1, "expected at least one node, found none"));
    }
    Ok((design_of(graph, catalog), true))
}

fn is_comment(line: &str) -> bool {
    line.starts_with("%%") || line.starts_with("//") || line.starts_with('#') || line == "---"
}

/// The flowchart in a page of Markdown, with its lines where they were.
fn mermaid_block(text: &str) -> Option<String> {
    let mut out = String::new();
    let (mut inside, mut found) = (false, false);
    for line in text.lines() {
        let begins = line.trim_start().starts_with("```");
        if inside && begins {
            break;
        }
        if inside {
            out.push_str(line);
        } else if line.trim().starts_with("```mermaid") {
            (inside, found) = (true, true);
        }
        out.push('\n');
    }
    found.then_some(out)
}

/// A design of a graph: a product for each node by its words and its shape, frames for groups.
fn design_of(mut graph: Graph, catalog: &Catalog) -> Imported {
    let mut history = History::new(Design::new(&graph.title));
    let mut ids: Vec<Option<Id>> = Vec::new();
    let watched: Vec<bool> = {
        let mut ends = vec![false; graph.nodes.len()];
        for edge in graph.links.iter().filter(|edge| edge.dashed) {
            if let Some(end) = ends.get_mut(edge.to) {
                *end = true;
            }
        }
        ends
    };
    let mut has_input = vec![false; graph.nodes.len()];
    for edge in &graph.links {
        if let Some(end) = has_input.get_mut(edge.to) {
            *end = true;
        }
    }
    // Groups stand apart, so that the frame of each holds its own and nothing else.
    let mut rows: Vec<Option<usize>> = vec![None];
    rows.extend((0..graph.groups.len()).map(Some));
    ids.resize(graph.nodes.len(), None);
    let names = guess::Names::of(catalog);
    let mut refused = Vec::new();
    let mut top = 0;
    for group in rows {
        let members: Vec<usize> =
            graph.nodes.iter().enumerate().filter(|(_, node)| node.group == group).map(|(place, _)| place).collect();
        if members.is_empty() {
            continue;
        }
        let mut lowest = top;
        for (number, place) in (0_i32..).zip(&members) {
            let Some(node) = graph.nodes.get(*place) else { continue };
            let is = |flags: &[bool]| flags.get(*place).copied().unwrap_or(false);
            let guessed = guess::product(&names, node, is(&has_input), is(&watched));
            let id = history.design().fresh_component_id(&guessed.name.id());
            let at = Point::new(number % COLUMNS * 14, top + number / COLUMNS * 6);
            lowest = lowest.max(at.y);
            let component = Component::new(id.clone(), &guessed.name, guessed.role, &guessed.product, at);
            match history.apply(Edit::insert(Element::Component(component))) {
                Ok(()) => {
                    if let Some(own) = ids.get_mut(*place) {
                        *own = Some(id);
                    }
                }
                Err(error) => refused.push((node.line, error.to_string())),
            }
        }
        top = lowest + 12;
    }
    for edge in &graph.links {
        let (Some(Some(from)), Some(Some(to))) = (ids.get(edge.from), ids.get(edge.to)) else { continue };
        let watch = history.design().component(from).is_some_and(|component| !component.role.carries_data());
        let mut link = Link::new(from.clone(), to.clone());
        link.id = history.design().fresh_link_id(from, to);
        (link.kind, link.label) = said(&edge.label);
        if watch {
            link.kind = LinkKind::Watch;
        }
        if let Err(error) = history.apply(Edit::insert(Element::Link(link))) {
            refused.push((edge.line, error.to_string()));
        }
    }
    for (line, message) in refused {
        graph.warn(line, message);
    }
    frames(&mut history, &graph, &ids);
    Imported { design: history.into_design(), comments: None, warnings: graph.warnings }
}

/// What the label of an edge says of a link: in a graph that Loadline has written, its figures stand above the words of
/// the person. They are made anew, so they go; a share is one again.
fn said(label: &str) -> (LinkKind, String) {
    let mut kind = LinkKind::Copy;
    let mut words = Vec::new();
    for line in label.lines() {
        let share = |word: &str, kind: Kind| {
            let text = line.strip_prefix(word)?.strip_prefix(' ')?;
            Stated::read(text, kind).ok()
        };
        let figure = |line: &str| {
            // As people write it, it stays: 500 GB/day is no figure of ours.
            Stated::read(line, Kind::InformationRate).is_ok_and(|stated| stated.amount().to_string() == line)
        };
        if let Some(part) = share("share", Kind::Share) {
            kind = LinkKind::Share(part);
        } else if let Some(part) = share("split", Kind::Ratio) {
            kind = LinkKind::Split(part);
        } else if !figure(line) && !matches!(line, "over capacity" | "watches") {
            words.push(line);
        }
    }
    (kind, words.join("\n"))
}

/// A frame around the components of each group.
fn frames(history: &mut History, graph: &Graph, ids: &[Option<Id>]) {
    for (number, name) in graph.groups.iter().enumerate() {
        let members = graph.nodes.iter().zip(ids).filter(|(node, _)| node.group == Some(number));
        let places: Vec<Point> = members
            .filter_map(|(_, id)| history.design().component(id.as_ref()?).map(|component| component.at))
            .collect();
        let (Some(left), Some(top)) = (places.iter().map(|at| at.x).min(), places.iter().map(|at| at.y).min()) else {
            continue;
        };
        let right = places.iter().map(|at| at.x).max().unwrap_or(left) + Component::SIZE.x;
        let foot = places.iter().map(|at| at.y).max().unwrap_or(top) + Component::SIZE.y;
        let at = Point::new(left - 1, top - 2);
        let id = history.design().fresh_frame_id(&Id::from_name(name));
        let frame = Frame::new(id, name, at, Point::new(right + 1 - at.x, foot + 1 - at.y));
        let _ = history.apply(Edit::insert(Element::Frame(frame)));
    }
}
