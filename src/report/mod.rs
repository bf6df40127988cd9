//! Findings and records in, reports out: each sink is a function to bytes or text, and sees the
//! same [`Run`].

pub mod html;
pub mod terminal;
pub mod xlsx;

mod words;

use crate::issue::Lang;
use crate::reconcile::finding::Findings;
use crate::record::Record;
use crate::worker::Outcome;

/// What a run gave: all that a report tells.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The name of the archive, as the user gave it.
    pub archive: &'a str,
    /// Every file found, in order, with its outcome.
    pub files: &'a [FileLine],
    /// The records of the files that were read, by path.
    pub records: &'a [Record],
    /// What reconciliation found.
    pub findings: &'a Findings,
}

/// A file of the archive and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLine {
    /// Its path in the archive.
    pub path: String,
    /// How reading it ended.
    pub outcome: Outcome,
    /// Its pages or sheets.
    pub pages: u32,
}

impl Run<'_> {
    /// The record of a path.
    #[must_use]
    pub fn record(&self, path: &str) -> Option<&Record> {
        self.records.iter().find(|r| r.document.path == path)
    }
}

/// A sentence in the language of the user.
fn tell<'t>(lang: Lang, fr: &'t str, en: &'t str) -> &'t str {
    match lang {
        Lang::Fr => fr,
        Lang::En => en,
    }
}
