//! Writes results, whole or not at all; nothing else in the tool writes a file.
//!
//! A [`RunFolder`] is opened before any work, so that a folder that cannot be written to is told
//! at once. `run.json` is written last, and a [`Journal`] stands beside it for as long as the
//! folder is not whole. Only documents that an earlier run has noted are ever removed.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::ingest::Hashing;
use crate::issue::system;
use crate::worker::Body;

mod atomic;
mod basis;
mod cache;
mod documents;
mod index;
mod journal;
mod json;
mod kept;
mod load;
mod lock;
mod names;
mod snapshots;

pub use basis::{Basis, Changed};
pub use cache::Cache;
pub use documents::Documents;
pub use index::{Archive, FileOutcome, RunIndex, files_sha256};
pub use journal::{Journal, Reused};
pub use json::parse;
pub use kept::{Kept, read_kept, update_kept};
pub use load::load;
pub use names::{document_name, snapshot_name};
pub use snapshots::{read_snapshot, remove_snapshot, snapshot_names, write_snapshot};

/// Folders within each other below a run folder, at most: as many as a path has room for.
const LEVELS: usize = 4096;

/// The folder that a run writes to.
pub struct RunFolder {
    path: PathBuf,
    /// Held for as long as the run writes.
    lock: File,
    /// Folders written to, to be synced at the end.
    touched: Mutex<BTreeSet<PathBuf>>,
}

/// Why a result is not written, or an earlier one cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A file or folder cannot be written.
    #[error(
        "{} : écriture impossible ({}) ; vérifier les droits et la place sur le disque, \
         ou choisir un autre dossier avec --out",
        path.display(),
        system(source)
    )]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another run writes to the folder.
    #[error(
        "{} : un autre « bilan » y écrit (processus {holder}) ; attendre sa fin, \
         ou choisir un autre dossier avec --out",
        path.display()
    )]
    Locked {
        /// The folder.
        path: PathBuf,
        /// The process; 0 where it is not known.
        holder: u32,
    },
    /// A file of the run folder cannot be read.
    #[error(
        "{} : lecture impossible ({}) ; donner un dossier écrit par « bilan run », \
         ou le relancer sur celui-ci",
        path.display(),
        system(source)
    )]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A snapshot, or the folder of snapshots, cannot be read or written.
    #[error(
        "{} : instantané illisible ou impossible à écrire ({}) ; vérifier les droits, \
         ou choisir un autre dossier avec --snapshots",
        path.display(),
        system(source)
    )]
    Snapshot {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file that people keep cannot be read or written.
    #[error(
        "{} : {} illisibles ou impossibles à écrire ({}) ; vérifier les droits, \
         ou choisir un autre fichier avec {}",
        path.display(),
        what.name(),
        system(source),
        what.flag()
    )]
    Kept {
        /// Which it is.
        what: Kept,
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The folder is not whole: its run was cut short, or goes on.
    #[error(
        "{} : « bilan run » n'y est pas allé à son terme (interrompu, ou encore en cours) ; \
         le relancer sur ce dossier, il reprend où il en était",
        path.display()
    )]
    Unfinished {
        /// The folder.
        path: PathBuf,
    },
    /// A file of the run folder is not what its run wrote.
    #[error(
        "{} : modifié depuis « bilan run » (son empreinte n'est plus celle que run.json garde) ; \
         le relancer sur ce dossier, il refait ce fichier",
        path.display()
    )]
    Altered {
        /// The file.
        path: PathBuf,
    },
    /// The run folder was removed or replaced while it was written to.
    #[error(
        "{} : le dossier a été supprimé ou remplacé pendant le travail, ses résultats sont perdus ; \
         relancer la commande",
        path.display()
    )]
    Replaced {
        /// The folder.
        path: PathBuf,
    },
    /// A file of the run folder is not what it should be.
    #[error("{} : contenu inattendu ({why}) ; relancer « bilan run »", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
}

impl RunFolder {
    /// Makes the folder, if it is not there, locks it and proves that it can be written to.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        let failed = |source| StoreError::Write { path: path.to_owned(), source };
        fs::create_dir_all(path).map_err(failed)?;
        let lock = lock::lock(path).map_err(failed)?;
        let lock = lock.map_err(|holder| StoreError::Locked { path: path.to_owned(), holder })?;
        lock::sweep(path);
        atomic::probe(path).map_err(failed)?;
        Ok(Self { path: path.to_owned(), lock, touched: Mutex::default() })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins to write records, or goes on where the last run was cut short.
    pub fn journal(&self, basis: &Basis, fresh: bool) -> Result<Journal, StoreError> {
        Journal::open(&self.path, basis, fresh)
    }

    /// Writes a record under a name that [`document_name`] made; gives the SHA-256 of its file.
    pub fn write_document(
        &self,
        journal: &Journal,
        name: &str,
        json: &Body,
    ) -> Result<String, StoreError> {
        journal.begin(name)?;
        let mut sha256 = String::new();
        self.write_by(name, |to| {
            let mut to = Hashing::new(to);
            json.pieces().try_for_each(|piece| to.write_all(piece))?;
            to.write_all(b"\n")?;
            sha256 = to.finish();
            Ok(())
        })?;
        Ok(sha256)
    }

    /// Writes a value as JSON that people can read.
    pub fn write_json(&self, name: &str, value: &impl Serialize) -> Result<(), StoreError> {
        self.write_by(name, |to| {
            serde_json::to_writer_pretty(&mut *to, value)?;
            to.write_all(b"\n")
        })
    }

    /// Writes a file of the folder, whole or not at all.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.write_by(name, |to| to.write_all(bytes))
    }

    /// Writes what `fill` writes, whole or not at all.
    pub fn write_by(
        &self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), StoreError> {
        self.is_there()?;
        let path = self.path.join(name);
        let folder = path.parent().unwrap_or(&self.path).to_owned();
        self.refuse_links(&folder)?;
        atomic::write_by(&folder, &path, fill)
            .map_err(|source| StoreError::Write { path, source })?;
        self.touch(&folder);
        // Gone meanwhile, the folder was made again for this file alone.
        self.is_there()
    }

    /// Proves that the folder is still the one that was locked: one that was removed would be made
    /// again by the next file, and look whole.
    fn is_there(&self) -> Result<(), StoreError> {
        if lock::is_at(&self.lock, &self.path) {
            return Ok(());
        }
        Err(StoreError::Replaced { path: self.path.clone() })
    }

    /// Proves that every record of a run is still there.
    fn has_records(&self, index: &RunIndex) -> Result<(), StoreError> {
        let mut paths = index.documents().map(|name| self.path.join(name));
        match paths.find(|path| fs::symlink_metadata(path).is_err()) {
            Some(path) => Err(StoreError::Replaced { path }),
            None => Ok(()),
        }
    }

    /// Nothing is written or removed through a link: it may lead anywhere.
    fn refuse_links(&self, folder: &Path) -> Result<(), StoreError> {
        let inside = folder.ancestors().take_while(|folder| *folder != self.path);
        let is_link =
            |path: &&Path| fs::symlink_metadata(path).is_ok_and(|entry| entry.is_symlink());
        match inside.take(LEVELS).find(is_link) {
            Some(link) => {
                let source = io::Error::other("un lien mène hors du dossier (a link leads out)");
                Err(StoreError::Write { path: link.to_owned(), source })
            }
            None => Ok(()),
        }
    }

    /// Has a folder synced at the end, with those that it stands in.
    fn touch(&self, folder: &Path) {
        let inside = folder.ancestors().take_while(|folder| folder.starts_with(&self.path));
        let mut touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner);
        touched.extend(inside.map(Path::to_owned));
    }

    /// Ends a run: syncs the folders, writes `run.json`, removes documents of an earlier run that
    /// are none of this one, and the journal.
    pub fn finish(&self, journal: &Journal, index: &RunIndex) -> Result<(), StoreError> {
        self.is_there()?;
        self.has_records(index)?;
        let strays = journal.strays(index)?;
        self.sync()?;
        self.write_json("run.json", index)?;
        atomic::sync_folder(&self.path)
            .map_err(|source| StoreError::Write { path: self.path.clone(), source })?;
        for name in strays {
            self.remove_stale(name);
        }
        journal.remove()?;
        self.sync()?;
        self.is_there()
    }

    /// Makes renames last in all folders that were written to.
    fn sync(&self) -> Result<(), StoreError> {
        for folder in self.touched.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            atomic::sync_folder(folder)
                .map_err(|source| StoreError::Write { path: folder.clone(), source })?;
        }
        Ok(())
    }

    /// Removes a report of an earlier run, if there is one.
    pub fn remove_report(&self, name: &str) -> Result<(), StoreError> {
        let path = self.path.join(name);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(StoreError::Write { path, source })
            }
            _ => Ok(()),
        }
    }

    /// Removes a document of an earlier run and the folders that it leaves empty.
    fn remove_stale(&self, name: &str) {
        if !names::is_document_name(name) {
            return;
        }
        let mut path = self.path.join(name);
        if path.parent().is_none_or(|folder| self.refuse_links(folder).is_err()) {
            return;
        }
        // What cannot be removed stays: `run.json` does not list it any more.
        let _ = fs::remove_file(&path);
        while path.pop() && path != self.path {
            if fs::remove_dir(&path).is_err() {
                break;
            }
        }
    }
}

/// Whether a run writes to what has this path in its folder: the folder itself, its records, what
/// stands beside them.
#[must_use]
pub fn is_written(path: &Path) -> bool {
    let mut parts = path.components();
    let first = parts.next().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let is_last = parts.next().is_none();
    let ends = ["json", "jsonl", "html", "xlsx", "docx", "sarif", "xml", "csv", "parquet"];
    first.is_none_or(|name| {
        let starts = ["run.", "journal.", "findings.", "report.", "ecarts.", "note.", "values."];
        let named = starts.iter().chain(&["documents."]).any(|start| name.starts_with(start));
        name == "documents" || (is_last && named && ends.iter().any(|end| name.ends_with(end)))
    })
}

/// Writes a page of the manual, whole or not at all.
pub fn write_page(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
    let path = folder.join(name);
    let failed = |source| StoreError::Write { path: path.clone(), source };
    atomic::write(folder, &path, bytes).map_err(failed)
}
