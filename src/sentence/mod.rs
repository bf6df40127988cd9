//! Sentences in French and in English: a key and its arguments in, a whole sentence out.
//!
//! `fr.ftl` and `en.ftl` hold them, in the syntax of Fluent; `list` names each with what it is
//! told of, as a function, so that a key that is not there, an argument left out and a sentence
//! that nobody tells do not compile. Figures, places and names come in as ready words. A clause
//! behind a colon is a sentence of its own, put into another as a word; nothing else is joined.
//!
//! A hundred thousand documents have millions of sentences, and the bundle of `fluent-bundle` takes
//! ten times as long for one as `format!`. What these catalogues use of Fluent, text, words and
//! choices by a word, is therefore read once by `fluent-syntax` into `catalogue` and told there.

mod catalogue;
mod list;

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::issue::Lang;

use catalogue::Catalogue;

pub(crate) use list::*;

/// What a sentence is told of: ready words, or a number that it counts by.
///
/// A word that may be missing comes in as [`Word::Missing`], which is the number 0 and which no
/// text is equal to: the variant `[0]` of a sentence is the one without it.
#[derive(Debug)]
pub(crate) enum Word<'a> {
    /// Ready words.
    Text(Cow<'a, str>),
    /// A number, to count by.
    Number(Decimal),
    /// No word.
    Missing,
}

impl<'a> From<&'a str> for Word<'a> {
    fn from(word: &'a str) -> Self {
        Self::Text(Cow::Borrowed(word))
    }
}

impl<'a> From<&'a String> for Word<'a> {
    fn from(word: &'a String) -> Self {
        Self::Text(Cow::Borrowed(word))
    }
}

impl From<String> for Word<'_> {
    fn from(word: String) -> Self {
        Self::Text(Cow::Owned(word))
    }
}

impl<'a, T: Into<Word<'a>>> From<Option<T>> for Word<'a> {
    fn from(word: Option<T>) -> Self {
        word.map_or(Self::Missing, Into::into)
    }
}

impl From<usize> for Word<'_> {
    fn from(number: usize) -> Self {
        Self::Number(Decimal::from(number))
    }
}

/// A number to choose a variant by: as text it goes in ready.
impl From<Decimal> for Word<'_> {
    fn from(number: Decimal) -> Self {
        Self::Number(number)
    }
}

/// A sentence of the catalogue. Should it not be there, its words are told bare: the tests see to
/// it that each is.
fn tell(lang: Lang, key: &str, words: &[(&str, Word<'_>)]) -> String {
    Catalogue::of(lang).tell(key, words).unwrap_or_else(|| {
        let texts = words.iter().filter_map(|(_, word)| match word {
            Word::Text(text) => Some(text.as_ref()),
            _ => None,
        });
        texts.collect::<Vec<_>>().join(" ")
    })
}

#[cfg(test)]
mod tests;
