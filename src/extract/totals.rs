//! Rows that are sums without saying so, and rows that say « total » without being one.
//!
//! Takes the rows of a table as they were read. A sum without a name is told by what it is: the
//! amount of the lines above it (a total) or below it (the head of a group). A grant for « Total
//! Festum 2018 » is told by its row, which is as full of words as lines are.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use crate::document::{Cell, Table};
use crate::number::{self, CellValue, fold};
use crate::record::{BudgetRow, RowKind};

use super::columns::Column;

/// Rows that are looked at to tell how full a line is.
const SAMPLE: usize = 200;

/// Words that a grand total is made of, folded.
const GRAND: [&str; 13] = [
    "total",
    "totaux",
    "general",
    "generale",
    "montant",
    "ensemble",
    "cumul",
    "des",
    "subventions",
    "aides",
    "euros",
    "en",
    "ttc",
];

/// Whether a text holds no word but those of a grand total.
pub(super) fn is_bare(text: &str) -> bool {
    fold::key(text).split(' ').all(|w| GRAND.contains(&w) || w.parse::<u32>().is_ok())
}

/// Whether a row's name is another's than the total's: « Canton X | Total canton X » is a total.
pub(super) fn names_another(name: &Cell, total: &Cell) -> bool {
    let key = fold::key(&name.text.text);
    name.column != total.column && !fold::key(&total.text.text).contains(&key)
}

/// How many cells of words the rows that have an amount usually have.
pub(super) fn usual_words(table: &Table, columns: &[Column]) -> usize {
    let until = table.rows.min(table.header_rows + SAMPLE);
    let rows = (table.header_rows..until).map(|row| table.row(row).collect::<Vec<_>>());
    let is_amount = |c: &&Cell| columns.get(c.column).is_some_and(|k| k.numeric);
    let with_amount = rows.filter(|cells| cells.iter().any(is_amount));
    let mut counts: Vec<usize> = with_amount.map(|cells| words(&cells, columns)).collect();
    counts.sort_unstable();
    counts.get(counts.len() / 2).copied().unwrap_or(0)
}

/// The cells of a row that hold words.
pub(super) fn words(cells: &[&Cell], columns: &[Column]) -> usize {
    let says = |c: &&&Cell| {
        columns.get(c.column).is_none_or(|k| !k.numeric)
            && matches!(number::cell(&c.text.text), CellValue::Text)
    };
    cells.iter().filter(says).count()
}

/// The texts of cells merged downwards, by the further rows that they cover: one beneficiary
/// beside several grants. Amounts are not repeated.
pub(super) fn merged_texts<'a>(
    table: &'a Table,
    columns: &[Column],
) -> BTreeMap<usize, Vec<&'a Cell>> {
    let mut out: BTreeMap<usize, Vec<&Cell>> = BTreeMap::new();
    let is_text = |c: &&Cell| columns.get(c.column).is_some_and(|k| !k.numeric);
    let tall = table.cells.iter().filter(|c| c.row_span > 1 && c.row >= table.header_rows);
    for cell in tall.filter(is_text) {
        for row in cell.row + 1..table.rows.min(cell.row.saturating_add(cell.row_span)) {
            out.entry(row).or_default().push(cell);
        }
    }
    out
}

/// Finds the lines that are sums without a name, in a table whose lines have names.
pub(super) fn settle_unnamed(rows: &mut [BudgetRow], usual: usize) {
    if usual == 0 {
        return;
    }
    for at in 0..rows.len() {
        let Some(row) = rows.get(at) else { return };
        if row.kind != RowKind::Line || row.texts.len() > 1 || row.texts.len() >= usual {
            continue;
        }
        let Some(kind) = unnamed(rows, at) else { continue };
        if let Some(row) = rows.get_mut(at) {
            row.kind = kind;
        }
    }
}

/// What a line with hardly a text is, by its amounts.
fn unnamed(rows: &[BudgetRow], at: usize) -> Option<RowKind> {
    let row = rows.get(at)?;
    if is_sum(rows, row, &(0..at)) {
        return Some(RowKind::Total);
    }
    let opens = |r: &BudgetRow| r.kind != RowKind::Line;
    let start = rows.get(..at)?.iter().rposition(opens).map_or(0, |i| i + 1);
    if is_sum(rows, row, &(start..at)) {
        return Some(RowKind::Subtotal);
    }
    let thin = |r: &BudgetRow| opens(r) || r.texts.len() <= row.texts.len();
    let below = rows.get(at + 1..)?;
    let end = at + 1 + below.iter().position(thin).unwrap_or(below.len());
    if is_sum(rows, row, &(at + 1..end)) {
        return Some(RowKind::Group);
    }
    let foot = row.texts.is_empty() && at + 1 == rows.len() && at > 2;
    foot.then_some(RowKind::Total)
}

/// Whether each amount of a row is that of several lines.
fn is_sum(rows: &[BudgetRow], row: &BudgetRow, range: &Range<usize>) -> bool {
    let within = rows.get(range.clone()).unwrap_or(&[]);
    let lines: Vec<&BudgetRow> = within.iter().filter(|r| r.kind == RowKind::Line).collect();
    row.cells.iter().all(|(id, cell)| {
        let values: Vec<Decimal> =
            lines.iter().filter_map(|r| r.cells.get(id)).map(|c| c.value).collect();
        let sum = values.iter().try_fold(Decimal::ZERO, |sum, v| sum.checked_add(*v));
        values.len() > 1 && sum == Some(cell.value)
    })
}
