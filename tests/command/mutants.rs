//! Documents damaged at random, the same ones every time: each ends in one outcome, which a table
//! keeps by family. `cargo bench --bench mutants` does the same ten thousand times.

use crate::archive::Archive;
use crate::corpus::Corpus;
use crate::corpus::judged::judged;
use crate::corpus::table::table;
use crate::snapshots::settings;

/// So many fit into a test.
const MUTANTS: u64 = 300;

#[test]
fn every_mutant_ends_in_the_outcome_of_the_table() {
    let corpus = Corpus::load(None);
    let made = corpus.sound().chain((0..MUTANTS).map(|number| corpus.mutant(number)));
    let archive = made.fold(Archive::new(), |archive, made| archive.with(&made.path, made.bytes));
    // Without the minute of other tests: other work may take the processors.
    let ran = archive.run_command(&[]).output().unwrap();
    assert_eq!(ran.status.code(), Some(1));
    let (files, faults) = judged(&archive.root(), &archive.out());
    assert_eq!(faults, [""; 0]);
    assert_eq!(files.len(), corpus.sound().count() + MUTANTS as usize);
    assert!(files.iter().all(|file| file.seconds < 65.0));
    let outcomes = table(files.iter().map(|file| (file.path.as_str(), file.outcome.as_str())));
    let pages: u64 = files.iter().map(|file| file.pages).sum();
    let table = format!("{outcomes}{pages} pages and sheets\n");
    settings("mutants").bind(|| insta::assert_snapshot!("300-samples", table));
}

#[test]
fn a_mutant_is_the_same_whenever_it_is_made() {
    let (one, two) = (Corpus::load(None), Corpus::load(None));
    // Backwards, since none may hang on those before it.
    for number in (0..60).rev() {
        let (first, again) = (one.mutant(number), two.mutant(number));
        assert_eq!(first.path, again.path);
        assert!(first.bytes == again.bytes, "{}", first.path);
    }
    let mut paths: Vec<String> = (0..60).map(|number| one.mutant(number).path).collect();
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), 60);
    assert_eq!(one.mutant(7).path, two.mutant(7).path);
}
