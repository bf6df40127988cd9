//! The whole job: discover, read in workers, store, reconcile, report.
//!
//! Every result but the times in `run.json` is a function of the archive and the rules: files are
//! read side by side and gathered in the order of their paths.

use std::io;
use std::path::{Path, PathBuf};

use crate::ingest::{self, Fate, Found, Search, discover};
use crate::issue::{Lang, Severity};
use crate::limits::Limits;
use crate::reconcile::finding::{Findings, State};
use crate::record::Record;
use crate::report::Run;
use crate::report::evidence::Evidence;
use crate::rules::{self, Rules};
use crate::store::{
    self, Basis, Cache, Documents, FileOutcome, Reused, RunFolder, RunIndex, StoreError,
};
use crate::worker::{Body, Outcome};

use reading::Gathered;
use reporting::{detailed, write_reports};

mod confirming;
mod error;
pub mod impact;
pub mod library;
mod past;
pub mod progress;
mod reading;
mod showing;
mod reporting;
pub mod trying;
pub mod verifying;
mod waiving;

pub use confirming::{ConfirmError, Confirming, confirm};
pub use error::BatchError;
pub use past::Past;
pub use reading::{Reader, draw, look_into};
pub use reporting::{ReportFormat, report_again};
pub use showing::Showing;
pub use waiving::{WaiveError, Waiving, waive};

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What to read.
    pub search: Search,
    /// The folder of rule packs; `None` for the ones built in.
    pub rules: Option<PathBuf>,
    /// Workers at a time.
    pub workers: usize,
    /// The caps on each document.
    pub limits: Limits,
    /// What reads pages of paper.
    pub ocr: AskedOcr,
    /// Where what it reads is kept.
    pub keeping: Keeping,
    /// Which files are read.
    pub reread: Reread,
    /// What is told while files are read.
    pub watch: progress::Watch,
    /// The language of reports.
    pub lang: Lang,
}

/// What is to read pages of paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum AskedOcr {
    /// Tesseract, if it is installed.
    #[default]
    Installed,
    /// Tesseract at this path.
    At(PathBuf),
    /// Nothing: pages of paper are told.
    Nothing,
}

/// Where what takes long to read is kept: documents that rules are tried on, pictures of pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Keeping {
    /// In the cache of the user.
    #[default]
    Default,
    /// In this folder.
    Folder(PathBuf),
    /// Nowhere.
    Nowhere,
}

impl Keeping {
    /// The cache, if there is one.
    fn cache(&self) -> Option<Cache> {
        match self {
            Self::Default => Cache::open(None),
            Self::Folder(folder) => Cache::open(Some(folder)),
            Self::Nowhere => None,
        }
    }
}

/// Which files a run reads into a folder that an earlier run has written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reread {
    /// Those that changed, or that were not come to.
    #[default]
    Changed,
    /// All of them.
    All,
}

/// Which discrepancies a run is not clean for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FailOn {
    /// Those that the baseline does not know as they are.
    #[default]
    New,
    /// Known ones too.
    Any,
}

/// What a run gave.
#[derive(Debug, Default)]
pub struct RunResult {
    /// The files and their outcomes.
    pub index: RunIndex,
    /// Files that were not read again.
    pub reused: Reused,
    /// The records that reports give in full, the first ones: all of them but in huge archives.
    pub records: Vec<Record>,
    /// What does not agree.
    pub findings: Findings,
    /// What proves it.
    pub evidence: Evidence,
}

impl RunResult {
    /// Whether there is nothing to report: every document read whole and compared, and every check
    /// holds but for what is accepted, or known and not asked for.
    #[must_use]
    pub fn is_clean(&self, fail_on: FailOn) -> bool {
        let told = |state| fail_on == FailOn::Any || state != State::Known;
        let mut findings = self.findings.findings.iter();
        !self.index.files.iter().any(needs_attention)
            && self.findings.judged_bytes.is_none()
            && !findings.any(|f| f.is_loud() && f.is_open() && told(f.state))
    }

    /// What reports are made of.
    #[must_use]
    pub fn view(&self, lang: Lang) -> Run<'_> {
        let Self { index, records, findings, evidence, .. } = self;
        Run { index, records, findings, evidence, lang }
    }
}

/// Whether a document could not be read, in whole or in part. What a system left in the archive is
/// nothing to report; what may hold a document is, be it a Word file or a picture.
#[must_use]
pub fn needs_attention(file: &FileOutcome) -> bool {
    match file.outcome {
        Outcome::Done | Outcome::Duplicate => false,
        Outcome::Unsupported => file.issues.iter().any(|i| i.severity != Severity::Info),
        _ => true,
    }
}

/// Runs the whole job into a folder, with reports of these formats.
pub fn run(
    settings: &Settings,
    past: &Past,
    formats: &[ReportFormat],
    out: &Path,
) -> Result<RunResult, BatchError> {
    let rules = past.rules(settings.rules.as_deref())?;
    let known = past.load()?;
    let (folder, mut found) = prepare(settings, out)?;
    let reader = Reader::new(settings, &rules)?;
    let basis = Basis::new(&rules.sha256, settings.limits, reader.engine());
    let journal = folder.journal(&basis, settings.reread == Reread::All)?;
    let Gathered { files, reused } = reader.read_into(&folder, &journal, &mut found)?;
    // Of the others nothing is shown.
    found.retain(|file| file.fate == Fate::Read);
    found.shrink_to_fit();
    let index = index(settings, out, (&rules, basis), files)?;
    let index = RunIndex { date: Some(past.today), ..index };
    let documents = Documents::new(folder.path(), &index);
    let how = (settings.lang, settings.limits.judged_bytes);
    let findings = known.findings(&documents, &rules, reader.threads(), how)?;
    let evidence = if formats.contains(&ReportFormat::Html) {
        showing::show(&reader, &found, &findings)
    } else {
        Evidence::default()
    };
    let records = detailed(&documents, &findings)?;
    let result = RunResult { index, reused, records, findings, evidence };
    write_reports(&folder, &result, settings.lang, formats)?;
    remove_stale(&folder, formats)?;
    folder.finish(&journal, &result.index)?;
    Ok(result)
}

/// Reads documents and hands each file, with its record as JSON where it has one, to `sink`,
/// in order, until that says to stop.
pub fn extract(
    settings: &Settings,
    sink: impl FnMut(&FileOutcome, Option<&Body>) -> io::Result<()>,
) -> Result<io::Result<()>, BatchError> {
    let rules = rules::load(settings.rules.as_deref())?;
    let found = files(&settings.search, &settings.limits)?;
    Ok(Reader::new(settings, &rules)?.stream(&found, sink))
}

/// Reads documents into the `documents/` of a folder.
pub fn extract_into(settings: &Settings, out: &Path) -> Result<RunResult, BatchError> {
    let rules = rules::load(settings.rules.as_deref())?;
    let (folder, mut found) = prepare(settings, out)?;
    let reader = Reader::new(settings, &rules)?;
    let basis = Basis::new(&rules.sha256, settings.limits, reader.engine());
    let journal = folder.journal(&basis, settings.reread == Reread::All)?;
    let Gathered { files, reused } = reader.read_into(&folder, &journal, &mut found)?;
    let index = index(settings, out, (&rules, basis), files)?;
    remove_stale(&folder, &[])?;
    folder.remove_report("findings.json")?;
    folder.finish(&journal, &index)?;
    Ok(RunResult { index, reused, ..RunResult::default() })
}

/// Compares the records of a run folder again, and writes findings and reports.
pub fn reconcile_again(
    folder: &Path,
    rules: Option<&Path>,
    past: &Past,
    showing: &Showing,
    lang: Lang,
) -> Result<RunResult, BatchError> {
    let rules = past.rules(rules)?;
    let known = past.load()?;
    let index = RunIndex::load(folder)?;
    let out = RunFolder::create(folder)?;
    let documents = Documents::new(folder, &index);
    let (threads, how) = (reading::threads(showing.workers)?, (lang, showing.limits.judged_bytes));
    let findings = known.findings(&documents, &rules, &threads, how)?;
    drop(threads);
    let evidence = showing::show_again(folder, &index, &findings, showing)?;
    let records = detailed(&documents, &findings)?;
    let result = RunResult { index, records, findings, evidence, ..RunResult::default() };
    write_reports(&out, &result, lang, &ReportFormat::USUAL)?;
    Ok(result)
}

/// Removes reports that this run does not make again: they would be of other findings.
fn remove_stale(folder: &RunFolder, made: &[ReportFormat]) -> Result<(), StoreError> {
    let stale = ReportFormat::ALL.iter().filter(|format| !made.contains(format));
    stale.flat_map(|format| format.files()).try_for_each(|name| folder.remove_report(name))
}

/// What a run did, with where its files lie.
fn index(
    settings: &Settings,
    out: &Path,
    (rules, basis): (&Rules, Basis),
    files: Vec<FileOutcome>,
) -> Result<RunIndex, StoreError> {
    let Search { roots, include, exclude, .. } = &settings.search;
    let roots = store::Archive::seen_from(out, roots);
    let (include, exclude) = (include.clone(), exclude.clone());
    let archive = Some(store::Archive { roots, include, exclude });
    let rules_sha256 = rules.sha256.clone();
    let index =
        RunIndex { rules_sha256, basis: Some(basis), archive, files, ..RunIndex::default() };
    let path = out.join("run.json");
    index.sealed().map_err(|source| StoreError::Write { path, source: source.into() })
}

/// Makes the folder for results and finds the files of the archive, that folder left out.
fn prepare(settings: &Settings, out: &Path) -> Result<(RunFolder, Vec<Found>), BatchError> {
    ingest::check(&settings.search)?;
    let real = out.canonicalize().ok();
    let is_out = |root: &PathBuf| {
        let inside = real.as_ref().zip(root.canonicalize().ok());
        inside.is_some_and(|(out, root)| root.strip_prefix(out).is_ok_and(store::is_written))
    };
    if settings.search.roots.iter().any(is_out) {
        return Err(BatchError::OutIsArchive { path: out.to_owned() });
    }
    let folder = RunFolder::create(out)?;
    let search = Search { apart: Some(out.to_owned()), ..settings.search.clone() };
    Ok((folder, files(&search, &settings.limits)?))
}

/// The files of an archive, of which there must be one.
fn files(search: &Search, limits: &Limits) -> Result<Vec<Found>, BatchError> {
    let found = discover(search, limits)?;
    if found.is_empty() {
        let roots = search.roots.iter().map(|root| root.display().to_string());
        return Err(BatchError::NoFile { roots: roots.collect::<Vec<_>>().join(", ") });
    }
    Ok(found)
}
