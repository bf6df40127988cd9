//! Input that nobody means well by, one kind a test: what it is called, where it lies, what it is.

use std::fs;
use std::io::{Cursor, Write as _};
use std::process::Command;

use crate::archive::{Archive, SHEET, pdf};
use crate::page::bare;

/// A workbook whose one sheet is this XML.
fn book(sheet: &str) -> Vec<u8> {
    let parts = [
        ("[Content_Types].xml", "<Types/>"),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"F\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn records_changed_by_hand_are_not_believed() {
    let archive = Archive::new().with("a.csv", SHEET);
    archive.run(&[]);
    let edit = |file: &str, from: &str, to: &str| {
        let path = archive.out().join(file);
        let whole = fs::read_to_string(&path).unwrap();
        assert!(whole.contains(from));
        fs::write(&path, whole.replace(from, to)).unwrap();
        let ran = archive.command(&["reconcile", "out"]);
        fs::write(&path, whole).unwrap();
        assert_eq!(ran.status, Some(2), "{ran:?}");
        ran.stderr
    };
    let record = "documents/a.csv.json";
    let told = edit(record, "bilan.document/1", "bilan.document/9");
    assert!(told.contains("out/documents/a.csv.json : contenu inattendu (schema"), "{told}");
    let told = edit("run.json", "documents/a.csv.json", "../../etc/passwd");
    assert!(told.contains("run.json") && told.contains("../../etc/passwd"), "{told}");
    let told = edit(record, "{\"schema\"", "{{");
    assert!(told.contains("a.csv.json") && told.contains("relancer"), "{told}");
    fs::remove_file(archive.out().join(record)).unwrap();
    let told = archive.command(&["reconcile", "out"]).stderr;
    assert!(told.contains("a.csv.json : lecture impossible (introuvable)"), "{told}");
    assert!(!told.contains("os error"), "the system's English is not passed on: {told}");
}

#[test]
fn rules_that_never_end_are_refused() {
    let archive = Archive::new();
    let pipe = archive.root().join("x.toml");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::os::unix::fs::symlink("/dev/zero", archive.root().join("y.toml")).unwrap();
    let ran = archive.command(&["rules", "check", "--rules", "archive"]);
    assert_eq!(ran.status, Some(2));
    assert_eq!(ran.stderr.matches("ce n'est pas un fichier").count(), 2, "{}", ran.stderr);
}

#[test]
fn an_archive_of_nothing_is_told() {
    let archive = Archive::new();
    for command in [&["run", "archive", "--out", "out"][..], &["extract", "archive"]] {
        let ran = archive.command(command);
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""));
        assert!(ran.stderr.starts_with("bilan : archive : aucun fichier à lire"), "{ran:?}");
        assert!(!archive.out().join("run.json").exists());
    }
}

#[test]
fn a_folder_is_not_inspected() {
    let archive = Archive::new().with("a.csv", SHEET);
    let ran = archive.command(&["inspect", "archive"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("archive : c'est un dossier"), "{}", ran.stderr);
}

#[test]
fn names_and_text_give_no_orders_to_who_reads_the_reports() {
    let name = "\u{1b}[2Jx\u{7}\u{202e}fdp.<script>alert(1)<!-.pdf";
    let archive = Archive::new()
        .with(name, "<html>")
        .with("z.pdf", pdf("\"><img onerror=alert\\(1\\)> 347 000 euros =HYPERLINK\\(1\\)"));
    let ran = archive.run(&[]);
    assert_eq!(archive.outcomes()[name], "unsupported");
    let page = String::from_utf8(archive.result("report.html")).unwrap();
    for seen in [&page, &ran.stdout, &ran.stderr] {
        assert!(!seen.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{seen}");
    }
    let own = bare(&page);
    assert!(!own.contains("<script") && !own.contains("<img"));
    let absent = archive.command(&["run", "\u{1b}[2J", "--out", "out"]);
    assert!(absent.stderr.contains("introuvable") && !absent.stderr.contains('\u{1b}'));
}

#[test]
fn a_document_that_holds_nothing_is_told() {
    let archive = Archive::new().with("blanc.pdf", pdf(""));
    let ran = archive.run(&[]);
    assert!(archive.codes("blanc.pdf").contains(&"blank-document".to_owned()));
    assert!(ran.stdout.contains("blanc.pdf : le document ne contient ni texte"), "{}", ran.stdout);
}

#[test]
fn a_page_over_a_limit_names_the_flag_that_lifts_it() {
    let archive = Archive::new().with("a.pdf", pdf(&"x".repeat(2 << 20)));
    let ran = archive.run(&["--max-page-bytes", "1"]);
    assert_eq!(archive.outcomes()["a.pdf"], "refused");
    assert_eq!(archive.codes("a.pdf"), ["over-limit"]);
    assert!(ran.stdout.contains("a.pdf : page 1 : limite de 1 Mio"), "{}", ran.stdout);
    assert!(ran.stdout.contains("--max-page-bytes"), "{}", ran.stdout);
}

#[test]
fn a_workbook_that_is_cut_is_told_in_french() {
    let whole = book(
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>5</v></c></row></sheetData></worksheet>",
    );
    let archive = Archive::new()
        .with("coupe.xlsx", &whole[..whole.len() * 9 / 10])
        .with("casse.xlsx", book("<worksheet><sheetData><row"))
        .with("nu.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing more");
    let ran = archive.run(&[]);
    assert_eq!(ran.status, Some(1));
    for path in ["coupe.xlsx", "casse.xlsx", "nu.xls"] {
        let told = archive.files()[path]["issues"][0]["message"].clone();
        let told = told.as_str().unwrap();
        assert!(told.contains("abîmé") || told.contains("endommagé"), "{path}: {told}");
        assert_eq!(archive.outcomes()[path], "refused", "{told}");
    }
}
