//! Any head and tail of a file through what tells its kind: total, deterministic, and a name alone
//! never makes bytes of another kind a PDF.
#![no_main]

use bilan::ingest::{FileKind, sniff};
use libfuzzer_sys::fuzz_target;

/// Names a file may have, by the first byte of the input.
const NAMES: [&str; 8] =
    ["a.pdf", "a.xlsx", "a.xlsb", "a.xls", "a.ods", "a.csv", "a", "dossier.d/é\u{202e}.TSV"];

fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else { return };
    let name = NAMES[usize::from(*choice) % NAMES.len()];
    // As discovery does: the head, and the end of a file that is longer.
    let head = &bytes[..bytes.len().min(1 << 16)];
    let tail = &bytes[bytes.len().saturating_sub(1 << 12)..];
    let content = sniff(head, tail, name);
    assert_eq!(content, sniff(head, tail, name));
    assert!(!content.name.is_empty());
    let is_pdf = content.kind == FileKind::Pdf;
    let says_so = head.windows(5).take(1024).any(|w| w == b"%PDF-");
    assert!(!is_pdf || says_so || head.starts_with(b"%BILAN-TEST"), "a PDF without its mark");
    assert!(!content.locked || content.kind != FileKind::Unsupported, "locked, and not read");
});
