//! Complete designs to begin with, one for each system that an interview asks for.

macro_rules! templates {
    ($($name:literal, $title:literal);+ $(;)?) => {
        &[$(Template { name: $name, title: $title, text: include_str!(concat!("../designs/", $name, ".ron")) }),+]
    };
}

/// A design to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its name in menus.
    pub title: &'static str,
    /// The text of its file.
    pub text: &'static str,
}

/// Every template.
#[rustfmt::skip]
pub const TEMPLATES: &[Template] = templates![
    "500-gb-daily-in-2-h", "500 GB a day, served within 2 hours";
    "1-tb-daily-1-h-sla", "1 TB a day with a one-hour SLA";
    "mysql-to-redshift-daily", "MySQL to Redshift, daily";
    "late-events", "Late events";
    "backfill-without-downtime", "Backfill without downtime";
    "schema-evolution", "Schema evolution";
    "freshness-slo", "A freshness SLO";
    "idempotent-ingestion", "Idempotent ingestion";
    "hourly-aggregates", "Hourly aggregates";
    "cold-archive", "Cold archive";
    "time-series-metrics", "Time-series metrics";
    "cost-vs-latency", "Cost against latency";
];

/// The template of a name.
pub fn template(name: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.name == name)
}
