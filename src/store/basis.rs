//! What a reading depends on besides the bytes of its file: the program, the rules, the limits, and
//! for pages of paper what reads them.
//!
//! A record read on one basis is that of another if the program and the rules are the same, and
//! the limits are too, or none of them is lower and the document was read whole: lifting a limit
//! for one document does not mean reading a thousand again. Nor does installing Tesseract: only a
//! document of which something is told that hangs on it is read again.

use serde::{Deserialize, Serialize};

use super::{FileOutcome, cache};
use crate::issue::Code;
use crate::limits::Limits;
use crate::worker::Outcome;

/// Why a document that did not change is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Changed {
    /// Another build of the tool.
    Program,
    /// Other rules.
    Rules,
    /// Lower limits, or others where the document was not read whole.
    Limits,
    /// Tesseract was installed, removed or replaced, or is not asked for, or asked for again.
    Engine,
    /// `run.json` does not list the files as its run did.
    Index,
    /// Its record is gone, or not what was written.
    Record,
}

/// What a reading depends on besides its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// What tells this build of the program from another.
    build: String,
    /// Hexadecimal SHA-256 over the rule packs.
    rules_sha256: String,
    /// The caps.
    limits: Limits,
    /// What reads pages of paper, and its version; none where nothing does.
    #[serde(default)]
    engine: Option<String>,
}

impl Basis {
    /// The basis of this program.
    #[must_use]
    pub fn new(rules_sha256: &str, limits: Limits, engine: Option<String>) -> Self {
        Self { build: cache::build(), rules_sha256: rules_sha256.to_owned(), limits, engine }
    }

    /// What reads pages of paper, and its version; none where nothing does.
    #[must_use]
    pub fn engine(&self) -> Option<&str> {
        self.engine.as_deref()
    }

    /// Why the reading of a file on an earlier basis could come out otherwise, if it could.
    #[must_use]
    pub(super) fn change(&self, earlier: &Self, file: &FileOutcome) -> Option<Changed> {
        let limits = self.limits.reads_like(&earlier.limits)
            || (file.outcome == Outcome::Done && self.limits.covers(&earlier.limits));
        if self.build != earlier.build {
            Some(Changed::Program)
        } else if self.rules_sha256 != earlier.rules_sha256 {
            Some(Changed::Rules)
        } else if !limits {
            Some(Changed::Limits)
        } else {
            // What is not kept here may be of paper too.
            let of_paper = |code: Code| code.is_of_paper() || code == Code::MoreIssues;
            let other = self.engine != earlier.engine
                && file.issues.iter().any(|issue| of_paper(issue.code));
            other.then_some(Changed::Engine)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::Issue;

    fn file(outcome: Outcome, told: &[Code]) -> FileOutcome {
        FileOutcome {
            path: "a.pdf".to_owned(),
            sha256: None,
            outcome,
            seconds: 0.5,
            pages: 1,
            recognised: 0,
            layered: 0,
            document: None,
            record_sha256: None,
            issues: told.iter().map(|code| Issue::new(*code, &[])).collect(),
        }
    }

    #[test]
    fn another_engine_reads_again_what_has_pages_of_paper_and_nothing_else() {
        let of = |engine: Option<&str>| {
            Basis::new("rules", Limits::default(), engine.map(str::to_owned))
        };
        let all = [of(None), of(Some("tesseract 5.3.0 fra")), of(Some("tesseract 5.5.0 fra"))];
        for (now, then) in all.iter().flat_map(|now| all.iter().map(move |then| (now, then))) {
            let other = (now != then).then_some(Changed::Engine);
            for code in [Code::NeedsOcr, Code::Recognised, Code::MoreIssues] {
                assert_eq!(now.change(then, &file(Outcome::Partial, &[code])), other);
            }
            assert_eq!(now.change(then, &file(Outcome::Partial, &[Code::NoText])), None);
        }
    }

    #[test]
    fn a_lifted_limit_keeps_what_was_read_whole_and_nothing_else() {
        let of = |limits| Basis::new("rules", limits, None);
        let change = |now: &Basis, then: &Basis, outcome| now.change(then, &file(outcome, &[]));
        let usual = of(Limits::default());
        let lifted = of(Limits { seconds: 120, ..Limits::default() });
        assert_eq!(change(&lifted, &usual, Outcome::Done), None);
        assert_eq!(change(&lifted, &usual, Outcome::TimedOut), Some(Changed::Limits));
        assert_eq!(change(&lifted, &usual, Outcome::Partial), Some(Changed::Limits));
        assert_eq!(change(&usual, &lifted, Outcome::Done), Some(Changed::Limits));
        assert_eq!(change(&usual, &usual, Outcome::TimedOut), None);
        let pictures = of(Limits { picture_bytes: 0, judged_bytes: 0, ..Limits::default() });
        let told = change(&pictures, &usual, Outcome::TimedOut);
        assert_eq!(told, None, "reports are no part of a reading");
        let others = Basis::new("others", Limits::default(), None);
        assert_eq!(change(&others, &usual, Outcome::Done), Some(Changed::Rules));
        let built = Basis { build: "another".to_owned(), ..others };
        assert_eq!(change(&built, &usual, Outcome::Done), Some(Changed::Program));
    }
}
