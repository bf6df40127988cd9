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
        let mut path: Vec<&Cell> = Vec::new();
        for row in 0..self.header_rows {
            if let Some(cell) = self.at(row, column)
                && path.last().is_none_or(|last| !std::ptr::eq(*last, cell))
            {
                path.push(cell);
            }
        }
        path
    }
}
