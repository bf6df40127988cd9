//! An xls workbook: values, formulas and merged ranges by the library, formats and hidden rows
//! by [`biff`].
//!
//! The library makes a dense range of every sheet when it opens the file, and reserves what the
//! sheet states beforehand. So the records are walked first: a sheet whose filled cells span too
//! large a rectangle is refused, and a stated size that is out of proportion is mended in a copy.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, Reader, SheetVisible, Xls, XlsError};

use super::biff::{self, Book};
use super::cells::{self, Builder, span};
use super::ole::{Ole, Stream};
use super::room::Used;
use super::xlsx::{settle, too_many};
use super::{SheetError, guard, library};
use crate::document::{Sheet, SheetCell, Source, Stored};
use crate::issue::Issue;
use crate::limits::Limits;
use crate::place::CellRef;

/// Largest rectangle around the filled cells of a workbook's sheets. The library takes about
/// 56 bytes a cell of it, values and formulas.
const MOST_AREA: u64 = 6_000_000;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Source, SheetError> {
    let ole = Ole::new(bytes)?;
    let missing = || SheetError::Damaged("aucun classeur dans le fichier".to_owned());
    if ole.stream("EncryptedPackage").is_ok_and(|s| s.is_some()) {
        return Err(SheetError::Password);
    }
    let stream = match ole.stream("Workbook")? {
        Some(stream) => stream,
        None => ole.stream("Book")?.ok_or_else(missing)?,
    };
    let records = biff::read(&stream.bytes)?;
    let area: u64 = records.sheets.iter().map(|s| s.area).sum();
    if area > MOST_AREA {
        return Err(guard::refused(
            "les cellules remplies sont trop éloignées les unes des autres",
        ));
    }
    let mended = mend(bytes, &stream, &records);
    open(&mended, &records, limits)
}

fn open(bytes: &[u8], records: &Book, limits: &Limits) -> Result<Source, SheetError> {
    let mut book: Xls<_> = library::ask(|| {
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|e| match e {
            XlsError::Password => SheetError::Password,
            other => SheetError::technical(&other),
        })
    })?;
    let mut source = Source::default();
    let mut total = Used::default();
    let metadata = book.sheets_metadata().to_vec();
    source.issues.extend(too_many(metadata.len(), limits));
    for (index, meta) in metadata.into_iter().take(limits.sheets).enumerate() {
        let name: Arc<str> = Arc::from(meta.name.as_str());
        let hidden = meta.visible != SheetVisible::Visible;
        let mut sheet = Sheet { name, hidden, hidden_rows: Vec::new(), cells: Vec::new() };
        let result = library::ask(|| fill(&mut sheet, &mut book, records, index, limits, total));
        total.add(&sheet.cells);
        settle(&mut source, sheet, result)?;
    }
    Ok(source)
}

fn fill(
    sheet: &mut Sheet,
    book: &mut Xls<Cursor<&[u8]>>,
    records: &Book,
    index: usize,
    limits: &Limits,
    before: Used,
) -> Result<Vec<Issue>, SheetError> {
    let failed = |e: XlsError| SheetError::technical(&e);
    let range = book.worksheet_range(&sheet.name).map_err(failed)?;
    let formulas = book.worksheet_formula(&sheet.name).map_err(failed)?;
    let mut formulas: BTreeMap<CellRef, String> =
        placed(&formulas).filter(|(_, f)| !f.is_empty()).map(|(at, f)| (at, f.clone())).collect();
    let mut builder = Builder::new(limits, before);
    for (at, value) in placed(&range) {
        let formula = formulas.remove(&at);
        let cell = cells::cell(at, value.clone(), records.code(index, at), formula);
        if cell.is_some_and(|c| !builder.push(uncomputed(c))) {
            break;
        }
    }
    for (at, formula) in formulas {
        if let Some(cell) = cells::cell(at, Data::Empty, None, Some(formula)) {
            builder.push(cell);
        }
    }
    if let Some(part) = records.sheets.get(index) {
        sheet.hidden_rows = part.hidden_rows.iter().copied().collect();
    }
    let merged = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
    let merged = merged.iter().map(|d| {
        let (start, end) = (reference(d.start), reference(d.end));
        (start, span(start, end))
    });
    let cut = builder.told(&sheet.name);
    sheet.cells = builder.finish(&merged.collect());
    Ok(cut)
}

/// A formula whose stored value is an empty text, though it yields none, was never computed:
/// writers that don't compute store that.
fn uncomputed(cell: SheetCell) -> SheetCell {
    let Some(formula) = cell.formula.as_ref().filter(|_| cell.shown.is_empty()) else {
        return cell;
    };
    let upper = formula.to_uppercase();
    let texts = ["\"", "&", "IF(", "LOOKUP(", "INDEX(", "CHOOSE(", "T(", "TRIM(", "CONCAT"];
    if texts.iter().any(|word| upper.contains(word)) {
        return cell;
    }
    SheetCell { shown: format!("={formula}"), stored: Stored::Uncomputed, ..cell }
}

fn reference((row, column): (u32, u32)) -> CellRef {
    CellRef { row, column }
}

/// The cells of a range with their addresses.
fn placed<T: calamine::CellType>(
    range: &calamine::Range<T>,
) -> impl Iterator<Item = (CellRef, &T)> {
    let (row, column) = range.start().unwrap_or_default();
    range.used_cells().map(move |(r, c, value)| {
        (CellRef { row: row + r as u32, column: column + c as u32 }, value)
    })
}

/// The bytes with stated sizes out of proportion brought to one cell.
fn mend<'a>(bytes: &'a [u8], stream: &Stream, records: &Book) -> std::borrow::Cow<'a, [u8]> {
    let mut mended = std::borrow::Cow::Borrowed(bytes);
    for part in records.sheets.iter().filter(|s| s.stated_area > MOST_AREA) {
        let stated = part.dimensions.iter().flat_map(|(start, length)| *start..*start + *length);
        for at in stated {
            let Some(place) = stream.file_offset(at) else { continue };
            if let Some(byte) = mended.to_mut().get_mut(place) {
                *byte = 0;
            }
        }
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A workbook of one stream, in a compound file of a sector table and a directory.
    fn workbook(records: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0; 512 * 11];
        let mut put = |at: usize, word: &[u8]| bytes[at..at + word.len()].copy_from_slice(word);
        put(0, guard::OLE_MAGIC);
        for (at, word) in [(26, 3_u16), (28, 0xFFFE), (30, 9), (32, 6)] {
            put(at, &word.to_le_bytes());
        }
        for (at, word) in [(44, 1_u32), (48, 1), (56, 4096), (60, 0xFFFF_FFFE), (68, 0xFFFF_FFFE)] {
            put(at, &word.to_le_bytes());
        }
        put(76, &[0xFF; 436]);
        put(76, &0_u32.to_le_bytes());
        put(512, &[0xFF; 512]);
        let table = [0xFFFF_FFFD, 0xFFFF_FFFE, 3, 4, 5, 6, 7, 8, 9, 0xFFFF_FFFE];
        for (at, next) in (512..).step_by(4).zip(table) {
            put(at, &u32::to_le_bytes(next));
        }
        let entries = [("Root Entry", 5, 0xFFFF_FFFE, 0), ("Workbook", 2, 2, 4096_u32)];
        for (at, (name, kind, start, size)) in (1024..).step_by(128).zip(entries) {
            let letters: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            put(at, &letters);
            put(at + 64, &(letters.len() as u16 + 2).to_le_bytes());
            put(at + 66, &[kind, 1]);
            put(at + 68, &[0xFF; 12]);
            put(at + 116, &u32::to_le_bytes(start));
            put(at + 120, &size.to_le_bytes());
        }
        put(1536, records);
        bytes
    }

    #[test]
    fn a_record_cut_short_is_damage_and_no_panic() {
        let read = |records: &[u8]| read(&workbook(records), &Limits::default());
        let opening = [9, 8, 4, 0, 0, 6, 5, 0];
        let sound = [&opening[..], &[0x22, 0, 2, 0, 1, 0], &[10, 0, 0, 0]].concat();
        assert_eq!(read(&sound).unwrap().sheets, []);
        // The date system, without its two bytes.
        let cut = [&opening[..], &[0x22, 0, 0, 0], &[10, 0, 0, 0]].concat();
        let error = read(&cut).unwrap_err();
        assert!(error.to_string().contains("la lecture s'interrompt"), "{error}");
    }
}
