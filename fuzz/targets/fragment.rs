//! Any text from the clipboard as elements: read or refused; what is read can be copied and pasted again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline::file;

fuzz_target!(|text: &str| {
    if let Ok(elements) = file::read_fragment(text) {
        let copied = file::write_fragment(&elements);
        match file::read_fragment(&copied) {
            Ok(pasted) => assert_eq!(pasted, elements),
            Err(error) => panic!("{error}\n{copied}"),
        }
    }
});
