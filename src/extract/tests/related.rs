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
