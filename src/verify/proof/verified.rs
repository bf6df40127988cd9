//! What could be proved of a whole run folder: its values, and the sources that are lost.

use super::Misplaced;
use super::again::Altered;
use crate::issue::Issue;

/// What could be proved of a run folder.
#[derive(Debug, Default)]
pub struct Verified {
    /// Files that are there with the bytes that were read.
    pub sources: usize,
    /// Documents whose values were held against their source.
    pub documents: usize,
    /// Values that stand where their place says.
    pub proved: usize,
    /// Values of documents whose source is gone, changed or cannot be read.
    pub unproved: usize,
    /// Sources that are gone, changed or cannot be read, by path.
    pub lost: Vec<Lost>,
    /// Values that do not stand where their place says.
    pub misplaced: Vec<Misplaced>,
    /// Documents of which the same rules read the very same record again.
    pub extracted: usize,
    /// Findings that the records give again as they were kept.
    pub compared: usize,
    /// Where records are not those that are read again.
    pub records: Vec<Altered>,
    /// Where findings are not those that the records give again.
    pub findings: Vec<Altered>,
    /// The rules that there are, where they are not those of the run: only places are proved then.
    pub other_rules: Option<OtherRules>,
}

/// Rules that are not those of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherRules {
    /// The hash of those of the run.
    pub was: String,
    /// The hash of those that there are.
    pub is: String,
}

/// A source that cannot be held against what was kept of it.
#[derive(Debug)]
pub struct Lost {
    /// Its path in the archive.
    pub path: String,
    /// What became of it.
    pub fate: LostBy,
}

/// What became of a source.
#[derive(Debug)]
pub enum LostBy {
    /// It is not there any more.
    Missing,
    /// Its bytes, or the hash that was kept, are others.
    Changed {
        /// The hash that was kept.
        was: String,
        /// That of the file now.
        is: String,
    },
    /// It cannot be read.
    Unread(Vec<Issue>),
    /// Its pages of paper were recognised by another program than there is.
    OtherEngine {
        /// The name of the one that read them; none where nothing did.
        was: Option<String>,
        /// That of the one there is.
        is: Option<String>,
    },
    /// A finding names it, and the run folder has no document of it.
    Unknown,
}

impl Verified {
    /// Whether every value is proved and every source is what it was.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        let is_same = self.records.is_empty() && self.findings.is_empty();
        is_same
            && self.other_rules.is_none()
            && self.lost.is_empty()
            && self.misplaced.is_empty()
            && self.unproved == 0
    }

    /// Enters a source that is lost.
    pub fn lose(&mut self, path: &str, fate: LostBy) {
        self.lost.push(Lost { path: path.to_owned(), fate });
    }
}
