//! Found files in, outcomes and records out: workers side by side, results in order.

use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::progress::{self, Watch};
use super::{AskedOcr, BatchError, Settings};
use crate::ingest::{Fate, Found, Search, discover};
use crate::issue::{Code, Issue};
use crate::limits::Limits;
use crate::readers::ocr::{Engine, Installed, Sought};
use crate::rules::Rules;
use crate::store::{Cache, FileOutcome, Journal, Reused, RunFolder, StoreError, document_name};
use crate::worker::drawn::Drawn;
use crate::worker::evidence::{Asked, Shown};
use crate::worker::inspect::Inspected;
use crate::worker::{Body, Cause, Job, Outcome, Pool};

/// Files read before their results are handed on, a worker: more would only take memory.
const AHEAD: usize = 16;

/// Workers and the threads that drive them.
pub struct Reader {
    pool: Pool,
    threads: rayon::ThreadPool,
    watch: Watch,
    /// Where what is read of pictures is kept.
    cache: Option<Cache>,
    /// Whether a page of paper was met.
    of_paper: AtomicBool,
}

impl Drop for Reader {
    /// Old entries of the cache go when the work is done.
    fn drop(&mut self) {
        if let Some(cache) = self.cache.as_ref().filter(|_| *self.of_paper.get_mut()) {
            cache.trim();
        }
    }
}

/// What became of all files.
pub(super) struct Gathered {
    /// The files, in their order.
    pub(super) files: Vec<FileOutcome>,
    /// Those among them that were not read again.
    pub(super) reused: Reused,
}

/// A file and its record as JSON.
struct Read {
    file: FileOutcome,
    json: Body,
    /// Whose fault it is, if it was not read.
    cause: Cause,
}

impl Reader {
    /// Starts threads and the first worker.
    pub fn new(settings: &Settings, rules: &Rules) -> Result<Self, BatchError> {
        let threads = threads(settings.workers)?;
        let ocr = installed(settings)?;
        let packs = rules.written.clone();
        let pool = Pool::new(settings.limits, packs, ocr).map_err(BatchError::NoWorker)?;
        let (watch, cache) = (settings.watch, settings.keeping.cache());
        Ok(Self { pool, threads, watch, cache, of_paper: AtomicBool::new(false) })
    }

    /// Reads all files but those that the journal knows, and stores each record as soon as it is
    /// there. What is told of a file passes over to its outcome: an archive may have a hundred
    /// thousand.
    pub(super) fn read_into(
        &self,
        folder: &RunFolder,
        journal: &Journal,
        found: &mut [Found],
    ) -> Result<Gathered, StoreError> {
        let bar = progress::bar(found.len(), self.watch);
        let reused = Mutex::new(Reused::default());
        let count = |count: &dyn Fn(&mut Reused)| {
            count(&mut reused.lock().unwrap_or_else(PoisonError::into_inner));
        };
        let files: Result<Vec<FileOutcome>, StoreError> = self.threads.install(|| {
            let files = found.par_iter_mut().with_max_len(1).map(|found| {
                let file = if let Some(file) = journal.known(found) {
                    count(&|reused| {
                        reused.files += 1;
                        reused.stopped += usize::from(file.outcome.is_stopped());
                    });
                    file
                } else {
                    if let Some(changed) = journal.again(found) {
                        count(&|reused| *reused.again.entry(changed).or_default() += 1);
                    }
                    store(folder, journal, self.read(found))?
                };
                if found.fate != Fate::Read {
                    found.issues = Vec::new();
                }
                bar.inc(1);
                Ok(file)
            });
            files.collect()
        });
        bar.finish_and_clear();
        let reused = reused.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(Gathered { files: files?, reused })
    }

    /// Reads all files and hands them on in order; an error of `sink` ends it.
    pub(super) fn stream(
        &self,
        found: &[Found],
        mut sink: impl FnMut(&FileOutcome, Option<&Body>) -> io::Result<()>,
    ) -> io::Result<()> {
        for batch in found.chunks(AHEAD * self.threads.current_num_threads()) {
            let read: Vec<Read> = self.threads.install(|| {
                batch.par_iter().with_max_len(1).map(|found| self.read(found)).collect()
            });
            for read in &read {
                sink(&read.file, read.file.document.is_some().then_some(&read.json))?;
            }
        }
        Ok(())
    }

    /// Has workers show parts of files, side by side; `seen` is told the number of each and what
    /// came, as it comes.
    pub(super) fn show(
        &self,
        asked: &[(&Found, &[Asked])],
        seen: impl Fn(usize, Vec<Shown>) + Sync,
    ) {
        self.threads.install(|| {
            let files = asked.par_iter().with_max_len(1).enumerate();
            files.for_each(|(at, (found, parts))| seen(at, self.pool.show(&job(found), parts)));
        });
    }

    /// The threads that drive its workers.
    pub(super) fn threads(&self) -> &rayon::ThreadPool {
        &self.threads
    }

    /// What its workers read pages of paper with.
    pub(super) fn engine(&self) -> Option<String> {
        self.pool.engine()
    }

    /// The caps that its workers keep to.
    pub(super) fn limits(&self) -> &Limits {
        self.pool.limits()
    }

    /// Reads one file, if it is one to be read, and tells of it whoever wants to know.
    fn read(&self, found: &Found) -> Read {
        let read = self.read_unseen(found);
        if let Watch::Each(tell) = self.watch {
            tell(&read.file, progress::pack(&read.json).as_ref());
        }
        read
    }

    fn read_unseen(&self, found: &Found) -> Read {
        let mut file = FileOutcome {
            path: found.path.clone(),
            sha256: Some(found.sha256.clone()).filter(|sha256| !sha256.is_empty()),
            outcome: settled(found.fate),
            seconds: 0.0,
            pages: 0,
            recognised: 0,
            layered: 0,
            document: None,
            record_sha256: None,
            issues: found.issues.clone(),
        };
        if found.fate != Fate::Read {
            return Read { file, json: Body::default(), cause: Cause::Document };
        }
        let reading = self.pool.read(&job(found));
        if reading.issues.iter().any(|issue| issue.code.is_of_paper()) {
            self.of_paper.store(true, Ordering::Relaxed);
        }
        file.outcome = reading.outcome;
        file.seconds = (reading.seconds * 1000.0).round() / 1000.0;
        file.pages = reading.pages;
        let count = |is: fn(Code) -> bool| {
            let told = reading.issues.iter().filter(|issue| is(issue.code));
            u32::try_from(told.count()).unwrap_or(u32::MAX)
        };
        (file.recognised, file.layered) = (count(Code::is_recognised), count(Code::is_layered));
        let name = document_name(&found.path);
        file.issues = first(reading.issues, &name);
        file.document = Some(name);
        Read { file, json: reading.json, cause: reading.cause }
    }
}

/// Issues of a file that are kept for the whole run; its record has them all.
const ISSUES: usize = 30;

/// The first issues of a file, with how many there are besides: a damaged list of a thousand pages
/// has one a page, and an archive ten thousand documents.
fn first(mut issues: Vec<Issue>, document: &str) -> Vec<Issue> {
    let more = issues.len().saturating_sub(ISSUES);
    if more > 0 {
        issues.truncate(ISSUES);
        issues.push(Issue::new(Code::MoreIssues, &[("count", &more), ("document", &document)]));
        issues.shrink_to_fit();
    }
    issues
}

/// Stores a record.
fn store(
    folder: &RunFolder,
    journal: &Journal,
    Read { mut file, json, cause }: Read,
) -> Result<FileOutcome, StoreError> {
    if let Some(name) = &file.document {
        let sha256 = folder.write_document(journal, name, &json)?;
        // What was the machine's fault is none of the document's: the next run reads it again.
        if cause == Cause::Document {
            file.record_sha256 = Some(sha256);
            journal.end(&file)?;
        }
    }
    Ok(file)
}

/// Pages of one document that are read as pictures at a time: beside other documents more would
/// only take memory.
const PAGES: usize = 2;

/// What there is to read pages of paper with. What is not installed is told of each page; what was
/// named and is not there ends the command.
pub(super) fn installed(settings: &Settings) -> Result<Installed, BatchError> {
    let through = Path::new("/proc/self/exe");
    let through = Some(through).filter(|own| own.exists());
    let engine = match &settings.ocr {
        AskedOcr::Nothing => Sought::Nothing,
        AskedOcr::Installed => Sought::on_path(through),
        AskedOcr::At(path) => Sought::Known(Engine::at(path, through)?),
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    let kept = settings.keeping.cache().map(|cache| cache.folder().to_owned());
    Ok(Installed { engine, at_once: cores.min(PAGES), kept })
}

/// Threads that drive so many workers.
pub(super) fn threads(workers: usize) -> Result<rayon::ThreadPool, BatchError> {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(workers).build();
    threads.map_err(|e| BatchError::NoWorker(io::Error::other(e)))
}

/// What a worker is told of a file.
pub(super) fn job(found: &Found) -> Job {
    Job {
        path: found.path.clone(),
        file: found.file.as_os_str().as_bytes().to_vec(),
        sha256: found.sha256.clone(),
        kind: found.kind,
        issues: found.issues.clone(),
    }
}

/// The outcome of a file that no worker is asked for. One to be read counts as crashed until
/// its worker says otherwise.
fn settled(fate: Fate) -> Outcome {
    match fate {
        Fate::Read => Outcome::Crashed,
        Fate::Refused => Outcome::Refused,
        Fate::Unsupported => Outcome::Unsupported,
        Fate::Duplicate => Outcome::Duplicate,
    }
}

/// What the reader sees of one file; the issues say why where it sees nothing.
pub fn look_into(
    settings: &Settings,
    file: &Path,
    page: Option<u32>,
) -> Result<Result<Inspected, Vec<Issue>>, BatchError> {
    with_file(settings, file, |pool, job| pool.inspect(job, page))
}

/// What there is to draw of a page of one file, of its only one if none is given; the issues say
/// why where there is nothing.
pub fn draw(
    settings: &Settings,
    file: &Path,
    page: Option<u32>,
) -> Result<Result<Drawn, Vec<Issue>>, BatchError> {
    with_file(settings, file, |pool, job| pool.draw(job, page))
}

/// Has a worker do something with one file.
fn with_file<T>(
    settings: &Settings,
    file: &Path,
    act: impl FnOnce(&Pool, &Job) -> Result<T, Box<Issue>>,
) -> Result<Result<T, Vec<Issue>>, BatchError> {
    if file.is_dir() {
        return Err(BatchError::IsFolder { path: file.to_owned() });
    }
    let search = Search { roots: vec![file.to_owned()], ..Search::default() };
    let found = discover(&search, &settings.limits)?;
    let Some(found) = found.first().filter(|f| f.fate == Fate::Read) else {
        return Ok(Err(found.into_iter().flat_map(|f| f.issues).collect()));
    };
    let pool = Pool::new(settings.limits, Vec::new(), installed(settings)?);
    let pool = pool.map_err(BatchError::NoWorker)?;
    Ok(act(&pool, &job(found)).map_err(|issue| vec![*issue]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_first_issues_and_says_where_the_others_are() {
        let issues = |count| vec![Issue::new(Code::Empty, &[]); count];
        assert_eq!(first(issues(ISSUES), "documents/a.json"), issues(ISSUES));
        let kept = first(issues(ISSUES + 7), "documents/a.json");
        assert_eq!(kept.len(), ISSUES + 1);
        let told = &kept[ISSUES];
        assert_eq!(told.code, Code::MoreIssues);
        assert!(told.message.starts_with("7 autres constats"), "{}", told.message);
        assert!(told.message.ends_with("documents/a.json"), "{}", told.message);
    }
}
