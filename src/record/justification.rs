//! What a document itself says of a difference: « 1 866,00 € arrondi à 1 800,00 € ».
//!
//! A sentence with values speaks of them alone; one without speaks of the values of its paragraph,
//! or of the table that it stands under. Which, is decided where the text is read: reconciliation
//! opens no document.

use serde::{Deserialize, Serialize};

use super::Record;
use crate::place::Place;

/// A sentence that explains values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Justification {
    /// The rule: `arrondi`, `provisoire`.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// The amounts that it speaks of, by index in [`Record::amounts`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<usize>,
    /// The indicators that it speaks of, by index in [`Record::indicators`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<usize>,
    /// The table that it speaks of, by the id of the layout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Where its words stand.
    pub place: Place,
}

impl Justification {
    /// Whether it speaks of the value that stands at a place of its record.
    #[must_use]
    pub fn speaks_of(&self, record: &Record, place: &Place) -> bool {
        let amounts = self.amounts.iter().filter_map(|at| Some(&record.amounts.get(*at)?.place));
        let indicators = self.indicators.iter();
        let indicators = indicators.filter_map(|at| Some(&record.indicators.get(*at)?.place));
        amounts.chain(indicators).any(|p| std::ptr::eq(p, place))
    }
}
