//! What the lines of a table make, beside each sum that it prints.
//!
//! Reports show both, so that a reader can follow the arithmetic with a finger. The readings of a
//! table and the doubts about it are those of the checks (`tables`): what those leave
//! unchecked is not recomputed here either, for a sum of other lines would accuse a sound total.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::tables::Columns;
use super::{sums, tables};
use crate::record::{Budget, Record};

/// What the lines of a printed sum make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recomputed {
    /// What is printed.
    Same,
    /// What is printed, but for what rounding line by line explains.
    Rounded(Decimal),
    /// Another amount.
    Other(Decimal),
    /// A line lacks its amount, or what is summed cannot be told.
    Unknown,
}

/// What the lines make of each printed sum, by the number of its row, from 0, and the id of its
/// column.
#[must_use]
pub fn recomputed<'a>(
    record: &'a Record,
    budget: &'a Budget,
) -> BTreeMap<(usize, &'a str), Recomputed> {
    let columns = Columns::of(budget).additive;
    let mut all: Vec<_> =
        columns.iter().map(|column| sums::column_sums(record, budget, column)).collect();
    sums::agree(&mut all);
    let row = |of| budget.rows.iter().position(|row| std::ptr::eq(row, of));
    let mut out = BTreeMap::new();
    for (column, sums) in columns.iter().zip(&all) {
        for sum in sums {
            if let Some(at) = row(sum.row) {
                out.insert(
                    (at, column.id.as_str()),
                    tables::recompute(record, budget, column, sum),
                );
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, dec};
    use super::*;

    /// What is recomputed in the one column of a table, from the top.
    fn told(id: &str, text: &str) -> Vec<(usize, Recomputed)> {
        let record = Made::new("bilan", "b.pdf").table(id, &["etat"], text).0;
        let all = recomputed(&record, &record.budgets[0]);
        all.into_iter().map(|((row, _), sum)| (row, sum)).collect()
    }

    #[test]
    fn each_printed_sum_has_what_its_lines_make() {
        let text = "L 1.1 | 100\nL 1.2 | 10\nS Sous-total | 110\nL 2.1 | 40\nS Sous-total | 50\n\
                    T Total | 160";
        let other = Recomputed::Other(dec("40"));
        assert_eq!(
            told("budget", text),
            [(2, Recomputed::Same), (4, other), (5, Recomputed::Same)]
        );
    }

    #[test]
    fn a_line_whose_amount_is_not_known_leaves_its_sum_unknown() {
        let text = "L 1.1 | 100\nL 1.2 | 40\nL 2.1 | =n.c.\nT Total | 160";
        assert_eq!(told("budget", text), [(3, Recomputed::Unknown)]);
        let full = text.replace("=n.c.", "15");
        assert_eq!(told("budget", &full), [(3, Recomputed::Other(dec("155")))]);
    }

    #[test]
    fn a_total_of_something_else_is_not_accused() {
        let text = "L a | 100\nL b | 40\nT Total | 900";
        assert_eq!(told("tableau", text), [(2, Recomputed::Unknown)]);
    }
}
