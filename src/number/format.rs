//! Numbers out, as French groups them: `347 000`, `12,50`, `347 000 €`, with U+00A0 inside, or as
//! English does: `347,000`, `12.50`, `€347,000`.
//!
//! Every decimal that the value holds is shown, and no other: 12.50 is `12,50`, 12 is `12`. Cents
//! are whole or none in both languages: one figure is then as exact in one as in the other.

use rust_decimal::Decimal;

use crate::issue::Lang;

/// The value with grouped thousands and a decimal comma.
///
/// ```
/// let value = rust_decimal::Decimal::new(34_700_050, 2);
/// assert_eq!(bilan::number::format(value), "347\u{a0}000,50");
/// ```
#[must_use]
pub fn format(value: Decimal) -> String {
    grouped(value, "", '\u{a0}', ',')
}

/// The value as a language writes it.
///
/// ```
/// let value = rust_decimal::Decimal::new(34_700_050, 2);
/// let english = bilan::issue::Lang::En;
/// assert_eq!(bilan::number::format::format_in(value, english), "347,000.50");
/// ```
#[must_use]
pub fn format_in(value: Decimal, lang: Lang) -> String {
    match lang {
        Lang::Fr => format(value),
        Lang::En => grouped(value, "", ',', '.'),
    }
}

/// The digits of a value behind its sign and a mark.
fn grouped(value: Decimal, mark: &str, thousands: char, point: char) -> String {
    let digits = value.abs().to_string();
    let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut out = String::with_capacity(digits.len() * 2);
    if value.is_sign_negative() && !value.is_zero() {
        out.push('-');
    }
    out.push_str(mark);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(thousands);
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        out.push(point);
        out.push_str(decimals);
    }
    out
}

/// The value as an amount: `347 000 €`; cents are two digits or none.
///
/// ```
/// let value = rust_decimal::Decimal::new(125, 1);
/// assert_eq!(bilan::number::format::euros(value), "12,50\u{a0}€");
/// ```
#[must_use]
pub fn euros(value: Decimal) -> String {
    format!("{}\u{a0}€", format(cents(value)))
}

/// The value as an amount of a language: `€347,000` in English.
///
/// ```
/// let value = rust_decimal::Decimal::new(-125, 1);
/// let english = bilan::issue::Lang::En;
/// assert_eq!(bilan::number::format::euros_in(value, english), "-€12.50");
/// ```
#[must_use]
pub fn euros_in(value: Decimal, lang: Lang) -> String {
    match lang {
        Lang::Fr => euros(value),
        Lang::En => grouped(cents(value), "€", ',', '.'),
    }
}

/// The value with both digits of its cents, if it has one.
pub(crate) fn cents(value: Decimal) -> Decimal {
    let mut value = value.normalize();
    if value.scale() == 1 {
        value.rescale(2);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped_and_decimals_kept() {
        for (mantissa, scale, shown) in [
            (0, 0, "0"),
            (999, 0, "999"),
            (347_000, 0, "347\u{a0}000"),
            (1250, 2, "12,50"),
            (-5_656_564, 2, "-56\u{a0}565,64"),
            (1_299_800, 0, "1\u{a0}299\u{a0}800"),
            (-5, 1, "-0,5"),
        ] {
            assert_eq!(format(Decimal::new(mantissa, scale)), shown);
        }
    }

    #[test]
    fn an_amount_shows_cents_whole_or_not_at_all() {
        assert_eq!(euros(Decimal::new(34_700_000, 2)), "347\u{a0}000\u{a0}€");
        assert_eq!(euros(Decimal::new(5, 1)), "0,50\u{a0}€");
    }

    #[test]
    fn english_has_the_same_digits_with_other_marks() {
        for (mantissa, scale, plain, amount) in [
            (0, 0, "0", "€0"),
            (347_000, 0, "347,000", "€347,000"),
            (125, 1, "12.5", "€12.50"),
            (-5_656_564, 2, "-56,565.64", "-€56,565.64"),
        ] {
            let value = Decimal::new(mantissa, scale);
            assert_eq!(
                (&*format_in(value, Lang::En), &*euros_in(value, Lang::En)),
                (plain, amount)
            );
            assert_eq!(format_in(value, Lang::Fr), format(value));
            assert_eq!(euros_in(value, Lang::Fr), euros(value));
        }
    }
}
