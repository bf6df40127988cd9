//! The worker: takes requests from its socket, reads one document at a time, answers.
//!
//! The main thread does nothing but listen, so that the end of the parent ends the worker at once,
//! whatever the reading thread does. That thread has a large stack (page trees nest) and its
//! panics become answers. Standard output and error are no part of the protocol: libraries
//! print there.

use std::fs;
use std::io::{self, Write};
use std::os::fd::AsFd as _;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::document::File;
use super::wire::{self, Answer, Request, Setup, Task, WireError};
use super::{Outcome, confine, document};
use crate::issue::{Code, Issue};
use crate::limits::{Limits, mib};
use crate::readers::ocr::{Installed, Ocr, Readings};
use crate::rules::{Rules, load_written};

/// The message of the last panic, kept by the hook for the answer.
static PANIC: Mutex<String> = Mutex::new(String::new());

/// What every document is read with.
struct Desk {
    limits: Limits,
    rules: Rules,
    ocr: Installed,
    kept: Option<Kept>,
    socket: fs::File,
}

/// Where readings of pictures are kept.
type Kept = Box<dyn Readings + Send>;

/// Serves the parent over standard input, which is a socket, until it closes; `keep` opens the
/// folder where readings are kept, which only `store` writes to.
///
/// An error means that the worker could not begin: the parent sees its process end.
pub fn serve(keep: impl FnOnce(&Path) -> Option<Kept>) -> io::Result<()> {
    let mut requests = fs::File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let socket = requests.try_clone()?;
    let setup = wire::receive::<Setup>(&mut requests, u32::MAX).map_err(io::Error::other)?.0;
    confine::confine(&setup.limits)?;
    panic::set_hook(Box::new(|info| note_panic(&info.to_string())));
    let rules = match setup.packs.as_slice() {
        [] => Rules::default(),
        packs => load_written(packs).map_err(io::Error::other)?,
    };
    let (limits, ocr) = (setup.limits, setup.ocr);
    let kept = ocr.kept.as_deref().and_then(keep);
    let desk = Arc::new(Desk { limits, rules, ocr, kept, socket });
    for number in 1.. {
        match wire::receive::<Request>(&mut requests, u32::MAX) {
            Ok((request, _)) => begin(&desk, request, number)?,
            Err(WireError::Closed) => break,
            Err(error) => return Err(io::Error::other(error)),
        }
    }
    Ok(())
}

/// Starts the thread that reads a document; only it answers.
fn begin(desk: &Arc<Desk>, request: Request, number: u64) -> io::Result<()> {
    confine::allow_document(&desk.limits)?;
    let desk = Arc::clone(desk);
    thread::Builder::new().stack_size(desk.limits.stack_bytes).spawn(move || {
        let (mut answer, body) = answer(&desk, &request);
        answer.worn = confine::is_worn(&desk.limits, number);
        // A parent that is gone needs no answer, and this process ends with its socket.
        let _ = wire::send(&mut &desk.socket, &answer, &body);
    })?;
    Ok(())
}

/// Reads a document, whatever happens on the way.
fn answer(desk: &Desk, request: &Request) -> (Answer, Vec<u8>) {
    let read = panic::catch_unwind(AssertUnwindSafe(|| {
        let (job, limits) = (&request.job, &desk.limits);
        let bytes = document::bytes(job, limits)?;
        // From here on nothing is waited for, and the parent takes silence for a standstill.
        let _ = wire::send(&mut &desk.socket, &wire::LOADED, &[]);
        let begins = || {
            let _ = confine::allow_page(limits);
            let _ = wire::send(&mut &desk.socket, &wire::LOADED, &[]);
        };
        #[cfg(debug_assertions)]
        super::hostile::act(job, &bytes, &mut &desk.socket, &begins);
        let Installed { engine, at_once, .. } = &desk.ocr;
        let kept = desk.kept.as_deref().map(|kept| -> &dyn Readings { kept });
        let ocr = Ocr { engine, at_once: *at_once, kept, begins: &begins };
        let file = File { job, bytes: &bytes, ocr, limits };
        match &request.task {
            Task::Record => document::record(&file, &desk.rules),
            Task::Prepare => document::prepare(&file),
            Task::Inspect(page) => document::inspect(&file, *page),
            Task::Draw { page, picture } => document::draw(&file, (*page, *picture)),
            Task::Show(asked) => document::show(&file, asked),
        }
    }));
    let why = match read {
        Ok(Ok((outcome, told, body))) if body.len() <= desk.limits.frame_bytes as usize => {
            return (Answer { outcome, issue: None, worn: false, told }, body);
        }
        Ok(Ok((.., body))) => refused(too_long(body.len(), &desk.limits)),
        Ok(Err(issue)) => refused(*issue),
        Err(_) => broken(&last_panic(), &desk.limits),
    };
    (why, Vec::new())
}

/// The answer for a document that cannot be read.
fn refused(issue: Issue) -> Answer {
    Answer { outcome: Outcome::Refused, issue: Some(issue), worn: false, told: None }
}

/// The answer after a panic. Libraries in which no allocation can fail panic where it does.
fn broken(why: &str, limits: &Limits) -> Answer {
    if why.contains("MemError") {
        let limit = mib(limits.memory_bytes);
        let issue = Some(Issue::new(Code::OutOfMemory, &[("limit", &limit)]));
        return Answer { outcome: Outcome::OutOfMemory, issue, worn: true, told: None };
    }
    let issue = Some(Issue::new(Code::Panicked, &[("why", &why)]));
    Answer { outcome: Outcome::Crashed, issue, worn: true, told: None }
}

/// The issue of a result that is too long to be handed over.
fn too_long(bytes: usize, limits: &Limits) -> Issue {
    let details: &[(&str, &dyn std::fmt::Display)] = &[
        ("what", &"résultat (result)"),
        ("size", &mib(bytes as u64)),
        ("limit", &mib(u64::from(limits.frame_bytes))),
        ("flag", &"--max-result"),
    ];
    Issue::new(Code::TooLarge, details)
}

/// Keeps the message of a panic, on one line and without this machine's folders.
fn note_panic(message: &str) {
    let line = message.split_whitespace().map(last_folders).collect::<Vec<_>>().join(" ");
    line.clone_into(&mut PANIC.lock().unwrap_or_else(PoisonError::into_inner));
    let _ = writeln!(io::stderr(), "{line}");
}

/// The last three parts of a path, so that a message is the same on every machine.
fn last_folders(word: &str) -> String {
    let parts: Vec<&str> = word.split('/').collect();
    parts.get(parts.len().saturating_sub(3)..).unwrap_or_default().join("/")
}

/// The message of the last panic.
fn last_panic() -> String {
    PANIC.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_for_want_of_memory_is_told_as_that() {
        let of = |why| broken(why, &Limits::default());
        let starved = of("assertion `left == right` failed left: MemError right: Ok");
        assert_eq!(starved.outcome, Outcome::OutOfMemory);
        assert!(starved.issue.unwrap().hint.contains("--max-memory"));
        assert_eq!(of("index out of bounds").outcome, Outcome::Crashed);
    }
}
