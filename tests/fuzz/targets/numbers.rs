//! Any text through what reads numbers, days and folded words: every find stands in the text, in
//! order, and holds digits or words; no amount comes of nothing.
#![no_main]

use bilan::number::{CellValue, Kind, Token, cell, date, fold, format, is_untold, place_of, scan};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut end = 0;
    for token in scan(text) {
        assert!(end <= token.range.start, "tokens overlap: {token:?}");
        end = token.range.end;
        check(text, &token);
    }
    if let CellValue::Number(token) = cell(text) {
        check(text, &token);
    }
    let _ = is_untold(text);
    if let Some(day) = date::parse(text) {
        assert_eq!(date::parse(&day.to_string()), Some(day), "a day is read back");
    }
    let _ = date::year(text);
    folded(text);
});

/// What holds of every number.
fn check(text: &str, token: &Token) {
    let written = text.get(token.range.clone()).expect("a range of the text");
    assert!(!written.is_empty() && written.trim() == written, "blanks around {written:?}");
    let digits = written.chars().any(|c| c.is_ascii_digit());
    let letters = written.chars().any(char::is_alphabetic);
    assert!(digits || letters, "a number without digits or words: {written:?}");
    assert!(digits || token.words || token.kind == Kind::Ordinal, "no digits: {written:?}");
    assert!(token.step.is_sign_positive() && !token.step.is_zero(), "a step of {}", token.step);
    if token.kind == Kind::Amount {
        assert!(token.value.is_some(), "an amount without a value: {written:?}");
    }
    if let Some(value) = token.value {
        let shown = format(value);
        let again = match cell(&shown) {
            CellValue::Number(token) => token.value,
            _ => None,
        };
        // The longest numbers are no amounts, and read as labels or not at all.
        if value.mantissa().unsigned_abs() < 1_000_000_000_000 && value.scale() <= 2 {
            assert_eq!(again, Some(value), "{written:?} is shown as {shown:?}");
        }
    }
    assert!(place_of(text, written).is_some(), "{written:?} is not found again");
}

/// A folded text knows where each of its parts comes from.
fn folded(text: &str) {
    let all = fold(text);
    let mut last = 0;
    for (at, c) in all.text.char_indices() {
        let source = all.source(at..at + c.len_utf8());
        assert!(text.get(source.clone()).is_some(), "{source:?} cuts a letter");
        assert!(last <= source.start, "places go backwards");
        last = source.start;
    }
    assert_eq!(fold(&all.text).text, all.text, "folding twice changes a text");
}
