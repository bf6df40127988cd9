//! What a relation proves, as a finding tells it: the words of its rule, or those of a relation
//! that no rule writes.
//!
//! It is told where it is asked for, in the language asked: most relations hold, and of long
//! tables few are told. The words of a rule are its author's and stay as they are.

use std::borrow::Cow;

use super::words::{row_called, row_label, short, unended};
use crate::issue::Lang;
use crate::record::{BudgetRow, RowKind};
use crate::sentence;

/// What a relation proves.
#[derive(Debug, Clone, Copy)]
pub(super) enum Says<'a> {
    /// What its rule says; nothing where the rule gives no sentence.
    Rule(&'a str),
    /// Two mentions of one amount.
    Twice,
    /// The total of a column, by its heading.
    Column(&'a str),
    /// A subtotal of a column.
    Subtotal(&'a BudgetRow, &'a str),
    /// The total of a row.
    Row(&'a BudgetRow),
    /// The share that a row states of two of its columns.
    Share {
        /// The row.
        row: &'a BudgetRow,
        /// What stands beside its cells.
        label: &'a str,
        /// The heading of what was done.
        done: &'a str,
        /// The heading of what was planned.
        planned: &'a str,
        /// Where most of the column differ, how many of how many.
        off: Option<(usize, usize)>,
    },
    /// The variation that it states.
    Variation {
        /// The row.
        row: &'a BudgetRow,
        /// What stands beside its cells.
        label: &'a str,
        /// The heading of what was planned.
        planned: &'a str,
        /// The heading of what was done.
        done: &'a str,
        /// Where most of the column differ, how many of how many.
        off: Option<(usize, usize)>,
    },
    /// A « dont » row of a table, by its label.
    Detail(&'a str),
    /// A figure of a year that is recalled.
    Recalled(&'a str),
    /// A variation on a year before.
    ChangeSince(&'a str),
    /// Two versions of a document.
    Version,
    /// The amount of an operator over its actions.
    Operator,
}

impl<'a> Says<'a> {
    /// The same of several percentages of a column, of all of which the first is told.
    pub(super) fn of_column(self, count: usize, all: usize) -> Self {
        let off = Some((count, all));
        match self {
            Self::Share { row, label, done, planned, .. } => {
                Self::Share { row, label, done, planned, off }
            }
            Self::Variation { row, label, planned, done, .. } => {
                Self::Variation { row, label, planned, done, off }
            }
            other => other,
        }
    }

    /// The sentence without its final stop; the relation itself where its rule gives none.
    pub(super) fn told(self, relation: &'a str, lang: Lang) -> Cow<'a, str> {
        let told = match self {
            Self::Rule("") => return Cow::Borrowed(relation),
            Self::Rule(says) => return Cow::Borrowed(unended(says)),
            Self::Twice => sentence::says_twice(lang),
            Self::Column(heading) => sentence::says_column(lang, short(heading)),
            Self::Subtotal(row, heading) => {
                sentence::says_subtotal(lang, row_label(row, lang), short(heading))
            }
            Self::Row(row) if row.kind == RowKind::Total => {
                sentence::says_row(lang, sentence::total_row_title(lang))
            }
            Self::Row(row) => sentence::says_row(lang, row_label(row, lang)),
            Self::Share { row, label, done, planned, off } => {
                let row = row_called(row, label, lang);
                let says = sentence::says_share(lang, row, short(done), short(planned));
                most_of_column(says, off, lang)
            }
            Self::Variation { row, label, planned, done, off } => {
                let row = row_called(row, label, lang);
                let says = sentence::says_variation(lang, row, short(planned), short(done));
                most_of_column(says, off, lang)
            }
            Self::Detail(label) => sentence::says_detail(lang, short(label)),
            Self::Recalled(year) => sentence::says_recalled(lang, year),
            Self::ChangeSince(year) => sentence::says_change_since(lang, year),
            Self::Version => sentence::says_version(lang),
            Self::Operator => sentence::says_operator(lang),
        };
        Cow::Owned(told)
    }
}

fn most_of_column(says: String, off: Option<(usize, usize)>, lang: Lang) -> String {
    match off {
        Some((count, all)) => sentence::says_most_of_column(lang, says, count, all),
        None => says,
    }
}
