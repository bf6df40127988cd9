//! PDF bytes in, pages of words, rules and pictures out, in visible coordinates.
//!
//! Three crates, each for what it does best: hayro interprets pages into our own `Device`
//! (`device`), lopdf is the gate and the document layer (`gate`), pdf-extract is the second
//! reader whose text is only compared with ours (`second`). A file that any of the first two
//! can open is read; what could not be read is an issue, a page at a time.

mod actual;
mod caution;
mod content;
mod device;
mod fonts;
mod forms;
mod gate;
mod glyph;
mod hidden;
mod judge;
mod layer;
mod lines;
mod open;
pub mod render;
mod run;
pub mod scan;
mod second;
mod sizes;
mod structure;
mod tagged;
mod widths;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

pub(super) use open::why;

use crate::document::Source;
use crate::issue::{Code, Issue};
use crate::limits::Limits;

/// Why a PDF gives no pages at all.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PdfError {
    /// It can only be opened with a password.
    #[error("the file is protected by a password")]
    Password,
    /// Neither of the two loaders can open it.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// Nothing of it may be interpreted; the issue says why, or what closes its first page.
    #[error("{}", .0.message)]
    Closed(Box<Issue>),
    /// It opens, and has no page.
    #[error("the file has no page")]
    NoPages,
}

impl PdfError {
    /// The issue that goes on the record of the file.
    #[must_use]
    pub fn issue(&self) -> Issue {
        match self {
            Self::Password => Issue::new(Code::Password, &[]),
            Self::Damaged(why) => Issue::new(Code::Damaged, &[("why", why)]),
            Self::Closed(issue) => (**issue).clone(),
            Self::NoPages => Issue::new(Code::NoPages, &[]),
        }
    }
}

/// What is known of a PDF as a file, beside its pages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PdfFacts {
    /// Pages that the root of its page tree states.
    pub stated_pages: Option<u32>,
    /// Whether it is encrypted (with an empty user password, else it is not read).
    pub encrypted: bool,
    /// Whether its structure tree tells the role of any of its content.
    pub tagged: bool,
    /// Pages on which the second reader was asked.
    pub compared: u32,
}

/// Reads a PDF. `second` asks for the second reader, which takes time and only ever compares.
pub fn read(
    bytes: &Arc<Vec<u8>>,
    limits: &Limits,
    second: bool,
) -> Result<(Source, PdfFacts), PdfError> {
    std::thread::scope(|scope| {
        let read = || open::read(bytes, limits, second);
        let reader =
            std::thread::Builder::new().stack_size(limits.stack_bytes).spawn_scoped(scope, read);
        match reader {
            Ok(reader) => reader
                .join()
                .unwrap_or_else(|_| Err(PdfError::Damaged("la lecture s'est interrompue".into()))),
            // No memory is left for another stack: that of a worker is as large.
            Err(_) => catch_unwind(AssertUnwindSafe(read))
                .unwrap_or_else(|cause| Err(PdfError::Damaged(why(&*cause)))),
        }
    })
}
