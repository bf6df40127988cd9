//! What was kept and the same made again in, the first place where the two differ out.
//!
//! A place proves that a value is written there; only a second extraction proves that it is that
//! row's, that column's, that action's, and only a second comparison that a finding says what it
//! said. The two are compared as JSON, so that no member of the contract is forgotten. What a
//! baseline and waivers make of a finding (its state, its old identity) is not made again.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use crate::issue::Code;
use crate::reconcile::finding::{Finding, Findings, State};
use crate::record::Record;
use crate::verify::snapshot::spots;

/// A place where what was kept is not what is made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Altered {
    /// The document; of a finding, the one that it is told against, if it is about one.
    pub document: Option<String>,
    /// The path in the JSON that was kept: `budgets[0].rows[1].label`.
    pub at: String,
    /// What was kept there, as JSON; `None` where there is nothing.
    pub kept: Option<String>,
    /// What is made again; `None` where there is nothing.
    pub again: Option<String>,
}

/// The first place where a record is not the one that rules read again. What its pictures were read
/// as a second time is not of the rules, and no value: that is left out.
#[must_use]
pub fn record(kept: &Record, again: &Record) -> Option<Altered> {
    first(&*read_once(kept), &*read_once(again), &kept.document.path, "")
}

/// A record as it is before sums that do not hold are looked at again.
fn read_once(record: &Record) -> Cow<'_, Record> {
    let mut cells = record.budgets.iter().flat_map(|b| &b.rows).flat_map(|row| row.cells.values());
    let told = record.issues.iter().any(|issue| issue.code == Code::ReadOnce);
    if !told && cells.all(|cell| cell.second_reading.is_none()) {
        return Cow::Borrowed(record);
    }
    let mut record = record.clone();
    record.issues.retain(|issue| issue.code != Code::ReadOnce);
    for row in record.budgets.iter_mut().flat_map(|budget| &mut budget.rows) {
        row.cells.values_mut().for_each(|cell| cell.second_reading = None);
    }
    Cow::Owned(record)
}

/// Where findings are not those that their records give again: one place a finding; and how many
/// findings are the same.
#[must_use]
pub fn findings(kept: &Findings, again: &Findings) -> (usize, Vec<Altered>) {
    let (mut same, mut altered) = (0, Vec::new());
    let mut met = BTreeSet::new();
    let here = kept.findings.iter().enumerate().filter(|(_, f)| !is_gone(f));
    for (number, finding) in here {
        let at = format!("findings[{number}]");
        let Some(twin) = twin(finding, again, &met) else {
            altered.push(one_sided(finding, at, true));
            continue;
        };
        met.insert(twin);
        let made = again.findings.get(twin).map(|f| as_kept(f, finding));
        match made.and_then(|made| first(finding, &made, &finding.document, &at)) {
            Some(difference) => altered.push(difference),
            None => same += 1,
        }
    }
    let lacking = again.findings.iter().enumerate().filter(|(number, _)| !met.contains(number));
    altered.extend(lacking.map(|(_, f)| one_sided(f, "findings".to_owned(), false)));
    let rest = |all: &Findings| Findings {
        findings: Vec::new(),
        waivers: Vec::new(),
        lang: kept.lang,
        ..all.clone()
    };
    let told = first(&rest(kept), &rest(again), "", "");
    altered.extend(told.map(|told| Altered { document: None, ..told }));
    (same, altered)
}

/// Whether a finding is one of an earlier run, which nothing gives again.
fn is_gone(finding: &Finding) -> bool {
    matches!(finding.state, State::Resolved | State::Unverified)
}

/// The finding that is made again, by its number: that of its identity, else, where a baseline
/// gave it an older one, that of its very evidence.
fn twin(finding: &Finding, again: &Findings, met: &BTreeSet<usize>) -> Option<usize> {
    let key = |f: &Finding| (f.check.clone(), f.document.clone(), f.evidence.clone());
    let wanted = key(finding);
    let free = || again.findings.iter().enumerate().filter(|(at, _)| !met.contains(at));
    let named = free().find(|(_, f)| f.id == finding.id);
    named.or_else(|| free().find(|(_, f)| key(f) == wanted)).map(|(at, _)| at)
}

/// A finding with what only earlier runs and waivers say of it taken over.
fn as_kept(again: &Finding, kept: &Finding) -> Finding {
    Finding { id: kept.id.clone(), state: kept.state, ..again.clone() }
}

/// A finding that only one of the two has.
fn one_sided(finding: &Finding, at: String, is_kept: bool) -> Altered {
    let document = Some(finding.document.clone());
    let told = Some(format!("{} ({})", finding.id, finding.check));
    let (kept, again) = if is_kept { (told, None) } else { (None, told) };
    Altered { document, at, kept, again }
}

/// The first place where two values differ as JSON, under a path.
fn first<T: Serialize>(kept: &T, again: &T, document: &str, under: &str) -> Option<Altered> {
    // By way of the text: a box is told with the digits that the file has.
    let json = |value: &T| -> Value {
        let text = serde_json::to_string(value).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    };
    let spot = spots(&json(kept), &json(again)).into_iter().next()?;
    let dot = if under.is_empty() || spot.path.starts_with('[') { "" } else { "." };
    let there = |text: String| Some(text).filter(|text| !text.is_empty());
    Some(Altered {
        document: Some(document.to_owned()),
        at: format!("{under}{dot}{}", spot.path),
        kept: there(spot.before),
        again: there(spot.after),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::Severity;
    use crate::reconcile::finding::Side;
    use crate::record::Head;

    fn of(ids: &[&str]) -> Findings {
        let plain = serde_json::json!({
            "id": "", "evidence": "1", "check": "essai", "severity": "error",
            "verdict": "different", "state": "new", "document": "a.pdf", "relation": "",
            "message": "", "left": null, "right": null, "difference": null, "terms": [],
            "hypotheses": [], "excluded": [], "ask": null
        });
        let plain: Finding = serde_json::from_value(plain).unwrap();
        let findings =
            ids.iter().map(|id| Finding { id: (*id).to_owned(), ..plain.clone() }).collect();
        Findings { findings, ..Findings::default() }
    }

    fn places(kept: &Findings, again: &Findings) -> (usize, Vec<String>) {
        let (same, altered) = findings(kept, again);
        (same, altered.into_iter().map(|a| a.at).collect())
    }

    #[test]
    fn the_first_difference_of_a_record_is_named_by_its_path() {
        let kept = Record::new(Head { path: "a.pdf".to_owned(), ..Head::default() });
        let mut again = kept.clone();
        assert_eq!(record(&kept, &again), None);
        again.document.kind = "bilan".to_owned();
        let altered = record(&kept, &again).unwrap();
        assert_eq!(altered.at, "document.kind");
        assert_eq!(
            (altered.kept.unwrap(), altered.again.unwrap()),
            ("\"\"".into(), "\"bilan\"".into())
        );
    }

    #[test]
    fn second_readings_are_no_part_of_what_is_compared() {
        let cell = serde_json::json!({ "value": "12800", "written": "12 800", "step": "1",
            "second_reading": "12500", "place": { "page": 1, "bbox": [0, 0, 9, 9], "text": "" } });
        let budget = serde_json::json!({ "id": "budget", "title": "", "unit": "EUR", "nature": null,
            "table": "t1", "columns": [], "rows": [{ "kind": "line", "action": null, "label": "",
            "cells": { "etat": cell }, "texts": {} }] });
        let mut kept = Record::new(Head { path: "a.pdf".to_owned(), ..Head::default() });
        let mut again = kept.clone();
        kept.budgets.push(serde_json::from_value(budget.clone()).unwrap());
        again.budgets.push(serde_json::from_value(budget).unwrap());
        let cell = again.budgets[0].rows[0].cells.get_mut("etat").unwrap();
        cell.second_reading = None;
        assert_eq!(record(&kept, &again), None);
        again.budgets[0].rows[0].cells.get_mut("etat").unwrap().value = 12_500.into();
        assert_eq!(record(&kept, &again).unwrap().at, "budgets[0].rows[0].cells.etat.value");
    }

    #[test]
    fn a_finding_is_compared_but_for_what_is_known_of_it() {
        let again = of(&["a", "b"]);
        let mut kept = again.clone();
        kept.findings[0].state = State::Known;
        assert_eq!(places(&kept, &again), (2, vec![]));
        kept.findings[0].severity = Severity::Info;
        kept.findings[1].left = Some(Side { value: 1.into() });
        let told = vec!["findings[0].severity".to_owned(), "findings[1].left".to_owned()];
        assert_eq!(places(&kept, &again), (0, told));
    }

    #[test]
    fn one_that_is_lacking_or_invented_is_named_and_one_that_is_gone_is_not() {
        let mut kept = of(&["a", "gone"]);
        kept.findings[1].state = State::Resolved;
        assert_eq!(places(&kept, &of(&["a"])), (1, vec![]));
        assert_eq!(places(&of(&[]), &of(&["a"])), (0, vec!["findings".to_owned()]));
        assert_eq!(places(&of(&["a"]), &of(&[])), (0, vec!["findings[0]".to_owned()]));
    }

    #[test]
    fn an_older_identity_is_known_by_its_evidence() {
        assert_eq!(places(&of(&["a-2"]), &of(&["a"])), (1, vec![]));
    }

    #[test]
    fn the_tally_is_compared() {
        let mut kept = of(&[]);
        kept.checks.failed = 3;
        assert_eq!(places(&kept, &of(&[])), (0, vec!["checks.failed".to_owned()]));
    }
}
