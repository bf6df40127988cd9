//! The nearest misses of a rule: of each paragraph the phrase that comes nearest, the best of all.
//!
//! Only a miss that may be what was meant is told: one word of a phrase stands in any document.

use std::cmp::Reverse;

use crate::place::Place;
use crate::rules::phrase::{Miss, Reading};

use super::{Passage, Tried};

/// Paragraphs that are searched, those with most words of the phrase: what is meant has most.
const SEARCHED: usize = 100;

/// Misses told of a rule.
const TOLD: usize = 3;

/// A phrase that nearly matched.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The phrase as written.
    pub phrase: String,
    /// The words that it nearly took, what is wrong between brackets.
    pub words: String,
    /// What was expected there, in French.
    pub expected: String,
    /// What stands there; empty at the end of the paragraph.
    pub found: String,
    /// Where they stand.
    pub place: Place,
}

/// The nearest misses in some paragraphs.
pub(super) fn nearest<'p>(
    phrases: &[Tried<'_>],
    passages: impl Iterator<Item = &'p Passage<'p>>,
) -> Vec<Near> {
    // A search with a step passed over costs far more than a look at the words.
    let shared =
        |passage: &&Passage<'_>| phrases.iter().map(|(p, _)| p.shared(&passage.reading)).max();
    let mut likely: Vec<_> = passages.map(|p| (Reverse(shared(&p)), p)).collect();
    likely.sort_by_key(|(shared, _)| *shared);
    let misses = likely.into_iter().take(SEARCHED).filter_map(|(_, passage)| {
        let (phrase, miss) = best(phrases, &passage.reading)?;
        let whole = miss.range.start..miss.range.end.max(miss.found.end);
        let place = passage.place(&whole)?;
        Some((rank(&miss), told(phrase, &miss, &passage.reading, place)?))
    });
    choose(misses.collect())
}

/// The best misses, each of another paragraph.
pub(super) fn choose(mut misses: Vec<(Rank, Near)>) -> Vec<Near> {
    misses.sort_by_key(|(rank, _)| Reverse(*rank));
    misses.dedup_by(|(_, a), (_, b)| a.words == b.words);
    misses.into_iter().take(TOLD).map(|(_, near)| near).collect()
}

/// How near a miss is: a misspelling first, then by the share of the phrase that stands there.
pub(super) type Rank = (bool, usize, usize);

/// The rank of a miss.
pub(super) fn rank(miss: &Miss) -> Rank {
    (miss.alike, miss.matched * 1000 / miss.whole.max(1), miss.matched)
}

/// The miss of the phrase that comes nearest, if it is near.
pub(super) fn best<'t>(phrases: &[Tried<'t>], reading: &Reading<'_>) -> Option<(Tried<'t>, Miss)> {
    let misses = phrases.iter().filter_map(|tried| Some((*tried, tried.0.nearest_miss(reading)?)));
    misses.filter(|(_, miss)| miss.likely).max_by_key(|(_, miss)| rank(miss))
}

/// A miss as it is told.
pub(super) fn told(
    (phrase, _): Tried<'_>,
    miss: &Miss,
    reading: &Reading<'_>,
    place: Place,
) -> Option<Near> {
    let text = |from: usize, to: usize| reading.text.get(from.min(to)..to);
    let before = text(miss.range.start, miss.found.start)?;
    let found = text(miss.found.start, miss.found.end)?;
    let behind = text(miss.found.end.min(miss.range.end), miss.range.end)?;
    Some(Near {
        phrase: phrase.written.clone(),
        words: format!("{before}[{found}]{behind}"),
        expected: miss.expected.clone(),
        found: found.to_owned(),
        place,
    })
}
