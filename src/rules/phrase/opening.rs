//! Whether a text can open as a phrase does, told from its first letters.
//!
//! A list asks of thousands of cells whether each is one of a few labels, and preparing a text
//! for the search costs far more than the search. Only plain letters are judged: where the text
//! opens with anything else, the search is left to tell.

use super::program::{Program, Step};

impl Program {
    /// The words with which every match opens; `None` where it may open with anything.
    pub(super) fn openings(&self) -> Option<Vec<Box<str>>> {
        let mut words = Vec::new();
        let mut seen = vec![false; self.steps.len()];
        let mut waiting = vec![0];
        while let Some(at) = waiting.pop() {
            match seen.get_mut(at) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            match self.steps.get(at)? {
                Step::Word(word) | Step::Stem(word) => words.push(word.clone()),
                Step::OneOf(forms) => words.extend(forms.iter().map(|&form| form.into())),
                Step::Split(one, other) => waiting.extend([*one, *other]),
                Step::Jump(target) => waiting.push(*target),
                Step::Stop { .. } | Step::Slot { .. } | Step::Gap(_) | Step::Accept => return None,
            }
        }
        words.sort_unstable();
        words.dedup();
        Some(words)
    }
}

/// Whether the first word of a text may be one of these words, or open with one.
pub(super) fn may_open(text: &str, words: &[Box<str>]) -> bool {
    let open = text.bytes().next().is_some_and(|byte| byte.is_ascii_graphic());
    let text = if open { text } else { text.trim_start() }.as_bytes();
    let Some(first) = text.first() else { return true };
    if first.is_ascii_digit() {
        // Most cells of a list are amounts: no word of plain letters opens one.
        return words.iter().any(|w| !w.bytes().next().is_some_and(|b| b.is_ascii_alphabetic()));
    }
    if !first.is_ascii_alphabetic() {
        return true;
    }
    let length = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let letters = text.get(..length).unwrap_or_default();
    // Behind an accent, a joiner or an apostrophe the word may go on.
    let goes_on = text.get(length).is_some_and(|next| !next.is_ascii() || b"'`".contains(next));
    words.iter().map(|word| word.as_bytes()).any(|word| {
        let shared = word.len().min(letters.len());
        word.first() == Some(&first.to_ascii_lowercase())
            && (goes_on || shared == word.len())
            && word.iter().zip(letters).all(|(a, b)| *a == b.to_ascii_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Phrase, Reading};

    #[test]
    fn what_cannot_open_a_phrase_is_known_from_its_letters() {
        let can = |phrase: &str, text: &str| Phrase::compile(phrase).unwrap().may_open(text);
        assert!(
            can("Total", "  TOTAL général") && !can("Total", "Tota") && !can("Total", "Mairie")
        );
        assert!(can("État", "Etat") && can("État", "État") && !can("État", "Commune"));
        assert!(can("l'État", "L’Etat") && !can("l'État", "La commune"));
        assert!(can("[Le] total", "Le total") && can("[Le] total", "Total"));
        assert!(can("{code:code} {*}", "1.1 Accueil") && !can("Total", "12 €"));
        assert!(can("115", "115") && can("1er étage", "1er étage") && can("Total", "(Total)"));
        assert!(can("réalisé*", "Réalisés") && can("réalisé*", "realisee"));
    }

    #[test]
    fn what_opens_a_phrase_is_never_refused() {
        for (phrase, text) in
            [("Total", "total"), ("à Lyon", "À Lyon"), ("l'œuvre", "L'Œuvre"), ("cœur", "Cœur")]
        {
            let phrase = Phrase::compile(phrase).unwrap();
            assert!(phrase.match_start(&Reading::new(text)).is_some(), "{text}");
            assert!(phrase.may_open(text), "{text}");
        }
    }
}
