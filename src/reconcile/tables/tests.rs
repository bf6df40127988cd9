//! Tables with right and wrong sums.
//!
//! A table is written as text, a row a line (see [`Made::table`]); a test asserts the check and
//! both sides of what is told, and that nothing else is.

use crate::issue::Severity;
use crate::reconcile::made::{Made, check, dec, loud, pair, run};

fn sums(id: &str, columns: &[&str], text: &str) -> Vec<(String, String, String)> {
    loud(&run(vec![Made::new("bilan", "b.pdf").table(id, columns, text)], Vec::new()))
}

fn said(check: &str, left: &str, right: &str) -> (String, String, String) {
    (check.to_owned(), left.to_owned(), right.to_owned())
}

#[test]
fn a_wrong_total_is_told_with_the_sum_of_its_lines() {
    let text = "L 1.1 | 100 000\nL 1.2 | 10 000\nL 2.1 | 140 000\nT Total | 251 000";
    assert_eq!(sums("budget", &["etat"], text), [said("somme-colonne", "250000", "251000")]);
}

#[test]
fn a_row_total_that_breaks_its_column_too_is_told_once() {
    let text = "L 1.1 | 37 500 | 37 500 | 76 000
        L 1.2 | 10 000 | 10 000 | 20 000
        L 1.3 | 140 000 | 140 000 | 280 000
        T Total | 187 500 | 187 500 | 375 000";
    let made = Made::new("bilan", "b.pdf").table("budget", &["etat", "ville", "total"], text);
    let found = run(vec![made], Vec::new());
    assert_eq!(loud(&found), [said("somme-ligne", "75000", "76000")]);
    let terms: Vec<&str> = found.findings[0].terms.iter().map(|t| t.written.as_str()).collect();
    assert_eq!(terms, ["37 500", "37 500", "76 000", "375 000"]);
    assert_eq!(
        found.findings[0].message,
        "On lit \
         37\u{a0}500 + 37\u{a0}500 = 75\u{a0}000\u{a0}€ (p. 3) et 76\u{a0}000\u{a0}€ à la ligne « Action \
         1.1 », colonne « Montant total » (p. 3), soit un écart de 1\u{a0}000\u{a0}€. \
         Attendu : le total de la ligne « Action 1.1 » est la somme de ses colonnes."
    );
}

#[test]
fn a_row_total_that_went_into_the_grand_total_is_told_once() {
    let text = "L 1.1 | 37 500 | 37 500 | 76 000
        L 1.2 | 10 000 | 10 000 | 20 000
        L 1.3 | 140 000 | 140 000 | 280 000
        T Total | 187 500 | 187 500 | 376 000";
    assert_eq!(
        sums("budget", &["etat", "ville", "total"], text),
        [said("somme-ligne", "75000", "76000")]
    );
}

#[test]
fn a_wrong_cell_anywhere_is_told_once() {
    let rows = [
        ["37 500", "30 000", "67 500"],
        ["10 000", "12 000", "22 000"],
        ["140 000", "1 000", "141 000"],
        ["187 500", "43 000", "230 500"],
    ];
    for (wrong_row, wrong_column) in (0..4).flat_map(|r| (0..3).map(move |c| (r, c))) {
        let line = |(i, row): (usize, &[&str; 3])| {
            let kind = if i == 3 { "T Total".to_owned() } else { format!("L 1.{i}") };
            let cell = |(j, value): (usize, &&str)| {
                let wrong = i == wrong_row && j == wrong_column;
                if wrong {
                    format!("{}7", value.strip_suffix('0').unwrap_or(value))
                } else {
                    (*value).to_owned()
                }
            };
            let cells: Vec<String> = row.iter().enumerate().map(cell).collect();
            format!("{kind} | {}", cells.join(" | "))
        };
        let text: Vec<String> = rows.iter().enumerate().map(line).collect();
        let told = sums("budget", &["etat", "ville", "total"], &text.join("\n"));
        assert_eq!(told.len(), 1, "cell {wrong_row},{wrong_column}: {told:?}");
    }
}

#[test]
fn details_are_added_only_where_their_parent_has_no_amount() {
    let blank = "L 74 - Subventions |\nL dont État | 3 000\nL dont Ville | 5 000\nL 75 - Autres |\nT TOTAL | 8 000";
    assert_eq!(sums("cr", &["realise"], blank), []);
    assert_eq!(
        sums("cr", &["realise"], &blank.replace("L 74", "G 74").replace("L 75", "G 75")),
        []
    );
    let stated = "L 74 - Subventions | 8 000\nL dont État | 3 000\nL dont Ville | 5 000\nL 75 - Autres | 100\nT TOTAL | 8 100";
    assert_eq!(sums("cr", &["realise"], stated), []);
    let accounts = "L 60 Achats | 1 000\nL 601 Fournitures | 400\nL 606 Énergie | 600\nL 61 Services | 500\nT Total | 1 500";
    assert_eq!(sums("cr", &["realise"], accounts), []);
    let unnumbered = "L 60 Achats | 1 000\nL Fournitures | 400\nL Énergie | 600\nL 61 Services | 500\nT Total | 1 500";
    assert_eq!(sums("cr", &["realise"], unnumbered), []);
}

#[test]
fn blocks_side_by_side_each_have_their_total() {
    let columns = ["charges", "charges_realise", "produits", "produits_realise"];
    let text = |total: &str| {
        format!(
            "L 60 - Achats | =60 - Achats | 960 | =74 - Subventions |
             L 61 - Services | =61 - Services | 1 840 | =dont État | 3 000
             L 64 - Personnel | =64 - Personnel | 5 200 | =dont Agglomération | 5 000
             L 65 - Autres | =65 - Autres | | =75 - Autres produits |
             T TOTAL DES CHARGES | =TOTAL DES CHARGES | 8 000 | =TOTAL DES PRODUITS | {total}"
        )
    };
    assert_eq!(sums("cr", &columns, &text("8 000")), []);
    assert_eq!(sums("cr", &columns, &text("8 100")), [said("somme-colonne", "8000", "8100")]);
    let uneven = "L a | =60 Achats | 5 | =70 Ventes | 3
        T b | =TOTAL DES CHARGES | 5 | =75 Autres | 1
        T c | | | =TOTAL DES PRODUITS | 4";
    assert_eq!(sums("cr", &columns, uneven), []);
}

#[test]
fn subtotals_are_checked_and_summed() {
    let text = |sub: &str, total: &str| {
        format!(
            "G Groupe A\nL a | 10\nL b | 20\nS Sous-total A | {sub}\nG Groupe B\nL c | 5\nL d | 6
             S Sous-total B | 11\nT Total | {total}"
        )
    };
    assert_eq!(sums("budget", &["etat"], &text("30", "41")), []);
    assert_eq!(sums("budget", &["etat"], &text("31", "41")), [said("sous-total", "30", "31")]);
    assert_eq!(sums("budget", &["etat"], &text("31", "42")), [said("sous-total", "30", "31")]);
    assert_eq!(sums("budget", &["etat"], &text("30", "42")), [said("somme-colonne", "41", "42")]);
    let heads =
        "G Groupe A | 30\nL a | 10\nL b | 20\nG Groupe B | 11\nL c | 5\nL d | 6\nT Total | 41";
    assert_eq!(sums("budget", &["etat"], heads), []);
    let nested = "L a | 10\nL b | 20\nS Charges directes | 30\nL c | 5\nL d | 6\nS Indirectes | 11\nS Charges | 41\nT Total | 41";
    assert_eq!(sums("budget", &["etat"], nested), []);
}

#[test]
fn a_general_total_sums_the_totals_above() {
    let text = "L a | 10\nL b | 20\nT Total des charges | 30\nL 86 Contributions | 7\nT Total général | 37";
    assert_eq!(sums("budget", &["etat"], text), []);
    let again =
        "L a | 10\nL b | 20\nT Total charges | 30\nL c | 25\nL d | 5\nT Total produits | 30";
    assert_eq!(sums("budget", &["etat"], again), []);
}

#[test]
fn tables_that_do_not_add_up_are_left_alone() {
    let none = "L a | 10\nL b | 20";
    assert_eq!(sums("tableau", &["x"], none), []);
    let other = "L 2019 | 10\nL 2020 | 20\nT Total | 4 000";
    assert_eq!(sums("tableau", &["x"], other), []);
    let rates = "L a | 10 %\nL b | 20 %\nT Total | 15 %";
    assert_eq!(sums("budget", &["taux"], &rates.replace(" %", "")), []);
    let unlike =
        "L a | 1 | 2 | 300\nL b | 3 | 4 | 900\nL c | 5 | 6 | 100\nT Total | 9 | 12 | 1 300";
    assert_eq!(sums("tableau", &["x", "y", "total"], unlike), []);
}

#[test]
fn an_unclaimed_total_of_something_else_is_left_alone() {
    let estimate = "L a | 100 | 200\nL b | 210 | 333\nT Total | 342 | 577";
    assert_eq!(sums("tableau", &["x", "y"], estimate), []);
    let one_wrong = "L a | 100 | 200\nL b | 210 | 333\nT Total | 310 | 577";
    assert_eq!(sums("tableau", &["x", "y"], one_wrong), [said("somme-colonne", "533", "577")]);
}

#[test]
fn an_unclaimed_table_gives_a_warning_at_most() {
    let made =
        Made::new("autre", "b.pdf").table("tableau", &["x"], "L a | 100\nL b | 200\nT Total | 310");
    let found = run(vec![made], Vec::new());
    assert_eq!(pair(&found.findings[0]), ("300".to_owned(), "310".to_owned()));
    assert_eq!(found.findings[0].severity, Severity::Warning);
}

#[test]
fn a_sum_that_a_pack_checks_is_told_once() {
    let text = "L 1.1 | 100 000\nL 1.2 | 10 000\nT Total | 111 000";
    let made = || Made::new("bilan", "b.pdf").table("budget", &["etat"], text);
    let relation = check("lignes", "somme(budget.ligne.etat) = budget.total.etat");
    assert_eq!(loud(&run(vec![made()], vec![relation])), [said("lignes", "110000", "111000")]);
    let prose = made().amount("soutien", "110 000", 2);
    let found = run(vec![prose], vec![check("prose", "soutien = budget.total.etat")]);
    assert_eq!(loud(&found), [said("prose", "110000", "111000")]);
    assert!(found.findings[0].hypotheses.iter().any(|h| h.kind == "wrong_total"));
    let corrected = &found.findings[0].corrections[0][0];
    assert_eq!((corrected.value, corrected.corrected), (dec("111000"), dec("110000")));
}

#[test]
fn two_columns_exchanged_in_a_row_are_told_once() {
    let text = "L 1.1 | 30 000 | 37 500 | 67 500
        L 1.2 | 10 000 | 12 000 | 22 000
        L 1.3 | 140 000 | 1 000 | 141 000
        T Total | 187 500 | 43 000 | 230 500";
    let made = Made::new("bilan", "b.pdf").table("budget", &["etat", "ville", "total"], text);
    let found = run(vec![made], Vec::new());
    assert_eq!(loud(&found), [said("somme-colonne", "180000", "187500")]);
    let first = &found.findings[0].hypotheses[0];
    assert_eq!(first.kind, "column_swapped");
    assert_eq!(
        first.text,
        "Les colonnes « Montant etat » et « Montant ville » sont échangées à la ligne « Action \
         1.1 » : avec 37\u{a0}500\u{a0}€ et 30\u{a0}000\u{a0}€ au lieu de 30\u{a0}000\u{a0}€ et \
         37\u{a0}500\u{a0}€, les deux totaux sont justes."
    );
}

#[test]
fn the_figure_of_the_neighbour_column_is_offered() {
    let text = "L 1.1 | 12 000 | 12 000 | 49 500
        L 1.2 | 10 000 | 12 000 | 22 000
        T Total | 47 500 | 24 000 | 71 500";
    let made = Made::new("bilan", "b.pdf").table("budget", &["etat", "ville", "total"], text);
    let found = run(vec![made], Vec::new());
    assert_eq!(loud(&found), [said("somme-ligne", "24000", "49500")]);
    let swapped: Vec<&str> = found.findings[0]
        .hypotheses
        .iter()
        .filter(|h| h.kind == "column_swapped")
        .map(|h| h.text.as_str())
        .collect();
    assert_eq!(
        swapped,
        ["Action 1.1, colonne « Montant etat » : 12\u{a0}000\u{a0}€ est le chiffre de la colonne \
          voisine « Montant ville »."]
    );
}

#[test]
fn a_line_counted_twice_is_offered_with_its_amount() {
    let text = "L 1.1 | 100 000\nL 1.2 | 10 000\nL 1.3 | 70 000\nT Total | 170 000";
    let found = run(vec![Made::new("bilan", "b.pdf").table("budget", &["etat"], text)], Vec::new());
    let last = found.findings[0].hypotheses.last().unwrap();
    assert_eq!(last.kind, "line_doubled");
    assert_eq!(
        last.text,
        "L'écart est le montant d'une ligne, comptée deux fois : Action 1.2, colonne « Montant \
         etat » : 10\u{a0}000\u{a0}€."
    );
}

/// What is told of some tables that could not be checked.
fn open(id: &str, columns: &[&str], text: &str) -> Vec<String> {
    let found = run(vec![Made::new("bilan", "b.pdf").table(id, columns, text)], Vec::new());
    assert_eq!(loud(&found), []);
    found.findings.iter().map(|f| f.message.clone()).collect()
}

#[test]
fn a_line_without_an_amount_may_hold_what_its_sum_lacks() {
    let blank = "L 1.1 | 100 000\nL 1.2 | 10 000\nL 3.3 |\nT Total | 112 500";
    let made = Made::new("bilan", "b.pdf").table("budget", &["etat"], blank);
    let found = run(vec![made], Vec::new());
    assert_eq!(loud(&found), [said("somme-colonne", "110000", "112500")]);
    let first = &found.findings[0].hypotheses[0];
    assert_eq!(first.kind, "blank_cell");
    assert_eq!(first.text, "La case vide de la ligne « Action 3.3 » vaudrait 2\u{a0}500\u{a0}€.");
    let unknown = blank.replace("L 3.3 |", "L 3.3 | =n.c.");
    let told = open("budget", &["etat"], &unknown);
    assert_eq!(told.len(), 1);
    assert!(told[0].ends_with(
        "la ligne « Action 3.3 » (« n.c. ») n'y a pas de montant, qui vaudrait 2\u{a0}500\u{a0}€."
    ));
    // What is there is more than the total: no empty cell explains that.
    let over = blank.replace("112 500", "109 000");
    assert_eq!(sums("budget", &["etat"], &over), [said("somme-colonne", "110000", "109000")]);
}

#[test]
fn a_wrong_total_is_told_by_its_sum_and_not_by_an_inequality_that_it_breaks() {
    let text = |state: &str, local: &str| {
        format!("L 1.1 | 300 | 300\nL 1.2 | 40 | 40\nT Total | {state} | {local}")
    };
    let parity = || vec![check("parite", "budget.total.ville >= budget.total.etat")];
    let told = |state: &str, local: &str| {
        let made = Made::new("bilan", "b.pdf");
        loud(&run(vec![made.table("budget", &["etat", "ville"], &text(state, local))], parity()))
    };
    assert_eq!(told("341", "340"), [said("somme-colonne", "340", "341")]);
    assert_eq!(told("340", "240"), [said("somme-colonne", "340", "240")]);
    let short = "L 1.1 | 300 | 200\nL 1.2 | 40 | 40\nT Total | 341 | 240";
    let made = Made::new("bilan", "b.pdf").table("budget", &["etat", "ville"], short);
    assert_eq!(
        loud(&run(vec![made], parity())),
        [said("parite", "240", "341"), said("somme-colonne", "340", "341")]
    );
}

#[test]
fn a_total_that_disagrees_with_the_text_and_its_lines_is_one_cause() {
    let text = "L 1.1 | 300\nL 1.2 | 40\nT Total | 360";
    let made = Made::new("bilan", "b.pdf").amount("soutien", "340", 2);
    let checks = vec![check("soutien", "soutien = budget.total.etat")];
    let found = run(vec![made.table("budget", &["etat"], text)], checks);
    assert_eq!(loud(&found), [said("soutien", "340", "360")]);
    assert!(found.findings[0].hypotheses.iter().any(|h| h.kind == "wrong_total"));
}

#[test]
fn a_detail_is_not_more_than_its_line() {
    let text = |part: &str| format!("L 1.1 | 700\nL dont AVDL | {part}\nL 1.2 | 40\nT Total | 740");
    assert_eq!(sums("budget", &["etat"], &text("900")), [said("dont-ligne", "900", "700")]);
    assert_eq!(sums("budget", &["etat"], &text("200")), []);
    // The detail of a line that states no amount is no part of the line above that one.
    let blank = "L 1.1 | 100\nL 1.2 |\nL dont AVDL | 900\nT Total | 1 000";
    assert_eq!(sums("budget", &["etat"], blank), []);
}

#[test]
fn a_table_of_more_sums_than_anybody_adds_up_is_told_and_not_summed() {
    let rows = |count: usize, kind: &str| {
        (0..count).map(|n| format!("L 1.{n} | 10\n{kind} | 1{n}")).collect::<Vec<_>>().join("\n")
    };
    for (text, why) in [
        (rows(20_001, "S Sous-total"), "il imprime plus de 20\u{a0}000 sommes"),
        (rows(400, "S Sous-total"), "plus de 300 ne tombent pas juste"),
    ] {
        let made = Made::new("bilan", "b.pdf").table("budget", &["etat"], &text);
        let found = run(vec![made], Vec::new());
        assert_eq!(found.findings.len(), 1);
        assert!(found.findings[0].message.contains(why), "{}", found.findings[0].message);
        assert!(found.checks.not_checkable >= 1);
    }
}
