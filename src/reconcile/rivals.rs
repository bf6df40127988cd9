//! Values of several columns under one name, and values with and without tax: same with same.
//!
//! A table with « État prévu » and « État réalisé » gives two values of one name. What is spent
//! is compared with what is spent where the other side says so; where nothing tells which is
//! meant, an equality holds if one of them satisfies it, and is left open otherwise. An amount
//! without tax is never told as different from one with it.

use std::collections::BTreeSet;

use super::facts::{Fact, Origin, Unit};
use super::instance::Instance;
use super::lack::Lack;
use super::sides::{Set, Sides, values};
use super::verdict::compare;
use super::words::{listed, short, spots_by_document};
use crate::issue::Lang;
use crate::number::Tax;
use crate::rules::{Check, Operator};
use crate::sentence;

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

/// That one name might mean several columns: « A » and « B »; `None` where it does not.
pub(super) fn several_columns(name: &str, facts: &[Fact<'_>], lang: Lang) -> Option<Lack> {
    let heading = |f: &Fact<'_>| {
        let Origin::Cell { budget, column, .. } = f.origin else { return None };
        let at = budget.columns.iter().position(|c| c.id == column)?;
        Some((at, short(budget.heading(column))))
    };
    let all: BTreeSet<(usize, String)> = facts.iter().filter_map(heading).collect();
    let told = |lang| {
        let quoted = all.iter().map(|(_, heading)| sentence::quoted(lang, heading));
        sentence::lacks_one_column(lang, name, listed(&quoted.collect::<Vec<_>>(), lang))
    };
    (of_columns(facts) && all.len() > 1).then(|| Lack::because(lang, told))
}

/// Why two sides that differ are not to be compared: one is without tax, the other is not, or
/// does not say.
pub(super) fn taxed_apart(instance: &Instance<'_>, lang: Lang) -> Option<Lack> {
    let facts: Vec<Fact<'_>> = instance.operands().map(|o| o.fact).collect();
    let (without, with): (Vec<Fact<'_>>, Vec<Fact<'_>>) =
        facts.into_iter().filter(|f| f.unit == Unit::Euro).partition(|f| f.tax == Some(Tax::Ht));
    if without.is_empty() || with.is_empty() {
        return None;
    }
    let key = instance.keys.first().filter(|k| !k.is_empty());
    Some(Lack::because(lang, |lang| {
        let spots = |facts| spots_by_document(facts, lang);
        sentence::lacks_one_tax(lang, key, spots(&without), spots(&with))
    }))
}

#[cfg(test)]
mod tests {
    use crate::number::Tax;
    use crate::reconcile::made::{Made, check, loud, run};
    use crate::record::{BudgetColumn, Nature};

    /// A bilan whose prose says `soutien`, with two columns of the State.
    fn bilan(soutien: &str, amounts: [&str; 2], state: impl Fn(&mut [BudgetColumn])) -> Made {
        let [one, two] = amounts;
        let text = format!("L 1.2 | {one} | {two} | 900\nT Total | {one} | {two} | 900");
        let mut made = Made::new("bilan", "b.pdf").field("annee", "2023").action("1.2", "CESAM");
        made =
            made.amount("soutien", soutien, 2).table("budget", &["etat", "autre", "ville"], &text);
        made.0.budgets[0].columns[1].rival_of = Some("etat".to_owned());
        state(&mut made.0.budgets[0].columns);
        made
    }

    fn natures(columns: &mut [BudgetColumn]) {
        columns[0].nature = Some(Nature::Previsionnel);
        columns[1].nature = Some(Nature::Realise);
    }

    fn taxes(columns: &mut [BudgetColumn]) {
        columns[0].tax = Some(Tax::Ht);
        columns[1].tax = Some(Tax::Ttc);
    }

    #[test]
    fn of_two_columns_the_one_that_satisfies_an_equality_is_meant() {
        let checks = || vec![check("soutien", "soutien = budget.total.etat")];
        for soutien in ["700", "800"] {
            let found = run(vec![bilan(soutien, ["700", "800"], natures)], checks());
            assert_eq!((loud(&found), found.checks.not_checkable), (vec![], 0), "{soutien}");
        }
        let found = run(vec![bilan("750", ["700", "800"], natures)], checks());
        assert_eq!((loud(&found), found.checks.not_checkable), (vec![], 1));
        let told = &found.findings[0].message;
        assert!(told.contains("(« Montant etat » et « Montant autre »)"), "{told}");
    }

    #[test]
    fn an_inequality_is_left_open_where_the_columns_disagree() {
        let checks = || vec![check("parite", "budget.total.ville >= budget.total.etat")];
        let open = run(vec![bilan("1", ["800", "960"], taxes)], checks());
        assert_eq!((loud(&open), open.checks.not_checkable), (vec![], 1));
        let held = run(vec![bilan("1", ["700", "840"], taxes)], checks());
        assert_eq!((loud(&held), held.checks.not_checkable), (vec![], 0));
    }

    #[test]
    fn an_amount_without_tax_is_not_told_as_different_from_one_with_it() {
        let checks = || vec![check("soutien", "soutien = autre")];
        let told = |tax| {
            let made = Made::new("bilan", "b.pdf").amount_of("soutien", "833", 2, |a| a.tax = tax);
            let found = run(vec![made.amount("autre", "1000", 2)], checks());
            (loud(&found).len(), found.checks.not_checkable)
        };
        assert_eq!(told(Some(Tax::Ht)), (0, 1));
        assert_eq!(told(Some(Tax::Ttc)), (1, 0));
        assert_eq!(told(None), (1, 0));
    }

    #[test]
    fn what_was_spent_is_compared_with_what_was_spent_across_documents() {
        let mut across = check("operateur", "compte-rendu:etat = budget.ligne.etat");
        across.by = vec!["action".to_owned(), "annee".to_owned()];
        let report = |parts: &[&str]| {
            let mut made = Made::new("compte-rendu", "a.xlsx").field("annee", "2023");
            made = made.field("action", "1.2").field("operateur", "CESAM");
            for value in parts {
                made = made.amount_of("etat", value, 1, |a| {
                    a.nature = Some(Nature::Realise);
                    a.part = parts.len() > 1;
                });
            }
            made
        };
        let told = |parts: &[&str]| {
            let made = vec![bilan("1", ["700", "800"], natures), report(parts)];
            loud(&run(made, vec![across.clone()]))
        };
        assert_eq!(told(&["800"]), []);
        assert_eq!(told(&["700"]).len(), 1);
        assert_eq!(told(&["500", "300"]), []);
        let (_, left, right) = &told(&["500", "200"])[0];
        assert_eq!((left.as_str(), right.as_str()), ("700", "800"));
    }
}
