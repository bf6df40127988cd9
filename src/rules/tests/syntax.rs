//! Faults of TOML as the author sees them, and files that are no packs at all.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::*;

#[test]
fn syntax_faults_show_their_line() {
    let faults = [
        "[[champ]\nid = \"a\"\n",
        "[[champ]]\nid = \"a\nphrase = \"b\"\n",
        "[[champ]]\nid = b\nphrase \"b\"\n",
        "[[champ]]\nid = \"a\"\nphrases = [\"a\" \"b\"]\nid = \"b\"\n",
        "[[champ]]\nid = \"a\"\nphrases = [\"a\", \"b\"\n[[champ]]\nid = \"b\"\n",
        "[[champ]]\nid = \"a\"\nparmi = { a = \"b\"\nabsent = \"avertir\"\n",
        "[[champ]]\nid = \"a\"\nphrase = \"{valeur}\"\nabsent = 3\n",
        "[champ]\nid = \"a\"\n",
        "[[champ]]\nid = \"a\"\nphrases = [\n  \"un {valeur},\n  \"deux {valeur}\",\n]\n",
        "[[champ]]\nid = \"a\"\nphrase = \"\"\"un {valeur}\n[[champ]]\nid = \"b\"\n",
        "[[champ]]\nid = \"a\"\nexemple = { texte = \"3, lit = { valeur = 3 } }\nabsent = 1\n",
        "[[champ]]\nid = a\"\nphrase = 'un {valeur}\n",
        "[[champ]]\nid = \"a\"\nexemple.texte = \"le 3\"\nexemple.lit = { valeur = 2023-03-03 }\n",
    ];
    let texts: Vec<String> = faults.iter().map(|fault| pack(fault)).collect();
    let told: Vec<String> = texts.iter().map(|text| told(&[("essai.toml", text)])).collect();
    snapshot("syntax", &told.join("\n\n──\n\n"));
}

#[test]
fn braces_and_regular_expressions_show_their_place() {
    let faults = [
        "[[montant]]\nid = \"a\"\nphrase = \"de {valeur pour\"\n",
        "[[montant]]\nid = \"a\"\nphrase = \"de valeur} pour\"\n",
        "[[montant]]\nid = \"a\"\nphrases = [\"de {valeur} [pour\", \"de {valeur} pour]\"]\n",
        "[[montant]]\nid = \"a\"\nregex = '(?P<valeur>\\d+'\n",
        "[[montant]]\nid = \"a\"\nregex = '(?P<valeur>\\d{1000}{1000})'\n",
        "[[montant]]\nid = \"a\"\nregex = '(?P<valeur>\\d*)'\n",
        "[[montant]]\nid = \"a\"\nregex = ['(?P<valeur>\\d+)(?=€)', '(?P<valeur>[0-9)', '*(?P<valeur>)']\n",
        "[[montant]]\nid = \"a\"\nphrases = [\"{valeur} {valeur}\", \"{la valeur}\"]\n",
        "[[champ]]\nid = \"a\"\nphrase = \"[de] {*}\"\n",
    ];
    let texts: Vec<String> = faults.iter().map(|fault| pack(fault)).collect();
    let told: Vec<String> = texts.iter().map(|text| told(&[("essai.toml", text)])).collect();
    snapshot("phrases", &told.join("\n\n──\n\n"));
}

#[test]
fn a_huge_file_and_ten_thousand_rules_are_answered_in_good_time() {
    let dir = tempfile::tempdir().unwrap();
    fs::File::create(dir.path().join("gros.toml")).unwrap().set_len(50 << 20).unwrap();
    let begun = Instant::now();
    let told = load(Some(dir.path())).unwrap_err().to_string();
    assert!(begun.elapsed() < Duration::from_secs(1));
    snapshot("huge", &told);
    let many = many_rules(10_000);
    assert_eq!(loaded(&[("p.toml", &many)]).unwrap().packs[0].amounts.len(), 10_000);
    let wrong = many.replace("{valeur}", "{valeur");
    assert!(super::told(&[("p.toml", &wrong)]).contains("… et 9950 autres"));
}

/// A pack of amounts.
fn many_rules(count: usize) -> String {
    let mut many = HEAD.to_owned();
    for n in 0..count {
        writeln!(many, "[[montant]]\nid = \"m{n}\"").unwrap();
        writeln!(many, "phrase = \"hauteur de {{valeur}} pour m{n}\"").unwrap();
    }
    many
}

#[test]
fn packs_are_refused_where_their_sum_is_too_large() {
    let dir = tempfile::tempdir().unwrap();
    let text = format!("{HEAD}# {}\n", "x".repeat(4_000_000));
    for n in 0..9 {
        let text = text.replace("essai", &format!("essai{n}"));
        fs::write(dir.path().join(format!("{n}.toml")), text).unwrap();
    }
    let told = load(Some(dir.path())).unwrap_err().to_string();
    assert!(told.contains("--> 8.toml") && !told.contains("--> 7.toml"), "{told}");
}
