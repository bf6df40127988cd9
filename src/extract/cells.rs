//! Values of a form: what stands right of a label, as in an operator's compte rendu.
//!
//! A form has labels and values side by side, often twice over (charges left, produits right):
//! the value of a label is the first number right of it before the next label, in the column
//! that the rule names if it names one. The value of a text is the first cell that says anything.

use std::collections::BTreeSet;

use crate::document::{Cell, Laid, Table};
use crate::number::{self, CellValue, Token};
use crate::record::{AmountMention, Field, FieldKind, Record};
use crate::rules::phrase::{Phrase, Reading};
use crate::rules::{CellRule, Pack};

use super::rows::valued;
use super::scope::Sheets;

/// A value that stands beside its label.
struct Found<'t> {
    /// Its cell.
    cell: &'t Cell,
    /// Its number; `None` where the rule asks for a text.
    token: Option<Token>,
}

/// Reads the labelled cells of all tables.
pub(super) fn read(laid: &Laid, pack: &Pack, record: &mut Record) {
    let sheets: Vec<Sheets<'_>> = pack.cells.iter().map(|r| Sheets::of(&r.sheet, laid)).collect();
    for table in &laid.tables {
        for (rule, found) in found(pack, &sheets, table) {
            keep(rule, &found, record);
        }
    }
}

/// What the rules find in a table, each id once: of several rules of one id the first that finds
/// its label reads.
fn found<'t, 'p>(
    pack: &'p Pack,
    sheets: &[Sheets<'_>],
    table: &'t Table,
) -> Vec<(&'p CellRule, Found<'t>)> {
    let mut read: BTreeSet<&str> = BTreeSet::new();
    let mut out = Vec::new();
    for (rule, _) in pack.cells.iter().zip(sheets).filter(|(_, s)| s.hold(table)) {
        let open = !read.contains(rule.id.as_str());
        if let Some(found) = open.then(|| find(rule, table)).flatten() {
            read.insert(&rule.id);
            out.push((rule, found));
        }
    }
    out
}

/// The cells of a table that the rules read, each with its rule.
pub(super) fn taken<'t, 'p>(
    pack: &'p Pack,
    laid: &Laid,
    table: &'t Table,
) -> Vec<(&'p CellRule, &'t Cell)> {
    let sheets: Vec<Sheets<'_>> = pack.cells.iter().map(|r| Sheets::of(&r.sheet, laid)).collect();
    let found = found(pack, &sheets, table);
    found.into_iter().map(|(rule, found)| (rule, found.cell)).collect()
}

/// Whether a rule's label stands in any table with a value.
pub(super) fn stands(laid: &Laid, rule: &CellRule) -> bool {
    let sheets = Sheets::of(&rule.sheet, laid);
    laid.tables.iter().any(|t| sheets.hold(t) && find(rule, t).is_some())
}

/// The value of the first label, in the rule's order, that has one.
fn find<'t>(rule: &CellRule, table: &'t Table) -> Option<Found<'t>> {
    rule.labels.iter().find_map(|label| {
        let named = table.cells.iter().filter(|c| says(label, c));
        let mut allowed = named.filter(|c| stands_under(&rule.under, table, c.row, c.column));
        allowed.find_map(|c| match rule.kind {
            FieldKind::Text => text_of(table, c),
            _ => number_of(rule, table, c),
        })
    })
}

/// Whether a cell as a whole is what the phrase says.
fn says(phrase: &Phrase, cell: &Cell) -> bool {
    let text = &cell.text.text;
    phrase.may_open(text) && phrase.match_whole(&Reading::new(text)).is_some()
}

/// Whether a heading that one of the phrases names stands above a cell; true without phrases.
fn stands_under(phrases: &[Phrase], table: &Table, row: usize, column: usize) -> bool {
    let above =
        |c: &&Cell| c.row < row && (c.column..c.column + c.column_span.max(1)).contains(&column);
    phrases.is_empty()
        || table.cells.iter().filter(above).any(|c| phrases.iter().any(|p| says(p, c)))
}

/// The cells right of a label.
fn right_of<'t>(table: &'t Table, label: &Cell) -> impl Iterator<Item = &'t Cell> {
    let column = label.column;
    table.row(label.row).filter(move |c| c.column > column)
}

/// The text of a label: the first cell right of it that says anything.
fn text_of<'t>(table: &'t Table, label: &Cell) -> Option<Found<'t>> {
    let says =
        |c: &&Cell| !matches!(number::cell(&c.text.text), CellValue::Absent | CellValue::Blank);
    right_of(table, label).find(says).map(|cell| Found { cell, token: None })
}

/// The number of a label: the first right of it that the rule's column admits, or the only one.
fn number_of<'t>(rule: &CellRule, table: &'t Table, label: &Cell) -> Option<Found<'t>> {
    let values: Vec<Found<'t>> = right_of(table, label)
        .map_while(|cell| match number::cell(&cell.text.text) {
            CellValue::Number(token) => Some(Some(Found { cell, token: Some(token) })),
            CellValue::Absent | CellValue::Blank => Some(None),
            CellValue::Text => None,
        })
        .flatten()
        .collect();
    let under = |f: &Found<'_>| stands_under(&rule.column, table, f.cell.row, f.cell.column);
    match values.iter().position(under) {
        Some(named) => values.into_iter().nth(named),
        // A form of one column of values need not name it.
        None if values.len() == 1 => values.into_iter().next(),
        None => None,
    }
}

/// Adds the value to the record: an amount, or a field.
fn keep(rule: &CellRule, found: &Found<'_>, record: &mut Record) {
    match (rule.kind, &found.token) {
        (FieldKind::Amount, Some(token)) => {
            record.amounts.extend(mention(rule, found.cell, token));
        }
        _ => record.fields.extend(field(rule, found)),
    }
}

/// The field as the record tells it.
fn field(rule: &CellRule, found: &Found<'_>) -> Option<Field> {
    let text = &found.cell.text;
    let value = match &found.token {
        Some(token) => valued(found.cell, token)?.normalize().to_string(),
        None => text.text.trim().to_owned(),
    };
    let place = text.whole()?;
    Some(Field::read(&rule.id, value, rule.kind, place))
}

/// The amount as the record tells it.
fn mention(rule: &CellRule, cell: &Cell, token: &Token) -> Option<AmountMention> {
    Some(AmountMention {
        id: rule.id.clone(),
        action: None,
        period: None,
        value: valued(cell, token)?.normalize(),
        written: cell.text.text.clone(),
        step: token.step,
        qualifier: token.qualifier,
        tax: token.tax,
        nature: rule.nature,
        rule: rule.id.clone(),
        match_number: 0,
        place: cell.text.whole()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{PlacedText, Spot};

    fn table(rows: &[&[&str]]) -> Table {
        let spot = Spot::Page { page: 1, bbox: crate::place::Rect::default() };
        let cells = rows.iter().enumerate().flat_map(|(row, texts)| {
            let spot = spot.clone();
            texts.iter().enumerate().filter(|(_, t)| !t.is_empty()).map(move |(column, text)| {
                let text = PlacedText::at(*text, spot.clone());
                Cell { row, column, row_span: 1, column_span: 1, text, stored: None }
            })
        });
        Table { rows: rows.len(), cells: cells.collect(), ..Table::default() }
    }

    fn rule(label: &str, column: &[&str], kind: FieldKind) -> CellRule {
        let phrase = |p: &&str| Phrase::compile(p).unwrap();
        CellRule {
            id: "valeur".to_owned(),
            labels: vec![phrase(&label)],
            under: Vec::new(),
            column: column.iter().map(phrase).collect(),
            sheet: crate::rules::SheetFilter::default(),
            kind,
            nature: None,
        }
    }

    #[test]
    fn a_number_is_read_in_the_column_that_the_rule_names() {
        let form = table(&[&["", "Prévu", "Réalisé"], &["État", "70 000 €", "69 500,00 €"]]);
        let mut record = Record::new(crate::record::Head::default());
        let rule = rule("État", &["Réalisé"], FieldKind::Amount);
        keep(&rule, &find(&rule, &form).unwrap(), &mut record);
        assert_eq!(record.amounts[0].value.to_string(), "69500");
        assert_eq!(record.amounts[0].written, "69 500,00 €");
    }

    #[test]
    fn a_text_is_the_first_cell_that_says_anything() {
        let form = table(&[&["Organisme", "-", "La Passerelle", "21"]]);
        let mut record = Record::new(crate::record::Head::default());
        let rule = rule("Organisme", &[], FieldKind::Text);
        keep(&rule, &find(&rule, &form).unwrap(), &mut record);
        assert_eq!(record.field("valeur"), Some("La Passerelle"));
    }
}
