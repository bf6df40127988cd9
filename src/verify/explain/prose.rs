//! Fields, amounts, indicators, ignored numbers, roles and justifications: phrases over
//! paragraphs.
//!
//! As extraction does: of an amount's or indicator's phrases the first that matches a paragraph
//! counts, and a number is the first rule's that asks for it.

use crate::extract::ACTION;
use crate::extract::trace::Taker;
use crate::rules::phrase::{Match, Phrase};
use crate::rules::{Bounds, FieldRule, Listed, RuleKind};

use super::near::nearest;
use super::{Answer, Hit, Lost, Passage, Seen, Tried, Why};

/// The answer of an amount.
pub(super) fn amount(rule: Listed, seen: &Seen<'_>) -> Answer {
    let Some(own) = seen.pack.amounts.get(rule.index) else { return Answer::new(rule) };
    let mut answer = Answer::new(rule);
    let (scope, passages) = seen.scope(own.inside.as_ref(), own.outside.as_ref(), &own.bounds);
    answer.scope = scope;
    numbers(&mut answer, &own.phrases, &passages, seen, true);
    answer
}

/// The answer of an indicator.
pub(super) fn indicator(rule: Listed, seen: &Seen<'_>) -> Answer {
    let Some(own) = seen.pack.indicators.get(rule.index) else { return Answer::new(rule) };
    let mut answer = Answer::new(rule);
    let (scope, passages) = seen.scope(own.inside.as_ref(), None, &own.bounds);
    answer.scope = scope;
    if own.relation_only {
        relations(&mut answer, &own.phrases, &passages, seen);
    } else {
        numbers(&mut answer, &own.phrases, &passages, seen, true);
    }
    answer
}

/// The answer of a rule that ignores numbers.
pub(super) fn ignored(rule: Listed, seen: &Seen<'_>) -> Answer {
    let Some(own) = seen.pack.ignored.get(rule.index) else { return Answer::new(rule) };
    let mut answer = Answer::new(rule);
    let (scope, passages) = seen.scope(None, None, &Bounds::default());
    answer.scope = scope;
    numbers(&mut answer, &own.phrases, &passages, seen, false);
    answer
}

/// The answer of a role.
pub(super) fn role(rule: Listed, seen: &Seen<'_>) -> Answer {
    let Some(own) = seen.pack.roles.get(rule.index) else { return Answer::new(rule) };
    let mut answer = Answer::new(rule);
    let (scope, passages) = seen.scope(None, None, &Bounds::default());
    answer.scope = scope;
    let given = seen.probe.trace.record.indicators.iter().filter(|i| i.id == answer.rule.id);
    answer.hits.extend(given.map(|i| Hit {
        value: Some(i.written.clone()),
        words: i.place.text().to_owned(),
        place: i.place.clone(),
    }));
    misses(&mut answer, &own.phrases, &passages, seen);
    answer
}

/// The answer of a rule for sentences that explain values.
pub(super) fn justify(rule: Listed, seen: &Seen<'_>) -> Answer {
    let Some(own) = seen.pack.justifications.get(rule.index) else { return Answer::new(rule) };
    let mut answer = Answer::new(rule);
    let (scope, passages) = seen.scope(None, None, &Bounds::default());
    answer.scope = scope;
    let record = &seen.probe.trace.record;
    let kept: Vec<_> = record.justifications.iter().filter(|j| j.id == answer.rule.id).collect();
    for passage in passages.iter().filter_map(|&at| seen.passages.get(at)) {
        // As extraction does: one sentence a paragraph.
        let found = own.phrases.iter().flat_map(|p| p.find_all(&passage.reading)).next();
        let Some(found) = found else { continue };
        let Some(place) = passage.place(&found.range) else { continue };
        if let Some(kept) = kept.iter().find(|j| j.place.same_spot(&place)) {
            answer.hits.push(Hit { value: None, words: kept.text.clone(), place });
        } else {
            let words = marked(passage, &found);
            answer.lost.push(Lost { words, place, why: Why::SpeaksOfNothing });
        }
    }
    misses(&mut answer, &own.phrases, &passages, seen);
    answer
}

/// The answer of a field.
pub(super) fn field(rule: Listed, seen: &Seen<'_>) -> Answer {
    let Some(own) = seen.pack.fields.get(rule.index) else { return Answer::new(rule) };
    let mut answer = Answer::new(rule);
    let (scope, passages) = seen.scope(own.inside.as_ref(), None, &own.bounds);
    answer.scope = scope;
    answer.hits = values(own, seen);
    let passages: Vec<&Passage<'_>> =
        passages.iter().filter_map(|&at| seen.passages.get(at)).collect();
    // Patterns of whole paragraphs match nearly any: only a value by words is a match lost.
    for passage in &passages {
        for found in own.phrases.iter().flat_map(|phrase| phrase.find_all(&passage.reading)) {
            sentence(&mut answer, passage, &found);
        }
    }
    for hit in answer.hits.iter_mut().filter(|hit| hit.words.is_empty()) {
        hit.place.text().clone_into(&mut hit.words);
    }
    if answer.hits.is_empty() && answer.lost.is_empty() {
        let tried: Vec<Tried<'_>> = own.patterns().map(|p| (p.phrase, p.whole)).collect();
        answer.near = nearest(&tried, passages.into_iter());
    }
    answer
}

/// A sentence of a field: that of a value that was read, or one that gave none.
fn sentence(answer: &mut Answer, passage: &Passage<'_>, found: &Match) {
    let Some(place) = passage.place(&found.range) else { return };
    let words = marked(passage, found);
    let value = found.capture("valeur").and_then(|c| passage.place(&c.range));
    let own = |hit: &&mut Hit| value.as_ref().is_some_and(|v| hit.place.same_spot(v));
    if let Some(hit) = answer.hits.iter_mut().find(own) {
        if hit.words.is_empty() {
            hit.words = words;
        }
        return;
    }
    let why = if answer.hits.is_empty() { Why::Refused } else { Why::Second };
    answer.lost.push(Lost { words, place, why });
}

/// The values of a field in the record: its own, or those of the actions.
fn values(rule: &FieldRule, seen: &Seen<'_>) -> Vec<Hit> {
    let record = &seen.probe.trace.record;
    let hit = |value: &str, place: &crate::place::Place| Hit {
        value: Some(value.to_owned()),
        words: String::new(),
        place: place.clone(),
    };
    let fields = record.fields.iter().filter(|f| f.id == rule.id);
    let mut hits: Vec<Hit> = fields.map(|f| hit(&f.value, &f.place)).collect();
    if rule.inside.as_deref().is_some_and(|inside| inside == ACTION) {
        for action in &record.actions {
            let value = match rule.id.as_str() {
                "statut" => action.status_text.as_ref().zip(action.status_place.as_ref()),
                "operateur" => action.operator.as_ref().zip(action.operator_place.as_ref()),
                _ => None,
            };
            let told = value.map(|(text, place)| hit(&format!("{} : {text}", action.id), place));
            hits.extend(told);
        }
    }
    hits
}

/// Matches of phrases that take numbers; of `first`, those of the first phrase that matches.
fn numbers(
    answer: &mut Answer,
    phrases: &[Phrase],
    passages: &[usize],
    seen: &Seen<'_>,
    first: bool,
) {
    let (kind, id) = (answer.rule.kind, answer.rule.id.clone());
    for passage in passages.iter().filter_map(|&at| seen.passages.get(at)) {
        let all = phrases.iter().map(|p| p.find_all(&passage.reading)).filter(|m| !m.is_empty());
        let found: Vec<Match> = all.take(if first { 1 } else { usize::MAX }).flatten().collect();
        for found in found {
            let Some(place) = passage.place(&found.range) else { continue };
            let words = marked(passage, &found);
            let mut slots: Vec<_> = found.captures.iter().map(|c| c.range.clone()).collect();
            if slots.is_empty() {
                slots.push(found.range.clone());
            }
            let takers: Vec<&Taker> =
                slots.iter().filter_map(|slot| seen.taker(passage.block, slot)).collect();
            if takers.iter().any(|taker| is_own(taker, kind, &id)) {
                answer.hits.push(Hit { value: None, words, place });
            } else if let Some(other) = takers.first() {
                let why = Why::Taken((*other).clone());
                answer.lost.push(Lost { words, place, why });
            }
        }
    }
    misses(answer, phrases, passages, seen);
}

/// Matches of phrases that relate numbers which other rules read.
fn relations(answer: &mut Answer, phrases: &[Phrase], passages: &[usize], seen: &Seen<'_>) {
    let record = &seen.probe.trace.record;
    let opening = format!("{}.", answer.rule.id);
    let related: Vec<_> = record
        .aliases
        .iter()
        .filter(|alias| alias.id.starts_with(&opening))
        .filter_map(|alias| record.told(alias))
        .collect();
    for passage in passages.iter().filter_map(|&at| seen.passages.get(at)) {
        for found in phrases.iter().flat_map(|p| p.find_all(&passage.reading)) {
            let Some(place) = passage.place(&found.range) else { continue };
            let words = marked(passage, &found);
            let numeric = || found.captures.iter().filter(|c| c.number.is_some());
            let taken = |c: &crate::rules::phrase::Capture| {
                let spot = passage.place(&c.range);
                spot.is_some_and(|spot| related.iter().any(|t| t.place().same_spot(&spot)))
            };
            if numeric().all(taken) {
                answer.hits.push(Hit { value: None, words, place });
            } else if let Some(other) = numeric()
                .filter_map(|c| seen.taker(passage.block, &c.range))
                .find(|taker| !is_related(taker))
            {
                let why = Why::Taken(other.clone());
                answer.lost.push(Lost { words, place, why });
            }
        }
    }
    misses(answer, phrases, passages, seen);
}

/// The nearest misses of a rule that matched nowhere.
fn misses(answer: &mut Answer, phrases: &[Phrase], passages: &[usize], seen: &Seen<'_>) {
    if answer.hits.is_empty() && answer.lost.is_empty() {
        let tried: Vec<Tried<'_>> = phrases.iter().map(|p| (p, false)).collect();
        answer.near = nearest(&tried, passages.iter().filter_map(|&at| seen.passages.get(at)));
    }
}

/// Whether a number is a rule's own.
fn is_own(taker: &Taker, kind: RuleKind, id: &str) -> bool {
    match taker {
        Taker::Rule { kind: own, id: by, .. } => *own == kind && by == id,
        Taker::Ignored(by) => kind == RuleKind::Ignored && by == id,
        _ => false,
    }
}

/// Whether a number is one that other rules may relate: an indicator or an amount.
fn is_related(taker: &Taker) -> bool {
    match taker {
        Taker::Rule { kind, .. } => {
            matches!(kind, RuleKind::Indicator | RuleKind::Role | RuleKind::Amount)
        }
        Taker::Free(_) => true,
        _ => false,
    }
}

/// The words of a match, each slot between braces.
fn marked(passage: &Passage<'_>, found: &Match) -> String {
    let text = passage.reading.text;
    let mut out = String::new();
    let mut at = found.range.start;
    for capture in &found.captures {
        let (from, to) = (capture.range.start.max(at), capture.range.end);
        if to <= from {
            continue;
        }
        out.push_str(text.get(at..from).unwrap_or(""));
        out.push('{');
        out.push_str(text.get(from..to).unwrap_or(""));
        out.push('}');
        at = to;
    }
    out.push_str(text.get(at..found.range.end).unwrap_or(""));
    out
}
