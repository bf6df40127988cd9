//! The columns of a table that add up, and how many sums of one are made again.
//!
//! Rates and unit prices are not added. A table that prints more sums than anybody adds up is
//! told, not summed: what a document asks of the check is bounded by its rows.

use crate::reconcile::names;
use crate::reconcile::sums::block::Blocks;
use crate::reconcile::sums::{Sum, agree, column_sums};
use crate::record::{Budget, BudgetColumn, Record, RowKind};

/// Columns of amounts that a table may have to be summed: more than a page can show.
const MOST_COLUMNS: usize = 400;

/// Printed sums that a table may have: a list of five thousand communes, each with a subtotal of
/// four columns.
pub(super) const MOST_SUMS: usize = 20_000;

/// The columns of a table whose amounts add up.
pub(in crate::reconcile) struct Columns<'a> {
    /// Left to right.
    pub(in crate::reconcile) additive: Vec<&'a BudgetColumn>,
}

impl<'a> Columns<'a> {
    /// Those of a table.
    pub(in crate::reconcile) fn of(budget: &'a Budget) -> Self {
        let additive = budget.columns.iter().filter(|c| adds_up(budget, c)).collect();
        Self { additive }
    }

    /// Whether the table prints no more sums than somebody adds up.
    pub(super) fn are_summed(&self, budget: &Budget) -> bool {
        let rows = budget.rows.iter().filter(|row| row.kind != RowKind::Line).count();
        self.additive.len() <= MOST_COLUMNS && rows * self.additive.len() <= MOST_SUMS
    }

    /// The printed sums of each.
    pub(super) fn sums(&self, record: &'a Record, budget: &'a Budget) -> Vec<Vec<Sum<'a>>> {
        let blocks = Blocks::of_table(budget);
        let sums = self.additive.iter().map(|c| column_sums(record, budget, &blocks, c));
        let mut sums: Vec<_> = sums.collect();
        agree(&mut sums);
        sums
    }

    /// The total column and those that it sums: those before it, or those after it where it
    /// comes first.
    pub(super) fn total(&self) -> Option<(&'a BudgetColumn, Vec<&'a BudgetColumn>)> {
        let at = self.additive.iter().position(|c| is_total_column(c))?;
        let (before, rest) = self.additive.split_at(at);
        let (total, after) = rest.split_first()?;
        let parts = if before.is_empty() { after } else { before };
        (parts.len() >= 2).then(|| (*total, parts.to_vec()))
    }
}

/// Whether a column holds amounts, and of those that may be added: no rates, no unit prices.
fn adds_up(budget: &Budget, column: &BudgetColumn) -> bool {
    const RATES: [&str; 6] = ["taux", "pourcentage", "unitaire", "ratio", "annee", "prix"];
    let label = names::key(&column.label);
    let rate = column.label.contains('%') || label.split(' ').any(|w| RATES.contains(&w));
    let mut cells = budget.rows.iter().filter_map(|r| r.cells.get(&column.id)).peekable();
    cells.peek().is_some() && !rate && cells.all(|c| !c.written.contains('%'))
}

pub(super) fn is_total_column(column: &BudgetColumn) -> bool {
    column.id == "total" || names::key(&column.label).split(' ').next() == Some("total")
}
