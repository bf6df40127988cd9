//! Bombs in sheets: cells far apart, counts that reserve memory, zips that lie.

use std::fmt::Write as _;

use super::{Bomb, awaited, bomb};
use crate::corpus::written::{book, book_parts, package};

pub(super) const BOMBS: &[Bomb] = &[
    bomb("corners.xlsx", ("done", "no-pack"), corners),
    bomb("dimension.xlsx", ("done", "no-pack"), dimension),
    bomb("merged-whole.xlsx", ("done", "no-pack"), merged),
    bomb("unique-count.xlsx", ("refused", "refused"), unique_count),
    bomb("inflates.xlsx", ("refused", "too-large"), inflates),
    bomb("overlapping.xlsx", ("refused", "refused"), overlapping),
    bomb("lying-sizes.xlsx", ("refused", "damaged"), lying_sizes),
    bomb("entries-10001.xlsx", ("refused", "too-large"), entries),
    bomb("entities.xlsx", ("refused", "refused"), entities),
    bomb("elements-deep.xlsx", ("done", "empty-sheet"), elements_deep),
    bomb("attributes-million.xlsx", ("done", "no-pack"), attributes),
    bomb("sheets-3000.xlsx", ("refused", "over-limit"), sheets),
    awaited("strings-shared.xlsx", ("partial", "over-limit"), strings_shared),
    awaited("repeated.ods", ("partial", "over-limit"), repeated),
    bomb("repeated-empty.ods", ("partial", "over-limit"), repeated_empty),
    bomb("sectors-loop.xls", ("refused", "damaged"), sectors_loop),
    bomb("line-100-mb.csv", ("partial", "over-limit"), line_100_mb),
    bomb("columns-million.csv", ("partial", "over-limit"), columns_million),
    bomb("quote-open.csv", ("partial", "over-limit"), quote_open),
    bomb("nul.csv", ("unsupported", "wrong-kind"), || vec![0; 1 << 20]),
];

const ONE: &str = "<row r=\"1\"><c r=\"A1\"><v>5</v></c></row>";

/// Two cells in corners, between which a reader may reserve 17 billion.
fn corners() -> Vec<u8> {
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>7</v></c></row>";
    book(&format!("<worksheet><sheetData>{ONE}{far}</sheetData></worksheet>"))
}

fn dimension() -> Vec<u8> {
    book(&format!(
        "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>{ONE}</sheetData></worksheet>"
    ))
}

fn merged() -> Vec<u8> {
    book(&format!(
        "<worksheet><sheetData>{ONE}</sheetData><mergeCells count=\"1\">\
         <mergeCell ref=\"A1:XFD1048576\"/></mergeCells></worksheet>"
    ))
}

fn with_strings(sheet: &str, strings: String) -> Vec<u8> {
    let mut parts =
        book_parts("F", &format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>"));
    parts.push(("xl/sharedStrings.xml".to_owned(), strings.into_bytes()));
    package(&parts)
}

fn unique_count() -> Vec<u8> {
    with_strings(ONE, "<sst count=\"1\" uniqueCount=\"2147483648\"><si><t>a</t></si></sst>".into())
}

/// A sheet of 100 MB of blanks in 100 KB.
fn inflates() -> Vec<u8> {
    book(&format!("<worksheet><sheetData>{ONE}{}", " ".repeat(100 << 20)))
}

/// The fields of the directory's entries, each changed, in a sound package.
fn redirected(parts: &[(String, Vec<u8>)], mut change: impl FnMut(&mut [u8])) -> Vec<u8> {
    let mut bytes = package(parts);
    let starts: Vec<usize> =
        (0..bytes.len()).filter(|at| bytes[*at..].starts_with(b"PK\x01\x02")).collect();
    for at in starts {
        change(&mut bytes[at..at + 46]);
    }
    bytes
}

/// A thousand entries that are all the same bytes, as in a zip that holds itself.
fn overlapping() -> Vec<u8> {
    let mut parts = book_parts("F", "<worksheet/>");
    parts.extend((1000..2000).map(|n| (format!("xl/{n}"), b"<a/>".to_vec())));
    let mut first = None;
    redirected(&parts, |entry| {
        let length = entry[28];
        if length == 7 {
            let offset = first.get_or_insert_with(|| entry[42..46].to_vec());
            entry[42..46].copy_from_slice(offset);
        }
    })
}

/// Parts of 20 MB that the directory says to be of ten bytes.
fn lying_sizes() -> Vec<u8> {
    let parts = book_parts("F", &format!("<worksheet>{}</worksheet>", " ".repeat(20 << 20)));
    redirected(&parts, |entry| entry[24..28].copy_from_slice(&10_u32.to_le_bytes()))
}

fn entries() -> Vec<u8> {
    let mut parts = book_parts("F", "<worksheet/>");
    parts.extend((parts.len()..10_001).map(|n| (n.to_string(), Vec::new())));
    package(&parts)
}

/// A billion laughs.
fn entities() -> Vec<u8> {
    let mut text = "<!DOCTYPE w [<!ENTITY a0 \"ha\">".to_owned();
    for n in 1..10 {
        write!(text, "<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10)).unwrap();
    }
    let sheet = "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&a9;</t></is></c></row>";
    book(&format!("<?xml version=\"1.0\"?>{text}]>{sheet}</sheetData></worksheet>"))
}

/// Half a million elements within each other.
fn elements_deep() -> Vec<u8> {
    let (open, close) = ("<a>".repeat(1 << 19), "</a>".repeat(1 << 19));
    book(&format!("<worksheet><sheetData>{open}{close}</sheetData></worksheet>"))
}

fn attributes() -> Vec<u8> {
    let mut cell = "<row r=\"1\"><c r=\"A1\"".to_owned();
    (0..1_000_000).for_each(|n| write!(cell, " a{n}=\"\"").unwrap());
    book(&format!("<worksheet><sheetData>{cell}><v>5</v></c></row></sheetData></worksheet>"))
}

/// Three thousand sheets, all of them the same part.
fn sheets() -> Vec<u8> {
    let mut parts = book_parts("F", "<worksheet><sheetData/></worksheet>");
    let one = "<sheet name=\"F\" sheetId=\"1\" r:id=\"r1\"/>";
    let all: String = (0..3000)
        .map(|n| one.replace("\"F\"", &format!("\"F{n}\"")).replace("\"1\"", &format!("\"{n}\"")))
        .collect();
    let book = String::from_utf8(parts[2].1.clone()).unwrap();
    parts[2].1 = book.replace(one, &all).into_bytes();
    package(&parts)
}

/// A text of a megabyte that two thousand cells share.
fn strings_shared() -> Vec<u8> {
    let mut rows = String::new();
    for n in 1..2001 {
        write!(rows, "<row r=\"{n}\"><c r=\"A{n}\" t=\"s\"><v>0</v></c></row>").unwrap();
    }
    let text = "a".repeat(1 << 20);
    with_strings(&rows, format!("<sst count=\"1\" uniqueCount=\"1\"><si><t>{text}</t></si></sst>"))
}

/// An ods of one sheet whose rows are these.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>\
         <office:spreadsheet><table:table table:name=\"F\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    package(&[("mimetype", kind), ("content.xml", content.as_str())])
}

/// One cell with a value, repeated over a whole sheet.
fn repeated() -> Vec<u8> {
    ods("<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell \
         table:number-columns-repeated=\"16384\" office:value-type=\"float\" office:value=\"5\">\
         <text:p>5</text:p></table:table-cell></table:table-row>")
}

/// Two values with billions of empty cells between.
fn repeated_empty() -> Vec<u8> {
    let cell = "<table:table-cell office:value-type=\"float\" office:value=\"5\"><text:p>5</text:p></table:table-cell>";
    ods(&format!(
        "<table:table-row>{cell}</table:table-row><table:table-row table:number-rows-repeated=\
         \"4294967295\"><table:table-cell table:number-columns-repeated=\"4294967295\"/>\
         </table:table-row><table:table-row>{cell}</table:table-row>"
    ))
}

/// A compound file whose sectors follow upon themselves.
fn sectors_loop() -> Vec<u8> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/samples/archive/2023/operateurs/la-passerelle-action-3.1.xls"
    );
    let mut bytes = std::fs::read(path).unwrap();
    let word = |bytes: &[u8], at: usize| {
        u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
    };
    let table = 512 * (word(&bytes, 76) + 1);
    for entry in (0..128).map(|n| table + 4 * n) {
        let itself = ((entry - table) / 4) as u32;
        if word(&bytes, entry) < 0xffff_fff0 {
            bytes[entry..entry + 4].copy_from_slice(&itself.to_le_bytes());
        }
    }
    bytes
}

fn line_100_mb() -> Vec<u8> {
    let mut bytes = b"nom;montant\n".to_vec();
    bytes.resize(100 << 20, b'a');
    bytes
}

fn columns_million() -> Vec<u8> {
    ["nom;montant\na;1\n", &"5;".repeat(1_000_000), "\n"].concat().into_bytes()
}

/// A quote that opens and is never closed, before ten megabytes of lines.
fn quote_open() -> Vec<u8> {
    ["nom;montant\na;\"1\n", &"b;2\n".repeat(2_500_000)].concat().into_bytes()
}
