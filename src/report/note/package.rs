//! The parts of a `.docx` around its body: types, relations, styles, lists, properties, footer.
//!
//! Styles bear Word's own names (« heading 1 »), so that pasted headings take the looks of the
//! document that they are pasted into. No date is written and entries have the zip format's first
//! day: the same note gives the same bytes.

use std::io::{Cursor, Write as _};

use maud::Markup;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

/// The first line of each part.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The parts that are the same in every note.
const FIXED: [(&str, &str); 7] = [
    ("[Content_Types].xml", include_str!("parts/content_types.xml")),
    ("_rels/.rels", include_str!("parts/rels.xml")),
    ("docProps/core.xml", include_str!("parts/core.xml")),
    ("word/_rels/document.xml.rels", include_str!("parts/document_rels.xml")),
    ("word/styles.xml", include_str!("parts/styles.xml")),
    ("word/numbering.xml", include_str!("parts/numbering.xml")),
    ("word/settings.xml", include_str!("parts/settings.xml")),
];

/// The document as a file.
pub(super) fn pack(document: &Markup, footer: &Markup) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in FIXED {
        zip.start_file(name, options)?;
        zip.write_all(part.as_bytes())?;
    }
    for (name, part) in [("word/document.xml", document), ("word/footer1.xml", footer)] {
        zip.start_file(name, options)?;
        zip.write_all(DECLARATION.as_bytes())?;
        zip.write_all(part.0.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
