//! The documents: each with its outcome, what is wrong with it, and what was read of it.
//!
//! A document with something wrong is open, the others are folded; long tables are cut, since
//! the workbook and the JSON hold all of them.

use maud::{Markup, html};

use crate::issue::{Issue, Lang, Severity};
use crate::record::{Budget, BudgetRow, Record, RowKind};

use crate::store::FileOutcome;

use super::super::{Run, words};
use super::{cut, figure, heads};

/// Rows of one table shown; longer lists are in the workbook and the JSON.
const ROWS: usize = 200;

/// All documents, in the order of the archive.
pub(super) fn render(run: &Run<'_>) -> Markup {
    let records = run.by_path();
    html! {
        section aria-labelledby="titre-documents" {
            h2 #titre-documents { "Documents (" (run.index.files.len()) ")" }
            @for file in &run.index.files { (document(file, records.get(file.path.as_str()).copied())) }
        }
    }
}

/// A document: open where something is wrong with it.
fn document(file: &FileOutcome, record: Option<&Record>) -> Markup {
    let grave = file.issues.iter().any(|i| i.severity != Severity::Info);
    html! {
        details open[grave] {
            summary {
                strong { (file.path) } " – " (words::outcome(file.outcome, Lang::Fr))
                @match file.pages {
                    0 => {}
                    1 => ", 1 page ou feuille"
                    pages => { ", " (pages) " pages ou feuilles" }
                }
            }
            (issues(&file.issues))
            @if let Some(record) = record {
                (actions(record))
                (indicators(record))
                @for budget in &record.budgets { (budget_table(budget)) }
                (unread(record))
            } @else if file.outcome.is_read() && let Some(name) = &file.document {
                p { "Ses valeurs ne sont pas reprises ici : elles sont dans " code { (name) } "." }
            }
        }
    }
}

/// What was wrong, with what to do.
fn issues(issues: &[Issue]) -> Markup {
    html! {
        @if !issues.is_empty() {
            ul.issues { @for issue in issues {
                li {
                    span.badge { (words::severity(issue.severity, Lang::Fr)) } " "
                    (issue.message) " – " em { (issue.hint) }
                    @if let Some(place) = &issue.place { " (" (words::place(place, Lang::Fr)) ")" }
                }
            } }
        }
    }
}

/// The actions with status and operator.
fn actions(record: &Record) -> Markup {
    html! {
        @if !record.actions.is_empty() {
            table {
                caption { "Actions" }
                (heads(&["Action", "Titre", "Statut", "Opérateur", "Où"]))
                tbody { @for action in &record.actions { tr {
                    th scope="row" { (action.id) } td { (action.title) }
                    td { (words::status(action.status)) }
                    td { (action.operator.as_deref().unwrap_or("non nommé")) }
                    td.place { (words::place(&action.place, Lang::Fr)) }
                } } }
            }
        }
    }
}

/// The numbers with what they count.
fn indicators(record: &Record) -> Markup {
    html! {
        @if !record.indicators.is_empty() {
            details {
                summary { "Indicateurs (" (record.indicators.len()) ")" }
                table {
                    caption { "Indicateurs" }
                    (heads(&["Action", "Valeur", "Unité", "Libellé", "Où"]))
                    tbody { @for indicator in record.indicators.iter().take(ROWS) { tr {
                        td { (indicator.action.as_deref().unwrap_or("")) }
                        td.number { (figure(indicator.value)) } td { (indicator.unit) }
                        td { (indicator.label) }
                        td.place { (words::place(&indicator.place, Lang::Fr)) }
                    } } }
                }
                (cut(ROWS, record.indicators.len(), "ecarts.xlsx"))
            }
        }
    }
}

/// A budget as a table.
fn budget_table(budget: &Budget) -> Markup {
    let amounts: Vec<_> = budget
        .columns
        .iter()
        .filter(|c| budget.rows.iter().any(|r| r.cells.contains_key(&c.id)))
        .collect();
    let title = if budget.title.is_empty() { &budget.id } else { &budget.title };
    html! {
        details open[budget.rows.len() <= 40] {
            summary { "Tableau : " (title) " (" (budget.rows.len()) " lignes)" }
            table {
                caption { (title) }
                thead { tr {
                    th scope="col" { "Action" } th scope="col" { "Libellé" }
                    @for column in &amounts { th scope="col" { (column.label) } }
                } }
                tbody { @for row in budget.rows.iter().take(ROWS) {
                    tr class=(words::row(row.kind)) {
                        th scope="row" { (row.action.as_deref().unwrap_or("")) }
                        td { (row_label(row)) }
                        @for column in &amounts { td.number {
                            @if let Some(cell) = row.cells.get(&column.id) { (cell.written) }
                        } }
                    }
                } }
            }
            @if budget.rows.len() > ROWS {
                p { "Les " (ROWS) " premières lignes ; toutes sont dans ecarts.xlsx." }
            }
        }
    }
}

/// What a row is named.
fn row_label(row: &BudgetRow) -> &str {
    match row.kind {
        RowKind::Total if row.label.is_empty() => "Total",
        _ => &row.label,
    }
}

/// What no rule read.
fn unread(record: &Record) -> Markup {
    html! {
        @if !record.unread.is_empty() {
            details {
                summary { "Nombres non lus (" (record.unread.len()) ")" }
                ul { @for number in record.unread.iter().take(ROWS) {
                    li {
                        (number.written) " – " (words::place(&number.place, Lang::Fr)) " : "
                        q { (number.place.text()) }
                    }
                } }
                (cut(ROWS, record.unread.len(), "le fichier JSON du document"))
            }
        }
    }
}
