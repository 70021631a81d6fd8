//! Mermaid and Graphviz: whatever is read can be written, opened again, and exported as either.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline::catalog::Catalog;
use loadline::export::{Format, Options, export};
use loadline::file::{Comments, read, write};
use loadline::import;

fuzz_target!(|bytes: &[u8]| {
    for head in ["", "flowchart LR\n", "digraph {"] {
        let text = [head.as_bytes(), bytes].concat();
        let Ok(imported) = import::read(&text, Catalog::built_in()) else { continue };
        let text = write(&imported.design, &Comments::default());
        assert_eq!(read(&text).map(|opened| opened.design).as_ref(), Ok(&imported.design));
        // Exporting takes long beside reading: one input in sixteen.
        if imported.design.components().len() > 40 || bytes.first().is_some_and(|byte| byte % 16 > 0) {
            continue;
        }
        for format in [Format::Mermaid, Format::Dot] {
            let out = export(&imported.design, &Comments::default(), Catalog::built_in(), format, &Options::default());
            let back = out.ok().and_then(|out| import::read(&out, Catalog::built_in()).ok());
            let back = back.map(|back| (back.design.components().len(), back.design.links().len()));
            let here = (imported.design.components().len(), imported.design.links().len());
            assert!(back == Some(here) || here.0 == 0, "{here:?} {back:?}");
        }
    }
});
