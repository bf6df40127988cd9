//! `ecarts.xlsx` as an officer opens it: read back by another library than the one that wrote it.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};

use crate::archive::Archive;
use crate::samples::SAMPLES;

/// How many rows of a sheet a listing shows.
const ROWS: usize = 12;

/// A workbook as read back.
pub(crate) fn open(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
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

/// Whether a formula is one of ours: sums, differences and the word for one, of cells of its own
/// sheet.
pub(crate) fn is_ours(formula: &str) -> bool {
    let words = ["\"concorde\"", "\"arrondi\"", "\"écart\""];
    let rest = words.iter().fold(formula.to_owned(), |f, word| f.replace(word, ""));
    let signs = |c: char| "(),:+-<>=.".contains(c);
    rest.split(signs).filter(|name| !name.is_empty()).all(|name| {
        let (column, row) = name.split_at(usize::from(name.starts_with(char::is_uppercase)));
        let is_cell = "EFGHIJ".contains(column) && row.bytes().all(|b| b.is_ascii_digit());
        is_cell || ["SUM", "ROUND", "ABS", "IF"].contains(&name)
    })
}

/// The formulas of a workbook that are not ours.
pub(crate) fn foreign(bytes: &[u8]) -> Vec<(String, String)> {
    formulas(bytes).into_iter().filter(|(_, formula)| !is_ours(formula)).collect()
}

#[test]
fn only_sums_and_differences_of_their_own_sheet_are_formulas() {
    for (formula, ours) in [
        ("SUM(G2:G7,G9)+SUM(G11)", true),
        ("IF(J5=0,\"concorde\",IF(ABS(J5)<=0.5,\"arrondi\",\"écart\"))", true),
        ("HYPERLINK(\"http://x\")", false),
        ("SUM(Actions!G2)", false),
        ("IF(J5=0,\"autre\",1)", false),
    ] {
        assert_eq!(is_ours(formula), ours, "{formula}");
    }
    let bytes = SAMPLES.0.result("ecarts.xlsx");
    let formulas = formulas(&bytes);
    let on = |sheet: &str| formulas.iter().filter(|(name, _)| name == sheet).count();
    assert!(on("Budgets") > 20 && on("Écarts") >= 3, "{formulas:?}");
    assert_eq!(foreign(&bytes), []);
}

#[test]
fn text_of_a_document_never_becomes_a_formula() {
    let hostile = "Poste;Montant\n=HYPERLINK(\"http://exemple.fr\");10 000 €\n\
                   +cmd|' /C calc'!A0;20 000 €\n@SUM(A1);30 000 €\nTotal;70 000 €\n";
    let archive = Archive::new().with("=1+1.csv", hostile);
    assert_eq!(archive.run(&[]).status, Some(1));
    let bytes = archive.result("ecarts.xlsx");
    assert_eq!(foreign(&bytes), []);
    let text = listing(&bytes);
    for written in ["=HYPERLINK", "+cmd|", "@SUM(A1)", "=1+1.csv"] {
        assert!(text.contains(written), "{written} is kept as text: {text}");
    }
}

#[test]
fn sums_show_their_result_where_nothing_computes() {
    let mut book = open(&SAMPLES.0.result("ecarts.xlsx"));
    let range = book.worksheet_range("Budgets").unwrap();
    let sums = range.rows().skip(1).filter(|r| r[2] == "total" || r[2] == "sous-total");
    let sums: Vec<&[Data]> = sums.filter(|r| r[7] != Data::Empty).collect();
    assert!(sums.len() > 5);
    for row in sums {
        assert_eq!(row[6], row[7], "the totals of the samples are those of their lines");
        assert_eq!((&row[9], &row[10]), (&Data::Float(0.0), &Data::String("concorde".into())));
    }
}

#[test]
fn a_wrong_total_says_so_by_a_formula_over_its_own_lines() {
    let table = "Poste;Montant\nAchats;10 000 €\nSalaires;20 000 €\nTotal;31 000 €\n";
    let archive = Archive::new().with("a.csv", table);
    assert_eq!(archive.run(&[]).status, Some(1));
    let bytes = archive.result("ecarts.xlsx");
    let on = |sheet: &str| -> Vec<String> {
        let all = formulas(&bytes).into_iter().filter(|(name, _)| name == sheet);
        all.map(|(_, formula)| formula).collect()
    };
    let word = "IF(J4=0,\"concorde\",\"écart\")";
    assert_eq!(on("Budgets"), ["SUM(G2:G3)", "ROUND(G4-H4,0)", word]);
    assert_eq!(on("Écarts"), ["ROUND(E2-F2,0)"]);
    let range = open(&bytes).worksheet_range("Budgets").unwrap();
    let cells = [6, 7, 9, 10].map(|column| range.get((3, column)).unwrap().to_string());
    assert_eq!(cells, ["31000", "30000", "1000", "écart"]);
}

/// The parts of a workbook whose names hold a word, joined.
fn parts(bytes: &[u8], word: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names = zip.file_names().map(|name| name.unwrap().into_owned());
    let names: Vec<String> = names.filter(|name| name.contains(word)).collect();
    let mut out = String::new();
    for name in names {
        zip.by_name(&name).unwrap().read_to_string(&mut out).unwrap();
    }
    out
}

#[test]
fn values_lead_to_their_document_and_page() {
    let bytes = SAMPLES.0.result("ecarts.xlsx");
    let (targets, sheets) = (parts(&bytes, "sheets/_rels"), parts(&bytes, "worksheets/sheet"));
    assert!(targets.contains("Target=\"../archive/2023/bilan-2023.pdf\" TargetMode=\"External\""));
    assert!(sheets.contains("location=\"page=2\"") && sheets.contains("location=\"Budgets!G"));
    for target in targets.split("Target=\"").skip(1) {
        assert!(target.starts_with("../archive/"), "{target}");
    }
}

#[test]
fn sheets_print_on_a4_under_their_headings() {
    let bytes = SAMPLES.0.result("ecarts.xlsx");
    let count = open(&bytes).sheet_names().len();
    let sheets = parts(&bytes, "worksheets/sheet");
    for each in ["paperSize=\"9\"", "orientation=\"landscape\"", "state=\"frozen\"", "<autoFilter"]
    {
        assert_eq!(sheets.matches(each).count(), count, "{each}");
    }
    let book = parts(&bytes, "xl/workbook.xml");
    assert_eq!(book.matches("_xlnm.Print_Titles").count(), count);
    assert!(parts(&bytes, "core.xml").contains("Rapprochement des montants"));
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
