//! Totals that their own lines contradict, put right before an inequality is judged by them.
//!
//! A total that is wrong by a euro breaks its sum, which says so; that the collectivité then
//! seems to bring a euro less is the same cause and not told again, unless the inequality fails
//! on what the lines make as well.

use rust_decimal::Decimal;

use super::facts::{Fact, Origin};
use super::instance::Instance;
use super::sums::block::Blocks;
use super::sums::{SumKind, column_sums};
use super::verdict::Operand;
use crate::record::RowKind;
use crate::rules::Operator;

/// Whether an inequality holds once the totals that it compares are what their lines make.
pub(super) fn holds(instance: &Instance<'_>) -> bool {
    if instance.operator == Operator::Equal || instance.rate.is_some() {
        return false;
    }
    let mut again = instance.clone();
    let mut wrong = false;
    for operand in again.left.iter_mut().chain(&mut again.right) {
        if let Some(value) = of_lines(&operand.fact) {
            wrong |= value != operand.fact.value;
            *operand = Operand { fact: Fact { value, ..operand.fact }, ..*operand };
        }
    }
    wrong && again.compare().verdict.is_none()
}

/// What the lines of a printed total make, where the table leaves no doubt about which they are.
fn of_lines(fact: &Fact<'_>) -> Option<Decimal> {
    let Origin::Cell { budget, row, column } = fact.origin else { return None };
    if row.kind != RowKind::Total {
        return None;
    }
    let column = budget.columns.iter().find(|c| c.id == column)?;
    let sums = column_sums(fact.record, budget, &Blocks::of_table(budget), column);
    let sum = sums.iter().find(|s| {
        s.kind == SumKind::Total && s.certain && std::ptr::eq(s.printed.place, fact.place)
    })?;
    let whole = sum.blank.is_empty() && sum.parts.len() > 1;
    whole.then(|| sum.parts.iter().fold(Decimal::ZERO, |all, f| all.saturating_add(f.value)))
}
