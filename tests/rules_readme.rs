//! `rules/README.md` is true: each of its examples loads, and the first reads what it says.

use bilan::rules::load_written;

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
