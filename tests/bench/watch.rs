//! The command as an officer runs it, with the clock and its memory at most.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a run took.
pub(crate) struct Watched {
    /// Wall-clock seconds.
    pub(crate) seconds: f64,
    /// Resident kilobytes at most, as the kernel counts them.
    pub(crate) peak: u64,
}

/// Runs `bilan reconcile` over a run folder.
pub(crate) fn run(folder: &Path) -> Watched {
    let start = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_bilan"));
    command.arg("reconcile").arg(folder).stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    // The kernel forgets the peak with the process: it is looked at until then.
    let ended = loop {
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        peak = high_water(&status).unwrap_or(0).max(peak);
        std::thread::sleep(Duration::from_millis(2));
    };
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(ended.code(), Some(1), "the made archive holds discrepancies");
    Watched { seconds, peak }
}

fn high_water(status: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}
