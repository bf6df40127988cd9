//! What earlier runs and people say of findings: the baseline and the waivers, loaded before
//! anything is read, so that a slip in either costs no time.
//!
//! The day on which waivers are judged comes from the command; nothing here reads a clock.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::BatchError;
use crate::reconcile::finding::{Findings, SCHEMA};
use crate::reconcile::memory::remember;
use crate::reconcile::waivers::{self, Waiver, waive};
use crate::rules::{self, Rules};
use crate::store;

/// The file of waivers in the current folder.
pub(super) const WAIVERS: &str = "derogations.toml";

/// Where to look for what is known already.
#[derive(Debug, Clone)]
pub struct Past {
    /// The findings of an earlier run: `findings.json`, or the folder that holds it.
    pub baseline: Option<PathBuf>,
    /// The file of waivers; `derogations.toml` of the current folder where none is named, which need not be there.
    pub waivers: Option<PathBuf>,
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
    today: Date,
}

impl Past {
    /// The rules of a folder, or those built in, with what is set for this run.
    pub(super) fn rules(&self, folder: Option<&Path>) -> Result<Rules, BatchError> {
        let mut rules = rules::load(folder)?;
        if let Some(share) = self.significant {
            rules.set_deviation(share);
        }
        Ok(rules)
    }

    /// Reads the baseline and the waivers.
    pub(super) fn load(&self) -> Result<Known, BatchError> {
        let baseline = self.baseline.as_deref().map(baseline).transpose()?;
        let path = self.waivers.as_deref().unwrap_or(Path::new(WAIVERS));
        let waivers = match store::read_waivers(path)? {
            Some(text) => waivers::parse(&text).map_err(|fault| waiver_fault(path, fault))?,
            None if self.waivers.is_some() => {
                return Err(BatchError::NoWaivers { path: path.to_owned() });
            }
            None => Vec::new(),
        };
        Ok(Known { baseline, waivers, today: self.today })
    }
}

impl Known {
    /// The findings of today, marked by what is known of them.
    pub(super) fn apply(&self, mut findings: Findings) -> Findings {
        if let Some(baseline) = &self.baseline {
            findings = remember(findings, baseline);
        }
        waive(findings, &self.waivers, self.today)
    }
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
    let told: Told = serde_json::from_slice(&bytes)
        .map_err(|e| failed(format!("ce n'est pas un findings.json : {e}")))?;
    if told.schema != SCHEMA {
        return Err(failed(format!("schema « {} » au lieu de « {SCHEMA} »", told.schema)));
    }
    serde_json::from_slice(&bytes).map_err(|e| failed(e.to_string()))
}

/// What any `findings.json` tells first, of whatever version.
#[derive(serde::Deserialize)]
struct Told {
    schema: String,
}
