//! What the smallest sets of values say: a hypothesis, its question, its corrections.
//!
//! Takes repairs of a system of relations and gives them as findings carry them. The equalities
//! that speak for a repair are shown with it, so that its reader need not reckon.

use rust_decimal::Decimal;

use super::super::facts::Fact;
use super::super::finding::{Correction, Hypothesis};
use super::super::ledger::Related;
use super::super::repair::Repair;
use super::super::verdict::{Operand, total};
use super::super::words::{Told, figure, in_turn, listed_or, side, stands, unit};
use super::{ALTERNATIVES, Stand, System, fails};
use crate::issue::Lang;
use crate::sentence;

/// Equalities shown with the corrected values, and the terms of one that is shown.
const SHOWN: usize = 3;

impl<'a> System<'_, 'a> {
    /// The hypothesis that names some repairs, with the equalities that speak for them.
    pub(super) fn hypothesis(&self, part: &[usize], repairs: &[Repair]) -> Hypothesis {
        let (lang, count, ways) = (self.lang, part.len(), self.ways(repairs, true));
        let sums = match repairs {
            [one] => self.shown(part, one),
            _ => self.shown(part, &Vec::new()),
        };
        let text = match (repairs.len(), sums.len()) {
            (_, 0) => sentence::smallest_set(lang, count, ways),
            (1, _) => {
                let sums = in_turn(sums, |before, sum| sentence::list_next(lang, before, sum));
                sentence::smallest_set_then(lang, count, ways, sums)
            }
            (_, held) => {
                let sums = in_turn(sums, |before, sum| sentence::list_comma(lang, before, sum));
                sentence::smallest_set_held(lang, count, ways, sums, held)
            }
        };
        Hypothesis { kind: "smallest_set".to_owned(), text }
    }

    /// What is to be read, one way a repair.
    fn ways(&self, repairs: &[Repair], places: bool) -> String {
        let ways: Vec<String> = repairs.iter().map(|r| self.reading(r, places)).collect();
        listed_or(&ways, self.lang)
    }

    /// « 272 au lieu de 269 dans le texte (p. 4) ».
    fn reading(&self, repair: &Repair, places: bool) -> String {
        let lang = self.lang;
        let each = repair.iter().filter_map(|(value, change)| {
            let fact = self.values.get(*value)?;
            let (old, new) = (fact.value, fact.value.saturating_add(*change).normalize());
            let (old, new) = (figure(old, fact.unit, lang), figure(new, fact.unit, lang));
            let other = !self.is_own(fact);
            let mentions = self.mentions.get(*value).filter(|_| places);
            let stands = mentions.map(|m| stands(m, Told::of(other), lang));
            Some(sentence::reading(lang, new, old, stands))
        });
        in_turn(each, |before, one| sentence::list_and(lang, before, one))
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
                let sum = side(&long, total(&long, |f| f.value), self.lang);
                if short.len() == 1 { sum } else { format!("{sum} = {}", plain(&short, self.lang)) }
            })
            .collect()
    }

    /// What the other figures of a relation would leave at odds, each changed so that this
    /// relation holds.
    pub(super) fn not_enough(
        &self,
        at: usize,
        near: &[usize],
        repairs: &[Repair],
    ) -> Option<Hypothesis> {
        let equation = self.equations.get(at)?;
        let named = |value: &usize| repairs.iter().flatten().any(|(v, _)| v == value);
        let others = equation.terms.iter().filter(|(value, _)| !named(value));
        let alone: Option<Vec<Repair>> = others
            .map(|(value, factor)| {
                Some(vec![(*value, (-equation.residual).checked_div(*factor)?.normalize())])
            })
            .collect();
        let alone = alone.filter(|all| !all.is_empty() && all.len() <= ALTERNATIVES)?;
        let left = alone.iter().map(|repair| self.left_at_odds(near, repair));
        let mut left = left.collect::<Option<Vec<(&'static str, String)>>>()?;
        left.dedup();
        let [(when, sum)] = left.as_slice() else { return None };
        let ways = self.ways(&alone, false);
        let text = sentence::not_enough(self.lang, alone.len(), ways, *when, sum);
        Some(Hypothesis { kind: "smallest_set".to_owned(), text })
    }

    /// The first relation that a repair leaves at odds, « 269 − 53 = 216 et non 219 », and whether
    /// it is so `then` or `still`, the repair not touching it.
    fn left_at_odds(&self, near: &[usize], repair: &Repair) -> Option<(&'static str, String)> {
        let relations = near.iter().filter_map(|at| self.relations.get(*at));
        relations.filter(|r| few(r)).find_map(|r| {
            let sides = self.sides(r, repair);
            let [longer, short] = &sides;
            let (sum, other) = (total(longer, |f| f.value), total(short, |f| f.value));
            let touched = r.instance.operands().any(|o| self.changed(o, repair).is_some());
            let lang = self.lang;
            let told = || sentence::and_not(lang, side(longer, sum, lang), plain(short, lang));
            (sum != other).then(|| (if touched { "then" } else { "still" }, told()))
        })
    }

    /// The value that a repair gives an operand; none where it leaves it.
    fn changed(&self, operand: &Operand<'a>, repair: &Repair) -> Option<Decimal> {
        let here = |(v, _): &&(usize, Decimal)| {
            self.values.get(*v).is_some_and(|f| Stand::of(f) == Stand::of(&operand.fact))
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

    /// Whether figures are to be read as repairs have it.
    pub(super) fn question(&self, repairs: &[Repair]) -> String {
        sentence::ask_reading(self.lang, self.ways(repairs, false))
    }

    /// Whether a value stands in the document whose findings are told: its relations are first.
    fn is_own(&self, fact: &Fact<'_>) -> bool {
        let own = self.relations.first().map(|r| r.instance.record);
        own.is_some_and(|own| std::ptr::eq(own, fact.record))
    }

    /// The values of a repair, each with what it becomes.
    pub(super) fn corrections(&self, repair: &Repair) -> Vec<Correction> {
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

/// Whether a relation is short enough to be shown.
fn few(related: &Related<'_>) -> bool {
    (3..=5).contains(&related.instance.operands().count())
}

fn plain(operands: &[Operand<'_>], lang: Lang) -> String {
    figure(total(operands, |f| f.value), unit(operands), lang)
}
