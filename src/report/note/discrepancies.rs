//! The discrepancies of a bilan as a table, then the questions that they put and to whom.
//!
//! A page holds so many lines: discrepancies come in the order of gravity and stop where their
//! share of the page is full, and the rest is counted. Questions are those of the discrepancies
//! that are shown, each once.

use std::collections::BTreeMap;

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::places::places;
use super::word::{Column, Style, line_end, paragraph, sentence, strong, table, text};
use crate::issue::Lang;
use crate::number::format;
use crate::reconcile::finding::{Finding, FindingTerm, State};
use crate::report::words;

/// Lines of a page that discrepancies and their questions may take.
const LINES: usize = 36;
/// Discrepancies of one page at most.
const MOST: usize = 8;
/// Characters of a line of the column of sentences, and of one of a question, in a wide font.
const LINE: (usize, usize) = (44, 84);
/// Characters of a sentence or a question.
const LONGEST: usize = 360;

/// The discrepancies and the questions; nothing where there are none.
pub(super) fn render(all: &[&Finding], from: &str, lang: Lang) -> Vec<Markup> {
    let shown = fitting(all);
    let mut out = Vec::new();
    if shown.is_empty() {
        return out;
    }
    out.push(paragraph(Style::Subheading, &text("Écarts")));
    let rows = (1..).zip(shown).map(|(number, finding)| row(number, finding, from, lang));
    out.push(table(&columns(), &rows.collect::<Vec<_>>()));
    let more = match all.len() - shown.len() {
        0 => None,
        1 => Some("et 1 autre écart, voir report.html".to_owned()),
        more => Some(format!("et {more} autres écarts, voir report.html")),
    };
    out.extend(more.map(|told| paragraph(Style::Body, &text(&told))));
    out.extend(questions(shown, lang));
    out
}

fn columns() -> [Column; 5] {
    let column = |head, share, number| Column { head, share, number };
    [
        column("N°", 7, false),
        column("Constat", 47, false),
        column("Première valeur", 16, false),
        column("Seconde valeur", 16, false),
        column("Écart", 14, true),
    ]
}

/// The first discrepancies, as many as a page holds beside the rest, and one at least.
fn fitting<'f, 'a>(all: &'f [&'a Finding]) -> &'f [&'a Finding] {
    let mut lines = 0;
    let fits = |finding: &&&Finding| {
        let of = |text: &str, line| text.chars().count().min(LONGEST) / line + 1;
        lines += of(&finding.message, LINE.0);
        lines += finding.ask.as_ref().map_or(0, |ask| of(ask, LINE.1));
        lines <= LINES
    };
    let count = all.iter().take(MOST).take_while(fits).count().max(1).min(all.len());
    all.get(..count).unwrap_or(all)
}

/// A discrepancy: its number, its sentence, both values with their places, the difference.
fn row(number: usize, finding: &Finding, from: &str, lang: Lang) -> Vec<Markup> {
    let [left, right] = sides(finding, from, lang);
    let known = (finding.state != State::New).then(|| words::state(finding.state, Lang::Fr));
    vec![
        html! {
            (text(&number.to_string()))
            @if let Some(known) = known { (line_end()) (text(known)) }
        },
        sentence(&words::cut(&finding.message, LONGEST), lang),
        left,
        right,
        strong(&finding.difference.map(|d| figure(finding, d, lang)).unwrap_or_default()),
    ]
}

/// Both values, large, with the places where each stands. A value that is reckoned has those of
/// what it is reckoned from.
fn sides(finding: &Finding, from: &str, lang: Lang) -> [Markup; 2] {
    let values = [&finding.left, &finding.right].map(|side| side.as_ref().map(|s| s.value));
    let of = |value: Option<Decimal>| -> Vec<&FindingTerm> {
        finding.terms.iter().filter(|term| Some(term.value) == value).collect()
    };
    let [mut left, mut right] = values.map(of);
    let rest = || -> Vec<&FindingTerm> {
        finding.terms.iter().filter(|term| !values.contains(&Some(term.value))).collect()
    };
    match (left.is_empty(), right.is_empty()) {
        (true, false) => left = rest(),
        (false, true) => right = rest(),
        _ => {}
    }
    let side = |value: Option<Decimal>, terms: Vec<&FindingTerm>| {
        let places = places(terms.iter().map(|t| (t.document.as_str(), &t.place)), from);
        let value = value.map_or("manquant".to_owned(), |value| figure(finding, value, lang));
        html! {
            (strong(&value))
            @if !places.is_empty() { (line_end()) (text(&places)) }
        }
    };
    [side(values[0], left), side(values[1], right)]
}

/// A value in euros where the sentence tells it so, else as a number.
fn figure(finding: &Finding, value: Decimal, lang: Lang) -> String {
    let told = format::euros_in(value.abs(), lang);
    if finding.message.contains(&told) { format::euros(value) } else { format::format(value) }
}

/// The questions, each with the numbers of its discrepancies.
fn questions(shown: &[&Finding], lang: Lang) -> Vec<Markup> {
    let mut asked: Vec<&str> = Vec::new();
    let mut of: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (number, finding) in (1..).zip(shown) {
        let Some(ask) = finding.ask.as_deref() else { continue };
        if !of.contains_key(ask) {
            asked.push(ask);
        }
        of.entry(ask).or_default().push(usize::to_string(&number));
    }
    let heading = (!asked.is_empty()).then(|| text("Questions à poser"));
    let heading = heading.map(|runs| paragraph(Style::Subheading, &runs));
    let question = |ask: &str| {
        let numbers = of.get(ask).map(Vec::as_slice).unwrap_or_default();
        let label = match numbers {
            [one] => format!("Écart {one} : "),
            [first @ .., last] => format!("Écarts {} et {last} : ", first.join(", ")),
            [] => String::new(),
        };
        let runs = html! { (strong(&label)) (sentence(&words::cut(ask, LONGEST), lang)) };
        paragraph(Style::Bullet, &runs)
    };
    heading.into_iter().chain(asked.into_iter().map(question)).collect()
}
