//! A row of a sheet, and bands of rows that belong together by the blank rows between them.

use std::collections::BTreeSet;

use super::look::{Look, look};
use crate::document::{Sheet, SheetCell};

/// The cells of a row that say something.
#[derive(Debug, Clone)]
pub(super) struct Row<'a> {
    /// Zero-based number in the sheet.
    pub(super) number: u32,
    /// Its cells, left to right, at least one.
    pub(super) cells: Vec<&'a SheetCell>,
}

impl Row<'_> {
    /// What its cells look like.
    pub(super) fn looks(&self) -> Vec<Look> {
        self.cells.iter().map(|c| look(c)).collect()
    }

    /// Whether it is one text in the first columns, or one over several columns.
    pub(super) fn is_note(&self, first_column: u32) -> bool {
        let [cell] = self.cells.as_slice() else { return false };
        cell.at.column <= first_column || cell.span.1 > 1 || cell.shown.chars().count() > 60
    }
}

/// The rows of a sheet in bands, cut at blank rows and between blocks that stand side by side.
/// What a merged cell covers is not seen, and left out.
pub(super) fn bands(sheet: &Sheet) -> Vec<Vec<Row<'_>>> {
    let mut bands: Vec<Vec<Row<'_>>> = Vec::new();
    let mut floor = None::<u32>;
    let mut merged: Vec<&SheetCell> = Vec::new();
    for cell in sheet.cells.iter().filter(|c| !c.shown.trim().is_empty()) {
        let number = cell.at.row;
        merged.retain(|m| m.at.row.saturating_add(m.span.0) > number);
        if merged.iter().any(|m| covers(m, cell)) {
            continue;
        }
        if cell.span != (1, 1) {
            merged.push(cell);
        }
        let adjoins = floor.is_some_and(|f| number <= f + 1);
        let bottom = number.saturating_add(cell.span.0.min(1000) - 1);
        floor = Some(floor.map_or(bottom, |f| f.max(bottom)));
        match bands.last_mut().and_then(|b| b.last_mut()) {
            Some(row) if row.number == number => row.cells.push(cell),
            _ if adjoins => bands.last_mut().into_iter().for_each(|b| {
                b.push(Row { number, cells: vec![cell] });
            }),
            _ => bands.push(vec![Row { number, cells: vec![cell] }]),
        }
    }
    bands.into_iter().flat_map(beside).collect()
}

fn covers(merged: &SheetCell, cell: &SheetCell) -> bool {
    let across = merged.at.column..merged.at.column.saturating_add(merged.span.1);
    let down = merged.at.row..merged.at.row.saturating_add(merged.span.0);
    across.contains(&cell.at.column) && down.contains(&cell.at.row)
}

/// Cuts a band at a blank column where the blocks on both sides are tables that start on
/// different rows. Blocks that start together, charges beside produits, are one table.
fn beside(band: Vec<Row<'_>>) -> Vec<Vec<Row<'_>>> {
    let Some(gap) = gaps(&band).into_iter().find(|gap| {
        let (left, right) = (opening(&band, 0, *gap), opening(&band, *gap, u32::MAX));
        matches!((left, right), (Some(l), Some(r)) if l != r)
    }) else {
        return vec![band];
    };
    let side = |keep: &dyn Fn(u32) -> bool| -> Vec<Row<'_>> {
        let rows = band.iter().map(|row| Row {
            number: row.number,
            cells: row.cells.iter().copied().filter(|c| keep(c.at.column)).collect(),
        });
        rows.filter(|r| !r.cells.is_empty()).collect()
    };
    let (left, right) = (side(&|c| c < gap), side(&|c| c >= gap));
    let mut out = vec![left];
    out.extend(beside(right));
    out
}

/// Columns that start after a blank one.
fn gaps(band: &[Row<'_>]) -> Vec<u32> {
    let rows = band.iter().filter(|r| r.cells.len() > 1);
    let taken: BTreeSet<u32> = rows
        .flat_map(|r| &r.cells)
        .flat_map(|c| c.at.column..c.at.column + c.span.1.min(64))
        .collect();
    let next = taken.iter().skip(1);
    taken.iter().zip(next).filter(|(a, b)| **a + 1 < **b).map(|(_, b)| *b).collect()
}

/// The first row with two cells between two columns, if there are three such rows.
fn opening(band: &[Row<'_>], from: u32, to: u32) -> Option<u32> {
    let inside =
        |row: &&Row<'_>| row.cells.iter().filter(|c| (from..to).contains(&c.at.column)).count() > 1;
    let mut rows = band.iter().filter(inside);
    let first = rows.next()?;
    (rows.count() >= 2).then_some(first.number)
}
