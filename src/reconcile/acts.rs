//! Acts of one authority in, the amount in force for a year out: a convention and its avenants.
//!
//! Acts are put in order by their dates or by their numbers; one that sets the amount takes the
//! place of those before it, one that adds to it or takes from it is counted with them. Where the
//! order is not told, or an act between two others is missing, nothing is in force that could be
//! proved, and that is said: a guess would accuse somebody.

use std::cmp::Ordering::{Equal, Greater, Less};
use std::collections::BTreeSet;

use super::facts::Fact;
use super::finding::InForce;
use super::lack::Lack;
use super::sides::values;
use super::told;
use super::verdict::Operand;
use crate::issue::Lang;
use crate::record::{Effect, Record};
use crate::sentence;

/// The field that says that a document is an act, and which.
const ACT: &str = "acte";

/// The value of [`ACT`] for an act that changes another.
const AMENDMENT: &str = "avenant";

/// Whether a document is an act.
pub(super) fn is_act(record: &Record) -> bool {
    record.field(ACT).is_some()
}

/// The year that an amount of an act is for: the one that its sentence says, else its act's.
pub(super) fn year<'a>(fact: &Fact<'a>) -> Option<&'a str> {
    fact.period.or_else(|| fact.record.year())
}

/// The amounts in force, and which act they are held to be by.
#[derive(Debug)]
pub(super) struct Force<'a> {
    /// The amount of the last act that sets it, and those that change it since.
    pub(super) facts: Vec<Fact<'a>>,
    /// The last act, and why it is held to be in force.
    pub(super) told: InForce,
}

/// Gives amounts that an act takes off the sign that they count with.
pub(super) fn sign<'o, 'a: 'o>(operands: impl Iterator<Item = &'o mut Operand<'a>>) {
    for operand in operands.filter(|o| o.fact.effect == Effect::Withdraws) {
        operand.factor = -operand.factor;
    }
}

/// An act, with what orders it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Act<'a> {
    pub(super) record: &'a Record,
    pub(super) number: Option<u32>,
    pub(super) date: Option<&'a str>,
    pub(super) amends: bool,
}

impl<'a> Act<'a> {
    fn of(record: &'a Record) -> Self {
        let number = record.field("numero").and_then(|n| n.parse().ok());
        let amends = record.field(ACT) == Some(AMENDMENT);
        Self { record, number, date: record.field("date_acte"), amends }
    }
}

/// What one act says of an amount of a year.
struct Said<'a> {
    act: Act<'a>,
    fact: Fact<'a>,
}

/// The amounts of one year that are in force, of those that `facts` are; `acts` are all that
/// belong together, whether they speak of the year or not.
pub(super) fn in_force<'a>(
    facts: &[Fact<'a>],
    acts: &[&'a Record],
    lang: Lang,
) -> Result<Force<'a>, Lack> {
    none_unread(acts, lang)?;
    let mut said = each(facts, lang)?;
    one_convention(&mut said, lang)?;
    one_of_each(&mut said);
    put_in_order(&mut said, lang)?;
    let sets = |s: &Said<'_>| s.fact.effect == Effect::Replaces;
    let Some(from) = said.iter().rposition(sets) else {
        let first = |lang| said.first().map(|s| told::act(&s.act, lang)).unwrap_or_default();
        return Err(Lack::because(lang, |lang| sentence::lacks_act_before(lang, first(lang))));
    };
    let (past, counted) = said.split_at(from);
    none_missing(counted, acts, lang)?;
    let Some(last) = counted.last() else { return Err(Lack::Document) };
    let why = match (counted, past) {
        ([_], []) => sentence::act_only(lang),
        ([_], [.., before]) => told::sets_anew(&last.act, &before.act, lang),
        ([set, ..], _) => told::changes(&last.act, &set.act, last.fact.effect, lang),
        ([], _) => String::new(),
    };
    let document = last.act.record.document.path.clone();
    let told = InForce { document, act: told::act(&last.act, lang), why };
    Ok(Force { facts: counted.iter().map(|s| s.fact).collect(), told })
}

/// An act of which no amount is read may change those of the others.
fn none_unread(acts: &[&Record], lang: Lang) -> Result<(), Lack> {
    let unread = acts.iter().find(|act| act.amounts.iter().all(|a| a.effect.is_none()));
    match unread.map(|record| Act::of(record)) {
        Some(act) => {
            Err(Lack::because(lang, |lang| sentence::lacks_act_amount(lang, told::act(&act, lang))))
        }
        None => Ok(()),
    }
}

/// What each act says: one amount, however often it is written. An act that says by how much the
/// amount rises and to what is taken at the latter.
fn each<'a>(facts: &[Fact<'a>], lang: Lang) -> Result<Vec<Said<'a>>, Lack> {
    let mut records: Vec<&Record> = Vec::new();
    for fact in facts {
        if !records.iter().any(|r| std::ptr::eq(*r, fact.record)) {
            records.push(fact.record);
        }
    }
    let mut out = Vec::new();
    for record in records {
        let own = facts.iter().filter(|f| std::ptr::eq(f.record, record)).copied();
        let mut own: Vec<Fact<'a>> = own.collect();
        if own.iter().any(|f| f.effect == Effect::Replaces) {
            own.retain(|f| f.effect == Effect::Replaces);
        }
        let act = Act::of(record);
        let effects: BTreeSet<Effect> = own.iter().map(|f| f.effect).collect();
        match own.first() {
            Some(fact) if values(&own).len() == 1 && effects.len() == 1 => {
                out.push(Said { act, fact: *fact });
            }
            _ => {
                let told = |lang| sentence::lacks_one_amount(lang, told::act(&act, lang));
                return Err(Lack::because(lang, told));
            }
        }
    }
    Ok(out)
}

/// Leaves one of several copies of a convention; two that say different amounts are no copies.
fn one_convention(said: &mut Vec<Said<'_>>, lang: Lang) -> Result<(), Lack> {
    let first: Vec<&Said<'_>> = said.iter().filter(|s| !s.act.amends).collect();
    let [kept, others @ ..] = first.as_slice() else { return Ok(()) };
    if let Some(other) = others.iter().find(|o| o.fact.value != kept.fact.value) {
        let told = |lang| told::two_conventions(&kept.act, &other.act, lang);
        return Err(Lack::because(lang, told));
    }
    let path = kept.act.record.document.path.clone();
    said.retain(|s| s.act.amends || s.act.record.document.path == path);
    Ok(())
}

/// Leaves one of several copies of an avenant: same number, same date, same amount.
fn one_of_each(said: &mut Vec<Said<'_>>) {
    let mut seen = BTreeSet::new();
    said.retain(|s| {
        let Act { number, date, amends, .. } = s.act;
        let known = number.is_some() || date.is_some();
        !amends || !known || seen.insert((number, date, s.fact.effect, s.fact.value))
    });
}

/// Puts acts in the order that their dates say where all avenants have one, else their numbers; a
/// convention comes before its avenants.
fn put_in_order(said: &mut [Said<'_>], lang: Lang) -> Result<(), Lack> {
    let dated = said.iter().all(|s| !s.act.amends || s.act.date.is_some());
    said.sort_by_key(|s| {
        let Act { number, date, amends, .. } = s.act;
        (amends, date.filter(|_| dated), number, date)
    });
    for pair in said.windows(2) {
        if let [first, second] = pair {
            in_order(&first.act, &second.act, lang)?;
        }
    }
    Ok(())
}

/// Whether one act comes before another beyond doubt.
fn in_order(first: &Act<'_>, second: &Act<'_>, lang: Lang) -> Result<(), Lack> {
    let by_date = first.date.zip(second.date).map(|(a, b)| a.cmp(b));
    let by_number = match (first.amends, first.number.zip(second.number)) {
        (false, _) => Some(Less),
        (true, numbers) => numbers.map(|(a, b)| a.cmp(&b)),
    };
    match (by_date, by_number) {
        (Some(Less | Equal) | None, Some(Less)) | (Some(Less), None) => Ok(()),
        (Some(Greater), _) | (_, Some(Greater)) | (Some(Less), Some(Equal)) => {
            Err(Lack::because(lang, |lang| told::orders_disagree(first, second, lang)))
        }
        _ => Err(Lack::because(lang, |lang| told::no_order(first, second, lang))),
    }
}

/// Whether every avenant since the one that sets the amount is there: one that is missing may
/// have changed it.
fn none_missing(counted: &[Said<'_>], acts: &[&Record], lang: Lang) -> Result<(), Lack> {
    let Some(set) = counted.first() else { return Ok(()) };
    let known: BTreeSet<u32> =
        acts.iter().map(|r| Act::of(r)).filter(|a| a.amends).filter_map(|a| a.number).collect();
    let from = if set.act.amends { set.act.number } else { Some(0) };
    let (Some(from), Some(last)) = (from, known.last()) else { return Ok(()) };
    match (from + 1..*last).find(|number| !known.contains(number)) {
        Some(number) => {
            Err(Lack::because(lang, |lang| sentence::lacks_amendment(lang, number.to_string())))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
