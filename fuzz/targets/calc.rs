//! Any name and arguments as a question to `calc`: finite figures or a reason.
//!
//! The first line is the name of a formula (or its number), each further line an argument `key=value`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline::calc::{answer, formulas};

fuzz_target!(|text: &str| {
    let mut lines = text.lines();
    let Some(name) = lines.next() else { return };
    let name = match name.parse::<usize>() {
        Ok(number) => formulas().get(number % formulas().len()).map_or(name, |formula| formula.name),
        Err(_) => name,
    };
    let arguments: Vec<(&str, &str)> = lines.take(32).filter_map(|line| line.split_once('=')).collect();
    match answer(name, &arguments) {
        Ok(answer) => {
            for line in &answer.lines {
                assert!(line.value.is_none_or(|value| value.base().is_finite()), "{text}: {}", line.key);
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
