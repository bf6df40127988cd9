//! Comptes rendus financiers as operators fill them in, read by the pack that comes with the
//! tool: which row, column and unit is meant, and what is told where that is open.

use super::*;

/// The pack's record of a form: lines above, headings, rows.
fn form(above: &[&str], rows: &[&[&str]]) -> Record {
    let lines: Vec<[&str; 1]> = above.iter().map(|line| [*line]).collect();
    let lines = lines.iter().map(<[&str; 1]>::as_slice);
    let all: Vec<&[&str]> = lines.chain(rows.iter().copied()).collect();
    let laid = workbook(&[("Compte rendu", &all)]);
    let rules = crate::rules::load(None).unwrap();
    extract(&laid, Head::default(), &rules)
}

const ABOVE: [&str; 3] = ["Compte rendu financier 2023", "Opérateur : CESAM", "Action 1.2 Aller"];

/// A form of two columns a half, with these rows of produits.
fn produits(headings: [&str; 2], lines: &[[&str; 3]]) -> Record {
    let [left, right] = headings;
    let head = ["CHARGES", left, right, "PRODUITS", left, right];
    let charges = [["60 - Achats", "400", "400"], ["64 - Personnel", "600", "500"]];
    let mut rows: Vec<[&str; 6]> = vec![head];
    for (at, [label, one, two]) in lines.iter().enumerate() {
        let [charge, a, b] = charges.get(at).copied().unwrap_or_default();
        rows.push([charge, a, b, label, one, two]);
    }
    rows.push(["TOTAL DES CHARGES", "1000", "900", "TOTAL DES PRODUITS", "1000", "900"]);
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 6]>::as_slice).collect();
    form(&ABOVE, &rows)
}

const PLANNED_DONE: [&str; 2] = ["Prévision", "Réalisation"];

/// The values of the State's grant, each with its cell.
fn state(record: &Record) -> Vec<(String, String)> {
    let own = record.amounts.iter().filter(|a| a.id == "etat");
    own.map(|a| (a.value.to_string(), cell(&a.place))).collect()
}

fn cell(place: &crate::place::Place) -> String {
    match place {
        crate::place::Place::Cell { cell, .. } => cell.to_string(),
        crate::place::Place::Page { .. } => String::new(),
    }
}

fn codes(record: &Record) -> Vec<&'static str> {
    let told = record.issues.iter().map(|i| i.code.name());
    told.filter(|c| c.starts_with("value-")).collect()
}

fn one(value: &str, cell: &str) -> Vec<(String, String)> {
    vec![(value.to_owned(), cell.to_owned())]
}

#[test]
fn a_planned_amount_is_no_stand_in_for_a_spent_one() {
    let held = ["=5000+3000", "#REF!", "Err:502", "n.c.", "voir annexe", "-"];
    for text in held {
        let record = produits(PLANNED_DONE, &[["74 - Subventions", "", ""], ["État", "800", text]]);
        assert_eq!(state(&record), [], "{text}");
        assert_eq!(codes(&record).len(), 1, "{text}");
    }
    let blank = produits(PLANNED_DONE, &[["74 - Subventions", "", ""], ["État", "800", ""]]);
    assert_eq!((state(&blank), codes(&blank)), (vec![], vec!["value-blank"]));
    let planned =
        produits(["Montant prévu", ""], &[["74 - Subventions", "", ""], ["État", "800", ""]]);
    assert_eq!(state(&planned), []);
}

#[test]
fn the_column_is_that_of_the_documents_year() {
    let lines = [["74 - Subventions", "", ""], ["État", "800", "700"]];
    assert_eq!(state(&produits(["Réalisé 2022", "Réalisé 2023"], &lines)), one("700", "F6"));
    assert_eq!(state(&produits(["Réalisé 2023", "Réalisé 2022"], &lines)), one("800", "E6"));
    assert_eq!(state(&produits(["Exécuté N-1", "Exécuté N"], &lines)), one("700", "F6"));
    assert_eq!(state(&produits(["Réalisé N", "Réalisé N - 1"], &lines)), one("800", "E6"));
    let other = produits(["Réalisé 2021", "Prévu 2021"], &lines);
    assert_eq!((state(&other), codes(&other)[0]), (vec![], "value-of-other-year"));
    let open = produits(["Réalisé HT", "Réalisé TTC"], &lines);
    assert_eq!(state(&open), []);
    let told = &open.issues.iter().find(|i| i.code == Code::ValueColumns).unwrap().message;
    assert!(told.contains("« Réalisé HT », « Réalisé TTC »"), "{told}");
}

#[test]
fn shares_and_differences_are_no_amounts() {
    let lines = [["74 - Subventions", "", ""], ["État", "800", "88"]];
    for other in ["Taux de réalisation", "Écart réalisé / prévu", "% réalisé"] {
        assert_eq!(state(&produits(["Réalisé", other], &lines)), one("800", "E6"), "{other}");
    }
}

#[test]
fn what_is_owed_or_asked_for_is_no_grant() {
    let others = [
        "Subvention demandée à l'État",
        "Solde dû par l'État",
        "Reste à verser par l'État",
        "Report État 2022",
        "Trop-perçu État à reverser",
        "Mise à disposition de personnel par l'État",
    ];
    for other in others {
        let lines =
            [["74 - Subventions", "", ""], [other, "900", "900"], ["dont État", "800", "700"]];
        assert_eq!(state(&produits(PLANNED_DONE, &lines)), one("700", "F7"), "{other}");
    }
}

#[test]
fn parts_of_one_account_add_up_and_other_rows_are_told() {
    let two = |lines: &[[&str; 3]]| {
        let record = produits(PLANNED_DONE, lines);
        (state(&record), codes(&record))
    };
    let parts = vec![("600".to_owned(), "F6".to_owned()), ("100".to_owned(), "F7".to_owned())];
    let dont =
        [["74 - Subventions", "", ""], ["dont État", "600", "600"], ["dont DREETS", "1", "100"]];
    assert_eq!(two(&dont), (parts.clone(), vec![]));
    let coded =
        [["70 - Ventes", "0", "0"], ["741 - DDETS", "600", "600"], ["742 - DREETS", "1", "100"]];
    assert_eq!(two(&coded), (parts, vec![]));
    let whole =
        [["74 - État", "1", "700"], ["dont DDETS", "1", "600"], ["dont DREETS", "1", "100"]];
    assert_eq!(two(&whole), (one("700", "F5"), vec![]));
    let summed = [["74 - État", "1", "700"], ["DDETS", "1", "600"], ["DREETS", "1", "100"]];
    assert_eq!(two(&summed), (one("700", "F5"), vec![]));
    let twice = [["74 - Subventions", "", ""], ["État", "1", "700"], ["DDETS", "1", "700"]];
    assert_eq!(two(&twice), (vec![], vec!["value-rows"]));
    let apart = [["État (ville)", "1", "500"], ["74 - Subventions", "", ""], ["État", "1", "700"]];
    assert_eq!(two(&apart), (vec![], vec!["value-rows"]));
    // A line of the form that was left blank takes nothing from the one that was filled in.
    let official =
        [["74 - Subventions", "", ""], ["État : précisez", "", ""], ["DDETS", "1", "700"]];
    assert_eq!(two(&official), (one("700", "F7"), vec![]));
}

#[test]
fn a_sheet_in_thousands_and_one_without_tax_say_so_above_or_over_the_column() {
    let lines: [&[&str]; 4] = [
        &["PRODUITS", "Réalisé"],
        &["74 - Subventions", ""],
        &["État", "10"],
        &["TOTAL DES PRODUITS", "20"],
    ];
    let above = |line: &str| {
        let mut above = ABOVE.to_vec();
        above.insert(1, line);
        let record = form(&above, &lines);
        let etat = record.amounts.iter().find(|a| a.id == "etat").unwrap();
        (etat.value.to_string(), etat.step.to_string(), etat.tax)
    };
    for line in ["(en milliers d'euros)", "k€", "Montants en K€", "Tableau en kEUR"] {
        assert_eq!(above(line), ("10000".into(), "1000".into(), None), "{line}");
    }
    assert_eq!(above("Montants hors taxes").2, Some(crate::number::Tax::Ht));
    assert_eq!(above("Subvention accordée : 10 k€").0, "10");
    let mut heading = lines;
    heading[0] = &["PRODUITS", "Réalisé (k€)"];
    assert_eq!(state(&form(&ABOVE, &heading))[0].0, "10000");
}

#[test]
fn two_actions_on_two_sheets_are_two_comptes_rendus() {
    let sheet = |action| -> Vec<Vec<&str>> {
        vec![
            vec!["Compte rendu financier 2023"],
            vec!["Opérateur : CESAM"],
            vec![action],
            vec!["CHARGES", "Réalisé", "PRODUITS", "Réalisé"],
            vec!["60 - Achats", "900", "74 - Subventions", ""],
            vec!["", "", "État", "700"],
            vec!["TOTAL DES CHARGES", "900", "TOTAL DES PRODUITS", "900"],
        ]
    };
    let (one, two) = (sheet("Action 1.2 Aller"), sheet("Action 3.3 Apprendre"));
    let (one, two): (Vec<&[&str]>, Vec<&[&str]>) =
        (one.iter().map(Vec::as_slice).collect(), two.iter().map(Vec::as_slice).collect());
    let notes: [&[&str]; 1] = [&["Action 2.1 : voir l'an prochain"]];
    let laid = workbook(&[("1.2", &one), ("3.3", &two), ("Notes", &notes)]);
    let record = extract(&laid, Head::default(), &crate::rules::load(None).unwrap());
    let actions = record.fields.iter().filter(|f| f.id == "action");
    let actions: Vec<(&str, Option<&str>)> =
        actions.map(|f| (f.value.as_str(), f.place.sheet())).collect();
    assert_eq!(actions, [("1.2", Some("1.2")), ("3.3", Some("3.3"))]);
}
