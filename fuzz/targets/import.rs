//! Mermaid and Graphviz: whatever is read can be written and opened again, put in order, and exported as either.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline::catalog::Catalog;
use loadline::export::{Format, Options, export};
use loadline::file::{Comments, read, write};
use loadline::import;

fuzz_target!(|bytes: &[u8]| {
    // The first byte is a choice: which head, and whether what takes long beside reading is done as well.
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let head = ["", "flowchart LR\n", "digraph {", "```mermaid\ngraph TD\n"][usize::from(choice % 4)];
    let text = [head.as_bytes(), bytes].concat();
    let Ok((mut imported, _)) = import::read_in_rows(&text, Catalog::built_in()) else { return };
    if imported.design.links().len() < 60 && choice / 4 % 8 == 0 {
        imported = import::read(&text, Catalog::built_in()).unwrap();
    }
    let written = write(&imported.design, &Comments::default());
    assert_eq!(read(&written).map(|opened| opened.design).as_ref(), Ok(&imported.design));
    if imported.design.components().len() <= 40 && choice / 32 == 0 {
        for format in [Format::Mermaid, Format::Dot] {
            let out = export(&imported.design, &Comments::default(), Catalog::built_in(), format, &Options::default());
            let back = out.ok().and_then(|out| import::read(&out, Catalog::built_in()).ok());
            let back = back.map(|back| (back.design.components().len(), back.design.links().len()));
            let here = (imported.design.components().len(), imported.design.links().len());
            assert!(back == Some(here) || here.0 == 0, "{here:?} {back:?}");
        }
    }
});
