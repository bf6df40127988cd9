//! One document from bytes to record: read, lay out, extract, look again at what does not add up.
//! Runs inside a worker.

use std::ffi::OsStr;
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::sync::Arc;

use super::evidence::{self, Asked};
use super::prepared::{Prepared, head};
use super::wire::Told;
use super::{Job, Outcome, drawn, inspect, second};
use crate::document::Source;
use crate::ingest::{FileKind, open as open_file, sha256};
use crate::issue::{Code, Issue, system};
use crate::layout::{Lines, lay_out, lay_out_watching, lay_out_with};
use crate::limits::Limits;
use crate::readers::ocr::Ocr;
use crate::readers::pdf::render::render;
use crate::readers::read_source;
use crate::record::Head;
use crate::rules::Rules;

/// Pixels an inch of a page that is drawn: small print is legible at one and a half a point.
const DPI: f32 = 108.0;

/// The bytes of a file, shared with the readers that ask for them.
pub(super) type Bytes = Arc<Vec<u8>>;

/// What a task gives: the outcome, what is told of a record, and the JSON; or why there is none.
pub(super) type Given = Result<(Outcome, Option<Told>, Vec<u8>), Box<Issue>>;

/// A file, and what it is read with.
pub(super) struct File<'a> {
    /// What is known of it.
    pub(super) job: &'a Job,
    /// Its bytes.
    pub(super) bytes: &'a Bytes,
    /// What reads its pages of paper.
    pub(super) ocr: Ocr<'a>,
    /// The caps on it.
    pub(super) limits: &'a Limits,
}

/// The record of a document as JSON on one line.
pub(super) fn record(file: &File<'_>, rules: &Rules) -> Given {
    let prepared = prepared(file)?;
    let mut record = prepared.record(rules);
    second::look(&mut record, file, &prepared.laid.pages);
    let (outcome, json) = (prepared.outcome(&record), to_json(&record)?);
    let told = Told { pages: record.document.pages, issues: record.issues };
    Ok((outcome, Some(told), json))
}

/// A document read and laid out, as JSON: [`Prepared`].
pub(super) fn prepare(file: &File<'_>) -> Given {
    done(&prepared(file)?)
}

fn prepared(file: &File<'_>) -> Result<Prepared, Box<Issue>> {
    Ok(Prepared::new(file.job, lay_out_with(read(file)?, Lines::LeftOut)))
}

/// What the reader sees of a document, as JSON.
pub(super) fn inspect(file: &File<'_>, page: Option<u32>) -> Given {
    let laid = lay_out(read(file)?);
    let seen = inspect::inspect(&laid, head(file.job, &laid), page);
    done(&seen)
}

/// What there is to draw of a page, the only one if none is given, as JSON.
pub(super) fn draw(file: &File<'_>, (page, picture): (Option<u32>, bool)) -> Given {
    let source = read(file)?;
    let only = (source.pages.len() == 1).then_some(1);
    let number = page.or(only).unwrap_or_default();
    let (laid, trace) = lay_out_watching(source, number);
    let page = laid.pages.iter().find(|p| p.number == number);
    #[cfg(debug_assertions)]
    if picture {
        super::hostile::draw(file.bytes);
    }
    let png = match page.filter(|_| picture) {
        Some(page) => render(file.bytes, page, DPI, file.limits).map_err(|issue| *issue),
        None => Ok(Vec::new()),
    };
    let shown = inspect::inspect(&laid, head(file.job, &laid), Some(number));
    done(&drawn::drawn(shown, (page, &laid.tables), png, trace))
}

/// Parts of a document to look at, one answer for each that is asked for, as JSON.
pub(super) fn show(file: &File<'_>, asked: &[Asked]) -> Given {
    #[cfg(debug_assertions)]
    super::hostile::draw(file.bytes);
    let shown = match file.job.kind {
        FileKind::Pdf => evidence::show_pages(file.bytes, asked, file.limits),
        _ => evidence::show_sheets(read(file)?, asked),
    };
    done(&shown)
}

/// The bytes of the file, which must still be the one that was found.
pub(super) fn bytes(job: &Job, limits: &Limits) -> Result<Bytes, Box<Issue>> {
    let unreadable =
        |why: &dyn std::fmt::Display| Box::new(Issue::new(Code::Unreadable, &[("why", why)]));
    let mut bytes = Vec::new();
    let path = Path::new(OsStr::from_bytes(&job.file));
    let most = limits.file_bytes.saturating_add(1);
    let read = open_file(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
    read.map_err(|e| unreadable(&system(&e)))?;
    if sha256(&bytes) != job.sha256 {
        return Err(unreadable(&"modifié depuis le début de la lecture (changed meanwhile)"));
    }
    Ok(Arc::new(bytes))
}

/// Reads the bytes of a document.
fn read(file: &File<'_>) -> Result<Source, Box<Issue>> {
    let File { job, bytes, ocr, limits } = file;
    let name = job.path.rsplit('/').next().unwrap_or(&job.path);
    read_source(bytes, job.kind, name, ocr, limits).map_err(|e| Box::new(e.issue()))
}

/// What a task gives that is no record.
fn done(value: &impl serde::Serialize) -> Given {
    Ok((Outcome::Done, None, to_json(value)?))
}

/// JSON on one line.
fn to_json(value: &impl serde::Serialize) -> Result<Vec<u8>, Box<Issue>> {
    serde_json::to_vec(value).map_err(|e| Box::new(Issue::new(Code::Panicked, &[("why", &e)])))
}

impl Job {
    /// What is known of the document before it is read.
    #[must_use]
    pub fn head(&self) -> Head {
        Head {
            path: self.path.clone(),
            sha256: self.sha256.clone(),
            media_type: self.kind.media_type().to_owned(),
            ..Head::default()
        }
    }
}
