//! Two bilans of one territory beside each other: which of the figures is then at odds.
//!
//! The bilan of 2023 gives 269 persons followed, 53 entries, 52 exits and 220 present at the end;
//! that of 2022 says how many were there at its own. Its record is made from that of the sample.

use std::fs;

use serde_json::Value;

use crate::archive::Archive;

const BEFORE: &str = "documents/2022/bilan-2022.pdf.json";

/// The finding on the persons followed, the bilan of the year before giving so many present at
/// its end.
fn told(present: &str) -> Value {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/archive");
    let pdf = |name: &str| fs::read(format!("{sample}/{name}")).unwrap();
    let archive = Archive::new()
        .with("2022/bilan-2022.pdf", pdf("2022/bilan-2022.pdf"))
        .with("2023/bilan-2023.pdf", pdf("2023/bilan-2023.pdf"));
    archive.run(&[]);
    let mut before: Value = serde_json::from_slice(&archive.result(BEFORE)).unwrap();
    let counts = before["indicators"].as_array_mut().unwrap();
    for count in counts.iter_mut().filter(|count| count["action"] == "3.2") {
        if count["id"] == "file_active.presents" {
            count["value"] = present.into();
            count["written"] = present.into();
        }
    }
    // What the year before says of its own sum is not what is looked at.
    counts.retain(|count| count["action"] != "3.2" || count["id"] == "file_active.presents");
    fs::write(archive.out().join(BEFORE), before.to_string()).unwrap();
    archive.reseal();
    assert_eq!(archive.command(&["reconcile", "out"]).status, Some(1));
    let findings: Value = serde_json::from_slice(&archive.result("findings.json")).unwrap();
    let of_stock = |f: &&Value| f["check"].as_str().unwrap().starts_with("file-active");
    let mut findings = findings["findings"].as_array().unwrap().iter().filter(of_stock);
    let told = findings.next().unwrap().clone();
    assert_eq!(findings.next(), None, "one cause is told once");
    told
}

/// The text of a hypothesis or of an exclusion.
fn text<'f>(finding: &'f Value, list: &str, kind: &str) -> &'f str {
    let mut all = finding[list].as_array().unwrap().iter();
    all.find(|h| h["kind"] == kind).map_or("", |h| h["text"].as_str().unwrap())
}

/// The figures to be read otherwise: one an alternative.
fn corrections(finding: &Value) -> Vec<String> {
    let word = |c: &Value, key: &str| c[key].as_str().unwrap().to_owned();
    let read = |c: &Value| format!("{} -> {}", word(c, "value"), word(c, "corrected"));
    let sets = finding["corrections"].as_array().unwrap().iter();
    sets.map(|set| set.as_array().unwrap().iter().map(read).collect()).collect()
}

#[test]
fn a_closing_of_216_agrees_with_the_entries_and_leaves_the_exits_or_the_present() {
    let told = told("216");
    assert_eq!(corrections(&told), ["52 -> 49", "220 -> 217"]);
    assert_eq!(
        text(&told, "hypotheses", "smallest_set"),
        "Pour que les 2 contrôles qui s'y rapportent tiennent ensemble, il suffit de lire 49 au \
         lieu de 52 dans le texte (p. 2), ou 217 au lieu de 220 dans le texte (p. 2) ; \
         269 − 53 = 216 tient déjà."
    );
    assert_eq!(
        text(&told, "excluded", "smallest_set"),
        "Lire 272 au lieu de 269 ne suffirait pas : on aurait alors 272 − 53 = 219 et non 216."
    );
    assert_eq!(told["ask"], "Faut-il lire 49 au lieu de 52, ou 217 au lieu de 220 ?");
}

#[test]
fn a_closing_of_219_agrees_with_the_present_and_leaves_the_persons_followed() {
    let told = told("219");
    assert_eq!(corrections(&told), ["269 -> 272"]);
    assert_eq!(
        text(&told, "hypotheses", "smallest_set"),
        "Pour que les 2 contrôles qui s'y rapportent tiennent ensemble, il suffit de lire 272 au \
         lieu de 269 dans le texte (p. 2) (alors : 272 − 52 = 220 ; 272 − 53 = 219)."
    );
    assert_eq!(
        text(&told, "excluded", "smallest_set"),
        "Lire 49 au lieu de 52, ou 217 au lieu de 220, ne suffirait pas : on aurait encore \
         269 − 53 = 216 et non 219."
    );
    assert_eq!(told["ask"], "Faut-il lire 272 au lieu de 269 ?");
    let documents = told["terms"].as_array().unwrap().iter().map(|t| t["document"].as_str());
    assert!(documents.flatten().any(|d| d == "2022/bilan-2022.pdf"));
}
