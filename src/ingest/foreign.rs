//! Files of kinds that are not read, told by what they may hold.
//!
//! A bilan that stands in the archive as a Word file, a scan or an attachment is one that nobody
//! checked, so that each is named and no run is clean that met one. What holds no document by its
//! nature (a text, a program, what systems leave behind) is told for the record alone. The name
//! goes before the content: that of a mail, of an Apple document or of a damaged file says nothing.

use super::sniff::Content;
use crate::issue::{Code, Issue};

/// Endings of what people write and publish documents in.
const DOCUMENTS: &[&str] = &[
    "doc", "docm", "docx", "dot", "dotx", "fodp", "fods", "fodt", "htm", "html", "mht", "mhtml",
    "numbers", "odg", "odp", "odt", "ott", "pages", "ppt", "pptx", "ps", "rtf", "sxc", "sxw",
    "wpd", "wps", "xps",
];

/// Endings of pictures that scanners and telephones make.
const PICTURES: &[&str] =
    &["bmp", "heic", "heif", "jp2", "jpeg", "jpg", "png", "tif", "tiff", "webp"];

/// Endings of what holds files.
const BUNDLES: &[&str] =
    &["7z", "eml", "gz", "mbox", "msg", "pst", "rar", "tar", "tgz", "xz", "zip"];

/// What is told of a file that is not read.
pub(super) fn issue(content: &Content, path: &str) -> Issue {
    let code = named(path).unwrap_or(content.code);
    Issue::new(code, &[("found", &content.name)])
}

/// What a name says that a file holds.
fn named(path: &str) -> Option<Code> {
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    let kinds = [
        (DOCUMENTS, Code::DocumentNotRead),
        (PICTURES, Code::PictureNotRead),
        (BUNDLES, Code::BundleNotOpened),
    ];
    kinds.into_iter().find(|(endings, _)| endings.contains(&ending.as_str())).map(|(_, code)| code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::sniff;

    fn code(head: &[u8], path: &str) -> Code {
        issue(&sniff(head, &[], path), path).code
    }

    #[test]
    fn what_may_hold_a_bilan_is_told_by_its_content_or_its_name() {
        for path in ["bilan.rtf", "bilan", "a.b/bilan"] {
            assert_eq!(code(b"{\\rtf1 Bilan", path), Code::DocumentNotRead, "{path}");
        }
        assert_eq!(code(b"\x89PNG\r\n\x1a\n", "scan"), Code::PictureNotRead);
        assert_eq!(code(b"PK\x03\x04", "annexes"), Code::BundleNotOpened);
        assert_eq!(code(b"Subject: bilan\n\nci-joint", "envoi.EML"), Code::BundleNotOpened);
        assert_eq!(code(&[0, 1, 2, 0], "photo.heic"), Code::PictureNotRead);
        assert_eq!(code(&[0, 1, 2, 0], "bilan.doc"), Code::DocumentNotRead);
    }

    #[test]
    fn what_holds_no_document_is_told_for_the_record_alone() {
        for (head, path) in [
            (&b"a note"[..], "lisez-moi.txt"),
            (b"\x7fELF", "outil"),
            (b"GIF89a", "puce.gif"),
            (b"{\"a\": 1}", "a.json"),
            (&[0, 1, 2, 0], "inconnu"),
        ] {
            assert_eq!(code(head, path), Code::Unsupported, "{path}");
        }
    }
}
