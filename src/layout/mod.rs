//! Words and rules in, lines, paragraphs and tables in reading order out; sheets likewise.

pub mod sheets;
pub mod tables;

use crate::document::{Laid, Source};

/// Lays out a document.
#[must_use]
pub fn lay_out(source: Source) -> Laid {
    Laid {
        pages: source.pages,
        sheets: source.sheets,
        metadata: source.metadata,
        issues: source.issues,
        ..Laid::default()
    }
}
