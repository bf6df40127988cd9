//! Files written by a few lines: a PDF of objects, a zip of parts, a workbook of one sheet.
//!
//! Sound as far as what they are made of is: what is wrong stands in the test that says so.

use std::io::{Cursor, Write as _};

use lopdf::{Dictionary, Stream};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A part of a zip: its name and its bytes.
pub(crate) type Part = (String, Vec<u8>);

/// A PDF of objects numbered from 1, the first its catalog.
pub(crate) fn pdf(objects: &[impl AsRef<[u8]>]) -> Vec<u8> {
    pdf_with(objects, "")
}

/// The same, with further keys of its trailer.
pub(crate) fn pdf_with(objects: &[impl AsRef<[u8]>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let size = objects.len() + 1;
    let mut table = format!("xref\n0 {size}\n0000000000 65535 f \n").into_bytes();
    for (number, object) in (1..).zip(objects) {
        writeln!(table, "{:010} 00000 n ", out.len()).unwrap();
        writeln!(out, "{number} 0 obj").unwrap();
        out.extend(object.as_ref());
        out.extend(b"\nendobj\n");
    }
    let at = out.len();
    out.extend(table);
    write!(out, "trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{at}\n%%EOF\n").unwrap();
    out
}

/// A stream with keys of its dictionary.
pub(crate) fn stream(keys: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<<{keys}/Length {}>>stream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

/// Bytes as `FlateDecode` inflates.
pub(crate) fn deflated(content: Vec<u8>) -> Vec<u8> {
    let mut stream = Stream::new(Dictionary::new(), content);
    stream.compress().unwrap();
    stream.content
}

/// A zip of parts, all of them deflated.
pub(crate) fn package<N: AsRef<str>, B: AsRef<[u8]>>(parts: &[(N, B)]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        out.start_file(name.as_ref(), options).unwrap();
        out.write_all(bytes.as_ref()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The parts of a workbook of one sheet, with the name of the sheet and its XML.
pub(crate) fn book_parts(name: &str, sheet: &str) -> Vec<Part> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"{name}\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let links = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let part = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    vec![
        part("[Content_Types].xml", "<Types/>"),
        part("_rels/.rels", &links("officeDocument", "xl/workbook.xml")),
        part("xl/workbook.xml", &book),
        part("xl/_rels/workbook.xml.rels", &links("worksheet", "worksheets/sheet1.xml")),
        part("xl/worksheets/sheet1.xml", sheet),
    ]
}

/// A workbook whose one sheet is this XML.
pub(crate) fn book(sheet: &str) -> Vec<u8> {
    package(&book_parts("F", sheet))
}
