//! The sheet of budgets: one row a printed amount, column after column of each table, so that a
//! printed sum stands beside the formula that makes it again from the rows above.
//!
//! What makes a sum is settled in `reconcile`, by the readings of its checks. A sum may be one of
//! its column and of its row: both are made again, and the larger gap is told.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::issue::Lang;
use crate::place::Place;
use crate::reconcile::{Printed, Recomputed, printed_sums};
use crate::record::{Budget, BudgetCell, BudgetColumn, BudgetRow, Record, RowKind};

use super::super::words;
use super::sheet::{Weight, fits};
use super::{Filling, Making};

/// The headings, with their widths.
const HEADS: [(&str, f64); 14] = [
    ("Document", 30.0),
    ("Tableau", 28.0),
    ("Nature de ligne", 12.0),
    ("Action", 9.0),
    ("Libellé", 44.0),
    ("Colonne", 22.0),
    ("Montant imprimé", 15.0),
    ("Somme des lignes", 15.0),
    ("Somme des colonnes", 15.0),
    ("Imprimé − recalculé", 14.0),
    ("Concordance", 16.0),
    ("Écrit", 16.0),
    ("Où", 22.0),
    ("Lecture", 18.0),
];

/// The column of the word that says whether a printed sum is the one made again.
const WORD: u16 = 10;

/// Ranges that one `SUM` is given; Excel admits 255.
const RANGES: usize = 200;

/// The longest formula that is written; Excel admits 8,192 characters.
const LONGEST: usize = 8_000;

/// A sum made again.
struct Again {
    /// The rows of the sheet that make it, as a spreadsheet numbers them.
    rows: Vec<u32>,
    /// What they make.
    made: Decimal,
    /// Whether the printed sum is that, or as near as it is written.
    agrees: bool,
}

/// An amount with its row of the sheet.
struct Line<'r> {
    record: &'r Record,
    budget: &'r Budget,
    row: &'r BudgetRow,
    column: &'r BudgetColumn,
    label: &'r str,
    cell: &'r BudgetCell,
    down: Option<Again>,
    across: Option<Again>,
}

/// Which amount stands on which row.
pub(super) struct Plan<'r> {
    lines: Vec<Line<'r>>,
    rows: BTreeMap<(&'r str, String), u32>,
}

impl<'r> Plan<'r> {
    /// The rows for some records.
    pub(super) fn of(records: &'r [Record]) -> Self {
        let mut plan = Self { lines: Vec::new(), rows: BTreeMap::new() };
        for record in records {
            for budget in &record.budgets {
                plan.add(record, budget);
            }
        }
        plan
    }

    /// The row of the amount that stands at a place of a document.
    pub(super) fn row(&self, document: &str, place: &Place) -> Option<u32> {
        self.rows.get(&(document, spot(place))).copied()
    }

    /// Adds a table, one column after another.
    fn add(&mut self, record: &'r Record, budget: &'r Budget) {
        let labels = budget.labels();
        let mut seats = BTreeMap::new();
        for column in &budget.columns {
            for (at, row) in budget.rows.iter().enumerate() {
                let Some(cell) = row.cells.get(&column.id) else { continue };
                // The first row is that of the headings.
                let number = self.lines.len() as u32 + 2;
                seats.insert((at, column.id.as_str()), number);
                let key = (record.document.path.as_str(), spot(&cell.place));
                self.rows.entry(key).or_insert(number);
                let label = labels.beside(row, &column.id);
                let (down, across) = (None, None);
                self.lines.push(Line { record, budget, row, column, label, cell, down, across });
            }
        }
        for sum in printed_sums(record, budget) {
            self.settle(&seats, &sum);
        }
    }

    /// Says on the row of a sum what makes it.
    fn settle(&mut self, seats: &BTreeMap<(usize, &str), u32>, sum: &Printed<'_>) {
        let rows: Option<Vec<u32>> = sum.parts.iter().map(|s| seats.get(s).copied()).collect();
        let seat = seats.get(&sum.seat).and_then(|row| row.checked_sub(2));
        let line = seat.and_then(|at| self.lines.get_mut(at as usize));
        let (Some(mut rows), Some(line)) = (rows, line) else { return };
        rows.sort_unstable();
        let (made, agrees) = match sum.recomputed {
            Recomputed::Same(made) | Recomputed::Rounded(made) => (made, true),
            Recomputed::Other(made) => (made, false),
            Recomputed::Unknown => return,
        };
        let again = Again { rows, made, agrees };
        let kept = if sum.across { &mut line.across } else { &mut line.down };
        kept.get_or_insert(again);
    }
}

/// Where a value stands, whatever it is quoted with.
fn spot(place: &Place) -> String {
    match place {
        Place::Page { page, bbox, .. } => format!("{page} {:?}", <[f32; 4]>::from(*bbox)),
        Place::Cell { sheet, cell, .. } => format!("{cell} {sheet}"),
    }
}

/// Fills the sheet.
pub(super) fn fill(sheet: &mut Worksheet, making: &Making<'_>) -> Result<(), XlsxError> {
    let mut fill = Filling::new(sheet, "Budgets", &HEADS, &making.styles)?;
    for line in &making.plan.lines {
        fill.next()?;
        write(&mut fill, line, making)?;
    }
    fill.done_with(making, WORD)
}

/// Writes an amount.
fn write(fill: &mut Filling<'_>, line: &Line<'_>, making: &Making<'_>) -> Result<(), XlsxError> {
    let Line { record, budget, row, column, label, cell, .. } = line;
    let path = &record.document.path;
    fill.link(0, path, making.sources.document(path))?;
    fill.text(1, &budget.title)?;
    fill.text(2, words::row(row.kind))?;
    fill.text(3, row.action.as_deref().unwrap_or(""))?;
    fill.text(4, label)?;
    fill.text(5, &column.label)?;
    let sum = matches!(row.kind, RowKind::Subtotal | RowKind::Total);
    let weight = if sum { Weight::Total } else { Weight::Usual };
    fill.number(6, cell.value, (cell.step.scale(), weight))?;
    recomputed(fill, line)?;
    fill.text(11, &cell.written)?;
    let place = words::place(&cell.place, Lang::Fr);
    fill.link(12, &place, making.sources.place(path, &cell.place))?;
    fill.text(13, &words::reading([&cell.place], Lang::Fr).unwrap_or_default())
}

/// Writes the sums that make an amount again, how far it is from them and the word for that.
fn recomputed(fill: &mut Filling<'_>, line: &Line<'_>) -> Result<(), XlsxError> {
    let (row, value, decimals) = (fill.number_of_row(), line.cell.value, line.cell.step.scale());
    let mut made: Vec<(char, Decimal, bool)> = Vec::new();
    for (column, name, again) in [(7, 'H', &line.down), (8, 'I', &line.across)] {
        let Some(again) = again else { continue };
        let Some(formula) = sum(&again.rows).filter(|_| fits(again.made) && fits(value)) else {
            fill.plain(column, again.made)?;
            continue;
        };
        fill.formula(column, &formula, (again.made, decimals))?;
        made.push((name, value.saturating_sub(again.made), again.agrees));
    }
    let Some(far) = made.iter().map(|(_, gap, _)| *gap).max_by_key(Decimal::abs) else {
        return Ok(());
    };
    let digits = made.iter().map(|(_, gap, _)| gap.scale()).max().unwrap_or(0);
    let gap = |name: &char| format!("ROUND(G{row}-{name}{row},{digits})");
    let formula = match made.as_slice() {
        [(one, ..), (other, ..)] => {
            let (one, other) = (gap(one), gap(other));
            format!("=IF(ABS({one})>ABS({other}),{one},{other})")
        }
        made => format!("={}", made.iter().map(|(name, ..)| gap(name)).collect::<String>()),
    };
    fill.formula(9, &formula, (far, 0))?;
    let granted = made.iter().all(|(.., agrees)| *agrees) && !far.is_zero();
    let (formula, word) = concord(row, far, granted);
    fill.word(WORD, &formula, word)
}

/// The word for a gap, as a formula and as what it gives now. A gap that the writing of the
/// amounts explains (thousands of euros, cents left out) is granted, and no larger one.
fn concord(row: u32, gap: Decimal, granted: bool) -> (String, &'static str) {
    let word = match (gap.is_zero(), granted) {
        (true, _) => "concorde",
        (false, true) => "arrondi",
        (false, false) => "écart",
    };
    let most = gap.abs().normalize();
    let formula = if granted {
        format!("=IF(J{row}=0,\"concorde\",IF(ABS(J{row})<={most},\"arrondi\",\"écart\"))")
    } else {
        format!("=IF(J{row}=0,\"concorde\",\"écart\")")
    };
    (formula, word)
}

/// The sum of some rows of the printed amounts; `None` where it is too long for a spreadsheet.
fn sum(rows: &[u32]) -> Option<String> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => ranges.push((*row, *row)),
        }
    }
    let range = |(from, to): &(u32, u32)| {
        if from == to { format!("G{from}") } else { format!("G{from}:G{to}") }
    };
    let sums = ranges.chunks(RANGES).map(|chunk| {
        let ranges: Vec<String> = chunk.iter().map(range).collect();
        format!("SUM({})", ranges.join(","))
    });
    let formula = format!("={}", sums.collect::<Vec<_>>().join("+"));
    (formula.len() <= LONGEST).then_some(formula)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_follow_each_other_are_one_range() {
        assert_eq!(sum(&[2, 3, 4, 7, 9, 10]).unwrap(), "=SUM(G2:G4,G7,G9:G10)");
        let apart: Vec<u32> = (1..=201).map(|n| n * 2).collect();
        assert!(sum(&apart).unwrap().ends_with(",G400)+SUM(G402)"));
        let too_many: Vec<u32> = (1..=4_000).map(|n| n * 2).collect();
        assert_eq!(sum(&too_many), None);
    }

    #[test]
    fn a_gap_that_the_writing_explains_is_no_discrepancy_and_a_larger_one_is() {
        let (formula, word) = concord(5, Decimal::from(-2), true);
        assert_eq!(word, "arrondi");
        assert_eq!(formula, "=IF(J5=0,\"concorde\",IF(ABS(J5)<=2,\"arrondi\",\"écart\"))");
        assert_eq!(concord(5, Decimal::ZERO, false).1, "concorde");
    }
}
