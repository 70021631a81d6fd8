//! Quantities as people write them.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::units::{
    Amount, Frequency, Information, InformationPrice, InformationRate, Kind, Measure, Money, MoneyRate, Ratio,
    RecordPrice, RecordRate, RecordSize, Records, Stated, StoragePrice, Time,
};
use proptest::prelude::*;

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
const MONTH: f64 = 730.0 * 3600.0;

#[test]
fn what_people_write_means_what_they_mean() {
    for (text, kind, base) in [
        ("500 GB/day", Kind::InformationRate, 500e9 / 86_400.0),
        ("500 GB/2 h", Kind::InformationRate, 500e9 / 7200.0),
        ("10k events/s", Kind::RecordRate, 1e4),
        ("10k/s", Kind::RecordRate, 1e4),
        ("64 MiB", Kind::Information, 67_108_864.0),
        ("1 GB", Kind::Information, 1e9),
        ("1 GiB", Kind::Information, 1_073_741_824.0),
        ("8 Mb/s", Kind::InformationRate, 1e6),
        ("8 MB/s", Kind::InformationRate, 8e6),
        ("2 h", Kind::Time, 7200.0),
        ("1 h 30 min", Kind::Time, 5400.0),
        ("90 s", Kind::Time, 90.0),
        ("6 months", Kind::Time, 6.0 * MONTH),
        ("$0.023/GB-month", Kind::StoragePrice, 0.023 / 1e9 / MONTH),
        ("$0.40/M requests", Kind::RecordPrice, 0.4e-6),
        ("$0.005/1k requests", Kind::RecordPrice, 5e-6),
        ("$4.1k/month", Kind::MoneyRate, 4100.0 / MONTH),
        ("$0.11/KPU-h", Kind::MoneyRate, 0.11 / 3600.0),
        ("70 %", Kind::Share, 0.7),
        ("3x", Kind::Ratio, 3.0),
        ("1,200", Kind::Count, 1200.0),
        ("0.5..2 KB", Kind::RecordSize, 1000.0),
    ] {
        let stated = Stated::read(text, kind).unwrap();
        let found = stated.amount().base();
        assert!((found - base).abs() <= base * 1e-12, "{text}: {found} is not {base}");
        assert_eq!(stated.text(), text, "kept to the letter");
    }
}

#[test]
fn five_hundred_gb_in_two_hours_is_69_44_mb_a_second() {
    let stated = Stated::read("500 GB/2 h", Kind::InformationRate).unwrap();
    assert_eq!(stated.amount().to_string(), "69.44 MB/s");
}

#[test]
fn a_wrong_dimension_names_the_expected_one_and_an_example() {
    for (text, kind, parts) in [
        ("500 GB", Kind::InformationRate, ["data per time", "`500 GB/day`"]),
        ("2 h", Kind::Information, ["an amount of data", "`64 MiB`"]),
        ("3 GB", Kind::Time, ["a time", "`90 s`"]),
        ("$3", Kind::MoneyRate, ["money per time", "`$0.11/h`"]),
        ("5 huors", Kind::Time, ["not a unit", "did you mean `hour`?"]),
        ("120 %", Kind::Share, ["0 % to 100 %", "120 %"]),
        ("1.5", Kind::Count, ["whole number", "`12`"]),
        ("-3 s", Kind::Time, ["zero or more", "-3 s"]),
        ("NaN", Kind::Ratio, ["finite", "NaN"]),
        ("1e999 s", Kind::Time, ["finite", "1e999"]),
        ("2..1 KB", Kind::RecordSize, ["from low to high", "2..1 KB"]),
        ("", Kind::Time, ["found nothing", "`90 s`"]),
    ] {
        let message = Stated::read(text, kind).unwrap_err().to_string();
        for part in parts {
            assert!(message.contains(part), "{text}: no {part} in {message}");
        }
    }
}

/// An amount of so many base units, through the uom quantity of the kind.
fn amount(base: f64, kind: Kind) -> Amount {
    match kind {
        Kind::Information => Amount::of(Information::from_base(base)),
        Kind::InformationRate => Amount::of(InformationRate::from_base(base)),
        Kind::RecordRate => Amount::of(RecordRate::from_base(base)),
        Kind::RecordSize => Amount::of(RecordSize::from_base(base)),
        Kind::Records => Amount::of(Records::from_base(base)),
        Kind::Time => Amount::of(Time::from_base(base)),
        Kind::Frequency => Amount::of(Frequency::from_base(base)),
        Kind::Money => Amount::of(Money::from_base(base)),
        Kind::MoneyRate => Amount::of(MoneyRate::from_base(base)),
        Kind::InformationPrice => Amount::of(InformationPrice::from_base(base)),
        Kind::StoragePrice => Amount::of(StoragePrice::from_base(base)),
        Kind::RecordPrice => Amount::of(RecordPrice::from_base(base)),
        other => Amount::of(Ratio::from_base(base)).shown_as(other),
    }
}

#[test]
fn an_amount_at_a_limit_is_written_as_it_can_be_read() {
    for base in [1e-30, 9.999_9e29, 9.999_96e29] {
        for kind in KINDS.iter().filter(|kind| **kind != Kind::Count && (**kind != Kind::Share || base < 1.0)) {
            let written = Stated::written(amount(base, *kind));
            let read = Stated::read(written.text(), *kind);
            assert!(read.is_ok(), "{base} {kind:?} is written as {}: {read:?}", written.text());
        }
    }
    for text in ["1.1e30 B", "0.9e-30 B", "1e31 B", "1e-31 B"] {
        assert!(Stated::read(text, Kind::Information).is_err(), "{text} is beyond");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in "\\PC{0,60}") {
        for kind in KINDS {
            if let Ok(stated) = Stated::read(&text, *kind) {
                prop_assert!(stated.amount().base().is_finite());
            }
        }
    }

    #[test]
    fn what_is_written_is_read_and_written_alike(mantissa in 1.0..10.0_f64, exponent in -6..13_i32, kind in 0..KINDS.len()) {
        let kind = KINDS[kind];
        let mut base = mantissa * 10f64.powi(exponent);
        if kind == Kind::Share {
            base = base.fract();
        }
        if kind == Kind::Count {
            base = base.round().max(1.0);
        }
        let first = Stated::written(amount(base, kind));
        let again = Stated::written(Stated::read(first.text(), kind).unwrap().amount());
        prop_assert_eq!(first.text(), again.text());
    }
}
