//! Which rows a rule means, of those whose label it names.
//!
//! Labels of an earlier phrase of the rule stand above those of a later one; of equal ones all
//! are weighed. « dont DDETS » and « dont DREETS » under one account are parts of one value and
//! add up; a line and its own details count once; rows of which neither is said leave it open,
//! which is told: the first of them need not be the one that is meant.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::document::{Cell, Table};
use crate::number::{self, fold};
use crate::record::FieldKind;
use crate::rules::CellRule;

use super::beside::{self, Beside, Doubt, is_failed};
use super::{Form, Found, says};

/// Rows of one name, at most, that a form may have; a table that has more is a list, of which
/// none is the value that is meant.
const MOST_ROWS: usize = 500;

/// Of such rows, those that are told.
const TOLD: usize = 20;

/// What a rule reads in a table.
#[derive(Debug, Clone)]
pub(super) enum Choice<'t> {
    /// A value, or the parts that make it together.
    Read(Vec<Found<'t>>),
    /// A label is there, and no value that is meant beyond doubt.
    Told(Doubt<'t>),
    /// No label.
    Nothing,
}

/// A row that a rule names, with the value it has.
struct Row<'t> {
    label: &'t Cell,
    found: Found<'t>,
}

/// Chooses among the rows that a rule names.
pub(super) fn choose<'t>(rule: &CellRule, form: &Form<'t>) -> Choice<'t> {
    for phrase in &rule.labels {
        let named = form.table.cells.iter().filter(|c| says(phrase, c) && is_meant(rule, form, c));
        let named: Vec<&Cell> = named.take(MOST_ROWS + 1).collect();
        if named.len() > MOST_ROWS && rule.kind != FieldKind::Text {
            return Choice::Told(Doubt::Rows(named.into_iter().take(TOLD).collect()));
        }
        let mut rows = Vec::new();
        let mut doubts = Vec::new();
        for label in named {
            match beside(rule, form, label) {
                Beside::Value(found) => rows.push(Row { label, found }),
                Beside::Doubt(doubt) => doubts.push(doubt),
                Beside::Nothing => {}
            }
        }
        // What a form leaves blank, or strikes, beside a value is nothing of it.
        let grave = doubts.iter().find(|d| rows.is_empty() || is_grave(d));
        if let Some(doubt) = grave {
            return Choice::Told(doubt.clone());
        }
        if !rows.is_empty() {
            return weigh(rule, form.table, rows);
        }
    }
    Choice::Nothing
}

fn beside<'t>(rule: &CellRule, form: &Form<'t>, label: &'t Cell) -> Beside<'t> {
    match rule.kind {
        FieldKind::Text => beside::text(form.table, label),
        _ => beside::amount(rule, form, label),
    }
}

/// Whether a label is none that the rule leaves out, and stands where the rule asks for it.
fn is_meant(rule: &CellRule, form: &Form<'_>, label: &Cell) -> bool {
    let under = |p| form.known.stands_under(p, form.table, label.row, label.column);
    (rule.under.is_empty() || rule.under.iter().any(under))
        && !rule.except.iter().any(|p| says(p, label))
}

/// Whether what is in a value's place may be a value: an error, « n.c. », several columns.
fn is_grave(doubt: &Doubt<'_>) -> bool {
    match doubt {
        Doubt::Without { cell, .. } => cell.is_some_and(|c| {
            let text = &c.text.text;
            is_failed(text) || number::is_untold(text)
        }),
        Doubt::Columns(..) | Doubt::Rows(_) => true,
        Doubt::OtherYear(..) => false,
    }
}

/// One value of several rows: of those that say the same, of the line that the others detail, of
/// all of them as parts.
fn weigh<'t>(rule: &CellRule, table: &Table, mut rows: Vec<Row<'t>>) -> Choice<'t> {
    if rule.kind == FieldKind::Text {
        rows.truncate(1);
    }
    let details = rows.len() > 1 && details_first(&rows);
    let same = rows.iter().all(|r| value(r) == rows.first().and_then(value));
    let parts = are_parts(table, &rows);
    if rows.len() == 1 || details || (same && !parts) {
        return Choice::Read(rows.into_iter().take(1).map(|r| r.found).collect());
    }
    if parts && !(same && rows.len() == 2 && rows.iter().all(|r| !is_dont(r))) {
        return Choice::Read(rows.into_iter().map(|r| r.found).collect());
    }
    Choice::Told(Doubt::Rows(rows.into_iter().map(|r| r.label).collect()))
}

/// Whether the first row is a line of which the others are the details: they say « dont », or
/// make it together.
fn details_first(rows: &[Row<'_>]) -> bool {
    let Some((first, rest)) = rows.split_first() else { return false };
    let add = |sum: Decimal, row: &Row<'_>| Some(sum.saturating_add(value(row)?));
    let sum = rest.iter().try_fold(Decimal::ZERO, add);
    !is_dont(first)
        && (rest.iter().all(is_dont) || (rest.len() > 1 && sum.is_some() && sum == value(first)))
}

/// Whether rows are parts of one account: all under the same, none of them a total.
fn are_parts(table: &Table, rows: &[Row<'_>]) -> bool {
    let accounts = accounts(table, rows);
    let total =
        |r: &Row<'_>| fold::key(&r.label.text.text).split(' ').any(|w| w.starts_with("total"));
    let [first, ..] = accounts.as_slice() else { return false };
    first.is_some() && accounts.iter().all(|a| a == first) && !rows.iter().any(total)
}

/// The account of each row, two digits: its own, or that of the last label above it that has one.
/// Rows come from the top.
fn accounts(table: &Table, rows: &[Row<'_>]) -> Vec<Option<String>> {
    let mut last: BTreeMap<usize, String> = BTreeMap::new();
    let mut cells = table.cells.iter().peekable();
    let account = |row: &Row<'_>| {
        while let Some(cell) = cells.next_if(|c| c.row <= row.label.row) {
            if let Some(code) = code(&cell.text.text) {
                last.insert(cell.column, code);
            }
        }
        last.get(&row.label.column).cloned()
    };
    rows.iter().map(account).collect()
}

/// The account that opens a label: `74` of « 74 - Subventions » and « 741 État ».
fn code(label: &str) -> Option<String> {
    let digits: String = label.trim_start().chars().take_while(char::is_ascii_digit).collect();
    let rest = label.trim_start().get(digits.len()..)?;
    let words = rest.chars().any(char::is_alphabetic) && !rest.starts_with(['.', ',']);
    (digits.len() >= 2 && words).then(|| digits.chars().take(2).collect())
}

fn is_dont(row: &Row<'_>) -> bool {
    fold::key(&row.label.text.text).split(' ').next() == Some("dont")
}

/// The number of a row.
fn value(row: &Row<'_>) -> Option<Decimal> {
    row.found.cell.stored.or(row.found.token.as_ref()?.value).map(|v| v.normalize())
}
