//! `run.json`: every file of the archive with its one outcome (`bilan.run/1`).

use std::convert::Infallible;
use std::fmt;
use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{Basis, StoreError, journal};
use crate::ingest::hex;
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
    /// The day of the run; null where nobody said it.
    #[serde(default)]
    pub date: Option<Date>,
    /// Hexadecimal SHA-256 over the rule packs.
    pub rules_sha256: String,
    /// What the readings depend on besides their files; null in the folder of an older version.
    #[serde(default, deserialize_with = "if_known")]
    pub basis: Option<Basis>,
    /// Where the files lie, for them to be opened again; null in the folder of an older version.
    #[serde(default)]
    pub archive: Option<Archive>,
    /// Hexadecimal SHA-256 over `files` but their times, so that what a person edits there is
    /// noticed; null in the folder of an older version.
    #[serde(default)]
    pub files_sha256: Option<String>,
    /// Every file, in the order of the paths.
    pub files: Vec<FileOutcome>,
}

/// What is held against `files_sha256`: the JSON itself, since another version of the tool may
/// know other keys.
#[derive(Deserialize)]
struct Sealed {
    #[serde(default)]
    files_sha256: Option<String>,
    files: FilesHash,
}

/// The hexadecimal SHA-256 over the files of a run as JSON, their times left out.
#[must_use]
pub fn files_sha256(files: &Value) -> String {
    FilesHash::of(files.as_array().into_iter().flatten().cloned().map(Ok::<_, Infallible>))
        .map_or_else(|never| match never {}, |FilesHash(sha256)| sha256)
}

/// The same, of files that are had one at a time: those of an archive weigh five times as much
/// parsed as written.
struct FilesHash(String);

impl FilesHash {
    fn of<E>(files: impl IntoIterator<Item = Result<Value, E>>) -> Result<Self, E> {
        let mut hash = Sha256::new();
        hash.update("[");
        for (at, file) in files.into_iter().enumerate() {
            let mut file = file?;
            if let Some(file) = file.as_object_mut() {
                file.remove("seconds");
            }
            hash.update(if at > 0 { "," } else { "" });
            hash.update(file.to_string());
        }
        hash.update("]");
        Ok(Self(hex(&hash.finalize())))
    }
}

impl<'de> Deserialize<'de> for FilesHash {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Files;
        impl<'de> Visitor<'de> for Files {
            type Value = FilesHash;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("the files of a run")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut files: A) -> Result<FilesHash, A::Error> {
                FilesHash::of(std::iter::from_fn(|| files.next_element().transpose()))
            }
        }
        from.deserialize_seq(Files)
    }
}

/// Where the files of a run lie, and which of them were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Archive {
    /// Folders and files, each seen from the run folder: archive and results may move together.
    pub roots: Vec<String>,
    /// Globs of which a file must match one, if there are any.
    pub include: Vec<String>,
    /// Globs that a file or folder must not match.
    pub exclude: Vec<String>,
}

impl Archive {
    /// Where some folders and files lie, seen from a run folder.
    #[must_use]
    pub fn seen_from(folder: &Path, roots: &[PathBuf]) -> Vec<String> {
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = real(folder);
        let root = |root: &PathBuf| relative(&folder, &real(root)).to_string_lossy().into_owned();
        roots.iter().map(root).collect()
    }
}

/// A path seen from a folder, both without links.
fn relative(folder: &Path, path: &Path) -> PathBuf {
    let shared = folder.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(path.components().skip(shared)).collect()
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
    /// Pages among them that were read as pictures.
    #[serde(default)]
    pub recognised: u32,
    /// Pages of paper among them that were read by the text that came with them.
    #[serde(default)]
    pub layered: u32,
    /// Its record in the run folder; null where there is none.
    pub document: Option<String>,
    /// Hexadecimal SHA-256 of its record as it is stored; null where there is none, and where the
    /// next run reads the file again.
    #[serde(default)]
    pub record_sha256: Option<String>,
    /// What is told of it, record or no record.
    pub issues: Vec<Issue>,
}

impl Default for RunIndex {
    fn default() -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            tool: concat!("bilan ", env!("CARGO_PKG_VERSION")).to_owned(),
            date: None,
            rules_sha256: String::new(),
            basis: None,
            archive: None,
            files_sha256: None,
            files: Vec::new(),
        }
    }
}

/// A basis, or none where it was written by a version with other limits.
fn if_known<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Basis>, D::Error> {
    let value = serde_json::Value::deserialize(from)?;
    Ok(serde_json::from_value(value).ok())
}

impl RunIndex {
    /// Reads the `run.json` of a folder, which must be whole and list the files as its run did.
    pub fn load(folder: &Path) -> Result<Self, StoreError> {
        if journal::is_there(folder) {
            return Err(StoreError::Unfinished { path: folder.to_owned() });
        }
        match Self::read(folder)? {
            (index, true) => Ok(index),
            (_, false) => Err(StoreError::Altered { path: folder.join("run.json") }),
        }
    }

    /// Reads the `run.json` of a folder, which may be that of a run before the one that was cut
    /// short; with whether it lists the files as its run did.
    pub(super) fn read(folder: &Path) -> Result<(Self, bool), StoreError> {
        let path = folder.join("run.json");
        let index: Self = super::load::load(&path)?;
        if index.schema == SCHEMA {
            let sealed: Sealed = super::load::load(&path)?;
            let FilesHash(found) = sealed.files;
            return Ok((index, sealed.files_sha256.is_none_or(|noted| noted == found)));
        }
        let why = format!("schema « {} » au lieu de « {SCHEMA} »", index.schema);
        Err(StoreError::Malformed { path, why })
    }

    /// The same, with the hash by which an edit of its files is noticed.
    pub fn sealed(self) -> Result<Self, serde_json::Error> {
        // Through its text: a box has other digits as a `Value` than those that are written.
        let written = |file| serde_json::from_slice(&serde_json::to_vec(file)?);
        let FilesHash(sha256) = FilesHash::of(self.files.iter().map(written))?;
        let files_sha256 = Some(sha256);
        Ok(Self { files_sha256, ..self })
    }

    /// The names of its documents.
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        self.files.iter().filter_map(|file| file.document.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_is_seen_from_the_run_folder() {
        let seen = |folder: &str, path: &str| relative(Path::new(folder), Path::new(path));
        assert_eq!(seen("/a/out", "/a/archive"), Path::new("../archive"));
        assert_eq!(seen("/a/archive/out", "/a/archive"), Path::new(".."));
        assert_eq!(seen("/a", "/a/b/c.pdf"), Path::new("b/c.pdf"));
    }
}
