//! Every key of every block, misspelt and with values of every wrong type.
//!
//! One line a fault, so that all are seen together: a key whose message helps nobody stands out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::*;

/// The faults of a pack whose only block of a kind is this; the head is another file's.
fn faults(block: &str, body: &str) -> Vec<Fault> {
    let header = match block {
        "pack" | "reconnaitre" => format!("[{block}]"),
        _ => format!("[[{block}]]"),
    };
    let head = if block == "pack" { "" } else { "[pack]\nid = \"essai\"\n" };
    let text = format!("{head}{header}\n{body}\n");
    match loaded(&[("essai.toml", &text)]) {
        Err(RulesError::Faults(faults)) => faults,
        Err(other) => panic!("{other}"),
        Ok(_) => Vec::new(),
    }
}

#[test]
fn every_misspelt_key_is_told_with_the_right_one() {
    let mut told = String::new();
    for (block, keys) in known_keys() {
        for key in keys {
            // Two letters change places.
            let (first, rest) = key.split_at(1);
            let (second, rest) = rest.split_at(1);
            let wrong = format!("{second}{first}{rest}");
            let fault = faults(block, &format!("{wrong} = \"x\""));
            let message = format!("clé inconnue « {wrong} »");
            let fault = fault.iter().find(|f| f.message == message).unwrap();
            assert!(fault.shown.contains(&format!("{wrong} = \"x\"\n")), "{}", fault.shown);
            let help = fault.help.as_deref().unwrap_or("rien");
            writeln!(told, "{block}.{key} : {message} → {help}").unwrap();
        }
    }
    snapshot("misspelt_keys", &told);
}

#[test]
fn every_value_of_a_wrong_type_is_told_with_the_right_one() {
    const WRONG: &[&str] =
        &["3", "3.5", "true", "\"texte\"", "[3]", "[[\"a\"]]", "{ a = true }", "1979-05-27"];
    let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (block, keys) in known_keys() {
        for key in keys {
            for value in WRONG {
                for fault in faults(block, &format!("{key} = {value}")) {
                    let typed = fault.message.starts_with("valeur d'un mauvais type");
                    if typed && fault.shown.contains(&format!("{key} = ")) {
                        let help = fault.help.as_deref().unwrap_or("rien");
                        let line = format!("{} → {help}", fault.message);
                        told.entry(line).or_default().insert(format!("{block}.{key}"));
                    }
                }
            }
        }
    }
    let lines = told.iter().map(|(message, keys)| {
        format!(
            "{message}\n    {}\n",
            keys.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
        )
    });
    snapshot("wrong_types", &lines.collect::<String>());
}

#[test]
fn every_block_says_which_key_it_lacks() {
    let mut told = String::new();
    for block in known_keys().keys().filter(|block| **block != "reconnaitre") {
        for fault in faults(block, "") {
            let help = fault.help.as_deref().unwrap_or("rien");
            writeln!(told, "{block} {}:{} {} → {help}", fault.line, fault.column, fault.message)
                .unwrap();
        }
    }
    snapshot("missing_keys", &told);
}
