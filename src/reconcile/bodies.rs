//! Bodies as a bilan names them: which operator of it is the one of a sheet.
//!
//! The same name first, articles left out, then the name that is most alike if no other comes
//! near. How it was told goes into the finding, so that a reader can object.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::alike::likeness_of_names;
use super::anchors::Found;
use super::finding::Match;
use super::names;
use crate::record::Record;

/// From which likeness names are of one body, in thousandths: one letter in ten may differ.
const ALIKE: i64 = 930;

/// How much less a second candidate must be like, in thousandths.
const APART: i64 = 40;

/// How something was matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct How {
    by: &'static str,
    /// In thousandths.
    score: i64,
}

impl How {
    /// By the code of the action.
    pub(super) const CODE: Self = Self { by: "code", score: 1000 };

    /// As a finding tells it.
    pub(super) fn told(self, record: &Record) -> Match {
        let score = Decimal::new(self.score, 3).normalize();
        Match { document: record.document.path.clone(), by: self.by.to_owned(), score }
    }
}

impl Found {
    /// As a finding tells it.
    pub(super) fn told(self, record: &Record) -> Match {
        let by = match self {
            Self::Folder => "folder",
            Self::Territory => "territory",
        };
        How { by, score: 1000 }.told(record)
    }
}

/// The operators of a document with the codes of their actions.
pub(super) struct Bodies<'a>(BTreeMap<String, Vec<&'a str>>);

impl<'a> Bodies<'a> {
    /// Those that a document names.
    pub(super) fn of(record: &'a Record) -> Self {
        let mut bodies: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for action in &record.actions {
            if let Some(operator) = &action.operator {
                bodies.entry(names::key(operator)).or_default().push(&action.id);
            }
        }
        Self(bodies)
    }

    /// The key of an operator: that of the one it is in the document, else its own.
    pub(super) fn key(&self, operator: &str) -> (String, How) {
        let own = names::key(operator);
        let same = How { by: "name", score: 1000 };
        if self.0.contains_key(&own) {
            return (own, same);
        }
        let mut scores: Vec<(i64, &String)> =
            self.0.keys().map(|known| (likeness_of_names(&own, known), known)).collect();
        scores.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        match scores.as_slice() {
            [(score, known), rest @ ..]
                if *score >= ALIKE && rest.first().is_none_or(|(r, _)| score - r >= APART) =>
            {
                ((*known).clone(), How { by: "name", score: *score })
            }
            _ => (own, same),
        }
    }

    /// The one action that an operator carries out.
    pub(super) fn only_action(&self, operator: &str) -> Option<(&'a str, How)> {
        match self.actions(operator)? {
            ([only], how) => Some((only, how)),
            _ => None,
        }
    }

    /// The actions that an operator carries out, and how its name was matched.
    pub(super) fn actions(&self, operator: &str) -> Option<(&[&'a str], How)> {
        let (key, how) = self.key(operator);
        Some((self.0.get(&key)?.as_slice(), how))
    }
}
