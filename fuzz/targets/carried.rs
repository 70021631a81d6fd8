//! Whatever carries a design: PNG, SVG and packed lines, and the packing itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline::file::carried::{pack, put_into_png, read_carrier, unpack};

fuzz_target!(|bytes: &[u8]| {
    let _ = read_carrier(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = unpack(text);
        assert_eq!(unpack(&pack(text)).as_deref(), Ok(text));
    }
    if let Some(png) = put_into_png(bytes, "loadline:1:") {
        assert!(png.len() > bytes.len());
    }
});
