//! What the reader sees of a document (`bilan.inspect/1`): lines and tables with their boxes,
//! for people who write rules.
//!
//! A table over several pages has one entry a page under the same id, its rows counted from the
//! top of that page; a cell cut by a page break stands where it begins.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::document::{Cell, Laid, Page, PageSource, Sheet, Table};
use crate::issue::Issue;
use crate::place::{Rect, Spot};
use crate::record::Head;

/// The name of this contract.
const SCHEMA: &str = "bilan.inspect/1";

/// What the reader sees of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inspected {
    /// `bilan.inspect/1`.
    pub schema: String,
    /// The document.
    pub document: Seen,
    /// Its pages.
    pub pages: Vec<SeenPage>,
    /// Its sheets.
    pub sheets: Vec<SeenSheet>,
    /// What is wrong with it.
    pub issues: Vec<Issue>,
}

/// The document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// Its path.
    pub path: String,
    /// Hexadecimal SHA-256 of its bytes.
    pub sha256: String,
    /// Its MIME type.
    pub media_type: String,
    /// Pages or sheets of the whole document.
    pub pages: u32,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeenPage {
    /// One-based number.
    pub number: u32,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// `text`, `scan` or `mixed`.
    pub source: String,
    /// Share of words on which the second reader agrees.
    pub agreement: Option<Decimal>,
    /// Its lines in reading order.
    pub lines: Vec<SeenLine>,
    /// Its tables.
    pub tables: Vec<SeenTable>,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeenLine {
    /// Its text.
    pub text: String,
    /// Its box.
    pub bbox: Rect,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeenSheet {
    /// Its name.
    pub name: String,
    /// Whether the workbook hides it.
    pub hidden: bool,
    /// Its tables.
    pub tables: Vec<SeenTable>,
}

/// A table, or the part of it that stands on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeenTable {
    /// Its id, the same on each of its pages.
    pub id: String,
    /// Its box on the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bbox: Option<Rect>,
    /// How its grid was found.
    pub method: String,
    /// Confidence from 0 to 100.
    pub confidence: u8,
    /// Rows at the top that are headings.
    pub header_rows: usize,
    /// Its cells that hold something.
    pub cells: Vec<SeenCell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeenCell {
    /// Zero-based row.
    pub row: usize,
    /// Zero-based column.
    pub column: usize,
    /// Rows covered.
    pub row_span: usize,
    /// Columns covered.
    pub column_span: usize,
    /// What it says.
    pub text: String,
    /// Its box, on a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bbox: Option<Rect>,
    /// Its address, in a sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// The headings over its column, from the top; none over a heading.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<String>,
}

/// Shows a document as layout gives it; one page of it, if it is given.
pub(super) fn inspect(laid: &Laid, head: Head, page: Option<u32>) -> Inspected {
    let wanted = |number: u32| page.is_none_or(|page| page == number);
    Inspected {
        schema: SCHEMA.to_owned(),
        document: Seen {
            path: head.path,
            sha256: head.sha256,
            media_type: head.media_type,
            pages: head.pages,
        },
        pages: laid
            .pages
            .iter()
            .filter(|page| wanted(page.number))
            .map(|page| show_page(page, &laid.tables))
            .collect(),
        sheets: laid.sheets.iter().map(|sheet| show_sheet(sheet, &laid.tables)).collect(),
        issues: laid.issues.clone(),
    }
}

/// A page with its parts of tables.
fn show_page(page: &Page, tables: &[Table]) -> SeenPage {
    let line = |l: &crate::document::Line| SeenLine { text: l.text.text.clone(), bbox: l.bbox };
    let parts = parts_on(page.number, tables);
    let parts = parts.map(|(table, bbox, rows)| show_table(table, Some(bbox), rows));
    SeenPage {
        number: page.number,
        width: page.width,
        height: page.height,
        source: source_name(page.source).to_owned(),
        agreement: page.agreement.map(|share| Decimal::new(i64::from(share), 3)),
        lines: page.lines.iter().map(line).collect(),
        tables: parts.collect(),
    }
}

/// The parts of tables that stand on a page: the table, their box, their rows.
pub(super) fn parts_on(
    page: u32,
    tables: &[Table],
) -> impl Iterator<Item = (&Table, Rect, &Range<usize>)> {
    tables.iter().filter(|table| table.sheet.is_none()).flat_map(move |table| {
        let here = table.parts.iter().filter(move |(number, ..)| *number == page);
        here.map(move |(_, bbox, rows)| (table, *bbox, rows))
    })
}

/// The cells of a table that stand in some of its rows.
pub(super) fn cells_in<'t>(
    table: &'t Table,
    rows: &'t Range<usize>,
) -> impl Iterator<Item = &'t Cell> {
    table.cells.iter().filter(|cell| rows.contains(&cell.row))
}

/// The name of a source in JSON.
fn source_name(source: PageSource) -> &'static str {
    match source {
        PageSource::Text => "text",
        PageSource::Scan => "scan",
        PageSource::Mixed => "mixed",
    }
}

/// A sheet with its tables.
fn show_sheet(sheet: &Sheet, tables: &[Table]) -> SeenSheet {
    let here = tables.iter().filter(|table| table.sheet.as_ref() == Some(&sheet.name));
    SeenSheet {
        name: sheet.name.to_string(),
        hidden: sheet.hidden,
        tables: here.map(|table| show_table(table, None, &(0..table.rows))).collect(),
    }
}

/// The rows of a table that stand in one place.
fn show_table(table: &Table, bbox: Option<Rect>, rows: &Range<usize>) -> SeenTable {
    let path = |column| table.headings(column).iter().map(|h| h.text.text.clone()).collect();
    let mut paths: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut over = |cell: &Cell| {
        if cell.row < table.header_rows {
            return Vec::new();
        }
        paths.entry(cell.column).or_insert_with_key(|column| path(*column)).clone()
    };
    SeenTable {
        id: table.id.clone(),
        bbox,
        method: table.method.name().to_owned(),
        confidence: table.confidence,
        header_rows: table.header_rows.min(rows.end).saturating_sub(rows.start),
        cells: cells_in(table, rows).map(|cell| show_cell(cell, rows, over(cell))).collect(),
    }
}

/// A cell, its row counted from the first of these.
fn show_cell(cell: &Cell, rows: &Range<usize>, headings: Vec<String>) -> SeenCell {
    let (bbox, address) = match cell.text.spot(0..cell.text.text.len()) {
        Some(Spot::Page { bbox, .. }) => (Some(bbox), None),
        Some(Spot::Cell { cell, .. }) => (None, Some(cell.to_string())),
        None => (None, None),
    };
    SeenCell {
        row: cell.row - rows.start,
        column: cell.column,
        row_span: cell.row_span.min(rows.end - cell.row),
        column_span: cell.column_span,
        text: cell.text.text.clone(),
        bbox,
        cell: address,
        headings,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::PlacedText;

    fn cell(row: usize, row_span: usize, page: u32) -> Cell {
        let bbox = Rect::from([0.0, 0.0, 10.0, 10.0]);
        let text = PlacedText::at(format!("r{row}"), Spot::Page { page, bbox, ocr: None });
        Cell { row, column: 0, row_span, column_span: 1, text, stored: None }
    }

    #[test]
    fn a_table_over_two_pages_is_shown_on_each_with_its_own_rows() {
        let table = Table {
            id: "t1".to_owned(),
            rows: 5,
            header_rows: 1,
            cells: vec![cell(0, 1, 1), cell(1, 3, 1), cell(3, 1, 2)],
            parts: vec![(1, Rect::default(), 0..2), (2, Rect::default(), 2..5)],
            ..Table::default()
        };
        let pages = [1, 2].map(|number| Page { number, ..Page::default() });
        let laid = Laid { pages: pages.to_vec(), tables: vec![table], ..Laid::default() };
        let seen = inspect(&laid, Head::default(), None);
        let first = &seen.pages[0].tables[0];
        let second = &seen.pages[1].tables[0];
        assert_eq!((first.header_rows, first.cells.len(), first.cells[1].row_span), (1, 2, 1));
        assert_eq!((second.header_rows, second.cells.len(), second.cells[0].row), (0, 1, 1));
        assert_eq!(inspect(&laid, Head::default(), Some(2)).pages.len(), 1);
    }

    #[test]
    fn a_data_cell_tells_the_headings_over_its_column_on_every_page() {
        let mut cells = vec![cell(0, 1, 1), cell(1, 1, 1), cell(3, 1, 2)];
        cells[0].text = PlacedText::at(
            "Montant".to_owned(),
            Spot::Page { page: 1, bbox: Rect::default(), ocr: None },
        );
        let table = Table {
            rows: 5,
            columns: 1,
            header_rows: 1,
            cells,
            parts: vec![(1, Rect::default(), 0..2), (2, Rect::default(), 2..5)],
            ..Table::default()
        };
        let [first, second] = [0..2, 2..5].map(|rows| show_table(&table, None, &rows).cells);
        assert_eq!(first[0].headings, [""; 0]);
        assert_eq!(
            (&first[1].headings, &second[0].headings),
            (&vec!["Montant".to_owned()], &vec!["Montant".to_owned()])
        );
        let json = serde_json::to_string(&first[0]).unwrap();
        assert!(!json.contains("headings"), "{json}");
    }
}
