//! Values of several columns under one name, and values with and without tax: same with same.
//!
//! A table with « État prévu » and « État réalisé » gives two values of one name. What is spent
//! is compared with what is spent where the other side says so; where nothing tells which is
//! meant, an equality holds if one of them satisfies it, and is left open otherwise. An amount
//! without tax is never told as different from one with it.

use std::collections::BTreeSet;

use super::facts::{Fact, Origin, Unit};
use super::instance::Instance;
use super::sides::{Set, Sides, values};
use super::verdict::compare;
use super::words::{listed, short, spots_by_document};
use crate::number::Tax;
use crate::rules::{Check, Operator};

/// Whether some facts are the parts of one value: cells of one sheet that make it together.
pub(super) fn are_parts(facts: &[Fact<'_>]) -> bool {
    let sheet = |f: &Fact<'_>| f.place.sheet().map(str::to_owned);
    let first = facts.first();
    facts.len() > 1
        && facts.iter().all(|f| f.part)
        && first.is_some_and(|first| {
            facts.iter().all(|f| std::ptr::eq(f.record, first.record) && sheet(f) == sheet(first))
        })
}

/// Whether some facts are of several columns of one row.
pub(super) fn of_columns(facts: &[Fact<'_>]) -> bool {
    let row = |f: &Fact<'_>| match f.origin {
        Origin::Cell { row, .. } => Some(std::ptr::from_ref(row)),
        _ => None,
    };
    facts.iter().enumerate().any(|(at, fact)| {
        row(fact).is_some() && facts.iter().skip(at + 1).any(|other| row(other) == row(fact))
    })
}

/// Of facts of several columns those of the nature and the tax of what stands beside them.
pub(super) fn narrow<'a>(facts: &[Fact<'a>], beside: &[Fact<'a>]) -> Vec<Fact<'a>> {
    if values(facts).len() < 2 || !of_columns(facts) {
        return facts.to_vec();
    }
    let natures: BTreeSet<_> = beside.iter().filter_map(|f| f.nature).collect();
    let taxed = beside.iter().any(|f| f.tax == Some(Tax::Ttc));
    let untaxed = beside.iter().any(|f| f.tax == Some(Tax::Ht));
    let mut kept = facts.to_vec();
    if natures.len() == 1 {
        keep(&mut kept, |f| f.nature.is_some_and(|n| natures.contains(&n)));
    }
    if taxed != untaxed {
        keep(&mut kept, |f| (f.tax == Some(Tax::Ht)) == untaxed);
    }
    kept
}

fn keep<'a>(facts: &mut Vec<Fact<'a>>, is_it: impl Fn(&Fact<'a>) -> bool) {
    if facts.iter().any(&is_it) {
        facts.retain(is_it);
    }
}

/// A set whose name of several values is narrowed by the others.
pub(super) fn narrowed<'a>(name: &str, set: &Set<'a>) -> Set<'a> {
    let others = set.iter().filter(|(n, _)| **n != name).flat_map(|(_, f)| f.iter().copied());
    let beside: Vec<Fact<'_>> = others.collect();
    let mut set = set.clone();
    if let Some(facts) = set.get_mut(name) {
        *facts = narrow(facts, &beside);
    }
    set
}

/// Of several readings the one that is meant: the first that satisfies an equality; of an
/// inequality any, if all satisfy it.
pub(super) fn meant<'a>(check: &Check, readings: Vec<Sides<'a>>) -> Option<Sides<'a>> {
    let relation = &check.relation;
    let holds = |s: &Sides<'_>| {
        let operator = relation.operator;
        compare(&s.left, operator, &s.right, check.precision).verdict.is_none()
    };
    let open = relation.operator == Operator::Equal || readings.iter().all(holds);
    readings.into_iter().find(|s| open && holds(s))
}

/// The headings of columns that one name might mean: « A » et « B ».
pub(super) fn headings(facts: &[Fact<'_>]) -> Option<String> {
    let heading = |f: &Fact<'_>| match f.origin {
        Origin::Cell { budget, column, .. } => {
            Some(format!("« {} »", short(budget.heading(column))))
        }
        _ => None,
    };
    let mut all: Vec<String> = Vec::new();
    for heading in facts.iter().filter_map(heading) {
        if !all.contains(&heading) {
            all.push(heading);
        }
    }
    (of_columns(facts) && all.len() > 1).then(|| listed(&all))
}

/// Why two sides that differ are not to be compared: one is without tax, the other is not, or
/// does not say.
pub(super) fn taxed_apart(instance: &Instance<'_>) -> Option<String> {
    let facts: Vec<Fact<'_>> = instance.operands().map(|o| o.fact).collect();
    let (without, with): (Vec<Fact<'_>>, Vec<Fact<'_>>) =
        facts.into_iter().filter(|f| f.unit == Unit::Euro).partition(|f| f.tax == Some(Tax::Ht));
    if without.is_empty() || with.is_empty() {
        return None;
    }
    let key = instance.keys.first().filter(|k| !k.is_empty());
    let about = key.map(|k| format!("{k}, ")).unwrap_or_default();
    Some(format!(
        "{about}un montant est hors taxes ({}) et l'autre ne l'est pas ou ne le dit pas ({})",
        spots_by_document(&without),
        spots_by_document(&with)
    ))
}
