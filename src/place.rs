//! Where a value stands: a box on a page, or a cell of a sheet.
//!
//! Everything that is extracted carries a [`Place`]; readers and layout carry text as
//! [`PlacedText`], whose every part knows its [`Spot`], so that a place can be had for any
//! range of it. Boxes are in points, origin at the top left of the visible page, y downwards.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

mod cell;
mod recognised;
mod rect;
mod shared;
mod written;

pub use cell::CellRef;
pub use recognised::Recognised;
pub use rect::Rect;
pub use shared::Shared;
use written::{Written, exact};

/// Where a stretch of text stands, before it is quoted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Spot {
    /// On a page of a PDF.
    Page {
        /// One-based page number.
        page: u32,
        /// The box of the stretch, unrounded in JSON too: parts of it are reckoned from it.
        #[serde(with = "exact")]
        bbox: Rect,
        /// How it was recognised, where it stands on a picture of paper.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ocr: Option<Recognised>,
    },
    /// In a cell of a spreadsheet or a delimited file.
    Cell {
        /// The sheet's name; of a delimited file, its name without the ending.
        sheet: Arc<str>,
        /// The cell.
        cell: CellRef,
        /// One-based physical line, for a delimited file alone.
        line: Option<u32>,
    },
}

/// Where a value stands, with the verbatim snippet that holds it (contract: `P`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged, try_from = "Written")]
pub enum Place {
    /// On a page of a PDF.
    Page {
        /// One-based page number.
        page: u32,
        /// The box of the value, in points.
        bbox: Rect,
        /// How it was recognised, where it stands on a picture of paper.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ocr: Option<Recognised>,
        /// The snippet.
        text: String,
    },
    /// In a cell of a spreadsheet or a delimited file.
    Cell {
        /// The sheet's name, shared by the values of it.
        sheet: Arc<str>,
        /// The cell; in JSON its address, `B7`.
        #[serde(serialize_with = "written::address")]
        cell: CellRef,
        /// One-based physical line, for a delimited file alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        line: Option<u32>,
        /// The snippet.
        text: String,
    },
}

impl Place {
    /// The snippet.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Page { text, .. } | Self::Cell { text, .. } => text,
        }
    }

    /// How it was recognised, where it stands on a picture of paper.
    #[must_use]
    pub fn recognised(&self) -> Option<Recognised> {
        match self {
            Self::Page { ocr, .. } => *ocr,
            Self::Cell { .. } => None,
        }
    }

    /// The sheet, of a cell.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        match self {
            Self::Cell { sheet, .. } => Some(sheet),
            Self::Page { .. } => None,
        }
    }

    /// Whether two places are the same, whatever they quote.
    #[must_use]
    pub fn same_spot(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Page { page, bbox, .. }, Self::Page { page: p, bbox: b, .. }) => {
                page == p && bbox == b
            }
            (
                Self::Cell { sheet, cell, line, .. },
                Self::Cell { sheet: s, cell: c, line: l, .. },
            ) => (sheet, cell, line) == (s, c, l),
            _ => false,
        }
    }

    /// The same place with another snippet.
    #[must_use]
    pub fn with_text(mut self, snippet: &str) -> Self {
        match &mut self {
            Self::Page { text, .. } | Self::Cell { text, .. } => snippet.clone_into(text),
        }
        self
    }
}

impl Spot {
    /// The place of this spot, quoting `text`.
    #[must_use]
    pub fn place(&self, text: &str) -> Place {
        match self {
            Self::Page { page, bbox, ocr } => {
                Place::Page { page: *page, bbox: *bbox, ocr: *ocr, text: text.to_owned() }
            }
            Self::Cell { sheet, cell, line } => Place::Cell {
                sheet: sheet.clone(),
                cell: *cell,
                line: *line,
                text: text.to_owned(),
            },
        }
    }
}

/// A stretch of a text and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// Byte range in the text.
    pub range: Range<usize>,
    /// Where it stands.
    pub spot: Spot,
}

/// Text whose every part knows where it stands.
///
/// Spans are sorted and do not overlap (one a word, or one a cell); bytes between them are
/// joints that layout put in (a space, or nothing where a hyphen was taken out).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PlacedText {
    /// The text.
    pub text: String,
    /// Its parts, in order.
    pub spans: Vec<Span>,
}

impl PlacedText {
    /// A text that stands at one spot.
    #[must_use]
    pub fn at(text: impl Into<String>, spot: Spot) -> Self {
        let text = text.into();
        let spans = vec![Span { range: 0..text.len(), spot }];
        Self { text, spans }
    }

    /// Appends `text` standing at `spot`, after `joint`.
    pub fn push(&mut self, joint: &str, text: &str, spot: Spot) {
        if !self.text.is_empty() {
            self.text.push_str(joint);
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.spans.push(Span { range: start..self.text.len(), spot });
    }

    /// Appends another text after `joint`, keeping its spots.
    pub fn append(&mut self, joint: &str, other: &Self) {
        if !self.text.is_empty() {
            self.text.push_str(joint);
        }
        let shift = self.text.len();
        self.text.push_str(&other.text);
        self.spans.extend(other.spans.iter().map(|s| Span {
            range: s.range.start + shift..s.range.end + shift,
            spot: s.spot.clone(),
        }));
    }

    /// Where the bytes of `range` stand. A range over a page break stands on its first page.
    /// `None` only where the range touches no span.
    #[must_use]
    pub fn spot(&self, range: Range<usize>) -> Option<Spot> {
        let mut touched =
            self.spans.iter().filter(|s| s.range.start < range.end && range.start < s.range.end);
        let first = touched.next()?;
        let Spot::Page { page, .. } = first.spot else { return Some(first.spot.clone()) };
        let parts = std::iter::once(first).chain(touched).filter_map(|s| match s.spot {
            Spot::Page { page: p, bbox, ocr } if p == page => {
                Some((part(bbox, &s.range, &range), ocr))
            }
            _ => None,
        });
        let (bbox, ocr) = parts.reduce(|(a, x), (b, y)| (a.union(b), Recognised::weaker(x, y)))?;
        Some(Spot::Page { page, bbox, ocr })
    }

    /// The place of the whole text, quoting all of it.
    #[must_use]
    pub fn whole(&self) -> Option<Place> {
        self.place(0..self.text.len(), 0..self.text.len())
    }

    /// The place of `range`, quoting the text of `snippet` (which should hold `range`).
    #[must_use]
    pub fn place(&self, range: Range<usize>, snippet: Range<usize>) -> Option<Place> {
        Some(self.spot(range)?.place(self.text.get(snippet)?))
    }
}

/// The part of a word's box that the bytes of `range` take, by even widths: `(73` boxed as `73`; all
/// of the box of a word that runs up or down, for its box does not say which.
fn part(bbox: Rect, word: &Range<usize>, range: &Range<usize>) -> Rect {
    let len = (word.end - word.start).max(1) as f32;
    if len >= UPRIGHT && bbox.height() > 2.0 * bbox.width() {
        return bbox;
    }
    let from = range.start.saturating_sub(word.start) as f32 / len;
    let to = (range.end.min(word.end) - word.start) as f32 / len;
    Rect { x0: bbox.x0 + bbox.width() * from, x1: bbox.x0 + bbox.width() * to, ..bbox }
}

/// Letters from which a word that runs across is wider than half its height: three of the narrowest
/// are two thirds of an em wide, and ascent to descent is little more than one.
const UPRIGHT: f32 = 3.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_word_that_runs_up_is_boxed_by_all_of_it() {
        let up = Rect::from([100.0, 200.0, 110.0, 240.0]);
        assert_eq!(part(up, &(0..4), &(1..4)), up);
        let narrow = Rect::from([100.0, 200.0, 108.0, 211.0]);
        assert_eq!(part(narrow, &(0..4), &(1..4)), Rect { x0: 102.0, ..narrow });
    }

    #[test]
    fn a_text_out_of_json_has_the_very_boxes_that_went_in() {
        let bbox = Rect::from([56.639_996, 1.0 / 3.0, 123.456_79, 0.1]);
        let text = PlacedText::at("retenue", Spot::Page { page: 1, bbox, ocr: None });
        let json = serde_json::to_string(&text).unwrap();
        assert_eq!(serde_json::from_str::<PlacedText>(&json).unwrap(), text);
    }

    #[test]
    fn a_range_is_boxed_by_its_words_on_its_first_page() {
        let word =
            |page, x| Spot::Page { page, bbox: Rect::from([x, 0.0, x + 40.0, 10.0]), ocr: None };
        let mut text = PlacedText::default();
        text.push(" ", "(347", word(1, 0.0));
        text.push(" ", "000", word(1, 50.0));
        text.push(" ", "euros", word(2, 0.0));
        let spot = text.spot(1..text.text.len());
        let bbox = Rect::from([10.0, 0.0, 90.0, 10.0]);
        assert_eq!(spot, Some(Spot::Page { page: 1, bbox, ocr: None }));
    }
}
