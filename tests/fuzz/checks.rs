//! What several targets ask of what they were given: which panics are finds, and places that
//! hold what they quote.
//!
//! Libraries are known to panic on hostile files; the readers catch that and a worker stands
//! around them. A panic of this repository's own code is a find even where it would be caught.

use std::ffi::OsString;
use std::panic;
use std::sync::{LazyLock, Once};

use bilan::document::{Laid, Sheet};
use bilan::place::PlacedText;

/// The limits of a worker, but for a smaller cap on what a file inflates to: the same code runs,
/// and an input takes less time.
pub fn limits() -> bilan::limits::Limits {
    bilan::limits::Limits { inflated_bytes: 32 << 20, ..bilan::limits::Limits::default() }
}

/// Lets panics of libraries go on to who catches them. One that nobody catches is a find all the
/// same: libfuzzer-sys ends the process on it.
pub fn forgive_libraries() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let abort = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let file = info.location().map_or("", |location| location.file());
            if !file.contains("/registry/src/") && !from_library() {
                abort(info);
            }
        }));
    });
}

/// Writes the input where `FUZZ_LAST` says: of a stack that overflows libFuzzer sees nothing, and
/// leaves no input.
pub fn keep(data: &[u8]) {
    static LAST: LazyLock<Option<OsString>> = LazyLock::new(|| std::env::var_os("FUZZ_LAST"));
    if let Some(path) = LAST.as_ref() {
        std::fs::write(path, data).expect("the input can be written");
    }
}

/// Whether the standard library panicked for a library: it is the first of the others on the stack.
fn from_library() -> bool {
    let trace = std::backtrace::Backtrace::force_capture().to_string();
    let frames = trace.lines().map(str::trim_start).filter(|line| line.starts_with("at "));
    let mut past = frames.skip_while(|line| !line.contains("core/src/panicking.rs"));
    let first = past.find(|line| !line.contains("/rustc/") && !line.contains("/rustlib/"));
    first.is_some_and(|line| line.contains("/registry/src/"))
}

/// Every part of a laid document stands where its text is, on character boundaries, in order.
pub fn check_laid(laid: &Laid) {
    for table in &laid.tables {
        for cell in &table.cells {
            assert!(cell.row + cell.row_span <= table.rows, "a cell below its table");
            assert!(cell.column + cell.column_span <= table.columns, "a cell beside its table");
            assert!(cell.row_span > 0 && cell.column_span > 0, "a cell without extent");
            check_text(&cell.text);
        }
        assert!(table.header_rows <= table.rows, "more headings than rows");
        table.caption.iter().for_each(check_text);
    }
    for block in &laid.blocks {
        match block {
            bilan::document::Block::Paragraph(paragraph) => check_text(&paragraph.text),
            bilan::document::Block::Table(at) => assert!(*at < laid.tables.len(), "no such table"),
        }
    }
}

/// The spans of a text lie in it, in order, and cut no letter.
pub fn check_text(text: &PlacedText) {
    let mut last = 0;
    for span in &text.spans {
        assert!(last <= span.range.start, "spans overlap");
        assert!(text.text.get(span.range.clone()).is_some(), "a span is no part of its text");
        last = span.range.end;
    }
}

/// Cells stand in order, each once, and hold something.
pub fn check_sheets(sheets: &[Sheet]) {
    for sheet in sheets {
        let places = sheet.cells.iter().map(|cell| cell.at);
        assert!(places.is_sorted_by(|a, b| a < b), "cells out of order, or two in one place");
        for cell in &sheet.cells {
            assert!(cell.span.0 > 0 && cell.span.1 > 0, "a cell without extent");
        }
        assert!(sheet.hidden_rows.is_sorted_by(|a, b| a < b), "hidden rows out of order, or twice");
    }
}
