//! Instances, partitions and capacity.

use super::Need::{Default, Optional, Repeated, Required};
use super::arguments::Phrase;
use super::lines::Lines;
use super::{Argument, Formula, Takes};
use crate::formulas::scaling;
use crate::units::Kind;

const UTILIZATION: Argument =
    Argument::new("utilization", Takes::Quantity(Kind::Share), Default("100 %"), "how busy it may be");

pub(super) const PARTITIONS: Formula = Formula {
    name: "partitions",
    doc: "Partitions of a log for a target rate, from what one of them takes and one consumer reads. Consumers over \
          the number of partitions do nothing.",
    source: "Confluent, how to choose the number of partitions: max(t / p, t / c)",
    arguments: &[
        Argument::new("target", Takes::Rate, Required, "what has to get through"),
        Argument::new("producer", Takes::Rate, Required, "what one partition takes"),
        Argument::new("consumer", Takes::Rate, Required, "what one consumer reads from one partition"),
        Argument::new("largest_share", Takes::Quantity(Kind::Share), Optional, "share of the hottest partition or key"),
    ],
    example: &[("target", "20 MB/s"), ("producer", "5 MB/s"), ("consumer", "3 MB/s")],
    work: |arguments| {
        let target = arguments.number("target")?;
        let least = arguments.positive("producer")?.min(arguments.positive("consumer")?);
        let mut lines = Lines::new();
        let how = "max(target / producer, target / consumer), rounded up";
        lines.exact("partitions", Kind::Count, scaling::whole_up(target / least).max(1.0), how);
        if let Some(share) = arguments.optional("largest_share")? {
            let used = share * target / least;
            let how = if used < 1.0 {
                "largest share x target / rate of one partition"
            } else {
                "over 100 %: no number of partitions helps a key that is too hot for one"
            };
            lines.exact("hot_utilization", Kind::Share, used, how);
        }
        Ok(lines)
    },
};

pub(super) const CAPACITY: Formula = Formula {
    name: "capacity",
    doc: "Capacity that carries a load at a utilization and catches up in time after a restart.",
    source: "Flink Kubernetes operator, AutoScalerUtils: lag / T + load restart / T + load / u",
    arguments: &[
        Argument::new("load", Takes::Rate, Required, "what comes"),
        UTILIZATION,
        Argument::new("restart", Takes::Quantity(Kind::Time), Default("0 s"), "how long nothing is processed"),
        Argument::new(
            "catch_up",
            Takes::Quantity(Kind::Time),
            Default("0 s"),
            "time to be current again; 0 s: never mind",
        ),
        Argument::new("lag", Takes::Volume, Default("0"), "what waits already"),
    ],
    example: &[("load", "700/s"), ("utilization", "70 %"), ("restart", "2 min"), ("catch_up", "10 min")],
    work: |arguments| {
        let (load, utilization) = (arguments.number("load")?, arguments.positive("utilization")?);
        let (restart, catch_up, lag) =
            (arguments.number("restart")?, arguments.number("catch_up")?, arguments.number("lag")?);
        let rate = arguments.of.rate();
        let mut lines = Lines::new();
        let needed = scaling::capacity(load, utilization, restart, catch_up, lag);
        lines.exact("capacity", rate, needed, "load / utilization + load x restart / catch_up + lag / catch_up");
        let lag_rate = if catch_up > 0.0 { lag / catch_up } else { 0.0 };
        lines.exact("catch_up_rate", rate, lag_rate, "lag / catch_up, 0 without a catch_up");
        Ok(lines)
    },
};

pub(super) const PARALLELISM: Formula = Formula {
    name: "parallelism",
    doc: "Instances for a target rate, from what the present ones truly process. Give true_rate or observed.",
    source: "Flink Kubernetes operator, JobVertexScaler: current x target / (true rate x u), a divisor of key groups",
    arguments: &[
        Argument::new("target", Takes::Rate, Required, "what has to get through"),
        Argument::new("true_rate", Takes::Rate, Optional, "what the present instances do together at full work"),
        Argument::new("observed", Takes::Rate, Optional, "what they do now, held up by back-pressure"),
        Argument::new("backpressured", Takes::Quantity(Kind::Share), Default("0 %"), "share of the time held up"),
        Argument::new("current", Takes::Quantity(Kind::Count), Default("1"), "present instances"),
        UTILIZATION,
        Argument::new("key_groups", Takes::Quantity(Kind::Count), Optional, "rounds up to a divisor of it"),
    ],
    example: &[
        ("target", "50/s"),
        ("true_rate", "100/s"),
        ("current", "10"),
        ("utilization", "80 %"),
        ("key_groups", "720"),
    ],
    work: |arguments| {
        let held = arguments.number("backpressured")?;
        let true_rate = match (arguments.optional_positive("true_rate")?, arguments.optional_positive("observed")?) {
            (Some(rate), None) => rate,
            (None, Some(_)) if held >= 1.0 => return Err(arguments.out_of_range("backpressured", "less than 100 %")),
            (None, Some(seen)) => seen / (1.0 - held),
            _ => return Err(arguments.missing("true_rate or observed", "one of the two")),
        };
        let (target, utilization) = (arguments.number("target")?, arguments.positive("utilization")?);
        let exact = scaling::instances(target, true_rate, arguments.positive("current")?, utilization);
        let mut lines = Lines::new();
        lines.exact("true_rate", arguments.of.rate(), true_rate, "observed / (1 - backpressured)");
        let mut needed = scaling::whole_up(exact).max(1.0);
        let mut how = "current x target / (true rate x utilization), rounded up";
        if arguments.optional("key_groups")?.is_some() {
            let groups = arguments.count("key_groups", 1_000_000, "a whole number from 1 to 1,000,000")?;
            how = if needed > f64::from(groups) {
                "all key groups, which is less than the target needs: more instances would have no keys"
            } else {
                "current x target / (true rate x utilization), rounded up to a divisor of the key groups"
            };
            needed = f64::from(scaling::divisor_from(needed, groups));
        }
        lines.exact("instances", Kind::Count, needed, how);
        lines.exact("instances_exact", Kind::Ratio, exact, "before rounding");
        Ok(lines)
    },
};

const OPERATOR: &str = "NAME takes 50/s gives 400/s";

pub(super) const DS2: Formula = Formula {
    name: "ds2",
    doc: "Instances of every operator of a pipeline at once, from what an instance takes and gives per second of \
          work. Rounded up only for the answer, never before the next operator.",
    source: "DS2: Kalavri et al., Three steps is all you need, OSDI 2018",
    arguments: &[
        Argument::new("source", Takes::Rate, Repeated, "what a source gives; several add up"),
        Argument::new("operator", Takes::Words, Repeated, "`NAME takes 50/s gives 400/s`, in order"),
        UTILIZATION,
    ],
    example: &[
        ("source", "100/s"),
        ("operator", "parse takes 50/s gives 400/s"),
        ("operator", "count takes 100/s gives 200/s"),
    ],
    work: |arguments| {
        let sources: Vec<f64> =
            arguments.texts("source").map(|text| arguments.rate("source", text)).collect::<Result<_, _>>()?;
        let (mut names, mut operators) = (Vec::new(), Vec::new());
        for text in arguments.texts("operator") {
            let phrase = Phrase::read("operator", text, &["takes", "gives"], OPERATOR)?;
            let takes = arguments.rate("operator", phrase.section("takes")?)?;
            let gives = phrase.maybe("gives").map_or(Ok(takes), |text| arguments.rate("operator", text))?;
            if takes <= 0.0 {
                return Err(phrase.wrong());
            }
            names.push(phrase.head()?.to_owned());
            operators.push(scaling::Operator { takes, gives });
        }
        if sources.is_empty() || operators.is_empty() {
            return Err(arguments.missing("source and operator", "at least one of each"));
        }
        let utilization = arguments.positive("utilization")?;
        let mut lines = Lines::new();
        for (name, (input, exact)) in names.iter().zip(scaling::ds2(sources.iter().sum(), &operators, utilization)) {
            lines.exact(
                format!("{name}.input"),
                arguments.of.rate(),
                input,
                "what the one before gives: input x gives / takes",
            );
            let needed = scaling::whole_up(exact).max(1.0);
            lines.exact(format!("{name}.instances"), Kind::Count, needed, "input / (takes x utilization), rounded up");
            lines.exact(format!("{name}.instances_exact"), Kind::Ratio, exact, "before rounding");
        }
        Ok(lines)
    },
};

pub(super) const USL: Formula = Formula {
    name: "usl",
    doc: "Capacity of many units that get in each other's way.",
    source: "Gunther, universal scalability law (1993)",
    arguments: &[
        Argument::new("unit", Takes::Rate, Required, "what one unit does alone"),
        Argument::new("units", Takes::Quantity(Kind::Count), Required, "how many there are"),
        Argument::new(
            "contention",
            Takes::Quantity(Kind::Ratio),
            Default("0"),
            "alpha: share of the work that is serial",
        ),
        Argument::new("coherency", Takes::Quantity(Kind::Ratio), Default("0"), "beta: cost of each pair of units"),
    ],
    example: &[("unit", "1000/s"), ("units", "32"), ("contention", "0.03"), ("coherency", "0.0005")],
    work: |arguments| {
        let (unit, contention, coherency) =
            (arguments.number("unit")?, arguments.number("contention")?, arguments.number("coherency")?);
        if contention > 1.0 {
            return Err(arguments.out_of_range("contention", "a share from 0 to 1"));
        }
        let units = arguments.positive("units")?;
        let rate = arguments.of.rate();
        let found = scaling::usl(unit, units, contention, coherency);
        let mut lines = Lines::new();
        lines.exact("capacity", rate, found, "n unit / (1 + alpha (n - 1) + beta n (n - 1))");
        let efficiency = 1.0 / (1.0 + contention * (units - 1.0) + coherency * units * (units - 1.0));
        lines.exact("efficiency", Kind::Share, efficiency, "capacity / (n unit)");
        match scaling::usl_best(contention, coherency) {
            Some(best) => {
                // The top is between two whole numbers of units.
                let at = |n: f64| scaling::usl(unit, n, contention, coherency);
                let best = if at(best.floor()) >= at(best.ceil()) { best.floor() } else { best.ceil() };
                lines.exact("best_units", Kind::Count, best, "sqrt((1 - alpha) / beta), the better neighbour");
                lines.exact("best_capacity", rate, at(best), "capacity at best_units");
            }
            None => lines.none("best_units", "without coherency more units never take away"),
        }
        Ok(lines)
    },
};
