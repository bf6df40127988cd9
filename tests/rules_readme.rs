//! `rules/README.md` is true: each of its examples loads, and the first reads what it says.

use bilan::rules::{known_keys, load_written};

/// The guide.
const GUIDE: &str = include_str!("../rules/README.md");

/// What stands before an example that is part of a pack.
const HEAD: &str = "[pack]\nid = \"essai\"\nlangage = 1\n\n";

/// How a document is known, for an example that does not say.
const KNOWN: &str = "[reconnaitre]\ncontient = [\"Bilan\"]\n\n";

/// The blocks of TOML in the guide, each with its first line.
fn examples() -> Vec<&'static str> {
    GUIDE.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn every_example_of_the_guide_loads_and_reads_its_own_example() {
    let examples = examples();
    assert!(examples.len() >= 9, "{} examples", examples.len());
    for example in examples {
        let mut pack = String::new();
        if !example.contains("[pack]") {
            pack.push_str(HEAD);
            if !example.contains("[reconnaitre]") {
                pack.push_str(KNOWN);
            }
        }
        pack.push_str(example);
        if let Err(error) = load_written(&[("guide.toml".to_owned(), pack)]) {
            panic!("{example}\n{error}");
        }
    }
}

#[test]
fn every_kind_of_block_has_an_example() {
    for block in [
        "section",
        "champ",
        "indicateur",
        "montant",
        "tableau",
        "cellule",
        "controle",
        "ignorer",
        "justifier",
        "role",
    ] {
        let written = format!("[[{block}]]");
        assert!(examples().iter().any(|example| example.contains(&written)), "{written}");
    }
}

#[test]
fn every_key_of_the_language_is_in_the_guide() {
    let mut missing = Vec::new();
    // Said once for all blocks that take them.
    let everywhere = ["regex", "a_faire", "phrase", "phrases"];
    let somewhere = |key: &str| {
        everywhere.contains(&key)
            && examples().iter().any(|e| e.lines().any(|l| l.starts_with(&format!("{key} ="))))
    };
    for (block, keys) in known_keys() {
        let own = |text: &str| {
            text.split("\n[").any(|part| part.trim_start_matches(['[', '\n']).starts_with(block))
        };
        for key in keys {
            let written = |line: &str| line.split('=').next().is_some_and(|k| k.trim() == *key);
            let table = format!("[{block}.{key}]");
            let there =
                examples().iter().any(|e| own(e) && (e.contains(&table) || e.lines().any(written)));
            if !there && !somewhere(key) {
                missing.push(format!("{block}.{key}"));
            }
        }
    }
    assert_eq!(missing, [""; 0]);
}
