//! What the end of a worker means: from its status and its last words to an outcome.

use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;

use super::Outcome;
use crate::issue::{Code, Issue};
use crate::limits::{Limits, mib};

/// `SIGKILL`: not by us, then by the kernel for want of memory.
const SIGKILL: i32 = 9;
/// `SIGXCPU`: its time of CPU is spent.
const SIGXCPU: i32 = 24;

/// How a reading ended without an answer.
#[derive(Debug, Clone)]
pub(super) struct Death {
    /// The outcome.
    pub(super) outcome: Outcome,
    /// What is told.
    pub(super) issue: Box<Issue>,
    /// Whose fault it may be.
    pub(super) cause: Cause,
}

/// Whose fault it is that a document is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Its own: it would end in the same way again.
    Document,
    /// That of what ran beside it, or of a disk: it is tried once more alone, and in the next run.
    Machine,
}

impl Death {
    /// A worker that did not answer in time.
    pub(super) fn late(limits: &Limits) -> Self {
        let limit = format!("{} s", limits.seconds);
        Self::new(Outcome::TimedOut, Issue::new(Code::TimedOut, &[("limit", &limit)]))
    }

    /// A worker that does nothing any more.
    pub(super) fn silent(limits: &Limits) -> Self {
        let limit = format!("{} s", limits.silence_seconds);
        Self::new(Outcome::TimedOut, Issue::new(Code::Silent, &[("limit", &limit)]))
    }

    fn new(outcome: Outcome, issue: Issue) -> Self {
        Self { outcome, issue: Box::new(issue), cause: Cause::Document }
    }

    /// A worker that stopped or spoke nonsense.
    pub(super) fn crashed(why: &str) -> Self {
        Self::new(Outcome::Crashed, Issue::new(Code::Crashed, &[("why", &why)]))
    }

    /// A worker that went over its memory.
    pub(super) fn out_of_memory(limits: &Limits) -> Self {
        let limit = mib(limits.memory_bytes);
        Self::new(Outcome::OutOfMemory, Issue::new(Code::OutOfMemory, &[("limit", &limit)]))
    }

    /// The meaning of an end that nobody asked for.
    pub(super) fn of(status: ExitStatus, last_words: &str, limits: &Limits) -> Self {
        // The standard library says the first before it aborts, glibc the second.
        let starved = ["memory allocation of", "annot allocate memory", "out of memory"];
        if starved.iter().any(|words| last_words.contains(words)) {
            return Self::out_of_memory(limits);
        }
        if last_words.contains("has overflowed its stack") {
            return Self::crashed("débordement de pile (stack overflow)");
        }
        match (status.signal(), status.code()) {
            // All that runs on the machine together had no more memory.
            (Some(SIGKILL), _) => Self { cause: Cause::Machine, ..Self::out_of_memory(limits) },
            (Some(SIGXCPU), _) => Self::late(limits),
            (Some(signal), _) => Self::crashed(&format!("signal {signal}")),
            (None, code) => Self::crashed(&format!("exit {}", code.unwrap_or_default())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_words_and_the_signal_say_what_it_died_of() {
        let of = |raw, words| Death::of(ExitStatus::from_raw(raw), words, &Limits::default());
        let memory = "memory allocation of 16777216 bytes failed";
        assert_eq!(of(6, memory).outcome, Outcome::OutOfMemory);
        assert_eq!(of(6, memory).cause, Cause::Document);
        let killed = of(9, "");
        assert_eq!((killed.outcome, killed.cause), (Outcome::OutOfMemory, Cause::Machine));
        assert_eq!(of(24, "").outcome, Outcome::TimedOut);
        let overflow = of(6, "thread '<unnamed>' has overflowed its stack");
        assert_eq!(overflow.outcome, Outcome::Crashed);
        assert!(overflow.issue.message.contains("stack overflow"));
        assert!(of(11, "").issue.message.contains("signal 11"));
        assert!(of(3 << 8, "").issue.message.contains("exit 3"));
    }
}
