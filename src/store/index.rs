//! `run.json`: every file of the archive with its one outcome (`bilan.run/1`).

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::StoreError;
use crate::issue::Issue;
use crate::worker::Outcome;

/// The name of this contract.
const SCHEMA: &str = "bilan.run/1";

/// What a run did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunIndex {
    /// `bilan.run/1`.
    pub schema: String,
    /// The tool and its version.
    pub tool: String,
    /// Hexadecimal SHA-256 over the rule packs.
    pub rules_sha256: String,
    /// Every file, in the order of the paths.
    pub files: Vec<FileOutcome>,
}

/// A file and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileOutcome {
    /// Its path in the archive.
    pub path: String,
    /// Hexadecimal SHA-256; null where it could not be read to its end.
    pub sha256: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// Wall-clock seconds of its reading.
    pub seconds: f64,
    /// Pages of a PDF, sheets of a workbook; 0 where it was not read.
    pub pages: u32,
    /// Its record in the run folder; null where there is none.
    pub document: Option<String>,
    /// What is told of it, record or no record.
    pub issues: Vec<Issue>,
}

impl Default for RunIndex {
    fn default() -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            tool: concat!("bilan ", env!("CARGO_PKG_VERSION")).to_owned(),
            rules_sha256: String::new(),
            files: Vec::new(),
        }
    }
}

impl RunIndex {
    /// Reads the `run.json` of a folder.
    pub fn load(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join("run.json");
        let index: Self = super::load(&path)?;
        if index.schema == SCHEMA {
            return Ok(index);
        }
        let why = format!("schema « {} » au lieu de « {SCHEMA} »", index.schema);
        Err(StoreError::Malformed { path, why })
    }

    /// The names of its documents.
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        self.files.iter().filter_map(|file| file.document.as_deref())
    }
}
