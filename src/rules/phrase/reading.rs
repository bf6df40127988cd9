//! A text cut for matching: words folded, marks made alike, numbers laid over them.
//!
//! A lexeme is a run of letters, a run of digits or one mark; a number of [`number::scan`] covers
//! the lexemes it is made of, so that a phrase may name « 31 décembre » in words or read it by a
//! slot. An apostrophe belongs to the word before it (`l'`). Spaces are dropped.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::number::{self, Token};

/// A text prepared for matching: its words, marks and numbers, with offsets.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// The text as it stands.
    pub text: &'a str,
    /// Its numbers.
    pub numbers: Vec<Token>,
    /// Its words and marks, in order.
    pub(super) lexemes: Vec<Lexeme>,
    /// The folded forms of all lexemes, one behind the other.
    folded: String,
    /// Lexemes by folded form, then position.
    index: Vec<u32>,
}

/// What a lexeme is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Letters, an apostrophe behind them included.
    Word,
    /// ASCII digits.
    Digits,
    /// Anything else that is no space.
    Mark,
}

/// A word, a run of digits or a mark.
#[derive(Debug, Clone)]
pub(super) struct Lexeme {
    /// Byte range in the text.
    pub(super) range: Range<usize>,
    /// Byte range of its folded form.
    folded: Range<usize>,
    /// What it is made of.
    pub(super) class: Class,
    /// Whether nothing stands between it and the lexeme before.
    pub(super) glued: bool,
    /// Whether a sentence ends with it.
    pub(super) ends_sentence: bool,
    /// The number it belongs to.
    pub(super) number: Option<usize>,
    /// Whether it is the first lexeme of its number.
    pub(super) opens_number: bool,
}

/// Lexemes of a text, before numbers and sentences are laid over them.
#[derive(Default)]
struct Cutter {
    lexemes: Vec<Lexeme>,
    folded: String,
    /// Where the last lexeme stops taking characters.
    closed: bool,
}

impl<'a> Reading<'a> {
    /// Prepares a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self::with_numbers(text, number::scan(text))
    }

    /// Prepares a text whose numbers are known.
    #[must_use]
    pub fn with_numbers(text: &'a str, numbers: Vec<Token>) -> Self {
        let mut bounds: Vec<usize> =
            numbers.iter().flat_map(|n| [n.range.start, n.range.end]).collect();
        bounds.sort_unstable();
        let (lexemes, folded) = cut(text, &bounds);
        let mut reading = Self { text, numbers, lexemes, folded, index: Vec::new() };
        reading.lay_numbers();
        reading.mark_sentences();
        reading.build_index();
        reading
    }

    /// Every word and mark of the text, folded.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        (0..self.lexemes.len()).map(|at| self.form(at))
    }

    /// The folded form of a lexeme; empty behind the last one.
    pub(super) fn form(&self, at: usize) -> &str {
        self.lexemes.get(at).and_then(|l| self.folded.get(l.folded.clone())).unwrap_or("")
    }

    /// The text of a lexeme as it stands.
    pub(super) fn source(&self, at: usize) -> &str {
        self.lexemes.get(at).and_then(|l| self.text.get(l.range.clone())).unwrap_or("")
    }

    /// Whether a lexeme opens with a capital.
    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.source(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// The number that opens at a lexeme, and the lexeme behind it.
    pub(super) fn number_at(&self, at: usize) -> Option<(&Token, usize)> {
        let lexeme = self.lexemes.get(at).filter(|l| l.opens_number)?;
        let index = lexeme.number?;
        let tail = self.lexemes.get(at..)?;
        let length = tail.iter().take_while(|l| l.number == Some(index)).count();
        Some((self.numbers.get(index)?, at + length))
    }

    /// The positions of a word or mark, given folded.
    pub(super) fn positions(&self, form: &str) -> &[u32] {
        let low = self.index.partition_point(|&at| self.form(at as usize) < form);
        let high = self.index.partition_point(|&at| self.form(at as usize) <= form);
        self.index.get(low..high).unwrap_or(&[])
    }

    /// Says of each lexeme which number it belongs to.
    fn lay_numbers(&mut self) {
        for (index, number) in self.numbers.iter().enumerate() {
            let first = self.lexemes.partition_point(|l| l.range.start < number.range.start);
            let inside = self.lexemes.iter_mut().skip(first);
            for (nth, lexeme) in inside.take_while(|l| l.range.end <= number.range.end).enumerate()
            {
                lexeme.number = Some(index);
                lexeme.opens_number = nth == 0;
            }
        }
    }

    /// Says which marks end a sentence.
    fn mark_sentences(&mut self) {
        for at in 0..self.lexemes.len() {
            let ends = self.ends_sentence(at);
            if let Some(lexeme) = self.lexemes.get_mut(at) {
                lexeme.ends_sentence = ends;
            }
        }
    }

    /// A sentence ends at `.`, `!`, `?` or `…` outside a number, behind no abbreviation, where a
    /// capital, a digit, a mark or nothing follows after a space.
    fn ends_sentence(&self, at: usize) -> bool {
        if !matches!(self.form(at), "." | "!" | "?" | "…") {
            return false;
        }
        if self.lexemes.get(at).is_none_or(|l| l.number.is_some()) {
            return false;
        }
        let Some(next) = self.lexemes.get(at + 1) else { return true };
        let abbreviated = self.form(at) == "." && at > 0 && self.abbreviates(at - 1);
        let opens = next.class != Class::Word || self.is_capital(at + 1);
        !abbreviated && opens && (!next.glued || next.class == Class::Mark)
    }

    /// Whether a full stop behind this word belongs to it: `M.`, `art.`, `H.T.`.
    fn abbreviates(&self, at: usize) -> bool {
        let initial = self.is_capital(at) && self.source(at).chars().count() == 1;
        initial
            || matches!(
                self.form(at),
                "mme" | "mlle" | "mm" | "dr" | "me" | "st" | "ste" | "art" | "cf" | "tel" | "env"
            )
    }

    fn build_index(&mut self) {
        let mut index: Vec<u32> = (0..self.lexemes.len()).map(|at| at as u32).collect();
        index.sort_by(|&a, &b| self.form(a as usize).cmp(self.form(b as usize)).then(a.cmp(&b)));
        self.index = index;
    }
}

/// Cuts a text into lexemes; none crosses a bound.
fn cut(text: &str, bounds: &[usize]) -> (Vec<Lexeme>, String) {
    let mut cutter = Cutter::default();
    let mut bounds = bounds.iter().copied().peekable();
    for (at, character) in text.char_indices() {
        while bounds.next_if(|&b| b <= at).is_some_and(|b| b <= at) {
            cutter.closed = true;
        }
        cutter.take(at, character);
    }
    (cutter.lexemes, cutter.folded)
}

impl Cutter {
    fn take(&mut self, at: usize, character: char) {
        if character.is_whitespace() {
            self.closed = true;
        } else if is_ignorable(character) {
            self.stretch(at, character);
        } else if is_apostrophe(character) {
            self.take_apostrophe(at, character);
        } else {
            self.take_visible(at, character);
        }
    }

    fn take_visible(&mut self, at: usize, character: char) {
        let class = class(character);
        let same = self.lexemes.last().is_some_and(|l| l.class == class && l.range.end == at);
        let dots = class == Class::Mark && character == '.' && self.joins_ellipsis(at);
        if dots {
            return;
        }
        if self.closed || !same || class == Class::Mark {
            self.open(at, class);
        }
        self.stretch(at, character);
        fold_char(character, &mut self.folded);
        self.seal();
    }

    /// An apostrophe ends the word before it.
    fn take_apostrophe(&mut self, at: usize, character: char) {
        let word = self.lexemes.last().is_some_and(|l| l.class == Class::Word && l.range.end == at);
        if self.closed || !word {
            self.open(at, Class::Mark);
        }
        self.stretch(at, character);
        self.folded.push('\'');
        self.seal();
        self.closed = true;
    }

    /// Makes three full stops in a row one `…`.
    fn joins_ellipsis(&mut self, at: usize) -> bool {
        let count = self.lexemes.len();
        let Some([first, second]) = self.lexemes.get(count.saturating_sub(2)..) else {
            return false;
        };
        let row = second.glued && first.range.end == second.range.start && second.range.end == at;
        let dots = [first, second].iter().all(|l| self.folded.get(l.folded.clone()) == Some("."));
        if !row || !dots {
            return false;
        }
        self.lexemes.pop();
        if let Some(first) = self.lexemes.last_mut() {
            self.folded.truncate(first.folded.start);
            self.folded.push('…');
            first.range.end = at + 1;
        }
        self.seal();
        true
    }

    fn open(&mut self, at: usize, class: Class) {
        let glued = self.lexemes.last().is_some_and(|l| l.range.end == at);
        let end = self.folded.len();
        self.lexemes.push(Lexeme {
            range: at..at,
            folded: end..end,
            class,
            glued,
            ends_sentence: false,
            number: None,
            opens_number: false,
        });
        self.closed = false;
    }

    /// Makes the last lexeme reach over a character, if it stands right behind.
    fn stretch(&mut self, at: usize, character: char) {
        if let Some(last) = self.lexemes.last_mut().filter(|l| l.range.end == at) {
            last.range.end = at + character.len_utf8();
        }
    }

    /// Gives the folded text so far to the last lexeme.
    fn seal(&mut self) {
        let end = self.folded.len();
        if let Some(last) = self.lexemes.last_mut() {
            last.folded.end = end;
        }
    }
}

fn class(character: char) -> Class {
    if character.is_ascii_digit() {
        Class::Digits
    } else if character.is_alphabetic() {
        Class::Word
    } else {
        Class::Mark
    }
}

/// Soft hyphens, joiners, accents that stand apart, and the raised figures of footnotes.
fn is_ignorable(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
        || matches!(character, '¹' | '²' | '³' | '⁰'..='⁹')
        || is_combining_mark(character)
}

pub(super) fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | '‘' | 'ʼ' | '′' | '`' | '´')
}

/// A character without accent, case or typography.
fn fold_char(character: char, out: &mut String) {
    match character {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => {
            out.push('-');
        }
        '«' | '»' | '“' | '”' | '„' | '"' | '‹' | '›' => out.push('"'),
        '…' | '°' | '€' => out.push(character),
        'º' => out.push('°'),
        _ if character.is_ascii() => out.push(character.to_ascii_lowercase()),
        _ => fold_letter(character, out),
    }
}

fn fold_letter(character: char, out: &mut String) {
    for part in std::iter::once(character).nfkd().filter(|c| !is_combining_mark(*c)) {
        match part {
            'œ' | 'Œ' => out.push_str("oe"),
            'æ' | 'Æ' => out.push_str("ae"),
            'ß' => out.push_str("ss"),
            _ => out.extend(part.to_lowercase()),
        }
    }
}

/// The folded words and marks of a piece of a phrase.
pub(super) fn fold_words(text: &str) -> Vec<String> {
    let (lexemes, folded) = cut(text, &[]);
    lexemes.iter().filter_map(|l| folded.get(l.folded.clone())).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        fold_words(text)
    }

    #[test]
    fn words_are_folded_and_apostrophes_stay_with_the_word_before() {
        assert_eq!(words("L’État — œuvre"), ["l'", "etat", "-", "oeuvre"]);
        assert_eq!(words("l'Etat – OEUVRE"), ["l'", "etat", "-", "oeuvre"]);
        assert_eq!(words("me\u{301}tropole\u{a0}: 6ème"), ["metropole", ":", "6", "eme"]);
        assert_eq!(words("fin... « a »"), ["fin", "…", "\"", "a", "\""]);
    }

    #[test]
    fn a_sentence_ends_before_a_capital_or_a_digit_but_not_inside_an_abbreviation() {
        let reading = Reading::new("Mme. Dupont vient. 53 entrées, etc. suivent. M. Petit aussi.");
        let ends: Vec<_> = reading
            .lexemes
            .iter()
            .filter(|l| l.ends_sentence)
            .map(|l| &reading.text[..l.range.end])
            .collect();
        assert_eq!(ends.len(), 3, "{ends:?}");
        assert!(ends[0].ends_with("vient.") && ends[1].ends_with("suivent."));
    }

    #[test]
    fn a_number_covers_its_lexemes_and_no_lexeme_crosses_it() {
        let reading = Reading::new("un financement de 347 000€.");
        let at = reading.positions("347")[0] as usize;
        let (token, end) = reading.number_at(at).unwrap();
        assert_eq!(&reading.text[token.range.clone()], "347 000€");
        assert_eq!(reading.form(end), ".");
        assert!(reading.number_at(at + 1).is_none());
    }
}
