//! `--baseline` and `--fail-on`: what is new, known, changed, resolved and returned from one run
//! to the next, and what the identity of a finding survives.

use std::fs;

use calamine::{DataType as _, Reader as _, Xlsx, open_workbook};
use serde_json::Value;

use crate::archive::{Archive, Ran};
use crate::samples::folder;

/// An operator's account whose products may differ from its charges of 50 000 €.
pub(crate) fn account(products: &str) -> String {
    format!(
        "Compte rendu financier 2023\nOpérateur : La Passerelle\n\
         Action 3.2 Soutenir les personnes en grande difficulté dans leur logement\n\n\
         Charges;Réalisé;Produits;Réalisé\n\
         60 - Achats;50 000 €;74 - Subventions d'exploitation;{products}\n\
         Total des charges;50 000 €;Total des produits;{products}\n"
    )
}

/// The findings of a run folder.
pub(crate) fn findings(archive: &Archive, out: &str) -> Value {
    let path = archive.folder().join(out).join("findings.json");
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// The ids and states of the discrepancies of a run.
pub(crate) fn states(archive: &Archive, out: &str) -> Vec<(String, String)> {
    let findings = findings(archive, out);
    let text = |f: &Value, key: &str| f[key].as_str().unwrap().to_owned();
    let all = findings["findings"].as_array().unwrap().iter();
    all.filter(|f| f["severity"] != "info").map(|f| (text(f, "id"), text(f, "state"))).collect()
}

/// A run of an account into a folder of its own, against the findings of another.
fn run(archive: &Archive, products: &str, out: &str, further: &[&str]) -> Ran {
    fs::write(archive.root().join("compte.csv"), account(products)).unwrap();
    archive.command(&[&["run", "archive", "--out", out], further].concat())
}

/// The state of the only discrepancy of a run.
fn only(archive: &Archive, out: &str) -> String {
    let states = states(archive, out);
    assert_eq!(states.len(), 1, "{states:?}");
    states[0].1.clone()
}

#[test]
fn a_discrepancy_is_new_known_changed_resolved_and_returned() {
    let archive = Archive::new();
    let told = |products, out: &str, baseline: &str| {
        let further = ["--baseline", baseline];
        let ran = run(&archive, products, out, if baseline.is_empty() { &[] } else { &further });
        (ran.status, only(&archive, out), ran.stdout)
    };
    let state = |(status, state, _): (Option<i32>, String, String)| (status.unwrap(), state);
    assert_eq!(state(told("49 500 €", "un", "")), (1, "new".to_owned()));
    let (status, known, said) = told("49 500 €", "deux", "un/findings.json");
    assert_eq!((status, known.as_str()), (Some(0), "known"));
    assert!(
        said.contains("1 écart : 1 connu\n") && said.contains("erreur, connu, écart"),
        "{said}"
    );
    assert_eq!(state(told("49 400 €", "trois", "deux")), (1, "changed".to_owned()));
    let (status, resolved, said) = told("50 000 €", "quatre", "trois");
    assert_eq!((status, resolved.as_str()), (Some(0), "resolved"));
    assert!(said.contains("Aucun écart à traiter.\n\nrésolu : compte.csv : On lit"), "{said}");
    assert_eq!(findings(&archive, "quatre")["checks"]["failed"], 0, "it is in no count");
    let terms = |out| {
        let findings = findings(&archive, out)["findings"].as_array().unwrap().clone();
        findings.iter().find(|f| f["severity"] != "info").unwrap()["terms"].clone()
    };
    assert_eq!(terms("quatre"), terms("trois"), "its terms are as they were");
    let page = fs::read_to_string(archive.folder().join("quatre/report.html")).unwrap();
    assert!(page.contains("Écarts (0)"), "{page}");
    assert!(page.contains("Écarts résolus depuis le passage précédent (1)"), "{page}");
    let book = archive.folder().join("quatre/ecarts.xlsx");
    let mut book: Xlsx<_> = open_workbook(book).unwrap();
    let open = book.worksheet_range("Écarts").unwrap();
    let grave = open.rows().filter(|row| row[0].get_string() == Some("erreur")).count();
    assert_eq!(grave, 0, "it is on the sheet of what is apart alone");
    let apart = book.worksheet_range("Acceptés et résolus").unwrap();
    assert_eq!(apart.get_value((1, 1)).unwrap().to_string(), "résolu");
    assert_eq!(state(told("50 000 €", "cinq", "quatre")), (0, "resolved".to_owned()));
    assert_eq!(state(told("49 400 €", "six", "cinq")), (1, "returned".to_owned()));
    let ids = |out| states(&archive, out).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
    assert_eq!(ids("un"), ids("six"), "one identity all along");
}

#[test]
fn the_baseline_may_be_the_folder_that_is_written_again() {
    let archive = Archive::new();
    run(&archive, "49 500 €", "out", &[]);
    assert_eq!(run(&archive, "49 500 €", "out", &["--baseline", "out"]).status, Some(0));
    assert_eq!(only(&archive, "out"), "known");
    let again = archive.command(&["reconcile", "out"]);
    assert_eq!((again.status, only(&archive, "out").as_str()), (Some(1), "new"));
    let again = archive.command(&["reconcile", "out", "--baseline", "out/findings.json"]);
    assert_eq!((again.status, only(&archive, "out").as_str()), (Some(0), "known"));
    assert_eq!(archive.command(&["report", "out"]).status, Some(0), "the state is kept");
}

#[test]
fn known_discrepancies_give_1_where_it_is_asked_for() {
    let archive = Archive::new();
    run(&archive, "49 500 €", "un", &[]);
    let status = |fail_on| {
        let further = ["--baseline", "un", "--fail-on", fail_on];
        run(&archive, "49 500 €", "deux", &further).status
    };
    assert_eq!((status("new"), status("any")), (Some(0), Some(1)));
    assert_eq!(run(&archive, "49 500 €", "deux", &["--fail-on", "new"]).status, Some(1));
}

#[test]
fn a_baseline_that_is_none_is_2_before_any_reading() {
    let archive = Archive::new().with("compte.csv", account("49 500 €"));
    for (name, text) in [
        ("a.json", "{"),
        ("b.json", "{\"findings\":[]}"),
        ("c.json", "{\"schema\":\"bilan.run/1\"}"),
    ] {
        fs::write(archive.folder().join(name), text).unwrap();
    }
    let with =
        |finding: &str| format!("{{\"schema\":\"bilan.findings/1\",\"findings\":[{finding}]}}");
    let severity = with(r#"{"id":"a","evidence":"1","check":"c","severity":"blah"}"#);
    for (name, text) in [("e.json", with(r#"{"id":"a"}"#)), ("f.json", severity)] {
        fs::write(archive.folder().join(name), text).unwrap();
    }
    fs::write(archive.folder().join("g.json"), "[]").unwrap();
    let newer = "{\"schema\":\"bilan.findings/2\",\"findings\":{}}";
    fs::write(archive.folder().join("d.json"), newer).unwrap();
    for (name, why) in [
        ("absent.json", "introuvable"),
        ("a.json", "ce n'est pas un findings.json : le fichier est coupé à la ligne 1"),
        ("b.json", "ce n'est pas un findings.json"),
        ("c.json", "schema « bilan.run/1 » au lieu de « bilan.findings/1 »"),
        ("e.json", "findings[0] : il manque la clé « evidence »"),
        ("f.json", "findings[0].severity : mot inconnu : « blah » ; attendu : error, warning"),
        ("g.json", "ce n'est pas un findings.json : liste trop courte : 0"),
        ("d.json", "schema « bilan.findings/2 » au lieu de « bilan.findings/1 »"),
    ] {
        let ran = archive.run(&["--baseline", name]);
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""), "{name}");
        assert!(ran.stderr.contains(name) && ran.stderr.contains(why), "{}", ran.stderr);
        assert!(ran.stderr.contains("donner le findings.json d'un dossier"), "{}", ran.stderr);
    }
    assert!(!archive.out().exists(), "nothing is made");
}

#[test]
fn identity_and_evidence_survive_another_name_and_an_edited_rule() {
    let bilan = fs::read(folder().join("2023/bilan-2023.pdf")).unwrap();
    let archive = Archive::new().with("2023/bilan-2023.pdf", &bilan);
    archive.command(&["run", "archive", "--out", "un"]);
    fs::remove_dir_all(archive.root().join("2023")).unwrap();
    let archive = archive.with("envoi/final (2).pdf", &bilan);
    let rules = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    fs::create_dir(archive.folder().join("regles")).unwrap();
    for entry in fs::read_dir(rules).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let edited = text.replace("dit = \"", "dit = \"Comme chaque année, ");
        fs::write(archive.folder().join("regles").join(path.file_name().unwrap()), edited).unwrap();
    }
    let further = ["--baseline", "un", "--rules", "regles"];
    let ran = archive.command(&[&["run", "archive", "--out", "deux"], further.as_slice()].concat());
    assert_eq!(ran.status, Some(0), "{}{}", ran.stdout, ran.stderr);
    let known: Vec<String> = states(&archive, "deux").into_iter().map(|(_, state)| state).collect();
    assert_eq!(known, ["known", "known"]);
    assert!(ran.stdout.contains("comme chaque année"), "{}", ran.stdout);
}
