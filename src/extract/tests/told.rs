//! What a rule's author is told of tables that are not read as meant.

use super::*;

const TABLE: &str = "[[tableau]]\nid = \"aides\"\napres = \"Aides versées\"\nsans_titre = [\"nom\", \"montant\"]\ncolonnes = { montant = \"Montant\", vote = \"Vote*\" }\ntextes = { nom = \"Association\" }\n";

/// What is told of a table of a page behind these words.
fn told_of(words: &str, header_rows: usize, rows: &[&[&str]]) -> Vec<(&'static str, String)> {
    told(&read(TABLE, &and_table(prose(&[words]), header_rows, rows)))
}

#[test]
fn a_heading_of_amounts_over_words_is_told() {
    let rows: &[&[&str]] = &[
        &["Association", "Montant", "Vote du conseil"],
        &["Judo", "850", "à l'unanimité"],
        &["Danse", "90", "à la majorité"],
    ];
    let told = told_of("Aides versées", 1, rows);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, "column-of-text");
    assert_eq!(
        told[0].1,
        "la colonne « Vote du conseil » ne contient que du texte : elle n'est pas lue comme « vote » du tableau « aides »"
    );
}

#[test]
fn a_heading_over_two_columns_is_told_and_the_left_one_read() {
    let rows: &[&[&str]] = &[
        &["Association", "Montant 2022", "Montant 2023"],
        &["Judo", "850", "800"],
        &["Danse", "90", "95"],
    ];
    let record = read(TABLE, &and_table(prose(&["Aides versées"]), 1, rows));
    assert_eq!(column(&record, "aides", "montant"), ["850", "90"]);
    let told = told(&record);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, "column-ambiguous");
    assert_eq!(
        told[0].1,
        "deux colonnes conviennent à « montant » du tableau « aides » : « Montant 2022 », qui est lue, et « Montant 2023 »"
    );
}

#[test]
fn a_heading_that_another_column_of_the_rule_has_is_no_second_one() {
    let rows: &[&[&str]] = &[
        &["Association", "Montant", "Vote du montant"],
        &["Judo", "850", "800"],
        &["Danse", "9", "7"],
    ];
    assert_eq!(told_of("Aides versées", 1, rows), []);
}

#[test]
fn a_table_that_is_announced_and_has_none_of_the_columns_is_told() {
    let rows: &[&[&str]] = &[&["Club", "Somme"], &["Judo", "850"], &["Danse", "90"]];
    let told = told_of("Aides versées", 1, rows);
    assert_eq!(told.iter().map(|t| t.0).collect::<Vec<_>>(), ["table-not-read"]);
    assert_eq!(told_of("Aides votées", 1, rows), []);
    let words: &[&[&str]] = &[&["Club", "Ville"], &["Judo", "Dijon"], &["Danse", "Dole"]];
    assert_eq!(told_of("Aides versées", 1, words), [], "no numbers, no loss");
}

#[test]
fn a_table_without_headings_and_of_other_columns_is_told() {
    let rows: &[&[&str]] = &[&["Judo", "850", "Dijon"], &["Danse", "90", "Dole"]];
    let told = told_of("Aides versées", 0, rows);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, "columns-untitled");
    assert!(told[0].1.ends_with("il a 3 colonnes, sans_titre en nomme 2 dans la règle « aides »"));
}
