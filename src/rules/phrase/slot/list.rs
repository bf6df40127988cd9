//! Lists of numbers: « 73 mesures Maintien et 31 mesures Accès ».
//!
//! Gives every length that the list may have, most items first: the phrase around it says where
//! it ends.

use std::ops::Range;

use super::super::reading::Reading;
use super::Filling;
use crate::number::{Kind, Token};

/// Two or more numbers of one kind with a separator between each two, most and longest first.
pub(super) fn list(reading: &Reading<'_>, at: usize) -> Vec<Filling> {
    let mut items: Vec<(usize, usize)> = Vec::new();
    let mut next = reading.number_at(at).map(|(_, end)| (at, end));
    while let Some((start, end)) = next {
        items.push((start, end));
        next = next_item(reading, at, end);
    }
    let mut out = Vec::new();
    for count in (2..=items.len()).rev() {
        let Some(&(_, end)) = items.get(count - 1) else { continue };
        let held: Vec<_> =
            items.iter().take(count).filter_map(|&(start, _)| held(reading, start)).collect();
        let stop = item_stop(reading, end);
        out.extend((end..=stop).rev().map(|end| Filling { end, held: held.clone() }));
    }
    out
}

fn held(reading: &Reading<'_>, at: usize) -> Option<(Range<usize>, Option<Token>)> {
    let (token, _) = reading.number_at(at)?;
    Some((token.range.clone(), Some(token.clone())))
}

/// Words that one item of a list has at most.
const ITEM_WORDS: usize = 16;

/// The next number of a list behind an item, if a separator stands between.
fn next_item(reading: &Reading<'_>, first: usize, end: usize) -> Option<(usize, usize)> {
    let (model, _) = reading.number_at(first)?;
    let mut separated = false;
    for at in end..(end + ITEM_WORDS).min(reading.lexemes.len()) {
        if let Some((token, stop)) = reading.number_at(at) {
            return (separated && same_kind(token, model)).then_some((at, stop));
        }
        separated |= matches!(reading.form(at), "," | ";" | "et" | "puis");
        if closes(reading, at) {
            return None;
        }
    }
    None
}

fn same_kind(a: &Token, b: &Token) -> bool {
    matches!(a.kind, Kind::Count | Kind::Amount | Kind::Percent)
        && std::mem::discriminant(&a.kind) == std::mem::discriminant(&b.kind)
}

/// Where the words of the last item end at the latest.
fn item_stop(reading: &Reading<'_>, end: usize) -> usize {
    (end..(end + ITEM_WORDS).min(reading.lexemes.len()))
        .find(|&at| {
            closes(reading, at)
                || matches!(reading.form(at), "," | ";")
                || reading.number_at(at).is_some()
        })
        .unwrap_or_else(|| (end + ITEM_WORDS).min(reading.lexemes.len()))
}

fn closes(reading: &Reading<'_>, at: usize) -> bool {
    reading.lexemes.get(at).is_none_or(|l| l.ends_sentence)
        || matches!(reading.form(at), "(" | ")" | ":")
}
