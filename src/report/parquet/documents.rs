//! The table of documents: every file of the archive with its outcome.
//!
//! Seconds are left out: the same archive gives the same bytes.

use std::collections::BTreeMap;

use parquet::errors::Result;

use crate::record::{Head, Record};
use crate::store::RunIndex;

use super::table::{Cell, Table};

/// The columns. `issues` is a list as JSON.
pub(super) const SCHEMA: &str = "message documents {
  OPTIONAL BYTE_ARRAY path (STRING);
  OPTIONAL BYTE_ARRAY sha256 (STRING);
  OPTIONAL BYTE_ARRAY outcome (STRING);
  OPTIONAL INT32 pages (INTEGER(32, true));
  OPTIONAL BYTE_ARRAY media_type (STRING);
  OPTIONAL BYTE_ARRAY kind (STRING);
  OPTIONAL BYTE_ARRAY rules_id (STRING);
  OPTIONAL BYTE_ARRAY rules_version (STRING);
  OPTIONAL BYTE_ARRAY year (STRING);
  OPTIONAL BYTE_ARRAY territory (STRING);
  OPTIONAL BYTE_ARRAY operator (STRING);
  OPTIONAL INT32 issue_count (INTEGER(32, true));
  OPTIONAL BYTE_ARRAY issues (STRING);
}";

/// What the records say of their documents, by path.
pub(super) struct Heads(BTreeMap<String, (Head, [Option<String>; 3])>);

impl Heads {
    /// None yet.
    pub(super) fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Adds that of a record.
    pub(super) fn add(&mut self, record: &Record) {
        let said = [record.year(), record.territory(), record.operator()];
        let head = Head {
            media_type: record.document.media_type.clone(),
            kind: record.document.kind.clone(),
            rules: record.document.rules.clone(),
            ..Head::default()
        };
        self.0.insert(record.document.path.clone(), (head, said.map(|s| s.map(str::to_owned))));
    }
}

/// Adds every file.
pub(super) fn add(table: &mut Table, index: &RunIndex, heads: &Heads) -> Result<()> {
    for file in &index.files {
        let (head, said) = heads.0.get(&file.path).map(|(h, s)| (h, s.each_ref())).unzip();
        let of = |text: fn(&Head) -> &String| Cell::text(head.map(|h| text(h).as_str()));
        let [year, territory, operator] =
            said.map_or([None; 3], |said| said.map(Option::as_deref)).map(Cell::text);
        table.push([
            Cell::text(Some(&file.path)),
            Cell::text(file.sha256.as_deref()),
            Cell::word(file.outcome),
            Cell::Whole(file.pages),
            of(|h| &h.media_type),
            of(|h| &h.kind),
            of(|h| &h.rules.id),
            of(|h| &h.rules.version),
            year,
            territory,
            operator,
            Cell::Whole(file.issues.len() as u32),
            Cell::json(&file.issues),
        ])?;
    }
    Ok(())
}
