//! Which cells make each sum that a table prints, for who recomputes it in the open.
//!
//! The same readings as those of the checks. A sum that nothing makes is given where a check
//! would tell it as wrong, never where the table may sum something else.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    Columns, Comparison, Failure, Instance, Line, lines_make_totals, plausible, row_sums,
    table_instance,
};
use crate::issue::Lang;
use crate::reconcile::facts::{Fact, Origin};
use crate::reconcile::finding::Verdict;
use crate::reconcile::says::Says;
use crate::reconcile::sums::{Sum, agree, column_sums};
use crate::record::{Budget, BudgetRow, Record, UNCLAIMED_TABLE};

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
    /// What the parts make.
    pub made: Decimal,
    /// Whether what is printed is that, or as near as its figures are written.
    pub agrees: bool,
}

/// The printed sums of a budget: down its columns, then across its rows.
#[must_use]
pub fn printed_sums<'b>(record: &'b Record, budget: &'b Budget) -> Vec<Printed<'b>> {
    let rows: BTreeMap<usize, usize> =
        budget.rows.iter().enumerate().map(|(at, row)| (number(row), at)).collect();
    let columns = Columns::of(budget);
    let mut sums: Vec<Vec<Sum<'_>>> =
        columns.additive.iter().map(|column| column_sums(record, budget, column)).collect();
    agree(&mut sums);
    let (mut down, mut failures, mut doubtful) = (Vec::new(), Vec::new(), 0);
    for sum in sums.iter().flatten() {
        let says = Says::Row(sum.row);
        let instance = table_instance(record, "somme-colonne", says, (&sum.parts, sum.printed));
        let comparison = instance.compare();
        if agrees(&comparison) {
            down.extend(printed(&instance, &comparison, false, &rows));
        } else if sum.certain && plausible(budget, sum, &comparison) {
            let line = Line::Column { total_column: false };
            failures.push(Failure::new(line, instance, comparison));
        } else {
            doubtful += 1;
        }
    }
    let counts = (down.len() as u32, doubtful);
    if budget.id != UNCLAIMED_TABLE || lines_make_totals(&failures, counts, Lang::Fr) {
        let failed = failures.iter();
        down.extend(failed.filter_map(|f| printed(&f.instance, &f.comparison, false, &rows)));
    }
    let across =
        columns.total().and_then(|(total, parts)| row_sums(record, budget, (total, &parts)).ok());
    let across = across.unwrap_or_default();
    down.extend(across.iter().filter_map(|(i, c, _)| printed(i, c, true, &rows)));
    down
}

/// Whether two sides are equal, or as near as they are written.
fn agrees(comparison: &Comparison) -> bool {
    comparison.verdict != Some(Verdict::Different)
}

/// A sum by the cells that it is of; `None` where one of them is no cell of the table.
fn printed<'b>(
    instance: &Instance<'b>,
    comparison: &Comparison,
    across: bool,
    rows: &BTreeMap<usize, usize>,
) -> Option<Printed<'b>> {
    let seat = |fact: &Fact<'b>| match fact.origin {
        Origin::Cell { row, column, .. } => Some((*rows.get(&number(row))?, column)),
        _ => None,
    };
    let parts = instance.left.iter().map(|operand| seat(&operand.fact));
    Some(Printed {
        seat: seat(&instance.right.first()?.fact)?,
        parts: parts.collect::<Option<Vec<_>>>().filter(|parts| !parts.is_empty())?,
        across,
        made: comparison.left,
        agrees: agrees(comparison),
    })
}

/// A row, as a number that no other row has.
fn number(row: &BudgetRow) -> usize {
    std::ptr::from_ref(row).addr()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::made::Made;

    /// Row, column, rows of the parts, what they make and whether that agrees.
    type Told = (usize, String, Vec<usize>, String, bool);

    fn told(id: &str, columns: &[&str], text: &str) -> Vec<Told> {
        let record = Made::new("bilan", "b.pdf").table(id, columns, text).0;
        let sums = printed_sums(&record, &record.budgets[0]);
        let told = sums.iter().map(|s| {
            let rows = s.parts.iter().map(|(row, _)| *row).collect();
            (s.seat.0, s.seat.1.to_owned(), rows, s.made.to_string(), s.agrees)
        });
        told.collect()
    }

    fn of(row: usize, column: &str, parts: &[usize], made: &str, agrees: bool) -> Told {
        (row, column.to_owned(), parts.to_vec(), made.to_owned(), agrees)
    }

    #[test]
    fn a_total_of_subtotals_is_made_of_what_the_check_adds() {
        let text = "L A | 10\nL B | 20\nS Un | 30\nL C | 5\nL D | 6\nS Deux | 11\nT Total | 42";
        let sums = told("budget", &["etat"], text);
        assert_eq!(sums[0], of(2, "etat", &[0, 1], "30", true));
        assert_eq!(sums[1], of(5, "etat", &[3, 4], "11", true));
        assert_eq!((sums[2].0, sums[2].3.as_str(), sums[2].4), (6, "41", false));
        assert_eq!(sums.len(), 3);
    }

    #[test]
    fn a_total_column_is_made_of_its_row_and_of_its_lines() {
        let text = "L A | 10 | 20 | 30\nL B | 1 | 2 | 3\nT Total | 11 | 22 | 33";
        let sums = told("budget", &["etat", "ville", "total"], text);
        let total: Vec<&Told> = sums.iter().filter(|s| s.0 == 2 && s.1 == "total").collect();
        let (down, across) =
            (of(2, "total", &[0, 1], "33", true), of(2, "total", &[2, 2], "33", true));
        assert_eq!(total, [&down, &across]);
        assert_eq!(sums.len(), 6, "three columns, three rows");
    }

    #[test]
    fn a_total_of_something_else_is_not_made_again() {
        let text = "L A | 10 000\nL B | 20 000\nT Estimation | 900 000";
        assert_eq!(told(UNCLAIMED_TABLE, &["montant"], text), []);
    }
}
