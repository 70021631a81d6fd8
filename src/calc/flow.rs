//! Rates, volumes, requests and what moving data costs.

use super::Need::{Default, Optional, Required};
use super::arguments::Arguments;
use super::lines::Lines;
use super::{Argument, CalcError, Formula, Takes};
use crate::formulas::scaling::whole_up;
use crate::units::Kind;
use crate::units::system::MONTH;

pub(super) const RATE: Formula = Formula {
    name: "rate",
    doc: "The rate of a volume in a period, and what it makes in a day and in a month of 730 h.",
    source: "arithmetic",
    arguments: &[
        Argument::new("volume", Takes::Volume, Required, "what comes in the period"),
        Argument::new("period", Takes::Quantity(Kind::Time), Required, "the period"),
    ],
    example: &[("volume", "500 GB"), ("period", "1 day")],
    work: |arguments| {
        let rate = arguments.number("volume")? / arguments.positive("period")?;
        let mut lines = Lines::new();
        lines.exact("rate", arguments.of.rate(), rate, "volume / period");
        lines.exact("per_day", arguments.of.volume(), rate * 86_400.0, "rate x 86,400 s");
        lines.exact("per_month", arguments.of.volume(), rate * MONTH, "rate x 730 h");
        Ok(lines)
    },
};

pub(super) const WINDOW: Formula = Formula {
    name: "window",
    doc: "The throughput that gets a volume through within a time, of which a start-up is lost.",
    source: "arithmetic: V / (W - s)",
    arguments: &[
        Argument::new("volume", Takes::Volume, Required, "what has to get through"),
        Argument::new("within", Takes::Quantity(Kind::Time), Required, "the time there is"),
        Argument::new("startup", Takes::Quantity(Kind::Time), Default("0 s"), "time before the first byte moves"),
    ],
    example: &[("volume", "500 GB"), ("within", "2 h")],
    work: |arguments| {
        let (volume, within) = (arguments.number("volume")?, arguments.positive("within")?);
        let left = within - arguments.number("startup")?;
        let mut lines = Lines::new();
        if left > 0.0 {
            let how = "volume / (within - startup)";
            lines.exact("throughput", arguments.of.rate(), volume / left, how);
        } else {
            lines.none("throughput", "no throughput is enough: the start-up takes all the time there is");
        }
        Ok(lines)
    },
};

pub(super) const LITTLE: Formula = Formula {
    name: "little",
    doc: "Little's law: two of arrivals, time and in_system give the third. Holds for whatever is stable.",
    source: "Little 1961: L = lambda W",
    arguments: &[
        Argument::new("arrivals", Takes::Quantity(Kind::RecordRate), Optional, "records per time"),
        Argument::new("time", Takes::Quantity(Kind::Time), Optional, "mean time in the system"),
        Argument::new("in_system", Takes::Quantity(Kind::Records), Optional, "mean number in the system"),
    ],
    example: &[("arrivals", "200/s"), ("time", "50 ms")],
    work: |arguments| {
        let mut lines = Lines::new();
        match (arguments.optional("arrivals")?, arguments.optional("time")?, arguments.optional("in_system")?) {
            (Some(rate), Some(time), None) => lines.exact("in_system", Kind::Records, rate * time, "L = lambda W"),
            (Some(_), None, Some(inside)) => {
                let rate = arguments.positive("arrivals")?;
                lines.exact("time", Kind::Time, inside / rate, "W = L / lambda");
            }
            (None, Some(_), Some(inside)) => {
                let time = arguments.positive("time")?;
                lines.exact("arrivals", Kind::RecordRate, inside / time, "lambda = L / W");
            }
            _ => return Err(arguments.missing("two of arrivals, time and in_system", "the third is the answer")),
        }
        Ok(lines)
    },
};

pub(super) const REQUESTS: Formula = Formula {
    name: "requests",
    doc: "Units of records that are rounded up one by one: capacity units of a key-value store, payload units of a \
          stream. The rounding is per record, not on the sum.",
    source: "AWS, DynamoDB read/write capacity (4 KB and 1 KB) and Kinesis PUT payload units (25 KB)",
    arguments: &[
        Argument::new("rate", Takes::Quantity(Kind::RecordRate), Required, "records per time"),
        Argument::new("size", Takes::Quantity(Kind::RecordSize), Required, "size of a record"),
        Argument::new("unit", Takes::Quantity(Kind::RecordSize), Required, "what one unit holds"),
        Argument::new("factor", Takes::Quantity(Kind::Ratio), Default("1x"), "0.5 for eventually consistent reads"),
        Argument::new("price", Takes::Quantity(Kind::RecordPrice), Optional, "price of a unit"),
    ],
    example: &[("rate", "16/s"), ("size", "12 KB"), ("unit", "4 KB"), ("factor", "0.5")],
    work: |arguments| {
        let (rate, size) = (arguments.number("rate")?, arguments.positive("size")?);
        let each = whole_up(size / arguments.positive("unit")?);
        let units = rate * each * arguments.number("factor")?;
        let mut lines = Lines::new();
        lines.exact("units_per_record", Kind::Count, each, "size / unit, rounded up for each record");
        lines.exact("units", Kind::Ratio, units, "rate x units per record x factor, per second");
        lines.exact("throughput", Kind::InformationRate, rate * size, "rate x size");
        if let Some(price) = arguments.optional("price")? {
            lines.exact("cost", Kind::MoneyRate, units * price, "units x price");
        }
        Ok(lines)
    },
};

pub(super) const TRANSFER: Formula = Formula {
    name: "transfer",
    doc: "What moving data costs, for each boundary that it crosses.",
    source: "arithmetic; vendors charge each boundary and direction by itself",
    arguments: &[
        Argument::new("volume", Takes::Quantity(Kind::Information), Required, "what is moved"),
        Argument::new("price", Takes::Quantity(Kind::InformationPrice), Required, "price of data moved"),
        Argument::new("boundaries", Takes::Quantity(Kind::Count), Default("1"), "how often it is charged"),
    ],
    example: &[("volume", "1 TB"), ("price", "$0.01/GB"), ("boundaries", "2")],
    work: |arguments: &Arguments<'_>| -> Result<Lines, CalcError> {
        let cost = arguments.number("volume")? * arguments.number("price")? * arguments.number("boundaries")?;
        let mut lines = Lines::new();
        lines.exact("cost", Kind::Money, cost, "volume x price x boundaries");
        Ok(lines)
    },
};
