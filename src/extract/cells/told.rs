//! Why a value of a form is not read, told with the words of the form.
//!
//! Each issue names the rule's id among its details, so that a check for want of the value can
//! say why it is missing.

use std::fmt::Display;

use crate::document::Cell;
use crate::issue::{Code, Issue};
use crate::rules::CellRule;

use super::beside::Doubt;

/// The issue of a value that is not read.
pub(super) fn issue(rule: &CellRule, doubt: &Doubt<'_>) -> Issue {
    let id: (&str, &dyn Display) = ("id", &rule.id);
    match doubt {
        Doubt::Without { label, column, cell: Some(cell) } => {
            let (label, text) = (text(label), text(cell));
            let details = [id, ("label", &label), ("column", column), ("text", &text)];
            Issue::new(Code::ValueUnread, &details).at(cell.text.whole())
        }
        Doubt::Without { label, column, cell: None } => {
            let details = [id, ("label", &text(label) as _), ("column", column)];
            Issue::new(Code::ValueBlank, &details).at(label.text.whole())
        }
        Doubt::Columns(label, columns) => {
            let columns: Vec<String> = columns.iter().map(|c| quoted(c)).collect();
            let columns = columns.join(", ");
            let details = [id, ("label", &text(label) as _), ("columns", &columns)];
            Issue::new(Code::ValueColumns, &details).at(label.text.whole())
        }
        Doubt::OtherYear(label, column) => {
            let details = [id, ("label", &text(label) as _), ("column", column)];
            Issue::new(Code::ValueOtherYear, &details).at(label.text.whole())
        }
        Doubt::Rows(labels) => {
            let place = labels.first().and_then(|l| l.text.whole());
            let rows: Vec<String> = labels.iter().map(|l| quoted(text(l))).collect();
            let rows = rows.join(", ");
            Issue::new(Code::ValueRows, &[id, ("rows", &rows)]).at(place)
        }
    }
}

fn text(cell: &Cell) -> &str {
    cell.text.text.trim()
}

fn quoted(text: &str) -> String {
    format!("« {text} »")
}
