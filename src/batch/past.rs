//! What earlier runs and people say of findings and names: the baseline, the waivers and the
//! correspondences, loaded before anything is read, so that a slip in one costs no time.
//!
//! The day on which waivers are judged comes from the command; nothing here reads a clock.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::ThreadPool;
use rust_decimal::Decimal;

use super::BatchError;
use crate::issue::Lang;
use crate::reconcile::correspondences::{self, CorrespondenceFault, Correspondences};
use crate::reconcile::finding::{Findings, SCHEMA};
use crate::reconcile::memory::remember;
use crate::reconcile::reconcile_from;
use crate::reconcile::waivers::{self, Waiver, waive};
use crate::rules::{self, Rules};
use crate::store::{self, Documents, Kept, StoreError};

/// The file of waivers in the current folder.
pub(super) const WAIVERS: &str = "derogations.toml";

/// The file of correspondences, beside that of waivers.
const CORRESPONDENCES: &str = "correspondances.toml";

/// Where to look for what is known already.
#[derive(Debug, Clone)]
pub struct Past {
    /// The findings of an earlier run: `findings.json`, or the folder that holds it.
    pub baseline: Option<PathBuf>,
    /// The file of waivers; `derogations.toml` of the current folder where none is named, which need not be there.
    pub waivers: Option<PathBuf>,
    /// The file of correspondences; `correspondances.toml` beside the waivers where none is named, which need not be there.
    pub correspondences: Option<PathBuf>,
    /// The share from which a departure from what was planned is significant; that of the rules
    /// where it is `None`.
    pub significant: Option<Decimal>,
    /// The day on which waivers are judged.
    pub today: Date,
}

/// What is known already.
pub(super) struct Known {
    baseline: Option<Findings>,
    waivers: Vec<Waiver>,
    correspondences: Correspondences,
    today: Date,
}

impl Past {
    /// The rules of a folder, or those built in, with what is set for this run.
    pub(super) fn rules(&self, folder: Option<&Path>) -> Result<Rules, BatchError> {
        rules(folder, self.significant)
    }

    /// Reads the baseline and the waivers.
    pub(super) fn load(&self) -> Result<Known, BatchError> {
        let baseline = self.baseline.as_deref().map(baseline).transpose()?;
        let path = self.waivers.as_deref().unwrap_or(Path::new(WAIVERS));
        let waivers = match kept(Kept::Waivers, path, self.waivers.is_some())? {
            Some(text) => waivers::parse(&text).map_err(|fault| waiver_fault(path, fault))?,
            None => Vec::new(),
        };
        let correspondences = names(self.correspondences.as_deref(), self.waivers.as_deref())?;
        Ok(Known { baseline, waivers, correspondences, today: self.today })
    }
}

impl Known {
    /// The findings of today in a language, so many bytes of records had at once, marked by what is
    /// known of them. The threads are those that read: what they hold free is used again.
    pub(super) fn findings(
        &self,
        documents: &Documents,
        rules: &Rules,
        threads: &ThreadPool,
        how: (Lang, u64),
    ) -> Result<Findings, StoreError> {
        let compare = || reconcile_from(documents, rules, &self.correspondences, how);
        let mut findings = threads.install(compare)?;
        let read = documents.paths().collect();
        if let Some(baseline) = &self.baseline {
            findings = remember(findings, baseline, &read);
        }
        Ok(waive(findings, &self.waivers, self.today, &read))
    }
}

/// The rules of a folder, or those built in, with the share from which a departure from what was
/// planned is significant.
pub(super) fn rules(
    folder: Option<&Path>,
    significant: Option<Decimal>,
) -> Result<Rules, BatchError> {
    let mut rules = rules::load(folder)?;
    if let Some(share) = significant {
        rules.set_deviation(share);
    }
    Ok(rules)
}

/// What people said of names, in the file that was named or else the one beside the waivers.
pub(super) fn names(
    named: Option<&Path>,
    waivers: Option<&Path>,
) -> Result<Correspondences, BatchError> {
    let path = correspondences(named, waivers);
    match kept(Kept::Correspondences, &path, named.is_some())? {
        Some(text) => correspondences::parse(&text).map_err(|f| name_fault(&path, f)),
        None => Ok(Correspondences::default()),
    }
}

/// The text of a file that people keep; one that was named must be there.
fn kept(what: Kept, path: &Path, named: bool) -> Result<Option<String>, BatchError> {
    match store::read_kept(what, path)? {
        None if named => Err(BatchError::NoKept { flag: what.flag(), path: path.to_owned() }),
        text => Ok(text),
    }
}

/// The file of correspondences: the one that was named, else the one beside the waivers.
pub(super) fn correspondences(named: Option<&Path>, waivers: Option<&Path>) -> PathBuf {
    let beside = || waivers.unwrap_or(Path::new(WAIVERS)).with_file_name(CORRESPONDENCES);
    named.map_or_else(beside, Path::to_owned)
}

/// The error of a file of correspondences that cannot be used.
pub(super) fn name_fault(path: &Path, fault: CorrespondenceFault) -> BatchError {
    BatchError::Correspondences { path: path.to_owned(), fault }
}

/// The error of a file of waivers that cannot be used.
pub(super) fn waiver_fault(path: &Path, fault: waivers::WaiverFault) -> BatchError {
    BatchError::Waivers { path: path.to_owned(), fault }
}

/// The findings of an earlier run.
fn baseline(path: &Path) -> Result<Findings, BatchError> {
    let file = if path.is_dir() { path.join("findings.json") } else { path.to_owned() };
    let failed = |why: String| BatchError::Baseline { path: file.clone(), why };
    let bytes = std::fs::read(&file).map_err(|e| failed(crate::issue::system(&e)))?;
    let told: Told = store::parse(&bytes)
        .map_err(|why| failed(format!("ce n'est pas un findings.json : {why}")))?;
    if told.schema != SCHEMA {
        return Err(failed(format!("schema « {} » au lieu de « {SCHEMA} »", told.schema)));
    }
    store::parse(&bytes).map_err(failed)
}

/// What any `findings.json` tells first, of whatever version.
#[derive(serde::Deserialize)]
struct Told {
    schema: String,
}
