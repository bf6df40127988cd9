//! A candidate for a table: words put in cells of a grid, before it is judged.
//!
//! It holds indices of words, and gives rows, columns, spans and edges. A cell without words is
//! none: `tidy` drops the rows and columns in which nothing starts.

use std::collections::BTreeSet;

use crate::document::{Method, Page};
use crate::place::Rect;

use super::frame::Token;
use super::values::{self, Kind};

/// A cell of a candidate, with its words in no particular order.
#[derive(Debug, Clone, Default)]
pub(super) struct Slot {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) row_span: usize,
    pub(super) column_span: usize,
    /// Indices into the page's words.
    pub(super) words: Vec<usize>,
}

/// What is known of the heading rows of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Heads {
    /// Nothing but what its words look like.
    #[default]
    Unknown,
    /// The structure tree tells them.
    Told,
    /// The structure tree tells that the table goes on here, below the headings of a page before,
    /// which may come again.
    Before,
}

/// A candidate for a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) header_rows: usize,
    pub(super) heads: Heads,
    /// Whether its first row begins on a page before, where the structure tree tells.
    pub(super) cut: Option<bool>,
    pub(super) method: Method,
    /// Cells that hold something.
    pub(super) cells: Vec<Slot>,
    /// Left and right edge of each column.
    pub(super) edges: Vec<(f32, f32)>,
    /// From 0 to 100; set by the scorer.
    pub(super) score: f32,
    /// Whether it was found as a list of names and amounts.
    pub(super) is_list: bool,
}

impl Grid {
    /// Every word taken, sorted.
    pub(super) fn words(&self) -> Vec<usize> {
        let mut words: Vec<usize> = self.cells.iter().flat_map(|c| &c.words).copied().collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// The box of its words.
    pub(super) fn bbox(&self, page: &Page) -> Option<Rect> {
        let words = self.cells.iter().flat_map(|c| &c.words);
        Rect::hull(words.filter_map(|&i| page.words.get(i)).map(|w| w.bbox))
    }

    /// How many rows hold a cell of numbers alone, beside their first.
    pub(super) fn rows_of_numbers(&self, tokens: &[Option<Token<'_>>]) -> usize {
        let number =
            |i: &usize| tokens.get(*i).copied().flatten().is_some_and(|t| t.kind.is_data());
        let cells = self.cells.iter().filter(|c| c.column > 0 && c.words.iter().all(number));
        cells.map(|c| c.row).collect::<BTreeSet<usize>>().len()
    }

    /// Whether a heading holds a number that is no year, as it does with the first row in it.
    pub(super) fn has_numbers_in_headings(&self, tokens: &[Option<Token<'_>>]) -> bool {
        let number = |i: &usize| {
            let token = tokens.get(*i).copied().flatten();
            token.is_some_and(|t| t.kind == Kind::Value && !values::is_year(t.text))
        };
        let heads = |c: &&Slot| c.row < self.header_rows && c.column > 0;
        self.cells.iter().filter(heads).flat_map(|c| &c.words).any(number)
    }

    /// Whether it reads all of a list, each amount in a cell of its own, and more: headings over
    /// it, or words of its rows that the list lacks.
    pub(super) fn reads(&self, list: &Self) -> bool {
        let sorted = |c: &Slot| {
            let mut words = c.words.clone();
            words.sort_unstable();
            words
        };
        let body = self.cells.iter().filter(|c| c.row >= self.header_rows);
        let cells: BTreeSet<Vec<usize>> = body.map(sorted).collect();
        let mut amounts = list.cells.iter().filter(|c| c.column == 1);
        let headed = self.header_rows > 0;
        let more = || self.columns == list.columns && self.words().len() > list.words().len();
        amounts.all(|c| cells.contains(&sorted(c))) && (headed || more())
    }

    /// Drops cells without words, then rows and columns in which nothing starts, and sorts.
    pub(super) fn tidy(mut self) -> Self {
        self.cells.retain(|c| !c.words.is_empty());
        let rows = renumber(self.rows, self.cells.iter().map(|c| c.row));
        let columns = renumber(self.columns, self.cells.iter().map(|c| c.column));
        for cell in &mut self.cells {
            (cell.row, cell.row_span) = squeeze(&rows, cell.row, cell.row_span);
            (cell.column, cell.column_span) = squeeze(&columns, cell.column, cell.column_span);
        }
        self.edges = kept_edges(&self.edges, &columns);
        self.header_rows = rows.get(self.header_rows).copied().unwrap_or(0);
        self.rows = rows.last().copied().unwrap_or(0);
        self.columns = columns.last().copied().unwrap_or(0);
        self.cells.sort_by_key(|c| (c.row, c.column));
        self
    }
}

impl Grid {
    /// Puts a heading that has a column to itself over the column beside it that has none: the two
    /// only stand at different sides of one cell. The column at the right comes first.
    pub(super) fn with_headings_over_columns(mut self) -> Self {
        let mut moved = false;
        for lone in 1..self.columns {
            if !self.is_headed(lone) || self.has_body(lone) {
                continue;
            }
            let beside = [lone + 1, lone - 1]
                .into_iter()
                .find(|c| *c > 0 && *c < self.columns && self.has_body(*c) && !self.is_headed(*c));
            let Some(target) = beside else { continue };
            for cell in self.cells.iter_mut().filter(|c| c.column == lone && c.column_span == 1) {
                cell.column = target;
            }
            let before = self.edges.get(lone - 1).copied();
            if let (Some(own), Some(before)) = (self.edges.get_mut(lone), before) {
                let gone = std::mem::replace(own, before);
                if let Some(edge) = self.edges.get_mut(target) {
                    *edge = (edge.0.min(gone.0), edge.1.max(gone.1));
                }
            }
            moved = true;
        }
        if moved { self.tidy() } else { self }
    }

    fn is_headed(&self, column: usize) -> bool {
        let heads = |c: &Slot| c.row < self.header_rows && c.column_span == 1;
        self.cells.iter().any(|c| heads(c) && c.column == column)
    }

    fn has_body(&self, column: usize) -> bool {
        self.cells.iter().any(|c| c.row >= self.header_rows && c.column == column)
    }
}

/// For each old index (and the end), how many kept ones come before it.
fn renumber(count: usize, starts: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut used = vec![false; count];
    for start in starts {
        if let Some(flag) = used.get_mut(start) {
            *flag = true;
        }
    }
    let mut before = vec![0];
    let mut kept = 0;
    for flag in used {
        kept += usize::from(flag);
        before.push(kept);
    }
    before
}

fn squeeze(before: &[usize], start: usize, span: usize) -> (usize, usize) {
    let at = |i: usize| before.get(i).or(before.last()).copied().unwrap_or(0);
    (at(start), (at(start + span) - at(start)).max(1))
}

/// Edges of the kept columns; a dropped one is added to the one before it.
fn kept_edges(edges: &[(f32, f32)], before: &[usize]) -> Vec<(f32, f32)> {
    let mut kept: Vec<(f32, f32)> = Vec::new();
    for (i, edge) in edges.iter().enumerate() {
        let is_kept = before.get(i) < before.get(i + 1);
        match kept.last_mut() {
            Some(last) if !is_kept => last.1 = last.1.max(edge.1),
            _ if is_kept => kept.push(*edge),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_columns_go_and_spans_shrink_with_them() {
        let slot = |row, column, column_span, word| Slot {
            row,
            column,
            row_span: 1,
            column_span,
            words: vec![word],
        };
        let grid = Grid {
            rows: 3,
            columns: 4,
            cells: vec![slot(2, 3, 1, 9), slot(0, 0, 4, 1), slot(2, 0, 2, 4)],
            edges: vec![(0.0, 1.0), (1.0, 2.0), (2.0, 3.0), (3.0, 4.0)],
            ..Grid::default()
        }
        .tidy();
        assert_eq!((grid.rows, grid.columns), (2, 2));
        assert_eq!(grid.cells[0].column_span, 2);
        assert_eq!((grid.cells[2].row, grid.cells[2].column), (1, 1));
        assert_eq!(grid.edges, [(0.0, 3.0), (3.0, 4.0)]);
        assert_eq!(grid.words(), [1, 4, 9]);
    }

    #[test]
    fn a_heading_beside_its_numbers_stands_over_them() {
        let slot = |row, column| Slot { row, column, row_span: 1, column_span: 1, words: vec![1] };
        let grid = Grid {
            rows: 2,
            columns: 3,
            header_rows: 1,
            cells: vec![slot(0, 1), slot(1, 0), slot(1, 2)],
            edges: vec![(0.0, 10.0), (20.0, 30.0), (40.0, 50.0)],
            ..Grid::default()
        };
        let grid = grid.with_headings_over_columns();
        assert_eq!((grid.columns, grid.cells[0].column, grid.cells[2].column), (2, 1, 1));
        assert_eq!(grid.edges, [(0.0, 10.0), (20.0, 50.0)]);
    }
}
