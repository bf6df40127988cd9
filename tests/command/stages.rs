//! What every stage gives for every sample, as snapshots: a change is seen in review.

use bilan::record::pretty::pretty;
use serde_json::Value;

use crate::archive::{bilan, finish};
use crate::english::told;
use crate::machines;
use crate::note::paragraphs;
use crate::page::skeleton;
use crate::samples::{SAMPLES, folder, paths};
use crate::snapshots::assert_stage;
use crate::workbook::listing;

/// A result of the run over the samples, as text.
fn result(name: &str) -> String {
    String::from_utf8(SAMPLES.0.result(name)).unwrap()
}

#[test]
fn words_lines_and_tables_are_read() {
    assert_stage(
        "read",
        paths().into_iter().map(|path| {
            let mut command = bilan(&["inspect", &path]);
            command.current_dir(folder());
            let ran = finish(command);
            (path, format!("{}{}", ran.stdout, ran.stderr))
        }),
    );
}

#[test]
fn records_are_extracted() {
    assert_stage(
        "record",
        paths().into_iter().map(|path| {
            let record = result(&format!("documents/{path}.json"));
            (path, pretty(&record))
        }),
    );
}

#[test]
fn findings_are_told() {
    assert_stage("findings", [("findings".to_owned(), pretty(&result("findings.json")))]);
}

#[test]
fn reports_are_rendered() {
    let (archive, ran) = &*SAMPLES;
    let english = archive.command(&["run", "archive", "--lang", "en", "--out", "english"]);
    assert_stage(
        "report",
        [
            ("terminal-fr".to_owned(), ran.stdout.clone()),
            ("terminal-en".to_owned(), english.stdout),
            ("findings-en".to_owned(), told()),
            ("html".to_owned(), skeleton(&result("report.html"))),
            ("ecarts".to_owned(), listing(&archive.result("ecarts.xlsx"))),
            ("note".to_owned(), paragraphs(&archive.result("note.docx"))),
            ("csv".to_owned(), machines::text("findings.csv")),
            ("junit".to_owned(), machines::text("findings.junit.xml")),
            ("sarif".to_owned(), machines::text("findings.sarif")),
        ],
    );
}

#[test]
fn the_discrepancies_of_the_samples_are_those_planted() {
    let findings: Value = serde_json::from_str(&result("findings.json")).unwrap();
    let told = findings["findings"].as_array().unwrap().iter();
    let told: Vec<(&str, &str)> = told
        .filter(|f| f["severity"] != "info")
        .map(|f| (f["check"].as_str().unwrap(), f["difference"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [("operateur-etat", "-500"), ("soutien-prose-tableau", "-500"), ("file-active", "-3")]
    );
}
