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
use crate::issue::Lang;
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
    /// The language of what is told.
    pub(super) lang: Lang,
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
    pub(super) fn new(before: Option<&'a Record>, lang: Lang) -> Self {
        Self { before, lang, ..Self::default() }
    }

    /// A relation that holds.
    pub(super) fn hold(&mut self, instance: Instance<'a>, comparison: Comparison) {
        self.keep(
            instance.check,
            instance.record,
            held_sentence(&instance, &comparison, self.lang),
        );
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
        let mut finding = finding(&instance, &comparison, verdict, self.lang);
        if verdict == Verdict::Different {
            self.tally.failed += 1;
            if instance.rate.is_none() {
                last_year::explain(&instance, self.before, &mut finding, self.lang);
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

    /// The relations compared, for another ledger: their findings are told in this one.
    pub(super) fn into_relations(self) -> Vec<Related<'a>> {
        self.relations.into_iter().map(|r| Related { finding: None, ..r }).collect()
    }

    /// What is told of the document; `within` gives the relations within another one, which
    /// clear or doubt the values that this one is compared with.
    pub(super) fn close(mut self, within: impl Fn(&'a Record) -> Vec<Related<'a>>) -> Told {
        if self.tally.failed > 0 {
            let others = smallest::others(&self.relations);
            self.relations.extend(others.into_iter().flat_map(within));
            smallest::tell(&self.relations, &mut self.findings, self.lang);
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

    /// All that was found, in the order of the contract and in a language.
    pub(super) fn finish(mut self, lang: Lang) -> Findings {
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
            lang,
            findings: self.findings,
            checks: self.tally,
            held: self.held,
            ..Findings::default()
        }
    }
}
