//! The documents of an archive as rules see them, read once and kept.
//!
//! Whoever tries rules (tests, impact, coverage, explanations, drafts) goes through a
//! [`Library`]: a document comes from the cache, or a worker reads it. What is made of each is
//! made side by side and handed back in the order of the archive.

use rayon::prelude::*;

use super::reading::{installed, job, threads};
use super::{BatchError, Keeping, Settings};
use crate::ingest::{Fate, Found, discover};
use crate::issue::{Code, Issue};
use crate::limits::Limits;
use crate::record::Record;
use crate::rules::Rules;
use crate::store::Cache;
use crate::worker::{Job, Pool, Prepared};

/// A file of the archive, as rules may see it.
pub struct Book<'a> {
    /// The file.
    pub found: &'a Found,
    /// The document; why there is none otherwise.
    pub document: Result<Prepared, Vec<Issue>>,
}

impl Drop for Library {
    /// Old entries of the cache go when the work is done.
    fn drop(&mut self) {
        if let Some(cache) = &self.cache {
            cache.trim();
        }
    }
}

impl Book<'_> {
    /// What rules read in it, and whether that holds what the document says. Of one that could
    /// not be read, a record that says why and nothing else.
    #[must_use]
    pub fn record(&self, rules: &Rules) -> (Record, bool) {
        let why = match &self.document {
            Ok(prepared) => match prepared.try_record(rules) {
                Ok(record) => {
                    let read = prepared.outcome(&record).is_read();
                    return (record, read);
                }
                Err(issue) => vec![*issue],
            },
            Err(issues) => issues.clone(),
        };
        let mut record = Record::new(job(self.found).head());
        record.issues.clone_from(&self.found.issues);
        for issue in why {
            if !record.issues.contains(&issue) {
                record.issues.push(issue);
            }
        }
        (record, false)
    }
}

/// Workers, threads that drive them, and the cache.
pub struct Library {
    pool: Pool,
    threads: rayon::ThreadPool,
    cache: Option<Cache>,
    limits: Limits,
}

impl Library {
    /// Opens the cache of documents and starts the first worker.
    pub fn open(settings: &Settings, keeping: &Keeping) -> Result<Self, BatchError> {
        let cache = keeping.cache();
        let threads = threads(settings.workers)?;
        let pool = Pool::new(settings.limits, Vec::new(), installed(settings)?);
        let pool = pool.map_err(BatchError::NoWorker)?;
        Ok(Self { pool, threads, cache, limits: settings.limits })
    }

    /// What `act` makes of each file of the archive, in its order.
    pub fn each<T: Send>(
        &self,
        settings: &Settings,
        act: impl Fn(&Book<'_>) -> T + Sync,
    ) -> Result<Vec<T>, BatchError> {
        let found = discover(&settings.search, &settings.limits)?;
        Ok(self.over(&found, act))
    }

    /// What `act` makes of each of some files, in their order.
    pub fn over<T: Send>(&self, found: &[Found], act: impl Fn(&Book<'_>) -> T + Sync) -> Vec<T> {
        self.threads.install(|| {
            found.par_iter().with_max_len(1).map(|found| act(&self.book(found))).collect()
        })
    }

    /// What its workers read pages of paper with.
    pub(super) fn engine(&self) -> Option<String> {
        self.pool.engine()
    }

    fn book<'a>(&self, found: &'a Found) -> Book<'a> {
        let document = match found.fate {
            Fate::Read => self.prepared(&job(found)).map_err(|issue| vec![*issue]),
            _ => Err(found.issues.clone()),
        };
        Book { found, document }
    }

    /// A document out of the cache, or read and put there.
    fn prepared(&self, job: &Job) -> Result<Prepared, Box<Issue>> {
        let limits = serde_json::to_string(&self.limits).unwrap_or_default();
        // A delimited file's sheet bears the name of its file.
        let name = job.path.rsplit('/').next().unwrap_or_default();
        let engine = self.pool.engine().unwrap_or_default();
        let key = [job.sha256.as_str(), job.kind.media_type(), name, &limits, &engine];
        if let Some(kept) = self.cache.as_ref().and_then(|cache| cache.get(&key))
            && let Ok(prepared) = serde_json::from_slice::<Prepared>(&kept)
        {
            return Ok(prepared.of(job));
        }
        let json = self.pool.prepare(job)?;
        let prepared: Prepared = json.parse().map_err(|e| {
            let why = format!("réponse illisible (unreadable answer): {e}");
            Box::new(Issue::new(Code::Panicked, &[("why", &why)]))
        })?;
        if let Some(cache) = &self.cache {
            cache.put(&key, json.pieces());
        }
        Ok(prepared.of(job))
    }
}
