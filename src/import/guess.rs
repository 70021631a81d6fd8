//! Which product does somebody mean who has drawn a box? By the words in it, else by its shape and where it stands.

use super::Node;
use crate::catalog::{Catalog, Product, Role};
use crate::design::Id;

/// What a box becomes.
pub(super) struct Guessed {
    /// Its name.
    pub name: Named,
    pub role: Role,
    pub product: String,
}

/// A name, and the id that is made of it.
pub(super) struct Named(pub String);

impl std::ops::Deref for Named {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Named {
    pub fn id(&self) -> Id {
        Id::from_name(&self.0)
    }
}

/// Words that tell a role, and the part that stands for it. The first that is found counts.
#[rustfmt::skip]
const WORDS: &[(&[&str], &str)] = &[
    (&["dead letter", "dead-letter", "dlq"], "task-queue"),
    (&["alarm", "alert", "monitor", "prometheus", "grafana", "cloudwatch", "datadog", "pagerduty"], "freshness-monitor"),
    (&["airflow", "dagster", "orchestrat", "scheduler", "prefect"], "scheduler"),
    (&["kafka", "kinesis", "pulsar", "event hub", "topic", "stream", "log"], "message-log"),
    (&["queue", "sqs", "rabbit", "pubsub", "pub/sub", "broker"], "task-queue"),
    (&["warehouse", "redshift", "snowflake", "bigquery", "clickhouse"], "warehouse"),
    (&["lake", "iceberg", "delta", "hudi"], "table-store"),
    (&["s3", "gcs", "bucket", "blob", "object store", "archive", "storage"], "object-store"),
    (&["cache", "redis", "memcache"], "cache"),
    (&["postgres", "mysql", "database", " db", "oltp", "dynamo", "cassandra", "mongo"], "key-value-store"),
    (&["flink", "streaming job", "stream processor", "beam"], "stream-processor"),
    (&["spark", "batch", "etl", "job", "worker", "transform", "dbt", "lambda", "consumer", "loader"], "batch-job"),
    (&["dashboard", "bi ", "report", "api", "serving", "query", "looker", "tableau"], "dashboard"),
    (&["app", "client", "user", "device", "sensor", "producer", "source", "web", "mobile"], "event-source"),
];

/// What data comes from where nothing leads to it.
const DATABASES: &[&str] = &["postgres", "mysql", "oracle", "sql server", "database", " db ", "oltp"];

fn plain(text: &str) -> String {
    let text: String =
        text.chars().map(|letter| if letter.is_alphanumeric() { letter.to_ascii_lowercase() } else { ' ' }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text has a sign that is seen: a box with none would be exported as one that is called like its product.
fn is_seen(text: &str) -> bool {
    text.chars().any(|letter| !letter.is_whitespace() && !letter.is_control())
}

/// The names of a catalogue's products, made plain once: a graph may have ten thousand boxes.
pub(super) struct Names<'a> {
    catalog: &'a Catalog,
    /// The plain name with a space on either side, the plain id, the product.
    products: Vec<(String, String, &'a Product)>,
}

impl<'a> Names<'a> {
    pub fn of(catalog: &'a Catalog) -> Self {
        let products = catalog.products();
        let products =
            products.map(|product| (format!(" {} ", plain(&product.name)), plain(&product.id), product)).collect();
        Self { catalog, products }
    }

    /// The product that a text names.
    fn named(&self, text: &str) -> Option<&'a Product> {
        let wanted = plain(text);
        if wanted.is_empty() {
            return None;
        }
        let padded = format!(" {wanted} ");
        let same = self.products.iter().find(|(name, id, _)| *name == padded || *id == wanted);
        // Or a text that holds the name of a product as whole words: the longest name.
        let held = || {
            let held = self.products.iter().filter(|(name, ..)| name.len() >= 6 && padded.contains(name));
            held.max_by_key(|(.., product)| product.name.len())
        };
        same.or_else(held).map(|(.., product)| *product)
    }
}

/// A part of a role, whichever the catalogue has: a general one if there is one.
fn of_role(catalog: &Catalog, role: Role) -> Option<&Product> {
    let of = || catalog.products().filter(move |product| product.role == role);
    of().find(|product| product.vendor.is_empty()).or_else(|| of().next())
}

/// Guesses what a box is. `has_input`: something leads to it; `watched`: a broken line leads to it.
pub(super) fn product(names: &Names<'_>, node: &Node, has_input: bool, watched: bool) -> Guessed {
    let catalog = names.catalog;
    let mut lines = node.label.lines().map(str::trim).filter(|line| is_seen(line));
    let first = lines.next().or(Some(node.name.trim()).filter(|name| is_seen(name))).unwrap_or("unnamed").to_owned();
    let second = lines.next();
    let guessed =
        |product: &Product| Guessed { name: Named(first.clone()), role: product.role, product: product.id.clone() };
    if let Some(product) = second.and_then(|text| names.named(text)).or_else(|| names.named(&first)) {
        return guessed(product);
    }
    let words = format!(" {} {} ", plain(&first), second.map(plain).unwrap_or_default());
    if !has_input
        && DATABASES.iter().any(|word| words.contains(word))
        && let Some(product) = catalog.product("source-database")
    {
        return guessed(product);
    }
    let by_words = WORDS
        .iter()
        .find(|(words_of, _)| words_of.iter().any(|word| words.contains(word)))
        .and_then(|(_, id)| catalog.product(id));
    if let Some(product) = by_words {
        return guessed(product);
    }
    let role = match node.shape.as_str() {
        "cylinder" => Role::Store,
        "queue" => Role::Queue,
        "hexagon" => Role::Monitor,
        _ if watched && !has_input => Role::Monitor,
        _ if !has_input => Role::Source,
        _ => Role::Compute,
    };
    match of_role(catalog, role) {
        Some(product) => guessed(product),
        None => Guessed { name: Named(first.clone()), role, product: String::new() },
    }
}
