//! A relation as it is compiled: two sides of terms, and how they compare.
//!
//! [`super::relation`] reads it; reconciliation looks up the names. A rate is a relation too: its
//! left side is then the two values that it is said of, in order.

use rust_decimal::Decimal;

/// A relation: linear, or a rate recomputed from the two values that it is said of.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// The rate that `left` gives, where it is no sum: its two values are then `left`, in order.
    pub rate: Option<Rate>,
    /// The left side.
    pub left: Vec<Term>,
    /// How they compare.
    pub operator: Operator,
    /// The right side.
    pub right: Vec<Term>,
}

/// A percentage as relations compute it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// `variation(avant, apres)`: what the second is more than the first, over the first.
    Variation,
    /// `part(partie, tout)`: the first over the second.
    Share,
}

/// How two sides compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Equal,
    /// `<=` or `≤`
    AtMost,
    /// `>=` or `≥`
    AtLeast,
}

/// A term of a relation: a factor times a value, or times the sum of all values of a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The factor, its sign included.
    pub factor: Decimal,
    /// The kind of document it is taken from (`compte-rendu:etat`); `None` for the document
    /// that the check is about.
    pub kind: Option<String>,
    /// The name: `soutien_etat`, `budget.total.etat`, `budget.ligne.etat`, `file_active.sorties`;
    /// opened by [`PREVIOUS`] where it is that of the year before.
    pub name: String,
    /// Whether all values of the name are summed (`somme(detail.parties)`).
    pub sum: bool,
}

/// What opens the name of a value of the year before.
pub const PREVIOUS: &str = "n-1:";

impl Term {
    /// Whether it is taken from the document that the check is about.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.kind.is_none() && !self.previous()
    }

    /// Whether it is taken from the document of the year before.
    #[must_use]
    pub fn previous(&self) -> bool {
        self.name.starts_with(PREVIOUS)
    }

    /// The name without the mark of the year before: what a rule defines.
    #[must_use]
    pub fn bare(&self) -> &str {
        self.name.strip_prefix(PREVIOUS).unwrap_or(&self.name)
    }
}
