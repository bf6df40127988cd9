//! Rows that are sums without saying so, and rows that say « total » without being one.
//!
//! Takes the rows of a table as they were read. A sum without a name is told by what it is: the
//! amount of the lines above it (a total) or below it (the head of a group). A grant for « Total
//! Festum 2018 » is told by its row, which is as full of words as lines are.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::document::{Cell, Table};
use crate::number::{CellValue, fold};
use crate::record::{BudgetRow, RowKind};

use super::columns::{self, Column};

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
            && matches!(columns::value(&c.text.text), CellValue::Text)
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
    let (mut all, mut block) = (Sums::default(), Sums::default());
    let mut kinds = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let thin = row.kind == RowKind::Line && row.texts.len() < usual.min(2);
        let found = thin.then(|| unnamed(rows, at, &all, &block)).flatten();
        let kind = found.unwrap_or(row.kind);
        if kind == RowKind::Line {
            all.add(row);
            block.add(row);
        } else {
            block = Sums::default();
        }
        kinds.push(kind);
    }
    for (row, kind) in rows.iter_mut().zip(kinds) {
        row.kind = kind;
    }
}

/// What a line with hardly a text is, by its amounts and those about it: of all lines above it,
/// of those since the last sum or group, and of those below it.
fn unnamed(rows: &[BudgetRow], at: usize, all: &Sums<'_>, block: &Sums<'_>) -> Option<RowKind> {
    let row = rows.get(at)?;
    if all.give(row) {
        return Some(RowKind::Total);
    }
    if block.give(row) {
        return Some(RowKind::Subtotal);
    }
    let opens = |r: &BudgetRow| r.kind != RowKind::Line || r.texts.len() <= row.texts.len();
    let mut below = Sums::default();
    rows.get(at + 1..)?.iter().take_while(|r| !opens(r)).for_each(|r| below.add(r));
    if below.give(row) {
        return Some(RowKind::Group);
    }
    let foot = row.texts.is_empty() && at + 1 == rows.len() && at > 2;
    foot.then_some(RowKind::Total)
}

/// The amounts of some lines by column: how many and their sum.
#[derive(Default)]
struct Sums<'a>(BTreeMap<&'a str, (usize, Option<Decimal>)>);

impl<'a> Sums<'a> {
    fn add(&mut self, row: &'a BudgetRow) {
        for (id, cell) in row.cells.iter() {
            let (count, sum) = self.0.entry(id).or_insert((0, Some(Decimal::ZERO)));
            *count += 1;
            *sum = sum.and_then(|s| s.checked_add(cell.value));
        }
    }

    /// Whether each amount of a row is that of several lines.
    fn give(&self, row: &BudgetRow) -> bool {
        row.cells.iter().all(|(id, cell)| {
            let sum = self.0.get(id);
            sum.is_some_and(|(count, sum)| *count > 1 && *sum == Some(cell.value))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{CellRef, Place};
    use crate::record::{BudgetCell, ByColumn, TextCell};

    fn row(texts: usize, amount: i64) -> BudgetRow {
        let place = Place::Cell {
            sheet: "".into(),
            cell: CellRef { row: 0, column: 0 },
            line: None,
            text: String::new(),
        };
        let cell = BudgetCell {
            value: Decimal::from(amount),
            written: String::new(),
            step: Decimal::ONE,
            stored: None,
            second_reading: None,
            place: place.clone(),
        };
        let text = |id| (id, TextCell { text: "A".into(), place: place.clone() });
        BudgetRow {
            kind: RowKind::Line,
            action: None,
            label: String::new(),
            cells: ByColumn::from_iter([("montant", cell)]),
            texts: ["a", "b", "c"].into_iter().take(texts).map(text).collect(),
        }
    }

    fn kinds(rows: &[(usize, i64)]) -> Vec<RowKind> {
        let mut rows: Vec<BudgetRow> = rows.iter().map(|(t, a)| row(*t, *a)).collect();
        settle_unnamed(&mut rows, 2);
        rows.iter().map(|r| r.kind).collect()
    }

    #[test]
    fn a_thin_row_that_sums_the_lines_about_it_is_none() {
        use RowKind::{Group, Line, Subtotal, Total};
        assert_eq!(kinds(&[(2, 5), (2, 7), (0, 12)]), [Line, Line, Total]);
        assert_eq!(kinds(&[(1, 12), (2, 5), (2, 7), (1, 12)]), [Group, Line, Line, Total]);
        let blocks = [(2, 5), (2, 7), (0, 12), (2, 1), (2, 2), (0, 3), (0, 15)];
        assert_eq!(kinds(&blocks), [Line, Line, Total, Line, Line, Subtotal, Total]);
        assert_eq!(kinds(&[(2, 5), (2, 7), (1, 13), (2, 1)]), [Line; 4]);
        assert_eq!(kinds(&[(2, 5), (2, 7), (2, 12)]), [Line; 3]);
    }

    #[test]
    fn a_bare_total_holds_no_name() {
        assert!(is_bare("TOTAL GÉNÉRAL") && is_bare("Montant total des subventions 2018 :"));
        assert!(!is_bare("Total Festum 2018"));
    }
}
