//! The part of an xlsx worksheet that the library does not give in the same pass: the style of
//! each cell, hidden rows and merged ranges; and a check of what it would trust blindly.

use std::collections::BTreeMap;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::cells::span;
use super::{SheetError, guard};
use crate::issue::{Code, Issue};
use crate::limits::Limits;
use crate::place::CellRef;

/// Rows that a sheet may have.
const ROWS: u32 = 1_048_576;

/// What a worksheet part says beside values.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// Style index of the cells that hold something and have one, sorted.
    styles: Vec<(CellRef, u32)>,
    /// Hidden rows, zero-based, in order.
    pub(super) hidden_rows: Vec<u32>,
    /// Span of each merged range, at its first cell.
    pub(super) merged: BTreeMap<CellRef, (u32, u32)>,
    /// One-based row that the sheet states as its last.
    stated: u32,
    /// One-based row that is its last.
    last: u32,
    /// One-based row and zero-based column at which the next cell stands.
    next: (u32, u32),
    cells: u64,
}

/// An attribute of an element, entities resolved.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|a| {
        let key = a.key.as_ref();
        key == name || !name.contains(':') && a.key.local_name().as_ref() == name
    })?;
    Some(
        quick_xml::escape::unescape(&found.value)
            .map_or_else(|_| found.value.clone().into_owned(), std::borrow::Cow::into_owned),
    )
}

/// The error of XML that cannot be read.
pub(super) fn broken(error: &quick_xml::Error) -> SheetError {
    SheetError::Damaged(format!("le XML est coupé ou abîmé ({error})"))
}

/// Reads the frame of a worksheet part; the number of its cells is checked on the way.
pub(super) fn read(part: impl BufRead, limits: &Limits) -> Result<Frame, SheetError> {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().check_end_names = false;
    let mut frame = Frame::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|e| broken(&e))? {
            Event::Start(e) => frame.element(&e, limits, false)?,
            Event::Empty(e) => frame.element(&e, limits, true)?,
            Event::Eof => break,
            _ => {}
        }
    }
    frame.styles.sort_by_key(|(cell, _)| *cell);
    frame.hidden_rows.sort_unstable();
    frame.hidden_rows.dedup();
    Ok(frame)
}

impl Frame {
    /// The style index of a cell.
    pub(super) fn style(&self, at: CellRef) -> usize {
        let found = self.styles.binary_search_by_key(&at, |(cell, _)| *cell).ok();
        found.and_then(|i| self.styles.get(i)).map_or(0, |(_, style)| *style as usize)
    }

    /// The issue of rows that the sheet states and does not have. Empty rows that are formatted are
    /// written too; a whole column that is formatted states the last row there can be.
    pub(super) fn cut(&self, sheet: &str) -> Option<Issue> {
        let states = self.stated > self.last && self.stated < ROWS && self.last > 0;
        let details: [(&str, &dyn std::fmt::Display); 3] =
            [("sheet", &sheet), ("read", &self.last), ("stated", &self.stated)];
        states.then(|| Issue::new(Code::RowsMissing, &details))
    }

    fn element(
        &mut self,
        e: &BytesStart<'_>,
        limits: &Limits,
        empty: bool,
    ) -> Result<(), SheetError> {
        match e.local_name().as_ref() {
            "row" => self.row(e),
            "dimension" => {
                let stated = attribute(e, "ref").and_then(|r| range(&r));
                self.stated = stated.map_or(0, |(_, end)| end.row.saturating_add(1));
            }
            "c" => self.cell(e, limits, empty)?,
            "f" => check_formula(e, limits)?,
            "mergeCell" => {
                if let Some((start, end)) = attribute(e, "ref").and_then(|r| range(&r)) {
                    self.merged.insert(start, span(start, end));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn row(&mut self, e: &BytesStart<'_>) {
        // A row without a number follows the one before.
        let stated = attribute(e, "r").and_then(|r| r.parse::<u32>().ok());
        let row = stated.map_or(self.next.0.saturating_add(1), |r| r.max(1));
        self.next = (row, 0);
        self.last = self.last.max(row);
        if matches!(attribute(e, "hidden").as_deref(), Some("1" | "true")) {
            self.hidden_rows.push(row - 1);
        }
    }

    fn cell(&mut self, e: &BytesStart<'_>, limits: &Limits, empty: bool) -> Result<(), SheetError> {
        self.cells += 1;
        // Empty cells with a style count ten to one: they are skipped, but take time.
        if self.cells > limits.cells.saturating_mul(10) {
            let (size, limit) = (self.cells, limits.cells);
            let flag = "--max-cells";
            return Err(SheetError::TooLarge { what: "cellules", size, limit, flag });
        }
        let here = CellRef { row: self.next.0.saturating_sub(1), column: self.next.1 };
        let at = attribute(e, "r").and_then(|r| address(&r)).unwrap_or(here);
        self.next.1 = at.column.saturating_add(1);
        let style = attribute(e, "s").and_then(|s| s.parse().ok()).filter(|s| *s > 0);
        if let Some(style) = style.filter(|_| !empty) {
            self.styles.push((at, style));
        }
        Ok(())
    }
}

/// The library makes room for as many shared formulas as the highest index says.
fn check_formula(e: &BytesStart<'_>, limits: &Limits) -> Result<(), SheetError> {
    let index = attribute(e, "si").and_then(|s| s.parse::<u64>().ok()).unwrap_or(0);
    if index > limits.cells {
        return Err(guard::refused("une formule partagée porte un numéro démesuré"));
    }
    Ok(())
}

/// A range `A1:C1`, or one cell.
pub(super) fn range(text: &str) -> Option<(CellRef, CellRef)> {
    let (start, end) = text.split_once(':').unwrap_or((text, text));
    Some((address(start)?, address(end)?))
}

/// A cell by its name, `B7`.
pub(super) fn address(name: &str) -> Option<CellRef> {
    let name = name.trim_start_matches('$');
    let digits = name.find(|c: char| c.is_ascii_digit() || c == '$')?;
    let (letters, row) = name.split_at(digits);
    let column = letters.chars().try_fold(0_u32, |n, c| {
        let digit = c
            .to_ascii_uppercase()
            .is_ascii_uppercase()
            .then(|| u32::from(c.to_ascii_uppercase()) - u32::from('A') + 1)?;
        n.checked_mul(26)?.checked_add(digit)
    })?;
    let row: u32 = row.trim_start_matches('$').parse().ok()?;
    Some(CellRef { row: row.checked_sub(1)?, column: column.checked_sub(1)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_they_are_written() {
        for name in ["A1", "B7", "Z1", "AA1", "XFD153"] {
            assert_eq!(address(name).unwrap().to_string(), name);
        }
        assert_eq!(address("$B$7"), address("B7"));
        for wrong in ["", "7", "B", "B0", "é1", "ZZZZZZZZZ1"] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn hidden_rows_merged_ranges_and_styles_are_read() {
        let part = br#"<x:worksheet xmlns:x="u"><x:sheetData><x:row r="2" hidden="1">
            <x:c r="B2" s="3"><x:v>1</x:v></x:c><x:c s="4"><x:v>2</x:v></x:c><x:c s="5"/></x:row><x:row><x:c/></x:row></x:sheetData>
            <x:mergeCells><x:mergeCell ref="A1:C2"/></x:mergeCells></x:worksheet>"#;
        let frame = read(&part[..], &Limits::default()).unwrap();
        assert_eq!(frame.hidden_rows, [1]);
        assert_eq!(frame.merged.get(&CellRef { row: 0, column: 0 }), Some(&(2, 3)));
        let styles: Vec<_> = frame.styles.iter().map(|(c, s)| (c.to_string(), *s)).collect();
        assert_eq!(styles, [("B2".to_owned(), 3), ("C2".to_owned(), 4)]);
    }

    #[test]
    fn a_measureless_shared_index_is_refused() {
        let part = br#"<worksheet><sheetData><row><c><f t="shared" si="4000000000">A1</f></c></row>
            </sheetData></worksheet>"#;
        let error = read(&part[..], &Limits::default()).unwrap_err();
        assert!(matches!(error, SheetError::Refused(_)), "{error}");
    }

    #[test]
    fn rows_that_are_stated_and_not_there_are_told() {
        let told = |range: &str| {
            let part = format!(
                "<worksheet><dimension ref=\"{range}\"/><sheetData><row r=\"3\"/></sheetData>\
                </worksheet>"
            );
            read(part.as_bytes(), &Limits::default()).unwrap().cut("F").map(|i| i.message)
        };
        let cut = "feuille « F » : la dernière ligne est la 3, la 400 est annoncée";
        assert_eq!(told("A1:B400").as_deref(), Some(cut));
        assert_eq!(told("A1:XFD1048576"), None, "a whole column is formatted");
        assert_eq!((told("A1:B3"), told("A1")), (None, None));
    }
}
