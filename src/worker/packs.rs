//! Rule packs as text: read once by the parent, compiled there to be checked and in each worker to
//! be used, so that an edit during a run cannot give two documents different rules.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::rules::{Rules, RulesError, load_texts};

/// A rule pack as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackText {
    /// The name of its file.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Why there are no rules.
#[derive(Debug, thiserror::Error)]
pub enum PacksError {
    /// The folder or a file of it cannot be read.
    #[error("{} : les règles ne peuvent pas être lues ({source}) ; vérifier --rules", path.display())]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The folder holds no pack.
    #[error("{} : aucun fichier .toml dans ce dossier ; vérifier --rules", path.display())]
    NoPack {
        /// The folder.
        path: PathBuf,
    },
    /// A pack is wrong; each fault is told with file, line and column.
    #[error(transparent)]
    Faulty(#[from] RulesError),
}

/// The packs of a folder, by name; of no folder, the ones built in.
pub fn read(folder: Option<&Path>) -> Result<Vec<PackText>, PacksError> {
    let Some(folder) = folder else { return Ok(Vec::new()) };
    let failed = |path: &Path| {
        let path = path.to_owned();
        |source| PacksError::Unreadable { path, source }
    };
    let mut packs = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let path = entry.map_err(failed(folder))?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let text = fs::read_to_string(&path).map_err(failed(&path))?;
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
            packs.push(PackText { name: name.unwrap_or_default(), text });
        }
    }
    if packs.is_empty() {
        return Err(PacksError::NoPack { path: folder.to_owned() });
    }
    packs.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(packs)
}

/// Compiles packs; all that is wrong with them is told at once.
pub fn compile(packs: &[PackText]) -> Result<Rules, PacksError> {
    let texts: Vec<_> = packs.iter().map(|p| (p.name.clone(), p.text.clone())).collect();
    Ok(load_texts(&texts)?)
}
