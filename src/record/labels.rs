//! What the cells of a table are called by: the labels of its rows, in a form of two halves those
//! that open each half.

use std::collections::BTreeMap;

use super::{Budget, BudgetRow};

/// Where the labels of a table stand; found once a table, which may have a hundred thousand rows.
pub struct Labels<'a> {
    budget: &'a Budget,
    /// The columns by their ids, from the left.
    columns: BTreeMap<&'a str, usize>,
    /// The first column that holds an amount.
    first: usize,
}

impl Budget {
    /// Where its labels stand.
    #[must_use]
    pub fn labels(&self) -> Labels<'_> {
        let holds = |id: &str| self.rows.iter().any(|row| row.cells.contains_key(id));
        let first = self.columns.iter().position(|column| holds(&column.id));
        // The first of several columns of one id is meant, as for headings.
        let columns = self.columns.iter().enumerate().rev();
        let columns = columns.map(|(at, column)| (column.id.as_str(), at)).collect();
        Labels { budget: self, columns, first: first.unwrap_or(usize::MAX) }
    }
}

impl<'a> Labels<'a> {
    /// What the cell of a row in a column is called: the row's label, or in a form of two halves
    /// the text that opens the half of the column.
    #[must_use]
    pub fn beside(&self, row: &'a BudgetRow, column: &str) -> &'a str {
        let until = self.columns.get(column).copied().unwrap_or(0);
        let before = self.budget.columns.get(..until).unwrap_or_default();
        let text = before.iter().rposition(|c| row.texts.contains_key(&c.id));
        let text = text.filter(|at| self.first < *at).and_then(|at| before.get(at));
        text.and_then(|c| row.texts.get(&c.id)).map_or(&row.label, |t| &t.text)
    }
}
