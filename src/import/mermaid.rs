//! Reads Mermaid flowcharts: nodes of every shape, arrows with and without words, chains, `&`, subgraphs. Styles, classes
//! and clicks are passed over without a word; anything else that is not understood is told.

use super::{Graph, MOST_GROUPS};
use std::collections::HashMap;

/// Lines that mean nothing for a design.
const PASSED_OVER: &[&str] =
    &["style", "classDef", "class", "linkStyle", "click", "direction", "accTitle", "accDescr", "title"];

/// What opens and closes a node, the longest first, and the shape that it is.
const SHAPES: &[(&str, &str, &str)] = &[
    ("(((", ")))", "circle"),
    ("([", "])", "source"),
    ("[[", "]]", "queue"),
    ("[(", ")]", "cylinder"),
    ("((", "))", "circle"),
    ("{{", "}}", "hexagon"),
    ("[/", "/]", "box"),
    ("[\\", "\\]", "box"),
    ("(", ")", "box"),
    ("[", "]", "box"),
    ("{", "}", "box"),
    (">", "]", "box"),
];

pub(super) fn read(text: &str) -> Graph {
    let mut reader = Reader { graph: Graph::default(), known: HashMap::new(), open: Vec::new() };
    let mut begun = false;
    let mut front_matter = false;
    for (place, raw) in text.lines().enumerate() {
        let line = raw.trim();
        if line == "---" {
            front_matter = !front_matter && !begun;
            continue;
        }
        if front_matter {
            if let Some(title) = line.strip_prefix("title:") {
                title.trim().trim_matches('"').clone_into(&mut reader.graph.title);
            }
            continue;
        }
        for statement in statements(without_comment(line)) {
            let statement = statement.trim();
            if statement.is_empty() {
                continue;
            }
            if !begun && (statement.starts_with("flowchart") || statement.starts_with("graph")) {
                begun = true;
                continue;
            }
            begun = true;
            reader.statement(statement, place + 1);
        }
    }
    reader.graph
}

/// A line up to its comment, which begins with `%%` outside of quotes.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    for (at, letter) in line.char_indices() {
        quoted ^= letter == '"';
        if let Some(rest) = line.get(at..)
            && !quoted
            && rest.starts_with("%%")
        {
            return line.get(..at).unwrap_or_default();
        }
    }
    line
}

/// The statements of a line: parted by `;` outside of quotes and of names of signs such as `#35;`.
fn statements(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut begin, mut quoted, mut named) = (0, false, false);
    for (at, letter) in line.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '#' => named = true,
            ';' if named => named = false,
            ';' if !quoted => {
                out.push(line.get(begin..at).unwrap_or_default());
                begin = at + 1;
            }
            letter if !letter.is_ascii_alphanumeric() => named = false,
            _ => {}
        }
    }
    out.push(line.get(begin..).unwrap_or_default());
    out
}

struct Reader {
    graph: Graph,
    known: HashMap<String, usize>,
    /// The groups that are open, the innermost last.
    open: Vec<usize>,
}

impl Reader {
    fn statement(&mut self, statement: &str, line: usize) {
        let word = statement.split(|letter: char| letter.is_whitespace() || letter == ':').next().unwrap_or_default();
        if statement == "end" {
            if self.open.pop().is_none() {
                self.graph.warn(line, "expected a subgraph before `end`, found none");
            }
        } else if word == "subgraph" {
            let rest = statement.get("subgraph".len()..).unwrap_or_default().trim();
            let name = match rest.split_once('[') {
                Some((_, title)) => title.trim_end_matches(']'),
                None => rest,
            };
            if self.graph.groups.len() < MOST_GROUPS {
                self.graph.groups.push(words(name));
            }
            // What there are too many of is put into the last one, so that each `end` ends its own.
            self.open.push(self.graph.groups.len() - 1);
        } else if !PASSED_OVER.contains(&word) {
            let (nodes, links) = (self.graph.nodes.len(), self.graph.links.len());
            if !self.chain(statement, line) && self.graph.links.len() == links {
                // A sentence that begins with a word is no node of that name.
                for node in self.graph.nodes.drain(nodes..) {
                    self.known.remove(&node.name);
                }
            }
        }
    }

    /// `a & b --> c -->|words| d`. Whether all of it was understood.
    fn chain(&mut self, statement: &str, line: usize) -> bool {
        let mut rest = statement;
        let mut may_end = true;
        let mut before: Vec<usize> = Vec::new();
        let mut arrow: Option<(String, bool)> = None;
        loop {
            let mut these = Vec::new();
            loop {
                let Some((node, after)) = self.node(rest, line) else {
                    self.graph.warn(line, format!("expected a node or an arrow, found `{}`", cut(rest)));
                    return false;
                };
                these.push(node);
                rest = after.trim_start();
                match rest.strip_prefix('&') {
                    Some(more) => rest = more.trim_start(),
                    None => break,
                }
            }
            if let Some((label, dashed)) = arrow.take() {
                self.graph.join(&before, &these, line, (&label, dashed));
            }
            if rest.is_empty() {
                return true;
            }
            let Some((label, dashed, after)) = arrow_of(rest, &mut may_end) else {
                self.graph.warn(line, format!("expected an arrow such as `-->`, found `{}`", cut(rest)));
                return false;
            };
            arrow = Some((label, dashed));
            before = these;
            rest = after.trim_start();
        }
    }

    /// A node at the beginning of a text, and what follows it.
    fn node<'t>(&mut self, text: &'t str, line: usize) -> Option<(usize, &'t str)> {
        let mut end = 0;
        for (at, letter) in text.char_indices() {
            let inner = text.get(at..).is_some_and(|rest| {
                // A name may hold a single `-`, but an arrow ends it.
                letter == '-' && !rest.starts_with("--") && !rest.starts_with("-.") && at > 0
            });
            if !(letter.is_alphanumeric() || letter == '_' || letter == '.' || inner) {
                break;
            }
            end = at + letter.len_utf8();
        }
        let (name, mut rest) = text.split_at_checked(end)?;
        if name.is_empty() {
            return None;
        }
        let place = self.graph.node(&mut self.known, name, (None, line))?;
        let mut found = None;
        for (open, close, shape) in SHAPES {
            if let Some(inside) = rest.strip_prefix(open)
                && let Some((label, after)) = closed(inside, close)
            {
                found = Some((words(label), *shape));
                rest = after;
                break;
            }
        }
        if let Some(after) = rest.strip_prefix(":::") {
            rest = after.trim_start_matches(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-');
        }
        let group = self.open.last().copied();
        if let Some(node) = self.graph.nodes.get_mut(place) {
            if let Some((label, shape)) = found {
                node.label = label;
                shape.clone_into(&mut node.shape);
            }
            node.group = node.group.or(group);
        }
        Some((place, rest))
    }
}

/// What stands before a closing sign, outside of quotes, and what follows.
fn closed<'t>(text: &'t str, close: &str) -> Option<(&'t str, &'t str)> {
    let mut quoted = false;
    for (at, letter) in text.char_indices() {
        if letter == '"' {
            quoted = !quoted;
        }
        if !quoted
            && let Some(rest) = text.get(at..)
            && let Some(after) = rest.strip_prefix(close)
        {
            return Some((text.get(..at)?, after));
        }
    }
    None
}

/// An arrow at the beginning of a text: its words, whether it is broken, and what follows. `may_end` is whether what
/// follows may hold the end of an arrow with words; once it does not, nothing that follows does, and it is not searched
/// again: a line of many arrows would take its length squared.
fn arrow_of<'t>(text: &'t str, may_end: &mut bool) -> Option<(String, bool, &'t str)> {
    let text = text.strip_prefix(['<', 'x', 'o']).filter(|rest| rest.starts_with(['-', '='])).unwrap_or(text);
    if let Some(rest) = text.strip_prefix("~~~") {
        return Some((String::new(), false, rest));
    }
    let line = |letter: char| matches!(letter, '-' | '=' | '.');
    let end = text.find(|letter: char| !line(letter)).unwrap_or(text.len());
    let (shaft, mut rest) = text.split_at_checked(end)?;
    if shaft.chars().count() < 2 {
        return None;
    }
    let dashed = shaft.contains('.');
    let mut label = String::new();
    let tip = rest.strip_prefix('>').or_else(|| rest.strip_prefix("x ")).or_else(|| rest.strip_prefix("o "));
    if let Some(after) = tip {
        rest = after;
    } else if !rest.starts_with('|') && shaft.chars().count() == 2 {
        // `-- words -->`
        let end = if *may_end { end_of_words(rest) } else { None };
        *may_end = end.is_some();
        if let Some((at, length)) = end {
            label = words(rest.get(..at)?);
            rest = rest.get(at + length..)?;
        }
    }
    let rest = rest.trim_start();
    if let Some(inside) = rest.strip_prefix('|') {
        let (text, after) = closed(inside, "|")?;
        return Some((words(text), dashed, after));
    }
    Some((label, dashed, rest))
}

/// Where the words of `-- words -->` end, and how long the end is.
fn end_of_words(text: &str) -> Option<(usize, usize)> {
    const ENDS: &[&str] = &["-->", "---", "==>", "===", ".->", ".-"];
    text.match_indices(['-', '=', '.']).find_map(|(at, _)| {
        let here = text.get(at..)?;
        ENDS.iter().find(|end| here.starts_with(**end)).map(|end| (at, end.len()))
    })
}

/// A sign within so many letters, so that a text of the sign that begins it is not searched to its end each time.
fn near(text: &str, sign: char, letters: usize) -> Option<usize> {
    text.char_indices().take(letters).find(|(_, letter)| *letter == sign).map(|(at, _)| at)
}

/// The words of a label: without quotes, with line ends for `<br/>`, with signs for their names.
fn words(text: &str) -> String {
    let text = text.trim().trim_matches('"').trim_matches('`');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if letter == '<'
            && let Some(tag) = near(rest, '>', 40).and_then(|end| rest.get(..=end))
        {
            if tag.starts_with("<br") {
                out.push('\n');
            }
            rest = rest.get(tag.len()..).unwrap_or_default();
            continue;
        }
        if letter == '#'
            && let Some(end) = near(rest, ';', 12)
            && let Some(name) = rest.get(1..end)
            && let Some(sign) = sign(name)
        {
            out.push(sign);
            rest = rest.get(end + 1..).unwrap_or_default();
            continue;
        }
        out.push(letter);
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
    }
    out.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn sign(name: &str) -> Option<char> {
    match name {
        "quot" => Some('"'),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        _ => name.parse().ok().and_then(char::from_u32),
    }
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}
