//! `bilan confirm`: pairs of names of a run folder, by id, into the file of correspondences.
//!
//! All of the ids are looked up before anything is written: a slip in one writes none.

use std::path::{Path, PathBuf};

use super::BatchError;
use super::past::{correspondences, name_fault};
use super::waiving::{findings, said};
use crate::reconcile::correspondences::{self, Correspondence, Ruling};
use crate::reconcile::pairs::{Pair, PairState};
use crate::rules::suggestion;
use crate::store::{self, Kept};

/// Ids that are listed where none is near.
const LISTED: usize = 10;

/// Which pairs are one, or two, and who says so.
#[derive(Debug, Clone)]
pub struct Confirming {
    /// The ids of the pairs.
    pub ids: Vec<String>,
    /// What is said of them.
    pub ruling: Ruling,
    /// Who says it.
    pub by: String,
    /// The day, ISO 8601.
    pub on: String,
    /// The folder of the run that proposes them.
    pub folder: PathBuf,
    /// The file of correspondences; `correspondances.toml` of the current folder where none is named.
    pub correspondences: Option<PathBuf>,
}

/// Why a pair cannot be confirmed.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// The run proposes no such pair.
    #[error("« {id} » : aucun rapprochement de cet identifiant dans {} ; {hint}", folder.display())]
    Unknown {
        /// The id.
        id: String,
        /// The run folder.
        folder: PathBuf,
        /// The nearest one.
        hint: String,
    },
}

/// Writes what is said of each pair, and gives it back with the file that it is in.
pub fn confirm(asked: &Confirming) -> Result<(Vec<Correspondence>, PathBuf), BatchError> {
    said(&asked.by, "--by", "qui l'a vérifié")?;
    let pairs = findings(&asked.folder)?.matches;
    let made: Vec<Correspondence> = asked
        .ids
        .iter()
        .map(|id| {
            let pair = known(&pairs, id, &asked.folder)?;
            Ok(pair.ruled(asked.ruling, asked.by.trim(), &asked.on))
        })
        .collect::<Result<_, ConfirmError>>()?;
    let path = correspondences(asked.correspondences.as_deref(), None);
    store::update_kept(Kept::Correspondences, &path, |text| {
        made.iter().try_fold(text.to_owned(), |text, entry| {
            correspondences::put(&text, entry).map_err(|fault| name_fault(&path, fault))
        })
    })?;
    Ok((made, path))
}

/// The pair of an id.
fn known<'p>(pairs: &'p [Pair], id: &str, folder: &Path) -> Result<&'p Pair, ConfirmError> {
    pairs.iter().find(|pair| pair.id == id).ok_or_else(|| {
        let open = pairs.iter().filter(|pair| pair.state == PairState::Proposed);
        let ids: Vec<&str> = open.map(|pair| pair.id.as_str()).collect();
        let near = suggestion(id, &ids);
        let hint = match ids.len() {
            0 => "ce dossier n'a pas de rapprochement à confirmer".to_owned(),
            n if n > LISTED && near.starts_with("connus") => {
                "les identifiants sont dans report.html et findings.json".to_owned()
            }
            _ => near,
        };
        ConfirmError::Unknown { id: id.to_owned(), folder: folder.to_owned(), hint }
    })
}
