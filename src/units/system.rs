//! Loadline's system of quantities: information, time, records and money, each with its own dimension.
//!
//! uom's ready-made SI has no money and no records, and treats information as dimensionless. With four base
//! dimensions of our own, bytes per second divided by records per second is a record size, dollars per gigabyte
//! times gigabytes is dollars, and a sum of dollars and seconds does not compile.
//!
//! Base units: byte, second, record, dollar. A month is 730 h (8,760 h / 12), as the vendors' calculators have it.

// The macros of uom write these items; their documentation is the attribute on each quantity.
#![allow(missing_docs, clippy::pedantic)]

/// Seconds in a month of 730 h.
pub const MONTH: f64 = 730.0 * 3600.0;

#[macro_use]
pub mod information {
    quantity! {
        /// Amount of data (base unit byte).
        quantity: Information; "information";
        /// Dimension of information.
        dimension: Q<P1, Z0, Z0, Z0>;
        units {
            @byte: 1.0E0; "B", "byte", "bytes";
            @kilobyte: 1.0E3; "KB", "kilobyte", "kilobytes";
            @megabyte: 1.0E6; "MB", "megabyte", "megabytes";
            @gigabyte: 1.0E9; "GB", "gigabyte", "gigabytes";
            @terabyte: 1.0E12; "TB", "terabyte", "terabytes";
            @petabyte: 1.0E15; "PB", "petabyte", "petabytes";
            @kibibyte: 1024.0E0; "KiB", "kibibyte", "kibibytes";
            @mebibyte: 1048576.0E0; "MiB", "mebibyte", "mebibytes";
            @gibibyte: 1073741824.0E0; "GiB", "gibibyte", "gibibytes";
            @tebibyte: 1099511627776.0E0; "TiB", "tebibyte", "tebibytes";
        }
    }
}

#[macro_use]
pub mod time {
    quantity! {
        /// Time (base unit second).
        quantity: Time; "time";
        /// Dimension of time.
        dimension: Q<Z0, P1, Z0, Z0>;
        units {
            @millisecond: 1.0E-3; "ms", "millisecond", "milliseconds";
            @second: 1.0E0; "s", "second", "seconds";
            @minute: 6.0E1; "min", "minute", "minutes";
            @hour: 3.6E3; "h", "hour", "hours";
            @day: 8.64E4; "d", "day", "days";
            @month: 2.628E6; "month", "month", "months";
        }
    }
}

#[macro_use]
pub mod records {
    quantity! {
        /// Number of records: events, messages, rows, requests (base unit record).
        quantity: Records; "number of records";
        /// Dimension of records.
        dimension: Q<Z0, Z0, P1, Z0>;
        units {
            @record: 1.0E0; "record", "record", "records";
            @million_records: 1.0E6; "M records", "million records", "million records";
        }
    }
}

#[macro_use]
pub mod money {
    quantity! {
        /// Money (base unit US dollar).
        quantity: Money; "money";
        /// Dimension of money.
        dimension: Q<Z0, Z0, Z0, P1>;
        units {
            @dollar: 1.0E0; "$", "dollar", "dollars";
        }
    }
}

#[macro_use]
pub mod ratio {
    quantity! {
        /// Ratio of two like quantities (base unit one).
        quantity: Ratio; "ratio";
        /// Dimension of ratio.
        dimension: Q<Z0, Z0, Z0, Z0>;
        units {
            @one: 1.0E0; "x", "times", "times";
            @percent: 1.0E-2; "%", "percent", "percent";
        }
    }
}

#[macro_use]
pub mod information_rate {
    quantity! {
        /// Data per time: throughput in bytes (base unit byte per second).
        quantity: InformationRate; "information rate";
        /// Dimension of information rate.
        dimension: Q<P1, N1, Z0, Z0>;
        units {
            @byte_per_second: 1.0E0; "B/s", "byte per second", "bytes per second";
            @megabyte_per_second: 1.0E6; "MB/s", "megabyte per second", "megabytes per second";
            @mebibyte_per_second: 1048576.0E0; "MiB/s", "mebibyte per second", "mebibytes per second";
            @gigabyte_per_day: 1.0E9 / 8.64E4; "GB/day", "gigabyte per day", "gigabytes per day";
        }
    }
}

#[macro_use]
pub mod record_rate {
    quantity! {
        /// Records per time: throughput in records (base unit record per second).
        quantity: RecordRate; "record rate";
        /// Dimension of record rate.
        dimension: Q<Z0, N1, P1, Z0>;
        units {
            @record_per_second: 1.0E0; "records/s", "record per second", "records per second";
        }
    }
}

#[macro_use]
pub mod record_size {
    quantity! {
        /// Data per record (base unit byte per record).
        quantity: RecordSize; "record size";
        /// Dimension of record size.
        dimension: Q<P1, Z0, N1, Z0>;
        units {
            @byte_per_record: 1.0E0; "B", "byte per record", "bytes per record";
            @kilobyte_per_record: 1.0E3; "KB", "kilobyte per record", "kilobytes per record";
        }
    }
}

#[macro_use]
pub mod frequency {
    quantity! {
        /// How often something happens (base unit one per second).
        quantity: Frequency; "frequency";
        /// Dimension of frequency.
        dimension: Q<Z0, N1, Z0, Z0>;
        units {
            @per_second: 1.0E0; "1/s", "per second", "per second";
        }
    }
}

#[macro_use]
pub mod money_rate {
    quantity! {
        /// Money per time (base unit dollar per second).
        quantity: MoneyRate; "money per time";
        /// Dimension of money per time.
        dimension: Q<Z0, N1, Z0, P1>;
        units {
            @dollar_per_second: 1.0E0; "$/s", "dollar per second", "dollars per second";
            @dollar_per_hour: 1.0E0 / 3.6E3; "$/h", "dollar per hour", "dollars per hour";
            @dollar_per_month: 1.0E0 / 2.628E6; "$/month", "dollar per month", "dollars per month";
        }
    }
}

#[macro_use]
pub mod information_price {
    quantity! {
        /// Money per data moved (base unit dollar per byte).
        quantity: InformationPrice; "price of data moved";
        /// Dimension of a price of data moved.
        dimension: Q<N1, Z0, Z0, P1>;
        units {
            @dollar_per_byte: 1.0E0; "$/B", "dollar per byte", "dollars per byte";
            @dollar_per_gigabyte: 1.0E-9; "$/GB", "dollar per gigabyte", "dollars per gigabyte";
        }
    }
}

#[macro_use]
pub mod storage_price {
    quantity! {
        /// Money per data kept and time (base unit dollar per byte and second).
        quantity: StoragePrice; "price of data kept";
        /// Dimension of a price of data kept.
        dimension: Q<N1, N1, Z0, P1>;
        units {
            @dollar_per_byte_second: 1.0E0; "$/B-s", "dollar per byte-second", "dollars per byte-second";
            @dollar_per_gigabyte_month: 1.0E-9 / 2.628E6; "$/GB-month", "dollar per gigabyte-month", "dollars per gigabyte-month";
        }
    }
}

#[macro_use]
pub mod record_price {
    quantity! {
        /// Money per record or request (base unit dollar per record).
        quantity: RecordPrice; "price of requests";
        /// Dimension of a price of requests.
        dimension: Q<Z0, Z0, N1, P1>;
        units {
            @dollar_per_record: 1.0E0; "$/record", "dollar per record", "dollars per record";
            @dollar_per_million_records: 1.0E-6; "$/M records", "dollar per million records", "dollars per million records";
        }
    }
}

system! {
    /// Loadline's quantities: information, time, records, money.
    quantities: Q {
        information: byte, B;
        time: second, T;
        records: record, R;
        money: dollar, M;
    }

    /// Loadline's units.
    units: U {
        mod information::Information,
        mod time::Time,
        mod records::Records,
        mod money::Money,
        mod ratio::Ratio,
        mod information_rate::InformationRate,
        mod record_rate::RecordRate,
        mod record_size::RecordSize,
        mod frequency::Frequency,
        mod money_rate::MoneyRate,
        mod information_price::InformationPrice,
        mod storage_price::StoragePrice,
        mod record_price::RecordPrice,
    }
}

/// The quantities over `f64` in base units.
pub mod quantities {
    Q!(crate::units::system, f64);
}
