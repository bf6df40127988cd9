//! Findings that may be told of the scan and not of the document: they are warnings, and end by
//! asking for a look at the page.
//!
//! Where every value of a discrepancy was recognised, any of them may be misread, and the first
//! thing to do is to look. Where some were typed, the discrepancy keeps its gravity: recognition
//! that is sure of itself is right nearly always, and a scan that contradicts a workbook is what an
//! officer is looking for. Two things unsettle that: a recognised value that recognition doubts,
//! and a misread digit that would settle the matter. Then too one looks before one asks anybody.
//! A discrepancy is never silenced for standing on paper.

use super::finding::{Finding, Verdict};
use super::misread;
use crate::issue::{Lang, Severity};
use crate::place::Recognised;
use crate::sentence;

/// Makes of a discrepancy that may be one of recognition a warning that says so.
pub(super) fn mark(finding: &mut Finding, lang: Lang) {
    if !finding.is_loud() || finding.verdict != Verdict::Different {
        return;
    }
    let of_terms = || finding.terms.iter().map(|term| term.place.recognised());
    let all = of_terms().all(|read| read.is_some());
    let recognised: Vec<Recognised> = of_terms().flatten().collect();
    let doubted = recognised.iter().any(|read| read.is_doubtful());
    let misread = finding.hypotheses.iter().any(|h| h.kind == misread::KIND);
    if recognised.is_empty() || !(all || doubted || misread) {
        return;
    }
    finding.severity = finding.severity.max(Severity::Warning);
    let note = sentence::on_paper(lang, if all { "all" } else { "some" });
    finding.message = sentence::with_note(lang, &finding.message, note);
}

#[cfg(test)]
mod tests;
