//! Findings and records in, reports out: each sink is a function to bytes.

use crate::issue::Lang;
use crate::reconcile::finding::Findings;
use crate::record::Record;
use crate::store::RunIndex;

pub mod html;
pub mod inspect;
pub mod terminal;
pub mod xlsx;

/// Everything that a report may tell of a run.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The files with their outcomes, and what they were read with.
    pub index: &'a RunIndex,
    /// The records that hold what a document says, in the order of the files.
    pub records: &'a [Record],
    /// What does not agree.
    pub findings: &'a Findings,
    /// The language of the tool's own words; documents and findings are French.
    pub lang: Lang,
}
