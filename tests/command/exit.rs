//! Exit status, and the sentence that goes with a 2: what, where, what to do.

use std::fs;
use std::io::Read as _;
use std::process::Stdio;

use crate::archive::{Archive, Ran, SHEET, bilan, finish};

/// Checks that a command could not do its job and says so in these words.
fn assert_fails(ran: &Ran, words: &[&str]) {
    assert_eq!(ran.status, Some(2), "{ran:?}");
    for word in words {
        assert!(ran.stderr.contains(word), "« {word} » in {}", ran.stderr);
    }
    assert!(ran.stderr.lines().count() <= 12, "one sentence, no trace: {}", ran.stderr);
}

#[test]
fn an_archive_that_is_not_there_is_2() {
    let archive = Archive::new();
    let ran = archive.command(&["run", "absente", "--out", "out"]);
    assert_fails(&ran, &["absente", "introuvable", "vérifier"]);
    assert!(!archive.out().exists(), "nothing is made for nothing");
}

#[test]
fn a_folder_that_cannot_be_written_to_is_2_before_any_work() {
    let archive = Archive::new().with("a.csv", SHEET);
    fs::write(archive.folder().join("fichier"), "x").unwrap();
    let ran = archive.command(&["run", "archive", "--out", "fichier/out"]);
    assert_fails(&ran, &["fichier/out", "écriture impossible", "--out"]);
}

#[test]
fn results_do_not_go_into_the_archive_itself() {
    let archive = Archive::new().with("a.csv", SHEET);
    let ran = archive.command(&["run", "archive", "--out", "archive/."]);
    assert_fails(&ran, &["archive", "l'archive serait écrasée"]);
    assert_eq!(fs::read_dir(archive.root()).unwrap().count(), 1, "nothing is left there");
}

#[test]
fn arguments_that_are_none_are_2() {
    let archive = Archive::new();
    assert_fails(&archive.command(&["run"]), &["ARCHIVE"]);
    assert_fails(&archive.command(&["lire"]), &["lire"]);
    assert_fails(&archive.run(&["--include", "a[", "--quiet"]), &["a[", "motif invalide"]);
    assert_fails(&archive.run(&["--max-memory", "1"]), &["--max-memory"]);
    let archive = archive.with("a.csv", SHEET);
    let ran = archive.command(&["inspect", "archive/a.csv", "--page", "9"]);
    assert_fails(&ran, &["a.csv", "pas de page 9"]);
}

#[test]
fn rules_that_are_not_there_are_2() {
    let archive = Archive::new().with("a.csv", SHEET);
    assert_fails(&archive.run(&["--rules", "absentes"]), &["absentes", "règles"]);
    assert_fails(
        &archive.command(&["rules", "check", "--rules", "archive"]),
        &["archive", ".toml"],
    );
}

#[test]
fn rules_with_a_typo_are_2_and_show_the_line() {
    let pack = "[pack]\nid = \"essai\"\nversion = \"1\"\nlangage = 1\ngenr = \"bilan\"\n";
    let archive = Archive::new().with("a.csv", SHEET);
    fs::create_dir(archive.folder().join("regles")).unwrap();
    fs::write(archive.folder().join("regles/essai.toml"), pack).unwrap();
    for arguments in [
        &["rules", "check", "--rules", "regles"][..],
        &["run", "archive", "--rules", "regles", "--out", "out"],
        &["extract", "archive", "--rules", "regles"],
    ] {
        let ran = archive.command(arguments);
        assert_fails(&ran, &["essai.toml:5:1", "genr", "genre"]);
        assert_eq!(ran.stdout, "");
    }
    assert!(!archive.out().exists(), "no document is read by rules that are wrong");
}

#[test]
fn the_built_in_rules_are_sound() {
    assert_eq!(Archive::new().command(&["rules", "check"]).status, Some(0));
}

#[test]
fn a_run_folder_that_is_none_is_2() {
    let archive = Archive::new();
    assert_fails(&archive.command(&["reconcile", "archive"]), &["run.json", "bilan run"]);
    assert_fails(&archive.command(&["report", "archive"]), &["run.json", "bilan run"]);
    fs::write(archive.root().join("run.json"), "{}").unwrap();
    assert_fails(&archive.command(&["report", "archive"]), &["run.json", "contenu inattendu"]);
}

#[test]
fn help_and_version_are_0() {
    for arguments in [&["--help"][..], &["--version"], &["run", "--help"]] {
        assert_eq!(finish(bilan(arguments)).status, Some(0));
    }
}

#[test]
fn a_closed_pipe_is_0() {
    let archive = Archive::new().with("a.csv", SHEET);
    let mut command = bilan(&["extract", "archive"]);
    let mut child = command
        .current_dir(archive.folder())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}

#[test]
fn a_document_that_cannot_be_read_is_1_and_told_on_standard_error() {
    let archive = Archive::new().with("a.csv", SHEET).with("vide.pdf", "");
    let ran = archive.command(&["extract", "archive"]);
    assert_eq!((ran.status, ran.stdout.lines().count()), (Some(1), 1));
    assert!(ran.stderr.starts_with("vide.pdf : le fichier est vide"), "{}", ran.stderr);
    let ran = archive.command(&["inspect", "archive/vide.pdf", "--lang", "en"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), ""));
    assert!(ran.stderr.contains("vide.pdf: the file is empty"), "{}", ran.stderr);
}
