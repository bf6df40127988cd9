//! Words for figures and places: `347 500 €`, « p. 3 et 4 », « a.xlsx, B7 »; `€347,500` in English.
//!
//! Sentences of the catalogue are told of these; nothing here knows what a finding is. Figures are
//! written as officers write them, places as they would point at them.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::facts::{Fact, Origin, Unit};
use super::sides::Unsure;
use super::verdict::Operand;
use crate::issue::Lang;
use crate::number::Qualifier;
use crate::number::fold::key;
use crate::number::format::{cents, euros_in, format_in};
use crate::place::Place;
use crate::record::{Budget, BudgetRow, Nature, RowKind};
use crate::sentence;

/// A figure with its unit.
pub(super) fn figure(value: Decimal, unit: Unit, lang: Lang) -> String {
    match (unit, lang) {
        (Unit::Euro, _) => euros_in(value, lang),
        (Unit::Percent, Lang::Fr) => format!("{}\u{a0}%", plain(value, lang)),
        (Unit::Percent, Lang::En) => format!("{}%", plain(value, lang)),
        (Unit::Count, _) => plain(value, lang),
    }
}

/// A figure without its unit, cents whole.
fn bare(value: Decimal, unit: Unit, lang: Lang) -> String {
    match unit {
        Unit::Euro => format_in(cents(value), lang),
        _ => plain(value, lang),
    }
}

fn plain(value: Decimal, lang: Lang) -> String {
    format_in(value.normalize(), lang)
}

/// The unit of a relation: money if any of it is.
pub(super) fn unit<'o>(operands: impl IntoIterator<Item = &'o Operand<'o>>) -> Unit {
    let units: Vec<Unit> = operands.into_iter().map(|o| o.fact.unit).collect();
    let stated = [Unit::Euro, Unit::Percent].into_iter().find(|unit| units.contains(unit));
    stated.unwrap_or(Unit::Count)
}

/// A side with its arithmetic: `269 − 52 = 217`, or the figure alone. Long sums are told by
/// their result and the number of terms.
pub(super) fn side(operands: &[Operand<'_>], total: Decimal, lang: Lang) -> String {
    const TOLD: usize = 6;
    let unit = unit(operands);
    let alone = matches!(operands, [only] if only.factor == Decimal::ONE);
    if alone || operands.is_empty() {
        return counted(figure(total, unit, lang), operands, lang);
    }
    if operands.len() > TOLD {
        return sentence::sum_of_amounts(lang, figure(total, unit, lang), operands.len());
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
            sum.push_str(&plain(operand.factor.abs(), lang));
            sum.push_str(" × ");
        }
        sum.push_str(&bare(value.abs(), unit, lang));
    }
    format!("{sum} = {}", bounded(figure(total, unit, lang), operands, lang))
}

/// A figure with « au moins » where the text gives a least value of a sum alone, « au plus »
/// likewise.
fn bounded(figure: String, operands: &[Operand<'_>], lang: Lang) -> String {
    let ends = |o: &Operand<'_>| match (o.fact.qualifier, o.factor.is_sign_negative()) {
        (Qualifier::AtLeast, false) | (Qualifier::AtMost, true) => (true, false),
        (Qualifier::AtMost, false) | (Qualifier::AtLeast, true) => (false, true),
        _ => (false, false),
    };
    let open = operands.iter().map(ends).fold((false, false), |a, b| (a.0 || b.0, a.1 || b.1));
    match open {
        (true, false) => sentence::at_least(lang, figure),
        (false, true) => sentence::at_most(lang, figure),
        _ => figure,
    }
}

/// A figure with how far it goes and what it counts, where the text says so: a noun taken from
/// the number before it (« 48 familles dont 60 à domicile ») is no word of the text's own.
fn counted(figure: String, operands: &[Operand<'_>], lang: Lang) -> String {
    let [only] = operands else { return figure };
    let figure = bounded(figure, operands, lang);
    let fact = &only.fact;
    let told = || {
        let text = format!(" {} ", key(fact.place.text()));
        let says = |words: &str| text.contains(&format!(" {} ", key(words)));
        says(&format!("{} {}", fact.written, fact.counted)) || !says(fact.counted)
    };
    if fact.unit == Unit::Count && !fact.counted.is_empty() && told() {
        return sentence::counted(lang, figure, fact.counted);
    }
    figure
}

/// « 60 peut se rapporter à 120 entretiens, ou à 48 familles », of what one sentence may mean.
pub(super) fn unsure_of(unsure: &Unsure<'_>, lang: Lang) -> String {
    let told = |fact: &Fact<'_>| {
        counted(figure(fact.value, fact.unit, lang), &[Operand::once(*fact)], lang)
    };
    let whose: Vec<String> = unsure.told.iter().map(told).collect();
    let of = in_turn(unsure.of.iter().map(told), |a, b| sentence::list_or_to(lang, a, b));
    sentence::unsure_of(lang, whose.len(), listed(&whose, lang), of)
}

/// What is told of a place beside its page or cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Nothing: all stands in one document.
    Spot,
    /// The document.
    Document,
    /// The document, and whether the figure was planned or is real.
    Nature,
}

impl Told {
    /// The document where there are several.
    pub(super) fn of(several: bool) -> Self {
        if several { Self::Document } else { Self::Spot }
    }
}

/// Where the facts of a side stand: « dans le texte (p. 3 et 4) ».
pub(super) fn stands(facts: &[Fact<'_>], told: Told, lang: Lang) -> String {
    let Some(first) = facts.first() else { return String::new() };
    let mut spot = spots(facts, lang);
    if told != Told::Spot {
        spot = sentence::in_document(lang, file_name(&first.record.document.path), spot);
    }
    if let Some(nature) = first.nature.filter(|_| told == Told::Nature) {
        spot = sentence::spots_of(lang, spot, nature_name(nature));
    }
    match (first.origin, first.place) {
        (Origin::Cell { budget, row, column }, _) => {
            let heading = short(budget.heading(column));
            if row.kind == RowKind::Total {
                sentence::stands_total(lang, heading, spot)
            } else {
                sentence::stands_line(lang, cell_label(budget, row, column, lang), heading, spot)
            }
        }
        (_, Place::Cell { .. }) => sentence::stands_sheet(lang, spot),
        (_, Place::Page { .. }) => sentence::stands_text(lang, spot),
    }
}

/// The name of a nature in the catalogue.
fn nature_name(nature: Nature) -> &'static str {
    match nature {
        Nature::Previsionnel => "planned",
        Nature::Engage => "committed",
        Nature::Realise => "done",
    }
}

/// What a row is called: its code, or the head of its label.
pub(super) fn row_label(row: &BudgetRow, lang: Lang) -> String {
    match (&row.action, row.kind) {
        (Some(code), RowKind::Line) => sentence::action_row(lang, code),
        (Some(code), _) if row.label.is_empty() => code.clone(),
        _ => short(&row.label),
    }
}

/// What a row is called by the label that stands beside its cells, if any.
pub(super) fn row_called(row: &BudgetRow, label: &str, lang: Lang) -> String {
    if label.is_empty() { row_label(row, lang) } else { short(label) }
}

/// What the row of a cell is called: its code, or the head of the label beside the cell.
fn cell_label(budget: &Budget, row: &BudgetRow, column: &str, lang: Lang) -> String {
    let label = budget.labels().beside(row, column);
    if label == row.label { row_label(row, lang) } else { short(label) }
}

/// A cell by its row and its column; none for what stands in no table.
pub(super) fn cell(fact: &Fact<'_>, lang: Lang) -> Option<String> {
    match fact.origin {
        Origin::Cell { budget, row, column } => {
            Some(sentence::cell(lang, row_label(row, lang), short(budget.heading(column))))
        }
        _ => None,
    }
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

/// The last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// « p. 3 et 4 », « Bilan!B7 ».
pub(super) fn spots(facts: &[Fact<'_>], lang: Lang) -> String {
    let pages: BTreeSet<u32> = facts.iter().filter_map(page).collect();
    if !pages.is_empty() {
        let pages: Vec<String> = pages.iter().map(ToString::to_string).collect();
        return sentence::pages(lang, pages.len(), listed(&pages, lang));
    }
    let mut cells: Vec<String> = facts
        .iter()
        .filter_map(|f| match f.place {
            Place::Cell { cell, .. } => Some(cell.to_string()),
            Place::Page { .. } => None,
        })
        .collect();
    let mut told = BTreeSet::new();
    cells.retain(|cell| told.insert(cell.clone()));
    listed(&cells, lang)
}

/// Where one place is: « p. 3 », « B7 ».
pub(super) fn spot(place: &Place) -> String {
    match place {
        Place::Page { page, .. } => format!("p. {page}"),
        Place::Cell { cell, .. } => cell.to_string(),
    }
}

/// « a.xlsx, B7 ; b.xlsx, B7 ».
pub(super) fn spots_by_document(facts: &[Fact<'_>], lang: Lang) -> String {
    let mut documents: Vec<(&str, Vec<Fact<'_>>)> = Vec::new();
    for fact in facts {
        let path = fact.record.document.path.as_str();
        match documents.iter_mut().find(|(known, _)| *known == path) {
            Some((_, own)) => own.push(*fact),
            None => documents.push((path, vec![*fact])),
        }
    }
    let told = documents
        .iter()
        .map(|(path, own)| sentence::in_document(lang, file_name(path), spots(own, lang)));
    in_turn(told, |before, item| sentence::list_next(lang, before, item))
}

fn page(fact: &Fact<'_>) -> Option<u32> {
    match fact.place {
        Place::Page { page, .. } => Some(*page),
        Place::Cell { .. } => None,
    }
}

/// Items joined one by one from the left.
pub(super) fn in_turn(
    items: impl IntoIterator<Item = String>,
    join: impl Fn(String, String) -> String,
) -> String {
    items.into_iter().reduce(join).unwrap_or_default()
}

fn with_commas(items: &[String], lang: Lang) -> String {
    in_turn(items.iter().cloned(), |before, item| sentence::list_comma(lang, before, item))
}

/// « a, b et c »; long lists are cut.
pub(super) fn listed(items: &[String], lang: Lang) -> String {
    const LONG: usize = 6;
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., last] if items.len() <= LONG => {
            sentence::list_and(lang, with_commas(head, lang), last)
        }
        _ => sentence::list_cut(lang, with_commas(items.get(..LONG).unwrap_or(items), lang)),
    }
}

/// What is about an operator over its actions: « CESAM (actions 1.2 et 3.3) ».
pub(super) fn operator_of(name: &str, actions: &[&str], lang: Lang) -> String {
    let codes: Vec<String> = actions.iter().map(|code| (*code).to_owned()).collect();
    sentence::operator_of(lang, name, codes.len(), listed(&codes, lang))
}

/// A clause as a sentence opens.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// A sentence that goes on behind a colon or a dash; a name or an acronym keeps its capitals.
pub(super) fn uncapped(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || matches!(second, '\'' | '’') => {
            first.to_lowercase().chain(sentence.chars().skip(1)).collect()
        }
        _ => sentence.to_owned(),
    }
}

/// « a, b, ou c ».
pub(super) fn listed_or(items: &[String], lang: Lang) -> String {
    match items {
        [head @ .., last] if !head.is_empty() => {
            sentence::list_or(lang, with_commas(head, lang), last)
        }
        _ => items.concat(),
    }
}

/// A sentence without its final stop, to go on after it.
pub(super) fn unended(sentence: &str) -> &str {
    sentence.trim_end_matches([' ', '.', '\u{a0}'])
}
