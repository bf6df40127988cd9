//! Amounts of the prose in reading order: those that a phrase names, and every other one.
//!
//! Rules are asked in the order of the pack and the first that names a number has it; an amount
//! that none names is read all the same, as `montant`. Both are claimed here, so that no
//! indicator is made of them later.

use crate::number::{Kind, Token};
use crate::record::{AmountMention, Effect, FREE_AMOUNT, Nature, Record};
use crate::rules::phrase::Capture;
use crate::rules::{AmountRule, Pack};

use super::indicators::period;
use super::scope;
use super::sections::Outline;
use super::statements::first_matches;
use super::text::{Claim, Script};

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
            for (number, period) in named(rule, passage, script) {
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
        let Some(mention) = mention(at, named, outline, script) else { continue };
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

/// The numbers that a rule names in a passage and nothing has claimed, each with the year that it
/// is for where the rule is about acts: that of the phrase, else of the sentence.
fn named(rule: &AmountRule, passage: usize, script: &Script<'_>) -> Vec<(usize, Option<String>)> {
    let Some(read) = script.passages.get(passage) else { return Vec::new() };
    let mut out = Vec::new();
    for found in first_matches(&rule.phrases, read) {
        let year = found.captures.iter().find(|c| c.slot == YEAR);
        let year = year.and_then(|c| read.reading.text.get(c.range.clone()));
        // A slot that only skips a number is opened by a low line.
        let value = |c: &&Capture| c.number.is_some() && c.slot != YEAR && !c.slot.starts_with('_');
        for capture in found.captures.iter().filter(value) {
            let Some(number) = read.free(capture) else { continue };
            let said = || year.map(str::to_owned).or_else(|| period(read, &capture.range));
            out.push((number, rule.effect.and_then(|_| said())));
        }
    }
    out
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
    named: Named<'_>,
    outline: &Outline,
    script: &mut Script<'_>,
) -> Option<AmountMention> {
    let Named { id, nature, effect, period } = named;
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
        period,
        effect,
        part: false,
        rule: id.to_owned(),
        match_number,
        place: read.place(token.range.clone())?,
    })
}
