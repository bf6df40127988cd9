//! An archive folder in, the files to read out: found, told apart by content, hashed, sorted.

use serde::{Deserialize, Serialize};

/// The kind of a file, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of the formats say it")]
pub enum FileKind {
    Pdf,
    Xlsx,
    Xlsb,
    Xls,
    Ods,
    Csv,
    Unsupported,
}
