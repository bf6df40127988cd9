//! The reports of a run folder: which there are, what they are called, and writing them.
//!
//! Reports for people are made of the records that fit in them; tables for machines are made of
//! every record, read one by one.

use std::fmt::Display;
use std::path::Path;

use rayon::prelude::*;

use super::showing::{Showing, show_again};
use super::{BatchError, RunResult, waiving};
use crate::issue::Lang;
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
    let records = detailed(&Documents::new(folder, &index))?;
    let findings = waiving::findings(folder)?;
    let evidence = if formats.contains(&ReportFormat::Html) {
        show_again(folder, &index, &findings, showing)?
    } else {
        Evidence::default()
    };
    let result = RunResult { index, records, findings, evidence, ..RunResult::default() };
    write_all(&out, &result, lang, formats)?;
    Ok(result)
}

/// Values that reports give in full: what a person still scrolls through, and less than a sheet
/// of Excel holds. All are in the documents' own files.
const DETAILED: usize = 100_000;

/// The records that reports give in full: from the first one until that is enough.
pub(super) fn detailed(documents: &Documents) -> Result<Vec<Record>, StoreError> {
    let (mut records, mut values) = (Vec::new(), 0);
    for at in 0..documents.len() {
        if values >= DETAILED {
            break;
        }
        let record = documents.read(at)?;
        let rows = record.budgets.iter().flat_map(|budget| &budget.rows);
        values += record.indicators.len() + rows.map(|row| row.cells.len()).sum::<usize>();
        records.push(record);
    }
    Ok(records)
}

/// Writes findings and reports.
pub(super) fn write_reports(
    folder: &RunFolder,
    result: &RunResult,
    lang: Lang,
    formats: &[ReportFormat],
) -> Result<(), BatchError> {
    // Side by side: over a large archive each of them takes seconds.
    let (written, reports) = rayon::join(
        || folder.write_json("findings.json", &result.findings),
        || write_all(folder, result, lang, formats),
    );
    written?;
    reports
}

/// Writes reports.
fn write_all(
    folder: &RunFolder,
    result: &RunResult,
    lang: Lang,
    formats: &[ReportFormat],
) -> Result<(), BatchError> {
    let written = formats.par_iter().map(|format| write_report(folder, result, lang, *format));
    written.collect::<Vec<_>>().into_iter().collect()
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
        ReportFormat::Html => report::html::render(&run),
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
