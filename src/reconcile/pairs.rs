//! Pairs of names that a person may confirm or reject: those that likeness alone matched, those
//! that it left apart, and what was said of them.
//!
//! A pair is known by its two names and not by where they stand: confirmed once, it holds in
//! every document. The places are those where it was met first.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::correspondences::{Correspondence, NameKind, Ruling};
use super::{identity, names, told};
use crate::issue::Lang;
use crate::place::Place;

/// Two names that may be of one thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// What `bilan confirm` calls it by.
    pub id: String,
    /// What they are names of.
    pub kind: NameKind,
    /// The names, each with its document and place.
    pub names: [Mention; 2],
    /// By what they were compared: `name`, `title`, `code`, `alias`.
    pub by: String,
    /// How alike they are, from 0 to 1.
    pub score: Decimal,
    /// Whether what bears them was matched.
    pub matched: bool,
    /// What a person said.
    pub state: PairState,
    /// A clause in the language of the findings: why they were matched or left apart.
    pub why: String,
}

/// What a person said of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairState {
    /// Nothing yet.
    Proposed,
    /// They are one.
    Confirmed,
    /// They are two.
    Rejected,
}

/// A name where it was met.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// As written.
    pub name: String,
    /// The document.
    pub document: String,
    /// Where it stands, where that is known.
    pub place: Option<Place>,
}

/// How two names compare.
#[derive(Debug, Clone, Copy)]
pub(super) struct Likeness<'t> {
    /// By what.
    pub(super) by: &'static str,
    /// In thousandths.
    pub(super) score: i64,
    /// What a person said of them.
    pub(super) said: Option<&'t Correspondence>,
    /// Why they are left apart; `None` where they are matched.
    pub(super) apart: Option<Apart>,
}

/// Why two names that resemble each other are left apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Apart {
    /// Another is nearly as like.
    Ambiguous,
    /// They are not alike enough.
    Far,
    /// A person said so.
    Rejected,
}

impl Pair {
    /// A pair as likeness and people have it.
    pub(super) fn new(
        kind: NameKind,
        names: [Mention; 2],
        likeness: Likeness<'_>,
        lang: Lang,
    ) -> Self {
        let state = match likeness.said.map(|said| said.ruling) {
            None => PairState::Proposed,
            Some(Ruling::Confirmed) => PairState::Confirmed,
            Some(Ruling::Rejected) => PairState::Rejected,
        };
        Self {
            id: id(kind, &names),
            kind,
            names,
            by: likeness.by.to_owned(),
            score: Decimal::new(likeness.score, 3).normalize(),
            matched: likeness.apart.is_none(),
            state,
            why: told::pair(&likeness, lang),
        }
    }

    /// What stands in the file once a person has said what the two names are.
    #[must_use]
    pub fn ruled(&self, ruling: Ruling, by: &str, on: &str) -> Correspondence {
        let names = self.names.each_ref().map(|mention| mention.name.clone());
        Correspondence { kind: self.kind, names, ruling, by: by.to_owned(), on: on.to_owned() }
    }
}

fn id(kind: NameKind, names: &[Mention; 2]) -> String {
    let kind = match kind {
        NameKind::Operator => "operator",
        NameKind::Action => "action",
        NameKind::Funder => "funder",
    };
    let mut keys = names.each_ref().map(|mention| names::key(&mention.name));
    keys.sort();
    identity::hash([kind, &keys[0], &keys[1]])
}

/// Pairs by their id, each as it was met first; one that is matched anywhere is matched.
#[derive(Debug, Default)]
pub(super) struct Pairs(BTreeMap<String, Pair>);

impl Pairs {
    fn add(&mut self, pair: Pair) {
        match self.0.get_mut(&pair.id) {
            Some(known) if pair.matched && !known.matched => *known = pair,
            Some(_) => {}
            None => {
                self.0.insert(pair.id.clone(), pair);
            }
        }
    }

    /// Adds several.
    pub(super) fn extend(&mut self, pairs: impl IntoIterator<Item = Pair>) {
        for pair in pairs {
            self.add(pair);
        }
    }

    /// Adds those of another document.
    pub(super) fn join(&mut self, other: Self) {
        self.extend(other.0.into_values());
    }

    /// All, those that await a person first, then by document and name.
    pub(super) fn finish(self) -> Vec<Pair> {
        let mut all: Vec<Pair> = self.0.into_values().collect();
        let key =
            |p: &Pair| (p.state, p.names.each_ref().map(|n| (n.document.clone(), n.name.clone())));
        all.sort_by_cached_key(key);
        all
    }
}
