//! Search as one types, over names: the letters stand in the name in order, best where they begin words.

use crate::catalog::{Catalog, Product};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use std::cell::RefCell;

thread_local! {
    // It holds a hundred kilobytes of working memory, and is asked for every name in every frame.
    static MATCHER: RefCell<Matcher> = RefCell::new(Matcher::new(Config::DEFAULT));
}

/// More than any name scores.
const MOST: usize = 10_000;

fn matched(wanted: &str, name: &str, kind: AtomKind) -> Option<usize> {
    if wanted.trim().is_empty() {
        return Some(0);
    }
    let pattern = Pattern::new(wanted.trim(), CaseMatching::Ignore, Normalization::Smart, kind);
    let mut letters = Vec::new();
    let score = MATCHER.with_borrow_mut(|matcher| pattern.score(Utf32Str::new(name, &mut letters), matcher))?;
    let score = usize::try_from(score).unwrap_or(MOST);
    // Of two names with the same letters the one that begins with them is nearer to what was typed, and then the
    // shorter one.
    let wanted = wanted.trim();
    let begins = name.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted));
    Some(MOST.saturating_sub(score * 10) + 5 * usize::from(!begins) + (name.len() / 8).min(4))
}

/// How well a name answers a search: less is better; none if it does not. Case does not count.
pub fn rank(wanted: &str, name: &str) -> Option<usize> {
    matched(wanted, name, AtomKind::Fuzzy)
}

/// How well a name holds what is searched for, letters together: less is better; none if it does not.
pub fn rank_whole(wanted: &str, name: &str) -> Option<usize> {
    matched(wanted, name, AtomKind::Substring)
}

/// What people call products that the catalogue has under another name, or what the general one stands for; by the
/// beginning of the id.
const CALLED: &[(&str, &str)] = &[
    ("msk-", "kafka"),
    ("redpanda", "kafka"),
    ("event-hubs", "kafka"),
    ("message-log", "kafka topic log pulsar"),
    ("kinesis-", "stream"),
    ("task-queue", "celery jobs"),
    ("source-database", "postgres postgresql oracle sql server mongodb oltp"),
    ("rds-mysql-source", "sql"),
    ("file-drop", "csv ftp upload"),
    ("api-gateway-http", "rest webhook endpoint"),
    ("cdc-connector", "debezium binlog wal replication"),
    ("stream-processor", "flink beam storm"),
    ("managed-flink", "kinesis analytics"),
    ("dataflow", "beam"),
    ("micro-batch-job", "spark"),
    ("batch-job", "spark hadoop mapreduce etl"),
    ("emr-serverless", "spark hive"),
    ("glue", "spark"),
    ("databricks-jobs", "spark"),
    ("fargate", "ecs kubernetes docker"),
    ("warehouse", "teradata vertica synapse"),
    ("object-store", "s3 gcs blob minio data lake"),
    ("table-store", "iceberg delta hudi"),
    ("iceberg", "delta hudi lakehouse"),
    ("key-value-store", "cassandra scylla hbase redis"),
    ("time-series-store", "influx timescale"),
    ("rds-mysql", "sql"),
    ("aurora", "sql"),
    ("opensearch", "elasticsearch"),
    ("query-engine", "trino presto"),
    ("athena", "trino presto"),
    ("cache", "redis memcached"),
    ("dashboard", "bi tableau looker power metabase superset quicksight"),
    ("quality-check", "great expectations soda"),
    ("freshness-monitor", "alert"),
    ("scheduler", "airflow cron dagster prefect"),
    ("load-balancer", "nginx alb elb"),
];

/// How well a product answers a search: by its name, its vendor, its id, and what else it is called.
pub fn rank_product(wanted: &str, product: &Product) -> Option<usize> {
    let wanted = wanted.trim();
    // Who types a whole id means that product.
    let exact = usize::from(!product.id.eq_ignore_ascii_case(wanted)) * 4;
    let by_name = rank(wanted, &product.name).map(|rank| rank + exact);
    // The rest counts only where it holds the letters together: with gaps nearly everything fits.
    let whole = |text: &str| matched(wanted, text, AtomKind::Substring).map(|rank| rank + 60);
    let called = CALLED.iter().filter(|(id, _)| product.id.starts_with(id)).filter_map(|(_, words)| {
        let begins = |word: &str| word.get(..wanted.len()).is_some_and(|it| it.eq_ignore_ascii_case(wanted));
        words.split(' ').any(begins).then(|| whole(words)).flatten()
    });
    [by_name, whole(&product.id), whole(&product.vendor)].into_iter().flatten().chain(called).min()
}

/// The products that answer a search, best first; in the order of the catalogue where they are equal.
pub fn products<'a>(catalog: &'a Catalog, wanted: &str) -> Vec<&'a Product> {
    let mut found: Vec<_> =
        catalog.products().filter_map(|product| rank_product(wanted, product).map(|rank| (rank, product))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, product)| product).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_order_find_a_name_and_whole_words_find_it_first() {
        assert!(rank("kns", "Kinesis").is_some());
        assert!(rank("snk", "Kinesis").is_none());
        assert!(rank("kafka", "Kafka") < rank("kafka", "Kafka Connect"));
        assert!(rank("log", "Message log") < rank("log", "Loading of things"));
        assert!(rank("kaf", "Kafka, self-hosted") < rank("kaf", "Debezium on Kafka Connect"));
        assert_eq!(rank("  ", "anything"), Some(0));
    }

    #[test]
    fn products_are_found_by_what_people_call_them() {
        let found = |wanted: &str| -> Vec<&str> {
            products(Catalog::built_in(), wanted).into_iter().map(|product| product.id.as_str()).collect()
        };
        assert_eq!(found("kafka").first(), Some(&"kafka"), "{:?}", found("kafka"));
        for id in ["msk-m7g-large", "msk-serverless", "redpanda", "event-hubs"] {
            assert!(found("kafka").contains(&id), "{id}");
        }
        assert!(found("postgres").contains(&"source-database"));
        assert!(found("airflow").contains(&"scheduler") && found("tableau").contains(&"dashboard"));
        assert!(found("flink").contains(&"managed-flink") && found("Elastic").contains(&"opensearch"));
        assert_eq!(found("snowflake").first(), Some(&"snowflake"));
        // Every one of them is in the catalogue.
        for (id, _) in CALLED {
            assert!(Catalog::built_in().products().any(|product| product.id.starts_with(id)), "{id}");
        }
    }
}
