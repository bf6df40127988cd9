//! Headings that come again on the next page.
//!
//! Producers draw them as an artifact: the structure tree tells the rows that follow, and not the
//! headings above them. They are known by what they are: the same words as on the page before, at
//! the same places from each other.

use crate::document::Table;
use crate::place::{Rect, Spot};

use super::frame::Token;
use super::grid::Slot;

/// By how much a word may stand off its place, in points.
const OFF: f32 = 1.0;
/// Words of headings, and places for them, that are tried.
const MOST: (usize, usize) = (200, 4);

/// The cells of the headings of `before` that stand again above `top`; none where a word is
/// missing.
pub(super) fn headings(
    before: &Table,
    tokens: &[Option<Token<'_>>],
    top: f32,
) -> Option<Vec<Slot>> {
    let words = words(before);
    if words.len() > MOST.0 {
        return None;
    }
    let above: Vec<&Token<'_>> =
        tokens.iter().flatten().filter(|t| t.bbox.y0 < top && t.bbox.y1 < top + OFF).collect();
    let (_, first, place) = words.first()?;
    let mut shifts = above
        .iter()
        .filter(|t| says(t.text, first) && (t.bbox.x0 - place.x0).abs() < OFF)
        .map(|t| t.bbox.y0 - place.y0)
        .take(MOST.1);
    shifts.find_map(|shift| {
        let found = words.iter().map(|(cell, word, place)| {
            let at = |t: &&&Token<'_>| {
                says(t.text, word)
                    && (t.bbox.x0 - place.x0).abs() < OFF
                    && (t.bbox.y0 - place.y0 - shift).abs() < OFF
            };
            Some((*cell, above.iter().find(at)?.index))
        });
        Some(slots(before, &found.collect::<Option<Vec<_>>>()?))
    })
}

/// The words of the headings, each with its cell and place.
fn words(before: &Table) -> Vec<(usize, &str, Rect)> {
    let heads = before.cells.iter().enumerate().filter(|(_, c)| c.row < before.header_rows);
    let of_cell = |(at, cell): (usize, &'_ crate::document::Cell)| {
        let word = |span: &crate::place::Span| match &span.spot {
            Spot::Page { bbox, .. } => Some((at, span.range.clone(), *bbox)),
            Spot::Cell { .. } => None,
        };
        cell.text.spans.iter().filter_map(word).collect::<Vec<_>>()
    };
    let text = |(at, range, bbox): (usize, std::ops::Range<usize>, Rect)| {
        Some((at, before.cells.get(at)?.text.text.get(range)?, bbox))
    };
    heads.flat_map(of_cell).filter_map(text).collect()
}

/// Whether a word is that of a cell, which has lost the hyphen of its line.
fn says(drawn: &str, word: &str) -> bool {
    drawn == word || drawn.strip_suffix(['-', '\u{ad}', '\u{2010}']) == Some(word)
}

fn slots(before: &Table, found: &[(usize, usize)]) -> Vec<Slot> {
    let slot = |(at, cell): (usize, &crate::document::Cell)| Slot {
        row: cell.row,
        column: cell.column,
        row_span: cell.row_span,
        column_span: cell.column_span,
        words: found.iter().filter(|(own, _)| *own == at).map(|(_, word)| *word).collect(),
    };
    before.cells.iter().enumerate().filter(|(_, c)| c.row < before.header_rows).map(slot).collect()
}
