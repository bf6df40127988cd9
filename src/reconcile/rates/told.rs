//! A percentage in words: how it is recomputed, on which other base it holds, what slip of the
//! pen would give it.
//!
//! The other bases come first and in a fixed order: a percentage that somebody reckoned is seldom
//! a slip. Each is told with its arithmetic, whether it fits or not.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::super::facts::{Fact, Unit};
use super::super::instance::Instance;
use super::super::slips::{Pair, SLIPS, Tested};
use super::super::verdict::Comparison;
use super::super::words::{Told, figure, spots, spots_by_document, stands};
use super::direction::{self, Way};
use super::{is_unsigned, meet, percent, reckon, said, shown};
use crate::issue::Lang;
use crate::number::Qualifier;
use crate::reconcile::finding::Verdict;
use crate::reconcile::verdict::{Cut, Interval};
use crate::rules::Rate;
use crate::sentence;

/// Slips that turn one percentage into another.
const KINDS: [&str; 4] = ["one_digit", "swapped_digits", "factor", "sign"];

/// The values of a rate and what is written.
struct Parts<'i, 'a> {
    rate: Rate,
    first: &'i Fact<'a>,
    second: &'i Fact<'a>,
    written: &'i Fact<'a>,
    lang: Lang,
}

fn parts<'i, 'a>(instance: &'i Instance<'a>, lang: Lang) -> Option<Parts<'i, 'a>> {
    let (rate, [first, second], [written]) =
        (instance.rate?, instance.left.as_slice(), instance.right.as_slice())
    else {
        return None;
    };
    Some(Parts { rate, first: &first.fact, second: &second.fact, written: &written.fact, lang })
}

/// « On lit 25 % dans le texte (p. 1), alors que de a à b la hausse est de 30,3 % », and what that
/// makes of it; where the sentence says the other way, that alone.
pub(in crate::reconcile) fn read(
    instance: &Instance<'_>,
    comparison: &Comparison,
    (verdict, key, expected): (Verdict, Option<&str>, &str),
    lang: Lang,
) -> Option<String> {
    let parts = parts(instance, lang)?;
    let several = instance.operands().any(|o| !std::ptr::eq(o.fact.record, instance.record));
    let (written, stands) = (parts.written(), stands(&[*parts.written], Told::of(several), lang));
    let reckoned = parts.told(comparison.left);
    if let Some(way) = parts.contradicted() {
        let said = way_name(way);
        return Some(sentence::rate_contrary(lang, key, said, written, stands, reckoned, expected));
    }
    Some(match verdict {
        Verdict::EqualAsWritten => {
            sentence::rate_as_written(lang, key, written, stands, reckoned, expected)
        }
        Verdict::EqualIfTruncated => {
            sentence::rate_truncated(lang, key, written, stands, reckoned, expected)
        }
        _ => {
            let gap = comparison.difference().abs();
            let gap = sentence::points(lang, figure(gap, Unit::Count, lang), gap);
            sentence::rate_differs(lang, key, written, stands, reckoned, gap, expected)
        }
    })
}

/// « dit : de 10 200 à 9 812 la baisse est de 3,8 %, et on lit −3,8 % », for what holds.
pub(in crate::reconcile) fn held(
    instance: &Instance<'_>,
    comparison: &Comparison,
    (key, says): (Option<&str>, &str),
    lang: Lang,
) -> Option<String> {
    let parts = parts(instance, lang)?;
    Some(sentence::rate_holds(lang, key, says, parts.told(comparison.left), parts.written()))
}

impl Parts<'_, '_> {
    fn contradicted(&self) -> Option<Way> {
        direction::contradicted(self.rate, (self.first, self.second), self.written)
    }

    fn show(&self, value: Decimal) -> String {
        figure(value, self.first.unit, self.lang)
    }

    fn rate(&self, exact: Decimal) -> String {
        figure(shown(exact, self.written), Unit::Percent, self.lang)
    }

    /// The percentage as written: a sign that the text gives is part of what it says, and so is
    /// the share that a sheet shows in its stead.
    fn written(&self) -> String {
        let plus = if self.written.written.starts_with('+') { "+" } else { "" };
        let percentage = format!("{plus}{}", figure(self.written.value, Unit::Percent, self.lang));
        if self.written.as_read() == self.written.value {
            return percentage;
        }
        sentence::in_other_words(self.lang, self.written.written, percentage)
    }

    /// A value, « environ » where the text says so.
    fn value(&self, fact: &Fact<'_>) -> String {
        let value = self.show(fact.value);
        match fact.qualifier {
            Qualifier::About => sentence::about(self.lang, value),
            _ => value,
        }
    }

    /// The percentage as recomputed, with what it is of; where the values stand is told if it is
    /// not where the percentage does.
    fn told(&self, reckoned: Decimal) -> String {
        let lang = self.lang;
        let (a, b) = (self.value(self.first), self.value(self.second));
        let size = figure(reckoned.abs(), Unit::Percent, lang);
        let both = [*self.first, *self.second];
        let elsewhere = both.iter().any(|f| !std::ptr::eq(f.record, self.written.record));
        let there = if elsewhere { spots_by_document(&both, lang) } else { spots(&both, lang) };
        let here = spots(&[*self.written], lang);
        let there = Some(there).filter(|there| here != *there);
        match self.rate {
            Rate::Variation => {
                let change = match self.first.value.cmp(&self.second.value) {
                    Ordering::Equal => "same",
                    Ordering::Less => "up",
                    Ordering::Greater => "down",
                };
                sentence::rate_of_change(lang, change, a, b, there, size)
            }
            Rate::Share => sentence::rate_of_share(lang, a, b, there, size),
        }
    }
}

/// What could have given the percentage, and what could not.
pub(in crate::reconcile) fn explain(
    instance: &Instance<'_>,
    comparison: &Comparison,
    lang: Lang,
) -> Vec<Tested> {
    let Some(parts) = parts(instance, lang) else { return Vec::new() };
    if let Some(way) = parts.contradicted() {
        return contrary(&parts, way);
    }
    let mut tested = match parts.rate {
        Rate::Variation => variation(&parts),
        Rate::Share => share(&parts),
    };
    // Digits are compared at the step that is written.
    let decimals = parts.written.step.normalize().scale();
    let exact = reckon(parts.rate, parts.first.value, parts.second.value);
    let exact =
        exact.map_or(comparison.left, |e| if is_unsigned(parts.written) { e.abs() } else { e });
    let expected = exact
        .round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    let pair = Pair { a: parts.written.value, b: expected, unit: Unit::Percent, directed: false };
    tested.extend(SLIPS.iter().map(|slip| slip(pair)).filter(|t| KINDS.contains(&t.kind)));
    tested
}

/// The name of a way in the catalogue.
fn way_name(way: Way) -> &'static str {
    match way {
        Way::Up => "up",
        Way::Down => "down",
    }
}

/// The way alone is wrong, or the two values are exchanged.
fn contrary(parts: &Parts<'_, '_>, way: Way) -> Vec<Tested> {
    let (before, after) = (parts.first.value, parts.second.value);
    let (b, a) = (&parts.show(before), &parts.show(after));
    let (said, lang) = (way_name(way), parts.lang);
    vec![
        on(parts, "direction", reckon(parts.rate, before, after), |rate, instead| {
            sentence::other_way(lang, said, b, a, rate, instead)
        }),
        on(parts, "values_swapped", reckon(parts.rate, after, before), |rate, instead| {
            sentence::values_exchanged(lang, said, a, b, rate, instead)
        }),
    ]
}

/// On the value at the end, and as what the end is of the start.
fn variation(parts: &Parts<'_, '_>) -> Vec<Tested> {
    let (before, after) = (parts.first.value, parts.second.value);
    let change = after.saturating_sub(before);
    let (b, a, gap) = (&parts.show(before), &parts.show(after), parts.show(change.abs()));
    let lang = parts.lang;
    vec![
        on(parts, "other_base", percent(change, after), |rate, instead| {
            sentence::on_end(lang, a, b, gap, rate, instead)
        }),
        on(parts, "ratio", percent(after, before), |rate, instead| {
            sentence::as_ratio(lang, a, b, rate, instead)
        }),
    ]
}

/// On what is left of the whole, as the share of what is left, and the wrong way round.
fn share(parts: &Parts<'_, '_>) -> Vec<Tested> {
    let (part, whole) = (parts.first.value, parts.second.value);
    let rest = whole.saturating_sub(part);
    let (p, w, r) = (&parts.show(part), &parts.show(whole), &parts.show(rest));
    let lang = parts.lang;
    vec![
        on(parts, "other_base", percent(part, rest), |rate, instead| {
            sentence::on_rest(lang, w, p, r, rate, instead)
        }),
        on(parts, "complement", percent(rest, whole), |rate, instead| {
            sentence::as_complement(lang, w, p, r, rate, instead)
        }),
        on(parts, "inverse", percent(whole, part), |rate, instead| {
            sentence::as_inverse(lang, w, p, rate, instead)
        }),
    ]
}

/// Whether another reckoning gives the written percentage.
fn on(
    parts: &Parts<'_, '_>,
    kind: &'static str,
    exact: Option<Decimal>,
    clause: impl FnOnce(String, Option<String>) -> String,
) -> Tested {
    let Some(exact) = exact else {
        return Tested::told(kind, false, sentence::no_other_base(parts.lang));
    };
    let value = if is_unsigned(parts.written) { exact.abs() } else { exact };
    let point = Interval { low: Some(value), high: Some(value) };
    let fits = meet(point, said(parts.written, Cut::Rounded));
    let instead = (!fits).then(|| parts.written());
    Tested::told(kind, fits, clause(parts.rate(value), instead))
}
