//! What a note tells in which part: each bilan with its discrepancies and the documents that
//! belong to it, then the rest.
//!
//! To which bilan a document belongs is reconciliation's to say; the order is that of `run.json`.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Run;
use crate::reconcile::belonging;
use crate::reconcile::finding::{Finding, State, Verdict};
use crate::record::Record;
use crate::worker::Outcome;

/// The kind of documents that the others belong to, as packs name it.
const BILAN: &str = "bilan";

/// What is told under one heading.
#[derive(Debug, Default)]
pub(super) struct Part<'a> {
    /// The bilan; `None` for what belongs to none.
    pub(super) bilan: Option<&'a Record>,
    /// The documents that belong to it.
    pub(super) others: Vec<&'a Record>,
    /// The discrepancies that someone has to answer for.
    pub(super) open: Vec<&'a Finding>,
    /// How many more a waiver accepts.
    pub(super) accepted: usize,
    /// How many checks hold.
    pub(super) held: usize,
    /// How many lacked a term.
    pub(super) not_checkable: usize,
}

impl Part<'_> {
    /// The path of its bilan.
    pub(super) fn path(&self) -> &str {
        self.bilan.map_or("", |record| &record.document.path)
    }
}

/// The bilans, then what belongs to none.
pub(super) fn parts<'a>(run: &Run<'a>) -> (Vec<Part<'a>>, Part<'a>) {
    let (mut bilans, mut rest, of_path) = documents(run.records);
    // What was not read whole is told first of all: nothing is said to hold of it here.
    let whole: BTreeSet<&str> = run
        .index
        .files
        .iter()
        .filter(|file| file.outcome != Outcome::Partial)
        .map(|file| file.path.as_str())
        .collect();
    rest.others.retain(|record| whole.contains(record.document.path.as_str()));
    let mut part = |path: &str, tell: &mut dyn FnMut(&mut Part<'a>)| {
        let own = of_path.get(path).and_then(|i| bilans.get_mut(*i));
        tell(own.unwrap_or(&mut rest));
    };
    for finding in &run.findings.findings {
        part(&finding.document, &mut |part| sort(part, finding));
    }
    for held in &run.findings.held {
        part(&held.document, &mut |part| part.held += 1);
    }
    (bilans, rest)
}

/// The bilans with the documents that belong to each, those that belong to none, and the number
/// of the bilan of each document.
fn documents(records: &[Record]) -> (Vec<Part<'_>>, Part<'_>, BTreeMap<&str, usize>) {
    let mut bilans: Vec<Part<'_>> = Vec::new();
    let mut number = BTreeMap::new();
    for (at, record) in records.iter().enumerate().filter(|(_, r)| r.document.kind == BILAN) {
        number.insert(at, bilans.len());
        bilans.push(Part { bilan: Some(record), ..Part::default() });
    }
    let mut rest = Part::default();
    let mut of_path = BTreeMap::new();
    for (at, (record, owner)) in records.iter().zip(belonging(records, BILAN)).enumerate() {
        let own = number.get(&owner.unwrap_or(at)).copied();
        let part = own.and_then(|i| bilans.get_mut(i));
        of_path.extend(own.map(|i| (record.document.path.as_str(), i)));
        if record.document.kind != BILAN {
            part.unwrap_or(&mut rest).others.push(record);
        }
    }
    (bilans, rest, of_path)
}

/// Puts a finding into its part.
fn sort<'a>(part: &mut Part<'a>, finding: &'a Finding) {
    match finding.state {
        State::Resolved => {}
        State::Waived => part.accepted += 1,
        _ if finding.verdict == Verdict::NotCheckable => part.not_checkable += 1,
        _ if finding.is_loud() => part.open.push(finding),
        _ => {}
    }
}
