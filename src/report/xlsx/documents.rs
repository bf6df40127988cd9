//! The sheet of documents: what became of each file, a row for everything that is told of it; of
//! very many the worst, since a row takes a kilobyte and a half of memory while it is made.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::issue::{Issue, Lang};
use crate::store::FileOutcome;

use super::super::words;
use super::{Filling, Making};

/// The headings, with their widths.
const HEADS: [(&str, f64); 8] = [
    ("Document", 42.0),
    ("Issue", 20.0),
    ("Pages", 8.0),
    ("Règles", 28.0),
    ("Gravité", 14.0),
    ("Constat", 70.0),
    ("Que faire", 50.0),
    ("Où", 20.0),
];

/// Files that have rows.
const FILES: usize = 10_000;

/// Fills the sheet.
pub(super) fn fill(sheet: &mut Worksheet, making: &Making<'_>) -> Result<(), XlsxError> {
    let mut fill = Filling::new(sheet, "Documents", &HEADS, &making.styles)?;
    let records = making.run.by_path();
    let (all, listed) = (making.run.index.files.len(), making.run.listed(FILES));
    for file in &listed {
        let rules = records.get(file.path.as_str()).map_or("", |r| &r.document.rules.id);
        let issues = &file.issues;
        for issue in issues.iter().map(Some).chain(issues.is_empty().then_some(None)) {
            fill.next()?;
            fill.link(0, &file.path, making.sources.document(&file.path))?;
            fill.text(1, words::outcome(file.outcome, Lang::Fr))?;
            fill.plain(2, Decimal::from(file.pages))?;
            fill.text(3, rules)?;
            if let Some(issue) = issue {
                told(&mut fill, file, issue, making)?;
            }
        }
    }
    if listed.len() < all {
        fill.next()?;
        let more = all - listed.len();
        fill.text(0, &format!("… et {more} autres fichiers, tous dans run.json ; ceux qui demandent attention sont ici d'abord"))?;
    }
    fill.done(4)
}

/// Writes what is told of a file.
fn told(
    fill: &mut Filling<'_>,
    of: &FileOutcome,
    issue: &Issue,
    making: &Making<'_>,
) -> Result<(), XlsxError> {
    fill.text(4, words::severity(issue.severity, Lang::Fr))?;
    fill.text(5, &issue.message)?;
    fill.text(6, &issue.hint)?;
    let Some(place) = &issue.place else { return Ok(()) };
    let address = making.sources.place(&of.path, place);
    fill.link(7, &words::place(place, Lang::Fr), address)
}
