//! Any text as a quantity of a kind: a finite figure or a reason; what it is written as reads as the same figure.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline::catalog::{Field, Setting};
use loadline::design::Override;
use loadline::units::{Kind, Stated};

const KINDS: &[Kind] = &[
    Kind::Information,
    Kind::InformationRate,
    Kind::RecordRate,
    Kind::RecordSize,
    Kind::Records,
    Kind::Time,
    Kind::Frequency,
    Kind::Ratio,
    Kind::Share,
    Kind::Count,
    Kind::Money,
    Kind::MoneyRate,
    Kind::InformationPrice,
    Kind::StoragePrice,
    Kind::RecordPrice,
];

fuzz_target!(|input: (u8, &str)| {
    // The reason of a refusal names the nearest unit, which takes a while: one kind and one field at a time.
    let (which, text) = input;
    let kind = KINDS[usize::from(which) % KINDS.len()];
    match Stated::read(text, kind) {
        Ok(stated) => {
            let amount = stated.amount();
            assert!(amount.base().is_finite(), "{text}: {amount}");
            let written = Stated::written(amount);
            assert!(Stated::read(written.text(), kind).is_ok(), "{text} is written as {}", written.text());
            if let Some((low, high)) = stated.range() {
                assert!(low.base().is_finite() && high.base().is_finite() && low.base() <= high.base(), "{text}");
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let _ = Setting::read(Field::ALL[usize::from(which) % Field::ALL.len()], text);
    let _ = Override::read(text);
});
