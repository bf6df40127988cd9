//! One cause told once: a wrong cell breaks the sum of its row and the sum of its column.
//!
//! Takes the sums of a table that do not hold; gives them with those of one cause joined. An
//! error of `e` in a cell shows as `e` in a sum that prints the cell and as `−e` in one that adds
//! it up: sums that share a cell, and by which it is off by as much, have that cell for a cause,
//! be they of its row, of its column or of a total further down. Sums of rounded amounts agree on
//! it but for what rounding leaves.

use rust_decimal::Decimal;

use super::facts::{Fact, Origin};
use super::instance::{Instance, Suspect};
use super::lack::Lack;
use super::neighbours;
use super::verdict::Comparison;

/// The direction of a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// Down a column.
    Column {
        /// Whether it is the column of totals.
        total_column: bool,
    },
    /// Across a row.
    Row {
        /// Whether it is a row of sums: a total, a subtotal, the head of a group.
        is_sum: bool,
    },
}

/// A sum that does not hold.
#[derive(Debug, Clone)]
pub(super) struct Failure<'a> {
    /// Its direction.
    pub(super) line: Line,
    /// The sum.
    pub(super) instance: Instance<'a>,
    /// Its two sides.
    pub(super) comparison: Comparison,
    /// Other sums that the same cause breaks.
    pub(super) joined: Vec<(Instance<'a>, Comparison)>,
    /// Why it may be no fault, if no other sum shows one: a line whose amount is not known.
    pub(super) open: Option<Lack>,
    /// The cells each of which explains all of it, with the error of each.
    cells: Vec<(Fact<'a>, Decimal)>,
    /// The places of those that it had alone, with the error of each, in the order of the places.
    places: Vec<(usize, Decimal)>,
    /// By how much it may be off without a fault.
    slack: Decimal,
}

impl<'a> Failure<'a> {
    /// A sum that no other is joined to yet.
    pub(super) fn new(line: Line, instance: Instance<'a>, comparison: Comparison) -> Self {
        let residual = comparison.right.saturating_sub(comparison.left);
        let parts = instance.left.iter().map(|o| (o.fact, -residual));
        let cells = parts.chain(instance.right.iter().map(|o| (o.fact, residual)));
        let cells: Vec<(Fact<'_>, Decimal)> = cells.collect();
        let mut places: Vec<_> = cells.iter().map(|(cell, e)| (number(cell), *e)).collect();
        places.sort_unstable();
        let slack = instance.slack();
        Self { line, instance, comparison, joined: Vec::new(), open: None, cells, places, slack }
    }

    /// Takes in a sum that the same cause breaks.
    fn join(&mut self, other: Failure<'a>) {
        // What another sum shows is a fault, whatever this one lacks.
        self.open = self.open.take().filter(|_| other.open.is_some());
        self.instance.also.extend(printed(&other));
        self.joined.push((other.instance, other.comparison));
        self.joined.extend(other.joined);
    }

    fn residual(&self) -> Decimal {
        self.comparison.right.saturating_sub(self.comparison.left)
    }

    /// Whether two figures of this and another sum are one but for what rounding leaves.
    fn alike(&self, other: &Failure<'_>, a: Decimal, b: Decimal) -> bool {
        a.saturating_sub(b).abs() <= self.slack.saturating_add(other.slack)
    }
}

/// The failures with those that one cause explains joined into one; `columns` is how many
/// columns of the table are summed.
pub(super) fn settle(failures: Vec<Failure<'_>>, columns: usize) -> Vec<Failure<'_>> {
    let mut kept: Vec<Failure<'_>> = Vec::new();
    for failure in whole_lines(failures, columns) {
        let found = kept.iter_mut().find_map(|cause| Some((one_cause(cause, &failure)?, cause)));
        match found {
            Some((shared, cause)) => {
                if let [(cell, _)] = shared.as_slice() {
                    cause.instance.suspect = Suspect::Cell(*cell);
                }
                if !shared.is_empty() {
                    cause.cells = shared;
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

/// The place of a cell, as a number that no other has.
fn number(cell: &Fact<'_>) -> usize {
    std::ptr::from_ref(cell.place).addr()
}

fn printed<'a>(failure: &Failure<'a>) -> Vec<Fact<'a>> {
    failure.instance.right.iter().map(|o| o.fact).collect()
}

/// Joins the columns of one printed row that a line left out or counted twice explains: all are
/// off in the same direction, or some are, and the total column by what the others are together.
/// No slip does that. Rows of lines come first in what is given back, then columns, then rows of
/// sums: the narrowest sum names the cause.
fn whole_lines(mut failures: Vec<Failure<'_>>, columns: usize) -> Vec<Failure<'_>> {
    failures.sort_by_key(|f| match f.line {
        Line::Row { is_sum: false } => 0,
        Line::Column { .. } => 1,
        Line::Row { is_sum: true } => 2,
    });
    let mut kept: Vec<Failure<'_>> = Vec::new();
    let mut rest = failures;
    while !rest.is_empty() {
        let mut first = rest.remove(0);
        let (group, others): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|next| same_row(&first, next));
        rest = others;
        if is_whole_line(&first, &group, columns) {
            first.instance.suspect = Suspect::Line;
            first.cells.clear();
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

fn is_whole_line(first: &Failure<'_>, group: &[Failure<'_>], columns: usize) -> bool {
    let all = || std::iter::once(first).chain(group);
    let negative = first.residual().is_sign_negative();
    if group.is_empty() || all().any(|f| f.residual().is_sign_negative() != negative) {
        return false;
    }
    let is_total = |f: &&Failure<'_>| f.line == Line::Column { total_column: true };
    let parts = all().filter(|f| !is_total(f)).map(Failure::residual).sum::<Decimal>();
    let slack = all().map(|f| f.slack).sum::<Decimal>();
    let adds_up = |f: &Failure<'_>| f.residual().saturating_sub(parts).abs() <= slack;
    group.len() + 1 == columns || all().find(is_total).is_some_and(adds_up)
}

/// Whether two sums down columns are printed in the same row.
fn same_row(one: &Failure<'_>, other: &Failure<'_>) -> bool {
    row_of(one).is_some() && row_of(one) == row_of(other)
}

/// The row in which a sum down a column is printed, as a number that no other row has.
pub(super) fn row_of(failure: &Failure<'_>) -> Option<usize> {
    match (failure.instance.right.first().map(|o| o.fact.origin), &failure.line) {
        (Some(Origin::Cell { row, .. }), Line::Column { .. }) => {
            Some(std::ptr::from_ref(row).addr())
        }
        _ => None,
    }
}

/// The cells each of which, wrong, explains both failures; none where nothing does. A row's total
/// wrong by `e` that went into the total of its column shows as `e` in both rows and nowhere else:
/// no cell is in both.
fn one_cause<'a>(kept: &Failure<'a>, other: &Failure<'a>) -> Option<Vec<(Fact<'a>, Decimal)>> {
    let (Line::Row { is_sum: false }, Line::Row { is_sum: true }) = (kept.line, other.line) else {
        let same = |(cell, error): &&(Fact<'a>, Decimal)| {
            let here = other.places.partition_point(|(place, _)| *place < number(cell));
            let here = other.places.iter().skip(here).take_while(|(p, _)| *p == number(cell));
            here.into_iter().any(|(_, e)| kept.alike(other, *error, *e))
        };
        let shared: Vec<_> = kept.cells.iter().filter(same).copied().collect();
        return (!shared.is_empty()).then_some(shared);
    };
    kept.alike(other, kept.residual(), other.residual()).then(Vec::new)
}
