//! A laid-out document and the rules in, its record out.

use crate::document::Laid;
use crate::record::{Head, Record};
use crate::rules::Rules;

/// Reads a document by the pack that recognises it, or by the common rules.
#[must_use]
pub fn extract(_laid: &Laid, head: Head, _rules: &Rules) -> Record {
    Record::new(head)
}
