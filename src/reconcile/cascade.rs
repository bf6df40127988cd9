//! One cause told once: a wrong cell breaks the sum of its row and the sum of its column.
//!
//! A residual is what is printed less what the cells make. An error of `e` in a cell shows as
//!
//! | wrong cell | residual of its row | residual of its column |
//! |---|---|---|
//! | a line, a column | −e | −e |
//! | a line, the total column | +e | −e |
//! | the total row, a column | −e | +e |
//! | the total row, the total column | +e | +e |
//!
//! so that row and column together name the cell. A row's total wrong by `e` that went into the
//! grand total shows as `+e` in both rows and nowhere else.

use rust_decimal::Decimal;

use super::telling::Instance;
use super::verdict::Comparison;

/// The direction of a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Down a column.
    Column {
        /// Its id.
        column: &'a str,
        /// Whether it is the column of totals.
        total_column: bool,
    },
    /// Across a row.
    Row {
        /// Whether it is the row of totals.
        is_total: bool,
        /// The columns that it sums.
        columns: Vec<&'a str>,
    },
}

/// A sum that does not hold.
#[derive(Debug, Clone)]
pub(super) struct Failure<'a> {
    /// Its direction.
    pub(super) line: Line<'a>,
    /// The sum.
    pub(super) instance: Instance<'a>,
    /// Its two sides.
    pub(super) comparison: Comparison,
}

impl Failure<'_> {
    fn residual(&self) -> Decimal {
        self.comparison.right.saturating_sub(self.comparison.left)
    }
}

/// The failures with those that one cause explains joined into one.
pub(super) fn settle(failures: Vec<Failure<'_>>) -> Vec<Failure<'_>> {
    let mut kept: Vec<Failure<'_>> = Vec::new();
    for failure in ordered(failures) {
        match kept.iter_mut().find(|k| one_cause(k, &failure)) {
            Some(cause) => {
                let facts = failure.instance.right.iter().map(|o| o.fact);
                cause.instance.also.extend(facts);
            }
            None => kept.push(failure),
        }
    }
    kept
}

/// Rows of lines first, then columns, then the row of totals: the narrowest sum names the cause.
fn ordered(mut failures: Vec<Failure<'_>>) -> Vec<Failure<'_>> {
    failures.sort_by_key(|f| match f.line {
        Line::Row { is_total: false, .. } => 0,
        Line::Column { .. } => 1,
        Line::Row { is_total: true, .. } => 2,
    });
    failures
}

fn one_cause(kept: &Failure<'_>, other: &Failure<'_>) -> bool {
    let (a, b) = (kept.residual(), other.residual());
    match (&kept.line, &other.line) {
        (Line::Row { is_total: false, columns }, Line::Column { column, total_column }) => {
            if *total_column {
                a == -b
            } else {
                a == b && columns.contains(column)
            }
        }
        (Line::Row { is_total: false, .. }, Line::Row { is_total: true, .. }) => a == b,
        (Line::Column { column, total_column }, Line::Row { is_total: true, columns }) => {
            if *total_column {
                a == b
            } else {
                a == -b && columns.contains(column)
            }
        }
        _ => false,
    }
}
