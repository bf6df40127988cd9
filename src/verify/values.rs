//! The values of a record by the names that checks give them.
//!
//! `reconcile` indexes the names that some relation asks for and borrows them from rules; here a
//! name is asked for alone, to tell whether the document has a value for it.

use crate::place::Place;
use crate::record::{Record, RowKind};

/// A value: as written, and where it stands.
pub(super) type Value<'r> = (&'r str, &'r Place);

/// The values of a name, in the order of the record.
pub(super) fn of<'r>(record: &'r Record, name: &str) -> Vec<Value<'r>> {
    let fields =
        record.fields.iter().filter(|f| f.id == name).map(|f| (f.value.as_str(), &f.place));
    let amounts = record.amounts.iter().filter(|a| a.id == name);
    let indicators = record.indicators.iter().filter(|i| i.id == name);
    let aliases = record.aliases.iter().filter(|a| a.id == name);
    let named = aliases.filter_map(|a| record.told(a)).map(|t| (t.written, t.named.place));
    fields
        .chain(amounts.map(|a| (a.written.as_str(), &a.place)))
        .chain(indicators.map(|i| (i.written.as_str(), &i.place)))
        .chain(named)
        .chain(cells(record, name))
        .collect()
}

/// The cells of `<budget>.<row>.<column>`.
fn cells<'r>(record: &'r Record, name: &str) -> Vec<Value<'r>> {
    let mut parts = name.splitn(3, '.');
    let (Some(budget), Some(row), Some(column)) = (parts.next(), parts.next(), parts.next()) else {
        return Vec::new();
    };
    let budgets = record.budgets.iter().filter(|b| b.id == budget);
    let rows = budgets.flat_map(|b| &b.rows).filter(|r| part(r.kind) == row);
    rows.filter_map(|r| r.cells.get(column)).map(|c| (c.written.as_str(), &c.place)).collect()
}

/// The word of a check for a kind of row.
fn part(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Line => "ligne",
        RowKind::Group => "groupe",
        RowKind::Subtotal => "sous_total",
        RowKind::Total => "total",
    }
}
