//! French words for figures and places: `347 500 €`, « p. 3 et 4 », « feuille « Bilan », B7 ».
//!
//! Findings and explanations are made of these; nothing here knows what a finding is. Figures are
//! written as officers write them, places as they would point at them.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::facts::{Fact, Origin, Unit};
use super::verdict::Operand;
use crate::number::format::{euros, format};
use crate::place::Place;
use crate::record::{Budget, BudgetRow, RowKind};

/// A figure in French, with its unit.
pub(super) fn figure(value: Decimal, unit: Unit) -> String {
    match unit {
        Unit::Euro => euros(value),
        Unit::Percent => format!("{}\u{a0}%", plain(value)),
        Unit::Count => plain(value),
    }
}

/// A figure without its unit, cents whole.
fn bare(value: Decimal, unit: Unit) -> String {
    match unit {
        Unit::Euro => euros(value).trim_end_matches(['\u{a0}', '€']).to_owned(),
        _ => plain(value),
    }
}

fn plain(value: Decimal) -> String {
    format(value.normalize())
}

/// The unit of a relation: money if any of it is.
pub(super) fn unit<'o>(operands: impl IntoIterator<Item = &'o Operand<'o>>) -> Unit {
    let units: Vec<Unit> = operands.into_iter().map(|o| o.fact.unit).collect();
    let stated = [Unit::Euro, Unit::Percent].into_iter().find(|unit| units.contains(unit));
    stated.unwrap_or(Unit::Count)
}

/// A side with its arithmetic: `269 − 52 = 217`, or the figure alone. Long sums are told by
/// their result and the number of terms.
pub(super) fn side(operands: &[Operand<'_>], total: Decimal) -> String {
    const TOLD: usize = 6;
    let unit = unit(operands);
    let alone = matches!(operands, [only] if only.factor == Decimal::ONE);
    if alone || operands.is_empty() {
        return counted(figure(total, unit), operands);
    }
    if operands.len() > TOLD {
        return format!("{} (somme de {} montants)", figure(total, unit), operands.len());
    }
    let mut sum = String::new();
    for (i, operand) in operands.iter().enumerate() {
        // What is taken off and what is added as a negative amount are written alike.
        let value = operand.fact.value;
        let negative = operand.factor.is_sign_negative() != value.is_sign_negative();
        sum.push_str(match (i, negative) {
            (0, false) => "",
            (0, true) => "−",
            (_, false) => " + ",
            (_, true) => " − ",
        });
        if operand.factor.abs() != Decimal::ONE {
            sum.push_str(&plain(operand.factor.abs()));
            sum.push_str(" × ");
        }
        sum.push_str(&bare(value.abs(), unit));
    }
    format!("{sum} = {}", figure(total, unit))
}

/// A figure with what it counts, where the text says so.
fn counted(figure: String, operands: &[Operand<'_>]) -> String {
    match operands {
        [only] if only.fact.unit == Unit::Count && !only.fact.counted.is_empty() => {
            format!("{figure} {}", only.fact.counted)
        }
        _ => figure,
    }
}

/// Where the facts of a side stand: « dans le texte (p. 3 et 4) ».
pub(super) fn stands(facts: &[Fact<'_>], documents: bool) -> String {
    let Some(first) = facts.first() else { return String::new() };
    let spot = spots(facts);
    let spot = if documents {
        format!("{}, {spot}", file_name(&first.record.document.path))
    } else {
        spot
    };
    format!("{} ({spot})", inside(first))
}

fn inside(fact: &Fact<'_>) -> String {
    match (fact.origin, fact.place) {
        (Origin::Cell { budget, row, column }, _) => {
            let heading = short(budget.heading(column));
            match row.kind {
                RowKind::Total => format!("au total de la colonne « {heading} »"),
                _ => format!(
                    "à la ligne « {} », colonne « {heading} »",
                    cell_label(budget, row, column)
                ),
            }
        }
        (_, Place::Cell { .. }) => "dans la feuille".to_owned(),
        (_, Place::Page { .. }) => "dans le texte".to_owned(),
    }
}

/// What a row is called: its code, or the head of its label.
pub(super) fn row_label(row: &BudgetRow) -> String {
    match (&row.action, row.kind) {
        (Some(code), RowKind::Line) => format!("Action {code}"),
        (Some(code), _) if row.label.is_empty() => code.clone(),
        _ => short(&row.label),
    }
}

/// What the row of a cell is called: its code, or the head of the label beside the cell.
fn cell_label(budget: &Budget, row: &BudgetRow, column: &str) -> String {
    let label = budget.label_beside(row, column);
    if label == row.label { row_label(row) } else { short(label) }
}

/// The head of a text, cut at a word.
pub(super) fn short(text: &str) -> String {
    const LONG: usize = 48;
    if text.chars().count() <= LONG {
        return text.to_owned();
    }
    let head: String = text.chars().take(LONG).collect();
    let cut = head.rfind(' ').unwrap_or(head.len());
    format!("{}…", head.get(..cut).unwrap_or(&head))
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// « p. 3 et 4 », « Bilan!B7 ».
pub(super) fn spots(facts: &[Fact<'_>]) -> String {
    let pages: BTreeSet<u32> = facts.iter().filter_map(page).collect();
    if !pages.is_empty() {
        let pages: Vec<String> = pages.iter().map(ToString::to_string).collect();
        return format!("p. {}", listed(&pages));
    }
    let mut cells: Vec<String> = facts
        .iter()
        .filter_map(|f| match f.place {
            Place::Cell { cell, .. } => Some(cell.clone()),
            Place::Page { .. } => None,
        })
        .collect();
    let mut told = BTreeSet::new();
    cells.retain(|cell| told.insert(cell.clone()));
    listed(&cells)
}

/// Where one place is: « p. 3 », « B7 ».
pub(super) fn spot(place: &Place) -> String {
    match place {
        Place::Page { page, .. } => format!("p. {page}"),
        Place::Cell { cell, .. } => cell.clone(),
    }
}

/// « a.xlsx, B7 ; b.xlsx, B7 ».
pub(super) fn spots_by_document(facts: &[Fact<'_>]) -> String {
    let mut documents: Vec<(&str, Vec<Fact<'_>>)> = Vec::new();
    for fact in facts {
        let path = fact.record.document.path.as_str();
        match documents.iter_mut().find(|(known, _)| *known == path) {
            Some((_, own)) => own.push(*fact),
            None => documents.push((path, vec![*fact])),
        }
    }
    let told = documents.iter().map(|(path, own)| format!("{}, {}", file_name(path), spots(own)));
    told.collect::<Vec<_>>().join(" ; ")
}

fn page(fact: &Fact<'_>) -> Option<u32> {
    match fact.place {
        Place::Page { page, .. } => Some(*page),
        Place::Cell { .. } => None,
    }
}

/// « a, b et c »; long lists are cut.
pub(super) fn listed(items: &[String]) -> String {
    const LONG: usize = 6;
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., last] if items.len() <= LONG => format!("{} et {last}", head.join(", ")),
        _ => format!("{}…", items.get(..LONG).unwrap_or(items).join(", ")),
    }
}

/// What is about an operator over its actions: « CESAM (actions 1.2 et 3.3) ».
pub(super) fn of_operator(name: &str, actions: &str) -> String {
    let plural = if actions.contains([',', ' ']) { "actions" } else { "action" };
    format!("{name} ({plural} {actions})")
}

/// A clause as a sentence opens.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// « a, b ou c ».
pub(super) fn listed_or(items: &[String]) -> String {
    match items {
        [head @ .., last] if !head.is_empty() => format!("{}, ou {last}", head.join(", ")),
        _ => items.concat(),
    }
}

/// A sentence without its final stop, to go on after it.
pub(super) fn unended(sentence: &str) -> &str {
    sentence.trim_end_matches([' ', '.', '\u{a0}'])
}
