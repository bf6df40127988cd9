//! What the end of a worker means: from its status and its last words to an outcome.

use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;

use super::Outcome;
use crate::issue::{Code, Issue};
use crate::limits::Limits;

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
}

impl Death {
    /// A worker that did not answer in time.
    pub(super) fn late(limits: &Limits) -> Self {
        let limit = format!("{} s", limits.seconds);
        let issue = Box::new(Issue::new(Code::TimedOut, &[("limit", &limit)]));
        Self { outcome: Outcome::TimedOut, issue }
    }

    /// A worker that stopped or spoke nonsense.
    pub(super) fn crashed(why: &str) -> Self {
        let issue = Box::new(Issue::new(Code::Crashed, &[("why", &why)]));
        Self { outcome: Outcome::Crashed, issue }
    }

    /// A worker that went over its memory.
    fn out_of_memory(limits: &Limits) -> Self {
        let limit = format!("{} Mio", limits.memory_bytes >> 20);
        let issue = Box::new(Issue::new(Code::OutOfMemory, &[("limit", &limit)]));
        Self { outcome: Outcome::OutOfMemory, issue }
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
            (Some(SIGKILL), _) => Self::out_of_memory(limits),
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
        assert_eq!(of(9, "").outcome, Outcome::OutOfMemory);
        assert_eq!(of(24, "").outcome, Outcome::TimedOut);
        let overflow = of(6, "thread '<unnamed>' has overflowed its stack");
        assert_eq!(overflow.outcome, Outcome::Crashed);
        assert!(overflow.issue.message.contains("stack overflow"));
        assert!(of(11, "").issue.message.contains("signal 11"));
        assert!(of(3 << 8, "").issue.message.contains("exit 3"));
    }
}
