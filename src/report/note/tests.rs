//! Notes of records made here, read back as a reader of Word files would.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;
use crate::issue::Severity;
use crate::place::{CellRef, Place};
use crate::reconcile::finding::{Finding, FindingTerm, Findings, Side, Verdict};
use crate::record::{Field, FieldKind, Head};
use crate::report::evidence::Evidence;
use crate::store::RunIndex;

fn cell(cell: &str) -> Place {
    let (sheet, cell, text) = ("Feuille".into(), cell.parse().unwrap(), String::new());
    Place::Cell { sheet, cell, line: None, text }
}

fn bilan(path: &str, territory: &str) -> Record {
    let (path, kind) = (path.to_owned(), "bilan".to_owned());
    let mut record = Record::new(Head { path, kind, ..Head::default() });
    let value = territory.to_owned();
    record.fields.push(Field::read("territoire", value, FieldKind::Text, cell("A1")));
    record
}

fn finding(document: &str, message: &str, left: i64, right: i64) -> Finding {
    let term = |value: i64, document: &str, spot: &str| FindingTerm {
        name: "x".to_owned(),
        value: value.into(),
        written: value.to_string(),
        document: document.to_owned(),
        place: cell(spot),
    };
    Finding {
        severity: Severity::Error,
        document: document.to_owned(),
        message: message.to_owned(),
        left: Some(Side { value: left.into() }),
        right: Some(Side { value: right.into() }),
        difference: Some((left - right).into()),
        terms: vec![term(left, "b/compte.xls", "B7"), term(right, document, "C3")],
        ask: Some("Lequel est juste ?".to_owned()),
        ..Finding::plain(Verdict::Different)
    }
}

fn note(records: &[Record], findings: Vec<Finding>) -> Vec<u8> {
    let findings = Findings { findings, ..Findings::default() };
    let index = RunIndex::default();
    let evidence = Evidence::default();
    let run =
        Run { index: &index, records, findings: &findings, evidence: &evidence, lang: Lang::Fr };
    render(&run).unwrap()
}

/// The parts of a note, each read to its end as XML.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let read = |name: String| {
        let mut text = String::new();
        zip.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        let mut reader = Reader::from_str(&text);
        while reader.read_event().unwrap() != Event::Eof {}
        (name, text)
    };
    names.into_iter().map(read).collect()
}

/// The paragraphs of a note, cells being paragraphs too.
fn paragraphs(bytes: &[u8]) -> Vec<String> {
    let all = parts(bytes);
    let (_, document) = all.iter().find(|(name, _)| name == "word/document.xml").unwrap();
    let mut out = vec![String::new()];
    let mut reader = Reader::from_str(document);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.name().as_ref() == "w:p" => out.push(String::new()),
            Event::Start(tag) if tag.name().as_ref() == "w:br" => {
                out.last_mut().unwrap().push('\n');
            }
            Event::Text(text) => out.last_mut().unwrap().push_str(&text.xml10_content()),
            Event::GeneralRef(name) => {
                write!(out.last_mut().unwrap(), "&{};", &*name).unwrap();
            }
            Event::Eof => return out,
            _ => {}
        }
    }
}

#[test]
fn both_values_stand_with_their_places_and_the_question_with_its_number() {
    let found = finding("a/bilan.pdf", "On lit 69\u{a0}500\u{a0}€.", 69_500, 70_000);
    let told = paragraphs(&note(&[bilan("a/bilan.pdf", "Val-de-Brenne")], vec![found]));
    for expected in [
        "Val-de-Brenne – bilan",
        "69\u{a0}500\u{a0}€\ncompte.xls, cellule B7",
        "70\u{a0}000\ncellule C3",
        "Écart 1\u{a0}: Lequel est juste\u{202f}?",
    ] {
        assert!(told.iter().any(|p| p == expected), "{expected}: {told:#?}");
    }
}

#[test]
fn hostile_text_is_text_and_is_cut() {
    let hostile = format!("<script>\u{1b}[2J\u{202e}\u{0}]]>&amp;\"{}", "x".repeat(40_000));
    let mut found = finding(&format!("{hostile}.pdf"), &hostile, 1, 2);
    found.ask = Some(hostile.clone());
    for term in &mut found.terms {
        term.document = format!("b/{hostile}.xls");
        let sheet = hostile.as_str().into();
        let cell = CellRef { row: 0, column: 0 };
        term.place = Place::Cell { sheet, cell, line: None, text: hostile.clone() };
    }
    let bytes = note(&[bilan(&format!("{hostile}.pdf"), &hostile)], vec![found]);
    let told = paragraphs(&bytes);
    let begins = "&lt;script&gt;\u{fffd}[2J\u{fffd}\u{fffd}]]&gt;&amp;amp;&quot;xxx";
    assert!(told.iter().any(|p| p.starts_with(begins)), "{told:#?}");
    assert!(told.iter().all(|p| p.chars().count() < 700), "no paragraph fills a page");
    for (name, part) in parts(&bytes) {
        let bare = |c: char| c.is_control() && c != '\n';
        assert!(!part.contains("<script") && !part.contains(bare), "{name}");
    }
}

#[test]
fn what_a_page_does_not_hold_is_counted() {
    let many: Vec<Finding> =
        (0..40).map(|n| finding("a/bilan.pdf", &"mot ".repeat(60), n, n + 1)).collect();
    let told = paragraphs(&note(&[bilan("a/bilan.pdf", "Ici")], many));
    assert!(told.iter().any(|p| p == "et 35 autres écarts, voir report.html"), "{told:#?}");
}

#[test]
fn a_bilan_without_discrepancy_is_a_paragraph_of_the_same_page() {
    let bilans = [bilan("a/bilan.pdf", "Ici"), bilan("b/bilan.pdf", "Ailleurs")];
    let bytes = note(&bilans, Vec::new());
    let told = paragraphs(&bytes);
    assert!(told.iter().any(|p| p.ends_with("Aucun contrôle n'a pu être fait.")), "{told:#?}");
    let all = parts(&bytes);
    assert!(all.iter().all(|(_, part)| !part.contains("pageBreakBefore")));
}

#[test]
fn the_language_of_the_document_is_french() {
    let all = parts(&note(&[bilan("a/bilan.pdf", "Ici")], Vec::new()));
    let part = |name: &str| &all.iter().find(|(n, _)| n == name).unwrap().1;
    assert!(part("word/styles.xml").contains("<w:lang w:val=\"fr-FR\""));
    assert!(part("docProps/core.xml").contains("<dc:language>fr-FR</dc:language>"));
}
