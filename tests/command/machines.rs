//! The reports for machines, read back by other libraries than those that wrote them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::sync::LazyLock;

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::Value;

use crate::archive::Archive;
use crate::samples::SAMPLES;

/// The flags that ask for all of them.
pub(crate) const ALL: [&str; 8] =
    ["--format", "sarif", "--format", "junit", "--format", "csv", "--format", "parquet"];

/// The folder of a run over the samples that gave them and nothing for people.
static FOLDER: LazyLock<&str> = LazyLock::new(|| {
    let run = [&["run", "archive", "--out", "machines"][..], &ALL].concat();
    let ran = SAMPLES.0.command(&run);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.stdout.ends_with(
        "rapport : machines/findings.sarif, machines/findings.junit.xml, machines/findings.csv, \
         machines/values.parquet, machines/findings.parquet, machines/documents.parquet\n"
    ));
    "machines"
});

/// A report over the samples.
fn report(name: &str) -> Vec<u8> {
    fs::read(SAMPLES.0.folder().join(*FOLDER).join(name)).unwrap()
}

/// The same as text.
pub(crate) fn text(name: &str) -> String {
    String::from_utf8(report(name)).unwrap()
}

/// The findings of the samples.
fn findings() -> Vec<Value> {
    let all: Value = serde_json::from_slice(&SAMPLES.0.result("findings.json")).unwrap();
    all["findings"].as_array().unwrap().clone()
}

/// The rows of a table, by column.
pub(crate) fn rows(bytes: &[u8]) -> Vec<BTreeMap<String, Field>> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let rows: Vec<Row> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    rows.iter()
        .map(|r| r.get_column_iter().map(|(n, f)| (n.clone(), f.clone())).collect())
        .collect()
}

/// A text of a row.
pub(crate) fn string(row: &BTreeMap<String, Field>, column: &str) -> String {
    match &row[column] {
        Field::Str(text) => text.clone(),
        other => panic!("{column}: {other}"),
    }
}

/// An amount of a row in millionths.
fn millionths(field: &Field) -> Option<i128> {
    let Field::Decimal(value) = field else { return None };
    assert_eq!((value.precision(), value.scale()), (38, 6));
    Some(
        value.data().iter().fold(if value.data()[0] < 0x80 { 0 } else { -1 }, |all: i128, byte| {
            (all << 8) | i128::from(*byte)
        }),
    )
}

#[test]
fn the_tables_hold_every_value_and_the_sums_agree() {
    let (mut count, mut sum) = (0, 0);
    for path in SAMPLES.0.files().keys() {
        let record = SAMPLES.0.result(&format!("documents/{path}.json"));
        let record: Value = serde_json::from_slice(&record).unwrap();
        let rows = record["budgets"].as_array().unwrap().iter();
        for row in rows.flat_map(|b| b["rows"].as_array().unwrap()) {
            for cell in row["cells"].as_object().unwrap().values() {
                let (whole, part) = cell["value"]
                    .as_str()
                    .unwrap()
                    .split_once('.')
                    .unwrap_or_else(|| (cell["value"].as_str().unwrap(), ""));
                count += 1;
                sum += format!("{whole}{part:0<6}").parse::<i128>().unwrap();
            }
        }
    }
    let values = rows(&report("values.parquet"));
    let cells: Vec<_> = values.iter().filter(|v| string(v, "kind") == "cell").collect();
    assert!(count > 50);
    assert_eq!(cells.len(), count);
    assert_eq!(cells.iter().map(|c| millionths(&c["value"]).unwrap()).sum::<i128>(), sum);
    let stands = |v: &&BTreeMap<String, Field>| {
        (v["page"] == Field::Null) != (v["cell"] == Field::Null) && v["text"] != Field::Null
    };
    assert_eq!(values.iter().filter(stands).count(), values.len(), "all have a place");
}

#[test]
fn the_tables_hold_every_finding_and_document() {
    let told = rows(&report("findings.parquet"));
    let found = findings();
    assert_eq!(told.len(), found.len());
    for (row, finding) in told.iter().zip(&found) {
        assert_eq!(string(row, "id"), finding["id"].as_str().unwrap());
        assert_eq!(string(row, "message"), finding["message"].as_str().unwrap());
        let terms: Value = serde_json::from_str(&string(row, "terms")).unwrap();
        assert_eq!(terms, finding["terms"]);
    }
    let differences: Vec<i128> =
        told.iter().filter_map(|row| millionths(&row["difference"])).take(3).collect();
    assert_eq!(differences, [-500_000_000, -500_000_000, -3_000_000]);
    let documents = rows(&report("documents.parquet"));
    let outcomes: BTreeMap<String, String> =
        documents.iter().map(|d| (string(d, "path"), string(d, "outcome"))).collect();
    assert_eq!(outcomes, SAMPLES.0.outcomes());
}

#[test]
fn a_result_of_sarif_tells_where_both_sides_stand() {
    let log: Value = serde_json::from_str(&text("findings.sarif")).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let (results, found) = (run["results"].as_array().unwrap(), findings());
    assert_eq!(results.len(), found.len());
    for (result, finding) in results.iter().zip(&found) {
        assert_eq!(result["partialFingerprints"]["bilanFinding/v1"], finding["id"]);
        assert_eq!(result["partialFingerprints"]["bilanEvidence/v1"], finding["evidence"]);
        let rule = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], finding["check"]);
        let level = match finding["severity"].as_str().unwrap() {
            "info" if finding["verdict"] == "not_checkable" => "none",
            "info" => "note",
            severity => severity,
        };
        assert_eq!(result["level"], level);
        let terms = finding["terms"].as_array().unwrap();
        let own = terms.iter().any(|t| t["document"] == finding["document"]);
        let others = result["relatedLocations"].as_array().unwrap();
        assert_eq!(others.len(), terms.len() - usize::from(own));
    }
    let first = &results.iter().find(|r| r["ruleId"] == "soutien-prose-tableau").unwrap();
    let place = &first["locations"][0];
    let term = &found.iter().find(|f| f["check"] == "soutien-prose-tableau").unwrap()["terms"][0];
    assert_eq!(place["properties"]["bbox"], term["place"]["bbox"]);
    assert_eq!(place["properties"]["page"], term["place"]["page"]);
    assert_eq!(place["physicalLocation"]["artifactLocation"]["uriBaseId"], "ARCHIVE");
}

#[test]
fn what_a_person_accepted_is_suppressed_and_fails_no_case() {
    let bilan = "2023/bilan-2023.pdf";
    let bytes = fs::read(crate::samples::folder().join(bilan)).unwrap();
    let archive = Archive::new().with(bilan, bytes);
    archive.run(&[]);
    let counts = |archive: &Archive| {
        let junit = String::from_utf8(archive.result("findings.junit.xml")).unwrap();
        ["<failure", "<skipped", "<testcase"].map(|e| junit.matches(e).count())
    };
    assert_eq!(archive.command(&[&["report", "out"][..], &ALL].concat()).status, Some(1));
    let before = counts(&archive);
    let all: Value = serde_json::from_slice(&archive.result("findings.json")).unwrap();
    let id = all["findings"][0]["id"].as_str().unwrap();
    let accept = ["--reason", "vu", "--by", "DGA", "--until", "2999-01-01", "--run", "out"];
    assert_eq!(archive.command(&[&["waive", id][..], &accept].concat()).status, Some(0));
    archive.run(&ALL);
    let after = counts(&archive);
    assert_eq!(after, [before[0] - 1, before[1] + 1, before[2]]);
    let log: Value = serde_json::from_slice(&archive.result("findings.sarif")).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let waived = results.iter().find(|r| r["partialFingerprints"]["bilanFinding/v1"] == id);
    let suppressions = &waived.unwrap()["suppressions"];
    assert_eq!(suppressions[0]["status"], "accepted");
    assert!(suppressions[0]["justification"].as_str().unwrap().contains("DGA"));
    let empty = results.iter().filter(|r| r["suppressions"].as_array().unwrap().is_empty());
    assert_eq!(empty.count(), results.len() - 1);
}

#[test]
fn the_same_folder_gives_the_same_bytes() {
    let names = ["findings.sarif", "findings.junit.xml", "findings.csv", "values.parquet"];
    let first = names.map(report);
    let folder = SAMPLES.0.folder().join(*FOLDER);
    let out = folder.to_str().unwrap();
    assert_eq!(SAMPLES.0.command(&[&["report", out][..], &ALL].concat()).status, Some(1));
    assert!(names.map(report) == first);
}

#[test]
fn numbers_of_the_csv_are_french_and_their_heads_are_named() {
    let csv = text("findings.csv");
    let csv = csv.strip_prefix('\u{feff}').unwrap();
    assert!(csv.contains("\r\n"));
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(csv.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let column = |name: &str| heads.iter().position(|h| h == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), findings().len());
    assert_eq!(&rows[0][column("écart")], "-500");
    assert_eq!(&rows[1][column("première valeur")], "347000");
}
