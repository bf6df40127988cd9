//! What a note tells in which part: each bilan with its discrepancies and the documents that
//! belong to it, then the rest.
//!
//! To which bilan a document belongs is reconciliation's to say; the order is that of `run.json`.

use std::collections::BTreeMap;

use super::super::Run;
use crate::reconcile::belonging;
use crate::reconcile::finding::{Finding, State, Verdict};
use crate::record::Record;

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
    let mut bilans: Vec<Part<'a>> = Vec::new();
    let mut rest = Part::default();
    let mut of_record: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, record) in run.records.iter().enumerate() {
        if record.document.kind == BILAN {
            of_record.insert(at, bilans.len());
            bilans.push(Part { bilan: Some(record), ..Part::default() });
        }
    }
    let mut of_path: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, (record, owner)) in run.records.iter().zip(belonging(run.records, BILAN)).enumerate() {
        let owner = owner.unwrap_or(at);
        let part = of_record.get(&owner).and_then(|i| Some((*i, bilans.get_mut(*i)?)));
        match part {
            Some((i, part)) => {
                of_path.insert(&record.document.path, i);
                if owner != at {
                    part.others.push(record);
                }
            }
            None => rest.others.push(record),
        }
    }
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
