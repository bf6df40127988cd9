//! Relations across documents: which operator's sheet belongs to which bilan, and what they say.
//!
//! [`super::anchors`] says which belongs to which. Their values are then compared action by
//! action or operator by operator, as the check says; what stands on one side alone is listed and
//! not compared, since a wrong pair would accuse somebody.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rayon::prelude::*;

use super::anchors::{Anchors, Found};
use super::bodies::{Bodies, How};
use super::checks::crosses;
use super::facts::{Fact, gather};
use super::finding::Match;
use super::instance::Instance;
use super::lack::Lack;
use super::ledger::{Ledger, Told};
use super::names;
use super::sides::{sides_of, values};
use super::telling::missing;
use crate::issue::Lang;
use crate::record::Record;
use crate::rules::{Check, Rules, Term};

mod whole;

/// A check across documents, with the kind of document that unmarked terms are taken from.
pub(super) struct Cross<'a> {
    check: &'a Check,
    own: &'a str,
}

impl<'a> Cross<'a> {
    fn kind(&self, term: &'a Term) -> &'a str {
        term.kind.as_deref().unwrap_or(self.own)
    }

    /// The kind that the others are matched to: the bilan, which is one where the others are
    /// many; else the first of the right side.
    fn anchor(&self) -> &'a str {
        let kinds: Vec<&str> = self.check.terms().map(|t| self.kind(t)).collect();
        let right = self.check.relation.right.first().map_or(self.own, |t| self.kind(t));
        kinds.into_iter().find(|k| *k == "bilan").unwrap_or(right)
    }

    fn names(&self, kind: &str) -> HashSet<&'a str> {
        self.check.terms().filter(|t| self.kind(t) == kind).map(|t| t.name.as_str()).collect()
    }

    fn by(&self, key: &str) -> bool {
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

impl<'a> Groups<'a> {
    /// Matches documents for every check; also gives those that belong to none, each told.
    pub(super) fn new(
        records: &'a [Record],
        crossing: &'a [Cross<'a>],
        lang: Lang,
    ) -> (Self, Told) {
        let mut groups = Self(BTreeMap::new());
        let mut lone = Told::default();
        for cross in crossing {
            groups.match_all(records, cross, &mut lone, lang);
        }
        (groups, lone)
    }

    fn match_all(
        &mut self,
        records: &'a [Record],
        cross: &'a Cross<'a>,
        lone: &mut Told,
        lang: Lang,
    ) {
        let anchor = cross.anchor();
        let kinds: BTreeSet<&str> = cross.check.terms().map(|t| cross.kind(t)).collect();
        let numbered = records.iter().enumerate();
        let anchors = Anchors::new(numbered.filter(|(_, r)| r.document.kind == anchor));
        let asks = |r: &&Record| {
            let kind = r.document.kind.as_str();
            kind != anchor && kinds.contains(kind)
        };
        let same_year = cross.by("annee");
        let found = records.par_iter().filter(asks).map(|r| (r, anchors.find(r, same_year)));
        let mut matched: BTreeMap<usize, Vec<(&Record, Found)>> = BTreeMap::new();
        for (record, found) in found.collect::<Vec<_>>() {
            match found {
                Ok((at, by)) => matched.entry(at).or_default().push((record, by)),
                Err(lack) => {
                    lone.tally.not_checkable += 1;
                    let why = (&lack, &[][..]);
                    lone.findings.push(missing(about(cross.check), record, &[], why, lang));
                }
            }
        }
        for (at, others) in matched {
            self.0.entry(at).or_default().push(Group { cross, others });
        }
    }

    /// Checks a document with those that belong to it.
    pub(super) fn check(&self, at: usize, record: &'a Record, ledger: &mut Ledger<'a>) {
        for group in self.0.get(&at).into_iter().flatten() {
            compare_group(record, &group.others, group.cross, ledger);
        }
    }
}

fn about(check: &Check) -> (&str, &str, &str) {
    (&check.id, &check.says, &check.written)
}

/// Facts by kind of document and name.
type Set<'a> = BTreeMap<(&'a str, &'a str), Vec<Fact<'a>>>;

/// What is compared under one key, and how it was matched.
#[derive(Default)]
struct Keyed<'a> {
    facts: Set<'a>,
    matched: BTreeSet<Match>,
}

/// Compares a document with those that belong to it, action by action or operator by operator.
fn compare_group<'a>(
    anchor: &'a Record,
    others: &[(&'a Record, Found)],
    cross: &'a Cross<'a>,
    ledger: &mut Ledger<'a>,
) {
    let bodies = Bodies::of(anchor);
    let mut keyed: BTreeMap<String, Keyed<'_>> = BTreeMap::new();
    let own = std::iter::once((anchor, None));
    for (record, found) in others.iter().map(|(r, f)| (*r, Some(*f))).chain(own) {
        let kind = record.document.kind.as_str();
        for (name, facts) in gather(record, &cross.names(kind)) {
            for fact in facts {
                let Some(key) = key(&fact, cross, &bodies) else { continue };
                let here = keyed.entry(key.text).or_default();
                here.facts.entry((kind, name)).or_default().push(fact);
                here.matched.extend(found.map(|found| found.told(record)));
                here.matched.extend(found.and(key.how).map(|how| how.told(record)));
            }
        }
    }
    let covered = if cross.by("action") {
        whole::compare(anchor, others, cross, &bodies, ledger)
    } else {
        BTreeSet::new()
    };
    let mut lone = BTreeMap::new();
    for (key, set) in keyed.iter().filter(|(key, _)| !covered.contains(*key)) {
        compare_key(anchor, key, set, cross, &mut lone, ledger);
    }
    for (lack, keys) in lone {
        let keys: Vec<String> = keys;
        let told = missing(about(cross.check), anchor, &[], (&lack, &keys), ledger.lang);
        ledger.findings.push(told);
    }
}

/// What values of an action are compared under.
fn action_key(code: &str) -> String {
    format!("Action {code}")
}

/// What a fact is compared under, and how that was told.
struct Key {
    text: String,
    how: Option<How>,
}

/// The key of a fact; `None` where it states none. A sheet without the code of its action is of
/// the only action that its operator carries out.
fn key(fact: &Fact<'_>, cross: &Cross<'_>, bodies: &Bodies<'_>) -> Option<Key> {
    if cross.by("action") {
        if let Some(code) = fact.action {
            return Some(Key { text: action_key(code), how: Some(How::CODE) });
        }
        let (action, how) = bodies.only_action(fact.operator()?)?;
        return Some(Key { text: action_key(action), how: Some(how) });
    }
    if cross.by("operateur") {
        let (text, how) = bodies.key(fact.operator()?);
        return Some(Key { text, how: Some(how) });
    }
    Some(Key { text: String::new(), how: None })
}

fn compare_key<'a>(
    anchor: &'a Record,
    key: &str,
    keyed: &Keyed<'a>,
    cross: &Cross<'a>,
    lone: &mut BTreeMap<Lack, Vec<String>>,
    ledger: &mut Ledger<'a>,
) {
    let facts = |t: &'a Term| {
        keyed.facts.get(&(cross.kind(t), t.name.as_str())).map_or(&[][..], Vec::as_slice)
    };
    let mut refuse = |lack: Lack| {
        ledger.uncheckable(1);
        lone.entry(lack).or_default().push(key.to_owned());
    };
    if let Some(term) = cross.check.terms().find(|t| facts(t).is_empty()) {
        let (kind, name) = (cross.kind(term).to_owned(), term.name.clone());
        return refuse(Lack::Giver { kind, name });
    }
    let mut shared: BTreeMap<&str, Vec<Fact<'_>>> = BTreeMap::new();
    for term in cross.check.terms().filter(|t| !t.sum) {
        if let Some(each) = one_each(facts(term)) {
            shared.insert(&term.name, each);
        } else if values(facts(term)).len() > 1 {
            let (kind, name) = (cross.kind(term).to_owned(), term.name.clone());
            return refuse(Lack::OneValue { name, kind });
        }
    }
    let of = |term: &'a Term| shared.get(term.name.as_str()).map_or(facts(term), Vec::as_slice);
    let taken = |term: &Term, facts: &[Fact<'_>]| {
        if term.sum || shared.contains_key(term.name.as_str()) { facts.len() } else { 1 }
    };
    let sides = sides_of(cross.check, &[key.to_owned()], of, taken);
    let mut instance = Instance::of_check(cross.check, anchor, &sides);
    instance.matched = keyed.matched.iter().cloned().collect();
    ledger.compare(instance);
}

/// One value of each document, where several operators share what another document gives as one
/// sum. Two documents of one operator may be two versions, of which one counts.
fn one_each<'a>(facts: &[Fact<'a>]) -> Option<Vec<Fact<'a>>> {
    let mut records: Vec<(&Record, Vec<Fact<'a>>)> = Vec::new();
    for fact in facts {
        match records.iter_mut().find(|(record, _)| std::ptr::eq(*record, fact.record)) {
            Some((_, own)) => own.push(*fact),
            None => records.push((fact.record, vec![*fact])),
        }
    }
    let operators: Option<BTreeSet<String>> =
        records.iter().map(|(r, _)| r.operator().map(names::key)).collect();
    let apart = operators.is_some_and(|o| o.len() == records.len());
    let single = records.iter().all(|(_, own)| values(own).len() == 1);
    (records.len() > 1 && apart && single)
        .then(|| records.iter().filter_map(|(_, own)| own.first().copied()).collect())
}

#[cfg(test)]
mod tests;
