//! Bytes of a file in, pages or sheets out: each kind of file to the reader that knows it.

use std::sync::Arc;

use crate::document::Source;
use crate::ingest::FileKind;
use crate::issue::Issue;
use crate::limits::Limits;
use ocr::Ocr;

pub mod ocr;
pub mod pdf;
pub mod sheet;

/// Why nothing of a file could be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is a PDF.
    #[error(transparent)]
    Pdf(#[from] pdf::PdfError),
    /// It is a workbook or a delimited file.
    #[error(transparent)]
    Sheet(#[from] sheet::SheetError),
}

impl ReadError {
    /// The issue that tells it.
    #[must_use]
    pub fn issue(&self) -> Issue {
        match self {
            Self::Pdf(error) => error.issue(),
            Self::Sheet(error) => error.issue(),
        }
    }
}

/// Reads a file of a known kind; `name` is its name, with its ending, and `ocr` reads what is paper
/// in it.
pub fn read_source(
    bytes: &Arc<Vec<u8>>,
    kind: FileKind,
    name: &str,
    ocr: &Ocr<'_>,
    limits: &Limits,
) -> Result<Source, ReadError> {
    match kind {
        FileKind::Pdf => {
            let (mut source, _) = pdf::read(bytes, limits, true)?;
            ocr::read(bytes, &mut source, ocr, limits);
            Ok(source)
        }
        _ => Ok(sheet::read(bytes, kind, name, limits)?),
    }
}
