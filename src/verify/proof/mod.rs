//! A record and its document read again in, whether every value stands where its place says out.
//!
//! A value is proved where its snippet stands word for word in the document, and the value within
//! it at the very page and box, or cell. A computed field stands nowhere: the places that it is
//! made from are proved. What rules make of words (a status, the column of an amount) is proved
//! by extracting again, and findings by comparing again ([`again`]).

pub mod again;
mod claims;
mod sight;
mod verified;

pub use verified::{Lost, LostBy, OtherRules, Verified};

use serde::Serialize;

use crate::document::Laid;
use crate::place::Place;
use crate::reconcile::finding::FindingTerm;
use crate::record::Record;
use again::Altered;
use claims::Claim;
use sight::Sight;

/// What could be proved of a document.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Proof {
    /// Values that stand where their place says.
    pub proved: usize,
    /// Those that do not.
    pub misplaced: Vec<Misplaced>,
    /// Where the record is not the one that the same rules read again.
    pub altered: Option<Altered>,
}

/// A value that does not stand where its place says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Misplaced {
    /// The document.
    pub document: String,
    /// The value, by its name in the record.
    pub what: String,
    /// Where it should stand.
    pub place: Place,
    /// What should be read there.
    pub expected: String,
    /// What is read there; `None` where nothing is.
    pub found: Option<String>,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The document has no such page or cell.
    Nowhere,
    /// The snippet is not in the document there.
    Snippet,
    /// The words are not in that box.
    Elsewhere,
    /// What is written there is another value.
    Value,
}

/// Values of a record and terms of findings that stand in a document, against the document.
#[must_use]
pub fn prove(record: &Record, terms: &[&FindingTerm], laid: &Laid) -> Proof {
    let sight = Sight::new(laid);
    let mut proof = Proof::default();
    let mut enter = |claim: &Claim<'_>| match claim.fault(&sight) {
        None => proof.proved += 1,
        Some(fault) => proof.misplaced.push(Misplaced {
            document: record.document.path.clone(),
            what: claim.what.clone(),
            place: claim.place.clone(),
            expected: claim.expected(),
            found: sight.found(claim.place),
            fault,
        }),
    };
    claims::of(record).iter().for_each(&mut enter);
    for term in terms {
        if let Some(claim) = claims::of_term(term, record) {
            enter(&claim);
        }
    }
    proof
}

/// How many values of a record there are to prove.
#[must_use]
pub fn count(record: &Record) -> usize {
    claims::of(record).len()
}
