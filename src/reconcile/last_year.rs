//! The hypothesis that a figure is last year's, copied: offered where one of the figures of a
//! difference is that of the same name a year before, excluded where the document of the year
//! before is there and none is.
//!
//! Amounts of a convention are often the same every year, so that a figure that did not change
//! says something only beside one that did.

use std::collections::HashSet;

use super::alike::{self, Actions};
use super::correspondences::Correspondences;
use super::facts::{Fact, Origin, gather};
use super::finding::{Finding, Hypothesis};
use super::instance::Instance;
use super::names;
use super::sides::{keep_own_year, values};
use super::verdict::Operand;
use super::words::{Told, figure, listed, stands};
use crate::issue::Lang;
use crate::record::{BudgetRow, Record};
use crate::rules::{Operator, PREVIOUS};
use crate::sentence;

/// Figures told one by one when none is last year's.
const TOLD: usize = 3;

/// Adds what the year before says of a difference.
pub(super) fn explain(
    instance: &Instance<'_>,
    before: Option<&Record>,
    table: &Correspondences,
    finding: &mut Finding,
    lang: Lang,
) {
    let previous = |o: &Operand<'_>| o.fact.name.starts_with(PREVIOUS);
    let Some(before) = before else { return };
    if instance.operator != Operator::Equal || instance.operands().any(previous) {
        return;
    }
    let pairs = pairs(instance, before, table);
    if pairs.is_empty() {
        return;
    }
    let year = before.year().unwrap_or_default();
    let kind = "last_year".to_owned();
    match copied(instance, &pairs) {
        Some((now, then)) => {
            let value = figure(now.value, now.unit, lang);
            let here = stands(&[*now], Told::Spot, lang);
            let there = stands(&[*then], Told::Document, lang);
            let text = sentence::copied(lang, value, here, year, there);
            finding.hypotheses.push(Hypothesis { kind, text });
        }
        None => finding.excluded.push(Hypothesis { kind, text: excluded(&pairs, year, lang) }),
    }
}

/// A fact with that of the year before.
type Pair<'a> = (Fact<'a>, Fact<'a>);

fn pairs<'a>(
    instance: &Instance<'a>,
    before: &'a Record,
    table: &'a Correspondences,
) -> Vec<Pair<'a>> {
    let actions = alike::actions(instance.record, before, table);
    let own = instance.operands().map(|o| o.fact);
    let own = own.filter(|f| std::ptr::eq(f.record, instance.record));
    own.filter_map(|fact| Some((fact, counterpart(&fact, before, &actions)?))).collect()
}

/// The one figure that is last year's: a side that is one figure before a term of a sum.
fn copied<'p, 'a>(instance: &Instance<'_>, pairs: &'p [Pair<'a>]) -> Option<&'p Pair<'a>> {
    let same = |(now, then): &&Pair<'_>| now.value == then.value && !now.value.is_zero();
    let sides = [&instance.left, &instance.right];
    let alone = |(now, _): &&Pair<'_>| {
        sides.iter().any(|side| matches!(side.as_slice(), [o] if same_place(&o.fact, now)))
    };
    if pairs.len() > 1 && pairs.iter().all(|pair| same(&pair)) {
        return None;
    }
    let mut single = pairs.iter().filter(alone).filter(same);
    let mut among = pairs.iter().filter(|p| !alone(p)).filter(same);
    match (single.next(), single.next(), among.next(), among.next()) {
        (Some(one), None, _, _) | (None, _, Some(one), None) => Some(one),
        _ => None,
    }
}

fn same_place(a: &Fact<'_>, b: &Fact<'_>) -> bool {
    std::ptr::eq(a.place, b.place)
}

/// The value of the same name a year before, where it is one.
pub(super) fn counterpart<'a>(
    fact: &Fact<'a>,
    before: &'a Record,
    actions: &Actions<'a>,
) -> Option<Fact<'a>> {
    let action = match fact.action {
        Some(action) => Some(actions.before(action)?.0),
        None => None,
    };
    if let Origin::Cell { budget, row, column } = fact.origin {
        let rows = before.budgets.iter().filter(|b| b.id == budget.id);
        let mut cells =
            rows.flat_map(|b| b.rows.iter().map(move |r| (b, r))).filter_map(|(b, r)| {
                let (column, cell) = r.cells.get_key_value(column)?;
                same_row(row, r, action).then(|| Fact::of_cell(before, (b, r), (column, cell)))
            });
        let first = cells.next();
        return first.filter(|_| cells.next().is_none());
    }
    let mut facts = gather(before, &HashSet::from([fact.name])).remove(fact.name)?;
    facts.retain(|f| f.action == action);
    keep_own_year(&mut facts);
    facts.first().copied().filter(|_| values(&facts).len() == 1)
}

fn same_row(now: &BudgetRow, then: &BudgetRow, action: Option<&str>) -> bool {
    let named = match action {
        Some(action) => then.action.as_deref() == Some(action),
        None => names::key(&now.label) == names::key(&then.label),
    };
    now.kind == then.kind && named
}

fn excluded(pairs: &[Pair<'_>], year: &str, lang: Lang) -> String {
    let same = pairs.iter().filter(|(now, then)| now.value == then.value).count();
    if same == pairs.len() {
        return sentence::copied_all(lang, year);
    }
    if same > 0 {
        return sentence::copied_some(lang, same, year);
    }
    if pairs.len() > TOLD {
        return sentence::copied_none_of(lang, pairs.len(), year);
    }
    let show = |fact: &Fact<'_>| figure(fact.value, fact.unit, lang);
    let told = |(now, then): &Pair<'_>| sentence::not_that_figure(lang, show(now), show(then));
    let told: Vec<String> = pairs.iter().map(told).collect();
    sentence::copied_none(lang, year, listed(&told, lang))
}
