//! A run folder judged: what must hold of it whatever the documents were.
//!
//! Every file has one outcome, every record that is listed is whole and of that file, nothing is
//! left half written, and a record that was read and holds nothing says why.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::files;

/// A file of a run.
pub(crate) struct Judged {
    /// Its path in the archive.
    pub(crate) path: String,
    /// How it ended.
    pub(crate) outcome: String,
    /// Seconds that its reading took.
    pub(crate) seconds: f64,
    /// Its pages or sheets.
    pub(crate) pages: u64,
}

/// The files of a run folder and every fault that it has, the archive being there still.
pub(crate) fn judged(archive: &Path, out: &Path) -> (Vec<Judged>, Vec<String>) {
    let index: Value = serde_json::from_slice(&fs::read(out.join("run.json")).unwrap()).unwrap();
    let listed = index["files"].as_array().unwrap();
    let mut faults = compared(archive, listed);
    faults.extend(half_written(out));
    faults.extend(listed.iter().filter_map(|file| unsound(archive, out, file)));
    let text = |file: &Value, key: &str| file[key].as_str().unwrap_or_default().to_owned();
    let files = listed.iter().map(|file| Judged {
        path: text(file, "path"),
        outcome: text(file, "outcome"),
        seconds: file["seconds"].as_f64().unwrap_or_default(),
        pages: file["pages"].as_u64().unwrap_or_default(),
    });
    (files.collect(), faults)
}

/// Files of the archive that are not listed once.
fn compared(archive: &Path, listed: &[Value]) -> Vec<String> {
    let there = files(archive).into_iter();
    let there: Vec<String> =
        there.map(|p| p.strip_prefix(archive).unwrap().to_str().unwrap().to_owned()).collect();
    let told: Vec<&str> = listed.iter().filter_map(|file| file["path"].as_str()).collect();
    let once: BTreeSet<&str> = told.iter().copied().collect();
    let missing = there.iter().filter(|path| !once.contains(path.as_str()));
    let mut faults: Vec<String> = missing.map(|path| format!("{path}: no outcome")).collect();
    if told.len() != there.len() {
        faults.push(format!("{} files have {} outcomes", there.len(), told.len()));
    }
    faults
}

/// What is left of a write that did not end.
fn half_written(out: &Path) -> Vec<String> {
    let left = files(out).into_iter().filter(|path| path.extension().is_some_and(|e| e == "tmp"));
    left.map(|path| format!("{}: left behind", path.display())).collect()
}

/// What is wrong with the record of a file, if something is.
fn unsound(archive: &Path, out: &Path, file: &Value) -> Option<String> {
    let name = file["document"].as_str()?;
    let path = file["path"].as_str()?;
    let record = fs::read(out.join(name)).ok().and_then(|json| serde_json::from_slice(&json).ok());
    let Some(record): Option<Value> = record else { return Some(format!("{path}: no record")) };
    if record["document"]["path"] != file["path"] {
        return Some(format!("{path}: the record of {}", record["document"]["path"]));
    }
    // A run keeps the first issues of a file, and says how many there are besides.
    let told = file["issues"].as_array()?;
    let cut = told.iter().position(|issue| issue["code"] == "more-issues").unwrap_or(told.len());
    let first = record["issues"].as_array()?.iter().take(cut);
    if !first.eq(told.iter().take(cut)) || (cut == told.len() && record["issues"] != file["issues"])
    {
        return Some(format!("{path}: the record tells other issues than run.json"));
    }
    let read = ["done", "partial"].contains(&file["outcome"].as_str()?);
    let quiet = read && is_empty(&record) && !is_told(&record);
    (quiet && !shows(&archive.join(path))).then(|| format!("{path}: empty, and nothing says so"))
}

fn is_empty(record: &Value) -> bool {
    ["fields", "actions", "indicators", "budgets", "amounts", "unread"]
        .iter()
        .all(|key| record[key].as_array().is_some_and(Vec::is_empty))
}

/// Whether an issue says that there is nothing, or that something is missing.
fn is_told(record: &Value) -> bool {
    record["issues"]
        .as_array()
        .unwrap()
        .iter()
        .any(|issue| issue["severity"] != "info" || issue["code"] == "empty-sheet")
}

/// Whether there is something to see in a document: one of words without numbers is read whole
/// and gives an empty record.
fn shows(file: &Path) -> bool {
    let mut inspect = Command::new(env!("CARGO_BIN_EXE_bilan"));
    let ran = inspect.args(["inspect", "--format", "json"]).arg(file).output().unwrap();
    let seen: Value = serde_json::from_slice(&ran.stdout).unwrap_or_default();
    let holds = |part: &Value, key: &str| part[key].as_array().is_some_and(|all| !all.is_empty());
    let pages = seen["pages"].as_array().into_iter().flatten();
    let sheets = seen["sheets"].as_array().into_iter().flatten();
    pages.chain(sheets).any(|part| holds(part, "lines") || holds(part, "tables"))
}
