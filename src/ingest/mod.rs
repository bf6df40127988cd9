//! An archive folder in, the files to read out: found, told apart by content, hashed, sorted.
//!
//! Every entry below the folder comes out as one [`Found`], the ones that are not read with the
//! reason: nothing is dropped. The order is that of the bytes of the archive paths, so that it
//! does not depend on the file system; of several files with the same bytes the first is read.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::issue::{Code, Issue, system};
use crate::limits::{Limits, mib};

mod containers;
mod delimited;
mod fingerprint;
mod foreign;
mod path;
mod sniff;
mod walk;

pub(crate) use fingerprint::{Hashing, hex, open, sha256};
pub use sniff::{Content, sniff};

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

impl FileKind {
    /// The MIME type of the kind; the empty string for one that is not read.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Xlsb => "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
            Self::Xls => "application/vnd.ms-excel",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Csv => "text/csv",
            Self::Unsupported => "",
        }
    }
}

/// What to search, and where.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Folders and files, as the user names them.
    pub roots: Vec<PathBuf>,
    /// Globs of which a file must match one, if there are any.
    pub include: Vec<String>,
    /// Globs that a file or folder must not match.
    pub exclude: Vec<String>,
    /// A folder that is never searched: the one that results go to.
    pub apart: Option<PathBuf>,
}

/// What becomes of a file that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// A worker reads it.
    Read,
    /// It cannot be read; its issues say why.
    Refused,
    /// It is not of a kind that is read.
    Unsupported,
    /// Its bytes are those of a file that comes before it.
    Duplicate,
}

/// A file of the archive.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its path in the archive, `/` between folders; unique in the run.
    pub path: String,
    /// Where it lies.
    pub file: PathBuf,
    /// Hexadecimal SHA-256 of its bytes; empty where they could not be read.
    pub sha256: String,
    /// Its kind.
    pub kind: FileKind,
    /// What becomes of it.
    pub fate: Fate,
    /// What has to be told of it so far.
    pub issues: Vec<Issue>,
}

impl Found {
    /// Whether it counts as a document of the archive: what is not read does not, nor does a copy.
    #[must_use]
    pub fn is_document(&self) -> bool {
        !matches!(self.fate, Fate::Unsupported | Fate::Duplicate)
    }
}

/// Why an archive cannot be searched at all.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// Nothing is there.
    #[error(
        "{} : dossier ou fichier introuvable ; vérifier le chemin de l'archive",
        path.display()
    )]
    Missing {
        /// The path as the user names it.
        path: PathBuf,
    },
    /// It is there, but it cannot be opened.
    #[error("{} : l'archive ne peut pas être lue ({}) ; vérifier les droits", path.display(), system(source))]
    Unreadable {
        /// The path as the user names it.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A glob that is none.
    #[error("--include/--exclude « {glob} » : motif invalide ({source}) ; exemple : '*.pdf'")]
    Glob {
        /// The glob as written.
        glob: String,
        /// What is wrong with it.
        source: ignore::Error,
    },
}

/// Proves that an archive is there and can be listed, before anything is made for its results.
pub fn check(search: &Search) -> Result<(), DiscoverError> {
    walk::check(&search.roots)
}

/// Finds the files of an archive, in the order of their paths.
pub fn discover(search: &Search, limits: &Limits) -> Result<Vec<Found>, DiscoverError> {
    walk::check(&search.roots)?;
    let entries = ordered(search)?;
    let mut found: Vec<Found> =
        entries.into_par_iter().map(|entry| examine(entry, limits)).collect();
    tell_duplicates(&mut found);
    Ok(found)
}

/// Finds some files of an archive by their paths in it: others are not opened. Copies of each
/// other are not told apart.
pub fn find(
    search: &Search,
    paths: &BTreeSet<&str>,
    limits: &Limits,
) -> Result<Vec<Found>, DiscoverError> {
    walk::check(&search.roots)?;
    // What a path had to be changed for is found by all of them alone.
    let (changed, plain): (Vec<&str>, Vec<&str>) =
        paths.iter().partition(|path| path.contains(['%', '~']));
    let mut entries: Vec<walk::Entry> =
        plain.into_iter().filter_map(|path| walk::entry(search, path)).collect();
    if !changed.is_empty() {
        let all = ordered(search)?.into_iter();
        entries.extend(all.filter(|entry| changed.contains(&entry.path.as_str())));
    }
    Ok(entries.into_par_iter().map(|entry| examine(entry, limits)).collect())
}

/// What is below the roots, in the order of the paths, each with a path of its own.
fn ordered(search: &Search) -> Result<Vec<walk::Entry>, DiscoverError> {
    let mut entries = walk::entries(search)?;
    entries.sort_by(|a, b| a.path.as_bytes().cmp(b.path.as_bytes()));
    path::make_unique(&mut entries);
    Ok(entries)
}

/// Looks into one entry.
fn examine(entry: walk::Entry, limits: &Limits) -> Found {
    let mut found = Found {
        path: entry.path,
        file: entry.file,
        sha256: String::new(),
        kind: FileKind::Unsupported,
        fate: Fate::Refused,
        issues: Vec::new(),
    };
    match entry.what {
        walk::What::File => look_into(&mut found, limits),
        walk::What::Other(name) => found.leave(unsupported(name)),
        walk::What::Litter => found.leave(unsupported("fichier de service (lock, cache)")),
        walk::What::Failed(why) => found.refuse(Issue::new(Code::Unreadable, &[("why", &why)])),
    }
    // Most files of a large archive have one or none, and a first push makes room for four.
    found.issues.shrink_to_fit();
    found
}

/// Hashes a regular file and tells its kind.
fn look_into(found: &mut Found, limits: &Limits) {
    let seen = match fingerprint::take(&found.file, limits.file_bytes) {
        Ok(seen) => seen,
        Err(why) => return found.refuse(Issue::new(Code::Unreadable, &[("why", &system(&why))])),
    };
    if seen.size == 0 {
        return found.refuse(Issue::new(Code::Empty, &[]));
    }
    let content = sniff(&seen.head, &seen.tail, &found.path);
    found.kind = content.kind;
    let Some(sha256) = seen.sha256 else {
        return found.refuse(too_large(seen.size, limits.file_bytes));
    };
    found.sha256 = sha256;
    if content.locked {
        return found.refuse(Issue::new(Code::Password, &[]));
    }
    let wrong = sniff::named(&found.path).filter(|(kind, _)| *kind != content.kind);
    match (content.kind, wrong) {
        (FileKind::Unsupported, None) => {
            return found.leave(foreign::issue(&content, &found.path));
        }
        (FileKind::Unsupported, Some(_)) => found.fate = Fate::Unsupported,
        _ => found.fate = Fate::Read,
    }
    if let Some((_, named)) = wrong {
        let details: &[(&str, &dyn std::fmt::Display)] =
            &[("named", &named), ("found", &content.name)];
        found.issues.push(Issue::new(Code::WrongKind, details));
    }
}

/// The issue of an entry that nobody takes for a document.
fn unsupported(name: &str) -> Issue {
    Issue::new(Code::Unsupported, &[("found", &name)])
}

/// The issue of a file over the limit.
fn too_large(size: u64, limit: u64) -> Issue {
    let details: &[(&str, &dyn std::fmt::Display)] = &[
        ("what", &"fichier"),
        ("size", &mib(size)),
        ("limit", &mib(limit)),
        ("flag", &"--max-file"),
    ];
    Issue::new(Code::TooLarge, details)
}

impl Found {
    /// Leaves it aside as one that is not read, for a reason.
    fn leave(&mut self, issue: Issue) {
        self.fate = Fate::Unsupported;
        self.issues.push(issue);
    }

    /// Refuses it for a reason.
    fn refuse(&mut self, issue: Issue) {
        self.fate = Fate::Refused;
        self.issues.push(issue);
    }
}

/// Marks all but the first of the files to read that have the same bytes.
fn tell_duplicates(found: &mut [Found]) {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for file in found.iter_mut().filter(|f| f.fate == Fate::Read) {
        if let Some(other) = first.get(&file.sha256) {
            file.fate = Fate::Duplicate;
            file.issues = vec![Issue::new(Code::Duplicate, &[("other", other)])];
        } else {
            first.insert(file.sha256.clone(), file.path.clone());
        }
    }
}
