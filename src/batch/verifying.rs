//! `bilan verify`: a run folder in, its sources read again by workers, what could be proved out.
//!
//! Nothing is taken from the cache: a proof opens the files. A source is found again as it was
//! found first, by its path in the archive; its bytes must be those that were read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::library::{Book, Keeping, Library};
use super::{BatchError, Settings, waiving};
use crate::ingest::{Fate, Found, Search, discover};
use crate::issue::Issue;
use crate::reconcile::finding::{Finding, FindingTerm, Findings, State};
use crate::record::Record;
use crate::store::{Documents, FileOutcome, RunIndex};
use crate::verify::proof::{self, LostBy, Proof, Verified};

/// Holds the values of a run folder against their sources.
pub fn verify(folder: &Path, settings: &Settings) -> Result<Verified, BatchError> {
    let index = RunIndex::load(folder)?;
    let records = Documents::new(folder, &index).read_all()?;
    let findings = if folder.join("findings.json").exists() {
        waiving::findings(folder)?
    } else {
        Findings::default()
    };
    let found = discover(&search(folder, &index, settings)?, &settings.limits)?;
    let mut verified = Verified::default();
    let sound = sources(&index, found, &mut verified);
    let mut terms = terms(&findings, &records, &mut verified);
    let mut to_read = Vec::new();
    for record in &records {
        let path = record.document.path.as_str();
        let terms = terms.remove(path).unwrap_or_default();
        match sound.get(path) {
            Some(found) if found.sha256 == record.document.sha256 => {
                // A copy is none here: every record is held against its own file.
                to_read.push((Found { fate: Fate::Read, ..found.clone() }, record, terms));
            }
            Some(found) => {
                let (was, is) = (record.document.sha256.clone(), found.sha256.clone());
                verified.lose(path, LostBy::Changed { was, is });
                verified.unproved += proof::count(record) + terms.len();
            }
            None => verified.unproved += proof::count(record) + terms.len(),
        }
    }
    prove(&to_read, settings, &mut verified)?;
    verified.lost.sort_by(|a, b| a.path.cmp(&b.path));
    verified.lost.dedup_by(|a, b| a.path == b.path);
    Ok(verified)
}

/// A source, its record and the terms of findings that stand in it.
type Held<'r> = (Found, &'r Record, Vec<&'r FindingTerm>);

/// Reads the documents again and holds their values against them.
fn prove(
    held: &[Held<'_>],
    settings: &Settings,
    verified: &mut Verified,
) -> Result<(), BatchError> {
    let library = Library::open(settings, &Keeping::Nowhere)?;
    let files: Vec<Found> = held.iter().map(|(found, ..)| found.clone()).collect();
    let by_path: BTreeMap<&str, &Held<'_>> =
        held.iter().map(|held| (held.0.path.as_str(), held)).collect();
    let proofs = library.over(&files, |book: &Book<'_>| -> Result<Proof, Vec<Issue>> {
        let document = book.document.as_ref().map_err(Clone::clone)?;
        let Some((_, record, terms)) = by_path.get(book.found.path.as_str()) else {
            return Ok(Proof::default());
        };
        document.attempt(|laid, _| proof::prove(record, terms, laid)).map_err(|issue| vec![*issue])
    });
    for ((found, record, terms), proof) in held.iter().zip(proofs) {
        match proof {
            Ok(proof) => {
                verified.documents += 1;
                verified.proved += proof.proved;
                verified.misplaced.extend(proof.misplaced);
            }
            Err(issues) => {
                verified.lose(&found.path, LostBy::Unread(issues));
                verified.unproved += proof::count(record) + terms.len();
            }
        }
    }
    Ok(())
}

/// Where the sources are: where the user says, else where the run read them.
fn search(folder: &Path, index: &RunIndex, settings: &Settings) -> Result<Search, BatchError> {
    let kept = index.archive.clone().unwrap_or_default();
    let mut roots = settings.search.roots.clone();
    if roots.is_empty() {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        roots = kept.roots.iter().map(|root| tidy(&real.join(root))).collect();
    }
    if roots.is_empty() {
        return Err(BatchError::UnknownArchive { folder: folder.to_owned() });
    }
    if let Some(path) = roots.iter().find(|root| !root.exists()) {
        return Err(BatchError::NoArchive { path: path.clone() });
    }
    let (include, exclude) = (kept.include, kept.exclude);
    Ok(Search { roots, include, exclude, apart: Some(folder.to_owned()) })
}

/// A path without `..`, so that a folder keeps its own name.
fn tidy(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// The files of a run that are there with the bytes that it read; the others are told.
fn sources(
    index: &RunIndex,
    found: Vec<Found>,
    verified: &mut Verified,
) -> BTreeMap<String, Found> {
    let mut there: BTreeMap<String, Found> =
        found.into_iter().map(|found| (found.path.clone(), found)).collect();
    let mut sound = BTreeMap::new();
    for FileOutcome { path, sha256, .. } in &index.files {
        match (there.remove(path), sha256) {
            (None, _) => verified.lose(path, LostBy::Missing),
            (Some(found), Some(was)) if found.sha256 != *was => {
                verified.lose(path, LostBy::Changed { was: was.clone(), is: found.sha256 });
            }
            (Some(found), _) => {
                verified.sources += 1;
                sound.insert(path.clone(), found);
            }
        }
    }
    sound
}

/// The terms of findings by document; those of discrepancies that are gone stand nowhere now.
fn terms<'f>(
    findings: &'f Findings,
    records: &[Record],
    verified: &mut Verified,
) -> BTreeMap<&'f str, Vec<&'f FindingTerm>> {
    let mut by_document: BTreeMap<&str, Vec<&FindingTerm>> = BTreeMap::new();
    let gone = |f: &Finding| matches!(f.state, State::Resolved | State::Unverified);
    let here = findings.findings.iter().filter(|f| !gone(f));
    for term in here.flat_map(|f| &f.terms) {
        by_document.entry(term.document.as_str()).or_default().push(term);
    }
    let known: BTreeSet<&str> = records.iter().map(|r| r.document.path.as_str()).collect();
    for (path, terms) in &by_document {
        if !known.contains(path) {
            verified.lose(path, LostBy::Unknown);
            verified.unproved += terms.len();
        }
    }
    by_document
}
