//! Relations across documents: which operator's sheet belongs to which bilan.
//!
//! [`super::anchors`] says which belongs to which: a sheet to one bilan, an act to each bilan of
//! its authority, since a convention holds for years. [`super::keyed`] compares what they say;
//! what has no counterpart is listed and counted, on either side, and never passed.

use std::borrow::Borrow;
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

/// Which documents belong together, by their numbers.
#[derive(Default)]
pub(super) struct Groups<'a> {
    /// What belongs to a document.
    together: BTreeMap<usize, Vec<Group<'a>>>,
    /// The checks of a document that nothing belongs to.
    alone: BTreeMap<usize, Vec<&'a Cross<'a>>>,
    /// The checks of an act, with the years of the documents that it belongs to.
    acts: BTreeMap<usize, Vec<(&'a Cross<'a>, BTreeSet<&'a str>)>>,
}

/// What belongs to a document for one check.
struct Group<'a> {
    cross: &'a Cross<'a>,
    others: Vec<(usize, Found)>,
}

/// The documents of a check that the others belong to, by number.
type Matched = BTreeMap<usize, Vec<(usize, Found)>>;

impl<'a> Groups<'a> {
    /// Matches documents, of which the outline is enough, for every check; also gives those that
    /// belong to none, each told.
    pub(super) fn new(
        records: &'a [Record],
        crossing: &'a [Cross<'a>],
        table: &'a Correspondences,
    ) -> (Self, Told) {
        let mut groups = Self::default();
        let mut lone = Told::default();
        for cross in crossing {
            let anchor = cross.anchor();
            let numbered = records.iter().enumerate();
            let anchors = Anchors::new(numbered.filter(|(_, r)| r.document.kind == anchor), table);
            let mut matched = match_sheets(records, cross, &anchors, &mut lone);
            groups.match_acts(records, (cross, &anchors), &mut matched, &mut lone);
            for (at, _) in anchors.records().filter(|(at, _)| !matched.contains_key(at)) {
                groups.alone.entry(*at).or_default().push(cross);
            }
            for (at, others) in matched {
                groups.together.entry(at).or_default().push(Group { cross, others });
            }
        }
        (groups, lone)
    }

    /// Acts, each of which belongs to all documents of its authority.
    fn match_acts(
        &mut self,
        records: &[Record],
        (cross, anchors): (&'a Cross<'a>, &Anchors<'a>),
        matched: &mut Matched,
        lone: &mut Told,
    ) {
        let numbered = records.iter().enumerate();
        for (number, act) in numbered.filter(|(_, r)| cross.asks(r) && acts::is_act(r)) {
            match anchors.find_all(act) {
                Ok(found) => {
                    let years = anchors.years(&found);
                    self.acts.entry(number).or_default().push((cross, years));
                    for (at, by) in found {
                        matched.entry(at).or_default().push((number, by));
                    }
                }
                Err(why) => {
                    lone.tally.not_checkable += 1;
                    lone.unmatched.push(Unmatched::document(act, &cross.check.id, &why));
                }
            }
        }
    }

    /// The numbers of those that belong to a document.
    pub(super) fn others(&self, at: usize) -> BTreeSet<usize> {
        let groups = self.together.get(&at).into_iter().flatten();
        groups.flat_map(|group| &group.others).map(|(other, _)| *other).collect()
    }

    /// Checks a document with those that belong to it, given by their numbers.
    pub(super) fn check<R: Borrow<Record>>(
        &self,
        at: usize,
        record: &'a Record,
        own: &'a BTreeMap<usize, R>,
        ledger: &mut Ledger<'a>,
    ) {
        for cross in self.alone.get(&at).into_iter().flatten() {
            cross.list_alone(record, ledger);
        }
        for (cross, years) in self.acts.get(&at).into_iter().flatten() {
            cross.list_years(record, years, ledger);
        }
        for group in self.together.get(&at).into_iter().flatten() {
            let others = group.others.iter();
            let others = others.filter_map(|(at, found)| Some((own.get(at)?.borrow(), *found)));
            compare_group(record, &others.collect::<Vec<_>>(), group.cross, ledger);
        }
    }
}

/// Documents that belong to one: the sheets of a bilan.
fn match_sheets(
    records: &[Record],
    cross: &Cross<'_>,
    anchors: &Anchors<'_>,
    lone: &mut Told,
) -> Matched {
    let same_year = cross.by("annee");
    let numbered = records.par_iter().enumerate();
    let asked = numbered.filter(|(_, r)| cross.asks(r) && !acts::is_act(r));
    let found = asked.map(|(at, r)| (at, r, anchors.find(r, same_year)));
    let mut matched = Matched::new();
    for (other, record, found) in found.collect::<Vec<_>>() {
        match found {
            Ok((at, by)) => matched.entry(at).or_default().push((other, by)),
            Err(why) => {
                lone.tally.not_checkable += 1;
                lone.findings.push(missing(about(cross.check), record, &[], &why));
                lone.unmatched.push(Unmatched::document(record, &cross.check.id, &why));
            }
        }
    }
    matched
}

impl Cross<'_> {
    /// Whether a document is one of those that are matched to others.
    fn asks(&self, record: &Record) -> bool {
        let kind = record.document.kind.as_str();
        kind != self.anchor() && self.check.terms().any(|t| self.kind(t) == kind)
    }

    /// Lists a document that nothing belongs to, where it gives what the check asks of it.
    fn list_alone(&self, record: &Record, ledger: &mut Ledger<'_>) {
        let anchor = self.anchor();
        if gather(record, &self.names(anchor)).is_empty() {
            return;
        }
        let other = self.check.terms().map(|t| self.kind(t)).find(|kind| *kind != anchor);
        let why = told::nobody_answers(other.unwrap_or_default());
        ledger.uncheckable(1);
        ledger.unmatched.push(Unmatched::document(record, &self.check.id, &why));
    }

    /// Lists the amounts of an act that are of no year of the documents it belongs to.
    fn list_years(&self, act: &Record, years: &BTreeSet<&str>, ledger: &mut Ledger<'_>) {
        let names = self.names(&act.document.kind);
        let facts = gather(act, &names);
        let mut list = |unmatched| {
            ledger.uncheckable(1);
            ledger.unmatched.push(unmatched);
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
