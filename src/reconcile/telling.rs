//! An instance that was compared in, the finding out: the French sentence, the terms with their
//! places, the explanations, the question to put.
//!
//! Also the finding of a check that could not be made, for want of a value or for having several.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::explain;
use super::facts::{Fact, Unit};
use super::finding::{Finding, FindingTerm, Side, State, Verdict};
use super::identity;
use super::instance::Instance;
use super::justified;
use super::rates;
use super::verdict::{Comparison, Operand};
use super::words::{figure, side, spots, spots_by_document, stands, unended, unit};
use crate::issue::Severity;
use crate::place::Place;
use crate::record::{Alias, Record};
use crate::rules::Operator;

/// A check that could not be made, told once.
pub(super) fn missing(
    (check, says, relation): (&str, &str, &str),
    record: &Record,
    facts: &[Fact<'_>],
    why: &str,
) -> Finding {
    let key = identity::document_key(record);
    let subject = if says.is_empty() { relation } else { unended(says) };
    let mut finding = Finding {
        id: identity::hash([check, key.as_str(), "not_checkable"]),
        check: check.to_owned(),
        document: record.document.path.clone(),
        relation: relation.to_owned(),
        message: format!("« {subject} » n'a pas pu être vérifié : {why}."),
        terms: facts.iter().map(term).collect(),
        ..Finding::plain(Verdict::NotCheckable)
    };
    finding.evidence = identity::evidence(&finding);
    finding
}

/// What an instance that does not hold as it stands is told as.
pub(super) fn finding(
    instance: &Instance<'_>,
    comparison: &Comparison,
    verdict: Verdict,
) -> Finding {
    let different = verdict == Verdict::Different;
    let mut explained = if different {
        explain::explain(instance, comparison)
    } else {
        explain::Explained::default()
    };
    let justified = justified::of(instance).filter(|_| different);
    explained.hypotheses.splice(0..0, justified.map(justified::hypothesis));
    let mut finding = Finding {
        id: id(instance),
        evidence: String::new(),
        check: instance.check.to_owned(),
        severity: if different && justified.is_none() { instance.severity } else { Severity::Info },
        verdict,
        state: State::New,
        document: instance.record.document.path.clone(),
        relation: instance.relation.to_owned(),
        message: sentence(instance, comparison, verdict),
        justified: justified.map(justified::told),
        left: Some(Side { value: comparison.left }),
        right: Some(Side { value: comparison.right }),
        difference: Some(comparison.difference()),
        terms: terms(instance),
        hypotheses: explained.hypotheses,
        excluded: explained.excluded,
        ask: (different && justified.is_none()).then_some(explained.ask),
        corrections: Vec::new(),
        matched: instance.matched.clone(),
    };
    finding.evidence = identity::evidence(&finding);
    finding
}

fn id(instance: &Instance<'_>) -> String {
    let document = identity::document_key(instance.record);
    let mut names: Vec<String> = instance.operands().map(|o| o.fact.full_name()).collect();
    names.dedup();
    let parts = [instance.check, document.as_str()];
    let keys = instance.keys.iter().map(String::as_str);
    let words = sentence_words(instance);
    let further = names.iter().chain(&words).map(String::as_str);
    identity::hash(parts.into_iter().chain(keys).chain(further))
}

/// The words of a relation within one sentence: an action may have several such sentences under
/// one name (« dont »), and each keeps its identity when another is mended.
fn sentence_words(instance: &Instance<'_>) -> Vec<String> {
    let related = |f: &Fact<'_>| {
        let named = |a: &&Alias| a.id == f.name && Some(a.match_number) == f.match_number;
        f.record.aliases.iter().find(named).map(|a| a.match_number)
    };
    let mut matches = instance.operands().map(|o| related(&o.fact));
    let first = matches.next().flatten();
    if first.is_none() || !matches.all(|m| m == first) {
        return Vec::new();
    }
    let words = |f: &Fact<'_>| {
        let before = identity::words_before(f.place.text(), f.written);
        format!("{before} {}", f.counted)
    };
    instance.operands().map(|o| words(&o.fact)).collect()
}

/// A value as its document has it: of a share that is read as a percentage, the share.
pub(super) fn term(fact: &Fact<'_>) -> FindingTerm {
    FindingTerm {
        name: fact.full_name(),
        value: fact.as_read(),
        written: fact.written.to_owned(),
        document: fact.record.document.path.clone(),
        place: fact.place.clone(),
    }
}

/// Every value compared, each place once.
fn terms(instance: &Instance<'_>) -> Vec<FindingTerm> {
    let operands = instance.operands().map(|o| &o.fact);
    let mut told: BTreeSet<*const Place> = BTreeSet::new();
    let each_once = operands.chain(&instance.also).filter(|f| told.insert(f.place));
    each_once.map(term).collect()
}

/// « Action 3.2 — On lit a (p. 3) et b (p. 4), soit un écart de d. Attendu : dit. »: the figures
/// first, as one would say it aloud.
fn sentence(instance: &Instance<'_>, comparison: &Comparison, verdict: Verdict) -> String {
    let expected = uncapped(says(instance));
    let read = rates::read(instance, comparison, verdict).unwrap_or_else(|| {
        format!("{}, {}", both(instance, comparison), gap(instance, comparison, verdict))
    });
    match key(instance) {
        Some(key) => format!("{key} — {}. Attendu : {expected}.", uncapped(&read)),
        None => format!("{read}. Attendu : {expected}."),
    }
}

/// « On lit a (p. 3) et b (p. 4) ».
fn both(instance: &Instance<'_>, comparison: &Comparison) -> String {
    format!(
        "On lit {} et {}",
        told_side(instance, &instance.left, comparison.left),
        told_side(instance, &instance.right, comparison.right)
    )
}

fn gap(instance: &Instance<'_>, comparison: &Comparison, verdict: Verdict) -> String {
    let gap = figure(comparison.difference().abs(), unit(instance.operands()));
    match (verdict, instance.operator) {
        (Verdict::EqualAsWritten, _) => "égaux à la précision où ils sont écrits".to_owned(),
        (Verdict::EqualIfTruncated, _) => "égaux seulement si l'un est tronqué".to_owned(),
        (_, Operator::Equal) => format!("soit un écart de {gap}{}", rate(instance, comparison)),
        (_, Operator::AtMost) => format!("soit un dépassement de {gap}"),
        (_, Operator::AtLeast) => format!("soit {gap} de moins"),
    }
}

/// « (12,5 %) » where a rule sets the share from which a difference counts.
fn rate(instance: &Instance<'_>, comparison: &Comparison) -> String {
    let percents =
        |share: Decimal| figure(share.saturating_mul(Decimal::ONE_HUNDRED), Unit::Percent);
    let share = comparison.difference().abs().checked_div(comparison.right.abs());
    match (instance.threshold, share) {
        (Some(threshold), Some(share)) => {
            format!(" ({}, au-delà de {})", percents(share.round_dp(3)), percents(threshold))
        }
        _ => String::new(),
    }
}

/// A sentence that goes on behind a colon or a dash; a name or an acronym keeps its capitals.
fn uncapped(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || matches!(second, '\'' | '’') => {
            first.to_lowercase().chain(sentence.chars().skip(1)).collect()
        }
        _ => sentence.to_owned(),
    }
}

fn told_side(instance: &Instance<'_>, operands: &[Operand<'_>], total: Decimal) -> String {
    let shared = |fact: &Fact<'_>| std::ptr::eq(fact.record, instance.record);
    let mut facts: Vec<Fact<'_>> = operands.iter().map(|o| o.fact).collect();
    let several = instance.operands().any(|o| !shared(&o.fact));
    let told = side(operands, total);
    let [only] = operands else {
        return format!(
            "{told} ({})",
            if several { spots_by_document(&facts) } else { spots(&facts) }
        );
    };
    let same = |f: &&Fact<'_>| f.name == only.fact.name && f.value == only.fact.value;
    facts.extend(instance.also.iter().filter(same));
    format!("{told} {}", stands(&facts, several))
}

fn subject(instance: &Instance<'_>) -> String {
    match key(instance) {
        Some(key) => format!("{key} — {}", says(instance)),
        None => says(instance).to_owned(),
    }
}

/// What a relation is about within its document.
fn key<'i>(instance: &'i Instance<'_>) -> Option<&'i str> {
    instance.keys.first().map(String::as_str).filter(|key| !key.is_empty())
}

/// The sentence that a relation proves; the relation itself where its rule gives none.
fn says<'i>(instance: &'i Instance<'_>) -> &'i str {
    if instance.says.is_empty() { instance.relation } else { unended(&instance.says) }
}

/// « dit : a et b. », for a relation that holds.
pub(super) fn held_sentence(instance: &Instance<'_>, comparison: &Comparison) -> String {
    if let Some(held) = rates::held(instance, comparison) {
        return format!("{} : {held}.", subject(instance));
    }
    let sign = match instance.operator {
        Operator::Equal => "et",
        Operator::AtMost => "≤",
        Operator::AtLeast => "≥",
    };
    format!(
        "{} : {} {sign} {}.",
        subject(instance),
        side(&instance.left, comparison.left),
        side(&instance.right, comparison.right)
    )
}
