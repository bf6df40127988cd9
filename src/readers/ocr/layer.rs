//! Whether the text that came with a page of paper, drawn where nobody sees it, can be relied on.
//!
//! Scanning software of all ages makes such layers. A good one is used; one of which too much is
//! no words that anybody would write is read anew.

use crate::document::{Origin, Page, Word};

/// Letters from which a layer can be judged at all.
const ENOUGH: usize = 60;
/// Percent of letters that stand in words which can be words.
const PLAUSIBLE: usize = 75;

/// What a hidden layer of text is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    /// There is none, or so little that it tells nothing.
    None,
    /// It can be used.
    Good,
    /// It cannot; the percent of its letters that stand in plausible words.
    Poor(usize),
}

/// Judges the hidden layer of a page.
pub(super) fn judge(page: &Page) -> Layer {
    // What the ends of drawn lines are read as says nothing.
    let says = |word: &&Word| word.text.contains(char::is_alphanumeric);
    let hidden = || page.words.iter().filter(|word| word.origin == Origin::HiddenText).filter(says);
    let all: usize = hidden().map(|word| word.text.chars().count()).sum();
    match (plausible(hidden()) * 100).checked_div(all) {
        None => Layer::None,
        Some(_) if all < ENOUGH => Layer::None,
        Some(share) if share < PLAUSIBLE => Layer::Poor(share),
        Some(_) => Layer::Good,
    }
}

/// The letters that stand in words which can be words.
pub(super) fn plausible<'a>(words: impl IntoIterator<Item = &'a Word>) -> usize {
    let plausible = words.into_iter().filter(|word| is_plausible(&word.text));
    plausible.map(|word| word.text.chars().count()).sum()
}

/// Whether a token can be a word, a number or a sign of French prose.
fn is_plausible(token: &str) -> bool {
    let bare = token.trim_matches(|c: char| !c.is_alphanumeric() && !"€%".contains(c));
    if bare.is_empty() {
        return token.chars().count() <= 2;
    }
    let parts = bare.split(['\'', '’', '-', '/', '.', ',']);
    parts.filter(|part| !part.is_empty()).all(is_word)
}

/// Whether letters without marks between them can be a word or a number.
fn is_word(part: &str) -> bool {
    let digits = part.chars().filter(char::is_ascii_digit).count();
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let count = part.chars().count();
    if letters == 0 {
        return digits > 0;
    }
    if digits > 0 {
        // « 2ème », « 347€ », « n°2 »: figures stand at one end.
        return digits + letters + 1 >= count
            && (part.starts_with(|c: char| c.is_ascii_digit())
                || part.ends_with(|c: char| c.is_ascii_digit()));
    }
    let capitals = part.chars().skip(1).filter(|c| c.is_uppercase()).count();
    let cased = capitals == 0 || part.chars().all(|c| !c.is_lowercase());
    let vowel = part.to_lowercase().contains(|c| "aeiouyàâéèêëîïôöùûüœæ".contains(c));
    letters == count && cased && (vowel || count <= 2 || capitals > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(text: &str) -> Layer {
        let word = |text: &str| Word {
            text: text.to_owned(),
            origin: Origin::HiddenText,
            ..Word::default()
        };
        judge(&Page { words: text.split(' ').map(word).collect(), ..Page::default() })
    }

    #[test]
    fn prose_with_amounts_is_a_good_layer() {
        let text = "L'Etat a soutenu la métropole à hauteur de 347 000€ en 2023, soit 12,5 % du \
                    total (2ème année), via le CESAM et l'association MDPM.";
        assert_eq!(judged(text), Layer::Good);
    }

    #[test]
    fn letters_that_make_no_words_are_a_poor_layer() {
        let text = "LEîa1 0 sc'ulenu h rn£!rop0Ie â h@uleuf cfe 34l O0O€ cn 2lÌ23, scìl l2.5 dLl \
                    tcTal {2èmc annèeì vìa Ie CE5AM cl l'as5ocialìon MDPII~|";
        assert!(matches!(judged(text), Layer::Poor(_)), "{:?}", judged(text));
    }

    #[test]
    fn a_stamp_tells_nothing() {
        assert_eq!(judged("Reçu le 12 mai"), Layer::None);
        assert_eq!(judge(&Page::default()), Layer::None);
    }
}
