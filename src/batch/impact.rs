//! Two sets of rules over one archive: each document read once, extracted twice.

use super::library::{Book, Library};
use super::{BatchError, Settings};
use crate::rules::Rules;
use crate::verify::impact::{self, Both, Impact};

/// What a change of rules changes in an archive; `None` where it holds no document.
pub fn impact(
    settings: &Settings,
    library: &Library,
    before: &Rules,
    after: &Rules,
) -> Result<Option<Impact>, BatchError> {
    let both = |book: &Book<'_>| {
        let read = || Both::new(&book.found.path, book.record(before), book.record(after));
        book.found.is_document().then(read)
    };
    let documents: Vec<Both> = library.each(settings, both)?.into_iter().flatten().collect();
    Ok((!documents.is_empty()).then(|| impact::impact(documents, before, after, settings.lang)))
}
