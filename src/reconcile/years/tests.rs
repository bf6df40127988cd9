//! Two years of one territory beside each other.
//!
//! The seed's stock (269 persons followed, 53 entries, 52 exits, 220 present) beside what the
//! bilan of the year before says was there at its end.

use crate::reconcile::finding::{Finding, Findings};
use crate::reconcile::made::{Made, check, dec, loud, run};
use crate::rules::Check;

fn bilan(year: &str) -> Made {
    Made::new("bilan", &format!("{year}/bilan.pdf"))
        .field("annee", year)
        .field("territoire", "Dijon métropole")
        .action("3.2", "La SDAT")
}

fn seed() -> Made {
    bilan("2023")
        .count("file_active.suivies", "3.2", "269", 1)
        .count("file_active.entrees", "3.2", "53", 1)
        .count("file_active.sorties", "3.2", "52", 1)
        .count("file_active.presents", "3.2", "220", 1)
}

fn closing(present: &str) -> Made {
    bilan("2022").count("file_active.presents", "3.2", present, 1)
}

fn checks() -> Vec<Check> {
    vec![
        check("stock", "file_active.suivies - file_active.sorties = file_active.presents"),
        check("report", "file_active.suivies - file_active.entrees = n-1:file_active.presents"),
    ]
}

fn said(check: &str, left: &str, right: &str) -> (String, String, String) {
    (check.to_owned(), left.to_owned(), right.to_owned())
}

fn text<'f>(finding: &'f Finding, kind: &str) -> &'f str {
    let all = finding.hypotheses.iter().chain(&finding.excluded);
    let mut of_kind = all.filter(|h| h.kind == kind);
    of_kind.next().map_or("", |h| h.text.as_str())
}

fn corrected(found: &Findings) -> Vec<Vec<(String, String)>> {
    let pair = |c: &crate::reconcile::finding::Correction| {
        (c.value.normalize().to_string(), c.corrected.to_string())
    };
    found.findings[0].corrections.iter().map(|set| set.iter().map(pair).collect()).collect()
}

fn pair(from: &str, to: &str) -> Vec<(String, String)> {
    vec![(from.to_owned(), to.to_owned())]
}

#[test]
fn a_closing_that_agrees_with_the_entries_leaves_the_exits_and_the_present() {
    let found = run(vec![closing("216"), seed()], checks());
    assert_eq!(loud(&found), [said("stock", "217", "220")]);
    assert_eq!(corrected(&found), [pair("52", "49"), pair("220", "217")]);
    let finding = &found.findings[0];
    assert_eq!(
        text(finding, "smallest_set"),
        "Pour que les 2 contrôles qui s'y rapportent tiennent ensemble, il suffit de lire 49 au \
         lieu de 52 dans le texte (p. 2), ou 217 au lieu de 220 dans le texte (p. 2) ; \
         269 − 53 = 216 tient déjà."
    );
    assert_eq!(
        finding.ask.as_deref(),
        Some("Faut-il lire 49 au lieu de 52, ou 217 au lieu de 220 ?")
    );
}

#[test]
fn a_closing_that_agrees_with_the_present_leaves_the_persons_followed() {
    let found = run(vec![closing("219"), seed()], checks());
    assert_eq!(loud(&found), [said("stock", "217", "220")]);
    assert_eq!(found.checks.failed, 2);
    assert_eq!(corrected(&found), [pair("269", "272")]);
    let finding = &found.findings[0];
    assert_eq!(
        text(finding, "smallest_set"),
        "Pour que les 2 contrôles qui s'y rapportent tiennent ensemble, il suffit de lire 272 au \
         lieu de 269 dans le texte (p. 2) (alors : 272 − 52 = 220 ; 272 − 53 = 219)."
    );
    assert_eq!(finding.ask.as_deref(), Some("Faut-il lire 272 au lieu de 269 ?"));
    let documents: Vec<&str> = finding.terms.iter().map(|t| t.document.as_str()).collect();
    assert_eq!(documents.last(), Some(&"2022/bilan.pdf"));
}

#[test]
fn a_closing_that_agrees_with_nothing_is_told_apart() {
    let found = run(vec![closing("230"), seed()], checks());
    assert_eq!(loud(&found), [said("report", "216", "230"), said("stock", "217", "220")]);
    assert!(found.findings[0].message.contains("bilan.pdf, p. 2"), "{}", found.findings[0].message);
}

#[test]
fn without_the_year_before_it_is_counted_and_not_told() {
    let alone = run(vec![seed()], checks());
    assert_eq!(loud(&alone), [said("stock", "217", "220")]);
    assert_eq!(alone.checks.not_checkable, 1);
    assert_eq!(alone.findings.len(), 1);
    assert_eq!(alone.findings[0].corrections.len(), 0);
    let far =
        run(vec![bilan("2021").count("file_active.presents", "3.2", "1", 1), seed()], checks());
    assert_eq!(loud(&far), loud(&alone));
    let twice = run(vec![closing("1"), closing("2"), seed()], checks());
    let mut told = loud(&twice);
    told.retain(|(check, ..)| check != "versions");
    assert_eq!(told, loud(&alone));
}

#[test]
fn another_territory_or_another_operator_is_not_the_year_before() {
    let mut away = closing("1");
    away.0.fields[1].value = "Basse-Loue".to_owned();
    assert_eq!(loud(&run(vec![away, seed()], checks())).len(), 1);
    let mut other = closing("1");
    other.0.actions[0].operator = Some("CESAM".to_owned());
    assert_eq!(loud(&run(vec![other, seed()], checks())).len(), 1);
}

#[test]
fn a_figure_of_last_year_is_offered_and_else_excluded() {
    let copied = closing("220").count("file_active.suivies", "3.2", "260", 1);
    let found = run(vec![copied, seed()], checks());
    let stock = found.findings.iter().find(|f| f.check == "stock").unwrap();
    assert_eq!(
        text(stock, "last_year"),
        "220 dans le texte (p. 2) est le chiffre de 2022 dans le texte (bilan.pdf, p. 2) : recopié."
    );
    let found = run(vec![closing("216"), seed()], checks());
    assert_eq!(
        text(&found.findings[0], "last_year"),
        "Aucun des chiffres comparés n'est celui de 2022 : 220 et non 216."
    );
}

#[test]
fn a_total_of_last_year_is_offered_where_its_lines_changed() {
    let table =
        |total: &str, line: &str| format!("L 1.1 | 10 000\nL 1.2 | {line}\nT Total | {total}");
    let before = bilan("2022").table("budget", &["etat"], &table("15 000", "5 000"));
    let now = bilan("2023").table("budget", &["etat"], &table("15 000", "6 000"));
    let now = now.action("1.1", "").action("1.2", "");
    let found = run(vec![before.action("1.1", "").action("1.2", ""), now], Vec::new());
    assert_eq!(loud(&found), [said("somme-colonne", "16000", "15000")]);
    assert!(text(&found.findings[0], "last_year").starts_with("15\u{a0}000\u{a0}€ au total"));
    assert_eq!(found.findings[0].difference, Some(dec("1000")));
}

#[test]
fn a_figure_that_is_recalled_must_be_the_one_of_its_year() {
    let recalling = |value: &str| {
        let mut made = seed().count("file_active.suivies", "3.2", value, 2);
        for indicator in &mut made.0.indicators {
            indicator.period = Some("2023".to_owned());
        }
        made.0.indicators.last_mut().unwrap().period = Some("2022".to_owned());
        made
    };
    let before = || closing("216").count("file_active.suivies", "3.2", "250", 1);
    let told = |value: &str| loud(&run(vec![before(), recalling(value)], checks()));
    assert_eq!(told("250"), [said("stock", "217", "220")]);
    assert_eq!(
        told("205"),
        [said("stock", "217", "220"), said("rappel-annee-precedente", "205", "250")]
    );
}

#[test]
fn a_year_before_that_is_not_there_and_actions_without_another_are_listed() {
    let listed = |made: Vec<Made>| -> Vec<(String, String, String)> {
        let found = run(made, checks());
        let told = found.unmatched.into_iter().map(|u| (u.document, u.name, u.reason));
        told.collect()
    };
    let of = |document: &str, name: &str, reason: &str| {
        [document, name, reason].map(str::to_owned).into()
    };
    let why = "le document de 2022 du même territoire manque";
    assert_eq!(listed(vec![seed()]), [of("2023/bilan.pdf", "2023/bilan.pdf", why)]);
    let mut other = closing("216");
    other.0.actions[0].id = "7.1".to_owned();
    other.0.actions[0].title = "Tenir des permanences".to_owned();
    other.0.indicators[0].action = Some("7.1".to_owned());
    let why = |year: &str| {
        format!("aucune action de {year} ne lui correspond (code et titre, titre seul, opérateur)")
    };
    assert_eq!(
        listed(vec![seed(), other]),
        [
            of("2022/bilan.pdf", "7.1 Tenir des permanences", &why("2023")),
            of("2023/bilan.pdf", "3.2 Accueillir", &why("2022")),
        ]
    );
}
