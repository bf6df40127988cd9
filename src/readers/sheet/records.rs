//! The text of a delimited file in, records out, as many as there is room for.
//!
//! Quotes are dropped as signs where one of them is never closed; a line that was quoted whole is
//! read again from inside its quotes. Rows of nothing are left out: a file may have millions.

use std::cell::Cell;
use std::io::Read;

use super::cells::shorten;
use super::room::{Full, Room, Used};
use crate::limits::Limits;

/// A record longer than this many lines comes of a quote that is never closed.
const MOST_LINES: usize = 100;

/// Records at the top that are kept though they are blank: among them is the header.
const TOP: usize = 10;

/// Empty fields that take as much room as a cell.
const EMPTY: usize = 10;

/// A record with the number of its row and of the line it starts on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record {
    /// Zero-based row, blank lines counted.
    pub(super) row: u32,
    /// One-based physical line.
    pub(super) line: u32,
    /// Its fields.
    pub(super) fields: Vec<String>,
}

/// The records of a text.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// Those there was room for.
    pub(super) rows: Vec<Record>,
    /// Which limit left out the others.
    pub(super) full: Option<Full>,
    /// Whether a quote is open over more lines than a text has.
    runaway: bool,
}

/// Splits a text into records; quotes are dropped as signs where one of them is never closed.
pub(super) fn records(text: &str, delimiter: u8, skip_first: bool, limits: &Limits) -> Records {
    let mut all = mended(text, delimiter, limits, true);
    if skip_first {
        all.rows.retain(|r| r.row > 0);
    }
    all
}

/// The records of the first lines of a text, blank fields at their ends and all.
pub(super) fn head(text: &str, delimiter: u8, limits: &Limits) -> Vec<Record> {
    mended(text, delimiter, limits, false).rows
}

/// The fields of a field.
pub(super) fn inner(field: &str, delimiter: u8) -> Option<Vec<String>> {
    let all = split(field, delimiter, true, (&Limits::default(), false));
    all.rows.into_iter().next().map(|r| r.fields)
}

fn mended(text: &str, delimiter: u8, limits: &Limits, bare: bool) -> Records {
    let mut all = split(text, delimiter, true, (limits, bare));
    if all.runaway {
        drop(std::mem::take(&mut all));
        all = split(text, delimiter, false, (limits, bare));
    }
    for record in &mut all.rows {
        requote(record, delimiter);
    }
    all
}

/// A text that ends where a record has had more bytes than any should.
struct Feed<'a> {
    rest: &'a [u8],
    since: &'a Cell<usize>,
    most: usize,
}

impl Read for Feed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.since.get() > self.most {
            return Ok(0);
        }
        let read = self.rest.read(buffer)?;
        // Blank lines are of no record.
        let blank = buffer.iter().take(read).filter(|b| matches!(b, b'\n' | b'\r')).count();
        self.since.set(self.since.get() + read - blank);
        Ok(read)
    }
}

/// Splits a text; `bare` drops what is blank: fields at the end of records, and whole records.
fn split(text: &str, delimiter: u8, quoting: bool, (limits, bare): (&Limits, bool)) -> Records {
    let since = Cell::new(0);
    let most = usize::try_from(limits.text_bytes / 4).unwrap_or(usize::MAX);
    let feed = Feed { rest: text.as_bytes(), since: &since, most };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(quoting)
        .has_headers(false)
        .flexible(true)
        .from_reader(feed);
    let (mut out, mut record) = (Records::default(), csv::StringRecord::new());
    let (mut seen, mut line, mut rows_less) = (0, 1_u32, 0_u32);
    let (mut room, mut last) = (Room::new(limits, Used::default()), None);
    while reader.read_record(&mut record).unwrap_or(false) {
        let stated = record.position().map_or(0, |p| p.byte() as usize);
        // The library counts a record from the end of the one before, blank lines included.
        let blank = text.get(stated..).unwrap_or_default();
        let start = stated + blank.len() - blank.trim_start_matches(['\r', '\n']).len();
        line += newlines(text.get(seen..start).unwrap_or_default());
        seen = start;
        if quoting && record.iter().any(|f| newlines(f) as usize > MOST_LINES) {
            out.runaway = true;
            return out;
        }
        if since.replace(0) > most {
            out.full = Some(Full::Text);
            break;
        }
        let row = line - 1 - rows_less;
        let made = Record { row, line, fields: fields(&record, limits, bare) };
        out.full = made.fields.iter().enumerate().find_map(|(i, f)| taken(&mut room, row, i, f));
        if out.full.is_some() {
            break;
        }
        // The last record is kept: what is asked of the end of a file is asked of it.
        last = (bare && made.fields.is_empty() && out.rows.len() >= TOP).then_some(made.line);
        match last {
            Some(_) => {}
            None => out.rows.push(made),
        }
        // Lines inside a quoted field are lines of the file, but no rows of the sheet.
        rows_less += record.iter().map(newlines).sum::<u32>();
    }
    out.rows.extend(last.map(|line| Record { row: line - 1, line, fields: Vec::new() }));
    out
}

/// Why there is no room for a field.
fn taken(room: &mut Room, row: u32, index: usize, field: &str) -> Option<Full> {
    let counts = !field.trim().is_empty() || index % EMPTY == EMPTY - 1;
    counts.then(|| room.take(row, field.len()).err()).flatten()
}

/// The fields of a record, up to a column beyond the last and no longer than is told of.
fn fields(record: &csv::StringRecord, limits: &Limits, bare: bool) -> Vec<String> {
    let columns = limits.sheet_columns as usize + 1;
    let is_blank = |f: &str| f.trim().is_empty();
    let filled = record.iter().take(columns).enumerate().filter(|(_, f)| !is_blank(f)).last();
    let width = if bare { filled.map_or(0, |(at, _)| at + 1) } else { columns };
    let copy = |field: &str| {
        let mut field = field.to_owned();
        shorten(&mut field, limits.cell_chars.saturating_add(1));
        field
    };
    record.iter().take(width).map(copy).collect()
}

fn newlines(text: &str) -> u32 {
    text.matches('\n').count() as u32
}

/// A line quoted whole is one field that holds them all: it is split again.
fn requote(record: &mut Record, delimiter: u8) {
    let sign = char::from(delimiter);
    let filled = record.fields.iter().filter(|f| !f.trim().is_empty()).count();
    let inner = record.fields.first().filter(|f| filled == 1 && f.matches(sign).count() > 2);
    if let Some(fields) = inner.and_then(|f| self::inner(f, delimiter)) {
        record.fields = fields;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_text_without_end_is_not_held_to_find_that_it_has_none() {
        let limits = Limits { text_bytes: 4 << 10, ..Limits::default() };
        let text = format!("a;\"{}", "x".repeat(100_000));
        let found = records(&text, b';', false, &limits);
        assert_eq!((found.rows.len(), found.full), (0, Some(Full::Text)));
    }

    #[test]
    fn blank_rows_are_left_out_but_at_the_top_and_the_end() {
        let text = format!("a;1\n;\nb;2\n{}", ";\n".repeat(100));
        let rows = records(&text, b';', false, &Limits::default()).rows;
        assert_eq!(rows.len(), TOP + 1);
        assert_eq!((rows[1].fields.len(), rows[2].row, rows[TOP].line), (0, 2, 103));
    }
}
