//! `bilan verify`: a run folder in, its sources read again by workers, what could be proved out.
//!
//! Nothing is taken from the cache: a proof opens the files. A source is found again as it was
//! found first, by its path in the archive; its bytes must be those that were read. Where the
//! rules are those of the run, each document is extracted again in the same pass, and the records
//! that were kept are compared again. With other rules nothing of that can be proved.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;

use super::library::{Book, Library};
use super::{BatchError, Keeping, Settings, past, waiving};
use crate::ingest::{Fate, Found, Search, discover};
use crate::issue::Issue;
use crate::reconcile::finding::{Finding, FindingTerm, Findings, State};
use crate::reconcile::{reconcile_from, reconcile_with};
use crate::record::Record;
use crate::rules::Rules;
use crate::store::{Basis, Documents, FileOutcome, RunIndex};
use crate::verify::proof::{self, LostBy, OtherRules, Proof, Verified, again};

/// What a run was given beside its rules, for its findings to be made again.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The file of correspondences; `correspondances.toml` of the current folder where none is
    /// named.
    pub correspondences: Option<PathBuf>,
    /// The share from which a departure from what was planned is significant.
    pub significant: Option<Decimal>,
}

/// Holds the values of a run folder against their sources.
pub fn verify(folder: &Path, settings: &Settings, given: &Given) -> Result<Verified, BatchError> {
    let rules = past::rules(settings.rules.as_deref(), given.significant)?;
    let index = RunIndex::load(folder)?;
    let documents = Documents::new(folder, &index).as_they_stand();
    let records = documents.read_all()?;
    let there = folder.join("findings.json").exists();
    let findings = there.then(|| waiving::findings(folder)).transpose()?;
    let found = discover(&search(folder, &index, settings)?, &settings.limits)?;
    let mut verified = Verified::default();
    let sound = sources(&index, found, &mut verified);
    let same_rules = rules.sha256 == index.rules_sha256;
    if !same_rules {
        let (was, is) = (index.rules_sha256.clone(), rules.sha256.clone());
        verified.other_rules = Some(OtherRules { was, is });
    } else if let Some(findings) = &findings {
        compare(findings, (&documents, &records), &rules, given, &mut verified)?;
    }
    let findings = findings.unwrap_or_default();
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
    let basis = index.basis.as_ref();
    prove(to_read, settings, (Some(&rules).filter(|_| same_rules), basis), &mut verified)?;
    verified.lost.sort_by(|a, b| a.path.cmp(&b.path));
    verified.lost.dedup_by(|a, b| a.path == b.path);
    Ok(verified)
}

/// A source, its record and the terms of findings that stand in it.
type Held<'r> = (Found, &'r Record, Vec<&'r FindingTerm>);

/// Compares the records again, and holds the findings against what that gives.
fn compare(
    kept: &Findings,
    (documents, records): (&Documents, &[Record]),
    rules: &Rules,
    given: &Given,
    verified: &mut Verified,
) -> Result<(), BatchError> {
    let table = past::names(given.correspondences.as_deref(), None)?;
    let made = match kept.judged_bytes {
        Some(most) => reconcile_from(documents, rules, &table, (kept.lang, most))?,
        None => reconcile_with(records, rules, &table, kept.lang),
    };
    (verified.compared, verified.findings) = again::findings(kept, &made);
    Ok(())
}

/// Reads the documents again and holds their values against them; their records too, where there
/// are the rules that made them.
fn prove(
    mut held: Vec<Held<'_>>,
    settings: &Settings,
    (rules, basis): (Option<&Rules>, Option<&Basis>),
    verified: &mut Verified,
) -> Result<(), BatchError> {
    let library = Library::open(settings, &Keeping::Nowhere)?;
    let of_paper = |record: &Record| record.issues.iter().any(|issue| issue.code.is_of_paper());
    if basis.is_some_and(|_| held.iter().any(|(_, record, _)| of_paper(record))) {
        let (was, is) = (basis.and_then(Basis::engine).map(str::to_owned), library.engine());
        held.retain(|(found, record, terms)| {
            let same = was == is || !of_paper(record);
            if !same {
                let (was, is) = (was.clone(), is.clone());
                verified.lose(&found.path, LostBy::OtherEngine { was, is });
                verified.unproved += proof::count(record) + terms.len();
            }
            same
        });
    }
    let files: Vec<Found> = held.iter().map(|(found, ..)| found.clone()).collect();
    let by_path: BTreeMap<&str, &Held<'_>> =
        held.iter().map(|held| (held.0.path.as_str(), held)).collect();
    let proofs = library.over(&files, |book: &Book<'_>| -> Result<Proof, Vec<Issue>> {
        let document = book.document.as_ref().map_err(Clone::clone)?;
        let Some((_, record, terms)) = by_path.get(book.found.path.as_str()) else {
            return Ok(Proof::default());
        };
        let proved = document.attempt(|laid, _| proof::prove(record, terms, laid));
        let proof = proved.map_err(|issue| vec![*issue])?;
        let altered = rules.and_then(|rules| again::record(record, &book.record(rules).0));
        Ok(Proof { altered, ..proof })
    });
    for ((found, record, terms), proof) in held.iter().zip(proofs) {
        match proof {
            Ok(proof) => {
                verified.documents += 1;
                verified.proved += proof.proved;
                verified.misplaced.extend(proof.misplaced);
                verified.extracted += usize::from(rules.is_some() && proof.altered.is_none());
                verified.records.extend(proof.altered);
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
pub(super) fn search(
    folder: &Path,
    index: &RunIndex,
    settings: &Settings,
) -> Result<Search, BatchError> {
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
