//! Checks: whether each term has a value in the document.

use crate::rules::Listed;
use crate::verify::values;

use super::{Answer, Note, Seen};

/// The answer of a check.
pub(super) fn check(rule: Listed, seen: &Seen<'_>) -> Answer {
    let mut answer = Answer::new(rule);
    let Some(own) = seen.pack.checks.get(answer.rule.index) else { return answer };
    let record = &seen.probe.trace.record;
    answer.notes.extend(own.terms().map(|term| {
        let found = if term.is_own() { values::of(record, &term.name) } else { Vec::new() };
        Note::Term {
            name: term.bare().to_owned(),
            kind: term.previous().then(|| "n-1".to_owned()).or_else(|| term.kind.clone()),
            values: found
                .into_iter()
                .map(|(text, place)| (text.to_owned(), place.clone()))
                .collect(),
        }
    }));
    answer
}
