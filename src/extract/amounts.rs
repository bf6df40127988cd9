//! Amounts of the prose in reading order: those that a phrase names, and every other one.
//!
//! Rules are asked in the order of the pack and the first that names a number has it; an amount
//! that none names is read all the same, as `montant`. Both are claimed here, so that no
//! indicator is made of them later.

use crate::number::{Kind, Token};
use crate::record::{AmountMention, FREE_AMOUNT, Nature, Record};
use crate::rules::{AmountRule, Pack};

use super::scope;
use super::sections::Outline;
use super::statements::first_matches;
use super::text::{Claim, Script};

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
            for number in named(rule, passage, script) {
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
        let Some(mention) = mention(at, id, nature, outline, script) else { continue };
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

/// The numbers that a rule names in a passage and nothing has claimed.
fn named(rule: &AmountRule, passage: usize, script: &Script<'_>) -> Vec<usize> {
    let Some(read) = script.passages.get(passage) else { return Vec::new() };
    let matches = first_matches(&rule.phrases, read);
    let slots = matches.iter().flat_map(|m| &m.captures).filter(|c| c.number.is_some());
    slots.filter_map(|c| read.free(c)).collect()
}

/// The amounts that nothing claims.
fn free(script: &Script<'_>) -> Vec<At> {
    let of = |(i, p): (usize, &super::text::Passage<'_>)| {
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
    id: &str,
    nature: Option<Nature>,
    outline: &Outline,
    script: &mut Script<'_>,
) -> Option<AmountMention> {
    let match_number = script.next_match();
    let read = script.passages.get(passage)?;
    let token: &Token = read.reading.numbers.get(number)?;
    Some(AmountMention {
        id: id.to_owned(),
        action: outline.action(read.block).map(str::to_owned),
        value: token.value?.normalize(),
        written: read.reading.text.get(token.range.clone())?.to_owned(),
        step: token.step,
        qualifier: token.qualifier,
        tax: token.tax,
        nature,
        part: false,
        rule: id.to_owned(),
        match_number,
        place: read.place(token.range.clone())?,
    })
}
