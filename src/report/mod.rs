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

use crate::issue::{Lang, Severity};
use crate::reconcile::finding::{Finding, Findings};
use crate::record::Record;
use crate::store::{FileOutcome, RunIndex};
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

    /// The files as a list that holds so many names them: all, in their order; where there are more,
    /// the worst first, those that were read next, and only then those that are none to read.
    fn listed(&self, most: usize) -> Vec<&FileOutcome> {
        let mut files: Vec<&FileOutcome> = self.index.files.iter().collect();
        if files.len() > most {
            files.sort_by_key(|file| {
                let worst = file.issues.iter().map(|issue| issue.severity).min();
                let matters = worst.filter(|severity| *severity != Severity::Info);
                (matters.is_none(), matters, !file.outcome.is_read())
            });
            files.truncate(most);
        }
        files
    }

    /// How many pages were read as pictures.
    fn scanned(&self) -> (usize, usize) {
        let files = self.index.files.iter();
        let pages = files.map(|file| (file.recognised as usize, file.layered as usize));
        pages.fold((0, 0), |(read, layered), more| (read + more.0, layered + more.1))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::{Code, Issue};

    fn file(path: &str, outcome: Outcome, code: Option<Code>) -> FileOutcome {
        FileOutcome {
            path: path.to_owned(),
            sha256: None,
            outcome,
            seconds: 0.0,
            pages: 0,
            recognised: 0,
            layered: 0,
            document: None,
            record_sha256: None,
            issues: code.into_iter().map(|code| Issue::new(code, &[])).collect(),
        }
    }

    #[test]
    fn a_list_that_is_too_long_names_the_worst_files_first() {
        let files = vec![
            file("a.txt", Outcome::Unsupported, Some(Code::Unsupported)),
            file("b.pdf", Outcome::Done, None),
            file("c.pdf", Outcome::Partial, Some(Code::Repaired)),
            file("d.pdf", Outcome::Refused, Some(Code::Damaged)),
        ];
        let index = RunIndex { files, ..RunIndex::default() };
        let (findings, evidence) = (Findings::default(), Evidence::default());
        let run = Run {
            index: &index,
            records: &[],
            findings: &findings,
            evidence: &evidence,
            lang: Lang::Fr,
        };
        let listed = |most| run.listed(most).iter().map(|f| f.path.as_str()).collect::<Vec<_>>();
        assert_eq!(listed(4), ["a.txt", "b.pdf", "c.pdf", "d.pdf"]);
        assert_eq!(listed(3), ["d.pdf", "c.pdf", "b.pdf"]);
    }
}
