//! The sheet of discrepancies: one row each, both sides as numbers, their difference as a live
//! formula, and links to where they stand.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::issue::Lang;
use crate::reconcile::finding::{Finding, FindingTerm, Side};

use super::super::{past, words};
use super::sheet::fits;
use super::{Filling, Making};

/// The headings, with their widths. Those up to the second source are printed.
const HEADS: [(&str, f64); 19] = [
    ("Gravité", 14.0),
    ("État", 11.0),
    ("Document", 34.0),
    (SENTENCE, 50.0),
    ("Première valeur", 14.0),
    ("Seconde valeur", 14.0),
    ("Écart", 12.0),
    ("À demander", 34.0),
    ("Source 1", 26.0),
    ("Source 2", 26.0),
    ("Dans Budgets", 16.0),
    ("Où", 60.0),
    ("Hypothèses", 60.0),
    ("Exclu", 60.0),
    ("Contrôle", 22.0),
    ("Relation", 36.0),
    ("Identifiant", 16.0),
    ("Dérogation", 50.0),
    ("Lecture", 18.0),
];

/// The columns that are printed.
const SHOWN: u16 = 10;

/// The heading of the sentences of findings.
const SENTENCE: &str = "Constat";

/// The same, with their language where it is not the workbook's.
pub(super) fn sentences(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => SENTENCE,
        Lang::En => "Constat (en anglais)",
    }
}

/// Fills the sheet.
pub(super) fn fill(
    sheet: &mut Worksheet,
    name: &str,
    findings: &[&Finding],
    making: &Making<'_>,
) -> Result<(), XlsxError> {
    let told = sentences(making.run.findings.lang);
    let heads = HEADS.map(|(head, width)| (if head == SENTENCE { told } else { head }, width));
    let mut fill = Filling::new(sheet, name, &heads, &making.styles)?;
    fill.show(SHOWN);
    for finding in findings {
        fill.next()?;
        row(&mut fill, finding, making)?;
    }
    fill.done(0)
}

/// Writes a finding.
fn row(fill: &mut Filling<'_>, finding: &Finding, making: &Making<'_>) -> Result<(), XlsxError> {
    fill.text(0, words::severity(finding.severity, Lang::Fr))?;
    fill.text(1, words::state(finding.state, Lang::Fr))?;
    fill.link(2, &finding.document, making.sources.document(&finding.document))?;
    fill.text(3, &finding.message)?;
    amounts(fill, finding)?;
    fill.text(7, finding.ask.as_deref().unwrap_or(""))?;
    for (column, term) in (8..).zip(sides(finding)) {
        let Some(term) = term else { continue };
        let name = words::file_name(&term.document);
        let text = format!("{name}, {}", words::place(&term.place, Lang::Fr));
        fill.link(column, &text, making.sources.place(&term.document, &term.place))?;
    }
    let seat = finding.terms.iter().find_map(|t| making.plan.row(&t.document, &t.place));
    if let Some(seat) = seat {
        let address = format!("internal:Budgets!G{seat}");
        fill.link(10, &format!("Budgets, ligne {seat}"), Some(address))?;
    }
    let places = finding.terms.iter().map(|t| {
        format!("{} : {}, {}", t.written, t.document, words::place_read(&t.place, Lang::Fr))
    });
    fill.text(11, &places.collect::<Vec<_>>().join("\n"))?;
    for (column, all) in [(12, &finding.hypotheses), (13, &finding.excluded)] {
        let texts = all.iter().map(|h| h.text.as_str());
        fill.text(column, &texts.collect::<Vec<_>>().join("\n"))?;
    }
    fill.text(14, &finding.check)?;
    fill.text(15, &finding.relation)?;
    fill.text(16, &finding.id)?;
    let waiver = past::accepted(finding, making.run.findings);
    fill.text(17, &waiver.map(|w| past::why(w, Lang::Fr)).unwrap_or_default())?;
    let read = finding.terms.iter().map(|term| &term.place);
    fill.text(18, &words::reading(read, Lang::Fr).unwrap_or_default())
}

/// Both sides, and their difference as a formula where it is one of them less the other.
fn amounts(fill: &mut Filling<'_>, finding: &Finding) -> Result<(), XlsxError> {
    let [left, right] = [&finding.left, &finding.right].map(|s| s.as_ref().map(|s| s.value));
    for (column, value) in [(4, left), (5, right)] {
        if let Some(value) = value {
            fill.plain(column, value)?;
        }
    }
    let Some(difference) = finding.difference else { return Ok(()) };
    let less = |l: Decimal, r: Decimal| {
        (fits(l) && fits(r)).then(|| l.checked_sub(r)).flatten() == Some(difference)
    };
    let row = fill.number_of_row();
    match (left, right) {
        (Some(l), Some(r)) if less(l, r) => {
            // A double has noise past its digits: 0.3 less 0.1 is not 0.2.
            let digits = l.scale().max(r.scale());
            let formula = format!("=ROUND(E{row}-F{row},{digits})");
            fill.formula(6, &formula, (difference, 0))
        }
        _ => fill.plain(6, difference),
    }
}

/// The values that stand for both sides: those that have their amount, else the first and the
/// last.
fn sides(finding: &Finding) -> [Option<&FindingTerm>; 2] {
    let of = |side: &Option<Side>| {
        let value = side.as_ref()?.value;
        finding.terms.iter().find(|t| t.value == value)
    };
    let (first, second) = (finding.terms.first(), finding.terms.get(1..).and_then(<[_]>::last));
    let left = of(&finding.left).or(first);
    let right = of(&finding.right).filter(|r| !left.is_some_and(|l| std::ptr::eq(l, *r)));
    [left, right.or(second)]
}
