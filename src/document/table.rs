//! A table as layout gives it, from a page or from a sheet: cells on a grid, with spans.
//!
//! One [`Table`] is one table for its reader, over as many pages as it takes; headings repeated
//! on each page are told in [`Table::parts`] and are no rows. Empty cells are left out.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::place::{PlacedText, Rect};

/// How the grid of a table was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Method {
    /// Rules all around the cells.
    Ruled,
    /// Rules for some of the rows or columns, white space for the others.
    PartlyRuled,
    /// White space alone.
    #[default]
    Aligned,
    /// The file's own structure tree.
    Tagged,
    /// The cells of a sheet.
    Sheet,
}

impl Method {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ruled => "ruled",
            Self::PartlyRuled => "partly_ruled",
            Self::Aligned => "aligned",
            Self::Tagged => "tagged",
            Self::Sheet => "sheet",
        }
    }
}

/// A cell that holds something, at its first row and column.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Cell {
    /// Zero-based row.
    pub row: usize,
    /// Zero-based column.
    pub column: usize,
    /// Rows covered, at least 1.
    pub row_span: usize,
    /// Columns covered, at least 1.
    pub column_span: usize,
    /// What it says: wrapped lines joined, with places.
    pub text: PlacedText,
    /// The number that a sheet stores, where it stores one.
    pub stored: Option<Decimal>,
}

/// A table, over as many pages as it takes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Table {
    /// Unique in its document: `t1`, `t2` … in reading order.
    pub id: String,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// Rows at the top that are headings.
    pub header_rows: usize,
    /// Its cells that hold something, by row then column.
    pub cells: Vec<Cell>,
    /// One entry a page (or one for a sheet, with page 0): page, box, the rows that stand there.
    /// Rows are those of the whole table; headings repeated on a page are not rows of it.
    pub parts: Vec<(u32, Rect, std::ops::Range<usize>)>,
    /// The sheet it stands in.
    pub sheet: Option<std::sync::Arc<str>>,
    /// How it was found.
    pub method: Method,
    /// Confidence from 0 to 100.
    pub confidence: u8,
    /// The line of text above that names it, if one does (« en milliers d'euros » stands there).
    pub caption: Option<PlacedText>,
}

impl Table {
    /// The cell that covers a position, if it holds something.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> Option<&Cell> {
        self.cells.iter().find(|c| {
            (c.row..c.row + c.row_span).contains(&row)
                && (c.column..c.column + c.column_span).contains(&column)
        })
    }

    /// The cells that start in a row, left to right.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &Cell> {
        let from = self.cells.partition_point(|c| c.row < row);
        self.cells.iter().skip(from).take_while(move |c| c.row == row)
    }

    /// The headings over a column, from the top, each once.
    #[must_use]
    pub fn headings(&self, column: usize) -> Vec<&Cell> {
        self.headings_of(column..column + 1).pop().unwrap_or_default()
    }

    /// The headings over each column of a range, from the top, each once: in one pass, for a table
    /// may have thousands of columns.
    #[must_use]
    pub fn headings_of(&self, columns: std::ops::Range<usize>) -> Vec<Vec<&Cell>> {
        let mut paths: Vec<Vec<&Cell>> = vec![Vec::new(); columns.len()];
        let mut filled = vec![0; columns.len()];
        for cell in self.cells.iter().take_while(|c| c.row < self.header_rows) {
            let from = cell.column.saturating_sub(columns.start);
            let end = (cell.column + cell.column_span).saturating_sub(columns.start);
            let foot = (cell.row + cell.row_span).min(self.header_rows);
            for (path, filled) in paths.iter_mut().zip(&mut filled).take(end).skip(from) {
                // A position that several cells cover is that of the first.
                if *filled < foot {
                    *filled = foot;
                    path.push(cell);
                }
            }
        }
        paths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_has_its_headings_from_the_top_each_once() {
        let cell = |(row, column, row_span, column_span, text): (_, _, _, _, &str)| {
            let text = PlacedText { text: text.to_owned(), ..PlacedText::default() };
            Cell { row, column, row_span, column_span, text, stored: None }
        };
        let cells = [
            (0, 0, 2, 1, "Poste"),
            (0, 1, 1, 2, "Prévu"),
            (1, 1, 1, 1, "État"),
            (1, 2, 1, 1, "Ville"),
            (2, 0, 1, 1, "60"),
        ];
        let cells = cells.map(cell).to_vec();
        let table = Table { rows: 3, columns: 4, header_rows: 2, cells, ..Table::default() };
        let names = |path: Vec<&Cell>| path.iter().map(|c| c.text.text.clone()).collect::<Vec<_>>();
        let all: Vec<_> = table.headings_of(0..4).into_iter().map(names).collect();
        let expected: [&[&str]; 4] = [&["Poste"], &["Prévu", "État"], &["Prévu", "Ville"], &[]];
        assert_eq!(all, expected);
        assert_eq!(names(table.headings(2)), ["Prévu", "Ville"]);
    }
}
