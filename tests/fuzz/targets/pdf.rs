//! Any bytes as a PDF: gate, document layer, interpretation, layout. Words have letters and
//! finite boxes; laid out, every text knows its place.
//!
//! Without the second reader: it panics by design, and only ever compares. Now and then the
//! streams of a file are inflated for good, so that mutations reach what they hold.
#![no_main]

use std::panic::catch_unwind;
use std::sync::{Arc, Once};

use bilan::layout::lay_out;
use bilan::readers::pdf;
use bilan_fuzz::{check_laid, limits};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use lopdf::{Document, LoadOptions};

fuzz_target!(|data: &[u8]| {
    static ONCE: Once = Once::new();
    ONCE.call_once(bilan_fuzz::forgive_libraries);
    bilan_fuzz::keep(data);
    match pdf::read(&Arc::new(data.to_vec()), &limits(), false) {
        Ok((source, _)) => {
            assert!(!source.pages.is_empty(), "read, and no page");
            for (page, number) in source.pages.iter().zip(1..) {
                assert_eq!(page.number, number, "pages are numbered in order");
                assert!(page.width.is_finite() && page.height.is_finite(), "a page without size");
                for word in &page.words {
                    assert!(!word.text.is_empty(), "a word without letters");
                    assert!(word.bbox.is_finite(), "{:?} stands nowhere", word.text);
                }
            }
            check_laid(&lay_out(source));
        }
        Err(error) => assert!(!error.issue().message.is_empty(), "an error without a sentence"),
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed.is_multiple_of(32)
        && let Some(anew) = data.get(..size).and_then(inflated)
        && anew.len() <= max_size
        && let Some(room) = data.get_mut(..anew.len())
    {
        room.copy_from_slice(&anew);
        return anew.len();
    }
    fuzzer_mutate(data, size, max_size)
});

/// A file written anew with its streams inflated; nothing where it does not open.
fn inflated(bytes: &[u8]) -> Option<Vec<u8>> {
    let write = || {
        let options = LoadOptions::with_max_decompressed_size(1 << 20);
        let mut document = Document::load_mem_with_options(bytes, options).ok()?;
        document.decompress();
        let mut out = Vec::new();
        document.save_to(&mut out).ok()?;
        Some(out)
    };
    catch_unwind(write).ok()?
}
