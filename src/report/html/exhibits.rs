//! What proves a finding: pictures of pages with the values framed, cells of sheets as small
//! tables. What cannot be shown is told, with why.

use maud::{Markup, html};

use super::super::evidence::{Evidence, Exhibit, Seen};
use super::super::words;
use super::{scrolling, told};
use crate::issue::Lang;
use crate::reconcile::finding::{Finding, FindingTerm};
use crate::worker::evidence::{Excerpt, ExcerptRow, Picture, Shown};

/// Characters of a snippet that a picture's alternative quotes.
const QUOTED: usize = 160;

/// What proves a finding, in the order of its values; nothing where nothing was asked for.
pub(super) fn render(finding: &Finding, evidence: &Evidence) -> Markup {
    let (exhibits, more) = (evidence.of(&finding.id), evidence.left_out(&finding.id));
    let passages = words::counted(more, "autre passage", "autres passages", Lang::Fr);
    html! {
        @if !exhibits.is_empty() {
            div.exhibits {
                @for (at, exhibit) in exhibits.iter().enumerate() {
                    (figure((finding, at + 1), exhibit))
                }
            }
        }
        @if more > 0 {
            p.unseen { (told("Non montrés : ")) (passages) ", parmi les valeurs comparées." }
        }
    }
}

/// One part of a document, with its number among those of its finding.
fn figure((finding, number): (&Finding, usize), exhibit: &Exhibit) -> Markup {
    let terms = terms(finding, exhibit);
    let name = format!("Extrait {number} de l'écart {}", finding.id);
    html! {
        figure {
            figcaption { (caption(&terms)) }
            @match &*exhibit.seen {
                Seen::Shown(Shown::Picture(shown)) => { (scrolling(&name, &picture(shown, &terms))) }
                Seen::Shown(Shown::Cells(shown)) => { (scrolling(&name, &cells(shown))) }
                other => p.unseen { (told(&unseen(other).unwrap_or_default())) }
            }
        }
    }
}

/// Why nothing is seen, with what to do.
fn unseen(seen: &Seen) -> Option<String> {
    let why = match seen {
        Seen::Shown(Shown::Nothing(issue)) => format!("{} – {}", issue.message, issue.hint),
        Seen::Gone => "le fichier n'est plus là où l'archive a été lue ; dire où elle se trouve \
                       avec --archive"
            .to_owned(),
        Seen::Changed => {
            "le fichier a changé depuis qu'il a été lu ; relancer « bilan run »".to_owned()
        }
        Seen::TooMany | Seen::Shown(Shown::LeftOut) => {
            "les images de ce rapport atteignent leur limite ; la relever avec --max-pictures"
                .to_owned()
        }
        Seen::Shown(Shown::Picture(_) | Shown::Cells(_)) => return None,
    };
    Some(format!("Non montré : {why}."))
}

/// The values of a finding that an exhibit shows.
fn terms<'f>(finding: &'f Finding, exhibit: &Exhibit) -> Vec<&'f FindingTerm> {
    exhibit.terms.iter().filter_map(|term| finding.terms.get(*term)).collect()
}

/// The values, as written, and where they stand.
fn caption(terms: &[&FindingTerm]) -> Markup {
    html! {
        @for (at, term) in terms.iter().enumerate() {
            @if at > 0 { ", " }
            strong { (term.written) }
        }
        @if let Some(first) = terms.first() {
            " – " span.file { (first.document) } ", " (spot(terms))
        }
    }
}

/// Where the values of one exhibit stand.
fn spot(terms: &[&FindingTerm]) -> String {
    let mut places: Vec<String> =
        terms.iter().map(|term| words::place(&term.place, Lang::Fr)).collect();
    places.dedup();
    places.extend(words::reading(terms.iter().map(|term| &term.place), Lang::Fr));
    places.join(", ")
}

/// A picture with what it proves in words.
fn picture(shown: &Picture, terms: &[&FindingTerm]) -> Markup {
    let area: [f32; 4] = shown.area.into();
    let area = area.map(|edge| edge.to_string()).join(" ");
    html! {
        img src=(format!("data:image/png;base64,{}", shown.png))
            width=(on_screen(shown.width)) height=(on_screen(shown.height)) alt=(alternative(shown, terms))
            data-page=(shown.page) data-area=(area) data-top=(shown.top);
    }
}

/// Pixels of a screen, 96 an inch, for those of a picture: paper in its own size.
fn on_screen(pixels: u32) -> u32 {
    pixels * 2 / 3
}

/// What a picture proves: the values that it frames, and the text that they stand in.
fn alternative(shown: &Picture, terms: &[&FindingTerm]) -> String {
    let written: Vec<&str> = terms.iter().map(|term| term.written.as_str()).collect();
    let mut snippets: Vec<String> = terms.iter().map(|term| quoted(term.place.text())).collect();
    snippets.dedup();
    let framed = if terms.len() > 1 { "sont encadrés" } else { "est encadré" };
    let (page, written, snippets) = (shown.page, written.join(", "), snippets.join(", "));
    let under = if shown.top > 0 { " sous les intitulés de colonnes" } else { "" };
    format!("Extrait de la page {page}{under}, où {written} {framed} dans le texte {snippets}")
}

/// A snippet between quotation marks, cut where it is long.
fn quoted(snippet: &str) -> String {
    let cut: String = snippet.chars().take(QUOTED).collect();
    let more = if cut.len() < snippet.len() { "…" } else { "" };
    format!("«\u{a0}{cut}{more}\u{a0}»")
}

/// Cells as a small table, columns by their letters and rows by their numbers.
fn cells(shown: &Excerpt) -> Markup {
    html! {
        table.sheet {
            caption { "Feuille " (shown.sheet) }
            thead { tr {
                td {}
                @for column in &shown.columns { th scope="col" { (column) } }
            } }
            tbody { @for row in &shown.rows { (cells_row(row)) } }
        }
    }
}

fn cells_row(row: &ExcerptRow) -> Markup {
    html! {
        tr class=[row.heading.then_some("heading")] {
            th scope="row" { (row.number) }
            @for cell in &row.cells {
                td class=[cell.framed.then_some("framed")] {
                    @if cell.framed { mark { (cell.text) } } @else { (cell.text) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_shown_says_why_and_what_to_do() {
        let told = |seen| unseen(&seen).unwrap();
        assert!(told(Seen::TooMany).ends_with("la relever avec --max-pictures."));
        assert!(told(Seen::Gone).ends_with("dire où elle se trouve avec --archive."));
        assert!(told(Seen::Changed).ends_with("relancer « bilan run »."));
    }
}
