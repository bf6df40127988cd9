//! `report.html`: one self-contained French page, complete without script or network.
//!
//! The sentences of findings may be in another language than the page: it says so, and marks them
//! for who listens to it.
//!
//! All document text passes through maud's escaping and nothing else writes markup; the policy
//! in the page's head forbids anything but its own style sheet.

mod documents;
mod exhibits;
mod findings;
pub mod impact;
mod matches;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::issue::Lang;
use crate::reconcile::finding::{Finding, State};

use super::{Run, words};

/// The style sheet: the reader's own fonts, high contrast, A4 in print.
const STYLE: &str = include_str!("style.css");

/// Findings of one list shown: more than anybody reads through, and a page that still opens.
const SHOWN: usize = 2000;

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
    let of = |keep: &dyn Fn(&Finding) -> bool| -> Vec<&Finding> {
        run.findings.findings.iter().filter(|f| keep(f)).collect()
    };
    let loud = of(&|f| f.is_loud() && f.is_open());
    let accepted = of(&|f| f.state == State::Waived);
    let resolved = of(&|f| f.is_loud() && f.state == State::Resolved);
    let quiet = of(&|f| !f.is_loud() && f.state != State::Resolved);
    html! {
        (overview(run, loud.len()))
        section #ecarts aria-labelledby="titre-ecarts" {
            h2 #titre-ecarts { "Écarts (" (loud.len()) ")" }
            @if loud.is_empty() { p { "Aucun écart." } }
            @for finding in loud.iter().take(SHOWN) { (findings::render(finding, run)) }
            (cut(SHOWN, loud.len(), "ecarts.xlsx"))
        }
        (apart(run, "acceptes", "Écarts acceptés par dérogation", &accepted))
        (apart(run, "resolus", "Écarts résolus depuis le passage précédent", &resolved))
        (waivers(run))
        (apart(run, "informations", "Pour information", &quiet))
        (matches::pairs(run.findings))
        (matches::unmatched(&run.findings.unmatched, run.findings.lang))
        (documents::render(run))
        (held(run))
    }
}

/// Findings that nobody has to answer for; nothing where there are none.
fn apart(run: &Run<'_>, id: &str, title: &str, findings: &[&Finding]) -> Markup {
    let id = format!("titre-{id}");
    html! {
        @if !findings.is_empty() {
            section aria-labelledby=(id) {
                h2 id=(id) { (title) " (" (findings.len()) ")" }
                @for finding in findings.iter().take(SHOWN) {
                    (findings::render(finding, run))
                }
                (cut(SHOWN, findings.len(), "ecarts.xlsx"))
            }
        }
    }
}

/// The waivers that do nothing, with why; nothing where there are none.
fn waivers(run: &Run<'_>) -> Markup {
    let idle: Vec<_> = run.findings.waivers.iter().filter(|w| w.why.is_some()).collect();
    html! {
        @if !idle.is_empty() {
            section aria-labelledby="titre-derogations" {
                h2 #titre-derogations { "Dérogations sans effet (" (idle.len()) ")" }
                table {
                    caption { "Dérogations à revoir, avec ce qui les empêche de valoir" }
                    (heads(&["Écart", "Document", "Motif", "Auteur", "Échéance", "État", "Pourquoi"]))
                    tbody { @for judged in idle { @let waiver = &judged.waiver; tr {
                        td { code { (waiver.finding) } } td { (waiver.document) }
                        td { (waiver.reason) } td { (waiver.by) } td { (waiver.until) }
                        td { (words::waiver(judged.status, Lang::Fr)) }
                        td { (words::why(judged.why, Lang::Fr).unwrap_or_default()) }
                    } } }
                }
            }
        }
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
            @if run.findings.lang == Lang::En {
                p { "Les phrases des constats sont écrites en anglais." }
            }
        }
    }
}

/// A sentence of a finding, marked where its language is not that of the page.
fn sentence(text: &str, lang: Lang) -> Markup {
    match lang {
        Lang::Fr => html! { (text) },
        Lang::En => html! { span lang="en" { (text) } },
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
                        tr {
                            td { (held.document) } td { (held.check) }
                            td { (sentence(&held.message, run.findings.lang)) }
                        }
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
