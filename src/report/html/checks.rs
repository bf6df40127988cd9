//! What closes the page: every file with its outcome, the checks that hold, and the waivers that
//! do nothing.
//!
//! A page that told what is wrong alone would leave open what was looked at.

use maud::html;

use crate::issue::Lang;

use super::super::{Run, words};
use super::documents::{issues, pages};
use super::{Anchors, Part, ROWS, SHOWN, cut, heads, scrolling, sentence, told};

/// Every file of the archive with its one outcome; of very many the worst.
pub(super) fn files(run: &Run<'_>, anchors: &Anchors<'_>) -> Part {
    let (all, shown) = (&run.index.files, run.listed(SHOWN));
    let table = html! { table {
        caption { "Fichiers de l'archive" }
        (heads(&["Fichier", "Lecture", "À savoir"]))
        tbody { @for file in &shown { tr {
            th scope="row" {
                @match anchors.get(file.path.as_str()) {
                    Some(anchor) => a href=(format!("#{anchor}")) { (file.path) },
                    None => (file.path),
                }
            }
            td {
                (words::outcome(file.outcome, Lang::Fr))
                @if let Some(pages) = pages(file.pages) { ", " (pages) }
            }
            td { (issues(&file.issues)) }
        } } }
    } };
    let title = format!("Fichiers ({})", all.len());
    let body = html! {
        (scrolling("Fichiers de l'archive", &table))
        (cut(shown.len(), all.len(), "run.json, ici ceux qui demandent attention d'abord"))
    };
    Part::new("fichiers", title, body)
}

/// The checks that hold, so that a reader knows what was proved.
pub(super) fn held(run: &Run<'_>) -> Part {
    let (shown, all) = (&run.findings.held, run.findings.checks.held as usize);
    let table = html! { table {
        caption { "Contrôles qui tiennent, par document" }
        (heads(&["Document", "Contrôle", "Constat"]))
        tbody { @for held in shown { tr {
            th scope="row" { (held.document) } td { (held.check) }
            td { (sentence(&held.message, run.findings.lang)) }
        } } }
    } };
    let body = html! {
        @if shown.is_empty() { p { "Aucun." } } @else {
            details {
                summary { "Voir la liste" }
                (scrolling("Contrôles qui tiennent", &table))
                @if shown.len() < all { p { (shown.len()) " sur " (all) " sont donnés." } }
            }
        }
    };
    Part::new("tenus", format!("Contrôles tenus ({all})"), body)
}

/// The waivers that do nothing, with why; nothing where there are none.
pub(super) fn waivers(run: &Run<'_>) -> Option<Part> {
    let idle: Vec<_> = run.findings.waivers.iter().filter(|w| w.why.is_some()).collect();
    let table = || {
        html! { table {
            caption { "Dérogations à revoir, avec ce qui les empêche de valoir" }
            (heads(&["Écart", "Document", "Motif", "Auteur", "Échéance", "État", "Pourquoi"]))
            tbody { @for judged in idle.iter().take(ROWS) { @let waiver = &judged.waiver; tr {
                th scope="row" { code { (waiver.finding) } } td { (waiver.document) }
                td { (waiver.reason) } td { (waiver.by) } td { (waiver.until) }
                td { (words::waiver(judged.status, Lang::Fr)) }
                td { (told(words::why(judged.why, Lang::Fr).unwrap_or_default())) }
            } } }
        } }
    };
    let body = || {
        html! {
            (scrolling("Dérogations sans effet", &table()))
            (cut(ROWS, idle.len(), "findings.json"))
        }
    };
    let title = format!("Dérogations sans effet ({})", idle.len());
    (!idle.is_empty()).then(|| Part::new("derogations", title, body()))
}
