//! Percentages of a table: a column of them beside what was planned and what was spent.
//!
//! Headings say which is which; the rows say which reckoning is meant (the share that was spent,
//! or how far it is from what was planned), by agreeing with it. Where most do not, the column is
//! one of something else, and nothing is told. A cell without a percent sign may be the number of
//! percents (30,3) or the share itself (0,303, as a sheet stores what it would show as 30,3 %): that
//! too the rows say.

use std::rc::Rc;

use rust_decimal::Decimal;

use super::super::facts::{Fact, Unit};
use super::super::finding::Verdict;
use super::super::instance::Instance;
use super::super::ledger::Ledger;
use super::super::names;
use super::super::planned::{Pair, is_rate};
use super::super::says::Says;
use super::super::verdict::{Comparison, Operand};
use super::super::words::row_called;
use super::fit;
use crate::issue::{Lang, Severity};
use crate::record::{Budget, BudgetColumn, BudgetRow, Labels, Record};
use crate::rules::Rate;

/// Recomputes the columns of percentages of a record's tables.
pub(in crate::reconcile) fn check<'a>(record: &'a Record, ledger: &mut Ledger<'a>) {
    for budget in &record.budgets {
        let labels = Rc::new(budget.labels());
        let (mut before, mut trios) = (0, Vec::new());
        for (at, column) in budget.columns.iter().enumerate().filter(|(_, c)| is_rate(c)) {
            // In a form of two halves each percentage closes its own half.
            let half = budget.columns.get(before..at).unwrap_or_default();
            before = at + 1;
            trios.extend(Trio::of(half, column, &labels));
        }
        check_columns(record, budget, &trios, ledger);
    }
}

/// A column of percentages and the two that it is of.
struct Trio<'a> {
    pair: Pair<'a>,
    rate: &'a BudgetColumn,
    labels: Rc<Labels<'a>>,
}

impl<'a> Trio<'a> {
    fn of(
        half: &'a [BudgetColumn],
        rate: &'a BudgetColumn,
        labels: &Rc<Labels<'a>>,
    ) -> Option<Self> {
        Some(Self { pair: Pair::of(half)?, rate, labels: Rc::clone(labels) })
    }
}

/// How a number under a heading of percentages is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// 30,3 is 30,3 %.
    Percents,
    /// 0,303 is 30,3 %.
    Share,
}

/// Every reading of a column, the likeliest first.
const READINGS: [(Rate, Written); 4] = [
    (Rate::Share, Written::Percents),
    (Rate::Variation, Written::Percents),
    (Rate::Share, Written::Share),
    (Rate::Variation, Written::Share),
];

/// A cell as a percentage. One that bears the sign is what it says.
fn percentage(cell: Fact<'_>, written: Written) -> Fact<'_> {
    let signed = cell.unit == Unit::Percent;
    let times = if signed || written == Written::Percents { 1 } else { 100 };
    let times = |value: Decimal| value.saturating_mul(Decimal::from(times)).normalize();
    let value = if written == Written::Share && !signed { cell.stored() } else { cell.value };
    Fact { unit: Unit::Percent, value: times(value), step: times(cell.step), ..cell }
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
    let rows = |(rate, written)| {
        let of = |trio| {
            let row = move |row| reckoned((record, budget, row), trio, (rate, written));
            budget.rows.iter().filter_map(row)
        };
        trios.iter().flat_map(of).collect::<Vec<Reckoned<'_>>>()
    };
    let fails = |rows: &Vec<Reckoned<'_>>| {
        rows.iter().filter(|(_, c)| c.verdict == Some(Verdict::Different)).count()
    };
    let named = !trios.is_empty() && trios.iter().all(|t| is_named(t.rate));
    // A heading may say which rate is meant, the rows how it is written. Of readings that do
    // equally well the first is meant.
    let open = READINGS.into_iter().filter(|(rate, _)| !named || *rate == Rate::Share);
    let Some(meant) = open.map(rows).min_by_key(fails) else { return };
    let failed = fails(&meant);
    let held = meant.len() - failed;
    if named && failed > held {
        enter_once(meant, ledger);
        return;
    }
    if !named && (held < 2 || held <= 2 * failed) {
        ledger.uncheckable(failed as u32);
        return;
    }
    for (instance, comparison) in meant {
        ledger.enter(instance, comparison);
    }
}

/// Whether a heading says itself what its percentages are: « Taux de réalisation ».
fn is_named(column: &BudgetColumn) -> bool {
    let key = names::key(&column.label);
    let word = |with: &[&str]| key.split(' ').any(|word| with.iter().any(|w| word.starts_with(w)));
    key.contains("taux") && word(&["realis", "execut", "consomm"])
}

/// A column most of whose percentages are wrong has one cause: its first is told, with the
/// number of those like it.
fn enter_once<'a>(rows: Vec<Reckoned<'a>>, ledger: &mut Ledger<'a>) {
    let all = rows.len();
    let (wrong, right): (Vec<Reckoned<'_>>, Vec<Reckoned<'_>>) =
        rows.into_iter().partition(|(_, c)| c.verdict == Some(Verdict::Different));
    for (instance, comparison) in right {
        ledger.enter(instance, comparison);
    }
    let count = wrong.len();
    let mut wrong = wrong.into_iter();
    let Some((mut first, comparison)) = wrong.next() else { return };
    first.also.extend(wrong.flat_map(|(other, _)| other.right.into_iter().map(|o| o.fact)));
    if count > 1 {
        first.says = first.says.of_column(count, all);
    }
    ledger.enter(first, comparison);
}

/// The percentage of a row, recomputed.
fn reckoned<'a>(
    (record, budget, row): (&'a Record, &'a Budget, &'a BudgetRow),
    trio: &Trio<'a>,
    (rate, written): (Rate, Written),
) -> Option<Reckoned<'a>> {
    let fact = |column: &BudgetColumn| {
        let (id, cell) = row.cells.get_key_value(&column.id)?;
        Some(Fact::of_cell(record, (budget, row), (id, cell)))
    };
    let (planned, done) = (fact(trio.pair.planned)?, fact(trio.pair.done)?);
    let written = percentage(fact(trio.rate)?, written);
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
    let label = trio.labels.beside(row, &trio.rate.id);
    let (done, planned) = (trio.pair.done.label.as_str(), trio.pair.planned.label.as_str());
    let off = None;
    let (says, relation) = match rate {
        Rate::Share => {
            (Says::Share { row, label, done, planned, off }, "part(realise, prevu) = taux")
        }
        Rate::Variation => {
            (Says::Variation { row, label, planned, done, off }, "variation(prevu, realise) = taux")
        }
    };
    // A name that findings are known by is of no language.
    let name = names::key(&row_called(row, label, Lang::Fr));
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
