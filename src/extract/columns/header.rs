//! The row of headings of a sheet's table by a rule's own labels, where its form does not tell.
//!
//! Headings with a date or a number among them look like data to the layout, and what stands
//! above them may look like headings. A rule that names its columns knows better: the first of
//! the rows that name most of them is the row of headings, and those above it are a banner.

use super::stated::Stated;
use super::{Around, Column, deal, held, is_reference, value};
use crate::document::{Cell, Table};
use crate::number::{CellValue, Kind};
use crate::rules::TableRule;
use rust_decimal::Decimal;

/// Rows among which the headings are looked for.
const FIRST_ROWS: usize = 15;

/// Characters of a heading at most.
const LONGEST: usize = 250;

/// A table without its banner, and how many rows that has.
#[derive(Debug)]
pub(in crate::extract) struct Headed {
    /// The table, its headings in its first row.
    pub(in crate::extract) table: Table,
    /// The rows left out above it.
    pub(in crate::extract) banner: usize,
}

/// The table below the row that names all columns that the rule requires, or as many as any row
/// does where it requires none.
pub(in crate::extract) fn by_labels(table: &Table, rule: &TableRule) -> Option<Headed> {
    table.sheet.as_ref()?;
    let wanted: Vec<&String> = if rule.requires.is_empty() {
        rule.columns.iter().chain(&rule.texts).map(|(id, _)| id).collect()
    } else {
        rule.requires.iter().collect()
    };
    let rows = 0..table.rows.min(FIRST_ROWS);
    let named = rows.map(|row| (named(table, row, rule, &wanted), row));
    let (count, row) = named.max_by_key(|(count, row)| (*count, std::cmp::Reverse(*row)))?;
    let needed = if rule.requires.is_empty() { 1 } else { wanted.len() };
    let as_laid_out = row == 0 && table.header_rows == 1;
    (count >= needed && !as_laid_out).then(|| Headed { table: below(table, row), banner: row })
}

/// How many of the wanted columns the cells of a row name.
fn named(table: &Table, row: usize, rule: &TableRule, wanted: &[&String]) -> usize {
    if table.row(row).any(|c| held(c) == Some(Kind::Amount)) {
        return 0;
    }
    let names = table.row(row).filter(|c| is_name(c));
    let mut columns: Vec<Column> = names.map(labelled).collect();
    deal(&rule.columns, &mut columns, |c| !is_reference(&c.label), Some(&Around::default()));
    deal(&rule.texts, &mut columns, |_| true, None);
    wanted.iter().filter(|id| columns.iter().any(|c| c.id == ***id)).count()
}

/// Whether a cell may be a heading: a few words.
fn is_name(cell: &Cell) -> bool {
    let text = &cell.text.text;
    matches!(value(text), CellValue::Text) && text.chars().count() <= LONGEST
}

/// A column of which nothing is known but its heading.
fn labelled(cell: &Cell) -> Column {
    Column {
        index: cell.column,
        id: String::new(),
        label: cell.text.text.trim().to_owned(),
        numeric: false,
        counted: false,
        scale: Decimal::ONE,
        stated: Stated::default(),
        rival: None,
    }
}

/// A table from one of its rows on, that row its only headings.
fn below(table: &Table, row: usize) -> Table {
    let cells = table.cells.iter().filter(|c| c.row >= row);
    let cells = cells.map(|c| Cell { row: c.row - row, ..c.clone() }).collect();
    let parts = table.parts.iter().map(|(page, rect, rows)| {
        (*page, *rect, rows.start.saturating_sub(row)..rows.end.saturating_sub(row))
    });
    let parts = parts.collect();
    Table { rows: table.rows - row, header_rows: 1, cells, parts, ..table.clone() }
}
