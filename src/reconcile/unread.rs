//! Why a document does not give a value that its rules look for, as its issues say.
//!
//! A check for want of a value is told with the reason where extraction knew one: a cell left
//! empty, a formula without a value, several rows that might be the one.

use super::lack::Lack;
use super::words::{file_name, in_turn};
use crate::issue::{Code, Issue, Lang};
use crate::place::Place;
use crate::record::Record;
use crate::rules::Check;
use crate::sentence;

/// The codes of values that are there and not read.
const CODES: [Code; 5] = [
    Code::ValueUnread,
    Code::ValueBlank,
    Code::ValueColumns,
    Code::ValueOtherYear,
    Code::ValueRows,
];

/// What a record says of a value that it does not give.
pub(super) fn issues<'a>(
    record: &'a Record,
    name: &'a str,
) -> impl Iterator<Item = &'a Issue> + use<'a> {
    let about = move |i: &&Issue| i.details.iter().any(|(key, id)| key == "id" && id == name);
    record.issues.iter().filter(|i| CODES.contains(&i.code)).filter(about)
}

/// The reason of an issue with the cell it is about: « a.xlsx, G8 : … ».
pub(super) fn reason(record: &Record, issue: &Issue, lang: Lang) -> String {
    let file = file_name(&record.document.path);
    let cell = match &issue.place {
        Some(Place::Cell { cell, .. }) => Some(cell.to_string()),
        _ => None,
    };
    sentence::reason_of(lang, file, cell, issue.told(lang).0)
}

/// Why a document gives none of the values of a check; none where it says nothing of one of
/// them, which is no matter of a cell.
pub(super) fn of_check(record: &Record, check: &Check, lang: Lang) -> Option<Lack> {
    let names = || check.terms().map(|t| t.name.as_str());
    let told = |lang| of_names(record, names(), lang).unwrap_or_default();
    let all = names().all(|name| issues(record, name).next().is_some());
    all.then(|| Lack::because(lang, told))
}

/// Why a document does not give some values, told together.
pub(super) fn of_names<'a>(
    record: &Record,
    names: impl Iterator<Item = &'a str>,
    lang: Lang,
) -> Option<String> {
    let mut reasons: Vec<String> = Vec::new();
    for name in names {
        for issue in issues(record, name) {
            let reason = reason(record, issue, lang);
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }
    let join = |before, reason| sentence::list_next(lang, before, reason);
    (!reasons.is_empty()).then(|| in_turn(reasons, join))
}
