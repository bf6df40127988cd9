//! A phrase: a sentence of the document with braces around what varies, compiled and matched.
//!
//! Matching ignores accents, case, kinds of space, dash and apostrophe; offsets are those of the
//! text as it stands. `{nom}` is a number, `{nom:type}` otherwise, `{*}` anything in the
//! paragraph, `{~}` anything in the sentence that holds no number; `(a|b)` one of them, `[a]`
//! with or without; `réalisé*` any word that opens so.

use std::ops::Range;
use std::sync::Arc;

use regex::{Regex, RegexBuilder};

use crate::number::Token;

mod fault;
mod name;
mod near;
mod opening;
mod parse;
mod program;
mod reading;
mod sample;
mod search;
mod slot;

pub use fault::{Fault, PhraseError};
pub use reading::Reading;
pub use slot::SlotKind;

pub(super) use sample::Sketch;

use program::Program;
use search::{End, Search};

/// Bytes that a compiled regular expression may take: a thousand times an honest one.
const REGEX_BYTES: usize = 1 << 20;

/// A compiled phrase.
#[derive(Debug, Clone, Default)]
pub struct Phrase {
    /// As written.
    pub written: String,
    pattern: Pattern,
}

/// What is searched for.
#[derive(Debug, Clone)]
enum Pattern {
    Words(Arc<Program>),
    Regex(Regex),
}

impl Default for Pattern {
    /// A pattern without steps matches nothing.
    fn default() -> Self {
        Self::Words(Arc::default())
    }
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

impl Capture {
    /// Whether it is a number that is read: a slot that only skips one is opened by a low line.
    #[must_use]
    pub fn is_value(&self) -> bool {
        self.number.is_some() && !self.slot.starts_with('_')
    }
}

/// How far a phrase went in a text in which it does not match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Byte range that matched; empty where nothing did.
    pub range: Range<usize>,
    /// Byte range of the word that stands where it failed; empty at the end of the text.
    pub found: Range<usize>,
    /// What the phrase expects there, in French.
    pub expected: String,
    /// How much of it stands in the text: slots and words of four letters count for two.
    pub matched: usize,
    /// How much of it there is, of alternatives the shortest.
    pub whole: usize,
    /// Whether the word found is like the one expected, as a misspelling is.
    pub alike: bool,
    /// Whether the text may be what was meant: not one that has a number and an article too.
    pub likely: bool,
}

impl Match {
    /// What a slot holds first.
    #[must_use]
    pub fn capture(&self, slot: &str) -> Option<&Capture> {
        self.captures.iter().find(|c| c.slot == slot)
    }
}

impl Phrase {
    /// Compiles a phrase; a slot without a type is a number.
    pub fn compile(written: &str) -> Result<Self, PhraseError> {
        Self::compile_with(written, SlotKind::Number)
    }

    /// Compiles a phrase whose slots without a type are of type `default`.
    pub fn compile_with(written: &str, default: SlotKind) -> Result<Self, PhraseError> {
        let nodes = parse::parse(written, default)?;
        let program = program::assemble(nodes, written.len())?;
        Ok(Self { written: written.to_owned(), pattern: Pattern::Words(Arc::new(program)) })
    }

    /// Compiles a regular expression whose named groups are the slots; case is ignored.
    pub fn regex(written: &str) -> Result<Self, PhraseError> {
        let fault = |fault| PhraseError { offset: 0, length: written.len(), fault };
        let regex = RegexBuilder::new(written)
            .case_insensitive(true)
            .size_limit(REGEX_BYTES)
            .dfa_size_limit(REGEX_BYTES)
            .build()
            .map_err(|e| fault(Fault::regex(&e.to_string())))?;
        if regex.is_match("") {
            return Err(fault(Fault::Empty));
        }
        Ok(Self { written: written.to_owned(), pattern: Pattern::Regex(regex) })
    }

    /// The names of its slots, in order.
    #[must_use]
    pub fn slots(&self) -> Vec<&str> {
        match &self.pattern {
            Pattern::Words(program) => program.slots.iter().map(String::as_str).collect(),
            Pattern::Regex(regex) => regex.capture_names().flatten().collect(),
        }
    }

    /// Words that every match holds, folded, the longest first; none for a regular expression.
    pub(super) fn required(&self) -> &[Box<str>] {
        match &self.pattern {
            Pattern::Words(program) => &program.required,
            Pattern::Regex(_) => &[],
        }
    }

    /// Every match, left to right, none overlapping.
    #[must_use]
    pub fn find_all(&self, text: &Reading<'_>) -> Vec<Match> {
        match &self.pattern {
            Pattern::Words(program) => find_words(program, text),
            Pattern::Regex(regex) => find_regex(regex, text),
        }
    }

    /// The first match.
    #[must_use]
    pub fn find(&self, text: &Reading<'_>) -> Option<Match> {
        match &self.pattern {
            Pattern::Words(program) => {
                let mut search = Search::new(program, text, End::Free);
                search.is_possible().then(|| search.next(0)).flatten().map(|(found, _)| found)
            }
            Pattern::Regex(regex) => find_regex(regex, text).into_iter().next(),
        }
    }

    /// How near the phrase comes in a text in which it does not match, for `rules explain`: with
    /// one word or slot passed over, else as far as it goes from its first. `None` where it
    /// matches, where nothing of it stands, and for a regular expression.
    #[must_use]
    pub fn nearest_miss(&self, text: &Reading<'_>) -> Option<Miss> {
        match &self.pattern {
            Pattern::Words(program) => near::miss(program, &self.written, text),
            Pattern::Regex(_) => None,
        }
    }

    /// How many of the words of the phrase stand in a text: what it is likely to be about.
    #[must_use]
    pub fn shared(&self, text: &Reading<'_>) -> usize {
        match &self.pattern {
            Pattern::Words(program) => program.shared(text),
            Pattern::Regex(_) => 0,
        }
    }

    /// Whether a text may open with the phrase, so that [`Self::match_whole`] and
    /// [`Self::match_start`] are worth a [`Reading`]; false only where they find nothing.
    #[must_use]
    pub fn may_open(&self, text: &str) -> bool {
        match &self.pattern {
            Pattern::Words(program) => {
                program.openings.as_ref().is_none_or(|words| opening::may_open(text, words))
            }
            Pattern::Regex(_) => true,
        }
    }

    /// The match that takes the whole text but for white space and closing marks.
    #[must_use]
    pub fn match_whole(&self, text: &Reading<'_>) -> Option<Match> {
        match &self.pattern {
            Pattern::Words(program) => open_words(program, text, End::Whole),
            Pattern::Regex(regex) => {
                let closing = |c: char| c.is_whitespace() || ".,;:!?…*".contains(c);
                let end = text.text.trim_end_matches(closing).len();
                let start = text.text.len() - text.text.trim_start().len();
                let whole = |m: &Match| m.range.start == start && m.range.end >= end;
                find_regex(regex, text).into_iter().find(whole)
            }
        }
    }

    /// The match that opens the text.
    #[must_use]
    pub fn match_start(&self, text: &Reading<'_>) -> Option<Match> {
        match &self.pattern {
            Pattern::Words(program) => open_words(program, text, End::Free),
            Pattern::Regex(regex) => {
                let start = text.text.len() - text.text.trim_start().len();
                find_regex(regex, text).into_iter().find(|m| m.range.start == start)
            }
        }
    }
}

fn find_words(program: &Program, text: &Reading<'_>) -> Vec<Match> {
    let mut search = Search::new(program, text, End::Free);
    let mut out = Vec::new();
    let mut from = 0;
    while search.is_possible() {
        let Some((found, end)) = search.next(from) else { break };
        out.push(found);
        from = end;
    }
    out
}

fn open_words(program: &Program, text: &Reading<'_>, end: End) -> Option<Match> {
    let mut search = Search::new(program, text, end);
    search.is_possible().then(|| search.at(0)).flatten().map(|(found, _)| found)
}

fn find_regex(regex: &Regex, text: &Reading<'_>) -> Vec<Match> {
    regex
        .captures_iter(text.text)
        .filter_map(|found| {
            let range = found.get(0).filter(|whole| !whole.is_empty())?.range();
            let groups = regex.capture_names().flatten();
            let captures = groups
                .filter_map(|name| {
                    let range = found.name(name)?.range();
                    let number = search::number_in(text, &range).cloned();
                    Some(Capture { slot: name.to_owned(), range, number })
                })
                .collect();
            Some(Match { range, captures })
        })
        .collect()
}

#[cfg(test)]
mod tests;
