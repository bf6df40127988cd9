//! What a reading depends on besides the bytes of its file: the program, the rules, the limits.
//!
//! A record read on one basis is that of another if the program and the rules are the same, and
//! the limits are too, or none of them is lower and the document was read whole: lifting a limit
//! for one document does not mean reading a thousand again.

use serde::{Deserialize, Serialize};

use super::cache;
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
}

impl Basis {
    /// The basis of this program.
    #[must_use]
    pub fn new(rules_sha256: &str, limits: Limits) -> Self {
        Self { build: cache::build(), rules_sha256: rules_sha256.to_owned(), limits }
    }

    /// Why a reading on an earlier basis with this outcome could come out otherwise, if it could.
    #[must_use]
    pub(super) fn change(&self, earlier: &Self, outcome: Outcome) -> Option<Changed> {
        let limits = self.limits.reads_like(&earlier.limits)
            || (outcome == Outcome::Done && self.limits.covers(&earlier.limits));
        if self.build != earlier.build {
            Some(Changed::Program)
        } else if self.rules_sha256 != earlier.rules_sha256 {
            Some(Changed::Rules)
        } else {
            (!limits).then_some(Changed::Limits)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifted_limit_keeps_what_was_read_whole_and_nothing_else() {
        let of = |limits| Basis::new("rules", limits);
        let usual = of(Limits::default());
        let lifted = of(Limits { seconds: 120, ..Limits::default() });
        assert_eq!(lifted.change(&usual, Outcome::Done), None);
        assert_eq!(lifted.change(&usual, Outcome::TimedOut), Some(Changed::Limits));
        assert_eq!(lifted.change(&usual, Outcome::Partial), Some(Changed::Limits));
        assert_eq!(usual.change(&lifted, Outcome::Done), Some(Changed::Limits));
        assert_eq!(usual.change(&usual, Outcome::TimedOut), None);
        let pictures = of(Limits { picture_bytes: 0, judged_bytes: 0, ..Limits::default() });
        let told = pictures.change(&usual, Outcome::TimedOut);
        assert_eq!(told, None, "reports are no part of a reading");
        let others = Basis::new("others", Limits::default());
        assert_eq!(others.change(&usual, Outcome::Done), Some(Changed::Rules));
        let built = Basis { build: "another".to_owned(), ..others };
        assert_eq!(built.change(&usual, Outcome::Done), Some(Changed::Program));
    }
}
