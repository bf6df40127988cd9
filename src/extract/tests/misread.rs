//! Codes of rows that recognition misread.

use super::*;
use crate::place::Recognised;

const PACK: &str = "[[section]]\nid = \"action\"\ntitre = \"Action {code:code} {libelle:texte}\"\n\
    [[tableau]]\nid = \"budget\"\nrequiert = [\"etat\"]\nligne = [\"Action {code:code}\"]\n\
    colonnes = { etat = \"État\" }\n";

const TITLES: [&str; 3] = [
    "# Action 1.1 Renforcer l'intervention éducative auprès des familles",
    "# Action 1.2 Créer les conditions d'un accompagnement renforcé",
    "# Action 2.1 Créer les conditions d'un accompagnement allégé",
];

/// The document of these rows below headings, which stand on paper or not.
fn document(rows: &[[&str; 3]], on_paper: bool) -> Laid {
    let head: &[&str] = &["Action", "Libellé", "État"];
    let rows: Vec<&[&str]> = std::iter::once(head).chain(rows.iter().map(|r| &r[..])).collect();
    let mut laid = and_table(prose(&TITLES), 1, &rows);
    let spans = laid.tables[0].cells.iter_mut().flat_map(|cell| &mut cell.text.spans);
    for span in spans.filter(|_| on_paper) {
        if let Spot::Page { ocr, .. } = &mut span.spot {
            *ocr = Some(Recognised::Confidence(40));
        }
    }
    laid
}

/// The actions and labels of the rows, and what is told of codes.
fn rows_of(rows: &[[&str; 3]], on_paper: bool) -> (Vec<(Option<String>, String)>, Vec<String>) {
    let record = read(PACK, &document(rows, on_paper));
    let all = record.budgets[0].rows.iter();
    let codes = told(&record).into_iter().filter(|(code, _)| *code == "code-recognised");
    (all.map(|r| (r.action.clone(), r.label.clone())).collect(), codes.map(|c| c.1).collect())
}

fn codes(rows: &[[&str; 3]], on_paper: bool) -> Vec<String> {
    rows_of(rows, on_paper).0.into_iter().map(|r| r.0.unwrap_or_default()).collect()
}

#[test]
fn a_row_with_a_misread_code_is_that_of_the_action_whose_title_it_repeats() {
    let rows = [
        ["Action T1", "Renforcer l'interven-tion éducative", "5 000 €"],
        ["Action 2 E", "Créer les conditions d'un accompagnement renforcé", "100 €"],
        ["Action LE", "Créer les conditions d'un accompagnement allégé", "200 €"],
    ];
    let (read, told) = rows_of(&rows, true);
    let row = |code: &str, label: &str| (Some(code.to_owned()), label.to_owned());
    let second = row("1.2", "Créer les conditions d'un accompagnement renforcé");
    let third = row("2.1", "Créer les conditions d'un accompagnement allégé");
    assert_eq!(read, [row("1.1", "Renforcer l'interven-tion éducative"), second, third]);
    let told: Vec<_> = told.iter().map(String::as_str).collect();
    assert_eq!(
        told,
        [
            "action 1.1 : le code « T1 », lu par reconnaissance de caractères, est pris pour « 1.1 » d'après le libellé de la ligne",
            "action 1.2 : le code « 2 », lu par reconnaissance de caractères, est pris pour « 1.2 » d'après le libellé de la ligne",
            "action 2.1 : le code « Action LE », lu par reconnaissance de caractères, est pris pour « 2.1 » d'après le libellé de la ligne",
        ]
    );
}

#[test]
fn a_code_that_a_file_states_is_never_doubted() {
    let rows = [["Action 7", "Renforcer l'intervention éducative auprès des familles", "5 000 €"]];
    assert_eq!(codes(&rows, true), ["1.1"]);
    assert_eq!(codes(&rows, false), ["7"]);
}

#[test]
fn a_label_that_may_be_of_two_actions_or_of_none_tells_nothing() {
    let short = ["Action 7", "Créer les conditions d'un accompagnement", "5 000 €"];
    let other = ["Action 8", "Rencontrer les professionnels de santé", "5 000 €"];
    assert_eq!(codes(&[short, other], true), ["7", "8"]);
}

#[test]
fn an_action_with_a_row_of_its_own_gets_no_other() {
    let own = ["Action 1.1", "Renforcer l'intervention éducative auprès des familles", "5 000 €"];
    let same = ["Action 7", own[1], "100 €"];
    assert_eq!(codes(&[own, same], true), ["1.1", "7"]);
    let again = ["Action 8", own[1], "200 €"];
    assert_eq!(codes(&[same, again], true), ["7", "8"], "one of the two is another's");
}
