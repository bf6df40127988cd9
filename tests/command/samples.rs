//! The whole job over `samples/archive`: one outcome a file, the same bytes however it is run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::archive::{Archive, Ran};

/// The samples read once, by eight workers, with what the terminal was told.
pub(crate) static SAMPLES: LazyLock<(Archive, Ran)> = LazyLock::new(|| read_by(8));

/// The folder of the samples.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/archive")
}

/// The paths of the samples below their folder, sorted.
pub(crate) fn paths() -> Vec<String> {
    let (mut paths, mut folders) = (Vec::new(), vec![folder()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                paths.push(path.strip_prefix(folder()).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    paths.sort();
    paths
}

/// The samples in an archive of their own, read by a number of workers.
fn read_by(workers: u8) -> (Archive, Ran) {
    let copy = |archive: Archive, path: &String| {
        archive.with(path, fs::read(folder().join(path)).unwrap())
    };
    let archive = paths().iter().fold(Archive::new(), copy);
    let ran = archive.run(&["--workers", &workers.to_string(), "--today", "2026-06-15"]);
    (archive, ran)
}

#[test]
fn one_worker_or_eight_write_the_same_bytes() {
    let (one, said) = read_by(1);
    let (eight, said_by_eight) = &*SAMPLES;
    let (first, second) = (one.results(), eight.results());
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (name, bytes) in &first {
        assert!(second[name] == *bytes, "{} differs", name.display());
    }
    assert_eq!(said.stdout, said_by_eight.stdout);
    let told = |archive: &Archive| {
        let mut files = archive.files();
        for file in files.values_mut() {
            file.as_object_mut().unwrap().remove("seconds");
        }
        files
    };
    assert_eq!(told(&one), told(eight), "run.json differs by more than times");
}

#[test]
fn every_sample_ends_in_one_outcome_and_has_its_record() {
    let (archive, ran) = &*SAMPLES;
    let outcomes = archive.outcomes();
    assert_eq!(outcomes.keys().cloned().collect::<Vec<_>>(), paths());
    let unread: BTreeMap<&str, &str> = outcomes
        .iter()
        .map(|(p, o)| (p.as_str(), o.as_str()))
        .filter(|(_, o)| *o != "done")
        .collect();
    let expected = [
        ("2021/bilan-2020-abime.pdf", "refused"),
        ("2021/bilan-2021-scan.pdf", "partial"),
        ("2021/convention-protegee.pdf", "refused"),
    ];
    assert_eq!(unread, BTreeMap::from(expected));
    assert_eq!(archive.codes("2021/bilan-2021-scan.pdf"), ["page-needs-ocr", "no-pack"]);
    assert_eq!(archive.codes("2021/convention-protegee.pdf"), ["password"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""));
    for path in paths() {
        assert!(archive.out().join(format!("documents/{path}.json")).is_file(), "{path}");
    }
}

#[test]
fn what_is_sound_and_agrees_is_0() {
    let path = "2023/operateurs/la-passerelle-action-3.2.csv";
    let archive = Archive::new().with(path, fs::read(folder().join(path)).unwrap());
    let ran = archive.run(&[]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""), "{}", ran.stdout);
}
