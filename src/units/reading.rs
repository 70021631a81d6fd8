//! Reads quantities as people write them: `500 GB/day`, `10k events/s`, `1 h 30 min`, `$0.023/GB-month`, `0.5..2 KB`.
//!
//! The grammar, from the outside in: a text is one amount or a range `low..high`; an amount is a sum of terms
//! (`1 h 30 min`); a term is a number, an optional multiplier (`k`, `M`, `million`) and units joined by `-`, `*` or
//! blank, then `/`, `per` or `a` and the units below the line. Decimal and binary prefixes are different words: `GB` is
//! 1e9 bytes, `GiB` is 2^30. A decimal is written with a point; a comma or a blank stands before groups of exactly three
//! digits, because `1,5` is one and a half to some and a slip to others. Upper and lower case are forgiven where no two
//! units differ by them.

use super::kind::{Dimension, Kind};
use super::system::MONTH;
use thiserror::Error;

/// Longest text that is read as a quantity, in bytes. Longer texts are refused before any work is done on them.
pub const LONGEST_TEXT: usize = 200;

/// Why a text is not the quantity that was expected. Each message names what was expected and shows an example.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum ReadError {
    /// Nothing but blanks.
    #[error("expected {}, for example `{}`, found nothing", .expected.in_words(), .expected.example())]
    Empty {
        /// What the place takes.
        expected: Kind,
    },
    /// No number where one must stand.
    #[error("expected {}, for example `{}`, found `{found}`, which does not begin with a number",
        .expected.in_words(), .expected.example())]
    Number {
        /// What the place takes.
        expected: Kind,
        /// The text at the place of the number.
        found: String,
    },
    /// A comma, or a blank between digits, where it cannot stand before a group of three digits.
    #[error("`{found}`: write {}", .instead)]
    Grouping {
        /// The digits as they stand.
        found: String,
        /// What they may have meant, in words.
        instead: String,
    },
    /// A word that people use for two units.
    #[error("`{found}` is {meanings}")]
    Ambiguous {
        /// The word.
        found: String,
        /// What it may be, and what to write for each.
        meanings: &'static str,
    },
    /// A sum of quantities that do not add.
    #[error("`{found}` adds {} and {}: only like quantities add, as in `1 h 30 min`; expected {}, for example `{}`",
        .first.in_words(), .next.in_words(), .expected.in_words(), .expected.example())]
    Sum {
        /// What the place takes.
        expected: Kind,
        /// The text.
        found: String,
        /// What stands first.
        first: Dimension,
        /// What is added to it.
        next: Dimension,
    },
    /// A word that is no unit.
    #[error("`{found}` is not a unit{}; expected {}, for example `{}`",
        .nearest.map(|n| format!(", did you mean `{n}`?")).unwrap_or_default(),
        .expected.in_words(), .expected.example())]
    Unit {
        /// What the place takes.
        expected: Kind,
        /// The unknown word.
        found: String,
        /// The nearest word that is a unit.
        nearest: Option<&'static str>,
    },
    /// Units that make another kind of quantity.
    #[error("expected {}, for example `{}`, found `{found}`, which is {}",
        .expected.in_words(), .expected.example(), .dimension.in_words())]
    Dimension {
        /// What the place takes.
        expected: Kind,
        /// The text.
        found: String,
        /// What its units make.
        dimension: Dimension,
    },
    /// Infinite, not a number, beyond 1e30 base units, or so near to zero that figures divided by it are beyond all
    /// numbers.
    #[error("expected a finite number up to 1e30, and zero or 1e-30 at the least, found `{found}`")]
    NotFinite {
        /// The text.
        found: String,
    },
    /// Below zero, where nothing in a data system is.
    #[error("expected zero or more, found `{found}`")]
    Negative {
        /// The text.
        found: String,
    },
    /// A range whose low end is not below its high end.
    #[error("expected a range from low to high, for example `0.5..2 KB`, found `{found}`")]
    Range {
        /// The text.
        found: String,
    },
    /// A share over 100 %.
    #[error("expected a share from 0 % to 100 %, found `{found}`")]
    Share {
        /// The text.
        found: String,
    },
    /// A count with a fraction.
    #[error("expected a whole number, for example `12`, found `{found}`")]
    Whole {
        /// The text.
        found: String,
    },
    /// A text too long to be a quantity.
    #[error("expected {}, for example `{}`, found a text of {length} bytes", .expected.in_words(), .expected.example())]
    TooLong {
        /// What the place takes.
        expected: Kind,
        /// The length of the text in bytes.
        length: usize,
    },
}

/// A low and a high end in base units; equal for a single amount.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ends {
    pub low: f64,
    pub high: f64,
}

/// Reads `text` as a quantity of `kind`, in base units.
pub(super) fn read(text: &str, kind: Kind) -> Result<Ends, ReadError> {
    if text.len() > LONGEST_TEXT {
        return Err(ReadError::TooLong { expected: kind, length: text.len() });
    }
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(ReadError::Empty { expected: kind });
    }
    let ends = match trimmed.split_once("..") {
        None => {
            let value = checked(amount(trimmed, kind)?, trimmed, kind)?;
            Ends { low: value, high: value }
        }
        Some((low, high)) => {
            let high_amount = amount(high, kind)?;
            let low_number = Scanner::new(low).number_alone()?;
            // `0.5..2 KB`: a bare low end is in the unit of the high end.
            let low_value = match (low_number, high_amount.unit_factor) {
                (Some(number), Some(factor)) => number * factor,
                _ => checked(amount(low, kind)?, low.trim(), kind)?,
            };
            let high_value = checked(high_amount, trimmed, kind)?;
            if low_value >= high_value {
                return Err(ReadError::Range { found: trimmed.to_owned() });
            }
            Ends { low: low_value, high: high_value }
        }
    };
    within_kind(ends, trimmed, kind)
}

/// The least and the greatest amount that is read, in base units.
const LIMITS: std::ops::Range<f64> = 1e-30..1e30;

/// An amount a thousandth beyond a limit is at the limit: an amount that is near it may be written so, in four digits.
fn at_limit(end: f64) -> f64 {
    let size = end.abs();
    if (LIMITS.end..LIMITS.end * 1.001).contains(&size) {
        LIMITS.end.next_down().copysign(end)
    } else if (LIMITS.start * 0.999..LIMITS.start).contains(&size) {
        LIMITS.start.copysign(end)
    } else {
        end
    }
}

fn within_kind(ends: Ends, text: &str, kind: Kind) -> Result<Ends, ReadError> {
    let ends = Ends { low: at_limit(ends.low), high: at_limit(ends.high) };
    let found = || text.to_owned();
    let counts = |end: f64| end == 0.0 || LIMITS.contains(&end.abs());
    if !(counts(ends.low) && counts(ends.high)) {
        return Err(ReadError::NotFinite { found: found() });
    }
    if ends.low < 0.0 {
        return Err(ReadError::Negative { found: found() });
    }
    if kind == Kind::Share && ends.high > 1.0 {
        return Err(ReadError::Share { found: found() });
    }
    if kind == Kind::Count && (ends.low.fract() != 0.0 || ends.high.fract() != 0.0) {
        return Err(ReadError::Whole { found: found() });
    }
    Ok(ends)
}

fn checked(amount: Amount, text: &str, kind: Kind) -> Result<f64, ReadError> {
    if kind.accepts(amount.dimension) {
        Ok(amount.value)
    } else {
        Err(ReadError::Dimension { expected: kind, found: text.to_owned(), dimension: amount.dimension })
    }
}

/// A number with its units multiplied out.
#[derive(Clone, Copy)]
struct Amount {
    value: f64,
    dimension: Dimension,
    /// What one of the number is worth, when the text is a single term.
    unit_factor: Option<f64>,
    /// Whether nothing but digits says what it is.
    bare: bool,
}

fn amount(text: &str, kind: Kind) -> Result<Amount, ReadError> {
    let mut scanner = Scanner::new(text);
    let mut sum: Option<Amount> = None;
    loop {
        scanner.skip_blank();
        if scanner.at_end() {
            break;
        }
        let term = term(&mut scanner, kind)?;
        sum = Some(match sum {
            None => term,
            // `1 h 30 min`: only like quantities add, and digits that follow digits are no sum.
            Some(so_far) if so_far.bare => return Err(misgrouped(text.trim())),
            Some(so_far) if so_far.dimension == term.dimension => Amount {
                value: so_far.value + term.value,
                dimension: term.dimension,
                unit_factor: None,
                bare: term.bare,
            },
            Some(so_far) => {
                return Err(ReadError::Sum {
                    expected: kind,
                    found: text.trim().to_owned(),
                    first: so_far.dimension,
                    next: term.dimension,
                });
            }
        });
    }
    sum.ok_or(ReadError::Empty { expected: kind })
}

fn term(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Amount, ReadError> {
    let mut dimension = Dimension::default();
    let mut factor = 1.0;
    let minus = scanner.take('-');
    if scanner.take('$') {
        dimension.money = 1;
    }
    let start = scanner.rest();
    let Some(number) = scanner.number()? else {
        let not_finite = ["nan", "inf", "infinity"].iter().any(|w| start.trim().to_lowercase().starts_with(w));
        return Err(if not_finite {
            ReadError::NotFinite { found: start.trim().to_owned() }
        } else {
            ReadError::Number { expected: kind, found: start.trim().to_owned() }
        });
    };
    let mut below = false;
    let mut bare = true;
    // What must stand below the line once a line is drawn.
    let mut wanting: Option<&str> = None;
    loop {
        scanner.skip_blank();
        match scanner.peek() {
            None => break,
            Some('/') => {
                scanner.bump();
                below = true;
                wanting = Some("/");
            }
            Some('-' | '*' | '·') => scanner.bump(),
            Some(c) if c.is_ascii_digit() || c == '.' => {
                if !below {
                    break; // the next term of a sum
                }
                // `$5/1000 requests`
                let Some(divisor) = scanner.number()? else { break };
                factor /= divisor;
                bare = false;
                wanting = None;
            }
            Some(_) => {
                let word = scanner.word();
                // `500 GB a day` is said as often as it is written with a line.
                if ["per", "a", "an"].iter().any(|line| word.eq_ignore_ascii_case(line)) {
                    below = true;
                    wanting = Some(word);
                    continue;
                }
                let (unit_factor, unit_dimension) = unit(word)?.ok_or_else(|| unknown_unit(word, scanner, kind))?;
                bare = false;
                wanting = None;
                let sign = if below { -1 } else { 1 };
                factor *= unit_factor.powi(i32::from(sign));
                // Far beyond what any field has; kept small so that the exponents cannot overflow.
                if dimension.information.abs() > 4
                    || dimension.time.abs() > 4
                    || dimension.money.abs() > 4
                    || dimension.records.abs() > 4
                {
                    return Err(unknown_unit(word, scanner, kind));
                }
                dimension = dimension.times(unit_dimension, sign);
            }
        }
    }
    if let Some(line) = wanting {
        return Err(unknown_unit(line, scanner, kind));
    }
    let value = if minus { -number * factor } else { number * factor };
    Ok(Amount { value, dimension, unit_factor: Some(factor), bare: bare && dimension == NONE })
}

/// Two numbers with nothing between them that says what the first one is.
fn misgrouped(text: &str) -> ReadError {
    ReadError::Grouping {
        found: text.to_owned(),
        instead: "one number, with three digits after each blank or comma, or a unit after each".to_owned(),
    }
}

fn unknown_unit(word: &str, scanner: &Scanner<'_>, kind: Kind) -> ReadError {
    let found = if word.is_empty() { scanner.rest().chars().take(20).collect() } else { word.to_owned() };
    let nearest = UNITS
        .iter()
        .map(|(name, ..)| (strsim::damerau_levenshtein(&name.to_lowercase(), &found.to_lowercase()), *name))
        .filter(|(distance, _)| *distance <= 2)
        .min()
        .map(|(_, name)| name);
    ReadError::Unit { expected: kind, found, nearest }
}

const NONE: Dimension = Dimension::new(0, 0, 0, 0);
const INFORMATION: Dimension = Dimension::new(1, 0, 0, 0);
const INFORMATION_RATE: Dimension = Dimension::new(1, -1, 0, 0);
const TIME: Dimension = Dimension::new(0, 1, 0, 0);
const RECORDS: Dimension = Dimension::new(0, 0, 1, 0);
const MONEY: Dimension = Dimension::new(0, 0, 0, 1);

/// Every word that is a unit, with its worth in base units. A plural that only adds `s` need not stand here.
#[rustfmt::skip]
const UNITS: &[(&str, f64, Dimension)] = &[
    ("B", 1.0, INFORMATION), ("byte", 1.0, INFORMATION),
    ("KB", 1e3, INFORMATION), ("kB", 1e3, INFORMATION), ("MB", 1e6, INFORMATION), ("GB", 1e9, INFORMATION),
    ("TB", 1e12, INFORMATION), ("PB", 1e15, INFORMATION), ("EB", 1e18, INFORMATION),
    ("KiB", 1024.0, INFORMATION), ("MiB", 1_048_576.0, INFORMATION), ("GiB", 1_073_741_824.0, INFORMATION),
    ("TiB", 1_099_511_627_776.0, INFORMATION), ("PiB", 1_125_899_906_842_624.0, INFORMATION),
    ("bit", 0.125, INFORMATION), ("kbit", 125.0, INFORMATION), ("Mbit", 125e3, INFORMATION),
    ("Gbit", 125e6, INFORMATION), ("Tbit", 125e9, INFORMATION), ("Kb", 125.0, INFORMATION),
    ("Mb", 125e3, INFORMATION), ("Gb", 125e6, INFORMATION), ("Tb", 125e9, INFORMATION),
    // All lower case there is no such symbol of the SI, and everybody means bytes; a rate in lower case is a network's.
    ("mb", 1e6, INFORMATION), ("gb", 1e9, INFORMATION), ("tb", 1e12, INFORMATION), ("pb", 1e15, INFORMATION),
    ("eb", 1e18, INFORMATION),
    ("bps", 0.125, INFORMATION_RATE), ("Kbps", 125.0, INFORMATION_RATE), ("kbps", 125.0, INFORMATION_RATE),
    ("Mbps", 125e3, INFORMATION_RATE), ("mbps", 125e3, INFORMATION_RATE), ("Gbps", 125e6, INFORMATION_RATE),
    ("gbps", 125e6, INFORMATION_RATE), ("Tbps", 125e9, INFORMATION_RATE), ("tbps", 125e9, INFORMATION_RATE),
    ("KBps", 1e3, INFORMATION_RATE), ("kBps", 1e3, INFORMATION_RATE), ("MBps", 1e6, INFORMATION_RATE),
    ("GBps", 1e9, INFORMATION_RATE), ("MiBps", 1_048_576.0, INFORMATION_RATE),
    ("ns", 1e-9, TIME), ("us", 1e-6, TIME), ("µs", 1e-6, TIME), ("ms", 1e-3, TIME),
    ("s", 1.0, TIME), ("sec", 1.0, TIME), ("second", 1.0, TIME),
    ("m", 60.0, TIME), ("min", 60.0, TIME), ("minute", 60.0, TIME),
    ("h", 3600.0, TIME), ("hr", 3600.0, TIME), ("hour", 3600.0, TIME),
    ("d", 86_400.0, TIME), ("day", 86_400.0, TIME), ("w", 604_800.0, TIME), ("week", 604_800.0, TIME),
    ("mo", MONTH, TIME), ("month", MONTH, TIME), ("y", 12.0 * MONTH, TIME), ("yr", 12.0 * MONTH, TIME),
    ("year", 12.0 * MONTH, TIME),
    ("record", 1.0, RECORDS), ("rec", 1.0, RECORDS), ("event", 1.0, RECORDS), ("ev", 1.0, RECORDS),
    ("row", 1.0, RECORDS), ("message", 1.0, RECORDS), ("msg", 1.0, RECORDS), ("request", 1.0, RECORDS),
    ("req", 1.0, RECORDS), ("op", 1.0, RECORDS), ("call", 1.0, RECORDS), ("query", 1.0, RECORDS),
    ("queries", 1.0, RECORDS), ("sample", 1.0, RECORDS), ("point", 1.0, RECORDS), ("click", 1.0, RECORDS),
    ("change", 1.0, RECORDS), ("order", 1.0, RECORDS), ("object", 1.0, RECORDS), ("file", 1.0, RECORDS),
    ("transition", 1.0, RECORDS),
    ("rps", 1.0, Dimension::new(0, -1, 1, 0)), ("qps", 1.0, Dimension::new(0, -1, 1, 0)),
    ("eps", 1.0, Dimension::new(0, -1, 1, 0)), ("tps", 1.0, Dimension::new(0, -1, 1, 0)),
    ("USD", 1.0, MONEY), ("usd", 1.0, MONEY), ("dollar", 1.0, MONEY),
    ("x", 1.0, NONE), ("×", 1.0, NONE), ("times", 1.0, NONE), ("%", 0.01, NONE), ("percent", 0.01, NONE),
    // Multipliers of a count: `10k events/s`, `$0.40/M requests`.
    ("k", 1e3, NONE), ("K", 1e3, NONE), ("M", 1e6, NONE), ("G", 1e9, NONE), ("T", 1e12, NONE),
    ("thousand", 1e3, NONE), ("million", 1e6, NONE), ("billion", 1e9, NONE), ("bn", 1e9, NONE),
    // Things that are counted: they say what a unit is and leave its dimension alone.
    ("unit", 1.0, NONE), ("shard", 1.0, NONE), ("partition", 1.0, NONE), ("node", 1.0, NONE), ("broker", 1.0, NONE),
    ("core", 1.0, NONE), ("vCPU", 1.0, NONE), ("worker", 1.0, NONE), ("KPU", 1.0, NONE), ("DPU", 1.0, NONE),
    ("RPU", 1.0, NONE), ("TU", 1.0, NONE), ("ACU", 1.0, NONE), ("DCU", 1.0, NONE), ("WCU", 1.0, NONE),
    ("RCU", 1.0, NONE), ("MCU", 1.0, NONE), ("DBU", 1.0, NONE), ("slot", 1.0, NONE), ("credit", 1.0, NONE),
    ("stream", 1.0, NONE), ("cluster", 1.0, NONE), ("consumer", 1.0, NONE), ("instance", 1.0, NONE),
    ("host", 1.0, NONE), ("replica", 1.0, NONE), ("key", 1.0, NONE), ("alarm", 1.0, NONE), ("metric", 1.0, NONE),
    ("dashboard", 1.0, NONE), ("user", 1.0, NONE), ("check", 1.0, NONE), ("try", 1.0, NONE), ("tries", 1.0, NONE),
    ("task", 1.0, NONE), ("environment", 1.0, NONE), ("schema", 1.0, NONE), ("protocol", 1.0, NONE),
];

/// Words that two people read as two units.
const AMBIGUOUS: &[(&str, &str)] = &[
    ("kb", "kilobytes to some and kilobits to others: write `KB` for kilobytes or `kbit` for kilobits"),
    ("b", "bytes to some and bits to others: write `B` for bytes or `bit` for bits"),
];

/// Words whose case says what they are: `M` is a million and `m` a minute, `Mb` are bits and `MB` bytes, `MS` may be
/// anything. In lower case.
const CASE_MATTERS: &[&str] =
    &["b", "k", "m", "g", "t", "s", "ms", "ns", "us", "mo", "kb", "kib", "mib", "gib", "tib", "pib"];

fn unit(word: &str) -> Result<Option<(f64, Dimension)>, ReadError> {
    // `mbs` and `MBS` may as well be rates.
    let plain = |stem: &&str| stem.len() > 1 && (!stem.ends_with(['b', 'B']) || stem.len() > 2);
    let stem = word.strip_suffix(['s', 'S']).filter(plain);
    let symbols = word.strip_suffix('s').filter(|stem| stem.ends_with(['b', 'B']) && stem.to_lowercase() != **stem);
    let exact =
        |word: &str| UNITS.iter().find(|(name, ..)| *name == word).map(|&(_, factor, dimension)| (factor, dimension));
    if let Some(found) = exact(word).or_else(|| stem.or(symbols).filter(|_| word.ends_with('s')).and_then(exact)) {
        return Ok(Some(found));
    }
    if let Some((_, meanings)) = AMBIGUOUS.iter().find(|(name, _)| *name == word) {
        return Err(ReadError::Ambiguous { found: word.to_owned(), meanings });
    }
    Ok(folded(word).or_else(|| stem.and_then(folded)))
}

/// The unit of a word in another case, if all units that differ from it by case alone are worth the same.
fn folded(word: &str) -> Option<(f64, Dimension)> {
    let lower = word.to_lowercase();
    // `gB`: the `B` says that it is bytes. `gib` as `gb`; but `Gib` are bits, which nothing here is measured in.
    if CASE_MATTERS.contains(&lower.as_str()) || matches!(lower.as_str(), "mb" | "gb" | "tb" | "pb" | "eb") {
        let bytes = word.ends_with('B') || lower.ends_with("ib") && word == lower;
        return UNITS
            .iter()
            .find(|(name, ..)| bytes && name.len() > 1 && name.ends_with('B') && name.eq_ignore_ascii_case(word))
            .map(|&(_, factor, dimension)| (factor, dimension));
    }
    let mut alike = UNITS
        .iter()
        .filter(|(name, ..)| *name == lower || name.eq_ignore_ascii_case(&lower))
        .map(|&(_, factor, dimension)| (factor, dimension));
    let first = alike.next()?;
    alike.all(|other| other == first).then_some(first)
}

/// A cursor over a text. Never looks past the end.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn at_end(&self) -> bool {
        self.rest().is_empty()
    }

    fn skip_blank(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.bump();
        }
    }

    fn take(&mut self, wanted: char) -> bool {
        self.skip_blank();
        let there = self.peek() == Some(wanted);
        if there {
            self.bump();
        }
        there
    }

    /// Letters, and the signs that are units.
    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let length = match rest.chars().next() {
            Some('%') => 1,
            Some('×') => '×'.len_utf8(),
            _ => rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()),
        };
        if length == 0 {
            self.bump();
            return "";
        }
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// A decimal number: digits, `_` between any of them, `,` or a blank before groups of exactly three, a fraction, an
    /// exponent.
    fn number(&mut self) -> Result<Option<f64>, ReadError> {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
        let mut i = 0;
        while digit(i) || (i > 0 && bytes.get(i) == Some(&b'_') && digit(i + 1)) {
            i += 1;
        }
        let leading = i;
        // Nobody groups after a leading zero: `0,500` is a half somewhere.
        if (1..=3).contains(&leading) && bytes.first() != Some(&b'0') {
            let separator = separator(rest, i);
            while let Some(mark) = separator.filter(|mark| rest.get(i..).is_some_and(|rest| rest.starts_with(*mark))) {
                let next = i + mark.len_utf8();
                if !(digit(next) && digit(next + 1) && digit(next + 2)) || digit(next + 3) {
                    break;
                }
                i = next + 3;
            }
        }
        if bytes.get(i) == Some(&b'.') && (digit(i + 1) || i > 0) {
            i += 1;
            while digit(i) {
                i += 1;
            }
        }
        if bytes.get(i) == Some(&b',') && (i > 0 || digit(1)) {
            return Err(misplaced(rest));
        }
        if i == 0 {
            return Ok(None);
        }
        if matches!(bytes.get(i), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(i + 1), Some(b'+' | b'-')));
            if digit(i + 1 + sign) {
                i += 1 + sign;
                while digit(i) {
                    i += 1;
                }
            }
        }
        let written = rest.get(..i).unwrap_or_default();
        let text: String = written.chars().filter(|c| !matches!(c, ',' | '_') && !is_blank(*c)).collect();
        self.at += i;
        Ok(text.parse().ok())
    }

    /// The number that is the whole text, if it is one.
    fn number_alone(&mut self) -> Result<Option<f64>, ReadError> {
        self.skip_blank();
        let number = self.number()?;
        self.skip_blank();
        Ok(number.filter(|_| self.at_end()))
    }
}

/// A blank that people put between groups of digits: ordinary, thin, or one of those at which no line breaks.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// What stands at a place of the digits, if it may be between groups of them.
fn separator(rest: &str, at: usize) -> Option<char> {
    rest.get(at..)?.chars().next().filter(|c| *c == ',' || is_blank(*c))
}

/// Digits with a comma where none can stand, and what they may have meant.
fn misplaced(rest: &str) -> ReadError {
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '_' | '.')).unwrap_or(rest.len());
    // The end of a range is not part of its low end.
    let end = rest.find("..").map_or(end, |range| range.min(end));
    let found = rest.get(..end).unwrap_or_default();
    let instead = match found.split_once(',') {
        Some((whole, part)) if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) => {
            let plain: String = whole.chars().filter(char::is_ascii_digit).collect();
            let point = if plain.is_empty() { "0" } else { &plain };
            let may_be_grouped = !plain.is_empty() && !plain.starts_with('0') && part.len() < 3 && plain.len() <= 3;
            if may_be_grouped && !whole.contains('.') {
                format!("{point}.{part}, or {plain},{part:0<3} with three digits after each comma")
            } else if whole.contains('.') {
                "a decimal with a point, as in `1.5`, and thousands with three digits after each comma, as in `1,500`"
                    .to_owned()
            } else {
                format!("{point}.{part} for a decimal; thousands have three digits after each comma, as in `1,500`")
            }
        }
        _ => "a decimal with a point, as in `1.5`, and thousands with three digits after each comma, as in `1,500`"
            .to_owned(),
    };
    ReadError::Grouping { found: found.to_owned(), instead }
}
