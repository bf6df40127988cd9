//! What the checks of a document say together: the smallest set of values whose change would
//! satisfy them all, named in the findings that share those values.
//!
//! Equalities that have a value in common belong together, those that hold among them: they
//! clear their values. One equality alone clears nothing. A value that the text repeats, or that
//! another document gives, is trusted more. More than a few alternatives name nothing and are
//! not told; a relation with the year before whose cause another finding tells is told there.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::facts::Fact;
use super::finding::{Correction, Finding, Hypothesis, Verdict};
use super::ledger::Related;
use super::repair::{Equation, Repair, smallest};
use super::verdict::{Operand, total};
use super::words::{figure, listed_or, side, stands, unit};
use crate::place::Place;
use crate::rules::{Operator, PREVIOUS};

/// Alternatives told.
const ALTERNATIVES: usize = 3;

/// Equalities shown with the corrected values, and the terms of one that is shown.
const SHOWN: usize = 3;

/// What one value weighs beside what repeats it: two values are never lighter than one.
const WEIGHT: u32 = 8;

/// Names in findings the smallest sets that satisfy the relations.
pub(super) fn tell(relations: &[Related<'_>], findings: &mut Vec<Finding>) {
    let equal = |r: &&Related<'_>| r.instance.operator == Operator::Equal && !r.instance.mentions;
    let relations: Vec<&Related<'_>> = relations.iter().filter(equal).collect();
    let system = System::new(&relations);
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

/// Relations over numbered values.
struct System<'r, 'a> {
    relations: &'r [&'r Related<'a>],
    equations: Vec<Equation>,
    values: Vec<Fact<'a>>,
    /// The mentions of each value, itself first.
    mentions: Vec<Vec<Fact<'a>>>,
    weights: Vec<u32>,
}

impl<'r, 'a> System<'r, 'a> {
    fn new(relations: &'r [&'r Related<'a>]) -> Self {
        let mut system = Self {
            relations,
            equations: Vec::new(),
            values: Vec::new(),
            mentions: Vec::new(),
            weights: Vec::new(),
        };
        let mut numbers: BTreeMap<*const Place, usize> = BTreeMap::new();
        for related in relations {
            let mut terms: BTreeMap<usize, Decimal> = BTreeMap::new();
            for (sign, operand) in signed(related) {
                let fact = operand.fact;
                let number = *numbers.entry(std::ptr::from_ref(fact.place)).or_insert_with(|| {
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
        if repairs.is_empty() || repairs.len() > ALTERNATIVES {
            return Vec::new();
        }
        let hypothesis = self.hypothesis(part, &repairs);
        let of_years = part.iter().filter_map(|at| self.relations.get(*at)).any(|r| of_years(r));
        let told: Vec<usize> = part
            .iter()
            .filter_map(|at| self.relations.get(*at).filter(|r| fails(r))?.finding)
            .collect();
        for at in &told {
            let Some(finding) = findings.get_mut(*at) else { continue };
            if !finding.corrections.is_empty() {
                continue;
            }
            finding.hypotheses.push(hypothesis.clone());
            finding.corrections = repairs.iter().map(|r| self.corrections(r)).collect();
            if of_years {
                finding.ask = Some(self.question(&repairs));
                finding.excluded.extend(self.not_enough(*at, part, &repairs));
            }
        }
        match repairs.as_slice() {
            [one] if one.len() == 1 => self.join_years(part, findings),
            _ => Vec::new(),
        }
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

    fn hypothesis(&self, part: &[usize], repairs: &[Repair]) -> Hypothesis {
        let ways: Vec<String> = repairs.iter().map(|r| self.reading(r, true)).collect();
        let mut text = format!(
            "Pour que les {} contrôles qui s'y rapportent tiennent ensemble, il suffit de lire {}",
            part.len(),
            listed_or(&ways)
        );
        let sums: Vec<String> = match repairs {
            [one] => self.shown(part, one),
            _ => self.shown(part, &Vec::new()),
        };
        if !sums.is_empty() {
            text = match (repairs.len(), sums.as_slice()) {
                (1, _) => format!("{text} (alors : {})", sums.join(" ; ")),
                (_, [one]) => format!("{text} ; {one} tient déjà"),
                _ => format!("{text} ; {} tiennent déjà", sums.join(", ")),
            };
        }
        Hypothesis { kind: "smallest_set".to_owned(), text: format!("{text}.") }
    }

    /// What the other figures of a finding's relation would leave at odds, each changed so that
    /// this relation holds.
    fn not_enough(&self, finding: usize, part: &[usize], repairs: &[Repair]) -> Option<Hypothesis> {
        let own = |at: &&usize| {
            self.relations.get(**at).is_some_and(|r| fails(r) && r.finding == Some(finding))
        };
        let equation = self.equations.get(*part.iter().find(own)?)?;
        let named = |value: &usize| repairs.iter().flatten().any(|(v, _)| v == value);
        let others = equation.terms.iter().filter(|(value, _)| !named(value));
        let alone: Option<Vec<Repair>> = others
            .map(|(value, factor)| {
                Some(vec![(*value, (-equation.residual).checked_div(*factor)?.normalize())])
            })
            .collect();
        let alone = alone.filter(|all| !all.is_empty() && all.len() <= ALTERNATIVES)?;
        let ways: Vec<String> = alone.iter().map(|repair| self.reading(repair, false)).collect();
        let left = alone.iter().map(|repair| self.left_at_odds(part, repair));
        let mut left = left.collect::<Option<Vec<(bool, String)>>>()?;
        left.dedup();
        let [(still, sum)] = left.as_slice() else { return None };
        Some(not_enough(&ways, *still, sum))
    }

    /// The first relation that a repair leaves at odds, « 269 − 53 = 216 et non 219 », and whether
    /// the repair does not touch it.
    fn left_at_odds(&self, part: &[usize], repair: &Repair) -> Option<(bool, String)> {
        let relations = part.iter().filter_map(|at| self.relations.get(*at));
        relations.filter(|r| few(r)).find_map(|r| {
            let sides = self.sides(r, repair);
            let [long, short] = &sides;
            let (sum, other) = (total(long, |f| f.value), total(short, |f| f.value));
            let touched = r.instance.operands().any(|o| self.changed(o, repair).is_some());
            let told = || format!("{} et non {}", side(long, sum), plain(short));
            (sum != other).then(|| (!touched, told()))
        })
    }

    /// « 272 au lieu de 269 dans le texte (p. 4) ».
    fn reading(&self, repair: &Repair, places: bool) -> String {
        let each = repair.iter().filter_map(|(value, change)| {
            let fact = self.values.get(*value)?;
            let (old, new) = (fact.value, fact.value.saturating_add(*change).normalize());
            let read = format!("{} au lieu de {}", figure(new, fact.unit), figure(old, fact.unit));
            let other = fact.name.starts_with(PREVIOUS);
            let mentions = self.mentions.get(*value).filter(|_| places);
            let place = mentions.map(|m| format!(" {}", stands(m, other))).unwrap_or_default();
            Some(format!("{read}{place}"))
        });
        each.collect::<Vec<_>>().join(" et ")
    }

    /// The equalities that a repair makes true, or that hold without any.
    fn shown(&self, part: &[usize], repair: &Repair) -> Vec<String> {
        let touched = |r: &&&Related<'a>| {
            let hit = r.instance.operands().any(|o| self.changed(o, repair).is_some());
            if repair.is_empty() { !fails(r) } else { hit }
        };
        let relations = part.iter().filter_map(|at| self.relations.get(*at));
        relations
            .filter(touched)
            .filter(|r| few(r))
            .take(SHOWN)
            .map(|r| {
                let [long, short] = self.sides(r, repair);
                let sum = side(&long, total(&long, |f| f.value));
                if short.len() == 1 { sum } else { format!("{sum} = {}", plain(&short)) }
            })
            .collect()
    }

    /// The value that a repair gives an operand; none where it leaves it.
    fn changed(&self, operand: &Operand<'a>, repair: &Repair) -> Option<Decimal> {
        let here = |(v, _): &&(usize, Decimal)| {
            self.values.get(*v).is_some_and(|f| std::ptr::eq(f.place, operand.fact.place))
        };
        let (_, change) = repair.iter().find(here)?;
        Some(operand.fact.value.saturating_add(*change).normalize())
    }

    /// The sides of a relation as a repair leaves them, the longer one first.
    fn sides(&self, related: &Related<'a>, repair: &Repair) -> [Vec<Operand<'a>>; 2] {
        let read = |o: &Operand<'a>| match self.changed(o, repair) {
            Some(value) => Operand { fact: Fact { value, ..o.fact }, ..*o },
            None => *o,
        };
        let [left, right] = [&related.instance.left, &related.instance.right]
            .map(|operands| operands.iter().map(read).collect::<Vec<_>>());
        if left.len() >= right.len() { [left, right] } else { [right, left] }
    }

    fn question(&self, repairs: &[Repair]) -> String {
        let ways: Vec<String> = repairs.iter().map(|r| self.reading(r, false)).collect();
        format!("Faut-il lire {} ?", listed_or(&ways))
    }

    fn corrections(&self, repair: &Repair) -> Vec<Correction> {
        let each = repair.iter().filter_map(|(value, change)| {
            let fact = self.values.get(*value)?;
            Some(Correction {
                name: fact.full_name(),
                value: fact.value,
                corrected: fact.value.saturating_add(*change).normalize(),
                document: fact.record.document.path.clone(),
                place: fact.place.clone(),
            })
        });
        each.collect()
    }
}

/// That other figures do not do, with what they leave at odds.
fn not_enough(ways: &[String], still: bool, sum: &str) -> Hypothesis {
    let text = match (ways, still) {
        ([only], false) => {
            format!("Lire {only} ne suffirait pas : on aurait alors {sum}.")
        }
        ([only], true) => {
            format!("Lire {only} ne suffirait pas : on aurait encore {sum}.")
        }
        (_, false) => {
            format!("Lire {}, ne suffirait pas : on aurait alors {sum}.", listed_or(ways))
        }
        (_, true) => {
            format!("Lire {}, ne suffirait pas : on aurait encore {sum}.", listed_or(ways))
        }
    };
    Hypothesis { kind: "smallest_set".to_owned(), text }
}

fn plain(operands: &[Operand<'_>]) -> String {
    figure(total(operands, |f| f.value), unit(operands))
}

/// Whether a relation is short enough to be shown.
fn few(related: &Related<'_>) -> bool {
    (3..=5).contains(&related.instance.operands().count())
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
            && !std::ptr::eq(other.place, fact.place)
    };
    let repeated = related.instance.also.iter().filter(same).copied();
    std::iter::once(*fact).chain(repeated).collect()
}

/// One value, and one more for each mention that repeats it or for standing in another document.
fn weight(fact: &Fact<'_>, mentions: &[Fact<'_>], related: &Related<'_>) -> u32 {
    let elsewhere = !std::ptr::eq(fact.record, related.instance.record);
    WEIGHT + (mentions.len() - 1).min(3) as u32 + u32::from(elsewhere)
}
