//! « dont » rows of a table: a part of a line is not more than the line.
//!
//! Each is compared with the line above it by column, in its own half of a form. Several of one
//! line are not added up: « dont 8 femmes » and « dont 5 jeunes » may be the same ones.

use super::facts::Fact;
use super::instance::Instance;
use super::ledger::Ledger;
use super::names;
use super::says::Says;
use super::verdict::Operand;
use super::words::short;
use crate::issue::Severity;
use crate::record::{Budget, BudgetColumn, BudgetRow, Labels, Record, UNCLAIMED_TABLE};
use crate::rules::Operator;

/// Compares the details of a table's lines with them.
pub(super) fn check<'a>(
    record: &'a Record,
    budget: &'a Budget,
    columns: &[&'a BudgetColumn],
    ledger: &mut Ledger<'a>,
) {
    let labels = budget.labels();
    for column in columns {
        let mut line: Option<&BudgetRow> = None;
        for row in &budget.rows {
            let label = labels.beside(row, &column.id);
            if names::key(label).split(' ').next() != Some("dont") {
                line = Some(row);
            } else if let Some(line) = line
                && let Some(instance) = instance(record, (budget, &labels), column, (row, line))
            {
                ledger.compare(instance);
            }
        }
    }
}

fn instance<'a>(
    record: &'a Record,
    (budget, labels): (&'a Budget, &Labels<'a>),
    column: &'a BudgetColumn,
    (part, line): (&'a BudgetRow, &'a BudgetRow),
) -> Option<Instance<'a>> {
    let fact = |row: &'a BudgetRow| {
        let (id, cell) = row.cells.get_key_value(&column.id)?;
        Some(Fact::of_cell(record, (budget, row), (id, cell)))
    };
    let (inner, outer) = (fact(part)?, fact(line)?);
    if outer.value.is_sign_negative() {
        return None;
    }
    let label = |row| short(labels.beside(row, &column.id));
    let severity = if budget.id == UNCLAIMED_TABLE { Severity::Warning } else { Severity::Error };
    Some(Instance {
        says: Says::Detail(labels.beside(part, &column.id)),
        operator: Operator::AtMost,
        severity,
        keys: vec![String::new(), budget.id.clone(), column.id.clone(), names::key(&label(part))],
        left: vec![Operand::once(inner)],
        right: vec![Operand::once(outer)],
        ..Instance::new("dont-ligne", "dont <= ligne", record)
    })
}
