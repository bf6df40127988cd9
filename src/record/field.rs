//! Values that stand once in the document, read or computed.
//!
//! A computed field has no place of its own: it has that of its first term, and those of all
//! under `from`, so that a reader can go and look at each.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::number::Qualifier;
use crate::place::Place;

/// A value that stands once in the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// The rule's id: `annee`, `territoire`, `operateur`, `action`.
    pub id: String,
    /// The value: ISO 8601 for a date, a decimal for a number.
    pub value: String,
    /// As written, where the rule chose the value for the words (`parmi`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// What the value is.
    #[serde(rename = "type")]
    pub kind: FieldKind,
    /// The action that it stands under, where the rule reads in each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Where it stands; of a computed field, where its first term does.
    pub place: Place,
    /// Of a computed field, where its terms stand, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Place>,
    /// Of a computed field, the smallest digit that all its terms have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Decimal>,
    /// Of a computed field, how exact its terms are said to be.
    #[serde(default, skip_serializing_if = "is_exact")]
    pub qualifier: Qualifier,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_exact(qualifier: &Qualifier) -> bool {
    *qualifier == Qualifier::Exact
}

impl Field {
    /// A value that was read where it stands.
    #[must_use]
    pub fn read(id: &str, value: String, kind: FieldKind, place: Place) -> Self {
        let (id, qualifier) = (id.to_owned(), Qualifier::Exact);
        let (action, written, step, from) = (None, None, None, Vec::new());
        Self { id, value, written, kind, action, place, from, step, qualifier }
    }

    /// Its number, if it is one, with the smallest digit that counts.
    #[must_use]
    pub fn number(&self) -> Option<(Decimal, Decimal)> {
        let value: Decimal = self.value.parse().ok()?;
        Some((value, self.step.unwrap_or(Decimal::new(1, value.scale()))))
    }
}

/// What the value of a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A year of four digits.
    Year,
    /// A day, ISO 8601.
    Date,
    /// Words.
    Text,
    /// The code of an item: `1.1`.
    Code,
    /// A count or measure.
    Number,
    /// A share of a hundred: `12.5` for 12,5 %.
    Percent,
    /// Euros.
    Amount,
}
