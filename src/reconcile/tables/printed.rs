//! What the lines of a table make, beside each sum that it prints, for who recomputes it in the
//! open.
//!
//! The readings of a table and the doubts about it are those of the checks: what those leave
//! unchecked is not recomputed here either, for a sum of other lines would accuse a sound total.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    Columns, Comparison, Failure, Instance, Line, MOST_WRONG, plausible, row_sums, table_instance,
    told_as_wrong, unknown,
};
use crate::issue::Lang;
use crate::reconcile::facts::{Fact, Origin};
use crate::reconcile::finding::Verdict;
use crate::reconcile::says::Says;
use crate::reconcile::sums::Sum;
use crate::record::{Budget, BudgetColumn, BudgetRow, Record, UNCLAIMED_TABLE};

/// A cell of a budget: the number of its row, from 0, and the id of its column.
pub type Seat<'b> = (usize, &'b str);

/// A printed sum.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed<'b> {
    /// The cell that prints it.
    pub seat: Seat<'b>,
    /// The cells that make it, in the order of the table.
    pub parts: Vec<Seat<'b>>,
    /// Whether they stand in its row, and not in its column.
    pub across: bool,
    /// What they make.
    pub recomputed: Recomputed,
}

/// What the parts of a printed sum make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recomputed {
    /// What is printed.
    Same(Decimal),
    /// What is printed, but for what rounding part by part explains.
    Rounded(Decimal),
    /// Another amount.
    Other(Decimal),
    /// A part lacks its amount, or what is summed cannot be told.
    Unknown,
}

/// The printed sums of a budget: down its columns, then across its rows.
#[must_use]
pub fn printed_sums<'b>(record: &'b Record, budget: &'b Budget) -> Vec<Printed<'b>> {
    let rows: BTreeMap<usize, usize> =
        budget.rows.iter().enumerate().map(|(at, row)| (number(row), at)).collect();
    let columns = Columns::of(budget);
    if columns.unsummed(budget).is_some() {
        return Vec::new();
    }
    let sums = columns.sums(record, budget);
    let mut all = Vec::new();
    let (mut failures, mut failed, mut held, mut doubtful) = (Vec::new(), Vec::new(), 0, 0);
    for (column, sums) in columns.additive.iter().zip(&sums) {
        for sum in sums {
            let says = Says::Row(sum.row);
            let instance = table_instance(record, "somme-colonne", says, (&sum.parts, sum.printed));
            let comparison = instance.compare();
            let recomputed = down(budget, column, sum, &comparison);
            let Some(sum) = printed(&instance, recomputed, false, &rows) else { continue };
            match recomputed {
                Recomputed::Other(_) => {
                    let line = Line::Column { total_column: false };
                    failures.push(Failure::new(line, instance, comparison));
                    failed.push(all.len());
                }
                Recomputed::Unknown => doubtful += 1,
                Recomputed::Same(_) | Recomputed::Rounded(_) => held += 1,
            }
            all.push(sum);
        }
    }
    if budget.id == UNCLAIMED_TABLE {
        let counts = (held, doubtful);
        let told = told_as_wrong(&failures, columns.additive.len(), counts, Lang::Fr);
        for (at, _) in failed.iter().zip(told).filter(|(_, told)| !told) {
            if let Some(sum) = all.get_mut(*at) {
                sum.recomputed = Recomputed::Unknown;
            }
        }
    }
    let across =
        columns.total().and_then(|(total, parts)| row_sums(record, budget, (total, &parts)).ok());
    let across = across.unwrap_or_default();
    all.extend(across.iter().filter_map(|(i, c, _)| printed(i, told(c), true, &rows)));
    let wrong = all.iter().filter(|sum| matches!(sum.recomputed, Recomputed::Other(_))).count();
    if wrong > MOST_WRONG { Vec::new() } else { all }
}

/// What the lines of a printed sum make, where they make it without a doubt.
fn down(
    budget: &Budget,
    column: &BudgetColumn,
    sum: &Sum<'_>,
    comparison: &Comparison,
) -> Recomputed {
    let certain = sum.certain && plausible(budget, sum, comparison);
    match told(comparison) {
        Recomputed::Other(_) if !certain || unknown(sum, column, comparison) => Recomputed::Unknown,
        told => told,
    }
}

/// What the parts of a sum make beside what is printed.
fn told(comparison: &Comparison) -> Recomputed {
    match comparison.verdict {
        Some(Verdict::Different) => Recomputed::Other(comparison.left),
        _ if comparison.difference().is_zero() => Recomputed::Same(comparison.left),
        _ => Recomputed::Rounded(comparison.left),
    }
}

/// A sum by the cells that it is of; `None` where one of them is no cell of the table.
fn printed<'b>(
    instance: &Instance<'b>,
    recomputed: Recomputed,
    across: bool,
    rows: &BTreeMap<usize, usize>,
) -> Option<Printed<'b>> {
    let seat = |fact: &Fact<'b>| match fact.origin {
        Origin::Cell { row, column, .. } => Some((*rows.get(&number(row))?, column)),
        _ => None,
    };
    let parts = instance.left.iter().map(|operand| seat(&operand.fact));
    let parts = parts.collect::<Option<Vec<_>>>().filter(|parts| !parts.is_empty())?;
    Some(Printed { seat: seat(&instance.right.first()?.fact)?, parts, across, recomputed })
}

/// A row, as a number that no other row has.
fn number(row: &BudgetRow) -> usize {
    std::ptr::from_ref(row).addr()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::made::{Made, dec};

    /// Row, column, rows of the parts, and what they make.
    type Told = (usize, String, Vec<usize>, Recomputed);

    fn told(id: &str, columns: &[&str], text: &str) -> Vec<Told> {
        let record = Made::new("bilan", "b.pdf").table(id, columns, text).0;
        let sums = printed_sums(&record, &record.budgets[0]);
        let told = sums.iter().map(|s| {
            let rows = s.parts.iter().map(|(row, _)| *row).collect();
            (s.seat.0, s.seat.1.to_owned(), rows, s.recomputed)
        });
        told.collect()
    }

    fn same(row: usize, column: &str, parts: &[usize], made: &str) -> Told {
        (row, column.to_owned(), parts.to_vec(), Recomputed::Same(dec(made)))
    }

    #[test]
    fn a_total_of_subtotals_is_made_of_what_the_check_adds() {
        let text = "L A | 10\nL B | 20\nS Un | 30\nL C | 5\nL D | 6\nS Deux | 11\nT Total | 42";
        let sums = told("budget", &["etat"], text);
        assert_eq!(sums[0], same(2, "etat", &[0, 1], "30"));
        assert_eq!(sums[1], same(5, "etat", &[3, 4], "11"));
        assert_eq!((sums[2].0, sums[2].3), (6, Recomputed::Other(dec("41"))));
        assert_eq!(sums.len(), 3);
    }

    #[test]
    fn a_total_column_is_made_of_its_row_and_of_its_lines() {
        let text = "L A | 10 | 20 | 30\nL B | 1 | 2 | 3\nT Total | 11 | 22 | 33";
        let sums = told("budget", &["etat", "ville", "total"], text);
        let total: Vec<&Told> = sums.iter().filter(|s| s.0 == 2 && s.1 == "total").collect();
        assert_eq!(total, [&same(2, "total", &[0, 1], "33"), &same(2, "total", &[2, 2], "33")]);
        assert_eq!(sums.len(), 6, "three columns, three rows");
    }

    #[test]
    fn a_line_whose_amount_is_not_known_leaves_its_sum_unknown() {
        let text = "L 1.1 | 100\nL 1.2 | 40\nL 2.1 | =n.c.\nT Total | 160";
        assert_eq!(told("budget", &["etat"], text)[0].3, Recomputed::Unknown);
        let full = text.replace("=n.c.", "15");
        assert_eq!(told("budget", &["etat"], &full)[0].3, Recomputed::Other(dec("155")));
    }

    #[test]
    fn a_total_of_something_else_is_not_accused() {
        let text = "L A | 10 000\nL B | 20 000\nT Estimation | 900 000";
        let sums = told(UNCLAIMED_TABLE, &["montant"], text);
        assert_eq!(sums.iter().map(|s| s.3).collect::<Vec<_>>(), [Recomputed::Unknown]);
    }
}
