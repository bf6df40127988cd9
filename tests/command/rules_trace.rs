//! `rules coverage` and `rules explain`: every number is accounted for once, and a rule that
//! reads nothing says what it lacks.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::archive::{Archive, Ran, bilan, finish};
use crate::samples::{SAMPLES, folder};
use crate::snapshots::settings;
use bilan::record::pretty::pretty;

/// A bilan of the samples.
const BILAN: &str = "2023/bilan-2023.pdf";

/// An operator's account of the samples.
const ACCOUNT: &str = "2023/operateurs/le-fil-action-2.1.xlsx";

/// `bilan rules …` in the folder of the samples, with a cache of its own.
fn rules(archive: &Archive, arguments: &[&str]) -> Ran {
    let mut command = bilan(&["rules"]);
    command.args(arguments).current_dir(folder());
    command.env("XDG_CACHE_HOME", archive.folder().join("cache"));
    finish(command)
}

/// A folder with the rules of the house, one text of one of them changed.
fn changed(archive: &Archive, file: &str, from: &str, to: &str) -> String {
    let own = archive.folder().join("rules");
    fs::create_dir(&own).unwrap();
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    for entry in fs::read_dir(house).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            let mut text = fs::read_to_string(&path).unwrap();
            if path.ends_with(file) {
                assert!(text.contains(from), "{file} holds « {from} »");
                text = text.replace(from, to);
            }
            fs::write(own.join(path.file_name().unwrap()), text).unwrap();
        }
    }
    own.to_str().unwrap().to_owned()
}

fn count(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

fn sum(map: &Value) -> u64 {
    map.as_object().unwrap().values().map(count).sum()
}

#[test]
fn coverage_tells_every_document_and_what_nobody_read() {
    let archive = Archive::new();
    for (name, arguments) in [
        ("coverage", &["coverage", "."][..]),
        ("coverage-en", &["coverage", "2023", "--lang", "en"]),
    ] {
        let ran = rules(&archive, arguments);
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
        settings("trace").bind(|| insta::assert_snapshot!(name, ran.stdout));
    }
    let json = rules(&archive, &["coverage", BILAN, "--format", "json"]).stdout;
    settings("trace").bind(|| insta::assert_snapshot!("coverage-json", pretty(json.trim())));
}

#[test]
fn every_number_is_in_one_class() {
    let ran = rules(&Archive::new(), &["coverage", ".", "--format", "json"]);
    let coverage: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(coverage["schema"], "bilan.coverage/1");
    let classes = ["by_rule", "free", "ignored", "part", "no_figure"];
    let mut totals: BTreeMap<&str, u64> = BTreeMap::new();
    for document in coverage["documents"].as_array().unwrap() {
        let numbers = &document["numbers"];
        let unread = document["unread"].as_array().unwrap().len() as u64;
        let told: u64 = classes.iter().map(|class| sum(&document[class])).sum();
        assert_eq!(told + unread, count(&numbers["total"]), "{}", document["path"]);
        for class in classes {
            assert_eq!(sum(&document[class]), count(&numbers[class]), "{class}");
            *totals.entry(class).or_default() += sum(&document[class]);
        }
        assert_eq!(unread, count(&numbers["unread"]));
        let path = document["path"].as_str().unwrap();
        assert_eq!(unread, record(path)["unread"].as_array().unwrap().len() as u64, "{path}");
    }
    for class in classes {
        assert_eq!(totals[class], count(&coverage["total"][class]), "{class}");
    }
    assert!(count(&coverage["total"]["total"]) > 150);
}

/// The record of a sample.
fn record(path: &str) -> Value {
    let name = format!("documents/{path}.json");
    serde_json::from_slice(&SAMPLES.0.result(&name)).unwrap()
}

#[test]
fn what_the_record_holds_was_taken_once() {
    let ran = rules(&Archive::new(), &["coverage", BILAN, "--format", "json"]);
    let coverage: Value = serde_json::from_str(&ran.stdout).unwrap();
    let document = &coverage["documents"][0];
    let of_fields = |(rule, count): (&String, &Value)| {
        rule.starts_with("champ ").then(|| count.as_u64().unwrap())
    };
    let fields: u64 = document["by_rule"].as_object().unwrap().iter().filter_map(of_fields).sum();
    let taken = count(&document["numbers"]["by_rule"]) + count(&document["numbers"]["free"]);
    let record = record(BILAN);
    let length = |value: &Value| value.as_array().unwrap().len() as u64;
    let rows =
        record["budgets"].as_array().unwrap().iter().flat_map(|b| b["rows"].as_array().unwrap());
    let cells: u64 = rows.map(|row| row["cells"].as_object().unwrap().len() as u64).sum();
    assert_eq!(taken - fields, length(&record["indicators"]) + length(&record["amounts"]) + cells);
}

#[test]
fn a_long_list_is_cut_and_says_how_much_it_leaves_out() {
    let rows: Vec<String> = (1..40).map(|n| format!("texte;mot et {n} personnes")).collect();
    let rows = rows.join("\n");
    let archive = Archive::new().with("liste.csv", rows);
    let root = archive.root();
    let told = |further: &[&str]| {
        let mut arguments = vec!["coverage", root.to_str().unwrap()];
        arguments.extend(further);
        let stdout = rules(&archive, &arguments).stdout;
        (stdout.lines().filter(|l| l.contains("liste.csv, ligne")).count(), stdout)
    };
    let ((shown, cut), (all, whole)) = (told(&[]), told(&["--all"]));
    assert_eq!((shown, all), (20, 39));
    assert!(cut.contains("… et 19 de plus (--all pour tout voir)"), "{cut}");
    assert!(!whole.contains("--all"), "{whole}");
}

#[test]
fn explain_tells_packs_rules_and_checks() {
    let archive = Archive::new();
    for (name, arguments) in [
        ("explain", &["explain", BILAN][..]),
        ("explain-sheet", &["explain", ACCOUNT]),
        ("explain-page", &["explain", BILAN, "--page", "2", "--lang", "en"]),
        ("explain-rule", &["explain", BILAN, "--rule", "budget"]),
        ("explain-check", &["explain", BILAN, "--rule", "file-active-debut"]),
    ] {
        let ran = rules(&archive, arguments);
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
        settings("trace").bind(|| insta::assert_snapshot!(name, ran.stdout));
    }
}

#[test]
fn a_misspelt_phrase_shows_the_sentence_that_was_meant() {
    let archive = Archive::new();
    let house = "phrases = [\"a engagé {~} {valeur:montant}\", \"dépenses engagées {~} \
                 {valeur:montant}\", \"(a dépensé|a mobilisé|a consacré) {~} {valeur:montant}\", \
                 \"(dépenses|coût) {~} (s'élève*|s'établi*|représente*) {~} {valeur:montant}\"]";
    let own = "phrases = [\"a engagée {~} {valeur:montant}\"]";
    let dir = changed(&archive, "bilan-convention-pauvrete.toml", house, own);
    let ran = rules(&archive, &["explain", BILAN, "--rules", &dir, "--rule", "depenses_engagees"]);
    let first = ran.stdout.lines().find(|line| line.contains("presque trouvé")).unwrap();
    assert!(first.contains("attendait"), "{first}");
    settings("trace").bind(|| insta::assert_snapshot!("explain-misspelt", ran.stdout));
}

#[test]
fn a_column_that_is_not_found_shows_the_headings_there_are() {
    let archive = Archive::new();
    let house = "etat = [\"État\", \"(DDETS|DREETS|DDCS|Préfecture|DIHAL|DGCS)\"]";
    let dir = changed(&archive, "bilan-convention-pauvrete.toml", house, "etat = [\"Dotation\"]");
    let ran = rules(&archive, &["explain", BILAN, "--rules", &dir, "--rule", "budget"]);
    settings("trace").bind(|| insta::assert_snapshot!("explain-column", ran.stdout));
}

#[test]
fn what_cannot_be_explained_says_why() {
    let archive = Archive::new();
    let mut told = String::new();
    for arguments in [
        &["explain", BILAN, "--rule", "soutien_eta"][..],
        &["explain", BILAN, "--rule", "projets"],
        &["explain", BILAN, "--page", "99"],
        &["explain", "2023"],
        &["explain", "absent.pdf"],
        &["coverage", "absent"],
    ] {
        let ran = rules(&archive, arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        write!(told, "$ bilan rules {}\n{}", arguments.join(" "), ran.stderr).unwrap();
    }
    let protected = rules(&archive, &["explain", "2021/convention-protegee.pdf"]);
    assert_eq!((protected.status, protected.stdout.as_str()), (Some(1), ""));
    told.push_str(&protected.stderr);
    settings("trace").bind(|| insta::assert_snapshot!("explain-errors", told));
}
