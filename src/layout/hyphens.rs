//! Joining a word that is broken at the end of a line.
//!
//! A hyphen put in by the typesetter (U+00AD, U+2010) goes; one that was typed (`-`) is kept or
//! dropped by what the document writes elsewhere, then by what French does: « sous- », « non- »,
//! « -ci », « -il » hyphenate. Asked of no dictionary, so that every name is treated alike.

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::document::Page;

/// First halves that keep their hyphen in French and are no syllable of other words, as « mi »
/// (mi-nistre) or « au » (au-tomne) would be.
const BEFORE: &[&str] = &[
    "après", "arrière", "avant", "celle", "celles", "celui", "ceux", "chef", "contre", "demi",
    "grand", "haut", "là", "non", "nord", "ouest", "peut", "quasi", "rendez", "saint", "sainte",
    "semi", "socio", "sous", "sud", "vice",
];
/// Second halves that keep their hyphen in French and end no other word.
const AFTER: &[&str] = &["ci", "elle", "elles", "il", "ils", "là", "même", "mêmes"];

/// The words of a document, as evidence for its hyphens.
#[derive(Debug)]
pub struct Hyphens<'p> {
    pages: &'p [Page],
    /// Collected when first asked: few documents break many words, and lists none.
    words: OnceCell<HashSet<String>>,
}

/// How the end of a line goes on in the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// Two words: a space between them.
    Space,
    /// One word with its hyphen.
    Keep,
    /// One word, whose hyphen of so many bytes goes.
    Drop(usize),
}

impl<'p> Hyphens<'p> {
    /// The evidence of these pages.
    #[must_use]
    pub fn of(pages: &'p [Page]) -> Self {
        Self { pages, words: OnceCell::new() }
    }

    /// Whether the document writes a word.
    fn writes(&self, word: &str) -> bool {
        let words = || self.pages.iter().flat_map(|p| &p.words).flat_map(|w| forms(&w.text));
        self.words.get_or_init(|| words().collect()).contains(word)
    }

    /// How `left`, the last word of a line, and `right`, the first of the next, are joined.
    #[must_use]
    pub fn join(&self, left: &str, right: &str) -> Join {
        let Some(hyphen) = left.chars().next_back().filter(|c| "-\u{ad}\u{2010}".contains(*c))
        else {
            return Join::Space;
        };
        let cut = hyphen.len_utf8();
        let before = half(left.get(..left.len() - cut).unwrap_or_default(), true);
        let after = half(right, false);
        if before.is_empty() || after.is_empty() {
            return if before.is_empty() { Join::Space } else { Join::Keep };
        }
        if self.keeps(&before, &after, hyphen == '-') { Join::Keep } else { Join::Drop(cut) }
    }

    fn keeps(&self, before: &str, after: &str, typed: bool) -> bool {
        let joined = self.writes(&format!("{before}{after}"));
        let hyphenated = self.writes(&format!("{before}-{after}"));
        if joined != hyphenated || !typed {
            return hyphenated && !joined;
        }
        let letters = after.chars().next().is_some_and(char::is_alphabetic);
        !letters
            || BEFORE.contains(&before)
            || AFTER.contains(&after)
            || (self.writes(before) && self.writes(after))
    }
}

/// The word and the parts of it, lower case, without its hyphen at the end of a line.
fn forms(text: &str) -> impl Iterator<Item = String> {
    let lower = text.to_lowercase().replace(['\u{2010}', '\u{2011}'], "-");
    let whole = lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '-').to_owned();
    let broken = whole.ends_with('-');
    let parts: Vec<String> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|p| !p.is_empty() && *p != whole && !p.ends_with('-'))
        .map(str::to_owned)
        .collect();
    std::iter::once(whole).filter(move |w| !broken && !w.is_empty()).chain(parts)
}

/// The letters of a half that stand at the break; with capitals kept apart by an empty half
/// where a name begins (« Loire-Atlantique » is never one word).
fn half(text: &str, first: bool) -> String {
    let is_outer = |c: char| !c.is_alphanumeric() && c != '-';
    let part = if first { text.rsplit(is_outer).next() } else { text.split(is_outer).next() };
    let part = part.unwrap_or_default();
    if !first && part.chars().next().is_some_and(char::is_uppercase) && text_is_mixed(part) {
        return String::new();
    }
    part.to_lowercase()
}

/// Whether a word has a capital first and small letters after it.
fn text_is_mixed(word: &str) -> bool {
    word.chars().skip(1).any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::super::segments::tests as made;
    use super::*;

    fn page(text: &str) -> [Page; 1] {
        [made::page(made::words(text, 0.0, 100.0, 10.0))]
    }

    #[test]
    fn a_hyphen_of_the_typesetter_goes() {
        let pages = page("les ateliers");
        let known = Hyphens::of(&pages);
        assert_eq!(known.join("me\u{2010}", "sures"), Join::Drop(3));
        assert_eq!(known.join("me\u{ad}", "sures,"), Join::Drop(2));
    }

    #[test]
    fn a_typed_hyphen_follows_what_the_document_writes() {
        let pages = page("ateliers socio-linguistiques de la métropole, le porte à faux");
        let known = Hyphens::of(&pages);
        assert_eq!(known.join("socio-", "linguistiques."), Join::Keep);
        assert_eq!(known.join("(mé-", "tropole)"), Join::Drop(1));
        assert_eq!(known.join("d'accom-", "pagnement"), Join::Drop(1));
    }

    #[test]
    fn what_french_hyphenates_and_names_and_numbers_keep_theirs() {
        let pages = page("rien");
        let known = Hyphens::of(&pages);
        for (left, right) in
            [("sous-", "traitance"), ("ceux-", "ci"), ("Loire-", "Atlantique"), ("2022-", "2023")]
        {
            assert_eq!(known.join(left, right), Join::Keep, "{left}{right}");
        }
        assert_eq!(known.join("-", "les"), Join::Space);
        assert_eq!(known.join("347", "000"), Join::Space);
    }
}
