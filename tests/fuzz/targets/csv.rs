//! Any bytes as a delimited file: cells stand in order, on lines that the file has, and hold
//! nothing that it does not; laid out, every text knows its place.
#![no_main]

use std::sync::Once;

use bilan::ingest::FileKind;
use bilan::layout::lay_out;
use bilan::readers::sheet;
use bilan_fuzz::{check_laid, check_sheets, limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    static ONCE: Once = Once::new();
    ONCE.call_once(bilan_fuzz::forgive_libraries);
    let source = sheet::read(data, FileKind::Csv, "liste.csv", &limits()).expect("always read");
    check_sheets(&source.sheets);
    let lines = data.iter().filter(|b| matches!(b, b'\n' | b'\r')).count() as u32 + 1;
    for cell in source.sheets.iter().flat_map(|sheet| &sheet.cells) {
        let line = cell.line.expect("a cell of a delimited file stands on a line");
        assert!((1..=lines).contains(&line), "line {line} of {lines}");
        assert!(cell.formula.is_none(), "a delimited file has no formulas");
    }
    check_laid(&lay_out(source));
});
