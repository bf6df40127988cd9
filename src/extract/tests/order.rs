//! Fallbacks in order: of the phrases of a rule the first that matches wins, of the rules of a
//! pack the first that reads.

use super::*;

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn of_the_phrases_of_an_amount_the_first_that_stands_in_a_paragraph_reads() {
    let rule =
        |id: &str, phrases: &str| format!("[[montant]]\nid = \"{id}\"\nphrases = [{phrases}]\n");
    let first = rule("a", "\"aide de {valeur}\", \"verse {valeur}\"");
    let second = rule("b", "\"verse {valeur} en\", \"reçoit {valeur}\"");
    let laid = prose(&[
        "L'État verse 10 € en tout, une aide de 20 €.",
        "L'État verse 30 € en tout.",
        "Elle reçoit 40 €.",
    ]);
    let values = |blocks: &[&String]| {
        let blocks: String = blocks.iter().map(|b| b.as_str()).collect();
        values(&read(&blocks, &laid))
    };
    assert_eq!(
        values(&[&first, &second]),
        pairs(&[("b", "10"), ("a", "20"), ("a", "30"), ("b", "40")])
    );
    assert_eq!(
        values(&[&second, &first]),
        pairs(&[("b", "10"), ("a", "20"), ("b", "30"), ("b", "40")])
    );
}

#[test]
fn of_the_phrases_of_an_indicator_the_first_that_stands_in_a_paragraph_reads() {
    let a = "[[indicateur]]\nid = \"a\"\nphrases = [\"{n} entrées\", \"{m} sorties\"]\n";
    let b = "[[indicateur]]\nid = \"b\"\nphrase = \"{n} sorties\"\n";
    let laid = prose(&["Le service a 3 sorties et 5 entrées.", "Le service a 4 sorties."]);
    let first = values(&read(&format!("{a}{b}"), &laid));
    assert_eq!(first, pairs(&[("b.n", "3"), ("a.n", "5"), ("a.m", "4")]));
    let second = values(&read(&format!("{b}{a}"), &laid));
    assert_eq!(second, pairs(&[("b.n", "3"), ("a.n", "5"), ("b.n", "4")]));
}

#[test]
fn of_the_phrases_of_a_field_the_first_that_stands_anywhere_reads() {
    let field = "[[champ]]\nid = \"annee\"\nphrases = [\"exercice {valeur:annee}\", \"année {valeur:annee}\"]\nabsent = \"avertir\"\n";
    let laid = prose(&["Au titre de l'année 2022.", "Au titre de l'exercice 2023."]);
    assert_eq!(read(field, &laid).field("annee"), Some("2023"));
    let only = prose(&["Au titre de l'année 2022."]);
    assert_eq!(read(field, &only).field("annee"), Some("2022"));
}

#[test]
fn a_field_that_a_rule_behind_finds_is_not_missing() {
    let first =
        "[[champ]]\nid = \"annee\"\nphrase = \"exercice {valeur:annee}\"\nabsent = \"avertir\"\n";
    let second =
        "[pack]\nid = \"suite\"\n[[champ]]\nid = \"annee\"\nphrase = \"année {valeur:annee}\"\n";
    let head = "[pack]\nid = \"essai\"\ninclut = \"suite\"\n[reconnaitre]\ncontient = \"titre\"\n";
    let packs = [("a.toml".into(), format!("{head}{first}")), ("b.toml".into(), second.into())];
    let rules = load_written(&packs).unwrap_or_else(|e| panic!("{e}"));
    let read = |text: &str| extract(&prose(&[text]), Head::default(), &rules);
    let found = read("Au titre de l'année 2022.");
    assert_eq!((found.field("annee"), told(&found).len()), (Some("2022"), 0));
    assert_eq!(told(&read("Au titre de rien."))[0].0, "field-missing");
}

#[test]
fn of_the_labels_of_a_cell_the_first_and_of_its_rules_the_first_that_finds_one_reads() {
    let form: &[&[&str]] =
        &[&["Poste", "Réalisé"], &["Charges", "10"], &["Total charges", "20"], &["Dépenses", "30"]];
    let book = workbook(&[("Compte", form)]);
    let cell = |labels: &str| format!("[[cellule]]\nid = \"charges\"\nlibelles = [{labels}]\n");
    let total = cell("\"Total charges\", \"Charges\"");
    let spent = cell("\"Emplois\", \"Dépenses\"");
    let none = cell("\"Emplois\"");
    let one = |blocks: &str| values(&read(blocks, &book));
    assert_eq!(one(&format!("{total}{spent}")), pairs(&[("charges", "20")]));
    assert_eq!(one(&format!("{spent}{total}")), pairs(&[("charges", "30")]));
    assert_eq!(one(&format!("{none}{total}")), pairs(&[("charges", "20")]));
}

#[test]
fn of_the_headings_of_a_column_the_first_and_of_its_rules_the_first_that_fits_reads() {
    let rows: &[&[&str]] =
        &[&["Nom", "Montant demandé", "Montant versé"], &["Judo", "9", "7"], &["Danse", "6", "5"]];
    let laid = and_table(prose(&["Aides"]), 1, rows);
    let table = |id: &str, headings: &str| {
        format!("[[tableau]]\nid = \"{id}\"\nrequiert = \"m\"\ncolonnes = {{ m = [{headings}] }}\n")
    };
    let paid = table("paye", "\"versé\", \"Montant\"");
    let asked = table("demande", "\"accordé\", \"demandé\"");
    let none = table("rien", "\"accordé\"");
    let read = |blocks: &str| {
        let record = read(blocks, &laid);
        let id = record.budgets[0].id.clone();
        (column(&record, &id, "m"), id)
    };
    let found = |values: [&str; 2], id: &str| (values.map(str::to_owned).to_vec(), id.to_owned());
    assert_eq!(read(&format!("{paid}{asked}")), found(["7", "5"], "paye"));
    assert_eq!(read(&format!("{asked}{paid}")), found(["9", "6"], "demande"));
    assert_eq!(read(&format!("{none}{paid}")), found(["7", "5"], "paye"));
}
