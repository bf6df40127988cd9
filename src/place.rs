//! Where a value stands: a box on a page, or a cell of a sheet.
//!
//! Everything that is extracted carries a [`Place`]; readers and layout carry text as
//! [`PlacedText`], whose every part knows its [`Spot`], so that a place can be had for any
//! range of it. Boxes are in points, origin at the top left of the visible page, y downwards.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

mod shared;
mod written;

pub use shared::Shared;

use written::{Edges, Written, exact};

/// A rectangle in points; `x0 <= x1`, `y0 <= y1`, origin top left, y downwards.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "Edges", into = "[f32; 4]")]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

impl From<[f32; 4]> for Rect {
    fn from([x0, y0, x1, y1]: [f32; 4]) -> Self {
        Self { x0, y0, x1, y1 }
    }
}

impl From<Rect> for [f32; 4] {
    /// Rounded to a tenth of a point: finer than any reader agrees on, and stable in JSON.
    fn from(r: Rect) -> Self {
        [r.x0, r.y0, r.x1, r.y1].map(|v| (v * 10.0).round() / 10.0)
    }
}

impl Rect {
    /// Whether its edges are numbers that can be reckoned with.
    #[must_use]
    pub fn is_finite(self) -> bool {
        [self.x0, self.y0, self.x1, self.y1].iter().all(|v| v.is_finite())
    }

    /// The width in points.
    #[must_use]
    pub fn width(self) -> f32 {
        self.x1 - self.x0
    }

    /// The height in points.
    #[must_use]
    pub fn height(self) -> f32 {
        self.y1 - self.y0
    }

    /// The middle, as `(x, y)`.
    #[must_use]
    pub fn center(self) -> (f32, f32) {
        (f32::midpoint(self.x0, self.x1), f32::midpoint(self.y0, self.y1))
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// The smallest rectangle that holds all of them; `None` where there is none.
    pub fn hull(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        all.into_iter().reduce(Self::union)
    }

    /// Whether the two share more than an edge.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.x0 < other.x1 && other.x0 < self.x1 && self.y0 < other.y1 && other.y0 < self.y1
    }

    /// Whether the point lies inside or on the edge.
    #[must_use]
    pub fn contains(self, x: f32, y: f32) -> bool {
        self.x0 <= x && x <= self.x1 && self.y0 <= y && y <= self.y1
    }
}

/// The address of a cell, zero-based; shown as `B7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellRef {
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub column: u32,
}

impl FromStr for CellRef {
    type Err = ();

    /// Reads `B7`, letters small or not; an address that no sheet has is none.
    fn from_str(text: &str) -> Result<Self, ()> {
        let split = text.find(|c: char| c.is_ascii_digit()).ok_or(())?;
        let (letters, digits) = text.split_at(split);
        let column = letters.bytes().try_fold(0_u32, |n, b| {
            let letter = b.to_ascii_uppercase().checked_sub(b'A').filter(|l| *l < 26)?;
            n.checked_mul(26)?.checked_add(u32::from(letter) + 1)
        });
        let column = column.and_then(|n| n.checked_sub(1)).ok_or(())?;
        let row = digits.parse::<u32>().ok().and_then(|n| n.checked_sub(1)).ok_or(())?;
        Ok(Self { row, column })
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut n = u64::from(self.column) + 1;
        while n > 0 {
            n -= 1;
            letters.push(char::from(b'A' + (n % 26) as u8));
            n /= 26;
        }
        let letters: String = letters.into_iter().rev().collect();
        write!(f, "{letters}{}", u64::from(self.row) + 1)
    }
}

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
            Self::Page { page, bbox } => {
                Place::Page { page: *page, bbox: *bbox, text: text.to_owned() }
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
        let boxes = std::iter::once(first).chain(touched).filter_map(|s| match s.spot {
            Spot::Page { page: p, bbox } if p == page => Some(part(bbox, &s.range, &range)),
            _ => None,
        });
        Some(Spot::Page { page, bbox: Rect::hull(boxes)? })
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

/// The part of a word's box that the bytes of `range` take, by even widths: `(73` boxed as `73`.
fn part(bbox: Rect, word: &Range<usize>, range: &Range<usize>) -> Rect {
    let len = (word.end - word.start).max(1) as f32;
    let from = range.start.saturating_sub(word.start) as f32 / len;
    let to = (range.end.min(word.end) - word.start) as f32 / len;
    Rect { x0: bbox.x0 + bbox.width() * from, x1: bbox.x0 + bbox.width() * to, ..bbox }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_is_written_and_no_other() {
        for (text, row, column) in [("B7", 6, 1), ("xfd1048576", 1_048_575, 16_383), ("AA1", 0, 26)]
        {
            assert_eq!(text.parse(), Ok(CellRef { row, column }));
            assert_eq!(CellRef { row, column }.to_string(), text.to_uppercase());
        }
        for none in ["", "7", "B", "B0", "7B", "é7", "ZZZZZZZZ1", "A99999999999"] {
            assert_eq!(none.parse::<CellRef>(), Err(()), "{none}");
        }
    }

    #[test]
    fn cells_are_named_as_a_spreadsheet_names_them() {
        for (row, column, name) in
            [(0, 0, "A1"), (6, 1, "B7"), (0, 25, "Z1"), (0, 26, "AA1"), (152, 16383, "XFD153")]
        {
            assert_eq!(CellRef { row, column }.to_string(), name);
        }
    }

    #[test]
    fn a_text_out_of_json_has_the_very_boxes_that_went_in() {
        let bbox = Rect::from([56.639_996, 1.0 / 3.0, 123.456_79, 0.1]);
        let text = PlacedText::at("retenue", Spot::Page { page: 1, bbox });
        let json = serde_json::to_string(&text).unwrap();
        assert_eq!(serde_json::from_str::<PlacedText>(&json).unwrap(), text);
    }

    #[test]
    fn a_range_is_boxed_by_its_words_on_its_first_page() {
        let word = |page, x| Spot::Page { page, bbox: Rect::from([x, 0.0, x + 40.0, 10.0]) };
        let mut text = PlacedText::default();
        text.push(" ", "(347", word(1, 0.0));
        text.push(" ", "000", word(1, 50.0));
        text.push(" ", "euros", word(2, 0.0));
        let spot = text.spot(1..text.text.len());
        assert_eq!(spot, Some(Spot::Page { page: 1, bbox: Rect::from([10.0, 0.0, 90.0, 10.0]) }));
    }
}
