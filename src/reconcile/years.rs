//! The year before: the document of the same kind and territory, one year earlier, and the
//! relations of a pack that speak of it (`n-1:file_active.presents`).
//!
//! Facts of the year before enter a relation under the name that it gives them and under the
//! action of this year that theirs is matched to (see [`super::alike`]). Where that document is
//! missing the relation is not checkable: counted, and not told, since most archives begin
//! somewhere.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::alike::{self, Actions};
use super::checks::{Plan, tell_missing};
use super::correspondences::Correspondences;
use super::facts::{Fact, Index, gather};
use super::instance::Instance;
use super::ledger::Ledger;
use super::names;
use super::says::Says;
use super::sides::{self, keep_own_year};
use super::unmatched::Unmatched;
use super::verdict::Operand;
use crate::issue::{Lang, Severity};
use crate::record::Record;
use crate::rules::{Check, Term};
use crate::sentence;

/// Documents by kind and territory, then by year.
pub(super) struct Years<'a> {
    documents: BTreeMap<(&'a str, String), BTreeMap<i32, Vec<usize>>>,
    table: &'a Correspondences,
}

impl<'a> Years<'a> {
    /// The documents that state a territory and a year; two of one year are none.
    pub(super) fn new(records: &'a [Record], table: &'a Correspondences) -> Self {
        let mut years: BTreeMap<_, BTreeMap<i32, Vec<usize>>> = BTreeMap::new();
        for (at, record) in records.iter().enumerate() {
            let Some((key, year)) = key(record, table) else { continue };
            years.entry(key).or_default().entry(year).or_default().push(at);
        }
        Self { documents: years, table }
    }

    /// The number of the document of the year before.
    pub(super) fn before(&self, record: &Record) -> Option<usize> {
        match self.all_before(record) {
            [only] => Some(*only),
            _ => None,
        }
    }

    fn all_before<'s>(&'s self, record: &'s Record) -> &'s [usize] {
        let key = key(record, self.table);
        let all = key.and_then(|(key, year)| self.documents.get(&key)?.get(&(year - 1)));
        all.map_or(&[], Vec::as_slice)
    }

    /// Why there is none.
    fn why_none(&self, record: &Record, lang: Lang) -> String {
        match key(record, self.table) {
            Some((_, year)) => {
                let year = (year - 1).to_string();
                match self.all_before(record).len() {
                    0 | 1 => sentence::lacks_year_before(lang, year),
                    count => sentence::lacks_one_year_before(lang, count, year),
                }
            }
            None => sentence::lacks_keys(lang),
        }
    }
}

fn key<'r>(record: &'r Record, table: &Correspondences) -> Option<((&'r str, String), i32)> {
    let territory = names::territory(record, table)?;
    let year = record.year()?.parse().ok()?;
    Some(((record.document.kind.as_str(), territory), year))
}

/// Checks a document with that of the year before.
pub(super) fn check<'a>(
    record: &'a Record,
    (before, years): (Option<&'a Record>, &Years<'_>),
    plan: &'a Plan<'a>,
    ledger: &mut Ledger<'a>,
) {
    if plan.of_years.is_empty() {
        return;
    }
    let index = gather(record, &plan.own_names());
    if index.is_empty() {
        return;
    }
    let Some(before) = before else {
        for check in plan.of_years.iter().filter(|c| own_values(c, &index)) {
            ledger.uncheckable(1);
            let why = years.why_none(record, ledger.lang);
            ledger.unmatched.push(Unmatched::document(record, &check.id, &why));
        }
        return;
    };
    let actions = alike::actions(record, before, ledger.table);
    recalled(before, &index, (record, &actions), plan, ledger);
    list_lone(&index, (record, before), &actions, plan, ledger);
    let index = with_before(index, before, &actions, plan);
    for check in &plan.of_years {
        let found = sides::find(check, &index);
        for sides in found.complete() {
            ledger.compare(Instance::of_check(check, record, sides));
        }
        ledger.uncheckable(found.not_checkable());
        if found.worth_telling {
            tell_missing(check, record, &index, &found, ledger);
        }
    }
}

/// What a document recalls of the year before must be what that document says. The year that a
/// number speaks of is the one that its sentence names: where a document gives no other value of
/// its own year, that is too little to hold against it.
fn recalled<'a>(
    before: &'a Record,
    index: &Index<'a>,
    (record, actions): (&'a Record, &Actions<'a>),
    plan: &'a Plan<'a>,
    ledger: &mut Ledger<'a>,
) {
    let (Some(year), Some(own)) = (before.year(), record.year()) else { return };
    let then = gather(before, &plan.own_names());
    for (name, facts) in index {
        let of_year = |y: &str| {
            facts.iter().filter(|f| f.period == Some(y)).map(|f| (f.action, *f)).collect::<Vec<_>>()
        };
        for (action, fact) in of_year(year) {
            let here = |f: &&(Option<&str>, Fact<'_>)| f.0 == action;
            let single = of_year(year).iter().filter(here).count() == 1;
            let other = of_year(own).iter().filter(here).count() > 0;
            let matched = action.and_then(|a| actions.before(a));
            let Some((code, _)) = matched.filter(|_| single && other) else { continue };
            let mut said: Vec<Fact<'_>> = then.get(name).cloned().unwrap_or_default();
            said.retain(|f| f.action == Some(code));
            keep_own_year(&mut said);
            if let [said] = said.as_slice() {
                ledger.compare(recall(record, &fact, said, action));
            }
        }
    }
}

/// Lists the actions, of either year, that a check has values of and that no action of the other
/// year answers to; and the pairs of actions that a person may judge.
fn list_lone<'a>(
    index: &Index<'a>,
    (record, before): (&'a Record, &'a Record),
    actions: &Actions<'a>,
    plan: &'a Plan<'a>,
    ledger: &mut Ledger<'a>,
) {
    if index.values().flatten().any(|fact| fact.action.is_some()) {
        ledger.pairs.extend(actions.pairs(ledger.lang));
    }
    let lang = ledger.lang;
    for check in &plan.of_years {
        let here = check.terms().filter(|t| !t.previous()).map(|t| t.name.as_str());
        let here = codes(index, &here.collect::<Vec<_>>());
        let then = check.terms().filter(|t| t.previous()).map(Term::bare);
        let then: Vec<&str> = then.collect();
        let there = codes(&gather(before, &then.iter().copied().collect()), &then);
        let mut list = |own: &Record, other: &Record, lone: Vec<&str>| {
            let why = sentence::lacks_action_of(lang, other.year().unwrap_or_default());
            let lone = lone.into_iter().filter_map(|code| own.action(code));
            ledger.unmatched.extend(lone.map(|a| Unmatched::action(own, a, &check.id, &why)));
        };
        list(record, before, here.into_iter().filter(|c| actions.before(c).is_none()).collect());
        list(before, record, there.into_iter().filter(|c| actions.now(c).is_none()).collect());
    }
}

/// The actions that some values are of.
fn codes<'a>(index: &Index<'a>, names: &[&str]) -> BTreeSet<&'a str> {
    names.iter().filter_map(|n| index.get(n)).flatten().filter_map(|f| f.action).collect()
}

fn recall<'a>(
    record: &'a Record,
    now: &Fact<'a>,
    then: &Fact<'a>,
    action: Option<&str>,
) -> Instance<'a> {
    Instance {
        says: Says::Recalled(then.record.year().unwrap_or_default()),
        severity: Severity::Warning,
        keys: action.map(|a| format!("Action {a}")).into_iter().collect(),
        left: vec![Operand::once(*now)],
        right: vec![Operand::once(*then)],
        ..Instance::new("rappel-annee-precedente", "rappel = valeur de l'année précédente", record)
    }
}

/// Whether a document gives all that a check asks of it.
fn own_values(check: &Check, index: &Index<'_>) -> bool {
    check.terms().filter(|t| !t.previous()).all(|t| index.contains_key(t.name.as_str()))
}

/// Adds the facts of the year before, each under its action of this year.
fn with_before<'a>(
    mut index: Index<'a>,
    before: &'a Record,
    actions: &Actions<'a>,
    plan: &Plan<'a>,
) -> Index<'a> {
    let asked = plan.of_years.iter().flat_map(|c| c.terms()).filter(|t| t.previous());
    let asked: BTreeMap<&str, &str> = asked.map(|t| (t.bare(), t.name.as_str())).collect();
    let wanted: HashSet<&str> = asked.keys().copied().collect();
    for (name, facts) in gather(before, &wanted) {
        let Some(full) = asked.get(name) else { continue };
        let facts = facts.into_iter().filter_map(|fact| {
            let action = match fact.action {
                Some(action) => Some(actions.now(action)?),
                None => None,
            };
            // What one phrase of another document read is of no phrase of this one.
            Some(Fact { name: full, action, match_number: None, ..fact })
        });
        let facts: Vec<Fact<'_>> = facts.collect();
        if !facts.is_empty() {
            index.entry(full).or_default().extend(facts);
        }
    }
    index
}

impl<'a> Plan<'a> {
    /// The names that the relations with the year before ask of the document itself.
    fn own_names(&self) -> HashSet<&'a str> {
        let terms = self.of_years.iter().flat_map(|c| c.terms());
        terms.filter(|t| !t.previous()).map(|t: &Term| t.name.as_str()).collect()
    }
}

#[cfg(test)]
mod tests;
