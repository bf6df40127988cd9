//! What a check across documents was about and found nothing to be compared with.
//!
//! It is no finding: nothing differs. It is listed whole, with why, so that a sheet that nobody
//! compared is never taken for one that agrees.

use serde::{Deserialize, Serialize};

use super::alike::named;
use super::facts::{Fact, Origin};
use super::words::row_label;
use crate::issue::Lang;
use crate::place::Place;
use crate::record::{Action, Record};

/// A document, or a part of one, without counterpart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unmatched {
    /// What it is.
    pub kind: UnmatchedKind,
    /// What it is called: the name of an operator, an action, a line, the file.
    pub name: String,
    /// The document it stands in.
    pub document: String,
    /// The check that wanted a counterpart.
    pub check: String,
    /// Why there is none, in the language of the findings.
    pub reason: String,
    /// Where it stands; null for a whole document.
    pub place: Option<Place>,
}

/// What has no counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnmatchedKind {
    /// A whole document.
    Document,
    /// An action of a bilan.
    Action,
    /// A line of a table.
    Line,
    /// A value of a document: of an operator's sheet, or of an act.
    Value,
}

impl Unmatched {
    /// A document.
    pub(super) fn document(record: &Record, check: &str, reason: &str) -> Self {
        let path = record.document.path.clone();
        let operator = record.operator().map_or_else(|| path.clone(), str::to_owned);
        Self {
            kind: UnmatchedKind::Document,
            name: operator,
            document: path,
            check: check.to_owned(),
            reason: reason.to_owned(),
            place: None,
        }
    }

    /// An action.
    pub(super) fn action(record: &Record, action: &Action, check: &str, reason: &str) -> Self {
        Self {
            kind: UnmatchedKind::Action,
            name: named(action),
            place: Some(action.place.clone()),
            ..Self::document(record, check, reason)
        }
    }

    /// A line of a table, or a value of the document.
    pub(super) fn fact(fact: &Fact<'_>, check: &str, (reason, lang): (&str, Lang)) -> Self {
        let whole = Self::document(fact.record, check, reason);
        let place = Some(fact.place.clone());
        match fact.origin {
            Origin::Cell { row, .. } => {
                Self { kind: UnmatchedKind::Line, name: row_label(row, lang), place, ..whole }
            }
            _ => Self { kind: UnmatchedKind::Value, place, ..whole },
        }
    }

    /// The order in which they are told.
    pub(super) fn rank(&self) -> (&str, &str, UnmatchedKind) {
        (&self.document, &self.check, self.kind)
    }
}
