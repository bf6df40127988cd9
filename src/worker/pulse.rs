//! Whether a worker still does something, by what the kernel counts of it.
//!
//! Readers reckon; they wait for nothing. A worker that takes no processor, none of whose threads
//! wants one or waits for a disk, will never answer: there is no need to wait for the clock. And
//! one that had to share the processor with others was not given its time. A program that it has
//! started has a clock of its own: who waits for one is not silent.

use std::fs;
use std::time::{Duration, Instant};

/// Where the kernel does not tell it is taken for alive: then the clock alone decides.
pub(super) struct Pulse {
    process: u32,
    start: Instant,
    /// Processor time, in ticks of a hundredth of a second, when it was given the document.
    first: u64,
    /// The same when it was last seen to have grown.
    last: u64,
    alive: Instant,
}

impl Pulse {
    /// Begins to watch a process.
    pub(super) fn of(process: u32) -> Self {
        let now = Instant::now();
        let ticks = ticks(process).unwrap_or(0);
        Self { process, start: now, first: ticks, last: ticks, alive: now }
    }

    /// How long it has done nothing.
    pub(super) fn silence(&mut self) -> Duration {
        let ticks = ticks(self.process);
        let helped = || helpers(self.process).into_iter().any(is_running);
        if ticks != Some(self.last) || is_busy(self.process) || helped() {
            self.last = ticks.unwrap_or(self.last);
            self.alive = Instant::now();
        }
        self.alive.elapsed()
    }

    /// Whether it had less than three quarters of the processor time that it could have had.
    pub(super) fn is_starved(&self) -> bool {
        let helpers = || helpers(self.process).into_iter().filter_map(ticks).sum::<u64>();
        let had = ticks(self.process).map(|own| (own + helpers()).saturating_sub(self.first));
        had.is_some_and(|ticks| Duration::from_millis(ticks * 10) < self.start.elapsed() * 3 / 4)
    }
}

/// The programs that a process has started and has not seen end.
fn helpers(process: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let listed = threads.filter_map(|t| fs::read_to_string(t.path().join("children")).ok());
    let ids = |listed: String| -> Vec<u32> {
        listed.split_whitespace().filter_map(|id| id.parse().ok()).collect()
    };
    listed.flat_map(ids).collect()
}

/// The processor time that a process took, with all its threads and what it started and saw end
/// (`proc(5)`, stat: utime, stime, cutime, cstime).
fn ticks(process: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    fields(&stat)?.skip(11).take(4).map(|ticks| ticks.parse::<u64>().ok()).sum()
}

/// Whether a process has not ended.
fn is_running(process: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    fields(&stat).and_then(|mut fields| fields.next()).is_some_and(|state| state != "Z")
}

/// Whether a thread of a process wants a processor or waits for a disk, or whether somebody has
/// stopped it.
fn is_busy(process: u32) -> bool {
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let mut states = threads.filter_map(|thread| {
        let stat = fs::read_to_string(thread.path().join("stat")).ok()?;
        fields(&stat)?.next()?.chars().next()
    });
    states.any(|state| matches!(state, 'R' | 'D' | 'T' | 't'))
}

/// The fields after the name, which may hold spaces and parentheses: the first is the state.
fn fields(stat: &str) -> Option<impl Iterator<Item = &str>> {
    Some(stat.rsplit_once(')')?.1.split_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    fn sleeping_then<T>(
        program: &str,
        arguments: &[&str],
        look: impl FnOnce(&mut Pulse) -> T,
    ) -> T {
        let mut command = Command::new(program);
        let mut child = command.args(arguments).stdout(Stdio::null()).spawn().unwrap();
        let mut pulse = Pulse::of(child.id());
        std::thread::sleep(Duration::from_millis(300));
        let seen = look(&mut pulse);
        child.kill().unwrap();
        child.wait().unwrap();
        seen
    }

    #[test]
    fn who_sleeps_is_silent_and_who_reckons_is_not() {
        let silence = |pulse: &mut Pulse| {
            pulse.silence();
            std::thread::sleep(Duration::from_millis(200));
            pulse.silence()
        };
        assert!(sleeping_then("sleep", &["9"], silence) >= Duration::from_millis(200));
        let busy = sleeping_then("sh", &["-c", "while :; do :; done"], silence);
        assert!(busy < Duration::from_millis(150), "{busy:?}");
    }

    #[test]
    fn who_waits_for_a_program_is_not_silent() {
        let silence = |pulse: &mut Pulse| {
            pulse.silence();
            std::thread::sleep(Duration::from_millis(200));
            pulse.silence()
        };
        let waiting = sleeping_then("sh", &["-c", "sleep 1; true"], silence);
        assert!(waiting < Duration::from_millis(150), "{waiting:?}");
    }

    #[test]
    fn who_sleeps_took_less_than_its_share() {
        assert!(sleeping_then("sleep", &["9"], |pulse| pulse.is_starved()));
    }

    #[test]
    fn the_name_of_a_program_hides_no_field() {
        let stat = "12 (a) b (c) S 1 12 12 0 -1 4194560 9 0 0 0 150 50 0 0 20";
        assert_eq!(fields(stat).unwrap().next(), Some("S"));
        assert_eq!(fields(stat).unwrap().nth(11), Some("150"));
    }
}
