//! An instance that was compared in, the finding out: its sentence, the terms with their
//! places, the explanations, the question to put.
//!
//! Also the finding of a check that could not be made, for want of a value or for having several.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::explain;
use super::facts::{Fact, Unit};
use super::finding::{Finding, FindingTerm, Side, State, Verdict};
use super::identity;
use super::instance::Instance;
use super::justified;
use super::lack::Lack;
use super::verdict::{Comparison, Operand};
use super::words::{
    Told, figure, operator_of, side, spots, spots_by_document, stands, uncapped, unended, unit,
};
use super::{rates, told};
use crate::issue::{Lang, Severity};
use crate::place::Place;
use crate::record::{Alias, Record};
use crate::rules::Operator;
use crate::sentence;

/// A check that could not be made, told once.
pub(super) fn missing(
    (check, says, relation): (&str, &str, &str),
    record: &Record,
    facts: &[Fact<'_>],
    (lack, keys): (&Lack, &[String]),
    lang: Lang,
) -> Finding {
    let key = identity::document_key(record);
    let subject = if says.is_empty() { relation } else { unended(says) };
    let mut finding = Finding {
        id: identity::hash([check, key.as_str(), "not_checkable"]),
        check: check.to_owned(),
        document: record.document.path.clone(),
        relation: relation.to_owned(),
        message: lack.told(subject, keys, lang),
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
    lang: Lang,
) -> Finding {
    let different = verdict == Verdict::Different;
    let mut explained = if different {
        explain::explain(instance, comparison, lang)
    } else {
        explain::Explained::default()
    };
    let justified = justified::of(instance, comparison).filter(|_| different);
    explained.hypotheses.splice(0..0, justified.map(|j| justified::hypothesis(j, lang)));
    let mut finding = Finding {
        id: id(instance),
        evidence: String::new(),
        check: instance.check.to_owned(),
        severity: if different && justified.is_none() { instance.severity } else { Severity::Info },
        verdict,
        state: State::New,
        document: instance.record.document.path.clone(),
        relation: instance.relation.to_owned(),
        message: with_notes(message(instance, comparison, verdict, lang), instance, lang),
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
        in_force: instance.in_force.clone(),
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

/// « Action 3.2 — on lit a (p. 3) et b (p. 4), soit un écart de d. Attendu : dit. »: the figures
/// first, as one would say it aloud.
fn message(
    instance: &Instance<'_>,
    comparison: &Comparison,
    verdict: Verdict,
    lang: Lang,
) -> String {
    let key = key(instance, lang);
    let key = key.as_deref();
    let expected = uncapped(&says(instance, lang));
    if let Some(told) = rates::read(instance, comparison, (verdict, key, &expected), lang) {
        return told;
    }
    let left = told_side(instance, &instance.left, comparison.left, lang);
    let right = told_side(instance, &instance.right, comparison.right, lang);
    let gap = figure(comparison.difference().abs(), unit(instance.operands()), lang);
    match (verdict, instance.operator) {
        (Verdict::EqualAsWritten, _) => {
            sentence::equal_as_written(lang, key, left, right, expected)
        }
        (Verdict::EqualIfTruncated, _) => {
            sentence::equal_if_truncated(lang, key, left, right, expected)
        }
        (_, Operator::Equal) => {
            let gap = with_share(gap, instance, comparison, lang);
            sentence::different(lang, key, left, right, gap, expected)
        }
        (_, Operator::AtMost) => sentence::too_high(lang, key, left, right, gap, expected),
        (_, Operator::AtLeast) => sentence::too_low(lang, key, left, right, gap, expected),
    }
}

/// A sentence with those that say which act is in force and who confirmed a name.
fn with_notes(told: String, instance: &Instance<'_>, lang: Lang) -> String {
    let confirmed = instance.matched.iter().filter_map(|m| m.confirmed.as_ref().map(|c| (m, c)));
    let confirmed = confirmed.map(|(m, by)| told::confirmed(&m.document, by, lang));
    let in_force = instance.in_force.iter().map(|force| told::in_force(force, lang));
    let notes = in_force.chain(confirmed);
    notes.fold(told, |told, note| sentence::with_note(lang, told, note))
}

/// A gap with « (12,5 %, au-delà de 10 %) » where a rule sets the share from which it counts.
fn with_share(gap: String, instance: &Instance<'_>, comparison: &Comparison, lang: Lang) -> String {
    let percents =
        |share: Decimal| figure(share.saturating_mul(Decimal::ONE_HUNDRED), Unit::Percent, lang);
    let share = comparison.difference().abs().checked_div(comparison.right.abs());
    match (instance.threshold, share) {
        (Some(threshold), Some(share)) => {
            sentence::gap_with_share(lang, gap, percents(share.round_dp(3)), percents(threshold))
        }
        _ => gap,
    }
}

fn told_side(
    instance: &Instance<'_>,
    operands: &[Operand<'_>],
    total: Decimal,
    lang: Lang,
) -> String {
    let shared = |fact: &Fact<'_>| std::ptr::eq(fact.record, instance.record);
    let mut facts: Vec<Fact<'_>> = operands.iter().map(|o| o.fact).collect();
    let several = instance.operands().any(|o| !shared(&o.fact));
    let told = side(operands, total, lang);
    let [only] = operands else {
        let spots = if several { spots_by_document(&facts, lang) } else { spots(&facts, lang) };
        return sentence::side_at(lang, told, spots);
    };
    let same = |f: &&Fact<'_>| f.name == only.fact.name && f.value == only.fact.value;
    facts.extend(instance.also.iter().filter(same));
    let told_of_place = match (several, natures(instance)) {
        (false, _) => Told::Spot,
        (true, 0 | 1) => Told::Document,
        (true, _) => Told::Nature,
    };
    sentence::side_standing(lang, told, stands(&facts, told_of_place, lang))
}

/// How many natures the values compared have.
fn natures(instance: &Instance<'_>) -> usize {
    instance.operands().filter_map(|o| o.fact.nature).collect::<BTreeSet<_>>().len()
}

/// What a relation is about within its document.
fn key<'i>(instance: &'i Instance<'_>, lang: Lang) -> Option<Cow<'i, str>> {
    if let Some((name, actions)) = &instance.body {
        return Some(Cow::Owned(operator_of(name, actions, lang)));
    }
    let key = instance.keys.first().filter(|key| !key.is_empty())?;
    Some(Cow::Borrowed(key))
}

/// The sentence that a relation proves; the relation itself where its rule gives none.
fn says<'a>(instance: &Instance<'a>, lang: Lang) -> Cow<'a, str> {
    instance.says.told(instance.relation, lang)
}

/// « dit : a et b. », for a relation that holds.
pub(super) fn held_sentence(
    instance: &Instance<'_>,
    comparison: &Comparison,
    lang: Lang,
) -> String {
    let (key, says) = (key(instance, lang), says(instance, lang));
    let key = key.as_deref();
    if let Some(held) = rates::held(instance, comparison, (key, &says), lang) {
        return with_notes(held, instance, lang);
    }
    let sign = match instance.operator {
        Operator::Equal => "equal",
        Operator::AtMost => "at_most",
        Operator::AtLeast => "at_least",
    };
    let (left, right) = (&instance.left, &instance.right);
    let (left, right) = (side(left, comparison.left, lang), side(right, comparison.right, lang));
    with_notes(sentence::holds(lang, key, says.as_ref(), left, sign, right), instance, lang)
}
