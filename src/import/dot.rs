//! Reads Graphviz: nodes and edges with their attributes, chains, defaults, subgraphs. What only says how things look is
//! passed over.

use super::{Graph, MOST_GROUPS};
use std::collections::HashMap;

/// Subgraphs inside each other.
const DEEPEST: usize = 64;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A name, a number or a quoted text.
    Word(String),
    /// `{ } [ ] ; , = :`
    Sign(char),
    /// `->` or `--`
    Arrow,
}

/// The tokens of a text, each with its line. Comments and lines of a preprocessor are left out.
fn tokens(text: &str) -> Vec<(usize, Token)> {
    let mut out = Vec::new();
    let mut line = 1;
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let mut taken = letter.len_utf8();
        if letter == '\n' {
            line += 1;
        } else if rest.starts_with("//") || letter == '#' {
            taken = rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            taken = rest.find("*/").map_or(rest.len(), |at| at + 2);
            line += rest.get(..taken).unwrap_or_default().matches('\n').count();
        } else if rest.starts_with("->") || rest.starts_with("--") {
            out.push((line, Token::Arrow));
            taken = 2;
        } else if letter == '"' {
            let (word, length) = quoted(rest);
            out.push((line, Token::Word(word)));
            taken = length;
            line += rest.get(..taken).unwrap_or_default().matches('\n').count();
        } else if letter == '<' {
            let (word, length) = tagged(rest);
            out.push((line, Token::Word(word)));
            taken = length;
            line += rest.get(..taken).unwrap_or_default().matches('\n').count();
        } else if is_word(letter) {
            taken = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
            // `a->b` and `a--b`: the arrow is no part of the name.
            out.push((line, Token::Word(rest.get(..taken).unwrap_or_default().to_owned())));
        } else if !letter.is_whitespace() {
            out.push((line, Token::Sign(letter)));
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '.'
}

/// A quoted text, and how long it is with its quotes.
fn quoted(text: &str) -> (String, usize) {
    let mut out = String::new();
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (out, at + 1),
            '\\' => match letters.next() {
                Some((_, 'n' | 'l' | 'r')) => out.push('\n'),
                Some((_, '\n')) | None => {}
                Some((_, other)) => out.push(other),
            },
            _ => out.push(letter),
        }
    }
    (out, text.len())
}

/// A text in angle brackets without its tags, and how long it is.
fn tagged(text: &str) -> (String, usize) {
    let (mut out, mut depth) = (String::new(), 0_usize);
    let mut tag = String::new();
    for (at, letter) in text.char_indices() {
        match letter {
            '<' => {
                depth += 1;
                tag.clear();
            }
            '>' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return (out, at + 1);
                }
                if tag.to_ascii_lowercase().starts_with("br") {
                    out.push('\n');
                }
            }
            _ if depth > 1 => tag.push(letter),
            _ => out.push(letter),
        }
    }
    (out, text.len())
}

type Attributes = Vec<(String, String)>;

struct Reader {
    graph: Graph,
    known: HashMap<String, usize>,
    tokens: std::iter::Peekable<std::vec::IntoIter<(usize, Token)>>,
    line: usize,
}

pub(super) fn read(text: &str) -> Graph {
    let mut reader =
        Reader { graph: Graph::default(), known: HashMap::new(), tokens: tokens(text).into_iter().peekable(), line: 1 };
    // strict digraph NAME {
    while let Some(token) = reader.next() {
        match token {
            Token::Sign('{') => {
                reader.statements(None, 0);
                break;
            }
            Token::Word(word) if matches!(word.to_ascii_lowercase().as_str(), "strict" | "digraph" | "graph") => {}
            Token::Word(name) => reader.graph.title = name,
            _ => {}
        }
    }
    for node in &mut reader.graph.nodes {
        if node.label.is_empty() {
            node.label.clone_from(&node.name);
        }
    }
    reader.graph
}

impl Reader {
    fn next(&mut self) -> Option<Token> {
        let (line, token) = self.tokens.next()?;
        self.line = line;
        Some(token)
    }

    fn peek(&mut self) -> Option<&Token> {
        self.tokens.peek().map(|(_, token)| token)
    }

    fn takes(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(&Token::Sign(sign));
        if found {
            self.next();
        }
        found
    }

    /// The statements up to the closing bracket. The nodes that they are about.
    fn statements(&mut self, group: Option<usize>, depth: usize) -> Vec<usize> {
        let mut about = Vec::new();
        let mut default_shape = String::new();
        while let Some(token) = self.next() {
            match token {
                Token::Sign('}') => break,
                Token::Sign(';' | ',') => {}
                Token::Word(word)
                    if matches!(word.as_str(), "node" | "edge" | "graph") && self.peek() == Some(&Token::Sign('[')) =>
                {
                    let attributes = self.attributes();
                    if word == "node" {
                        value(&attributes, "shape").unwrap_or_default().clone_into(&mut default_shape);
                    }
                    if word == "graph" {
                        self.name_group(group, &attributes);
                    }
                }
                Token::Word(word) if self.peek() == Some(&Token::Sign('=')) => {
                    self.next();
                    if let Some(Token::Word(text)) = self.next() {
                        self.name_group(group, &vec![(word, text)]);
                    }
                }
                Token::Word(_) | Token::Sign('{') => {
                    let found = self.edges(token, group, depth, &default_shape);
                    about.extend(found);
                }
                Token::Arrow => self.warn("expected a node before the arrow, found none"),
                Token::Sign(sign) => {
                    let message = format!("expected a node, found `{sign}`");
                    self.warn(&message);
                }
            }
        }
        about
    }

    fn warn(&mut self, message: &str) {
        let line = self.line;
        self.graph.warn(line, message);
    }

    fn name_group(&mut self, group: Option<usize>, attributes: &Attributes) {
        if let Some(label) = value(attributes, "label") {
            match group.and_then(|group| self.graph.groups.get_mut(group)) {
                Some(name) => label.trim().clone_into(name),
                None => label.trim().clone_into(&mut self.graph.title),
            }
        }
    }

    /// A node or a subgraph.
    fn end(&mut self, token: Token, group: Option<usize>, depth: usize, shape: &str) -> Vec<usize> {
        let word = match token {
            Token::Word(word) => word,
            _ => String::new(),
        };
        let is_subgraph = word.is_empty() || word.eq_ignore_ascii_case("subgraph");
        if is_subgraph {
            let mut name = String::new();
            if !word.is_empty() {
                if let Some(Token::Word(given)) = self.peek() {
                    name.clone_from(given);
                    self.next();
                }
                if !self.takes('{') {
                    self.warn("expected `{` after `subgraph`");
                    return Vec::new();
                }
            }
            if depth >= DEEPEST {
                self.warn("expected fewer subgraphs inside each other; what is in this one is passed over");
                self.pass_over();
                return Vec::new();
            }
            // Only clusters are drawn as boxes; other subgraphs are just lists.
            let inner = if name.starts_with("cluster") && self.graph.groups.len() < MOST_GROUPS {
                self.graph.groups.push(name.trim_start_matches("cluster").trim_start_matches('_').to_owned());
                Some(self.graph.groups.len() - 1)
            } else {
                group
            };
            return self.statements(inner, depth + 1);
        }
        // Ports say where an edge is drawn.
        while self.takes(':') {
            self.next();
        }
        let known = self.known.contains_key(&word);
        let Some(place) = self.graph.node(&mut self.known, &word, (group, self.line)) else { return Vec::new() };
        if let Some(node) = self.graph.nodes.get_mut(place) {
            if !known {
                shape_of(shape).clone_into(&mut node.shape);
            }
            node.group = node.group.or(group);
        }
        vec![place]
    }

    /// Passes over everything up to the closing bracket.
    fn pass_over(&mut self) {
        let mut depth = 1_usize;
        while depth > 0
            && let Some(token) = self.next()
        {
            match token {
                Token::Sign('{') => depth += 1,
                Token::Sign('}') => depth -= 1,
                _ => {}
            }
        }
    }

    /// `a -> b -> {c d} [label="words"]`, or a single node with attributes.
    fn edges(&mut self, first: Token, group: Option<usize>, depth: usize, shape: &str) -> Vec<usize> {
        let mut chain = vec![self.end(first, group, depth, shape)];
        while self.peek() == Some(&Token::Arrow) {
            self.next();
            match self.next() {
                Some(token @ (Token::Word(_) | Token::Sign('{'))) => chain.push(self.end(token, group, depth, shape)),
                _ => self.warn("expected a node after the arrow"),
            }
        }
        let attributes = if self.peek() == Some(&Token::Sign('[')) { self.attributes() } else { Vec::new() };
        let label = value(&attributes, "label").unwrap_or_default().trim().to_owned();
        if let [alone] = chain.as_slice() {
            for place in alone {
                if let Some(node) = self.graph.nodes.get_mut(*place) {
                    if !label.is_empty() {
                        node.label.clone_from(&label);
                    }
                    if let Some(shape) = value(&attributes, "shape") {
                        shape_of(shape).clone_into(&mut node.shape);
                    }
                }
            }
        }
        let dashed =
            value(&attributes, "style").is_some_and(|style| style.contains("dashed") || style.contains("dotted"));
        for (before, after) in chain.iter().zip(chain.iter().skip(1)) {
            self.graph.join(before, after, self.line, (&label, dashed));
        }
        chain.concat()
    }

    /// `[a=b, c="d"]`, once or more.
    fn attributes(&mut self) -> Attributes {
        let mut out = Vec::new();
        while self.takes('[') {
            let mut name: Option<String> = None;
            while let Some(token) = self.next() {
                match token {
                    Token::Sign(']') => break,
                    Token::Sign('=') => {
                        if let (Some(name), Some(Token::Word(_))) = (name.take(), self.peek())
                            && let Some(Token::Word(text)) = self.next()
                        {
                            out.push((name.to_ascii_lowercase(), text));
                        }
                    }
                    Token::Word(word) => name = Some(word),
                    _ => {}
                }
            }
        }
        out
    }
}

fn value<'a>(attributes: &'a Attributes, name: &str) -> Option<&'a str> {
    attributes.iter().rev().find(|(own, _)| own == name).map(|(_, text)| text.as_str())
}

fn shape_of(shape: &str) -> &'static str {
    match shape {
        "cylinder" => "cylinder",
        "cds" | "queue" => "queue",
        "hexagon" => "hexagon",
        _ => "box",
    }
}
