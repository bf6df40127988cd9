//! Shown texts of a workbook that was saved under an English locale, as a French reader sees
//! them: `2,550.00` is shown as `2 550,00`, `11/16/2017` as `16/11/2017`.
//!
//! The value that is stored beside decides: a text is rewritten only where the English reading
//! agrees with it and the French one doesn't.

use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::document::Stored;

/// The text as a French reader sees it.
pub(super) fn french(shown: String, stored: &Stored) -> String {
    match stored {
        Stored::Number(value) => number(shown, *value),
        Stored::Date(iso) => date(shown, iso),
        _ => shown,
    }
}

fn number(shown: String, value: Decimal) -> String {
    if !shown.contains(['.', ',']) || agrees(&shown, ',', value) || !agrees(&shown, '.', value) {
        return shown;
    }
    let turn = |c: char| match c {
        ',' => ' ',
        '.' => ',',
        other => other,
    };
    shown.chars().map(turn).collect()
}

/// Whether a text, read with this decimal sign, is the value or the value in percent, rounded
/// to the decimals that it shows.
fn agrees(shown: &str, point: char, value: Decimal) -> bool {
    let kept: String = shown.chars().filter(|c| c.is_ascii_digit() || *c == point).collect();
    let places = kept.split_once(point).map_or(0, |(_, decimals)| decimals.len() as u32);
    let Ok(read) = Decimal::from_str(&kept.replace(point, ".")) else { return false };
    let same = |value: Decimal| {
        value.abs().round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero) == read
    };
    let percent = || value.checked_mul(Decimal::ONE_HUNDRED).is_some_and(same);
    if shown.contains('%') { percent() } else { same(value) }
}

fn date(shown: String, iso: &str) -> String {
    let written: Vec<u32> = shown.split('/').filter_map(|n| n.trim().parse().ok()).collect();
    let stored: Vec<u32> = iso.split('-').filter_map(|n| n.parse().ok()).collect();
    let ([first, second, _], [year, month, day]) = (written.as_slice(), stored.as_slice()) else {
        return shown;
    };
    if (first, second) == (month, day) && month != day {
        return format!("{day:02}/{month:02}/{year}");
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_texts_are_turned_where_the_stored_value_says_so() {
        for (shown, value, expected) in [
            ("2,550.00", "2550", "2 550,00"),
            ("2 550,00", "2550", "2 550,00"),
            ("20,631.74", "20631.737446204555", "20 631,74"),
            ("1.234", "1.234", "1,234"),
            ("1.234", "1234", "1.234"),
            ("12.5%", "0.125", "12,5%"),
            ("€1,200", "1200", "€1 200"),
            ("1 200", "1200", "1 200"),
        ] {
            let stored = Stored::Number(value.parse().unwrap());
            assert_eq!(french(shown.to_owned(), &stored), expected, "{shown}");
        }
    }

    #[test]
    fn months_before_days_are_turned_by_the_stored_date() {
        let stored = Stored::Date("2017-11-03".to_owned());
        assert_eq!(french("11/3/2017".to_owned(), &stored), "03/11/2017");
        assert_eq!(french("03/11/17".to_owned(), &stored), "03/11/17");
        assert_eq!(french("3 novembre 2017".to_owned(), &stored), "3 novembre 2017");
    }
}
