//! Frames for the fuzz target `frame`: bytes as one side of the socket may find them, in and out.
//!
//! Built for a fuzzer alone (`cfg(fuzzing)`): what parent and worker say is nobody else's.

use std::io;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::wire::{Answer, Request, Setup, Task, Told, receive, send};
use super::{Job, Outcome};
use crate::ingest::FileKind;
use crate::issue::{Code, Issue};
use crate::limits::Limits;
use crate::readers::ocr::Installed;

/// What a frame is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// The first one to a worker.
    Setup,
    /// A further one to a worker.
    Request,
    /// One from a worker.
    Answer,
}

/// Every kind of frame.
pub const FRAMES: [Frame; 3] = [Frame::Setup, Frame::Request, Frame::Answer];

/// A frame that was received and sent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Its body.
    pub body: Vec<u8>,
    /// All of it, as it was sent.
    pub wire: Vec<u8>,
}

/// Receives a frame of at most `cap` bytes a part, and sends it again; `None` where none came.
#[must_use]
pub fn again(frame: Frame, wire: &[u8], cap: u32) -> Option<Sent> {
    match frame {
        Frame::Setup => echo::<Setup>(wire, cap),
        Frame::Request => echo::<Request>(wire, cap),
        Frame::Answer => echo::<Answer>(wire, cap),
    }
}

fn echo<T: Serialize + DeserializeOwned>(mut wire: &[u8], cap: u32) -> Option<Sent> {
    let (head, body) = receive::<T>(&mut wire, cap).ok()?;
    let mut out = io::Cursor::new(Vec::new());
    let body = body.pieces().collect::<Vec<_>>().concat();
    send(&mut out, &head, &body).ok()?;
    Some(Sent { body, wire: out.into_inner() })
}

/// A sound frame of a kind.
#[must_use]
pub fn sample(frame: Frame) -> Vec<u8> {
    let job = Job {
        path: "2023/bilan.pdf".to_owned(),
        file: b"/archive/2023/bilan.pdf".to_vec(),
        sha256: "00".repeat(32),
        kind: FileKind::Pdf,
        issues: vec![Issue::new(Code::Damaged, &[("why", &"essai")])],
    };
    let mut out = io::Cursor::new(Vec::new());
    let sent = match frame {
        Frame::Setup => {
            let packs = vec![("commun.toml".to_owned(), "[pack]\n".to_owned())];
            send(
                &mut out,
                &Setup { limits: Limits::default(), packs, ocr: Installed::default() },
                b"",
            )
        }
        Frame::Request => send(&mut out, &Request { task: Task::Inspect(Some(2)), job }, b""),
        Frame::Answer => {
            let issue = job.issues.into_iter().next();
            let told = Some(Told { pages: 2, issues: issue.iter().cloned().collect() });
            let answer = Answer { outcome: Outcome::Partial, issue, worn: false, told };
            send(&mut out, &answer, b"{\"a\":1}")
        }
    };
    // Writing to memory does not fail; if it did, the target would find no frame.
    sent.map(|()| out.into_inner()).unwrap_or_default()
}
