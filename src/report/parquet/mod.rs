//! `values.parquet`, `findings.parquet`, `documents.parquet`: what was read and what does not
//! agree, as tables that `DuckDB`, pandas and Spark open as they are.
//!
//! Amounts are `DECIMAL(38, 6)`; no column holds one as a float. A value with more than six
//! decimals is null there and exact in the column of its text (`value_text`), as all are. Words
//! are those of the JSON (`line`, `exact`, `warning`). Values come from every record of the run
//! folder, one record at a time: nothing is left out of a large archive.

use crate::reconcile::finding::Findings;
use crate::store::{Documents, RunIndex, StoreError};

use self::table::Table;

mod documents;
mod findings;
mod table;
mod values;

/// Why the tables cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ParquetFault {
    /// A record cannot be read back.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The library that writes them refuses a table.
    #[error("{0}")]
    Table(#[from] parquet::errors::ParquetError),
}

/// A table by the name of its file.
pub type Named = (&'static str, Vec<u8>);

/// The three tables, by the names of their files.
pub fn render(
    index: &RunIndex,
    records: &Documents,
    found: &Findings,
) -> Result<[Named; 3], ParquetFault> {
    let mut values = Table::new(values::SCHEMA)?;
    let mut heads = documents::Heads::new();
    for at in 0..records.len() {
        let record = records.read(at)?;
        values::add(&mut values, &record)?;
        heads.add(&record);
    }
    let mut listed = Table::new(documents::SCHEMA)?;
    documents::add(&mut listed, index, &heads)?;
    let mut findings = Table::new(findings::SCHEMA)?;
    findings::add(&mut findings, found)?;
    Ok([
        ("values.parquet", values.finish()?),
        ("findings.parquet", findings.finish()?),
        ("documents.parquet", listed.finish()?),
    ])
}
