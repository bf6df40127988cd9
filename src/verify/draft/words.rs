//! Words of a document turned into words of a rule: names, literal phrases, and phrases around
//! numbers.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::number::{Token, fold};
use crate::record::{FREE_AMOUNT, FREE_INDICATOR, UNCLAIMED_TABLE};

/// Words of a phrase on each side of a number, and kept between two numbers.
const REACH: usize = 4;
/// Words of a literal phrase at most: enough to be no other.
const LITERAL: usize = 8;
/// Words and bytes of a name at most.
const NAME: (usize, usize) = (3, 28);

/// Small words that name nothing.
const SMALL: &[&str] = &[
    "afin", "ainsi", "alors", "au", "aux", "avec", "car", "ce", "ces", "cette", "comme", "dans",
    "de", "des", "dont", "du", "elle", "elles", "en", "entre", "est", "et", "etaient", "etait",
    "ete", "eux", "il", "ils", "la", "le", "les", "leur", "leurs", "mais", "nous", "on", "ont",
    "or", "ou", "par", "pour", "qui", "que", "sa", "se", "ses", "soit", "son", "sont", "sous",
    "sur", "un", "une", "vers", "si", "chez", "sans", "quant", "autres", "autre",
];

/// Names given so far, so that none is given twice.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// No name but those of what no rule names.
    pub(super) fn of_rules() -> Self {
        Self([UNCLAIMED_TABLE, FREE_AMOUNT, FREE_INDICATOR].map(str::to_owned).into())
    }

    /// A name made of words, its own in the pack.
    pub(super) fn give(&mut self, words: &str, otherwise: &str) -> String {
        let base = slug(words).unwrap_or_else(|| otherwise.to_owned());
        let numbered = (2..).map(|n| format!("{base}_{n}"));
        let mut names = std::iter::once(base.clone()).chain(numbered);
        let free = names.find(|name| !self.0.contains(name)).unwrap_or(base);
        self.0.insert(free.clone());
        free
    }
}

/// A name of the first words that say something; `None` where none does.
pub(super) fn slug(words: &str) -> Option<String> {
    let key = fold::key(words);
    let telling = key.split(' ').filter(|w| {
        w.len() > 1 && !SMALL.contains(w) && w.chars().all(|c| c.is_ascii_alphanumeric())
    });
    let mut name = String::new();
    for word in telling.skip_while(|w| w.starts_with(|c: char| c.is_ascii_digit())).take(NAME.0) {
        if name.len() + word.len() > NAME.1 && !name.is_empty() {
            break;
        }
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(word);
    }
    (!name.is_empty()).then_some(name)
}

/// A text as a phrase says it word by word: marks of the language made literal.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '{' | '}' | '[' | ']' | '|' | '*' | '\\') {
            out.push('\\');
        }
        out.push(if c.is_whitespace() { ' ' } else { c });
    }
    out
}

/// The first words of a text, its numbers left open; `None` where fewer than two words are left.
pub(super) fn opening(text: &str, numbers: &[Token]) -> Option<String> {
    let words = words(text, 0..text.len());
    let mut parts: Vec<String> = Vec::new();
    let mut said = 0;
    for word in words.iter().take(LITERAL) {
        if numbers.iter().any(|t| t.range.start < word.end && word.start < t.range.end) {
            if parts.last().is_some_and(|last| last != "{*}") {
                parts.push("{*}".to_owned());
            }
        } else {
            said += usize::from(is_word(text, word));
            parts.push(literal(text.get(word.clone())?));
        }
    }
    while parts.last().is_some_and(|last| last == "{*}") {
        parts.pop();
    }
    (said >= 2).then(|| parts.join(" "))
}

/// A slot of a phrase: a number of the text and the slot that stands for it.
pub(super) struct Slot {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// The slot, braces included.
    pub(super) written: String,
}

/// The phrase of a sentence around some of its numbers: the words next to them, gaps for the
/// others. `None` where too few words are left to be sure of.
pub(super) fn around(
    text: &str,
    sentence: &Range<usize>,
    slots: &[Slot],
    numbers: &[Token],
) -> Option<String> {
    let (first, last) = (slots.first()?, slots.last()?);
    let is_open = |word: &Range<usize>| {
        numbers.iter().all(|t| word.end <= t.range.start || t.range.end <= word.start)
    };
    let mut parts: Vec<String> = Vec::new();
    let lead = words(text, sentence.start..first.range.start);
    let lead: Vec<_> = lead.iter().rev().take(REACH + 1).take_while(|w| is_open(w)).collect();
    let mut said = 0;
    for word in lead.into_iter().rev() {
        said += usize::from(is_word(text, word));
        parts.push(literal(text.get(word.clone())?));
    }
    for pair in slots.windows(2) {
        let [one, next] = pair else { continue };
        parts.push(one.written.clone());
        let between = words(text, one.range.end..next.range.start);
        said += between.len().min(2);
        parts.extend(joint(text, &between, &is_open));
    }
    parts.push(last.written.clone());
    let tail = words(text, last.range.end..sentence.end);
    // The noun that a count stands before belongs to it; an amount has its sign.
    let counts = !text.get(last.range.clone()).is_some_and(|n| n.ends_with(['€', 's', '%']));
    let wanted = if said < 3 { REACH } else { usize::from(counts) };
    for word in tail.iter().take(wanted).take_while(|w| is_open(w)) {
        let written = text.get(word.clone())?.trim_end_matches(['.', ';', ':', '!', '?', ',']);
        said += usize::from(is_word(text, word));
        if !written.is_empty() {
            parts.push(literal(written));
        }
    }
    (said >= 2).then(|| parts.join(" "))
}

/// What stands between two slots: all of it where that is little, else the words next to them.
fn joint(
    text: &str,
    between: &[Range<usize>],
    is_open: &impl Fn(&Range<usize>) -> bool,
) -> Vec<String> {
    let say = |word: &Range<usize>| text.get(word.clone()).map(literal);
    if between.len() <= REACH && between.iter().all(is_open) {
        return between.iter().filter_map(say).collect();
    }
    let (head, tail) = (between.iter().take(1), between.iter().rev().take(1));
    let head = head.take_while(|w| is_open(w)).filter_map(say);
    let tail = tail.take_while(|w| is_open(w)).filter_map(say);
    head.chain(std::iter::once("{*}".to_owned())).chain(tail).collect()
}

/// The words of a stretch of text.
pub(super) fn words(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let Some(slice) = text.get(range.clone()) else { return Vec::new() };
    let start = |word: &str| range.start + (word.as_ptr() as usize - slice.as_ptr() as usize);
    slice.split_whitespace().map(|word| start(word)..start(word) + word.len()).collect()
}

fn is_word(text: &str, word: &Range<usize>) -> bool {
    text.get(word.clone()).is_some_and(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number;

    fn phrase(text: &str, wanted: &[&str]) -> Option<String> {
        let slot = |(n, w): (usize, &&str)| {
            let at = text.find(*w).unwrap();
            Slot { range: at..at + w.len(), written: format!("{{n{n}}}") }
        };
        let slots: Vec<Slot> = wanted.iter().enumerate().map(slot).collect();
        around(text, &(0..text.len()), &slots, &number::scan(text))
    }

    #[test]
    fn a_phrase_keeps_the_words_next_to_its_number() {
        assert_eq!(
            phrase(
                "Hier, l'État a soutenu la ville à hauteur de 347 000 € en tout.",
                &["347 000 €"]
            )
            .as_deref(),
            Some("la ville à hauteur de {n0}")
        );
        assert_eq!(
            phrase("48 personnes ont été orientées.", &["48"]).as_deref(),
            Some("{n0} personnes ont été orientées")
        );
        assert_eq!(phrase("Total 48.", &["48"]), None);
    }

    #[test]
    fn another_number_ends_what_is_said() {
        assert_eq!(
            phrase("En 2023, 104 aides ont été versées (73 ici et 31 là-bas)", &["104", "73"])
                .as_deref(),
            Some("{n0} aides {*} ( {n1} ici et")
        );
    }

    #[test]
    fn names_are_short_plain_and_given_once() {
        let mut names = Names::default();
        assert_eq!(names.give("Le montant de l'État (en €)", "x"), "montant_etat");
        assert_eq!(names.give("montant, État", "x"), "montant_etat_2");
        assert_eq!(names.give("2023", "colonne"), "colonne");
    }

    #[test]
    fn marks_of_the_language_are_made_literal() {
        assert_eq!(literal("Total [1] *"), r"Total \[1\] \*");
    }
}
