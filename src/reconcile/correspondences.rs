//! What people said of names: which two are of one thing and which are of two.
//!
//! Asked before any likeness is looked at: what a person confirmed is matched however little the
//! names are alike, what one rejected is never matched again. Confirmed names go from one to the
//! next (a is b, b is c), so that a body may be confirmed under three names by two pairs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::names;

mod file;

pub use file::{CorrespondenceFault, parse, put};

/// What two names are names of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    /// Operators.
    Operator,
    /// Actions: a title, a code, or a code and a title.
    Action,
    /// The authorities that give money, the territory of a bilan.
    Funder,
}

/// What a person said of two names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// They are of one thing.
    Confirmed,
    /// They are of two things.
    Rejected,
}

/// Two names and what a person said of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correspondence {
    /// What they are names of.
    pub kind: NameKind,
    /// The names.
    pub names: [String; 2],
    /// What was said.
    pub ruling: Ruling,
    /// Who said it.
    pub by: String,
    /// On which day, ISO 8601.
    pub on: String,
}

/// Everything that was said of names.
#[derive(Debug, Clone, Default)]
pub struct Correspondences {
    all: Vec<Correspondence>,
    /// The entry of a pair of folded names.
    pairs: BTreeMap<(NameKind, String, String), usize>,
    /// The first of the names that are of one thing, by each of them.
    classes: BTreeMap<(NameKind, String), String>,
}

impl Correspondences {
    /// The table of some entries; the entry that says the contrary of those before it, if any.
    pub fn new(all: Vec<Correspondence>) -> Result<Self, usize> {
        let mut table = Self::default();
        for (at, entry) in all.iter().enumerate() {
            let pair = pair(entry);
            if table
                .pairs
                .get(&pair)
                .and_then(|i| all.get(*i))
                .is_some_and(|e| e.ruling != entry.ruling)
            {
                return Err(at);
            }
            table.pairs.insert(pair, at);
        }
        for entry in all.iter().filter(|e| e.ruling == Ruling::Confirmed) {
            table.join(entry);
        }
        let torn = |e: &Correspondence| {
            let [a, b] = e.names.each_ref().map(|n| table.first(e.kind, &names::key(n)).to_owned());
            e.ruling == Ruling::Rejected && a == b
        };
        if let Some(at) = all.iter().position(torn) {
            return Err(at);
        }
        Ok(Self { all, ..table })
    }

    /// Puts two names, with all that are of one thing with either, under one first name.
    fn join(&mut self, entry: &Correspondence) {
        let (kind, a, b) = pair(entry);
        let (into, from) = (self.first(kind, &a).to_owned(), self.first(kind, &b).to_owned());
        let (into, from) = if into <= from { (into, from) } else { (from, into) };
        for name in [&a, &b] {
            self.classes.entry((kind, name.clone())).or_insert_with(|| into.clone());
        }
        for (_, first) in self.classes.iter_mut().filter(|((k, _), f)| *k == kind && **f == from) {
            first.clone_from(&into);
        }
    }

    /// The name, folded, that stands for all that are of one thing with a folded name.
    pub(super) fn first<'n>(&'n self, kind: NameKind, key: &'n str) -> &'n str {
        self.classes.get(&(kind, key.to_owned())).map_or(key, String::as_str)
    }

    /// What was said of two folded names; what makes them one by way of a third is told by the
    /// first of the entries that speak of either.
    pub(super) fn said(&self, kind: NameKind, one: &str, other: &str) -> Option<&Correspondence> {
        if self.all.is_empty() {
            return None;
        }
        let direct = self.pairs.get(&ordered(kind, one, other)).and_then(|at| self.all.get(*at));
        if direct.is_some() || one == other || self.first(kind, one) != self.first(kind, other) {
            return direct;
        }
        let speaks = |entry: &&Correspondence| {
            let (of, first, second) = pair(entry);
            let names = [first.as_str(), second.as_str()];
            let is_of = of == kind && entry.ruling == Ruling::Confirmed;
            is_of && (names.contains(&one) || names.contains(&other))
        };
        self.all.iter().find(speaks)
    }

    /// What was said of two things that each have several names.
    pub(super) fn said_of(
        &self,
        kind: NameKind,
        a: &[String],
        b: &[String],
    ) -> Option<&Correspondence> {
        if self.all.is_empty() {
            return None;
        }
        let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
        pairs.filter(|(a, b)| a != b).find_map(|(a, b)| self.said(kind, a, b))
    }
}

/// The pair of an entry, whichever name stands first.
fn pair(entry: &Correspondence) -> (NameKind, String, String) {
    let [a, b] = entry.names.each_ref().map(|n| names::key(n));
    ordered(entry.kind, &a, &b)
}

fn ordered(kind: NameKind, a: &str, b: &str) -> (NameKind, String, String) {
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    (kind, a.to_owned(), b.to_owned())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// An entry about operators.
    pub(in crate::reconcile) fn entry(a: &str, b: &str, ruling: Ruling) -> Correspondence {
        let names = [a.to_owned(), b.to_owned()];
        let (by, on) = ("Mme Petit".to_owned(), "2026-06-15".to_owned());
        Correspondence { kind: NameKind::Operator, names, ruling, by, on }
    }

    #[test]
    fn what_is_said_of_names_holds_for_all_that_are_of_one_thing() {
        let all = vec![
            entry("La Passerelle", "Asso. Passerelle 21", Ruling::Confirmed),
            entry("P21", "L'association Passerelle", Ruling::Confirmed),
            entry("asso passerelle 21", "P21", Ruling::Confirmed),
            entry("Le Fil", "Le Fils", Ruling::Rejected),
        ];
        let table = Correspondences::new(all).unwrap();
        let said = |a, b| table.said(NameKind::Operator, a, b).map(|e| e.ruling);
        assert_eq!(said("p21", "passerelle"), Some(Ruling::Confirmed));
        assert_eq!(said("passerelle", "asso passerelle 21"), Some(Ruling::Confirmed));
        assert_eq!(said("fils", "fil"), Some(Ruling::Rejected));
        assert_eq!(said("fil", "passerelle"), None);
        assert_eq!(table.said(NameKind::Funder, "p21", "passerelle"), None);
    }

    #[test]
    fn an_entry_that_says_the_contrary_is_found() {
        let plain =
            vec![entry("A b", "C d", Ruling::Confirmed), entry("C d", "a B", Ruling::Rejected)];
        assert_eq!(Correspondences::new(plain).unwrap_err(), 1);
        let by_a_third = vec![
            entry("A", "B", Ruling::Confirmed),
            entry("A", "C", Ruling::Rejected),
            entry("B", "C", Ruling::Confirmed),
        ];
        assert_eq!(Correspondences::new(by_a_third).unwrap_err(), 1);
    }
}
