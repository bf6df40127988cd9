//! `--baseline` and `--fail-on`: what is new, known, changed, resolved and returned from one run
//! to the next, and what identity survives.

use std::fs;

use serde_json::Value;

use crate::archive::{Archive, Ran};
use crate::samples::folder;

/// A bilan as a delimited file: an amount of the prose, and the State's column with its total.
pub(crate) fn account(charges: &str, state: &str) -> String {
    format!(
        "Compte rendu financier 2023\nOpérateur : La Passerelle\n\
         Action 3.2 Soutenir les personnes en grande difficulté dans leur logement\n\n\
         Charges;Réalisé;Produits;Réalisé\n\
         60 - Achats;6 000 €;74 - Subventions d'exploitation;50 000 €\n\
         61 - Services extérieurs;{charges};dont État;{state}\n\
         Total des charges;50 000 €;Total des produits;50 000 €\n"
    )
}

/// The states of the discrepancies of a run, by check and id.
pub(crate) fn states(archive: &Archive, out: &str) -> Vec<(String, String)> {
    let path = archive.folder().join(out).join("findings.json");
    let findings: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let text = |f: &Value, key: &str| f[key].as_str().unwrap().to_owned();
    let all = findings["findings"].as_array().unwrap().iter();
    all.filter(|f| f["severity"] != "info").map(|f| (text(f, "id"), text(f, "state"))).collect()
}

/// A run into a folder of its own, against the findings of another where one is named.
fn run(archive: &Archive, out: &str, baseline: &str, further: &[&str]) -> Ran {
    let mut arguments = vec!["run", "archive", "--out", out];
    if !baseline.is_empty() {
        arguments.extend(["--baseline", baseline]);
    }
    archive.command(&[&arguments, further].concat())
}

fn only(archive: &Archive, out: &str) -> String {
    let states = states(archive, out);
    assert_eq!(states.len(), 1, "{states:?}");
    states[0].1.clone()
}

#[test]
fn probe() {
    let archive = Archive::new().with("compte.csv", account("11 500 €", "25 000 €"));
    let ran = run(&archive, "un", "", &[]);
    println!("{}\n{:?}", ran.stdout, states(&archive, "un"));
    let _ = (only(&archive, "un"), folder());
}
