//! The first screen: which archive, which day, what was read, how many discrepancies of which
//! gravity and state, and in which documents.
//!
//! Whoever opens the page the evening before a session has to know after this screen whether
//! there is something to answer for, and where to go.

use maud::{Markup, html};

use crate::issue::{Lang, Severity};
use crate::reconcile::finding::{Finding, State};
use crate::record::Record;

use super::super::{Run, words};
use super::{Anchors, scrolling, told};

/// Documents with discrepancies that are named; all are in the list of findings.
const NAMED: usize = 40;

/// The gravities, the gravest first.
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// The states in the order in which they concern a reader.
const STATES: [State; 7] = [
    State::New,
    State::Known,
    State::Changed,
    State::Returned,
    State::Unverified,
    State::Waived,
    State::Resolved,
];

/// Below the title: the archive and the day; what is not known is not told.
pub(super) fn head(run: &Run<'_>) -> Markup {
    let roots = run.index.archive.iter().flat_map(|archive| &archive.roots);
    let names: Vec<&str> = roots.map(|root| name(root)).collect();
    html! {
        p.run {
            @match names.as_slice() {
                [] => {}
                [one] => { (told("Archive : ")) strong { (one) } }
                [first, others @ ..] => {
                    (told("Archives : ")) strong { (first) }
                    @for other in others { ", " strong { (other) } }
                }
            }
            @if let Some(date) = run.index.date {
                @if !names.is_empty() { ", " }
                "passage du " (words::day(date))
            }
        }
    }
}

/// The last name of a path that has one.
fn name(root: &str) -> &str {
    let last = words::file_name(root.trim_end_matches('/'));
    if last.is_empty() || last == ".." || last == "." { root } else { last }
}

/// What was read and how the checks ended.
pub(super) fn render(run: &Run<'_>, anchors: &Anchors<'_>) -> Markup {
    let tally = run.findings.checks;
    html! {
        section #resume aria-labelledby="titre-resume" {
            h2 #titre-resume { "En bref" }
            dl.figures {
                @for severity in [Severity::Error, Severity::Warning] {
                    @let count = open(run, severity);
                    div.loud[count > 0] {
                        dt { (capital(words::severities(severity, count, Lang::Fr))) " à traiter" }
                        dd { (count) }
                    }
                }
                div { dt { "Contrôles tenus" } dd { (tally.held) } }
                div { dt { "Contrôles en écart" } dd { (tally.failed) } }
                div { dt { "Non vérifiables" } dd { (tally.not_checkable) } }
            }
            (files(run))
            @if let Some(scanned) = words::scanned(run.scanned(), Lang::Fr) {
                p { (scanned) (told(" : ")) "leurs valeurs le disent, avec leur confiance." }
            }
            @if run.findings.lang == Lang::En {
                p { "Les phrases des constats sont écrites en anglais." }
            }
            div.columns { (by_state(run)) (by_document(run, anchors)) }
        }
    }
}

/// How many discrepancies of a gravity someone has to answer for.
fn open(run: &Run<'_>, severity: Severity) -> usize {
    run.findings.findings.iter().filter(|f| f.severity == severity && f.is_open()).count()
}

/// How many files ended how.
fn files(run: &Run<'_>) -> Markup {
    let all = words::counted(run.index.files.len(), "fichier", "fichiers", Lang::Fr);
    html! {
        p {
            (all) (told(" : "))
            @for (i, (outcome, n)) in run.outcomes().iter().enumerate() {
                @if i > 0 { ", " }
                (n) " " (words::outcomes(*outcome, *n, Lang::Fr))
            }
            ". " a href="#fichiers" { "Liste des fichiers" }
        }
    }
}

/// The findings by gravity and state; states that concern no finding are left out, but for those
/// that one looks for.
fn by_state(run: &Run<'_>) -> Markup {
    let count = |state: State, severity: Option<Severity>| {
        run.findings.findings.iter().filter(|f| is(f, state, severity)).count()
    };
    let shown = |state: &State| {
        matches!(state, State::New | State::Known | State::Resolved) || count(*state, None) > 0
    };
    let shown: Vec<State> = STATES.into_iter().filter(shown).collect();
    let row = |name: &str, severity: Option<Severity>| {
        html! { tr {
            th scope="row" { (name) }
            @for state in &shown { td.number { (count(*state, severity)) } }
        } }
    };
    let name = "Constats par gravité et par état";
    let table = html! {
        table.counts {
            caption { (name) }
            thead { tr {
                th scope="col" { "Gravité" }
                @for state in &shown { th scope="col" { (capital(words::states(*state, 2, Lang::Fr))) } }
            } }
            tbody {
                @for severity in SEVERITIES {
                    (row(&capital(words::severities(severity, 2, Lang::Fr)), Some(severity)))
                }
                (row("Ensemble", None))
            }
        }
    };
    scrolling(name, &table)
}

fn is(finding: &Finding, state: State, severity: Option<Severity>) -> bool {
    finding.state == state && severity.is_none_or(|s| finding.severity == s)
}

/// The documents with discrepancies, each a link to what was read of it.
fn by_document(run: &Run<'_>, anchors: &Anchors<'_>) -> Markup {
    let (loud, records) = (run.loud_by_document(), run.by_path());
    html! {
        @if !loud.is_empty() {
            nav.documents aria-labelledby="titre-par-document" {
                h3 #titre-par-document { "Documents en écart" }
                ul { @for (path, findings) in loud.iter().take(NAMED) {
                    @let count = words::counted(findings.len(), "écart", "écarts", Lang::Fr);
                    @let place = records.get(path).and_then(|r| territory(r));
                    @let named = named(path, place.as_deref());
                    li {
                        strong { (count) } (told(" : "))
                        @match anchors.get(path) {
                            Some(anchor) => a href=(format!("#{anchor}")) { (named) },
                            None => (named),
                        }
                    }
                } }
                @if loud.len() > NAMED {
                    p { (loud.len() - NAMED) " autres documents sont dans la liste des écarts." }
                }
            }
        }
    }
}

/// A document by what it is about, where that is known, and its path.
fn named(path: &str, place: Option<&str>) -> Markup {
    html! {
        @match place {
            Some(place) => { (place) span.path { (path) } }
            None => (path),
        }
    }
}

/// The territory and the year of a document, where it says which.
pub(super) fn territory(record: &Record) -> Option<String> {
    let parts: Vec<&str> = record.territory().into_iter().chain(record.year()).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The same with a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn an_archive_is_called_by_its_folder() {
        for (root, told) in
            [("../archive", "archive"), ("../a/b/", "b"), ("..", ".."), ("x.pdf", "x.pdf")]
        {
            assert_eq!(name(root), told);
        }
    }
}
