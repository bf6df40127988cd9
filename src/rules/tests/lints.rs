//! Warnings of `rules check`: what never reads is told, what does is not.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::*;

/// Checks packs given as file name and text.
fn checked(files: &[(&str, &str)]) -> Result<Checked, RulesError> {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    check(Some(dir.path()))
}

/// The messages of the warnings of some blocks, with their lines.
fn warned(blocks: &str) -> Vec<(usize, String)> {
    let checked = checked(&[("p.toml", &pack(blocks))]).unwrap_or_else(|e| panic!("{e}"));
    checked.warnings.into_iter().map(|w| (w.line, w.message)).collect()
}

/// Each line that ends with `# ICI` is warned of, once, and no other.
fn assert_warned_there(blocks: &str) {
    let text = pack(blocks);
    let marked = text.lines().zip(1..).filter(|(line, _)| line.ends_with("# ICI"));
    let marked: Vec<usize> = marked.map(|(_, number)| number).collect();
    let warned = warned(blocks);
    let lines: Vec<usize> = warned.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, marked, "{warned:#?}");
}

#[test]
fn slots_that_nothing_reads_are_told_and_those_meant_for_their_type_are_not() {
    assert_warned_there(
        r#"
[[section]]
id = "action"
titres = [
  "Action {code:code} {libelle}",
  "Fiche {code:code} {titre}", # ICI
]
[[champ]]
id = "annee"
phrases = [
  "exercice {valeur:annee}",
  "de {debut:annee} à {valeur:annee}", # ICI
  "entre {_debut:annee} et {valeur:annee}",
]
sauf = ["{x:annee}", "en {x:annee}", "rien {x}"] # ICI
[[indicateur]]
id = "personnes"
phrases = [
  "{hommes} hommes et {femmes} femmes",
  "{hommes} suivis par {qui:nom}", # ICI
]
[[tableau]]
id = "budget"
ligne = "Action {code:code}"
groupe = "Axe {numero:rang}" # ICI
colonnes = { etat = "Montant de l'État", autre = "{valeur:texte}", an = "{annee:annee}" }
textes = { qui = "Nom {quoi}" } # ICI
[[champ]]
id = "siret"
regex = '(?P<cle>\d)(?P<valeur>\d{13})' # ICI
"#,
    );
}

#[test]
fn a_phrase_that_an_earlier_one_reads_is_told() {
    assert_warned_there(
        r#"
[[indicateur]]
id = "a"
phrases = [
  "{n} personnes {~} suivies",
  "{n} personnes (ont été|étaient) suivies", # ICI
  "{n} personnes (ont été|étaient) accompagnées",
  "{n:entier} ménages",
  "{n} ménages",
]
[[indicateur]]
id = "b"
dans = "document"
phrases = [
  "{m} personnes bien suivies", # ICI
  "{m} personnes suivies et {p} familles",
]
[[indicateur]]
id = "c"
renvoi = true
phrase = "{m} personnes toujours suivies"
[[montant]]
id = "m"
phrases = [
  "à hauteur de {valeur}",
  "l'État {~} à hauteur de {valeur}", # ICI
]
[[section]]
id = "action"
titres = "Action {code:code} {libelle}"
[[section]]
id = "fiche"
titres = ["Action {code:code} : {libelle}"] # ICI
"#,
    );
}

#[test]
fn a_rule_of_another_place_takes_nothing() {
    assert_warned_there(
        r#"
[[section]]
id = "action"
titres = "Action {code:code} {libelle}"
[[montant]]
id = "dedans"
dans = "action"
phrase = "à hauteur de {valeur}"
[[montant]]
id = "dehors"
hors = "action"
phrase = "l'État {~} à hauteur de {valeur}"
[[montant]]
id = "partout"
phrase = "la ville {~} à hauteur de {valeur}"
[[montant]]
id = "nulle-part"
dans = "action"
hors = "action" # ICI
phrase = "soit {valeur}"
"#,
    );
}

#[test]
fn an_example_that_an_earlier_rule_reads_is_told() {
    let warned = warned(
        r#"
[[indicateur]]
id = "suivies"
phrase = "{n} personnes"
[[indicateur]]
id = "autres"
phrase = "{n} (personnes|familles) aidées"
exemple = [
  { texte = "12 familles aidées", lit = { n = 12 } },
  { texte = "12 personnes aidées", lit = { n = 12 } },
]
"#,
    );
    let told = "dans un document, la règle « suivies », plus haut, lit cet exemple avant celle-ci";
    assert_eq!(warned, [(15, told.to_owned())]);
}

#[test]
fn values_and_documents_that_can_never_be_are_told() {
    let sure = "[pack]\nid = \"p\"\n[reconnaitre]\ncontient = [\"bilan annuel\"]\n\
                sans = [\"bilan\", \"compte rendu\"]\n";
    let checked = checked(&[("p.toml", sure)]).unwrap();
    assert_eq!(checked.warnings.len(), 1);
    assert_eq!((checked.warnings[0].line, checked.warnings[0].column), (5, 9));
    assert_warned_there(
        r#"
[[champ]]
id = "etat"
phrase = "action {valeur:mots}"
[champ.parmi]
fait = [
  "réalisé*",
  "faite", # ICI
]
fini = ["réalisée en entier", "Faite"]
"#,
    );
}

#[test]
fn a_looser_phrase_behind_a_stricter_one_is_no_fault() {
    let text = pack(
        "[[montant]]\nid = \"m\"\n\
         phrases = [\"un soutien {~} de {valeur}\", \"un soutien {*} de {valeur}\"]\n\
         [[champ]]\nid = \"c\"\nphrases = [\"sous {valeur:mots}\", \"sous {valeur:texte}\"]\n",
    );
    assert_eq!(checked(&[("p.toml", &text)]).unwrap().warnings, []);
    let text = pack(
        "[[montant]]\nid = \"m\"\n\
         phrases = [\"un soutien {*} de {valeur}\", \"un soutien {~} de {valeur}\"]\n",
    );
    assert_eq!(checked(&[("p.toml", &text)]).unwrap().warnings.len(), 1);
}

#[test]
fn a_table_that_nothing_tells_has_all_its_columns_or_is_a_fault() {
    let known = pack("[[tableau]]\nid = \"t\"\n[tableau.colonnes]\na = [\"A\"]\nb = [\"B\"]\n");
    assert_eq!(
        super::loaded(&[("p.toml", &known)]).unwrap().packs[0].tables[0].requires,
        ["a", "b"]
    );
    let blind = pack("[[tableau]]\nid = \"t\"\ntotal = \"Total\"\n");
    let told = super::loaded(&[("p.toml", &blind)]).unwrap_err().to_string();
    assert!(told.contains("rien ne dit quels tableaux cette règle lit"), "{told}");
}

#[test]
fn a_pack_that_does_not_read_leaves_the_common_one_there() {
    let broken = "[pack]\nid = \"p\"\ninclut = [\"commun\"]\n[reconnaitre]\ncontient = [\"b\"]\n[[montants]]\n";
    let told = super::loaded(&[("p.toml", broken)]).unwrap_err().to_string();
    assert!(!told.contains("n'existe pas") && told.contains("montants"), "{told}");
}

#[test]
fn examples_to_do_are_counted_until_they_pass() {
    let text = pack(
        "[[montant]]\nid = \"m\"\nphrase = \"à hauteur de {valeur}\"\na_faire = [\n\
         { texte = \"à hauteur de 3 €\", lit = { valeur = 3 } },\n\
         { texte = \"à hauteur de 3 €\", lit = { valeur = 4 } },\n\
         { texte = \"pour 3 €\", lit = { valeur = 3 } },\n]\n",
    );
    let checked = checked(&[("p.toml", &text)]).unwrap();
    assert_eq!(checked.pending, 2);
    let lines: Vec<_> = checked.warnings.iter().map(|w| w.line).collect();
    assert_eq!(lines, [10]);
    snapshot("examples_to_do", &checked.to_string());
}

#[test]
fn the_packs_that_come_with_the_program_are_warned_of_nothing() {
    let checked = check(None).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(checked.warnings, []);
    snapshot("checked", &checked.to_string());
}

#[test]
fn warnings_stand_beside_errors() {
    let text = pack(
        "[[champ]]\nid = \"a\"\nphrase = \"{valeur} par {qui:nom}\"\nabsent = \"oui\"\n\
         [[champ]]\nid = \"b\"\nphrase = \"{valeur} {_an:annee} {autre}\"\n",
    );
    let told = checked(&[("p.toml", &text)]).unwrap_err().to_string();
    assert!(told.ends_with("1 erreur et 2 avertissements dans les règles : rien n'a été lu"));
    snapshot("warnings", &told);
}

#[test]
fn ten_thousand_rules_of_the_same_words_are_not_compared_two_by_two() {
    let mut many = String::new();
    for n in 0..10_000 {
        writeln!(many, "[[indicateur]]\nid = \"m{n}\"").unwrap();
        writeln!(many, "phrase = \"total (a{n}|b{n}) {{~}} {{valeur}}\"").unwrap();
        let example = format!("texte = \"total a{n} de 12\", lit = {{ valeur = 12 }}");
        writeln!(many, "exemple = {{ {example} }}").unwrap();
    }
    let begun = Instant::now();
    assert_eq!(warned(&many), []);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}
