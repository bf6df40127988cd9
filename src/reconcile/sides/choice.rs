//! Which of several values of one name a relation is checked with.
//!
//! Mentions of one amount are each checked. Cells and counts that differ are no mentions of one
//! quantity: one that satisfies is meant, else none can be told. What one sentence may mean (the
//! wholes that a part may be of) is checked where it makes no difference which is meant.

use super::super::facts::{Fact, Origin};
use super::super::rivals;
use super::super::verdict::compare;
use super::{Found, Set, Sides, Unsure, several, sides, values};
use crate::number::counted;
use crate::rules::{Check, Operator};

/// A name whose values count other things than another name of an equality, which no sum of the
/// two can mend: « 120 ménages suivis » and « 95 enfants présents ».
fn other_stock<'a>(check: &Check, set: &Set<'a>) -> Option<&'a str> {
    if check.relation.operator != Operator::Equal || check.terms().any(|t| t.sum) {
        return None;
    }
    let nouns = || set.iter().flat_map(|(name, facts)| facts.iter().map(|f| (*name, f.counted)));
    nouns()
        .find(|(_, one)| nouns().any(|(_, other)| !counted::may_be_one(one, other)))
        .map(|(name, _)| name)
}

/// Checks a set: once, or once for each value of the one name that has several.
pub(super) fn spread<'a>(check: &'a Check, keys: &[String], set: &Set<'a>, found: &mut Found<'a>) {
    if let Some(name) = other_stock(check, set) {
        found.ambiguous.push(name);
        return;
    }
    let several = several(check, set);
    let mut several = several.into_iter();
    match (several.next(), several.next()) {
        (None, _) => found.complete.push(sides(check, keys, set)),
        (Some(name), None) => {
            spread_over(check, keys, name, &rivals::narrowed(name, set), found);
        }
        (Some(name), Some(_)) => {
            found.worth_telling = true;
            found.evidence.extend(set.values().flatten().copied());
            found.ambiguous.push(name);
        }
    }
}

/// One value of a name at a time. Cells of several tables, and several counts of one paragraph,
/// are no mentions of one quantity: if one of them satisfies an equality it is the one that is
/// meant, else none can be told from the others.
fn spread_over<'a>(
    check: &'a Check,
    keys: &[String],
    name: &'a str,
    set: &Set<'a>,
    found: &mut Found<'a>,
) {
    let Some(facts) = set.get(name) else { return };
    let each = values(facts).into_iter().map(|value| {
        let mut set = set.clone();
        if let Some(facts) = set.get_mut(name) {
            facts.retain(|f| f.value == value);
        }
        sides(check, keys, &set)
    });
    if check.relation.operator != Operator::Equal && of_one_sentence(facts) {
        choose(check, name, set, each.collect(), found);
        return;
    }
    let mentions = facts.iter().all(|f| matches!(f.origin, Origin::Amount | Origin::Field));
    let equal = check.relation.operator == Operator::Equal;
    if mentions || !(equal || rivals::of_columns(facts)) {
        found.complete.extend(each);
        return;
    }
    if let Some(sides) = rivals::meant(check, each.collect()) {
        found.complete.push(sides);
    } else {
        found.worth_telling = true;
        found.evidence.extend(set.values().flatten().copied());
        found.ambiguous.push(name);
    }
}

/// Whether facts are what one match of a phrase may mean: the wholes that a part may be of.
fn of_one_sentence(facts: &[Fact<'_>]) -> bool {
    let of_prose = |f: &Fact<'_>| matches!(f.origin, Origin::Amount | Origin::Indicator);
    let first = facts.first().and_then(|f| f.match_number);
    first.is_some()
        && facts.iter().all(|f| of_prose(f) && f.name.contains('.') && f.match_number == first)
}

/// Of what a sentence may mean: one, where the relation holds or fails whichever is meant. Where
/// it holds for some alone, which is meant is not for a program to say.
fn choose<'a>(
    check: &'a Check,
    name: &'a str,
    set: &Set<'a>,
    mut each: Vec<Sides<'a>>,
    found: &mut Found<'a>,
) {
    let holding = each.iter().filter(|s| holds(check, s)).count();
    if holding == 0 || holding == each.len() {
        found.complete.extend(each.pop());
    } else {
        let others = set.iter().filter(|(other, _)| **other != name);
        let told = others.flat_map(|(_, facts)| facts).copied().collect();
        let of = set.get(name).cloned().unwrap_or_default();
        found.unsure.push(Unsure { told, of });
    }
}

fn holds(check: &Check, sides: &Sides<'_>) -> bool {
    let relation = &check.relation;
    compare(&sides.left, relation.operator, &sides.right, check.precision).verdict.is_none()
}
