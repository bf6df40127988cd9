//! `ecarts.xlsx` as an officer opens it: read back by another library than the one that wrote it.

use std::fmt::Write as _;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

use crate::archive::Archive;
use crate::samples::SAMPLES;

/// How many rows of a sheet a listing shows.
const ROWS: usize = 12;

fn open(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

/// The sheets, and the first rows of each.
pub(crate) fn listing(bytes: &[u8]) -> String {
    let mut book = open(bytes);
    let mut out = String::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        writeln!(out, "── {name} {:?}", range.get_size()).unwrap();
        for row in range.rows().take(ROWS) {
            let cells: Vec<String> = row.iter().map(Data::to_string).collect();
            writeln!(out, "{}", cells.join(" | ")).unwrap();
        }
    }
    out
}

/// Every formula, with the sheet it stands on.
fn formulas(bytes: &[u8]) -> Vec<(String, String)> {
    let mut book = open(bytes);
    let mut out = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_formula(&name).unwrap();
        let written = range.used_cells().map(|(_, _, f)| (name.clone(), f.clone()));
        out.extend(written.filter(|(_, f)| !f.is_empty()));
    }
    out
}

/// Whether a formula only adds up the lines of a column of its own sheet.
fn is_sum(formula: &str) -> bool {
    let ranges = formula.strip_prefix("SUMIFS(").and_then(|f| f.strip_suffix(",\"ligne\")"));
    ranges.is_some_and(|r| r.chars().all(|c| c.is_ascii_alphanumeric() || ":,".contains(c)))
}

#[test]
fn only_sums_of_columns_are_formulas() {
    let formulas = formulas(&SAMPLES.0.result("ecarts.xlsx"));
    assert!(!formulas.is_empty(), "budgets are added up");
    let other: Vec<_> = formulas.iter().filter(|(_, f)| !is_sum(f)).collect();
    assert!(other.is_empty(), "{other:?}");
}

#[test]
fn text_of_a_document_never_becomes_a_formula() {
    let hostile = "Poste;Montant\n=HYPERLINK(\"http://exemple.fr\");10 000 €\n\
                   +cmd|' /C calc'!A0;20 000 €\n@SUM(A1);30 000 €\nTotal;70 000 €\n";
    let archive = Archive::new().with("=1+1.csv", hostile);
    assert_eq!(archive.run(&[]).status, Some(1));
    let bytes = archive.result("ecarts.xlsx");
    let other: Vec<_> = formulas(&bytes).into_iter().filter(|(_, f)| !is_sum(f)).collect();
    assert!(other.is_empty(), "{other:?}");
    let text = listing(&bytes);
    for written in ["=HYPERLINK", "+cmd|", "@SUM(A1)", "=1+1.csv"] {
        assert!(text.contains(written), "{written} is kept as text: {text}");
    }
}

#[test]
fn sums_show_their_result_where_nothing_computes() {
    let mut book = open(&SAMPLES.0.result("ecarts.xlsx"));
    let range = book.worksheet_range("Budgets").unwrap();
    let sums: Vec<(&Data, &Data)> =
        range.rows().skip(1).filter(|r| r[2] == "total").map(|r| (&r[6], &r[7])).collect();
    assert!(sums.len() > 5);
    for (written, sum) in sums {
        assert_eq!(written, sum, "the totals of the samples are those of their lines");
    }
}

#[test]
fn amounts_are_numbers() {
    let mut book = open(&SAMPLES.0.result("ecarts.xlsx"));
    let first = book.sheet_names().first().unwrap().clone();
    let range = book.worksheet_range(&first).unwrap();
    let numbers = range.used_cells().filter_map(|(_, _, cell)| match cell {
        Data::Float(number) => Some(*number),
        Data::Int(number) => Some(*number as f64),
        _ => None,
    });
    let numbers: Vec<f64> = numbers.collect();
    assert!(numbers.contains(&347_000.0) && numbers.contains(&347_500.0), "{numbers:?}");
}
