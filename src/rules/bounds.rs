//! Where a rule reads: between which paragraphs, on which sheets.

use std::ops::Range;

use super::phrase::Phrase;

/// Where a rule of prose reads, within its section or the document: behind the first paragraph
/// that says one of `after`, and up to the next that says one of `until`.
#[derive(Debug, Clone, Default)]
pub struct Bounds {
    /// `apres`; from the start if empty.
    pub after: Vec<Phrase>,
    /// `jusqua`; to the end if empty.
    pub until: Vec<Phrase>,
}

impl Bounds {
    /// Of a range of paragraphs those between the bounds, where `says` tells whether a paragraph
    /// says one of some phrases; `None` where none says `after`.
    #[must_use]
    pub fn within(
        &self,
        paragraphs: Range<usize>,
        says: impl Fn(&[Phrase], usize) -> bool,
    ) -> Option<Range<usize>> {
        let start = if self.after.is_empty() {
            paragraphs.start
        } else {
            paragraphs.clone().find(|at| says(&self.after, *at))? + 1
        };
        let end = (start..paragraphs.end).find(|at| says(&self.until, *at));
        Some(start..end.unwrap_or(paragraphs.end))
    }
}

/// Which sheets of a workbook a rule reads.
#[derive(Debug, Clone, Default)]
pub struct SheetFilter {
    /// `feuille`: words of the sheet's name, one of them.
    pub names: Vec<Phrase>,
    /// `contient`: words that stand in cells of the sheet, all of them.
    pub holds: Vec<Phrase>,
}

impl SheetFilter {
    /// Whether any table will do, of a sheet or of a page.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.holds.is_empty()
    }
}
