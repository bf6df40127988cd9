//! Input that nobody means well by, one kind a test: what it is called, where it lies, what it is.

use std::fs;
use std::process::Command;

use calamine::Reader as _;
use quick_xml::events::Event;
use serde_json::Value;

use crate::archive::{Archive, SHEET, pdf};
use crate::corpus::written::book;
use crate::machines::{ALL, rows, string};
use crate::page::bare;
use crate::workbook::{foreign, open};

#[test]
fn records_changed_by_hand_are_not_believed() {
    let archive = Archive::new().with("a.csv", SHEET);
    archive.run(&[]);
    let edit = |file: &str, from: &str, to: &str| {
        let path = archive.out().join(file);
        let whole = fs::read_to_string(&path).unwrap();
        assert!(whole.contains(from));
        let index = archive.result("run.json");
        fs::write(&path, whole.replace(from, to)).unwrap();
        for command in ["reconcile", "report"] {
            let ran = archive.command(&[command, "out"]);
            assert_eq!(ran.status, Some(2), "{ran:?}");
            let told = format!("out/{file} : modifié depuis « bilan run »");
            assert!(ran.stderr.contains(&told), "{}", ran.stderr);
            assert!(ran.stderr.contains("relancer"), "{}", ran.stderr);
        }
        archive.reseal();
        let ran = archive.command(&["reconcile", "out"]);
        fs::write(archive.out().join("run.json"), index).unwrap();
        if file != "run.json" {
            fs::write(&path, whole).unwrap();
        }
        assert_eq!(ran.status, Some(2), "{ran:?}");
        ran.stderr
    };
    let record = "documents/a.csv.json";
    let told = edit(record, "bilan.document/1", "bilan.document/9");
    assert!(told.contains("out/documents/a.csv.json : contenu inattendu (schema"), "{told}");
    let told = edit("run.json", "documents/a.csv.json", "../../etc/passwd");
    assert!(told.contains("run.json") && told.contains("../../etc/passwd"), "{told}");
    let told = edit(record, "\"cell\":\"B2\"", "\"cell\":\"=B2\"");
    assert!(told.contains("place.cell : « =B2 » n'est l'adresse d'aucune cellule"), "{told}");
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
    let looked = archive.command(&["inspect", "archive/z.pdf"]);
    let verbose = archive.run(&["-v"]);
    for seen in [&page, &ran.stdout, &ran.stderr, &looked.stdout, &verbose.stderr] {
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

/// Text by which a document, a name or a rule could give orders, none of which may be lost.
const ORDERS: [&str; 7] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "=HYPERLINK(\"http://x.fr\",\"y\")",
    "@SUM(A1)",
    "\u{202e}fdp.x",
    "\u{1b}[2Jx",
    "{0} [ici](http://x.fr) ]]> &lt; --> %s",
];

/// The order as reports show it, without what no text needs.
fn harmless(order: &str) -> String {
    order.replace(['\u{202e}', '\u{1b}'], "\u{fffd}")
}

/// Puts a text before every text of a value but those that name a thing of the contract, and ids,
/// by which a cell finds its column, and addresses: what is none of a cell is refused.
fn prefix(value: &mut Value, with: &str) {
    let fixed = [
        "id",
        "schema",
        "lang",
        "severity",
        "verdict",
        "state",
        "kind",
        "type",
        "qualifier",
        "cell",
    ];
    let numbers = ["value", "difference", "step", "stored", "sha256", "corrected", "score"];
    match value {
        Value::String(text) => text.insert_str(0, with),
        Value::Array(all) => all.iter_mut().for_each(|v| prefix(v, with)),
        Value::Object(map) => map
            .iter_mut()
            .filter(|(key, _)| !fixed.contains(&key.as_str()) && !numbers.contains(&key.as_str()))
            .for_each(|(_, v)| prefix(v, with)),
        _ => {}
    }
}

/// A run folder in which every text is an order: of documents, files, sheets, rules, findings.
fn ordered(order: &str) -> Archive {
    let table = "Poste;Montant\nAchats;10 000 €\nSalaires;20 000 €\nTotal;31 000 €\n";
    let archive = Archive::new().with("a.csv", table);
    archive.run(&[]);
    let edit = |name: &str, parts: &[&str]| {
        let mut whole: Value = serde_json::from_slice(&archive.result(name)).unwrap();
        for part in parts {
            prefix(whole.pointer_mut(part).unwrap(), order);
        }
        fs::write(archive.out().join(name), serde_json::to_vec(&whole).unwrap()).unwrap();
    };
    edit("findings.json", &["/findings"]);
    edit("documents/a.csv.json", &["/budgets", "/document/path", "/document/rules"]);
    edit("run.json", &["/files/0/path"]);
    archive.reseal();
    let formats = ["--format", "xlsx", "--format", "html"];
    let ran = archive.command(&[&["report", "out"][..], &formats, &ALL].concat());
    assert_eq!(ran.status, Some(1), "{ran:?}");
    archive
}

#[test]
fn an_order_in_any_text_is_text_in_every_report() {
    for order in ORDERS {
        let archive = ordered(order);
        let book = archive.result("ecarts.xlsx");
        assert_eq!(foreign(&book), [], "{order}");
        let mut read = open(&book);
        for sheet in ["Écarts", "Budgets", "Documents"] {
            let range = read.worksheet_range(sheet).unwrap();
            let texts = range.used_cells().map(|(.., cell)| cell.to_string());
            let shown = texts.filter(|text| text.contains(&harmless(order)));
            assert!(shown.count() >= range.height() - 1, "{sheet} keeps {order}");
        }
        let csv = String::from_utf8(archive.result("findings.csv")).unwrap();
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(csv.as_bytes());
        for cell in reader
            .records()
            .map(Result::unwrap)
            .flat_map(|r| r.iter().map(ToOwned::to_owned).collect::<Vec<_>>())
        {
            assert!(!cell.starts_with(['=', '+', '@']), "{cell}");
            assert!(!cell.contains(['\u{202e}', '\u{1b}']), "{cell}");
        }
        assert!(csv.replace("\"\"", "\"").contains(&harmless(order)), "{order}");
    }
}

#[test]
fn an_order_in_any_text_is_whole_where_machines_read() {
    for order in ORDERS {
        let archive = ordered(order);
        let findings: Value = serde_json::from_slice(&archive.result("findings.json")).unwrap();
        let first = &findings["findings"][0];
        let message = first["message"].as_str().unwrap();
        assert!(message.starts_with(order));
        let tables = rows(&archive.result("findings.parquet"));
        assert_eq!(string(&tables[0], "message"), message);
        let values = rows(&archive.result("values.parquet"));
        let cell = values.iter().find(|v| string(v, "kind") == "cell").unwrap();
        assert!(
            string(cell, "label").starts_with(order) && string(cell, "sheet").starts_with(order)
        );
        let log: Value = serde_json::from_slice(&archive.result("findings.sarif")).unwrap();
        let result = &log["runs"][0]["results"][0];
        let plain = result["message"]["text"].as_str().unwrap();
        let plain = plain.replace("{{", "{").replace("}}", "}").replace("\\](", "](");
        assert_eq!(plain, harmless(message));
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert!(
            uri.as_str().unwrap().is_ascii() && !uri.as_str().unwrap().contains(['<', '"', ' '])
        );
        assert!(attributes(&archive.result("findings.junit.xml")).contains(&harmless(message)));
    }
}

/// The values of all attributes of an XML text, which must be well formed and hold no element
/// but those of the format.
fn attributes(xml: &[u8]) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_reader(xml);
    let mut out = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                let known = [
                    "testsuites",
                    "testsuite",
                    "testcase",
                    "failure",
                    "error",
                    "skipped",
                    "system-out",
                ];
                assert!(known.contains(&name.as_str()), "{name}");
                out.extend(tag.attributes().map(|a| {
                    a.unwrap()
                        .normalized_value(quick_xml::XmlVersion::Explicit1_0)
                        .unwrap()
                        .into_owned()
                }));
            }
            Event::Eof => return out,
            _ => {}
        }
    }
}

#[test]
fn a_text_of_40_000_characters_is_cut_in_sight_or_whole() {
    let long = format!("{}fin", "é".repeat(40_000));
    let archive = ordered(&long);
    let mut book = open(&archive.result("ecarts.xlsx"));
    let range = book.worksheet_range("Écarts").unwrap();
    let cut = range.used_cells().map(|(.., cell)| cell.to_string());
    let cut: Vec<String> = cut.filter(|text| text.starts_with("ééé")).collect();
    assert!(cut.len() >= 5);
    for text in cut {
        assert!(text.ends_with("… [suite dans le fichier JSON]"), "{}", &text[60_000..]);
        assert_eq!(text.encode_utf16().count(), 32_767);
    }
    for name in ["findings.sarif", "findings.junit.xml", "findings.csv", "report.html"] {
        let text = String::from_utf8(archive.result(name)).unwrap();
        assert!(text.contains(&long), "{name} is whole");
    }
    assert!(string(&rows(&archive.result("findings.parquet"))[0], "message").contains(&long));
}

#[test]
fn a_sheet_in_which_nothing_is_read_is_told() {
    let archive = Archive::new().with("mot.csv", "Nom;Montant\n");
    let ran = archive.run(&[]);
    assert!(archive.codes("mot.csv").contains(&"blank-document".to_owned()), "{}", ran.stdout);
}
