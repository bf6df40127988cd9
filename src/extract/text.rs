//! The paragraphs of a document as extraction reads them: words and numbers found once, and who
//! has claimed which number.
//!
//! A [`Script`] is the document in [`Passage`]s. Claims are what keeps one number from being
//! read twice, and what tells at the end which numbers nothing has read.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::document::{Block, Laid, Paragraph};
use crate::number::{Kind, Token};
use crate::place::{Place, PlacedText, Spot};
use crate::rules::phrase::{Capture, Reading};

/// Longest snippet quoted with a value, in bytes: a long sentence, not a page.
const SNIPPET: usize = 240;

/// Cells of a table that are looked at to recognise a document: its headings and first rows.
const CELLS: usize = 60;

/// Who has claimed a number; rules are told by their place in the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// A phrase of an indicator that is still to be made.
    Named,
    /// `record.indicators[i]`.
    Indicator(usize),
    /// An amount of the prose, read by this rule.
    Amount(usize),
    /// An amount of the prose that no rule names.
    FreeAmount,
    /// The value of this field, or part of the words that say it.
    Field(usize),
    /// Part of the heading of a section.
    Heading,
    /// Ignored by the name of this rule.
    Ignored(usize),
    /// Part of a name.
    Name,
}

impl Claim {
    /// Whether the number stands in the record as a value.
    pub(super) fn is_value(self) -> bool {
        matches!(self, Self::Indicator(_) | Self::Amount(_) | Self::FreeAmount)
    }
}

/// A paragraph, read.
#[derive(Debug)]
pub(super) struct Passage<'a> {
    /// The paragraph as laid out.
    pub(super) paragraph: &'a Paragraph,
    /// Its words and numbers.
    pub(super) reading: Reading<'a>,
    /// Who has claimed each of its numbers.
    pub(super) claims: Vec<Option<Claim>>,
    /// Its index in [`Laid::blocks`].
    pub(super) block: usize,
}

/// All paragraphs of a document, in reading order.
#[derive(Debug)]
pub(super) struct Script<'a> {
    /// The paragraphs.
    pub(super) passages: Vec<Passage<'a>>,
    /// `record.amounts[i]`, by its passage and its number there.
    pub(super) mentions: BTreeMap<(usize, usize), usize>,
    /// How many matches of phrases were numbered so far.
    matches: u32,
}

impl<'a> Script<'a> {
    /// Reads the paragraphs of a document.
    pub(super) fn new(laid: &'a Laid) -> Self {
        let passages = laid.blocks.iter().enumerate().filter_map(|(block, b)| {
            let Block::Paragraph(paragraph) = b else { return None };
            let reading = Reading::new(&paragraph.text.text);
            let claims = vec![None; reading.numbers.len()];
            Some(Passage { paragraph, reading, claims, block })
        });
        Self { passages: passages.collect(), mentions: BTreeMap::new(), matches: 0 }
    }

    /// What a pack looks at to recognise the document: paragraphs, captions, the heads of tables.
    pub(super) fn recognisable(&self, laid: &'a Laid) -> Vec<Reading<'a>> {
        let cells = laid.tables.iter().flat_map(|t| {
            let head = t.cells.iter().take(CELLS).map(|c| &c.text);
            t.caption.iter().chain(head).map(|c| Reading::new(&c.text))
        });
        self.passages.iter().map(|p| p.reading.clone()).chain(cells).collect()
    }

    /// A new number for a match of a phrase.
    pub(super) fn next_match(&mut self) -> u32 {
        self.matches += 1;
        self.matches
    }

    /// The passages whose blocks lie in the range.
    pub(super) fn within(&self, blocks: &Range<usize>) -> Range<usize> {
        let from = self.passages.partition_point(|p| p.block < blocks.start);
        let to = self.passages.partition_point(|p| p.block < blocks.end);
        from..to
    }
}

impl Passage<'_> {
    /// The sheet that it stands on.
    pub(super) fn sheet(&self) -> Option<&str> {
        match &self.paragraph.text.spans.first()?.spot {
            Spot::Cell { sheet, .. } => Some(sheet),
            Spot::Page { .. } => None,
        }
    }

    /// Its text with places.
    pub(super) fn placed(&self) -> &PlacedText {
        &self.paragraph.text
    }

    /// Where a range stands, quoting its sentence.
    pub(super) fn place(&self, range: Range<usize>) -> Option<Place> {
        let snippet = snippet(self.reading.text, &range);
        self.placed().place(range, snippet)
    }

    /// The index of the number that a capture holds.
    pub(super) fn number_at(&self, range: &Range<usize>) -> Option<usize> {
        self.reading
            .numbers
            .iter()
            .position(|t| t.range.start < range.end && range.start < t.range.end)
    }

    /// The index of the number of a capture, if nothing has claimed it.
    pub(super) fn free(&self, capture: &Capture) -> Option<usize> {
        let i = self.number_at(&capture.range)?;
        self.claims.get(i)?.is_none().then_some(i)
    }

    /// Claims a number.
    pub(super) fn claim(&mut self, index: usize, claim: Claim) {
        if let Some(slot) = self.claims.get_mut(index) {
            *slot = Some(claim);
        }
    }

    /// Claims every number in a range that nothing has claimed.
    pub(super) fn claim_range(&mut self, range: &Range<usize>, claim: Claim) {
        for (token, slot) in self.reading.numbers.iter().zip(&mut self.claims) {
            if slot.is_none() && token.range.start < range.end && range.start < token.range.end {
                *slot = Some(claim);
            }
        }
    }
}

/// The sentence that holds `range`, no longer than [`SNIPPET`].
pub(super) fn snippet(text: &str, range: &Range<usize>) -> Range<usize> {
    let sentence = sentence(text, range);
    if sentence.len() <= SNIPPET {
        return sentence;
    }
    let spare = SNIPPET.saturating_sub(range.len()) / 2;
    let from = range.start.saturating_sub(spare).max(sentence.start);
    let to = (range.end + spare).min(sentence.end);
    at_word(text, from, sentence.start)..at_word(text, to, sentence.start).max(range.end)
}

/// The last start of a word at or before `at`, not before `least`.
fn at_word(text: &str, mut at: usize, least: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    match text.get(least..at).and_then(|t| t.rfind(' ')) {
        Some(space) if at < text.len() => least + space + 1,
        _ => at,
    }
}

/// The sentence that holds `range`: from one full stop before a space and a capital or digit to
/// the next. The stops of `range` itself (`1.1`, `3 780.00`) end nothing.
pub(crate) fn sentence(text: &str, range: &Range<usize>) -> Range<usize> {
    let ends = |from: usize, to: usize| {
        let slice = text.get(from..to).unwrap_or("");
        slice.match_indices(['.', '!', '?', '\n']).filter_map(move |(i, mark)| {
            let after = text.get(from + i + mark.len()..)?;
            let next = after.trim_start();
            let opens = next.chars().next().is_none_or(|c| c.is_uppercase() || c.is_numeric());
            (mark == "\n" || (opens && next.len() < after.len()) || after.is_empty())
                .then_some(from + i + mark.len())
        })
    };
    let start = ends(0, range.start).next_back().unwrap_or(0);
    let end = ends(range.end, text.len()).next().unwrap_or(text.len());
    let lead = text.get(start..).map_or(0, |t| t.len() - t.trim_start().len());
    (start + lead).min(range.start)..end
}

/// Whether a token can be an indicator without a rule that names it: a count written in digits.
/// A share says how numbers compare, and « deux » may be an article: these are told as unread.
pub(super) fn counts(token: &Token) -> bool {
    token.kind == Kind::Count && token.value.is_some() && !token.words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_quoted_with_its_sentence() {
        let text = "En 2023, 5 072 entretiens. 269 personnes suivies, soit 3.5 en moyenne. Fin.";
        let at = |s: &str| text.find(s).map(|i| i..i + s.len()).unwrap();
        let quoted = |s: &str| &text[sentence(text, &at(s))];
        assert_eq!(quoted("5 072"), "En 2023, 5 072 entretiens.");
        assert_eq!(quoted("269"), "269 personnes suivies, soit 3.5 en moyenne.");
        assert_eq!(quoted("Fin"), "Fin.");
    }

    #[test]
    fn a_long_sentence_is_cut_at_words_around_its_number() {
        let text = format!("{}347 000 € {}", "début ".repeat(100), "suite ".repeat(100));
        let start = text.find("347").unwrap();
        let range = start..start + "347 000 €".len();
        let cut = snippet(&text, &range);
        assert!(cut.len() <= SNIPPET && cut.start < range.start && cut.end > range.end);
        assert!(text[cut].starts_with("début"));
    }
}
