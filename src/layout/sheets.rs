//! Sheets to blocks and tables.

use crate::document::{Block, Sheet, Table};

/// The blocks of the sheets in order, and their tables.
#[must_use]
pub fn lay_out(_sheets: &[Sheet]) -> (Vec<Block>, Vec<Table>) {
    (Vec::new(), Vec::new())
}
