//! What the checks of a document say together: the smallest set of values whose change would
//! satisfy them all, named in the findings that share those values.
//!
//! Equalities that have a value in common belong together, those that hold among them: they
//! clear their values. One equality alone clears nothing. A value that the text repeats, or that
//! another document gives, is trusted more; what holds within that other document clears its
//! values too. More than a few alternatives name nothing and are not told; a relation with the
//! year before whose cause another finding tells is told there.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::facts::Fact;
use super::finding::{Finding, Verdict};
use super::ledger::Related;
use super::repair::{Equation, Repair, smallest};
use super::verdict::Operand;
use crate::issue::Lang;
use crate::place::{CellRef, Place};
use crate::record::Record;
use crate::rules::{Operator, PREVIOUS};

mod told;

/// Alternatives told.
const ALTERNATIVES: usize = 3;

/// What one value weighs beside what repeats it: two values are never lighter than one.
const WEIGHT: u32 = 8;

/// Names in findings the smallest sets that satisfy the relations.
pub(super) fn tell(relations: &[Related<'_>], findings: &mut Vec<Finding>, lang: Lang) {
    let relations: Vec<&Related<'_>> = relations.iter().filter(|r| is_exact(r)).collect();
    let system = System::new(&relations, lang);
    let mut told = Vec::new();
    for part in system.parts() {
        told.extend(system.tell(&part, findings));
    }
    let mut at = 0;
    findings.retain(|_| {
        at += 1;
        !told.contains(&(at - 1))
    });
}

/// Where a value stands, and what it is: a labelled cell and the same cell of a table are one.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stand<'a> {
    record: *const Record,
    sheet: Option<&'a str>,
    cell: Option<CellRef>,
    line: Option<u32>,
    page: u32,
    edges: [u32; 4],
    value: Decimal,
}

impl<'a> Stand<'a> {
    fn of(fact: &Fact<'a>) -> Self {
        let stand = Self {
            record: std::ptr::from_ref(fact.record),
            sheet: fact.place.sheet(),
            cell: None,
            line: None,
            page: 0,
            edges: [0; 4],
            value: fact.value,
        };
        match fact.place {
            Place::Cell { cell, line, .. } => Self { cell: Some(*cell), line: *line, ..stand },
            Place::Page { page, bbox, .. } => {
                let edges = [bbox.x0, bbox.y0, bbox.x1, bbox.y1].map(f32::to_bits);
                Self { page: *page, edges, ..stand }
            }
        }
    }
}

/// The other documents whose values relations that fail compare, each once, in their order.
pub(super) fn others<'a>(relations: &[Related<'a>]) -> Vec<&'a Record> {
    let mut others: Vec<&Record> = Vec::new();
    for related in relations.iter().filter(|r| fails(r) && is_exact(r)) {
        for operand in related.instance.operands() {
            let record = operand.fact.record;
            let known = |known: &&Record| std::ptr::eq(*known, record);
            if !std::ptr::eq(record, related.instance.record) && !others.iter().any(known) {
                others.push(record);
            }
        }
    }
    others
}

/// Whether two sides should be the same: not a bound, not two mentions, and not a rise or fall
/// that is large.
fn is_exact(related: &Related<'_>) -> bool {
    let instance = &related.instance;
    instance.operator == Operator::Equal && !instance.mentions && instance.threshold.is_none()
}

/// Relations over numbered values.
struct System<'r, 'a> {
    relations: &'r [&'r Related<'a>],
    equations: Vec<Equation>,
    values: Vec<Fact<'a>>,
    /// The mentions of each value, itself first.
    mentions: Vec<Vec<Fact<'a>>>,
    weights: Vec<u32>,
    lang: Lang,
}

impl<'r, 'a> System<'r, 'a> {
    fn new(relations: &'r [&'r Related<'a>], lang: Lang) -> Self {
        let mut system = Self {
            relations,
            equations: Vec::new(),
            values: Vec::new(),
            mentions: Vec::new(),
            weights: Vec::new(),
            lang,
        };
        let mut numbers: BTreeMap<Stand<'a>, usize> = BTreeMap::new();
        for related in relations {
            let mut terms: BTreeMap<usize, Decimal> = BTreeMap::new();
            for (sign, operand) in signed(related) {
                let fact = operand.fact;
                let number = *numbers.entry(Stand::of(&fact)).or_insert_with(|| {
                    let mentions = mentions(&fact, related);
                    system.values.push(fact);
                    system.weights.push(weight(&fact, &mentions, related));
                    system.mentions.push(mentions);
                    system.values.len() - 1
                });
                *terms.entry(number).or_default() += sign * operand.factor;
            }
            terms.retain(|_, factor| !factor.is_zero());
            let residual =
                if fails(related) { related.comparison.difference() } else { Decimal::ZERO };
            let slack = related.instance.slack();
            let terms = terms.into_iter().collect();
            system.equations.push(Equation { terms, residual, slack });
        }
        system
    }

    /// The numbers of relations that share values, those of which one fails and that are several.
    fn parts(&self) -> Vec<Vec<usize>> {
        let mut group: Vec<usize> = (0..self.equations.len()).collect();
        let mut first: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, equation) in self.equations.iter().enumerate() {
            for (value, _) in &equation.terms {
                let other = *first.entry(*value).or_insert(at);
                let (a, b) = (root(&group, at), root(&group, other));
                if let Some(slot) = group.get_mut(a.max(b)) {
                    *slot = a.min(b);
                }
            }
        }
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..group.len() {
            parts.entry(root(&group, at)).or_default().push(at);
        }
        let failing = |part: &Vec<usize>| {
            part.len() > 1
                && part.iter().any(|at| self.relations.get(*at).is_some_and(|r| fails(r)))
        };
        parts.into_values().filter(failing).collect()
    }

    /// Tells what repairs a part; gives the findings that are told by another.
    fn tell(&self, part: &[usize], findings: &mut [Finding]) -> Vec<usize> {
        let equations: Vec<Equation> =
            part.iter().filter_map(|at| self.equations.get(*at)).cloned().collect();
        let mut repairs = smallest(&equations, &self.weights);
        repairs.retain(|repair| repair.iter().all(|change| self.likely(change)));
        for at in part {
            let finding = self.relations.get(*at).filter(|r| fails(r)).and_then(|r| r.finding);
            let Some(finding) = finding.and_then(|told| findings.get_mut(told)) else { continue };
            if finding.corrections.is_empty() {
                self.name(part, *at, &repairs, finding);
            }
        }
        match repairs.as_slice() {
            [one] if one.len() == 1 => self.join_years(part, findings),
            _ => Vec::new(),
        }
    }

    /// Names in a finding what repairs its relation: of each repair what belongs to it, since two
    /// faults of one document are two findings.
    fn name(&self, part: &[usize], at: usize, repairs: &[Repair], finding: &mut Finding) {
        let mut own: Vec<Repair> = repairs.iter().map(|r| self.around(part, at, r)).collect();
        own.retain(|repair| self.is_shown(part, repair));
        own.sort();
        own.dedup();
        let near = self.near(part, at, &own);
        if own.is_empty() || own.len() > ALTERNATIVES || near.len() < 2 {
            return;
        }
        finding.hypotheses.push(self.hypothesis(&near, &own));
        finding.corrections = own.iter().map(|r| self.corrections(r)).collect();
        if near.iter().filter_map(|at| self.relations.get(*at)).any(|r| of_years(r)) {
            finding.ask = Some(self.question(&own));
            finding.excluded.extend(self.not_enough(at, &near, &own));
        }
    }

    /// Whether as many relations fail as a repair has values: fewer would mean that two faults
    /// hide each other, of which nothing speaks.
    fn is_shown(&self, part: &[usize], repair: &Repair) -> bool {
        let broken = |e: &&usize| {
            self.relations.get(**e).is_some_and(|r| fails(r))
                && repair.iter().any(|(value, _)| self.has(**e, *value))
        };
        part.iter().filter(broken).count() >= repair.len()
    }

    /// What of a repair belongs to a relation: its own values, and those that stand beside them
    /// in an equation.
    fn around(&self, part: &[usize], at: usize, repair: &Repair) -> Repair {
        let mut reached = vec![at];
        let mut own = Repair::new();
        loop {
            let beside = |(value, _): &&(usize, Decimal)| {
                reached.iter().any(|e| self.has(*e, *value)) && !own.iter().any(|(v, _)| v == value)
            };
            let Some(change) = repair.iter().find(beside) else { break };
            let value = change.0;
            own.push(*change);
            reached.extend(part.iter().filter(|e| self.has(**e, value)));
        }
        own.sort();
        own
    }

    /// The relations that bear on a repair: the one to be repaired, those that have a value of it,
    /// and those that have a value beside.
    fn near(&self, part: &[usize], at: usize, repairs: &[Repair]) -> Vec<usize> {
        let changed = |e: usize| repairs.iter().flatten().any(|(value, _)| self.has(e, *value));
        let core: Vec<usize> = part.iter().copied().filter(|e| *e == at || changed(*e)).collect();
        let values: BTreeSet<usize> = core.iter().flat_map(|e| self.values_of(*e)).collect();
        let shares = |e: &usize| self.values_of(*e).any(|value| values.contains(&value));
        part.iter().copied().filter(shares).collect()
    }

    fn values_of(&self, equation: usize) -> impl Iterator<Item = usize> {
        self.equations.get(equation).into_iter().flat_map(|e| e.terms.iter().map(|(v, _)| *v))
    }

    fn has(&self, equation: usize, value: usize) -> bool {
        self.values_of(equation).any(|v| v == value)
    }

    /// A figure that was none below zero does not become one.
    fn likely(&self, (value, change): &(usize, Decimal)) -> bool {
        self.values.get(*value).is_some_and(|fact| {
            let corrected = fact.value.saturating_add(*change);
            corrected >= Decimal::ZERO || fact.value < Decimal::ZERO
        })
    }

    /// Puts the terms of a failing relation with the year before into the finding that has the
    /// same cause.
    fn join_years(&self, part: &[usize], findings: &mut [Finding]) -> Vec<usize> {
        let failing: Vec<(&Related<'_>, usize)> = part
            .iter()
            .filter_map(|at| self.relations.get(*at).filter(|r| fails(r)))
            .filter_map(|r| Some((*r, r.finding?)))
            .collect();
        let Some((_, lead)) = failing.iter().find(|(r, _)| !of_years(r)) else { return Vec::new() };
        let joined: Vec<usize> =
            failing.iter().filter(|(r, _)| of_years(r)).map(|(_, at)| *at).collect();
        for at in &joined {
            let terms = findings.get(*at).map(|f| f.terms.clone()).unwrap_or_default();
            let Some(finding) = findings.get_mut(*lead) else { continue };
            for term in terms {
                let known = finding
                    .terms
                    .iter()
                    .any(|t| t.document == term.document && t.place == term.place);
                if !known {
                    finding.terms.push(term);
                }
            }
            finding.evidence = super::identity::evidence(finding);
        }
        joined
    }
}

fn root(group: &[usize], mut at: usize) -> usize {
    while let Some(up) = group.get(at).filter(|up| **up != at) {
        at = *up;
    }
    at
}

fn fails(related: &Related<'_>) -> bool {
    related.comparison.verdict == Some(Verdict::Different)
}

fn of_years(related: &Related<'_>) -> bool {
    related.instance.operands().any(|o| o.fact.name.starts_with(PREVIOUS))
}

/// The operands of both sides, those of the right one to be taken off.
fn signed<'i, 'a>(related: &'i Related<'a>) -> impl Iterator<Item = (Decimal, &'i Operand<'a>)> {
    let left = related.instance.left.iter().map(|o| (Decimal::ONE, o));
    left.chain(related.instance.right.iter().map(|o| (Decimal::NEGATIVE_ONE, o)))
}

/// A value with those that repeat it.
fn mentions<'a>(fact: &Fact<'a>, related: &Related<'a>) -> Vec<Fact<'a>> {
    let same = |other: &&Fact<'_>| {
        other.name == fact.name
            && !fact.name.is_empty()
            && other.value == fact.value
            && Stand::of(other) != Stand::of(fact)
    };
    let repeated = related.instance.also.iter().filter(same).copied();
    std::iter::once(*fact).chain(repeated).collect()
}

/// One value, and one more for each mention that repeats it or for standing in another document.
fn weight(fact: &Fact<'_>, mentions: &[Fact<'_>], related: &Related<'_>) -> u32 {
    let elsewhere = !std::ptr::eq(fact.record, related.instance.record);
    WEIGHT + (mentions.len() - 1).min(3) as u32 + u32::from(elsewhere)
}
