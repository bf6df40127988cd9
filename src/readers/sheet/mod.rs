//! Workbook or delimited bytes in, sheets out.
//!
//! [`read`] is the only entrance. A `guard` sees a workbook before any library does; cells are
//! read sparse and streamed, because a dense range of a sheet whose corners are filled asks for
//! more memory than there is. Every cell keeps both what the file stores and what a person sees.

mod guard;
mod library;
mod format;
mod room;
mod cells;
mod xlsx;
mod worksheet;
mod xlsb;
mod ole;
mod biff;
mod xls;
mod ods;
mod ods_table;
mod locale;
mod decode;
mod records;
mod columns;
mod csv;

use crate::document::Source;
use crate::ingest::FileKind;
use crate::issue::{Code, Issue};
use crate::limits::{Limits, mib};

/// Why nothing of a workbook could be read.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The file asks for a password.
    #[error("The workbook is protected by a password.")]
    Password,
    /// The file is damaged.
    #[error("The workbook is damaged: {0}.")]
    Damaged(String),
    /// The file would harm its reader.
    #[error("The workbook is refused before it is read: {0}.")]
    Refused(String),
    /// Something is over a limit.
    #[error("{what}: {size} is over the limit of {limit} ({flag}).")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// Its size.
        size: u64,
        /// The limit.
        limit: u64,
        /// The flag that lifts it.
        flag: &'static str,
    },
    /// The kind of file is none that is read here.
    #[error("This kind of file holds no sheets.")]
    NotASheet,
}

impl SheetError {
    /// Damage as a library words it, after words for those who have to act on it.
    fn technical(error: &dyn std::fmt::Display) -> Self {
        Self::Damaged(format!("son contenu est coupé ou abîmé ({error})"))
    }

    /// The issue that tells it.
    #[must_use]
    pub fn issue(&self) -> Issue {
        match self {
            Self::Password => Issue::new(Code::Password, &[]),
            Self::Damaged(why) => Issue::new(Code::Damaged, &[("why", why)]),
            Self::Refused(why) => Issue::new(Code::Refused, &[("why", why)]),
            Self::TooLarge { what, size, limit, flag } => {
                let in_mib = matches!(*flag, "--max-file" | "--max-inflated");
                let told = |n: u64| if in_mib { mib(n) } else { n.to_string() };
                let (size, limit) = (told(*size), told(*limit));
                Issue::new(
                    Code::TooLarge,
                    &[("what", what), ("size", &size), ("limit", &limit), ("flag", flag)],
                )
            }
            Self::NotASheet => Issue::new(Code::Unsupported, &[("found", &"sans feuille")]),
        }
    }
}

/// Reads a workbook or a delimited file; `name` is the file's name, with its ending.
pub fn read(
    bytes: &[u8],
    kind: FileKind,
    name: &str,
    limits: &Limits,
) -> Result<Source, SheetError> {
    let size = bytes.len() as u64;
    if size > limits.file_bytes {
        let (limit, flag) = (limits.file_bytes, "--max-file");
        return Err(SheetError::TooLarge { what: "fichier", size, limit, flag });
    }
    match kind {
        FileKind::Xlsx => xlsx::read(bytes, limits),
        FileKind::Xlsb => xlsb::read(bytes, limits),
        FileKind::Xls => xls::read(bytes, limits),
        FileKind::Ods => ods::read(bytes, limits),
        FileKind::Csv => Ok(csv::read(bytes, name, limits)),
        FileKind::Pdf | FileKind::Unsupported => Err(SheetError::NotASheet),
    }
}
