//! Relations across documents: which operator's sheet belongs to which bilan.
//!
//! [`super::anchors`] says which belongs to which: a sheet to one bilan, an act to each bilan of
//! its authority, since a convention holds for years. [`super::keyed`] compares what they say;
//! what has no counterpart is listed and counted, on either side, and never passed.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rayon::prelude::*;

use super::acts;
use super::anchors::{Anchors, Found};
use super::checks::crosses;
use super::correspondences::Correspondences;
use super::facts::gather;
use super::keyed::compare_group;
use super::ledger::{Ledger, Told};
use super::telling::missing;
use super::told;
use super::unmatched::Unmatched;
use crate::record::Record;
use crate::rules::{Check, Rules, Term};

/// A check across documents, with the kind of document that unmarked terms are taken from.
pub(super) struct Cross<'a> {
    pub(super) check: &'a Check,
    own: &'a str,
}

impl<'a> Cross<'a> {
    /// The kind of document that a term is taken from.
    pub(super) fn kind(&self, term: &'a Term) -> &'a str {
        term.kind.as_deref().unwrap_or(self.own)
    }

    /// The kind that the others are matched to: the bilan, which is one where the others are
    /// many; else the first of the right side.
    fn anchor(&self) -> &'a str {
        let kinds: Vec<&str> = self.check.terms().map(|t| self.kind(t)).collect();
        let right = self.check.relation.right.first().map_or(self.own, |t| self.kind(t));
        kinds.into_iter().find(|k| *k == "bilan").unwrap_or(right)
    }

    /// The names that are taken from a kind of document.
    pub(super) fn names(&self, kind: &str) -> HashSet<&'a str> {
        self.check.terms().filter(|t| self.kind(t) == kind).map(|t| t.name.as_str()).collect()
    }

    /// Whether what is compared must share a key.
    pub(super) fn by(&self, key: &str) -> bool {
        self.check.by.iter().any(|k| k == key)
    }
}

/// The checks across documents, those that several packs include once.
pub(super) fn crossing(rules: &Rules) -> Vec<Cross<'_>> {
    let mut seen = BTreeSet::new();
    let packs = rules.packs.iter().chain(std::iter::once(&rules.common));
    packs
        .flat_map(|pack| pack.checks.iter().map(move |check| Cross { check, own: &pack.kind }))
        .filter(|c| crosses(c.check, c.own) && seen.insert((&c.check.id, &c.check.written)))
        .collect()
}

/// The documents that belong together, by the number of the one that the others belong to.
pub(super) struct Groups<'a>(BTreeMap<usize, Vec<Group<'a>>>);

/// What belongs to a document for one check.
struct Group<'a> {
    cross: &'a Cross<'a>,
    others: Vec<(&'a Record, Found)>,
}

/// The documents of a check that the others belong to, by number.
type Matched<'a> = BTreeMap<usize, Vec<(&'a Record, Found)>>;

impl<'a> Groups<'a> {
    /// Matches documents for every check; also gives those that belong to none, each told.
    pub(super) fn new(
        records: &'a [Record],
        crossing: &'a [Cross<'a>],
        table: &'a Correspondences,
    ) -> (Self, Told) {
        let mut groups = Self(BTreeMap::new());
        let mut lone = Told::default();
        for cross in crossing {
            let anchor = cross.anchor();
            let numbered = records.iter().enumerate();
            let anchors = Anchors::new(numbered.filter(|(_, r)| r.document.kind == anchor), table);
            let mut matched = match_sheets(records, cross, &anchors, &mut lone);
            match_acts(records, (cross, &anchors), &mut matched, &mut lone);
            for record in anchors.records().filter(|(at, _)| !matched.contains_key(at)) {
                cross.list_alone(record.1, &mut lone);
            }
            for (at, others) in matched {
                groups.0.entry(at).or_default().push(Group { cross, others });
            }
        }
        (groups, lone)
    }

    /// Checks a document with those that belong to it.
    pub(super) fn check(&self, at: usize, record: &'a Record, ledger: &mut Ledger<'a>) {
        for group in self.0.get(&at).into_iter().flatten() {
            compare_group(record, &group.others, group.cross, ledger);
        }
    }
}

/// Documents that belong to one: the sheets of a bilan.
fn match_sheets<'a>(
    records: &'a [Record],
    cross: &Cross<'a>,
    anchors: &Anchors<'a>,
    lone: &mut Told,
) -> Matched<'a> {
    let same_year = cross.by("annee");
    let asked = records.par_iter().filter(|r| cross.asks(r) && !acts::is_act(r));
    let found = asked.map(|r| (r, anchors.find(r, same_year)));
    let mut matched = Matched::new();
    for (record, found) in found.collect::<Vec<_>>() {
        match found {
            Ok((at, by)) => matched.entry(at).or_default().push((record, by)),
            Err(why) => {
                lone.tally.not_checkable += 1;
                lone.findings.push(missing(about(cross.check), record, &[], &why));
                lone.unmatched.push(Unmatched::document(record, &cross.check.id, &why));
            }
        }
    }
    matched
}

/// Acts, each of which belongs to all documents of its authority.
fn match_acts<'a>(
    records: &'a [Record],
    (cross, anchors): (&Cross<'a>, &Anchors<'a>),
    matched: &mut Matched<'a>,
    lone: &mut Told,
) {
    for act in records.iter().filter(|r| cross.asks(r) && acts::is_act(r)) {
        match anchors.find_all(act) {
            Ok(found) => {
                cross.list_years(act, &anchors.years(&found), lone);
                for (at, by) in found {
                    matched.entry(at).or_default().push((act, by));
                }
            }
            Err(why) => {
                lone.tally.not_checkable += 1;
                lone.unmatched.push(Unmatched::document(act, &cross.check.id, &why));
            }
        }
    }
}

impl<'a> Cross<'a> {
    /// Whether a document is one of those that are matched to others.
    fn asks(&self, record: &Record) -> bool {
        let kind = record.document.kind.as_str();
        kind != self.anchor() && self.check.terms().any(|t| self.kind(t) == kind)
    }

    /// Lists a document that nothing belongs to, where it gives what the check asks of it.
    fn list_alone(&self, record: &'a Record, lone: &mut Told) {
        let anchor = self.anchor();
        if gather(record, &self.names(anchor)).is_empty() {
            return;
        }
        let other = self.check.terms().map(|t| self.kind(t)).find(|kind| *kind != anchor);
        let why = told::nobody_answers(other.unwrap_or_default());
        lone.tally.not_checkable += 1;
        lone.unmatched.push(Unmatched::document(record, &self.check.id, &why));
    }

    /// Lists the amounts of an act that are of no year of the documents it belongs to.
    fn list_years(&self, act: &'a Record, years: &BTreeSet<&str>, lone: &mut Told) {
        let names = self.names(&act.document.kind);
        let facts = gather(act, &names);
        let mut list = |unmatched| {
            lone.tally.not_checkable += 1;
            lone.unmatched.push(unmatched);
        };
        // An act may speak of one party alone; one that gives no amount is not read as meant.
        if act.amounts.iter().all(|amount| amount.effect.is_none()) {
            let mut names: Vec<String> = names.iter().map(|n| format!("« {n} »")).collect();
            names.sort();
            let why = told::gives_nothing(&names);
            return list(Unmatched::document(act, &self.check.id, &why));
        }
        for fact in facts.values().flatten() {
            match acts::year(fact) {
                Some(year) if years.contains(year) => {}
                Some(year) => {
                    let why = told::no_document_of(self.anchor(), year);
                    list(Unmatched::fact(fact, &self.check.id, &why));
                }
                None => list(Unmatched::fact(fact, &self.check.id, &told::no_year_of_amount())),
            }
        }
    }
}

/// What a finding says of a check.
pub(super) fn about(check: &Check) -> (&str, &str, &str) {
    (&check.id, &check.says, &check.written)
}

#[cfg(test)]
mod tests;
