//! Ten thousand damaged documents and every bomb in one run: `cargo bench --bench mutants`.
//!
//! A number after `--` makes so many; `alone 1234` writes that mutant alone, `bombs` the bombs;
//! `found` measures how long 100,000 files take to be found. `BILAN_CORPUS` names a folder of
//! further sources. What must hold of every run is judged and ends in exit status 1; the table of
//! outcomes is compared with the snapshot of the same number and sources, where there is one.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a benchmark may fail by a panic")]
#![expect(clippy::indexing_slicing, reason = "made documents have the bytes that are changed")]
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measures")]

#[path = "../corpus/mod.rs"]
mod corpus;
mod watch;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};

use corpus::judged::{Judged, judged};
use corpus::table::table;
use corpus::{Corpus, Made, bombs};
use watch::{Watched, kilobytes};

/// Kilobytes that the parent may take.
const PARENT: u64 = 150 << 10;
/// Kilobytes of address space that a worker may take: its cap and a tenth.
const WORKER: u64 = (1 << 20) * 11 / 10;
/// Seconds that a document may take: its own and five.
const SECONDS: f64 = 65.0;

/// Kilobytes at most of the workers of a run.
#[derive(Default)]
struct Workers {
    resident: u64,
    address: u64,
}

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let further = std::env::var_os("BILAN_CORPUS").map(PathBuf::from);
    let number = |at: usize| asked.get(at).and_then(|text| text.parse().ok());
    match asked.first().map(String::as_str) {
        Some("alone") => alone(&Corpus::load(further.as_deref()).mutant(number(1).unwrap())),
        Some("bombs") => bombs::all().for_each(|bomb| alone(&bomb.made())),
        Some("found") => found(number(1).unwrap_or(100_000)),
        _ => {
            let faults = whole(number(0).unwrap_or(10_000), further.as_deref());
            for fault in &faults {
                println!("FAULT {fault}");
            }
            exit(i32::from(!faults.is_empty()));
        }
    }
}

/// Writes one document where it stays, and says where.
fn alone(made: &Made) {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutants");
    println!("{}", write(&root, made).display());
}

/// Writes a document below a folder.
fn write(root: &Path, made: &Made) -> PathBuf {
    let path = root.join(&made.path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, &made.bytes).unwrap();
    path
}

/// One run over so many mutants, the sound documents and the bombs; gives its faults.
fn whole(number: u64, further: Option<&Path>) -> Vec<String> {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (archive, out) = (folder.path().join("archive"), folder.path().join("out"));
    let corpus = Corpus::load(further);
    let mutants = (0..number).map(|number| corpus.mutant(number));
    let all = corpus.sound().chain(mutants).chain(bombs::all().map(bombs::Bomb::made));
    for made in all {
        write(&archive, &made);
    }
    let mut workers = Workers::default();
    let mut command = Command::new(env!("CARGO_BIN_EXE_bilan"));
    command.arg("run").arg(&archive).arg("--out").arg(&out).arg("--no-ocr");
    let watched = watch::run(&mut command, |process| workers.look(process));
    if watched.status.code() != Some(1) {
        return vec![format!("the run ended with {}", watched.status)];
    }
    let (files, mut faults) = judged(&archive, &out);
    tell(&watched, &workers, &files);
    faults.extend(dear(&watched, &workers, &files));
    let table = table(files.iter().map(|file| (file.path.as_str(), file.outcome.as_str())));
    println!("{table}");
    tell_bombs(&files);
    compare(&format!("{number}-{}", sources(further)), &table);
    faults
}

impl Workers {
    /// Looks at the workers of a process.
    fn look(&mut self, process: u32) {
        for child in children(process).into_iter().filter(|child| is_worker(*child)) {
            let peak = |key| kilobytes(child, key).unwrap_or(0);
            self.resident = self.resident.max(peak("VmHWM:"));
            self.address = self.address.max(peak("VmPeak:"));
        }
    }
}

/// Whether a child is a worker by now: until it is one, it is a copy of its parent, and as large.
fn is_worker(child: u32) -> bool {
    let line = fs::read(format!("/proc/{child}/cmdline")).unwrap_or_default();
    line.strip_suffix(b"\0") == Some(b"bilan\0worker")
}

/// The children of a process, each of which one of its threads started.
fn children(process: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let listed = threads.filter_map(|t| fs::read_to_string(t.path().join("children")).ok());
    let listed: Vec<String> = listed.collect();
    listed.iter().flat_map(|l| l.split_whitespace()).filter_map(|id| id.parse().ok()).collect()
}

/// Says what the run took, and of what it took most.
fn tell(watched: &Watched, workers: &Workers, files: &[Judged]) {
    let Watched { seconds, peak, .. } = watched;
    let pages: u64 = files.iter().map(|file| file.pages).sum();
    let reading: f64 = files.iter().map(|file| file.seconds).sum();
    println!("{seconds:.1} s, of which workers read {reading:.1} s; {pages} pages and sheets");
    println!("parent {} MB at most", peak / 1024);
    println!(
        "worker {} MB at most, address space {} MB",
        workers.resident / 1024,
        workers.address / 1024
    );
    let mut slowest: Vec<&Judged> = files.iter().collect();
    slowest.sort_by(|a, b| b.seconds.total_cmp(&a.seconds));
    for file in slowest.iter().take(12) {
        println!("{:>8.1} s  {:<14} {}", file.seconds, file.outcome, file.path);
    }
}

/// Says which bombs end otherwise than they should, or than under the limits of the tests.
fn tell_bombs(files: &[Judged]) {
    for bomb in bombs::all() {
        let path = format!("bomb/{}", bomb.name);
        let outcome = files.iter().find(|file| file.path == path).map(|file| &file.outcome);
        if outcome.is_none_or(|outcome| outcome != bomb.outcome) {
            let why = if bomb.awaited { "awaited" } else { "in tests" };
            println!("{path}: {outcome:?}, {why} {} {}", bomb.outcome, bomb.code);
        }
    }
}

/// What took more than it may.
fn dear(watched: &Watched, workers: &Workers, files: &[Judged]) -> Vec<String> {
    let late = files.iter().filter(|file| file.seconds > SECONDS);
    let mut faults: Vec<String> =
        late.map(|file| format!("{}: {} s", file.path, file.seconds)).collect();
    if watched.peak > PARENT {
        faults.push(format!("the parent took {} MB", watched.peak / 1024));
    }
    if workers.address > WORKER {
        faults.push(format!("a worker took {} MB", workers.address / 1024));
    }
    faults
}

/// The name of the sources: that of the further folder, if there is one.
fn sources(further: Option<&Path>) -> String {
    let name = further.and_then(|folder| folder.file_name()).unwrap_or("samples".as_ref());
    name.to_string_lossy().into_owned()
}

/// Compares a table with its snapshot, where there is one or one is asked for.
fn compare(name: &str, table: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/mutants");
    let asked = std::env::var("INSTA_UPDATE").is_ok_and(|asked| asked == "always");
    if !asked && !folder.join(format!("{name}.snap")).is_file() {
        println!("no snapshot {name}: INSTA_UPDATE=always writes one");
        return;
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, table));
}

/// How long so many small files take to be found, told apart and hashed, twice in one order.
fn found(number: u64) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    for at in 0..number {
        let made = Made { path: format!("{}/{at}.txt", at % 100), bytes: at.to_string().into() };
        write(folder.path(), &made);
    }
    let search = bilan::ingest::Search { roots: vec![folder.path().into()], ..Default::default() };
    let limits = bilan::limits::Limits::default();
    let find = || {
        let start = std::time::Instant::now();
        let found = bilan::ingest::discover(&search, &limits).unwrap();
        let paths: Vec<String> = found.into_iter().map(|file| file.path).collect();
        println!("{} files found in {:.2} s", paths.len(), start.elapsed().as_secs_f64());
        paths
    };
    let first = find();
    assert_eq!((first.len() as u64, first.is_sorted()), (number, true));
    assert!(first == find(), "another order");
    let out = folder.path().join("out");
    let mut command = Command::new(env!("CARGO_BIN_EXE_bilan"));
    command.arg("run").arg(folder.path()).arg("--out").arg(&out);
    let watched = watch::run(&mut command, |_| {});
    println!("a run over them: {:.1} s, parent {} MB", watched.seconds, watched.peak / 1024);
}
