//! `bilan confirm` and `correspondances.toml`: names that a person says to be one, or two.

use std::fs;

use serde_json::Value;

use crate::archive::{Archive, Ran};
use crate::memory::findings;
use crate::samples::folder;

/// The bilan of the samples beside the sheet of an operator that names no action.
fn archive(operator: &str) -> Archive {
    let bilan = fs::read(folder().join("2023/bilan-2023.pdf")).unwrap();
    let sheet = format!(
        "Compte rendu financier 2023\nOpérateur : {operator}\n\n\
         Charges;Réalisé;Produits;Réalisé\n\
         60 - Achats;280 000 €;74 - Subventions : État;139 000 €\n\
         ;;74 - Subventions : métropole;141 000 €\n\
         Total des charges;280 000 €;Total des produits;280 000 €\n"
    );
    Archive::new().with("bilan-2023.pdf", bilan).with("compte.csv", sheet)
}

fn pairs(archive: &Archive) -> Vec<Value> {
    findings(archive, "out")["matches"].as_array().cloned().unwrap_or_default()
}

fn compared(archive: &Archive) -> Vec<Value> {
    let all = findings(archive, "out")["findings"].as_array().unwrap().clone();
    let of = |f: &Value| f["check"] == "operateur-etat" && f["verdict"] == "different";
    all.into_iter().filter(of).collect()
}

fn confirm(archive: &Archive, ids: &[&str], further: &[&str]) -> Ran {
    let fixed = ["--by", "Mme Petit", "--run", "out", "--today", "2026-06-15"];
    archive.command(&[&["confirm"], ids, &fixed, further].concat())
}

fn file(archive: &Archive) -> String {
    fs::read_to_string(archive.folder().join("correspondances.toml")).unwrap()
}

#[test]
fn a_pair_is_proposed_then_confirmed_then_matched() {
    let archive = archive("Le Filou");
    let ran = archive.run(&[]);
    assert!(compared(&archive).is_empty());
    let line = "rapprochements : 1 nom à confirmer (bilan confirm), dans report.html\n";
    assert!(ran.stdout.contains(line), "{}", ran.stdout);
    let proposed = pairs(&archive);
    assert_eq!(proposed.len(), 1, "{proposed:?}");
    let names: Vec<&str> = proposed[0]["names"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Le Filou", "Le Fil"]);
    assert_eq!(
        (&proposed[0]["state"], &proposed[0]["matched"]),
        (&"proposed".into(), &false.into())
    );
    let page = String::from_utf8(archive.result("report.html")).unwrap();
    assert!(
        page.contains("Rapprochements de noms (1 à confirmer)")
            && page.contains("Sans vis-à-vis (")
    );
    let id = proposed[0]["id"].as_str().unwrap();
    let ran = confirm(&archive, &[id], &[]);
    let said = "correspondances.toml : « Le Filou » et « Le Fil » sont une même chose\n";
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(0), said), "{}", ran.stderr);
    assert!(
        file(&archive).contains("etat = \"confirmee\"\npar = \"Mme Petit\"\nle = \"2026-06-15\"\n")
    );
    let ran = archive.run(&[]);
    assert!(!ran.stdout.contains("à confirmer"), "{}", ran.stdout);
    let found = compared(&archive);
    assert_eq!(found.len(), 1);
    let message = found[0]["message"].as_str().unwrap();
    let note = "Rapprochement de compte.csv : confirmé par Mme Petit le 2026-06-15.";
    assert!(message.ends_with(note), "{message}");
    assert_eq!(pairs(&archive)[0]["state"], "confirmed");
    // Confirmed in the same file, said anew, used by `reconcile` from another folder's file.
    assert_eq!(confirm(&archive, &[id], &["--reject"]).status, Some(0));
    assert_eq!(file(&archive).matches("[[correspondance]]").count(), 1);
    archive.command(&["reconcile", "out"]);
    assert!(compared(&archive).is_empty());
    assert_eq!(pairs(&archive)[0]["state"], "rejected");
}

#[test]
fn the_file_beside_the_waivers_is_used_and_one_that_is_named_must_be_there() {
    let archive = archive("HP 21");
    let text = "[[correspondance]]\ngenre = 'operateur'\nnoms = ['HP 21', 'Le Fil']\n\
                etat = 'confirmee'\npar = 'M. Roy'\nle = 2026-01-31\n";
    let beside = archive.folder().join("suivi");
    fs::create_dir(&beside).unwrap();
    fs::write(beside.join("derogations.toml"), "").unwrap();
    fs::write(beside.join("correspondances.toml"), text).unwrap();
    archive.run(&[]);
    assert!(compared(&archive).is_empty());
    archive.run(&["--waivers", "suivi/derogations.toml"]);
    assert_eq!(compared(&archive).len(), 1);
    archive.run(&["--correspondences", "suivi/correspondances.toml"]);
    assert_eq!(compared(&archive).len(), 1);
    let ran = archive.run(&["--correspondences", "absent.toml"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("--correspondences absent.toml : introuvable"), "{}", ran.stderr);
}

#[test]
fn a_fault_of_the_file_is_2_with_its_place_before_any_reading() {
    let archive = archive("Le Filou");
    let text = "[[correspondance]]\ngenre = 'operateur'\nnom = ['a', 'b']\n";
    fs::write(archive.folder().join("correspondances.toml"), text).unwrap();
    let ran = archive.run(&[]);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""));
    let said = "correspondances.toml : ligne 3, colonne 1 : clé inconnue : « nom »";
    assert!(ran.stderr.contains(said) && ran.stderr.contains("« noms »"), "{}", ran.stderr);
    assert!(!archive.out().exists());
}

#[test]
fn what_cannot_be_confirmed_is_2_and_writes_nothing() {
    let archive = archive("Le Filou");
    archive.run(&[]);
    let id = pairs(&archive)[0]["id"].as_str().unwrap().to_owned();
    let near = format!("{}x", &id[..id.len() - 1]);
    for (ids, further, words) in [
        (vec![id.as_str(), &near], &[][..], vec![near.as_str(), "vouliez-vous", &id]),
        (
            vec![id.as_str()],
            &["--correspondences", "archive"],
            vec!["archive", "--correspondences"],
        ),
    ] {
        let ran = confirm(&archive, &ids, further);
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""), "{ids:?}");
        for word in words {
            assert!(ran.stderr.contains(word), "« {word} » in {}", ran.stderr);
        }
    }
    let ran = archive.command(&["confirm", &id, "--by", " ", "--run", "out"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("--by"), "{}", ran.stderr);
    assert!(!archive.folder().join("correspondances.toml").exists());
}
