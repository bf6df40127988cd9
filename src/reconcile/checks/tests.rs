//! Relations within one document: what must be found and what must stay silent.
//!
//! The seed is a bilan whose prose says 347 000 € and whose table says 347 500 €; each other test
//! is a document with one thing right or wrong.

use crate::issue::Severity;
use crate::number::Qualifier;
use crate::reconcile::finding::Verdict;
use crate::reconcile::made::{Made, check, dec, loud, run};
use crate::record::{Alias, Aliased};

const SEED: &str = "G Action 1 – Accès aux droits
    L 1.1 | 100 000 | 100 000
    L 1.2 | 10 000 | 10 000
    G Action 2 – Prévention
    L 2.1 | 140 000 | 140 000
    G Action 3 – Logement
    L 3.1 | 70 000 | 70 000
    L 3.2 | 25 000 | 25 000
    L 3.3 | 2 500 | 2 500
    T Total | 347 500 | 347 500";

fn bilan() -> Made {
    Made::new("bilan", "2023/bilan.pdf")
}

fn said(check: &str, left: &str, right: &str) -> (String, String, String) {
    (check.to_owned(), left.to_owned(), right.to_owned())
}

#[test]
fn two_mentions_of_one_wrong_amount_are_one_finding_beside_the_total() {
    let made = bilan()
        .amount("soutien_etat", "347 000", 3)
        .table("budget", &["etat", "collectivite"], SEED)
        .amount("soutien_etat", "347 000", 4);
    let found = run(vec![made], vec![check("soutien", "soutien_etat = budget.total.etat")]);
    assert_eq!(loud(&found), [said("soutien", "347000", "347500")]);
    let finding = &found.findings[0];
    let names: Vec<&str> = finding.terms.iter().map(|t| t.name.as_str()).collect();
    assert_eq!(names, ["soutien_etat", "budget.total.etat", "soutien_etat"]);
    assert_eq!(finding.difference, Some(dec("-500")));
    assert_eq!(
        finding.message,
        "On lit 347\u{a0}000\u{a0}€ dans le texte (p. 3 et 4) et \
         347\u{a0}500\u{a0}€ au total de la colonne « Montant etat » (p. 3), \
         soit un écart de 500\u{a0}€. Attendu : les deux sont égaux."
    );
    let kinds = |h: &[crate::reconcile::finding::Hypothesis]| -> Vec<String> {
        h.iter().map(|h| h.kind.clone()).collect()
    };
    assert_eq!(kinds(&finding.hypotheses), ["truncation", "one_digit", "smallest_set"]);
    assert_eq!(
        finding.hypotheses[2].text,
        "Pour que les 2 contrôles qui s'y rapportent tiennent ensemble, il suffit de lire \
         347\u{a0}500\u{a0}€ au lieu de 347\u{a0}000\u{a0}€ dans le texte (p. 3 et 4)."
    );
    assert_eq!(
        kinds(&finding.excluded),
        [
            "rounding",
            "swapped_digits",
            "factor",
            "sign",
            "tax",
            "column_swapped",
            "line_missing",
            "subset_of_lines"
        ]
    );
    assert_eq!(
        finding.excluded[0].text,
        "347\u{a0}500\u{a0}€ arrondi au millier donne 348\u{a0}000\u{a0}€, et non \
         347\u{a0}000\u{a0}€."
    );
}

#[test]
fn a_pack_that_asks_for_thousands_takes_347_000_for_347_500() {
    let made = bilan().amount("soutien_etat", "347 000", 3).table("budget", &["etat"], SEED);
    let mut relation = check("soutien", "soutien_etat = budget.total.etat");
    relation.precision = Some(dec("1000"));
    let found = run(vec![made], vec![relation]);
    assert_eq!(loud(&found), []);
    assert_eq!(found.findings[0].verdict, Verdict::EqualAsWritten);
}

#[test]
fn about_and_thousands_widen_to_what_is_written() {
    for (value, step, qualifier, verdict) in [
        ("350 000", "1", Qualifier::About, Some(Verdict::EqualAsWritten)),
        ("300 000", "1", Qualifier::About, Some(Verdict::EqualAsWritten)),
        ("340 000", "1", Qualifier::About, Some(Verdict::Different)),
        ("348 000", "1000", Qualifier::Exact, Some(Verdict::EqualAsWritten)),
        ("347 000", "1000", Qualifier::Exact, Some(Verdict::EqualAsWritten)),
        ("347 000", "1", Qualifier::Exact, Some(Verdict::Different)),
        ("300 000", "1", Qualifier::AtLeast, Some(Verdict::EqualAsWritten)),
        ("300 000", "1", Qualifier::AtMost, Some(Verdict::Different)),
        ("347 500", "1", Qualifier::About, None),
    ] {
        let made = bilan()
            .amount_of("soutien_etat", value, 3, |a| {
                a.step = dec(step);
                a.qualifier = qualifier;
            })
            .table("budget", &["etat"], SEED);
        let found = run(vec![made], vec![check("soutien", "soutien_etat = budget.total.etat")]);
        let verdict_found = found.findings.first().map(|f| f.verdict);
        assert_eq!(verdict_found, verdict, "{value} {step} {qualifier:?}");
    }
}

#[test]
fn amounts_cut_to_the_thousand_are_told_as_truncated() {
    let made = bilan().amount_of("soutien_etat", "347 000", 3, |a| a.step = dec("1000")).amount(
        "convention",
        "347 900",
        3,
    );
    let found = run(vec![made], vec![check("soutien", "soutien_etat = convention")]);
    assert_eq!(found.findings[0].verdict, Verdict::EqualIfTruncated);
    assert_eq!(found.findings[0].severity, Severity::Info);
}

#[test]
fn stock_and_flow_is_checked_within_the_sentence_that_reads_it() {
    let relation = "file_active.suivies - file_active.sorties = file_active.presents";
    let made = bilan()
        .count("file_active.suivies", "3.2", "269", 7)
        .count("file_active.sorties", "3.2", "52", 7)
        .count("file_active.presents", "3.2", "220", 7)
        .count("file_active.suivies", "4.1", "100", 8)
        .count("file_active.sorties", "4.1", "40", 8)
        .count("file_active.presents", "4.1", "60", 8);
    let found = run(vec![made], vec![check("file-active", relation)]);
    assert_eq!(loud(&found), [said("file-active", "217", "220")]);
    let finding = &found.findings[0];
    assert_eq!(finding.difference, Some(dec("-3")));
    assert!(finding.message.starts_with(
        "Action 3.2 — on lit 269 − 52 = 217 (p. 2) et 220 personnes dans le texte (p. 2)"
    ));
    assert!(finding.hypotheses.is_empty(), "{:?}", finding.hypotheses);
    assert_eq!(found.checks.held, 1);
}

#[test]
fn roles_are_paired_where_each_stands_once_in_its_action() {
    let relation = "file_active.suivies - file_active.sorties = file_active.presents";
    let apart = |made: Made, action: &str| {
        made.count("file_active.suivies", action, "166", 1)
            .count("file_active.sorties", action, "52", 2)
            .count("file_active.presents", action, "110", 3)
    };
    let twice = apart(bilan(), "2.1").count("file_active.sorties", "2.1", "53", 9);
    let found = run(vec![twice], vec![check("file-active", relation)]);
    assert_eq!((loud(&found).len(), found.checks.not_checkable), (0, 1));
    let found = run(vec![apart(bilan(), "2.2")], vec![check("file-active", relation)]);
    assert_eq!(loud(&found), [said("file-active", "114", "110")]);
}

#[test]
fn of_several_counts_the_one_of_the_same_kind_is_compared() {
    let relation = "file_active.suivies - file_active.sorties = file_active.presents";
    let mut made = bilan()
        .count("file_active.suivies", "2.2", "215", 1)
        .count("file_active.suivies", "2.2", "139", 1)
        .count("file_active.sorties", "2.2", "25", 1)
        .count("file_active.presents", "2.2", "110", 1);
    made.0.indicators[0].unit = "accompagnements".to_owned();
    let found = run(vec![made], vec![check("file-active", relation)]);
    assert_eq!(loud(&found), [said("file-active", "114", "110")]);
}

#[test]
fn one_formula_of_a_family_is_enough() {
    let made = || {
        bilan()
            .count("file_active.suivies", "3.2", "269", 7)
            .count("file_active.sorties", "3.2", "49", 7)
            .count("file_active.presents", "3.2", "220", 7)
    };
    let debut = || check("debut", "file_active.debut - file_active.sorties = file_active.presents");
    let stock = check("stock", "file_active.suivies - file_active.sorties = file_active.presents");
    let found = run(vec![made()], vec![debut(), stock]);
    assert_eq!((found.findings.len(), found.checks.held), (0, 1));
    let found = run(vec![made()], vec![debut()]);
    assert_eq!(found.findings[0].verdict, Verdict::NotCheckable);
}

#[test]
fn second_names_are_compared_by_the_match_that_gives_them() {
    let mut made = bilan()
        .count("libre", "3.1", "104", 1)
        .count("libre", "3.1", "73", 2)
        .count("libre", "3.1", "21", 3);
    for (id, indicator) in [("detail.tout", 0), ("detail.parties", 1), ("detail.parties", 2)] {
        let of = Aliased::Indicator(indicator);
        made.0.aliases.push(Alias { id: id.to_owned(), of, match_number: 9 });
    }
    let found = run(vec![made], vec![check("detail", "somme(detail.parties) = detail.tout")]);
    assert_eq!(loud(&found), [said("detail", "94", "104")]);
}

#[test]
fn a_part_may_not_exceed_its_whole() {
    let made = bilan()
        .count("dont.tout", "1.1", "5072", 1)
        .count("dont.partie", "1.1", "2644", 1)
        .count("dont.tout", "1.2", "48", 2)
        .count("dont.partie", "1.2", "31", 2)
        .count("dont.tout", "3.1", "3646", 3)
        .count("dont.partie", "3.1", "3950", 3);
    let found = run(vec![made], vec![check("dont", "dont.partie <= dont.tout")]);
    assert_eq!(loud(&found), [said("dont", "3950", "3646")]);
    assert_eq!(found.checks.held, 2);
}

#[test]
fn a_breakdown_sums_to_its_whole() {
    let of = |made: Made, action: &str, whole: &str, group| {
        made.count("detail.tout", action, whole, group)
            .count("detail.parties", action, "73", group)
            .count("detail.parties", action, "31", group)
    };
    let made = of(of(bilan(), "3.1", "104", 1), "3.2", "114", 2);
    let found = run(vec![made], vec![check("detail", "somme(detail.parties) = detail.tout")]);
    assert_eq!(loud(&found), [said("detail", "104", "114")]);
    assert_eq!(found.checks.held, 1);
}

#[test]
fn parity_of_funders_holds_over_the_totals() {
    let made =
        bilan().amount("engage", "879 505", 4).table("budget", &["etat", "collectivite"], SEED);
    let checks = vec![
        check("parite", "budget.total.collectivite >= budget.total.etat"),
        check("engage", "engage - budget.total.etat >= budget.total.etat"),
        check("lignes", "somme(budget.ligne.etat) = budget.total.etat"),
        check("ligne", "budget.ligne.etat <= budget.ligne.collectivite"),
    ];
    let found = run(vec![made], checks);
    assert_eq!(found.findings, []);
    assert_eq!(found.checks.failed, 0);
    assert!(found.checks.held >= 9, "{:?}", found.checks);
}

#[test]
fn amounts_of_different_nature_are_compared_only_where_a_rule_says_so() {
    let made = bilan().amount("engage", "879 505", 4).amount("previsionnel", "695 000", 4);
    assert_eq!(run(vec![made], Vec::new()).findings, []);
}

#[test]
fn a_missing_term_is_never_a_pass() {
    let made = bilan().amount("soutien_etat", "347 000", 3);
    let found = run(vec![made], vec![check("soutien", "soutien_etat = budget.total.etat")]);
    assert_eq!((found.checks.held, found.checks.not_checkable), (0, 1));
    let finding = &found.findings[0];
    assert_eq!((finding.verdict, finding.severity), (Verdict::NotCheckable, Severity::Info));
    assert_eq!(
        finding.message,
        "« Les deux sont égaux » n'a pas pu être vérifié : il manque « budget.total.etat »."
    );
    assert_eq!(
        run(vec![bilan()], vec![check("soutien", "soutien_etat = budget.total.etat")]).findings,
        []
    );
}

#[test]
fn mentions_that_disagree_are_compared_one_by_one() {
    let made = bilan()
        .amount("soutien_etat", "347 000", 3)
        .amount("soutien_etat", "347 500", 4)
        .table("budget", &["etat"], SEED);
    let found = run(vec![made], vec![check("soutien", "soutien_etat = budget.total.etat")]);
    assert_eq!(loud(&found), [said("soutien", "347000", "347500")]);
    assert_eq!(found.checks.held, 2, "the other mention and the column");
}

#[test]
fn mentions_that_disagree_with_nothing_beside_them_are_to_be_looked_at() {
    let made = bilan().amount("soutien_etat", "347 000", 3).amount("soutien_etat", "347 500", 4);
    let found = run(vec![made], vec![check("soutien", "soutien_etat = budget.total.etat")]);
    assert_eq!(loud(&found), [said("soutien", "347000", "347500")]);
    assert_eq!(found.findings[0].severity, Severity::Warning);
}

#[test]
fn identity_survives_values_pages_and_order() {
    let finding = |value: &str, page| {
        let made = bilan().amount("soutien_etat", value, page).table("budget", &["etat"], SEED);
        run(vec![made], vec![check("soutien", "soutien_etat = budget.total.etat")])
            .findings
            .remove(0)
    };
    let (one, other) = (finding("347 000", 3), finding("340 000", 9));
    assert_eq!(one.id, other.id);
    assert_eq!(one.id.len(), 12);
    assert_ne!(one.evidence, other.evidence);
}
