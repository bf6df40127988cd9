//! A disk that is full at any write: the path is told, nothing is torn, and the next run goes on.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::archive::Archive;
use crate::program::skipped;

/// A file that takes what room there is.
const BALLAST: &str = "ballast";

/// A disk of two mebibytes in place of a folder, for as long as it lives.
struct Disk(PathBuf);

impl Disk {
    /// Mounts one, which only the system's administrator may.
    fn at(folder: PathBuf) -> Option<Self> {
        fs::create_dir(&folder).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"]).arg(&folder);
        mount.output().is_ok_and(|output| output.status.success()).then_some(Self(folder))
    }

    /// Leaves so many kibibytes free.
    fn leave(&self, kib: usize) {
        let ballast = self.0.join(BALLAST);
        let mut filled = vec![0; 2 << 20];
        while fs::write(&ballast, &filled).is_err() {
            filled.truncate(filled.len().saturating_sub(4 << 10));
        }
        filled.truncate(filled.len().saturating_sub(kib << 10));
        fs::write(&ballast, &filled).unwrap();
    }

    /// Gives all room back.
    fn clear(&self) {
        fs::remove_file(self.0.join(BALLAST)).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// Tables whose sums are wrong by so many thousands: every result differs with it.
fn archive(wrong: u32) -> Archive {
    (0..6).fold(Archive::new(), |archive, n| archive.with(&format!("{n}.csv"), table(n, wrong)))
}

fn table(n: u32, wrong: u32) -> String {
    format!("Poste;Montant\nA{n};10 000 €\nB;20 000 €\nTotal;3{wrong} 000 €\n")
}

/// The results but for the ballast.
fn results(archive: &Archive) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut results = archive.results();
    results.remove(Path::new(BALLAST));
    results
}

#[test]
fn a_disk_full_at_any_write_is_told_and_tears_nothing() {
    let (first, second) = (archive(1), archive(2));
    first.run(&[]);
    second.run(&[]);
    let (earlier, later) = (results(&first), results(&second));
    let (mut failed, mut free) = (0, 0);
    loop {
        let archive = archive(1);
        let Some(disk) = Disk::at(archive.out()) else {
            return skipped("a disk of its own (mount)");
        };
        archive.run(&[]);
        for n in 0..6 {
            fs::write(archive.root().join(format!("{n}.csv")), table(n, 2)).unwrap();
        }
        disk.leave(free);
        let ran = archive.run(&[]);
        if ran.status == Some(1) {
            assert!(results(&archive) == later);
            break;
        }
        failed += 1;
        assert_eq!(ran.status, Some(2), "{free} KiB: {ran:?}");
        let told = ran.stderr.contains("écriture impossible (disque plein)");
        assert!(told && ran.stderr.starts_with("bilan : out"), "{free} KiB: {}", ran.stderr);
        for (name, bytes) in results(&archive) {
            let whole = [&earlier, &later].iter().any(|run| run.get(&name) == Some(&bytes));
            assert!(whole || name.ends_with("journal.jsonl"), "{free} KiB: {}", name.display());
        }
        assert!(serde_json::from_slice::<Value>(&archive.result("run.json")).is_ok());
        disk.clear();
        assert_eq!(archive.run(&[]).status, Some(1), "{free} KiB");
        assert!(results(&archive) == later, "{free} KiB");
        free += 4;
    }
    assert!(failed > 10, "the disk was full at {failed} writes");
}

#[test]
fn a_disk_that_cannot_be_written_is_told_before_anything_is_read() {
    let archive = archive(1);
    let Some(disk) = Disk::at(archive.out()) else {
        return skipped("a disk of its own (mount)");
    };
    archive.run(&[]);
    let before = results(&archive);
    let mut mount = Command::new("mount");
    assert!(mount.args(["-o", "remount,ro"]).arg(&disk.0).status().unwrap().success());
    let ran = archive.run(&["-v"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.starts_with("bilan : out : écriture impossible (disque en lecture seule)"));
    assert!(results(&archive) == before);
}

#[test]
fn a_file_where_a_folder_belongs_is_told_by_name() {
    let archive = archive(1);
    archive.run(&[]);
    let documents = archive.out().join("documents");
    fs::remove_dir_all(&documents).unwrap();
    fs::write(&documents, "a file in its place").unwrap();
    let ran = archive.run(&[]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("out/documents"), "{}", ran.stderr);
}
