//! What parent and worker say to each other: frames of two parts, each with its length.
//!
//! A frame is `u32 head length · u32 body length · head (JSON) · body`, little-endian. The body
//! of an answer is the finished JSON of the record, which the parent stores as it is, unread: what
//! it must know stands in the head. Lengths are checked before anything is allocated.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::evidence::Asked;
use super::{Body, Job, Outcome};
use crate::issue::Issue;
use crate::limits::Limits;
use crate::readers::ocr::Installed;

/// The first frame to a worker.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Setup {
    /// The caps on it and on each document.
    pub(super) limits: Limits,
    /// The packs as written, file name and text; none for a worker that extracts nothing.
    pub(super) packs: Vec<(String, String)>,
    /// What pages of paper are read with.
    pub(super) ocr: Installed,
}

/// Every further frame to a worker.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Request {
    /// What to give.
    pub(super) task: Task,
    /// Of which document.
    pub(super) job: Job,
}

/// What a worker is asked to give.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Task {
    /// The record, `bilan.document/1`.
    Record,
    /// The document read and laid out, for rules to be tried on.
    Prepare,
    /// What the reader sees, `bilan.inspect/1`; of one page, if it is given.
    Inspect(Option<u32>),
    /// What there is to draw of a page, the only one if none is given; with its picture or not.
    Draw {
        /// The page.
        page: Option<u32>,
        /// Whether the page itself is drawn.
        picture: bool,
    },
    /// Parts of it to look at, one answer each.
    Show(Vec<Asked>),
}

/// The head of a worker's answer; the body is the JSON that was asked for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Answer {
    /// How the reading ended.
    pub(super) outcome: Outcome,
    /// Why there is no body.
    pub(super) issue: Option<Issue>,
    /// Whether the worker has grown too large to be given another document.
    pub(super) worn: bool,
    /// What the parent must know of a record; nothing of other JSON.
    pub(super) told: Option<Told>,
}

/// What a record tells that the parent would else have to parse megabytes for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Told {
    /// Pages of a PDF, sheets of a workbook.
    pub(super) pages: u32,
    /// Its issues.
    pub(super) issues: Vec<Issue>,
}

/// What a worker says before its answer: first when it has the bytes of the file, then as it begins
/// each page of paper, for which it is given time of its own.
pub(super) const LOADED: Option<Answer> = None;

/// Why no frame came.
#[derive(Debug, thiserror::Error)]
pub(super) enum WireError {
    /// The other side is gone.
    #[error("the other side closed the connection")]
    Closed,
    /// Nothing came in time.
    #[error("nothing came in time")]
    Late,
    /// What came is no frame.
    #[error("what came is no frame: {0}")]
    Garbage(String),
}

impl From<io::Error> for WireError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Self::Late,
            _ => Self::Closed,
        }
    }
}

/// Writes a frame.
pub(super) fn send(to: &mut impl Write, head: &impl Serialize, body: &[u8]) -> io::Result<()> {
    let head = serde_json::to_vec(head)?;
    let length =
        |part: &[u8]| u32::try_from(part.len()).map(u32::to_le_bytes).map_err(io::Error::other);
    let mut frame = Vec::with_capacity(8 + head.len());
    frame.extend(length(&head)?);
    frame.extend(length(body)?);
    frame.extend(head);
    to.write_all(&frame)?;
    to.write_all(body)?;
    to.flush()
}

/// Reads a frame of at most `cap` bytes a part.
pub(super) fn receive<T: DeserializeOwned>(
    from: &mut impl Read,
    cap: u32,
) -> Result<(T, Body), WireError> {
    let head = length(from, cap)?;
    let body = length(from, cap)?;
    let head = Body::receive(from, head)?;
    let head = head.parse().map_err(|e| WireError::Garbage(e.to_string()))?;
    Ok((head, Body::receive(from, body)?))
}

/// A length, refused where it is over the cap.
fn length(from: &mut impl Read, cap: u32) -> Result<u32, WireError> {
    let mut bytes = [0; 4];
    from.read_exact(&mut bytes)?;
    let length = u32::from_le_bytes(bytes);
    if length > cap {
        return Err(WireError::Garbage(format!("{length} bytes, over the cap of {cap}")));
    }
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_comes_out_as_it_went_in() {
        let mut wire = Vec::new();
        send(&mut wire, &Task::Inspect(Some(3)), b"body").unwrap();
        let (task, body): (Task, _) = receive(&mut wire.as_slice(), 100).unwrap();
        assert_eq!((task, body), (Task::Inspect(Some(3)), Body::from(b"body".as_slice())));
    }

    #[test]
    fn a_length_over_the_cap_is_refused_unread() {
        let wire = b"garbage and more garbage";
        let error = receive::<Task>(&mut wire.as_slice(), 64 << 20).unwrap_err();
        assert!(matches!(error, WireError::Garbage(_)), "{error}");
    }

    #[test]
    fn a_frame_cut_short_is_a_closed_connection() {
        let mut wire = Vec::new();
        send(&mut wire, &Task::Record, &vec![b'x'; 200_000]).unwrap();
        for length in [0, 7, 12, 100, 100_000, wire.len() - 1] {
            let error = receive::<Task>(&mut &wire[..length], 200_000).unwrap_err();
            assert!(matches!(error, WireError::Closed), "{length}: {error}");
        }
    }
}
