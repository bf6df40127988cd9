//! One run at a time in a folder, and no trace of runs that were cut short.
//!
//! The lock is on the folder itself: nothing is left behind, and it ends with its process however
//! that ends.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

/// Locks a folder for as long as the file that comes back lives; or else gives the process that
/// holds it, 0 where the system does not say.
pub(super) fn lock(folder: &Path) -> io::Result<Result<File, u32>> {
    let file = File::open(folder)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Ok(Err(holder(file.metadata()?.ino()).unwrap_or(0))),
        // Some network file systems lock no folders: then a second run is not noticed.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(Ok(file)),
    }
}

/// Whether a folder that was locked still stands at its path.
pub(super) fn is_at(locked: &File, path: &Path) -> bool {
    let same = |a: &fs::Metadata, b: &fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    locked.metadata().is_ok_and(|held| fs::metadata(path).is_ok_and(|there| same(&held, &there)))
}

/// The process that holds a lock on an inode: `1: FLOCK ADVISORY WRITE 4242 08:01:131 0 EOF`.
fn holder(inode: u64) -> Option<u32> {
    let locks = fs::read_to_string("/proc/locks").ok()?;
    let ending = format!(":{inode}");
    let line = locks.lines().find(|line| {
        line.split_whitespace().nth(1) == Some("FLOCK")
            && line.split_whitespace().nth(5).is_some_and(|file| file.ends_with(&ending))
    })?;
    line.split_whitespace().nth(4)?.parse().ok()
}

/// Removes the temporary files of runs that were killed. Only under the lock: they are nobody's.
pub(super) fn sweep(folder: &Path) {
    sweep_one(folder, false);
    // Another run folder may stand in this one, and be written to.
    sweep_one(&folder.join("documents"), true);
}

fn sweep_one(folder: &Path, below: bool) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            if below {
                sweep_one(&entry.path(), true);
            }
        } else if name.starts_with(super::atomic::PREFIX) && name.ends_with(super::atomic::SUFFIX) {
            // One that cannot be removed is in nobody's way.
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_locked_once() {
        let folder = tempfile::tempdir().unwrap();
        let held = lock(folder.path()).unwrap().unwrap();
        let refused = lock(folder.path()).unwrap().unwrap_err();
        assert!(refused == std::process::id() || refused == 0, "{refused}");
        drop(held);
        assert!(lock(folder.path()).unwrap().is_ok());
    }

    #[test]
    fn only_temporary_files_of_ours_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("documents");
        fs::create_dir(&inside).unwrap();
        for name in [".bilan-x1.tmp", "a.tmp", ".bilan-note"] {
            fs::write(inside.join(name), "x").unwrap();
        }
        sweep(folder.path());
        assert_eq!(fs::read_dir(inside).unwrap().count(), 2);
    }
}
