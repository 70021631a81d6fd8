//! Reads quantities as people write them: `500 GB/day`, `10k events/s`, `1 h 30 min`, `$0.023/GB-month`, `0.5..2 KB`.
//!
//! The grammar, from the outside in: a text is one amount or a range `low..high`; an amount is a sum of terms
//! (`1 h 30 min`); a term is a number, an optional multiplier (`k`, `M`, `million`) and units joined by `-`, `*` or
//! blank, then `/` or `per` and the units below the line. Decimal and binary prefixes are different words: `GB` is
//! 1e9 bytes, `GiB` is 2^30.

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
            let low_number = Scanner::new(low).number_alone();
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
            // `1 h 30 min`: only like quantities add.
            Some(so_far) if so_far.dimension == term.dimension => {
                Amount { value: so_far.value + term.value, dimension: term.dimension, unit_factor: None }
            }
            Some(_) => {
                return Err(ReadError::Dimension {
                    expected: kind,
                    found: text.trim().to_owned(),
                    dimension: term.dimension,
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
    let Some(number) = scanner.number() else {
        let not_finite = ["nan", "inf", "infinity"].iter().any(|w| start.trim().to_lowercase().starts_with(w));
        return Err(if not_finite {
            ReadError::NotFinite { found: start.trim().to_owned() }
        } else {
            ReadError::Number { expected: kind, found: start.trim().to_owned() }
        });
    };
    let mut below = false;
    loop {
        scanner.skip_blank();
        match scanner.peek() {
            None => break,
            Some('/') => {
                scanner.bump();
                below = true;
            }
            Some('-' | '*' | '·') => scanner.bump(),
            Some(c) if c.is_ascii_digit() || c == '.' => {
                if !below {
                    break; // the next term of a sum
                }
                // `$5/1000 requests`
                let Some(divisor) = scanner.number() else { break };
                factor /= divisor;
            }
            Some(_) => {
                let word = scanner.word();
                if word == "per" {
                    below = true;
                    continue;
                }
                let (unit_factor, unit_dimension) = unit(word).ok_or_else(|| unknown_unit(word, scanner, kind))?;
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
    let value = if minus { -number * factor } else { number * factor };
    Ok(Amount { value, dimension, unit_factor: Some(factor) })
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
    ("Gbit", 125e6, INFORMATION), ("kb", 125.0, INFORMATION), ("Kb", 125.0, INFORMATION),
    ("Mb", 125e3, INFORMATION), ("Gb", 125e6, INFORMATION),
    ("Mbps", 125e3, Dimension::new(1, -1, 0, 0)), ("Gbps", 125e6, Dimension::new(1, -1, 0, 0)),
    ("MBps", 1e6, Dimension::new(1, -1, 0, 0)), ("MiBps", 1_048_576.0, Dimension::new(1, -1, 0, 0)),
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

fn unit(word: &str) -> Option<(f64, Dimension)> {
    let exact =
        |word: &str| UNITS.iter().find(|(name, ..)| *name == word).map(|&(_, factor, dimension)| (factor, dimension));
    exact(word).or_else(|| word.strip_suffix('s').filter(|stem| stem.len() > 1).and_then(exact))
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

    /// A decimal number: digits with `,` or `_` between groups, a fraction, an exponent.
    fn number(&mut self) -> Option<f64> {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
        let mut i = 0;
        while digit(i) || (i > 0 && matches!(bytes.get(i), Some(b',' | b'_')) && digit(i + 1)) {
            i += 1;
        }
        if bytes.get(i) == Some(&b'.') && (digit(i + 1) || i > 0) {
            i += 1;
            while digit(i) {
                i += 1;
            }
        }
        if i == 0 {
            return None;
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
        let text: String = rest.get(..i)?.chars().filter(|c| !matches!(c, ',' | '_')).collect();
        self.at += i;
        text.parse().ok()
    }

    /// The number that is the whole text, if it is one.
    fn number_alone(&mut self) -> Option<f64> {
        self.skip_blank();
        let number = self.number()?;
        self.skip_blank();
        self.at_end().then_some(number)
    }
}
