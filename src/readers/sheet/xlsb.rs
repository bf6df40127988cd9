//! An xlsb workbook by the library's cell reader, cell by cell.
//!
//! The library tells neither number formats, hidden rows nor merged ranges of this format:
//! numbers are shown without a format, and what is stored is exact all the same.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, Reader, SheetType, SheetVisible, Xlsb, XlsbError};

use super::cells::{self, Builder};
use super::room::Used;
use super::xlsx::{settle, too_many};
use super::{SheetError, guard, library};
use crate::document::{Sheet, Source};
use crate::issue::Issue;
use crate::limits::Limits;
use crate::place::CellRef;

type Book<'a> = Xlsb<Cursor<&'a [u8]>>;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Source, SheetError> {
    guard::open(bytes, limits)?;
    let mut book: Book<'_> = library::ask(|| {
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|e| match e {
            XlsbError::Password => SheetError::Password,
            other => failed(&other),
        })
    })?;
    let mut source = Source::default();
    let mut total = Used::default();
    let metadata = book.sheets_metadata().to_vec();
    source.issues.extend(too_many(metadata.len(), limits));
    for meta in metadata.into_iter().take(limits.sheets) {
        let name: Arc<str> = Arc::from(meta.name.as_str());
        let hidden = meta.visible != SheetVisible::Visible;
        let mut sheet = Sheet { name, hidden, hidden_rows: Vec::new(), cells: Vec::new() };
        let result = match meta.typ {
            SheetType::WorkSheet => library::ask(|| fill(&mut sheet, &mut book, limits, total)),
            _ => Ok(Vec::new()),
        };
        total.add(&sheet.cells);
        settle(&mut source, sheet, result)?;
    }
    Ok(source)
}

fn failed(error: &XlsbError) -> SheetError {
    SheetError::technical(error)
}

fn fill(
    sheet: &mut Sheet,
    book: &mut Book<'_>,
    limits: &Limits,
    before: Used,
) -> Result<Vec<Issue>, SheetError> {
    let formulas = formulas(&sheet.name, book)?;
    let mut reader = book.worksheet_cells_reader(&sheet.name).map_err(|e| failed(&e))?;
    let mut builder = Builder::new(limits, before);
    while let Some(cell) = reader.next_cell().map_err(|e| failed(&e))? {
        let (row, column) = cell.get_position();
        let at = CellRef { row, column };
        let value = Data::from(cell.get_value().clone());
        let cell = cells::cell(at, value, None, formulas.get(&at).cloned());
        if cell.is_some_and(|c| !builder.push(c)) {
            break;
        }
    }
    let cut = builder.told(&sheet.name);
    sheet.cells = builder.finish(&BTreeMap::new());
    Ok(cut)
}

/// The formulas of a sheet; one that cannot be told is left out, its value is kept.
fn formulas(name: &str, book: &mut Book<'_>) -> Result<BTreeMap<CellRef, String>, SheetError> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|e| failed(&e))?;
    let mut out = BTreeMap::new();
    while let Ok(Some(cell)) = reader.next_formula() {
        let (row, column) = cell.get_position();
        out.insert(CellRef { row, column }, cell.get_value().clone());
    }
    Ok(out)
}
