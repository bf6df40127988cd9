//! Which action of the year before is which of this year.
//!
//! A code says it where the titles agree; else the titles do, as an assignment that is best on
//! the whole and leaves no doubt. An action that went to another operator is another: its
//! stock of people may begin anew.

use std::collections::BTreeMap;

use super::assignment::assign;
use super::names;
use crate::record::{Action, Record};

/// From which likeness titles are of one action, in thousandths: a word or two may change.
const ALIKE: i64 = 850;

/// How much less a second candidate must be like, in thousandths.
const APART: i64 = 50;

/// The actions of this year by those of the year before.
pub(super) struct Actions<'a>(BTreeMap<&'a str, Pair<'a>>);

/// An action of this year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair<'a> {
    /// Its code this year.
    pub(super) now: &'a str,
    /// `code` or `title`.
    pub(super) by: &'static str,
    /// How alike the titles are, in thousandths.
    pub(super) score: i64,
}

impl<'a> Actions<'a> {
    /// The code of this year of an action of the year before.
    pub(super) fn now(&self, before: &str) -> Option<&'a str> {
        self.0.get(before).map(|pair| pair.now)
    }

    /// The action of the year before of one of this year, and how it was matched.
    pub(super) fn before(&self, now: &str) -> Option<(&'a str, Pair<'a>)> {
        self.0.iter().find(|(_, pair)| pair.now == now).map(|(before, pair)| (*before, *pair))
    }
}

/// Matches the actions of a document with those of the year before.
pub(super) fn actions<'a>(now: &'a Record, before: &'a Record) -> Actions<'a> {
    let mut pairs = BTreeMap::new();
    let (mut left, mut right): (Vec<&Action>, Vec<&Action>) =
        (now.actions.iter().collect(), before.actions.iter().collect());
    for action in &now.actions {
        let Some(same) = before.action(&action.id) else { continue };
        let score = likeness(&action.title, &same.title);
        if score >= ALIKE && one_operator(action, same) {
            pairs.insert(same.id.as_str(), Pair { now: &action.id, by: "code", score });
            left.retain(|a| a.id != action.id);
            right.retain(|a| a.id != same.id);
        }
    }
    for (l, r) in by_title(&left, &right) {
        let score = likeness(&l.title, &r.title);
        pairs.insert(r.id.as_str(), Pair { now: &l.id, by: "title", score });
    }
    Actions(pairs)
}

/// How alike two titles are, in thousandths; two that state none are alike.
pub(super) fn likeness(a: &str, b: &str) -> i64 {
    let (a, b) = (names::key(a), names::key(b));
    if a.is_empty() || b.is_empty() {
        return if a == b { 1000 } else { 0 };
    }
    thousandths(strsim::normalized_levenshtein(&a, &b))
}

/// How alike two names of bodies are, in thousandths: what they begin with says most.
pub(super) fn likeness_of_names(a: &str, b: &str) -> i64 {
    thousandths(strsim::jaro_winkler(a, b))
}

/// A likeness between 0 and 1 as a whole number: what is decided must not hang on a last bit.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    reason = "no amount: a likeness"
)]
fn thousandths(likeness: f64) -> i64 {
    (likeness * 1000.0).floor() as i64
}

fn one_operator(a: &Action, b: &Action) -> bool {
    let name = |action: &Action| action.operator.as_deref().map(names::key);
    name(a).zip(name(b)).is_none_or(|(a, b)| a == b || likeness(&a, &b) >= ALIKE)
}

/// The pairs of the best assignment that are alike and leave no doubt.
fn by_title<'a>(left: &[&'a Action], right: &[&'a Action]) -> Vec<(&'a Action, &'a Action)> {
    let score = |l: &Action, r: &Action| {
        let stated = !l.title.is_empty() && one_operator(l, r);
        if stated { likeness(&l.title, &r.title) } else { 0 }
    };
    let scores: Vec<Vec<i64>> =
        left.iter().map(|l| right.iter().map(|r| score(l, r)).collect()).collect();
    let mut pairs = Vec::new();
    for (at, found) in assign(&scores).into_iter().enumerate() {
        let (Some(l), Some(r)) = (left.get(at), found.and_then(|f| right.get(f))) else { continue };
        let best = score(l, r);
        let rival = left.iter().filter(|o| o.id != l.id).map(|o| score(o, r));
        let rivals = rival.chain(right.iter().filter(|o| o.id != r.id).map(|o| score(l, o)));
        if best >= ALIKE && rivals.max().is_none_or(|second| best - second >= APART) {
            pairs.push((*l, *r));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::made::Made;

    fn record(actions: &[(&str, &str, &str)]) -> Record {
        let mut made = Made::new("bilan", "b.pdf");
        for (id, title, operator) in actions {
            made = made.action(id, operator);
            made.0.actions.last_mut().unwrap().title = (*title).to_owned();
        }
        made.0
    }

    fn paired(now: &Record, before: &Record) -> Vec<(String, String, &'static str)> {
        let found = actions(now, before);
        found.0.iter().map(|(b, p)| ((*b).to_owned(), p.now.to_owned(), p.by)).collect()
    }

    #[test]
    fn a_code_is_believed_where_the_titles_agree() {
        let now =
            record(&[("1.1", "Accueillir les familles", ""), ("1.2", "Loger les jeunes", "")]);
        let before =
            record(&[("1.1", "Accueillir les familles", ""), ("1.2", "Former les agents", "")]);
        let same = ("1.1".to_owned(), "1.1".to_owned(), "code");
        assert_eq!(paired(&now, &before), [same]);
    }

    #[test]
    fn actions_that_were_numbered_anew_are_matched_by_their_titles() {
        let now =
            record(&[("2.1", "Accueillir les familles", ""), ("2.2", "Loger des jeunes", "")]);
        let before =
            record(&[("1.1", "Loger les jeunes", ""), ("1.2", "Accueillir les familles", "")]);
        let pair = |b: &str, n: &str| (b.to_owned(), n.to_owned(), "title");
        assert_eq!(paired(&now, &before), [pair("1.1", "2.2"), pair("1.2", "2.1")]);
    }

    #[test]
    fn another_operator_or_two_that_are_alike_leave_a_doubt() {
        let now = record(&[("1.1", "Loger les jeunes", "CESAM")]);
        assert_eq!(paired(&now, &record(&[("1.1", "Loger les jeunes", "MDPM")])), []);
        let twins = record(&[("2.1", "Loger les jeunes", ""), ("2.2", "Loger les jeunes", "")]);
        assert_eq!(paired(&now, &twins), []);
    }
}
