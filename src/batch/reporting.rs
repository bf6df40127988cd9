//! The reports of a run folder: which there are, what they are called, and writing them.
//!
//! Reports for people are made of the records that fit in them; tables for machines are made of
//! every record, read one by one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::path::Path;

use super::showing::{Showing, show_again};
use super::{BatchError, RunResult, waiving};
use crate::issue::Lang;
use crate::reconcile::finding::Findings;
use crate::record::Record;
use crate::report;
use crate::report::evidence::Evidence;
use crate::store::{Documents, RunFolder, RunIndex, StoreError};

/// A report that can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportFormat {
    /// `report.html`, a page for people.
    Html,
    /// `ecarts.xlsx`, a workbook for people.
    Xlsx,
    /// `note.docx`, a page a bilan for the session.
    Note,
    /// `findings.sarif`, for what gathers findings of many tools.
    Sarif,
    /// `findings.junit.xml`, for what runs tests.
    Junit,
    /// `findings.csv`, for spreadsheets and scripts.
    Csv,
    /// `values.parquet`, `findings.parquet` and `documents.parquet`, for analysis.
    Parquet,
}

impl ReportFormat {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Html, Self::Xlsx, Self::Note, Self::Sarif, Self::Junit, Self::Csv, Self::Parquet];

    /// Those that are made where none is asked for.
    pub const USUAL: [Self; 3] = [Self::Html, Self::Xlsx, Self::Note];

    /// The files that it makes.
    #[must_use]
    pub fn files(self) -> &'static [&'static str] {
        match self {
            Self::Html => &["report.html"],
            Self::Xlsx => &["ecarts.xlsx"],
            Self::Note => &["note.docx"],
            Self::Sarif => &["findings.sarif"],
            Self::Junit => &["findings.junit.xml"],
            Self::Csv => &["findings.csv"],
            Self::Parquet => &["values.parquet", "findings.parquet", "documents.parquet"],
        }
    }

    /// The name by which it is told.
    fn name(self) -> &'static str {
        self.files().first().copied().unwrap_or_default()
    }
}

/// Renders reports of a run folder again.
pub fn report_again(
    folder: &Path,
    formats: &[ReportFormat],
    showing: &Showing,
    lang: Lang,
) -> Result<RunResult, BatchError> {
    let index = RunIndex::load(folder)?;
    let out = RunFolder::create(folder)?;
    let findings = waiving::findings(folder)?;
    let records = detailed(&Documents::new(folder, &index), &findings)?;
    let evidence = if formats.contains(&ReportFormat::Html) {
        show_again(folder, &index, &findings, showing)?
    } else {
        Evidence::default()
    };
    let result = RunResult { index, records, findings, evidence, ..RunResult::default() };
    write_all(&out, &result, lang, formats)?;
    Ok(result)
}

/// Bytes of the records that reports give in full: some ten thousand values, of two hundred
/// bilans with their sheets, what a person still scrolls through. A workbook takes four kilobytes
/// of memory a value while it is made. All are in the documents' own files.
const DETAILED: u64 = 6 << 20;

/// Bytes from which no further record is looked for that might still fit.
const ENOUGH: u64 = DETAILED / 10 * 9;

/// The records that reports give in full, as far as they fit: first those that something is told
/// of, then the others. They come in the order of the files.
pub(super) fn detailed(
    documents: &Documents,
    findings: &Findings,
) -> Result<Vec<Record>, StoreError> {
    let open = findings.findings.iter().filter(|f| f.is_loud() && f.is_open());
    let told: BTreeSet<&str> = open.map(|finding| finding.document.as_str()).collect();
    let (first, rest): (Vec<_>, Vec<_>) =
        documents.paths().enumerate().partition(|(_, path)| told.contains(path));
    let (mut records, mut bytes) = (BTreeMap::new(), 0);
    for (at, _) in first.into_iter().chain(rest) {
        if bytes >= ENOUGH {
            break;
        }
        let size = documents.size(at)?;
        if bytes + size <= DETAILED {
            bytes += size;
            records.insert(at, documents.read(at)?);
        }
    }
    Ok(records.into_values().collect())
}

/// Writes findings and reports.
pub(super) fn write_reports(
    folder: &RunFolder,
    result: &RunResult,
    lang: Lang,
    formats: &[ReportFormat],
) -> Result<(), BatchError> {
    folder.write_json("findings.json", &result.findings)?;
    write_all(folder, result, lang, formats)
}

/// Writes reports, one after another: a workbook takes much memory while it is made.
fn write_all(
    folder: &RunFolder,
    result: &RunResult,
    lang: Lang,
    formats: &[ReportFormat],
) -> Result<(), BatchError> {
    formats.iter().try_for_each(|format| write_report(folder, result, lang, *format))
}

/// Writes one report.
fn write_report(
    folder: &RunFolder,
    result: &RunResult,
    lang: Lang,
    format: ReportFormat,
) -> Result<(), BatchError> {
    let (run, name) = (result.view(lang), format.name());
    let bytes = match format {
        ReportFormat::Html => {
            return Ok(folder.write_by(name, |to| report::html::write(&run, to))?);
        }
        ReportFormat::Xlsx => report::xlsx::render(&run).map_err(failed(name))?,
        ReportFormat::Note => report::note::render(&run).map_err(failed(name))?,
        ReportFormat::Sarif => report::sarif::render(&run).map_err(failed(name))?,
        ReportFormat::Junit => report::junit::render(&run).map_err(failed(name))?,
        ReportFormat::Csv => report::csv::render(&run).map_err(failed(name))?,
        ReportFormat::Parquet => return write_tables(folder, result),
    };
    Ok(folder.write(name, &bytes)?)
}

/// Writes the tables for analysis.
fn write_tables(folder: &RunFolder, result: &RunResult) -> Result<(), BatchError> {
    let records = Documents::new(folder.path(), &result.index);
    let tables = report::parquet::render(&result.index, &records, &result.findings);
    let tables = tables.map_err(|fault| match fault {
        report::parquet::ParquetFault::Store(error) => error.into(),
        fault @ report::parquet::ParquetFault::Table(_) => {
            failed(ReportFormat::Parquet.name())(fault)
        }
    })?;
    for (name, bytes) in tables {
        folder.write(name, &bytes)?;
    }
    Ok(())
}

/// The error of a report that cannot be made.
fn failed<E: Display>(name: &'static str) -> impl Fn(E) -> BatchError {
    move |error| BatchError::Report { name, why: error.to_string() }
}
