//! Which packs know a document.
//!
//! By its words, or by what it is made of: a bilan without the word « bilan » still has numbered
//! actions and a budget of them. Structure counts for more than words, which a letter about a
//! bilan has too.

use super::phrase::{Phrase, Reading};
use super::{Pack, Recognise, Rules};

impl Rules {
    /// The packs that know a document, best first: by priority, then those whose structure it
    /// has, then by how many of their phrases stand in it. `readings` are its paragraphs,
    /// headings and cells; `found` says whether sections, tables and cells of a pack are all
    /// there.
    #[must_use]
    pub fn recognise(
        &self,
        readings: &[Reading<'_>],
        found: impl Fn(&Pack, &[String]) -> bool,
    ) -> Vec<&Pack> {
        let known = self.packs.iter().filter_map(|pack| {
            let recognise = &pack.recognise;
            let phrases = recognise.phrases_found(readings);
            let built = !recognise.structure.is_empty()
                && !recognise.none.iter().any(|p| stands(p, readings))
                && found(pack, &recognise.structure);
            let known = built || phrases.is_some();
            known.then(|| (pack, (recognise.priority, built, phrases.unwrap_or(0))))
        });
        let mut known: Vec<_> = known.collect();
        known.sort_by_key(|(_, rank)| std::cmp::Reverse(*rank));
        known.into_iter().map(|(pack, _)| pack).collect()
    }
}

impl Recognise {
    /// How many phrases stand in the document; `None` if it is not one of the pack's.
    fn phrases_found(&self, readings: &[Reading<'_>]) -> Option<usize> {
        if self.all.is_empty() && self.any.is_empty() {
            return None;
        }
        if !self.all.iter().all(|p| stands(p, readings))
            || self.none.iter().any(|p| stands(p, readings))
        {
            return None;
        }
        let any = self.any.iter().filter(|p| stands(p, readings)).count();
        (any > 0 || self.any.is_empty()).then_some(self.all.len() + any)
    }
}

/// Whether a phrase stands anywhere in a document.
fn stands(phrase: &Phrase, readings: &[Reading<'_>]) -> bool {
    readings.iter().any(|r| phrase.find(r).is_some())
}
