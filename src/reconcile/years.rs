//! The year before: the document of the same kind and territory, one year earlier, and the
//! relations of a pack that speak of it (`n-1:file_active.presents`).
//!
//! Facts of the year before enter a relation under the name that it gives them and under the
//! action of this year that theirs is matched to (see [`super::alike`]). Where that document is
//! missing the relation is not checkable: counted, and not told, since most archives begin
//! somewhere.

use std::collections::{BTreeMap, HashSet};

use super::alike;
use super::checks::{Plan, tell_missing};
use super::facts::{Fact, Index, gather};
use super::instance::Instance;
use super::ledger::Ledger;
use super::names;
use super::says::Says;
use super::sides::{self, keep_own_year};
use super::verdict::Operand;
use crate::issue::Severity;
use crate::record::Record;
use crate::rules::{Check, Term};

/// Documents by kind and territory, then by year.
pub(super) struct Years<'a>(BTreeMap<(&'a str, String), BTreeMap<i32, Option<&'a Record>>>);

impl<'a> Years<'a> {
    /// The documents that state a territory and a year; two of one year are none.
    pub(super) fn new(records: &'a [Record]) -> Self {
        let mut years: BTreeMap<_, BTreeMap<i32, Option<&Record>>> = BTreeMap::new();
        for record in records {
            let Some((key, year)) = key(record) else { continue };
            let of_year = years.entry(key).or_default();
            of_year.entry(year).and_modify(|one| *one = None).or_insert(Some(record));
        }
        Self(years)
    }

    /// The document of the year before.
    pub(super) fn before(&self, record: &Record) -> Option<&'a Record> {
        let (key, year) = key(record)?;
        *self.0.get(&key)?.get(&(year - 1))?
    }
}

fn key(record: &Record) -> Option<((&str, String), i32)> {
    let territory = record.territory().map(names::key).filter(|t| !t.is_empty())?;
    let year = record.year()?.parse().ok()?;
    Some(((record.document.kind.as_str(), territory), year))
}

/// Checks a document with that of the year before.
pub(super) fn check<'a>(
    record: &'a Record,
    before: Option<&'a Record>,
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
        ledger.uncheckable(plan.of_years.iter().filter(|c| own_values(c, &index)).count() as u32);
        return;
    };
    recalled(before, &index, record, plan, ledger);
    let index = with_before(index, record, before, plan);
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
    record: &'a Record,
    plan: &'a Plan<'a>,
    ledger: &mut Ledger<'a>,
) {
    let (Some(year), Some(own)) = (before.year(), record.year()) else { return };
    let actions = alike::actions(record, before);
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
    record: &'a Record,
    before: &'a Record,
    plan: &Plan<'a>,
) -> Index<'a> {
    let asked = plan.of_years.iter().flat_map(|c| c.terms()).filter(|t| t.previous());
    let asked: BTreeMap<&str, &str> = asked.map(|t| (t.bare(), t.name.as_str())).collect();
    let wanted: HashSet<&str> = asked.keys().copied().collect();
    let actions = alike::actions(record, before);
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
