//! Which action of the year before is which of this year.
//!
//! What a person said comes first; then a code says it where the titles agree; else the titles
//! do, as an assignment that is best on the whole and leaves no doubt. An action that went to
//! another operator is another: its stock of people may begin anew.

use std::collections::BTreeMap;

use super::assignment::assign;
use super::correspondences::{Correspondence, Correspondences, NameKind, Ruling};
use super::names;
use super::pairs::{self, Apart, Likeness, Mention};
use crate::issue::Lang;
use crate::record::{Action, Record};

/// From which likeness titles are of one action, in thousandths: a word or two may change.
const ALIKE: i64 = 850;

/// How much less a second candidate must be like, in thousandths.
const APART: i64 = 50;

/// From which likeness a person is asked about two titles, in thousandths.
const NEAR: i64 = 650;

/// The actions of this year by those of the year before.
pub(super) struct Actions<'a> {
    pairs: BTreeMap<&'a str, Pair<'a>>,
    now: &'a Record,
    before: &'a Record,
    table: &'a Correspondences,
}

/// An action of this year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    /// Its code this year.
    pub(super) now: &'a str,
    /// `alias`, `code` or `title`.
    pub(super) by: &'static str,
    /// How alike the titles are, in thousandths.
    pub(super) score: i64,
    /// What a person said of the two.
    pub(super) said: Option<&'a Correspondence>,
}

impl<'a> Actions<'a> {
    /// The code of this year of an action of the year before.
    pub(super) fn now(&self, before: &str) -> Option<&'a str> {
        self.pairs.get(before).map(|pair| pair.now)
    }

    /// The action of the year before of one of this year, and how it was matched.
    pub(super) fn before(&self, now: &str) -> Option<(&'a str, Pair<'a>)> {
        self.pairs.iter().find(|(_, pair)| pair.now == now).map(|(before, pair)| (*before, *pair))
    }

    /// The pairs that a person may confirm or reject: matched by title alone, or left apart
    /// though the code or most of the title is one; and those that one did.
    pub(super) fn pairs(&self, lang: Lang) -> Vec<pairs::Pair> {
        let mut out = Vec::new();
        for now in &self.now.actions {
            for before in &self.before.actions {
                let likeness = self.likeness(now, before);
                let names = [mention(self.now, now), mention(self.before, before)];
                if names::key(&names[0].name) == names::key(&names[1].name) {
                    continue;
                }
                out.extend(likeness.map(|l| pairs::Pair::new(NameKind::Action, names, l, lang)));
            }
        }
        out
    }

    /// How two actions compare, where that is for a person to judge.
    fn likeness(&self, now: &'a Action, before: &'a Action) -> Option<Likeness<'a>> {
        let said = said(self.table, now, before);
        let by = if said.is_some() { "alias" } else { "title" };
        if let Some(pair) = self.pairs.get(before.id.as_str()).filter(|pair| pair.now == now.id) {
            let (score, said) = (pair.score, pair.said);
            return (pair.by != "code").then_some(Likeness { by, score, said, apart: None });
        }
        if said.is_none() && self.is_taken(now, before) {
            return None;
        }
        let score = likeness(&now.title, &before.title);
        let apart = match said.map(|entry| entry.ruling) {
            Some(Ruling::Rejected) => Apart::Rejected,
            Some(Ruling::Confirmed) => Apart::Ambiguous,
            None if score >= ALIKE => Apart::Ambiguous,
            None if score >= NEAR || now.id == before.id => Apart::Far,
            None => return None,
        };
        Some(Likeness { by, score, said, apart: Some(apart) })
    }

    /// Whether either of two actions has found another.
    fn is_taken(&self, now: &Action, before: &Action) -> bool {
        self.now(&before.id).is_some() || self.before(&now.id).is_some()
    }
}

/// An action as people call it: its code and its title.
pub(super) fn named(action: &Action) -> String {
    format!("{} {}", action.id, action.title).trim().to_owned()
}

fn mention(record: &Record, action: &Action) -> Mention {
    let document = record.document.path.clone();
    Mention { name: named(action), document, place: Some(action.place.clone()) }
}

/// What a person said of two actions, by code and title, by title or by code.
fn said<'t>(table: &'t Correspondences, a: &Action, b: &Action) -> Option<&'t Correspondence> {
    let keys = |action: &Action| {
        [named(action), action.title.clone(), action.id.clone()].map(|name| names::key(&name))
    };
    table.said_of(NameKind::Action, &keys(a), &keys(b))
}

/// Matches the actions of a document with those of the year before.
pub(super) fn actions<'a>(
    now: &'a Record,
    before: &'a Record,
    table: &'a Correspondences,
) -> Actions<'a> {
    let mut pairs = BTreeMap::new();
    let (mut left, mut right): (Vec<&Action>, Vec<&Action>) =
        (now.actions.iter().collect(), before.actions.iter().collect());
    let mut pair = |a: &'a Action, b: &'a Action, by, left: &mut Vec<_>, right: &mut Vec<_>| {
        let (score, said) = (likeness(&a.title, &b.title), said(table, a, b));
        pairs.insert(b.id.as_str(), Pair { now: &a.id, by, score, said });
        left.retain(|l: &&Action| l.id != a.id);
        right.retain(|r: &&Action| r.id != b.id);
    };
    for (a, b) in confirmed(&left, &right, table) {
        pair(a, b, "alias", &mut left, &mut right);
    }
    for action in left.clone() {
        let Some(same) = right.iter().copied().find(|r| r.id == action.id) else { continue };
        if likeness(&action.title, &same.title) >= ALIKE && may_be_one(action, same, table) {
            pair(action, same, "code", &mut left, &mut right);
        }
    }
    for (a, b) in by_title(&left, &right, table) {
        pair(a, b, "title", &mut left, &mut right);
    }
    Actions { pairs, now, before, table }
}

/// The pairs that a person confirmed; one that is confirmed with two is left for likeness.
fn confirmed<'a>(
    left: &[&'a Action],
    right: &[&'a Action],
    table: &Correspondences,
) -> Vec<(&'a Action, &'a Action)> {
    let each = left.iter().flat_map(|l| right.iter().map(move |r| (*l, *r)));
    let is_one = |(l, r): &(&Action, &Action)| {
        said(table, l, r).is_some_and(|entry| entry.ruling == Ruling::Confirmed)
    };
    let all: Vec<(&Action, &Action)> = each.filter(is_one).collect();
    let alone = |(l, r): &&(&Action, &Action)| {
        all.iter().filter(|(a, b)| a.id == l.id || b.id == r.id).count() == 1
    };
    all.iter().filter(alone).copied().collect()
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

/// Whether nothing speaks against two actions being one: neither a person nor their operators.
fn may_be_one(a: &Action, b: &Action, table: &Correspondences) -> bool {
    said(table, a, b).is_none() && one_operator(a, b, table)
}

fn one_operator(a: &Action, b: &Action, table: &Correspondences) -> bool {
    let name = |action: &Action| action.operator.as_deref().map(names::key);
    let Some((a, b)) = name(a).zip(name(b)) else { return true };
    match table.said(NameKind::Operator, &a, &b) {
        Some(entry) => entry.ruling == Ruling::Confirmed,
        None => a == b || likeness(&a, &b) >= ALIKE,
    }
}

/// The pairs of the best assignment that are alike and leave no doubt.
fn by_title<'a>(
    left: &[&'a Action],
    right: &[&'a Action],
    table: &Correspondences,
) -> Vec<(&'a Action, &'a Action)> {
    let score = |l: &Action, r: &Action| {
        let stated = !l.title.is_empty() && may_be_one(l, r, table);
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
        let table = Correspondences::default();
        let found = actions(now, before, &table);
        found.pairs.iter().map(|(b, p)| ((*b).to_owned(), p.now.to_owned(), p.by)).collect()
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

    #[test]
    fn what_a_person_said_of_two_actions_comes_before_codes_and_titles() {
        use crate::reconcile::correspondences::tests::entry;
        use crate::reconcile::pairs::PairState;
        let now = record(&[("1.1", "Aller vers", "CESAM"), ("1.2", "Loger les jeunes", "")]);
        let before =
            record(&[("2.4", "Ateliers itinérants", "MDPM"), ("1.2", "Loger les jeunes", "")]);
        let said = |a: &str, b: &str, ruling| Correspondence {
            kind: NameKind::Action,
            ..entry(a, b, ruling)
        };
        let table = Correspondences::new(vec![said(
            "1.1 Aller vers",
            "2.4 ateliers itinerants",
            Ruling::Confirmed,
        )]);
        let table = table.unwrap();
        let found = actions(&now, &before, &table);
        assert_eq!((found.now("2.4"), found.now("1.2")), (Some("1.1"), Some("1.2")));
        let pairs: Vec<_> =
            found.pairs(Lang::Fr).into_iter().map(|p| (p.matched, p.state)).collect();
        assert_eq!(pairs, [(true, PairState::Confirmed)]);
        let anew = record(&[("3.2", "Loger les jeunes", "")]);
        let apart = vec![said("1.2 Loger les jeunes", "3.2 Loger les jeunes", Ruling::Rejected)];
        let table = Correspondences::new(apart).unwrap();
        assert_eq!(actions(&now, &anew, &table).now("3.2"), None);
        let nothing = Correspondences::default();
        let found = actions(&now, &anew, &nothing);
        assert_eq!(found.now("3.2"), Some("1.2"));
        let proposed: Vec<_> = found.pairs(Lang::Fr).into_iter().map(|p| (p.by, p.state)).collect();
        assert_eq!(proposed, [("title".to_owned(), PairState::Proposed)]);
    }
}
