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
use super::{Stand, System, fails};
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
        let changed = |o: &Operand<'a>| {
            let here = |(v, _): &&(usize, Decimal)| {
                self.values.get(*v).is_some_and(|f| Stand::of(f) == Stand::of(&o.fact))
            };
            let change = repair.iter().find(here).map_or(Decimal::ZERO, |(_, change)| *change);
            let value = o.fact.value.saturating_add(change).normalize();
            Operand { fact: Fact { value, ..o.fact }, ..*o }
        };
        let touched = |r: &&&Related<'a>| {
            let hit = r.instance.operands().any(|o| changed(o).fact.value != o.fact.value);
            if repair.is_empty() { !fails(r) } else { hit }
        };
        let few = |r: &&&Related<'a>| (3..=5).contains(&r.instance.operands().count());
        let relations = part.iter().filter_map(|at| self.relations.get(*at));
        relations
            .filter(touched)
            .filter(few)
            .take(SHOWN)
            .map(|r| {
                let sides = [&r.instance.left, &r.instance.right]
                    .map(|operands| operands.iter().map(changed).collect::<Vec<_>>());
                let [long, short] = if sides[0].len() >= sides[1].len() {
                    sides
                } else {
                    let [l, r] = sides;
                    [r, l]
                };
                let sum = side(&long, total(&long, |f| f.value), self.lang);
                if short.len() == 1 { sum } else { format!("{sum} = {}", plain(&short, self.lang)) }
            })
            .collect()
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

fn plain(operands: &[Operand<'_>], lang: Lang) -> String {
    figure(total(operands, |f| f.value), unit(operands), lang)
}
