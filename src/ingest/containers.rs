//! Zip and OLE containers: told apart by the names of their entries, read by hand.
//!
//! No zip library runs here: this is the parent process, and a hostile directory must not cost
//! it more than a look at bytes that are in memory already. A zip cut short has no directory
//! left; the headers at its start then say what it was, and the reader says that it is damaged.

use super::FileKind;
use super::sniff::Content;
use crate::issue::Code;

/// How an OLE compound file opens.
pub(super) const OLE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Tells what a zip holds.
pub(super) fn zip(head: &[u8], tail: &[u8]) -> Content {
    let mut names = self::names(tail, b"PK\x01\x02", 28, 46);
    // A directory that is cut short, or longer than what is looked at, may not name the parts.
    names.extend(self::names(head, b"PK\x03\x04", 26, 30));
    let has = |name: &[u8]| names.contains(&name);
    let under = |folder: &[u8]| names.iter().any(|n| n.starts_with(folder));
    if has(b"xl/workbook.bin") {
        Content::read(FileKind::Xlsb)
    } else if under(b"xl/") {
        Content::read(FileKind::Xlsx)
    } else if holds(head, b"application/vnd.oasis.opendocument.spreadsheet") {
        Content::read(FileKind::Ods)
    } else if under(b"word/") {
        Content::other("Word (docx)", Code::DocumentNotRead)
    } else if under(b"ppt/") {
        Content::other("PowerPoint (pptx)", Code::DocumentNotRead)
    } else if holds(head, b"application/vnd.oasis.opendocument.text") {
        Content::other("OpenDocument (odt)", Code::DocumentNotRead)
    } else if holds(head, b"application/vnd.oasis.opendocument") {
        Content::other("OpenDocument", Code::DocumentNotRead)
    } else if holds(head, b"application/epub+zip") {
        Content::other("EPUB", Code::DocumentNotRead)
    } else {
        Content::other("archive zip", Code::BundleNotOpened)
    }
}

/// The names in zip headers: each opens with a signature, has its name's length at one offset
/// and the name at another.
fn names<'a>(bytes: &'a [u8], signature: &[u8], length_at: usize, name_at: usize) -> Vec<&'a [u8]> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| position(rest, signature)) {
        let header = at + found;
        let length = bytes.get(header + length_at..header + length_at + 2);
        let Some(&[low, high]) = length else { break };
        let start = header + name_at;
        let end = start + usize::from(u16::from_le_bytes([low, high]));
        out.extend(bytes.get(start..end));
        at = header + 4;
    }
    out
}

/// Tells what an OLE compound file holds, by the names of its streams.
pub(super) fn ole(head: &[u8], tail: &[u8]) -> Content {
    let named = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        holds(head, &wide) || holds(tail, &wide)
    };
    if named("EncryptedPackage") {
        Content { locked: true, ..Content::read(FileKind::Xlsx) }
    } else if named("Workbook") || named("Book") {
        Content::read(FileKind::Xls)
    } else if named("WordDocument") {
        Content::other("Word (doc)", Code::DocumentNotRead)
    } else if named("PowerPoint Document") {
        Content::other("PowerPoint (ppt)", Code::DocumentNotRead)
    } else {
        Content::other("OLE (msg, msi …)", Code::DocumentNotRead)
    }
}

/// Whether bytes hold others.
fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    position(bytes, wanted).is_some()
}

/// Where bytes hold others.
fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let (first, rest) = wanted.split_first()?;
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|b| b == first)?;
        if bytes.get(at + 1..)?.starts_with(rest) {
            return Some(at);
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A local header or a directory entry with nothing but its name.
    fn entry(signature: [u8; 4], length_at: usize, name_at: usize, name: &str) -> Vec<u8> {
        let mut bytes = vec![0; name_at];
        bytes[..4].copy_from_slice(&signature);
        bytes[length_at..length_at + 2].copy_from_slice(&(name.len() as u16).to_le_bytes());
        bytes.extend_from_slice(name.as_bytes());
        bytes
    }

    #[test]
    fn a_zip_is_known_by_its_directory() {
        let head = entry(*b"PK\x03\x04", 26, 30, "[Content_Types].xml");
        let of = |name: &str| zip(&head, &entry(*b"PK\x01\x02", 28, 46, name)).name;
        assert_eq!(of("xl/workbook.xml"), "Excel (xlsx)");
        assert_eq!(of("xl/workbook.bin"), "Excel (xlsb)");
        assert_eq!(of("word/document.xml"), "Word (docx)");
        assert_eq!(of("photo.jpg"), "archive zip");
    }

    #[test]
    fn a_zip_cut_short_is_known_by_its_start() {
        let head = entry(*b"PK\x03\x04", 26, 30, "xl/worksheets/sheet1.xml");
        assert_eq!(zip(&head, &head).kind, FileKind::Xlsx);
    }

    #[test]
    fn a_zip_whose_directory_is_cut_is_known_by_its_start() {
        let head = entry(*b"PK\x03\x04", 26, 30, "xl/workbook.xml");
        let tail = entry(*b"PK\x01\x02", 28, 46, "docProps/app.xml");
        assert_eq!(zip(&head, &tail).kind, FileKind::Xlsx);
    }

    #[test]
    fn a_lying_name_length_is_no_panic() {
        let mut head = entry(*b"PK\x01\x02", 28, 46, "x");
        head[28] = 0xff;
        head[29] = 0xff;
        assert_eq!(zip(&head, &head).name, "archive zip");
    }

    #[test]
    fn a_workbook_sealed_by_a_password_is_locked() {
        let mut bytes = OLE.to_vec();
        bytes.extend("EncryptedPackage\0".encode_utf16().flat_map(u16::to_le_bytes));
        let content = ole(&bytes, &[]);
        assert!(content.locked);
        assert_eq!(content.kind, FileKind::Xlsx);
    }
}
