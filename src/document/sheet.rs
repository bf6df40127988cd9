//! A sheet as a reader gives it: only the cells that hold something, with both the value that
//! the file stores and the text that a person sees.
//!
//! Both are kept because both are evidence: the officer reads `20 631,74` and the sum is made of
//! 20631.737446204555.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::place::{CellRef, Spot};

/// What the file stores in a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Stored {
    /// Text.
    Text,
    /// A number, by the shortest decimal that the stored double reads back from.
    Number(Decimal),
    /// A date, ISO 8601.
    Date(String),
    /// A truth value.
    Bool(bool),
    /// A spreadsheet error such as `#REF!`.
    Error,
    /// A formula whose value the file does not hold.
    Uncomputed,
}

/// A cell that holds something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetCell {
    /// Where it is.
    pub at: CellRef,
    /// The text that a person sees: `20 631,74` where 20631.737446204555 is stored.
    pub shown: String,
    /// What is stored.
    pub stored: Stored,
    /// The formula, without its equals sign, if there is one.
    pub formula: Option<String>,
    /// Rows and columns covered, `(1, 1)` unless merged.
    pub span: (u32, u32),
    /// Physical line of a delimited file.
    pub line: Option<u32>,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name.
    pub name: Arc<str>,
    /// Whether the workbook hides it.
    pub hidden: bool,
    /// Hidden rows, zero-based, sorted.
    pub hidden_rows: Vec<u32>,
    /// Its cells, by row then column.
    pub cells: Vec<SheetCell>,
}

impl Sheet {
    /// Where a cell of this sheet stands.
    #[must_use]
    pub fn spot(&self, cell: &SheetCell) -> Spot {
        Spot::Cell { sheet: Arc::clone(&self.name), cell: cell.at, line: cell.line }
    }
}
