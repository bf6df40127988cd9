//! Sums of every table of amounts, without being asked: lines = subtotal, lines or subtotals =
//! total, columns of a row = its total column.
//!
//! A table says little of how it adds up, so each printed total is tried against every reading
//! that tables of accounts have (see [`super::sums`]); it is told as wrong only if none fits. A
//! table that no rule claims may not be one of amounts that add up at all: there a difference is
//! told only where it is small beside the total, since a wrong digit leaves most of a total
//! right, whereas a total of something else is off by any amount.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::cascade::{Failure, Line, row_of, settle};
use super::details;
use super::explain::explain;
use super::facts::{Fact, Unit};
use super::finding::{Hypothesis, Tally, Verdict};
use super::instance::{Instance, Suspect};
use super::lack::Lack;
use super::ledger::Ledger;
use super::names;
use super::says::Says;
use super::sums::{Sum, SumKind};
use super::telling::missing;
use super::verdict::{Comparison, Operand};
use super::words::{figure, unit};
use crate::issue::{Lang, Severity};
use crate::number::{self, CellValue};
use crate::record::{Budget, BudgetColumn, BudgetRow, Record, RowKind, UNCLAIMED_TABLE};
use crate::sentence;
use columns::{Columns, MOST_WRONG, Unsummed, is_total_column};

/// Sums the tables of a record; what the pack's own checks told is not told again.
pub(super) fn check<'a>(record: &'a Record, ledger: &mut Ledger<'a>) {
    for budget in &record.budgets {
        let columns = Columns::of(budget);
        if let Some(why) = columns.unsummed(budget) {
            unsummed(record, budget, why, ledger);
            continue;
        }
        let mut failures = Vec::new();
        let before = ledger.tally;
        let sums = columns.sums(record, budget);
        for (column, sums) in columns.additive.iter().zip(&sums) {
            for sum in sums {
                down(record, budget, column, sum, &mut failures, ledger);
            }
        }
        if budget.id == UNCLAIMED_TABLE {
            let counts = since(&before, &ledger.tally);
            let told = told_as_wrong(&failures, columns.additive.len(), counts, ledger.lang);
            ledger.uncheckable(told.iter().filter(|told| !**told).count() as u32);
            let mut told = told.into_iter();
            failures.retain(|_| told.next().unwrap_or(true));
        }
        across(record, budget, &columns, &mut failures, ledger);
        if failures.len() > MOST_WRONG {
            unsummed(record, budget, Unsummed::Wrong, ledger);
            failures.clear();
        }
        details::check(record, budget, &columns.additive, ledger);
        for failure in settle(failures, columns.additive.len()) {
            if failure.open.is_some() {
                leave_open(failure, ledger);
                continue;
            }
            let Failure { instance, comparison, joined, .. } = failure;
            let told = told_before(&instance, &comparison, ledger);
            let cause = if let Some(at) = told {
                ledger.relate(instance, comparison, Some(at));
                Some(at)
            } else {
                ledger.enter(instance, comparison)
            };
            for (instance, comparison) in joined {
                ledger.relate(instance, comparison, cause);
            }
        }
    }
}

/// Tells that the sums of a table are not checked, for there are more of them, or more that do not
/// hold, than a person adds up.
fn unsummed(record: &Record, budget: &Budget, why: Unsummed, ledger: &mut Ledger<'_>) {
    ledger.uncheckable(1);
    let lack = Lack::because(ledger.lang, |lang| why.why(lang));
    let says = sentence::sums_of_table(ledger.lang, &budget.title);
    let about = ("somme-colonne", says.as_str(), "somme(lignes) = total");
    ledger.findings.push(missing(about, record, &[], (&lack, &[]), ledger.lang));
}

/// Tells that a sum cannot be checked for a line whose amount is not known.
fn leave_open(failure: Failure<'_>, ledger: &mut Ledger<'_>) {
    let Failure { instance, joined, open: Some(lack), .. } = failure else { return };
    ledger.uncheckable(1 + joined.len() as u32);
    let says = instance.says.told(instance.relation, ledger.lang);
    let about = (instance.check, says.as_ref(), instance.relation);
    let printed: Vec<Fact<'_>> = instance.right.iter().map(|o| o.fact).collect();
    let why = (&lack, &[][..]);
    ledger.findings.push(missing(about, instance.record, &printed, why, ledger.lang));
}

/// Which of the sums that do not hold are told as wrong in a table that no rule claims: none where
/// its lines do not make its totals, nor those of a row most of whose totals are off, for that is
/// the total of something else.
fn told_as_wrong(
    failures: &[Failure<'_>],
    columns: usize,
    counts: (u32, u32),
    lang: Lang,
) -> Vec<bool> {
    let sums = lines_make_totals(failures, counts, lang);
    let mut in_row: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    for failure in failures {
        *in_row.entry(row_of(failure)).or_default() += 1;
    }
    let in_row = |f: &Failure<'_>| in_row.get(&row_of(f)).copied().unwrap_or_default();
    failures.iter().map(|f| sums && 2 * in_row(f) <= columns.max(2)).collect()
}

/// Whether a table that no rule claims is one whose lines make its totals: as many of its sums
/// hold as fail; or its only sum is off by a slip of the pen. Else its total is of something
/// else (an estimate, a wider area), and every column would be told as wrong.
fn lines_make_totals(failures: &[Failure<'_>], (held, doubtful): (u32, u32), lang: Lang) -> bool {
    match failures {
        [only] if held == 0 && doubtful == 0 => {
            let slips = explain(&only.instance, &only.comparison, lang).hypotheses;
            slips.iter().any(|h| h.kind != "line_missing" && h.kind != "subset_of_lines")
        }
        _ => held as usize >= failures.len() + doubtful as usize,
    }
}

/// The sums held and those not checkable since a tally.
fn since(before: &Tally, now: &Tally) -> (u32, u32) {
    (now.held - before.held, now.not_checkable - before.not_checkable)
}

/// Enters a sum that does not differ: sums are rounded line by line, and agreeing within that
/// is no news.
fn enter_agreeing<'a>(instance: Instance<'a>, comparison: Comparison, ledger: &mut Ledger<'a>) {
    if comparison.verdict == Some(Verdict::EqualIfTruncated) {
        ledger.enter(instance, comparison);
    } else {
        ledger.hold(instance, comparison);
    }
}

/// Enters a sum down a column.
fn down<'a>(
    record: &'a Record,
    budget: &'a Budget,
    column: &'a BudgetColumn,
    sum: &Sum<'a>,
    failures: &mut Vec<Failure<'a>>,
    ledger: &mut Ledger<'a>,
) {
    let heading = if column.label.is_empty() { &budget.title } else { &column.label };
    let (check, says) = match sum.kind {
        SumKind::Total => ("somme-colonne", Says::Column(heading)),
        SumKind::Subtotal => ("sous-total", Says::Subtotal(sum.row, heading)),
    };
    let mut instance = table_instance(record, check, says, (&sum.parts, sum.printed));
    let key = if sum.kind == SumKind::Subtotal { row_key(sum.row) } else { String::new() };
    instance.keys = vec![String::new(), budget.id.clone(), column.id.clone(), key];
    instance.severity = severity(budget, sum);
    let comparison = instance.compare();
    if comparison.verdict != Some(Verdict::Different) {
        enter_agreeing(instance, comparison, ledger);
    } else if sum.certain && plausible(budget, sum, &comparison) {
        let open = unknown(sum, column, &comparison).then(|| {
            let gap = (comparison.difference().abs(), unit(instance.operands()));
            Lack::because(ledger.lang, |lang| told::blank(sum, column, gap, lang))
        });
        instance.suspect = suspect(sum, &comparison);
        let line = Line::Column { total_column: is_total_column(column) };
        let mut failure = Failure::new(line, instance, comparison);
        failure.open = open;
        if budget.id == UNCLAIMED_TABLE && failure.open.is_some() {
            leave_open(failure, ledger);
        } else {
            failures.push(failure);
        }
    } else {
        ledger.uncheckable(1);
    }
}

fn table_instance<'a>(
    record: &'a Record,
    check: &'a str,
    says: Says<'a>,
    (parts, printed): (&[Fact<'a>], Fact<'a>),
) -> Instance<'a> {
    let relation = match check {
        "somme-ligne" => "somme(colonnes) = total de la ligne",
        "sous-total" => "somme(lignes) = sous-total",
        _ => "somme(lignes) = total",
    };
    Instance {
        says,
        left: parts.iter().copied().map(Operand::once).collect(),
        right: vec![Operand::once(printed)],
        ..Instance::new(check, relation, record)
    }
}

/// Whether what a total is more than the lines with an amount may stand in a line whose amount
/// is not known: « n.c. », a formula without a value. An empty cell is to be looked at.
fn unknown(sum: &Sum<'_>, column: &BudgetColumn, comparison: &Comparison) -> bool {
    let unknown = |row: &&BudgetRow| {
        row.texts.get(&column.id).is_some_and(|text| match number::cell(&text.text) {
            CellValue::Absent => number::is_untold(&text.text),
            CellValue::Text => true,
            CellValue::Blank | CellValue::Number(_) => false,
        })
    };
    comparison.difference().is_sign_negative() && sum.blank.iter().any(unknown)
}

/// What the lines without an amount make one suspect of a total that is more than the others.
fn suspect<'a>(sum: &Sum<'a>, comparison: &Comparison) -> Suspect<'a> {
    match sum.blank.first() {
        Some(row) if comparison.difference().is_sign_negative() => {
            Suspect::Blank(row, sum.blank.len())
        }
        _ => Suspect::Unknown,
    }
}

fn row_key(row: &BudgetRow) -> String {
    row.action.clone().unwrap_or_else(|| names::key(&row.label))
}

/// An error in a table that a rule claims; to be looked at where no rule does, or where a line
/// states no amount and the total may hold it.
fn severity(budget: &Budget, sum: &Sum<'_>) -> Severity {
    if budget.id == UNCLAIMED_TABLE || !sum.blank.is_empty() {
        Severity::Warning
    } else {
        Severity::Error
    }
}

/// Whether a difference looks like a wrong figure, not like a total of something else.
fn plausible(budget: &Budget, sum: &Sum<'_>, comparison: &Comparison) -> bool {
    let fifth = comparison.right.abs().saturating_mul(Decimal::new(2, 1));
    let small = comparison.difference().abs() <= fifth;
    if budget.id == UNCLAIMED_TABLE {
        sum.parts.len() >= 2 && small
    } else {
        sum.parts.len() >= 2 || sum.blank.is_empty()
    }
}

/// Enters the sums across rows, if the total column is one of the columns that are there: the
/// rows themselves say so by adding up.
fn across<'a>(
    record: &'a Record,
    budget: &'a Budget,
    columns: &Columns<'a>,
    failures: &mut Vec<Failure<'a>>,
    ledger: &mut Ledger<'a>,
) {
    let Some((total, parts)) = columns.total() else { return };
    let rows = match row_sums(record, budget, (total, &parts)) {
        Ok(rows) => rows,
        Err(fails) => return ledger.uncheckable(fails),
    };
    for (instance, comparison, is_sum) in rows {
        if comparison.verdict == Some(Verdict::Different) {
            failures.push(Failure::new(Line::Row { is_sum }, instance, comparison));
        } else {
            enter_agreeing(instance, comparison, ledger);
        }
    }
}

/// The sums across rows; how many do not hold, where the rows do not say that they are meant.
fn row_sums<'a>(
    record: &'a Record,
    budget: &'a Budget,
    (total, parts): (&BudgetColumn, &[&BudgetColumn]),
) -> Result<Vec<(Instance<'a>, Comparison, bool)>, u32> {
    let rows = budget.rows.iter().filter_map(|row| row_sum(record, budget, row, (total, parts)));
    let rows: Vec<(Instance<'_>, Comparison, bool)> = rows.collect();
    let fails = rows.iter().filter(|(_, c, _)| c.verdict == Some(Verdict::Different)).count();
    let holds = rows.len() - fails;
    let meant = match budget.id.as_str() {
        UNCLAIMED_TABLE => holds >= 2 && holds > 2 * fails,
        _ => holds >= 1 && holds >= fails && (fails <= 3 || holds >= 4 * fails),
    };
    if meant { Ok(rows) } else { Err(fails as u32) }
}

fn row_sum<'a>(
    record: &'a Record,
    budget: &'a Budget,
    row: &'a BudgetRow,
    (total, parts): (&BudgetColumn, &[&BudgetColumn]),
) -> Option<(Instance<'a>, Comparison, bool)> {
    let fact = |column: &BudgetColumn| {
        let cell = row.cells.get_key_value(&column.id)?;
        Some(Fact::of_cell(record, (budget, row), (cell.0, cell.1)))
    };
    let printed = fact(total)?;
    let parts: Vec<Fact<'_>> = parts.iter().filter_map(|c| fact(c)).collect();
    if parts.is_empty() {
        return None;
    }
    let mut instance = table_instance(record, "somme-ligne", Says::Row(row), (&parts, printed));
    instance.keys = vec![String::new(), budget.id.clone(), row_key(row)];
    if budget.id == UNCLAIMED_TABLE {
        instance.severity = Severity::Warning;
    }
    let comparison = instance.compare();
    Some((instance, comparison, row.kind != RowKind::Line))
}

/// The finding of an equality of the pack that told the same: the printed total against what its
/// lines make. What the sum adds to it is then said there.
fn told_before(
    instance: &Instance<'_>,
    comparison: &Comparison,
    ledger: &mut Ledger<'_>,
) -> Option<usize> {
    let lang = ledger.lang;
    let at = ledger.told_of_total(instance)?;
    let sum = figure(comparison.left, Unit::Euro, lang);
    let finding = ledger.findings.get_mut(at)?;
    let sides = [finding.left.as_ref(), finding.right.as_ref()];
    let exact = sides.iter().any(|s| s.is_some_and(|s| s.value == comparison.left));
    let text = if exact {
        sentence::wrong_total(lang, sum)
    } else {
        sentence::wrong_total_nearly(lang, sum)
    };
    finding.hypotheses.push(Hypothesis { kind: "wrong_total".to_owned(), text });
    Some(at)
}

mod columns;
pub(super) mod printed;
pub(super) mod told;

#[cfg(test)]
mod tests;
