//! Every crate comes from the registry, under a licence that `.deny.toml` admits.
//!
//! `cargo deny` says the same and more, and takes minutes to build: `.ci/run` asks it where it is
//! installed. Here the licences that crates state are held against the same list.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by a panic")]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The licences of `.deny.toml`.
fn admitted() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(".deny.toml");
    let written: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let list = written["licenses"]["allow"].as_array().unwrap().iter();
    list.map(|licence| licence.as_str().unwrap().to_owned()).collect()
}

/// The crates that this machine's build takes, as `cargo metadata` tells them.
fn crates() -> Vec<Value> {
    let host = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", &host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let own = |package: &&Value| package["source"].is_null();
    let all = told["packages"].as_array().unwrap();
    assert_eq!(all.iter().filter(own).count(), 1, "one crate is ours");
    all.iter().filter(|p| !own(p)).cloned().collect()
}

/// Whether an expression of licences (SPDX, or with the older `/` for OR) can be met.
fn is_met(expression: &str, admitted: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    any(&mut words.as_slice(), admitted)
}

/// Alternatives up to a closing bracket or the end.
fn any(words: &mut &[&str], admitted: &BTreeSet<String>) -> bool {
    let mut met = all(words, admitted);
    while let ["OR", rest @ ..] = *words {
        *words = rest;
        met |= all(words, admitted);
    }
    met
}

/// Licences that hold together.
fn all(words: &mut &[&str], admitted: &BTreeSet<String>) -> bool {
    let mut met = one(words, admitted);
    while let ["AND", rest @ ..] = *words {
        *words = rest;
        met &= one(words, admitted);
    }
    met
}

/// A licence, with its exception where it has one, or a group in brackets.
fn one(words: &mut &[&str], admitted: &BTreeSet<String>) -> bool {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let met = any(words, admitted);
            *words = words.strip_prefix(&[")"]).unwrap();
            met
        }
        [licence, "WITH", exception, rest @ ..] => {
            *words = rest;
            admitted.contains(&format!("{licence} WITH {exception}"))
        }
        [licence, rest @ ..] => {
            *words = rest;
            admitted.contains(*licence)
        }
        [] => false,
    }
}

#[test]
fn expressions_of_licences_are_read() {
    let admitted = BTreeSet::from(["MIT", "Zlib", "Apache-2.0 WITH X"].map(str::to_owned));
    for met in
        ["MIT", "GPL-3.0 OR MIT", "GPL-3.0/MIT", "(GPL-3.0 OR MIT) AND Zlib", "Apache-2.0 WITH X"]
    {
        assert!(is_met(met, &admitted), "{met}");
    }
    for unmet in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Zlib) AND GPL-3.0", "Apache-2.0", ""] {
        assert!(!is_met(unmet, &admitted), "{unmet}");
    }
}

#[test]
fn every_crate_is_from_the_registry_under_an_admitted_licence() {
    let admitted = admitted();
    let mut faults = Vec::new();
    for package in crates() {
        let name = package["name"].as_str().unwrap();
        let licence = package["license"].as_str().unwrap_or_default();
        if !is_met(licence, &admitted) {
            faults.push(format!("{name}: the licence « {licence} » is not admitted by .deny.toml"));
        }
        // A crate of another source (`git+…`) names it here; other registries stand in no manifest.
        if !package["source"].as_str().is_some_and(|source| source.starts_with("registry+")) {
            faults.push(format!("{name}: comes from {}", package["source"]));
        }
    }
    assert_eq!(faults, [""; 0]);
}
