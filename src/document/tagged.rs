//! A table as the file's own structure tree tells it: cells on a grid, each with the marked
//! content that was drawn for it. One [`TaggedTable`] is what of a table stands on one page.
//!
//! A claim, not a fact: tables that only place things are tagged too, and spans go missing.
//! Layout holds it against the page before it believes it.

/// What a structure tree tells of a table on one page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaggedTable {
    /// Rows of the whole table, over all its pages.
    pub rows: usize,
    /// Columns of the whole table.
    pub columns: usize,
    /// Rows at the top of the whole table whose cells are all headings; 0 where none is told.
    pub header_rows: usize,
    /// Whether its first row of this page, headings left aside, began on the page before; `None`
    /// where the table begins here.
    pub cut: Option<bool>,
    /// The cells that have content on this page, in the order of the tree.
    pub cells: Vec<TaggedCell>,
}

/// A cell of a [`TaggedTable`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaggedCell {
    /// Zero-based row, counted from the top of the whole table.
    pub row: usize,
    /// Zero-based column.
    pub column: usize,
    /// Rows covered, at least 1.
    pub row_span: usize,
    /// Columns covered, at least 1.
    pub column_span: usize,
    /// Whether its row has fewer cells than the table has columns: some were left out (Chromium
    /// tags no empty cell), and which those are is for the page to tell.
    pub loose: bool,
    /// The marked-content ids of its words on this page.
    pub mcids: Vec<i32>,
}
