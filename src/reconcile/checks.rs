//! Relations of a pack within one document.
//!
//! A relation is checked once for each set of facts that belong together (see
//! [`super::sides`]); where a value that it names is missing it is not checkable, which is
//! counted, and told where enough of it is there for its reader to expect an answer.

use std::collections::{BTreeSet, HashSet};

use super::facts::{Fact, Index, gather};
use super::finding::Verdict;
use super::instance::Instance;
use super::lack::Lack;
use super::ledger::Ledger;
use super::sides::{self, Found};
use super::telling::missing;
use super::words::unsure_of;
use super::{recomputed, rivals, unread};
use crate::record::Record;
use crate::rules::{Check, Deviation, Pack, Term};

/// The checks of a pack that need one document alone, and the names that they speak of.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    checks: Vec<&'a Check>,
    names: HashSet<&'a str>,
    /// Those that checks across documents take from it.
    crossing: HashSet<&'a str>,
    /// Those that need the document of the year before too.
    pub(super) of_years: Vec<&'a Check>,
    /// When what was spent departs from what was planned.
    pub(super) deviation: Option<Deviation>,
}

impl<'a> Plan<'a> {
    /// The names that the checks of the pack take from its own documents.
    pub(super) fn all_names(&self) -> HashSet<&'a str> {
        self.names.iter().chain(&self.crossing).copied().collect()
    }

    pub(super) fn of(pack: &'a Pack) -> Self {
        let local = pack.checks.iter().filter(|c| !crosses(c, &pack.kind));
        let (of_years, checks): (Vec<&Check>, Vec<&Check>) =
            local.partition(|c| c.terms().any(Term::previous));
        let names = checks.iter().flat_map(|c| c.terms()).map(|t| t.name.as_str()).collect();
        let own = |t: &&Term| t.kind.as_ref().is_none_or(|kind| *kind == pack.kind);
        let crossing = pack.checks.iter().filter(|c| crosses(c, &pack.kind));
        let crossing = crossing.flat_map(Check::terms).filter(own);
        let crossing = crossing.map(|t| t.name.as_str()).collect();
        Self { checks, names, crossing, of_years, deviation: pack.deviation }
    }
}

/// Whether a check needs documents of several kinds.
pub(super) fn crosses(check: &Check, own: &str) -> bool {
    let kind = |t: &Term| t.kind.clone().unwrap_or_else(|| own.to_owned());
    let kinds: BTreeSet<String> = check.terms().map(kind).collect();
    kinds.len() > 1
        || kinds.first().is_some_and(|k| k != own && check.terms().any(|t| t.kind.is_some()))
}

/// Checks a record by the relations of its pack.
pub(super) fn check<'a>(record: &'a Record, plan: &'a Plan<'a>, ledger: &mut Ledger<'a>) {
    let index = gather(record, &plan.names);
    let found: Vec<Found<'_>> = plan.checks.iter().map(|c| sides::find(c, &index)).collect();
    let families = |of: fn(&Found<'_>) -> bool| -> BTreeSet<&str> {
        let all = plan.checks.iter().zip(&found).filter(|(_, f)| of(f));
        all.filter_map(|(c, _)| family(c)).collect()
    };
    let made = families(|f| !f.complete().is_empty());
    let unclear = families(|f| !f.ambiguous.is_empty());
    for (check, found) in plan.checks.iter().zip(&found) {
        for sides in found.complete() {
            enter(Instance::of_check(check, record, sides), ledger);
        }
        let unread = unread::of_check(record, check, ledger.lang);
        if let Some(lack) = unread.filter(|_| found.is_empty()) {
            ledger.uncheckable(1);
            let told = missing(about(check), record, &[], (&lack, &[]), ledger.lang);
            ledger.findings.push(told);
        }
        // Two formulas may speak of the same numbers (stock at the start, or persons followed):
        // one of them is enough.
        let told = |f: &str| found.ambiguous.is_empty() && unclear.contains(f);
        let other = found.of_family && family(check).is_some_and(|f| made.contains(f) || told(f));
        ledger.uncheckable(found.not_checkable());
        if let Some(unsure) = found.unsure.first() {
            let facts: Vec<Fact<'_>> = unsure.told.iter().chain(&unsure.of).copied().collect();
            let lack = Lack::because(ledger.lang, |lang| unsure_of(unsure, lang));
            let told = missing(about(check), record, &facts, (&lack, &[]), ledger.lang);
            ledger.findings.push(told);
            continue;
        }
        if found.worth_telling && !other {
            tell_missing(check, record, &index, found, ledger);
        }
    }
}

/// Enters a relation, unless it fails for a total alone that the sum of its lines tells as wrong.
fn enter<'a>(instance: Instance<'a>, ledger: &mut Ledger<'a>) {
    if instance.compare().verdict == Some(Verdict::Different) && recomputed::holds(&instance) {
        ledger.uncheckable(1);
    } else {
        ledger.compare(instance);
    }
}

fn about(check: &Check) -> (&str, &str, &str) {
    (&check.id, &check.says, &check.written)
}

/// The family that a check is about: `file_active`.
fn family(check: &Check) -> Option<&str> {
    let name = &check.relation.left.first()?.name;
    name.split_once('.').map(|(family, _)| family)
}

/// Tells once a check what could not be checked: values of which only some are there, or of
/// which there are several that contradict each other.
pub(super) fn tell_missing(
    check: &Check,
    record: &Record,
    index: &Index<'_>,
    found: &Found<'_>,
    ledger: &mut Ledger<'_>,
) {
    let lack = if let Some(name) = found.ambiguous.first() {
        let facts = index.get(name).map_or(&[][..], Vec::as_slice);
        let several = rivals::several_columns(name, facts, ledger.lang);
        let (name, count) = ((*name).to_owned(), facts.len());
        several.unwrap_or(Lack::OneReading { name, count })
    } else if let Some(names) = found.missing.first() {
        let why = unread::of_names(record, names.iter().copied(), ledger.lang);
        Lack::Values { names: names.iter().map(|n| (*n).to_owned()).collect(), why }
    } else {
        return;
    };
    let told = missing(about(check), record, &found.evidence, (&lack, &[]), ledger.lang);
    ledger.findings.push(told);
}

#[cfg(test)]
mod tests;
