//! A chosen grid to a [`Table`]: words in reading order, broken words mended.
//!
//! The words of a cell are put line by line, each with its place. A hyphen at the end of a line
//! goes where the page itself writes the whole word elsewhere, and stays where nothing tells.

use std::cell::OnceCell;

use crate::document::{Cell, Page, Table};
use crate::place::{PlacedText, Rect};

use super::frame::{Line, Token, lines};
use super::grid::Grid;
use super::turned;
use super::values::Kind;

/// Makes the table; `page` is the page as it stands, the tokens come from it turned upright.
pub(super) fn table(
    grid: &Grid,
    page: &Page,
    tokens: &[Option<Token<'_>>],
    known: &Known<'_>,
) -> Table {
    let cells: Vec<Cell> = grid
        .cells
        .iter()
        .map(|slot| Cell {
            row: slot.row,
            column: slot.column,
            row_span: slot.row_span,
            column_span: slot.column_span,
            text: text(&slot.words, page, tokens, known),
            stored: None,
        })
        .collect();
    let words = grid.cells.iter().flat_map(|c| &c.words).filter_map(|&i| page.words.get(i));
    let bbox = Rect::hull(words.map(|w| w.bbox)).unwrap_or_default();
    Table {
        rows: grid.rows,
        columns: grid.columns,
        header_rows: grid.header_rows,
        cells,
        parts: vec![(page.number, bbox, 0..grid.rows)],
        method: grid.method,
        confidence: grid.score.clamp(0.0, 100.0) as u8,
        ..Table::default()
    }
}

/// The words of a cell in reading order.
pub(super) fn text(
    words: &[usize],
    page: &Page,
    tokens: &[Option<Token<'_>>],
    known: &Known<'_>,
) -> PlacedText {
    let mut own: Vec<Token<'_>> =
        words.iter().filter_map(|&i| tokens.get(i).copied().flatten()).collect();
    if own.iter().any(|t| t.kind != Kind::Leader) {
        own.retain(|t| t.kind != Kind::Leader);
    }
    let mut text = PlacedText::default();
    let mut mended = false;
    let aside = |i: &usize| {
        let word = page.words.get(*i).filter(|_| !tokens.get(*i).is_some_and(Option::is_some));
        word.map(|w| (*i, w))
    };
    for i in turned::in_order(words.iter().filter_map(aside).collect()) {
        if let Some(word) = page.words.get(i) {
            text.push(" ", &word.text, word.spot(page.number));
        }
    }
    let lines = lines(own);
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).and_then(|l| l.tokens.first());
        for (i, token) in line.tokens.iter().enumerate() {
            let Some(own) = page.words.get(token.index) else { continue };
            let spot = own.spot(page.number);
            let joint = if mended || i > 0 && touches(line, i) { "" } else { " " };
            let next = next.filter(|_| i + 1 == line.tokens.len());
            let (word, glued) =
                next.map_or((token.text, false), |n| ending(token.text, n.text, known));
            mended = glued;
            text.push(joint, word, spot);
        }
    }
    text
}

/// Whether a token follows the one before it without a space: a raised mark, a sign.
fn touches(line: &Line<'_>, i: usize) -> bool {
    match (line.tokens.get(i - 1), line.tokens.get(i)) {
        (Some(a), Some(b)) => {
            b.bbox.x0 - a.bbox.x1 < 0.02 * a.size && (a.size - b.size).abs() > 0.5
        }
        _ => false,
    }
}

/// The last word of a line as it reads before the next line, and whether that goes on in it.
///
/// A soft or typographic hyphen is the typesetter's. A plain one stays (« sport-loisirs ») unless
/// the page writes the word in one elsewhere.
fn ending<'a>(word: &'a str, next: &str, known: &Known<'_>) -> (&'a str, bool) {
    let soft = word.strip_suffix(['\u{ad}', '\u{2010}']);
    let Some(stem) = soft.or(word.strip_suffix('-')) else { return (word, false) };
    if !stem.ends_with(char::is_alphabetic) || !next.starts_with(char::is_alphabetic) {
        return (word, false);
    }
    let small = next.starts_with(char::is_lowercase);
    let whole = small && (soft.is_some() || known.has(&format!("{stem}{next}")));
    (if whole { stem } else { word }, true)
}

/// The words of a page, by which a word broken at a line's end is known again.
#[derive(Debug)]
pub(super) struct Known<'p> {
    page: &'p Page,
    /// Folded and sorted when first asked; empty where no word ends in a plain hyphen.
    words: OnceCell<Vec<String>>,
}

impl<'p> Known<'p> {
    /// The words of a page.
    pub(super) fn of(page: &'p Page) -> Self {
        Self { page, words: OnceCell::new() }
    }

    fn has(&self, word: &str) -> bool {
        let words = self.words.get_or_init(|| {
            let own = &self.page.words;
            if !own.iter().any(|w| w.text.ends_with('-') && w.text.len() > 2) {
                return Vec::new();
            }
            let mut words: Vec<String> = own.iter().map(|w| fold(&w.text)).collect();
            words.sort_unstable();
            words
        });
        words.binary_search(&fold(word)).is_ok()
    }
}

fn fold(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::tables::frame::{self, tests::page};

    #[test]
    fn wrapped_words_are_mended_and_compounds_kept() {
        let page = page(&[
            (50.0, 100.0, "Montant Dijon mé\u{2010}"),
            (50.0, 112.0, "tropole socio-"),
            (50.0, 124.0, "linguistiques"),
        ]);
        let tokens: Vec<_> = frame::tokens(&page).into_iter().map(Some).collect();
        let text = text(&[5, 4, 3, 2, 1, 0], &page, &tokens, &Known::of(&page));
        assert_eq!(text.text, "Montant Dijon métropole socio-linguistiques");
        assert_eq!(text.spans.len(), 6);
    }
}
