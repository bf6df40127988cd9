//! `findings.csv`: one line a finding, for a spreadsheet in French or a script.
//!
//! RFC 4180 (quotes doubled, lines ended by CR LF) but for what Excel in French asks for: a mark
//! of UTF-8 before all, `;` between cells and a comma in decimals. A text that a spreadsheet would
//! compute (it begins with `=`, `+`, `-`, `@` or a tab) is written after an apostrophe, which
//! spreadsheets do not show; numbers stay numbers, whatever their sign.

use std::borrow::Cow;

use csv::{Terminator, WriterBuilder};
use rust_decimal::Decimal;

use crate::issue::Lang;
use crate::reconcile::finding::{Finding, FindingTerm, Hypothesis};

use super::{Run, past, words};

/// The mark by which Excel tells that a file is UTF-8.
const MARK: &str = "\u{feff}";

/// The headings, in their order.
const HEADS: [&str; 18] = [
    "identifiant",
    "état",
    "gravité",
    "verdict",
    "contrôle",
    "document",
    "relation",
    "constat",
    "première valeur",
    "seconde valeur",
    "écart",
    "valeurs comparées",
    "hypothèses",
    "exclu",
    "à demander",
    "dérogation",
    "preuve",
    "lecture",
];

/// The findings as a table, one line each, in their order.
pub fn render(run: &Run<'_>) -> Result<Vec<u8>, csv::Error> {
    let mut out = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .from_writer(MARK.as_bytes().to_vec());
    out.write_record(HEADS)?;
    for finding in &run.findings.findings {
        let waiver = past::accepted(finding, run.findings);
        let waiver = waiver.map(|w| past::why(w, Lang::Fr)).unwrap_or_default();
        out.write_record(line(finding, &waiver).iter().map(|cell| cell.as_bytes()))?;
    }
    out.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// The cells of a finding.
fn line<'f>(finding: &'f Finding, waiver: &'f str) -> [Cow<'f, str>; 18] {
    let places = finding.terms.iter().map(|t| &t.place);
    let side = |value: Option<Decimal>| Cow::Owned(value.map(number).unwrap_or_default());
    [
        text(&finding.id),
        text(words::state(finding.state, Lang::Fr)),
        text(words::severity(finding.severity, Lang::Fr)),
        text(words::verdict(finding.verdict, Lang::Fr)),
        text(&finding.check),
        text(&finding.document),
        text(&finding.relation),
        text(&finding.message),
        side(finding.left.as_ref().map(|s| s.value)),
        side(finding.right.as_ref().map(|s| s.value)),
        side(finding.difference),
        lines(finding.terms.iter().map(term)),
        lines(finding.hypotheses.iter().map(told)),
        lines(finding.excluded.iter().map(told)),
        text(finding.ask.as_deref().unwrap_or_default()),
        text(waiver),
        text(&finding.evidence),
        Cow::Owned(words::reading(places, Lang::Fr).unwrap_or_default()),
    ]
}

/// A value compared, with where it stands.
fn term(term: &FindingTerm) -> String {
    let place = words::place_read(&term.place, Lang::Fr);
    format!("{} ({}, {place})", term.written, term.document)
}

/// An explanation.
fn told(hypothesis: &Hypothesis) -> String {
    hypothesis.text.clone()
}

/// Texts in one cell, a line each.
fn lines(texts: impl Iterator<Item = String>) -> Cow<'static, str> {
    Cow::Owned(text(&texts.collect::<Vec<_>>().join("\n")).into_owned())
}

/// A number as Excel in French reads it.
fn number(value: Decimal) -> String {
    value.normalize().to_string().replace('.', ",")
}

/// A text that no spreadsheet computes, without characters that give orders.
fn text(text: &str) -> Cow<'_, str> {
    let shown = words::shown(text);
    if words::is_like_a_formula(&shown) {
        return Cow::Owned(format!("'{shown}"));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_computed_and_numbers_are() {
        for hostile in ["=HYPERLINK(\"http://x\")", "+1", "-1+1", "@SUM(A1)", "\tx"] {
            assert_eq!(text(hostile), format!("'{hostile}"));
        }
        assert_eq!(text("347 000 € - net"), "347 000 € - net");
        assert_eq!(number(Decimal::new(-50_050, 2)), "-500,5");
    }
}
