//! The words that closed keys take, by block, for the schema: those that `choose` knows.
//!
//! Accents and capitals do not matter to the compiler; an editor compares letter by letter, so
//! each word is given with its accents and without.

use super::check::{KEYS, SEVERITIES};
use super::{ABSENT, CELL_KINDS, LANGUAGE, NATURES, PRECISIONS, SCALES};
use crate::number::fold;

/// The words of one key of one block.
pub(in crate::rules) struct Closed {
    pub(in crate::rules) block: &'static str,
    pub(in crate::rules) key: &'static str,
    pub(in crate::rules) words: Vec<String>,
}

/// The version of the language.
pub(in crate::rules) const fn language() -> i64 {
    LANGUAGE
}

/// Every closed key.
pub(in crate::rules) fn closed() -> Vec<Closed> {
    let of = |block, key, words| Closed { block, key, words };
    vec![
        of("pack", "ecart_gravite", words(SEVERITIES)),
        of("champ", "absent", words(ABSENT)),
        of("montant", "nature", words(NATURES)),
        of("tableau", "nature", words(NATURES)),
        of("tableau", "unite", words(SCALES)),
        of("cellule", "nature", words(NATURES)),
        of("cellule", "type", words(CELL_KINDS)),
        of("controle", "precision", words(PRECISIONS)),
        of("controle", "gravite", words(SEVERITIES)),
        of("controle", "par", KEYS.iter().map(|key| (*key).to_owned()).collect()),
    ]
}

/// The words of a table, with their accents and without.
fn words<T>(known: &[(&str, T)]) -> Vec<String> {
    let mut out = Vec::new();
    for (word, _) in known {
        for form in [fold::key(word), (*word).to_owned()] {
            if !out.contains(&form) {
                out.push(form);
            }
        }
    }
    out
}
