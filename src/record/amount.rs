//! An amount of the prose or of a labelled cell, with what its sentence says of it.
//!
//! Its year, its nature, its tax and what an act does with it keep it from being taken for another
//! amount of the same name: what differs in one of them is never compared.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Effect, Nature};
use crate::number::{Qualifier, Tax};
use crate::place::Place;

/// An amount of the prose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AmountMention {
    /// The rule that read it, `soutien_etat`; `montant` for one that no rule claims.
    pub id: String,
    /// The action it stands under, or that its clause names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// The years it speaks of, where they are not the document's own: `2022`, `2022-2023`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// The amount in euros.
    pub value: Decimal,
    /// As written.
    pub written: String,
    /// The smallest digit written.
    pub step: Decimal,
    /// How exact the text says it is.
    pub qualifier: Qualifier,
    /// H.T. or T.T.C., where written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Tax>,
    /// What it is, where the words say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<Nature>,
    /// What an act does with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// Whether it is one of several cells that make the value together.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub part: bool,
    /// The rule that read it.
    pub rule: String,
    /// Number of the match in the document.
    #[serde(rename = "match")]
    pub match_number: u32,
    /// Where it stands.
    pub place: Place,
}
