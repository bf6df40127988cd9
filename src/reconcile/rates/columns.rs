//! Percentages of a table: a column of them beside what was planned and what was spent.
//!
//! Headings say which is which; the rows say which reckoning is meant (the share that was spent,
//! or how far it is from what was planned), by agreeing with it. Where most do not, the column is
//! one of something else, and nothing is told.

use super::super::facts::{Fact, Unit};
use super::super::finding::Verdict;
use super::super::instance::Instance;
use super::super::ledger::Ledger;
use super::super::names;
use super::super::says::Says;
use super::super::verdict::{Comparison, Operand};
use super::super::words::short;
use super::fit;
use crate::issue::Severity;
use crate::record::{Budget, BudgetColumn, BudgetRow, Record};
use crate::rules::Rate;

/// How headings of what was planned open.
const PLANNED: [&str; 6] = ["prev", "budget", "vot", "attribu", "notifi", "attendu"];

/// How headings of what came of it open.
const DONE: [&str; 7] = ["realis", "execut", "reel", "mandat", "consomm", "depens", "vers"];

/// Recomputes the columns of percentages of a record's tables.
pub(in crate::reconcile) fn check<'a>(record: &'a Record, ledger: &mut Ledger<'a>) {
    for budget in &record.budgets {
        let (mut before, mut trios) = (0, Vec::new());
        for (at, column) in budget.columns.iter().enumerate().filter(|(_, c)| is_rate(c)) {
            // In a form of two halves each percentage closes its own half.
            let half = budget.columns.get(before..at).unwrap_or_default();
            before = at + 1;
            trios.extend(Trio::of(half, column));
        }
        check_columns(record, budget, &trios, ledger);
    }
}

/// A column of percentages and the two that it is of.
struct Trio<'a> {
    planned: &'a BudgetColumn,
    done: &'a BudgetColumn,
    rate: &'a BudgetColumn,
}

impl<'a> Trio<'a> {
    fn of(half: &'a [BudgetColumn], rate: &'a BudgetColumn) -> Option<Self> {
        let opens = |c: &&BudgetColumn, with: &[&str]| {
            let key = names::key(&c.label);
            key.split(' ').any(|word| with.iter().any(|w| word.starts_with(w)))
        };
        let only = |with: &[&str], without: &[&str]| {
            let mut found = half.iter().filter(|c| opens(c, with) && !opens(c, without));
            found.next().filter(|_| found.next().is_none())
        };
        Some(Self { planned: only(&PLANNED, &DONE)?, done: only(&DONE, &PLANNED)?, rate })
    }
}

fn is_rate(column: &BudgetColumn) -> bool {
    let key = names::key(&column.label);
    column.label.contains('%') || key.split(' ').any(|w| matches!(w, "taux" | "pourcentage"))
}

/// A row under one reckoning.
type Reckoned<'a> = (Instance<'a>, Comparison);

/// Both halves of a form are reckoned in one way.
fn check_columns<'a>(
    record: &'a Record,
    budget: &'a Budget,
    trios: &[Trio<'a>],
    ledger: &mut Ledger<'a>,
) {
    let rows = |rate| {
        let of = |trio| {
            budget.rows.iter().filter_map(move |row| reckoned(record, budget, row, trio, rate))
        };
        trios.iter().flat_map(of).collect::<Vec<Reckoned<'_>>>()
    };
    let fails = |rows: &[Reckoned<'_>]| {
        rows.iter().filter(|(_, c)| c.verdict == Some(Verdict::Different)).count()
    };
    let (share, variation) = (rows(Rate::Share), rows(Rate::Variation));
    let meant = if fails(&share) <= fails(&variation) { share } else { variation };
    let failed = fails(&meant);
    let held = meant.len() - failed;
    if held < 2 || held <= 2 * failed {
        ledger.uncheckable(failed as u32);
        return;
    }
    for (instance, comparison) in meant {
        ledger.enter(instance, comparison);
    }
}

/// The percentage of a row, recomputed.
fn reckoned<'a>(
    record: &'a Record,
    budget: &'a Budget,
    row: &'a BudgetRow,
    trio: &Trio<'a>,
    rate: Rate,
) -> Option<Reckoned<'a>> {
    let fact = |column: &BudgetColumn| {
        let (id, cell) = row.cells.get_key_value(&column.id)?;
        Some(Fact::of_cell(record, (budget, row), (id, cell)))
    };
    let (planned, done) = (fact(trio.planned)?, fact(trio.done)?);
    let written = Fact { unit: Unit::Percent, ..fact(trio.rate)? };
    let [first, second] = match rate {
        Rate::Share => [done, planned],
        Rate::Variation => [planned, done],
    };
    if !fit(rate, &first, &second, &written) {
        return None;
    }
    let instance = row_instance((record, budget, row), trio, rate, ([first, second], written));
    let comparison = instance.compare();
    Some((instance, comparison))
}

fn row_instance<'a>(
    (record, budget, row): (&'a Record, &'a Budget, &'a BudgetRow),
    trio: &Trio<'a>,
    rate: Rate,
    (left, written): ([Fact<'a>; 2], Fact<'a>),
) -> Instance<'a> {
    let label = budget.label_beside(row, &trio.rate.id);
    let (done, planned) = (trio.done.label.as_str(), trio.planned.label.as_str());
    let (says, relation) = match rate {
        Rate::Share => (Says::Share { row: label, done, planned }, "part(realise, prevu) = taux"),
        Rate::Variation => {
            (Says::Variation { row: label, planned, done }, "variation(prevu, realise) = taux")
        }
    };
    let name = names::key(&short(label));
    Instance {
        says,
        rate: Some(rate),
        severity: Severity::Warning,
        keys: vec![String::new(), budget.id.clone(), trio.rate.id.clone(), name],
        left: left.map(Operand::once).to_vec(),
        right: vec![Operand::once(written)],
        ..Instance::new("taux-ligne", relation, record)
    }
}
