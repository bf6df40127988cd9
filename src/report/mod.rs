//! Findings and records in, reports out: each sink is a function to bytes or text, and sees the
//! same [`Run`].
//!
//! A sink neither compares nor decides: what is told, and in which order, is settled in
//! `reconcile`. Only [`terminal`] speaks two languages; what officers keep is French.

pub mod coverage;
pub mod evidence;
pub mod csv;
pub mod explain;
pub mod html;
pub mod impact;
pub mod inspect;
pub mod junit;
pub mod matches;
pub mod note;
pub mod parquet;
pub mod past;
pub mod proof;
pub mod sarif;
pub mod svg;
pub mod terminal;
pub mod trial;
pub mod xlsx;

mod typography;
mod words;

use std::collections::BTreeMap;

use evidence::Evidence;

use crate::issue::{Code, Lang};
use crate::reconcile::finding::{Finding, Findings};
use crate::record::Record;
use crate::store::RunIndex;
use crate::worker::Outcome;

/// Everything that a report may tell of a run.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The files with their outcomes, and what they were read with.
    pub index: &'a RunIndex,
    /// The records that hold what a document says, in the order of the files: the first ones
    /// where there are more than a report can give.
    pub records: &'a [Record],
    /// What does not agree.
    pub findings: &'a Findings,
    /// What proves it, as far as it can be shown.
    pub evidence: &'a Evidence,
    /// The language of the tool's own words; documents and findings are French.
    pub lang: Lang,
}

impl Run<'_> {
    /// The records by path.
    fn by_path(&self) -> BTreeMap<&str, &Record> {
        self.records.iter().map(|r| (r.document.path.as_str(), r)).collect()
    }

    /// How many documents were read whose records are not among these.
    fn undetailed(&self) -> usize {
        let read = self.index.files.iter().filter(|f| f.outcome.is_read() && f.document.is_some());
        read.count().saturating_sub(self.records.len())
    }

    /// The discrepancies that someone has to answer for, by document.
    fn loud_by_document(&self) -> BTreeMap<&str, Vec<&Finding>> {
        let mut loud: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in self.findings.findings.iter().filter(|f| f.is_loud() && f.is_open()) {
            loud.entry(&finding.document).or_default().push(finding);
        }
        loud
    }

    /// How many pages were read as pictures.
    fn scanned(&self) -> usize {
        let issues = self.index.files.iter().flat_map(|file| &file.issues);
        issues.filter(|i| matches!(i.code, Code::Recognised | Code::LayerReplaced)).count()
    }

    /// How many files ended how.
    fn outcomes(&self) -> BTreeMap<Outcome, u32> {
        let mut counts = BTreeMap::new();
        for file in &self.index.files {
            *counts.entry(file.outcome).or_insert(0) += 1;
        }
        counts
    }
}

/// A sentence in the language of the user.
fn tell<'t>(lang: Lang, fr: &'t str, en: &'t str) -> &'t str {
    match lang {
        Lang::Fr => fr,
        Lang::En => en,
    }
}
