//! How many cases the packs carry: examples, texts to stay silent on, examples to do.
//!
//! Counted on the packs as written. Examples and silent texts hold: rules that fail them do not
//! load.

use super::Rules;
use super::fault::Source;
use super::model::{Examples, Texts};
use super::read;

/// The cases of one pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cases {
    /// Its file.
    pub file: String,
    /// `exemple`: texts with what is read in them.
    pub examples: usize,
    /// `muet`: texts in which nothing is read.
    pub silent: usize,
    /// `a_faire`: texts in which something should be read.
    pub to_do: usize,
}

/// The cases of each pack, by file.
#[must_use]
pub fn cases(rules: &Rules) -> Vec<Cases> {
    rules.written.iter().map(|(file, text)| of(file, text)).collect()
}

fn of(file: &str, text: &str) -> Cases {
    let mut cases = Cases { file: file.to_owned(), examples: 0, silent: 0, to_do: 0 };
    let Some(written) = read::read(&mut Source::new(file, text)) else { return cases };
    let mut count = |examples: &Examples, silent: &Texts, to_do: &Examples| {
        cases.examples += examples.0.len();
        cases.silent += silent.0.len();
        cases.to_do += to_do.0.len();
    };
    for block in &written.fields {
        let block = block.get_ref();
        count(&block.exemple, &block.muet, &block.a_faire);
    }
    for block in &written.indicators {
        let block = block.get_ref();
        count(&block.exemple, &block.muet, &block.a_faire);
    }
    for block in &written.amounts {
        let block = block.get_ref();
        count(&block.exemple, &block.muet, &block.a_faire);
    }
    cases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_counted_by_kind() {
        let pack = "[pack]\nid = \"p\"\nversion = \"1\"\nlangage = 1\n\n[[montant]]\nid = \"m\"\n\
            phrase = \"à hauteur de {valeur:montant}\"\nmuet = [\"rien\", \"encore rien\"]\n\
            exemple = { texte = \"à hauteur de 10 €\", lit = { valeur = 10 } }\n\
            a_faire = { texte = \"pour 10 €\", lit = { valeur = 10 } }\n";
        let counted = of("p.toml", pack);
        assert_eq!((counted.examples, counted.silent, counted.to_do), (1, 2, 1));
    }
}
