//! Mermaid and Graphviz: whatever is read can be written and opened again.
#![no_main]

mod graph;

use libfuzzer_sys::fuzz_target;
use loadline::catalog::Catalog;
use loadline::file::{Comments, read, write};
use loadline::import;
use std::sync::LazyLock;

/// A few products are enough to be guessed: each box is compared with all of them, and that would take most of the time.
static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let mut catalog = Catalog::default();
    catalog.add_text(include_str!("../../assets/catalog/control.ron"), "control.ron").unwrap();
    catalog.add_text(include_str!("../../assets/catalog/serving.ron"), "serving.ron").unwrap();
    catalog
});

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = graph::text(bytes) else { return };
    let Ok((imported, _)) = import::read_in_rows(&text, &CATALOG) else { return };
    let written = write(&imported.design, &Comments::default());
    assert_eq!(read(&written).map(|opened| opened.design).as_ref(), Ok(&imported.design));
});
