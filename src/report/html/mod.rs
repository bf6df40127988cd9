//! `report.html`: one self-contained French page, complete without script or network.
//!
//! All document text passes through maud's escaping and nothing else writes markup; the policy
//! in the page's head forbids anything but its own style sheet.

mod documents;
mod findings;
pub mod impact;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::issue::{Lang, Severity};
use crate::reconcile::finding::Finding;

use super::{Run, words};

/// The style sheet: the reader's own fonts, high contrast, A4 in print.
const STYLE: &str = include_str!("style.css");

/// The page as bytes.
#[must_use]
pub fn render(run: &Run<'_>) -> Vec<u8> {
    shell("Rapprochement des montants", ("#ecarts", "Aller aux écarts"), &body(run))
}

/// A page with its title and a way past its head for who reads by keyboard.
fn shell(title: &str, (target, skip): (&str, &str), main: &Markup) -> Vec<u8> {
    let page = html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy"
                    content="default-src 'none'; style-src 'unsafe-inline'; img-src data:";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href=(target) { (skip) }
                header { h1 { (title) } }
                main { (main) }
                footer { p { "Produit par bilan " (env!("CARGO_PKG_VERSION")) "." } }
            }
        }
    };
    page.into_string().replace(is_order, "\u{fffd}").into_bytes()
}

/// Characters that no text needs and that mislead whoever reads the page: controls, which HTML
/// forbids, and marks that turn the direction of writing, by which a name can lie.
pub(super) fn is_order(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && !matches!(c, '\n' | '\t'))
}

/// The parts of the page, in the order in which they are read.
fn body(run: &Run<'_>) -> Markup {
    let loud: Vec<&Finding> =
        run.findings.findings.iter().filter(|f| f.severity != Severity::Info).collect();
    let quiet: Vec<&Finding> =
        run.findings.findings.iter().filter(|f| f.severity == Severity::Info).collect();
    html! {
        (overview(run, loud.len()))
        section #ecarts aria-labelledby="titre-ecarts" {
            h2 #titre-ecarts { "Écarts (" (loud.len()) ")" }
            @if loud.is_empty() { p { "Aucun écart." } }
            @for finding in loud { (findings::render(finding)) }
        }
        @if !quiet.is_empty() {
            section aria-labelledby="titre-informations" {
                h2 #titre-informations { "Pour information (" (quiet.len()) ")" }
                @for finding in quiet { (findings::render(finding)) }
            }
        }
        (documents::render(run))
        (held(run))
    }
}

/// The first screen: what was read, how the checks ended.
fn overview(run: &Run<'_>, loud: usize) -> Markup {
    let tally = run.findings.checks;
    let outcomes = run.outcomes();
    html! {
        section aria-labelledby="titre-resume" {
            h2 #titre-resume { "En bref" }
            dl.figures {
                div.loud[loud > 0] { dt { "Écarts à traiter" } dd { (loud) } }
                div { dt { "Contrôles tenus" } dd { (tally.held) } }
                div { dt { "Contrôles en écart" } dd { (tally.failed) } }
                div { dt { "Non vérifiables" } dd { (tally.not_checkable) } }
            }
            p {
                (run.index.files.len()) " fichiers : "
                @for (i, (outcome, n)) in outcomes.iter().enumerate() {
                    @if i > 0 { ", " }
                    (n) " " (words::outcomes(*outcome, *n, Lang::Fr))
                }
                "."
            }
        }
    }
}

/// The checks that hold, so that a reader knows what was proved.
fn held(run: &Run<'_>) -> Markup {
    html! {
        section aria-labelledby="titre-tenus" {
            h2 #titre-tenus { "Contrôles tenus (" (run.findings.checks.held) ")" }
            details {
                summary { "Voir la liste" }
                table {
                    caption { "Contrôles qui tiennent, par document" }
                    (heads(&["Document", "Contrôle", "Constat"]))
                    tbody { @for held in &run.findings.held {
                        tr { td { (held.document) } td { (held.check) } td { (held.message) } }
                    } }
                }
                @let all = run.findings.checks.held as usize;
                @if run.findings.held.len() < all {
                    p { (run.findings.held.len()) " sur " (all) " sont donnés." }
                }
            }
        }
    }
}

/// The headings of a table.
fn heads(names: &[&str]) -> Markup {
    html! { thead { tr { @for name in names { th scope="col" { (name) } } } } }
}

/// Says that a list is cut, and where all of it is; nothing where it is whole.
fn cut(shown: usize, all: usize, elsewhere: &str) -> Markup {
    html! { @if shown < all { p { (shown) " sur " (all) " ; tous sont dans " (elsewhere) "." } } }
}

/// A value for people, grouped as French does.
fn figure(value: rust_decimal::Decimal) -> String {
    crate::number::format::format(value)
}
