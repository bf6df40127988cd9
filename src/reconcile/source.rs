//! Where reconciliation takes its records from, one at a time.
//!
//! An archive of a hundred thousand documents does not fit in memory, and nothing asks it to: to
//! know which documents belong together their [`outline`](Source::outline) is enough, and a
//! document is judged with its own few. A record may thus be read more than once, which costs
//! less than keeping it. Records that are in memory anyway are only lent.

use std::borrow::Cow;
use std::convert::Infallible;

use crate::record::{Field, Head, Record};
use crate::store::{Documents, StoreError};

/// A number of records that can be had one by one.
pub trait Source: Sync {
    /// Why a record cannot be had.
    type Error: Send;

    /// How many there are.
    fn count(&self) -> usize;

    /// A record by its number, from 0.
    fn record(&self, at: usize) -> Result<Cow<'_, Record>, Self::Error>;

    /// Its bytes as it is stored; 0 where it is in memory anyway.
    fn size(&self, _at: usize) -> u64 {
        0
    }

    /// What it is and its fields, and nothing else of it.
    fn outline(&self, at: usize) -> Result<Record, Self::Error> {
        let record = self.record(at)?;
        Ok(outlined(record.document.clone(), record.fields.clone()))
    }
}

fn outlined(document: Head, fields: Vec<Field>) -> Record {
    Record { fields, ..Record::new(document) }
}

impl Source for [Record] {
    type Error = Infallible;

    fn count(&self) -> usize {
        self.len()
    }

    #[expect(clippy::indexing_slicing, reason = "the number is below the count")]
    fn record(&self, at: usize) -> Result<Cow<'_, Record>, Infallible> {
        Ok(Cow::Borrowed(&self[at]))
    }
}

impl Source for Documents {
    type Error = StoreError;

    fn count(&self) -> usize {
        self.len()
    }

    fn record(&self, at: usize) -> Result<Cow<'_, Record>, StoreError> {
        self.read(at).map(Cow::Owned)
    }

    fn size(&self, at: usize) -> u64 {
        // One that is not there is told when it is read.
        Documents::size(self, at).unwrap_or_default()
    }

    fn outline(&self, at: usize) -> Result<Record, StoreError> {
        self.read_outline(at).map(|(document, fields)| outlined(document, fields))
    }
}
