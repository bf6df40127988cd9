//! Records that are longer than what is compared at once: told as not compared, in every report,
//! and no run with one is clean.

use std::fmt::Write as _;
use std::fs;

use crate::archive::{Archive, Ran};
use crate::memory::findings;

/// A list of so many grants, whose record takes some 400 bytes a row.
fn list(rows: usize, total: usize) -> String {
    let mut text = "Bénéficiaire;Montant\n".to_owned();
    for row in 0..rows {
        let _ = writeln!(text, "Association de la rue {row};1000");
    }
    text + &format!("Total;{total}\n")
}

/// A run over a list of 4,000 grants with a total that is wrong, under a limit in MiB.
fn run(archive: &Archive, limit: &str, further: &[&str]) -> Ran {
    let arguments = ["run", "archive", "--out", "out", "--max-judged", limit];
    archive.command(&[&arguments, further].concat())
}

/// The checks of the discrepancies of a run.
fn checks(archive: &Archive) -> Vec<String> {
    let all = findings(archive, "out");
    let loud = all["findings"].as_array().unwrap().iter().filter(|f| f["severity"] != "info");
    loud.map(|f| f["check"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_record_over_the_limit_is_told_as_not_compared_and_lifting_it_reads_nothing_again() {
    let archive = Archive::new().with("liste.csv", list(4_000, 4_000_000));
    let ran = run(&archive, "1", &[]);
    assert_eq!(ran.status, Some(1), "{}", ran.stderr);
    assert_eq!(checks(&archive), ["taille-rapprochee"]);
    assert!(ran.stdout.contains("n'est pas rapproché"), "{}", ran.stdout);
    assert!(ran.stdout.contains("--max-judged"), "{}", ran.stdout);
    let all = findings(&archive, "out");
    assert_eq!((&all["checks"]["held"], &all["checks"]["not_checkable"]), (&0.into(), &1.into()));
    let page = fs::read_to_string(archive.folder().join("out/report.html")).unwrap();
    assert!(page.contains("--max-judged"));
    let again = run(&archive, "1", &["--baseline", "out"]);
    assert_eq!(again.status, Some(1), "known, but still no pass");
    let lifted = run(&archive, "24", &[]);
    assert_eq!((lifted.status, checks(&archive)), (Some(0), Vec::new()), "{}", lifted.stdout);
    assert!(lifted.stdout.contains("repris"), "{}", lifted.stdout);
}

#[test]
fn a_discrepancy_of_a_document_that_is_no_longer_compared_is_not_resolved() {
    let archive = Archive::new().with("liste.csv", list(4_000, 4_000_001));
    assert_eq!(run(&archive, "24", &[]).status, Some(1));
    let before = checks(&archive);
    assert_eq!(before.len(), 1, "{before:?}");
    assert_eq!(run(&archive, "1", &["--baseline", "out"]).status, Some(1));
    let all = findings(&archive, "out");
    let states = all["findings"].as_array().unwrap().iter();
    let states: Vec<_> = states.filter(|f| f["check"] == before[0].as_str()).collect();
    assert_eq!((states.len(), &states[0]["state"]), (1, &"unverified".into()));
}
