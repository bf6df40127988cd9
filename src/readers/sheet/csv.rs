//! A delimited file in, one sheet out.
//!
//! The delimiter is the one under which the first lines agree on a number of columns. A line
//! that was quoted whole is read again from inside its quotes; rows that have more columns than
//! the header are mended by evidence in [`columns`]. Cells are text: such a file stores no more.

use std::sync::Arc;

use super::{cells, columns, decode};
use crate::document::{Sheet, SheetCell, Source, Stored};
use crate::issue::{Code, Issue};
use crate::limits::Limits;
use crate::place::CellRef;

/// Delimiters in use, the one of French spreadsheets first.
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// Lines looked at to find the delimiter.
const HEAD: usize = 200;

/// A record longer than this many lines comes of a quote that is never closed.
const MOST_LINES: usize = 100;

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

/// Reads a file; the sheet takes its name without the ending.
pub(super) fn read(bytes: &[u8], name: &str, limits: &Limits) -> Source {
    let mut decoded = decode::decode(bytes);
    if !decoded.text.contains('\n') {
        // Old Macintosh line ends.
        decoded.text = decoded.text.replace('\r', "\n");
    }
    let mut source = Source::default();
    if let Some(found) = &decoded.mixed {
        source.issues.push(Issue::new(Code::MixedEncoding, &[("found", found)]));
    }
    let (delimiter, skipped) = delimiter(&decoded.text);
    let mut records = records(&decoded.text, delimiter, skipped);
    source.issues.extend(open_quote(&decoded.text, &records));
    source.issues.extend(columns::mend(&mut records, delimiter));
    let name: Arc<str> = Arc::from(stem(name));
    let mut builder = cells::Builder::new(limits, 0);
    'all: for record in &records {
        for (text, column) in record.fields.iter().zip(0..) {
            if !text.trim().is_empty() && !builder.push(cell(record, column, text)) {
                break 'all;
            }
        }
    }
    if builder.full {
        source.issues.push(cells::cut(&name, limits));
    }
    let cells = builder.finish(&std::collections::BTreeMap::new());
    let sheet = Sheet { name, hidden: false, hidden_rows: Vec::new(), cells };
    source.issues.extend(cells::issues(&sheet));
    source.sheets.push(sheet);
    source
}

/// The issue of a file that ends inside a quoted text: its last record then has an odd number of
/// quotes, one of which begins it or follows no letter.
fn open_quote(text: &str, records: &[Record]) -> Option<Issue> {
    let line = records.last()?.line;
    let start = text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum::<usize>();
    let last = text.get(start..)?;
    let opens = |(at, _): (usize, &str)| {
        let before = last.get(..at).and_then(|b| b.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric() && !c.is_whitespace())
    };
    let odd = last.matches('"').count() % 2 == 1;
    (odd && last.match_indices('"').next().is_some_and(opens))
        .then(|| Issue::new(Code::QuoteOpen, &[("line", &line)]))
}

fn cell(record: &Record, column: u32, text: &str) -> SheetCell {
    SheetCell {
        at: CellRef { row: record.row, column },
        shown: text.to_owned(),
        stored: Stored::Text,
        formula: None,
        span: (1, 1),
        line: Some(record.line),
    }
}

/// A file's name without folders and ending.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem })
}

/// The delimiter, and whether the first line only states it (`sep=;`, as Excel writes).
fn delimiter(text: &str) -> (u8, bool) {
    let first = text.lines().next().unwrap_or_default().trim();
    if let Some(stated) = first.strip_prefix("sep=").and_then(|s| s.bytes().next()) {
        return (stated, true);
    }
    let head = head(text);
    let score = |delimiter: u8| {
        let counts: Vec<usize> = records(head, delimiter, false)
            .iter()
            .filter(|r| r.fields.iter().any(|f| !f.trim().is_empty()))
            .map(|r| r.fields.len())
            .collect();
        let Some(common) = columns::most_frequent(&counts).filter(|n| *n > 1) else { return 0 };
        let share = counts.iter().filter(|n| **n == common).count() * 1000 / counts.len().max(1);
        share * common.min(50)
    };
    let best = DELIMITERS.iter().rev().max_by_key(|d| score(**d));
    (best.copied().unwrap_or(b';'), false)
}

/// The first lines.
fn head(text: &str) -> &str {
    let end = text.match_indices('\n').nth(HEAD).map_or(text.len(), |(at, _)| at + 1);
    text.get(..end).unwrap_or(text)
}

/// Splits a text into records; quotes are dropped as signs where one of them is never closed.
fn records(text: &str, delimiter: u8, skip_first: bool) -> Vec<Record> {
    let quoted = split(text, delimiter, true);
    let lines = text.lines().count() as u32;
    let ends = quoted.iter().skip(1).map(|r| r.line).chain([lines + 1]);
    let runaway = quoted.iter().zip(ends).any(|(r, end)| {
        // Blank lines after a record are no part of it.
        r.fields.iter().any(|f| f.matches('\n').count() > MOST_LINES) && end > r.line
    });
    let mut all = if runaway { split(text, delimiter, false) } else { quoted };
    if skip_first {
        all.retain(|r| r.row > 0);
    }
    for record in &mut all {
        requote(record, delimiter);
    }
    all
}

fn split(text: &str, delimiter: u8, quoting: bool) -> Vec<Record> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(quoting)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut out, mut record) = (Vec::new(), csv::StringRecord::new());
    let (mut seen, mut line, mut rows_less) = (0, 1_u32, 0_u32);
    while reader.read_record(&mut record).unwrap_or(false) {
        let stated = record.position().map_or(0, |p| p.byte() as usize);
        // The library counts a record from the end of the one before, blank lines included.
        let blank = text.get(stated..).unwrap_or_default();
        let start = stated + blank.len() - blank.trim_start_matches(['\r', '\n']).len();
        line += newlines(text.get(seen..start).unwrap_or_default());
        seen = start;
        out.push(Record {
            row: line - 1 - rows_less,
            line,
            fields: record.iter().map(str::to_owned).collect(),
        });
        // Lines inside a quoted field are lines of the file, but no rows of the sheet.
        rows_less += record.iter().map(newlines).sum::<u32>();
    }
    out
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

/// The fields of a field.
pub(super) fn inner(field: &str, delimiter: u8) -> Option<Vec<String>> {
    split(field, delimiter, true).into_iter().next().map(|r| r.fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> (Vec<(String, String, u32)>, Vec<Code>) {
        let source = read(bytes, "dossier/liste.2018.csv", &Limits::default());
        let sheet = &source.sheets[0];
        assert_eq!(sheet.name.as_ref(), "liste.2018");
        let cells = sheet
            .cells
            .iter()
            .map(|c| (c.at.to_string(), c.shown.clone(), c.line.unwrap()))
            .collect();
        (cells, source.issues.iter().map(|i| i.code).collect())
    }

    #[test]
    fn a_text_over_several_lines_keeps_the_lines_that_follow() {
        let (cells, issues) = cells(b"nom;objet\r\nA;\"un\ndeux\"\r\n\r\nB;trois\r\n");
        let texts: Vec<_> = cells.iter().map(|(a, t, l)| (a.as_str(), t.as_str(), *l)).collect();
        assert_eq!(
            texts,
            [
                ("A1", "nom", 1),
                ("B1", "objet", 1),
                ("A2", "A", 2),
                ("B2", "un\ndeux", 2),
                ("A4", "B", 5),
                ("B4", "trois", 5)
            ]
        );
        assert_eq!(issues, []);
    }

    #[test]
    fn carriage_returns_alone_end_lines() {
        let (cells, _) = cells(b"nom;montant\rA;1\rB;2\r");
        assert_eq!(cells.last(), Some(&("B3".to_owned(), "2".to_owned(), 3)));
    }

    #[test]
    fn the_delimiter_is_the_one_that_lines_agree_on() {
        assert_eq!(delimiter("nom;montant\nA, B, C;1,50\nD;2,00\n").0, b';');
        assert_eq!(delimiter("nom,montant\nA,1\nB,2\n").0, b',');
        assert_eq!(delimiter("nom\tmontant\nA, B\t1\n").0, b'\t');
        assert_eq!(delimiter("sep=|\na|b\n"), (b'|', true));
        assert_eq!(delimiter("un seul\ntexte\n").0, b';');
    }

    #[test]
    fn unquoted_french_decimals_are_rejoined_and_told() {
        let (cells, issues) = cells(
            b"nom,date,montant,nature\nA,2018-03-22,100 000,00,aide\n\"B,2018-03-22,28 000,50,aide\";;\n",
        );
        let at = |name: &str| cells.iter().find(|c| c.0 == name).map(|c| c.1.as_str());
        assert_eq!(at("C2"), Some("100 000,00"));
        assert_eq!(at("D2"), Some("aide"));
        assert_eq!(at("C3"), Some("28 000,50"));
        assert_eq!(at("D3"), Some("aide"));
        assert_eq!(issues, [Code::ShiftedColumns]);
    }

    #[test]
    fn a_quote_that_is_never_closed_does_not_swallow_the_file() {
        let mut text = String::from("nom;montant\n\"A;1\n");
        text.extend((0..300).map(|i| format!("B{i};{i}\n")));
        let (cells, _) = cells(text.as_bytes());
        assert_eq!(cells.len(), 604);
    }

    #[test]
    fn a_file_that_ends_inside_a_quote_is_told_with_its_line() {
        let (_, issues) = cells(b"nom;montant\nA;1\nB;\"deux");
        assert_eq!(issues, [Code::QuoteOpen]);
        for whole in
            ["nom;objet\nA;\"un\"\n", "nom;objet\nA;\"un \"\"deux\"\"\"\n", "nom;cm\nA;21 \"\n"]
        {
            assert_eq!(cells(whole.as_bytes()).1, [], "{whole}");
        }
    }
}
