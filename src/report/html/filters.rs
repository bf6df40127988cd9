//! The filters of findings: by gravity, state, reading, document and words.
//!
//! They are written hidden and `filters.js` shows them: where no script runs there is no control
//! that does nothing. What is shown is told in a live region, for who does not see it change.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::issue::{Lang, Severity};
use crate::reconcile::finding::{Finding, Findings, State};

use super::super::words;
use super::told;

/// The script, whose hash the policy of the page admits.
pub(super) const SCRIPT: &str = include_str!("filters.js");

/// Findings that are read at a glance, and need no filter.
const GLANCE: usize = 1;

/// The word for findings of scans.
const SCAN: &str = "lu sur un scan";

/// The controls; nothing where there is nothing to choose from.
pub(super) fn render(all: &Findings) -> Markup {
    let findings = &all.findings;
    let severities: BTreeSet<Severity> = findings.iter().map(|f| f.severity).collect();
    let states: BTreeSet<State> = findings.iter().map(|f| f.state).collect();
    let documents: BTreeSet<&str> = findings.iter().map(|f| f.document.as_str()).collect();
    let readings: BTreeSet<&str> = findings.iter().map(reading).collect();
    html! {
        @if findings.len() > GLANCE {
            div #filtres role="group" aria-label="Filtrer les constats" hidden {
                (choice("gravite", "Gravité", "Toutes", severities.iter().map(|s| words::severity(*s, Lang::Fr))))
                (choice("etat", "État", "Tous", states.iter().map(|s| words::state(*s, Lang::Fr))))
                @if readings.contains(SCAN) {
                    (choice("lecture", "Lecture", "Toutes", readings.iter().copied()))
                }
                (choice("document", "Document", "Tous", documents.iter().copied()))
                p { label for="filtre-texte" { "Texte" } input #filtre-texte name="texte" type="search"; }
                p { button type="button" { "Tout afficher" } }
                p.shown role="status" aria-live="polite" {}
            }
        }
    }
}

/// Whether any value of a finding stands on a scan, as a word of the filters.
pub(super) fn reading(finding: &Finding) -> &'static str {
    let scan = finding.terms.iter().any(|term| term.place.recognised().is_some());
    if scan { SCAN } else { "sans scan" }
}

/// One list to choose from.
fn choice<'a>(
    name: &str,
    label: &str,
    any: &str,
    options: impl Iterator<Item = &'a str>,
) -> Markup {
    let id = format!("filtre-{name}");
    html! {
        p {
            label for=(id) { (told(label)) }
            select id=(id) name=(name) {
                option value="" { (any) }
                @for option in options { option value=(option) { (option) } }
            }
        }
    }
}
