//! Which facts a percentage is said of: those of its own sentence or row, and totals of its sheet.
//!
//! A phrase gives the percentage and the values beside it, which share a match; a name that no
//! phrase of the same family gives (`total_produits`) is taken from the sheet of the percentage, or
//! from the document. Several phrases may pair one percentage with several values: if one pair
//! gives it that pair is meant, else the first is told.

use std::collections::BTreeMap;

use super::super::facts::{Fact, Origin};
use super::super::sides::{Found, Set, Sides, action_key, by_match, lacking, sides, values};
use super::{compare, fit};
use crate::place::Place;
use crate::rules::Check;

/// The sets of facts of a rate within one document.
pub(in crate::reconcile) fn sets<'a>(check: &'a Check, set: Set<'a>) -> Found<'a> {
    let mut found = Found { of_family: true, ..Found::default() };
    let (matched, shared): (Set<'a>, Set<'a>) =
        set.into_iter().partition(|(_, facts)| facts.iter().all(is_of_a_match));
    let mut by_rate: BTreeMap<*const Place, Vec<Sides<'a>>> = BTreeMap::new();
    let mut order: Vec<*const Place> = Vec::new();
    for (_, mut group) in by_match(matched) {
        let Some(written) = written(check, &group) else { continue };
        for (name, facts) in &shared {
            group.insert(name, beside(facts, &written));
        }
        let missing = lacking(check, &group);
        if !missing.is_empty() {
            found.worth_telling |= !shared_by_none(check, &shared);
            found.missing.push(missing);
            found.evidence.push(written);
            continue;
        }
        let sides = sides(check, &action_key(written.action), &group);
        if fits(check, &sides) {
            let place: *const Place = written.place;
            if !by_rate.contains_key(&place) {
                order.push(place);
            }
            by_rate.entry(place).or_default().push(sides);
        }
    }
    found.complete = order.iter().filter_map(|p| meant(check, by_rate.remove(p)?)).collect();
    found
}

/// Whether a fact belongs to a sentence or a row, and not to the document.
fn is_of_a_match(fact: &Fact<'_>) -> bool {
    matches!(fact.origin, Origin::Cell { .. }) || fact.name.contains('.')
}

/// Whether a relation takes all of its values from one sentence: one that lacks some of them is
/// ordinary prose.
fn shared_by_none(check: &Check, shared: &Set<'_>) -> bool {
    shared.is_empty() && check.terms().all(|t| t.name.contains('.'))
}

/// The percentage of a group.
fn written<'a>(check: &Check, group: &Set<'a>) -> Option<Fact<'a>> {
    let name = &check.relation.right.first()?.name;
    group.get(name.as_str())?.first().copied()
}

/// The facts of a shared name that stand on the sheet of the percentage; none where they have
/// several values.
fn beside<'a>(facts: &[Fact<'a>], written: &Fact<'a>) -> Vec<Fact<'a>> {
    let sheet = written.place.sheet();
    let here: Vec<Fact<'a>> =
        facts.iter().filter(|f| sheet.is_none() || f.place.sheet() == sheet).copied().collect();
    if values(&here).len() == 1 { here } else { Vec::new() }
}

fn fits(check: &Check, sides: &Sides<'_>) -> bool {
    let (Some(rate), [first, second], [written]) =
        (check.relation.rate, sides.left.as_slice(), sides.right.as_slice())
    else {
        return false;
    };
    fit(rate, &first.fact, &second.fact, &written.fact)
}

/// Of several pairs for one percentage the one that gives it, else the first.
fn meant<'a>(check: &Check, pairs: Vec<Sides<'a>>) -> Option<Sides<'a>> {
    let rate = check.relation.rate?;
    let gives = |s: &Sides<'_>| compare(rate, &s.left, &s.right).verdict.is_none();
    let at = pairs.iter().position(gives).unwrap_or(0);
    pairs.into_iter().nth(at)
}
