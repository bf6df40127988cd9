//! A delimited file in, one sheet out.
//!
//! The delimiter is the one under which the first lines agree on a number of columns. Lines are
//! split by [`records`]; rows that have more columns than the header are mended by evidence in
//! [`columns`]. Cells are text: such a file stores no more.

use std::sync::Arc;

use super::records::{self, Record};
use super::room::Used;
use super::{cells, columns, decode};
use crate::document::{Sheet, SheetCell, Source, Stored};
use crate::issue::{Code, Issue};
use crate::limits::{Limits, mib};
use crate::place::CellRef;

/// Delimiters in use, the one of French spreadsheets first.
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// Lines looked at to find the delimiter.
const HEAD: usize = 200;

/// Bytes of the first lines looked at.
const HEAD_BYTES: usize = 4 << 20;

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
    let name: Arc<str> = Arc::from(stem(name));
    let most = usize::try_from(limits.text_bytes / 8).unwrap_or(usize::MAX);
    if let Some((line, text)) = clip(&decoded.text, most) {
        decoded.text = text;
        let what =
            format!("feuille « {name} », ligne {line} du fichier (un huitième de --max-text)");
        source.issues.push(Issue::over(&what, &mib(limits.text_bytes / 8), "--max-text"));
    }
    let (delimiter, skipped) = delimiter(&decoded.text, limits);
    let mut found = records::records(&decoded.text, delimiter, skipped, limits);
    source.issues.extend(open_quote(&decoded.text, &found.rows));
    source.issues.extend(columns::mend(&mut found.rows, delimiter));
    drop(decoded);
    let mut builder = cells::Builder::new(limits, Used::default());
    'all: for record in found.rows {
        let (row, line) = (record.row, record.line);
        for (text, column) in record.fields.into_iter().zip(0..) {
            let at = CellRef { row, column };
            if !text.trim().is_empty() && !builder.push(cell(at, line, text)) {
                break 'all;
            }
        }
    }
    builder.full = builder.full.or(found.full);
    source.issues.extend(builder.told(&name));
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

fn cell(at: CellRef, line: u32, shown: String) -> SheetCell {
    let (stored, formula, span) = (Stored::Text, None, (1, 1));
    SheetCell { at, shown, stored, formula, span, line: Some(line) }
}

/// A text with the lines cut that have more bytes than a limit, and the number of the first of
/// them; `None` where there are none.
fn clip(text: &str, most: usize) -> Option<(usize, String)> {
    let long = text.split('\n').position(|line| line.len() > most)?;
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let end = line.floor_char_boundary(most);
        out.push_str(line.get(..end).unwrap_or(line));
        if end < line.len() && line.ends_with('\n') {
            out.push('\n');
        }
    }
    Some((long + 1, out))
}

/// A file's name without folders and ending.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem })
}

/// The delimiter, and whether the first line only states it (`sep=;`, as Excel writes).
fn delimiter(text: &str, limits: &Limits) -> (u8, bool) {
    let first = text.lines().next().unwrap_or_default().trim();
    if let Some(stated) = first.strip_prefix("sep=").and_then(|s| s.bytes().next()) {
        return (stated, true);
    }
    let head = head(text);
    let score = |delimiter: u8| {
        let counts: Vec<usize> = records::head(head, delimiter, limits)
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
    text.get(..end.min(text.floor_char_boundary(HEAD_BYTES))).unwrap_or(text)
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
        assert_eq!(delimiter("nom;montant\nA, B, C;1,50\nD;2,00\n", &Limits::default()).0, b';');
        assert_eq!(delimiter("nom,montant\nA,1\nB,2\n", &Limits::default()).0, b',');
        assert_eq!(delimiter("nom\tmontant\nA, B\t1\n", &Limits::default()).0, b'\t');
        assert_eq!(delimiter("sep=|\na|b\n", &Limits::default()), (b'|', true));
        assert_eq!(delimiter("un seul\ntexte\n", &Limits::default()).0, b';');
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

    /// The issues of a file under some limits.
    fn told(bytes: &[u8], limits: &Limits) -> (usize, Vec<String>) {
        let source = read(bytes, "f.csv", limits);
        let messages = source.issues.into_iter().map(|i| i.message).collect();
        (source.sheets[0].cells.len(), messages)
    }

    #[test]
    fn a_line_longer_than_the_limit_is_cut_and_told_and_the_next_are_read() {
        let limits = Limits { text_bytes: 80 << 10, ..Limits::default() };
        let file = format!("a;b\n{};1\nc;2\n", "x".repeat(20 << 10));
        let (cells, told) = told(file.as_bytes(), &limits);
        assert_eq!(cells, 5, "its second column is lost");
        assert!(
            told[0].starts_with(
                "feuille « f », ligne 2 du fichier (un huitième de --max-text) : limite"
            ),
            "{told:?}"
        );
    }

    #[test]
    fn a_quote_open_over_the_rest_of_a_file_is_a_sign_and_its_lines_are_rows() {
        let file = format!("a;b\n\"x;1\n{}", "c;2\n".repeat(5000));
        let (cells, told) = told(file.as_bytes(), &Limits::default());
        assert_eq!((cells, told.len()), (2 * 5002, 0));
    }

    #[test]
    fn rows_beyond_the_memory_are_left_out_and_told() {
        let limits = Limits { memory_bytes: 1 << 20, ..Limits::default() };
        let (cells, told) = told("a;2\n".repeat(5000).as_bytes(), &limits);
        assert!(cells > 200 && cells < 500, "{cells}");
        assert!(told[0].contains("mémoire pour ses cellules : limite de 1 Mio"), "{told:?}");
    }

    #[test]
    fn rows_of_nothing_take_no_room() {
        let limits = Limits { memory_bytes: 1 << 20, cells: 100, ..Limits::default() };
        let file = format!("nom;montant\nA;1\n{}B;2\n", ";\n".repeat(50_000));
        assert_eq!(told(file.as_bytes(), &limits), (6, Vec::new()));
    }

    #[test]
    fn columns_beyond_the_last_are_left_out_and_told() {
        let file = format!("a;b\n{}\n", "1;".repeat(20_000));
        let (cells, told) = told(file.as_bytes(), &Limits::default());
        assert_eq!(cells, 2 + 16_384);
        assert!(told.iter().any(|m| m.contains("limite de 16384 colonnes")), "{told:?}");
    }
}
