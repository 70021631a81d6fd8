//! The report as one HTML file: no scripts, nothing is loaded from elsewhere.

use super::report::{Report, Table};
use super::svg::{escaped, n};
use crate::units::{Measure as _, Time, write};
use std::fmt::Write as _;

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;\
color:#1c2128;background:#fff}table{border-collapse:collapse;margin:1rem 0;font-size:13px;display:block;overflow-x:auto}\
td,th{border:1px solid #d3d8de;padding:.3rem .6rem;text-align:left;vertical-align:top}th{background:#f6f7f9}\
.met{color:#1a7f4b;font-weight:600}.not{color:#c22433;font-weight:600}svg{max-width:100%;height:auto}\
@media(prefers-color-scheme:dark){body{color:#f1f3f5;background:#15171b}th{background:#23272e}td,th{border-color:#48505c}\
.met{color:#45b77a}.not{color:#ff7b72}}@media print{body{max-width:none}}";

fn table(out: &mut String, table: &Table) {
    if table.rows.is_empty() {
        out.push_str("<p>None.</p>\n");
        return;
    }
    out.push_str("<table><thead><tr>");
    for cell in &table.head {
        let _ = write!(out, "<th>{cell}</th>");
    }
    out.push_str("</tr></thead><tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for cell in row {
            let class = match cell.as_str() {
                "met" => " class=\"met\"",
                "NOT MET" => " class=\"not\"",
                _ => "",
            };
            let _ = write!(out, "<td{class}>{}</td>", escaped(cell));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
}

fn list(out: &mut String, lines: &[String]) {
    if lines.is_empty() {
        out.push_str("<p>None.</p>\n");
        return;
    }
    out.push_str("<ul>\n");
    for line in lines {
        let _ = writeln!(out, "<li>{}</li>", escaped(line));
    }
    out.push_str("</ul>\n");
}

/// Bars from left to right, each from where the one before ended: what adds up to the staleness.
fn waterfall(report: &Report) -> String {
    let whole: f64 = report.steps.iter().map(|step| step.max).sum();
    let steps: Vec<_> = report.steps.iter().filter(|step| step.max > 0.0).collect();
    if whole <= 0.0 || steps.is_empty() {
        return String::new();
    }
    #[expect(clippy::cast_precision_loss, reason = "a few steps")]
    let height = 24.0 * steps.len() as f32 + 10.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"{}\" viewBox=\"0 0 900 {}\" role=\"img\" \
         font-family=\"system-ui,sans-serif\" font-size=\"12\"><title>Staleness, step by step</title>\n",
        n(height),
        n(height)
    );
    let mut before = 0.0;
    let mut y = 6.0_f32;
    for step in steps {
        #[expect(clippy::cast_possible_truncation, reason = "0 to 1")]
        let (from, part) = ((before / whole) as f32, (step.max / whole) as f32);
        let _ = writeln!(
            out,
            "<text x=\"0\" y=\"{}\" fill=\"currentColor\">{}</text><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"16\" rx=\"2\" \
             fill=\"#56a8ff\"/><text x=\"895\" y=\"{}\" text-anchor=\"end\" fill=\"currentColor\">{}</text>",
            n(y + 12.0),
            escaped(&shorten(&format!("{}: {}", step.at, step.what))),
            n(330.0 + 460.0 * from),
            n(y),
            n((460.0 * part).max(1.0)),
            n(y + 12.0),
            write(Time::from_base(step.max))
        );
        before += step.max;
        y += 24.0;
    }
    out.push_str("</svg>\n");
    out
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 48 { text.to_owned() } else { text.chars().take(47).chain(['…']).collect() }
}

pub(super) fn write_report(report: &Report, picture: &str) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>{}</title><style>{STYLE}</style></head><body>\n\
         <h1>{}</h1>\n",
        escaped(&report.title),
        escaped(&report.title)
    );
    for line in report.about.lines() {
        let _ = writeln!(out, "<p>{}</p>", escaped(line));
    }
    let class = if report.verdict == "NOT MET" { "not" } else { "met" };
    let _ = writeln!(
        out,
        "<p>{}: <span class=\"{class}\">{}</span>. Cost {}.</p>\n{picture}<h2>Requirements</h2>",
        escaped(&report.scenario),
        report.verdict,
        escaped(&report.cost)
    );
    table(&mut out, &report.verdicts);
    out.push_str("<h2>Components</h2>\n");
    table(&mut out, &report.components);
    let _ = writeln!(
        out,
        "<h2>Cost</h2>\n<p>Together {}. By convention: {}.</p>",
        escaped(&report.cost),
        escaped(&report.conventions)
    );
    table(&mut out, &report.bill);
    let _ = writeln!(out, "<h2>Staleness</h2>\n<p>{} Each step at its most:</p>", escaped(&report.way));
    out.push_str(&waterfall(report));
    out.push_str("<h2>Open problems</h2>\n");
    list(&mut out, &report.problems);
    out.push_str("<h2>What the figures rest on</h2>\n");
    table(&mut out, &report.facts);
    out.push_str("<p>Assumed, because neither the design nor the catalogue says:</p>\n");
    list(&mut out, &report.assumptions);
    out.push_str("</body></html>\n");
    out
}
