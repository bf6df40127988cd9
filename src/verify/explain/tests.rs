//! What a rule is told of where it looked, who had its number first, and what came near.

use super::*;
use crate::extract::trace::probe;
use crate::place::{PlacedText, Rect, Spot};
use crate::record::Head;
use crate::rules::load_written;

const PACK: &str = r#"
    [pack]
    id = "essai"
    langage = 1
    [reconnaitre]
    contient = ["Rapport"]
    [[section]]
    id = "action"
    titre = "Action {code:code} {libelle:texte}"
    [[champ]]
    id = "statut"
    dans = "action"
    phrase = "Statut : {valeur:texte}"
    [[montant]]
    id = "aide"
    phrase = "a versé {valeur:montant}"
    [[montant]]
    id = "don"
    phrases = ["L'État a versé {valeur:montant}", "{valeur:montant} de dons"]
    [[montant]]
    id = "depense"
    phrase = "a dépensée {*} un total de {valeur:montant}"
    [[justifier]]
    id = "provisoire"
    phrases = ["montants provisoires"]
    [[controle]]
    id = "couvre"
    dit = "L'aide couvre la dépense"
    verifie = "aide >= depense"
"#;

fn explained(asked: Option<&str>) -> Vec<Answer> {
    let paragraph = |text: &str| {
        // Each stands on a line of its own.
        let bbox = Rect { y0: text.len() as f32, ..Rect::default() };
        let spot = Spot::Page { page: 3, bbox, ocr: None };
        let text = PlacedText::at(text, spot);
        Block::Paragraph(Paragraph { text, ..Paragraph::default() })
    };
    let texts = [
        "Rapport annuel.",
        "L'État a versé 500 € en mai.",
        "La commune a dépensé cette année un total de 900 €.",
        "Il reste 300 €. L'aide de 200 € est à lire en montants provisoires.",
        "Ces montants provisoires seront revus.",
    ];
    let laid = Laid { blocks: texts.map(paragraph).to_vec(), ..Laid::default() };
    let rules = load_written(&[("essai.toml".into(), PACK.into())]).unwrap();
    let probe = probe(&laid, Head::default(), &rules);
    explain(&laid, probe, &rules, asked, None).answers
}

fn one(id: &str) -> Answer {
    explained(Some(id)).into_iter().next().unwrap()
}

#[test]
fn a_number_that_an_earlier_rule_has_is_told_with_that_rule() {
    assert_eq!(one("aide").hits[0].words, "a versé {500 €}");
    let don = one("don");
    assert_eq!((don.hits.len(), don.near.len()), (0, 0));
    assert_eq!(don.lost[0].words, "L'État a versé {500 €}");
    let (kind, id) = (RuleKind::Amount, "aide".to_owned());
    assert_eq!(don.lost[0].why, Why::Taken(Taker::Rule { kind, value: id.clone(), id }));
}

#[test]
fn a_misspelt_word_shows_the_sentence_that_was_meant() {
    let near = &one("depense").near[0];
    assert_eq!(near.words, "a [dépensé] cette année un total de 900 €");
    assert_eq!((near.expected.as_str(), near.found.as_str()), ("« dépensée »", "dépensé"));
    assert!(matches!(near.place, Place::Page { page: 3, .. }));
}

#[test]
fn a_rule_whose_section_is_not_there_says_so() {
    let statut = one("statut");
    assert_eq!(statut.scope.inside, Some(("action".to_owned(), Vec::new())));
    assert!(statut.near.is_empty() && statut.lost.is_empty());
}

#[test]
fn a_check_tells_which_of_its_terms_have_a_value() {
    let values: Vec<(String, usize)> = one("couvre")
        .notes
        .into_iter()
        .filter_map(|note| match note {
            Note::Term { name, values, .. } => Some((name, values.len())),
            _ => None,
        })
        .collect();
    assert_eq!(values, [("aide".to_owned(), 1), ("depense".to_owned(), 0)]);
}

#[test]
fn a_sentence_that_explains_values_is_told_whole_and_one_that_speaks_of_none_with_why() {
    let reason = one("provisoire");
    assert_eq!((reason.hits.len(), reason.lost.len()), (1, 1));
    assert_eq!(reason.hits[0].words, "L'aide de 200 € est à lire en montants provisoires.");
    let lost = &reason.lost[0];
    assert_eq!((lost.words.as_str(), &lost.why), ("montants provisoires", &Why::SpeaksOfNothing));
}

#[test]
fn every_rule_has_one_answer() {
    let ids: Vec<String> = explained(None).into_iter().map(|answer| answer.rule.id).collect();
    let own = ["action", "statut", "aide", "don", "depense"];
    assert_eq!(ids[..5], own.map(str::to_owned));
    assert!(ids.contains(&"couvre".to_owned()));
}
