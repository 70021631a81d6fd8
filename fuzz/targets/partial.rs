//! Any text as a damaged design: what can be read of it is a design, whole exactly if all of it can be read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline::file;

fuzz_target!(|text: &str| {
    let whole = file::read(text);
    match file::read_what_can_be(text) {
        Ok(part) => {
            assert_eq!(part.is_whole(), whole.is_ok());
            if let Ok(whole) = whole {
                assert_eq!(part.design, whole.design);
            }
            let written = file::write(&part.design, &part.comments);
            match file::read(&written) {
                Ok(again) => assert_eq!(again.design, part.design),
                Err(error) => panic!("{error}\n{written}"),
            }
        }
        Err(error) => {
            assert!(whole.is_err());
            assert!(error.line >= 1 && error.column >= 1 && !error.message.is_empty());
        }
    }
});
