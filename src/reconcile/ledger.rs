//! What reconciliation has found so far: findings, how many checks ended how, and what holds.
//!
//! Instances go in one by one, in whatever order the documents are walked; [`Ledger::finish`]
//! gives them out in the order of the contract.

use super::finding::{Finding, Findings, Held, Tally, Verdict};
use super::identity;
use super::instance::Instance;
use super::telling::{finding, held_sentence};
use super::verdict::Comparison;

/// Sentences of checks that hold, kept for one document: the report shows them, and a list of
/// ten thousand lines would drown them.
const HELD_A_DOCUMENT: u32 = 200;

/// What is found so far.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Findings in the order they were met.
    pub(super) findings: Vec<Finding>,
    /// How many checks ended how.
    pub(super) tally: Tally,
    held: Vec<Held>,
    held_here: u32,
}

impl Ledger {
    /// A new document: its sentences of what holds are counted afresh.
    pub(super) fn next_document(&mut self) {
        self.held_here = 0;
    }

    /// A relation that holds.
    pub(super) fn hold(&mut self, instance: &Instance<'_>, comparison: &Comparison) {
        self.tally.held += 1;
        if self.held_here < HELD_A_DOCUMENT {
            self.held_here += 1;
            self.held.push(Held {
                check: instance.check.to_owned(),
                document: instance.record.document.path.clone(),
                message: held_sentence(instance, comparison),
            });
        }
    }

    /// Compares a relation and enters how it ends.
    pub(super) fn compare(&mut self, instance: &Instance<'_>) {
        self.enter(instance, &instance.compare());
    }

    /// A relation compared: counted, and told if it does not hold as it stands.
    pub(super) fn enter(&mut self, instance: &Instance<'_>, comparison: &Comparison) {
        match comparison.verdict {
            None => self.hold(instance, comparison),
            Some(verdict) => {
                if verdict == Verdict::Different {
                    self.tally.failed += 1;
                } else {
                    self.tally.held += 1;
                }
                self.findings.push(finding(instance, comparison, verdict));
            }
        }
    }

    /// Checks that cannot be made.
    pub(super) fn uncheckable(&mut self, count: u32) {
        self.tally.not_checkable += count;
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
