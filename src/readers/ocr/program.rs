//! A program that is handed a file, heard until it ends or is late, and never left behind.
//!
//! It runs in a process group of its own, which is ended with it: whatever it has started goes too.
//! Who asks may be killed at any time, and no kernel ends a whole group then. So the program is
//! started through `bilan` itself ([`guard`]), which waits beside it and ends the group as soon as
//! who asked is gone.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Seek as _, Write as _};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{MemfdFlags, memfd_create};
use rustix::io::{Errno, ioctl_fionbio};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions};

use super::patience::Patience;

/// The hidden command under which `bilan` waits beside a program.
pub const COMMAND: &str = "tesseract";

/// Bytes kept of what a program complains about.
const WORDS: usize = 300;
/// Bytes that a pipe holds.
const PIPE: usize = 64 << 10;
/// How often it is looked whether a program has ended that closed its output, which it does last.
const SOON: Duration = Duration::from_millis(2);
/// How often it is looked whether who asked is still there, and whether a program is late.
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

impl Heard {
    /// How it ended, in words; a signal is told by the guard as shells do.
    pub(super) fn ending(&self) -> String {
        match exit_code(self.status) {
            code @ 129..=192 => format!("signal {}", code - 128),
            code => format!("code {code}"),
        }
    }
}

/// Starts a program on a file of some bytes, which is its standard input and may be opened as
/// `/dev/stdin`; gives what it writes until it ends, `most` bytes of it; nothing if it takes longer
/// than one has patience.
pub(super) fn hear(
    command: &mut Command,
    input: &[&[u8]],
    most: usize,
    patience: &Patience,
) -> io::Result<Option<Heard>> {
    command.stdin(in_memory(input)?).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.process_group(0).spawn()?;
    let talk = Talk::begin(&mut child, most);
    let said = talk.and_then(|talk| talk.finish(&child, patience));
    patience.end();
    // What it has started ends with it; one that left its group is not waited for.
    end(&child);
    let status = child.wait()?;
    Ok(said?.map(|(answer, complaint)| Heard { status, answer, complaint }))
}

/// A file of some bytes that is on no disk.
fn in_memory(parts: &[&[u8]]) -> io::Result<File> {
    let mut file = File::from(memfd_create(COMMAND, MemfdFlags::CLOEXEC)?);
    parts.iter().try_for_each(|part| file.write_all(part))?;
    file.rewind()?;
    Ok(file)
}

/// What a program says, neither of whose outputs it waits for.
struct Talk {
    stdout: Option<ChildStdout>,
    answer: Vec<u8>,
    most: usize,
    stderr: Option<ChildStderr>,
    complaint: Vec<u8>,
}

impl Talk {
    fn begin(child: &mut Child, most: usize) -> io::Result<Self> {
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        stdout.as_ref().map_or(Ok(()), |pipe| ioctl_fionbio(pipe, true))?;
        stderr.as_ref().map_or(Ok(()), |pipe| ioctl_fionbio(pipe, true))?;
        let (answer, complaint) = (Vec::new(), Vec::new());
        Ok(Self { stdout, answer, most, stderr, complaint })
    }

    /// The answer, once it is whole and the program has ended, and its last complaint.
    fn finish(
        mut self,
        child: &Child,
        patience: &Patience,
    ) -> io::Result<Option<(Vec<u8>, String)>> {
        let mut looked = Instant::now();
        let mut left = patience.left(child.id());
        loop {
            // It closes its output when it ends, and what it has complained of is there by then.
            let ended = self.stdout.is_none() && has_ended(child);
            self.go_on()?;
            if ended {
                return Ok(Some((self.answer, last_line(&self.complaint))));
            }
            if looked.elapsed() >= BEAT.min(left) {
                (looked, left) = (Instant::now(), patience.left(child.id()));
                if left.is_zero() {
                    return Ok(None);
                }
            }
            let pause = if self.stdout.is_none() { SOON } else { BEAT.min(left) };
            self.wait(pause)?;
        }
    }

    /// Waits until something can pass, no longer than this.
    fn wait(&self, pause: Duration) -> io::Result<()> {
        let stdout = self.stdout.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::IN));
        let stderr = self.stderr.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::IN));
        let mut all: Vec<PollFd<'_>> = [stdout, stderr].into_iter().flatten().collect();
        let pause = Timespec::try_from(pause).map_err(io::Error::other)?;
        match poll(&mut all, Some(&pause)) {
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes what can pass at once.
    fn go_on(&mut self) -> io::Result<()> {
        let (answer, most) = (&mut self.answer, self.most);
        take(&mut self.stdout, |bytes| {
            let room = most - answer.len();
            answer.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
            answer.len() < most
        })?;
        let complaint = &mut self.complaint;
        // Read to its end: a program that is not heard waits for ever.
        take(&mut self.stderr, |bytes| {
            complaint.extend_from_slice(bytes);
            complaint.drain(..complaint.len().saturating_sub(WORDS));
            true
        })
    }
}

/// Takes what a pipe holds, as much as one of Linux does; it is closed at its end, and when nothing
/// more is wanted of it.
fn take(pipe: &mut Option<impl Read>, mut keep: impl FnMut(&[u8]) -> bool) -> io::Result<()> {
    let Some(from) = pipe else { return Ok(()) };
    let mut buffer = vec![0; PIPE];
    let goes_on = match from.read(&mut buffer) {
        Ok(0) => false,
        Ok(read) => keep(buffer.get(..read).unwrap_or_default()),
        Err(error) if is_for_later(&error) => true,
        Err(error) => return Err(error),
    };
    if !goes_on {
        *pipe = None;
    }
    Ok(())
}

fn is_for_later(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

/// The last line that was written.
fn last_line(written: &[u8]) -> String {
    let text = String::from_utf8_lossy(written);
    text.trim().lines().last().unwrap_or_default().trim().to_owned()
}

/// Whether a program has ended; its status stays to be asked for.
fn has_ended(child: &Child) -> bool {
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    let ended = |pid| matches!(rustix::process::waitid(WaitId::Pid(pid), look), Ok(Some(_)));
    pid(child).is_some_and(ended)
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
    fn heard(script: &str, most: usize, limit: Duration) -> Option<Heard> {
        let mut command = Command::new("sh");
        let patience = Patience::new(limit);
        hear(command.arg("-c").arg(script), &[b"P5\n", b"12"], most, &patience).unwrap()
    }

    const MINUTE: Duration = Duration::from_mins(1);

    #[test]
    fn what_goes_in_and_what_comes_out_are_whole() {
        let said = heard("cat; echo ' no' >&2; echo such >&2; exit 3", 100, MINUTE).unwrap();
        assert_eq!(said.answer, b"P5\n12");
        assert_eq!((said.ending().as_str(), said.complaint.as_str()), ("code 3", "such"));
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
    fn one_that_took_its_leave_is_not_waited_for() {
        let start = Instant::now();
        let leaves = "setsid sleep 20 >/dev/null 2>&2 & echo known; echo why >&2; exit 4";
        let said = heard(leaves, 100, MINUTE).unwrap();
        assert_eq!((said.answer.as_slice(), said.complaint.as_str()), (&b"known\n"[..], "why"));
        assert!(start.elapsed() < Duration::from_secs(15), "its complaints are still open");
        let start = Instant::now();
        assert!(heard("setsid sleep 20 & exit 4", 100, Duration::from_millis(300)).is_none());
        assert!(start.elapsed() < Duration::from_secs(15));
    }

    #[test]
    fn more_than_a_pipe_holds_passes_both_ways() {
        let patience = Patience::new(MINUTE);
        let bytes = vec![7; 1 << 20];
        let mut command = Command::new("sh");
        let command = command.arg("-c").arg("tee /dev/stderr");
        let said = hear(command, &[&bytes, b"end"], 2 << 20, &patience).unwrap().unwrap();
        assert_eq!(said.answer.len(), (1 << 20) + 3);
        assert!(said.answer.ends_with(b"\x07end") && said.complaint.ends_with("end"));
    }

    #[test]
    fn how_a_program_ended_is_told_in_words() {
        let of = |script| heard(script, 100, MINUTE).unwrap().ending();
        assert_eq!(of("exit 7"), "code 7");
        assert_eq!(of("kill -SEGV $$"), "signal 11");
        assert_eq!(of("exit 139"), "signal 11", "by its guard");
    }

    #[test]
    fn time_without_a_processor_is_not_counted() {
        // Seven others on the only processor that it may use.
        let spins = "i=0; while [ $i -lt 30000000 ]; do i=$((i+1)); done";
        let mut one = Command::new("taskset");
        let beside = one.args(["-c", "0", "sh", "-c", spins]);
        let mut others: Vec<Child> = (0..7).map(|_| beside.spawn().unwrap()).collect();
        let start = Instant::now();
        let reckons = "exec taskset -c 0 sh -c \
                       'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; echo done'";
        let limit = Duration::from_millis(400);
        let said = heard(reckons, 100, limit);
        let took = start.elapsed();
        let late = heard(&format!("exec taskset -c 0 sh -c '{spins}'"), 100, limit / 4);
        for other in &mut others {
            other.kill().unwrap();
            other.wait().unwrap();
        }
        assert_eq!(said.unwrap().answer, b"done\n", "{took:?}");
        assert!(took > limit, "{took:?}: nothing was waited for");
        assert!(late.is_none(), "one without end is late all the same");
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
