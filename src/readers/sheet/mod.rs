//! Workbook or delimited bytes in, sheets out.

use crate::document::Source;
use crate::ingest::FileKind;
use crate::issue::{Code, Issue};
use crate::limits::Limits;

/// Why nothing of a workbook could be read.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The file asks for a password.
    #[error("The workbook is protected by a password.")]
    Password,
}

impl SheetError {
    /// The issue that tells it.
    #[must_use]
    pub fn issue(&self) -> Issue {
        Issue::new(Code::Password, &[])
    }
}

/// Reads a workbook or a delimited file; `name` is the file's name, with its ending.
pub fn read(
    _bytes: &[u8],
    _kind: FileKind,
    _name: &str,
    _limits: &Limits,
) -> Result<Source, SheetError> {
    Ok(Source::default())
}
