//! Amounts of the prose in reading order: those that a phrase names, and every other one.
//!
//! Rules are asked in the order of the pack and the first that names a number has it; an amount
//! that none names is read all the same, as `montant`. Both are claimed here, so that no
//! indicator is made of them later. A rule names an amount only where its clause leaves it that
//! (`clause`): the balance of the State's support is no mention of that support.

use crate::number::{Kind, Token};
use crate::record::{AmountMention, FREE_AMOUNT, Nature, Record};
use crate::rules::phrase::Reading;
use crate::rules::{AmountRule, Pack};

use super::sections::Outline;
use super::text::{Claim, Passage, Script};
use super::{clause, scope};

/// A number of the script: its passage and its index there.
type At = (usize, usize);

/// Reads every amount of the prose.
pub(super) fn read(pack: &Pack, outline: &Outline, script: &mut Script<'_>, record: &mut Record) {
    let mut found: Vec<(At, &str, Option<Nature>)> = Vec::new();
    for (index, rule) in pack.amounts.iter().enumerate() {
        let scopes = scope::passages(rule.inside.as_ref(), &rule.bounds, outline, script);
        for passage in scopes.into_iter().flatten() {
            if is_outside(rule, passage, outline, script) {
                continue;
            }
            for number in named(rule, passage, script, record) {
                claim((passage, number), Claim::Amount(index), script);
                found.push(((passage, number), &rule.id, rule.nature));
            }
        }
    }
    for at in free(script) {
        claim(at, Claim::FreeAmount, script);
        found.push((at, FREE_AMOUNT, None));
    }
    found.sort_by_key(|(at, ..)| *at);
    for (at, id, nature) in found {
        let Some(mention) = mention(at, (id, nature), outline, script, record) else { continue };
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

/// The numbers that a rule names in a passage and nothing has claimed: those of its first phrase
/// that names any.
fn named(rule: &AmountRule, passage: usize, script: &Script<'_>, record: &Record) -> Vec<usize> {
    let Some(read) = script.passages.get(passage) else { return Vec::new() };
    let by_phrase = rule.phrases.iter().map(|phrase| {
        let matches = phrase.find_all(&read.reading);
        let slots = matches.iter().flat_map(|m| &m.captures).filter(|c| c.number.is_some());
        let free = slots.filter_map(|c| read.free(c));
        free.filter(|number| !is_another(rule, read, *number, record)).collect::<Vec<_>>()
    });
    by_phrase.into_iter().find(|numbers| !numbers.is_empty()).unwrap_or_default()
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
    (id, nature): (&str, Option<Nature>),
    outline: &Outline,
    script: &mut Script<'_>,
    record: &Record,
) -> Option<AmountMention> {
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
        rule: id.to_owned(),
        match_number,
        place: read.place(token.range.clone())?,
        action: clause.action.or_else(|| outline.action(read.block).map(str::to_owned)),
        period: clause.period,
    })
}
