//! The entries below the roots, each with what it is; nothing is opened here.
//!
//! Symbolic links inside an archive are told and not followed (they lead out, or in circles); a
//! root that is a link is followed, since the user named it. Hidden files are entries like others:
//! what programs leave behind (`~$x.xlsx`, `.DS_Store`) is told apart by name.

use std::fs::{self, FileType};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};

use super::path::archive_path;
use super::{DiscoverError, Search};
use crate::issue::system;

/// What an entry is.
pub(super) enum What {
    /// A regular file.
    File,
    /// Something else that has a name: a link, a pipe, a device.
    Other(&'static str),
    /// A file that a program left behind.
    Litter,
    /// It cannot be looked at.
    Failed(String),
}

/// An entry of the archive; folders that can be read are none.
pub(super) struct Entry {
    /// Its path in the archive.
    pub(super) path: String,
    /// Where it lies.
    pub(super) file: PathBuf,
    /// What it is.
    pub(super) what: What,
}

/// Proves that each root is there, and that folders among them can be listed.
pub(super) fn check(roots: &[PathBuf]) -> Result<(), DiscoverError> {
    for root in roots {
        let failed = |source| open_error(root, source);
        if fs::metadata(root).map_err(failed)?.is_dir() {
            fs::read_dir(root).map_err(failed)?;
        }
    }
    Ok(())
}

/// Everything below the roots.
pub(super) fn entries(search: &Search) -> Result<Vec<Entry>, DiscoverError> {
    let mut out = Vec::new();
    let several = search.roots.len() > 1;
    for root in &search.roots {
        let kind = fs::metadata(root).map_err(|source| open_error(root, source))?.file_type();
        if kind.is_dir() {
            // A folder given beside others keeps its own name, or their files would mix.
            let prefix = if several { root.file_name().map(PathBuf::from) } else { None };
            walk(search, root, &prefix.unwrap_or_default(), &mut out)?;
        } else {
            let name = root.file_name().map(PathBuf::from).unwrap_or_default();
            out.push(Entry {
                path: archive_path(&name),
                file: root.clone(),
                what: what(root, kind),
            });
        }
    }
    Ok(out)
}

/// The entry of a path of the archive, looked for where it should be; `None` where it is not, or
/// where a link leads out of the archive. Names that are no text are none here.
pub(super) fn entry(search: &Search, path: &str) -> Option<Entry> {
    let several = search.roots.len() > 1;
    search.roots.iter().find_map(|root| {
        let name = root.file_name()?.to_str()?;
        let file = if root.is_dir() {
            let rest = if several { path.strip_prefix(name)?.strip_prefix('/')? } else { path };
            let inside = Path::new(rest).components().all(|c| matches!(c, Component::Normal(_)));
            root.join(Some(rest).filter(|rest| inside && !rest.is_empty())?)
        } else {
            (name == path).then(|| root.clone())?
        };
        let kind = fs::symlink_metadata(&file).ok()?.file_type();
        let folder = file.parent().and_then(|folder| folder.canonicalize().ok());
        let outside = root.is_dir() && !folder?.starts_with(root.canonicalize().ok()?);
        (!outside).then(|| Entry { path: path.to_owned(), what: what(&file, kind), file })
    })
}

/// The error of a root that cannot be opened.
fn open_error(root: &Path, source: std::io::Error) -> DiscoverError {
    let path = root.to_owned();
    match source.kind() {
        std::io::ErrorKind::NotFound => DiscoverError::Missing { path },
        _ => DiscoverError::Unreadable { path, source },
    }
}

/// Everything below one folder.
fn walk(
    search: &Search,
    root: &Path,
    prefix: &Path,
    out: &mut Vec<Entry>,
) -> Result<(), DiscoverError> {
    let apart = search.apart.as_ref().and_then(|path| fs::canonicalize(path).ok());
    let results: Arc<Mutex<Vec<PathBuf>>> = Arc::default();
    let seen = Arc::clone(&results);
    let walker = WalkBuilder::new(root)
        .standard_filters(false)
        .follow_links(false)
        .overrides(globs(search, root)?)
        .filter_entry(move |entry| {
            let results = entry.depth() > 0 && is_run_folder(entry);
            if results && !is_apart(entry, apart.as_deref()) {
                seen.lock().unwrap_or_else(PoisonError::into_inner).push(entry.path().to_owned());
            }
            !results && !is_apart(entry, apart.as_deref())
        })
        .build();
    for entry in walker {
        match entry {
            Ok(entry) => {
                let Some(kind) = entry.file_type().filter(|k| !k.is_dir()) else { continue };
                let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
                out.push(Entry {
                    path: archive_path(&prefix.join(below)),
                    what: what(entry.path(), kind),
                    file: entry.into_path(),
                });
            }
            Err(error) => out.push(failed(&error, root, prefix)),
        }
    }
    for file in results.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        let below = file.strip_prefix(root).unwrap_or(&file);
        let path = archive_path(&prefix.join(below));
        out.push(Entry { path, file, what: What::Other("résultats de bilan (run folder)") });
    }
    Ok(())
}

/// Whether an entry is a folder that an earlier run wrote to: its reports are no documents.
fn is_run_folder(entry: &ignore::DirEntry) -> bool {
    use std::io::Read as _;
    let folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    let path = entry.path();
    let whole = folder && path.join("documents").is_dir();
    let Some(file) = whole.then(|| super::open(&path.join("run.json")).ok()).flatten() else {
        return false;
    };
    let mut head = Vec::new();
    file.take(200).read_to_end(&mut head).is_ok() && head.windows(11).any(|w| w == b"bilan.run/1")
}

/// Whether an entry is the folder that results go to.
fn is_apart(entry: &ignore::DirEntry, apart: Option<&Path>) -> bool {
    let Some(apart) = apart else { return false };
    let folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    folder
        && entry.path().file_name() == apart.file_name()
        && fs::canonicalize(entry.path()).is_ok_and(|path| path == apart)
}

/// The globs of the user, as `ignore` has them: plain to include, with `!` to exclude.
fn globs(search: &Search, root: &Path) -> Result<Override, DiscoverError> {
    let mut builder = OverrideBuilder::new(root);
    let excluded = search.exclude.iter().map(|glob| format!("!{glob}"));
    for glob in search.include.iter().cloned().chain(excluded) {
        builder.add(&glob).map_err(|source| DiscoverError::Glob { glob: glob.clone(), source })?;
    }
    builder.build().map_err(|source| DiscoverError::Glob { glob: String::new(), source })
}

/// What a path is, by its type and, for litter, its name.
fn what(path: &Path, kind: FileType) -> What {
    use std::os::unix::fs::FileTypeExt as _;
    if kind.is_symlink() {
        What::Other("lien symbolique (symlink)")
    } else if kind.is_fifo() {
        What::Other("tube nommé (FIFO)")
    } else if kind.is_socket() {
        What::Other("socket")
    } else if !kind.is_file() {
        What::Other("périphérique (device)")
    } else if is_litter(path) {
        What::Litter
    } else {
        What::File
    }
}

/// Whether programs leave files of this name behind: office locks, previews, folder views.
fn is_litter(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    name.starts_with("~$")
        || name.starts_with("._")
        || name.starts_with(".~lock.")
        || ["thumbs.db", ".ds_store", "desktop.ini"].contains(&name.as_str())
}

/// The entry of a folder or file that the system does not let us see.
fn failed(error: &ignore::Error, root: &Path, prefix: &Path) -> Entry {
    let file = failed_path(error).unwrap_or(root).to_owned();
    let below = file.strip_prefix(root).unwrap_or(&file);
    let path = archive_path(&prefix.join(below));
    let why = error.io_error().map_or_else(|| error.to_string(), system);
    Entry {
        path: if path.is_empty() { ".".to_owned() } else { path },
        file,
        what: What::Failed(why),
    }
}

/// The path that an error of the walk speaks of.
fn failed_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            failed_path(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}
