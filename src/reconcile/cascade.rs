//! One cause told once: a wrong cell breaks the sum of its row and the sum of its column.
//!
//! Takes the sums of a table that do not hold; gives them with those of one cause joined. Which
//! cause it is, is told by residuals (see [`one_cause`]).

use rust_decimal::Decimal;

use super::facts::{Fact, Origin};
use super::instance::{Instance, Suspect};
use super::neighbours;
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
    /// Other sums that the same cause breaks.
    pub(super) joined: Vec<(Instance<'a>, Comparison)>,
}

impl<'a> Failure<'a> {
    /// Takes in a sum that the same cause breaks.
    fn join(&mut self, other: Failure<'a>) {
        self.instance.also.extend(printed(&other));
        self.joined.push((other.instance, other.comparison));
        self.joined.extend(other.joined);
    }

    fn residual(&self) -> Decimal {
        self.comparison.right.saturating_sub(self.comparison.left)
    }
}

/// The failures with those that one cause explains joined into one; `columns` is how many
/// columns of the table are summed.
pub(super) fn settle(failures: Vec<Failure<'_>>, columns: usize) -> Vec<Failure<'_>> {
    let mut kept: Vec<Failure<'_>> = Vec::new();
    for failure in whole_lines(failures, columns) {
        match kept.iter_mut().find(|k| one_cause(k, &failure)) {
            Some(cause) => {
                if let Some(cell) = meeting(cause, &failure) {
                    cause.instance.suspect = Suspect::Cell(cell);
                }
                cause.join(failure);
            }
            None => kept.push(failure),
        }
    }
    swapped(kept)
}

/// Joins two columns that are off by as much in opposite directions, where the amounts of one
/// row, exchanged, make both right.
fn swapped(failures: Vec<Failure<'_>>) -> Vec<Failure<'_>> {
    let mut kept: Vec<Failure<'_>> = Vec::new();
    for failure in failures {
        let found = kept.iter_mut().find_map(|kept| {
            Some((neighbours::exchanged(&kept.instance, &failure.instance)?, kept))
        });
        match found {
            Some(((one, other), cause)) => {
                cause.instance.suspect = Suspect::Swapped(one, other);
                cause.join(failure);
            }
            None => kept.push(failure),
        }
    }
    kept
}

fn printed<'a>(failure: &Failure<'a>) -> Vec<Fact<'a>> {
    failure.instance.right.iter().map(|o| o.fact).collect()
}

/// Joins the columns of one printed row where all are off in the same direction: no slip does
/// that, a line left out or counted twice does. Rows of lines come first in what is given back,
/// then columns, then the row of totals: the narrowest sum names the cause.
fn whole_lines(mut failures: Vec<Failure<'_>>, columns: usize) -> Vec<Failure<'_>> {
    failures.sort_by_key(|f| match f.line {
        Line::Row { is_total: false, .. } => 0,
        Line::Column { .. } => 1,
        Line::Row { is_total: true, .. } => 2,
    });
    let mut kept: Vec<Failure<'_>> = Vec::new();
    let mut rest = failures.into_iter().peekable();
    while let Some(mut first) = rest.next() {
        let Line::Column { .. } = first.line else {
            kept.push(first);
            continue;
        };
        let mut group = Vec::new();
        while let Some(next) = rest.next_if(|next| same_row(&first, next)) {
            group.push(next);
        }
        let negative = first.residual().is_sign_negative();
        let together = group.iter().all(|f| f.residual().is_sign_negative() == negative);
        if together && columns > 1 && group.len() + 1 == columns {
            first.instance.suspect = Suspect::Line;
            for other in group {
                first.join(other);
            }
            kept.push(first);
        } else {
            kept.push(first);
            kept.extend(group);
        }
    }
    kept
}

/// Whether two sums down columns are printed in the same row.
pub(super) fn same_row(one: &Failure<'_>, other: &Failure<'_>) -> bool {
    let row = |f: &Failure<'_>| match (f.instance.right.first().map(|o| o.fact.origin), &f.line) {
        (Some(Origin::Cell { row, .. }), Line::Column { .. }) => Some(std::ptr::from_ref(row)),
        _ => None,
    };
    row(one).is_some() && row(one) == row(other)
}

/// The cell where two failures meet.
fn meeting<'a>(one: &Failure<'a>, other: &Failure<'a>) -> Option<Fact<'a>> {
    let cells =
        |f: &Failure<'a>| -> Vec<Fact<'a>> { f.instance.operands().map(|o| o.fact).collect() };
    let others = cells(other);
    cells(one).into_iter().find(|c| others.iter().any(|o| std::ptr::eq(o.place, c.place)))
}

/// Whether one wrong cell explains both failures. A residual is what is printed less what the
/// cells make; an error of `e` in a cell shows as
///
/// | wrong cell | residual of its row | residual of its column |
/// |---|---|---|
/// | a line, a column | −e | −e |
/// | a line, the total column | +e | −e |
/// | the total row, a column | −e | +e |
/// | the total row, the total column | +e | +e |
///
/// so that row and column together name the cell. A row's total wrong by `e` that went into the
/// grand total shows as `+e` in both rows and nowhere else.
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
