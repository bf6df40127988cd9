//! What each document says: its discrepancies, actions, indicators and budgets, and what of it
//! could not be read.
//!
//! Bilans and documents with discrepancies are open, the others are folded; long tables are cut,
//! since the workbook and the JSON hold all of them.

use maud::{Markup, html};

use crate::issue::{Issue, Lang, Severity};
use crate::reconcile::finding::Finding;
use crate::record::Record;
use crate::store::FileOutcome;

use super::super::{Run, words};
use super::overview::{capital, territory};
use super::{Anchors, Part, ROWS, budgets, cut, figure, heads, scrolling, sentence, told};

/// The kind of document that others are matched to.
const BILAN: &str = "bilan";

/// Indicators that are seen at a glance; more of them are folded.
const GLANCE: usize = 20;

/// The documents whose records are given, in the order of the archive; nothing where none is.
pub(super) fn render(run: &Run<'_>, anchors: &Anchors<'_>) -> Option<Part<'static>> {
    let (records, loud) = (run.by_path(), run.loud_by_document());
    let read = run.index.files.iter().filter_map(|file| {
        let path = file.path.as_str();
        Some((file, *records.get(path)?, anchors.get(path)?))
    });
    let read: Vec<_> = read.collect();
    let body = html! {
        @for (file, record, anchor) in &read {
            @let findings = loud.get(file.path.as_str()).map_or(&[][..], Vec::as_slice);
            div.document id=(anchor) {
                h3 { (file.path) }
                (document(file, record, findings, run.findings.lang))
            }
        }
        @if run.undetailed() > 0 {
            p { "Les valeurs de " (run.undetailed()) " autres documents sont dans documents/." }
        }
    };
    let title = format!("Ce que disent les documents ({})", read.len());
    (!read.is_empty()).then(|| Part::new("documents", title, body))
}

/// What is told of a document below its name.
fn document(file: &FileOutcome, record: &Record, findings: &[&Finding], lang: Lang) -> Markup {
    let count = words::counted(findings.len(), "écart", "écarts", Lang::Fr);
    html! {
        p.about { (about(file, record)) }
        @if !findings.is_empty() {
            p { (count) (told(" :")) }
            ul { @for finding in findings {
                li { a href=(format!("#ecart-{}", finding.id)) { (sentence(&finding.message, lang)) } }
            } }
        }
        (values(record, !findings.is_empty()))
        (unreadable(file, record))
    }
}

/// What it is, how its reading ended, whose and of which year it is.
fn about(file: &FileOutcome, record: &Record) -> String {
    let kind = Some(record.document.kind.clone()).filter(|kind| !kind.is_empty());
    let operator = record.operator().map(str::to_owned);
    let mut parts: Vec<String> =
        kind.into_iter().chain(territory(record)).chain(operator).collect();
    parts.push(words::outcome(file.outcome, Lang::Fr).to_owned());
    parts.extend(pages(file.pages));
    capital(&parts.join(", "))
}

/// How long it is; nothing of what was not opened.
pub(super) fn pages(pages: u32) -> Option<String> {
    let told = |n| words::counted(n, "page ou feuille", "pages ou feuilles", Lang::Fr);
    (pages > 0).then(|| told(pages as usize))
}

/// The values that were read.
fn values(record: &Record, is_loud: bool) -> Markup {
    let all = html! { (actions(record)) (indicators(record)) (budgets::render(record)) };
    let holds =
        !(record.actions.is_empty() && record.indicators.is_empty() && record.budgets.is_empty());
    html! {
        @if holds && (is_loud || record.document.kind == BILAN) {
            (all)
        } @else if holds {
            details { summary { "Valeurs lues" (told(" : ")) (tally(record)) } (all) }
        }
    }
}

/// How much was read.
fn tally(record: &Record) -> String {
    let parts = [
        (record.actions.len(), "action", "actions"),
        (record.indicators.len(), "indicateur", "indicateurs"),
        (record.budgets.len(), "tableau", "tableaux"),
    ];
    let parts = parts.into_iter().filter(|(n, ..)| *n > 0);
    parts
        .map(|(n, one, many)| words::counted(n, one, many, Lang::Fr))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The actions with status and operator.
fn actions(record: &Record) -> Markup {
    let table = || {
        html! { table {
            caption { "Actions" }
            (heads(&["Action", "Titre", "Statut", "Opérateur", "Où"]))
            tbody { @for action in &record.actions { tr {
                th scope="row" { (action.id) } td { (action.title) }
                td { (words::status(action.status)) }
                td { (action.operator.as_deref().unwrap_or("non nommé")) }
                td.place { (words::place_read(&action.place, Lang::Fr)) }
            } } }
        } }
    };
    html! {
        @if !record.actions.is_empty() {
            (scrolling(&format!("Actions de {}", record.document.path), &table()))
        }
    }
}

/// The numbers with what they count.
fn indicators(record: &Record) -> Markup {
    let all = &record.indicators;
    let table = || {
        let table = html! { table {
            caption { "Indicateurs" }
            (heads(&["Libellé", "Valeur", "Unité", "Action", "Où"]))
            tbody { @for indicator in all.iter().take(ROWS) { tr {
                th scope="row" { (if indicator.label.trim().is_empty() { &indicator.id } else { &indicator.label }) }
                td.number { (figure(indicator.value)) } td { (indicator.unit) }
                td { (indicator.action.as_deref().unwrap_or("")) }
                td.place { (words::place_read(&indicator.place, Lang::Fr)) }
            } } }
        } };
        scrolling(&format!("Indicateurs de {}", record.document.path), &table)
    };
    html! {
        @if !all.is_empty() && all.len() <= GLANCE {
            (table())
        } @else if !all.is_empty() {
            details {
                summary { "Indicateurs (" (all.len()) ")" }
                (table())
                (cut(ROWS, all.len(), "ecarts.xlsx"))
            }
        }
    }
}

/// What could not be read: what was wrong with the file, and the numbers that no rule read.
fn unreadable(file: &FileOutcome, record: &Record) -> Markup {
    let unread = &record.unread;
    html! {
        @if !file.issues.is_empty() || !unread.is_empty() {
            h4 { "Ce qui n'a pas été lu ou demande attention" }
            (issues(&file.issues))
        }
        @if !unread.is_empty() {
            details {
                summary { "Nombres non lus (" (unread.len()) ")" }
                ul { @for number in unread.iter().take(ROWS) {
                    li {
                        (number.written) ", " (words::place_read(&number.place, Lang::Fr)) (told(" : "))
                        q { (number.place.text()) }
                    }
                } }
                (cut(ROWS, unread.len(), "le fichier JSON du document"))
            }
        }
    }
}

/// What was wrong, with what to do.
pub(super) fn issues(issues: &[Issue]) -> Markup {
    html! {
        @if !issues.is_empty() {
            ul.issues { @for issue in issues {
                li class=(class(issue.severity)) {
                    span.badge { (words::severity(issue.severity, Lang::Fr)) } " "
                    (told(&issue.message)) " – " em { (told(&issue.hint)) }
                    @if let Some(place) = &issue.place { " (" (words::place(place, Lang::Fr)) ")" }
                }
            } }
        }
    }
}

/// The class of what is as grave.
pub(super) fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}
