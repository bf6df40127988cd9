//! Which facts belong together: the sets of values over which a relation is checked.
//!
//! - Values of one family (`file_active.suivies`, `file_active.sorties`) are compared within the
//!   match of the phrase that read them all, or within their action if each stands there once.
//! - Cells of lines, and relations `par = ["action"]`, are compared action by action.
//! - Anything else is compared over the document; mentions of one amount are one value if they
//!   agree, and each differing value is compared on its own if they do not.
//!
//! Where two values of a relation have several readings, pairing them would be a guess: the
//! relation is not checkable there.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::facts::{Fact, Index, Origin};
use super::rivals;
use super::verdict::Operand;
use crate::rules::{Check, Operator, Term};

mod choice;

use choice::spread;

/// Facts for both sides of a relation.
#[derive(Debug, Clone, Default)]
pub(super) struct Sides<'a> {
    /// What they are about: `Action 3.2`.
    pub(super) keys: Vec<String>,
    /// The left side.
    pub(super) left: Vec<Operand<'a>>,
    /// The right side.
    pub(super) right: Vec<Operand<'a>>,
    /// Other mentions of the values.
    pub(super) also: Vec<Fact<'a>>,
    /// Whether both sides are mentions of one amount.
    pub(super) disagree: bool,
}

/// What a relation finds in a document.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    pub(super) complete: Vec<Sides<'a>>,
    /// Names that are missing, a set at a time.
    pub(super) missing: Vec<Vec<&'a str>>,
    /// Names with several readings where one is needed.
    pub(super) ambiguous: Vec<&'a str>,
    /// What one sentence may mean, where it matters which.
    pub(super) unsure: Vec<Unsure<'a>>,
    /// The facts of incomplete sets.
    pub(super) evidence: Vec<Fact<'a>>,
    /// Whether a reader would expect the check to have been made.
    pub(super) worth_telling: bool,
    /// Whether it is about the numbers of one sentence or paragraph.
    pub(super) of_family: bool,
}

/// A value of a sentence, and those of which it may be told.
#[derive(Debug)]
pub(super) struct Unsure<'a> {
    /// What is told.
    pub(super) told: Vec<Fact<'a>>,
    /// What it may be told of.
    pub(super) of: Vec<Fact<'a>>,
}

impl<'a> Found<'a> {
    /// The sets over which the relation can be checked.
    pub(super) fn complete(&self) -> &[Sides<'a>] {
        &self.complete
    }

    /// Whether the document holds nothing of the relation.
    pub(super) fn is_empty(&self) -> bool {
        self.complete.is_empty() && self.missing.is_empty() && self.ambiguous.is_empty()
    }

    /// How many sets cannot be checked.
    pub(super) fn not_checkable(&self) -> u32 {
        (self.missing.len() + self.ambiguous.len() + self.unsure.len()) as u32
    }
}

/// Facts of a set by name.
pub(super) type Set<'a> = BTreeMap<&'a str, Vec<Fact<'a>>>;

/// The sets of facts of a relation within one document.
pub(super) fn find<'a>(check: &'a Check, index: &Index<'a>) -> Found<'a> {
    let set = pick(check, index);
    if check.relation.rate.is_some() {
        return super::rates::sets(check, set);
    }
    let mut found = Found::default();
    if set.is_empty() {
        return found;
    }
    match scope(check, &set) {
        Scope::Document => over_document(check, set, &mut found),
        Scope::Action => {
            for (action, set) in by_action(set) {
                over_action(check, action, set, &mut found);
            }
        }
        Scope::Family => {
            found.of_family = true;
            for (action, set) in by_action(set) {
                over_family(check, action, set, &mut found);
            }
        }
    }
    found
}

fn pick<'a>(check: &'a Check, index: &Index<'a>) -> Set<'a> {
    check
        .terms()
        .filter_map(|t| Some((t.name.as_str(), index.get(t.name.as_str())?.clone())))
        .collect()
}

enum Scope {
    Document,
    Action,
    Family,
}

fn scope(check: &Check, set: &Set<'_>) -> Scope {
    let family = |t: &Term| t.bare().split_once('.').map(|(family, _)| family.to_owned());
    let families: BTreeSet<Option<String>> = check.terms().map(family).collect();
    let indicators = set.values().flatten().all(|f| f.origin == Origin::Indicator);
    let of_line = |t: &Term| !t.sum && t.name.contains(".ligne.");
    let of_sentences =
        set.values().flatten().all(|f| matches!(f.origin, Origin::Indicator | Origin::Amount));
    if of_sentences && families.len() == 1 && !families.contains(&None) {
        Scope::Family
    } else if indicators || check.by.iter().any(|k| k == "action") || check.terms().any(of_line) {
        Scope::Action
    } else {
        Scope::Document
    }
}

fn by_action(set: Set<'_>) -> BTreeMap<Option<&str>, Set<'_>> {
    let mut actions: BTreeMap<Option<&str>, Set<'_>> = BTreeMap::new();
    for (name, facts) in set {
        for fact in facts {
            actions.entry(fact.action).or_default().entry(name).or_default().push(fact);
        }
    }
    actions
}

/// The key of an action: a name in sentences, the same in both languages, since it is part of the
/// identity too.
pub(super) fn action_key(action: Option<&str>) -> Vec<String> {
    action.map(|a| format!("Action {a}")).into_iter().collect()
}

/// The names of a relation that a set lacks.
pub(super) fn lacking<'a>(check: &'a Check, set: &Set<'a>) -> Vec<&'a str> {
    let names: BTreeSet<&str> = check.terms().map(|t| t.name.as_str()).collect();
    names.into_iter().filter(|n| set.get(n).is_none_or(Vec::is_empty)).collect()
}

fn over_action<'a>(check: &'a Check, action: Option<&'a str>, set: Set<'a>, found: &mut Found<'a>) {
    let missing = lacking(check, &set);
    if missing.is_empty() {
        spread(check, &action_key(action), &set, found);
    } else if action.is_some() {
        found.missing.push(missing);
        found.evidence.extend(set.into_values().flatten());
    }
}

/// Values that one phrase read together, then what is left over, each name once.
fn over_family<'a>(check: &'a Check, action: Option<&'a str>, set: Set<'a>, found: &mut Found<'a>) {
    let key = action_key(action);
    let mut rest = Set::new();
    let mut complete = false;
    // What an inequality has several values of, and the terms of a sum, are all meant.
    let one_each = check.relation.operator == Operator::Equal && !check.terms().any(|t| t.sum);
    for (_, mut group) in by_match(set) {
        if one_each {
            keep_same_kind(&mut group);
        }
        if lacking(check, &group).is_empty() {
            complete = true;
            spread(check, &key, &group, found);
        } else {
            for (name, facts) in group {
                rest.entry(name).or_default().extend(facts);
            }
        }
    }
    // What one phrase read whole is checked; a value repeated elsewhere in the action adds
    // nothing that can be missing.
    if !complete {
        over_roles(check, &key, rest, found);
    }
}

pub(super) fn by_match(set: Set<'_>) -> BTreeMap<Option<u32>, Set<'_>> {
    let mut matches: BTreeMap<Option<u32>, Set<'_>> = BTreeMap::new();
    for (name, facts) in set {
        for fact in facts {
            matches.entry(fact.match_number).or_default().entry(name).or_default().push(fact);
        }
    }
    matches
}

/// Values that stand apart in one action: each name must have one value.
fn over_roles<'a>(check: &'a Check, key: &[String], mut set: Set<'a>, found: &mut Found<'a>) {
    for facts in set.values_mut() {
        keep_own_year(facts);
    }
    keep_same_kind(&mut set);
    let missing = lacking(check, &set);
    if !missing.is_empty() {
        // One of two values standing alone is ordinary prose; two of three call for the third.
        let calls = set.len() >= 2;
        found.worth_telling |= calls;
        let at = if calls { 0 } else { found.missing.len() };
        found.missing.insert(at, missing);
        found.evidence.extend(set.into_values().flatten());
        return;
    }
    let sums: BTreeSet<&str> = check.terms().filter(|t| t.sum).map(|t| t.name.as_str()).collect();
    let alone = |name: &str, facts: &[Fact<'_>]| {
        if sums.contains(name) {
            facts.iter().map(|f| f.match_number).collect::<BTreeSet<_>>().len() == 1
        } else {
            values(facts).len() == 1
        }
    };
    match set.iter().find(|(name, facts)| !alone(name, facts)) {
        Some((name, _)) => {
            found.worth_telling = true;
            found.ambiguous.push(name);
        }
        None => spread(check, key, &set, found),
    }
}

/// Leaves out values of other years, where some are of the document's own.
pub(super) fn keep_own_year(facts: &mut Vec<Fact<'_>>) {
    let own = |f: &Fact<'_>| match (f.period, f.record.year()) {
        (Some(period), Some(year)) => period.contains(year),
        _ => true,
    };
    if facts.iter().any(own) {
        facts.retain(own);
    }
}

/// Where a name has several values, leaves those that count what the other names count:
/// « 215 accompagnements » beside « 139 personnes suivies » and « 110 personnes présentes ».
fn keep_same_kind(set: &mut Set<'_>) {
    let single = set.values().filter(|facts| values(facts).len() == 1).flatten();
    let kinds: BTreeSet<&str> = single.map(|f| f.counted).filter(|c| !c.is_empty()).collect();
    for facts in set.values_mut().filter(|facts| values(facts).len() > 1) {
        let same = |f: &Fact<'_>| kinds.contains(f.counted);
        if facts.iter().any(same) {
            facts.retain(same);
        }
    }
}

/// The values of some facts, each once.
pub(super) fn values(facts: &[Fact<'_>]) -> BTreeSet<Decimal> {
    facts.iter().map(|f| f.value.normalize()).collect()
}

/// Relations over the document, split by sheet and by nature where several values would
/// otherwise stand against several.
fn over_document<'a>(check: &'a Check, set: Set<'a>, found: &mut Found<'a>) {
    let missing = lacking(check, &set);
    if !missing.is_empty() {
        found.worth_telling = true;
        found.missing.push(missing);
        found.complete.extend(disagreement(check, &set));
        found.evidence.extend(set.into_values().flatten());
        return;
    }
    if several(check, &set).len() < 2 {
        spread(check, &[], &set, found);
        return;
    }
    let splits: [fn(&Fact<'_>) -> String; 3] = [
        |f| f.place.sheet().unwrap_or_default().to_owned(),
        |f| format!("{:?}", f.nature),
        |f| format!("{:?}", f.tax),
    ];
    for split in splits {
        let parts = parts(&set, split);
        let whole = |set: &&Set<'_>| lacking(check, set).is_empty();
        if parts.len() > 1 && parts.values().any(|p| whole(&p)) {
            for part in parts.values().filter(whole) {
                spread(check, &[], part, found);
            }
            return;
        }
    }
    spread(check, &[], &set, found);
}

/// Two mentions of one amount that differ, where nothing else is there to judge them by: of one
/// nature, since what is planned and what is spent bear one name and differ rightly.
fn disagreement<'a>(check: &'a Check, set: &Set<'a>) -> Option<Sides<'a>> {
    let name = several(check, set).into_iter().next()?;
    let (first, rest) = set.get(name)?.split_first()?;
    let prose = |f: &Fact<'_>| f.origin == Origin::Amount && f.place.sheet().is_none();
    let other = rest.iter().find(|f| f.value != first.value && f.nature == first.nature)?;
    if super::justified::together(first, other) {
        return None;
    }
    (check.relation.operator == Operator::Equal && prose(first) && prose(other)).then(|| Sides {
        left: vec![Operand::once(*first)],
        right: vec![Operand::once(*other)],
        also: rest.to_vec(),
        disagree: true,
        ..Sides::default()
    })
}

fn parts<'a>(set: &Set<'a>, split: fn(&Fact<'_>) -> String) -> BTreeMap<String, Set<'a>> {
    let mut parts: BTreeMap<String, Set<'_>> = BTreeMap::new();
    for (name, facts) in set {
        for fact in facts {
            parts.entry(split(fact)).or_default().entry(name).or_default().push(*fact);
        }
    }
    parts
}

/// The names, not summed, that have several values.
fn several<'a>(check: &'a Check, set: &Set<'a>) -> BTreeSet<&'a str> {
    let single = check.terms().filter(|t| !t.sum).map(|t| t.name.as_str());
    let many = |f: &Vec<Fact<'_>>| values(f).len() > 1 && !rivals::are_parts(f);
    single.filter(|n| set.get(n).is_some_and(many)).collect()
}

/// The operands of a set whose names have one value each, or are summed.
pub(super) fn sides<'a>(check: &'a Check, keys: &[String], set: &Set<'a>) -> Sides<'a> {
    let facts = |term: &'a Term| set.get(term.name.as_str()).map_or(&[][..], Vec::as_slice);
    let whole = |term: &Term, facts: &[Fact<'_>]| term.sum || rivals::are_parts(facts);
    sides_of(check, keys, facts, |term, facts| if whole(term, facts) { facts.len() } else { 1 })
}

/// The operands of a relation, from the facts of each of its terms and how many of them, from
/// the first, it adds up.
pub(super) fn sides_of<'a, 's>(
    check: &'a Check,
    keys: &[String],
    facts: impl Fn(&'a Term) -> &'s [Fact<'a>],
    taken: impl Fn(&Term, &[Fact<'a>]) -> usize,
) -> Sides<'a>
where
    'a: 's,
{
    let mut also = Vec::new();
    let mut side = |terms: &'a [Term]| {
        let mut operands = Vec::new();
        for term in terms {
            let facts = facts(term);
            let (used, mentions) = facts.split_at(taken(term, facts).min(facts.len()));
            operands.extend(used.iter().map(|f| Operand { factor: term.factor, fact: *f }));
            also.extend_from_slice(mentions);
        }
        operands
    };
    let left = side(&check.relation.left);
    let right = side(&check.relation.right);
    Sides { keys: keys.to_vec(), left, right, also, disagree: false }
}
