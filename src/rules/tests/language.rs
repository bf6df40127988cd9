//! Keys that bound, scale and compute: as compiled, and every fault of them as told.

use super::*;

/// A pack with every key that bounds, scales or computes.
const SCOPED: &str = r#"
[[montant]]
id = "aide"
phrase = "verse {valeur}"
apres = ["Recettes", "Ressources"]
jusqua = "Dépenses"
exemple = { texte = "La ville verse 3 €.", lit = { valeur = 3 } }

[[montant]]
id = "reste"
phrase = "verse {valeur}"

[[indicateur]]
id = "menages"
phrase = "{valeur} mesures"
apres = "Suivi"
unite = "ménages"

[[champ]]
id = "date"
phrase = "le {valeur:date}"
jusqua = "Annexe"

[[champ]]
id = "solde"
calcul = "budget.total.montant - 0,5 * aide"
absent = "avertir"

[[tableau]]
id = "budget"
feuille = "Budget"
contient = ["Total", "Montant"]
colonnes = { montant = "Montant" }
unite = "millier"

[[cellule]]
id = "charges"
libelle = "Charges"
feuille = ["2023", "2024"]
contient = "Loyer"

[[controle]]
id = "solde"
verifie = "solde <= somme(aide)"
"#;

#[test]
fn scopes_sheets_units_and_calculations_are_compiled() {
    let rules = loaded(&[("p.toml", &pack(SCOPED))]).unwrap_or_else(|e| panic!("{e}"));
    let pack = &rules.packs[0];
    let bounds = &pack.amounts[0].bounds;
    assert_eq!((bounds.after.len(), bounds.until[0].written.as_str()), (2, "Dépenses"));
    assert_eq!(pack.indicators[0].unit.as_deref(), Some("ménages"));
    assert_eq!(pack.fields[0].bounds.until.len(), 1);
    let terms: Vec<_> = pack.fields[1].computed.iter().map(|t| (&*t.name, t.factor)).collect();
    let half = Decimal::new(-5, 1);
    assert_eq!(terms, [("budget.total.montant", Decimal::ONE), ("aide", half)]);
    let sheet = |filter: &SheetFilter| (filter.names.len(), filter.holds.len());
    assert_eq!(sheet(&pack.tables[0].sheet), (1, 2));
    assert_eq!(sheet(&pack.cells[0].sheet), (2, 1));
    assert_eq!(pack.tables[0].scale, Some(Decimal::ONE_THOUSAND));
}

#[test]
fn faults_of_scopes_sheets_units_and_calculations_are_told() {
    let text = pack(
        r#"
[[montant]]
id = "aide"
phrase = "verse {valeur}"
apres = "Recettes"
jusqua = ["Dépenses", "Recettes"]

[[indicateur]]
id = "dont"
renvoi = true
phrase = "{tout} dont {partie}"
unite = "ménages"

[[indicateur]]
id = "vide"
phrase = "{valeur} mesures"
unite = " "

[[tableau]]
id = "budget"
feuilles = "Budget"
contient = "Total {"
colonnes = { montant = "Montant" }
unite = "milliers"

[[champ]]
id = "un"
calcul = "deux + aide"

[[champ]]
id = "deux"
calcul = "2 * un"

[[champ]]
id = "trois"
calcul = "aides - bilan:aide"

[[champ]]
id = "quatre"
calcul = "aide / 2"

[[champ]]
id = "cinq"
calcul = "2 * cinq"
dans = "action"

[[champ]]
id = "six"
calcul = "aide"
phrase = "{valeur}"
"#,
    );
    snapshot("scopes_and_calculations", &told(&[("essai.toml", &text)]));
}
