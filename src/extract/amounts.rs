//! Amounts of the prose in reading order: those that a phrase names, and every other one.
//!
//! Rules are asked in the order of the pack and the first that names a number has it; an amount
//! that none names is read all the same, as `montant`. Both are claimed here, so that no
//! indicator is made of them later. A rule names an amount only where its clause leaves it that
//! (`clause`): the balance of the State's support is no mention of that support.

use std::ops::Range;

use crate::number::{Kind, Token};
use crate::record::{AmountMention, Effect, FREE_AMOUNT, Nature, Record};
use crate::rules::phrase::{Match, Reading};
use crate::rules::{AmountRule, Pack};

use super::indicators::period;
use super::sections::Outline;
use super::text::{Claim, Passage, Script};
use super::{clause, scope};

/// A number of the script: its passage and its index there.
type At = (usize, usize);

/// The slot of a phrase that says which year an amount is for.
const YEAR: &str = "annee";

/// What is known of a number by the rule that names it.
struct Named<'r> {
    id: &'r str,
    nature: Option<Nature>,
    effect: Option<Effect>,
    period: Option<String>,
}

/// Reads every amount of the prose.
pub(super) fn read(pack: &Pack, outline: &Outline, script: &mut Script<'_>, record: &mut Record) {
    let mut found: Vec<(At, Named<'_>)> = Vec::new();
    for (index, rule) in pack.amounts.iter().enumerate() {
        let scopes = scope::passages(rule.inside.as_ref(), &rule.bounds, outline, script);
        for passage in scopes.into_iter().flatten() {
            if is_outside(rule, passage, outline, script) {
                continue;
            }
            for (number, period) in named(rule, passage, script, record) {
                claim((passage, number), Claim::Amount(index), script);
                let (id, nature, effect) = (&rule.id, rule.nature, rule.effect);
                found.push(((passage, number), Named { id, nature, effect, period }));
            }
        }
    }
    for at in free(script) {
        claim(at, Claim::FreeAmount, script);
        found.push((at, Named { id: FREE_AMOUNT, nature: None, effect: None, period: None }));
    }
    found.sort_by_key(|(at, _)| *at);
    for (at, named) in found {
        let Some(mention) = mention(at, named, outline, script, record) else { continue };
        script.mentions.insert(at, record.amounts.len());
        record.amounts.push(mention);
    }
}

/// Whether a passage stands where a rule does not look.
fn is_outside(rule: &AmountRule, passage: usize, outline: &Outline, script: &Script<'_>) -> bool {
    let block = script.passages.get(passage).map(|p| p.block);
    let within = |id: &String| outline.of(id).any(|s| block.is_some_and(|b| s.blocks.contains(&b)));
    rule.outside.as_ref().is_some_and(within)
}

/// The numbers that a rule names in a passage and nothing has claimed, those of its first phrase
/// that names any; each with the year that it is for where the rule is about acts.
fn named(
    rule: &AmountRule,
    passage: usize,
    script: &Script<'_>,
    record: &Record,
) -> Vec<(usize, Option<String>)> {
    let Some(read) = script.passages.get(passage) else { return Vec::new() };
    let by_phrase = rule.phrases.iter().map(|phrase| {
        let matches = phrase.find_all(&read.reading);
        let all = matches.iter().flat_map(|found| of_match(rule, read, found));
        all.filter(|(number, _)| !is_another(rule, read, *number, record)).collect::<Vec<_>>()
    });
    by_phrase.into_iter().find(|numbers| !numbers.is_empty()).unwrap_or_default()
}

/// The free numbers of a match, each with the year that an act gives it for: that of the phrase,
/// else of the sentence.
fn of_match(rule: &AmountRule, read: &Passage<'_>, found: &Match) -> Vec<(usize, Option<String>)> {
    let year = found.captures.iter().find(|c| c.slot == YEAR);
    let year = year.and_then(|c| read.reading.text.get(c.range.clone()));
    let values = found.captures.iter().filter(|c| c.is_value() && c.slot != YEAR);
    let named = values.filter_map(|capture| {
        let number = read.free(capture)?;
        let said = || year.map(str::to_owned).or_else(|| period_of_act(read, &capture.range));
        Some((number, rule.effect.and_then(|_| said())))
    });
    named.collect()
}

/// The year that the sentence of an act's amount names.
fn period_of_act(read: &Passage<'_>, range: &Range<usize>) -> Option<String> {
    period(read, range, range)
}

/// Whether the clause of an amount makes it another one than its rule is about.
fn is_another(rule: &AmountRule, read: &Passage<'_>, number: usize, record: &Record) -> bool {
    let clause = clause::of(read, number, record);
    let words = Reading::new(read.reading.text.get(clause.range.clone()).unwrap_or(""));
    (rule.outside.is_some() && clause.of_action)
        || rule.except.iter().any(|phrase| phrase.find(&words).is_some())
}

/// The amounts that nothing claims.
fn free(script: &Script<'_>) -> Vec<At> {
    let of = |(i, p): (usize, &Passage<'_>)| {
        let numbers = p.reading.numbers.iter().zip(&p.claims).enumerate();
        let open = numbers.filter(|(_, (t, c))| t.kind == Kind::Amount && c.is_none());
        open.map(|(n, _)| (i, n)).collect::<Vec<At>>()
    };
    script.passages.iter().enumerate().flat_map(of).collect()
}

/// Claims a number for an amount.
fn claim((passage, number): At, claim: Claim, script: &mut Script<'_>) {
    if let Some(read) = script.passages.get_mut(passage) {
        read.claim(number, claim);
    }
}

/// The amount as the record tells it.
fn mention(
    (passage, number): At,
    named: Named<'_>,
    outline: &Outline,
    script: &mut Script<'_>,
    record: &Record,
) -> Option<AmountMention> {
    let Named { id, nature, effect, period } = named;
    let match_number = script.next_match();
    let read = script.passages.get(passage)?;
    let token: &Token = read.reading.numbers.get(number)?;
    let clause = clause::of(read, number, record);
    Some(AmountMention {
        id: id.to_owned(),
        value: token.value?.normalize(),
        written: read.reading.text.get(token.range.clone())?.to_owned(),
        step: token.step,
        qualifier: clause::qualifier(token, &clause),
        tax: token.tax,
        nature,
        period: period.or(clause.period),
        effect,
        part: false,
        rule: id.to_owned(),
        match_number,
        place: read.place(token.range.clone())?,
        action: clause.action.or_else(|| outline.action(read.block).map(str::to_owned)),
    })
}
