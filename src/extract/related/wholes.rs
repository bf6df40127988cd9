//! Which number is the whole that a part is of, and whether a list can break a whole down.
//!
//! A phrase binds « dont » to the number nearest to it; the whole is the one whose noun can hold
//! the part, what a parenthesis has closed passed over: « 104 accompagnements (73 mesures Maintien
//! et 31 mesures Accès) dont 40 nouveaux ». Where several can, all are given, and it is for the
//! check to say whether they agree. « Sur les 12 quartiers » is a whole only for quarters.

use std::ops::Range;

use super::super::indicators;
use super::super::text::{Passage, sentence};
use crate::number::{Kind, Token, counted, fold};

/// A slot of a phrase and the number that it holds, by its index in the passage.
pub(super) type Slot<'m> = (&'m str, usize);

const WHOLE: &str = "tout";
const PARTS: &str = "parties";

/// The numbers that the slots of a match relate in truth; `None` where they relate nothing.
pub(super) fn settle<'m>(read: &Passage<'_>, slots: Vec<Slot<'m>>) -> Option<Vec<Slot<'m>>> {
    let Some(&whole) = slots.iter().find(|(slot, _)| *slot == WHOLE) else { return Some(slots) };
    let rated = slots.iter().any(|(slot, _)| *slot == "taux");
    let rest = slots.iter().copied().filter(|(slot, _)| *slot != WHOLE);
    if rated {
        return Some(slots);
    }
    if slots.iter().any(|(slot, _)| *slot == PARTS) {
        let parts = breakdown(read, whole.1, rest.collect())?;
        return Some(std::iter::once(whole).chain(parts).collect());
    }
    let parts: Vec<Slot<'m>> = rest.collect();
    let &(_, first) = parts.first()?;
    if first < whole.1 || is_said_on(read, whole.1) {
        let fits = parts.iter().all(|(_, part)| is_share(read, *part, whole.1));
        return fits.then_some(slots);
    }
    let wholes = wholes(read, first);
    let wholes = wholes.into_iter().map(|at| (WHOLE, at));
    let settled: Vec<Slot<'m>> = wholes.chain(parts).collect();
    settled.iter().any(|(slot, _)| *slot == WHOLE).then_some(settled)
}

/// The parts of a list that break a whole down: those before « dont », which tells of one of them
/// again, and before what is no part (« de 14 à 16 heures »).
fn breakdown<'m>(
    read: &Passage<'_>,
    whole: usize,
    mut parts: Vec<Slot<'m>>,
) -> Option<Vec<Slot<'m>>> {
    let again = |at: &usize| {
        let before = at.checked_sub(1).map_or(0, |b| end(read, b));
        let lead = fold::key(read.reading.text.get(before..start(read, *at)).unwrap_or(""));
        let mut words = lead.split(' ');
        words.any(|w| matches!(w, "dont" | "incluant" | "lesquels" | "lesquelles"))
            || lead.ends_with(" de")
            || lead.ends_with("y compris")
    };
    let kept = parts.iter().skip(1).take_while(|(_, at)| !again(at)).count() + 1;
    parts.truncate(kept);
    let nouns: Vec<String> = parts.iter().filter_map(|(_, at)| noun(read, *at)).collect();
    let add = nouns.iter().all(|a| nouns.iter().all(|b| counted::may_add(a, b)));
    let held = noun(read, whole).is_none_or(|w| nouns.iter().all(|n| counted::may_hold(&w, n)));
    let rate = parts.iter().any(|(_, at)| is_a_rate(read, *at));
    (parts.len() > 1 && add && held && !rate && !is_open(read, whole, &parts)).then_some(parts)
}

/// Whether a list says that it is not all: « notamment », « et autres ».
fn is_open(read: &Passage<'_>, whole: usize, parts: &[Slot<'_>]) -> bool {
    let text = read.reading.text;
    let (first, last) = (parts.first().map_or(0, |p| p.1), parts.last().map_or(0, |p| p.1));
    let own = span(read, last);
    let behind = text.get(own.end..sentence(text, &own).end).unwrap_or("");
    let behind = behind.split(')').next().unwrap_or("");
    let lead = fold::key(text.get(end(read, whole)..start(read, first)).unwrap_or(""));
    let opens = |word: &str| matches!(word, "notamment" | "principalement" | "entre");
    let goes_on = |word: &str| matches!(word, "etc" | "autres");
    lead.split(' ').any(opens) || behind.contains('…') || fold::key(behind).split(' ').any(goes_on)
}

/// Whether a number is told of each of something: « 30 places par site ».
fn is_a_rate(read: &Passage<'_>, at: usize) -> bool {
    let key = fold::key(read.reading.text.get(end(read, at)..).unwrap_or(""));
    let words: Vec<&str> = key.split(' ').take(4).collect();
    words.windows(2).any(|two| {
        matches!(two, ["par", noun] if counted::is_known(noun)) || two == ["chacun", "de"]
    })
}

/// The numbers before a part that may be its whole, in the order of the text.
fn wholes(read: &Passage<'_>, part: usize) -> Vec<usize> {
    let numbers = &read.reading.numbers;
    let Some(own) = numbers.get(part) else { return Vec::new() };
    let text = read.reading.text;
    let from = sentence(text, &own.range).start;
    let open = |at: &usize| {
        let between = text.get(end(read, *at)..own.range.start).unwrap_or("");
        start(read, *at) >= from && !between.contains(';') && !leaves_parenthesis(between)
    };
    let same = |t: &Token| std::mem::discriminant(&t.kind) == std::mem::discriminant(&own.kind);
    let read_as =
        |at: &usize| matches!(read.claims.get(*at), Some(Some(claim)) if claim.is_value());
    let before = (0..part).filter(|at| numbers.get(*at).is_some_and(same)).filter(open);
    let before = before.filter(read_as);
    let part_noun = noun(read, part);
    let held = |at: &usize| match (noun(read, *at), &part_noun) {
        (Some(whole), Some(part)) => counted::may_hold(&whole, part),
        _ => true,
    };
    let holding: Vec<usize> = before.filter(held).collect();
    let alike = |at: &&usize| {
        let whole = noun(read, **at);
        whole.zip(part_noun.clone()).is_some_and(|(w, p)| counted::are_alike(&w, &p))
    };
    let alike: Vec<usize> = holding.iter().filter(alike).copied().collect();
    if own.kind == Kind::Amount || alike.is_empty() { holding } else { alike }
}

/// Whether a text closes a parenthesis that it did not open.
fn leaves_parenthesis(text: &str) -> bool {
    let mut depth = 0_i32;
    text.chars().any(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth < 0
    })
}

/// Whether a whole is opened by « sur les », « parmi les ».
fn is_said_on(read: &Passage<'_>, whole: usize) -> bool {
    let before = read.reading.text.get(..start(read, whole)).unwrap_or("");
    let key = fold::key(before);
    ["sur les", "parmi les", "sur", "parmi", "sur un total de", "parmi un total de"]
        .iter()
        .any(|words| key == *words || key.ends_with(&format!(" {words}")))
}

/// Whether one number may be told of another as a share of it: of one kind, and not of what was
/// planned, which may well be exceeded.
fn is_share(read: &Passage<'_>, part: usize, whole: usize) -> bool {
    const PLANNED: &[&str] =
        &["prevu", "attendu", "vise", "programme", "planifie", "envisage", "budgete", "cible"];
    let behind = fold::key(read.reading.text.get(end(read, whole)..).unwrap_or(""));
    let planned =
        behind.split(' ').take(4).any(|word| PLANNED.iter().any(|stem| word.starts_with(stem)));
    let alike = match (noun(read, part), noun(read, whole)) {
        (Some(part), Some(whole)) => counted::are_alike(&part, &whole),
        (None, _) => true,
        (Some(_), None) => false,
    };
    alike && !planned
}

/// The noun right behind a number; none for money.
fn noun(read: &Passage<'_>, at: usize) -> Option<String> {
    let token = read.reading.numbers.get(at)?;
    if token.kind != Kind::Count {
        return None;
    }
    indicators::noun(read.reading.text.get(token.range.end..)?)
}

fn span(read: &Passage<'_>, at: usize) -> Range<usize> {
    read.reading.numbers.get(at).map_or(0..0, |t| t.range.clone())
}

fn start(read: &Passage<'_>, at: usize) -> usize {
    span(read, at).start
}

fn end(read: &Passage<'_>, at: usize) -> usize {
    span(read, at).end
}
