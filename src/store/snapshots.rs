//! Snapshots of what rules read, one a file, beside the rules or the samples.
//!
//! What is in them is `verify`'s business. A snapshot is replaced whole or not at all, and one that
//! is the same is not touched, so that its time and bytes stay.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use super::{StoreError, atomic};

/// Bytes of a snapshot at most: a record is an answer of a worker (64 MiB), broken over lines.
const LARGEST: u64 = 256 << 20;

/// How names of snapshots end.
pub(super) const ENDING: &str = ".snap";

/// A snapshot as it is kept; `None` where there is none.
pub fn read_snapshot(path: &Path) -> Result<Option<String>, StoreError> {
    match regular(path, LARGEST) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StoreError::Snapshot { path: path.to_owned(), source }),
    }
}

/// The bytes of a file that is one, and no larger than what is ever written.
pub(super) fn regular(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let entry = fs::metadata(path)?;
    // A pipe or a device never ends.
    if !entry.is_file() {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    if entry.len() > most {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The names of the snapshots of a folder, sorted; none where there is no such folder.
pub fn snapshot_names(folder: &Path) -> Result<Vec<String>, StoreError> {
    let failed = |source| StoreError::Snapshot { path: folder.to_owned(), source };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(failed(source)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(failed)?.file_name();
        names.extend(name.into_string().ok().filter(|name| name.ends_with(ENDING)));
    }
    names.sort();
    Ok(names)
}

/// Writes a snapshot where another or none is.
pub fn write_snapshot(path: &Path, text: &str) -> Result<(), StoreError> {
    if read_snapshot(path)?.as_deref() == Some(text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    atomic::write(folder, path, text.as_bytes())
        .map_err(|source| StoreError::Snapshot { path: path.to_owned(), source })
}

/// Removes a snapshot.
pub fn remove_snapshot(path: &Path) -> Result<(), StoreError> {
    fs::remove_file(path).map_err(|source| StoreError::Snapshot { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_that_is_the_same_is_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record/a.snap");
        write_snapshot(&path, "un").unwrap();
        let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1);
        fs::File::open(&path).unwrap().set_modified(long_ago).unwrap();
        write_snapshot(&path, "un").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), long_ago);
        write_snapshot(&path, "deux").unwrap();
        assert_eq!(read_snapshot(&path).unwrap().as_deref(), Some("deux"));
        fs::write(folder.path().join("record/a.snap.new"), "x").unwrap();
        assert_eq!(snapshot_names(&folder.path().join("record")).unwrap(), ["a.snap"]);
        remove_snapshot(&path).unwrap();
        assert_eq!(read_snapshot(&path).unwrap(), None);
        assert_eq!(snapshot_names(&folder.path().join("absent")).unwrap(), [""; 0]);
    }
}
