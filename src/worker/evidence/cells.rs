//! Cells of a sheet with those around them, as small as makes sense: the rows of the values with
//! two above and below, the headings of their table, the label of each row.

use std::collections::BTreeSet;

use super::{Excerpt, ExcerptCell, ExcerptRow};
use crate::document::{Laid, Sheet, SheetCell};
use crate::place::{CellRef, Spot};

/// Rows shown above and below a value.
const AROUND: u32 = 2;
/// Rows shown at most, headings aside.
const ROWS: usize = 16;
/// Columns shown at most, those of the values aside.
const COLUMNS: usize = 7;
/// Characters of a cell shown.
const LONGEST: usize = 90;

/// What stands around some cells of a sheet; `None` where there is no such sheet.
pub(super) fn excerpt(laid: &Laid, name: &str, values: &[CellRef]) -> Option<Excerpt> {
    let sheet = laid.sheets.iter().find(|sheet| *sheet.name == *name)?;
    let headings = headings(laid, name, values);
    let rows = rows(sheet, values, &headings);
    let shown: Vec<&SheetCell> =
        sheet.cells.iter().filter(|cell| rows.contains(&cell.at.row)).collect();
    let columns = columns(&shown, values);
    let row = |row: &u32| ExcerptRow {
        number: row + 1,
        heading: headings.contains(row),
        cells: columns.iter().map(|column| cell(&shown, values, *row, *column)).collect(),
    };
    Some(Excerpt {
        sheet: name.to_owned(),
        columns: columns.iter().map(|column| letters(*column)).collect(),
        rows: rows.iter().map(row).collect(),
    })
}

/// The rows of the headings of the tables that hold the values.
fn headings(laid: &Laid, name: &str, values: &[CellRef]) -> BTreeSet<u32> {
    let here = laid.tables.iter().filter(|t| t.sheet.as_deref() == Some(name));
    let at = |cell: &crate::document::Cell| {
        cell.text.spans.iter().find_map(|span| match &span.spot {
            Spot::Cell { cell, .. } => Some(*cell),
            Spot::Page { .. } => None,
        })
    };
    let holding =
        here.filter(|table| table.cells.iter().filter_map(at).any(|cell| values.contains(&cell)));
    let heads = holding.flat_map(|t| t.cells.iter().filter(|c| c.row < t.header_rows));
    heads.filter_map(at).map(|cell| cell.row).collect()
}

/// The rows to show: headings, those of the values, then their neighbours that hold something.
fn rows(sheet: &Sheet, values: &[CellRef], headings: &BTreeSet<u32>) -> BTreeSet<u32> {
    let filled: BTreeSet<u32> = sheet.cells.iter().map(|cell| cell.at.row).collect();
    let mut rows: BTreeSet<u32> = values.iter().map(|value| value.row).take(ROWS).collect();
    let own: Vec<u32> = rows.iter().copied().collect();
    for apart in 1..=AROUND {
        for row in &own {
            for near in [row.saturating_sub(apart), row.saturating_add(apart)] {
                if rows.len() < ROWS && filled.contains(&near) {
                    rows.insert(near);
                }
            }
        }
    }
    rows.extend(headings);
    rows
}

/// The columns to show: those of the values, the first with text (labels stand there), then
/// those nearest to the values.
fn columns(shown: &[&SheetCell], values: &[CellRef]) -> Vec<u32> {
    let mut columns: BTreeSet<u32> = values.iter().map(|value| value.column).collect();
    let own = columns.clone();
    let filled: BTreeSet<u32> = shown.iter().map(|cell| cell.at.column).collect();
    let is_label = |cell: &&&SheetCell| cell.shown.chars().any(char::is_alphabetic);
    let labels = shown.iter().filter(is_label).map(|cell| cell.at.column).min();
    let apart = |column: &u32| own.iter().map(|o| o.abs_diff(*column)).min().unwrap_or(u32::MAX);
    let mut near: Vec<u32> = filled.difference(&own).copied().collect();
    near.sort_by_key(|column| (Some(*column) != labels, apart(column), *column));
    columns.extend(near.into_iter().take(COLUMNS));
    columns.into_iter().collect()
}

/// A cell as it is shown.
fn cell(shown: &[&SheetCell], values: &[CellRef], row: u32, column: u32) -> ExcerptCell {
    let at = CellRef { row, column };
    let found = shown.binary_search_by_key(&at, |cell| cell.at).ok();
    let text = found.and_then(|found| shown.get(found)).map_or("", |cell| cell.shown.as_str());
    let mut cut: String = text.chars().take(LONGEST).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    ExcerptCell { text: cut, framed: values.contains(&at) }
}

/// The letters of a column.
fn letters(column: u32) -> String {
    let first = CellRef { row: 0, column }.to_string();
    first.trim_end_matches('1').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Stored;

    /// A sheet with labels in A, amounts in B to L, and a heading in the first row.
    fn laid() -> Laid {
        let cell = |row: u32, column: u32, shown: String| SheetCell {
            at: CellRef { row, column },
            shown,
            stored: Stored::Text,
            formula: None,
            span: (1, 1),
            line: None,
        };
        let row = |row: u32| {
            (0..12).map(move |column| match column {
                0 => cell(row, 0, format!("Ligne {row}")),
                _ => cell(row, column, format!("{}", row * 100 + column)),
            })
        };
        let sheet = Sheet {
            name: "Budget".into(),
            hidden: false,
            hidden_rows: Vec::new(),
            cells: (0..30).flat_map(row).collect(),
        };
        Laid { sheets: vec![sheet], ..Laid::default() }
    }

    #[test]
    fn a_cell_is_shown_with_its_label_and_its_neighbours() {
        let value = CellRef { row: 10, column: 10 };
        let excerpt = excerpt(&laid(), "Budget", &[value]).unwrap();
        assert_eq!(excerpt.columns, ["A", "F", "G", "H", "I", "J", "K", "L"]);
        let numbers: Vec<u32> = excerpt.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [9, 10, 11, 12, 13]);
        let framed: Vec<&str> = excerpt
            .rows
            .iter()
            .flat_map(|r| &r.cells)
            .filter(|c| c.framed)
            .map(|c| &*c.text)
            .collect();
        assert_eq!(framed, ["1010"]);
        assert_eq!(excerpt.rows[2].cells[0].text, "Ligne 10");
    }

    #[test]
    fn many_values_are_all_shown_before_their_neighbours() {
        let values: Vec<CellRef> = (5..20).map(|row| CellRef { row, column: 1 }).collect();
        let excerpt = excerpt(&laid(), "Budget", &values).unwrap();
        let framed = excerpt.rows.iter().flat_map(|r| &r.cells).filter(|c| c.framed).count();
        assert_eq!((framed, excerpt.rows.len()), (15, 16));
    }

    #[test]
    fn a_sheet_that_is_not_there_gives_nothing() {
        assert_eq!(excerpt(&laid(), "Autre", &[CellRef { row: 0, column: 0 }]), None);
    }
}
