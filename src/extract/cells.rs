//! Values of a form: the number right of a label, as in an operator's compte rendu.
//!
//! A form has labels and values side by side, often twice over (charges left, produits right):
//! the value of a label is the first number right of it before the next label, in the column
//! that the rule names if it names one.

use std::ops::Range;

use crate::document::{Cell, Laid, Table};
use crate::number::{self, CellValue, Token};
use crate::place::Place;
use crate::record::{AmountMention, Field, Record};
use crate::rules::phrase::{Phrase, Reading};
use crate::rules::{CellRule, Pack};

/// Reads the labelled cells of all tables. A rule reads each label once a table.
pub(super) fn read(laid: &Laid, pack: &Pack, record: &mut Record) {
    for rule in &pack.cells {
        for table in &laid.tables {
            read_table(rule, table, record);
        }
    }
}

/// Whether a rule's label stands in any table with a value.
pub(super) fn stands(laid: &Laid, rule: &CellRule) -> bool {
    laid.tables.iter().any(|t| find(rule, t).is_some())
}

/// Reads one table by one rule.
fn read_table(rule: &CellRule, table: &Table, record: &mut Record) {
    if let Some((cell, token)) = find(rule, table) {
        keep(rule, cell, &token, record);
    }
}

/// The value of the first label, in the rule's order, that has one.
fn find<'t>(rule: &CellRule, table: &'t Table) -> Option<(&'t Cell, Token)> {
    rule.labels.iter().find_map(|label| {
        let named = table.cells.iter().filter(|c| says(label, c));
        let mut allowed = named.filter(|c| stands_under(&rule.under, table, c.row, c.column));
        allowed.find_map(|c| value_of(rule, table, c))
    })
}

/// Whether a cell as a whole is what the phrase says.
fn says(phrase: &Phrase, cell: &Cell) -> bool {
    phrase.match_whole(&Reading::new(&cell.text.text)).is_some()
}

/// Whether a heading that one of the phrases names stands above a cell; true without phrases.
fn stands_under(phrases: &[Phrase], table: &Table, row: usize, column: usize) -> bool {
    let above =
        |c: &&Cell| c.row < row && (c.column..c.column + c.column_span.max(1)).contains(&column);
    let nearest_texts = table.cells.iter().filter(above);
    phrases.is_empty() || nearest_texts.into_iter().any(|c| phrases.iter().any(|p| says(p, c)))
}

/// The value of a label: the first number right of it that the rule's column admits, or the
/// only one.
fn value_of<'t>(rule: &CellRule, table: &'t Table, label: &Cell) -> Option<(&'t Cell, Token)> {
    let right = table.row(label.row).filter(|c| c.column > label.column);
    let values: Vec<(&Cell, Token)> = right
        .map_while(|c| match number::cell(&c.text.text) {
            CellValue::Number(token) => Some(Some((c, token))),
            CellValue::Absent | CellValue::Blank => Some(None),
            CellValue::Text => None,
        })
        .flatten()
        .collect();
    let under = |c: &Cell| stands_under(&rule.column, table, c.row, c.column);
    match values.iter().position(|(c, _)| under(c)) {
        Some(named) => values.into_iter().nth(named),
        // A form of one column of values need not name it.
        None if values.len() == 1 => values.into_iter().next(),
        None => None,
    }
}

/// Adds the value to the record: an amount, or a field.
fn keep(rule: &CellRule, cell: &Cell, token: &Token, record: &mut Record) {
    let whole: Range<usize> = 0..cell.text.text.len();
    let (Some(value), Some(place)) = (token.value, cell.text.place(whole.clone(), whole)) else {
        return;
    };
    if rule.kind == "amount" {
        record.amounts.push(mention(rule, cell, token, value, place));
    } else {
        record.fields.push(Field {
            id: rule.id.clone(),
            value: value.normalize().to_string(),
            kind: rule.kind.clone(),
            place,
        });
    }
}

/// The amount as the record tells it.
fn mention(
    rule: &CellRule,
    cell: &Cell,
    token: &Token,
    value: rust_decimal::Decimal,
    place: Place,
) -> AmountMention {
    AmountMention {
        id: rule.id.clone(),
        action: None,
        value: cell.stored.map_or(value, super::rows::money),
        written: cell.text.text.clone(),
        step: token.step,
        qualifier: token.qualifier,
        tax: token.tax,
        nature: rule.nature,
        rule: rule.id.clone(),
        group: 0,
        place,
    }
}
