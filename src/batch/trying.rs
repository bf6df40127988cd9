//! Rules tried over archives, each document held against its snapshot.
//!
//! An [`Archive`] is a folder of documents with its folder of snapshots: `record/` holds one a
//! document, `findings/` one of all. Where only some of its documents are tried, neither orphans
//! nor findings say anything and both are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::library::{Book, Library};
use super::{BatchError, Settings};
use crate::ingest::{DiscoverError, Search};
use crate::issue::Lang;
use crate::reconcile::reconcile;
use crate::record::Record;
use crate::rules::Rules;
use crate::store::{self, snapshot_name};
use crate::verify::snapshot;
use crate::verify::trial::{Outcome, Trial, of_findings, of_orphan, of_record};

/// The archive that is tried if none is named.
const SAMPLES: &str = "samples/archive";

/// Where its snapshots are, and below which those of other archives are.
const SNAPSHOTS: &str = "snapshots";

/// Documents with their snapshots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// The folder of the documents: their paths begin there.
    pub root: PathBuf,
    /// The files and folders of it to try; none for all.
    pub only: Vec<PathBuf>,
    /// The folder of the snapshots.
    pub snapshots: PathBuf,
}

/// The archives that paths speak of. A path inside an archive that has snapshots is a part of it.
pub fn archives(paths: &[PathBuf], snapshots: Option<&Path>) -> Result<Vec<Archive>, BatchError> {
    let samples = PathBuf::from(SAMPLES);
    if paths.is_empty() {
        if !samples.is_dir() {
            return Err(BatchError::NoSamples { path: samples });
        }
        let snapshots = snapshots.map_or_else(|| PathBuf::from(SNAPSHOTS), Path::to_owned);
        return Ok(vec![Archive { root: samples, only: Vec::new(), snapshots }]);
    }
    let mut archives: Vec<Archive> = Vec::new();
    for path in paths {
        if !path.exists() {
            return Err(DiscoverError::Missing { path: path.clone() }.into());
        }
        let (root, kept) = root_of(path, snapshots)?;
        let only: Vec<PathBuf> =
            Some(path.clone()).filter(|path| *path != root).into_iter().collect();
        match archives.iter_mut().find(|a| a.root == root) {
            // One path that is the whole archive makes it whole.
            Some(known) if only.is_empty() || known.only.is_empty() => known.only.clear(),
            Some(known) => known.only.extend(only),
            None => archives.push(Archive { root, only, snapshots: kept }),
        }
    }
    // Two archives in one folder of snapshots would take each other's for orphans.
    let mut folders = BTreeSet::new();
    match archives.iter().find(|archive| !folders.insert(&archive.snapshots)) {
        Some(second) => Err(BatchError::TwoArchives { path: second.root.clone() }),
        None => Ok(archives),
    }
}

/// The archive that a path belongs to, and its folder of snapshots: the samples, a folder above it
/// whose snapshots name what lies there, else the folder itself, or that of the file.
fn root_of(path: &Path, snapshots: Option<&Path>) -> Result<(PathBuf, PathBuf), BatchError> {
    let real = |path: &Path| path.canonicalize().ok();
    let samples = real(Path::new(SAMPLES));
    let mut above = path.ancestors().filter(|a| !a.as_os_str().is_empty() && a.is_dir()).peekable();
    let own = above.peek().map_or_else(|| PathBuf::from("."), |own| (*own).to_owned());
    let mut known = None;
    for root in above {
        if samples.is_some() && real(root) == samples {
            let kept = snapshots.unwrap_or(Path::new(SNAPSHOTS));
            return Ok((root.to_owned(), kept.to_owned()));
        }
        let kept = snapshots.map_or_else(|| own_snapshots(root), Path::to_owned);
        if known.is_none() && root != path && names_what_lies(&kept, root, path)? {
            known = Some((root.to_owned(), kept));
        }
    }
    let kept = snapshots.map_or_else(|| own_snapshots(&own), Path::to_owned);
    Ok(known.unwrap_or((own, kept)))
}

/// The folder of the snapshots of an archive of one's own: `snapshots/<its name>`.
fn own_snapshots(root: &Path) -> PathBuf {
    let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    Path::new(SNAPSHOTS).join(real.file_name().unwrap_or_default())
}

/// Whether a folder of snapshots names a path below the root of an archive: itself, what lies in
/// it, or what lies beside it.
fn names_what_lies(snapshots: &Path, root: &Path, path: &Path) -> Result<bool, BatchError> {
    let names = store::snapshot_names(&snapshots.join("record"))?;
    let Ok(inside) = path.strip_prefix(root) else { return Ok(false) };
    let stem = |path: &Path| {
        let name = snapshot_name(&path.to_string_lossy());
        name.strip_suffix(".snap").unwrap_or(&name).to_owned()
    };
    let folders = [Some(inside), inside.parent().filter(|p| !p.as_os_str().is_empty())];
    let begins: Vec<String> = folders.iter().flatten().map(|f| stem(f) + "__").collect();
    let own = snapshot_name(&inside.to_string_lossy());
    let told = |kept: &String| *kept == own || begins.iter().any(|b| kept.starts_with(b));
    Ok(names.iter().any(told))
}

/// What was read of one document.
struct Tried {
    trial: Trial,
    /// The record, where it holds what the document says.
    record: Option<Record>,
    /// How names of snapshots of what lies in it begin, of a folder that cannot be opened.
    shut: Option<String>,
}

/// Tries rules on an archive: a trial a document, by path, then the findings, then the orphans.
pub fn try_rules(
    settings: &Settings,
    library: &Library,
    rules: &Rules,
    archive: &Archive,
) -> Result<Vec<Trial>, BatchError> {
    let whole = archive.only.is_empty();
    let folder = archive.snapshots.join("record");
    let names = store::snapshot_names(&folder)?;
    let header = header(&folder, &names)?;
    let all = documents(settings, library, rules, archive, header.as_deref())?;
    let used: BTreeSet<PathBuf> = all.values().map(|t| t.trial.file.clone()).collect();
    let known = names.iter().any(|name| used.contains(&folder.join(name)));
    if whole && !known && !names.is_empty() && !all.is_empty() {
        // Accepted, they would be removed: they are another archive's of the same name.
        return Err(BatchError::OtherSnapshots { path: archive.snapshots.clone() });
    }
    // What lies in a folder that cannot be opened is not known to be gone.
    let shut: Vec<String> = all.values().filter_map(|t| t.shut.clone()).collect();
    let (mut trials, mut records) = (Vec::new(), Vec::new());
    for tried in all.into_values() {
        trials.push(tried.trial);
        records.extend(tried.record);
    }
    if whole && !trials.is_empty() {
        trials.push(findings(&records, rules, archive, header.as_deref())?);
    }
    for name in names.into_iter().filter(|_| whole) {
        let file = folder.join(&name);
        let unseen = shut.iter().any(|shut| name.starts_with(shut.as_str()));
        if !used.contains(&file) && !unseen {
            let kept = store::read_snapshot(&file)?.unwrap_or_default();
            trials.push(of_orphan(name, file, &kept));
        }
    }
    Ok(trials)
}

/// Tries rules on the documents of an archive, or on those asked for, each once.
fn documents(
    settings: &Settings,
    library: &Library,
    rules: &Rules,
    archive: &Archive,
    header: Option<&str>,
) -> Result<BTreeMap<String, Tried>, BatchError> {
    let whole = std::slice::from_ref(&archive.root);
    let starts = if archive.only.is_empty() { whole } else { &archive.only };
    let mut all = BTreeMap::new();
    for start in starts {
        let roots = vec![start.clone()];
        let apart = Some(archive.snapshots.clone());
        let search = Search { roots, apart, ..settings.search.clone() };
        let settings = Settings { search, ..settings.clone() };
        let act = |book: &Book<'_>| tried(book, rules, archive, start, header);
        for tried in library.each(&settings, act)? {
            all.extend(tried?);
        }
    }
    Ok(all)
}

/// The header that new snapshots of a folder take: that of the ones that are there.
fn header(folder: &Path, names: &[String]) -> Result<Option<String>, BatchError> {
    let Some(name) = names.first() else { return Ok(None) };
    let kept = store::read_snapshot(&folder.join(name))?.unwrap_or_default();
    Ok(snapshot::parse(&kept).map(|s| s.header.to_owned()))
}

/// Tries rules on one file, if it is one that can be read.
fn tried(
    book: &Book<'_>,
    rules: &Rules,
    archive: &Archive,
    start: &Path,
    header: Option<&str>,
) -> Result<Option<(String, Tried)>, BatchError> {
    if !book.found.is_document() {
        return Ok(None);
    }
    let (mut record, read) = book.record(rules);
    record.document.path = path_in(archive, start, &book.found.path);
    let path = record.document.path.clone();
    let file = archive.snapshots.join("record").join(snapshot_name(&path));
    let kept = store::read_snapshot(&file)?;
    let trial = of_record(&record, file, kept.as_deref(), header);
    let name = snapshot_name(&path);
    let begins = || format!("{}__", name.strip_suffix(".snap").unwrap_or(&name));
    let shut = book.found.file.is_dir().then(begins);
    Ok(Some((path, Tried { trial, record: read.then_some(record), shut })))
}

/// The path in the archive of a file found from a start: the file itself, or a folder.
fn path_in(archive: &Archive, start: &Path, found: &str) -> String {
    let inside = start.strip_prefix(&archive.root).unwrap_or(Path::new("")).to_string_lossy();
    match inside.trim_matches('/') {
        "" => found.to_owned(),
        inside if start.is_dir() => format!("{inside}/{found}"),
        inside => inside.to_owned(),
    }
}

/// The findings of all documents of an archive.
fn findings(
    records: &[Record],
    rules: &Rules,
    archive: &Archive,
    header: Option<&str>,
) -> Result<Trial, BatchError> {
    let folder = archive.snapshots.join("findings");
    let file = folder.join("findings.snap");
    let kept = store::read_snapshot(&file)?;
    Ok(of_findings(&reconcile(records, rules, Lang::Fr), file, kept.as_deref(), header))
}

/// Takes what was read for right: writes the snapshot, or removes that of no document. Whether
/// anything was done.
pub fn accept(trial: &Trial) -> Result<bool, BatchError> {
    if !trial.can_be_accepted() {
        return Ok(false);
    }
    match &trial.fresh {
        Some(text) => store::write_snapshot(&trial.file, text)?,
        None if trial.outcome == Outcome::Orphan => store::remove_snapshot(&trial.file)?,
        None => return Ok(false),
    }
    Ok(true)
}
