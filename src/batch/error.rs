//! Why a command of the batch cannot do its job: full French sentences, each with what to do.

use std::io;
use std::path::PathBuf;

use super::{ConfirmError, WaiveError};
use crate::ingest::DiscoverError;
use crate::readers::ocr::NoEngine;
use crate::reconcile::correspondences::CorrespondenceFault;
use crate::reconcile::waivers::WaiverFault;
use crate::rules::RulesError;
use crate::store::StoreError;

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
        "{} : l'archive serait écrasée par les résultats, qui vont dans ce dossier ; \
         en choisir un autre avec --out",
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
    /// What was to read pages of paper cannot.
    #[error("{0} ; vérifier --tesseract")]
    NoEngine(#[from] NoEngine),
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
