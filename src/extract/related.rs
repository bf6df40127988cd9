//! Rules that relate numbers of a sentence: « dont », breakdowns, shares and variations.
//!
//! Every phrase of such a rule is tried, and a match counts only if all its numbers are read: as
//! indicators or amounts they get a second name. A percentage is nobody's indicator until a
//! relation is found for it: « soit 65 % » says something only beside the numbers it relates.

use crate::number::Kind;
use crate::record::{Alias, Aliased, Record};
use crate::rules::phrase::Match;
use crate::rules::{IndicatorRule, Pack};

use super::indicators;
use super::sections::Outline;
use super::text::{Claim, Script};

mod wholes;

/// A second name, and the number of a passage that it is for.
type Name = (String, Number);

/// A number of a match.
#[derive(Clone, Copy)]
enum Number {
    /// One that is read.
    Read(Aliased),
    /// A percentage that nothing reads, by its index in the passage.
    Rate(usize),
}

/// Gives second names to the numbers that relating rules speak of.
pub(super) fn read(pack: &Pack, outline: &Outline, script: &mut Script<'_>, record: &mut Record) {
    for rule in pack.indicators.iter().filter(|r| r.relation_only) {
        for passage in 0..script.passages.len() {
            for names in matches(rule, passage, script, record) {
                let match_number = script.next_match();
                for (id, number) in names {
                    let of = match number {
                        Number::Read(of) => Some(of),
                        Number::Rate(at) => rate((passage, at), rule, outline, script, record),
                    };
                    record.aliases.extend(of.map(|of| Alias { id, of, match_number }));
                }
            }
        }
    }
}

/// The names that each match of a rule in a passage gives.
fn matches(
    rule: &IndicatorRule,
    passage: usize,
    script: &Script<'_>,
    record: &Record,
) -> Vec<Vec<Name>> {
    let Some(read) = script.passages.get(passage) else { return Vec::new() };
    let found = rule.phrases.iter().flat_map(|p| p.find_all(&read.reading));
    let named = found.filter_map(|m| names(&rule.id, &m, passage, script, record));
    named.filter(|names| !parts_flow(names, record)).collect()
}

/// Whether a part of a breakdown has a role of its own: entries and exits are no parts of those
/// who are left.
fn parts_flow(names: &[Name], record: &Record) -> bool {
    let flows = |number: &Number| match number {
        Number::Read(Aliased::Indicator(at)) => {
            record.indicators.get(*at).is_some_and(|i| i.id.contains('.'))
        }
        _ => false,
    };
    names.iter().any(|(name, number)| name.ends_with(".parties") && flows(number))
}

/// Whether the numbers of a match can be related: of one kind, and at most one percentage, in a
/// slot of its own. « 104 accompagnements (73 % de mesures et 31 %) » breaks nothing down.
fn alike(found: &Match) -> bool {
    let numbers =
        || found.captures.iter().filter_map(|c| Some((&c.slot, &c.number.as_ref()?.kind)));
    let rates: Vec<&String> =
        numbers().filter(|(_, k)| **k == Kind::Percent).map(|(slot, _)| slot).collect();
    let money = numbers().filter(|(_, k)| **k == Kind::Amount).count();
    let alone = |slot: &&String| numbers().filter(|(s, _)| s == slot).count() == 1;
    rates.len() <= 1
        && rates.iter().all(alone)
        && (money == 0 || money + rates.len() == numbers().count())
}

/// The names that a match gives, if every one of its numbers is read or is a percentage.
fn names(
    rule: &str,
    found: &Match,
    passage: usize,
    script: &Script<'_>,
    record: &Record,
) -> Option<Vec<Name>> {
    if !alike(found) {
        return None;
    }
    let read = script.passages.get(passage)?;
    let slots = found.captures.iter().filter(|c| c.is_value());
    let slots = slots.map(|c| Some((c.slot.as_str(), read.number_at(&c.range)?)));
    let settled = wholes::settle(read, slots.collect::<Option<_>>()?)?;
    let numbers = settled
        .into_iter()
        .map(|(slot, at)| Some((format!("{rule}.{slot}"), number((passage, at), script)?)));
    let names: Vec<Name> = numbers.collect::<Option<_>>()?;
    of_own_year(&names, record).then_some(names)
}

/// A number of a passage, if it is read or is a percentage.
fn number((passage, at): (usize, usize), script: &Script<'_>) -> Option<Number> {
    let read = script.passages.get(passage)?;
    let percent = read.reading.numbers.get(at)?.kind == Kind::Percent;
    match read.claims.get(at)? {
        Some(Claim::Indicator(at)) => Some(Number::Read(Aliased::Indicator(*at))),
        Some(Claim::Amount(_) | Claim::FreeAmount) => {
            Some(Number::Read(Aliased::Amount(*script.mentions.get(&(passage, at))?)))
        }
        None if percent => Some(Number::Rate(at)),
        _ => None,
    }
}

/// Whether no part of a breakdown names another year than the document's: years set side by side
/// break nothing down.
fn of_own_year(names: &[Name], record: &Record) -> bool {
    let parts = names.iter().filter(|(name, _)| name.ends_with(".parties"));
    let periods = parts.filter_map(|(_, number)| match number {
        Number::Read(Aliased::Amount(at)) => record.amounts.get(*at)?.period.as_ref(),
        _ => None,
    });
    periods.count() == 0
}

/// Makes an indicator of a percentage; the one that a match before this one made of it.
fn rate(
    (passage, number): (usize, usize),
    rule: &IndicatorRule,
    outline: &Outline,
    script: &mut Script<'_>,
    record: &mut Record,
) -> Option<Aliased> {
    let match_number = script.next_match();
    let read = script.passages.get_mut(passage)?;
    if let Some(Some(Claim::Indicator(at))) = read.claims.get(number) {
        return Some(Aliased::Indicator(*at));
    }
    let made = indicators::alone(read, number, outline, record)?;
    let at = record.indicators.len();
    read.claim(number, Claim::Indicator(at));
    record.indicators.push(crate::record::Indicator {
        rule: rule.id.clone(),
        match_number,
        ..made
    });
    Some(Aliased::Indicator(at))
}
