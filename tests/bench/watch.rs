//! The command as an officer runs it, with the clock and its memory at most.

use std::fs;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// What a run took.
pub(crate) struct Watched {
    /// How it ended.
    pub(crate) status: ExitStatus,
    /// Wall-clock seconds.
    pub(crate) seconds: f64,
    /// Resident kilobytes at most, as the kernel counts them.
    pub(crate) peak: u64,
}

/// Runs a command to its end, its output thrown away; `look` is called with its process id while
/// it runs.
pub(crate) fn run(command: &mut Command, mut look: impl FnMut(u32)) -> Watched {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let mut peak = 0;
    // The kernel forgets the peak with the process: it is looked at until then.
    let status = loop {
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        peak = kilobytes(child.id(), "VmHWM:").unwrap_or(0).max(peak);
        look(child.id());
        std::thread::sleep(Duration::from_millis(2));
    };
    Watched { status, seconds: start.elapsed().as_secs_f64(), peak }
}

/// A size of a process that `/proc` tells, by its key.
pub(crate) fn kilobytes(process: u32, key: &str) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = text.lines().find_map(|l| l.strip_prefix(key))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}
