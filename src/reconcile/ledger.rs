//! What reconciliation has found so far: findings, how many checks ended how, and what holds.
//!
//! A [`Ledger`] is kept for one document, so that documents are judged side by side; the
//! relations compared stay in it until [`Ledger::close`], which tells what they say together.
//! [`Told::finish`] gives all of it out in the order of the contract.

use super::correspondences::Correspondences;
use super::facts::Fact;
use super::finding::{Finding, Findings, Held, Tally, Verdict};
use super::instance::Instance;
use super::last_year;
use super::pairs::Pairs;
use super::rivals;
use super::telling::{finding, held_sentence, missing};
use super::unmatched::Unmatched;
use super::verdict::{Comparison, Operand, compare};
use super::{identity, smallest};
use crate::record::Record;
use crate::rules::Operator;

/// Sentences of checks that hold, kept for one document: the report shows them, and a list of
/// ten thousand lines would drown them.
const HELD_A_DOCUMENT: usize = 200;

/// Sentences of checks that hold, kept in all: nobody reads more, and all are counted.
const HELD_IN_ALL: usize = 20_000;

/// What is found of one document.
#[derive(Debug)]
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
    /// What people said of names.
    pub(super) table: &'a Correspondences,
    /// The pairs of names that were met.
    pub(super) pairs: Pairs,
    /// What has no counterpart.
    pub(super) unmatched: Vec<Unmatched>,
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
    /// The ledger of a document, with that of the year before and what people said of names.
    pub(super) fn new(before: Option<&'a Record>, table: &'a Correspondences) -> Self {
        Self {
            findings: Vec::new(),
            tally: Tally::default(),
            held: Vec::new(),
            relations: Vec::new(),
            before,
            table,
            pairs: Pairs::default(),
            unmatched: Vec::new(),
        }
    }

    /// A relation that holds.
    pub(super) fn hold(&mut self, instance: Instance<'a>, comparison: Comparison) {
        self.tally.held += 1;
        if self.held.len() < HELD_A_DOCUMENT {
            self.held.push(Held {
                check: instance.check.to_owned(),
                document: instance.record.document.path.clone(),
                message: held_sentence(&instance, &comparison),
            });
        }
        self.relate(instance, comparison, None);
    }

    /// Compares a relation and enters how it ends; gives the number of its finding, if any.
    pub(super) fn compare(&mut self, instance: Instance<'a>) -> Option<usize> {
        let comparison = instance.compare();
        let apart = rivals::taxed_apart(&instance);
        if let (Some(Verdict::Different), Some(why)) = (comparison.verdict, apart) {
            self.uncheckable(1);
            let about = (instance.check, instance.says.as_str(), instance.relation);
            let facts: Vec<Fact<'_>> = instance.operands().map(|o| o.fact).collect();
            self.findings.push(missing(about, instance.record, &facts, &why));
            return None;
        }
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
                last_year::explain(&instance, self.before, self.table, &mut finding);
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

    /// The finding of an equality that compares a printed total with what its lines make, to the
    /// precision in which they are written.
    pub(super) fn told_of_total(&self, instance: &Instance<'_>) -> Option<usize> {
        let [printed] = instance.right.as_slice() else { return None };
        let is_it =
            |side: &[Operand<'_>]| matches!(side, [one] if one.fact.place == printed.fact.place);
        let agrees = |other: &[Operand<'_>]| {
            let comparison = compare(&instance.left, Operator::Equal, other, None);
            comparison.verdict != Some(Verdict::Different)
        };
        let same = |r: &&Related<'_>| {
            let (left, right) = (&r.instance.left, &r.instance.right);
            r.finding.is_some()
                && r.instance.operator == Operator::Equal
                && r.instance.record.document.path == instance.record.document.path
                && ((is_it(right) && agrees(left)) || (is_it(left) && agrees(right)))
        };
        self.relations.iter().find(same)?.finding
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
        let Self { findings, tally, held, pairs, unmatched, .. } = self;
        Told { findings, tally, held, pairs, unmatched }
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
    /// The pairs of names that were met.
    pub(super) pairs: Pairs,
    /// What has no counterpart.
    pub(super) unmatched: Vec<Unmatched>,
}

impl Told {
    /// Adds what is told of another document.
    pub(super) fn join(&mut self, other: Self) {
        self.findings.extend(other.findings);
        let room = HELD_IN_ALL.saturating_sub(self.held.len());
        self.held.extend(other.held.into_iter().take(room));
        self.pairs.join(other.pairs);
        self.unmatched.extend(other.unmatched);
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
        self.unmatched.sort_by(|a, b| a.rank().cmp(&b.rank()));
        Findings {
            findings: self.findings,
            checks: self.tally,
            held: self.held,
            matches: self.pairs.finish(),
            unmatched: self.unmatched,
            ..Findings::default()
        }
    }
}
