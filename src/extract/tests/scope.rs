//! Where rules read: between paragraphs, on sheets, below the headings that their labels tell.

use super::*;

const LETTER: &[&str] = &[
    "L'État verse 10 €.",
    "# Volet A",
    "L'État verse 20 €.",
    "Ce qui suit concerne les engagements.",
    "L'État verse 30 € et suit 5 personnes.",
    "# Annexe",
    "L'État verse 40 € et suit 6 personnes.",
    "Ce qui suit concerne les engagements.",
    "L'État verse 50 €.",
];

const SECTION: &str = "[[section]]\nid = \"volet\"\ntitre = \"Volet {code:rang}\"\n[[section]]\nid = \"annexe\"\ntitre = \"Annexe\"\n";

#[test]
fn an_amount_is_read_behind_one_paragraph_and_before_another() {
    let rule = |keys: &str| {
        format!("{SECTION}[[montant]]\nid = \"soutien\"\nphrase = \"verse {{valeur}}\"\n{keys}")
    };
    let values = |keys: &str| -> Vec<String> {
        values(&read(&rule(keys), &prose(LETTER))).into_iter().map(|(_, v)| v).collect()
    };
    assert_eq!(values(""), ["10", "20", "30", "40", "50"]);
    assert_eq!(values("apres = \"les engagements\""), ["30", "40", "50"]);
    assert_eq!(values("apres = \"les engagements\"\njusqua = [\"Bilan\", \"annexe\"]"), ["30"]);
    assert_eq!(values("jusqua = \"Volet {*}\""), ["10"]);
    assert_eq!(values("apres = \"les dépenses\""), Vec::<String>::new());
}

#[test]
fn a_scope_lies_within_the_section_of_the_rule() {
    let rule = "[[montant]]\nid = \"soutien\"\nphrase = \"verse {valeur}\"\napres = \"les engagements\"\ndans = ";
    let within =
        |section: &str| values(&read(&format!("{SECTION}{rule}\"{section}\"\n"), &prose(LETTER)));
    assert_eq!(within("volet"), [("soutien".to_owned(), "30".to_owned())]);
    assert_eq!(within("annexe"), [("soutien".to_owned(), "50".to_owned())]);
}

#[test]
fn indicators_and_fields_have_the_same_scopes() {
    let blocks = "[[indicateur]]\nid = \"suivies\"\nphrase = \"suit {valeur} personnes\"\njusqua = \"Annexe\"\n\
        [[champ]]\nid = \"aide\"\nphrase = \"verse {valeur:montant}\"\napres = \"les engagements\"\n\
        [[champ]]\nid = \"rien\"\nphrase = \"verse {valeur:montant}\"\napres = \"les recettes\"\nabsent = \"avertir\"\n";
    let record = read(blocks, &prose(LETTER));
    assert_eq!(values(&record), [("suivies".to_owned(), "5".to_owned())]);
    assert_eq!((record.field("aide"), record.field("rien")), (Some("30"), None));
    assert_eq!(told(&record)[0].0, "field-missing");
}

#[test]
fn what_an_indicator_counts_may_be_said_by_its_rule() {
    let blocks =
        "[[indicateur]]\nid = \"suivies\"\nphrase = \"{valeur} mesures\"\nunite = \"ménages\"\n";
    let record = read(blocks, &prose(&["Le service a engagé 31 mesures et 4 suites."]));
    let units: Vec<_> = record.indicators.iter().map(|i| i.unit.as_str()).collect();
    assert_eq!(units, ["ménages", "suites"]);
}

const LIST: &[&[&str]] = &[&["Association", "Montant"], &["Judo", "850"], &["Chorale", "90"]];

const TABLE: &str = "[[tableau]]\nid = \"aides\"\nrequiert = \"montant\"\ncolonnes = { montant = \"Montant\" }\ntextes = { nom = \"Association\" }\n";

#[test]
fn a_table_is_read_on_the_sheets_that_its_rule_names() {
    let other: &[&[&str]] =
        &[&["Association", "Montant"], &["Tennis", "70"], &["Annulé", "60"], &["Foot", "50"]];
    let book = workbook(&[("Versées 2023", LIST), ("Demandées", other)]);
    let montants = |keys: &str| {
        let record = read(&TABLE.replace("requiert", &format!("{keys}\nrequiert")), &book);
        column(&record, "aides", "montant")
    };
    assert_eq!(montants(""), ["850", "90", "70", "60", "50"]);
    assert_eq!(montants("feuille = \"versées\""), ["850", "90"]);
    assert_eq!(montants("contient = [\"annulé\", \"montant\"]"), ["70", "60", "50"]);
    assert_eq!(montants("feuille = \"versées\"\ncontient = \"annulé\""), Vec::<String>::new());
}

#[test]
fn a_sheet_asked_for_by_name_needs_no_announcement() {
    let blocks = TABLE.replace("requiert = \"montant\"", "feuille = \"Versées\"");
    let book = workbook(&[("Versées", LIST), ("Autres", LIST)]);
    let ids: Vec<_> = read(&blocks, &book).budgets.into_iter().map(|b| b.id).collect();
    assert_eq!(ids, ["aides", "tableau"]);
    let page = and_table(prose(&["Aides"]), 1, LIST);
    assert_eq!(read(&blocks, &page).budgets[0].id, "tableau", "a page has no sheet");
}

#[test]
fn a_labelled_cell_is_read_on_the_sheets_that_its_rule_names() {
    let form = |charges: &'static str| -> Vec<Vec<&'static str>> {
        vec![vec!["Poste", "Réalisé"], vec!["Total des charges", charges], vec!["Loyer", "3"]]
    };
    let (one, two) = (form("300"), form("500"));
    let one: Vec<&[&str]> = one.iter().map(Vec::as_slice).collect();
    let two: Vec<&[&str]> = two.iter().map(Vec::as_slice).collect();
    let book = workbook(&[("2022", &one), ("2023", &two)]);
    let blocks = "[[cellule]]\nid = \"charges\"\nlibelle = \"Total des charges\"\nfeuille = \"2023\"\ncontient = \"loyer\"\n";
    assert_eq!(values(&read(blocks, &book)), [("charges".to_owned(), "500".to_owned())]);
    let none = blocks.replace("loyer", "salaires");
    assert_eq!(values(&read(&none, &book)), Vec::new());
}

#[test]
fn headings_of_a_sheet_are_found_by_the_labels_of_the_rule() {
    let book = workbook(&[(
        "Aides",
        &[
            &["Enveloppe", "12 000", "votée"],
            &["Association", "Montant", "31/12/2023"],
            &["Judo", "850", "15/03/2023"],
            &["Chorale", "90", "16/03/2023"],
        ],
    )]);
    let record = read(TABLE, &book);
    assert_eq!(column(&record, "aides", "montant"), ["850", "90"]);
    let labels: Vec<_> = record.budgets[0].columns.iter().map(|c| c.label.as_str()).collect();
    assert_eq!(labels, ["Association", "Montant", "31/12/2023"]);
    let unread: Vec<_> = record.unread.iter().map(|u| u.written.as_str()).collect();
    assert_eq!(unread, ["12 000"], "the banner is no row, and is told");
    let other = TABLE.replace("\"Montant\"", "\"Somme\"");
    assert_eq!(read(&other, &book).budgets[0].id, "tableau");
}

#[test]
fn a_number_is_worth_what_the_rule_says_unless_the_document_does() {
    let montants = |heading: &str, cell: &str| {
        let rows: &[&[&str]] = &[&["Association", heading], &["Judo", cell], &["Chorale", "2,5"]];
        let blocks = TABLE.replace("[[tableau]]", "[[tableau]]\nunite = \"millier\"");
        column(&read(&blocks, &and_table(prose(&["Liste"]), 1, rows)), "aides", "montant")
    };
    assert_eq!(montants("Montant", "12"), ["12000", "2500"]);
    assert_eq!(montants("Montant", "12 €"), ["12", "2500"]);
    assert_eq!(montants("Montant en euros", "12"), ["12", "2.5"]);
    assert_eq!(montants("Montant (M€)", "12"), ["12000000", "2500000"]);
}

#[test]
fn a_field_of_an_action_is_read_in_each() {
    let pack = "[[section]]\nid = \"action\"\ntitre = \"Action {code:code} {libelle:texte}\"\n\
                [[champ]]\nid = \"reference\"\ndans = \"action\"\nphrase = \"dossier {valeur:mot}\"\nabsent = \"avertir\"\n";
    let laid = prose(&[
        "Action 1.1 Accueillir",
        "Voir le dossier bleu.",
        "Action 1.2 Loger",
        "Voir le dossier rouge.",
        "Action 1.3 Former",
        "Rien à voir.",
    ]);
    let record = read(pack, &laid);
    let fields: Vec<(Option<&str>, &str)> =
        record.fields.iter().map(|f| (f.action.as_deref(), f.value.as_str())).collect();
    assert_eq!(fields, [(Some("1.1"), "bleu"), (Some("1.2"), "rouge")]);
    assert_eq!(record.field("reference"), None);
    let told: Vec<String> =
        record.issues.iter().map(|i| i.told(crate::issue::Lang::Fr).0).collect();
    assert!(told.iter().any(|t| t.contains("reference (1.3)")), "{told:?}");
}
