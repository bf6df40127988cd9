//! What a run has written so far, line by line, so that one that is killed goes on where it was.
//!
//! `journal.jsonl` stands in a run folder for as long as the folder is not whole: its first line
//! says what the readings depend on besides the files, then a line before each record is written
//! and one after. A line that never came, or that was cut, costs a reading and nothing else: a
//! record is taken over only if it has the very bytes that were noted, so that no line need be
//! synced.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::index::{FileOutcome, RunIndex};
use super::load::read;
use super::{Basis, Changed, StoreError, atomic, document_name};
use crate::ingest::{Fate, Found, sha256};

/// Its name in a run folder.
pub(super) const NAME: &str = "journal.jsonl";

/// The name of this format.
const SCHEMA: &str = "bilan.journal/1";

/// Files that did not change since an earlier run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reused {
    /// Those whose record and outcome were taken over.
    pub files: usize,
    /// Those among them whose reading had to be stopped then: they are not tried again.
    pub stopped: usize,
    /// Those that were read again all the same, by what changed instead.
    pub again: BTreeMap<Changed, usize>,
}

/// A line.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// The first one.
    Run {
        /// `bilan.journal/1`.
        schema: String,
        /// What the readings depend on.
        basis: Basis,
        /// Whether nothing of the runs before it counts.
        fresh: bool,
    },
    /// A record of this name may stand in the folder.
    Record(String),
    /// A file was read, and its record is written.
    Read(FileOutcome),
}

/// The journal of a run, and what earlier runs have read.
pub struct Journal {
    folder: PathBuf,
    file: Mutex<File>,
    /// By path, readings that hold as long as the file is the same.
    known: BTreeMap<String, FileOutcome>,
    /// By path, the file as it was and why its reading does not hold.
    dropped: BTreeMap<String, (Option<String>, Changed)>,
    /// Records of earlier runs, which may be of files that are no more.
    records: BTreeSet<String>,
}

impl Journal {
    /// Opens the journal of a folder; what was read on another basis, or at all if `fresh` is
    /// asked for, is not known any more.
    pub(super) fn open(folder: &Path, basis: &Basis, fresh: bool) -> Result<Self, StoreError> {
        let path = folder.join(NAME);
        let mut before = Before::default();
        let failed = |source| StoreError::Write { path: path.clone(), source };
        if fs::symlink_metadata(&path).is_ok_and(|entry| !entry.is_file()) {
            return Err(failed(io::Error::other("ce n'est pas un fichier (not a file)")));
        }
        let text = read(&path).unwrap_or_default();
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let goes_on = before.cut_short(text.get(..whole).unwrap_or_default(), basis);
        if let Ok((index, sealed)) = RunIndex::read(folder) {
            before.ended(&index, sealed, basis);
        }
        if !goes_on || fresh {
            begin(folder, &path, (basis, fresh), &before.records).map_err(failed)?;
        }
        if fresh {
            before.known.clear();
            before.dropped.clear();
        }
        let file = OpenOptions::new().append(true).open(&path).map_err(failed)?;
        if goes_on && !fresh {
            // What follows the last whole line was cut by the end of its run.
            file.set_len(whole as u64).map_err(failed)?;
        }
        let Before { known, dropped, records, .. } = before;
        Ok(Self { folder: folder.to_owned(), file: Mutex::new(file), known, dropped, records })
    }

    /// What became of a file when it was read before, if it and its record are still the same.
    #[must_use]
    pub fn known(&self, found: &Found) -> Option<FileOutcome> {
        let same = |file: &&FileOutcome| file.sha256.as_deref() == Some(found.sha256.as_str());
        let file = self.known.get(&found.path).filter(|_| found.fate == Fate::Read).filter(same)?;
        let name = file.document.as_ref().filter(|name| **name == document_name(&file.path))?;
        let record = read(&self.folder.join(name)).ok()?;
        let whole = file.record_sha256.as_deref() == Some(sha256(&record).as_str());
        whole.then(|| file.clone())
    }

    /// Why a file that is not [`known`](Self::known) is read again though it is the same; `None`
    /// where it is another, or was not read.
    #[must_use]
    pub fn again(&self, found: &Found) -> Option<Changed> {
        let is_same = |sha256: &Option<String>| sha256.as_deref() == Some(found.sha256.as_str());
        let file = self.known.get(&found.path).filter(|file| file.record_sha256.is_some());
        let record = file.map(|file| (file.sha256.clone(), Changed::Record));
        let told = self.dropped.get(&found.path).or(record.as_ref());
        told.filter(|(sha256, _)| found.fate == Fate::Read && is_same(sha256)).map(|told| told.1)
    }

    /// Notes that a record of this name is about to be written.
    pub(super) fn begin(&self, document: &str) -> Result<(), StoreError> {
        self.append(&Line::Record(document.to_owned()))
    }

    /// Notes that a file was read and its record written.
    pub fn end(&self, file: &FileOutcome) -> Result<(), StoreError> {
        self.append(&Line::Read(file.clone()))
    }

    /// Records of earlier runs that are none of this one, noted so that a run which is killed while
    /// it removes them leaves them to the next.
    pub(super) fn strays(&self, index: &RunIndex) -> Result<Vec<&str>, StoreError> {
        let kept: BTreeSet<&str> = index.documents().collect();
        let strays = self.records.iter().map(String::as_str).filter(|name| !kept.contains(name));
        let strays: Vec<&str> = strays.collect();
        strays.iter().try_for_each(|name| self.begin(name))?;
        Ok(strays)
    }

    /// Removes it: the folder is whole.
    pub(super) fn remove(&self) -> Result<(), StoreError> {
        let path = self.folder.join(NAME);
        fs::remove_file(&path).map_err(|source| StoreError::Write { path, source })
    }

    fn append(&self, line: &Line) -> Result<(), StoreError> {
        let failed = |source| StoreError::Write { path: self.folder.join(NAME), source };
        let text = text(line).map_err(failed)?;
        // A line of one write is whole or cut at its end.
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&text).map_err(failed)
    }
}

/// Whether a folder is not whole: a run writes to it, or one was cut short.
pub(super) fn is_there(folder: &Path) -> bool {
    folder.join(NAME).exists()
}

/// Puts a new journal in place of any other, with the records that may stand in the folder.
fn begin(
    folder: &Path,
    path: &Path,
    (basis, fresh): (&Basis, bool),
    records: &BTreeSet<String>,
) -> io::Result<()> {
    let (schema, basis) = (SCHEMA.to_owned(), basis.clone());
    let mut all = text(&Line::Run { schema, basis, fresh })?;
    for record in records {
        all.extend(text(&Line::Record(record.clone()))?);
    }
    atomic::write(folder, path, &all)?;
    // It must last before any record does: without it an older `run.json` would pass for theirs.
    atomic::sync_folder(folder)
}

fn text(line: &Line) -> io::Result<Vec<u8>> {
    let mut text = serde_json::to_vec(line)?;
    text.push(b'\n');
    Ok(text)
}

/// What earlier runs left.
#[derive(Default)]
struct Before {
    known: BTreeMap<String, FileOutcome>,
    dropped: BTreeMap<String, (Option<String>, Changed)>,
    records: BTreeSet<String>,
    /// Whether one that was cut short had been asked to read all again.
    fresh: bool,
}

impl Before {
    /// Takes in a run that came to its end, before the one that did not.
    fn ended(&mut self, index: &RunIndex, sealed: bool, basis: &Basis) {
        self.records.extend(index.documents().map(str::to_owned));
        if self.fresh {
            return;
        }
        for file in &index.files {
            if self.known.contains_key(&file.path) {
                continue;
            }
            let changed = match &index.basis {
                _ if !sealed => Some(Changed::Index),
                Some(earlier) => basis.change(earlier, file),
                None => Some(Changed::Program),
            };
            self.take(file.clone(), changed);
        }
    }

    /// Takes in a reading, and why it does not hold if it does not.
    fn take(&mut self, file: FileOutcome, changed: Option<Changed>) {
        match changed {
            None => drop(self.known.insert(file.path.clone(), file)),
            Some(changed) if file.document.is_some() => {
                self.dropped.insert(file.path, (file.sha256, changed));
            }
            Some(_) => {}
        }
    }

    /// Takes in the lines of a run that did not; whether it had the same basis.
    fn cut_short(&mut self, text: &[u8], basis: &Basis) -> bool {
        let mut lines = text.split(|byte| *byte == b'\n');
        let first = lines.next().and_then(|line| serde_json::from_slice(line).ok());
        let Some(Line::Run { schema, basis: earlier, fresh }) = first else { return false };
        if schema != SCHEMA {
            return false;
        }
        self.fresh = fresh;
        for line in lines.filter_map(|line| serde_json::from_slice(line).ok()) {
            match line {
                Line::Record(name) => drop(self.records.insert(name)),
                Line::Read(file) => {
                    let changed = basis.change(&earlier, &file);
                    self.take(file, changed);
                }
                Line::Run { .. } => {}
            }
        }
        earlier == *basis
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::worker::Outcome;

    fn file(path: &str, record: &[u8]) -> FileOutcome {
        FileOutcome {
            path: path.to_owned(),
            sha256: Some(sha256(path.as_bytes())),
            outcome: Outcome::Done,
            seconds: 0.5,
            pages: 1,
            recognised: 0,
            layered: 0,
            document: Some(format!("documents/{path}.json")),
            record_sha256: Some(sha256(record)),
            issues: Vec::new(),
        }
    }

    fn found(path: &str) -> Found {
        Found {
            path: path.to_owned(),
            file: PathBuf::from(path),
            sha256: sha256(path.as_bytes()),
            kind: crate::ingest::FileKind::Pdf,
            fate: Fate::Read,
            issues: Vec::new(),
        }
    }

    /// A folder whose run was cut short after the record of `a.pdf`.
    fn cut() -> (tempfile::TempDir, Basis) {
        let folder = tempfile::tempdir().unwrap();
        let basis = Basis::new("rules", Limits::default(), None);
        let journal = Journal::open(folder.path(), &basis, false).unwrap();
        let read = file("a.pdf", b"record\n");
        journal.begin("documents/a.pdf.json").unwrap();
        fs::create_dir(folder.path().join("documents")).unwrap();
        fs::write(folder.path().join("documents/a.pdf.json"), "record\n").unwrap();
        journal.end(&read).unwrap();
        journal.begin("documents/b.pdf.json").unwrap();
        (folder, basis)
    }

    #[test]
    fn what_was_read_is_known_after_a_cut_in_any_byte_of_the_next_line() {
        let (folder, basis) = cut();
        let path = folder.path().join(NAME);
        let whole = fs::read(&path).unwrap();
        let last = whole.iter().take(whole.len() - 1).rposition(|b| *b == b'\n').unwrap() + 1;
        for end in last..=whole.len() {
            fs::write(&path, &whole[..end]).unwrap();
            let journal = Journal::open(folder.path(), &basis, false).unwrap();
            assert_eq!(journal.known(&found("a.pdf")), Some(file("a.pdf", b"record\n")));
            journal.end(&file("c.pdf", b"")).unwrap();
            let again = Journal::open(folder.path(), &basis, false).unwrap();
            assert!(again.known.contains_key("c.pdf"), "a line after a cut at {end} is whole");
        }
    }

    #[test]
    fn nothing_is_known_of_a_file_or_a_record_that_changed() {
        let (folder, basis) = cut();
        let known = |found: &Found, fresh| {
            Journal::open(folder.path(), &basis, fresh).unwrap().known(found).is_some()
        };
        assert!(known(&found("a.pdf"), false));
        assert!(!known(&Found { sha256: sha256(b"other"), ..found("a.pdf") }, false));
        assert!(!known(&Found { fate: Fate::Duplicate, ..found("a.pdf") }, false));
        fs::write(folder.path().join("documents/a.pdf.json"), "recorD\n").unwrap();
        assert!(!known(&found("a.pdf"), false));
        fs::write(folder.path().join("documents/a.pdf.json"), "record\n").unwrap();
        assert!(!known(&found("a.pdf"), true));
        assert!(!known(&found("a.pdf"), false), "what is asked for afresh is forgotten");
        let mut index = RunIndex { basis: Some(basis.clone()), ..RunIndex::default() };
        index.files.push(file("a.pdf", b"record\n"));
        fs::write(folder.path().join("run.json"), serde_json::to_vec(&index).unwrap()).unwrap();
        assert!(!known(&found("a.pdf"), false), "in the runs before it too");
        fs::remove_file(folder.path().join(NAME)).unwrap();
        assert!(known(&found("a.pdf"), false));
    }

    #[test]
    fn another_basis_knows_nothing_but_which_records_may_stand_there() {
        let (folder, _) = cut();
        let other = Basis::new("other rules", Limits::default(), None);
        let journal = Journal::open(folder.path(), &other, false).unwrap();
        assert!(journal.known(&found("a.pdf")).is_none());
        let names: Vec<&str> = journal.records.iter().map(String::as_str).collect();
        assert_eq!(names, ["documents/a.pdf.json", "documents/b.pdf.json"]);
        let again = Journal::open(folder.path(), &other, false).unwrap();
        assert_eq!(again.records, journal.records);
    }
}
