//! What recognition may have done to a value: amounts and tables of scans in, hypotheses out.

use crate::place::Recognised;
use crate::reconcile::finding::Finding;
use crate::reconcile::made::{Made, check, run};

const SURE: Option<Recognised> = Some(Recognised::Confidence(93));

/// The one discrepancy of a document.
fn only(made: Made, relation: &str) -> Finding {
    let mut found = run(vec![made], vec![check("somme", relation)]).findings;
    found.retain(Finding::is_loud);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

/// What is offered for two amounts that should be one, the second being typed.
fn between(read: &str, typed: &str) -> Option<String> {
    let made = Made::new("bilan", "a.pdf").read(SURE).amount("a", read, 1);
    told(&only(made.read(None).amount("b", typed, 2), "a = b"))
}

/// The hypothesis, where it is the first.
fn told(finding: &Finding) -> Option<String> {
    let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
    let first = finding.hypotheses.first().filter(|h| h.kind == super::KIND);
    first.map(|h| plain(&h.text))
}

#[test]
fn what_recognition_does_to_a_number_is_known() {
    for (read, typed, clause) in [
        ("12800", "12500", "un 5 a pu être pris pour un 8 : 12 500 € au lieu de 12 800 €."),
        ("17000", "11000", "un 1 a pu être pris pour un 7 : 11 000 € au lieu de 17 000 €."),
        (
            "2314633",
            "23146.33",
            "la virgule a pu être perdue : 23 146,33 € au lieu de 2 314 633 €.",
        ),
        ("12344", "1234", "un 4 a pu être lu deux fois : 1 234 € au lieu de 12 344 €."),
        ("3500", "13500", "un 1 a pu être perdu : 13 500 € au lieu de 3 500 €."),
        ("2540", "25540", "un 5 a pu être perdu : 25 540 € au lieu de 2 540 €."),
    ] {
        let expected = format!("À la lecture du scan, {clause}");
        assert_eq!(between(read, typed), Some(expected), "{read} {typed}");
    }
}

#[test]
fn what_recognition_does_not_do_is_excluded() {
    for (read, typed) in
        [("347000", "347500"), ("12390", "12930"), ("2", "22"), ("3500", "93500"), ("217", "220")]
    {
        assert_eq!(between(read, typed), None, "{read} {typed}");
    }
    let made = Made::new("bilan", "a.pdf").read(SURE).amount("a", "217", 1).amount("b", "220", 1);
    let excluded = only(made, "a = b").excluded;
    assert!(excluded.iter().any(|h| h.kind == super::KIND), "{excluded:?}");
}

#[test]
fn a_number_that_was_typed_is_never_misread() {
    let made = Made::new("bilan", "a.pdf").amount("a", "12800", 1).amount("b", "12500", 2);
    let finding = only(made, "a = b");
    let all = finding.hypotheses.iter().chain(&finding.excluded);
    assert_eq!(all.filter(|h| h.kind == super::KIND).count(), 0);
    // The other side alone stands on paper: 12 500 may be 12 800 there.
    let made = Made::new("bilan", "a.pdf").amount("a", "12800", 1);
    let told = told(&only(made.read(SURE).amount("b", "12500", 2), "a = b")).unwrap();
    assert!(
        told.contains("un 8 a pu être pris pour un 5 : 12 800 € au lieu de 12 500 €"),
        "{told}"
    );
}

#[test]
fn a_term_of_a_sum_is_told_with_the_sum() {
    let made = Made::new("bilan", "a.pdf").amount("a", "3000", 1).read(SURE);
    let made = made.amount("b", "12800", 1).amount("c", "15500", 1);
    let told = told(&only(made, "a + b = c")).unwrap();
    let sum = "12 500 € au lieu de 12 800 €, et alors 3 000 + 12 500 = 15 500 €";
    assert!(told.contains(sum), "{told}");
}

#[test]
fn a_line_of_a_table_hides_a_digit_or_adds_one() {
    let table = |line: &str, total: &str| {
        let rows = format!("L 1.1 Accueil | {line}\nL 1.2 Suivi | 1000\nT Total | {total}");
        let made = Made::new("bilan", "a.pdf").read(SURE).table("budget", &["etat"], &rows);
        let found = run(vec![made], Vec::new()).findings;
        found.iter().find(|f| f.is_loud()).and_then(told)
    };
    let hidden = table("2500", "93500").unwrap();
    assert!(hidden.contains("un 9 a pu être perdu : 92 500 € au lieu de 2 500 €"), "{hidden}");
    let added = table("12500", "3500").unwrap();
    assert!(added.contains("un filet du tableau a pu être pris pour un 1 : 2 500 €"), "{added}");
}

#[test]
fn a_second_reading_is_offered_where_it_makes_the_sum_hold() {
    let offered = |second: &str| {
        let rows = "L 1.1 Accueil | 26300\nL 1.2 Suivi | 1000\nT Total | 71000";
        let mut made = Made::new("bilan", "a.pdf").read(SURE).table("budget", &["etat"], rows);
        let cell = made.0.budgets[0].rows[0].cells.get_mut("etat").unwrap();
        cell.second_reading = second.parse().ok();
        let found = run(vec![made], Vec::new()).findings;
        found.iter().find(|f| f.is_loud()).and_then(told)
    };
    let held = offered("70000").unwrap();
    let clause = "une seconde lecture donne un autre montant : 70 000 € au lieu de 26 300 €";
    assert!(held.contains(clause), "{held}");
    assert_eq!((offered("70300"), offered("")), (None, None));
}
