//! How long something may take: time in which it waits for a processor is not counted.
//!
//! A page is read in a second or two, and beside other programs in a minute. Whether it is read must
//! not hang on what else the machine does, so the clock stands still while who reads is ready to
//! go on and is not let. One that sleeps, or reckons without end, is late all the same; where the
//! kernel tells nothing of it the wall clock decides alone.

use std::cell::Cell;
use std::fs;
use std::time::{Duration, Instant};

/// The time that something may take, running from when it was made; of one thread, and of the
/// programs that it waits for one after another.
pub(super) struct Patience {
    limit: Duration,
    begun: Instant,
    /// How long this thread had waited for a processor before.
    before: Duration,
    /// How long programs that have ended had waited.
    ended: Cell<Duration>,
    /// How long the one that runs had waited when it was last looked at.
    running: Cell<Duration>,
}

impl Patience {
    /// Begins to count.
    pub(super) fn new(limit: Duration) -> Self {
        let (begun, before) = (Instant::now(), waited("thread-self"));
        Self { limit, begun, before, ended: Cell::default(), running: Cell::default() }
    }

    /// The time in all.
    pub(super) fn limit(&self) -> Duration {
        self.limit
    }

    /// The time that is left while a program runs.
    pub(super) fn left(&self, program: u32) -> Duration {
        // What it has started and seen end is no longer told.
        self.running.set(self.running.get().max(longest_wait(program)));
        let own = waited("thread-self").saturating_sub(self.before);
        let stood = own + self.ended.get() + self.running.get();
        (self.limit + stood).saturating_sub(self.begun.elapsed())
    }

    /// Says that the program has ended.
    pub(super) fn end(&self) {
        self.ended.set(self.ended.get() + self.running.take());
    }
}

/// How long a program waited for a processor, or one that it has started: the longest, for two that
/// wait do so at the same time.
fn longest_wait(program: u32) -> Duration {
    let listed = fs::read_to_string(format!("/proc/{program}/task/{program}/children"));
    let listed = listed.unwrap_or_default();
    let helpers = listed.split_whitespace().filter_map(|id| id.parse().ok()).map(longest_wait);
    helpers.fold(waited(&program.to_string()), Duration::max)
}

/// How long a process or thread was ready to run and did not (Linux, `sched-stats`: nanoseconds on
/// a processor, nanoseconds waiting for one, times).
fn waited(process: &str) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{process}/schedstat")).unwrap_or_default();
    let waiting = stat.split_whitespace().nth(1).and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(waiting.unwrap_or_default())
}
