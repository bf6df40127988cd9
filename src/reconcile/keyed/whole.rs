//! A sheet that says nothing of actions, of an operator that carries out several: its value against
//! the sum of their lines.
//!
//! Such a sheet may be of all of them or of one: where a single line is its value, that one is meant.
//! Where another sheet of the operator names its action, what this one covers cannot be told, and
//! nothing is compared.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::super::acts;
use super::super::anchors::Found;
use super::super::bodies::Bodies;
use super::super::facts::{Fact, gather};
use super::super::finding::Match;
use super::super::instance::Instance;
use super::super::ledger::Ledger;
use super::super::matching::Cross;
use super::super::sides::{Sides, values};
use super::super::verdict::Operand;
use super::action_key;
use crate::issue::{Lang, Severity};
use crate::place::Place;
use crate::record::Record;
use crate::rules::{Operator, Term};

/// What an operator's sheets say, and whether one of them names its action.
#[derive(Default)]
struct Sheets<'a> {
    operator: &'a str,
    facts: Vec<Fact<'a>>,
    matched: BTreeSet<Match>,
    named: bool,
}

/// What is compared as a whole: the keys of the actions, and the values of the sheets.
#[derive(Debug, Default)]
pub(super) struct Covered<'a> {
    pub(super) keys: BTreeSet<String>,
    values: Vec<&'a Place>,
}

impl Covered<'_> {
    /// Whether a value of a sheet is compared.
    pub(super) fn has(&self, fact: &Fact<'_>) -> bool {
        self.values.iter().any(|place| std::ptr::eq(*place, fact.place))
    }
}

/// Compares the sheets of operators of several actions with what a document gives them over all;
/// gives what this covers.
pub(super) fn compare<'a>(
    anchor: &'a Record,
    others: &[(&'a Record, Found)],
    cross: &Cross<'a>,
    bodies: &Bodies<'a>,
    ledger: &mut Ledger<'a>,
) -> Covered<'a> {
    let mut covered = Covered::default();
    let relation = &cross.check.relation;
    let ([left], [right]) = (relation.left.as_slice(), relation.right.as_slice()) else {
        return covered;
    };
    let own = |t: &&Term| cross.kind(t) == anchor.document.kind;
    let (Some(line), Some(sheet)) =
        ([left, right].into_iter().find(own), [left, right].into_iter().find(|t| !own(t)))
    else {
        return covered;
    };
    if relation.operator != Operator::Equal || line.sum || sheet.sum {
        return covered;
    }
    let lines = gather(anchor, &HashSet::from([line.name.as_str()]));
    let lines = lines.get(line.name.as_str()).map_or(&[][..], Vec::as_slice);
    for sheets in sheets(others, sheet, bodies, ledger.lang).into_values().filter(|s| !s.named) {
        let Some((actions, _)) = bodies.actions(sheets.operator) else { continue };
        // What cannot be compared as a whole is listed with what names no action.
        let Some((fact, each)) = sheets.only().zip(lines_of(actions, lines)) else { continue };
        let alone = each.iter().position(|f| f.value == fact.value);
        let each = alone.map_or(each.as_slice(), |at| each.get(at..=at).unwrap_or_default());
        let side = |t: &Term| -> Vec<Operand<'a>> {
            let facts = if own(&t) { each } else { std::slice::from_ref(&fact) };
            facts.iter().map(|f| Operand { factor: t.factor, fact: *f }).collect()
        };
        let sides = Sides {
            keys: vec![sheets.operator.to_owned(), actions.join(" ")],
            left: side(left),
            right: side(right),
            ..Sides::default()
        };
        let mut instance = Instance::of_check(cross.check, anchor, &sides);
        instance.body = Some((sheets.operator, actions.to_vec()));
        instance.severity = instance.severity.max(Severity::Warning);
        instance.matched = sheets.matched.iter().cloned().collect();
        ledger.compare(instance);
        covered.keys.extend(actions.iter().map(|code| action_key(code)));
        covered.values.extend(sheets.facts.iter().map(|f| f.place));
    }
    covered
}

/// The line of each action; `None` where one has none, or several.
fn lines_of<'a>(actions: &[&str], lines: &[Fact<'a>]) -> Option<Vec<Fact<'a>>> {
    let of = |action: &&str| {
        let mut own = lines.iter().filter(|f| f.action == Some(*action));
        own.next().copied().filter(|_| own.next().is_none())
    };
    actions.iter().map(of).collect()
}

impl<'a> Sheets<'a> {
    /// The value, if it is the only one and of one document.
    fn only(&self) -> Option<Fact<'a>> {
        let [first, rest @ ..] = self.facts.as_slice() else { return None };
        let one_sheet = rest.iter().all(|f| std::ptr::eq(f.record, first.record));
        (one_sheet && values(&self.facts).len() == 1).then_some(*first)
    }
}

/// The sheets of operators that carry out several actions, by the key of the operator.
fn sheets<'a>(
    others: &[(&'a Record, Found)],
    term: &'a Term,
    bodies: &Bodies<'a>,
    lang: Lang,
) -> BTreeMap<String, Sheets<'a>> {
    let mut all: BTreeMap<String, Sheets<'a>> = BTreeMap::new();
    for (record, found) in others.iter().filter(|(record, _)| !acts::is_act(record)) {
        let facts = gather(record, &HashSet::from([term.name.as_str()]));
        for fact in facts.into_values().flatten() {
            let Some(operator) = fact.operator() else { continue };
            if bodies.actions(operator).is_none_or(|(actions, _)| actions.len() < 2) {
                continue;
            }
            let (key, how) = bodies.key(operator);
            let sheets = all.entry(key).or_default();
            sheets.operator = operator;
            sheets.named |= fact.action.is_some();
            sheets.facts.push(fact);
            sheets.matched.extend([found.told(record, lang), how.told(record, lang)]);
        }
    }
    all
}
