//! Second names of numbers that other rules read too: what rules that relate values give.
//!
//! An alias points at an indicator or at an amount of the prose, so that a number is in the record
//! once whatever relations speak of it. In JSON the key says which: `"indicator": 3` or
//! `"amount": 0`.

use serde::{Deserialize, Serialize};

use super::{Named, Record};
use crate::place::Place;

/// A second name of a number: `dont.partie` for the 31 of « 48 personnes dont 31 femmes ».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// The rule and slot.
    pub id: String,
    /// The number.
    #[serde(flatten)]
    pub of: Aliased,
    /// Number of the match in the document: values related by one match share it.
    #[serde(rename = "match")]
    pub match_number: u32,
}

/// What an alias points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aliased {
    /// The index in [`Record::indicators`].
    Indicator(usize),
    /// The index in [`Record::amounts`].
    Amount(usize),
}

/// A number of the prose, as its alias finds it.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The number.
    pub named: Named<'a>,
    /// The action it stands under.
    pub action: Option<&'a str>,
}

impl Told<'_> {
    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> &Place {
        self.named.place
    }
}

impl Record {
    /// The number that an alias names.
    #[must_use]
    pub fn told(&self, alias: &Alias) -> Option<Told<'_>> {
        match alias.of {
            Aliased::Indicator(at) => self
                .indicators
                .get(at)
                .map(|i| Told { named: i.into(), action: i.action.as_deref() }),
            Aliased::Amount(at) => {
                self.amounts.get(at).map(|a| Told { named: a.into(), action: a.action.as_deref() })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_says_what_an_alias_points_at() {
        let alias = |of| Alias { id: "part.tout".to_owned(), of, match_number: 7 };
        for (of, json) in [
            (Aliased::Indicator(3), r#"{"id":"part.tout","indicator":3,"match":7}"#),
            (Aliased::Amount(0), r#"{"id":"part.tout","amount":0,"match":7}"#),
        ] {
            assert_eq!(serde_json::to_string(&alias(of)).unwrap(), json);
            assert_eq!(serde_json::from_str::<Alias>(json).unwrap(), alias(of));
        }
    }
}
