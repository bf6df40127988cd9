//! A second look at what a sum of recognised amounts does not hold for: a record in, the same with
//! what each of them is read as a second time, where that is another amount.
//!
//! The first reading stays the value: whoever compares may offer the second as an explanation, and
//! whoever reads the page decides. A column whose sum holds is not looked at again, for two wrong
//! readings seldom make a sum right.

use rust_decimal::Decimal;

use super::document::File;
use crate::document::Page;
use crate::number::{self, CellValue};
use crate::place::{Place, Recognised};
use crate::readers::ocr::{FIGURES, Part, read_figures};
use crate::record::{Budget, BudgetCell, Record, RowKind};

/// Amounts of a document that are looked at again: those of the columns of a budget. A list of
/// thousands has other means, and its time.
const MOST: usize = 200;

/// Which cell of a record: its budget, row and column.
type Spot = (usize, usize, String);

/// Reads anew what a sum of a record does not hold for.
pub(super) fn look(record: &mut Record, file: &File<'_>, pages: &[Page]) {
    let mut doubted = doubted(record);
    // Amounts are drawn as the page lies: its digits must stand upright.
    let turned: Vec<u32> =
        pages.iter().filter(|page| is_turned(page)).map(|page| page.number).collect();
    doubted.retain(|(_, part)| !turned.contains(&part.page));
    if doubted.is_empty() {
        return;
    }
    let (spots, parts): (Vec<Spot>, Vec<Part>) = doubted.into_iter().take(MOST).unzip();
    let (said, issues) = read_figures(file.bytes, &parts, &file.ocr, file.limits);
    for ((budget, row, column), text) in spots.iter().zip(said) {
        let row = record.budgets.get_mut(*budget).and_then(|budget| budget.rows.get_mut(*row));
        if let (Some(cell), Some(text)) = (row.and_then(|row| row.cells.get_mut(column)), text) {
            cell.second_reading = other(cell, &text);
        }
    }
    // A page may have been told of when its doubtful words could not be read again.
    for issue in issues {
        if !record.issues.contains(&issue) {
            record.issues.push(issue);
        }
    }
}

/// Whether most of a page is written otherwise than upright.
fn is_turned(page: &Page) -> bool {
    let turned = page.words.iter().filter(|word| word.turn != 0).count();
    turned * 2 > page.words.len()
}

/// The recognised amounts of columns whose sums do not hold, with where they stand.
fn doubted(record: &Record) -> Vec<(Spot, Part)> {
    let mut doubted = Vec::new();
    for (at, budget) in record.budgets.iter().enumerate() {
        for column in budget.columns.iter().filter(|column| !holds(budget, &column.id)) {
            let cells = budget.rows.iter().enumerate();
            let cells = cells.filter_map(|(row, r)| Some((row, part(r.cells.get(&column.id)?)?)));
            doubted.extend(cells.map(|(row, part)| ((at, row, column.id.clone()), part)));
        }
    }
    doubted
}

/// Where an amount stands that Tesseract read here (without it a layer reads the same), if it is written in figures alone and across the page:
/// « 12 k€ », « (500) » and « 500 TTC » would be read as less than they say.
fn part(cell: &BudgetCell) -> Option<Part> {
    let figures = |c: char| c.is_ascii_digit() || c.is_whitespace() || FIGURES.contains(c);
    match &cell.place {
        Place::Page { page, bbox, ocr: Some(Recognised::Confidence(_)), .. }
            if cell.written.chars().all(figures) && bbox.height() < 2.0 * bbox.width() =>
        {
            Some(Part { page: *page, bbox: *bbox })
        }
        _ => None,
    }
}

/// Whether each sum of a column is that of the lines above it.
fn holds(budget: &Budget, column: &str) -> bool {
    let (mut all, mut block) = (Sum::default(), Sum::default());
    budget.rows.iter().all(|row| {
        let Some(cell) = row.cells.get(column) else { return true };
        match row.kind {
            RowKind::Line => {
                all.add(cell.value);
                block.add(cell.value);
                true
            }
            RowKind::Group => {
                block = Sum::default();
                true
            }
            RowKind::Subtotal => std::mem::take(&mut block).is(cell.value),
            RowKind::Total => {
                block = Sum::default();
                std::mem::take(&mut all).is(cell.value)
            }
        }
    })
}

/// What some lines make.
#[derive(Default)]
struct Sum {
    lines: usize,
    value: Decimal,
}

impl Sum {
    fn add(&mut self, value: Decimal) {
        self.lines += 1;
        self.value = self.value.saturating_add(value);
    }

    /// Whether it is an amount; no line makes none.
    fn is(&self, amount: Decimal) -> bool {
        self.lines == 0 || self.value == amount
    }
}

/// The amount that a second reading of a cell gives, if it is another one.
fn other(cell: &BudgetCell, text: &str) -> Option<Decimal> {
    let (first, second) = (number(&cell.written)?, number(text)?);
    // Thousands that a heading speaks of are those of both.
    let scale = cell.value.checked_div(first).filter(|scale| *scale >= Decimal::ONE);
    let second = second.checked_mul(scale.unwrap_or(Decimal::ONE))?.normalize();
    (second != cell.value).then_some(second)
}

/// The number of a text that is nothing else.
fn number(text: &str) -> Option<Decimal> {
    match number::cell(text) {
        CellValue::Number(token) => token.value,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Rect;
    use crate::record::{BudgetColumn, BudgetRow, ByColumn, Head};

    fn cell(written: &str, value: i64, top: f32) -> BudgetCell {
        BudgetCell {
            value: Decimal::from(value),
            written: written.to_owned(),
            step: Decimal::ONE,
            stored: None,
            second_reading: None,
            place: Place::Page {
                page: 2,
                bbox: Rect { x0: 10.0, y0: top, x1: 50.0, y1: top + 10.0 },
                ocr: Some(Recognised::Confidence(91)),
                text: written.to_owned(),
            },
        }
    }

    /// A budget of one column, of rows of a kind and an amount each.
    fn budget(rows: &[(RowKind, i64)]) -> Budget {
        let row = |(at, (kind, value)): (usize, &(RowKind, i64))| BudgetRow {
            kind: *kind,
            action: None,
            label: String::new(),
            cells: ByColumn::from_iter([("etat", cell(&value.to_string(), *value, at as f32))]),
            texts: ByColumn::default(),
        };
        let columns = vec![BudgetColumn { id: "etat".to_owned(), ..BudgetColumn::default() }];
        Budget {
            id: "budget".to_owned(),
            title: String::new(),
            unit: "EUR".to_owned(),
            nature: None,
            table: "t1".to_owned(),
            columns,
            rows: rows.iter().enumerate().map(row).collect(),
        }
    }

    #[test]
    fn a_column_whose_sum_does_not_hold_is_looked_at_again() {
        use RowKind::{Group, Line, Subtotal, Total};
        let rows = [(Group, 9), (Line, 3), (Line, 4), (Subtotal, 7), (Line, 5), (Total, 12)];
        let mut record = Record { budgets: vec![budget(&rows)], ..Record::new(Head::default()) };
        assert_eq!(doubted(&record), []);
        for (at, wrong) in [(1, 8), (3, 1), (5, 72)] {
            let mut rows = rows;
            rows[at].1 = wrong;
            record.budgets = vec![budget(&rows)];
            let all = doubted(&record);
            assert_eq!(all.iter().map(|(spot, _)| spot.1).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
            assert_eq!((all[1].1.page, all[1].1.bbox.y0), (2, 1.0));
        }
        // Without a total nothing is known to be wrong.
        record.budgets = vec![budget(&rows[..2])];
        assert_eq!(doubted(&record), []);
    }

    #[test]
    fn what_figures_alone_would_not_say_is_not_read_as_figures() {
        let read = |written: &str| part(&cell(written, 12_000, 0.0)).is_some();
        assert_eq!(["12 000,00 €", "-12 000"].map(read), [true, true]);
        assert_eq!(["12 k€", "(12 000)", "12 000 € TTC"].map(read), [false; 3]);
        let mut hanging = cell("12 000", 12_000, 0.0);
        if let Place::Page { bbox, .. } = &mut hanging.place {
            *bbox = Rect { x0: 0.0, y0: 0.0, x1: 10.0, y1: 40.0 };
        }
        assert_eq!(part(&hanging), None);
        let mut layered = cell("12 000", 12_000, 0.0);
        if let Place::Page { ocr, .. } = &mut layered.place {
            *ocr = Some(Recognised::LAYER);
        }
        assert_eq!(part(&layered), None);
    }

    #[test]
    fn amounts_that_were_typed_are_not() {
        let mut typed = budget(&[(RowKind::Line, 3), (RowKind::Total, 4)]);
        for row in &mut typed.rows {
            let cell = row.cells.get_mut("etat").unwrap();
            if let Place::Page { ocr, .. } = &mut cell.place {
                *ocr = None;
            }
        }
        assert_eq!(doubted(&Record { budgets: vec![typed], ..Record::new(Head::default()) }), []);
    }

    #[test]
    fn a_second_reading_is_told_if_it_is_another_amount() {
        let first = cell("12 800 €", 12_800, 0.0);
        let other = |cell: &BudgetCell, text| other(cell, text).map(|value| value.to_string());
        assert_eq!(other(&first, "12 500 €").as_deref(), Some("12500"));
        for same in ["12 800", "12800,00 €", "", "-", "8 12 500"] {
            assert_eq!(other(&first, same), None, "{same}");
        }
        let thousands = cell("12,8", 12_800, 0.0);
        assert_eq!(other(&thousands, "12,5").as_deref(), Some("12500"));
    }
}
