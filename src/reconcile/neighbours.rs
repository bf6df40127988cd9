//! The hypothesis that an amount stands in the wrong column: two columns exchanged in a row, or
//! the figure of the neighbour.
//!
//! An exchange shows in the sums of both columns, off by as much in opposite directions. A figure
//! of the neighbour shows where the cell is known: by its row and its column, or because another
//! text states the amount. Many budgets give two funders the same amount: a cell that equals its
//! neighbour says something only where it should not.

use rust_decimal::Decimal;

use super::facts::{Fact, Origin};
use super::instance::{Instance, Suspect};
use super::slips::Tested;
use super::verdict::Comparison;
use super::words::{cell, figure, row_label, short};
use crate::issue::Lang;
use crate::record::{BudgetCell, RowKind};
use crate::sentence;

const KIND: &str = "column_swapped";

/// The two cells of the one row whose exchange makes two sums down columns right.
pub(super) fn exchanged<'a>(
    one: &Instance<'a>,
    other: &Instance<'a>,
) -> Option<(Fact<'a>, Fact<'a>)> {
    let (gap, back) = (one.compare().difference(), other.compare().difference());
    let slack = one.slack().saturating_add(other.slack());
    let alike = |a: Decimal, b: Decimal| a.saturating_sub(b).abs() <= slack;
    if !alike(gap, -back) || !down(one) || !down(other) {
        return None;
    }
    let cells = one.left.iter().flat_map(|a| other.left.iter().map(move |b| (a.fact, b.fact)));
    let fits = |(a, b): &(Fact<'_>, Fact<'_>)| {
        same_row(a, b) && alike(a.value.saturating_sub(b.value), gap)
    };
    let mut found = cells.filter(fits);
    let pair = found.next()?;
    found.next().is_none().then_some(pair)
}

/// Whether a sum is one of several lines in one column.
fn down(instance: &Instance<'_>) -> bool {
    let Some(printed) = instance.right.first().map(|o| &o.fact) else { return false };
    instance.left.len() > 1
        && column(printed).is_some()
        && instance.left.iter().all(|o| column(&o.fact) == column(printed))
}

fn column<'a>(fact: &Fact<'a>) -> Option<&'a str> {
    match fact.origin {
        Origin::Cell { column, .. } => Some(column),
        _ => None,
    }
}

fn same_row(a: &Fact<'_>, b: &Fact<'_>) -> bool {
    match (a.origin, b.origin) {
        (Origin::Cell { row, .. }, Origin::Cell { row: other, .. }) => std::ptr::eq(row, other),
        _ => false,
    }
}

/// Tests the hypothesis; none where there is no other column.
pub(super) fn test(instance: &Instance<'_>, comparison: &Comparison, lang: Lang) -> Option<Tested> {
    match instance.suspect {
        Suspect::Swapped(a, b) => Some(swap(&a, &b, lang)),
        Suspect::Line => None,
        Suspect::Cell(suspect) => {
            let tested = neighbour(&suspect, suspect.value, lang)?;
            // What is no figure of a neighbour is told of the row, not of the cell.
            let cell = cell(&suspect, lang).filter(|_| tested.fits);
            Some(Tested { cell, ..tested })
        }
        Suspect::Unknown | Suspect::Blank(..) => {
            let ([left], [right]) = (instance.left.as_slice(), instance.right.as_slice()) else {
                return down(instance).then(|| alone(instance, comparison, lang)).flatten();
            };
            let of_cell = |f: &Fact<'_>| matches!(f.origin, Origin::Cell { .. });
            match (of_cell(&left.fact), of_cell(&right.fact)) {
                (true, false) => neighbour(&left.fact, comparison.right, lang),
                (false, true) => neighbour(&right.fact, comparison.left, lang),
                _ => None,
            }
        }
    }
}

fn heading(fact: &Fact<'_>) -> String {
    match fact.origin {
        Origin::Cell { budget, column, .. } => short(budget.heading(column)),
        _ => String::new(),
    }
}

fn row(fact: &Fact<'_>, lang: Lang) -> String {
    match fact.origin {
        Origin::Cell { row, .. } if row.kind == RowKind::Total => sentence::total_row(lang),
        Origin::Cell { row, .. } => row_label(row, lang),
        _ => String::new(),
    }
}

fn swap(a: &Fact<'_>, b: &Fact<'_>, lang: Lang) -> Tested {
    let (one, other) = (figure(a.value, a.unit, lang), figure(b.value, b.unit, lang));
    let row = row(a, lang);
    let clause = sentence::columns_exchanged(lang, heading(a), heading(b), row, one, other);
    Tested::told(KIND, true, clause)
}

/// Whether another column of the row of a cell holds an amount.
fn neighbour(cell: &Fact<'_>, amount: Decimal, lang: Lang) -> Option<Tested> {
    let Origin::Cell { budget, row: own, column } = cell.origin else { return None };
    let mut others = own.cells.iter().filter(|(id, _)| *id != column).peekable();
    others.peek()?;
    let same = |(_, other): &(&str, &BudgetCell)| other.value == amount;
    let value = figure(amount, cell.unit, lang);
    let found = others.find(same);
    let clause = match found {
        Some((id, _)) => sentence::of_neighbour(lang, value, short(budget.heading(id))),
        None => sentence::of_no_neighbour(lang, row(cell, lang), value),
    };
    Some(Tested::told(KIND, found.is_some(), clause))
}

/// A column off alone: an exchange would show in two.
fn alone(instance: &Instance<'_>, comparison: &Comparison, lang: Lang) -> Option<Tested> {
    let Origin::Cell { budget, row, .. } = instance.right.first()?.fact.origin else { return None };
    if budget.columns.iter().filter(|c| row.cells.contains_key(&c.id)).count() < 2 {
        return None;
    }
    let gap = figure(comparison.difference().abs(), instance.right.first()?.fact.unit, lang);
    Some(Tested::told(KIND, false, sentence::column_alone(lang, gap)))
}
