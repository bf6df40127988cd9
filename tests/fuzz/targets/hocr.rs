//! Any bytes as what Tesseract wrote of a page, and of its doubtful words: a page comes out of it or
//! none does, never a part of one, and every word stands in a box.
//!
//! The first byte says whether the rest is all that was written, or stands between the beginning
//! and the end of a page; what follows a zero was written the second time.
#![no_main]

use bilan::document::{Origin, Word};
use bilan::readers::ocr::fuzzed::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    bilan_fuzz::keep(data);
    let [mode, rest @ ..] = data else { return };
    let mut parts = rest.splitn(2, |byte| *byte == 0).map(|part| match mode % 2 {
        0 => [b"<html><div class='ocr_page'>", part, b"</div></html>\n"].concat(),
        _ => part.to_vec(),
    });
    let first = parts.next().unwrap_or_default();
    let then = parts.next().unwrap_or_else(|| first.clone());
    let Some(words) = read(&first, &then) else { return };
    let stated = first.windows(9).filter(|bytes| bytes == b"ocrx_word").count();
    assert!(words.len() <= stated, "more words than were written");
    words.iter().for_each(check);
    assert_eq!(read(&first, &then), Some(words), "the same in, something else out");
    let end = first.trim_ascii_end().len();
    assert_eq!(read(&first[..end - 1], &then), None, "a page without its end is a page");
});

/// A word says something, of some size, in a box on no picture's other side.
fn check(word: &Word) {
    assert!(!word.text.is_empty(), "a word without a letter");
    assert!(matches!(word.origin, Origin::Ocr(0..=100)), "{:?}", word.origin);
    let bbox = word.bbox;
    assert!(bbox.x0 <= bbox.x1 && bbox.y0 <= bbox.y1, "{bbox:?}");
    let numbers = [bbox.x0, bbox.y0, bbox.x1, bbox.y1, word.baseline, word.size];
    assert!(numbers.iter().all(|number| number.abs() < 1e5), "{word:?}");
    assert!(word.size > 0.0, "{}", word.size);
}
