//! Words for the fuzz target `hocr`: what Tesseract may have written about a small picture, as a
//! page would be given it.
//!
//! Built for a fuzzer alone (`cfg(fuzzing)`): how Tesseract is heard is nobody else's.

use super::again::again;
use super::hocr::lines;
use super::picture::Picture;
use super::words::{On, words};
use crate::document::Word;

/// The words of what was written at first, its doubtful ones read again as is written then, on a
/// picture of 300 by 200 pixels; `None` where the first is no page.
#[must_use]
pub fn read(first: &[u8], then: &[u8]) -> Option<Vec<Word>> {
    let mut found = lines(first)?;
    let mut picture = Picture::blank(300, 200);
    // Strokes of many widths.
    for (at, level) in picture.grey.iter_mut().enumerate() {
        *level = if at % 7 < at / 3000 % 7 { 20 } else { 240 };
    }
    // A second reading that is no page leaves the first.
    let _ = again(&mut found, &picture, |_| lines(then).ok_or(()));
    Some(words(&found, &On { picture: &picture, threshold: 128, scale: 300.0 / 72.0 }))
}
