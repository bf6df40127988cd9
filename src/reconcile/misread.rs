//! The hypothesis that recognition misread a digit: a failing equality in, the readings of its
//! recognised values that make it hold out, each with its arithmetic.
//!
//! Only what paper and recognition do is tried: shapes taken for one another, a digit lost or read
//! twice, a comma lost, a line of a table beside a digit; and before any of it what a second reading
//! of the amount gave. Each value is tried alone. Nothing is
//! corrected: whoever looks at the page decides, and values that somebody typed are never tried.

use rust_decimal::Decimal;

use super::explain::{TERMS_TRIED, corrected, one_of};
use super::facts::{Fact, Origin};
use super::instance::{Instance, Suspect};
use super::rates;
use super::slips::Tested;
use super::verdict::{Operand, total};
use super::words::{cell, figure, side};
use crate::issue::Lang;
use crate::sentence;

/// The kind of the hypothesis.
pub(super) const KIND: &str = "ocr_confusion";

/// Digits whose shapes are alike in print, each pair both ways.
const ALIKE: [(u8, u8); 10] = [
    (b'1', b'7'),
    (b'3', b'8'),
    (b'5', b'6'),
    (b'0', b'8'),
    (b'6', b'8'),
    (b'0', b'6'),
    (b'1', b'4'),
    (b'4', b'9'),
    (b'5', b'8'),
    (b'2', b'7'),
];

/// Digits below which one more or one less makes any small number of any other.
const LONG: usize = 3;

/// What recognition may have done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// Read it otherwise a second time.
    Again,
    /// Took a digit for another.
    Digit { read: u8, real: u8 },
    /// Lost the decimal comma.
    Comma,
    /// Read a digit twice.
    Twice(u8),
    /// Lost a digit.
    Lost(u8),
    /// Took a line of the table for a digit.
    Line,
}

/// What a value may be instead, and what recognition did then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Reading {
    value: Decimal,
    how: How,
}

/// Tests the recognised values of a relation; `None` where it has none, or where what is wrong is
/// known to be no single value and none was read otherwise a second time.
pub(super) fn test(instance: &Instance<'_>, gap: Decimal, lang: Lang) -> Option<Tested> {
    if instance.operands().count() > TERMS_TRIED {
        return None;
    }
    let suspected = |fact: &Fact<'_>| match instance.suspect {
        Suspect::Cell(cell) => std::ptr::eq(cell.place, fact.place),
        // Known to be no single value, unless it was read otherwise a second time.
        Suspect::Line | Suspect::Swapped(..) => fact.second_reading.is_some(),
        Suspect::Unknown | Suspect::Blank(..) => true,
    };
    let left = instance.left.iter().map(|o| (o, gap));
    let right = instance.right.iter().map(|o| (o, -gap));
    let mut recognised = left
        .chain(right)
        .filter(|(o, _)| o.fact.place.recognised().is_some() && suspected(&o.fact))
        .peekable();
    recognised.peek()?;
    let found = recognised.flat_map(|(operand, gap)| fitting(instance, operand, gap, lang));
    let told = one_of(found.collect(), lang);
    Some(told.unwrap_or_else(|| Tested::told(KIND, false, sentence::not_misread(lang))))
}

/// The readings of one value that make the relation hold, told.
fn fitting(
    instance: &Instance<'_>,
    operand: &Operand<'_>,
    gap: Decimal,
    lang: Lang,
) -> Vec<Tested> {
    let slack = instance.slack();
    let needed = corrected(operand, gap).map(|(_, value)| value);
    let fits = |reading: &Reading| match instance.rate {
        Some(rate) => {
            let [left, right] = with(instance, operand, reading.value);
            rates::compare(rate, &left, &right).verdict.is_none()
        }
        None => needed.is_some_and(|needed| (reading.value - needed).abs() <= slack),
    };
    let fitting = readings(&operand.fact).into_iter().filter(fits);
    fitting
        .map(|reading| Tested {
            cell: cell(&operand.fact, lang),
            ..Tested::told(KIND, true, clause(instance, operand, reading, lang))
        })
        .collect()
}

/// Both sides with another value for one of the operands.
fn with<'a>(
    instance: &Instance<'a>,
    changed: &Operand<'_>,
    value: Decimal,
) -> [Vec<Operand<'a>>; 2] {
    [&instance.left, &instance.right].map(|side| {
        let read = |o: &Operand<'a>| {
            let same = std::ptr::eq(o.fact.place, changed.fact.place);
            if same { Operand { fact: Fact { value, ..o.fact }, ..*o } } else { *o }
        };
        side.iter().map(read).collect()
    })
}

/// What recognition may have done, what is to be read then, and what that gives.
fn clause(instance: &Instance<'_>, operand: &Operand<'_>, reading: Reading, lang: Lang) -> String {
    let fact = &operand.fact;
    let [left, right] = with(instance, operand, reading.value);
    let longer = if left.len() >= right.len() { left } else { right };
    let sum = (longer.len() > 1 && instance.rate.is_none())
        .then(|| side(&longer, total(&longer, |f| f.value), lang));
    let [old, new] = [fact.value, reading.value].map(|value| figure(value, fact.unit, lang));
    let digit = |digit: u8| char::from(digit).to_string();
    let (how, taken, real) = match reading.how {
        How::Again => ("again", String::new(), String::new()),
        How::Digit { read, real } => ("digit", digit(read), digit(real)),
        How::Comma => ("comma", String::new(), String::new()),
        How::Twice(read) => ("twice", digit(read), String::new()),
        How::Lost(real) => ("lost", String::new(), digit(real)),
        How::Line => ("line", String::new(), String::new()),
    };
    sentence::misread(lang, how, taken, real, new, old, sum)
}

/// All that a recognised value may be instead, each value once.
fn readings(fact: &Fact<'_>) -> Vec<Reading> {
    let mut out: Vec<Reading> = Vec::new();
    out.extend(fact.second_reading.map(|value| Reading { value, how: How::Again }));
    let Some(digits) = digits(fact) else { return out };
    let mut all = alike(&digits);
    if digits.len() >= LONG {
        all.extend(longer_or_shorter(&digits, matches!(fact.origin, Origin::Cell { .. })));
    }
    let value = |digits: &[u8]| {
        let text = std::str::from_utf8(digits).ok()?;
        let value = text.parse::<Decimal>().ok()?.checked_mul(fact.step)?.normalize();
        Some(if fact.value.is_sign_negative() { -value } else { value })
    };
    let read = all.iter().filter_map(|(digits, how)| Some((value(digits)?, *how)));
    // Amounts have cents, percentages one decimal: what is written whole may have lost them.
    let whole = digits.len() >= LONG && fact.step == Decimal::ONE;
    let commas = [Decimal::ONE_HUNDRED, Decimal::TEN].into_iter().filter(|_| whole);
    let commas =
        commas.filter_map(|by| Some((fact.value.checked_div(by)?.normalize(), How::Comma)));
    for (value, how) in read.chain(commas) {
        if value != fact.value && !value.is_zero() && out.iter().all(|r| r.value != value) {
            out.push(Reading { value, how });
        }
    }
    out
}

/// The digits as they are written, zeros at their head among them: « 034 » may have been 1 034.
fn digits(fact: &Fact<'_>) -> Option<Vec<u8>> {
    let whole = fact.value.abs().checked_div(fact.step).filter(|n| n.fract().is_zero())?;
    let whole = whole.normalize().to_string();
    let written: String = fact.written.chars().filter(char::is_ascii_digit).collect();
    let same = written.trim_start_matches('0') == whole.trim_start_matches('0');
    Some(if same && !written.is_empty() { written } else { whole }.into_bytes())
}

/// One digit taken for another; no number begins with a zero.
fn alike(digits: &[u8]) -> Vec<(Vec<u8>, How)> {
    let mut out = Vec::new();
    for (at, read) in digits.iter().enumerate() {
        let other = |(a, b): (u8, u8)| {
            if a == *read { Some(b) } else { (b == *read).then_some(a) }
        };
        for real in ALIKE.into_iter().filter_map(other) {
            if at > 0 || real != b'0' || digits.len() == 1 {
                let mut changed = digits.to_vec();
                if let Some(slot) = changed.get_mut(at) {
                    *slot = real;
                }
                out.push((changed, How::Digit { read: *read, real }));
            }
        }
    }
    out
}

/// A digit more or less: one of two that are the same, a thin 1 anywhere, and in a table the first
/// one, which a line beside it hides or adds to.
fn longer_or_shorter(digits: &[u8], in_table: bool) -> Vec<(Vec<u8>, How)> {
    let mut out = Vec::new();
    let with = |at: usize, digit: u8| {
        let mut changed = digits.to_vec();
        changed.insert(at, digit);
        changed
    };
    for (at, pair) in digits.windows(2).enumerate() {
        if let [one, other] = pair
            && one == other
        {
            let mut changed = digits.to_vec();
            changed.remove(at);
            out.push((changed, How::Twice(*one)));
        }
    }
    out.extend((0..digits.len()).filter_map(|at| {
        let digit = *digits.get(at)?;
        Some((with(at, digit), How::Lost(digit)))
    }));
    out.extend((0..=digits.len()).map(|at| (with(at, b'1'), How::Lost(b'1'))));
    if in_table {
        out.extend((b'1'..=b'9').map(|digit| (with(0, digit), How::Lost(digit))));
        if let [b'1', rest @ ..] = digits {
            out.push((rest.to_vec(), How::Line));
        }
    }
    out
}

#[cfg(test)]
mod tests;
