//! A budget as the table that it is: its lines, and beneath each printed sum what the lines make.
//!
//! What is printed stays as it is written; what is recomputed stands in a row of its own, so that
//! nobody takes one for the other. Long tables are cut, since the workbook and the JSON hold all.

use std::collections::BTreeMap;

use maud::{Markup, html};
use rust_decimal::Decimal;

use crate::issue::Lang;
use crate::reconcile::{Recomputed, printed_sums};
use crate::record::{Budget, BudgetColumn, BudgetRow, Record, RowKind};

use super::super::words;
use super::{ROWS, cut, figure, scrolling, told};

/// A table longer than this is folded.
const OPEN: usize = 60;

/// Columns that fit the width of a sheet of A4; more of them are printed across it.
const FITTING: usize = 5;

/// The tables of a document.
pub(super) fn render(record: &Record) -> Markup {
    html! {
        @for (i, budget) in record.budgets.iter().enumerate() { (one(record, budget, i + 1)) }
    }
}

fn one(record: &Record, budget: &Budget, number: usize) -> Markup {
    let label = format!("Tableau {number} de {}", record.document.path);
    let rows = words::counted(budget.rows.len(), "ligne", "lignes", Lang::Fr);
    let table = scrolling(&label, &table(record, budget));
    html! {
        @if budget.rows.len() <= OPEN {
            (table)
        } @else {
            details {
                summary { "Tableau" (told(" : ")) (title(budget)) " (" (rows) ")" }
                (table)
                (cut(ROWS, budget.rows.len(), "ecarts.xlsx"))
            }
        }
    }
}

fn title(budget: &Budget) -> &str {
    if budget.title.is_empty() { &budget.id } else { &budget.title }
}

fn table(record: &Record, budget: &Budget) -> Markup {
    let columns = shown(budget);
    let sums = printed_sums(record, budget);
    let down = sums.iter().filter(|sum| !sum.across);
    let sums = down.map(|sum| (sum.seat, sum.recomputed)).collect();
    let coded = budget.rows.iter().any(|row| row.action.is_some());
    html! {
        table.budget.wide[columns.len() > FITTING].widest[columns.len() > 2 * FITTING] {
            caption { (title(budget)) (measure(budget)) (paper(budget)) }
            thead { tr {
                @if coded { th scope="col" { "Action" } }
                th scope="col" { "Libellé" }
                @for (i, column) in columns.iter().enumerate() {
                    th scope="col" { (heading(column, i + 1)) }
                }
            } }
            tbody { @for (at, row) in budget.rows.iter().enumerate().take(ROWS) {
                tr class=(words::row(row.kind)) {
                    @if coded { td { (row.action.as_deref().unwrap_or("")) } }
                    th scope="row" { (label(row)) }
                    @for column in &columns { (written(row, &column.id)) }
                }
                (made((at, row), coded, &columns, &sums))
            } }
        }
    }
}

/// The columns of amounts, and those of text that say more than the label and the code of a row:
/// the labels of a second half, an object, a remark.
fn shown(budget: &Budget) -> Vec<&BudgetColumn> {
    let more = |row: &BudgetRow, id: &str| {
        row.texts.get(id).map(|text| text.text.trim()).is_some_and(|text| {
            let code = row.action.as_deref().is_some_and(|action| text.contains(action));
            !text.is_empty() && text != row.label.trim() && !code
        })
    };
    let tells = |c: &&BudgetColumn| {
        budget.rows.iter().any(|row| row.cells.contains_key(&c.id) || more(row, &c.id))
    };
    budget.columns.iter().filter(tells).collect()
}

/// What its amounts are and are counted in.
fn measure(budget: &Budget) -> String {
    let nature = budget.nature.map(words::nature);
    let unit = (budget.unit == "EUR").then_some("en euros");
    let parts: Vec<&str> = nature.into_iter().chain(unit).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

/// Whether it stands on a scan: its amounts then have beneath them how sure they are.
fn paper(budget: &Budget) -> &'static str {
    let mut cells = budget.rows.iter().flat_map(|row| row.cells.values());
    let read = cells.any(|cell| cell.place.recognised().is_some());
    if read { ", lu sur un scan, la confiance sous chaque montant" } else { "" }
}

fn heading(column: &BudgetColumn, number: usize) -> String {
    if column.label.trim().is_empty() { format!("Colonne {number}") } else { column.label.clone() }
}

/// What a row is named; a heading of a row is never empty.
fn label(row: &BudgetRow) -> &str {
    match (row.kind, row.label.trim(), row.action.as_deref()) {
        (RowKind::Total, "", _) => "Total",
        (RowKind::Subtotal, "", _) => "Sous-total",
        (_, "", Some(action)) => action,
        (_, "", None) => "Sans libellé",
        _ => &row.label,
    }
}

/// What a cell says: its amount, or the words that stand in the place of one.
fn written(row: &BudgetRow, column: &str) -> Markup {
    html! {
        @if let Some(cell) = row.cells.get(column) {
            td.number {
                (cell.written)
                @if let Some(read) = cell.place.recognised() {
                    br; small { (words::sureness(read, Lang::Fr)) }
                }
            }
        } @else {
            td { (row.texts.get(column).map_or("", |text| &text.text)) }
        }
    }
}

/// The row of what the lines make, beneath a row that prints a sum.
fn made(
    (at, row): (usize, &BudgetRow),
    coded: bool,
    columns: &[&BudgetColumn],
    sums: &BTreeMap<(usize, &str), Recomputed>,
) -> Markup {
    let sum = |column: &BudgetColumn| sums.get(&(at, column.id.as_str())).copied();
    html! {
        @if columns.iter().any(|column| sum(column).is_some()) {
            tr.made {
                @if coded { td {} }
                th scope="row" { "recalculé par la somme des lignes" }
                @for column in columns { td.number {
                    @if let Some(cell) = row.cells.get(&column.id) && let Some(sum) = sum(column) {
                        (outcome(cell.value, sum))
                    }
                } }
            }
        }
    }
}

/// What is recomputed beside what is printed: the sign says what the colour does not.
fn outcome(printed: Decimal, sum: Recomputed) -> Markup {
    html! {
        @match sum {
            Recomputed::Same(value) => { "= " (figure(value)) }
            Recomputed::Rounded(value) => { "≈ " (figure(value)) br; "aux arrondis près" }
            Recomputed::Other(value) => strong.off {
                "≠ " (figure(value)) br; "écart " (figure((printed - value).abs()))
            },
            Recomputed::Unknown => "non recalculable",
        }
    }
}
