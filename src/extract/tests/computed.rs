//! Fields reckoned from what other rules read.

use super::*;
use crate::number::Qualifier;
use crate::record::FieldKind;

const READ: &str = "[[montant]]\nid = \"etat\"\nphrase = \"l'État {~} {valeur}\"\n\
    [[montant]]\nid = \"ville\"\nphrase = \"la ville {~} {valeur}\"\n\
    [[indicateur]]\nid = \"suivies\"\nphrase = \"{valeur} personnes\"\n";

const LETTER: &[&str] =
    &["Avec l'État pour 1 500 €, la ville pour 300,50 €.", "Le service suit 12 personnes."];

fn field(calcul: &str) -> String {
    format!("{READ}[[champ]]\nid = \"tout\"\ncalcul = \"{calcul}\"\nabsent = \"avertir\"\n")
}

#[test]
fn a_field_is_the_sum_of_its_terms_with_the_place_of_each() {
    let record = read(&field("etat - 2 * ville"), &prose(LETTER));
    let found = record.fields.iter().find(|f| f.id == "tout").unwrap();
    assert_eq!((found.value.as_str(), found.kind), ("899", FieldKind::Amount));
    let from: Vec<_> = found.from.iter().collect();
    assert_eq!(from, [&record.amounts[0].place, &record.amounts[1].place]);
    assert_eq!(&found.place, from[0]);
    assert_eq!(found.step, Some(Decimal::ONE));
    let counted = read(&field("suivies + etat"), &prose(LETTER));
    let found = counted.fields.iter().find(|f| f.id == "tout").unwrap();
    assert_eq!((found.value.as_str(), found.kind), ("1512", FieldKind::Number));
}

#[test]
fn cells_are_summed_and_a_total_is_taken_as_it_stands() {
    let rows: &[&[&str]] =
        &[&["Association", "Montant"], &["Judo", "850 €"], &["Danse", "90 €"], &["Total", "950 €"]];
    let table = "[[tableau]]\nid = \"aides\"\nrequiert = \"montant\"\ntotal = \"Total\"\ncolonnes = { montant = \"Montant\" }\n";
    let laid = and_table(prose(LETTER), 1, rows);
    let value = |calcul: &str| {
        let record = read(&format!("{table}{}", field(calcul)), &laid);
        record.field("tout").map(str::to_owned)
    };
    assert_eq!(value("somme(aides.ligne.montant)").as_deref(), Some("940"));
    assert_eq!(value("aides.total.montant - etat").as_deref(), Some("-550"));
    assert_eq!(value("aides.ligne.montant"), None);
}

#[test]
fn a_term_that_is_missing_or_has_two_values_gives_none_and_is_told() {
    let why = |calcul: &str, paragraphs: &[&str]| {
        let record = read(&field(calcul), &prose(paragraphs));
        assert_eq!(record.field("tout"), None);
        told(&record).pop().unwrap()
    };
    let missing = why("etat + ville", &["Avec l'État pour 1 500 €."]);
    assert_eq!(missing.0, "field-not-computed");
    assert_eq!(missing.1, "« tout » ne peut pas être calculé : « ville » manque");
    let twice = why("etat + etat", &["Avec l'État pour 1 500 €.", "Avec l'État pour 1 600 €."]);
    assert_eq!(
        twice.1,
        "« tout » ne peut pas être calculé : « etat » a plusieurs valeurs (2 lectures)"
    );
    let silent = field("etat + ville").replace("avertir", "ignorer");
    assert!(told(&read(&silent, &prose(&["Avec rien."]))).is_empty());
}

#[test]
fn a_computed_field_may_need_another_written_behind_it() {
    let blocks = format!(
        "{READ}[[champ]]\nid = \"double\"\ncalcul = \"2 * tout\"\n[[champ]]\nid = \"tout\"\ncalcul = \"etat + ville\"\n"
    );
    assert_eq!(read(&blocks, &prose(LETTER)).field("double"), Some("3601"));
}

#[test]
fn what_is_said_to_be_about_stays_so() {
    let record =
        read(&field("etat + ville"), &prose(&["Avec l'État environ 1 500 €, la ville pour 3 €."]));
    let found = record.fields.iter().find(|f| f.id == "tout").unwrap();
    assert_eq!(found.qualifier, Qualifier::About);
}
