//! Whatever carries a design: PNG, SVG and packed lines, and the packing itself.
#![no_main]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use libfuzzer_sys::fuzz_target;
use loadline::file::carried::{LARGEST_UNPACKED, PREFIX, pack, put_into_png, read_carrier, unpack};

fuzz_target!(|bytes: &[u8]| {
    let _ = read_carrier(bytes);
    // The same bytes as what stands in a packed line.
    if let Ok(text) = unpack(&format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))) {
        assert!(text.len() <= LARGEST_UNPACKED);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = unpack(text);
        assert_eq!(unpack(&pack(text)).as_deref(), Ok(text));
    }
    if let Some(png) = put_into_png(bytes, "loadline:1:") {
        assert!(png.len() > bytes.len());
    }
});
