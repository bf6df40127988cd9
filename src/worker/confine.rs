//! The limits that a worker sets on itself: address space, CPU, no core dump.
//!
//! The wall clock is the parent's. CPU is capped too, so that a worker whose parent was killed
//! cannot run on for ever should it not notice. Each document is allowed its own time, counted from
//! what those before it took: a scan of two hundred pages takes more than many documents may.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};

use crate::limits::Limits;

/// Documents after which a worker is replaced, whatever its size: leaks stay small.
const DOCUMENTS: u64 = 500;

/// Caps the address space and forbids core dumps, for the life of the process.
pub(super) fn confine(limits: &Limits) -> std::io::Result<()> {
    lower(Resource::As, limits.memory_bytes)?;
    lower(Resource::Core, 0)
}

/// Allows the CPU of one more document, whatever was taken before it.
pub(super) fn allow_document(limits: &Limits) -> std::io::Result<()> {
    let taken = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or_default();
    lower(Resource::Cpu, with_one_more(taken, limits))
}

/// The CPU, in seconds, of a worker that took so much and is given one more document.
fn with_one_more(taken: u64, limits: &Limits) -> u64 {
    taken.saturating_add(limits.seconds).saturating_add(1)
}

/// Allows the CPU of one more page of paper.
pub(super) fn allow_page(limits: &Limits) -> std::io::Result<()> {
    let current = getrlimit(Resource::Cpu).current.unwrap_or(limits.seconds);
    lower(Resource::Cpu, current.saturating_add(limits.page_seconds))
}

/// Sets the soft limit, within the hard one that the process was given.
fn lower(resource: Resource, value: u64) -> std::io::Result<()> {
    let maximum = getrlimit(resource).maximum;
    let current = Some(maximum.map_or(value, |hard| hard.min(value)));
    Ok(setrlimit(resource, Rlimit { current, maximum })?)
}

/// Threads of a worker that answers: the one that listens and the one that reads.
const THREADS: u64 = 2;

/// Whether a worker has served enough, holds more than half of its memory, or has a thread that
/// did not come to its end: what the next document may use must not depend on what was read before.
pub(super) fn is_worn(limits: &Limits, served: u64) -> bool {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else {
        return served >= DOCUMENTS;
    };
    let size = figure(&status, "VmSize:").map(|kib| kib << 10);
    served >= DOCUMENTS
        || size.is_some_and(|bytes| bytes > limits.memory_bytes / 2)
        || figure(&status, "Threads:").is_some_and(|threads| threads > THREADS)
}

/// A figure that the kernel tells of a process (`proc(5)`, status), sizes in KiB.
fn figure(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().trim_end_matches("kB").trim_end().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_its_time_whatever_was_taken_before_it() {
        let limits = Limits { seconds: 60, ..Limits::default() };
        assert_eq!([0, 220].map(|taken| with_one_more(taken, &limits) - taken), [61, 61]);
    }

    #[test]
    fn figures_of_a_process_are_read() {
        let status = "Name:\tbilan\nVmSize:\t  123456 kB\nThreads:\t3\n";
        assert_eq!(figure(status, "VmSize:"), Some(123_456));
        assert_eq!(figure(status, "Threads:"), Some(3));
        assert_eq!(figure(status, "Vm:"), None);
    }
}
