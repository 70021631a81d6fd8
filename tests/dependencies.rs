//! What the program is built from: licences, sources and banned crates, by the rules of deny.toml. `cargo deny` checks the
//! same and more; it takes minutes to install, and this holds where it is not.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// The rules, as far as they are lists of texts.
struct Rules {
    licences: BTreeSet<String>,
    exceptions: BTreeMap<String, BTreeSet<String>>,
    banned: BTreeSet<String>,
}

fn quoted(text: &str) -> Vec<String> {
    text.split('"').skip(1).step_by(2).map(ToOwned::to_owned).collect()
}

/// The list that begins with these words, up to the line that closes it.
fn list<'a>(text: &'a str, begin: &str) -> &'a str {
    let at = text.find(begin).unwrap_or_else(|| panic!("deny.toml has no {begin}")) + begin.len();
    let rest = &text[at..];
    &rest[..rest.find("\n]").expect("the list is closed")]
}

fn rules() -> Rules {
    let text: String = include_str!("../deny.toml")
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .fold(String::new(), |text, line| text + line + "\n");
    let exceptions = list(&text, "exceptions = [").lines().filter(|line| line.contains("crate =")).map(|line| {
        let mut words = quoted(line).into_iter();
        (words.next().unwrap(), words.collect())
    });
    let banned = list(&text, "\ndeny = [").lines().flat_map(quoted);
    Rules {
        licences: quoted(list(&text, "allow = [")).into_iter().collect(),
        exceptions: exceptions.collect(),
        banned: banned.collect(),
    }
}

/// Whether an expression of licences can be met: `MIT OR Apache-2.0`, `(MIT OR Apache-2.0) AND Unicode-3.0`.
fn is_met(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let text = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut at = 0;
    let met = any(&words, &mut at, allowed);
    met && at == words.len()
}

fn any(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = all(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all(words, at, allowed);
    }
    met
}

fn all(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    if words.get(*at) == Some(&"(") {
        *at += 1;
        let met = any(words, at, allowed);
        *at += 1;
        return met;
    }
    let Some(name) = words.get(*at) else { return false };
    *at += 1;
    if words.get(*at) == Some(&"WITH") {
        let with = format!("{name} WITH {}", words.get(*at + 1).unwrap_or(&""));
        *at += 2;
        return allowed(&with);
    }
    allowed(name)
}

/// Everything that the lock file names, for all platforms; for this one where others cannot be had.
fn packages() -> Vec<Value> {
    let metadata = |more: &[&str]| {
        let arguments = ["metadata", "--format-version", "1", "--all-features", "--locked"];
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--manifest-path", manifest])
            .args(more)
            .output()
            .expect("cargo runs");
        output.status.success().then(|| serde_json::from_slice::<Value>(&output.stdout).expect("it is JSON"))
    };
    let found = metadata(&["--offline"])
        .or_else(|| metadata(&[]))
        .or_else(|| metadata(&["--offline", "--filter-platform", "x86_64-unknown-linux-gnu"]));
    found.expect("cargo knows what is locked")["packages"].as_array().unwrap().clone()
}

#[test]
fn what_is_built_from_is_free_to_use_and_comes_from_the_registry() {
    let rules = rules();
    assert!(rules.licences.contains("MIT") && rules.banned.contains("reqwest") && !rules.exceptions.is_empty());
    let packages = packages();
    assert!(packages.len() > 100, "{} packages", packages.len());
    let mut wrong = Vec::new();
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in &packages {
        let name = package["name"].as_str().unwrap();
        versions.entry(name).or_default().insert(package["version"].as_str().unwrap());
        let none = BTreeSet::new();
        let exceptions = rules.exceptions.get(name).unwrap_or(&none);
        let allowed = |licence: &str| rules.licences.contains(licence) || exceptions.contains(licence);
        match package["license"].as_str() {
            Some(licence) if is_met(licence, &allowed) => {}
            other => wrong.push(format!("{name}: licence {other:?}")),
        }
        if rules.banned.contains(name) {
            wrong.push(format!("{name} is banned"));
        }
        match package["source"].as_str() {
            None if name == env!("CARGO_PKG_NAME") => {}
            Some(source) if source.starts_with("registry+") || source.starts_with("sparse+") => {}
            other => wrong.push(format!("{name} comes from {other:?}")),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let twice: Vec<&str> = versions.iter().filter(|(_, found)| found.len() > 1).map(|(name, _)| *name).collect();
    println!("{} packages; in more than one version: {}", packages.len(), twice.join(", "));
}

#[test]
fn expressions_of_licences_are_read() {
    let allowed = |licence: &str| matches!(licence, "MIT" | "ISC" | "Apache-2.0 WITH LLVM-exception");
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("MIT OR GPL-3.0", true),
        ("GPL-3.0/MIT", true),
        ("MIT AND GPL-3.0", false),
        ("(GPL-3.0 OR MIT) AND ISC", true),
        ("GPL-3.0 OR MIT AND ISC", true),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("Apache-2.0", false),
        ("MIT ISC", false),
        ("", false),
    ] {
        assert_eq!(is_met(expression, &allowed), met, "{expression}");
    }
}
