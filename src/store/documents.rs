//! The records of a run folder, read one by one: an archive may have more than memory holds.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{RunIndex, StoreError, load, names};
use crate::record::{Field, Head, Record, SCHEMA};

/// The records that hold what a document says, in the order of the files.
#[derive(Debug, Default)]
pub struct Documents {
    folder: PathBuf,
    names: Vec<String>,
    paths: Vec<String>,
}

/// What a document is, and its fields.
#[derive(Deserialize)]
struct Outline {
    schema: String,
    document: Head,
    fields: Vec<Field>,
}

impl Documents {
    /// Those of a run folder.
    #[must_use]
    pub fn new(folder: &Path, index: &RunIndex) -> Self {
        let read = index.files.iter().filter(|file| file.outcome.is_read());
        let named = read.filter_map(|file| Some((file.document.clone()?, file.path.clone())));
        let (records, paths) = named.unzip();
        Self { folder: folder.to_owned(), names: records, paths }
    }

    /// Their paths in the archive.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
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
        let read: T = load(&path)?;
        if schema(&read) == SCHEMA {
            return Ok(read);
        }
        let why = format!("schema « {} » au lieu de « {SCHEMA} »", schema(&read));
        Err(StoreError::Malformed { path, why })
    }

    /// The file of a record.
    fn path(&self, at: usize) -> Result<PathBuf, StoreError> {
        let name = self.names.get(at).map_or("", String::as_str);
        if names::is_document_name(name) {
            return Ok(self.folder.join(name));
        }
        let path = self.folder.join("run.json");
        let why = format!("« {name} » n'est pas le nom d'un document de ce dossier");
        Err(StoreError::Malformed { path, why })
    }
}
