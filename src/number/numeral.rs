//! Digits, grouped or not, with their decimals: the value and the smallest digit written.
//!
//! Thousands are one to three digits and then groups of exactly three, one kind of separator
//! throughout: that rule alone keeps `2023 5 072` and `44270 6 580,00 €` apart. A dot before
//! exactly three digits parts thousands, as French does; any other dot is a decimal point.

use rust_decimal::Decimal;

use super::text::{char_at, digit_at, digits_end, is_space};

/// More groups than any budget has: such a run is a list or a code, not a number.
const MOST_GROUPS: usize = 5;

/// What parts the groups of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grouping {
    /// None.
    Bare,
    /// Spaces of any width, or a line break where a line broke inside the number.
    Space,
    /// `1.299.800`.
    Dot,
    /// `1'299'800`.
    Apostrophe,
    /// `1,299,800`, as English software prints.
    Comma,
}

/// A number written in digits, without its sign and its unit.
#[derive(Debug, Clone)]
pub(super) struct Numeral {
    /// Where it starts.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// Its value, unless it is beyond what a decimal holds.
    pub(super) value: Option<Decimal>,
    /// The place of its last digit.
    pub(super) step: Decimal,
    /// How many digits stand before the decimals.
    pub(super) whole_digits: usize,
    /// How many decimals it has.
    pub(super) decimals: usize,
    /// How its thousands are parted.
    pub(super) grouping: Grouping,
    /// Whether a point, not a comma, starts its decimals.
    pub(super) point: bool,
    /// `3.2.1`: dots between short runs.
    pub(super) dotted: bool,
}

impl Numeral {
    /// Whether it is digits and nothing else.
    pub(super) fn is_bare(&self) -> bool {
        self.grouping == Grouping::Bare && self.decimals == 0 && !self.dotted
    }
}

/// Reads the number that starts at `start`, where a digit stands. A line break parts groups
/// only where `over_lines` says so.
pub(super) fn read(text: &str, start: usize, over_lines: bool) -> Numeral {
    if let Some(end) = dotted_end(text, start) {
        return finish(text, start, Whole { end, digits: 0, grouping: Grouping::Bare }, None, true);
    }
    let whole = read_whole(text, start, over_lines);
    let decimals = decimals_end(text, whole.end, whole.grouping);
    finish(text, start, whole, decimals, false)
}

/// Reads the digits that start at `start`, and no group or decimal behind them.
pub(super) fn lead(text: &str, start: usize) -> Numeral {
    let end = digits_end(text, start);
    let whole = Whole { end, digits: end - start, grouping: Grouping::Bare };
    finish(text, start, whole, None, false)
}

/// The digits before the decimals.
#[derive(Clone, Copy)]
struct Whole {
    end: usize,
    digits: usize,
    grouping: Grouping,
}

fn read_whole(text: &str, start: usize, over_lines: bool) -> Whole {
    let lead = digits_end(text, start);
    let mut whole = Whole { end: lead, digits: lead - start, grouping: Grouping::Bare };
    if whole.digits > 3 || text.as_bytes().get(start) == Some(&b'0') {
        return whole;
    }
    while let Some((grouping, group)) = group_at(text, whole.end, over_lines) {
        if whole.grouping != Grouping::Bare && whole.grouping != grouping {
            break;
        }
        whole = Whole { end: group + 3, digits: whole.digits + 3, grouping };
    }
    if whole.grouping == Grouping::Comma && whole.digits <= 6 && !followed_by_point(text, whole.end)
    {
        return Whole { end: lead, digits: lead - start, grouping: Grouping::Bare };
    }
    whole
}

/// `1,234.50` is English; `1,234` alone is a French number with three decimals.
fn followed_by_point(text: &str, at: usize) -> bool {
    char_at(text, at) == Some('.') && digit_at(text, at + 1)
}

/// The separator at `at` and the start of the three digits behind it.
fn group_at(text: &str, at: usize, over_lines: bool) -> Option<(Grouping, usize)> {
    let c = char_at(text, at)?;
    let mut next = at + c.len_utf8();
    let grouping = match c {
        '.' => Grouping::Dot,
        ',' => Grouping::Comma,
        '\'' | '’' => Grouping::Apostrophe,
        '\n' if over_lines => Grouping::Space,
        c if is_space(c) => Grouping::Space,
        _ => return None,
    };
    if over_lines && is_space(c) && char_at(text, next) == Some('\n') {
        next += 1;
    }
    (digits_end(text, next) == next + 3).then_some((grouping, next))
}

/// The end of `3.2.1` or `22.06.2023`: at least two dots, and not groups of three throughout.
fn dotted_end(text: &str, start: usize) -> Option<usize> {
    let (mut end, mut dots, mut thousands) = (digits_end(text, start), 0, true);
    if end - start > 4 {
        return None;
    }
    while char_at(text, end) == Some('.') && digit_at(text, end + 1) {
        let next = digits_end(text, end + 1);
        thousands &= next - end == 4;
        dots += 1;
        end = next;
    }
    (dots >= 2 && !thousands).then_some(end)
}

/// The first decimal and the end of the decimals that follow a whole part ending at `at`.
fn decimals_end(text: &str, at: usize, grouping: Grouping) -> Option<(usize, usize)> {
    let mark = char_at(text, at)?;
    let allowed = match grouping {
        Grouping::Dot => mark == ',',
        Grouping::Comma => mark == '.',
        _ => mark == ',' || mark == '.',
    };
    let end = digits_end(text, at + 1);
    if !allowed || end == at + 1 {
        return None;
    }
    // `12,13,14` is a list.
    let listed = char_at(text, end) == Some(mark) && digit_at(text, end + 1);
    (!listed).then_some((at + 1, end))
}

fn finish(
    text: &str,
    start: usize,
    whole: Whole,
    decimals: Option<(usize, usize)>,
    dotted: bool,
) -> Numeral {
    let end = decimals.map_or(whole.end, |(_, end)| end);
    let scale = decimals.map_or(0, |(from, end)| end - from);
    let step = u32::try_from(scale).ok().and_then(|s| Decimal::try_from_i128_with_scale(1, s).ok());
    let too_long = dotted || whole.digits > 3 + 3 * MOST_GROUPS;
    let digits = text.get(start..end).unwrap_or_default();
    Numeral {
        start,
        end,
        value: if too_long { None } else { value(digits, scale) },
        step: step.unwrap_or(Decimal::ONE),
        whole_digits: whole.digits,
        decimals: scale,
        grouping: whole.grouping,
        point: scale > 0 && text.as_bytes().get(whole.end) == Some(&b'.'),
        dotted,
    }
}

/// The digits of `written` as one number, its last `scale` of them decimals.
fn value(written: &str, scale: usize) -> Option<Decimal> {
    let mut mantissa: i128 = 0;
    for digit in written.bytes().filter(u8::is_ascii_digit) {
        mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
    }
    Decimal::try_from_i128_with_scale(mantissa, u32::try_from(scale).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> (String, Option<String>, String) {
        let n = read(text, 0, false);
        (text[..n.end].to_owned(), n.value.map(|v| v.to_string()), n.step.to_string())
    }

    #[test]
    fn groups_are_exactly_three_digits_of_one_separator() {
        for (text, read, value, step) in [
            ("347 000€", "347 000", "347000", "1"),
            ("3\u{202f}780,50", "3\u{202f}780,50", "3780.50", "0.01"),
            ("1.299.800,00€", "1.299.800,00", "1299800.00", "0.01"),
            ("299.800 €", "299.800", "299800", "1"),
            ("9 999.99", "9 999.99", "9999.99", "0.01"),
            ("1'250'000", "1'250'000", "1250000", "1"),
            ("1,299,800.5", "1,299,800.5", "1299800.5", "0.1"),
            ("2023 5 072", "2023", "2023", "1"),
            ("12 5000", "12", "12", "1"),
            ("5 072 2 644", "5 072", "5072", "1"),
            ("12,13,14", "12", "12", "1"),
            ("0,125", "0,125", "0.125", "0.001"),
        ] {
            assert_eq!(shown(text), (read.to_owned(), Some(value.to_owned()), step.to_owned()));
        }
    }

    #[test]
    fn what_no_decimal_holds_has_no_value() {
        let n = read(&"9".repeat(60), 0, false);
        assert_eq!((n.end, n.value), (60, None));
        let tiny = format!("0,{}", "0".repeat(60));
        assert_eq!(read(&tiny, 0, false).value, None);
    }
}
