//! Verdicts: two sides of a relation in, how they compare out.
//!
//! Exact decimals, and intervals only where the text grants them: « environ », « au moins »,
//! k€ and M€, percentages, and values written to a coarser step than those they stand beside.
//! Trailing zeros grant nothing: 347 000 beside 347 500 differs, though read to the thousand the
//! difference would vanish. The tolerance of a sum is the sum of what its terms are granted.

use rust_decimal::Decimal;

use super::facts::{Fact, Unit};
use super::finding::Verdict;
use crate::number::Qualifier;
use crate::rules::Operator;

/// A fact with its factor in a relation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Operand<'a> {
    /// The factor, its sign included.
    pub(super) factor: Decimal,
    /// The fact.
    pub(super) fact: Fact<'a>,
}

impl<'a> Operand<'a> {
    /// A fact that counts once.
    pub(super) fn once(fact: Fact<'a>) -> Self {
        Self { factor: Decimal::ONE, fact }
    }
}

/// Two sides compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Comparison {
    /// The value of the left side, without trailing zeros.
    pub(super) left: Decimal,
    /// The value of the right side, likewise.
    pub(super) right: Decimal,
    /// How they compare; `None` where the relation holds.
    pub(super) verdict: Option<Verdict>,
}

impl Comparison {
    /// Left less right.
    pub(super) fn difference(&self) -> Decimal {
        self.left.saturating_sub(self.right).normalize()
    }

    /// Whether the sides differ by no more than a share of the right one.
    pub(super) fn within(&self, share: Decimal) -> bool {
        self.difference().abs() <= self.right.abs().saturating_mul(share)
    }
}

/// Compares two sides.
pub(super) fn compare(
    left: &[Operand<'_>],
    operator: Operator,
    right: &[Operand<'_>],
    precision: Option<Decimal>,
) -> Comparison {
    let (l, r) = (total(left, shown), total(right, shown));
    let verdict = if meets(l, operator, r) || stored_agree(left, operator, right) {
        None
    } else {
        Some(grade(left, operator, right, precision))
    };
    Comparison { left: l.normalize(), right: r.normalize(), verdict }
}

/// The sum of a side.
pub(super) fn total(side: &[Operand<'_>], of: fn(&Fact<'_>) -> Decimal) -> Decimal {
    side.iter().fold(Decimal::ZERO, |sum, operand| {
        sum.saturating_add(operand.factor.saturating_mul(of(&operand.fact)))
    })
}

/// The value as the document shows it.
pub(super) fn shown(fact: &Fact<'_>) -> Decimal {
    fact.value
}

fn meets(left: Decimal, operator: Operator, right: Decimal) -> bool {
    match operator {
        Operator::Equal => left == right,
        Operator::AtMost => left <= right,
        Operator::AtLeast => left >= right,
    }
}

/// Whether the numbers that a sheet stores agree to the cent: those that it shows are rounded
/// one by one, and their sum need not be the rounded sum.
fn stored_agree(left: &[Operand<'_>], operator: Operator, right: &[Operand<'_>]) -> bool {
    if left.iter().chain(right).all(|o| o.fact.stored.is_none()) {
        return false;
    }
    let stored = |f: &Fact<'_>| f.stored();
    let gap = total(left, stored).saturating_sub(total(right, stored));
    gap.abs() < Decimal::new(1, 2)
        || (operator != Operator::Equal && meets(gap, operator, Decimal::ZERO))
}

/// How two sides compare that are not equal as they stand.
fn grade(
    left: &[Operand<'_>],
    operator: Operator,
    right: &[Operand<'_>],
    precision: Option<Decimal>,
) -> Verdict {
    let gap = total(left, shown).saturating_sub(total(right, shown));
    if precision.is_some_and(|p| gap.abs() < p) {
        return Verdict::EqualAsWritten;
    }
    let finest = left.iter().chain(right).map(|o| carried(&o.fact)).min().unwrap_or(Decimal::ONE);
    let reach = |cut| {
        let l = side_interval(left, finest, cut);
        l.minus(side_interval(right, finest, cut))
    };
    if reach(Cut::Rounded).allows(operator) {
        Verdict::EqualAsWritten
    } else if reach(Cut::Either).allows(operator) {
        Verdict::EqualIfTruncated
    } else {
        Verdict::Different
    }
}

/// How the digits that are not written may have gone.
#[derive(Clone, Copy)]
pub(super) enum Cut {
    /// Rounded to the nearest.
    Rounded,
    /// Rounded, or cut off.
    Either,
}

/// The values that a side may have, both ends among them; `None` is without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Interval {
    pub(super) low: Option<Decimal>,
    pub(super) high: Option<Decimal>,
}

impl Interval {
    fn minus(self, other: Self) -> Self {
        Self {
            low: self.low.zip(other.high).map(|(a, b)| a.saturating_sub(b)),
            high: self.high.zip(other.low).map(|(a, b)| a.saturating_sub(b)),
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            low: self.low.zip(other.low).map(|(a, b)| a.saturating_add(b)),
            high: self.high.zip(other.high).map(|(a, b)| a.saturating_add(b)),
        }
    }

    fn times(self, factor: Decimal) -> Self {
        let scale = |v: Option<Decimal>| v.map(|v| v.saturating_mul(factor));
        if factor.is_sign_negative() {
            Self { low: scale(self.high), high: scale(self.low) }
        } else {
            Self { low: scale(self.low), high: scale(self.high) }
        }
    }

    /// Whether a difference within the interval satisfies the relation.
    fn allows(self, operator: Operator) -> bool {
        let down = self.low.is_none_or(|low| low <= Decimal::ZERO);
        let up = self.high.is_none_or(|high| high >= Decimal::ZERO);
        match operator {
            Operator::Equal => down && up,
            Operator::AtMost => down,
            Operator::AtLeast => up,
        }
    }
}

/// By how much the sides of a relation may differ by what its terms do not write.
pub(super) fn slack(left: &[Operand<'_>], right: &[Operand<'_>]) -> Decimal {
    let operands = || left.iter().chain(right);
    let finest = operands().map(|o| carried(&o.fact)).min().unwrap_or(Decimal::ONE);
    operands().fold(Decimal::ZERO, |sum, o| {
        let Interval { low, high } = interval(&o.fact, finest, Cut::Rounded).times(o.factor);
        let width = low.zip(high).map_or(Decimal::ZERO, |(low, high)| high.saturating_sub(low));
        sum.saturating_add(width.saturating_mul(Decimal::new(5, 1)))
    })
}

fn side_interval(side: &[Operand<'_>], finest: Decimal, cut: Cut) -> Interval {
    let zero = Interval { low: Some(Decimal::ZERO), high: Some(Decimal::ZERO) };
    side.iter().fold(zero, |sum, o| sum.plus(interval(&o.fact, finest, cut).times(o.factor)))
}

/// The values that a written number may stand for.
pub(super) fn interval(fact: &Fact<'_>, finest: Decimal, cut: Cut) -> Interval {
    let half = |step: Decimal| step.saturating_mul(Decimal::new(5, 1));
    let step = step(fact);
    let rounded = step > Decimal::ONE || step > finest || fact.unit == Unit::Percent;
    let width = match fact.qualifier {
        Qualifier::About => half(last_digit(fact.value)).max(half(step)),
        _ if rounded => half(step),
        _ => Decimal::ZERO,
    };
    let above = if rounded && matches!(cut, Cut::Either) { width.max(step) } else { width };
    Interval {
        low: (fact.qualifier != Qualifier::AtMost).then(|| fact.value.saturating_sub(width)),
        high: (fact.qualifier != Qualifier::AtLeast).then(|| fact.value.saturating_add(above)),
    }
}

fn step(fact: &Fact<'_>) -> Decimal {
    if fact.step > Decimal::ZERO { fact.step } else { Decimal::ONE }
}

/// The smallest digit that says something: the cents of 12,00 € are no sign that a whole amount
/// beside it was rounded.
fn carried(fact: &Fact<'_>) -> Decimal {
    let step = step(fact);
    if step < Decimal::ONE { Decimal::new(1, fact.value.normalize().scale()) } else { step }
}

/// The weight of the last digit that is not zero: 10,000 for 350,000.
pub(super) fn last_digit(value: Decimal) -> Decimal {
    let value = value.normalize();
    if value.is_zero() {
        return Decimal::ONE;
    }
    let mut weight = Decimal::new(1, value.scale());
    let ten = Decimal::TEN;
    while (value % weight.saturating_mul(ten)).is_zero() {
        weight = weight.saturating_mul(ten);
    }
    weight
}
