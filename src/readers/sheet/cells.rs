//! One cell of any workbook: the library's value in, a [`SheetCell`] out; and what is told of a
//! sheet once it is read.

use calamine::{Data, ExcelDateTime};
use std::collections::BTreeMap;
use std::sync::Arc;

use super::format;
use crate::document::{Sheet, SheetCell, Stored};
use crate::issue::{Code, Issue};
use crate::limits::Limits;
use crate::place::CellRef;

/// Formulas without a value and error cells told one by one; the rest are told as a count.
const TOLD: usize = 20;

/// Longest formula kept, in characters: one longer says no more to a reader.
const FORMULA_CHARS: usize = 500;

/// The last row and column that a spreadsheet program knows.
const LAST: CellRef = CellRef { row: 1_048_575, column: 16_383 };

/// Builds a sheet cell by cell.
pub(super) struct Builder {
    cells: Vec<SheetCell>,
    limit: u64,
    /// Whether cells were left out over the limit.
    pub(super) full: bool,
}

impl Builder {
    /// A sheet that may hold as many cells as the workbook has left.
    pub(super) fn new(limits: &Limits, read: u64) -> Self {
        Self { cells: Vec::new(), limit: limits.cells.saturating_sub(read), full: false }
    }

    /// Adds a cell unless it holds nothing; false once the sheet is full.
    pub(super) fn push(&mut self, cell: SheetCell) -> bool {
        if self.cells.len() as u64 >= self.limit {
            self.full = true;
        } else if cell.at.row <= LAST.row && cell.at.column <= LAST.column {
            self.cells.push(cell);
        }
        !self.full
    }

    /// The cells by row and column, merged ones with their spans.
    pub(super) fn finish(mut self, merged: &BTreeMap<CellRef, (u32, u32)>) -> Vec<SheetCell> {
        self.cells.sort_by_key(|c| c.at);
        self.cells.dedup_by_key(|c| c.at);
        for cell in &mut self.cells {
            if let Some(span) = merged.get(&cell.at) {
                cell.span = *span;
            }
        }
        self.cells
    }
}

/// The span of a merged range, zero-based and inclusive.
pub(super) fn span(start: CellRef, end: CellRef) -> (u32, u32) {
    let side = |from: u32, to: u32, last: u32| to.min(last).saturating_sub(from).saturating_add(1);
    (side(start.row, end.row, LAST.row), side(start.column, end.column, LAST.column))
}

/// A cell with the value of a library, the format code of its style and its formula.
pub(super) fn cell(
    at: CellRef,
    value: Data,
    code: Option<&str>,
    formula: Option<String>,
) -> Option<SheetCell> {
    let formula = formula.filter(|f| !f.is_empty()).map(|f| shorten(&f));
    let (shown, stored) = match value {
        Data::Empty => {
            let formula = formula.as_ref()?;
            (format!("={formula}"), Stored::Uncomputed)
        }
        Data::String(text) if text.trim().is_empty() && formula.is_none() => return None,
        Data::String(text) => (text, Stored::Text),
        Data::Int(n) => number(n.into(), code),
        Data::Float(n) => match format::decimal(n) {
            Some(n) => number(n, code),
            None => (n.to_string(), Stored::Text),
        },
        Data::Bool(b) => ((if b { "VRAI" } else { "FAUX" }).to_owned(), Stored::Bool(b)),
        Data::DateTime(date) => moment(date, code),
        Data::DateTimeIso(iso) => iso_date(&iso),
        Data::DurationIso(iso) => (iso, Stored::Text),
        Data::Error(error) => (error.to_string(), Stored::Error),
    };
    Some(SheetCell { at, shown, stored, formula, span: (1, 1), line: None })
}

fn number(value: rust_decimal::Decimal, code: Option<&str>) -> (String, Stored) {
    let shown = code.map_or_else(|| format::general(value), |c| format::show(value, c));
    (shown, Stored::Number(value))
}

fn shorten(formula: &str) -> String {
    let formula = formula.strip_prefix('=').unwrap_or(formula);
    formula.chars().take(FORMULA_CHARS).collect()
}

/// A date, a time of day or a duration that a sheet stores as a number of days.
fn moment(date: ExcelDateTime, code: Option<&str>) -> (String, Stored) {
    let days = date.as_f64();
    let Some(stored) = format::decimal(days) else { return (days.to_string(), Stored::Text) };
    // Last day that a sheet can hold: 31 December 9999.
    if !(0.0..2_958_466.0).contains(&days) {
        return number(stored, None);
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    if date.is_duration() {
        let hours = u32::from(hour) + 24 * days.trunc() as u32;
        return (format!("{hours}:{minute:02}:{second:02}"), Stored::Number(stored));
    }
    if days < 1.0 {
        return (format!("{hour:02}:{minute:02}"), Stored::Number(stored));
    }
    let day_iso = format!("{year:04}-{month:02}-{day:02}");
    let shown = day_as_shown(&day_iso, code.unwrap_or("dd"));
    match days.fract() {
        0.0 => (shown, Stored::Date(day_iso)),
        _ => (
            format!("{shown} {hour:02}:{minute:02}"),
            Stored::Date(format!("{day_iso}T{hour:02}:{minute:02}:{second:02}")),
        ),
    }
}

/// A day as French sheets show it; a format of years alone shows the year.
fn day_as_shown(iso: &str, code: &str) -> String {
    let mut parts = iso.split('-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return iso.to_owned();
    };
    let code = code.to_ascii_lowercase();
    match (code.contains(['d', 'j']), code.contains('m'), code.contains(['y', 'a'])) {
        (false, false, true) => year.to_owned(),
        (false, true, true) => format!("{month}/{year}"),
        _ => format!("{day}/{month}/{year}"),
    }
}

/// A date that the file stores in ISO 8601.
pub(super) fn iso_date(iso: &str) -> (String, Stored) {
    let (day, time) = iso.split_once('T').unwrap_or((iso, ""));
    let time = time.get(..5).filter(|t| *t != "00:00");
    let shown = day_as_shown(day, "dd");
    let shown = time.map_or_else(|| shown.clone(), |t| format!("{shown} {t}"));
    let stored = if time.is_some() { iso } else { day };
    (shown, Stored::Date(stored.to_owned()))
}

/// What a read sheet has to tell.
pub(super) fn issues(sheet: &Sheet) -> Vec<Issue> {
    let name = sheet.name.as_ref();
    let mut out = Vec::new();
    if sheet.hidden {
        let count = sheet.cells.len();
        out.push(Issue::new(Code::HiddenSheet, &[("sheet", &name), ("cells", &count)]));
    }
    if sheet.cells.is_empty() {
        out.push(Issue::new(Code::EmptySheet, &[("sheet", &name)]));
    }
    if !sheet.hidden_rows.is_empty() {
        let count = sheet.hidden_rows.len();
        out.push(Issue::new(Code::HiddenRows, &[("sheet", &name), ("count", &count)]));
    }
    out.extend(told(sheet, Code::Uncomputed, &Stored::Uncomputed));
    out.extend(told(sheet, Code::CellError, &Stored::Error));
    out
}

/// The cells of one kind, told each at its place up to a number.
fn told(sheet: &Sheet, code: Code, stored: &Stored) -> Vec<Issue> {
    let all: Vec<&SheetCell> = sheet.cells.iter().filter(|c| c.stored == *stored).collect();
    let spare = all.len().saturating_sub(TOLD);
    let tell = |(i, cell): (usize, &&SheetCell)| {
        let mut at = cell.at.to_string();
        if i + 1 == TOLD && spare > 0 {
            at = format!("{at} et {spare} autres");
        }
        let formula = format!("={}", cell.formula.as_deref().unwrap_or_default());
        let details: [(&str, &dyn std::fmt::Display); 4] =
            [("sheet", &sheet.name), ("cell", &at), ("formula", &formula), ("text", &cell.shown)];
        Issue::new(code, &details).at(Some(sheet.spot(cell).place(&cell.shown)))
    };
    all.iter().take(TOLD).enumerate().map(tell).collect()
}

/// The issue of a workbook cut at the limit on cells.
pub(super) fn cut(sheet: &Arc<str>, limits: &Limits) -> Issue {
    let what = format!("feuille « {sheet} »");
    let details: [(&str, &dyn std::fmt::Display); 3] =
        [("what", &what), ("limit", &limits.cells), ("flag", &"--max-cells")];
    Issue::new(Code::Truncated, &details)
}
