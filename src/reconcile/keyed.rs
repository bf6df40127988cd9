//! Documents that belong together in, what they say of each action, operator or year compared.
//!
//! Values are gathered by document, then by key; a value whose key is not told, or that has no
//! other to be compared with, is listed with why, since a wrong pair would accuse somebody.

use std::collections::{BTreeMap, BTreeSet};

use super::acts;
use super::anchors::Found;
use super::bodies::{Bodies, How};
use super::correspondences::{Correspondences, NameKind};
use super::facts::{Fact, action_at, gather};
use super::finding::Match;
use super::instance::Instance;
use super::lack::Lack;
use super::ledger::Ledger;
use super::matching::{Cross, about};
use super::sides::{sides_of, values};
use super::telling::missing;
use super::unmatched::Unmatched;
use super::{names, rivals, told, unread};
use crate::issue::{Issue, Lang};
use crate::record::Record;
use crate::rules::Term;
use crate::sentence;

mod whole;

use whole::Covered;

/// Facts by kind of document and name.
type Set<'a> = BTreeMap<(&'a str, &'a str), Vec<Fact<'a>>>;

/// What is compared under one key, and how it was matched.
#[derive(Default)]
struct Keyed<'a> {
    facts: Set<'a>,
    /// Why values are not read, by kind of document and name.
    unread: BTreeMap<(&'a str, &'a str), Lack>,
    matched: BTreeSet<Match>,
}

/// A document with those that belong to it, for one check.
struct Compared<'a, 'g> {
    anchor: &'a Record,
    others: &'g [(&'a Record, Found)],
    cross: &'a Cross<'a>,
}

/// Compares a document with those that belong to it, action by action or operator by operator.
pub(super) fn compare_group<'a>(
    anchor: &'a Record,
    others: &[(&'a Record, Found)],
    cross: &'a Cross<'a>,
    ledger: &mut Ledger<'a>,
) {
    let group = Compared { anchor, others, cross };
    let bodies = Bodies::of(anchor, ledger.table);
    let covered = if cross.by("action") {
        whole::compare(anchor, others, cross, &bodies, ledger)
    } else {
        Covered::default()
    };
    let keyed = group.gather(&bodies, &covered, ledger);
    let lang = ledger.lang;
    let mut lone: BTreeMap<Lack, Vec<String>> = BTreeMap::new();
    for (key, set) in keyed.iter().filter(|(key, _)| !covered.keys.contains(*key)) {
        let Err(lack) = group.compare(key, set, ledger) else { continue };
        ledger.uncheckable(1);
        let why = lack.why(lang);
        let facts = set.facts.values().flatten();
        ledger.unmatched.extend(facts.map(|f| Unmatched::fact(f, &cross.check.id, (&why, lang))));
        lone.entry(lack).or_default().push(key.clone());
    }
    for (lack, keys) in lone {
        ledger.findings.push(missing(about(cross.check), anchor, &[], (&lack, &keys), lang));
    }
}

/// What values of an action are compared under.
fn action_key(code: &str) -> String {
    format!("Action {code}")
}

/// What a fact is compared under, and how that was told.
struct Key<'t> {
    text: String,
    how: Option<How<'t>>,
}

/// The key of a fact, or why it has none. A sheet without the code of its action is of the only
/// action that its operator carries out.
fn key<'t>(
    (action, operator): (Option<&str>, Option<&str>),
    cross: &Cross<'_>,
    bodies: &Bodies<'t>,
) -> Result<Key<'t>, fn(Lang) -> String> {
    if cross.by("action") {
        if let Some(code) = action {
            return Ok(Key { text: action_key(code), how: Some(How::CODE) });
        }
        let only = operator.and_then(|operator| bodies.only_action(operator));
        let (action, how) = only.ok_or(sentence::lacks_action as fn(Lang) -> String)?;
        return Ok(Key { text: action_key(action), how: Some(how) });
    }
    if cross.by("operateur") {
        let (text, how) =
            bodies.key(operator.ok_or(sentence::lacks_operator as fn(Lang) -> String)?);
        return Ok(Key { text, how: Some(how) });
    }
    Ok(Key { text: String::new(), how: None })
}

impl<'a> Compared<'a, '_> {
    /// The facts of all documents by key; those without one are listed.
    fn gather(
        &self,
        bodies: &Bodies<'a>,
        covered: &Covered<'a>,
        ledger: &mut Ledger<'a>,
    ) -> BTreeMap<String, Keyed<'a>> {
        let mut keyed: BTreeMap<String, Keyed<'a>> = BTreeMap::new();
        let own = std::iter::once((self.anchor, None));
        for (record, found) in self.others.iter().map(|(r, f)| (*r, Some(*f))).chain(own) {
            let kind = record.document.kind.as_str();
            for (name, issue) in unread_of(record, self.cross, kind) {
                let action = issue.place.as_ref().and_then(|place| action_at(record, place));
                let key = key((action, record.operator()), self.cross, bodies);
                let Ok(key) = key else { continue };
                let why = Lack::because(ledger.lang, |lang| unread::reason(record, issue, lang));
                keyed.entry(key.text).or_default().unread.entry((kind, name)).or_insert(why);
            }
            let gathered = gather(record, &self.cross.names(kind));
            if gathered.is_empty() && !acts::is_act(record) {
                self.list_silent(record, ledger);
            }
            for (name, facts) in gathered {
                for fact in facts.into_iter().filter(|f| self.is_of_year(f)) {
                    if found.is_some() && self.asks_operator(&fact) {
                        ledger.pairs.extend(bodies.pairs(record, ledger.lang));
                    }
                    let of = (fact.action, fact.operator());
                    let key = match key(of, self.cross, bodies) {
                        Ok(key) => key,
                        Err(_) if covered.has(&fact) => continue,
                        Err(why) => {
                            ledger.uncheckable(1);
                            let (check, why) = (&self.cross.check.id, why(ledger.lang));
                            let why = (why.as_str(), ledger.lang);
                            ledger.unmatched.push(Unmatched::fact(&fact, check, why));
                            continue;
                        }
                    };
                    let here = keyed.entry(key.text).or_default();
                    here.facts.entry((kind, name)).or_default().push(fact);
                    here.matched.extend(found.map(|found| found.told(record, ledger.lang)));
                    here.matched
                        .extend(found.and(key.how).map(|how| how.told(record, ledger.lang)));
                }
            }
        }
        keyed
    }

    /// Lists a document that gives nothing of what is compared.
    fn list_silent(&self, record: &Record, ledger: &mut Ledger<'a>) {
        let names = self.cross.names(&record.document.kind);
        let why = told::gives_nothing(names, ledger.lang);
        ledger.uncheckable(1);
        ledger.unmatched.push(Unmatched::document(record, &self.cross.check.id, &why));
    }

    /// Whether a fact is matched by the name of an operator.
    fn asks_operator(&self, fact: &Fact<'_>) -> bool {
        let by_action = self.cross.by("action");
        (by_action && fact.action.is_none()) || (!by_action && self.cross.by("operateur"))
    }

    /// Whether a fact may be compared with the document: an act speaks of several years.
    fn is_of_year(&self, fact: &Fact<'_>) -> bool {
        !acts::is_act(fact.record) || acts::year(fact) == self.anchor.year()
    }

    /// Compares what stands under one key, or says why it cannot be.
    fn compare(&self, key: &str, keyed: &Keyed<'a>, ledger: &mut Ledger<'a>) -> Result<(), Lack> {
        let cross = self.cross;
        let alike = narrowed(cross, &keyed.facts);
        let facts = |t: &'a Term| {
            alike.get(&(cross.kind(t), t.name.as_str())).map_or(&[][..], Vec::as_slice)
        };
        if let Some(term) = cross.check.terms().find(|t| facts(t).is_empty()) {
            if let Some(why) = keyed.unread.get(&(cross.kind(term), term.name.as_str())) {
                return Err(why.clone());
            }
            return Err(self.lacking(term, ledger.lang));
        }
        let mut shared: BTreeMap<&str, Vec<Fact<'a>>> = BTreeMap::new();
        let mut in_force = None;
        for term in cross.check.terms().filter(|t| !t.sum) {
            let all = facts(term);
            if all.iter().any(|f| acts::is_act(f.record)) {
                let mut acts: Vec<&Record> = self.acts(cross.kind(term));
                // The avenants of another operator are numbered apart.
                acts.retain(|act| all.iter().any(|f| one_party(f.record, act, ledger.table)));
                let force = acts::in_force(all, &acts, ledger.lang)?;
                shared.insert(&term.name, force.facts);
                in_force = Some(force.told);
            } else if let Some(each) = one_each(all, ledger.table) {
                shared.insert(&term.name, each);
            } else if values(all).len() > 1 {
                let (name, kind) = (term.name.clone(), cross.kind(term).to_owned());
                let several = rivals::several_columns(&name, all, ledger.lang);
                return Err(several.unwrap_or(Lack::OneValue { name, kind }));
            }
        }
        let of = |term: &'a Term| shared.get(term.name.as_str()).map_or(facts(term), Vec::as_slice);
        let taken = |term: &Term, facts: &[Fact<'_>]| {
            if term.sum || shared.contains_key(term.name.as_str()) { facts.len() } else { 1 }
        };
        let mut sides = sides_of(cross.check, &[key.to_owned()], of, taken);
        acts::sign(sides.left.iter_mut().chain(&mut sides.right));
        let mut instance = Instance::of_check(cross.check, self.anchor, &sides);
        instance.matched = keyed.matched.iter().cloned().collect();
        instance.in_force = in_force;
        ledger.compare(instance);
        Ok(())
    }

    /// The acts of a kind that belong to the document.
    fn acts(&self, kind: &str) -> Vec<&'a Record> {
        let of_kind = self.others.iter().map(|(record, _)| *record);
        of_kind.filter(|r| r.document.kind == kind).collect()
    }

    /// Why a term has no value.
    fn lacking(&self, term: &Term, lang: Lang) -> Lack {
        let kind = self.cross.kind(term);
        match (self.acts(kind).iter().any(|r| acts::is_act(r)), self.anchor.year()) {
            (true, Some(year)) => {
                Lack::because(lang, |lang| sentence::lacks_amount_of_year(lang, &term.name, year))
            }
            (true, None) => Lack::because(lang, sentence::lacks_own_year),
            (false, _) => Lack::Giver { kind: kind.to_owned(), name: term.name.clone() },
        }
    }
}

/// One value of each document, where several operators share what another document gives as one
/// sum. Two documents of one operator may be two versions, of which one counts.
fn one_each<'a>(facts: &[Fact<'a>], table: &Correspondences) -> Option<Vec<Fact<'a>>> {
    let mut records: Vec<(&Record, Vec<Fact<'a>>)> = Vec::new();
    for fact in facts {
        match records.iter_mut().find(|(record, _)| std::ptr::eq(*record, fact.record)) {
            Some((_, own)) => own.push(*fact),
            None => records.push((fact.record, vec![*fact])),
        }
    }
    let operators: Option<BTreeSet<String>> =
        records.iter().map(|(r, _)| r.operator().map(|o| operator(o, table))).collect();
    let apart = operators.is_some_and(|o| o.len() == records.len());
    let one = |own: &Vec<Fact<'a>>| match own.first() {
        _ if rivals::are_parts(own) => Some(own.clone()),
        Some(first) if values(own).len() == 1 => Some(vec![*first]),
        _ => None,
    };
    let each: Option<Vec<Vec<Fact<'a>>>> = records.iter().map(|(_, own)| one(own)).collect();
    let several = records.len() > 1 && apart;
    each.filter(|_| several || rivals::are_parts(facts)).map(|each| each.concat())
}

/// What a record says of the values of a check that it does not give.
fn unread_of<'a>(
    record: &'a Record,
    cross: &Cross<'a>,
    kind: &str,
) -> impl Iterator<Item = (&'a str, &'a Issue)> + use<'a> {
    let names = cross.names(kind).into_iter().collect::<BTreeSet<_>>().into_iter();
    names.flat_map(|name| unread::issues(record, name).map(move |issue| (name, issue)))
}

/// The facts of a key, those of several columns narrowed by what they are compared with.
fn narrowed<'a>(cross: &Cross<'a>, facts: &Set<'a>) -> Set<'a> {
    let beside = |name: &(&str, &str)| -> Vec<Fact<'a>> {
        let own = |t: &&Term| (cross.kind(t), t.name.as_str()) != *name;
        let terms = cross.check.terms().filter(own);
        terms
            .filter_map(|t| facts.get(&(cross.kind(t), t.name.as_str())))
            .flatten()
            .copied()
            .collect()
    };
    facts.iter().map(|(name, own)| (*name, rivals::narrow(own, &beside(name)))).collect()
}

/// An operator, folded: the first of the names that people said to be its.
fn operator(name: &str, table: &Correspondences) -> String {
    table.first(NameKind::Operator, &names::key(name)).to_owned()
}

/// Whether two acts are with the same operator, or both with none.
fn one_party(one: &Record, other: &Record, table: &Correspondences) -> bool {
    let party = |record: &Record| record.operator().map(|name| operator(name, table));
    party(one) == party(other)
}
