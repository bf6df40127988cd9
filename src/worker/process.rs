//! A worker as its parent holds it: started, asked, and ended when it is late or speaks nonsense.

use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::Body;
use super::death::{Cause, Death};
use super::pulse::Pulse;
use super::wire::{self, Answer, Request, Setup, WireError};
use crate::limits::Limits;

/// Bytes kept of what a worker prints: the last words stand at the end.
const LAST_WORDS: usize = 16 << 10;
/// How long a worker that closed its socket may take to be gone.
const GRACE: Duration = Duration::from_secs(2);

/// How often a worker that does not answer is looked at.
const BEAT: Duration = Duration::from_millis(250);

/// A running worker.
pub(super) struct Process {
    child: Child,
    socket: UnixStream,
    printed: Option<JoinHandle<Vec<u8>>>,
    /// Documents that it was given.
    pub(super) served: u32,
}

impl Process {
    /// Starts a worker.
    pub(super) fn start(setup: &Setup) -> io::Result<Self> {
        let (socket, theirs) = UnixStream::pair()?;
        let mut child = Command::new(program()?)
            .arg0("bilan")
            .arg("worker")
            // Address space is what is capped: one arena, and nothing kept that was given back. What
            // the C library takes for itself would have an arena of 128 MiB a thread.
            .env("_RJEM_MALLOC_CONF", "narenas:1,retain:false")
            .env("MALLOC_ARENA_MAX", "1")
            .env("RUST_BACKTRACE", "0")
            .stdin(Stdio::from(OwnedFd::from(theirs)))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let printed = child.stderr.take().map(|pipe| thread::spawn(move || last_bytes(pipe)));
        let mut process = Self { child, socket, printed, served: 0 };
        wire::send(&mut process.socket, setup, &[])?;
        Ok(process)
    }

    /// Hands over a document and waits for the answer, no longer than the limit.
    pub(super) fn ask(
        &mut self,
        request: &Request,
        limits: &Limits,
    ) -> Result<(Answer, Body), Death> {
        self.served += 1;
        let until = Instant::now() + limits.timeout();
        let mut socket = Timed {
            socket: &self.socket,
            until,
            pulse: Pulse::of(self.child.id()),
            silence: None,
            is_silent: false,
        };
        let _ = self.socket.set_write_timeout(Some(limits.timeout()));
        let sent = wire::send(&mut &self.socket, request, &[]).map_err(WireError::from);
        let answer = sent.and_then(|()| {
            loop {
                match wire::receive::<Option<Answer>>(&mut socket, limits.frame_bytes)? {
                    (Some(answer), body) => break Ok((answer, body)),
                    (None, _) if socket.silence.is_none() => {
                        socket.silence = Some(limits.silence());
                    }
                    // A page of paper is begun, which has its time.
                    (None, _) => socket.until += Duration::from_secs(limits.page_seconds),
                }
            }
        });
        match answer {
            Ok(answer) => Ok(answer),
            Err(WireError::Late) => {
                let Timed { pulse, is_silent, .. } = socket;
                let death = if is_silent {
                    Death::silent(limits)
                } else {
                    let cause = if pulse.is_starved() { Cause::Machine } else { Cause::Document };
                    Death { cause, ..Death::late(limits) }
                };
                self.end();
                Err(death)
            }
            Err(WireError::Garbage(_)) => {
                self.end();
                Err(Death::crashed("réponse illisible (unreadable answer)"))
            }
            Err(WireError::Closed) => Err(self.post_mortem(limits)),
        }
    }

    /// What a worker that closed its socket died of.
    fn post_mortem(&mut self, limits: &Limits) -> Death {
        let Some(status) = self.wait() else {
            self.end();
            return Death::crashed("sans réponse (no answer)");
        };
        let printed = self.printed.take().and_then(|thread| thread.join().ok());
        Death::of(status, &String::from_utf8_lossy(&printed.unwrap_or_default()), limits)
    }

    /// Its status, if it ends within the grace.
    fn wait(&mut self) -> Option<ExitStatus> {
        let until = Instant::now() + GRACE;
        while Instant::now() < until {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            thread::sleep(Duration::from_millis(2));
        }
        None
    }

    /// Kills it and waits for its end; nothing if it has ended.
    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

/// A socket that is read until a time and no longer, or until who should write to it is silent.
struct Timed<'a> {
    socket: &'a UnixStream,
    until: Instant,
    pulse: Pulse,
    /// How long it may be silent: for as long as it likes while it waits for its file.
    silence: Option<Duration>,
    is_silent: bool,
}

impl Read for Timed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut socket = self.socket;
        loop {
            let left = self.until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.socket.set_read_timeout(Some(left.min(BEAT)))?;
            match socket.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                read => return read,
            }
            let silent = self.pulse.silence();
            self.is_silent = self.silence.is_some_and(|most| silent > most);
            if self.is_silent {
                return Err(io::ErrorKind::TimedOut.into());
            }
        }
    }
}

/// This program. `/proc/self/exe` stays right when the file is replaced during a run.
fn program() -> io::Result<PathBuf> {
    let own = Path::new("/proc/self/exe");
    if own.exists() { Ok(own.to_owned()) } else { std::env::current_exe() }
}

/// Reads a pipe to its end and keeps the last bytes.
fn last_bytes(mut pipe: impl Read) -> Vec<u8> {
    let mut kept = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(read) = pipe.read(&mut buffer) {
        let Some(chunk) = buffer.get(..read).filter(|chunk| !chunk.is_empty()) else { break };
        kept.extend_from_slice(chunk);
        if kept.len() > 2 * LAST_WORDS {
            kept.drain(..kept.len() - LAST_WORDS);
        }
    }
    kept
}
