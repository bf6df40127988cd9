//! The whole job: discover, read in workers, store, reconcile, report.
//!
//! Every result but the times in `run.json` is a function of the archive and the rules: files are
//! read side by side and gathered in the order of their paths.

use std::io;
use std::path::{Path, PathBuf};

use crate::ingest::{self, DiscoverError, Found, Search, discover};
use crate::issue::{Lang, Severity};
use crate::limits::Limits;
use crate::reconcile::correspondences::CorrespondenceFault;
use crate::reconcile::finding::{Findings, State};
use crate::reconcile::waivers::WaiverFault;
use crate::record::Record;
use crate::report::{self, Run};
use crate::rules::{self, RulesError};
use crate::store::{self, Documents, FileOutcome, RunFolder, RunIndex, StoreError};
use crate::worker::Outcome;

mod confirming;
pub mod impact;
pub mod library;
mod past;
mod progress;
mod reading;
pub mod trying;
pub mod verifying;
mod waiving;

pub use confirming::{ConfirmError, Confirming, confirm};
pub use past::Past;
pub use reading::{Reader, draw, look_into};
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
    /// Whether to show how far the reading is.
    pub progress: bool,
    /// The language of reports.
    pub lang: Lang,
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
    /// The records that reports give in full, the first ones: all of them but in huge archives.
    pub records: Vec<Record>,
    /// What does not agree.
    pub findings: Findings,
}

/// Why a command cannot do its job at all.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The archive cannot be searched.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// The rules do not load.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// Results cannot be written or read back.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The run folder and the archive are the same folder.
    #[error(
        "{} : le dossier de sortie est l'archive elle-même ; en choisir un autre avec --out",
        path.display()
    )]
    OutIsArchive {
        /// The folder.
        path: PathBuf,
    },
    /// A folder, where one file is to be looked at.
    #[error("{} : c'est un dossier ; donner un seul fichier à « bilan inspect »", path.display())]
    IsFolder {
        /// The folder.
        path: PathBuf,
    },
    /// Nothing to read: a green end would be taken for one over sound documents.
    #[error("{roots} : aucun fichier à lire ; vérifier le chemin, --include et --exclude")]
    NoFile {
        /// Where files were looked for.
        roots: String,
    },
    /// No worker can be started.
    #[error("les processus de lecture ne démarrent pas ({0}) ; relever --max-memory ou ulimit")]
    NoWorker(io::Error),
    /// Nothing to try rules on was named, and there are no samples.
    #[error(
        "{} : dossier introuvable ; donner le dossier des documents sur lesquels essayer les \
         règles",
        path.display()
    )]
    NoSamples {
        /// Where samples would be.
        path: PathBuf,
    },
    /// Snapshots of two archives in one folder.
    #[error(
        "{} : deux dossiers de documents auraient les mêmes instantanés ; lancer la commande une \
         fois par dossier, chacune avec son --snapshots",
        path.display()
    )]
    TwoArchives {
        /// The second archive.
        path: PathBuf,
    },
    /// Snapshots of another archive.
    #[error(
        "{} : aucun de ces instantanés n'est d'un document donné, ils sont sans doute d'une autre \
         archive ; choisir un autre dossier avec --snapshots",
        path.display()
    )]
    OtherSnapshots {
        /// The folder of the snapshots.
        path: PathBuf,
    },
    /// The findings of an earlier run cannot be used.
    #[error(
        "--baseline {} : inutilisable ({why}) ; donner le findings.json d'un dossier écrit par \
         « bilan run »",
        path.display()
    )]
    Baseline {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// A file of waivers or correspondences that was named is not there.
    #[error("{flag} {} : introuvable ; vérifier le chemin", path.display())]
    NoKept {
        /// The flag that names it.
        flag: &'static str,
        /// The file.
        path: PathBuf,
    },
    /// The file of correspondences cannot be used.
    #[error("{} : {fault}", path.display())]
    Correspondences {
        /// The file.
        path: PathBuf,
        /// What is wrong, with what to do.
        fault: CorrespondenceFault,
    },
    /// A pair of names cannot be confirmed.
    #[error(transparent)]
    Confirm(#[from] ConfirmError),
    /// The file of waivers cannot be used.
    #[error("{} : {fault} ; corriger le fichier, ou en donner un autre avec --waivers", path.display())]
    Waivers {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        fault: WaiverFault,
    },
    /// A finding cannot be waived.
    #[error(transparent)]
    Waive(#[from] WaiveError),
    /// The sources of a run folder are not where they were.
    #[error("{} : l'archive n'est plus là ; dire où elle se trouve avec --archive", path.display())]
    NoArchive {
        /// Where it was.
        path: PathBuf,
    },
    /// A run folder does not say where its sources are.
    #[error(
        "{} : run.json ne dit pas où est l'archive ; la donner avec --archive",
        folder.display()
    )]
    UnknownArchive {
        /// The run folder.
        folder: PathBuf,
    },
    /// A report cannot be made.
    #[error("{name} : le rapport n'a pas pu être produit ({why}) ; signaler ce défaut")]
    Report {
        /// The report.
        name: &'static str,
        /// What failed.
        why: String,
    },
}

impl RunResult {
    /// Whether there is nothing to report: every document read whole, and every check holds but
    /// for what is accepted, or known and not asked for.
    #[must_use]
    pub fn is_clean(&self, fail_on: FailOn) -> bool {
        let told = |state| fail_on == FailOn::Any || state != State::Known;
        let mut findings = self.findings.findings.iter();
        !self.index.files.iter().any(needs_attention)
            && !findings.any(|f| f.is_loud() && f.is_open() && told(f.state))
    }

    /// What reports are made of.
    #[must_use]
    pub fn view(&self, lang: Lang) -> Run<'_> {
        Run { index: &self.index, records: &self.records, findings: &self.findings, lang }
    }
}

/// Whether a document could not be read, in whole or in part. A photograph in the archive is
/// nothing to report; a PDF that turns out to be a photograph is.
#[must_use]
pub fn needs_attention(file: &FileOutcome) -> bool {
    match file.outcome {
        Outcome::Done | Outcome::Duplicate => false,
        Outcome::Unsupported => file.issues.iter().any(|i| i.severity != Severity::Info),
        _ => true,
    }
}

/// Runs the whole job into a folder.
pub fn run(settings: &Settings, past: &Past, out: &Path) -> Result<RunResult, BatchError> {
    let rules = past.rules(settings.rules.as_deref())?;
    let known = past.load()?;
    let (folder, found) = prepare(settings, out)?;
    let reader = Reader::new(settings, &rules)?;
    let files = reader.read_into(&folder, &found)?;
    let index = index(settings, out, rules.sha256.clone(), files);
    let index = RunIndex { date: Some(past.today), ..index };
    let documents = Documents::new(folder.path(), &index);
    let findings = known.findings(&documents, &rules, settings.lang)?;
    let result = RunResult { index, records: detailed(&documents)?, findings };
    write_reports(&folder, &result, settings.lang)?;
    folder.finish(&result.index)?;
    Ok(result)
}

/// Reads documents and hands each file, with its record as JSON where it has one, to `sink`,
/// in order, until that says to stop.
pub fn extract(
    settings: &Settings,
    sink: impl FnMut(&FileOutcome, Option<&[u8]>) -> io::Result<()>,
) -> Result<io::Result<()>, BatchError> {
    let rules = rules::load(settings.rules.as_deref())?;
    let found = files(&settings.search, &settings.limits)?;
    Ok(Reader::new(settings, &rules)?.stream(&found, sink))
}

/// Reads documents into the `documents/` of a folder.
pub fn extract_into(settings: &Settings, out: &Path) -> Result<RunResult, BatchError> {
    let rules = rules::load(settings.rules.as_deref())?;
    let (folder, found) = prepare(settings, out)?;
    let files = Reader::new(settings, &rules)?.read_into(&folder, &found)?;
    let index = index(settings, out, rules.sha256, files);
    folder.finish(&index)?;
    Ok(RunResult { index, ..RunResult::default() })
}

/// Compares the records of a run folder again, and writes findings and reports.
pub fn reconcile_again(
    folder: &Path,
    rules: Option<&Path>,
    past: &Past,
    lang: Lang,
) -> Result<RunResult, BatchError> {
    let rules = past.rules(rules)?;
    let known = past.load()?;
    let index = RunIndex::load(folder)?;
    let out = RunFolder::create(folder)?;
    let documents = Documents::new(folder, &index);
    let findings = known.findings(&documents, &rules, lang)?;
    let result = RunResult { index, records: detailed(&documents)?, findings };
    write_reports(&out, &result, lang)?;
    Ok(result)
}

/// A report that can be made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// `report.html`
    Html,
    /// `ecarts.xlsx`
    Xlsx,
}

/// Renders reports of a run folder again.
pub fn report_again(
    folder: &Path,
    formats: &[ReportFormat],
    lang: Lang,
) -> Result<RunResult, BatchError> {
    let index = RunIndex::load(folder)?;
    let out = RunFolder::create(folder)?;
    let records = detailed(&Documents::new(folder, &index))?;
    let findings = waiving::findings(folder)?;
    let result = RunResult { index, records, findings };
    for format in formats {
        write_report(&out, &result, lang, *format)?;
    }
    Ok(result)
}

/// Values that reports give in full: what a person still scrolls through, and less than a sheet
/// of Excel holds. All are in the documents' own files.
const DETAILED: usize = 100_000;

/// The records that reports give in full: from the first one until that is enough.
fn detailed(documents: &Documents) -> Result<Vec<Record>, StoreError> {
    let (mut records, mut values) = (Vec::new(), 0);
    for at in 0..documents.len() {
        if values >= DETAILED {
            break;
        }
        let record = documents.read(at)?;
        let rows = record.budgets.iter().flat_map(|budget| &budget.rows);
        values += record.indicators.len() + rows.map(|row| row.cells.len()).sum::<usize>();
        records.push(record);
    }
    Ok(records)
}

/// What a run did, with where its files lie.
fn index(
    settings: &Settings,
    out: &Path,
    rules_sha256: String,
    files: Vec<FileOutcome>,
) -> RunIndex {
    let Search { roots, include, exclude, .. } = &settings.search;
    let roots = store::Archive::seen_from(out, roots);
    let (include, exclude) = (include.clone(), exclude.clone());
    let archive = Some(store::Archive { roots, include, exclude });
    RunIndex { rules_sha256, archive, files, ..RunIndex::default() }
}

/// Makes the folder for results and finds the files of the archive, that folder left out.
fn prepare(settings: &Settings, out: &Path) -> Result<(RunFolder, Vec<Found>), BatchError> {
    ingest::check(&settings.search)?;
    let real = out.canonicalize().ok();
    let is_out = |root: &PathBuf| real.is_some() && root.canonicalize().ok() == real;
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

/// Writes findings and all reports.
fn write_reports(folder: &RunFolder, result: &RunResult, lang: Lang) -> Result<(), BatchError> {
    folder.write_json("findings.json", &result.findings)?;
    write_report(folder, result, lang, ReportFormat::Html)?;
    write_report(folder, result, lang, ReportFormat::Xlsx)
}

/// Writes one report.
fn write_report(
    folder: &RunFolder,
    result: &RunResult,
    lang: Lang,
    format: ReportFormat,
) -> Result<(), BatchError> {
    let run = result.view(lang);
    match format {
        ReportFormat::Html => folder.write("report.html", &report::html::render(&run))?,
        ReportFormat::Xlsx => {
            let name = "ecarts.xlsx";
            let bytes = report::xlsx::render(&run)
                .map_err(|e| BatchError::Report { name, why: e.to_string() })?;
            folder.write(name, &bytes)?;
        }
    }
    Ok(())
}
