//! Sentences by which a document explains its own differences.
//!
//! Read last, when every number has its claim: a sentence is kept with the values that it speaks
//! of, and one that speaks of none is not kept.

use std::ops::Range;

use crate::document::{Block, Laid};
use crate::record::{Justification, Record};
use crate::rules::{JustifyRule, Pack};

use super::text::{Claim, Passage, Script, sentence};

/// Reads the sentences that explain values.
pub(super) fn read(laid: &Laid, pack: &Pack, script: &Script<'_>, record: &mut Record) {
    for (at, passage) in script.passages.iter().enumerate() {
        for rule in &pack.justifications {
            let found = rule.phrases.iter().flat_map(|p| p.find_all(&passage.reading)).next();
            let Some(found) = found else { continue };
            let said = (at, passage, found.range);
            record.justifications.extend(justification(rule, said, laid, script));
        }
    }
}

/// The sentence of a match with what it speaks of; `None` where that is nothing.
fn justification(
    rule: &JustifyRule,
    (at, passage, range): (usize, &Passage<'_>, Range<usize>),
    laid: &Laid,
    script: &Script<'_>,
) -> Option<Justification> {
    let own = sentence(passage.reading.text, &range);
    let text = passage.reading.text.get(own.clone())?.trim().to_owned();
    let mut made = Justification {
        id: rule.id.clone(),
        text,
        amounts: Vec::new(),
        indicators: Vec::new(),
        table: None,
        place: passage.place(range)?,
    };
    for within in [own, 0..passage.reading.text.len()] {
        spoken_of(at, passage, &within, script, &mut made);
        if !made.amounts.is_empty() || !made.indicators.is_empty() {
            return Some(made);
        }
    }
    made.table = above(laid, passage.block);
    made.table.is_some().then_some(made)
}

/// Adds the values that stand within a range of a passage.
fn spoken_of(
    at: usize,
    passage: &Passage<'_>,
    within: &Range<usize>,
    script: &Script<'_>,
    made: &mut Justification,
) {
    let numbers = passage.reading.numbers.iter().zip(&passage.claims).enumerate();
    for (number, (_, claim)) in numbers.filter(|(_, (t, _))| within.contains(&t.range.start)) {
        match claim {
            Some(Claim::Indicator(index)) => made.indicators.push(*index),
            Some(Claim::Amount(_) | Claim::FreeAmount) => {
                made.amounts.extend(script.mentions.get(&(at, number)));
            }
            _ => {}
        }
    }
}

/// The table that stands right above a block.
fn above(laid: &Laid, block: usize) -> Option<String> {
    match laid.blocks.get(block.checked_sub(1)?)? {
        Block::Table(at) => laid.tables.get(*at).map(|t| t.id.clone()),
        Block::Paragraph(_) => None,
    }
}
