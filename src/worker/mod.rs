//! One document in a process of its own, under limits, with exactly one outcome.
//!
//! The parent ([`Pool`]) starts its own binary as `bilan worker` ([`serve`]), hands it one
//! document at a time over a socket, keeps the wall clock and tells what a death meant. No
//! library that reads documents ever runs in the parent: each was seen to exhaust the memory, to
//! overflow the stack or never to return on a small file, which no `catch_unwind` stops.

use serde::{Deserialize, Serialize};

use crate::ingest::FileKind;
use crate::issue::{Code, Issue};

pub(crate) mod base64;
mod body;
mod child;
mod confine;
mod death;
mod document;
pub mod drawn;
pub mod evidence;
#[cfg(fuzzing)]
pub mod fuzzed;
#[cfg(debug_assertions)]
mod hostile;
pub mod inspect;
mod pool;
mod prepared;
mod process;
mod pulse;
mod second;
mod wire;

pub use body::Body;
pub use child::serve;
pub use death::Cause;
pub use pool::{Pool, Reading};
pub use prepared::Prepared;

/// How the reading of a file ended: exactly one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Read whole.
    Done,
    /// Read in part; its issues say what is missing.
    Partial,
    /// Not read, for a reason that its issues give (password, damage, danger).
    Refused,
    /// The process that read it died.
    Crashed,
    /// It took more memory than allowed.
    OutOfMemory,
    /// It took longer than allowed.
    TimedOut,
    /// Not a kind of file that is read.
    Unsupported,
    /// The same bytes as another file.
    Duplicate,
}

impl Outcome {
    /// Whether the record holds what the document says, if only in part.
    #[must_use]
    pub fn is_read(self) -> bool {
        matches!(self, Self::Done | Self::Partial)
    }

    /// Whether its worker did not come to an end of its own.
    #[must_use]
    pub fn is_stopped(self) -> bool {
        matches!(self, Self::Crashed | Self::OutOfMemory | Self::TimedOut)
    }
}

/// A document to read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Job {
    /// Its path in the archive.
    pub path: String,
    /// Where it lies, as bytes: a file name need not be text.
    pub file: Vec<u8>,
    /// Hexadecimal SHA-256 that it had when it was found.
    pub sha256: String,
    /// Its kind.
    pub kind: FileKind,
    /// What was told of it before it was read.
    pub issues: Vec<Issue>,
}

/// Whether an issue means that a part of the document is not in its record.
fn is_missing_part(issue: &Issue) -> bool {
    matches!(
        issue.code,
        Code::Repaired
            | Code::Panicked
            | Code::PagesMissing
            | Code::PageFailed
            | Code::NeedsOcr
            | Code::OcrFailed
            | Code::PoorLayer
            | Code::FalseLayer
            | Code::LayerKept
            | Code::NothingRecognised
            | Code::DoubtfullyRecognised
            | Code::PictureUnreadable
            | Code::PartNotRead
            | Code::NoText
            | Code::Truncated
            | Code::SheetFailed
            | Code::TextNotRead
            | Code::RowsMissing
            | Code::QuoteOpen
    )
}
