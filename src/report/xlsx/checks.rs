//! The sheet of checks: those that hold, then those that do not, so that a reader knows what was
//! proved.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::issue::Lang;
use crate::reconcile::finding::State;

use super::super::words;
use super::discrepancies::sentences;
use super::{Filling, Making};

/// Fills the sheet.
pub(super) fn fill(sheet: &mut Worksheet, making: &Making<'_>) -> Result<(), XlsxError> {
    let all = making.run.findings;
    let found = sentences(all.lang);
    let heads = [("Document", 42.0), ("Contrôle", 24.0), ("Résultat", 18.0), (found, 100.0)];
    let mut fill = Filling::new(sheet, "Contrôles", &heads, &making.styles)?;
    for held in &all.held {
        fill.next()?;
        fill.link(0, &held.document, making.sources.document(&held.document))?;
        fill.text(1, &held.check)?;
        fill.text(2, "tenu")?;
        fill.text(3, &held.message)?;
    }
    for finding in all.findings.iter().filter(|f| f.state != State::Resolved) {
        fill.next()?;
        fill.link(0, &finding.document, making.sources.document(&finding.document))?;
        fill.text(1, &finding.check)?;
        fill.text(2, words::verdict(finding.verdict, Lang::Fr))?;
        fill.text(3, &finding.message)?;
    }
    let (listed, held) = (all.held.len(), all.checks.held as usize);
    if listed < held {
        fill.next()?;
        fill.text(0, &format!("{listed} contrôles tenus sur {held} sont donnés."))?;
    }
    fill.done(2)
}
