//! Any bytes as a design file: read or refused at a place; what is read can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline::file;

fuzz_target!(|bytes: &[u8]| {
    match file::read_bytes(bytes.to_vec()) {
        Ok(opened) => {
            let text = file::write(&opened.design, &opened.comments);
            let again = match file::read(&text) {
                Ok(again) => again,
                Err(error) => panic!("{error}\n{text}"),
            };
            assert_eq!(again.design, opened.design);
            assert_eq!(file::write(&again.design, &again.comments), text);
        }
        Err(error) => assert!(error.line >= 1 && error.column >= 1 && !error.message.is_empty()),
    }
});
