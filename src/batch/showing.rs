//! The pictures of a report: what proves its discrepancies, made from the sources by workers.
//!
//! Right after reading, the files are at hand. Later (`bilan reconcile`, `bilan report`) they are
//! looked for where the run found them, and shown only if they hold the same bytes; a report
//! without them is made all the same, and says why nothing is seen.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{BatchError, Reader, Settings, progress, verifying};
use crate::ingest::{self, Fate, Found, Search};
use crate::limits::Limits;
use crate::reconcile::finding::Findings;
use crate::report::evidence::{Evidence, Gathering, Plan, Seen, plan};
use crate::rules::Rules;
use crate::store::RunIndex;
use crate::worker::evidence::Shown;

/// How the sources of a run folder are shown again.
#[derive(Debug, Clone, Default)]
pub struct Showing {
    /// Where they are now; where the run read them, if it is empty.
    pub archive: Vec<PathBuf>,
    /// Workers at a time.
    pub workers: usize,
    /// The caps on each document.
    pub limits: Limits,
}

/// Parts of documents in one report: enough for the discrepancies that anybody goes through.
const PARTS: usize = 2000;

/// Shows what proves findings, of files that have just been read.
pub(super) fn show(reader: &Reader, found: &[Found], findings: &Findings) -> Evidence {
    let limits = reader.limits();
    if limits.picture_bytes == 0 {
        return Evidence::off();
    }
    let plan = plan(findings, PARTS);
    let by_path = found.iter().map(|found| (found.path.as_str(), found)).collect();
    seen(reader, (&plan, limits.picture_bytes), &by_path, None)
}

/// Shows what proves the findings of a run folder, as far as its sources are still there.
pub(super) fn show_again(
    folder: &Path,
    index: &RunIndex,
    findings: &Findings,
    showing: &Showing,
) -> Result<Evidence, BatchError> {
    if showing.limits.picture_bytes == 0 {
        return Ok(Evidence::off());
    }
    let plan = plan(findings, PARTS);
    if plan.documents.is_empty() {
        return Ok(Evidence::default());
    }
    let settings = Settings {
        search: Search { roots: showing.archive.clone(), ..Search::default() },
        rules: None,
        workers: showing.workers,
        limits: showing.limits,
        ocr: super::AskedOcr::Nothing,
        keeping: super::Keeping::Nowhere,
        reread: crate::batch::Reread::default(),
        watch: progress::Watch::Nothing,
        lang: findings.lang,
    };
    let paths: BTreeSet<&str> = plan.documents.keys().copied().collect();
    let found = match verifying::search(folder, index, &settings) {
        Ok(search) => ingest::find(&search, &paths, &showing.limits)?,
        // An archive that the user names must be there; that of the run may be gone.
        Err(error) if !showing.archive.is_empty() => return Err(error),
        Err(_) => Vec::new(),
    };
    let by_path = found.iter().map(|found| (found.path.as_str(), found)).collect();
    let reader = Reader::new(&settings, &Rules::default())?;
    Ok(seen(&reader, (&plan, showing.limits.picture_bytes), &by_path, Some(index)))
}

/// What is seen of each part of a plan, with room for so many bytes of pictures. Nothing is shown
/// of a file that a run did not read, nor of one that holds other bytes now: `index` says which
/// those are, where the run is over.
fn seen(
    reader: &Reader,
    (plan, room): (&Plan<'_>, u64),
    by_path: &BTreeMap<&str, &Found>,
    index: Option<&RunIndex>,
) -> Evidence {
    let read = index.map(|index| {
        let files = index.files.iter();
        let read = files.filter_map(|file| Some((file.path.as_str(), file.sha256.as_deref()?)));
        read.collect::<BTreeMap<_, _>>()
    });
    let mut all = Gathering::new(plan, room);
    let mut to_show = Vec::new();
    for (document, asked) in &plan.documents {
        let found = by_path.get(document).copied();
        let is_read = |found: &Found| match &read {
            Some(read) => read.get(document).is_some_and(|was| *was == found.sha256),
            None => true,
        };
        let not = match found {
            Some(found) if found.sha256.is_empty() => {
                let issue = found.issues.first().cloned();
                issue.map_or(Seen::Gone, |issue| Seen::Shown(Shown::Nothing(Box::new(issue))))
            }
            Some(found) if is_read(found) => {
                // A copy has a record of its own where the file it is a copy of was removed.
                to_show.push((*document, Found { fate: Fate::Read, ..found.clone() }, asked));
                continue;
            }
            Some(_) => Seen::Changed,
            None => Seen::Gone,
        };
        all.enter(document, vec![not; asked.len()]);
    }
    let asked: Vec<_> = to_show.iter().map(|(_, file, asked)| (file, asked.as_slice())).collect();
    let all = Mutex::new(all);
    reader.show(&asked, |at, shown| {
        let seen = |shown| match shown {
            Shown::LeftOut => Seen::TooMany,
            shown => Seen::Shown(shown),
        };
        if let Some((document, ..)) = to_show.get(at) {
            let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
            all.enter(document, shown.into_iter().map(seen).collect());
        }
    });
    all.into_inner().unwrap_or_else(PoisonError::into_inner).finish()
}
