//! One cell of any workbook: the library's value in, a [`SheetCell`] out; and what is told of a
//! sheet once it is read.

use calamine::{Data, ExcelDateTime};
use std::collections::BTreeMap;

use super::format;
use super::room::{self, Full, Room, Used};
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
    limits: Limits,
    room: Room,
    /// Which limit has left cells out.
    pub(super) full: Option<Full>,
    /// Cells whose text was cut, and the first of them.
    long: (usize, Option<CellRef>),
    /// Whether cells lay below the last row, and right of the last column.
    beyond: (bool, bool),
}

impl Builder {
    /// A sheet that may hold as much as the workbook has left.
    pub(super) fn new(limits: &Limits, used: Used) -> Self {
        let (long, beyond) = ((0, None), (false, false));
        let room = Room::new(limits, used);
        Self { cells: Vec::new(), limits: *limits, room, full: None, long, beyond }
    }

    /// Adds a cell; false once the sheet is full.
    pub(super) fn push(&mut self, mut cell: SheetCell) -> bool {
        let (below, right) =
            (cell.at.row >= self.limits.sheet_rows, cell.at.column >= self.limits.sheet_columns);
        self.beyond = (self.beyond.0 || below, self.beyond.1 || right);
        if self.full.is_some() || below || right {
            return self.full.is_none();
        }
        if shorten(&mut cell.shown, self.limits.cell_chars) {
            self.long = (self.long.0 + 1, self.long.1.or(Some(cell.at)));
        }
        match self.room.take(cell.at.row, room::size(&cell)) {
            Ok(()) => self.cells.push(cell),
            Err(full) => self.full = Some(full),
        }
        self.full.is_none()
    }

    /// What of the sheet is left out over a limit.
    pub(super) fn told(&self, sheet: &str) -> Vec<Issue> {
        let Limits { sheet_rows, sheet_columns, cell_chars, .. } = self.limits;
        let what = |part: &str| format!("feuille « {sheet} »{part}");
        let full = self.full.map(|full| room::cut(sheet, full, &self.limits));
        let long = self.long.1.map(|first| {
            let part = match self.long.0 {
                1 => format!(", texte de la cellule {first}"),
                count => format!(", texte de {count} cellules (la première : {first})"),
            };
            Issue::over(&what(&part), &format!("{cell_chars} caractères"), "--max-cell-text")
        });
        let beyond = |is: bool, count: u32, name: &str, flag: &str| {
            is.then(|| Issue::over(&what(""), &format!("{count} {name}"), flag))
        };
        let rows = beyond(self.beyond.0, sheet_rows, "lignes", "--max-rows");
        let columns = beyond(self.beyond.1, sheet_columns, "colonnes", "--max-columns");
        [full, long, rows, columns].into_iter().flatten().collect()
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
    let formula = formula.filter(|f| !f.is_empty()).map(|f| bare(&f));
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

fn bare(formula: &str) -> String {
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

/// Cuts a text after so many characters and lets go of the rest; whether it had more.
pub(super) fn shorten(text: &mut String, most: usize) -> bool {
    if text.len() <= most {
        return false;
    }
    let end = text.char_indices().nth(most).map(|(at, _)| at);
    if let Some(end) = end {
        text.truncate(end);
        text.shrink_to_fit();
    }
    end.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cells of a sheet and what is told, by the limits and what is pushed.
    fn built(limits: Limits, cells: &[(u32, u32, &str)]) -> (Vec<String>, Vec<String>) {
        let mut builder = Builder::new(&limits, Used::default());
        for (row, column, text) in cells {
            let at = CellRef { row: *row, column: *column };
            builder.push(cell(at, Data::String((*text).to_owned()), None, None).unwrap());
        }
        let told = builder.told("F").into_iter().map(|i| i.message).collect();
        (builder.finish(&BTreeMap::new()).into_iter().map(|c| c.shown).collect(), told)
    }

    #[test]
    fn a_text_longer_than_a_cell_allows_is_cut_and_told() {
        let limits = Limits { cell_chars: 3, ..Limits::default() };
        let (cells, told) = built(limits, &[(0, 0, "été"), (1, 0, "étés"), (2, 0, "étéété")]);
        assert_eq!(cells, ["été", "été", "été"]);
        let expected = "feuille « F », texte de 2 cellules (la première : A2) : limite de \
            3 caractères atteinte, la suite n'est pas lue";
        assert_eq!(told, [expected]);
        let (_, told) = built(limits, &[(0, 0, "étés")]);
        assert!(told[0].starts_with("feuille « F », texte de la cellule A1 : "), "{told:?}");
    }

    #[test]
    fn the_text_of_all_cells_together_has_a_limit() {
        let limits = Limits { text_bytes: 1 << 20, ..Limits::default() };
        let long = "x".repeat(30_000);
        let all: Vec<(u32, u32, &str)> = (0..50).map(|row| (row, 0, long.as_str())).collect();
        let (cells, told) = built(limits, &all);
        assert_eq!(cells.len(), 34);
        assert!(told[0].starts_with("feuille « F », texte : limite de 1 Mio"), "{told:?}");
    }

    #[test]
    fn cells_beyond_the_last_row_and_column_are_told() {
        let (cells, told) = built(Limits::default(), &[(1_048_576, 0, "a"), (0, 16_384, "b")]);
        assert_eq!(cells, Vec::<String>::new());
        assert!(told[0].contains("1048576 lignes") && told[1].contains("16384 colonnes"));
    }
}
