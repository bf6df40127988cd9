//! One file, whole or not at all: written beside its place, synced, renamed.

use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// How the name of a temporary file begins.
pub(super) const PREFIX: &str = ".bilan-";
/// How it ends.
pub(super) const SUFFIX: &str = ".tmp";

/// Writes a file; its folder is made if it is not there.
pub(super) fn write(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_by(folder, path, |to| to.write_all(bytes))
}

/// Writes a file bit by bit, so that none of it is held.
pub(super) fn write_by(
    folder: &Path,
    path: &Path,
    give: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut file = temporary(folder)?;
    let mut buffered = BufWriter::new(&mut file);
    give(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Proves that a folder can be written to; leaves nothing behind.
pub(super) fn probe(folder: &Path) -> io::Result<()> {
    temporary(folder)?.write_all(b"bilan")
}

/// Makes renames in a folder last.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// A temporary file that a reader of the folder knows for one, with the rights of any new file.
pub(super) fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    Builder::new()
        .prefix(PREFIX)
        .suffix(SUFFIX)
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_replaces_the_earlier_one_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sub/a.json");
        let sub = folder.path().join("sub");
        write(&sub, &path, b"earlier and longer").unwrap();
        write(&sub, &path, b"later").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"later");
        assert_eq!(fs::read_dir(&sub).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_is_not_filled_leaves_the_earlier_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write(folder.path(), &path, b"earlier").unwrap();
        let failed = write_by(folder.path(), &path, |to| {
            to.write_all(&[b'x'; 10_000])?;
            Err(io::Error::other("no more"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&path).unwrap(), b"earlier");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_failed_write_leaves_the_earlier_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        fs::create_dir(&path).unwrap();
        assert!(write(folder.path(), &path, b"x").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
