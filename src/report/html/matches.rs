//! How names were matched, for a person to judge, and what has no counterpart.
//!
//! What awaits an answer is open, the rest is folded. Long lists are cut: `findings.json` holds
//! all of them.

use maud::{Markup, html};

use crate::issue::Lang;
use crate::reconcile::correspondences::NameKind;
use crate::reconcile::finding::{Finding, Findings};
use crate::reconcile::pairs::{Mention, Pair, PairState};
use crate::reconcile::unmatched::{Unmatched, UnmatchedKind};

use super::super::words;
use super::{Part, cut, figure, heads, scrolling, sentence, told};

/// Rows of one list shown.
const ROWS: usize = 2_000;

/// The pairs of names; nothing where there are none.
pub(super) fn pairs(findings: &Findings) -> Option<Part<'static>> {
    let all = &findings.matches;
    let open = all.iter().filter(|pair| pair.state == PairState::Proposed).count();
    let table = || {
        html! { table {
            caption { "Noms rapprochés par ressemblance, ou laissés à part" }
            (heads(&["Identifiant", "Genre", "Premier nom", "Second nom", "Ressemblance", "Rapprochés", "Pourquoi"]))
            tbody { @for pair in all.iter().take(ROWS) { (row(pair, findings.lang)) } }
        } }
    };
    let body = || {
        html! {
            p { (told("« bilan confirm IDENTIFIANT --by NOM » les confirme, --reject les écarte.")) }
            details open[open > 0] {
                summary { "Voir la liste (" (all.len()) ")" }
                (scrolling("Rapprochements de noms", &table()))
                (cut(ROWS, all.len(), "findings.json"))
            }
        }
    };
    let title = format!("Rapprochements de noms ({open} à confirmer)");
    (!all.is_empty()).then(|| Part::new("rapprochements", title, body()))
}

fn row(pair: &Pair, lang: Lang) -> Markup {
    let kind = match pair.kind {
        NameKind::Operator => "opérateur",
        NameKind::Action => "action",
        NameKind::Funder => "financeur",
    };
    html! { tr {
        th scope="row" { code { (pair.id) } } td { (kind) }
        @for mention in &pair.names { td { (mentioned(mention)) } }
        td.number { (figure(pair.score)) }
        td { @if pair.matched { "oui" } @else { "non" } } td { (sentence(&pair.why, lang)) }
    } }
}

fn mentioned(mention: &Mention) -> Markup {
    html! {
        strong { (mention.name) } ", " (mention.document)
        @if let Some(place) = &mention.place { ", " (words::place(place, Lang::Fr)) }
    }
}

/// What checks across documents found no counterpart for; nothing where there is none.
pub(super) fn unmatched(all: &[Unmatched], lang: Lang) -> Option<Part<'static>> {
    let table = || {
        html! { table {
            caption { "Documents, actions et lignes sans vis-à-vis" }
            (heads(&["Document", "Quoi", "Nom", "Contrôle", "Pourquoi", "Où"]))
            tbody { @for one in all.iter().take(ROWS) { tr {
                th scope="row" { (one.document) } td { (kind(one.kind)) } td { (one.name) }
                td { (one.check) } td { (sentence(&one.reason, lang)) }
                td.place { @if let Some(place) = &one.place { (words::place(place, Lang::Fr)) } }
            } } }
        } }
    };
    let body = || {
        html! {
            p { (told("Rien de ce qui suit n'a été comparé : ce n'est ni un écart, ni un accord.")) }
            details {
                summary { "Voir la liste" }
                (scrolling("Sans vis-à-vis", &table()))
                (cut(ROWS, all.len(), "findings.json"))
            }
        }
    };
    let title = format!("Sans vis-à-vis ({})", all.len());
    (!all.is_empty()).then(|| Part::new("sans-vis-a-vis", title, body()))
}

fn kind(kind: UnmatchedKind) -> &'static str {
    match kind {
        UnmatchedKind::Document => "document",
        UnmatchedKind::Action => "action",
        UnmatchedKind::Line => "ligne",
        UnmatchedKind::Value => "valeur",
    }
}

/// How the documents of a finding were matched; nothing where it is about one.
pub(super) fn of_finding(finding: &Finding, lang: Lang) -> Markup {
    let by = |by: &str| match by {
        "code" => "code de l'action",
        "title" => "titre",
        "name" => "nom",
        "alias" => "correspondance confirmée",
        "folder" => "dossier",
        _ => "territoire",
    };
    html! {
        @if !finding.matched.is_empty() {
            p { (told("Rapprochement : "))
                @for (i, found) in finding.matched.iter().enumerate() {
                    @if i > 0 { (told(" ; ")) }
                    (found.document) " par " (by(&found.by))
                    @if found.score < rust_decimal::Decimal::ONE { " (" (figure(found.score)) ")" }
                    @if let Some(confirmed) = &found.confirmed { ", " (sentence(confirmed, lang)) }
                }
                "."
            }
        }
    }
}
