//! One finding: its sentence, both sides, where each stands, what explains it, what to ask.
//!
//! In the order in which an officer needs it: what is wrong first, the rule that says so last.

use maud::{Markup, html};

use crate::issue::{Lang, Severity};
use crate::reconcile::finding::{Finding, Hypothesis};

use super::super::words;
use super::figure;

/// A finding as an article.
pub(super) fn render(finding: &Finding) -> Markup {
    let class = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    html! {
        article class=(class) id=(format!("ecart-{}", finding.id)) {
            h3 {
                span.badge { (words::severity(finding.severity, Lang::Fr)) } " " (finding.message)
            }
            p.document { (finding.document) }
            (sides(finding))
            (terms(finding))
            (hypotheses("Ce qui peut l'expliquer", &finding.hypotheses))
            (hypotheses("Ce qui est exclu", &finding.excluded))
            @if let Some(ask) = &finding.ask { p.ask { strong { "À demander : " } (ask) } }
            p.rule { "Contrôle " code { (finding.check) } " : " code { (finding.relation) } }
        }
    }
}

/// Both sides, large, with their difference.
fn sides(finding: &Finding) -> Markup {
    html! {
        @if finding.left.is_some() || finding.right.is_some() {
            dl.sides {
                @for (name, side) in [("Gauche", &finding.left), ("Droite", &finding.right)] {
                    div { dt { (name) } dd {
                        @match side { Some(side) => { (figure(side.value)) }, None => { "manquant" } }
                    } }
                }
                @if let Some(difference) = finding.difference {
                    div { dt { "Écart" } dd { (figure(difference)) } }
                }
            }
        }
    }
}

/// The values compared, each with its place and its sentence.
fn terms(finding: &Finding) -> Markup {
    html! {
        @if !finding.terms.is_empty() {
            table {
                caption { "Valeurs comparées" }
                thead { tr {
                    th scope="col" { "Valeur" } th scope="col" { "Écrit" }
                    th scope="col" { "Document" } th scope="col" { "Où" }
                    th scope="col" { "Texte" }
                } }
                tbody { @for term in &finding.terms { tr {
                    td.number { (figure(term.value)) } td { (term.written) }
                    td { (term.document) } td { (words::place(&term.place, Lang::Fr)) }
                    td { q { (term.place.text()) } }
                } } }
            }
        }
    }
}

/// Explanations, offered or excluded.
fn hypotheses(title: &str, all: &[Hypothesis]) -> Markup {
    html! {
        @if !all.is_empty() {
            h4 { (title) }
            ul { @for hypothesis in all { li { (hypothesis.text) } } }
        }
    }
}
