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
        ("1,500 GB/day", Kind::InformationRate, 1500e9 / 86_400.0),
        ("12,345,678", Kind::Count, 12_345_678.0),
        ("1,234.5 GB", Kind::Information, 1234.5e9),
        ("$1,234", Kind::Money, 1234.0),
        ("1_000_0 B", Kind::Information, 10_000.0),
        ("1 000 GB/day", Kind::InformationRate, 1e12 / 86_400.0),
        ("1\u{2009}000\u{2009}000.5 B", Kind::Information, 1_000_000.5),
        ("12 000 000/s", Kind::RecordRate, 12e6),
        ("$5/1 000 requests", Kind::RecordPrice, 5e-3),
        ("1 000..4 000 B", Kind::RecordSize, 2000.0),
        ("1 h 500 ms", Kind::Time, 3600.5),
        ("3 days", Kind::Time, 259_200.0),
        ("500 GB a day", Kind::InformationRate, 500e9 / 86_400.0),
        ("500 GB per Day", Kind::InformationRate, 500e9 / 86_400.0),
        ("10k records an hour", Kind::RecordRate, 1e4 / 3600.0),
        ("3 times a day", Kind::Frequency, 3.0 / 86_400.0),
    ] {
        let stated = Stated::read(text, kind).unwrap();
        let found = stated.amount().base();
        assert!((found - base).abs() <= base * 1e-12, "{text}: {found} is not {base}");
        assert_eq!(stated.text(), text, "kept to the letter");
    }
}

#[test]
fn upper_and_lower_case_are_forgiven_where_no_two_units_differ_by_them() {
    for (text, kind, base) in [
        ("500gb/day", Kind::InformationRate, 500e9 / 86_400.0),
        ("GB/Day", Kind::InformationRate, 1e9 / 86_400.0),
        ("5 mb", Kind::Information, 5e6),
        ("5 mB", Kind::Information, 5e6),
        ("5 Mb", Kind::Information, 625e3),
        ("5 MB", Kind::Information, 5e6),
        ("5 tb", Kind::Information, 5e12),
        ("5 Tb", Kind::Information, 625e9),
        ("5 pb", Kind::Information, 5e15),
        ("5 kB", Kind::Information, 5e3),
        ("5 KB", Kind::Information, 5e3),
        ("8 kbit", Kind::Information, 1e3),
        ("8 Kbit", Kind::Information, 1e3),
        ("8 KBIT", Kind::Information, 1e3),
        ("8 mbit", Kind::Information, 1e6),
        ("64 mib", Kind::Information, 67_108_864.0),
        ("8 kbps", Kind::InformationRate, 1e3),
        ("100 mbps", Kind::InformationRate, 12.5e6),
        ("100 Mbps", Kind::InformationRate, 12.5e6),
        ("100 MBps", Kind::InformationRate, 100e6),
        ("8 gbps", Kind::InformationRate, 1e9),
        ("2 H", Kind::Time, 7200.0),
        ("2 Hours", Kind::Time, 7200.0),
        ("2 MIN", Kind::Time, 120.0),
        ("2 m", Kind::Time, 120.0),
        ("1 Month", Kind::Time, MONTH),
        ("3X", Kind::Ratio, 3.0),
        ("2 Million Records", Kind::Records, 2e6),
        ("2 M records", Kind::Records, 2e6),
    ] {
        let text = if text.starts_with(|c: char| c.is_ascii_digit()) { text.to_owned() } else { format!("1 {text}") };
        let found = Stated::read(&text, kind).unwrap_or_else(|error| panic!("{text}: {error}")).amount().base();
        assert!((found - base).abs() <= base * 1e-12, "{text}: {found} is not {base}");
    }
    // What case tells apart is not guessed at.
    for (text, kind, part) in [
        ("1kb", Kind::RecordSize, "write `KB` for kilobytes or `kbit` for kilobits"),
        ("1 b", Kind::RecordSize, "write `B` for bytes or `bit` for bits"),
        ("1 Gib", Kind::Information, "did you mean `GiB`?"),
        ("1 MS", Kind::Time, "not a unit"),
        ("1 S", Kind::Time, "not a unit"),
        ("1 mbs", Kind::Information, "not a unit"),
        ("1 MBPS", Kind::InformationRate, "not a unit"),
        ("2 M", Kind::Time, "a plain number"),
        ("500 GB a", Kind::Information, "`a` is not a unit"),
        ("500 GB/", Kind::Information, "`/` is not a unit"),
    ] {
        let message = Stated::read(text, kind).unwrap_err().to_string();
        assert!(message.contains(part), "{text}: no {part} in {message}");
    }
}

#[test]
fn a_comma_or_a_blank_stands_before_three_digits_or_is_refused() {
    for (text, kind, part) in [
        ("1,5 GB/h", Kind::InformationRate, "`1,5`: write 1.5, or 1,500 with three digits after each comma"),
        ("1,50 GB", Kind::Information, "`1,50`: write 1.50, or 1,500 with"),
        ("1,0000 GB", Kind::Information, "`1,0000`: write 1.0000 for a decimal"),
        ("0,500 GB", Kind::Information, "`0,500`: write 0.500 for a decimal"),
        ("1234,567 GB", Kind::Information, "`1234,567`: write 1234.567 for a decimal"),
        (",5 GB", Kind::Information, "`,5`: write 0.5"),
        ("1,,000 GB", Kind::Information, "`1,,000`: write a decimal with a point"),
        ("1.234,5 GB", Kind::Information, "`1.234,5`: write a decimal with a point"),
        ("1,234,5 GB", Kind::Information, "`1,234,5`: write a decimal with a point"),
        ("0,5..2 KB", Kind::RecordSize, "`0,5`: write 0.5"),
        ("0.5..2,5 KB", Kind::RecordSize, "`2,5`: write 2.5"),
        ("12,5 %", Kind::Share, "`12,5`: write 12.5"),
        ("$1,5", Kind::Money, "`1,5`: write 1.5"),
        ("500 GB/1,5 h", Kind::InformationRate, "`1,5`: write 1.5"),
        ("5 30", Kind::Count, "`5 30`: write one number"),
        ("1 0000 GB", Kind::Information, "`1 0000 GB`: write one number"),
        ("1,000 000", Kind::Count, "write one number"),
        ("1 MB 5 GB/day", Kind::InformationRate, "adds an amount of data and data per time"),
    ] {
        let message = Stated::read(text, kind).unwrap_err().to_string();
        assert!(message.contains(part), "{text}: no {part} in {message}");
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
    fn what_is_accepted_is_written_and_read_back_alike(
        number in prop_oneof!["[0-9]{1,4}", "[0-9]{1,3}([, \u{2009}][0-9]{1,4}){1,3}", "[0-9]{0,2}[.,][0-9]{1,3}", "[0-9_]{1,6}"],
        units in "( ?(k|K|M|x|%|[kKmMgGtTpP]i?[bB]|[kKmMgG](bit|bps|Bps)|s|ms|h|H|Min|MIN|d|Day|DAYS|record|Records)){0,2}",
        below in "((/| per | a | an )([12] ?[05]?00? )?(s|S|h|H|min|Day|month|gb|GB|kb|record|M requests)){0,2}",
        before in "(\\$)?",
    ) {
        let text = format!("{before}{number}{units}{below}");
        for kind in KINDS {
            let Ok(stated) = Stated::read(&text, *kind) else { continue };
            prop_assert_eq!(stated.text(), text.trim(), "kept to the letter");
            let first = Stated::written(stated.amount());
            let again = Stated::read(first.text(), *kind);
            prop_assert!(again.is_ok(), "{}: {:?}", text, again);
            let again = again.unwrap().amount();
            prop_assert_eq!(first.text(), again.to_string());
            let (was, is) = (stated.amount().base(), again.base());
            // Cents are said in whole ones.
            let cents = matches!(kind, Kind::Money | Kind::MoneyRate);
            prop_assert!(cents || (was - is).abs() <= was.abs() * 6e-4, "{}: {} is written {}", text, was, first.text());
        }
    }

    #[test]
    fn groups_of_three_change_nothing(number in 0_u32.., separator in prop_oneof![",", " ", "\u{2009}", "\u{202f}", "_"]) {
        let plain = number.to_string();
        let mut grouped = String::new();
        for (i, digit) in plain.chars().enumerate() {
            if i > 0 && (plain.len() - i) % 3 == 0 {
                grouped.push_str(&separator);
            }
            grouped.push(digit);
        }
        let read = |text: &str| Stated::read(&format!("{text} GB/day"), Kind::InformationRate).map(|stated| stated.amount());
        prop_assert_eq!(read(&plain).unwrap(), read(&grouped).unwrap());
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
