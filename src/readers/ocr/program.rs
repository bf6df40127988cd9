//! A program that is handed bytes, heard until it ends or is late, and never left behind.
//!
//! It runs in a process group of its own, which is ended with it: whatever it has started goes too.
//! Who asks may be killed at any time, and no kernel ends a whole group then. So the program is
//! started through `bilan` itself ([`guard`]), which waits beside it and ends the group as soon as
//! who asked is gone.

use std::ffi::OsString;
use std::io::{self, Read as _, Write as _};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions};

/// The hidden command under which `bilan` waits beside a program.
pub const COMMAND: &str = "tesseract";

/// Bytes kept of what a program complains about.
const WORDS: usize = 300;
/// How often it is looked whether a program has ended that closed its output, which it does last.
const SOON: Duration = Duration::from_millis(2);
/// How often it is looked whether who asked is still there.
const BEAT: Duration = Duration::from_millis(200);

/// What a program said.
pub(super) struct Heard {
    /// How it ended.
    pub(super) status: ExitStatus,
    /// What it wrote, up to as much as was asked for.
    pub(super) answer: Vec<u8>,
    /// The last it complained of, on one line.
    pub(super) complaint: String,
}

/// Hands bytes to a program and gives what it writes until it ends, `most` bytes of it; nothing if
/// it has not ended by a time.
pub(super) fn hear(
    command: &mut Command,
    input: &[&[u8]],
    most: u64,
    until: Instant,
) -> io::Result<Option<Heard>> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.process_group(0).spawn()?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let said = thread::scope(|scope| {
        let (told, answer) = mpsc::channel();
        scope.spawn(move || {
            let mut bytes = Vec::new();
            let read = stdout.map_or(Ok(0), |out| out.take(most).read_to_end(&mut bytes));
            let _ = told.send(read.map(|_| bytes));
        });
        let complaints = scope.spawn(move || stderr.map(last_line).unwrap_or_default());
        scope.spawn(move || {
            if let Some(mut to) = stdin {
                // One that ends before it has heard all says why by its status.
                let _ = input.iter().try_for_each(|part| to.write_all(part));
            }
        });
        let answer = answer.recv_timeout(until.saturating_duration_since(Instant::now()));
        let in_time = answer.is_ok() && ends(&child, until);
        // What the threads wait for ends with it.
        end(&child);
        let complaint = complaints.join().unwrap_or_default();
        answer.ok().filter(|_| in_time).map(|answer| (answer, complaint))
    });
    let status = child.wait()?;
    let Some((answer, complaint)) = said else { return Ok(None) };
    Ok(Some(Heard { status, answer: answer?, complaint }))
}

/// The last line that is written.
fn last_line(mut from: impl io::Read) -> String {
    let mut kept = Vec::new();
    let mut buffer = [0; 4096];
    // Read to its end: a program that is not heard waits for ever.
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        kept.extend_from_slice(buffer.get(..read).unwrap_or_default());
        kept.drain(..kept.len().saturating_sub(WORDS));
    }
    String::from_utf8_lossy(&kept).trim().lines().last().unwrap_or_default().trim().to_owned()
}

/// Whether a program ends before a time; its status stays to be asked for.
fn ends(child: &Child, until: Instant) -> bool {
    let Some(pid) = pid(child) else { return false };
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    loop {
        match rustix::process::waitid(WaitId::Pid(pid), look) {
            Ok(Some(_)) => return true,
            Ok(None) if Instant::now() < until => thread::sleep(SOON),
            _ => return false,
        }
    }
}

/// Kills a program and whatever it started; it must not have been waited for.
fn end(child: &Child) {
    if let Some(group) = pid(child) {
        let _ = rustix::process::kill_process_group(group, Signal::KILL);
    }
}

fn pid(child: &Child) -> Option<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw)
}

/// Runs a program to its end and ends as it does; returns only if it cannot be started. As soon as
/// `parent`, the process that asked, is gone, the whole group ends.
#[must_use]
pub fn guard(parent: u32, program: &Path, arguments: &[OsString]) -> io::Error {
    let mut child = match Command::new(program).args(arguments).spawn() {
        Ok(child) => child,
        Err(error) => return error,
    };
    let parent = i32::try_from(parent).ok().and_then(Pid::from_raw);
    thread::spawn(move || {
        while rustix::process::getppid() == parent {
            thread::sleep(BEAT);
        }
        let own = rustix::process::getpgrp();
        // A group of which it is not the first is somebody else's too.
        if own == rustix::process::getpid() {
            let _ = rustix::process::kill_process_group(own, Signal::KILL);
        }
    });
    match child.wait() {
        Ok(status) => std::process::exit(exit_code(status)),
        Err(error) => error,
    }
}

/// The exit status that tells of an end, as shells have it: that of a signal is above 128.
fn exit_code(status: ExitStatus) -> i32 {
    status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a script of the shell.
    fn heard(script: &str, most: u64, limit: Duration) -> Option<Heard> {
        let mut command = Command::new("sh");
        let until = Instant::now() + limit;
        hear(command.arg("-c").arg(script), &[b"P5\n", b"12"], most, until).unwrap()
    }

    const MINUTE: Duration = Duration::from_mins(1);

    #[test]
    fn what_goes_in_and_what_comes_out_are_whole() {
        let said = heard("cat; echo ' no' >&2; echo such >&2; exit 3", 100, MINUTE).unwrap();
        assert_eq!(said.answer, b"P5\n12");
        assert_eq!((said.status.code(), said.complaint.as_str()), (Some(3), "such"));
        let said = heard("yes | head -c 100000", 1000, MINUTE).unwrap();
        assert_eq!(said.answer.len(), 1000, "and no more is kept");
    }

    #[test]
    fn one_that_is_late_is_ended_with_all_it_started() {
        let short = Duration::from_millis(300);
        for script in ["sleep 600 & sleep 600", "exec >&-; sleep 600", "sleep 600 & exit 0"] {
            let start = Instant::now();
            assert!(heard(script, 100, short).is_none(), "{script}");
            assert!(start.elapsed() < MINUTE, "{script}");
        }
    }

    #[test]
    fn what_a_program_leaves_behind_is_ended() {
        let said = heard("sleep 600 >/dev/null 2>&1 & echo $!", 100, MINUTE).unwrap();
        let left = String::from_utf8(said.answer).unwrap();
        let stat = || std::fs::read_to_string(format!("/proc/{}/stat", left.trim()));
        let until = Instant::now() + MINUTE;
        // It is told to end, which takes the system a moment.
        while stat().is_ok_and(|stat| !stat.contains(") Z ")) {
            assert!(Instant::now() < until, "{left}");
            thread::sleep(SOON);
        }
    }
}
