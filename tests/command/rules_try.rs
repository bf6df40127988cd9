//! Rules tried on documents: a first pack drawn from one, and what a change of rules changes.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::archive::{Archive, Ran, bilan, finish};
use crate::samples::folder;
use crate::snapshots::settings;

/// The packs of the project with a word of one exchanged, in a folder of the archive's.
fn changed_rules(archive: &Archive, from: &str, to: &str) -> String {
    let rules = archive.folder().join("rules");
    fs::create_dir(&rules).unwrap();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    for entry in fs::read_dir(own).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            let text = fs::read_to_string(&path).unwrap().replace(from, to);
            fs::write(rules.join(path.file_name().unwrap()), text).unwrap();
        }
    }
    rules.to_str().unwrap().to_owned()
}

/// The impact of a changed word on the samples, read through a cache of the archive's own.
fn impact(archive: &Archive, rules: &str, more: &[&str]) -> Ran {
    let cache = archive.folder().join("cache");
    let (cache, samples) = (cache.to_str().unwrap(), folder());
    let samples = samples.to_str().unwrap();
    let mut arguments = vec!["rules", "impact", "--after", rules, "--cache", cache, samples];
    arguments.extend(more);
    finish(bilan(&arguments))
}

#[test]
fn a_drafted_pack_loads_and_finds_what_does_not_agree() {
    let archive = Archive::new();
    let sample = folder().join("2023/bilan-2023.pdf");
    let sample = sample.to_str().unwrap();
    let drawn = finish(bilan(&["rules", "draft", sample, "--no-cache"]));
    assert_eq!((drawn.status, drawn.stderr.as_str()), (Some(0), ""));
    settings("rules").bind(|| insta::assert_snapshot!("draft", drawn.stdout));
    let rules = archive.folder().join("rules");
    fs::create_dir(&rules).unwrap();
    fs::write(rules.join("brouillon.toml"), drawn.stdout).unwrap();
    let (rules, out) = (rules.to_str().unwrap(), archive.out());
    let out = out.to_str().unwrap();
    finish(bilan(&["run", sample, "--rules", rules, "--out", out, "--quiet"]));
    let findings: Value = serde_json::from_slice(&archive.result("findings.json")).unwrap();
    let told: Vec<&str> = findings["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["severity"] != "info")
        .map(|f| f["difference"].as_str().unwrap())
        .collect();
    assert_eq!(told, ["-500", "-3"]);
}

#[test]
fn a_draft_of_what_cannot_be_read_says_why() {
    let archive = Archive::new().with("a.pdf", "no pdf at all");
    let path = archive.root().join("a.pdf");
    let ran = finish(bilan(&["rules", "draft", path.to_str().unwrap(), "--no-cache"]));
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), ""));
    assert!(ran.stderr.contains("a.pdf : "), "{}", ran.stderr);
}

#[test]
fn a_changed_word_loses_what_it_read_and_nothing_else() {
    let archive = Archive::new();
    let rules =
        changed_rules(&archive, "à hauteur de {valeur:montant}", "à raison de {valeur:montant}");
    let text = impact(&archive, &rules, &["--fail-on", "lost"]);
    assert_eq!(text.status, Some(1));
    settings("rules").bind(|| insta::assert_snapshot!("impact", text.stdout));
    let json = impact(&archive, &rules, &["--format", "json", "--fail-on", "flipped"]);
    assert_eq!(json.status, Some(0));
    let found: Value = serde_json::from_str(&json.stdout).unwrap();
    let lost: Vec<&str> = found["documents"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|d| d["changes"].as_array().unwrap())
        .filter(|c| c["kind"] == "lost")
        .map(|c| c["before"]["value"].as_str().unwrap())
        .collect();
    assert_eq!(lost, ["330000", "347000"]);
    assert_eq!(found["totals"]["lost"], 2);
    let page = impact(&archive, &rules, &["--format", "html"]).stdout;
    assert!(
        page.contains("<strong>347\u{a0}000 €</strong>")
            || page.contains("<strong>347 000 €</strong>"),
        "{page}"
    );
}

#[test]
fn rules_that_read_the_same_change_nothing() {
    let archive = Archive::new();
    let rules = changed_rules(&archive, "# ", "# Note : ");
    let ran = impact(&archive, &rules, &["--fail-on", "lost,gained,changed,moved,flipped"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stdout);
    assert!(ran.stdout.contains("0 changés"), "{}", ran.stdout);
}

#[test]
fn a_document_out_of_the_cache_is_read_as_from_its_file() {
    let archive = Archive::new();
    let rules = changed_rules(&archive, "Total des charges", "Somme des charges");
    let [first, again, fresh] = [
        impact(&archive, &rules, &["--format", "json"]),
        impact(&archive, &rules, &["--format", "json"]),
        finish(bilan(&[
            "rules",
            "impact",
            "--after",
            &rules,
            "--no-cache",
            "--format",
            "json",
            folder().to_str().unwrap(),
        ])),
    ];
    assert!(archive.folder().join("cache").read_dir().unwrap().count() > 3);
    assert_eq!(first.stdout, again.stdout);
    assert_eq!(first.stdout, fresh.stdout);
}

#[test]
fn a_document_without_headings_is_known_by_its_table() {
    let archive = Archive::new().with("a\nb.csv", "1;2\n3;4\n5;6\n");
    let path = archive.root().join("a\nb.csv");
    let ran = finish(bilan(&["rules", "draft", path.to_str().unwrap(), "--no-cache"]));
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let rules = archive.folder().join("rules");
    fs::create_dir(&rules).unwrap();
    fs::write(rules.join("brouillon.toml"), &ran.stdout).unwrap();
    let checked = finish(bilan(&["rules", "check", "--rules", rules.to_str().unwrap()]));
    assert_eq!(checked.status, Some(0), "{}{}", ran.stdout, checked.stderr);
}

#[test]
fn an_empty_archive_is_no_green_end() {
    let archive = Archive::new();
    let rules = changed_rules(&archive, "# ", "# Note : ");
    let root = archive.root();
    let ran = finish(bilan(&["rules", "impact", "--after", &rules, root.to_str().unwrap()]));
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("aucun document"), "{}", ran.stderr);
}

#[test]
fn a_rule_whose_beginning_is_nowhere_says_so() {
    let archive = Archive::new();
    let rules = changed_rules(
        &archive,
        "[[montant]]\nid = \"soutien_etat\"\n",
        "[[montant]]\nid = \"soutien_etat\"\napres = [\"Annexe introuvable\"]\n",
    );
    let sample = folder().join("2023/bilan-2023.pdf");
    let arguments = ["rules", "explain", sample.to_str().unwrap(), "--rule", "soutien_etat"];
    let ran = finish(bilan(&[&arguments[..], &["--rules", &rules]].concat()));
    assert!(ran.stdout.contains("aucun paragraphe ne dit « apres »"), "{}", ran.stdout);
}
