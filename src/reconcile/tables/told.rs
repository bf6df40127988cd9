//! Sentences of the sums of tables.

use rust_decimal::Decimal;

use super::super::facts::Unit;
use super::super::sums::Sum;
use super::super::words::{figure, listed, row_label};
use crate::issue::Lang;
use crate::record::{BudgetColumn, BudgetRow};
use crate::sentence;

/// Why a sum is left open: lines without an amount, and what they would have to hold.
pub(super) fn blank(
    sum: &Sum<'_>,
    column: &BudgetColumn,
    gap: (Decimal, Unit),
    lang: Lang,
) -> String {
    let line = |row: &&BudgetRow| {
        let text = row.texts.get(&column.id).map(|text| text.text.trim());
        sentence::line_reading(lang, row_label(row, lang), text)
    };
    let lines: Vec<String> = sum.blank.iter().map(line).collect();
    sentence::lacks_amounts(lang, lines.len(), listed(&lines, lang), figure(gap.0, gap.1, lang))
}

/// What empty cells would have to hold for a total to be right.
pub(in super::super) fn blank_cell(
    row: &BudgetRow,
    count: usize,
    amount: &str,
    lang: Lang,
) -> String {
    match count {
        1 => sentence::blank_cell(lang, row_label(row, lang), amount),
        _ => sentence::blank_cells(lang, count, amount),
    }
}
