//! What is said of a difference between two documents, and of sheets of several actions.

use super::*;
use crate::reconcile::made::dec;
use crate::record::Nature;

/// A sheet whose own sums hold, with the State's part in its first line.
fn summed_sheet(path: &str, amount: &str, total: &str) -> Made {
    let rows = format!("L Achats | {amount}\nL Services | 5 000\nT Total | {total}");
    let made = sheet(path, "1.2", amount, "2022").table("compte", &["realise"], &rows);
    let place = made.0.budgets[0].rows[0].cells.get("realise").unwrap().place.clone();
    let mut made = made;
    made.0.amounts.last_mut().unwrap().place = place;
    made
}

#[test]
fn what_holds_within_the_other_document_clears_its_values() {
    let told = |sheet: Made| {
        let found = run(vec![bilan("a/bilan.pdf", "Haut-Serein", "2022"), sheet], vec![line()]);
        let of_lines = found.findings.into_iter().find(|f| f.check == "operateur-bilan").unwrap();
        let texts = of_lines.hypotheses.into_iter().filter(|h| h.kind == "smallest_set");
        texts.map(|h| h.text).collect::<Vec<_>>()
    };
    // Sheet and bilan add up, each for itself: no single value is to blame.
    assert_eq!(told(summed_sheet("a/x.xlsx", "3 000", "8 000")), [""; 0]);
    // The total of the sheet has the amount of the bilan: its line is the one that is off.
    let named = told(summed_sheet("a/x.xlsx", "3 000", "10 000"));
    assert_eq!(
        named,
        ["Pour que les 3 contrôles qui s'y rapportent tiennent ensemble, il suffit de lire \
          5\u{a0}000\u{a0}€ au lieu de 3\u{a0}000\u{a0}€ dans le texte (x.xlsx, p. 3) (alors : \
          5\u{a0}000 + 5\u{a0}000 = 10\u{a0}000\u{a0}€)."]
    );
}

#[test]
fn a_large_change_is_no_fault_to_be_corrected() {
    let mut check = line();
    check.threshold = Some(dec("0.1"));
    let made = vec![
        bilan("a/bilan.pdf", "Haut-Serein", "2022"),
        sheet("a/x.xlsx", "1.2", "3 000", "2022"),
    ];
    let found = run(made, vec![check]);
    assert_eq!(told(&found), [wrong()]);
    assert_eq!(found.findings[0].corrections.len(), 0);
}

#[test]
fn amounts_of_two_natures_are_told_with_their_nature() {
    let mut made = bilan("a/bilan.pdf", "Haut-Serein", "2022");
    made.0.budgets[0].nature = Some(Nature::Previsionnel);
    let mut other = sheet("a/x.xlsx", "1.2", "3 000", "2022");
    other.0.amounts[0].nature = Some(Nature::Realise);
    let found = run(vec![made, other], vec![line()]);
    let message = &found.findings[0].message;
    assert!(message.contains("(x.xlsx, p. 1, réalisé)"), "{message}");
    assert!(message.contains(", prévisionnel)"), "{message}");
}

#[test]
fn a_sheet_over_all_actions_of_its_operator_is_compared_and_not_listed() {
    let run = |amount: &str| {
        let made = Made::new("bilan", "a/bilan.pdf").field("annee", "2022");
        let made = made.action("1.1", "CESAM").action("1.2", "CESAM");
        let text = "L 1.1 | 2 000\nL 1.2 | 5 000\nT Total | 7 000";
        let sheet = of_operator("a/x.xlsx", "CESAM", amount);
        let mut sheet = sheet;
        sheet.0.fields.retain(|f| f.id != "action");
        run(vec![made.table("budget", &["etat"], text), sheet], vec![line()])
    };
    let found = run("7 000");
    assert_eq!((told(&found), found.unmatched.len()), (vec![], 0));
    assert_eq!(found.checks.not_checkable, 0);
    let found = run("8 000");
    assert_eq!((told(&found).len(), found.unmatched.len()), (1, 0));
}
