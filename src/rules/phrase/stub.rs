//! A small reader of numbers that stands in until `number::scan` is there.

use regex::Regex;
use rust_decimal::Decimal;

use crate::number::{Kind, Qualifier, Token};

/// Numbers of a text.
pub(super) fn scan(text: &str) -> Vec<Token> {
    const PATTERN: &str = r"(?x)
        (?P<date>\d{1,2}\s(?:juin|décembre)(?:\s\d{4})?)
      | (?P<year>\b(?:19|20)\d\d\b)
      | (?P<ordinal>\b\d+(?:ème|er|e)\b)
      | (?P<code>\b\d+(?:\.\d+)+\b)
      | (?P<n>\d{1,3}(?:[\ \u{a0}]\d{3})+(?:,\d+)?|\d+(?:,\d+)?)(?P<unit>\s?(?:€|%|k€))?";
    let Ok(regex) = Regex::new(PATTERN) else { return Vec::new() };
    regex.captures_iter(text).filter_map(|found| token(&found)).collect()
}

fn token(found: &regex::Captures<'_>) -> Option<Token> {
    let range = found.get(0)?.range();
    let value = |name: &str| {
        let digits: String =
            found.name(name)?.as_str().replace(',', ".").split_whitespace().collect();
        digits.parse::<Decimal>().ok()
    };
    let (kind, value) = if let Some(date) = found.name("date") {
        let year = date.as_str().split(' ').nth(2).and_then(|y| y.parse().ok());
        let month = if date.as_str().contains("juin") { 6 } else { 12 };
        let day = date.as_str().split(' ').next().and_then(|d| d.parse().ok()).unwrap_or(1);
        (Kind::Date(year.and_then(|y| jiff::civil::Date::new(y, month, day).ok())), None)
    } else if found.name("year").is_some() {
        (Kind::Year, value("year"))
    } else if found.name("ordinal").is_some() {
        (Kind::Ordinal, None)
    } else if found.name("code").is_some() {
        (Kind::Code, None)
    } else {
        let kind = match found.name("unit").map(|u| u.as_str().trim()) {
            Some("%") => Kind::Percent,
            Some(_) => Kind::Amount,
            None => Kind::Count,
        };
        (kind, value("n"))
    };
    let qualifier = Qualifier::Exact;
    Some(Token { range, kind, value, step: Decimal::ONE, qualifier, tax: None, words: false })
}
