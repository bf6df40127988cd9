//! Packs over small documents, from rules as written to the record.
//!
//! Documents are made by hand: paragraphs, tables of a page, or sheets, which go through the
//! layout as a workbook's do. Each test reads as the rule and the document that it is about.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::extract;
use crate::document::{Block, Cell, Laid, Paragraph, Sheet, SheetCell, Source, Stored, Table};
use crate::issue::Code;
use crate::layout;
use crate::place::{CellRef, PlacedText, Rect, Spot};
use crate::record::{Head, Record};
use crate::rules::load_written;

mod clause;
mod computed;
mod forms;
mod misread;
mod order;
mod related;
mod rivals;
mod scope;
mod told;

/// Text on the first page.
fn placed(text: &str, line: usize) -> PlacedText {
    let y = line as f32;
    let bbox = Rect { x0: 0.0, y0: y, x1: 9.0, y1: y };
    PlacedText::at(text, Spot::Page { page: 1, bbox, ocr: None })
}

/// A document of paragraphs; one that opens with `# ` is a heading.
fn prose(paragraphs: &[&str]) -> Laid {
    let mut laid = Laid::default();
    for (line, text) in paragraphs.iter().enumerate() {
        let heading = text.starts_with("# ").then_some(2);
        let text = placed(text.trim_start_matches("# "), line);
        laid.blocks.push(Block::Paragraph(Paragraph { text, heading, ..Paragraph::default() }));
    }
    laid
}

/// The same document with a table of a page behind its paragraphs.
fn and_table(mut laid: Laid, header_rows: usize, rows: &[&[&str]]) -> Laid {
    let cells = rows.iter().enumerate().flat_map(|(row, texts)| {
        let filled = texts.iter().enumerate().filter(|(_, t)| !t.is_empty());
        filled.map(move |(column, text)| Cell {
            row,
            column,
            row_span: 1,
            column_span: 1,
            text: placed(text, 100 + row),
            stored: None,
        })
    });
    laid.blocks.push(Block::Table(laid.tables.len()));
    laid.tables.push(Table {
        id: format!("t{}", laid.tables.len() + 1),
        rows: rows.len(),
        columns: rows.iter().map(|r| r.len()).max().unwrap_or(0),
        header_rows,
        cells: cells.collect(),
        ..Table::default()
    });
    laid
}

/// A workbook of sheets, by name and rows; what can be a number is one.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Laid {
    let sheet = |(name, rows): &(&str, &[&[&str]])| {
        let cell = |row: usize, column: usize, text: &str| SheetCell {
            at: CellRef { row: row as u32, column: column as u32 },
            shown: text.to_owned(),
            stored: text
                .replace(' ', "")
                .parse()
                .map_or(Stored::Text, |n: Decimal| Stored::Number(n)),
            formula: None,
            span: (1, 1),
            line: None,
        };
        let cells = rows.iter().enumerate().flat_map(|(row, texts)| {
            let filled = texts.iter().enumerate().filter(|(_, t)| !t.is_empty());
            filled.map(move |(column, text)| cell(row, column, text)).collect::<Vec<_>>()
        });
        let (name, cells) = (Arc::from(*name), cells.collect());
        Sheet { name, hidden: false, hidden_rows: Vec::new(), cells }
    };
    let sheets = sheets.iter().map(sheet).collect();
    layout::lay_out(Source { sheets, ..Source::default() })
}

/// The record of a document by a pack of these blocks, which reads what no other knows.
fn read(blocks: &str, laid: &Laid) -> Record {
    let pack = format!("[pack]\nid = \"commun\"\n{blocks}");
    let rules = load_written(&[("commun.toml".into(), pack)]).unwrap_or_else(|e| panic!("{e}"));
    extract(laid, Head::default(), &rules)
}

/// Amounts and indicators by id with their values, those of no rule left out.
fn values(record: &Record) -> Vec<(String, String)> {
    let amounts = record.amounts.iter().map(|a| (a.id.clone(), a.value.to_string()));
    let indicators = record.indicators.iter().map(|i| (i.id.clone(), i.value.to_string()));
    amounts.chain(indicators).filter(|(id, _)| id != "montant" && id != "libre").collect()
}

/// The values of a column in the lines of a budget.
fn column(record: &Record, budget: &str, column: &str) -> Vec<String> {
    let budgets = record.budgets.iter().filter(|b| b.id == budget);
    let cells = budgets.flat_map(|b| &b.rows).filter_map(|r| r.cells.get(column));
    cells.map(|c| c.value.to_string()).collect()
}

/// What is told, by code and sentence; that no pack knows the document left out.
fn told(record: &Record) -> Vec<(&'static str, String)> {
    let told = record.issues.iter().filter(|i| i.code != Code::NoPack);
    told.map(|i| (i.code.name(), i.message.clone())).collect()
}
