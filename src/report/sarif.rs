//! `findings.sarif`: SARIF 2.1.0, for what gathers the findings of many tools.
//!
//! SARIF has no pages and no cells: a place is a logical location (« p. 3 », « Budget, cellule
//! B7 ») of its document, its box and snippet stand under `properties`; only a line of a delimited
//! file is a region. Documents are relative to `ARCHIVE`, of which no address is given. What is
//! known of a finding is its `baselineState`, what a person accepted a suppression. Sentences are
//! plain text: braces and links of documents are escaped, as the format asks for (§ 3.11.5–6).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::issue::{Issue, Lang, Severity};
use crate::place::Place;
use crate::reconcile::finding::{Finding, FindingTerm, State, Verdict};
use crate::store::FileOutcome;

use super::{Run, past, words};

/// The schema that editors know.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The name that stands for the folder of the archive.
const ARCHIVE: &str = "ARCHIVE";

/// The findings as a log of one run.
pub fn render(run: &Run<'_>) -> Result<Vec<u8>, serde_json::Error> {
    let rules = rules(run);
    let numbers: BTreeMap<&str, usize> =
        rules.keys().enumerate().map(|(number, check)| (*check, number)).collect();
    let results = run.findings.findings.iter().map(|f| result(f, run, &numbers));
    let language = match run.findings.lang {
        Lang::Fr => "fr",
        Lang::En => "en",
    };
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "bilan",
                "version": env!("CARGO_PKG_VERSION"),
                "language": language,
                "rules": rules.iter().map(|(id, f)| rule(id, f)).collect::<Vec<_>>(),
            } },
            "language": language,
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {
                ARCHIVE: { "description": { "text": "Le dossier de l'archive." } },
            },
            "artifacts": run.index.files.iter().map(artifact).collect::<Vec<_>>(),
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications":
                    run.index.files.iter().flat_map(notifications).collect::<Vec<_>>(),
            }],
            "results": results.collect::<Vec<_>>(),
            "properties": { "checks": run.findings.checks },
        }],
    });
    let mut bytes = serde_json::to_vec_pretty(&log)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The checks that found something, each with its first finding.
fn rules<'r>(run: &Run<'r>) -> BTreeMap<&'r str, &'r Finding> {
    let mut out = BTreeMap::new();
    for finding in &run.findings.findings {
        out.entry(finding.check.as_str()).or_insert(finding);
    }
    out
}

/// A check as a rule.
fn rule(id: &str, first: &Finding) -> Value {
    json!({
        "id": words::shown(id),
        "shortDescription": { "text": words::shown(&first.relation) },
        "defaultConfiguration": { "level": level(first.severity) },
    })
}

/// A document as an artifact.
fn artifact(file: &FileOutcome) -> Value {
    let mut out = json!({
        "location": address(&file.path),
        "roles": ["analysisTarget"],
        "properties": { "outcome": file.outcome, "pages": file.pages },
    });
    if let (Some(sha256), Some(out)) = (&file.sha256, out.as_object_mut()) {
        out.insert("hashes".to_owned(), json!({ "sha-256": sha256 }));
    }
    out
}

/// What is told of a document.
fn notifications(file: &FileOutcome) -> impl Iterator<Item = Value> {
    file.issues.iter().map(|issue: &Issue| {
        json!({
            "descriptor": { "id": issue.code.name() },
            "level": level(issue.severity),
            "message": { "text": plain(&format!("{} ; {}", issue.message, issue.hint)) },
            "locations": [location(&file.path, issue.place.as_ref())],
        })
    })
}

/// A finding as a result.
fn result(finding: &Finding, run: &Run<'_>, numbers: &BTreeMap<&str, usize>) -> Value {
    // What nobody has to answer for and could not be compared is open, and has then no level.
    let open = finding.verdict == Verdict::NotCheckable && !finding.is_loud();
    let own = finding.terms.iter().find(|t| t.document == finding.document);
    let others = finding.terms.iter().filter(|t| !own.is_some_and(|own| std::ptr::eq(own, *t)));
    let waiver = past::accepted(finding, run.findings);
    let suppressions = waiver.map(|w| {
        let (status, why) = ("accepted", past::why(w, Lang::Fr));
        json!({ "kind": "external", "status": status, "justification": words::shown(&why) })
    });
    json!({
        "ruleId": words::shown(&finding.check),
        "ruleIndex": numbers.get(finding.check.as_str()),
        "kind": if open { "open" } else { "fail" },
        "level": if open { "none" } else { level(finding.severity) },
        "message": { "text": plain(&finding.message) },
        "locations": [location(&finding.document, own.map(|t| &t.place))],
        "relatedLocations": (0..).zip(others).map(related).collect::<Vec<_>>(),
        "partialFingerprints": {
            "bilanFinding/v1": finding.id,
            "bilanEvidence/v1": finding.evidence,
        },
        "baselineState": baseline(finding.state),
        "suppressions": suppressions.into_iter().collect::<Vec<_>>(),
        "properties": {
            "severity": finding.severity,
            "verdict": finding.verdict,
            "state": finding.state,
            "relation": finding.relation,
            "left": finding.left,
            "right": finding.right,
            "difference": finding.difference,
            "hypotheses": finding.hypotheses,
            "excluded": finding.excluded,
            "ask": finding.ask,
        },
    })
}

/// A value compared, as a location with its number.
fn related((number, term): (usize, &FindingTerm)) -> Value {
    let mut out = location(&term.document, Some(&term.place));
    if let Some(out) = out.as_object_mut() {
        let text = plain(&format!("{} : {}", term.name, term.written));
        out.insert("id".to_owned(), json!(number));
        out.insert("message".to_owned(), json!({ "text": text }));
    }
    out
}

/// Where something stands in a document.
fn location(document: &str, place: Option<&Place>) -> Value {
    let mut physical = json!({ "artifactLocation": address(document) });
    let Some(place) = place else { return json!({ "physicalLocation": physical }) };
    let (kind, properties) = match place {
        Place::Page { page, bbox, ocr, text } => {
            // A single is not the double of the same digits: 404.2 would be 404.200012.
            let bbox = <[f32; 4]>::from(*bbox).map(|edge| f64::from((edge * 10.0).round()) / 10.0);
            let mut properties = json!({ "page": page, "bbox": bbox, "text": text });
            if let (Some(ocr), Some(properties)) = (ocr, properties.as_object_mut()) {
                properties.insert("ocr".to_owned(), json!(ocr));
            }
            ("page", properties)
        }
        Place::Cell { sheet, cell, line, text } => {
            if let (Some(line), Some(physical)) = (line, physical.as_object_mut()) {
                physical.insert("region".to_owned(), json!({ "startLine": line }));
            }
            ("cell", json!({ "sheet": sheet, "cell": cell.to_string(), "text": text }))
        }
    };
    let name = words::place(place, Lang::Fr);
    json!({
        "physicalLocation": physical,
        "logicalLocations": [{ "name": words::shown(&name), "kind": kind }],
        "properties": properties,
    })
}

/// The address of a document in the archive.
fn address(path: &str) -> Value {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    json!({ "uri": uri, "uriBaseId": ARCHIVE })
}

/// How grave something is, in the words of the format.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// What is known of a finding, in the words of the format: what is back is new to who reads it.
fn baseline(state: State) -> &'static str {
    match state {
        State::New | State::Returned => "new",
        State::Known | State::Unverified | State::Waived => "unchanged",
        State::Changed => "updated",
        State::Resolved => "absent",
    }
}

/// A sentence as plain text of the format, in which braces hold places and `[a](b)` is a link.
fn plain(text: &str) -> String {
    let shown = words::shown(text);
    shown.replace('{', "{{").replace('}', "}}").replace("](", "\\](")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_of_ascii_and_a_sentence_holds_no_link() {
        let uri = |path| address(path)["uri"].as_str().unwrap().to_owned();
        assert_eq!(uri("2023/à b#1.pdf"), "2023/%C3%A0%20b%231.pdf");
        assert_eq!(plain("{0} [ici](http://x)"), "{{0}} [ici\\](http://x)");
    }
}
