//! The report as Markdown.

use super::report::{Report, Table};
use crate::units::Measure as _;
use crate::units::{Time, write};
use std::fmt::Write as _;

/// A text in which nothing means anything to Markdown or HTML, on one line.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(letter);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

fn table(out: &mut String, table: &Table) {
    if table.rows.is_empty() {
        out.push_str("None.\n\n");
        return;
    }
    let _ = writeln!(out, "| {} |", table.head.join(" | "));
    let _ = writeln!(out, "|{}", "---|".repeat(table.head.len()));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| plain(cell)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out.push('\n');
}

fn list(out: &mut String, lines: &[String]) {
    if lines.is_empty() {
        out.push_str("None.\n");
    }
    for line in lines {
        let _ = writeln!(out, "- {}", plain(line));
    }
    out.push('\n');
}

pub(super) fn write_report(report: &Report) -> String {
    let mut out = format!("# {}\n\n", plain(&report.title));
    for line in report.about.lines() {
        let _ = writeln!(out, "{}", plain(line));
    }
    let _ = write!(
        out,
        "\n**{}: {}.** Cost {}.\n\n## Requirements\n\n",
        plain(&report.scenario),
        report.verdict,
        report.cost
    );
    table(&mut out, &report.verdicts);
    out.push_str("## Components\n\n");
    table(&mut out, &report.components);
    let _ = write!(out, "## Cost\n\nTogether {}. By convention: {}.\n\n", report.cost, plain(&report.conventions));
    table(&mut out, &report.bill);
    let _ = write!(out, "## Staleness\n\n{}\n\n", plain(&report.way));
    let time = |seconds: f64| write(Time::from_base(seconds));
    let steps =
        report.steps.iter().map(|step| vec![step.at.clone(), step.what.clone(), time(step.mean), time(step.max)]);
    table(&mut out, &Table { head: vec!["at", "what", "mean", "max"], rows: steps.collect() });
    out.push_str("## Open problems\n\n");
    list(&mut out, &report.problems);
    out.push_str("## What the figures rest on\n\n");
    table(&mut out, &report.facts);
    out.push_str("Assumed, because neither the design nor the catalogue says:\n\n");
    list(&mut out, &report.assumptions);
    out
}
