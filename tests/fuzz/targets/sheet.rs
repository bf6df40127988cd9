//! Any bytes as a workbook, of the kind that the first byte says: guard, reader, layout.
//!
//! Behind the first byte stands a file as it is, so that seeds are samples with a byte before.
//! Mutations are made within the parts of a zip: of its bytes hardly one survives the checksums.
#![no_main]

use std::io::{Cursor, Read as _, Write as _};
use std::sync::Once;

use bilan::ingest::FileKind;
use bilan::layout::lay_out;
use bilan::readers::sheet;
use bilan_fuzz::{check_laid, check_sheets, limits};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

fuzz_target!(|data: &[u8]| {
    static ONCE: Once = Once::new();
    ONCE.call_once(bilan_fuzz::forgive_libraries);
    let Some((choice, bytes)) = data.split_first() else { return };
    let (kind, name) = match choice % 4 {
        0 => (FileKind::Xlsx, "a.xlsx"),
        1 => (FileKind::Xls, "a.xls"),
        2 => (FileKind::Xlsb, "a.xlsb"),
        _ => (FileKind::Ods, "a.ods"),
    };
    match sheet::read(bytes, kind, name, &limits()) {
        Ok(source) => {
            check_sheets(&source.sheets);
            check_laid(&lay_out(source));
        }
        Err(error) => assert!(!error.issue().message.is_empty(), "an error without a sentence"),
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    // One in four stays a mutation of the container itself.
    if !seed.is_multiple_of(4)
        && let Some(anew) = data.get(1..size).and_then(|zip| mutated(zip, max_size, seed / 4))
        && let Some(room) = data.get_mut(1..=anew.len()).filter(|_| anew.len() < max_size)
    {
        room.copy_from_slice(&anew);
        return anew.len() + 1;
    }
    fuzzer_mutate(data, size, max_size)
});

/// A zip with one part mutated, none of them compressed; nothing where it is no zip.
fn mutated(bytes: &[u8], most: usize, seed: u32) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let chosen = seed as usize % archive.len().max(1);
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for at in 0..archive.len() {
        let entry = archive.by_index(at).ok()?;
        let name = entry.name().ok()?.into_owned();
        let mut part = Vec::new();
        entry.take(most as u64).read_to_end(&mut part).ok()?;
        if at == chosen {
            let size = part.len();
            part.resize(size + 256, 0);
            let size = fuzzer_mutate(&mut part, size, size + 256);
            part.truncate(size);
        }
        out.start_file(name, stored).ok()?;
        out.write_all(&part).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}
