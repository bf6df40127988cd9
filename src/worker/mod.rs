//! One document in a process of its own, under limits, with exactly one outcome.

use serde::{Deserialize, Serialize};

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
