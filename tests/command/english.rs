//! `--lang en`: what is found is told in English, and is the same that is found in French.

use std::fmt::Write as _;
use std::fs;
use std::sync::LazyLock;

use serde_json::Value;

use crate::archive::{Archive, Ran};
use crate::memory::{account, findings, states};
use crate::samples::SAMPLES;

/// The samples told in English, against what was told of them in French.
static ENGLISH: LazyLock<(Value, Ran)> = LazyLock::new(|| {
    let (archive, _) = &*SAMPLES;
    let known = ["--baseline", "out/findings.json"];
    let run = ["run", "archive", "--lang", "en", "--out", "en-anglais"];
    let ran = archive.command(&[&run[..], &known].concat());
    (findings(archive, "en-anglais"), ran)
});

/// The values of a list.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A text of a value.
fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// The discrepancies of the samples, sentence by sentence.
pub(crate) fn told() -> String {
    let mut out = String::new();
    for finding in list(&ENGLISH.0["findings"]).iter().filter(|f| f["severity"] != "info") {
        writeln!(out, "{}", text(finding, "message")).unwrap();
        for (mark, key) in [("+", "hypotheses"), ("-", "excluded")] {
            for hypothesis in list(&finding[key]) {
                writeln!(out, "  {mark} {}", text(hypothesis, "text")).unwrap();
            }
        }
        writeln!(out, "  ? {}\n", text(finding, "ask")).unwrap();
    }
    out
}

/// Every sentence of what was found.
fn sentences(findings: &Value) -> Vec<String> {
    let mut out = Vec::new();
    for finding in list(&findings["findings"]).iter().chain(list(&findings["held"])) {
        out.extend(["message", "ask"].map(|key| text(finding, key).to_owned()));
        let hypotheses = list(&finding["hypotheses"]).iter().chain(list(&finding["excluded"]));
        out.extend(hypotheses.map(|h| text(h, "text").to_owned()));
    }
    out.retain(|sentence| !sentence.is_empty());
    out
}

/// What rules say, in lower case and without a final stop, the longest first.
fn said_by_rules() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
    let packs = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let packs = packs.filter(|p| p.extension().is_some_and(|e| e == "toml"));
    let packs: Vec<String> = packs.map(|p| fs::read_to_string(p).unwrap()).collect();
    let lines = packs.iter().flat_map(|p| p.lines());
    let values = lines.filter_map(|line| {
        let (key, value) = line.split_once(" = ")?;
        let said = ["dit", "demander", "verifie"].contains(&key.trim());
        said.then(|| value.trim().trim_matches(['"', '\'']).trim_end_matches('.').to_lowercase())
    });
    let mut values: Vec<String> = values.filter(|value| value.len() > 3).collect();
    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
    values
}

/// A sentence without what rules say and without what stands between quotation marks.
fn own_words(sentence: &str, rules: &[String]) -> String {
    let mut own = sentence.to_lowercase();
    for said in rules {
        own = own.replace(said.as_str(), "");
    }
    let mut parts = own.split(['“', '”']);
    let mut out = String::new();
    while let Some(part) = parts.next() {
        out.push_str(part);
        parts.next();
    }
    out
}

#[test]
fn no_french_word_stands_in_an_english_sentence_but_those_of_rules_and_documents() {
    const FRENCH: [&str; 24] = [
        "est", "sont", "écart", "montant", "montants", "dans", "soit", "lit", "attendu", "et",
        "ou", "le", "la", "les", "des", "du", "un", "une", "ligne", "colonne", "aucun", "aucune",
        "chiffres", "nombre",
    ];
    let rules = said_by_rules();
    let sentences = sentences(&ENGLISH.0);
    assert!(sentences.len() > 60, "{}", sentences.len());
    for sentence in &sentences {
        let own = own_words(sentence, &rules);
        let words = own.split(|c: char| !c.is_alphanumeric() && c != '-');
        let french: Vec<&str> = words.filter(|word| FRENCH.contains(word)).collect();
        assert_eq!(french, [""; 0], "{sentence}");
        assert!(!sentence.contains(['«', '»', '\u{a0}']), "{sentence}");
    }
}

#[test]
fn the_same_is_found_in_both_languages() {
    let (english, ran) = &*ENGLISH;
    let french = findings(&SAMPLES.0, "out");
    assert_eq!((text(&french, "lang"), text(english, "lang")), ("fr", "en"));
    let apart = |findings: &Value| -> Vec<[String; 5]> {
        let each = list(&findings["findings"]).iter();
        let keys = ["id", "evidence", "check", "severity", "relation"];
        each.map(|f| keys.map(|key| text(f, key).to_owned())).collect()
    };
    assert_eq!(apart(&french), apart(english));
    assert_eq!(french["checks"], english["checks"]);
    assert_eq!(list(&french["held"]).len(), list(&english["held"]).len());
    let states: Vec<&str> = list(&english["findings"]).iter().map(|f| text(f, "state")).collect();
    assert!(states.len() > 3 && states.iter().all(|state| *state == "known"), "{states:?}");
    assert!(ran.stdout.contains("3 discrepancies: 3 known\n"), "{}", ran.stdout);
}

/// An archive with a discrepancy, told in French.
fn wrong() -> Archive {
    let archive = Archive::new().with("compte.csv", account("49 500 €"));
    assert_eq!(archive.run(&[]).status, Some(1));
    archive
}

#[test]
fn what_was_accepted_in_french_is_accepted_in_english() {
    let archive = wrong();
    let id = states(&archive, "out")[0].0.clone();
    let by = ["--reason", "accord du 3 mai", "--by", "M. Roy", "--until", "2026-12-31"];
    archive.command(&[&["waive", &id, "--run", "out"][..], &by].concat());
    let ran = archive.run(&["--today", "2026-06-15", "--lang", "en"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!(states(&archive, "out"), [(id, "waived".to_owned())]);
    assert!(ran.stdout.contains("We read €"), "{}", ran.stdout);
}

#[test]
fn a_run_is_told_again_in_another_language_and_its_page_says_which() {
    let archive = wrong();
    let page = |archive: &Archive| String::from_utf8(archive.result("report.html")).unwrap();
    let note = "Les phrases des constats sont écrites en anglais.";
    let first = page(&archive);
    assert!(first.contains("On lit ") && !first.contains(note) && !first.contains("lang=\"en\""));
    archive.command(&["reconcile", "out", "--lang", "en"]);
    assert_eq!(findings(&archive, "out")["lang"], "en");
    let told = page(&archive);
    assert!(told.contains(note), "{told}");
    assert!(told.contains("<span lang=\"en\">We read €"), "{told}");
    archive.command(&["report", "out", "--lang", "fr"]);
    assert!(page(&archive) == told, "the sentences are those of the run");
    archive.command(&["reconcile", "out"]);
    assert!(page(&archive) == first);
}
