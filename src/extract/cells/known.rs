//! What is known of the columns of a form, found once for all of its labels.
//!
//! A list may have thousands of rows called « Total »: what holds of a column is not looked up
//! again for each of them.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use crate::document::Table;
use crate::rules::phrase::Phrase;

use super::beside::is_words;
use super::says;

/// What was found so far.
#[derive(Default)]
pub(super) struct Known {
    /// Of each column, whether it is one of labels; how many there are up to the last cell.
    columns: OnceCell<(Vec<bool>, usize)>,
    /// Of each phrase, by its address, the first row of each column in which it stands.
    first: RefCell<BTreeMap<*const Phrase, BTreeMap<usize, usize>>>,
}

impl Known {
    /// The first column of labels right of a column, or the end of the table.
    pub(super) fn next_labels(&self, table: &Table, column: usize) -> usize {
        let (wordy, end) = self.columns.get_or_init(|| columns(table));
        let next = wordy.iter().enumerate().skip(column + 1).find(|(_, wordy)| **wordy);
        next.map_or(*end, |(at, _)| at)
    }

    /// The column behind the last cell.
    pub(super) fn end(&self, table: &Table) -> usize {
        self.columns.get_or_init(|| columns(table)).1
    }

    /// Whether a heading that the phrase names stands above a cell.
    pub(super) fn stands_under(
        &self,
        phrase: &Phrase,
        table: &Table,
        row: usize,
        column: usize,
    ) -> bool {
        let mut first = self.first.borrow_mut();
        let of = first.entry(std::ptr::from_ref(phrase)).or_insert_with(|| standing(phrase, table));
        of.get(&column).is_some_and(|first| *first < row)
    }
}

/// Whether each column has more words than other cells below its headings, and their end.
fn columns(table: &Table) -> (Vec<bool>, usize) {
    let mut counts = vec![(0_usize, 0_usize); table.columns];
    let data = table.cells.iter().filter(|c| c.row >= table.header_rows.max(1));
    for cell in data {
        let Some((words, others)) = counts.get_mut(cell.column) else { continue };
        *if is_words(cell) { words } else { others } += 1;
    }
    let end = table.cells.iter().map(|c| c.column + 1).max().unwrap_or(0);
    (counts.into_iter().map(|(words, others)| words > others).collect(), end)
}

/// The first row of each column in which a cell says what a phrase does.
fn standing(phrase: &Phrase, table: &Table) -> BTreeMap<usize, usize> {
    let mut first = BTreeMap::new();
    for cell in table.cells.iter().filter(|c| says(phrase, c)) {
        for column in cell.column..cell.column + cell.column_span.max(1) {
            let row = first.entry(column).or_insert(cell.row);
            *row = cell.row.min(*row);
        }
    }
    first
}
