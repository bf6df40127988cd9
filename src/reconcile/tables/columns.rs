//! The columns of a table that add up, and how many sums of one are made again.
//!
//! Rates and unit prices are not added. A table that prints more sums than anybody adds up is
//! told, not summed: what a document asks of the check is bounded by its rows.

use rust_decimal::Decimal;

use crate::issue::Lang;
use crate::number::format::format_in;
use crate::reconcile::names;
use crate::reconcile::sums::block::Blocks;
use crate::reconcile::sums::{Sum, agree, column_sums};
use crate::record::{Budget, BudgetColumn, BudgetRow, Record, RowKind};
use crate::sentence;

/// Columns of amounts that a table may have to be summed: more than a page can show.
const MOST_COLUMNS: usize = 400;

/// Printed sums that a table may have: a list of five thousand communes, each with a subtotal of
/// four columns.
const MOST_SUMS: usize = 20_000;

/// Sums that may not hold in a table of sums. Where hundreds do not, it adds up in another way,
/// and nobody reads them.
pub(super) const MOST_WRONG: usize = 300;

/// Why the sums of a table are not made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unsummed {
    /// It has more columns of amounts than a page can show.
    Columns,
    /// It prints more sums than anybody adds up.
    Sums,
    /// So many do not hold that it adds up in another way.
    Wrong,
}

impl Unsummed {
    /// Why, as a clause.
    pub(super) fn why(self, lang: Lang) -> String {
        let count = |most: usize| format_in(Decimal::from(most), lang);
        match self {
            Self::Columns => sentence::columns_too_many(lang, count(MOST_COLUMNS)),
            Self::Sums => sentence::sums_too_many(lang, count(MOST_SUMS)),
            Self::Wrong => sentence::sums_all_wrong(lang, count(MOST_WRONG)),
        }
    }
}

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

    /// Why the table is not summed, if it prints more sums than somebody adds up.
    pub(super) fn unsummed(&self, budget: &Budget) -> Option<Unsummed> {
        let is_sum = |row: &&BudgetRow| {
            let heads = row.kind == RowKind::Group && !row.cells.is_empty();
            heads || matches!(row.kind, RowKind::Subtotal | RowKind::Total)
        };
        let sums = budget.rows.iter().filter(is_sum).count() * self.additive.len();
        match () {
            () if self.additive.len() > MOST_COLUMNS => Some(Unsummed::Columns),
            () if sums > MOST_SUMS => Some(Unsummed::Sums),
            () => None,
        }
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
