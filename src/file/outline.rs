//! The outline of a design file: which text stands where. Finds the fields of `Design(...)` and the elements of its
//! lists without knowing what they mean, so that one bad element has a place and the others stay readable, and so
//! that comments are kept.

use super::FileError;

/// Deepest nesting of brackets in a file.
pub const DEEPEST: usize = 32;

/// Longest element of a list, in bytes: so that reading one takes memory within bounds, whatever it says.
pub const LONGEST_ELEMENT: usize = 16 << 20;
/// Most elements, fields and comments of a file together: more than the largest design has.
pub(super) const MOST_PIECES: usize = 2_000_000;

/// A piece of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slice<'a> {
    /// First byte in the whole text.
    pub at: usize,
    pub text: &'a str,
}

/// An element of a list, or the value of a field, with its comments.
#[derive(Clone, Debug)]
pub(super) struct Item<'a> {
    pub slice: Slice<'a>,
    /// Whole-line comments before it, and comments inside it.
    pub before: Vec<&'a str>,
    /// A comment behind it on its last line.
    pub after: Option<&'a str>,
}

/// A field of the file.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    pub key: Slice<'a>,
    pub item: Item<'a>,
    /// The elements, if the value is a list.
    pub elements: Option<Vec<Item<'a>>>,
    /// Comments between the last element and the end of the list.
    pub at_end: Vec<&'a str>,
}

/// A file: its name before the bracket, its fields, its comments.
#[derive(Clone, Debug)]
pub(super) struct Outline<'a> {
    pub name: Slice<'a>,
    pub entries: Vec<Entry<'a>>,
    pub before: Vec<&'a str>,
    pub at_end: Vec<&'a str>,
    pub behind: Vec<&'a str>,
}

impl<'a> Outline<'a> {
    /// Reads the outline of a text.
    pub fn read(text: &'a str) -> Result<Self, FileError> {
        let mut scanner = Scanner::new(text);
        scanner.outline().map_err(|error| match scanner.long_string {
            // Nothing after a text without an end makes sense: that is the thing to mend.
            Some(start) => FileError::at(
                text,
                start,
                "this text runs over the end of its line: a closing `\"` is missing here, or write `\\n` for a new line",
            ),
            None => error,
        })
    }
}

/// The fields of a bracketed element, for places in error messages: key, and where its value stands.
pub(super) fn fields(slice: Slice<'_>) -> Vec<(&str, Slice<'_>)> {
    let mut scanner = Scanner::new(slice.text);
    let mut found = Vec::new();
    let mut sink = Vec::new();
    // A name before the bracket: `staleness(...)`.
    let _ = scanner.word();
    if !scanner.take(b'(') {
        return found;
    }
    loop {
        scanner.trivia(&mut sink);
        let Some(key) = scanner.word() else { return found };
        scanner.trivia(&mut sink);
        if !scanner.take(b':') {
            return found;
        }
        scanner.trivia(&mut sink);
        let Ok(value) = scanner.value(&mut sink) else { return found };
        found.push((key.text, Slice { at: slice.at + value.at, text: value.text }));
        scanner.trivia(&mut sink);
        if !scanner.take(b',') {
            return found;
        }
    }
}

/// The first field of a file, and the byte at which its value stands, even if nothing behind it can be read.
pub(super) fn first_field(text: &str) -> Option<(&str, usize)> {
    let mut scanner = Scanner::new(text);
    let mut sink = Vec::new();
    scanner.trivia(&mut sink);
    scanner.word()?;
    scanner.trivia(&mut sink);
    if !scanner.take(b'(') {
        return None;
    }
    scanner.trivia(&mut sink);
    let key = scanner.word()?;
    scanner.trivia(&mut sink);
    if !scanner.take(b':') {
        return None;
    }
    scanner.trivia(&mut sink);
    Some((key.text, scanner.at))
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Where a text began that does not end on its line.
    long_string: Option<usize>,
    /// Elements, fields and comments so far.
    pieces: usize,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, long_string: None, pieces: 0 }
    }

    /// Keeps a comment, as long as there are not too many.
    fn keep(&mut self, comments: &mut Vec<&'a str>, from: usize) {
        self.pieces += 1;
        if self.pieces <= MOST_PIECES {
            comments.push(self.cut(from).trim_end());
        }
    }

    /// Counts an element or a field.
    fn count(&mut self) -> Result<(), FileError> {
        self.pieces += 1;
        if self.pieces <= MOST_PIECES {
            return Ok(());
        }
        Err(self.wrong(self.at, format!("expected at most {MOST_PIECES} elements, fields and comments, found more")))
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn ahead(&self, by: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + by).copied()
    }

    fn take(&mut self, wanted: u8) -> bool {
        let there = self.peek() == Some(wanted);
        self.at += usize::from(there);
        there
    }

    fn cut(&self, from: usize) -> &'a str {
        self.text.get(from..self.at).unwrap_or_default()
    }

    fn wrong(&self, at: usize, message: impl Into<String>) -> FileError {
        FileError::at(self.text, at, message)
    }

    fn found(&self) -> String {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some(c) if c.is_control() => format!("the character U+{:04X}", u32::from(c)),
            Some(c) => format!("`{c}`"),
            None => "the end of the file".to_owned(),
        }
    }

    /// Blanks and comments. True if a line ended on the way.
    fn trivia(&mut self, comments: &mut Vec<&'a str>) -> bool {
        let mut line_ended = false;
        loop {
            match self.peek() {
                Some(b'\n') => {
                    line_ended = true;
                    self.at += 1;
                }
                Some(b' ' | b'\t' | b'\r') => self.at += 1,
                Some(b'/') if matches!(self.ahead(1), Some(b'/' | b'*')) => {
                    let from = self.at;
                    self.comment();
                    self.keep(comments, from);
                }
                _ => return line_ended,
            }
        }
    }

    /// A comment on what is left of this line.
    fn comment_on_line(&mut self) -> Option<&'a str> {
        let mut ahead = 0;
        while matches!(self.ahead(ahead), Some(b' ' | b'\t')) {
            ahead += 1;
        }
        if self.ahead(ahead) == Some(b'/') && self.ahead(ahead + 1) == Some(b'/') {
            self.at += ahead;
            let from = self.at;
            self.comment();
            return Some(self.cut(from).trim_end());
        }
        None
    }

    fn comment(&mut self) {
        if self.ahead(1) == Some(b'/') {
            while !matches!(self.peek(), None | Some(b'\n')) {
                self.at += 1;
            }
            return;
        }
        let mut depth = 0_usize;
        while self.peek().is_some() {
            match (self.peek(), self.ahead(1)) {
                (Some(b'/'), Some(b'*')) => {
                    depth += 1;
                    self.at += 2;
                }
                (Some(b'*'), Some(b'/')) => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    fn word(&mut self) -> Option<Slice<'a>> {
        let from = self.at;
        while matches!(self.peek(), Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_')) {
            self.at += 1;
        }
        (self.at > from).then(|| Slice { at: from, text: self.cut(from) })
    }

    fn string(&mut self) -> Result<(), FileError> {
        let from = self.at;
        self.at += 1;
        let mut long = false;
        loop {
            match self.peek() {
                None => return Err(self.wrong(from, "this text has no end: a closing `\"` is missing")),
                Some(b'"') => {
                    self.at += 1;
                    if long && self.long_string.is_none() {
                        self.long_string = Some(from);
                    }
                    return Ok(());
                }
                Some(b'\\') => self.at += 2,
                Some(b'\n') => {
                    long = true;
                    self.at += 1;
                }
                Some(_) => self.at += 1,
            }
        }
    }

    fn raw_string(&mut self) -> Result<bool, FileError> {
        let from = self.at;
        let mut hashes = 0;
        while self.ahead(1 + hashes) == Some(b'#') {
            hashes += 1;
        }
        if self.ahead(1 + hashes) != Some(b'"') {
            return Ok(false);
        }
        self.at += hashes + 2;
        let end = format!("\"{}", "#".repeat(hashes));
        match self.text.get(self.at..).and_then(|rest| rest.find(&end)) {
            Some(length) => {
                self.at += length + end.len();
                Ok(true)
            }
            None => Err(self.wrong(from, format!("this raw text has no end: expected `{end}`"))),
        }
    }

    /// Everything up to the comma or bracket that ends a value.
    fn value(&mut self, comments: &mut Vec<&'a str>) -> Result<Slice<'a>, FileError> {
        let from = self.at;
        let mut end = self.at;
        let mut open: Vec<(u8, usize)> = Vec::new();
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => self.string()?,
                b'r' if matches!(self.ahead(1), Some(b'"' | b'#')) => {
                    if !self.raw_string()? {
                        self.at += 1;
                    }
                }
                b'\'' if self.ahead(2) == Some(b'\'') => self.at += 3,
                b'/' if matches!(self.ahead(1), Some(b'/' | b'*')) => {
                    let comment = self.at;
                    self.comment();
                    self.keep(comments, comment);
                    continue;
                }
                b'(' | b'[' | b'{' => {
                    open.push((byte, self.at));
                    if open.len() > DEEPEST {
                        return Err(
                            self.wrong(self.at, format!("expected at most {DEEPEST} brackets inside each other"))
                        );
                    }
                    self.at += 1;
                }
                b')' | b']' | b'}' => {
                    let wanted = match byte {
                        b')' => b'(',
                        b']' => b'[',
                        _ => b'{',
                    };
                    match open.pop() {
                        None => break,
                        Some((opened, at)) if opened != wanted => {
                            let closing = if opened == b'(' {
                                ')'
                            } else if opened == b'[' {
                                ']'
                            } else {
                                '}'
                            };
                            return Err(self.wrong(
                                at,
                                format!(
                                    "this `{}` is never closed: expected `{closing}`, found {}",
                                    char::from(opened),
                                    self.found()
                                ),
                            ));
                        }
                        Some(_) => self.at += 1,
                    }
                }
                b',' if open.is_empty() => break,
                b' ' | b'\t' | b'\r' | b'\n' => {
                    self.at += 1;
                    continue;
                }
                _ => self.at += 1,
            }
            end = self.at;
        }
        if let Some((opened, at)) = open.pop() {
            return Err(self.wrong(at, format!("this `{}` is never closed: the file ends before", char::from(opened))));
        }
        // Never inside a character: brackets, quotes and blanks are single bytes.
        let text = self.text.get(from..end).unwrap_or_default();
        Ok(Slice { at: from, text })
    }

    fn outline(&mut self) -> Result<Outline<'a>, FileError> {
        let mut before = Vec::new();
        self.trivia(&mut before);
        let start = self.at;
        let name = self.word().ok_or_else(|| self.not_a_design(start))?;
        let mut sink = Vec::new();
        self.trivia(&mut sink);
        let open = self.at;
        if !self.take(b'(') {
            return Err(self.wrong(open, format!("expected `(` after `{}`, found {}", name.text, self.found())));
        }
        let mut entries = Vec::new();
        let mut at_end = Vec::new();
        loop {
            let mut comments = std::mem::take(&mut at_end);
            self.trivia(&mut comments);
            if self.take(b')') {
                at_end = comments;
                break;
            }
            self.count()?;
            let entry = self.entry(comments)?;
            entries.push(entry);
            self.trivia(&mut at_end);
            if self.take(b',') {
                let after = self.comment_on_line();
                if let Some(entry) = entries.last_mut() {
                    entry.item.after = after;
                }
                continue;
            }
            if !self.take(b')') {
                let message = if self.peek().is_none() {
                    "expected `)` at the end of the design, found the end of the file: it may be cut off".to_owned()
                } else {
                    format!("expected `,` or `)`, found {}", self.found())
                };
                return Err(self.wrong(self.at, message));
            }
            break;
        }
        let mut behind = Vec::new();
        self.trivia(&mut behind);
        if self.peek().is_some() {
            return Err(self.wrong(self.at, format!("expected nothing after the design, found {}", self.found())));
        }
        Ok(Outline { name, entries, before, at_end, behind })
    }

    fn entry(&mut self, before: Vec<&'a str>) -> Result<Entry<'a>, FileError> {
        let at = self.at;
        let Some(key) = self.word() else {
            return Err(self.wrong(
                at,
                if self.peek().is_none() {
                    "expected a field or `)`, found the end of the file: it may be cut off".to_owned()
                } else {
                    format!("expected a field such as `components:`, found {}", self.found())
                },
            ));
        };
        let mut comments = before;
        self.trivia(&mut comments);
        if !self.take(b':') {
            return Err(self.wrong(self.at, format!("expected `:` after `{}`, found {}", key.text, self.found())));
        }
        self.trivia(&mut comments);
        if self.peek() == Some(b'[') {
            return self.list(key, comments);
        }
        let slice = self.value(&mut comments)?;
        if slice.text.is_empty() {
            return Err(self.wrong(slice.at, format!("expected a value for `{}`, found {}", key.text, self.found())));
        }
        Ok(Entry { key, item: Item { slice, before: comments, after: None }, elements: None, at_end: Vec::new() })
    }

    fn list(&mut self, key: Slice<'a>, before: Vec<&'a str>) -> Result<Entry<'a>, FileError> {
        let from = self.at;
        self.at += 1;
        let mut elements: Vec<Item<'a>> = Vec::new();
        let mut at_end = Vec::new();
        loop {
            let mut comments = std::mem::take(&mut at_end);
            self.trivia(&mut comments);
            if self.take(b']') {
                at_end = comments;
                break;
            }
            if self.peek().is_none() {
                return Err(self.wrong(from, format!("the list of {} is never closed: the file ends before", key.text)));
            }
            self.count()?;
            let slice = self.value(&mut comments)?;
            if slice.text.len() > LONGEST_ELEMENT {
                let most = LONGEST_ELEMENT >> 20;
                return Err(
                    self.wrong(slice.at, format!("expected an element of at most {most} MiB, found a longer one"))
                );
            }
            if slice.text.is_empty() {
                return Err(
                    self.wrong(slice.at, format!("expected an element of `{}`, found {}", key.text, self.found()))
                );
            }
            elements.push(Item { slice, before: comments, after: None });
            self.trivia(&mut at_end);
            if self.take(b',') {
                let after = self.comment_on_line();
                if let Some(element) = elements.last_mut() {
                    element.after = after;
                }
            } else if self.peek() != Some(b']') {
                return Err(if self.peek().is_none() {
                    self.wrong(from, format!("the list of {} is never closed: the file ends before", key.text))
                } else {
                    self.wrong(self.at, format!("expected `,` or `]`, found {}", self.found()))
                });
            }
        }
        let slice = Slice { at: from, text: self.cut(from) };
        Ok(Entry { key, item: Item { slice, before, after: None }, elements: Some(elements), at_end })
    }

    fn not_a_design(&self, at: usize) -> FileError {
        let what = match self.peek() {
            None => "an empty file".to_owned(),
            Some(b'{' | b'[') => "what looks like JSON".to_owned(),
            Some(_) => self.found(),
        };
        self.wrong(at, format!("expected a design, which begins with `Design(version: 1, ...`, found {what}"))
    }
}
