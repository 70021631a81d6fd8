//! Figures that others have published, computed or simulated, against the calculator.
//!
//! `oracles.csv` has what the calculator answers, `oracles-left-out.csv` what it does not and why, `oracle-ids.txt`
//! all that were collected.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::calc::{Class, answer};
use std::collections::BTreeSet;

/// The fields of each row after the head; a quoted field may have commas in it.
fn rows(text: &str) -> Vec<Vec<String>> {
    text.lines()
        .skip(1)
        .map(|line| {
            let (mut fields, mut quoted) = (vec![String::new()], false);
            for c in line.chars() {
                match c {
                    '"' => quoted = !quoted,
                    ',' if !quoted => fields.push(String::new()),
                    c => fields.last_mut().unwrap().push(c),
                }
            }
            fields
        })
        .collect()
}

fn covered() -> Vec<Vec<String>> {
    rows(include_str!("data/oracles.csv"))
}

/// What is wrong with a row, if anything.
fn disagreement(row: &[String]) -> Option<String> {
    let [id, formula, arguments, key, expected, tolerance, source] = row else {
        return Some(format!("{} fields: {row:?}", row.len()));
    };
    let arguments: Vec<(&str, &str)> = arguments.split(';').map(|pair| pair.split_once('=').unwrap()).collect();
    let answer = match answer(formula, &arguments) {
        Ok(answer) => answer,
        Err(error) => return Some(format!("{id}: {error}")),
    };
    let Some(line) = answer.line(key) else { return Some(format!("{id}: no line {key}")) };
    if expected == "unstable" {
        return (line.value.is_some() || line.class != Class::Unstable).then(|| format!("{id}: {line:?}"));
    }
    let expected: f64 = expected.parse().unwrap();
    let allowed = match tolerance.split_once(' ') {
        Some(("abs", by)) => by.parse().unwrap(),
        Some(("rel", by)) => by.parse::<f64>().unwrap() * expected.abs(),
        _ => {
            assert_eq!(tolerance, "exact");
            // The last bits are those of decimal fractions.
            1e-12 * expected.abs()
        }
    };
    let found = line.value.map(loadline::units::Amount::base);
    match found {
        Some(found) if (found - expected).abs() <= allowed => None,
        _ => Some(format!("{id} {formula} {key}: found {found:?}, expected {expected} +- {allowed} ({source})")),
    }
}

#[test]
fn every_figure_is_within_its_tolerance() {
    let wrong: Vec<String> = covered().iter().filter_map(|row| disagreement(row)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_wrong_figure_would_be_noticed() {
    for mut row in covered() {
        row[4] = if row[4] == "unstable" {
            "1".to_owned()
        } else {
            format!("{}", 3.0 + 2.0 * row[4].parse::<f64>().unwrap())
        };
        assert!(disagreement(&row).is_some(), "{row:?}");
    }
}

#[test]
fn every_oracle_is_either_covered_or_left_out_for_a_reason() {
    let all: BTreeSet<String> = include_str!("data/oracle-ids.txt").lines().map(str::to_owned).collect();
    let covered: BTreeSet<String> = covered().iter().map(|row| row[0].clone()).collect();
    let left_out = rows(include_str!("data/oracles-left-out.csv"));
    assert!(left_out.iter().all(|row| row.len() == 3 && !row[1].is_empty()));
    let left_out: BTreeSet<String> = left_out.iter().map(|row| row[0].clone()).collect();
    assert!(covered.is_disjoint(&left_out));
    assert_eq!(all.len(), 169);
    assert_eq!(all, covered.union(&left_out).cloned().collect());
}
