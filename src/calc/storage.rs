//! What is kept, written and billed.

use super::Need::{Default, Optional, Repeated, Required};
use super::arguments::{Arguments, Phrase, quantity};
use super::lines::Lines;
use super::{Argument, CalcError, Formula, Takes};
use crate::formulas::{scaling, storage};
use crate::units::Kind;
use crate::units::system::MONTH;

const TIER: &str = "NAME until 7 days at $0.023/GB-month";

pub(super) const STORAGE: Formula = Formula {
    name: "storage",
    doc: "What a stream keeps, in tiers by age if there are any. Replication counts for disks one buys; a managed \
          store has it in its price, so leave it at 1 there.",
    source: "arithmetic: rate / compression x retention x replication",
    arguments: &[
        Argument::new("rate", Takes::Quantity(Kind::InformationRate), Required, "mean rate, before compression"),
        Argument::new("retention", Takes::Quantity(Kind::Time), Required, "how long it is kept"),
        Argument::new("compression", Takes::Quantity(Kind::Ratio), Default("1x"), "raw size over stored size"),
        Argument::new(
            "replication",
            Takes::Quantity(Kind::Ratio),
            Default("1x"),
            "copies, or (k + m) / k of an erasure code",
        ),
        Argument::new("fill", Takes::Quantity(Kind::Share), Default("100 %"), "how full the disks may be"),
        Argument::new(
            "tier",
            Takes::Words,
            Repeated,
            "`NAME until 7 days at $0.023/GB-month`, by age; the last without `until`",
        ),
    ],
    example: &[
        ("rate", "500 GB/day"),
        ("retention", "1 year"),
        ("compression", "4x"),
        ("tier", "hot until 30 days at $0.023/GB-month"),
        ("tier", "cold at $0.004/GB-month"),
    ],
    work: keep,
};

fn keep(arguments: &Arguments<'_>) -> Result<Lines, CalcError> {
    let retention = arguments.number("retention")?;
    let copies = arguments.positive("replication")?;
    let rate = arguments.number("rate")? / arguments.positive("compression")? * copies;
    let stored = storage::stored(rate, retention);
    let mut lines = Lines::new();
    lines.exact("stored", Kind::Information, stored, "rate / compression x replication x retention, once full");
    lines.exact("disks", Kind::Information, stored / arguments.positive("fill")?, "stored / fill");
    let first = storage::average_while_filling(rate, retention, MONTH);
    lines.exact("first_month", Kind::Information, first, "mean of the first 730 h, while it fills up");
    let (mut from, mut cost) = (0.0, None);
    for text in arguments.texts("tier") {
        let phrase = Phrase::read("tier", text, &["until", "at"], TIER)?;
        let until = phrase.optional("until", Kind::Time)?.unwrap_or(retention.max(from));
        if until < from {
            return Err(phrase.wrong());
        }
        let held = storage::tier(rate, from, until, retention);
        let name = phrase.head()?;
        lines.exact(format!("{name}.stored"), Kind::Information, held, "rate as stored x (until - from)");
        if let Some(price) = phrase.optional("at", Kind::StoragePrice)? {
            lines.exact(format!("{name}.cost"), Kind::MoneyRate, held * price, "stored x price");
            cost = Some(cost.unwrap_or(0.0) + held * price);
        }
        from = until;
    }
    if let Some(cost) = cost {
        lines.exact("cost", Kind::MoneyRate, cost, "sum over tiers, once full");
    }
    Ok(lines)
}

pub(super) const BROKERS: Formula = Formula {
    name: "brokers",
    doc: "What a replicated log writes, copies and sends, and how many brokers that takes.",
    source: "Kafka: writes RF x ingress, replication (RF - 1) x ingress, out readers x ingress + replication",
    arguments: &[
        Argument::new("ingress", Takes::Quantity(Kind::InformationRate), Required, "what producers send"),
        Argument::new("replication", Takes::Quantity(Kind::Count), Default("3"), "copies, RF"),
        Argument::new("readers", Takes::Quantity(Kind::Count), Default("1"), "consumer groups that read all"),
        Argument::new("retention", Takes::Quantity(Kind::Time), Optional, "how long it is kept"),
        Argument::new("broker", Takes::Quantity(Kind::InformationRate), Optional, "what one broker writes"),
        Argument::new("disk", Takes::Quantity(Kind::Information), Optional, "what one broker keeps"),
    ],
    example: &[
        ("ingress", "100 MB/s"),
        ("replication", "3"),
        ("readers", "2"),
        ("retention", "7 days"),
        ("broker", "60 MB/s"),
    ],
    work: |arguments| {
        let (ingress, copies) = (arguments.number("ingress")?, arguments.positive("replication")?);
        let found = storage::brokers(ingress, copies, arguments.number("readers")?);
        let mut lines = Lines::new();
        lines.exact("writes", Kind::InformationRate, found.writes, "RF x ingress");
        lines.exact("between_brokers", Kind::InformationRate, found.replication, "(RF - 1) x ingress");
        lines.exact("out", Kind::InformationRate, found.out, "readers x ingress + (RF - 1) x ingress");
        let stored = arguments.optional("retention")?.map(|retention| storage::stored(found.writes, retention));
        if let Some(stored) = stored {
            lines.exact("stored", Kind::Information, stored, "RF x ingress x retention");
        }
        let by_rate = arguments.optional_positive("broker")?.map(|broker| found.writes / broker);
        let by_disk = arguments.optional_positive("disk")?.zip(stored).map(|(disk, stored)| stored / disk);
        if by_rate.is_some() || by_disk.is_some() {
            let needed = by_rate.unwrap_or(0.0).max(by_disk.unwrap_or(0.0)).max(copies);
            let how = "the most of writes / broker, stored / disk and RF, rounded up";
            lines.exact("brokers", Kind::Count, scaling::whole_up(needed), how);
        }
        Ok(lines)
    },
};

const PART: &str = "100 GB for 15 days";

pub(super) const BYTE_MONTHS: Formula = Formula {
    name: "byte-months",
    doc: "What was kept on average over a month, which is what stores bill.",
    source: "AWS S3: byte-hours over the hours of the month",
    arguments: &[
        Argument::new("part", Takes::Words, Repeated, "`100 GB for 15 days`"),
        Argument::new("month", Takes::Quantity(Kind::Time), Default("730 h"), "length of the month"),
        Argument::new("price", Takes::Quantity(Kind::StoragePrice), Optional, "price of data kept, per month of 730 h"),
    ],
    example: &[("part", "100 GB for 15 days"), ("part", "100 TB for 16 days"), ("month", "744 h")],
    work: |arguments| {
        let mut kept = 0.0;
        for text in arguments.texts("part") {
            let phrase = Phrase::read("part", text, &["for"], PART)?;
            kept += quantity("part", phrase.head()?, Kind::Information)? * phrase.number("for", Kind::Time)?;
        }
        let average = kept / arguments.positive("month")?;
        let mut lines = Lines::new();
        lines.exact("average", Kind::Information, average, "sum of amount x time / month");
        if let Some(price) = arguments.optional("price")? {
            lines.exact("cost", Kind::Money, average * price * MONTH, "average x price of a month");
        }
        Ok(lines)
    },
};
