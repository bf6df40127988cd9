//! What a change of rules changes, as a page: both readings of a value side by side.

use maud::{Markup, html};

use super::super::impact::{flipped, tally};
use super::super::words;
use super::shell::{self, Page};
use super::{scrolling, told};
use crate::issue::Lang;
use crate::verify::difference::{Change, ChangeKind, Seen};
use crate::verify::impact::{Changed, Flip, Impact};

/// The page as bytes.
#[must_use]
pub fn render(impact: &Impact) -> Vec<u8> {
    shell::render(&Page {
        title: "Effet d'une modification des règles",
        skip: ("#documents", "Aller aux documents"),
        head: html! {},
        main: body(impact),
        script: None,
    })
}

fn body(impact: &Impact) -> Markup {
    let totals = &impact.totals;
    html! {
        dl.figures {
            (figure("documents lus", totals.documents, false))
            (figure("documents changés", totals.changed_documents, false))
            (figure("valeurs perdues", totals.values.lost, true))
            (figure("valeurs gagnées", totals.values.gained, false))
            (figure("valeurs changées", totals.values.changed, true))
            (figure("valeurs déplacées", totals.values.moved, false))
            (figure("constats apparus", totals.appear, false))
            (figure("constats disparus", totals.vanish, true))
            (figure("constats inversés", totals.flip, true))
        }
        @if !impact.findings.is_empty() {
            section { h2 { "Constats" } @for flip in &impact.findings { (finding(flip)) } }
        }
        section #documents {
            h2 { "Documents" }
            @if impact.documents.is_empty() { p { "Aucune valeur ne change." } }
            @for document in &impact.documents { (changes(document)) }
        }
        @if !impact.unreadable.is_empty() {
            section {
                h2 { "Documents non lus" }
                ul { @for file in &impact.unreadable { li { (file.path) " : "
                    @for issue in &file.issues { (issue.told(Lang::Fr).0) " " } } } }
            }
        }
    }
}

fn figure(label: &str, count: usize, loud: bool) -> Markup {
    html! { div.loud[loud && count > 0] { dt { (label) } dd { (count) } } }
}

fn finding(flip: &Flip) -> Markup {
    html! {
        article {
            h3 { (flipped(flip.kind, Lang::Fr)) }
            @if let Some(was) = &flip.before { p { (told("Avant : ")) (told(&was.message)) } }
            @if let Some(is) = &flip.after { p { (told("Après : ")) (told(&is.message)) } }
            @if let Some(told) = flip.after.as_ref().or(flip.before.as_ref()) {
                p.rule { (told.document) " · contrôle " (told.check) " · "
                    (words::severity(told.severity, Lang::Fr)) }
            }
        }
    }
}

fn changes(document: &Changed) -> Markup {
    let table = html! {
        table {
            caption { (document.path) " — " (tally(document.values, Lang::Fr)) }
            thead { tr { th scope="col" { "Valeur" } th scope="col" { "Avant" } th scope="col" { "Après" } } }
            tbody { @for change in &document.changes { (row(change)) } }
        }
    };
    scrolling(&format!("Valeurs de {}", document.path), &table)
}

fn row(change: &Change) -> Markup {
    let what = match change.kind {
        ChangeKind::Lost => "perdue",
        ChangeKind::Gained => "gagnée",
        ChangeKind::Changed => "changée",
        ChangeKind::Moved => "déplacée",
    };
    html! {
        tr {
            th scope="row" { (change.name.told(Lang::Fr)) " " span.badge { (what) } }
            td { (side(change.before.as_ref(), change, ChangeKind::Gained)) }
            td { (side(change.after.as_ref(), change, ChangeKind::Lost)) }
        }
    }
}

/// A reading of a value; where there is none, what the number is read as instead.
fn side(seen: Option<&Seen>, change: &Change, missing: ChangeKind) -> Markup {
    match (seen, &change.instead) {
        (Some(seen), _) => html! {
            strong { (if seen.written.is_empty() { &seen.value } else { &seen.written }) }
            @if let Some(place) = seen.places.first() {
                br; (words::place(place, Lang::Fr)) " « " (place.text()) " »"
            }
        },
        (None, Some(instead)) if change.kind == missing => {
            html! { "lu comme " (instead.told(Lang::Fr)) }
        }
        (None, _) => html! { "—" },
    }
}
