//! `note.docx` as Word reads it: its paragraphs by style, rows of tables with their cells.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::archive::Archive;
use crate::program::program;
use crate::samples::SAMPLES;

/// A part of a file of Word.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The style that an element names.
fn style(tag: &BytesStart<'_>) -> String {
    tag.attributes().map(Result::unwrap).find(|a| a.key.as_ref() == "w:val").unwrap().value.into()
}

/// The paragraphs, each behind its style; cells of a row on one line.
pub(crate) fn paragraphs(bytes: &[u8]) -> String {
    let document = part(bytes, "word/document.xml");
    let mut reader = Reader::from_str(&document);
    let (mut out, mut in_row) = (String::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => match tag.name().as_ref() {
                "w:tr" => in_row = true,
                "w:tblHeader" => out.push_str("(en-tête) "),
                "w:pageBreakBefore" => out.push_str("(page) "),
                "w:pStyle" if !in_row => write!(out, "{}: ", style(&tag)).unwrap(),
                "w:br" => out.push_str(" / "),
                _ => {}
            },
            Event::End(tag) => match tag.name().as_ref() {
                "w:tr" => {
                    in_row = false;
                    out.push('\n');
                }
                "w:p" => out.push_str(if in_row { " | " } else { "\n" }),
                _ => {}
            },
            Event::Text(text) => out.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => write!(out, "&{};", &*name).unwrap(),
            Event::Eof => return out,
            _ => {}
        }
    }
}

#[test]
fn the_same_run_gives_the_same_note() {
    let archive = Archive::new().with("a.csv", crate::archive::SHEET);
    archive.run(&[]);
    let first = archive.result("note.docx");
    let again = archive.command(&["report", "out", "--format", "note"]);
    assert_eq!(again.status, Some(0), "{}", again.stderr);
    assert_eq!(archive.result("note.docx"), first);
}

#[test]
#[ignore = "needs LibreOffice, larger than all that the other tests need"]
fn an_office_opens_it_and_a_bilan_is_a_page() {
    let office = program(&["libreoffice", "soffice"]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let note = folder.path().join("note.docx");
    std::fs::write(&note, SAMPLES.0.result("note.docx")).unwrap();
    let home = format!("-env:UserInstallation=file://{}/home", folder.path().display());
    let mut command = std::process::Command::new(office);
    command.args([&home, "--headless", "--convert-to", "pdf", "--outdir"]);
    let made = command.arg(folder.path()).arg(&note).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let pdf = lopdf::Document::load(folder.path().join("note.pdf")).unwrap();
    let count = pdf.get_pages().len();
    assert_eq!(count, 2, "the list with the bilan that agrees, and the one that does not");
}
