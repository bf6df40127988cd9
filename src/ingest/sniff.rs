//! The first bytes of a file in, what it is out; a name decides only between kinds of text.
//!
//! Names of formats are the same in French and English, since they stand in sentences of both.

use super::FileKind;
use super::containers;
use super::delimited;
use crate::issue::Code;

/// What a file is by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content {
    /// Its kind.
    pub kind: FileKind,
    /// What a person calls it: `HTML`, `Word (docx)`.
    pub name: &'static str,
    /// Whether it is sealed by a password as a whole.
    pub locked: bool,
    /// What is told of it where it is not read.
    pub(super) code: Code,
}

impl Content {
    /// A file of a kind that is read.
    pub(super) fn read(kind: FileKind) -> Self {
        let name = match kind {
            FileKind::Pdf => "PDF",
            FileKind::Xlsx => "Excel (xlsx)",
            FileKind::Xlsb => "Excel (xlsb)",
            FileKind::Xls => "Excel (xls)",
            FileKind::Ods => "OpenDocument (ods)",
            FileKind::Csv => "csv",
            FileKind::Unsupported => "inconnu (unknown)",
        };
        Self { kind, name, locked: false, code: Code::Unsupported }
    }

    /// A file of another kind, with what is told of it.
    pub(super) fn other(name: &'static str, code: Code) -> Self {
        Self { kind: FileKind::Unsupported, name, locked: false, code }
    }
}

/// The signatures of formats that are not read.
const SIGNATURES: &[(&[u8], &str, Code)] = &[
    (b"\x89PNG\r\n\x1a\n", "image PNG", Code::PictureNotRead),
    (b"\xff\xd8\xff", "image JPEG", Code::PictureNotRead),
    (b"GIF8", "image GIF", Code::Unsupported),
    (b"II*\0", "image TIFF", Code::PictureNotRead),
    (b"MM\0*", "image TIFF", Code::PictureNotRead),
    (b"BM", "image BMP", Code::PictureNotRead),
    (b"RIFF", "RIFF (webp, avi, wav)", Code::Unsupported),
    (b"{\\rtf", "RTF", Code::DocumentNotRead),
    (b"%!PS", "PostScript", Code::DocumentNotRead),
    (b"\x1f\x8b", "archive gzip", Code::BundleNotOpened),
    (b"7z\xbc\xaf\x27\x1c", "archive 7z", Code::BundleNotOpened),
    (b"Rar!", "archive rar", Code::BundleNotOpened),
    (b"\x7fELF", "programme (ELF)", Code::Unsupported),
    (b"MZ", "programme (exe)", Code::Unsupported),
    (b"SQLite format 3\0", "SQLite", Code::Unsupported),
];

/// Tells what a file is from its first bytes, and from the last ones where it is a container.
#[must_use]
pub fn sniff(head: &[u8], tail: &[u8], name: &str) -> Content {
    #[cfg(debug_assertions)]
    if head.starts_with(b"%BILAN-TEST") {
        return Content::read(FileKind::Pdf);
    }
    let start = head.get(..1024.min(head.len())).unwrap_or_default();
    let markup = markup(head);
    if markup.is_none() && start.windows(5).any(|w| w == b"%PDF-") {
        return Content::read(FileKind::Pdf);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return trusted(containers::zip(head, tail), name);
    }
    if head.starts_with(&containers::OLE) {
        return trusted(containers::ole(head, tail), name);
    }
    if let Some((_, name, code)) = SIGNATURES.iter().find(|(bytes, ..)| is_signed(head, bytes)) {
        return Content::other(name, *code);
    }
    markup.unwrap_or_else(|| delimited::text(head, name))
}

/// A container that names no known part, for the workbook that its name says it is: its reader
/// then tells that it is damaged, which says more than that it is a container.
fn trusted(content: Content, name: &str) -> Content {
    match (content.name, named(name)) {
        ("archive zip" | "OpenDocument", Some((FileKind::Ods, _))) => Content::read(FileKind::Ods),
        ("archive zip", Some((FileKind::Xlsx, _))) => Content::read(FileKind::Xlsx),
        ("OLE (msg, msi …)", Some((FileKind::Xls, _))) => Content::read(FileKind::Xls),
        _ => content,
    }
}

/// Whether a file opens with a signature. One of two letters could open a text, so text is not it.
fn is_signed(head: &[u8], signature: &[u8]) -> bool {
    head.starts_with(signature) && (signature.len() > 2 || !delimited::is_text(head))
}

/// HTML, XML or JSON, by how the text opens.
fn markup(head: &[u8]) -> Option<Content> {
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let opening = start.get(..14.min(start.len()))?.to_ascii_lowercase();
    let opens = |with: &str| opening.starts_with(with.as_bytes());
    if opens("<!doctype html") || opens("<html") || opens("<head") {
        Some(Content::other("HTML", Code::DocumentNotRead))
    } else if opens("<?xml") || opens("<!--") || opens("<svg") {
        Some(Content::other("XML", Code::Unsupported))
    } else if opens("{\"") || opens("{\n") || opens("{\r") || opens("[{") || opens("[\n") {
        Some(Content::other("JSON", Code::Unsupported))
    } else {
        None
    }
}

/// The kind that a name announces, with the name of the kind.
pub(super) fn named(path: &str) -> Option<(FileKind, &'static str)> {
    let (_, ending) = path.rsplit_once('.')?;
    let kind = match ending.to_ascii_lowercase().as_str() {
        "pdf" => FileKind::Pdf,
        "xlsx" | "xlsm" => FileKind::Xlsx,
        "xlsb" => FileKind::Xlsb,
        "xls" => FileKind::Xls,
        "ods" => FileKind::Ods,
        "csv" | "tsv" => FileKind::Csv,
        _ => return None,
    };
    Some((kind, Content::read(kind).name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_that_is_cut_is_what_its_name_says() {
        assert_eq!(sniff(b"PK\x03\x04", b"", "a.ods").kind, FileKind::Ods);
        assert_eq!(sniff(b"PK\x03\x04", b"", "a.xlsx").kind, FileKind::Xlsx);
        assert_eq!(sniff(&containers::OLE, b"", "a.xls").kind, FileKind::Xls);
        assert_eq!(sniff(b"PK\x03\x04", b"", "a.zip").kind, FileKind::Unsupported);
        assert_eq!(sniff(&containers::OLE, b"", "a.msg").kind, FileKind::Unsupported);
    }

    fn name(head: &[u8], path: &str) -> &'static str {
        sniff(head, &[], path).name
    }

    #[test]
    fn content_counts_and_not_the_name() {
        assert_eq!(name(b"\n\n%PDF-1.7\n1 0 obj", "a.xlsx"), "PDF");
        assert_eq!(name(b"\xef\xbb\xbf  <!DOCTYPE HTML><p>%PDF-1.4", "a.pdf"), "HTML");
        assert_eq!(name(b"\x89PNG\r\n\x1a\n....", "a.pdf"), "image PNG");
        assert_eq!(name(b"{\"a\": [1,2]}", "a.csv"), "JSON");
        assert_eq!(name(&[0, 1, 2, 3, 0, 0], "a.pdf"), "inconnu (unknown)");
    }

    #[test]
    fn a_pdf_header_far_down_is_none() {
        let mut bytes = vec![b' '; 2000];
        bytes.extend_from_slice(b"%PDF-1.4");
        assert_ne!(sniff(&bytes, &[], "a.pdf").kind, FileKind::Pdf);
    }

    #[test]
    fn a_text_that_opens_like_a_signature_stays_text() {
        assert_eq!(name(b"BM;montant\nMZ;12\nBM;13\n", "a.csv"), "csv");
    }
}
