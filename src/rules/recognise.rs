//! Which packs know a document.

use super::phrase::{Phrase, Reading};
use super::{Pack, Recognise, Rules};

impl Rules {
    /// The packs that know a document, best first: by priority, then by how many of their
    /// phrases stand in it. `readings` are its paragraphs, headings and cells.
    #[must_use]
    pub fn recognise(&self, readings: &[Reading<'_>]) -> Vec<&Pack> {
        let known = self.packs.iter().filter_map(|pack| {
            let found = pack.recognise.phrases_found(readings)?;
            Some((pack, found))
        });
        let mut known: Vec<_> = known.collect();
        known.sort_by_key(|(pack, found)| std::cmp::Reverse((pack.recognise.priority, *found)));
        known.into_iter().map(|(pack, _)| pack).collect()
    }
}

impl Recognise {
    /// How many phrases stand in the document; `None` if it is not one of the pack's.
    fn phrases_found(&self, readings: &[Reading<'_>]) -> Option<usize> {
        let stands = |phrase: &&Phrase| readings.iter().any(|r| phrase.find(r).is_some());
        if self.all.is_empty() && self.any.is_empty() {
            return None;
        }
        if !self.all.iter().all(|p| stands(&p)) || self.none.iter().any(|p| stands(&p)) {
            return None;
        }
        let any = self.any.iter().filter(stands).count();
        (any > 0 || self.any.is_empty()).then_some(self.all.len() + any)
    }
}
