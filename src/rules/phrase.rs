//! A phrase: a sentence of the document with braces around what varies, compiled and matched.
//!
//! Matching ignores accents, case, kinds of space, dash and apostrophe; offsets are those of the
//! text as it stands. `{nom}` is a number, `{nom:type}` otherwise, `{*}` anything in the
//! paragraph, `{~}` anything in the sentence that holds no number; `(a|b)` one of them, `[a]`
//! with or without.

use std::ops::Range;

use crate::number::Token;

/// A text prepared for matching: its words, marks and numbers, with offsets.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// The text as it stands.
    pub text: &'a str,
    /// Its numbers.
    pub numbers: Vec<Token>,
}

/// A compiled phrase.
#[derive(Debug, Clone, Default)]
pub struct Phrase {
    /// As written.
    pub written: String,
}

/// Where a phrase matched.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// Byte range in the text.
    pub range: Range<usize>,
    /// What its slots hold, in order; a slot of type `liste` comes once a number.
    pub captures: Vec<Capture>,
}

/// What a slot holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Capture {
    /// The slot's name.
    pub slot: String,
    /// Byte range in the text.
    pub range: Range<usize>,
    /// The number, for a slot of a numeric type.
    pub number: Option<Token>,
}

impl<'a> Reading<'a> {
    /// Prepares a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, numbers: Vec::new() }
    }
}

impl Phrase {
    /// Every match, left to right, none overlapping.
    #[must_use]
    pub fn find_all(&self, _text: &Reading<'_>) -> Vec<Match> {
        Vec::new()
    }

    /// The match that takes the whole text but for white space and closing marks.
    #[must_use]
    pub fn match_whole(&self, _text: &Reading<'_>) -> Option<Match> {
        None
    }

    /// The match that opens the text.
    #[must_use]
    pub fn match_start(&self, _text: &Reading<'_>) -> Option<Match> {
        None
    }
}
