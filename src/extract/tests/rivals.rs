//! Budgets with two columns under one name: years, planned and spent, without and with tax.

use super::*;

const BLOCKS: &str = r#"
[[champ]]
id = "annee"
phrase = "Bilan {valeur:annee}"

[[tableau]]
id = "budget"
apres = ["Budget"]
nature = "previsionnel"
ligne = ["Action {code:code}"]
total = ["Total"]
requiert = ["etat"]

[tableau.colonnes]
etat = ["État"]
collectivite = ["(métropole|ville)", "{valeur:texte}"]
"#;

/// The columns of a budget by heading: the id they bear, the id of which they are a rival.
fn columns(headings: [&str; 3]) -> Vec<(String, Option<String>)> {
    let [one, two, three] = headings;
    let rows: [&[&str]; 3] = [
        &["", one, two, three],
        &["Action 1.1", "10 €", "20 €", "30 €"],
        &["Total", "10 €", "20 €", "30 €"],
    ];
    let record = read(BLOCKS, &and_table(prose(&["Bilan 2023", "Budget par action"]), 1, &rows));
    let columns = record.budgets[0].columns.iter().skip(1);
    columns.map(|c| (c.id.clone(), c.rival_of.clone())).collect()
}

fn named(id: &str) -> (String, Option<String>) {
    (id.to_owned(), None)
}

#[test]
fn the_column_of_the_documents_year_bears_the_name() {
    let found = columns(["État 2022", "État 2023", "Métropole 2023"]);
    assert_eq!(found, [named("etat_2022"), named("etat"), named("collectivite")]);
    let found = columns(["État N", "État N-1", "Val-de-Brenne"]);
    assert_eq!(found, [named("etat"), named("etat_n_1"), named("collectivite")]);
}

#[test]
fn a_column_of_another_nature_or_tax_is_a_rival_and_nobody_elses() {
    let rival = |id: &str| (id.to_owned(), Some("etat".to_owned()));
    let found = columns(["État prévu", "État réalisé", "Val-de-Brenne"]);
    assert_eq!(found, [named("etat"), rival("etat_realise"), named("collectivite")]);
    let found = columns(["État HT", "État TTC", "Ville"]);
    assert_eq!(found, [named("etat"), rival("etat_ttc"), named("collectivite")]);
}

#[test]
fn a_column_of_percentages_is_nobodys_amount() {
    let rows: [&[&str]; 3] = [
        &["", "État prévu", "État réalisé", "Taux de réalisation"],
        &["Action 1.1", "100 €", "95 €", "50 %"],
        &["Total", "100 €", "95 €", "95 %"],
    ];
    let record = read(BLOCKS, &and_table(prose(&["Bilan 2023", "Budget par action"]), 1, &rows));
    assert_eq!(column(&record, "budget", "taux_de_realisation"), ["50", "95"]);
    assert_eq!(column(&record, "budget", "collectivite"), [] as [&str; 0]);
}
