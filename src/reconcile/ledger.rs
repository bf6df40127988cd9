//! What reconciliation has found so far: findings, how many checks ended how, and what holds.
//!
//! A [`Ledger`] is kept for one document, so that documents are judged side by side; the
//! relations compared stay in it until [`Ledger::close`], which tells what they say together.
//! [`Told::finish`] gives all of it out in the order of the contract.

use super::finding::{Finding, Findings, Held, Tally, Verdict};
use super::instance::Instance;
use super::last_year;
use super::telling::{finding, held_sentence};
use super::verdict::Comparison;
use super::{identity, smallest};
use crate::record::Record;

/// Sentences of checks that hold, kept for one document: the report shows them, and a list of
/// ten thousand lines would drown them.
const HELD_A_DOCUMENT: usize = 200;

/// What is found of one document.
#[derive(Debug, Default)]
pub(super) struct Ledger<'a> {
    /// Findings in the order they were met.
    pub(super) findings: Vec<Finding>,
    /// How many checks ended how.
    pub(super) tally: Tally,
    held: Vec<Held>,
    /// The relations compared.
    relations: Vec<Related<'a>>,
    /// The document of the year before.
    before: Option<&'a Record>,
}

/// A relation that was compared.
#[derive(Debug)]
pub(super) struct Related<'a> {
    /// The relation.
    pub(super) instance: Instance<'a>,
    /// Its two sides.
    pub(super) comparison: Comparison,
    /// The finding that tells it.
    pub(super) finding: Option<usize>,
}

impl<'a> Ledger<'a> {
    /// The ledger of a document, with that of the year before.
    pub(super) fn new(before: Option<&'a Record>) -> Self {
        Self { before, ..Self::default() }
    }

    /// A relation that holds.
    pub(super) fn hold(&mut self, instance: Instance<'a>, comparison: Comparison) {
        self.keep(instance.check, instance.record, held_sentence(&instance, &comparison));
        self.relate(instance, comparison, None);
    }

    /// A check of its own kind that holds, told by a sentence.
    pub(super) fn keep(&mut self, check: &str, record: &Record, message: String) {
        self.tally.held += 1;
        if self.held.len() < HELD_A_DOCUMENT {
            let (check, document) = (check.to_owned(), record.document.path.clone());
            self.held.push(Held { check, document, message });
        }
    }

    /// A check of its own kind that does not hold.
    pub(super) fn depart(&mut self, finding: Finding) {
        self.tally.failed += 1;
        self.findings.push(finding);
    }

    /// Compares a relation and enters how it ends; gives the number of its finding, if any.
    pub(super) fn compare(&mut self, instance: Instance<'a>) -> Option<usize> {
        let comparison = instance.compare();
        self.enter(instance, comparison)
    }

    /// A relation compared: counted, and told if it does not hold as it stands.
    pub(super) fn enter(
        &mut self,
        instance: Instance<'a>,
        comparison: Comparison,
    ) -> Option<usize> {
        let Some(verdict) = comparison.verdict else {
            self.hold(instance, comparison);
            return None;
        };
        let mut finding = finding(&instance, &comparison, verdict);
        if verdict == Verdict::Different {
            self.tally.failed += 1;
            if instance.rate.is_none() {
                last_year::explain(&instance, self.before, &mut finding);
            }
        } else {
            self.tally.held += 1;
        }
        let at = self.findings.len();
        self.findings.push(finding);
        self.relate(instance, comparison, Some(at));
        Some(at)
    }

    /// A relation that is told already, or that holds: kept for what all say together.
    pub(super) fn relate(
        &mut self,
        instance: Instance<'a>,
        comparison: Comparison,
        finding: Option<usize>,
    ) {
        // What all relations say together is said of sums; a rate is none.
        if instance.rate.is_none() {
            self.relations.push(Related { instance, comparison, finding });
        }
    }

    /// Checks that cannot be made.
    pub(super) fn uncheckable(&mut self, count: u32) {
        self.tally.not_checkable += count;
    }

    /// What is told of the document.
    pub(super) fn close(mut self) -> Told {
        if self.tally.failed > 0 {
            smallest::tell(&self.relations, &mut self.findings);
        }
        Told { findings: self.findings, tally: self.tally, held: self.held }
    }
}

/// What is told of some documents.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Findings in the order they were met.
    pub(super) findings: Vec<Finding>,
    /// How many checks ended how.
    pub(super) tally: Tally,
    held: Vec<Held>,
}

impl Told {
    /// Adds what is told of another document.
    pub(super) fn join(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.held.extend(other.held);
        self.tally.held += other.tally.held;
        self.tally.failed += other.tally.failed;
        self.tally.not_checkable += other.tally.not_checkable;
    }

    /// All that was found, in the order of the contract.
    pub(super) fn finish(mut self) -> Findings {
        identity::distinguish(&mut self.findings);
        self.findings.sort_by(|a, b| {
            (a.severity, &a.document, &a.check, &a.id).cmp(&(
                b.severity,
                &b.document,
                &b.check,
                &b.id,
            ))
        });
        self.held.sort_by(|a, b| (&a.document, &a.check).cmp(&(&b.document, &b.check)));
        Findings {
            findings: self.findings,
            checks: self.tally,
            held: self.held,
            ..Findings::default()
        }
    }
}
