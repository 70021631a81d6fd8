//! Three designs out of bytes: their differences lead from one to the other, their merge can be read, and it is the
//! same from both sides where nothing clashes.
#![no_main]

mod made;

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use loadline::compare::{diff, merge};
use loadline::design::Design;
use loadline::file::{Comments, read, write};

fn text(design: &Design) -> String {
    write(design, &Comments::default())
}

fuzz_target!(|bytes: &[u8]| {
    let mut input = Unstructured::new(bytes);
    let Ok(history) = made::design(&mut input) else { return };
    let base = history.design();
    let (mut ours, mut theirs) = (history.clone(), history.clone());
    let _ = made::edits(&mut input, &mut ours);
    let _ = made::edits(&mut input, &mut theirs);
    let (ours, theirs) = (ours.design(), theirs.design());
    let shown = || format!("{}\n{}\n{}", text(base), text(ours), text(theirs));

    assert!(diff(ours, ours).is_empty());
    for (a, b) in [(base, ours), (ours, theirs), (theirs, base)] {
        let difference = diff(a, b);
        assert_eq!(difference.apply(a).ok().as_ref(), Some(b), "{difference}\n{}", shown());
        assert_eq!(difference.is_empty(), a == b);
    }
    for (merged, expected) in
        [(merge(base, ours, base), ours), (merge(base, base, ours), ours), (merge(base, ours, ours), ours)]
    {
        assert!(merged.conflicts.is_empty(), "{:?}\n{}", merged.conflicts, shown());
        assert_eq!(merged.design, *expected, "{}", shown());
    }
    let (here, there) = (merge(base, ours, theirs), merge(base, theirs, ours));
    assert_eq!(here.conflicts.is_empty(), there.conflicts.is_empty(), "{}", shown());
    if here.conflicts.is_empty() {
        assert_eq!(here.design, there.design, "{}", shown());
    }
    for merged in [here, there] {
        match read(&text(&merged.design)) {
            Ok(opened) => assert_eq!(opened.design, merged.design),
            Err(error) => panic!("{error}\n{}", shown()),
        }
    }
});
