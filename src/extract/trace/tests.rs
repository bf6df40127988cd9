//! Each number of a small document is in the class that it should be in, and in no other.

use super::*;
use crate::document::{Block, Paragraph};
use crate::extract::extract;
use crate::place::{PlacedText, Rect, Spot};
use crate::rules::load_written;

const PACK: &str = r#"
    [pack]
    id = "essai"
    langage = 1
    [reconnaitre]
    contient = ["Rapport"]
    [[section]]
    id = "volet"
    titre = "Volet {code:rang} {libelle:texte}"
    [[champ]]
    id = "annee"
    phrase = "Rapport {valeur:annee}"
    [[montant]]
    id = "aide"
    phrase = "a versé {valeur:montant}"
    [[indicateur]]
    id = "ateliers"
    phrase = "{valeur} ateliers"
    [[ignorer]]
    id = "delai"
    phrase = "{valeur} jours"
    [[tableau]]
    id = "budget"
    requiert = ["etat"]
    [tableau.colonnes]
    etat = ["État"]
"#;

fn spot() -> Spot {
    Spot::Page { page: 1, bbox: Rect::default(), ocr: None }
}

fn paragraph(text: &str, bold: bool) -> Block {
    let text = PlacedText::at(text, spot());
    Block::Paragraph(Paragraph { text, bold, ..Paragraph::default() })
}

fn table(rows: &[&[&str]], header_rows: usize) -> Table {
    let cells = rows.iter().enumerate().flat_map(|(row, texts)| {
        texts.iter().enumerate().map(move |(column, text)| Cell {
            row,
            column,
            row_span: 1,
            column_span: 1,
            text: PlacedText::at(*text, spot()),
            stored: None,
        })
    });
    let columns = rows[0].len();
    Table { rows: rows.len(), columns, header_rows, cells: cells.collect(), ..Table::default() }
}

fn document() -> Laid {
    let budget = table(
        &[
            &["Action", "État", "Ville 2"],
            &["Accueil 3", "10 €", "20 €"],
            &["Suivi", "n.c.", "5 €"],
        ],
        1,
    );
    let free = table(&[&["Rubrique 7", "Page"], &["Annexe", "voir 12 €"]], 1);
    Laid {
        blocks: vec![
            paragraph("Rapport 2023", false),
            paragraph("Volet 2 Accueil de 40 jeunes", true),
            paragraph(
                "L'État a versé 500 € en 30 jours. 12 ateliers, 80 sorties, 9 € et 2022.",
                false,
            ),
            Block::Table(0),
            Block::Table(1),
        ],
        tables: vec![budget, free],
        ..Laid::default()
    }
}

#[test]
fn each_number_has_one_taker() {
    let rules = load_written(&[("essai.toml".into(), PACK.into())]).unwrap();
    let laid = document();
    let trace = trace(&laid, Head::default(), &rules);
    assert_eq!(trace.record, extract(&laid, Head::default(), &rules));
    let rule =
        |kind, id: &str, value: &str| Taker::Rule { kind, id: id.into(), value: value.into() };
    let told: Vec<(&str, Taker)> =
        trace.numbers.iter().map(|n| (n.written.as_str(), n.taker.clone())).collect();
    assert_eq!(
        told,
        [
            ("2023", rule(RuleKind::Field, "annee", "annee")),
            ("2", Taker::NoFigure),
            ("40", Taker::Part(Part::Heading)),
            ("500 €", rule(RuleKind::Amount, "aide", "aide")),
            ("30", Taker::Ignored("delai".into())),
            ("12", rule(RuleKind::Indicator, "ateliers", "ateliers")),
            ("80", Taker::Free("libre".into())),
            ("9 €", Taker::Free("montant".into())),
            ("2022", Taker::NoFigure),
            ("2", Taker::Part(Part::ColumnHeading)),
            ("3", Taker::Part(Part::CellText)),
            ("10 €", rule(RuleKind::Table, "budget", "budget.etat")),
            ("20 €", Taker::Free("budget.ville_2".into())),
            ("5 €", Taker::Free("budget.ville_2".into())),
            ("7", Taker::NoFigure),
            ("12 €", Taker::Unread),
        ]
    );
}

#[test]
fn a_trace_tells_sections_and_tables() {
    let rules = load_written(&[("essai.toml".into(), PACK.into())]).unwrap();
    let told = trace(&document(), Head::default(), &rules);
    assert_eq!((told.sections[0].id.as_str(), &told.sections[0].blocks), ("volet", &(2..5)));
    let owners: Vec<_> = told.tables.iter().map(|t| t.rule.as_deref()).collect();
    assert_eq!(owners, [Some("budget"), None]);
}

#[test]
fn a_pack_that_does_not_know_the_document_says_what_is_missing() {
    let other = r#"
        [pack]
        id = "autre"
        langage = 1
        [reconnaitre]
        contient = ["Convention", "Rapport"]
        sans = ["a versé"]
        structure = ["liste"]
        [[tableau]]
        id = "liste"
        requiert = ["nom"]
        [tableau.textes]
        nom = ["Nom"]
    "#;
    let packs = [("autre.toml".into(), other.into()), ("essai.toml".into(), PACK.into())];
    let probe = probe(&document(), Head::default(), &load_written(&packs).unwrap());
    let autre = &probe.candidates[0];
    assert_eq!((autre.pack.as_str(), autre.known), ("autre", false));
    assert_eq!(
        (&autre.missing[..], &autre.absent[..]),
        (&["Convention".to_owned()][..], &["liste".to_owned()][..])
    );
    assert_eq!(autre.forbidden, [("a versé".to_owned(), "a versé".to_owned())]);
    assert!(probe.candidates[1].known);
    let budget = &probe.tables[0];
    assert_eq!(
        (budget.claimed, &budget.columns[..]),
        (true, &[("etat".to_owned(), "État".to_owned())][..])
    );
    assert_eq!(probe.tables[1].missing, ["etat"]);
}
