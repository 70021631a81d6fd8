//! Designs out of bytes: estimated with finite figures, written, read again as the same design, edited and taken back.
#![no_main]

mod made;

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use loadline::catalog::Catalog;
use loadline::design::Design;
use loadline::estimate::{Conditions, Estimate, estimate};
use loadline::file;

fn check(found: &Estimate, text: &str) {
    for (id, figures) in &found.components {
        let mut all = vec![
            figures.input.bytes.mean.value,
            figures.input.bytes.peak.value,
            figures.input.records.mean.value,
            figures.output.bytes.mean.value,
            figures.output.records.peak.value,
            figures.backlog.value,
            figures.state.value,
            figures.stored.value,
            figures.late.value,
            figures.cost.value,
            figures.units.given,
        ];
        all.extend(figures.utilization.iter().flat_map(|load| [load.mean.value, load.peak.value]));
        all.extend(
            figures
                .staleness
                .iter()
                .flat_map(|s| [s.min.value, s.mean.value, s.p50.value, s.p95.value, s.p99.value, s.max.value]),
        );
        all.extend(figures.units.needed_peak);
        all.extend(figures.units.needed_mean);
        assert!(all.iter().all(|figure| figure.is_finite()), "{id}: {all:?} in\n{text}");
    }
    assert!(found.cost.value.is_finite());
    for verdict in &found.verdicts {
        assert!(verdict.value.is_none_or(|value| value.base().is_finite()), "{} in\n{text}", verdict.title());
    }
}

fuzz_target!(|bytes: &[u8]| {
    let mut input = Unstructured::new(bytes);
    let Ok(mut history) = made::design(&mut input) else { return };
    let _ = made::edits(&mut input, &mut history);
    let text = file::write(history.design(), &file::Comments::default());
    let opened = match file::read(&text) {
        Ok(opened) => opened,
        Err(error) => panic!("{error}\n{text}"),
    };
    assert_eq!(opened.design, *history.design(), "{text}");
    assert_eq!(file::write(&opened.design, &opened.comments), text);
    let scenario = history.design().scenarios().next().map(|scenario| scenario.id.clone());
    let conditions = Conditions { scenario: scenario.as_ref(), ..Conditions::default() };
    check(&estimate(history.design(), Catalog::built_in(), conditions), &text);
    let last = history.design().clone();
    while history.undo() {}
    assert_eq!(*history.design(), Design::new("fuzz"));
    while history.redo() {}
    assert_eq!(*history.design(), last);
});
