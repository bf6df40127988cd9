//! What a reading depends on besides the bytes of its file: the program, the rules, the limits.
//!
//! A record read on one basis is that of another if the program and the rules are the same, and
//! the limits are too, or none of them is lower and the document was read whole: lifting a limit
//! for one document does not mean reading a thousand again.

use serde::{Deserialize, Serialize};

use super::cache;
use crate::limits::Limits;
use crate::worker::Outcome;

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

    /// Whether a reading on an earlier basis with this outcome would come out the same.
    #[must_use]
    pub(super) fn holds(&self, earlier: &Self, outcome: Outcome) -> bool {
        let same = self.build == earlier.build && self.rules_sha256 == earlier.rules_sha256;
        let limits = self.limits.reads_like(&earlier.limits)
            || (outcome == Outcome::Done && self.limits.covers(&earlier.limits));
        same && limits
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
        assert!(lifted.holds(&usual, Outcome::Done));
        assert!(!lifted.holds(&usual, Outcome::TimedOut));
        assert!(!lifted.holds(&usual, Outcome::Partial));
        assert!(!usual.holds(&lifted, Outcome::Done));
        assert!(usual.holds(&usual, Outcome::TimedOut));
        let pictures = of(Limits { picture_bytes: 0, judged_bytes: 0, ..Limits::default() });
        assert!(pictures.holds(&usual, Outcome::TimedOut), "reports are no part of a reading");
        assert!(!Basis::new("others", Limits::default()).holds(&usual, Outcome::Done));
    }
}
