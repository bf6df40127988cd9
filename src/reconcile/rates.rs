//! Percentages: recomputed from the two values that they are said of, and held against what is
//! written.
//!
//! Takes the facts of `variation(avant, apres) = taux` or `part(partie, tout) = taux` and gives a
//! comparison whose left side is the recomputed percentage. A percentage is written rounded, so
//! one that rounds to what is written holds as it stands and is no news; « environ » and k€ widen
//! what it is reckoned from. One that holds only on another base differs all the same: `told` says
//! on which base it holds. Where the sentence says a way (« une baisse de »), the way is held against
//! the two values as well.

mod before;
mod columns;
mod direction;
mod set;
mod told;

use rust_decimal::{Decimal, RoundingStrategy};

use super::facts::{Fact, Unit};
use super::finding::Verdict;
use super::verdict::{Comparison, Cut, Interval, Operand, interval};
use crate::number::Qualifier;
use crate::rules::Rate;

pub(super) use before::check_before;
pub(super) use columns::check;
pub(super) use set::sets;
pub(super) use told::{explain, held, read};

/// Decimals that a recomputed percentage is told with at least: « 30,3 % » beside « 25 % ».
const LEAST_DECIMALS: u32 = 1;

/// Compares a written percentage with the one that its two values give.
pub(super) fn compare(rate: Rate, left: &[Operand<'_>], right: &[Operand<'_>]) -> Comparison {
    let none = Comparison { left: Decimal::ZERO, right: Decimal::ZERO, verdict: None };
    let ([first, second], [written]) = (left, right) else { return none };
    let written = &written.fact;
    let Some(exact) = reckon(rate, first.fact.value, second.fact.value) else { return none };
    if let Some(way) = direction::contradicted(rate, (&first.fact, &second.fact), written) {
        return Comparison {
            left: shown(exact, written),
            right: way.signed(written.value).normalize(),
            verdict: Some(Verdict::Different),
        };
    }
    let exact = if is_unsigned(written) { exact.abs() } else { exact };
    Comparison {
        left: shown(exact, written),
        right: written.value.normalize(),
        verdict: verdict(rate, (&first.fact, &second.fact), written),
    }
}

/// The percentage of two values; `None` where its base is none.
pub(super) fn reckon(rate: Rate, first: Decimal, second: Decimal) -> Option<Decimal> {
    let (part, base) = match rate {
        Rate::Variation => (second.checked_sub(first)?, first),
        Rate::Share => (first, second),
    };
    percent(part, base)
}

/// A part in percents of a base above zero.
fn percent(part: Decimal, base: Decimal) -> Option<Decimal> {
    (base > Decimal::ZERO).then_some(())?;
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base)
}

/// Whether a percentage is written without its sign: « une baisse de 3,8 % ».
fn is_unsigned(written: &Fact<'_>) -> bool {
    !written.written.starts_with(['+', '-', '−', '–']) && !written.value.is_sign_negative()
}

/// A recomputed percentage with as many decimals as the written one, one at least.
fn shown(exact: Decimal, written: &Fact<'_>) -> Decimal {
    let decimals = written.step.normalize().scale().max(LEAST_DECIMALS);
    exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize()
}

fn verdict(
    rate: Rate,
    (first, second): (&Fact<'_>, &Fact<'_>),
    written: &Fact<'_>,
) -> Option<Verdict> {
    let reckoned = |cut| reach(rate, (first, second), is_unsigned(written), cut);
    let within = |cut| {
        let (Some(reckoned), said) = (reckoned(cut), said(written, cut)) else { return true };
        meet(reckoned, said)
    };
    let exact = |f: &Fact<'_>| interval(f, f.step, Cut::Rounded).low == Some(f.value);
    let widened = !exact(first) || !exact(second) || written.qualifier != Qualifier::Exact;
    if within(Cut::Rounded) {
        // Where the very values give the percentage, what they might be instead is no matter.
        let value = reckon(rate, first.value, second.value)?;
        let value = if is_unsigned(written) { value.abs() } else { value };
        let point = Interval { low: Some(value), high: Some(value) };
        let plainly = meet(point, said_exactly(written));
        (widened && !plainly).then_some(Verdict::EqualAsWritten)
    } else if within(Cut::Either) {
        Some(Verdict::EqualIfTruncated)
    } else {
        Some(Verdict::Different)
    }
}

/// The percentages that a written one may stand for; cut off it may be anything up to a step
/// further from zero.
fn said(written: &Fact<'_>, cut: Cut) -> Interval {
    let rounded = interval(written, written.step, Cut::Rounded);
    if matches!(cut, Cut::Rounded) {
        return rounded;
    }
    let cut_off = written.value.saturating_add(if written.value.is_sign_negative() {
        -written.step
    } else {
        written.step
    });
    Interval {
        low: rounded.low.map(|low| low.min(cut_off)),
        high: rounded.high.map(|high| high.max(cut_off)),
    }
}

/// What a percentage says without « environ ».
fn said_exactly(written: &Fact<'_>) -> Interval {
    let exact = Fact { qualifier: Qualifier::Exact, ..*written };
    said(&exact, Cut::Rounded)
}

fn meet(a: Interval, b: Interval) -> bool {
    let below = |low: Option<Decimal>, high: Option<Decimal>| {
        low.zip(high).is_none_or(|(low, high)| low <= high)
    };
    below(a.low, b.high) && below(b.low, a.high)
}

/// The percentages that two values may give: a quotient of two intervals has its ends at their
/// corners. `None` where one of them is without end or its base may be zero.
fn reach(
    rate: Rate,
    (first, second): (&Fact<'_>, &Fact<'_>),
    unsigned: bool,
    cut: Cut,
) -> Option<Interval> {
    let ends = |f: &Fact<'_>| {
        let Interval { low, high } = interval(f, f.step, cut);
        Some([low?, high?])
    };
    let mut corners = Vec::new();
    for a in ends(first)? {
        for b in ends(second)? {
            let value = reckon(rate, a, b)?;
            corners.push(if unsigned { value.abs() } else { value });
        }
    }
    Some(Interval { low: corners.iter().min().copied(), high: corners.iter().max().copied() })
}

/// Whether facts can stand in a rate: two values of one kind, the base of it above zero, and a
/// percentage.
fn fit(rate: Rate, first: &Fact<'_>, second: &Fact<'_>, written: &Fact<'_>) -> bool {
    let percent = |f: &Fact<'_>| f.unit == Unit::Percent;
    percent(written)
        && first.unit == second.unit
        && !percent(first)
        && reckon(rate, first.value, second.value).is_some()
}

#[cfg(test)]
mod tests;
