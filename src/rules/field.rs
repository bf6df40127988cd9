//! A value that stands once in its scope: where its patterns match and which value that gives.
//!
//! Extraction asks a [`FieldRule`] for its patterns in order, then whether the text found is one
//! of its closed list (`parmi`) or one that it refuses (`sauf`).

use super::phrase::{Match, Phrase, Reading};
use super::{FieldRule, Pattern};

impl FieldRule {
    /// Its patterns, the best first: whole paragraphs, then words anywhere.
    pub fn patterns(&self) -> impl Iterator<Item = Pattern<'_>> {
        let whole = self.paragraphs.iter().map(|phrase| Pattern { phrase, whole: true });
        whole.chain(self.phrases.iter().map(|phrase| Pattern { phrase, whole: false }))
    }

    /// The value of the closed list that a text opens with; of several the one whose words are
    /// longest, so that « réalisée que partiellement » is not taken for « réalisée ».
    #[must_use]
    pub fn chosen(&self, text: &str) -> Option<&str> {
        chosen(&self.among, text)
    }

    /// Whether a text may be the value: `sauf` names what is none.
    #[must_use]
    pub fn admits(&self, text: &str) -> bool {
        let said = Reading::new(text);
        !self.except.iter().any(|p| p.match_whole(&said).is_some())
    }
}

/// The value of a closed list that a text opens with.
pub(super) fn chosen<'a>(among: &'a [(String, Vec<Phrase>)], text: &str) -> Option<&'a str> {
    let said = Reading::new(text);
    let opens = |p: &Phrase| p.match_start(&said).map(|m| m.range.len());
    let longest = |words: &[Phrase]| words.iter().filter_map(opens).max();
    let among = among.iter().filter_map(|(name, w)| longest(w).map(|n| (n, name)));
    among.max_by_key(|(length, _)| *length).map(|(_, name)| name.as_str())
}

impl Pattern<'_> {
    /// Its matches in a paragraph.
    #[must_use]
    pub fn matches(&self, reading: &Reading<'_>) -> Vec<Match> {
        if self.whole {
            self.phrase.match_whole(reading).into_iter().collect()
        } else {
            self.phrase.find_all(reading)
        }
    }
}
