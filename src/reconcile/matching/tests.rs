//! A bilan and the sheets of its operators: what belongs together, what is compared.

use crate::reconcile::correspondences::{Correspondence, NameKind, Ruling};
use crate::reconcile::finding::{Findings, Verdict};
use crate::reconcile::made::{Made, check, loud, run, run_with};
use crate::reconcile::pairs::PairState;
use crate::reconcile::unmatched::UnmatchedKind;
use crate::rules::Check;

mod explained;

fn by(written: &str, keys: &[&str]) -> Check {
    let mut check = check("operateur-bilan", written);
    check.by = keys.iter().map(|k| (*k).to_owned()).collect();
    check
}

fn line() -> Check {
    by("compte-rendu:etat = bilan:budget.ligne.etat", &["action", "annee", "territoire"])
}

fn bilan(path: &str, territory: &str, year: &str) -> Made {
    Made::new("bilan", path)
        .field("annee", year)
        .field("territoire", territory)
        .action("1.1", "CESAM")
        .action("1.2", "Habitat et Présence")
        .table("budget", &["etat"], "L 1.1 | 70 000\nL 1.2 | 5 000\nT Total | 75 000")
}

fn sheet(path: &str, action: &str, amount: &str, year: &str) -> Made {
    Made::new("compte-rendu", path)
        .field("annee", year)
        .field("action", action)
        .field("operateur", "Habitat et Présence")
        .amount("etat", amount, 1)
}

fn told(found: &Findings) -> Vec<(String, String)> {
    loud(found).into_iter().map(|(_, left, right)| (left, right)).collect()
}

fn wrong() -> (String, String) {
    ("3000".to_owned(), "5000".to_owned())
}

#[test]
fn a_sheet_is_compared_with_the_line_of_the_bilan_in_its_folder() {
    let made = vec![
        bilan("a/bilan.pdf", "Haut-Serein", "2022"),
        sheet("a/x.xlsx", "1.2", "3 000", "2022"),
        sheet("a/y.xlsx", "1.1", "70 000", "2022"),
        bilan("b/bilan.pdf", "Basse-Loue", "2022"),
    ];
    let found = run(made, vec![line()]);
    assert_eq!(told(&found), [wrong()]);
    let finding = &found.findings[0];
    assert_eq!(finding.document, "a/bilan.pdf");
    let documents: Vec<&str> = finding.terms.iter().map(|t| t.document.as_str()).collect();
    assert_eq!(documents, ["a/x.xlsx", "a/bilan.pdf"]);
    assert!(finding.message.starts_with("Action 1.2 — "), "{}", finding.message);
    assert!(finding.ask.as_ref().is_some_and(|a| a.contains("« Habitat et Présence »")));
    assert_eq!(finding.hypotheses[0].kind, "one_digit");
}

#[test]
fn a_sheet_in_a_folder_below_or_elsewhere_is_matched_by_its_keys() {
    let below = vec![
        bilan("a/bilan.pdf", "Haut-Serein", "2022"),
        sheet("a/operateurs/x.xlsx", "1.2", "3 000", "2022"),
    ];
    assert_eq!(told(&run(below, vec![line()])), [wrong()]);
    let elsewhere = vec![
        bilan("bilans/a.pdf", "Agglomération du Haut-Serein", "2022"),
        bilan("bilans/b.pdf", "Basse-Loue", "2022"),
        sheet("feuilles/x.xlsx", "1.2", "3 000", "2022")
            .field("territoire", "AGGLOMERATION DU HAUT SEREIN"),
    ];
    assert_eq!(told(&run(elsewhere, vec![line()])), [wrong()]);
}

#[test]
fn a_year_apart_or_two_bilans_are_not_checkable_and_told() {
    for made in [
        vec![
            bilan("a/bilan.pdf", "Haut-Serein", "2021"),
            sheet("a/x.xlsx", "1.2", "3 000", "2022"),
        ],
        vec![
            bilan("a/bilan.pdf", "Haut-Serein", "2022"),
            bilan("a/bilan-v2.pdf", "Haut-Serein", "2022"),
            sheet("a/x.xlsx", "1.2", "3 000", "2022"),
        ],
    ] {
        let found = run(made, vec![line()]);
        assert_eq!(told(&found), []);
        let missing: Vec<_> =
            found.findings.iter().filter(|f| f.verdict == Verdict::NotCheckable).collect();
        assert_eq!(missing.len(), 1);
        assert_eq!(missing[0].document, "a/x.xlsx");
    }
}

#[test]
fn two_years_in_one_folder_are_told_apart() {
    let made = vec![
        bilan("a/bilan-2021.pdf", "Haut-Serein", "2021"),
        bilan("a/bilan-2022.pdf", "Haut-Serein", "2022"),
        sheet("a/x.xlsx", "1.2", "3 000", "2022"),
    ];
    let found = run(made, vec![line()]);
    assert_eq!(told(&found), [wrong()]);
    assert_eq!(found.findings[0].document, "a/bilan-2022.pdf");
}

#[test]
fn the_sheets_of_an_operator_are_summed_over_its_actions() {
    let relation = "somme(compte-rendu:etat) = somme(bilan:budget.ligne.etat)";
    let made = vec![
        bilan("a/bilan.pdf", "Haut-Serein", "2022")
            .action("1.3", "l'association Habitat et Présence"),
        sheet("a/x.xlsx", "1.2", "3 000", "2022"),
        sheet("a/y.xlsx", "1.3", "1 500", "2022"),
    ];
    let found = run(made, vec![by(relation, &["operateur", "annee"])]);
    assert_eq!(told(&found), [("4500".to_owned(), "5000".to_owned())]);
}

fn of_operator(path: &str, operator: &str, amount: &str) -> Made {
    let mut made = sheet(path, "1.2", amount, "2022");
    made.0.fields.retain(|f| f.id != "operateur");
    made.field("operateur", operator)
}

#[test]
fn sheets_of_several_operators_of_one_action_are_summed() {
    let archive = |second: &str| {
        vec![
            bilan("a/bilan.pdf", "Haut-Serein", "2022"),
            of_operator("a/x.xlsx", "CESAM", "3 000"),
            of_operator("a/y.xlsx", "MDPM", second),
        ]
    };
    let found = run(archive("2 000"), vec![line()]);
    assert_eq!((told(&found).len(), found.checks.held), (0, 2));
    let found = run(archive("1 500"), vec![line()]);
    assert_eq!(told(&found), [("4500".to_owned(), "5000".to_owned())]);
    let message = &found.findings[0].message;
    assert!(
        message
            .contains("3\u{a0}000 + 1\u{a0}500 = 4\u{a0}500\u{a0}€ (x.xlsx, p. 1 ; y.xlsx, p. 1)"),
        "{message}"
    );
    let matched: Vec<(&str, &str)> =
        found.findings[0].matched.iter().map(|m| (m.document.as_str(), m.by.as_str())).collect();
    assert_eq!(
        matched,
        [
            ("a/x.xlsx", "code"),
            ("a/x.xlsx", "folder"),
            ("a/y.xlsx", "code"),
            ("a/y.xlsx", "folder")
        ]
    );
}

#[test]
fn two_sheets_of_one_operator_that_differ_are_not_compared() {
    let made = vec![
        bilan("a/bilan.pdf", "Haut-Serein", "2022"),
        of_operator("a/x.xlsx", "CESAM", "3 000"),
        of_operator("a/y.xlsx", "CESAM", "2 000"),
    ];
    let found = run(made, vec![line()]);
    assert_eq!((told(&found).len(), found.checks.not_checkable), (0, 2));
}

#[test]
fn a_sheet_without_a_code_is_of_the_only_action_of_its_operator() {
    let unnumbered = |operator: &str| {
        let mut made = of_operator("a/x.xlsx", operator, "3 000");
        made.0.fields.retain(|f| f.id != "action");
        vec![bilan("a/bilan.pdf", "Haut-Serein", "2022"), made]
    };
    for operator in
        ["l'association Habitat et Présence", "Habitat & Présence", "Habitat et Presances"]
    {
        let found = run(unnumbered(operator), vec![line()]);
        assert_eq!(told(&found), [wrong()], "{operator}");
    }
    let found = run(unnumbered("Habitat et Presances"), vec![line()]);
    let by: Vec<(&str, bool)> =
        found.findings[0].matched.iter().map(|m| (m.by.as_str(), m.score < 1.into())).collect();
    assert_eq!(by, [("folder", false), ("name", true)]);
    assert_eq!(told(&run(unnumbered("Croix-Rouge"), vec![line()])), []);
}

#[test]
fn a_difference_below_the_threshold_is_none() {
    let mut relation = line();
    relation.threshold = Some("0.1".parse().unwrap());
    let archive = |amount: &str| {
        vec![bilan("a/bilan.pdf", "Haut-Serein", "2022"), sheet("a/x.xlsx", "1.2", amount, "2022")]
    };
    assert_eq!(told(&run(archive("4 500"), vec![relation.clone()])), []);
    let found = run(archive("4 400"), vec![relation]);
    assert_eq!(told(&found).len(), 1);
    let message = &found.findings[0].message;
    assert!(
        message.contains("soit un écart de 600\u{a0}€ (12\u{a0}%, au-delà de 10\u{a0}%)"),
        "{message}"
    );
}

#[test]
fn lines_without_a_sheet_are_listed_and_not_passed() {
    let made = vec![
        bilan("a/bilan.pdf", "Haut-Serein", "2022"),
        sheet("a/x.xlsx", "1.2", "5 000", "2022"),
    ];
    let found = run(made, vec![line()]);
    assert_eq!(found.checks.not_checkable, 1);
    assert_eq!(
        found.findings[0].message,
        "« Les deux sont égaux » n'a pas pu être vérifié : aucun document « compte-rendu » \
         ne donne « etat » (Action 1.1)."
    );
}

/// An operator's sheet without the code of its action.
fn unnumbered(operator: &str) -> Made {
    let mut made = of_operator("a/x.xlsx", operator, "3 000");
    made.0.fields.retain(|f| f.id != "action");
    made
}

fn said(kind: NameKind, names: [&str; 2], ruling: Ruling) -> Vec<Correspondence> {
    let names = names.map(str::to_owned);
    let (by, on) = ("Mme Petit".to_owned(), "2026-06-15".to_owned());
    vec![Correspondence { kind, names, ruling, by, on }]
}

/// What is found of a sheet by the name of its operator, by what a person said of two names.
fn named(operator: &str, said: Vec<Correspondence>) -> Findings {
    let made = vec![bilan("a/bilan.pdf", "Haut-Serein", "2022"), unnumbered(operator)];
    run_with(made, vec![line()], said)
}

/// What a person may judge: the names, whether they are matched, what was said, and why.
fn pairs(found: &Findings) -> Vec<(String, String, bool, PairState, String)> {
    let pairs = found.matches.iter().map(|p| {
        let [one, other] = p.names.each_ref().map(|n| n.name.clone());
        (one, other, p.matched, p.state, p.why.clone())
    });
    pairs.collect()
}

fn pair(
    one: &str,
    matched: bool,
    state: PairState,
    why: &str,
) -> (String, String, bool, PairState, String) {
    (one.to_owned(), "Habitat et Présence".to_owned(), matched, state, why.to_owned())
}

#[test]
fn a_name_that_is_matched_by_likeness_alone_is_proposed() {
    let found = named("Habitat et Presances", Vec::new());
    let why = "rapprochés par leur seule ressemblance";
    assert_eq!(pairs(&found), [pair("Habitat et Presances", true, PairState::Proposed, why)]);
    let mention = &found.matches[0].names[1];
    assert_eq!(mention.document, "a/bilan.pdf");
    assert!(mention.place.is_some());
    let found = named("Habitats, Toits et Présence", Vec::new());
    let why = "non rapprochés : la ressemblance ne suffit pas";
    assert_eq!(
        pairs(&found),
        [pair("Habitats, Toits et Présence", false, PairState::Proposed, why)]
    );
    assert_eq!(told(&found), []);
    assert_eq!(pairs(&named("l'association Habitat et Présence", Vec::new())), []);
}

#[test]
fn a_confirmed_pair_is_matched_whatever_its_likeness_and_the_finding_says_by_whom() {
    let names = ["HP 21", "habitat et presence"];
    let found = named("HP 21", said(NameKind::Operator, names, Ruling::Confirmed));
    assert_eq!(told(&found), [wrong()]);
    let by = "confirmé par Mme Petit le 2026-06-15";
    assert_eq!(pairs(&found), [pair("HP 21", true, PairState::Confirmed, by)]);
    let told = &found.findings[0].matched[0];
    assert_eq!((told.by.as_str(), told.confirmed.as_deref()), ("alias", Some(by)));
    let note = format!(" Rapprochement de x.xlsx : {by}.");
    assert!(found.findings[0].message.ends_with(&note), "{}", found.findings[0].message);
}

#[test]
fn a_rejected_pair_is_never_matched_again() {
    let names = ["Habitat et Presances", "Habitat et Présence"];
    let found = named("Habitat et Presances", said(NameKind::Operator, names, Ruling::Rejected));
    assert_eq!(told(&found), []);
    let by = "rejeté par Mme Petit le 2026-06-15";
    assert_eq!(pairs(&found), [pair("Habitat et Presances", false, PairState::Rejected, by)]);
    let sheet = found.unmatched.iter().find(|u| u.document == "a/x.xlsx").unwrap();
    assert_eq!((sheet.kind, sheet.name.as_str()), (UnmatchedKind::Value, "Habitat et Presances"));
    assert!(sheet.place.is_some());
    assert!(sheet.reason.starts_with("ni son action ni un opérateur"), "{}", sheet.reason);
}

#[test]
fn a_territory_of_two_names_is_one_once_a_person_says_so() {
    let archive = || {
        let sheet = sheet("b/x.xlsx", "1.2", "3 000", "2022");
        vec![
            bilan("a/bilan.pdf", "Haut-Serein agglomération", "2022"),
            sheet.field("territoire", "Agglo du Haut-Serein"),
        ]
    };
    assert_eq!(told(&run(archive(), vec![line()])), []);
    let names = ["Agglo du Haut-Serein", "Haut-Serein agglomération"];
    let one = said(NameKind::Funder, names, Ruling::Confirmed);
    assert_eq!(told(&run_with(archive(), vec![line()], one)), [wrong()]);
}

#[test]
fn what_has_no_counterpart_is_listed_with_why_and_counted() {
    let mut silent = sheet("a/z.xlsx", "1.2", "1", "2022");
    silent.0.amounts.clear();
    let made = vec![
        bilan("a/bilan.pdf", "Haut-Serein", "2022"),
        sheet("a/x.xlsx", "1.2", "5 000", "2022"),
        sheet("a/y.xlsx", "9.9", "1 000", "2022"),
        silent,
        bilan("b/bilan.pdf", "Basse-Loue", "2022"),
        sheet("c/x.xlsx", "1.2", "3 000", "2020").field("territoire", "Ailleurs"),
    ];
    let found = run(made, vec![line()]);
    let listed: Vec<(&str, UnmatchedKind, &str, &str)> = found
        .unmatched
        .iter()
        .map(|u| (u.document.as_str(), u.kind, u.name.as_str(), u.reason.as_str()))
        .collect();
    let nobody = "aucun document de l'archive ne lui correspond (dossier, territoire, année)";
    let no_sheet = "aucun document « compte-rendu » de l'archive ne lui correspond (dossier, \
                    territoire, année)";
    let (document, value) = (UnmatchedKind::Document, UnmatchedKind::Value);
    let body = "Habitat et Présence";
    let no_line = "aucun document « bilan » ne donne « budget.ligne.etat »";
    assert_eq!(
        listed,
        [
            (
                "a/bilan.pdf",
                UnmatchedKind::Line,
                "Action 1.1",
                "aucun document « compte-rendu » ne donne « etat »"
            ),
            ("a/y.xlsx", value, body, no_line),
            ("a/z.xlsx", document, body, "il ne donne pas « etat »"),
            ("b/bilan.pdf", document, "b/bilan.pdf", no_sheet),
            ("c/x.xlsx", document, body, nobody),
        ]
    );
    assert_eq!((found.checks.held, found.checks.not_checkable), (1 + 2, 5));
}
