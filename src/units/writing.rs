//! Writes quantities as people do, to four significant digits: `69.44 MB/s`, `1.5 h`, `$4,100/month`.

use super::kind::Kind;
use super::system::MONTH;

/// The text of `base` base units of `kind`. What it writes, `read` reads back to four significant digits.
pub(super) fn write(base: f64, kind: Kind) -> String {
    if !base.is_finite() {
        return "unknown".to_owned();
    }
    match kind {
        Kind::Information | Kind::RecordSize => scaled(base, BYTES, ""),
        Kind::InformationRate => scaled(base, BYTES, "/s"),
        Kind::RecordRate => format!("{} records/s", thousands(base)),
        Kind::Records => format!("{} records", thousands(base)),
        Kind::Frequency => frequency(base),
        Kind::Time => time(base),
        Kind::Ratio => format!("{}x", digits(base, 4)),
        Kind::Share => format!("{} %", digits(base * 100.0, 4)),
        Kind::Count => digits(base.round(), 15),
        Kind::Money => dollars(base),
        Kind::MoneyRate => money_rate(base),
        Kind::InformationPrice => format!("${}/GB", digits(base * 1e9, 4)),
        Kind::StoragePrice => format!("${}/GB-month", digits(base * 1e9 * MONTH, 4)),
        Kind::RecordPrice => format!("${}/M requests", digits(base * 1e6, 4)),
    }
}

const BYTES: &[(f64, &str)] = &[(1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "KB"), (1.0, "B")];

fn scaled(base: f64, units: &[(f64, &str)], tail: &str) -> String {
    // 0.99995 of a unit already rounds up to it.
    let unit = units.iter().find(|(factor, _)| base.abs() >= factor * 0.999_95).or(units.last());
    let (factor, name) = unit.copied().unwrap_or((1.0, ""));
    format!("{} {name}{tail}", digits(base / factor, 4))
}

fn time(base: f64) -> String {
    let (factor, name) = match base.abs() {
        0.0 => (1.0, "s"),
        t if t < 1e-6 => (1e-9, "ns"),
        t if t < 1e-3 => (1e-6, "us"),
        t if t < 0.999_95 => (1e-3, "ms"),
        t if t < 120.0 => (1.0, "s"),
        t if t < 7200.0 => (60.0, "min"),
        t if t < 172_800.0 => (3600.0, "h"),
        _ => (86_400.0, "days"),
    };
    format!("{} {name}", digits(base / factor, 4))
}

fn frequency(base: f64) -> String {
    if base == 0.0 || base >= 0.999_95 {
        return format!("{}/s", thousands(base));
    }
    let (factor, name) = match base {
        f if f * 60.0 >= 0.999_95 => (60.0, "min"),
        f if f * 3600.0 >= 0.999_95 => (3600.0, "h"),
        _ => (86_400.0, "day"),
    };
    format!("{}/{name}", digits(base * factor, 4))
}

fn money_rate(base: f64) -> String {
    let month = base * MONTH;
    format!("{}/month", dollars(month))
}

fn dollars(base: f64) -> String {
    let absolute = base.abs();
    let sign = if base < 0.0 { "-" } else { "" };
    if absolute >= 999_950.0 {
        return format!("{sign}${}M", digits(absolute / 1e6, 4));
    }
    if absolute >= 999.995 {
        return format!("{sign}${}", grouped(absolute.round()));
    }
    if absolute >= 0.1 || absolute == 0.0 {
        return format!("{sign}${absolute:.2}");
    }
    format!("{sign}${}", digits(absolute, 3))
}

/// A count of many: `5,787`, `22.61k`, `1.2M`.
fn thousands(base: f64) -> String {
    match base.abs() {
        n if n >= 999_950_000.0 => format!("{}G", digits(base / 1e9, 4)),
        n if n >= 999_950.0 => format!("{}M", digits(base / 1e6, 4)),
        n if n >= 9_999.5 => format!("{}k", digits(base / 1e3, 4)),
        n if n >= 999.5 => grouped(base.round()),
        _ => digits(base, 4),
    }
}

/// A whole number below 1e15 with commas between thousands.
fn grouped(whole: f64) -> String {
    let plain = format!("{whole:.0}");
    let mut out = String::with_capacity(plain.len() + plain.len() / 3);
    for (i, c) in plain.chars().enumerate() {
        if i > 0 && (plain.len() - i).is_multiple_of(3) && !out.ends_with('-') {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// At most `significant` digits, no trailing zeros, no exponent between 1e-6 and 1e15.
fn digits(value: f64, significant: usize) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let magnitude = value.abs().log10().floor();
    if !(-7.0..15.0).contains(&magnitude) {
        return format!("{value:.*e}", significant.saturating_sub(1));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 22, from the test above"
    )]
    let decimals = (significant as f64 - 1.0 - magnitude).max(0.0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
