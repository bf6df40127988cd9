//! Amounts by operator: a table or sentences of a document against the lines of the actions that it
//! confides to each.
//!
//! A row is one of an operator where its label is the operator's name, a sentence where the name
//! alone leads to the amount. That they are about these lines at all (and not what somebody else
//! pays) is said by the others: a difference is told only where at least as many operators agree.

use std::collections::BTreeMap;

use super::facts::{Fact, Origin};
use super::instance::Instance;
use super::ledger::Ledger;
use super::names;
use super::says::Says;
use super::verdict::{Comparison, Operand};
use crate::issue::Severity;
use crate::number::place_of;
use crate::record::{Aliased, Budget, FREE_AMOUNT, Record, RowKind};

/// The check.
const CHECK: &str = "montant-par-operateur";

/// Agreements that sentences need: a table says by its rows what it is, prose does not.
const AGREEING_SENTENCES: usize = 2;

/// The lines of an operator in a column.
struct Confided<'a> {
    name: &'a str,
    actions: Vec<&'a str>,
    lines: Vec<Fact<'a>>,
}

/// Compares what a document gives by operator with the lines of their actions.
pub(super) fn check<'a>(record: &'a Record, ledger: &mut Ledger<'a>) {
    let Some(budget) = record.budgets.iter().find(|b| b.rows.iter().any(is_action)) else { return };
    for column in &budget.columns {
        let confided = confided(record, budget, &column.id);
        if confided.len() < 2 {
            continue;
        }
        for other in record.budgets.iter().filter(|b| !std::ptr::eq(*b, budget)) {
            let same = |c: &&crate::record::BudgetColumn| {
                c.id == column.id || names::key(&c.label) == names::key(&column.label)
            };
            for named in other.columns.iter().filter(same) {
                enter(record, &confided, &rows(record, other, &named.id), 1, ledger);
            }
        }
        // Prose says « soutien de l'État » at the best, and seldom that.
        if column.id == "etat" {
            enter(record, &confided, &sentences(record, &confided), AGREEING_SENTENCES, ledger);
        }
    }
}

fn is_action(row: &crate::record::BudgetRow) -> bool {
    row.kind == RowKind::Line && row.action.is_some()
}

/// The lines of a column by operator, where each action of the operator has one.
fn confided<'a>(
    record: &'a Record,
    budget: &'a Budget,
    column: &str,
) -> BTreeMap<String, Confided<'a>> {
    let mut all: BTreeMap<String, Confided<'a>> = BTreeMap::new();
    for action in &record.actions {
        let Some(name) = action.operator.as_deref() else { continue };
        let new = || Confided { name, actions: Vec::new(), lines: Vec::new() };
        let own = all.entry(names::key(name)).or_insert_with(new);
        own.actions.push(&action.id);
        let here = |row: &&crate::record::BudgetRow| row.action.as_ref() == Some(&action.id);
        for row in budget.rows.iter().filter(|row| is_action(row)).filter(here) {
            let cell = row.cells.get_key_value(column);
            own.lines.extend(cell.map(|(id, c)| Fact::of_cell(record, (budget, row), (id, c))));
        }
    }
    all.retain(|_, own| own.lines.len() == own.actions.len());
    all
}

/// The amounts of a table's rows, by the key of their label.
fn rows<'a>(record: &'a Record, budget: &'a Budget, column: &str) -> Vec<(String, Fact<'a>)> {
    let lines = budget.rows.iter().filter(|row| row.kind == RowKind::Line);
    let of = lines.filter_map(|row| {
        let (id, cell) = row.cells.get_key_value(column)?;
        Some((names::key(&row.label), Fact::of_cell(record, (budget, row), (id, cell))))
    });
    of.collect()
}

/// The amounts of the prose to which an operator's name leads: « CESAM : 12 500 € ».
fn sentences<'a>(
    record: &'a Record,
    confided: &BTreeMap<String, Confided<'a>>,
) -> Vec<(String, Fact<'a>)> {
    let free = |at: &usize| {
        record.amounts.get(*at).is_some_and(|a| a.id == FREE_AMOUNT && a.action.is_none())
    };
    let amounts = (0..record.amounts.len()).filter(free);
    let facts = amounts.filter_map(|at| Fact::aliased(record, Aliased::Amount(at)));
    let of = facts.filter_map(|fact| {
        let text = fact.place.text();
        let before = text.get(..place_of(text, fact.written)?)?;
        let clause = before.rsplit([';', '.', ',', '(', '€']).next()?;
        let words = format!(" {} ", names::key(clause));
        let mut named = confided.keys().filter(|key| words.contains(&format!(" {key} ")));
        let key = named.next().filter(|_| named.next().is_none())?;
        Some((key.clone(), fact))
    });
    of.collect()
}

/// Enters what is given by operator, if enough of it agrees.
fn enter<'a>(
    record: &'a Record,
    confided: &BTreeMap<String, Confided<'a>>,
    given: &[(String, Fact<'a>)],
    agreeing: usize,
    ledger: &mut Ledger<'a>,
) {
    let pairs = given.iter().filter_map(|(key, fact)| Some((confided.get(key)?, *fact)));
    let made: Vec<(Instance<'a>, Comparison)> = pairs
        .map(|(own, fact)| {
            let instance = instance(record, own, fact);
            let comparison = instance.compare();
            (instance, comparison)
        })
        .collect();
    let failed = made.iter().filter(|(_, c)| c.verdict.is_some()).count();
    let held = made.len() - failed;
    if held < agreeing || held < failed {
        ledger.uncheckable(failed as u32);
        return;
    }
    for (instance, comparison) in made {
        ledger.enter(instance, comparison);
    }
}

fn instance<'a>(record: &'a Record, own: &Confided<'a>, fact: Fact<'a>) -> Instance<'a> {
    let table = match fact.origin {
        Origin::Cell { budget, column, .. } => format!("{}|{column}", budget.id),
        _ => String::new(),
    };
    Instance {
        says: Says::Operator,
        severity: Severity::Warning,
        body: Some((own.name, own.actions.clone())),
        keys: vec![own.name.to_owned(), own.actions.join(" "), table],
        left: vec![Operand::once(fact)],
        right: own.lines.iter().copied().map(Operand::once).collect(),
        ..Instance::new(CHECK, "montant de l'opérateur = somme(lignes de ses actions)", record)
    }
}
