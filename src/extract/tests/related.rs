//! Second names of numbers, and sentences that explain them.

use super::*;
use crate::record::Aliased;

const PART: &str = "[[indicateur]]\nid = \"part\"\nrenvoi = true\n\
    phrase = \"{partie:nombre} {~} sur {tout:nombre}, soit {taux:pourcent}\"\n";

const DETAIL: &str = "[[indicateur]]\nid = \"detail\"\nrenvoi = true\n\
    phrase = \"{tout:entier} {~} ({parties:liste})\"\n";

const WHY: &str = "[[justifier]]\nid = \"provisoire\"\nphrase = \"montants provisoires\"\n";

/// The second names of a record with the values that they point at.
fn aliases(record: &Record) -> Vec<(String, String)> {
    let value = |a: &crate::record::Alias| record.told(a).unwrap().named.value.to_string();
    record.aliases.iter().map(|a| (a.id.clone(), value(a))).collect()
}

fn named(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_percentage_is_read_where_a_phrase_relates_it() {
    let record = read(PART, &prose(&["31 femmes sur 48, soit 65 %.", "Un taux de 12 %."]));
    let expected = named(&[("part.partie", "31"), ("part.tout", "48"), ("part.taux", "65")]);
    assert_eq!(aliases(&record), expected);
    let rates: Vec<_> = record.indicators.iter().filter(|i| i.unit == "%").collect();
    assert_eq!((rates.len(), rates[0].rule.as_str()), (1, "part"));
    assert_eq!(record.unread.iter().map(|u| u.written.as_str()).collect::<Vec<_>>(), ["12 %"]);
}

#[test]
fn an_amount_gets_a_second_name_as_well() {
    let record = read(PART, &prose(&["10 000 € d'aides sur 40 000 €, soit 25 %."]));
    let of: Vec<_> = record.aliases.iter().map(|a| a.of).collect();
    assert_eq!(of, [Aliased::Amount(0), Aliased::Amount(1), Aliased::Indicator(0)]);
}

#[test]
fn numbers_of_two_kinds_are_not_related() {
    for text in [
        "10 000 € d'aides sur 48, soit 25 %.",
        "104 mesures (73 % de maintien et 31 % d'accès)",
        "104 mesures (7 300 € de maintien et 3 100 € d'accès)",
    ] {
        let record = read(&format!("{PART}{DETAIL}"), &prose(&[text]));
        assert_eq!(aliases(&record), [], "{text}");
    }
}

#[test]
fn a_sentence_explains_its_own_values_or_those_of_its_paragraph_or_the_table_above() {
    let of = |laid: &Laid| {
        let record = read(WHY, laid);
        let all = record.justifications.iter();
        all.map(|j| (j.text.clone(), j.amounts.clone(), j.table.clone())).collect::<Vec<_>>()
    };
    let own = of(&prose(&["Il reste 300 €. Versé : 200 €, montants provisoires."]));
    let sentence = "Versé : 200 €, montants provisoires.".to_owned();
    assert_eq!(own, [(sentence, vec![1], None)]);
    let whole = of(&prose(&["Il reste 300 €, versé 200 €. Ces montants provisoires changeront."]));
    let sentence = "Ces montants provisoires changeront.".to_owned();
    assert_eq!(whole, [(sentence.clone(), vec![0, 1], None)]);
    let mut table = and_table(prose(&["Budget"]), 1, &[&["Nom", "Montant"], &["Judo", "850 €"]]);
    table.blocks.extend(prose(&[&sentence]).blocks);
    assert_eq!(of(&table), [(sentence, vec![], Some("t1".to_owned()))]);
    assert_eq!(of(&prose(&["Ces montants provisoires changeront."])), []);
}

/// The second names that the common rules give in a sentence.
fn related(sentence: &str) -> Vec<(String, String)> {
    let rules = crate::rules::load(None).unwrap_or_else(|e| panic!("{e}"));
    aliases(&extract(&prose(&[sentence]), Head::default(), &rules))
}

#[test]
fn the_whole_of_a_part_is_what_can_hold_it() {
    let dont = |whole, part| named(&[("dont.tout", whole), ("dont.partie", part)]);
    for (sentence, expected) in [
        (
            "90 dossiers (50 complets et 40 partiels), dont 60 nouveaux, ont été vus.",
            dont("90", "60"),
        ),
        ("70 jeunes ont suivi 8 séances, dont 45 filles.", dont("70", "45")),
        ("8 séances ont réuni 70 jeunes, dont 75 filles.", dont("70", "75")),
        (
            "30 hommes sur 25 personnes ont répondu.",
            named(&[("dont.partie", "30"), ("dont.tout", "25")]),
        ),
        ("Coût : 9 000 € dont 9 500 € de loyers.", dont("9000", "9500")),
    ] {
        let mut told = related(sentence);
        told.retain(|(id, _)| id.starts_with("dont"));
        assert_eq!(told, expected, "{sentence}");
    }
}

#[test]
fn a_part_of_two_possible_wholes_is_given_both() {
    let expected = [("dont.tout", "90"), ("dont.tout", "40"), ("dont.partie", "55")];
    let sentence = "90 dossiers ont été ouverts par 40 familles, dont 55 en ligne.";
    assert_eq!(related(sentence), named(&expected));
}

#[test]
fn what_counts_other_things_is_neither_part_nor_whole() {
    for sentence in [
        "5 réunions dont 40 participants.",
        "33 permanences ont été tenues sur les 14 quartiers.",
        "Parmi les 6 communes, 9 ateliers ont été menés.",
        "50 jeunes accompagnés sur 40 jeunes prévus.",
        "9 ménages (12 adultes et 20 enfants) ont été relogés.",
        "100 heures, soit 14 jours et 3 agents.",
        "80 places (4 sites, 20 places par site).",
        "12 000 € (10 000 € en 2021 et 11 000 € en 2022)",
        "48 stagiaires : 31 femmes, 20 bénéficiaires du RSA.",
        "70 inscrits : 30 apprentis, 20 salariés et autres publics.",
    ] {
        let common = "Année : 2023";
        let rules = crate::rules::load(None).unwrap_or_else(|e| panic!("{e}"));
        let record = extract(&prose(&[common, sentence]), Head::default(), &rules);
        assert_eq!(aliases(&record), [], "{sentence}");
    }
}

#[test]
fn dont_in_a_list_opens_no_further_part() {
    let sentence = "40 élèves : 25 filles, 15 garçons, dont 9 internes.";
    let parts: Vec<_> =
        related(sentence).into_iter().filter(|(id, _)| id.starts_with("detail")).collect();
    let expected = [("detail.tout", "40"), ("detail.parties", "25"), ("detail.parties", "15")];
    assert_eq!(parts, named(&expected));
}

#[test]
fn one_of_several_subjects_has_no_role() {
    let roles = |sentence: &str| {
        let rules = crate::rules::load(None).unwrap_or_else(|e| panic!("{e}"));
        let record = extract(&prose(&[sentence]), Head::default(), &rules);
        let all = record.indicators.into_iter().filter(|i| i.id.contains('.'));
        all.map(|i| (i.id, i.value.to_string())).collect::<Vec<_>>()
    };
    for sentence in [
        "80 femmes et 60 hommes ont été suivis.",
        "L'association a accompagné 12 familles et 30 personnes.",
    ] {
        assert_eq!(roles(sentence), [], "{sentence}");
    }
    let both = "53 entrées et 52 sorties ont été enregistrées.";
    let expected = [("file_active.entrees", "53"), ("file_active.sorties", "52")];
    assert_eq!(roles(both), named(&expected));
    let opening = "230 personnes étaient présentes au 1er janvier 2023.";
    assert_eq!(roles(opening), named(&[("file_active.debut", "230")]));
    let alone = "140 personnes ont été suivies et 12 ateliers menés.";
    assert_eq!(roles(alone), named(&[("file_active.suivies", "140")]));
}
