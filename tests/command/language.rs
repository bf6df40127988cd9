//! Rules in a folder of their own, from the file as written to what the run finds.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::archive::{Archive, Ran};
use crate::samples::{SAMPLES, folder, paths};

/// Runs an archive by packs of its own, by file name and text.
fn run_with(archive: &Archive, packs: &[(&str, &str)]) -> Ran {
    let rules = archive.folder().join("regles");
    fs::create_dir(&rules).unwrap();
    for (name, text) in packs {
        fs::write(rules.join(name), text).unwrap();
    }
    archive.run(&["--rules", "regles"])
}

/// The packs that come with the program, by file name.
fn built_in() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let packs = entries.filter(|p| p.extension().is_some_and(|e| e == "toml"));
    let name = |p: &Path| p.file_name().unwrap().to_str().unwrap().to_owned();
    packs.map(|p| (name(&p), fs::read_to_string(&p).unwrap())).collect()
}

/// Rules that would read every number and speak of every document, in a pack that knows none.
const BROAD: &str = r#"
[pack]
id = "a-tout-lire"
langage = 1
genre = "bilan"

[reconnaitre]
contient = ["des mots qu'aucun document ne porte", "ni celui-ci"]
structure = ["action", "budget", "feuille"]
priorite = 1000

[[section]]
id = "action"
titre = "Jamais {code:code}"

[[champ]]
id = "annee"
phrase = "{valeur}"
absent = "avertir"

[[montant]]
id = "soutien_etat"
phrases = ["{valeur}", "{valeur} €"]

[[indicateur]]
id = "tout"
phrase = "{valeur}"
unite = "choses"

[[ignorer]]
id = "tout"
phrase = "{valeur:nombre}"

[[tableau]]
id = "budget"
requiert = "etat"
colonnes = { etat = "{valeur:texte}" }

[[tableau]]
id = "feuille"
contient = "des mots qu'aucune feuille ne porte"
colonnes = { etat = "{valeur:texte}" }
unite = "million"

[[champ]]
id = "double"
calcul = "2 * soutien_etat"
absent = "avertir"

[[controle]]
id = "soutien-prose-tableau"
verifie = "soutien_etat = tout"
"#;

/// A pack of the highest priority whose every `contient` stands in the samples, and a `sans` too.
const FIRST: &str = r#"
[pack]
id = "a-toujours-d-abord"
langage = 1
genre = "liste"

[reconnaitre]
contient_un = ["{n:nombre}", "convention", "compte rendu", "Total"]
sans = ["bilan", "réalisé*", "montant*", "charges", "le"]
priorite = 2147483647

[[montant]]
id = "montant"
regex = '(?P<valeur>\d+)'
"#;

#[test]
fn a_wrong_pack_changes_nothing_that_others_read() {
    let copy = |archive: Archive, path: &String| {
        archive.with(path, fs::read(folder().join(path)).unwrap())
    };
    let archive = paths().iter().fold(Archive::new(), copy);
    let built_in = built_in();
    let mut packs: Vec<(&str, &str)> =
        built_in.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    packs.extend([("a-large.toml", BROAD), ("a-premier.toml", FIRST)]);
    let ran = run_with(&archive, &packs);
    let (plain, said) = &*SAMPLES;
    assert_eq!((ran.status, ran.stderr.as_str()), (said.status, ""));
    let records = |archive: &Archive| {
        let mut results = archive.results();
        results.retain(|path, _| path.starts_with("documents") || path.ends_with("findings.json"));
        results
    };
    let (before, after) = (records(plain), records(&archive));
    assert_eq!(before.len(), paths().len() + 1);
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (name, bytes) in &before {
        assert!(after[name] == *bytes, "{} differs", name.display());
    }
}

const FORM: &str = r#"
[pack]
id = "comptes"
langage = 1
genre = "liste"

[reconnaitre]
contient = "Association"

[[tableau]]
id = "aides"
requiert = ["prevu", "verse"]
total = "Total"
colonnes = { prevu = "Prévu", verse = "Versé" }
textes = { nom = "Association" }

[[champ]]
id = "reste"
calcul = "aides.total.prevu - aides.total.verse"
absent = "avertir"

[[champ]]
id = "lignes"
calcul = "somme(aides.ligne.prevu) - somme(aides.ligne.verse)"

[[controle]]
id = "reste"
dit = "Ce qui reste à verser est ce que disent les lignes"
verifie = "reste = lignes"
"#;

#[test]
fn a_check_speaks_of_computed_fields() {
    let list = |paid: &str| {
        format!(
            "Association;Prévu;Versé\nJudo;900,00;700,00\nDanse;80,50;80,50\nTotal;980,50;{paid}\n"
        )
    };
    let findings = |paid: &str| -> Value {
        let archive = Archive::new().with("liste.csv", list(paid));
        let ran = run_with(&archive, &[("comptes.toml", FORM)]);
        assert_eq!(ran.stderr, "");
        serde_json::from_slice(&archive.result("findings.json")).unwrap()
    };
    let about = |findings: &Value| -> Vec<Value> {
        let all = findings["findings"].as_array().unwrap().iter();
        all.filter(|f| f["check"] == "reste").cloned().collect()
    };
    assert!(about(&findings("780,50")).is_empty());
    let wrong = findings("770,50");
    let [finding] = about(&wrong).try_into().unwrap();
    assert_eq!(
        (&finding["left"]["value"], &finding["right"]["value"]),
        (&"210".into(), &"200".into())
    );
    assert_eq!(finding["terms"][0]["place"]["cell"], "B4");
}
