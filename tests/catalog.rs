//! The built-in catalogue: every figure has a source, and the well-known ones are what their vendors say.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::catalog::{
    Catalog, CatalogError, Confidence, CostKind, Family, Field, Limit, Meter, Price, Product, Provenance, Resource,
    Role,
};
use loadline::design::{Component, Design, Edit, Element, History, Id, Link, Point};
use loadline::estimate::{Conditions, Explainer};
use loadline::units::{Kind, Measure, Stated};

fn product(id: &str) -> &'static Product {
    Catalog::built_in().product(id).unwrap_or_else(|| panic!("no product `{id}`"))
}

fn limit(id: &str, resource: Resource) -> &'static Limit {
    product(id).limits.iter().find(|limit| limit.resource == resource).unwrap_or_else(|| panic!("{id}: {resource:?}"))
}

fn price(id: &str, meter: Meter) -> &'static Price {
    product(id).prices.iter().find(|price| price.meter == meter).unwrap_or_else(|| panic!("{id}: {meter:?}"))
}

/// Both say the same amount, however it is written.
#[track_caller]
fn same(found: &Stated, expected: &str) {
    let expected = Stated::read(expected, found.kind()).unwrap().amount().base();
    let found = found.amount().base();
    assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} instead of {expected}");
}

/// Every figure of a product: where it stands, its value and band if it is a quantity, and its provenance.
type Told<'a> = (String, Option<f64>, Option<(f64, f64)>, &'a Provenance);

fn figures(product: &Product) -> Vec<Told<'_>> {
    let ends =
        |band: &Option<(Stated, Stated)>| band.as_ref().map(|(low, high)| (low.amount().base(), high.amount().base()));
    let place = |what: &str| format!("{}, {what}", product.id);
    let limits = product.limits.iter().map(|limit| {
        (place(limit.resource.name()), Some(limit.value.amount().base()), ends(&limit.band), &limit.provenance)
    });
    let defaults = product.defaults.iter().map(|(field, default)| {
        let value = default.setting.amount().map(loadline::units::Amount::base);
        (place(field.name()), value, ends(&default.band), &default.provenance)
    });
    let prices = product.prices.iter().map(|price| {
        (place(price.meter.name()), Some(price.value.amount().base()), ends(&price.band), &price.provenance)
    });
    let availability = product
        .availability
        .iter()
        .map(|(share, provenance)| (place("availability"), Some(share.amount().base()), None, provenance));
    let remarks = product.remarks.iter().map(|remark| (place(&remark.about), None, None, &remark.provenance));
    limits.chain(defaults).chain(prices).chain(availability).chain(remarks).collect()
}

#[test]
fn every_built_in_file_is_read() {
    Catalog::check_built_in().unwrap();
    assert_eq!(Catalog::built_in().date(), "2026-11-23");
}

#[test]
fn there_are_products_of_every_family() {
    let catalog = Catalog::built_in();
    assert!(catalog.products().len() >= 55, "{} products", catalog.products().len());
    for family in Family::ALL {
        let count = catalog.products().filter(|product| product.family == *family).count();
        assert!(count >= 2, "{count} products of {}", family.name());
    }
}

#[test]
fn every_role_has_two_parts_without_a_vendor() {
    for role in Role::ALL {
        let parts = Catalog::built_in().products().filter(|p| p.role == *role && p.vendor.is_empty()).count();
        assert!(parts >= 2, "{parts} parts without a vendor for {}", role.name());
    }
}

#[test]
fn every_product_says_what_it_is() {
    for product in Catalog::built_in().products() {
        assert!(!product.name.trim().is_empty() && !product.summary.trim().is_empty(), "{}", product.id);
        assert!(!product.unit.is_empty(), "{}", product.id);
    }
}

#[test]
fn every_figure_has_a_source_and_a_date() {
    for product in Catalog::built_in().products() {
        for (place, _, _, provenance) in figures(product) {
            assert!(!provenance.source.trim().is_empty(), "{place}: no source");
            assert!(provenance.date.contains("20"), "{place}: no year in `{}`", provenance.date);
            // A key that stands for no source reads as itself.
            let key = provenance.source.strip_prefix('s').is_some_and(|rest| rest.parse::<u32>().is_ok());
            assert!(!key, "{place}: the source `{}` is not in the file's list", provenance.source);
        }
    }
}

#[test]
fn a_figure_nobody_vouches_for_says_what_it_assumes() {
    for product in Catalog::built_in().products() {
        for (place, _, _, provenance) in figures(product) {
            if provenance.confidence == Confidence::Unverified {
                assert!(!provenance.condition.trim().is_empty(), "{place}: unverified and without a condition");
            }
        }
    }
}

#[test]
fn values_are_finite_and_lie_in_their_bands() {
    for product in Catalog::built_in().products() {
        for (place, value, band, _) in figures(product) {
            let Some(value) = value else { continue };
            assert!(value.is_finite() && value >= 0.0, "{place}: {value}");
            if let Some((low, high)) = band {
                assert!(low <= value && value <= high, "{place}: {value} is not in {low}..{high}");
            }
        }
    }
}

#[test]
fn tiers_rise_in_amount_and_fall_in_price() {
    for product in Catalog::built_in().products() {
        for price in &product.prices {
            let mut last = (0.0, price.value.amount().base());
            for (above, value) in &price.tiers {
                let next = (above.amount().base(), value.amount().base());
                assert!(last.0 < next.0 && next.1 <= last.1, "{}, {}", product.id, price.meter.name());
                last = next;
            }
        }
    }
}

#[test]
fn what_can_be_a_cold_tier_has_a_storage_price() {
    for id in [
        "archive",
        "s3-standard",
        "s3-standard-ia",
        "s3-one-zone-ia",
        "s3-glacier-instant",
        "s3-glacier-flexible",
        "s3-deep-archive",
    ] {
        assert_eq!(price(id, Meter::Stored).value.kind(), Kind::StoragePrice, "{id}");
    }
}

#[test]
fn limits_are_what_the_vendors_publish() {
    same(&limit("kinesis-provisioned", Resource::BytesIn).value, "1 MB/s");
    same(&limit("kinesis-provisioned", Resource::RecordsIn).value, "1000 records/s");
    same(&limit("kinesis-provisioned", Resource::BytesOut).value, "2 MB/s");
    same(&limit("firehose", Resource::BytesIn).value, "5 MiB/s");
    assert!(limit("kinesis-provisioned", Resource::BytesIn).provenance.source.contains("service-sizes-and-limits"));
}

#[test]
fn prices_are_what_the_price_lists_say() {
    same(&price("kinesis-provisioned", Meter::UnitHour).value, "$0.015/h");
    same(&price("kinesis-provisioned", Meter::RequestsIn).value, "$0.014/M requests");
    same(price("kinesis-provisioned", Meter::RequestsIn).round_up.as_ref().unwrap(), "25 KB");
    same(&price("firehose", Meter::BytesIn).value, "$0.029/GB");
    same(price("firehose", Meter::BytesIn).round_up.as_ref().unwrap(), "5 KB");
    same(&price("s3-standard", Meter::Stored).value, "$0.023/GB-month");
    same(&price("s3-standard", Meter::ObjectsIn).value, "$5/M requests");
    same(&price("s3-deep-archive", Meter::Stored).value, "$0.00099/GB-month");
    same(price("s3-deep-archive", Meter::Stored).least_kept.as_ref().unwrap(), "180 days");
    same(price("s3-standard-ia", Meter::Stored).least_kept.as_ref().unwrap(), "30 days");
    same(&price("sqs-standard", Meter::RequestsIn).value, "$0.40/M requests");
    same(&price("lambda", Meter::RequestsIn).value, "$0.20/M requests");
    same(&price("glue", Meter::BusyHour).value, "$0.44/h");
    same(price("glue", Meter::BusyHour).least_run.as_ref().unwrap(), "60 s");
    same(&price("athena", Meter::Scanned).value, "$5/TB");
    same(&price("aws-network", Meter::CrossZone).value, "$0.02/GB");
    assert_eq!(price("managed-flink", Meter::UnitHour).extra_units, 1);
}

/// AWS bills binary gigabytes: $0.023 buys 2^30 bytes for a month.
#[test]
fn a_gigabyte_of_aws_is_binary() {
    let s3 = product("s3-standard");
    assert!(s3.binary_gb);
    let stated = price("s3-standard", Meter::Stored).value.amount();
    let ratio = s3.exact(stated).base() / stated.base();
    assert!((ratio - 1e9 / 1_073_741_824.0).abs() < 1e-12, "{ratio}");
}

/// 500 GB a day in records of 1,000 B are 5787 records/s. Nine shards are 9 x 730 h x $0.015 = $98.55; each record
/// is one put unit of 25 KB, 15,208 million a month at $0.014 a million = $212.92.
#[test]
fn nine_shards_under_half_a_terabyte_a_day() {
    let id = |text: &str| Id::new(text).unwrap();
    let app = Component::new(id("app"), "App", Role::Source, "event-source", Point::default())
        .with(Field::Load, "500 GB/day")
        .unwrap()
        .with(Field::Record, "1000 B")
        .unwrap();
    let log = Component::new(id("log"), "Log", Role::Queue, "kinesis-provisioned", Point::default())
        .with(Field::Units, "9")
        .unwrap();
    let mut history = History::new(Design::new("test"));
    for component in [app, log] {
        history.apply(Edit::insert(Element::Component(component))).unwrap();
    }
    history.apply(Edit::insert(Element::Link(Link::new(id("app"), id("log"))))).unwrap();
    let month = 730.0 * 3600.0;
    let bill = Explainer::new(history.design(), Catalog::built_in(), Conditions::default()).bill(&id("log"));
    let sum = |kind| bill.iter().filter(|line| line.kind == kind).map(|line| line.cost.base() * month).sum::<f64>();
    let (shards, puts) = (sum(CostKind::Throughput), sum(CostKind::Requests));
    assert!((shards - 98.55).abs() < 0.005, "shards: {shards}");
    assert!((puts - 212.92).abs() < 0.005, "put units: {puts}");
}

const OWN: &str = r#"
Catalog(date: "2027-01-01", products: [
    Product(id: "our-log", name: "Our log", family: Queue, role: Queue, summary: "in the cellar", limits: [
        (resource: BytesIn, value: "7 MB/s", source: "load test", date: "2026-12", confidence: Measured),
    ]),
    Product(id: "s3-standard", name: "S3, our contract", family: Storage, role: Store, summary: "as agreed", prices: [
        (meter: Stored, value: "$0.02/GB-month", source: "contract", date: "2026-12", confidence: Vendor),
    ]),
])"#;

#[test]
fn a_file_of_ones_own_adds_and_replaces() {
    let mut catalog = Catalog::built_in().clone();
    let before = catalog.products().len();
    catalog.add_text(OWN, "own.ron").unwrap();
    assert_eq!(catalog.products().len(), before + 1);
    same(&catalog.product("our-log").unwrap().limits[0].value, "7 MB/s");
    same(&catalog.product("s3-standard").unwrap().prices[0].value, "$0.02/GB-month");
    assert_eq!(catalog.date(), "2027-01-01");
}

/// What is wrong with the text; the catalogue must be as it was.
fn refused(text: &str) -> CatalogError {
    let mut catalog = Catalog::built_in().clone();
    let error = catalog.add_text(text, "own.ron").unwrap_err();
    assert_eq!(&catalog, Catalog::built_in());
    error
}

#[test]
fn a_figure_without_a_source_is_refused_and_its_product_named() {
    let message = refused(&OWN.replace("\"load test\"", "\" \"")).to_string();
    assert!(message.contains("own.ron") && message.contains("`our-log`") && message.contains("source"), "{message}");
    let missing = refused(&OWN.replace("source: \"load test\", ", "")).to_string();
    assert!(missing.contains("own.ron:4:") && missing.contains("source"), "{missing}");
}

#[test]
fn a_wrong_unit_is_refused_and_its_product_named() {
    let message = refused(&OWN.replace("7 MB/s", "7 MB")).to_string();
    assert!(message.contains("`our-log`") && message.contains("bytes in"), "{message}");
}

#[test]
fn half_a_band_is_refused() {
    let message = refused(&OWN.replace("value: \"7 MB/s\"", "value: \"7 MB/s\", low: \"5 MB/s\"")).to_string();
    assert!(message.contains("`low` and `high`"), "{message}");
}

#[test]
fn a_syntax_error_has_a_line_and_a_column() {
    match refused("Catalog(date: \"2027-01-01\",\n  products: [oops") {
        CatalogError::Syntax { line, column, path, .. } => {
            assert_eq!((line, path.as_str()), (2, "own.ron"));
            assert!(column > 1);
        }
        other => panic!("{other}"),
    }
}
