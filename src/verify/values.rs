//! The values of a record by the names that checks give them, to tell whether there are any.
//!
//! Numbers are those of [`Record::named`]; a name may also be that of a field of words, which no
//! relation can compare and which is there all the same.

use crate::place::Place;
use crate::record::Record;

/// A value: as written, and where it stands.
pub(super) type Value<'r> = (&'r str, &'r Place);

/// The values of a name, in the order of the record.
pub(super) fn of<'r>(record: &'r Record, name: &str) -> Vec<Value<'r>> {
    let words = record.fields.iter().filter(|f| f.id == name && f.number().is_none());
    let words = words.map(|f| (f.value.as_str(), &f.place));
    words.chain(record.named(name).into_iter().map(|n| (n.written, n.place))).collect()
}
