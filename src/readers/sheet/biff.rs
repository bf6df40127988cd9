//! The records of an xls workbook (MS-XLS) that the library does not give or would trust
//! blindly: number formats, styles of cells, hidden rows, and the bounds of each sheet.

use std::collections::{BTreeMap, BTreeSet};

use super::SheetError;
use super::ole::{u16_at, u32_at};
use crate::place::CellRef;

/// What the records of a workbook say beside values.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// Format code by its number.
    formats: BTreeMap<u16, String>,
    /// Format number of each style.
    styles: Vec<u16>,
    /// The sheets in the order of the workbook.
    pub(super) sheets: Vec<Part>,
}

/// What the records of one sheet say.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Where its records start.
    start: usize,
    /// Hidden rows, zero-based: broken files tell them in any order, and twice.
    pub(super) hidden_rows: BTreeSet<u32>,
    /// Style of each cell.
    styles: BTreeMap<CellRef, u16>,
    /// Cells in the rectangle around all of them.
    pub(super) area: u64,
    /// Where the records of its stated dimensions hold their data, with its length.
    pub(super) dimensions: Vec<(usize, usize)>,
    /// Cells that it states by its dimensions.
    pub(super) stated_area: u64,
}

/// Walks the records of a workbook stream.
pub(super) fn read(stream: &[u8]) -> Result<Book, SheetError> {
    let mut book = Book::default();
    for (kind, _, data) in records(stream, 0) {
        match kind {
            // FilePass (2.4.117).
            0x002F if u16_at(data, 0).unwrap_or(0) != 0 || data.len() > 2 => {
                return Err(SheetError::Password);
            }
            0x0085 => book.sheets.extend(
                u32_at(data, 0).map(|start| Part { start: start as usize, ..Part::default() }),
            ),
            0x041E => book.formats.extend(format(data)),
            0x00E0 => book.styles.push(u16_at(data, 2).unwrap_or(0)),
            0x000A => break,
            _ => {}
        }
    }
    for part in &mut book.sheets {
        part.walk(stream);
    }
    Ok(book)
}

impl Book {
    /// The format code of a cell; `None` where it has none of its own.
    pub(super) fn code(&self, part: usize, at: CellRef) -> Option<&str> {
        let style = self.sheets.get(part)?.styles.get(&at)?;
        let number = *self.styles.get(usize::from(*style))?;
        self.formats.get(&number).map(String::as_str).or_else(|| builtin(number))
    }
}

impl Part {
    fn walk(&mut self, stream: &[u8]) {
        // Charts are nested streams whose records look like cells.
        let (mut depth, mut corner) = (0_u32, None::<(CellRef, CellRef)>);
        for (kind, at, data) in records(stream, self.start) {
            match kind {
                0x0809 => depth += 1,
                0x000A if depth <= 1 => break,
                0x000A => depth -= 1,
                _ if depth > 1 => {}
                0x0200 => {
                    self.dimensions.push((at, data.len()));
                    self.stated_area = self.stated_area.max(stated(data));
                }
                0x0208 if u16_at(data, 12).unwrap_or(0) & 0x20 != 0 => {
                    self.hidden_rows.extend(u16_at(data, 0).map(u32::from));
                }
                _ => {
                    for (cell, style) in cells(kind, data) {
                        self.styles.insert(cell, style);
                        let (low, high) = corner.unwrap_or((cell, cell));
                        corner = Some((low.min_each(cell), high.max_each(cell)));
                    }
                }
            }
        }
        self.area = corner.map_or(0, |(low, high)| {
            u64::from(high.row - low.row + 1) * u64::from(high.column - low.column + 1)
        });
    }
}

/// Corners of a rectangle.
trait Corner {
    fn min_each(self, other: Self) -> Self;
    fn max_each(self, other: Self) -> Self;
}

impl Corner for CellRef {
    fn min_each(self, other: Self) -> Self {
        Self { row: self.row.min(other.row), column: self.column.min(other.column) }
    }

    fn max_each(self, other: Self) -> Self {
        Self { row: self.row.max(other.row), column: self.column.max(other.column) }
    }
}

/// Kind, offset of the data and data of each record from an offset on.
fn records(stream: &[u8], from: usize) -> impl Iterator<Item = (u16, usize, &[u8])> {
    let mut at = from;
    std::iter::from_fn(move || {
        let kind = u16_at(stream, at)?;
        let start = at + 4;
        let end = start + usize::from(u16_at(stream, at + 2)?);
        at = end;
        Some((kind, start, stream.get(start..end)?))
    })
}

/// The cells of a record with their styles.
fn cells(kind: u16, data: &[u8]) -> Vec<(CellRef, u16)> {
    let cell = |row, column, style| (CellRef { row, column }, style);
    let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { return Vec::new() };
    match kind {
        // Number, Label, BoolErr, RK, LabelSst, RString, Formula.
        0x0203 | 0x0204 | 0x0205 | 0x027E | 0x00FD | 0x00D6 | 0x0006 => {
            let style = u16_at(data, 4).unwrap_or(0);
            vec![cell(row.into(), column.into(), style)]
        }
        // MulRk: a style and four bytes for each of several columns.
        0x00BD => {
            let many = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
            let each = many.chunks_exact(6).zip(u32::from(column)..);
            each.map(|(c, column)| cell(row.into(), column, u16_at(c, 0).unwrap_or(0))).collect()
        }
        _ => Vec::new(),
    }
}

/// The cells that stated dimensions span; a range that ends before it starts has no bound.
fn stated(data: &[u8]) -> u64 {
    let (first, rows, columns) = if data.len() < 14 {
        (u16_at(data, 0).map(u32::from), u16_at(data, 2).map(u32::from), u16_at(data, 6))
    } else {
        (u32_at(data, 0), u32_at(data, 4), u16_at(data, 10))
    };
    let (first, rows) = (first.unwrap_or(0), rows.unwrap_or(0));
    if first >= rows.max(1) {
        return u64::MAX;
    }
    u64::from(rows).saturating_mul(columns.map_or(0, u64::from))
}

/// A format record: its number and its code, in UTF-16, Latin-1 or, before Excel 97, bytes.
fn format(data: &[u8]) -> Option<(u16, String)> {
    let number = u16_at(data, 0)?;
    let count = usize::from(u16_at(data, 2)?);
    let flags = *data.get(4)?;
    let wide = flags & 1 == 1;
    let text = data.get(5..)?;
    if text.len() < count {
        // Excel 5: one byte of length, then as many bytes.
        let short = data.get(3..3 + usize::from(*data.get(2)?))?;
        return Some((number, encoding_rs::WINDOWS_1252.decode(short).0.into_owned()));
    }
    if wide {
        let units: Vec<u16> =
            text.as_chunks::<2>().0.iter().take(count).map(|p| u16::from_le_bytes(*p)).collect();
        return Some((number, String::from_utf16_lossy(&units)));
    }
    Some((number, text.iter().take(count).map(|b| char::from(*b)).collect()))
}

/// Codes of the formats that a workbook need not write (MS-XLS 2.4.126).
fn builtin(number: u16) -> Option<&'static str> {
    Some(match number {
        1 => "0",
        2 => "0.00",
        3 | 37 | 38 | 41 => "#,##0",
        4 | 39 | 40 | 43 => "#,##0.00",
        5 | 6 | 42 => "#,##0\\ \"€\"",
        7 | 8 | 44 => "#,##0.00\\ \"€\"",
        9 => "0%",
        10 => "0.00%",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    }

    fn words(words: &[u16]) -> Vec<u8> {
        words.iter().flat_map(|w| w.to_le_bytes()).collect()
    }

    #[test]
    fn formats_bounds_and_hidden_rows_are_read() {
        let format = [&words(&[164, 4])[..], &[0], b"0.00"].concat();
        let globals = [
            record(0x041E, &format),
            record(0x00E0, &words(&[0, 0])),
            record(0x00E0, &words(&[0, 164])),
        ]
        .concat();
        let start = (globals.len() + 12 + 4) as u32;
        let bound = [&start.to_le_bytes()[..], &[0, 0, 1, 0]].concat();
        let sheet = [
            record(0x0809, &[0; 4]),
            record(0x0200, &words(&[0, 0, 0xFFFF, 0xFFFF, 0, 256, 0])),
            record(0x0208, &words(&[7, 0, 0, 0, 0, 0, 0x20, 0])),
            record(0x0208, &words(&[4, 0, 0, 0, 0, 0, 0x20, 0])),
            record(0x0208, &words(&[7, 0, 0, 0, 0, 0, 0x20, 0])),
            record(0x027E, &words(&[4, 1, 1, 0, 0])),
            record(0x00BD, &words(&[9, 2, 1, 0, 0, 1, 0, 0, 3])),
            record(0x000A, &[]),
        ]
        .concat();
        let stream = [globals, record(0x0085, &bound), record(0x000A, &[]), sheet].concat();
        let book = read(&stream).unwrap();
        let part = &book.sheets[0];
        assert_eq!(part.hidden_rows, BTreeSet::from([4, 7]));
        assert_eq!(part.area, 6 * 3);
        assert_eq!(part.stated_area, 0xFFFF_FFFF * 256);
        assert_eq!(book.code(0, CellRef { row: 9, column: 3 }), Some("0.00"));
        assert_eq!(book.code(0, CellRef { row: 9, column: 4 }), None);
    }

    #[test]
    fn every_stated_size_of_a_sheet_is_held() {
        let bound = [&20_u32.to_le_bytes()[..], &[0, 0, 1, 0]].concat();
        let huge = record(0x0200, &words(&[0, 0, 0xFFFF, 0xFFFF, 0, 256, 0]));
        let small = record(0x0200, &words(&[0, 0, 2, 0, 0, 2, 0]));
        let sheet = [record(0x0809, &[0; 4]), huge, small, record(0x000A, &[])].concat();
        let globals = [record(0x0085, &bound), record(0x000A, &[])].concat();
        let stream = [&globals[..], &[0; 4], &sheet].concat();
        let part = &read(&stream).unwrap().sheets[0];
        assert_eq!(part.stated_area, 0xFFFF_FFFF * 256);
        assert_eq!(part.dimensions, [(32, 14), (50, 14)]);
    }

    #[test]
    fn a_workbook_under_a_password_says_so() {
        let stream = record(0x002F, &words(&[1, 1, 1]));
        assert!(matches!(read(&stream), Err(SheetError::Password)));
    }
}
