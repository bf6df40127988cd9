//! The records of a run folder, read one by one: an archive may have more than memory holds.
//!
//! Each is held against the hash that its run noted: what a person edited is no record of any
//! document. Only a proof, which opens the sources, takes records as they stand and names the edit.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::load::load_noted;
use super::{FileOutcome, RunIndex, StoreError, names};
use crate::record::{Field, Head, Record, SCHEMA};

/// The records that hold what a document says, in the order of the files.
#[derive(Debug, Default)]
pub struct Documents {
    folder: PathBuf,
    entries: Vec<Entry>,
}

/// A record and what `run.json` says of it.
#[derive(Debug)]
struct Entry {
    /// The path of its document in the archive.
    path: String,
    /// Its name in the folder; the empty string where none is given.
    name: String,
    /// The hash that it must have.
    sha256: Option<String>,
}

/// What a document is, and its fields.
#[derive(Deserialize)]
struct Outline {
    schema: String,
    document: Head,
    fields: Vec<Field>,
}

impl Documents {
    /// Those of a run folder, each of which must be as its run wrote it.
    #[must_use]
    pub fn new(folder: &Path, index: &RunIndex) -> Self {
        let read = index.files.iter().filter(|file| file.outcome.is_read());
        let entry = |file: &FileOutcome| Entry {
            path: file.path.clone(),
            name: file.document.clone().unwrap_or_default(),
            sha256: file.record_sha256.clone(),
        };
        Self { folder: folder.to_owned(), entries: read.map(entry).collect() }
    }

    /// The same, edited or not, for who proves them against their sources.
    #[must_use]
    pub fn as_they_stand(mut self) -> Self {
        self.entries.iter_mut().for_each(|entry| entry.sha256 = None);
        self
    }

    /// Their paths in the archive.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.path.as_str())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// A record by its number, from 0: it must lie in the folder and be of this contract.
    pub fn read(&self, at: usize) -> Result<Record, StoreError> {
        self.open(at, |record: &Record| &record.schema)
    }

    /// What a document is, and its fields: the rest of it is passed over.
    pub fn read_outline(&self, at: usize) -> Result<(Head, Vec<Field>), StoreError> {
        let outline = self.open(at, |outline: &Outline| &outline.schema)?;
        Ok((outline.document, outline.fields))
    }

    /// All of them, for who needs them side by side.
    pub fn read_all(&self) -> Result<Vec<Record>, StoreError> {
        (0..self.len()).map(|at| self.read(at)).collect()
    }

    /// The bytes of a record as it is stored.
    pub fn size(&self, at: usize) -> Result<u64, StoreError> {
        let path = self.path(at)?;
        let entry = fs::metadata(&path);
        entry.map(|entry| entry.len()).map_err(|source| StoreError::Read { path, source })
    }

    fn open<T: DeserializeOwned>(
        &self,
        at: usize,
        schema: impl Fn(&T) -> &String,
    ) -> Result<T, StoreError> {
        let path = self.path(at)?;
        let noted = self.entries.get(at).and_then(|entry| entry.sha256.as_deref());
        let read: T = load_noted(&path, noted)?;
        if schema(&read) == SCHEMA {
            return Ok(read);
        }
        let why = format!("schema « {} » au lieu de « {SCHEMA} »", schema(&read));
        Err(StoreError::Malformed { path, why })
    }

    /// The file of a record.
    fn path(&self, at: usize) -> Result<PathBuf, StoreError> {
        let name = self.entries.get(at).map_or("", |entry| entry.name.as_str());
        if names::is_document_name(name) {
            return Ok(self.folder.join(name));
        }
        let path = self.folder.join("run.json");
        let why = format!("« {name} » n'est pas le nom d'un document de ce dossier");
        Err(StoreError::Malformed { path, why })
    }
}
