//! Packs from text to compiled rules, and every fault as the author sees it.
//!
//! Packs are written to a folder and loaded as `--rules` loads them; faults are compared with
//! file, line, column and remedy, since these are what the author works from.

use std::fs;

use rust_decimal::Decimal;

use super::phrase::Reading;
use super::*;

mod keys;
mod language;
mod lints;
mod syntax;

/// Loads packs given as file name and text.
fn loaded(files: &[(&str, &str)]) -> Result<Rules, RulesError> {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    load(Some(dir.path()))
}

/// The faults of packs as shown.
fn told(files: &[(&str, &str)]) -> String {
    loaded(files).unwrap_err().to_string()
}

fn snapshot(name: &str, told: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/rules");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, told));
}

const HEAD: &str =
    "[pack]\nid = \"essai\"\ngenre = \"bilan\"\n[reconnaitre]\ncontient = \"bilan\"\n";

/// A pack of its head and some blocks.
fn pack(blocks: &str) -> String {
    format!("{HEAD}{blocks}")
}

const BILAN: &str = r#"
[pack]
id = "bilan"
version = "1.2.0"
langage = 1
genre = "bilan"
inclut = "commun"

[reconnaitre]
contient = ["Bilan de la convention", "lutte contre la pauvreté"]
sans = "compte rendu"
priorite = 10

[[section]]
id = "action"
titres = ["Action {code:code} {libelle}", "Fiche {code:code} : {libelle}"]

[[champ]]
id = "statut"
dans = "action"
paragraphes = "Action {valeur:mots}."
parmi = { realisee = "réalisée", partielle = ["partiellement réalisée", "réalisée en partie"] }
absent = "avertir"
exemple = [
  { texte = "Action réalisée.", lit = { valeur = "realisee" } },
  { texte = "Action réalisée en partie", lit = { valeur = "partielle" } },
]
muet = ["Action réalisée par le CESAM en 2023."]

[[indicateur]]
id = "file_active"
dans = "action"
phrase = "{suivies} personnes ont été suivies {*}. {entrees} entrées {*}, {sorties} sorties et {presents} personnes présentes au 31 décembre"
exemple = { texte = "269 personnes ont été suivies sur l'année 2023. 53 entrées ont été enregistrées en 2023 dans le dispositif, 52 sorties et 220 personnes présentes au 31 décembre.", lit = { suivies = 269, entrees = 53, sorties = 52, presents = 220 } }
muet = ["Un 6ème poste est financé"]

[[indicateur]]
id = "detail"
renvoi = true
phrase = "{tout} {~} ( {parties:liste} )"
exemple.texte = "104 accompagnements ont été proposés (73 mesures Maintien et 31 mesures Accès)."
exemple.lit = { tout = 104, parties = [73, 31] }

[[montant]]
id = "soutien_etat"
phrases = ["a soutenu {*} à hauteur de {valeur}", "un financement de l'Etat de {valeur}"]
nature = "engagé"
exemple = { texte = "avec un financement de l'État de 347 000€.", lit = { valeur = 347000 } }

[[tableau]]
id = "budget"
apres = ["Budget prévisionnel", "Plan de financement"]
colonnes = { etat = ["Montant État"], collectivite = ["Montant {territoire}", "Part locale"] }
ligne = "Action {code:code}"
total = "Total"
requiert = "etat"

[[controle]]
id = "soutien"
dit = "Le soutien cité est le total du tableau"
verifie = "soutien_etat = budget.total.etat"
precision = "millier"

[[controle]]
id = "somme"
verifie = "somme(detail.parties) <= detail.tout"
par = ["action"]
gravite = "avertissement"
demander = "Que sont devenus les autres ?"
"#;

const COMMUN: &str = r#"
[pack]
id = "commun"

[[champ]]
id = "annee"
phrase = "année {valeur:annee}"

[[role]]
famille = "file_active"
role = "sorties"
phrases = ["{valeur} sorties", "{valeur} personnes sont sorties"]

[[ignorer]]
id = "rang"
phrase = "page {n}"
"#;

#[test]
fn a_pack_is_compiled_with_what_it_includes_behind_its_own() {
    let rules = loaded(&[("b.toml", BILAN), ("a.toml", COMMUN)]).unwrap();
    assert_eq!(rules.common.id, "commun");
    assert_eq!(rules.sha256.len(), 64);
    let [pack] = rules.packs.as_slice() else { panic!("one pack") };
    assert_eq!((pack.version.as_str(), pack.kind.as_str()), ("1.2.0", "bilan"));
    let ids: Vec<_> = pack.fields.iter().map(|f| f.id.as_str()).collect();
    assert_eq!(ids, ["statut", "annee"]);
    assert_eq!(pack.roles.len(), 1);
    assert_eq!(pack.fields[0].absent, Absent::Warn);
    assert_eq!(pack.fields[0].among[1].0, "partielle");
    assert_eq!(pack.amounts[0].nature, Some(Nature::Engage));
    let columns: Vec<_> =
        pack.tables[0].columns.iter().map(|(id, p)| (id.as_str(), p.len())).collect();
    assert_eq!(columns, [("etat", 1), ("collectivite", 2)]);
    assert_eq!(pack.checks[0].precision, Some(Decimal::ONE_THOUSAND));
    assert_eq!(pack.checks[1].severity, Severity::Warning);
    assert!(pack.checks[1].relation.left[0].sum);
    assert_eq!(pack.checks[1].pack, "bilan");
}

#[test]
fn columns_keep_the_order_of_the_file() {
    let text = pack("[[tableau]]\nid = \"t\"\ncolonnes = { z = \"Z\", a = \"A\", m = \"M\" }\n");
    let rules = loaded(&[("p.toml", &text)]).unwrap();
    let ids: Vec<_> = rules.packs[0].tables[0].columns.iter().map(|c| c.0.as_str()).collect();
    assert_eq!(ids, ["z", "a", "m"]);
}

#[test]
fn the_packs_that_come_with_the_program_load() {
    let rules = load(None).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(rules.common.id, "commun");
    assert!(!rules.packs.is_empty());
}

#[test]
fn a_folder_without_a_common_pack_has_the_one_of_the_program() {
    let text = pack("").replace("id = \"essai\"", "id = \"essai\"\ninclut = \"commun\"");
    let rules = loaded(&[("p.toml", &text)]).unwrap();
    assert_eq!(rules.common.id, "commun");
    assert_eq!(rules.common.version, load(None).unwrap().common.version);
}

#[test]
fn documents_are_known_by_their_words_and_the_best_pack_comes_first() {
    let other = |id: &str, priority: i32, any: &str| {
        format!(
            "[pack]\nid = \"{id}\"\n[reconnaitre]\ncontient_un = [\"{any}\", \"xyz\"]\npriorite = {priority}\n"
        )
    };
    let (low, high) = (other("bas", 1, "Pauvreté"), other("haut", 20, "convention {*} appui"));
    let files = [("a.toml", COMMUN), ("b.toml", BILAN), ("c.toml", &low), ("d.toml", &high)];
    let rules = loaded(&files).unwrap();
    let ids = |texts: &[&str]| -> Vec<String> {
        let readings: Vec<_> = texts.iter().map(|t| Reading::new(t)).collect();
        rules.recognise(&readings, |_, _| false).iter().map(|p| p.id.clone()).collect()
    };
    let title = "BILAN DE LA CONVENTION D’APPUI à la lutte contre la pauvrete 2023";
    assert_eq!(ids(&[title]), ["haut", "bilan", "bas"]);
    assert_eq!(ids(&[title, "Compte-rendu"]), ["haut", "bilan", "bas"]);
    assert_eq!(ids(&[title, "compte rendu"]), ["haut", "bas"]);
    assert_eq!(ids(&["Rapport"]), Vec::<String>::new());
}

#[test]
fn every_fault_of_a_pack_is_told_at_once() {
    let text = pack(
        r#"titres = "x"

[[sectoin]]
id = "action"

[[section]]
id = "action"
titre = "Action {code:cod} {libelle"

[[champ]]
id = "statut"
dans = "acton"
phrase = "Action {valeur:mot}."
parmi = { realise = "réalisée" }
absent = "avertire"

[[champ]]
id = "annee"
frase = "année {valeur:annee}"

[[indicateur]]
id = "nombre"
phrase = 3

[[indicateur]]
id = "muet"
phrase = "personnes suivies"

[[montant]]
id = "soutien_etat"
phrase = "à hauteur de {valeur}"
exemple = { texte = "à hauteur de 347 000 €", lit = { valeur = 347500 } }
muet = "jamais à hauteur de 3 €"

[[montant]]
id = "soutien_etat"
regex = '(?P<valeur>\d+'

[[controle]]
verifie = "soutien_etat = budget"

[[controle]]
id = "somme"
verifie = "soutien-etat = soutien_etat / 2"

[[controle]]
id = "nom"
verifie = "soutien_etats = compte-rendus:etat"
par = "acte"
"#,
    );
    snapshot("all_at_once", &told(&[("essai.toml", &text)]));
}

#[test]
fn a_phrase_that_an_earlier_rule_has_is_told() {
    let rule = |id: &str| format!("[[montant]]\nid = \"{id}\"\nphrases = [\"de {{valeur}}\"]\n");
    let text = pack(&format!("{}{}", rule("a"), rule("b")));
    let RulesError::Faults(faults) = loaded(&[("p.toml", &text)]).unwrap_err() else {
        panic!("faults")
    };
    let told: Vec<_> = faults.iter().map(|f| (f.line, f.column, f.message.as_str())).collect();
    assert_eq!(told, [(11, 12, "cette phrase est déjà lue par la règle « a »")]);
}

#[test]
fn names_of_checks_are_checked_across_packs() {
    let one = pack(
        "[[controle]]\nid = \"c\"\nverifie = \"liste:budget.total.eta = liste:budget.total.etat\"\n",
    );
    let two = "[pack]\nid = \"deux\"\ngenre = \"liste\"\n[reconnaitre]\ncontient = \"l\"\n\
               [[tableau]]\nid = \"budget\"\ncolonnes = { etat = \"État\" }\n";
    snapshot("names_across_packs", &told(&[("a.toml", &one), ("b.toml", two)]));
}

#[test]
fn circles_of_inclusion_and_unknown_packs_are_told_once() {
    let one = "[pack]\nid = \"un\"\ninclut = [\"deux\", \"commum\"]\n";
    let two = "[pack]\nid = \"deux\"\ninclut = \"un\"\n";
    let files = [("c.toml", COMMUN), ("deux.toml", two), ("un.toml", one)];
    snapshot("inclusion", &told(&files));
}

#[test]
fn a_newer_language_and_a_pack_without_use_are_refused() {
    let newer = "[pack]\nid = \"neuf\"\nlangage = 2\n[reconnaitre]\ncontient = \"a\"\n";
    let blind = "[pack]\nid = \"aveugle\"\n";
    let twice = "[pack]\nid = \"aveugle\"\n[reconnaitre]\ncontient = \"{*}\"\n";
    let files = [("a.toml", newer), ("b.toml", blind), ("c.toml", twice), ("d.toml", "# vide\n")];
    snapshot("heads", &told(&files));
}

#[test]
fn a_folder_that_holds_no_packs_is_told() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(load(Some(dir.path())), Err(RulesError::NoPacks(_))));
    let missing = dir.path().join("absent");
    assert!(matches!(load(Some(&missing)), Err(RulesError::Folder { .. })));
}

#[test]
fn keys_are_known_by_block() {
    let keys = known_keys();
    assert!(keys["champ"].contains(&"parmi"));
    assert!(keys["cellule"].contains(&"type"));
    assert_eq!(keys.len(), 12);
}
