//! Any text as a catalogue: added or refused with a reason, the catalogue then as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline::catalog::Catalog;

fuzz_target!(|text: &str| {
    let mut catalog = Catalog::default();
    if let Err(error) = catalog.add_text(text, "fuzz.ron") {
        assert!(!error.to_string().is_empty());
        assert_eq!(catalog.products().len(), 0);
    }
});
