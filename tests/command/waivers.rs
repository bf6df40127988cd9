//! `bilan waive` and `derogations.toml`: what is accepted, by whom, until when, and what voids it.

use std::fs;

use serde_json::Value;

use crate::archive::{Archive, Ran};
use crate::memory::{account, findings, states};

/// An archive with one discrepancy, found in `out`, and its id.
fn wrong() -> (Archive, String) {
    let archive = Archive::new().with("compte.csv", account("49 500 €"));
    assert_eq!(archive.run(&[]).status, Some(1));
    let id = states(&archive, "out")[0].0.clone();
    (archive, id)
}

/// `bilan waive` on the 15th of June 2026, whatever day it is.
fn waive(archive: &Archive, ids: &[&str], until: &str, further: &[&str]) -> Ran {
    let fixed = ["--until", until, "--run", "out", "--today", "2026-06-15"];
    let words = ["--reason", "accord du 3 mai", "--by", "M. Roy"];
    archive.command(&[&["waive"], ids, &fixed, &words, further].concat())
}

fn file(archive: &Archive) -> String {
    fs::read_to_string(archive.folder().join("derogations.toml")).unwrap()
}

/// What became of the only waiver.
fn judged(archive: &Archive) -> (String, Value) {
    let waivers = findings(archive, "out")["waivers"].clone();
    assert_eq!(waivers.as_array().unwrap().len(), 1, "{waivers}");
    (waivers[0]["status"].as_str().unwrap().to_owned(), waivers[0]["why"].clone())
}

#[test]
fn an_accepted_discrepancy_is_0_until_its_day_has_passed() {
    let (archive, id) = wrong();
    let ran = waive(&archive, &[&id], "2026-12-31", &[]);
    let said = format!("derogations.toml : {id} (compte.csv) accepté jusqu'au 2026-12-31\n");
    assert_eq!((ran.status, ran.stdout), (Some(0), said), "{}", ran.stderr);
    let text = file(&archive);
    assert!(text.contains("[[waiver]]\n") && text.contains("by = \"M. Roy\"\n"), "{text}");
    let ran = archive.run(&["--today", "2026-12-31"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stdout);
    assert_eq!(states(&archive, "out"), [(id.clone(), "waived".to_owned())]);
    assert_eq!(judged(&archive), ("used".to_owned(), Value::Null));
    let line = "(M. Roy, jusqu'au 2026-12-31 : accord du 3 mai)";
    assert!(ran.stdout.contains("accepté : compte.csv : On lit"), "{}", ran.stdout);
    assert!(ran.stdout.contains(line), "{}", ran.stdout);
    let page = String::from_utf8(archive.result("report.html")).unwrap();
    assert!(page.contains("Écarts (0)") && page.contains("Écarts acceptés par dérogation (1)"));
    let ran = archive.run(&["--today", "2027-01-01"]);
    assert_eq!(ran.status, Some(1), "{}", ran.stdout);
    assert_eq!(judged(&archive), ("void".to_owned(), "expired".into()));
    let line = format!("dérogation caduque : {id} (compte.csv), sa date est passée\n");
    assert!(ran.stdout.contains(&line), "{}", ran.stdout);
    let page = String::from_utf8(archive.result("report.html")).unwrap();
    assert!(page.contains("Dérogations sans effet (1)") && page.contains("sa date est passée"));
}

#[test]
fn an_expired_waiver_of_a_finding_known_to_the_baseline_is_1_until_it_is_renewed() {
    let (archive, id) = wrong();
    waive(&archive, &[&id], "2026-12-31", &[]);
    let run = |out: &str, today: &str, baseline: &str| {
        let into = ["run", "archive", "--out", out, "--today", today, "--baseline", baseline];
        let status = archive.command(&into).status;
        (status, states(&archive, out).remove(0).1)
    };
    let told = |status, state: &str| (Some(status), state.to_owned());
    assert_eq!(run("un", "2026-06-15", "out"), told(0, "waived"));
    assert_eq!(run("deux", "2027-01-01", "un"), told(1, "returned"));
    assert_eq!(run("trois", "2027-01-02", "deux"), told(1, "returned"));
    // Renewed, it is accepted; struck from the file after that, it has to be answered for again.
    let expired = file(&archive);
    let renewed = expired.replace("2026-12-31", "2027-12-31");
    fs::write(archive.folder().join("derogations.toml"), renewed).unwrap();
    assert_eq!(run("quatre", "2027-01-03", "trois"), told(0, "waived"));
    fs::remove_file(archive.folder().join("derogations.toml")).unwrap();
    assert_eq!(run("cinq", "2027-01-04", "quatre"), told(1, "returned"));
    assert_eq!(run("six", "2027-01-05", "cinq"), told(0, "known"));
}

#[test]
fn a_value_or_a_snippet_that_changes_voids_a_waiver() {
    let (archive, id) = wrong();
    waive(&archive, &[&id], "2026-12-31", &[]);
    for written in ["49 400 €", "49 500 euros"] {
        let archive_root = archive.root();
        fs::write(archive_root.join("compte.csv"), account(written)).unwrap();
        assert_eq!(archive.run(&["--today", "2026-06-15"]).status, Some(1), "{written}");
        assert_eq!(states(&archive, "out"), [(id.clone(), "new".to_owned())]);
        assert_eq!(judged(&archive), ("void".to_owned(), "evidence_changed".into()));
    }
    fs::write(archive.root().join("compte.csv"), account("50 000 €")).unwrap();
    let ran = archive.run(&["--today", "2026-06-15", "--lang", "en"]);
    assert_eq!(ran.status, Some(0));
    assert_eq!(judged(&archive), ("unused".to_owned(), "not_found".into()));
    assert!(ran.stdout.contains("unused waiver: "), "{}", ran.stdout);
}

#[test]
fn an_id_put_over_the_waiver_of_another_check_is_void() {
    let (archive, id) = wrong();
    waive(&archive, &[&id], "2026-12-31", &[]);
    let text = file(&archive);
    let check = text.lines().find(|line| line.starts_with("check = ")).unwrap();
    let other = text.replace(check, "check = \"autre\"");
    fs::write(archive.folder().join("derogations.toml"), other).unwrap();
    let ran = archive.run(&["--today", "2026-06-15"]);
    assert_eq!(ran.status, Some(1), "{}", ran.stdout);
    assert_eq!(judged(&archive), ("void".to_owned(), "other_check".into()));
    let line = format!(
        "dérogation caduque : {id} (compte.csv), le constat de cet identifiant est d'un autre \
         contrôle\n"
    );
    assert!(ran.stdout.contains(&line), "{}", ran.stdout);
}

#[test]
fn a_date_that_cannot_be_read_has_passed() {
    let (archive, id) = wrong();
    waive(&archive, &[&id], "2026-12-31", &[]);
    let text = file(&archive);
    for until in ["\"fin 2026\"", "\"31/12/2026\"", "2026"] {
        let edited = text.replace("\"2026-12-31\"", until);
        fs::write(archive.folder().join("derogations.toml"), edited).unwrap();
        assert_eq!(archive.run(&["--today", "2026-06-15"]).status, Some(1), "{until}");
        assert_eq!(judged(&archive), ("void".to_owned(), "date_unreadable".into()));
    }
    let edited = text.replace("\"2026-12-31\"", "2026-12-31");
    fs::write(archive.folder().join("derogations.toml"), edited).unwrap();
    assert_eq!(archive.run(&["--today", "2026-06-15"]).status, Some(0), "a date of TOML is one");
}

#[test]
fn a_waiver_is_added_or_replaced_and_the_rest_of_the_file_stays() {
    let (archive, id) = wrong();
    let note = "# vu au comité\n[[waiver]]\nfinding = 'abc' # à revoir\nuntil   = '2020-01-01'\n";
    fs::write(archive.folder().join("derogations.toml"), note).unwrap();
    waive(&archive, &[&id], "2026-12-31", &[]);
    waive(&archive, &[&id], "2027-06-30", &["--waivers", "derogations.toml"]);
    let text = file(&archive);
    assert!(text.starts_with(note), "{text}");
    assert_eq!(text.matches(&id).count(), 1, "{text}");
    assert!(text.contains("until = \"2027-06-30\"") && !text.contains("2026-12-31"), "{text}");
    archive.run(&["--today", "2026-06-15"]);
    let waivers = findings(&archive, "out")["waivers"].clone();
    let status = |n: usize| waivers[n]["status"].as_str().unwrap().to_owned();
    assert_eq!((status(0).as_str(), status(1).as_str()), ("unused", "used"));
}

#[test]
fn what_cannot_be_accepted_is_2_and_writes_nothing() {
    let (archive, id) = wrong();
    let near = format!("{}x", &id[..id.len() - 1]);
    let info = findings(&archive, "out")["findings"].as_array().unwrap().clone();
    let info = info.iter().find(|f| f["severity"] == "info").map(|f| f["id"].clone());
    let refused = |ids: &[&str], until: &str, further: &[&str], words: &[&str]| {
        let ran = waive(&archive, ids, until, further);
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""), "{ids:?} {until}");
        for word in words {
            assert!(ran.stderr.contains(word), "« {word} » in {}", ran.stderr);
        }
    };
    refused(&[&id, &near], "2026-12-31", &[], &[&near, "vouliez-vous", &id]);
    refused(&[&id], "2026-06-14", &[], &["--until 2026-06-14", "passé"]);
    refused(&[&id], "31/12/2026", &[], &["--until", "31/12/2026", "2026-12-31"]);
    refused(&[&id], "2026-12-31", &["--waivers", "archive"], &["archive", "--waivers"]);
    if let Some(info) = info {
        refused(&[info.as_str().unwrap()], "2026-12-31", &[], &["information"]);
    }
    assert!(!archive.folder().join("derogations.toml").exists());
}

#[test]
fn nobody_accepts_in_silence_or_from_a_folder_that_is_no_run() {
    let (archive, id) = wrong();
    for (flag, arguments) in
        [("--reason", ["--reason", " ", "--by", "x"]), ("--by", ["--reason", "x", "--by", ""])]
    {
        let fixed = ["waive", &id, "--until", "2999-01-01", "--run", "out"];
        let ran = archive.command(&[&fixed, arguments.as_slice()].concat());
        assert_eq!(ran.status, Some(2), "{flag}");
        assert!(ran.stderr.contains(flag), "{}", ran.stderr);
    }
    let elsewhere = archive.command(&[
        "waive",
        &id,
        "--until",
        "2999-01-01",
        "--reason",
        "x",
        "--by",
        "y",
        "--run",
        "archive",
    ]);
    assert_eq!(elsewhere.status, Some(2));
    assert!(elsewhere.stderr.contains("findings.json"), "{}", elsewhere.stderr);
    assert!(!archive.folder().join("derogations.toml").exists());
}

#[test]
fn a_file_of_waivers_with_a_fault_is_2_before_any_reading() {
    let archive = Archive::new().with("compte.csv", account("49 500 €"));
    let ran = archive.run(&["--waivers", "absent.toml"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("absent.toml : introuvable"), "{}", ran.stderr);
    fs::write(archive.folder().join("derogations.toml"), "[[waiver]]\nfinding = 'a'\nraison = 1\n")
        .unwrap();
    let ran = archive.run(&[]);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("derogations.toml : ligne 3 : clé inconnue"), "{}", ran.stderr);
    assert!(!archive.out().exists());
}
