//! Bodies as a bilan names them: which operator of it is the one of a sheet.
//!
//! What a person said comes first, then the same name, articles left out, then the name that is
//! most alike if no other comes near. How it was told goes into the finding, so that a reader can
//! object, and into the pairs that a person may confirm.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::alike::likeness_of_names;
use super::anchors::Found;
use super::correspondences::{Correspondence, Correspondences, NameKind, Ruling};
use super::finding::Match;
use super::pairs::{Apart, Likeness, Mention, Pair};
use super::{names, told};
use crate::issue::Lang;
use crate::place::Place;
use crate::record::Record;

/// From which likeness names are of one body, in thousandths: one letter in ten may differ.
const ALIKE: i64 = 930;

/// How much less a second candidate must be like, in thousandths.
const APART: i64 = 40;

/// From which likeness a person is asked, in thousandths: below it names share a few letters.
const NEAR: i64 = 800;

/// How something was matched.
#[derive(Debug, Clone, Copy)]
pub(super) struct How<'t> {
    by: &'static str,
    /// In thousandths.
    score: i64,
    /// What a person said of it.
    said: Option<&'t Correspondence>,
}

impl How<'_> {
    /// By the code of the action.
    pub(super) const CODE: Self = Self::whole("code");

    const fn whole(by: &'static str) -> Self {
        Self { by, score: 1000, said: None }
    }

    /// As a finding tells it.
    pub(super) fn told(self, record: &Record, lang: Lang) -> Match {
        let score = Decimal::new(self.score, 3).normalize();
        let confirmed = self.said.map(|entry| told::said(entry, lang));
        Match { document: record.document.path.clone(), by: self.by.to_owned(), score, confirmed }
    }
}

impl Found {
    /// As a finding tells it.
    pub(super) fn told(self, record: &Record, lang: Lang) -> Match {
        let by = match self {
            Self::Folder => "folder",
            Self::Territory => "territory",
        };
        How::whole(by).told(record, lang)
    }
}

/// The operators of a document with the codes of their actions.
pub(super) struct Bodies<'a> {
    record: &'a Record,
    known: BTreeMap<String, Body<'a>>,
    table: &'a Correspondences,
}

/// An operator as the document names it first.
struct Body<'a> {
    name: &'a str,
    place: &'a Place,
    actions: Vec<&'a str>,
}

impl<'a> Bodies<'a> {
    /// Those that a document names.
    pub(super) fn of(record: &'a Record, table: &'a Correspondences) -> Self {
        let mut known: BTreeMap<String, Body<'_>> = BTreeMap::new();
        for action in &record.actions {
            let Some(name) = action.operator.as_deref() else { continue };
            let place = action.operator_place.as_ref().unwrap_or(&action.place);
            let body = known.entry(names::key(name));
            let body = body.or_insert_with(|| Body { name, place, actions: Vec::new() });
            body.actions.push(&action.id);
        }
        Self { record, known, table }
    }

    /// The key of an operator: that of the one it is in the document, else its own.
    pub(super) fn key(&self, operator: &str) -> (String, How<'a>) {
        let own = names::key(operator);
        let same = How::whole("name");
        if self.known.contains_key(&own) {
            return (own, same);
        }
        let matched = self.candidates(&own).into_iter().find(|(_, l)| l.apart.is_none());
        match matched {
            Some((known, l)) => (known.to_owned(), How { by: l.by, score: l.score, said: l.said }),
            None => (own, same),
        }
    }

    /// The operators of the document that one by another name may be, the likeliest first.
    fn candidates(&self, own: &str) -> Vec<(&str, Likeness<'a>)> {
        let judged = self.known.keys().map(|known| {
            let said = self.table.said(NameKind::Operator, own, known);
            let (score, apart) = (likeness_of_names(own, known), None);
            (known.as_str(), Likeness { by: "name", score, said, apart })
        });
        let rank = |l: &Likeness<'_>| (l.said.map(|s| s.ruling), -l.score);
        let (mut said, mut open): (Vec<_>, Vec<_>) = judged.partition(|(_, l)| l.said.is_some());
        said.sort_by(|a, b| rank(&a.1).cmp(&rank(&b.1)).then_with(|| a.0.cmp(b.0)));
        open.sort_by(|a, b| rank(&a.1).cmp(&rank(&b.1)).then_with(|| a.0.cmp(b.0)));
        let confirmed = said.iter().filter(|(_, l)| is_confirmed(l)).count();
        for (_, likeness) in &mut said {
            likeness.by = "alias";
            likeness.apart = match (is_confirmed(likeness), confirmed) {
                (true, 1) => None,
                (true, _) => Some(Apart::Ambiguous),
                (false, _) => Some(Apart::Rejected),
            };
        }
        let second = open.get(1).map(|(_, l)| l.score);
        for (rank, (_, likeness)) in open.iter_mut().enumerate() {
            let doubt = second.is_some_and(|second| likeness.score - second < APART);
            likeness.apart = match likeness.score >= ALIKE {
                true if rank == 0 && !doubt && confirmed == 0 => None,
                true => Some(Apart::Ambiguous),
                false => Some(Apart::Far),
            };
        }
        let near = |(_, l): &(&str, Likeness<'_>)| l.score >= NEAR && confirmed == 0;
        said.into_iter().chain(open.into_iter().filter(near)).collect()
    }

    /// The pairs of the operator of a sheet with those of the document that it may be.
    pub(super) fn pairs(&self, record: &Record, lang: Lang) -> Vec<Pair> {
        let stated = record.fields.iter().find(|f| f.id == "operateur" && f.action.is_none());
        let Some(stated) = stated else { return Vec::new() };
        let own = names::key(&stated.value);
        if self.known.contains_key(&own) {
            return Vec::new();
        }
        let mention = |name: &str, record: &Record, place: &Place| Mention {
            name: name.to_owned(),
            document: record.document.path.clone(),
            place: Some(place.clone()),
        };
        let pair = |(known, likeness): (&str, Likeness<'_>)| {
            let body = self.known.get(known)?;
            let here = mention(body.name, self.record, body.place);
            let there = mention(&stated.value, record, &stated.place);
            Some(Pair::new(NameKind::Operator, [there, here], likeness, lang))
        };
        self.candidates(&own).into_iter().filter_map(pair).collect()
    }

    /// The one action that an operator carries out.
    pub(super) fn only_action(&self, operator: &str) -> Option<(&'a str, How<'a>)> {
        match self.actions(operator)? {
            ([only], how) => Some((only, how)),
            _ => None,
        }
    }

    /// The actions that an operator carries out, and how its name was matched.
    pub(super) fn actions(&self, operator: &str) -> Option<(&[&'a str], How<'a>)> {
        let (key, how) = self.key(operator);
        Some((self.known.get(&key)?.actions.as_slice(), how))
    }
}

fn is_confirmed(likeness: &Likeness<'_>) -> bool {
    likeness.said.is_some_and(|said| said.ruling == Ruling::Confirmed)
}
