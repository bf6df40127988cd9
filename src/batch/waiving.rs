//! `bilan waive`: discrepancies of a run folder, by id, into the file of waivers.
//!
//! All of the ids are looked up before anything is written: a slip in one writes none.

use std::path::{Path, PathBuf};

use super::BatchError;
use super::past::{WAIVERS, waiver_fault};
use crate::reconcile::finding::{Finding, Findings, SCHEMA, State};
use crate::reconcile::waivers::{self, Waiver};
use crate::rules::suggestion;
use crate::store::{self, Kept, StoreError};

/// Ids that are listed where none is near.
const LISTED: usize = 10;

/// What is to be accepted, by whom, why and for how long.
#[derive(Debug, Clone)]
pub struct Waiving {
    /// The ids of the findings.
    pub ids: Vec<String>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub by: String,
    /// The last day, ISO 8601.
    pub until: String,
    /// The folder of the run that found them.
    pub folder: PathBuf,
    /// The file of waivers; `derogations.toml` of the current folder where none is named.
    pub waivers: Option<PathBuf>,
}

/// Why a finding cannot be waived.
#[derive(Debug, thiserror::Error)]
pub enum WaiveError {
    /// The run has no such finding.
    #[error("« {id} » : aucun constat de cet identifiant dans {} ; {hint}", folder.display())]
    Unknown {
        /// The id.
        id: String,
        /// The run folder.
        folder: PathBuf,
        /// The nearest one.
        hint: String,
    },
    /// The discrepancy is gone.
    #[error("« {id} » : cet écart a disparu, il n'y a rien à accepter ; ne pas le citer")]
    Resolved {
        /// The id.
        id: String,
    },
    /// It is no discrepancy.
    #[error("« {id} » : c'est une information et non un écart, rien à accepter ; ne pas le citer")]
    Information {
        /// The id.
        id: String,
    },
    /// Nothing is said where something must be.
    #[error("{flag} : il faut un texte ; dire {what}")]
    Silent {
        /// The flag.
        flag: &'static str,
        /// What to say.
        what: &'static str,
    },
}

/// Writes a waiver for each finding, and gives them back with the file that they are in.
pub fn waive(asked: &Waiving) -> Result<(Vec<Waiver>, PathBuf), BatchError> {
    said(&asked.reason, "--reason", "pourquoi l'écart est accepté")?;
    said(&asked.by, "--by", "qui l'accepte")?;
    let findings = findings(&asked.folder)?;
    let made: Vec<Waiver> = asked
        .ids
        .iter()
        .map(|id| Ok(asked.waiver(known(&findings, id, &asked.folder)?)))
        .collect::<Result<_, WaiveError>>()?;
    let path = asked.waivers.clone().unwrap_or_else(|| PathBuf::from(WAIVERS));
    store::update_kept(Kept::Waivers, &path, |text| {
        made.iter().try_fold(text.to_owned(), |text, waiver| {
            waivers::put(&text, waiver).map_err(|fault| waiver_fault(&path, fault))
        })
    })?;
    Ok((made, path))
}

/// Refuses a text of nothing but blanks.
pub(super) fn said(text: &str, flag: &'static str, what: &'static str) -> Result<(), WaiveError> {
    if text.trim().is_empty() { Err(WaiveError::Silent { flag, what }) } else { Ok(()) }
}

impl Waiving {
    fn waiver(&self, finding: &Finding) -> Waiver {
        Waiver {
            finding: finding.id.clone(),
            check: finding.check.clone(),
            document: finding.document.clone(),
            reason: self.reason.trim().to_owned(),
            by: self.by.trim().to_owned(),
            until: self.until.clone(),
            evidence: finding.evidence.clone(),
        }
    }
}

/// The findings of a run folder.
pub(super) fn findings(folder: &Path) -> Result<Findings, StoreError> {
    let path = folder.join("findings.json");
    let findings: Findings = store::load(&path)?;
    if findings.schema == SCHEMA {
        return Ok(findings);
    }
    let why = format!("schema « {} » au lieu de « {SCHEMA} »", findings.schema);
    Err(StoreError::Malformed { path, why })
}

/// The discrepancy of an id.
fn known<'f>(findings: &'f Findings, id: &str, folder: &Path) -> Result<&'f Finding, WaiveError> {
    let Some(finding) = findings.findings.iter().find(|f| f.id == id) else {
        let open = findings.findings.iter().filter(|f| f.is_loud() && f.state != State::Resolved);
        let ids: Vec<&str> = open.map(|f| f.id.as_str()).collect();
        let near = suggestion(id, &ids);
        let hint = match ids.len() {
            0 => "ce dossier n'a pas d'écart à accepter".to_owned(),
            n if n > LISTED && near.starts_with("connus") => {
                "les identifiants sont dans report.html et ecarts.xlsx".to_owned()
            }
            _ => near,
        };
        let (id, folder) = (id.to_owned(), folder.to_owned());
        return Err(WaiveError::Unknown { id, folder, hint });
    };
    let id = || id.to_owned();
    match finding.state {
        State::Resolved => Err(WaiveError::Resolved { id: id() }),
        _ if !finding.is_loud() => Err(WaiveError::Information { id: id() }),
        _ => Ok(finding),
    }
}
