//! The table of findings: one row each, what is a list as JSON.

use parquet::errors::Result;

use crate::place::Recognised;
use crate::reconcile::finding::Findings;

use super::table::{Cell, Table};

/// The columns. `terms`, `hypotheses` and `excluded` are lists as JSON, as in `findings.json`; `ocr` is
/// of the least sure of the terms.
pub(super) const SCHEMA: &str = "message findings {
  OPTIONAL BYTE_ARRAY id (STRING);
  OPTIONAL BYTE_ARRAY evidence (STRING);
  OPTIONAL BYTE_ARRAY check_id (STRING);
  OPTIONAL BYTE_ARRAY severity (STRING);
  OPTIONAL BYTE_ARRAY verdict (STRING);
  OPTIONAL BYTE_ARRAY state (STRING);
  OPTIONAL BYTE_ARRAY document (STRING);
  OPTIONAL BYTE_ARRAY relation (STRING);
  OPTIONAL BYTE_ARRAY message (STRING);
  OPTIONAL FIXED_LEN_BYTE_ARRAY (16) left_value (DECIMAL(38, 6));
  OPTIONAL BYTE_ARRAY left_text (STRING);
  OPTIONAL FIXED_LEN_BYTE_ARRAY (16) right_value (DECIMAL(38, 6));
  OPTIONAL BYTE_ARRAY right_text (STRING);
  OPTIONAL FIXED_LEN_BYTE_ARRAY (16) difference (DECIMAL(38, 6));
  OPTIONAL BYTE_ARRAY difference_text (STRING);
  OPTIONAL BYTE_ARRAY ask (STRING);
  OPTIONAL BYTE_ARRAY terms (STRING);
  OPTIONAL BYTE_ARRAY hypotheses (STRING);
  OPTIONAL BYTE_ARRAY excluded (STRING);
  OPTIONAL BYTE_ARRAY ocr (STRING);
  OPTIONAL INT32 ocr_confidence (INTEGER(32, true));
}";

/// Adds every finding, in their order.
pub(super) fn add(table: &mut Table, findings: &Findings) -> Result<()> {
    for finding in &findings.findings {
        let [left, right] = [&finding.left, &finding.right].map(|s| s.as_ref().map(|s| s.value));
        let places = finding.terms.iter().map(|term| &term.place);
        let [ocr, confidence] = Cell::read(Recognised::least(places));
        table.push([
            Cell::text(Some(&finding.id)),
            Cell::text(Some(&finding.evidence)),
            Cell::text(Some(&finding.check)),
            Cell::word(finding.severity),
            Cell::word(finding.verdict),
            Cell::word(finding.state),
            Cell::text(Some(&finding.document)),
            Cell::text(Some(&finding.relation)),
            Cell::text(Some(&finding.message)),
            Cell::amount(left),
            Cell::digits(left),
            Cell::amount(right),
            Cell::digits(right),
            Cell::amount(finding.difference),
            Cell::digits(finding.difference),
            Cell::text(finding.ask.as_deref()),
            Cell::json(&finding.terms),
            Cell::json(&finding.hypotheses),
            Cell::json(&finding.excluded),
            ocr,
            confidence,
        ])?;
    }
    Ok(())
}
