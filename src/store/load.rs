//! JSON files of a run folder, read back: a long one is not held in memory while it is parsed.

use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::path::Path;

use serde::de::DeserializeOwned;

use super::StoreError;
use super::json::parse;
use crate::ingest::{self, Hashing, sha256};

/// Bytes of a JSON file that is held whole while it is parsed, which takes less time.
const HELD: u64 = 1 << 20;
/// Bytes of a longer one that are held.
const PIECE: usize = 64 << 10;

/// The bytes of a regular file: a pipe in its place is not waited for.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    ingest::open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a JSON file of a run folder.
pub fn load<T: DeserializeOwned>(path: &Path) -> Result<T, StoreError> {
    load_noted(path, None)
}

/// The same, of bytes that were noted by their hexadecimal SHA-256.
pub(super) fn load_noted<T: DeserializeOwned>(
    path: &Path,
    noted: Option<&str>,
) -> Result<T, StoreError> {
    let failed = |source| StoreError::Read { path: path.to_owned(), source };
    let as_noted = |sha256: &str| noted.is_none_or(|noted| noted == sha256);
    let altered = || StoreError::Altered { path: path.to_owned() };
    let file = ingest::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.len() > HELD
        && let Some((read, sha256)) = in_pieces(file)
    {
        return if as_noted(&sha256) { Ok(read) } else { Err(altered()) };
    }
    // What is wrong with it is looked for in all of its bytes.
    let bytes = read(path).map_err(failed)?;
    if noted.is_some() && !as_noted(&sha256(&bytes)) {
        return Err(altered());
    }
    parse(&bytes).map_err(|why| StoreError::Malformed { path: path.to_owned(), why })
}

/// The value of a file and the SHA-256 of its bytes; `None` where it is no such value.
fn in_pieces<T: DeserializeOwned>(file: File) -> Option<(T, String)> {
    let mut bytes = BufReader::with_capacity(PIECE, Hashing::new(file));
    let read = serde_json::from_reader(&mut bytes).ok()?;
    Some((read, bytes.into_inner().finish()))
}
