//! What was cut, copied or pasted, in words.

use crate::design::Element;

/// "3 components", "1 note", "4 elements": what has been done something to, in words.
pub fn count(elements: &[Element]) -> String {
    let of = |test: fn(&Element) -> bool| elements.iter().filter(|element| test(element)).count();
    let components = of(|element| matches!(element, Element::Component(_)));
    let others = of(|element| !matches!(element, Element::Component(_) | Element::Link(_)));
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    match (components, others) {
        (n, 0) => plural(n, "component"),
        (n, m) => plural(n + m, "element"),
    }
}
