//! What reconciliation has found so far: findings, how many checks ended how, and what holds.
//!
//! A [`Ledger`] is kept for one document, so that documents are judged side by side; the
//! relations compared stay in it until [`Ledger::close`], which tells what they say together.
//! [`Told::finish`] gives all of it out in the order of the contract.

use super::correspondences::Correspondences;
use super::facts::Fact;
use super::finding::{Finding, Findings, Held, Tally, Verdict, sort};
use super::instance::Instance;
use super::last_year;
use super::pairs::Pairs;
use super::rivals;
use super::telling::{finding, held_sentence, missing};
use super::unmatched::Unmatched;
use super::verdict::{Comparison, Operand, compare};
use super::{identity, paper, smallest};
use crate::issue::Lang;
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
    /// The ledger of a document, with that of the year before and what people said of names.
    pub(super) fn new(before: Option<&'a Record>, table: &'a Correspondences, lang: Lang) -> Self {
        Self {
            findings: Vec::new(),
            tally: Tally::default(),
            held: Vec::new(),
            relations: Vec::new(),
            before,
            table,
            pairs: Pairs::default(),
            unmatched: Vec::new(),
            lang,
        }
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
        let apart = rivals::taxed_apart(&instance, self.lang);
        if let (Some(Verdict::Different), Some(why)) = (comparison.verdict, apart) {
            self.uncheckable(1);
            let says = instance.says.told(instance.relation, self.lang);
            let about = (instance.check, says.as_ref(), instance.relation);
            let facts: Vec<Fact<'_>> = instance.operands().map(|o| o.fact).collect();
            let why = (&why, &[][..]);
            self.findings.push(missing(about, instance.record, &facts, why, self.lang));
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
        let mut finding = finding(&instance, &comparison, verdict, self.lang);
        if verdict == Verdict::Different {
            self.tally.failed += 1;
            if instance.rate.is_none() {
                last_year::explain(&instance, self.before, self.table, &mut finding, self.lang);
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
        for finding in &mut self.findings {
            paper::mark(finding, self.lang);
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
    /// A document that is not compared, or not with all.
    pub(super) fn not_judged(finding: Finding) -> Self {
        let tally = Tally { not_checkable: 1, ..Tally::default() };
        Self { findings: vec![finding], tally, ..Self::default() }
    }

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

    /// All that was found, in the order of the contract and in a language.
    pub(super) fn finish(mut self, lang: Lang) -> Findings {
        identity::distinguish(&mut self.findings);
        sort(&mut self.findings);
        self.held.sort_by(|a, b| (&a.document, &a.check).cmp(&(&b.document, &b.check)));
        self.unmatched.sort_by(|a, b| a.rank().cmp(&b.rank()));
        Findings {
            lang,
            findings: self.findings,
            checks: self.tally,
            held: self.held,
            matches: self.pairs.finish(),
            unmatched: self.unmatched,
            ..Findings::default()
        }
    }
}
