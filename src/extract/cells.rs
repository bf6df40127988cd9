//! Values of a form: what stands right of a label, as in an operator's compte rendu.
//!
//! A form has labels and values side by side, often twice over (charges left, produits right).
//! `labels` says which rows a rule means, `beside` which cell right of a label holds its
//! value. What is there and can't be read is told and never replaced by what stands next to it:
//! a planned amount is no stand-in for a spent one that is missing.

use std::collections::BTreeSet;

use crate::document::{Cell, Laid, Table};
use crate::number::Token;
use crate::record::{AmountMention, Field, FieldKind, Record};
use crate::rules::phrase::{Phrase, Reading};
use crate::rules::{CellRule, Pack};

use super::columns::above::Above;
use super::columns::stated::Stated;
use super::rows::{multiple, valued};
use super::scope::Sheets;

mod beside;
mod known;
mod labels;
mod told;

use known::Known;
use labels::Choice;

/// A value that stands beside its label.
#[derive(Debug, Clone)]
struct Found<'t> {
    /// Its cell.
    cell: &'t Cell,
    /// Its number; `None` where the rule asks for a text.
    token: Option<Token>,
    /// What is stated of it.
    stated: Stated,
}

/// A table with what is known around it.
struct Form<'t> {
    table: &'t Table,
    /// The lines above it, the nearest first.
    lines: Vec<&'t str>,
    /// The year of its document.
    year: Option<&'t str>,
    /// What is known of its columns, found once for all labels.
    known: Known,
}

impl<'t> Form<'t> {
    fn new(table: &'t Table, lines: Vec<&'t str>, year: Option<&'t str>) -> Self {
        Self { table, lines, year, known: Known::default() }
    }
}

/// Reads the labelled cells of all tables.
pub(super) fn read(laid: &Laid, pack: &Pack, record: &mut Record) {
    let year = record.year().map(str::to_owned);
    let sheets: Vec<Sheets<'_>> = pack.cells.iter().map(|r| Sheets::of(&r.sheet, laid)).collect();
    let above = Above::of(laid);
    for (index, table) in laid.tables.iter().enumerate() {
        let lines = above.table(index).to_vec();
        let form = Form::new(table, lines, year.as_deref());
        for (rule, choice) in chosen(pack, &sheets, &form) {
            match choice {
                Choice::Read(found) => {
                    let parts = found.len() > 1;
                    for one in &found {
                        keep(rule, one, parts, record);
                    }
                }
                Choice::Told(doubt) => record.issues.push(told::issue(rule, &doubt)),
                Choice::Nothing => {}
            }
        }
    }
}

/// What the rules find in a table, each id once: of several rules of one id the first that finds
/// its label reads.
fn chosen<'t, 'p>(
    pack: &'p Pack,
    sheets: &[Sheets<'_>],
    form: &Form<'t>,
) -> Vec<(&'p CellRule, Choice<'t>)> {
    let mut read: BTreeSet<&str> = BTreeSet::new();
    let mut out = Vec::new();
    for (rule, _) in pack.cells.iter().zip(sheets).filter(|(_, s)| s.hold(form.table)) {
        if read.contains(rule.id.as_str()) {
            continue;
        }
        let choice = labels::choose(rule, form);
        if !matches!(choice, Choice::Nothing) {
            read.insert(&rule.id);
            out.push((rule, choice));
        }
    }
    out
}

/// The cells of a table that the rules read, each with its rule.
pub(super) fn taken<'t, 'p>(
    pack: &'p Pack,
    laid: &'t Laid,
    index: usize,
    year: Option<&'t str>,
) -> Vec<(&'p CellRule, &'t Cell)> {
    let Some(table) = laid.tables.get(index) else { return Vec::new() };
    let sheets: Vec<Sheets<'_>> = pack.cells.iter().map(|r| Sheets::of(&r.sheet, laid)).collect();
    let form = Form::new(table, Vec::new(), year);
    let chosen = chosen(pack, &sheets, &form).into_iter();
    let cells = chosen.flat_map(|(rule, choice)| match choice {
        Choice::Read(found) => found.into_iter().map(|f| (rule, f.cell)).collect(),
        Choice::Told(_) | Choice::Nothing => Vec::new(),
    });
    cells.collect()
}

/// Whether a rule's label stands in any table, with a value or a place for one.
pub(super) fn stands(laid: &Laid, rule: &CellRule) -> bool {
    let sheets = Sheets::of(&rule.sheet, laid);
    laid.tables.iter().filter(|t| sheets.hold(t)).any(|table| {
        let form = Form::new(table, Vec::new(), None);
        !matches!(labels::choose(rule, &form), Choice::Nothing)
    })
}

/// Whether a cell as a whole is what the phrase says.
fn says(phrase: &Phrase, cell: &Cell) -> bool {
    let text = &cell.text.text;
    phrase.may_open(text) && phrase.match_whole(&Reading::new(text)).is_some()
}

/// Adds the value to the record: an amount, or a field.
fn keep(rule: &CellRule, found: &Found<'_>, part: bool, record: &mut Record) {
    match (rule.kind, &found.token) {
        (FieldKind::Amount, Some(token)) => {
            record.amounts.extend(mention(rule, found, token, part));
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
fn mention(rule: &CellRule, found: &Found<'_>, token: &Token, part: bool) -> Option<AmountMention> {
    let scale = multiple(token, found.stated.scale.unwrap_or(rust_decimal::Decimal::ONE));
    Some(AmountMention {
        id: rule.id.clone(),
        action: None,
        value: valued(found.cell, token)?.checked_mul(scale)?.normalize(),
        written: found.cell.text.text.clone(),
        step: token.step.checked_mul(scale)?.normalize(),
        qualifier: token.qualifier,
        tax: token.tax.or(found.stated.tax),
        nature: rule.nature,
        period: None,
        effect: None,
        part,
        rule: rule.id.clone(),
        match_number: 0,
        place: found.cell.text.whole()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{PlacedText, Spot};

    fn table(rows: &[&[&str]]) -> Table {
        let spot = Spot::Page { page: 1, bbox: crate::place::Rect::default(), ocr: None };
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
            except: Vec::new(),
            under: Vec::new(),
            column: column.iter().map(phrase).collect(),
            sheet: crate::rules::SheetFilter::default(),
            kind,
            nature: None,
        }
    }

    /// What a rule reads in a table, where that is one value.
    fn only<'t>(rule: &CellRule, table: &'t Table) -> Found<'t> {
        let form = Form::new(table, Vec::new(), Some("2023"));
        match labels::choose(rule, &form) {
            Choice::Read(found) if found.len() == 1 => found[0].clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_number_is_read_in_the_column_that_the_rule_names() {
        let form = table(&[&["", "Prévu", "Réalisé"], &["État", "70 000 €", "69 500,00 €"]]);
        let mut record = Record::new(crate::record::Head::default());
        let rule = rule("État", &["Réalisé"], FieldKind::Amount);
        keep(&rule, &only(&rule, &form), false, &mut record);
        assert_eq!(record.amounts[0].value.to_string(), "69500");
        assert_eq!(record.amounts[0].written, "69 500,00 €");
    }

    #[test]
    fn a_text_is_the_first_cell_that_says_anything() {
        let form = table(&[&["Organisme", "-", "La Passerelle", "21"]]);
        let mut record = Record::new(crate::record::Head::default());
        let rule = rule("Organisme", &[], FieldKind::Text);
        keep(&rule, &only(&rule, &form), false, &mut record);
        assert_eq!(record.field("valeur"), Some("La Passerelle"));
    }
}
