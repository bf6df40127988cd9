//! One finding: its sentence, both sides, where each stands, what explains it, what to ask.
//!
//! In the order in which an officer needs it: what is wrong first, the rule that says so last.

use maud::{Markup, html};

use crate::issue::Lang;
use crate::reconcile::finding::{Finding, Hypothesis};

use super::super::{Run, past, words};
use super::documents::class;
use super::{exhibits, figure, filters, heads, matches, scrolling, sentence, told};

/// A finding as an article, told so that the filters find it.
pub(super) fn render(finding: &Finding, run: &Run<'_>) -> Markup {
    let all = run.findings;
    let (severity, state) =
        (words::severity(finding.severity, Lang::Fr), words::state(finding.state, Lang::Fr));
    html! {
        article class=(class(finding.severity)) id=(format!("ecart-{}", finding.id))
            data-gravite=(severity) data-etat=(state) data-document=(finding.document) data-lecture=(filters::reading(finding)) {
            h3 {
                span.badge { (severity) } " " span.badge.state { (state) } " "
                (sentence(&finding.message, all.lang))
            }
            p.about { (finding.document) }
            @if let Some(waiver) = past::accepted(finding, all) {
                p { strong { (told("Accepté : ")) } (told(&past::why(waiver, Lang::Fr))) }
            }
            (sides(finding))
            (exhibits::render(finding, run.evidence))
            (terms(finding, run.evidence.of(&finding.id).is_empty()))
            (matches::of_finding(finding, all.lang))
            (hypotheses("Ce qui peut l'expliquer", &finding.hypotheses, all.lang))
            @if !finding.excluded.is_empty() {
                details {
                    summary { "Ce qui est exclu (" (finding.excluded.len()) ")" }
                    ul { @for excluded in &finding.excluded {
                        li { (sentence(&excluded.text, all.lang)) }
                    } }
                }
            }
            @if let Some(ask) = &finding.ask {
                p.ask { strong { (told("À demander : ")) } (sentence(ask, all.lang)) }
            }
            p.rule {
                "Contrôle " code { (finding.check) } (told(" : ")) code { (finding.relation) }
                ", identifiant "
                a href=(format!("#ecart-{}", finding.id)) { code { (finding.id) } }
            }
        }
    }
}

/// Both sides, large, with their difference.
fn sides(finding: &Finding) -> Markup {
    let euros = finding.terms.iter().any(|term| term.written.contains('€'));
    let unit = if euros { "\u{a0}€" } else { "" };
    html! {
        @if finding.left.is_some() || finding.right.is_some() {
            dl.sides {
                @for (name, side) in [("Première valeur", &finding.left), ("Seconde valeur", &finding.right)] {
                    div { dt { (name) } dd {
                        @match side {
                            Some(side) => { (figure(side.value)) (unit) }
                            None => { "manquant" }
                        }
                    } }
                }
                @if let Some(difference) = finding.difference {
                    div { dt { "Écart" } dd { (figure(difference)) (unit) } }
                }
            }
        }
    }
}

/// The values compared, each with its place and its sentence; folded where pictures show them.
fn terms(finding: &Finding, open: bool) -> Markup {
    let name = format!("Valeurs comparées de l'écart {}", finding.id);
    html! {
        @if !finding.terms.is_empty() {
            details open[open] {
                summary { "Valeurs comparées (" (finding.terms.len()) ")" }
                (scrolling(&name, &compared(finding)))
            }
        }
    }
}

fn compared(finding: &Finding) -> Markup {
    html! {
        table {
            caption { "Valeurs comparées" }
            (heads(&["Valeur", "Écrit", "Document", "Où", "Texte"]))
            tbody { @for term in &finding.terms { tr {
                td.number { (figure(term.value)) } td.place { (term.written) }
                td { (term.document) } td.place { (words::place_read(&term.place, Lang::Fr)) }
                td { q { (term.place.text()) } }
            } } }
        }
    }
}

/// Explanations, offered or excluded.
fn hypotheses(title: &str, all: &[Hypothesis], lang: Lang) -> Markup {
    html! {
        @if !all.is_empty() {
            h4 { (title) }
            ul { @for hypothesis in all { li { (sentence(&hypothesis.text, lang)) } } }
        }
    }
}
