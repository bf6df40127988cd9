//! One document from bytes to record: read, lay out, extract. Runs inside a worker.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Job, Outcome, drawn, inspect, is_missing_part};
use crate::document::{Laid, Source};
use crate::extract::extract;
use crate::ingest::sha256;
use crate::issue::{Code, Issue, Severity, system};
use crate::layout::{Lines, lay_out, lay_out_watching, lay_out_with};
use crate::limits::Limits;
use crate::readers::pdf::render::render;
use crate::readers::read_source;
use crate::record::{Head, Record};
use crate::rules::Rules;

/// Pixels an inch of a page that is drawn: small print is legible at one and a half a point.
const DPI: f32 = 108.0;

/// What a task gives: the outcome and the JSON, or why there is none.
pub(super) type Given = Result<(Outcome, Vec<u8>), Box<Issue>>;

/// The record of a document as JSON on one line.
pub(super) fn record(job: &Job, rules: &Rules, limits: &Limits) -> Given {
    let laid = lay_out_with(open(job, limits)?, Lines::LeftOut);
    let mut record = extract(&laid, head(job, &laid), rules);
    record.issues = all_issues(job, &laid, &record);
    Ok((outcome(&laid, &record), to_json(&record)?))
}

/// What the reader sees of a document, as JSON.
pub(super) fn inspect(job: &Job, page: Option<u32>, limits: &Limits) -> Given {
    let laid = lay_out(open(job, limits)?);
    let seen = inspect::inspect(&laid, head(job, &laid), page);
    Ok((Outcome::Done, to_json(&seen)?))
}

/// What there is to draw of a page, the only one if none is given, as JSON.
pub(super) fn draw(job: &Job, page: Option<u32>, picture: bool, limits: &Limits) -> Given {
    let bytes = bytes(job)?;
    let source = read(job, &bytes, limits)?;
    let only = (source.pages.len() == 1).then_some(1);
    let number = page.or(only).unwrap_or_default();
    let (laid, trace) = lay_out_watching(source, number);
    let page = laid.pages.iter().find(|p| p.number == number);
    #[cfg(debug_assertions)]
    if picture {
        super::hostile::draw(&bytes);
    }
    let png = match page.filter(|_| picture) {
        Some(page) => render(&bytes, page, DPI, None, limits).map_err(|issue| *issue),
        None => Ok(Vec::new()),
    };
    let shown = inspect::inspect(&laid, head(job, &laid), Some(number));
    Ok((Outcome::Done, to_json(&drawn::drawn(shown, (page, &laid.tables), png, trace))?))
}

/// Reads a document.
fn open(job: &Job, limits: &Limits) -> Result<Source, Box<Issue>> {
    read(job, &bytes(job)?, limits)
}

/// The bytes of the file, which must still be the one that was found.
fn bytes(job: &Job) -> Result<Arc<Vec<u8>>, Box<Issue>> {
    let unreadable =
        |why: &dyn std::fmt::Display| Box::new(Issue::new(Code::Unreadable, &[("why", why)]));
    let bytes =
        fs::read(Path::new(OsStr::from_bytes(&job.file))).map_err(|e| unreadable(&system(&e)))?;
    if sha256(&bytes) != job.sha256 {
        return Err(unreadable(&"modifié depuis le début de la lecture (changed meanwhile)"));
    }
    Ok(Arc::new(bytes))
}

/// Reads the bytes of a document.
fn read(job: &Job, bytes: &Arc<Vec<u8>>, limits: &Limits) -> Result<Source, Box<Issue>> {
    let name = job.path.rsplit('/').next().unwrap_or(&job.path);
    read_source(bytes, job.kind, name, limits).map_err(|e| Box::new(e.issue()))
}

/// What the document is.
fn head(job: &Job, laid: &Laid) -> Head {
    let thousandths = |share: u16| Decimal::new(i64::from(share), 3);
    Head {
        pages: u32::try_from(laid.pages.len().max(laid.sheets.len())).unwrap_or(u32::MAX),
        page_size: laid.pages.iter().map(|p| [tenth(p.width), tenth(p.height)]).collect(),
        agreement: laid.pages.iter().map(|p| p.agreement.map(thousandths)).collect(),
        metadata: laid.metadata.iter().cloned().collect(),
        ..job.head()
    }
}

/// A length rounded to a tenth of a point, as places are.
fn tenth(length: f32) -> f32 {
    (length * 10.0).round() / 10.0
}

/// The issues of every stage in the order of the stages, each once.
fn all_issues(job: &Job, laid: &Laid, record: &Record) -> Vec<Issue> {
    let mut all: Vec<Issue> = Vec::new();
    for issue in job.issues.iter().chain(&laid.issues).chain(&record.issues) {
        if !all.contains(issue) {
            all.push(issue.clone());
        }
    }
    if holds_nothing(laid) && all.iter().all(|issue| issue.code == Code::NoPack) {
        all.push(Issue::new(Code::Blank, &[]));
    }
    all
}

/// Whether not a word was read.
fn holds_nothing(laid: &Laid) -> bool {
    laid.blocks.is_empty()
        && laid.pages.iter().all(|page| page.words.is_empty())
        && laid.sheets.iter().all(|sheet| sheet.cells.is_empty())
}

/// How the reading ended: nothing at all for a grave reason is no reading.
fn outcome(laid: &Laid, record: &Record) -> Outcome {
    let grave = record.issues.iter().any(|issue| issue.severity == Severity::Error);
    if holds_nothing(laid) && grave {
        Outcome::Refused
    } else if record.issues.iter().any(is_missing_part) {
        Outcome::Partial
    } else {
        Outcome::Done
    }
}

/// JSON on one line.
fn to_json(value: &impl serde::Serialize) -> Result<Vec<u8>, Box<Issue>> {
    serde_json::to_vec(value).map_err(|e| Box::new(Issue::new(Code::Panicked, &[("why", &e)])))
}

impl Job {
    /// What is known of the document before it is read.
    pub(super) fn head(&self) -> Head {
        Head {
            path: self.path.clone(),
            sha256: self.sha256.clone(),
            media_type: self.kind.media_type().to_owned(),
            ..Head::default()
        }
    }
}
