//! Reads the arguments of a question.

use super::{Argument, CalcError, Formula, Need, Takes};
use crate::catalog::nearest;
use crate::units::{Kind, Stated};

/// Longest list or phrase that is read, in bytes.
const LONGEST: usize = 4000;
/// More of a repeated argument are refused.
const MOST_REPEATED: usize = 500;

/// Whether rates and volumes are in data or in records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Data,
    Records,
}

impl Of {
    pub fn rate(self) -> Kind {
        if self == Self::Data { Kind::InformationRate } else { Kind::RecordRate }
    }

    pub fn volume(self) -> Kind {
        if self == Self::Data { Kind::Information } else { Kind::Records }
    }

    pub fn named(self, volume: f64) -> String {
        match self {
            Self::Data => format!("{volume:.4e} bytes"),
            Self::Records => format!("{volume:.4} records"),
        }
    }
}

/// The arguments of a question: known keys, each as often as it may come.
pub(super) struct Arguments<'a> {
    formula: &'static Formula,
    given: &'a [(&'a str, &'a str)],
    /// What rates and volumes are in.
    pub of: Of,
}

impl<'a> Arguments<'a> {
    pub fn new(formula: &'static Formula, given: &'a [(&'a str, &'a str)]) -> Result<Self, CalcError> {
        let keys = || formula.arguments.iter().map(|argument| argument.key);
        for (key, _) in given {
            if !keys().any(|known| known == *key) {
                return Err(CalcError::Argument {
                    formula: formula.name,
                    found: (*key).chars().take(60).collect(),
                    nearest: nearest(key, keys()),
                });
            }
        }
        for argument in formula.arguments {
            let times = given.iter().filter(|(key, _)| *key == argument.key).count();
            match argument.need {
                Need::Repeated if times <= MOST_REPEATED => {}
                _ if times <= 1 => {}
                _ => return Err(CalcError::Repeated { key: argument.key, times }),
            }
            if times == 0 && argument.need == Need::Required {
                return Err(CalcError::Missing { formula: formula.name, key: argument.key, doc: argument.doc });
            }
        }
        let mut arguments = Self { formula, given, of: Of::Records };
        arguments.of = arguments.measured_in()?;
        Ok(arguments)
    }

    /// Data or records: what the rates and volumes that have a unit agree on.
    fn measured_in(&self) -> Result<Of, CalcError> {
        let mut of = None;
        for argument in self.formula.arguments {
            let (data, records) = match argument.takes {
                Takes::Rate => (Kind::InformationRate, Kind::RecordRate),
                Takes::Volume => (Kind::Information, Kind::Records),
                _ => continue,
            };
            for text in self.texts(argument.key) {
                if bare(text) {
                    continue;
                }
                let here = match (Stated::read(text, data), Stated::read(text, records)) {
                    (Ok(_), _) => Of::Data,
                    (_, Ok(_)) => Of::Records,
                    // It is refused where it is read.
                    _ => continue,
                };
                match of {
                    Some(before) if before != here => {
                        let expected = if before == Of::Data { "data" } else { "records" };
                        return Err(CalcError::Mixed { key: argument.key, expected, found: text.to_owned() });
                    }
                    _ => of = Some(here),
                }
            }
        }
        Ok(of.unwrap_or(Of::Records))
    }

    fn argument(&self, key: &'static str) -> Argument {
        let missing = Argument::new(key, Takes::Words, Need::Optional, "");
        self.formula.arguments.iter().find(|argument| argument.key == key).copied().unwrap_or(missing)
    }

    /// All texts of a key, in order.
    pub fn texts(&self, key: &'static str) -> impl Iterator<Item = &'a str> {
        self.given.iter().filter(move |(name, _)| *name == key).map(|(_, text)| *text)
    }

    fn text(&self, key: &'static str) -> Option<&'a str> {
        let default = match self.argument(key).need {
            Need::Default(text) => Some(text),
            _ => None,
        };
        self.texts(key).next().or(default)
    }

    /// One of several arguments is needed, and none is there.
    pub fn missing(&self, key: &'static str, doc: &'static str) -> CalcError {
        CalcError::Missing { formula: self.formula.name, key, doc }
    }

    /// A number that may be left out, in base units.
    pub fn optional(&self, key: &'static str) -> Result<Option<f64>, CalcError> {
        self.text(key).map(|text| self.reading(key, text, self.argument(key).takes)).transpose()
    }

    /// A number, in base units.
    pub fn number(&self, key: &'static str) -> Result<f64, CalcError> {
        let doc = self.argument(key).doc;
        self.optional(key)?.ok_or_else(|| self.missing(key, doc))
    }

    /// A number over zero, in base units.
    pub fn positive(&self, key: &'static str) -> Result<f64, CalcError> {
        let value = self.number(key)?;
        self.over_zero(key, value)
    }

    /// A number over zero that may be left out.
    pub fn optional_positive(&self, key: &'static str) -> Result<Option<f64>, CalcError> {
        self.optional(key)?.map(|value| self.over_zero(key, value)).transpose()
    }

    fn over_zero(&self, key: &'static str, value: f64) -> Result<f64, CalcError> {
        if value > 0.0 {
            return Ok(value);
        }
        Err(self.out_of_range(key, "more than zero"))
    }

    /// That an argument is out of range.
    pub fn out_of_range(&self, key: &'static str, expected: &'static str) -> CalcError {
        CalcError::Range { key, expected, found: self.text(key).unwrap_or_default().to_owned() }
    }

    /// A whole number from one to `most`.
    pub fn count(&self, key: &'static str, most: u32, expected: &'static str) -> Result<u32, CalcError> {
        whole(self.number(key)?, most).ok_or_else(|| self.out_of_range(key, expected))
    }

    /// One of the words that the argument takes.
    pub fn choice(&self, key: &'static str) -> Result<&'static str, CalcError> {
        let Takes::Choice(expected) = self.argument(key).takes else { return Ok("") };
        let found = self.text(key).unwrap_or_default().trim();
        expected.iter().copied().find(|word| *word == found).ok_or_else(|| CalcError::Choice {
            key,
            expected,
            found: found.chars().take(60).collect(),
            nearest: nearest(found, expected.iter().copied()),
        })
    }

    /// All numbers of a list: several texts, each with parts between commas.
    pub fn list(&self, key: &'static str, kind: Kind) -> Result<Vec<f64>, CalcError> {
        self.texts(key).flat_map(|text| text.split(',')).map(|part| quantity(key, part, kind)).collect()
    }

    /// Reads a rate inside a phrase.
    pub fn rate(&self, key: &'static str, text: &str) -> Result<f64, CalcError> {
        self.reading(key, text, Takes::Rate)
    }

    fn reading(&self, key: &'static str, text: &str, takes: Takes) -> Result<f64, CalcError> {
        match takes {
            Takes::Quantity(kind) => quantity(key, text, kind),
            Takes::Rate => quantity(key, text, self.of.rate()),
            Takes::Volume => quantity(key, text, self.of.volume()),
            Takes::Service => service(key, text),
            Takes::Choice(_) | Takes::Words => Ok(0.0),
        }
    }
}

/// A whole number from one to `most`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked against both ends")]
pub(super) fn whole(value: f64, most: u32) -> Option<u32> {
    (value >= 1.0 && value <= f64::from(most) && value.fract() == 0.0).then_some(value as u32)
}

/// Digits and what belongs to them, no unit.
fn bare(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && !text.contains("..") && text.chars().all(|c| c.is_ascii_digit() || ".,_eE+-".contains(c))
}

/// Reads one quantity, or a bare number of base units.
pub(super) fn quantity(key: &'static str, text: &str, kind: Kind) -> Result<f64, CalcError> {
    let wrong = |source| CalcError::Quantity { key, source };
    let is_plain = matches!(kind, Kind::Share | Kind::Count | Kind::Ratio);
    if bare(text) && !is_plain {
        return Stated::read(text, Kind::Ratio).map(|stated| stated.amount().base()).map_err(wrong);
    }
    let stated = Stated::read(text, kind).map_err(wrong)?;
    if stated.range().is_some() {
        let found = stated.text().to_owned();
        return Err(CalcError::Range { key, expected: "one amount and not a range", found });
    }
    Ok(stated.amount().base())
}

/// How fast one server works, from records per time or the time of one record.
pub(super) fn service(key: &'static str, text: &str) -> Result<f64, CalcError> {
    let rate = match quantity(key, text, Kind::Time) {
        Ok(time) if !bare(text) => 1.0 / time,
        _ => quantity(key, text, Kind::RecordRate)?,
    };
    if rate > 0.0 && rate < 1e30 {
        return Ok(rate);
    }
    Err(CalcError::Range { key, expected: "more than zero", found: text.trim().to_owned() })
}

/// A text of words and keywords, taken apart: `every 60 min runs 10 min at 5 min`.
pub(super) struct Phrase<'a> {
    key: &'static str,
    form: &'static str,
    text: &'a str,
    head: String,
    sections: Vec<(&'static str, String)>,
}

impl<'a> Phrase<'a> {
    /// Takes `text` apart at the keywords; each may come once.
    pub fn read(
        key: &'static str,
        text: &'a str,
        keywords: &[&'static str],
        form: &'static str,
    ) -> Result<Self, CalcError> {
        let mut phrase = Self { key, form, text, head: String::new(), sections: Vec::new() };
        if text.len() > LONGEST {
            return Err(phrase.wrong());
        }
        for word in text.split_whitespace() {
            if let Some(keyword) = keywords.iter().find(|keyword| **keyword == word) {
                if phrase.sections.iter().any(|(known, _)| known == keyword) {
                    return Err(phrase.wrong());
                }
                phrase.sections.push((keyword, String::new()));
                continue;
            }
            let place = phrase.sections.last_mut().map_or(&mut phrase.head, |(_, section)| section);
            if !place.is_empty() {
                place.push(' ');
            }
            place.push_str(word);
        }
        Ok(phrase)
    }

    pub fn wrong(&self) -> CalcError {
        self.wrong_name(None)
    }

    /// That a name in it is not known.
    pub fn wrong_name(&self, nearest: Option<&str>) -> CalcError {
        CalcError::Words {
            key: self.key,
            expected: self.form,
            found: self.text.chars().take(100).collect(),
            nearest: nearest.map(str::to_owned),
        }
    }

    /// What comes before the first keyword; it must be there.
    pub fn head(&self) -> Result<&str, CalcError> {
        if self.head.is_empty() { Err(self.wrong()) } else { Ok(&self.head) }
    }

    /// That there is nothing before the first keyword.
    pub fn no_head(&self) -> Result<(), CalcError> {
        if self.head.is_empty() { Ok(()) } else { Err(self.wrong()) }
    }

    /// What comes after a keyword.
    pub fn maybe(&self, keyword: &str) -> Option<&str> {
        self.sections.iter().find(|(known, _)| *known == keyword).map(|(_, section)| section.as_str())
    }

    /// What comes after a keyword that must be there.
    pub fn section(&self, keyword: &str) -> Result<&str, CalcError> {
        self.maybe(keyword).ok_or_else(|| self.wrong())
    }

    /// A quantity after a keyword that must be there.
    pub fn number(&self, keyword: &str, kind: Kind) -> Result<f64, CalcError> {
        quantity(self.key, self.section(keyword)?, kind)
    }

    /// A quantity over zero after a keyword that must be there.
    pub fn positive(&self, keyword: &str, kind: Kind) -> Result<f64, CalcError> {
        let value = self.number(keyword, kind)?;
        if value > 0.0 { Ok(value) } else { Err(self.wrong()) }
    }

    /// A quantity after a keyword that may be left out.
    pub fn optional(&self, keyword: &str, kind: Kind) -> Result<Option<f64>, CalcError> {
        self.maybe(keyword).map(|text| quantity(self.key, text, kind)).transpose()
    }
}
