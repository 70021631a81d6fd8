//! What `loadline check` says to machines that build: JUnit XML, and annotations for GitHub.

use crate::design::{Design, ElementId};
use crate::estimate::{Estimate, Severity, Verdict};
use crate::units::Amount;
use std::io::{self, Write};

/// What a checked scenario came to.
pub(super) struct Suite {
    /// The file and the scenario.
    pub name: String,
    pub cases: Vec<Case>,
}

/// One requirement, or the problems of a design as a whole.
pub(super) struct Case {
    pub name: String,
    /// Why it fails; none if all is well.
    pub failure: Option<String>,
}

fn sentence(verdict: &Verdict) -> String {
    let value = verdict.value.map_or_else(|| "no figure".to_owned(), |value| value.to_string());
    let mut out = format!("{value} of {}", verdict.limit);
    if let Some(headroom) = verdict.headroom {
        out = format!("{out}, headroom {}", Amount::of(headroom));
    }
    if !verdict.because.is_empty() {
        out = format!("{out}; {}", verdict.because);
    }
    if let Some(fix) = &verdict.fix {
        out = format!("{out}; would do: {}", fix.sentence);
    }
    out
}

/// The requirements of an estimate, and its errors.
pub(super) fn suite(path: &str, scenario: &str, found: &Estimate) -> Suite {
    let mut cases: Vec<Case> = found
        .verdicts
        .iter()
        .map(|verdict| Case { name: verdict.title(), failure: (!verdict.met).then(|| sentence(verdict)) })
        .collect();
    let errors: Vec<String> = found
        .problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| problem.message.clone())
        .collect();
    cases.push(Case {
        name: "no errors in the design".to_owned(),
        failure: (!errors.is_empty()).then(|| errors.join("\n")),
    });
    Suite { name: format!("{path}: {scenario}"), cases }
}

/// A text as it stands in XML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push(letter),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

/// Writes JUnit XML: a suite a scenario, a case a requirement.
pub(super) fn junit(out: &mut dyn Write, suites: &[Suite]) -> io::Result<()> {
    let failures = |suite: &Suite| suite.cases.iter().filter(|case| case.failure.is_some()).count();
    let all: usize = suites.iter().map(|suite| suite.cases.len()).sum();
    let failed: usize = suites.iter().map(failures).sum();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"loadline\" tests=\"{all}\" failures=\"{failed}\">")?;
    for suite in suites {
        let name = escaped(&suite.name);
        writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\">",
            suite.cases.len(),
            failures(suite)
        )?;
        for case in &suite.cases {
            write!(out, "    <testcase classname=\"{name}\" name=\"{}\"", escaped(&case.name))?;
            match &case.failure {
                None => writeln!(out, "/>")?,
                Some(why) => writeln!(
                    out,
                    ">\n      <failure message=\"{}\">{}</failure>\n    </testcase>",
                    escaped(why.lines().next().unwrap_or_default()),
                    escaped(why)
                )?,
            }
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

/// The line of the file in which an element stands.
fn line_of(text: &str, design: &Design, id: &ElementId) -> usize {
    let own = format!("id: \"{}\"", id.id());
    let ends = match id {
        ElementId::Link(id) => design.link(id).map(|link| format!("from: \"{}\", to: \"{}\"", link.from, link.to)),
        _ => None,
    };
    let at = ends.and_then(|ends| text.find(&ends)).or_else(|| text.find(&own));
    at.and_then(|at| text.get(..at)).map_or(1, |before| before.matches('\n').count() + 1)
}

/// Writes annotations: requirements that are not met, then problems, each at its line of the file.
pub(super) fn github(
    out: &mut dyn Write,
    path: &str,
    text: &str,
    scenario: &str,
    design: &Design,
    found: &Estimate,
) -> io::Result<()> {
    let mut say = |level: &str, line: usize, title: &str, words: &str| {
        let (path, title) = (property(path), property(title));
        writeln!(out, "::{level} file={path},line={line},title={title}::{}", message(words))
    };
    for verdict in found.verdicts.iter().filter(|verdict| !verdict.met) {
        let place = verdict.binds.clone().or_else(|| verdict.requirement.at().cloned());
        let line = place.map_or(1, |id| line_of(text, design, &ElementId::Component(id)));
        say("error", line, &format!("{scenario}: {} is not met", verdict.title()), &sentence(verdict))?;
    }
    for problem in &found.problems {
        let level = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "notice",
        };
        let line = problem.at.as_ref().map_or(1, |id| line_of(text, design, id));
        say(level, line, &format!("{scenario}: {}", problem.severity.name()), &problem.message)?;
    }
    Ok(())
}
